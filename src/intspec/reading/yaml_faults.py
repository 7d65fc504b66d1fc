"""Explain what is wrong with a YAML text, in plain words and at the position of the fault.

It is loaded only for a text that the parser complains of.
"""

import re
from collections.abc import Callable
from typing import Any, Literal, NamedTuple, NoReturn

from intspec.reading.cuts import BEHIND, IN_BRACKETS, column_of, more_behind
from intspec.reading.document import Source
from intspec.reading.list_marks import HYPHEN, OTHER
from intspec.reading.scalars import refuse_escape, short
from intspec.reading.yaml_features import refuse_no_key, refuse_tag
from intspec.text.characters import ODD_SPACES
from intspec.text.lookalikes import oddities

QUOTE = "put the whole text in quotes"
QUOTE_IT = 'put the text in quotes: "…"'
INDENT = "give the keys of one block the same number of spaces, and what belongs to a key more"
BRACKETS = "close each [ with ] and each { with }; a text that begins with a bracket needs quotes"
DIRECTIVE = r"(?:\A|[\r\n])%"
FIRST_LINE = r"(?:[ \t]*(?:#[^\r\n]*|---[ \t]*)?(?:\r\n?|\n))*+( *)"
NO_SPACE = r"[ \t]*(?:- ++)*+[\w-]++(:)[^\s:/]"
BAD_COLON = f"[^:\uff1a\r\n]*(:[{ODD_SPACES}]|\uff1a)"


class Last(NamedTuple):
    """The last text that the parser gave before it failed, as offsets; -1 before the first."""

    start: int
    end: int
    style: str | None

    @classmethod
    def of(cls, event: Any) -> "Last":
        """Make it from the parser's event, which is None before the first."""
        if event is None:
            return cls(-1, -1, None)
        return cls(event.start_mark.index, event.end_mark.index, event.style)


class _Fault:
    """What is known of a fault: what the parser says of it, and what stands around it."""

    def __init__(self, source: Source, error: Any, last: Last, brackets: list[int]) -> None:
        self.source = source
        self.text = source.text
        self.problem = str(getattr(error, "problem", None) or error)
        self.context = str(getattr(error, "context", None) or "")
        mark = getattr(error, "problem_mark", None)
        opened = getattr(error, "context_mark", None)
        position = mark or opened
        self.at = position.index if position is not None else max(last.end, 0)
        self.opened = opened.index if opened is not None else self.at
        self.last = last
        self.brackets = brackets
        self.mark = self.text[self.at : self.at + 1]
        begin = self.line_start(self.at)
        self.before = self.text[begin : self.at]
        #: The quoted or plain text that ends on the line of the fault.
        self.follows = last.end >= begin

    def line_start(self, offset: int) -> int:
        """Return where the line of an offset begins."""
        return max(self.text.rfind("\n", 0, offset), self.text.rfind("\r", 0, offset)) + 1

    def refuse(
        self, message: str, hint: str, at: int | None = None, end: int | None = None
    ) -> NoReturn:
        """Refuse the text as not YAML."""
        self.source.refuse("yaml-syntax", message, hint, self.at if at is None else at, end)


def explain(source: Source, error: Any, last: Last, brackets: list[int]) -> NoReturn:
    """Turn an error of the YAML parser, libyaml's or the pure one's, into a refusal.

    Args:
        source: The text.
        error: The parser's exception.
        last: The last text that the parser gave.
        brackets: Offsets of the brackets that are open.

    Raises:
        Unreadable: Always.
    """
    fault = _Fault(source, error, last, brackets)
    for part, words, explanation in EXPLANATIONS:
        if words in (fault.problem if part == "problem" else fault.context):
            explanation(fault)
    fault.refuse("this is not YAML", f"check the quotes and the indentation here; {QUOTE_IT}")


