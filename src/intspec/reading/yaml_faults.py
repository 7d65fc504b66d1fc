"""The YAML parser's complaints in plain words, at the place where the fault is."""

import re
from typing import Any

from intspec.reading.problems import Unreadable, refuse

TAB = re.compile(r"^ *\t")

#: Part of the parser's complaint (libyaml's or the pure parser's), what it means, what to do.
WORDS: tuple[tuple[str, str, str], ...] = (
    (
        "mapping values are not allowed",
        "a colon stands where none can: in the middle of a text, or on a line indented too far",
        "put text that has a colon and a space in it in quotes, or check the indentation",
    ),
    (
        "could not find expected ':'",
        "this line has no colon after its key, or the text above it is not indented enough",
        "write `key: value`; indent the lines of a long text under its key",
    ),
    (
        "cannot start any token",
        "a value cannot begin with this character",
        'put the value in quotes: "…"',
    ),
    (
        "did not find expected key",
        "the indentation does not fit the lines above, or a quoted text ended too early",
        "give keys of one block the same number of spaces; double the quotes inside a quoted text",
    ),
    (
        "expected <block end>",
        "the indentation does not fit the lines above, or a quoted text ended too early",
        "give keys of one block the same number of spaces; double the quotes inside a quoted text",
    ),
    (
        "did not find expected '-' indicator",
        "this line does not fit the list above it",
        "begin each entry with `- ` at the same indentation",
    ),
    (
        "expected ',' or",
        "a bracket is not closed, or a comma is missing between entries",
        "close each [ with ] and each { with }, and put commas between entries",
    ),
    (
        "did not find expected node content",
        "something is missing here, between brackets or commas",
        "check the brackets and commas",
    ),
    (
        "sequence entries are not allowed",
        "a list cannot begin here",
        "begin the list on a line of its own, below its key",
    ),
    (
        "found unknown escape character",
        "a backslash stands before a letter that it cannot",
        "write \\\\ for a backslash, or use single quotes",
    ),
    ("unexpected end of stream", "the text ends inside quotes", "close the quotes"),
    ("undefined alias", "a `*` at the beginning of a text", "put the text in quotes"),
)


def explain(error: Any, text: str) -> Unreadable:
    """Turn an error of the YAML parser into a refusal.

    Args:
        error: The parser's exception.
        text: The text that it was given.
    """
    problem = str(getattr(error, "problem", None) or error).split("\n", maxsplit=1)[0]
    context = str(getattr(error, "context", None) or "")
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    opened = getattr(error, "context_mark", None)
    if "quoted scalar" in context and opened is not None:
        if "end of stream" in problem or "document indicator" in problem:
            return refuse(
                "yaml-syntax",
                "the quotes that open here are never closed",
                "close them with the same quotation mark",
                opened.line + 1,
                opened.column + 1,
            )
        if "escape" in problem and mark is None:
            mark = opened
    line = mark.line + 1 if mark is not None else 1
    column = mark.column + 1 if mark is not None else 1
    lines = text.splitlines() or [""]
    tab = _tab(lines, line)
    if tab is not None:
        return refuse(
            "tab-indent",
            "this line is indented with a tab",
            "use spaces: two for each level",
            tab,
            lines[tab - 1].index("\t") + 1,
        )
    if "nesting depth" in problem:
        # Newer parsers count as well, and look ahead: they may be the first to refuse.
        message = "blocks are nested too deep"
        return refuse("too-deep", message, "check the brackets", line, column)
    if ("flow sequence" in context or "flow mapping" in context) and opened is not None:
        at_end = line > len(lines) or "end" in problem
        if at_end:
            return refuse(
                "yaml-syntax",
                "the bracket that opens here is never closed",
                "close each [ with ] and each { with }",
                opened.line + 1,
                opened.column + 1,
            )
    for part, message, hint in WORDS:
        if part in problem:
            return refuse("yaml-syntax", message, hint, min(line, len(lines)), column)
    detail = " ".join(problem.split())[:120]
    return refuse(
        "yaml-syntax",
        f"this is not YAML: {detail}",
        "check quotes, brackets and indentation here and on the line above",
        min(line, len(lines)),
        column,
    )


def _tab(lines: list[str], line: int) -> int | None:
    for number in (line, line - 1):
        if 0 < number <= len(lines) and TAB.match(lines[number - 1]):
            return number
    return None
