"""Entries of lists that YAML joins to one text, since their marks are none to it: `-Walk`."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from intspec.diagnostics import Finding, Path
from intspec.reading.list_marks import HYPHEN, OTHER
from intspec.schema.generating import node_at, specification_in_parts
from intspec.text.characters import ODD_SPACES
from intspec.text.wording import flat, shorten, some_of

if TYPE_CHECKING:
    from intspec.reading import Document

#: Each of them, and an ordinary mark, at the beginning of a line.
LINE = rf"(?:\A|[\r\n])[ \t]*(?P<mark>(?P<hyphen>{HYPHEN})|(?P<whole>-[ \t]+)|{OTHER})"
#: How many entries a remedy shows, and how much of each.
SHOWN, LONGEST = 4, 60


def joined_entries(document: "Document") -> Iterator[Finding]:
    """Say which marks of entries are none to YAML."""
    schema, line = specification_in_parts(), re.compile(LINE)
    # Most documents have no text with a mark at the beginning of a line.
    if not line.search("\n".join(document.written_texts())):
        return
    for path, spans, flow in document.all_written():
        if spans[4] is not None or flow or not path:
            continue
        written = document.text[spans[2] : document.end_of(spans)]
        if written[:1] in ("", '"', "'"):
            continue
        # Few texts have a mark at all, and what the schema says is looked up for those alone.
        several = "\n" in written or "\r" in written
        if not (line.search if several else line.match)(written):
            continue
        whole = node_at(schema, path).get("type") == "array"
        if whole or isinstance(path[-1], int):
            yield from _joined(path, written, whole=whole)


def _joined(path: Path, written: str, *, whole: bool) -> Iterator[Finding]:
    """Say of a text that it holds several entries.

    Args:
        path: Where it is.
        written: The text, as it is written.
        whole: Whether it stands in place of a list, and not of one entry of one.
    """
    lines = written[0] in ("|", ">")
    written = written.partition("\n")[2] if lines else written
    marks = [*re.finditer(LINE, written)]
    # Prose in an entry may have a line that begins with a dash, and one thing may have a number.
    listed = whole and len(marks) > 1 and marks[0].start() == 0
    first = next((m for m in marks if listed or m["hyphen"] or m["whole"]), None)
    if first is None:
        return
    from intspec.schema.fragments import entries  # noqa: PLC0415 -- only a fault needs it

    line = shorten(flat(written[first.start("mark") :].splitlines()[0]), LONGEST)
    parts = [shorten(part, LONGEST) for part in _parts(written, marks) if part]
    name = next(step for step in reversed(path) if isinstance(step, str))
    space = "an ordinary space" if {*first["mark"]} & {*ODD_SPACES} else "a space"
    why = f"an entry begins with a hyphen and {space}"
    if first["whole"]:
        why = f"it {'is a part of one text' if lines else 'stands deeper than the text above it'}"
    where = "a line of its own" if len(parts) == 1 else "lines of their own, below each other"
    yield Finding(
        f"`{line}` begins no entry of `{name}`: {why}",
        path,
        f"write {some_of([entries([part]) for part in parts], SHOWN)} on {where}",
        at="value",
    )


def _parts(written: str, marks: Sequence[re.Match[str]]) -> Iterator[str]:
    """Go over what stands before, between and behind marks, without quotes around it."""
    begin = 0
    for mark in marks:
        yield _bare(written[begin : mark.start()])
        begin = mark.end()
    yield _bare(written[begin:])


def _bare(text: str) -> str:
    """Return a text on one line, without quotes around it."""
    line = flat(text)
    return line[1:-1] if line[:1] in ("'", '"') and line.endswith(line[0]) else line
