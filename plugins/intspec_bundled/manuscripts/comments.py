"""A copy of a Word manuscript with a comment beside each passage that was found."""

import re
from collections.abc import Iterator, Sequence

from intspec import Checklist, CommandContext, Form, FormError, Remark
from intspec.text import flat, shorten
from intspec_bundled.manuscripts.items import Suggested
from intspec_bundled.manuscripts.manuscript import Paragraph
from intspec_bundled.manuscripts.places import in_words

#: The format whose plugin reads the paragraphs of a Word file and comments on them.
WORD = "docx"
#: So much of a sentence is quoted, where its paragraph has more than one.
LONGEST_QUOTE = 90
ABOUT = (
    "Found by the words that lead to each item of {label}. Found is not reported, and not found is "
    "not missing: somebody has to look."
)
NOTHING = "No passage found for these items: look."
ELSEWHERE = "Found where no comment can stand:"
#: The place of a note begins with its own, and ends with that of the words that it is to.
OF_NOTE = re.compile(r"\A(?:footnote|endnote) \d+, to ")


def commented(
    context: CommandContext, path: str, checklist: Checklist, items: Sequence[Suggested]
) -> bytes:
    """Return a copy of a manuscript with comments.

    Args:
        context: What the command line gives a command.
        path: The manuscript, a Word file.
        checklist: The guideline.
        items: What was found for its items.

    Raises:
        RunError: It is no Word file that can be commented on (exit code 2), or nothing that is
            installed can do so (3).
    """
    registry = context.registry
    reader, writer = registry.importers.get(WORD), registry.annotators.get(WORD)
    if reader is None or writer is None:
        context.fail("comments need the plugin `word`, which is not there or switched off", 3)
    raw = context.read(path, 100_000_000)
    try:
        form = reader.function(raw, path)
        places = _Places(form) if isinstance(form, Form) else None
        if places is None or not places.first:
            context.fail(
                f"`{path}` has no paragraph to comment on; give the text of the manuscript"
            )
        return writer.function(raw, tuple(_remarks(checklist, items, places)))
    except FormError as error:
        return context.fail(f"`{path}`: {error.message}; {error.hint}")


class _Places:
    """The paragraphs of a file by their words, each given out once for each time that it stands."""

    def __init__(self, form: Form) -> None:
        texts = [(flat(one.text), OF_NOTE.sub("", one.where)) for one in form.texts]
        self.first = next((where for text, where in texts if text), "")
        self._by_words: dict[str, list[str]] = {}
        for text, where in texts:
            self._by_words.setdefault(text, []).append(where)
        self._known: dict[int, str] = {}

    def of(self, paragraph: Paragraph) -> str:
        """Return the place of a paragraph; empty where the file has none with its words."""
        if paragraph.start not in self._known:
            wheres = self._by_words.get(paragraph.block.text, [])
            self._known[paragraph.start] = wheres.pop(0) if len(wheres) > 1 else "".join(wheres)
        return self._known[paragraph.start]


def _remarks(checklist: Checklist, items: Sequence[Suggested], places: _Places) -> Iterator[Remark]:
    """Go over the comments: one at the beginning, and one beside each paragraph."""
    beside: dict[str, list[str]] = {}
    elsewhere: list[str] = []
    for item in items:
        count = len(item.suggestions)
        for number, (one, place) in enumerate(zip(item.suggestions, item.places, strict=True), 1):
            rank = f" ({number} of {count})" if count > 1 else ""
            label = f"{item.number} {item.title}{rank}"
            where = places.of(one.passage.paragraph)
            if not where:
                elsewhere.append(f"{label}: {in_words(place) or 'at the beginning'}")
                continue
            quote = _quoted(one.passage.text, one.passage.paragraph.block.text)
            denies = " It denies something: look." if one.denies else ""
            beside.setdefault(where, []).append(f"{label}{quote}.{denies}")
    missing = [f"{item.number} {item.title}" for item in items if not item.suggestions]
    lines = [ABOUT.format(label=checklist.label)]
    lines += [NOTHING, *missing] if missing else []
    lines += [ELSEWHERE, *elsewhere] if elsewhere else []
    yield Remark(places.first, "\n".join(lines))
    for where, said in beside.items():
        yield Remark(where, "\n".join([f"{checklist.label}, found here:", *said]))


def _quoted(sentence: str, paragraph: str) -> str:
    if sentence == paragraph:
        return ""
    return f": \u201c{shorten(sentence, LONGEST_QUOTE)}\u201d"
