"""Where YAML ends a text before its author did: at a hash, or in braces at a comma."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from intspec.reading.document import Document, Spans

#: What looks like more of a text, and not like a comment: `# this`, `##` and `#---` have a blank
#: behind the signs, or nothing but signs.
MORE = r"#+[=*~-]{0,2}[^ \t\r\n#=*~-][^\r\n]*"
ANYWHERE = r"#(?<![^ \t\r\n]#)#*[=*~-]{0,2}[^ \t\r\n#=*~-]"
BEHIND = rf"[ \t]+({MORE})"
#: The same in brackets, where a comma may stand before it.
BEHIND_IN_BRACKETS = f",?{BEHIND}"
#: The same behind the sign with which a text of several lines begins.
BEHIND_SIGN = rf"[|>][-+0-9]*[ \t]+({MORE})"
#: The same on a line of its own, where `#goal: …` is a key that was made a comment.
ALONE = rf"[ \t]*+(?!#[A-Za-z_]+:(?:\s|\Z))({MORE})"
BELOW = rf"[ \t]*(?:(?:\r\n?|\n)[ \t]*+)+{ALONE}"
#: The same behind a key, or behind the hyphen of an entry, with the first word on the next line.
BEHIND_KEY = rf"[ \t]*:[ \t]+({MORE})"
BEHIND_HYPHEN = rf"[ \t]*(?:-[ \t]+)+({MORE})"
#: A hash that hides the bracket which would close those that are open.
IN_BRACKETS = rf"[\s\[{{,:]*(?<=[\s\[{{,])({MORE})"
#: Nothing behind a key but the next comma or the end.
NO_COLON = r"[ \t\r\n]*[,}]"
LINE_BREAK = r"\r\n?|\n"
#: The comma of a number in an entry of brackets, with what stands before and behind it.
COMMA_OF_NUMBER = r"[0-9],(?=[0-9]{3}(?![0-9]))"
IN_LIST = rf"\[[^\[\]\r\n]*{COMMA_OF_NUMBER}"
#: So much is looked at of what stands before such a comma.
BEFORE = 400


class CutText(NamedTuple):
    """A text that ends, or begins, at what YAML takes for a comment.

    Attributes:
        path: Where it is.
        rest: What is taken for a comment, with the blanks before it.
        in_brackets: Whether it stands in brackets, where a comma or bracket ends it too.
        where: Where the rest stands: behind the text, before its first word, or at the beginning or
            below the end of a text that has lines of its own.
    """

    path: tuple[str | int, ...]
    rest: str
    in_brackets: bool
    where: Literal["behind", "before", "at its sign", "below"] = "behind"


def cut_by_hash(document: "Document") -> Iterator[CutText]:
    """Go over the texts that end before ` #` and what is no blank, or begin behind it."""
    text = document.text
    if document.language == "json" or "#" not in text or re.search(ANYWHERE, text) is None:
        return
    for path, spans, flow in document.all_written():
        if spans[4] is None and (cut := _cut(document, path, spans, flow=flow)) is not None:
            yield cut


def _cut(
    document: "Document", path: tuple[str | int, ...], spans: "Spans", *, flow: bool
) -> CutText | None:
    """Return a text as a cut one if it is one."""
    text, (key, key_end, start, _end, _inner) = document.text, spans
    sign = text[start : start + 1]
    if sign in ("|", ">") and (match := re.compile(BEHIND_SIGN).match(text, start)):
        return CutText(path, match[1], flow, "at its sign")
    column = column_of(text, start, flow=flow) if key < 0 or flow else key - _line_of(text, key)
    end = document.end_of(spans)
    if match := more_behind(text, sign, end, column, flow=flow):
        return CutText(path, match[0], flow, "below" if sign in ("|", ">") else "behind")
    if start < end and sign not in "|>\"'" and (rest := _more_before(text, key_end, start, column)):
        return CutText(path, rest, flow, "before")
    return None


def more_behind(text: str, sign: str, end: int, column: int, *, flow: bool) -> re.Match[str] | None:
    """Find what looks like more of a text behind its end, on the same line or the next one.

    Args:
        text: The whole file.
        sign: The first character of the text.
        end: Where it ends.
        column: The column, from 0, that the next line must lie behind; a number (`#2`) below a text
            that has lines of its own may stand anywhere.
        flow: Whether it stands in brackets.
    """
    if sign not in ("|", ">"):
        pattern = BEHIND_IN_BRACKETS if flow else BEHIND
        if match := re.compile(pattern).match(text, end):
            return match
    below = re.compile(BELOW).match(text, end) if sign not in ('"', "'") else None
    if below is None or (sign in ("|", ">") and below[1][1].isdigit()):
        return below
    return below if below.start(1) - _line_of(text, below.start(1)) > column else None


def _more_before(text: str, key_end: int, start: int, column: int) -> str:
    """Return what looks like the beginning of a text on the line above its first word."""
    line = _line_of(text, start)
    if not line or text[line:start].strip():
        return ""
    above = _line_of(text, line - 1 - text.startswith("\r\n", line - 2))
    if key_end < 0:
        match = re.compile(BEHIND_HYPHEN).match(text, above)
    elif key_end >= above:
        match = re.compile(BEHIND_KEY).match(text, key_end)
    else:
        match = re.compile(ALONE).match(text, above)
        if match and match.start(1) - above <= column:
            return ""
    return match[1] if match and match.end() < line else ""


def column_of(text: str, start: int, *, flow: bool) -> int:
    """Return the column, from 0, that more of a text must lie behind on a line of its own.

    Args:
        text: The whole file.
        start: Where the text begins, behind a key or not.
        flow: Whether it stands in brackets, where entries and what is made a comment are aligned.
    """
    head = text[_line_of(text, start) : start]
    words = head.lstrip(" \t-")
    if words:
        return len(head) - len(words)
    return head.rfind("-") if "-" in head else len(head) - (not flow)


def _line_of(text: str, offset: int) -> int:
    """Return where the line of an offset begins."""
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1


def without_colon(document: "Document") -> Iterator[tuple[str | int, ...]]:
    """Go over the keys in braces that stand behind a comma, with neither colon nor value."""
    if not document.hollow:
        return
    no_colon = re.compile(NO_COLON)
    for path, spans, flow in document.all_written():
        bare = flow and spans[0] >= 0 and no_colon.match(document.text, spans[1])
        if bare and document.follows_comma(path):
            yield path


def cut_in_number(document: "Document") -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Go over the entries in brackets that end in the middle of a number: `[walk, 1,000 steps]`.

    Numbers alone are left: they may be as many entries.

    Yields:
        Where the rest of the entry begins, and all of it as the one text that it is.
    """
    text = document.text
    if document.language == "json" or re.search(IN_LIST, text) is None:
        return
    comma = re.compile(COMMA_OF_NUMBER)
    cut = sorted(
        (start, path)
        for path, (_key, _key_end, start, _end, inner), flow in document.all_written()
        if flow and inner is None and path and isinstance(path[-1], int)
        if comma.match(text, start - 2)
    )
    first: tuple[str | int, ...] = ()
    next_one: tuple[str | int, ...] = ()
    whole = ""
    for start, path in cut:
        # A number may have several commas.
        if path != next_one:
            if any(map(str.isalpha, whole)):
                yield first, whole
            first = path
            whole = re.split(r"[\[,\r\n]", text[max(start - BEFORE, 0) : start - 1])[-1].lstrip()
        whole += f",{document.written(path).strip()}"
        next_one = (*path[:-1], int(path[-1]) + 1)
    if any(map(str.isalpha, whole)):
        yield first, whole