def _explain_cut(fault: _Fault) -> None:
    """Refuse a text that ended at what YAML takes for a comment, where the parser stumbled over it.

    In brackets the comment hides what closes them; else the further lines of the text have no key.
    """
    last = fault.last
    if last.start < 0 or fault.at <= last.end:
        return
    end = last.start + len(fault.text[last.start : last.end].rstrip())
    sign, flow = last.style or "", bool(fault.brackets)
    column = column_of(fault.text, last.start, flow=flow)
    if sign in ("|", ">") and len(fault.before) > column:
        # What goes on below the hash shows that the hash was no comment.
        column = -1
    cut = more_behind(fault.text, sign, end, column, flow=flow)
    if cut is None and flow:
        cut = re.compile(IN_BRACKETS).match(fault.text, max(end, fault.brackets[-1]))
        # On a line of its own it may well be an entry that was made a comment.
        if cut and "\n" in cut[0] and not {*cut[1]} & {*"]}"}:
            return
    if cut:
        lines = sign in ("|", ">")
        _refuse_cut(fault, cut, "give it as many spaces as the lines above it" if lines else QUOTE)


def _refuse_cut(fault: _Fault, cut: re.Match[str], hint: str) -> NoReturn:
    fault.refuse(
        f"the text ends before `{short(cut.group(1).rstrip())}`, which is read as a comment",
        f"{hint}; if it is a comment, write a space behind #",
        cut.start(1),
        cut.end(1),
    )


def _explain_depth(fault: _Fault) -> NoReturn:
    # Newer versions of libyaml count as well, and look ahead: they may be the first to refuse.
    fault.source.refuse(
        "too-deep",
        "blocks or brackets are nested too deeply",
        "a specification needs fewer than ten levels; check the indentation and the brackets",
        fault.at,
    )


def _explain_tab(fault: _Fault) -> None:
    """Refuse a tab in the indentation, or where the parser stumbled over one."""
    text, begin = fault.text, fault.line_start(fault.at)
    indent = re.compile(r" *\t[ \t]*").match(text, begin)
    if indent is not None and fault.at <= indent.end():
        fault.source.refuse(
            "tab-indent",
            "this line is indented with a tab",
            "use spaces instead, two for each level; your editor can replace all tabs",
            text.index("\t", begin),
            indent.end(),
        )
    if fault.mark == "\t" or "tab character" in fault.problem:
        fault.source.refuse(
            "tab-indent",
            "a tab stands here, where only spaces may",
            "use a space instead; your editor can replace all tabs",
            fault.at,
        )


def _explain_quotes(fault: _Fault) -> None:
    ended = fault.text[fault.at :].strip() in {"", "\\"}
    if ended or "end of stream" in fault.problem or "document" in fault.problem:
        quote = fault.text[fault.opened : fault.opened + 1]
        fault.refuse(
            f"the quotation mark {quote} that opens here is never closed",
            f"close the text with {quote}",
            fault.opened,
        )
    refuse_escape(fault.source, fault.opened, len(fault.text), "yaml")


def _explain_escape(fault: _Fault) -> None:
    """Refuse an escape that the parser could make no character of."""
    if not fault.context:
        refuse_escape(fault.source, max(fault.last.end, 0), len(fault.text), "yaml")


def _explain_first_sign(fault: _Fault) -> NoReturn:
    """Refuse a text that begins with a sign that none can begin with."""
    sign = "a backtick" if fault.mark == "`" else f"`{fault.mark}`"
    fault.refuse(f"a text cannot begin with {sign}", QUOTE_IT)


def _explain_opening_sign(fault: _Fault) -> NoReturn:
    """Refuse a text that begins with a sign that means something: | > * &."""
    sign = fault.text[fault.opened : fault.opened + 1]
    if sign == "*":
        _explain_mark(fault, fault.opened)
    fault.refuse(f"a text that begins with `{sign}` needs quotes", QUOTE_IT, fault.opened)


def _explain_tag(fault: _Fault) -> NoReturn:
    refuse_tag(fault.source, fault.opened)


def _explain_directive(fault: _Fault) -> NoReturn:
    fault.source.refuse(
        "directive", "a line that begins with % is not supported", "remove it", fault.opened
    )


def _explain_colon(fault: _Fault) -> NoReturn:
    """Explain a colon where none can stand."""
    last = fault.last
    between = fault.text[last.end : fault.at] if last.end >= 0 else ""
    if last.start >= 0 and not between.strip(" \t"):
        begin = fault.line_start(last.start)
        if begin == fault.line_start(fault.at):
            explain_space(fault.source, last.start)
            fault.refuse(
                "a text with a colon and a space in it needs quotes",
                QUOTE_IT,
                last.start,
                fault.at + 1,
            )
        explain_colon(fault.source, last.start)
        head = fault.text[begin : last.start]
        _explain_mark(fault, begin + len(head) - len(head.lstrip()))
        line_start = fault.line_start(fault.at)
        deep = len(fault.before) - len(fault.before.lstrip(" "))
        if head and not head.strip(" -") and len(head) == deep:
            # The line above is as deep, and the first of its block: it has no colon.
            _refuse_no_colon(fault, last.start)
        fault.refuse(
            "this line is indented further than the one above, which has its value already",
            INDENT,
            line_start + len(fault.before) - len(fault.before.lstrip(" ")),
            fault.at + 1,
        )
    fault.refuse("a colon stands where none can", "put a text with a colon in it in quotes")


