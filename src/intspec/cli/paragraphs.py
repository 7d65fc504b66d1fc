"""Headings and paragraphs of an explanation, wrapped as a terminal shows them."""

import textwrap
from collections.abc import Iterator

WIDTH = 96


def section(heading: str, text: str | None) -> Iterator[str]:
    """Write a heading and the text below it; nothing where there is no text."""
    if text:
        yield ""
        yield heading
        yield from wrapped(text)


def wrapped(text: str, indent: str = "  ") -> Iterator[str]:
    """Write paragraphs, each of a line of its own, in lines that a terminal holds."""
    for paragraph in text.strip().splitlines():
        yield from textwrap.wrap(
            paragraph,
            WIDTH,
            initial_indent=indent,
            subsequent_indent=indent,
            break_on_hyphens=False,
        ) or [""]
