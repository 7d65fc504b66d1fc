"""Plain text: paragraphs between empty lines, headings by their look."""

import re
from collections.abc import Iterator, Sequence

from intspec.text import flat
from intspec_bundled.manuscripts.blocks import Block
from intspec_bundled.manuscripts.sections import NUMBER, is_main

#: A heading has fewer letters and words than this.
LONGEST, MOST_WORDS = 100, 12
#: What a heading does not end in.
ENDS = (".", ";", ",", "!")
#: How a word is divided at the end of a line.
DIVIDED = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]\n\s*(?=[a-z])")


def joined(text: str) -> str:
    """Return lines as one, with words made whole that a hyphen divides at the end of a line."""
    return flat(DIVIDED.sub("", text))


def blocks(text: str) -> Iterator[Block]:
    """Go over the blocks of a text."""
    pieces = [
        piece for piece in re.split(r"\n[ \t]*\n", text.replace("\f", "\n\n")) if piece.strip()
    ]
    single = len(pieces) <= 1 < text.strip().count("\n")
    if single:  # each line is a paragraph
        pieces = [line for line in text.split("\n") if line.strip()]
    for number, piece in enumerate(pieces):
        lines = piece.strip("\n").split("\n")
        if len(lines) > 1 and is_main(lines[0].strip()):
            yield Block(flat(lines[0]), "heading", level=1)
            lines = lines[1:]
        if _is_table(lines):
            for line in lines:
                yield Block(" | ".join(re.split(r"\s*\t\s*", line.strip())), "table")
            continue
        words = joined("\n".join(lines))
        if len(lines) == 1 and looks_like_heading(words) and number + 1 < len(pieces):
            yield Block(words, "heading", level=_level(words))
        else:
            yield Block(words)


def _is_table(lines: Sequence[str]) -> bool:
    return len(lines) > 1 and all("\t" in line.strip() for line in lines)


def looks_like_heading(text: str) -> bool:
    """Tell whether a line that stands alone may be a heading."""
    if is_main(text):
        return True
    words = text.split()
    if not words or len(text) > LONGEST or len(words) > MOST_WORDS or text.endswith(ENDS):
        return False
    first = NUMBER.sub("", text, count=1)[:1]
    return first.isupper() and "|" not in text and not text.lower().startswith(("table ", "fig"))


def _level(text: str) -> int:
    """Return the level of a heading by its number: `2.1` is below `2`."""
    if is_main(text):
        return 1
    number = NUMBER.match(text)
    return number[0].strip().rstrip(".").count(".") + 1 if number else 2