def _explain_mark(fault: _Fault, at: int) -> None:
    """Refuse the beginning of an entry that is none to YAML, if it stands there."""
    entry = re.compile(rf"(?:{HYPHEN}|{OTHER})([^\r\n]*)").match(fault.text, at)
    if entry:
        fault.refuse(
            f"`{short(entry[0])}` begins no entry of a list: an entry begins with a hyphen and a "
            "space",
            f"write `- {short(entry[1])}`",
            at,
            entry.start(1),
        )


def _explain_no_colon(fault: _Fault) -> NoReturn:
    """Explain a line that has no key, where one must be."""
    explain_colon(fault.source, fault.opened)
    _explain_mark(fault, fault.opened)
    if cut := re.compile(f"[^\r\n#]*{BEHIND}").match(fault.text, fault.opened):
        _refuse_cut(fault, cut, QUOTE)
    _refuse_no_colon(fault, fault.opened)


def _refuse_no_colon(fault: _Fault, at: int) -> NoReturn:
    end = re.compile(r"[^\r\n]*").match(fault.text, at)
    fault.refuse(
        "this line has no colon after its key",
        "write `key: value`; the further lines of a long text are indented more than its key",
        at,
        end.end() if end else None,
    )


def _explain_brackets(fault: _Fault) -> None:
    """Explain what is wrong between brackets, if the fault stands between any."""
    if not fault.brackets and "flow" not in fault.context:
        return
    opened = fault.brackets[-1] if fault.brackets else fault.opened
    bracket = fault.text[opened : opened + 1]
    later = fault.line_start(opened) != fault.line_start(fault.at)
    if not fault.text[fault.at :].strip():
        fault.refuse(f"the bracket {bracket} that opens here is never closed", BRACKETS, opened)
    if later and fault.mark not in "]},":
        fault.refuse(
            f"the bracket {bracket} that opens here is not closed, or a comma is missing in it",
            BRACKETS,
            opened,
        )
    if fault.mark in "]}":
        fault.refuse(f"{fault.mark} does not close the bracket {bracket}", BRACKETS)
    if fault.mark == ":" and fault.before.rstrip().endswith(("{", ",")):
        refuse_no_key(fault.source, fault.at)
    if fault.mark == ",":
        fault.refuse("nothing stands before this comma", "remove it, or write what is missing")
    fault.refuse(
        "a comma is missing before this, or quotes around it",
        "put commas between entries, and quotes around a text with commas, colons or quotes",
    )


def _explain_more_text(fault: _Fault) -> None:
    """Refuse text that follows a closing quotation mark or bracket."""
    last, before = fault.last, fault.before.rstrip()
    # After a quoted key without a colon, the parser gives a value that is not written.
    quote = last.style if last.end > last.start else before[-1:]
    if quote and quote in "\"'" and fault.follows and before and last.end <= fault.at:
        double = "''" if quote == "'" else '\\"'
        hint = f"write {double} for a quotation mark inside a text in {quote} {quote}"
        if fault.line_start(last.start) != fault.line_start(last.end):
            line = fault.source.span(last.end, last.end).line
            fault.refuse(
                f"the quotation mark {quote} that opens here closes only on line {line}",
                f"close the text where it ends; {hint}",
                last.start,
            )
        rest = re.compile("[^\r\n]*").match(fault.text, fault.at)
        if not fault.brackets and rest and not rest[0].rstrip().endswith(quote):
            # Both quotation marks are the author's own: the text goes on behind the second one.
            other = "'" if quote == '"' else '"'
            hint = f"put the whole text in {other} {other}: {other}{quote}…{quote} …{other}"
        fault.refuse("more text stands here after the closing quotation mark", hint)
    if fault.mark and fault.mark in "]}":
        fault.refuse(f"this {fault.mark} closes no bracket", BRACKETS)
    if before.endswith(("]", "}")):
        fault.refuse("more text stands here after the closing bracket", QUOTE_IT)


