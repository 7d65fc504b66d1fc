"""Explain what is wrong with a JSON text, in plain words, at the position of the fault."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NoReturn

from intspec.reading.document import Source
from intspec.reading.scalars import refuse_escape

SPACE = r"[ \t\n\r]*"
WORD = r"[^\s\[\]{},:\"]{1,40}"
NUMBER_LIKE = r"[-+.]?[0-9.]"
#: The valid beginning of a quoted text: up to a quote, a line end or the end of the text.
CHARACTERS = r'(?:[^"\\\r\n\t]|\\[^\r\n])*+'
PYTHON = {"True": "true", "False": "false", "None": "null"}
NO_NUMBERS = frozenset(["NaN", "Infinity", "-Infinity"])
CLOSING = {"{": "}", "[": "]"}


#: What the scanner waits for: plain numbers, for it names them at every step. The first value
#: of a list or key of an object may be its end instead, and so may a comma.
VALUE, FIRST_VALUE, KEY, FIRST_KEY, COLON, COMMA, END = range(7)


class _Fault:
    """What does not fit at a place, and what stands around it.

    Attributes:
        after: Offset where what fits has ended.
        at: Offset of what does not fit.
        mark: Its first character; empty at the end of the text.
        word: The word that it is, empty if it is none.
        closing: The bracket that closes the innermost open one.
        waiting: What was waited for.
        open: Offsets of the brackets that are open.
    """

    def __init__(self, source: Source, at: int, waiting: int, brackets: Sequence[int]) -> None:
        space = re.compile(SPACE).match(source.text, at)
        self.source = source
        self.after = at
        self.at = space.end() if space else at
        self.mark = source.text[self.at : self.at + 1]
        word = re.compile(WORD).match(source.text, self.at)
        self.word = word.group() if word else ""
        self.closing = CLOSING[source.text[brackets[-1]]] if brackets else "]"
        self.waiting = waiting
        self.open = brackets

    def refuse(
        self, message: str, hint: str, start: int | None = None, end: int | None = None
    ) -> NoReturn:
        """Refuse the text as not JSON, for what does not fit or for another place."""
        fault_end = self.at + max(len(self.word), 1)
        start, end = (self.at, fault_end) if start is None or end is None else (start, end)
        self.source.refuse("json-syntax", message, hint, start, end)


def explain(source: Source, at: int, waiting: int, brackets: Sequence[int]) -> NoReturn:
    """Refuse a text for what stands at an offset, or is missing there.

    Args:
        source: The text.
        at: Offset from which on the text does not fit; white space may come first.
        waiting: What was waited for.
        brackets: Offsets of the brackets that are open.

    Raises:
        Unreadable: Always.
    """
    fault = _Fault(source, at, waiting, brackets)
    if fault.mark == "#" or fault.word.startswith(("//", "/*")):
        fault.refuse("a comment stands here, and JSON has none", "remove it, or use YAML")
    if waiting != END:
        _explain_brackets(fault)
    EXPLAINED[waiting](fault)


def _explain_brackets(fault: _Fault) -> None:
    """Refuse a bracket that is not closed, or closed by the wrong one, or after a comma."""
    text, mark, closing = fault.source.text, fault.mark, fault.closing
    opened = fault.open[-1] if fault.open else 0
    if not mark:
        fault.refuse(
            f"the bracket {text[opened]} that opens here is never closed",
            f"close it with {closing}",
            opened,
            opened + 1,
        )
    if mark in "]}" and fault.open and mark != closing:
        line = fault.source.span(opened, opened).line
        fault.refuse(
            f"this {mark} does not close the {text[opened]} of line {line}",
            f"close that with {closing} first",
        )
    after = fault.after
    if mark == closing and fault.waiting in {VALUE, KEY} and text[after - 1] == ",":
        message = "a comma stands before this closing bracket"
        fault.refuse(message, "remove the comma", after - 1, after)


def _explain_end(fault: _Fault) -> NoReturn:
    if fault.mark and fault.mark in "{[":
        fault.source.refuse(
            "second-document",
            "a second document begins here",
            "put each specification into a file of its own",
            fault.at,
        )
    fault.refuse("more text stands after the end of the document", "remove it")


def _explain_no_comma(fault: _Fault) -> NoReturn:
    missing = "key" if fault.closing == "}" else "entry"
    fault.refuse(
        f"a comma is missing before this {missing}", "add a comma after what comes before it"
    )


def _explain_no_colon(fault: _Fault) -> NoReturn:
    fault.refuse("a colon is missing after the key", 'write "key": value')


def _explain_quote(fault: _Fault) -> None:
    """Refuse a quotation mark of another kind."""
    mark = fault.mark
    if mark in "'\u2018\u2019\u201c\u201d\u201e\xab\xbb":
        message = f"JSON does not take this quotation mark: {mark}"
        fault.refuse(message, 'use straight double quotes: "')


def _explain_key(fault: _Fault) -> NoReturn:
    """Explain what stands where a key must."""
    _explain_quote(fault)
    if fault.mark == ",":
        fault.refuse("nothing stands before this comma", "remove the comma")
    fault.refuse("a key in double quotes must stand here", 'write "key": value')


def _explain_value(fault: _Fault) -> NoReturn:
    """Explain what stands where a value must."""
    _explain_quote(fault)
    word, mark = fault.word, fault.mark
    if word in PYTHON:
        fault.refuse(f"`{word}` is not JSON", f"write {PYTHON[word]}")
    if word in NO_NUMBERS:
        fault.refuse(f"`{word}` is no number that JSON has", "write a number or null")
    if re.compile(NUMBER_LIKE).match(word):
        fault.refuse(
            f"`{word}` is not written as JSON writes numbers",
            "write digits, with one before and after a point, and no zero or + in front; a date "
            "or code needs double quotes",
        )
    if word:
        fault.refuse(f"the text `{word}` is not in quotes", 'put it in double quotes: "…"')
    if mark in ",]}":
        fault.refuse(f"a value is missing before this {mark}", "write the value, or null")
    if mark.isspace():
        fault.refuse(
            f"a special space (U+{ord(mark):04X}) stands here",
            "replace it by an ordinary one; it comes with text pasted from Word or a web page",
        )
    fault.refuse(f"a value cannot begin with {mark}", 'put text in double quotes: "…"')


#: The function that explains a fault, by what the scanner waited for.
EXPLAINED: Mapping[int, Callable[[_Fault], NoReturn]] = {
    VALUE: _explain_value,
    FIRST_VALUE: _explain_value,
    KEY: _explain_key,
    FIRST_KEY: _explain_key,
    COLON: _explain_no_colon,
    COMMA: _explain_no_comma,
    END: _explain_end,
}


def explain_text(source: Source, start: int) -> NoReturn:
    """Refuse a quoted text that does not end, or has in it what it cannot.

    Raises:
        Unreadable: Always.
    """
    characters = re.compile(CHARACTERS).match(source.text, start + 1)
    end = characters.end() if characters else start + 1
    mark = source.text[end : end + 1]
    if mark == '"':
        refuse_escape(source, start, end, "json")
    if mark == "\t":
        source.refuse("json-syntax", "a tab stands in this text", "write \\t instead", end)
    source.refuse(
        "json-syntax",
        'the quotation mark " that opens here is not closed on its line',
        'close it with ", and write \\n for a line break inside a text',
        start,
    )
