"""The YAML parser's complaints in plain words, at the place where the fault is."""

import re
from typing import Any, NamedTuple, NoReturn

from intspec.reading.document import Source
from intspec.reading.escapes import refuse_escape
from intspec.reading.yaml_refusals import explain_colon, refuse_no_key, refuse_tag

QUOTE_IT = 'put the text in quotes: "…"'
INDENT = "give the keys of one block the same number of spaces, and what belongs to a key more"
BRACKETS = "close each [ with ] and each { with }; a text that begins with a bracket needs quotes"
DIRECTIVE = r"(?:\A|[\r\n])%"
FIRST_LINE = r"(?:[ \t]*(?:#[^\r\n]*|---[ \t]*)?(?:\r\n?|\n))*+( *)"


class Last(NamedTuple):
    """The last text that the parser gave before it failed, as offsets; -1 before the first."""

    start: int
    end: int
    style: str | None


class _Fault:
    """What is known of a fault: what the parser says of it, and what stands around it."""

    def __init__(self, source: Source, error: Any, last: Last, brackets: list[int]) -> None:
        self.source = source
        self.text = source.text
        self.problem = str(getattr(error, "problem", None) or error)
        self.context = str(getattr(error, "context", None) or "")
        mark = getattr(error, "problem_mark", None)
        opened = getattr(error, "context_mark", None)
        known = mark or opened
        self.at = known.index if known is not None else max(last.end, 0)
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
    problem, context = fault.problem, fault.context
    if "nesting depth" in problem:
        # Newer versions of libyaml count as well, and look ahead: they may be the first to refuse.
        source.refuse(
            "too-deep",
            "blocks or brackets are nested too deeply",
            "a specification needs fewer than ten levels; check the indentation and the brackets",
            fault.at,
        )
    _explain_tab(fault)
    if "quoted scalar" in context:
        _explain_quotes(fault)
    if not context and "chr()" in problem:
        refuse_escape(source, max(last.end, 0), len(source.text), "yaml")
    if "cannot start any token" in problem:
        sign = "a backtick" if fault.mark == "`" else f"`{fault.mark}`"
        fault.refuse(f"a text cannot begin with {sign}", QUOTE_IT)
    if "mapping values" in problem:
        _explain_colon(fault)
    if "could not find expected ':'" in problem:
        _explain_no_colon(fault)
    if "block scalar" in context:
        sign = fault.text[fault.opened : fault.opened + 1]
        fault.refuse(f"a text that begins with `{sign}` needs quotes", QUOTE_IT, fault.opened)
    for word in ("alias", "anchor"):
        if f"scanning an {word}" in context:
            sign = fault.text[fault.opened : fault.opened + 1]
            fault.refuse(f"a text that begins with `{sign}` needs quotes", QUOTE_IT, fault.opened)
    if "tag" in context or "tag handle" in problem:
        refuse_tag(source, fault.opened)
    if "directive" in context or "directive" in problem or "YAML document" in problem:
        source.refuse(
            "directive", "a line that begins with % is not supported", "remove it", fault.opened
        )
    if brackets or "flow" in context:
        _explain_brackets(fault)
    _explain_place(fault)


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


def _explain_colon(fault: _Fault) -> NoReturn:
    """Explain a colon where none can stand."""
    last = fault.last
    between = fault.text[last.end : fault.at] if last.end >= 0 else ""
    if last.start >= 0 and not between.strip(" \t"):
        begin = fault.line_start(last.start)
        if begin == fault.line_start(fault.at):
            fault.refuse(
                "a text with a colon and a space in it needs quotes",
                QUOTE_IT,
                last.start,
                fault.at + 1,
            )
        explain_colon(fault.source, last.start)
        here = fault.line_start(fault.at)
        fault.refuse(
            "this line is indented further than the one above, which has its value already",
            INDENT,
            here + len(fault.before) - len(fault.before.lstrip(" ")),
            fault.at + 1,
        )
    fault.refuse("a colon stands where none can", "put a text with a colon in it in quotes")


def _explain_no_colon(fault: _Fault) -> NoReturn:
    """Explain a line that has no key, where one must be."""
    explain_colon(fault.source, fault.opened)
    end = re.compile(r"[^\r\n]*").match(fault.text, fault.opened)
    fault.refuse(
        "this line has no colon after its key",
        "write `key: value`; the further lines of a long text are indented more than its key",
        fault.opened,
        end.end() if end else None,
    )


def _explain_brackets(fault: _Fault) -> NoReturn:
    """Explain what is wrong between brackets."""
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


def _explain_place(fault: _Fault) -> NoReturn:  # noqa: PLR0912 -- a chain of guards
    """Explain what stands in the wrong place, by what it is and what it follows."""
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
        fault.refuse("more text stands here after the closing quotation mark", hint)
    if fault.mark and fault.mark in "]}":
        fault.refuse(f"this {fault.mark} closes no bracket", BRACKETS)
    if before.endswith(("]", "}")):
        fault.refuse("more text stands here after the closing bracket", QUOTE_IT)
    if "sequence entries" in fault.problem:
        fault.refuse("a list cannot begin here", "begin it on a line of its own, below its key")
    if "block collection" in fault.context:
        fault.refuse(
            "this line does not fit the list above it",
            "begin each entry with `- `, at the same indentation",
        )
    if "document start" in fault.problem:
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
    if fault.mark == ":" and not before:
        refuse_no_key(fault.source, fault.at)
    if fault.text.startswith("- ", fault.at):
        fault.refuse(
            "a list entry stands where a key must", "indent the list below the key it belongs to"
        )
    if "expected key" in fault.problem or "block end" in fault.problem:
        fault.refuse("the indentation of this line does not fit the lines above it", INDENT)
    fault.refuse("this is not YAML", f"check the quotes and the indentation here; {QUOTE_IT}")
