"""The YAML parser's complaints in plain words, at the place where the fault is."""

import re
from typing import Any

from intspec.reading.document import BREAK
from intspec.reading.problems import Unreadable, refuse
from intspec.reading.text import bad_text, place

TAB = re.compile(r"^ *\t")
#: A key whose colon has no space after it, but something that is no part of an address or a time.
TIGHT = re.compile(r"^ *(?:- +)*[^\W\d][\w-]*(:)([^\s/0-9]|\xa0)")
#: What may stand before a directive, and a directive that is not supported.
HEAD = re.compile(
    r"\ufeff?(?:(?:[ \t]*+(?:#[^\r\n]*+)?|%YAML[ \t]++1\.[12](?:[ \t][^\r\n]*+)?)(?:\r\n|\r|\n))*+%"
    r"(?!YAML[ \t]++1\.[12](?:\s|\Z))"
)
SIGIL = re.compile("alias|anchor")
#: An escape in double quotes: by 2, 4 or 8 digits, or one letter.
ESCAPE = re.compile(
    r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|(\r\n|.|\n|\r))", re.DOTALL
)
KNOWN = frozenset(["\r\n", *'0abt\tnvfre "/\\N_LP\n\r'])
NAMED = {"0": 0, "a": 7, "b": 8, "v": 11, "f": 12, "e": 27, "N": 0x85, "L": 0x2028, "P": 0x2029}
LAST = 0x10FFFF

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
    (
        "mapping keys are not allowed",
        "a text cannot begin with a question mark and a space",
        'put the text in quotes: "…"',
    ),
    (
        "scanning a block scalar",
        "only a line break may follow the `|` or `>` that opens a long text",
        "begin the text on the next line, indented",
    ),
    (
        "did not find expected <document start>",
        "there is more text after the end of the document",
        "remove the line `...`, or put what follows into a file of its own",
    ),
    (
        "expected '<document start>'",
        "there is more text after the end of the document",
        "remove the line `...`, or put what follows into a file of its own",
    ),
    (
        "expected the node content",
        "something is missing here, between brackets or commas",
        "check the brackets and commas",
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
    opened = getattr(error, "context_mark", None)
    mark = getattr(error, "problem_mark", None) or opened
    lines = text.splitlines() or [""]
    line = min(mark.line + 1, len(lines)) if mark is not None else 1
    column = mark.column + 1 if mark is not None else 1
    if "quoted scalar" in context and opened is not None:
        if "escape" in problem or "hex" in problem:
            return bad_escape(text, opened)
        if "end of stream" in problem or "document" in problem:
            return _syntax(
                "the quotes that open here are never closed",
                "close them with the same quotation mark",
                opened.line + 1,
                opened.column + 1,
            )
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
    if opened is not None and ("flow sequence" in context or "flow mapping" in context):
        # What a bracket holds is indented more than the line that opens it.
        outside = line > opened.line + 1 and _indent(lines[line - 1]) <= _indent(lines[opened.line])
        if mark is None or mark.line + 1 > len(lines) or "end" in problem or outside:
            return _syntax(
                "the bracket that opens here is never closed",
                "close each [ with ] and each { with }",
                opened.line + 1,
                opened.column + 1,
            )
    named = SIGIL.search(context)
    if named is not None and opened is not None:
        sign = "*" if named.group() == "alias" else "&"
        return refuse(
            named.group(),
            f"a text cannot begin with {sign}",
            'put the text in quotes: "…"',
            opened.line + 1,
            opened.column + 1,
        )
    tight = _tight(lines, line) if "mapping values" in problem or "':'" in problem else None
    if tight is not None:
        return tight
    for part, message, hint in WORDS:
        if part in problem or part in context:
            return _syntax(message, hint, line, column)
    detail = " ".join(problem.split())[:120]
    return _syntax(
        f"this is not YAML: {detail}",
        "check quotes, brackets and indentation here and on the line above",
        line,
        column,
    )


def directive(text: str) -> None:
    """Refuse lines that begin with % before the document, other than `%YAML 1.1` and `1.2`.

    Raises:
        Unreadable: There is one.
    """
    found = HEAD.match(text)
    if found is not None:
        raise refuse(
            "directive",
            "the file begins with a % line that is not supported",
            "remove the lines that begin with %; a key that begins with % needs quotes",
            len(BREAK.findall(text, 0, found.end())) + 1,
        )


def bad_escape(text: str, mark: Any) -> Unreadable:
    """Refuse the first escape that gives no character, or one that no output format can carry.

    Args:
        text: The whole text.
        mark: Where the quoted text begins that has it; 0 when the parser does not say.
    """
    at = 0
    if mark:
        for _ in range(mark.line):
            at = _next_line(text, at)
        at += mark.column
    for found in ESCAPE.finditer(text, at):
        refused = _escape(found)
        if refused is not None:
            code, message, hint = refused
            return refuse(code, message, hint, *place(text, found.start()), len(found.group()))
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return _syntax("an escape in this text cannot be read", "remove the backslash", line, column)


def _escape(found: re.Match[str]) -> tuple[str, str, str] | None:
    letter = found.group(1)
    if letter and letter not in KNOWN:
        message = "a backslash stands before a letter that it cannot"
        return "yaml-syntax", message, "write \\\\ for a backslash, or use single quotes"
    digits = found.group()[2:]
    number = NAMED.get(letter, 32) if letter else int(digits, 16)
    if number > LAST:
        return "yaml-syntax", f"`{found.group()}` names no character", "remove the escape"
    bad = bad_text(chr(number))
    if bad is None:
        return None
    code = "surrogate" if bad.startswith("half") else "control-character"
    return code, f"this text holds {bad}", "remove the escape that begins with a backslash"


def _syntax(message: str, hint: str, line: int, column: int) -> Unreadable:
    return refuse("yaml-syntax", message, hint, line, column)


def _next_line(text: str, at: int) -> int:
    found = BREAK.search(text, at)
    return found.end() if found is not None else len(text)


def _tight(lines: list[str], line: int) -> Unreadable | None:
    """Refuse a colon without a space: key and value become one text, and the parser trips later."""
    for number in (line, line - 1):
        found = TIGHT.match(lines[number - 1]) if number > 0 else None
        if found is not None:
            message, hint = "a space is missing after this colon", "write `key: value`"
            if found.group(2) == "\xa0":
                message = "a non-breaking space stands after this colon"
                hint = "replace it by an ordinary space"
            return _syntax(message, hint, number, found.start(1) + 1)
    return None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _tab(lines: list[str], line: int) -> int | None:
    for number in (line, line - 1):
        if 0 < number <= len(lines) and TAB.match(lines[number - 1]):
            return number
    return None