def _explain_list(fault: _Fault) -> NoReturn:
    fault.refuse("a list cannot begin here", "begin it on a line of its own, below its key")


def _explain_entry(fault: _Fault) -> NoReturn:
    fault.refuse(
        "this line does not fit the list above it",
        "begin each entry with `- `, at the same indentation",
    )


def _explain_second_document(fault: _Fault) -> NoReturn:
    """Explain what stands where the parser would have a new document begin."""
    if fault.mark and fault.mark in "{[":
        fault.source.refuse(
            "second-document",
            "a second document begins here",
            "put each specification into a file of its own",
            fault.at,
        )
    if re.compile(DIRECTIVE).search(fault.text, 0, fault.at):
        fault.source.refuse(
            "directive",
            "the line `---` is missing between the lines that begin with % and this one",
            "remove the lines that begin with %",
            fault.at,
        )
    first = re.compile(FIRST_LINE).match(fault.text)
    if first and len(first.group(1)) > len(fault.before):
        fault.refuse("this line is indented less than the first one", INDENT)
    fault.refuse("more text stands after the end of the document", "remove it")


def _explain_key(fault: _Fault) -> None:
    """Refuse what stands where a key must, if it is a colon or an entry of a list."""
    if fault.mark == ":" and not fault.before.rstrip():
        refuse_no_key(fault.source, fault.at)
    if fault.text.startswith("- ", fault.at):
        fault.refuse(
            "a list entry stands where a key must", "indent the list below the key it belongs to"
        )


def _explain_indentation(fault: _Fault) -> NoReturn:
    fault.refuse("the indentation of this line does not fit the lines above it", INDENT)


#: What explains a fault, in the order in which it is asked: the part of the parser's complaint and
#: words that stand in it. Without words, what explains looks for itself, and may return.
EXPLANATIONS: tuple[tuple[Literal["problem", "context"], str, Callable[[_Fault], None]], ...] = (
    ("problem", "nesting depth", _explain_depth),
    ("problem", "", _explain_tab),
    ("context", "quoted scalar", _explain_quotes),
    ("problem", "chr()", _explain_escape),
    ("problem", "cannot start any token", _explain_first_sign),
    ("problem", "", _explain_cut),
    ("problem", "mapping values", _explain_colon),
    ("problem", "could not find expected ':'", _explain_no_colon),
    ("context", "block scalar", _explain_opening_sign),
    ("context", "scanning an alias", _explain_opening_sign),
    ("context", "scanning an anchor", _explain_opening_sign),
    ("context", "tag", _explain_tag),
    ("problem", "tag handle", _explain_tag),
    ("context", "directive", _explain_directive),
    ("problem", "directive", _explain_directive),
    ("problem", "YAML document", _explain_directive),
    ("context", "", _explain_brackets),
    ("problem", "", _explain_more_text),
    ("problem", "sequence entries", _explain_list),
    ("context", "block collection", _explain_entry),
    ("problem", "document start", _explain_second_document),
    ("problem", "", _explain_key),
    ("problem", "expected key", _explain_indentation),
    ("problem", "block end", _explain_indentation),
)


def explain_colon(source: Source, start: int) -> None:
    """Refuse a line whose colon has no space after it, or a space of another kind.

    Args:
        source: The text.
        start: Offset of the key.

    Raises:
        Unreadable: It is such a line.
    """
    match = re.compile(NO_SPACE).match(source.text, start)
    if match:
        source.refuse(
            "yaml-syntax",
            "a space is missing after this colon",
            "write `key: value`",
            match.start(1),
        )
    explain_space(source, start)


def explain_space(source: Source, start: int) -> None:
    """Refuse a line whose colon has a space of another kind after it, or is another sign."""
    match = re.compile(BAD_COLON).match(source.text, start)
    if match:
        odd, space = oddities(match.group(1)[-1]), match.group(1)[0] == ":"
        source.refuse(
            "yaml-syntax",
            f"{odd} follows this colon" if space else f"{odd} stands where a colon should",
            "replace it by an ordinary space; it comes with text pasted from Word or a web page"
            if space
            else "write `key: value`, with the colon of an ordinary keyboard",
            match.start(1),
            match.end(1),
        )
