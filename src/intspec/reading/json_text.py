"""Read JSON into data and positions, within limits and strictly by RFC 8259."""

import re
from json import JSONDecodeError
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any, NoReturn

from intspec.reading.document import BLANK, LATER, Document, Source, Spans
from intspec.reading.json_faults import (
    COLON,
    COMMA,
    END,
    FIRST_KEY,
    FIRST_VALUE,
    KEY,
    VALUE,
    explain,
    explain_text,
)
from intspec.reading.json_quick import look, quick
from intspec.reading.refusals import Limits
from intspec.reading.scalars import (
    check_unique,
    is_unfit,
    number,
    refuse_depth,
    refuse_escape,
    refuse_size,
)

#: White space, and after it a quote, a mark, a number (its whole part, the rest) or a word. What
#: must not follow a number or a word is looked for here, so that `01` is no number.
TOKEN = re.compile(
    r"[ \t\n\r]*(?:"
    r'(?P<quote>")|(?P<mark>[\[\]{},:])'
    r"|(?P<number>(?P<whole>-?(?:0|[1-9][0-9]*+))(?:\.[0-9]++)?+(?:[eE][-+]?[0-9]++)?+)(?![\w.+-])"
    r"|(?P<word>true|false|null)(?!\w)"
    r")"
)
WORDS = {"true": True, "false": False, "null": None}
Token = re.Match[str]


def build(source: Source, limits: Limits) -> Document:
    """Build a document of JSON text.

    Raises:
        Unreadable: The text is not JSON, or breaks a limit.
    """
    data = quick(source.text, limits)
    if data is not None:
        start, end = (
            len(source.text) - len(source.text.lstrip(BLANK)),
            len(source.text.rstrip(BLANK)),
        )
        return Document(source, data, (-1, -1, start, end, LATER), look, language="json")
    root, spans = scan(source, limits)
    if not isinstance(root, dict):
        from intspec.reading.wrong_file import refuse_list  # noqa: PLC0415 -- only a fault

        refuse_list(source, root, spans[2])
        source.refuse(
            "not-a-mapping",
            f"the file is {'a list' if isinstance(root, list) else 'a single value'}, "
            "not a specification",
            'a specification is an object, { }, with keys such as "id" and "title"',
            spans[2],
        )
    return Document(source, root, spans, language="json")


def scan(source: Source, limits: Limits) -> tuple[Any, Spans]:
    """Go over the text and return the root's data and where it stands.

    Raises:
        Unreadable: The text is not JSON, or breaks a limit.
    """
    return _Scanner(source, limits).document()


class _Scanner:
    """Reads values from a text, block by block.

    Attributes:
        at: Offset of what is to be read next.
        open: Offsets of the brackets that are open.
        nodes: How many keys, values and blocks there have been.
    """

    def __init__(self, source: Source, limits: Limits) -> None:
        self.source = source
        self.text = source.text
        self.limits = limits
        self.escapes = "\\" in source.text
        self.at = 0
        self.open: list[int] = []
        self.nodes = 0
        #: What reads the value that a token begins, by the token's kind.
        self.readers = {
            "quote": self._quoted,
            "number": self._number,
            "word": self._word,
            "mark": self._block,
        }

    def document(self) -> tuple[Any, Spans]:
        """Read the one value that a text has."""
        root, spans = self._value(self._token(VALUE), VALUE, -1, -1)
        self._check_nodes()
        if self.text[self.at :].strip(BLANK):
            self._unexpected(TOKEN.match(self.text, self.at), END)
        return root, spans

    def _token(self, waiting: int) -> Token:
        """Return what stands next; `waiting` is what may."""
        self._check_nodes()
        token = TOKEN.match(self.text, self.at)
        if token is None:
            explain(self.source, self.at, waiting, self.open)
        return token

    def _check_nodes(self) -> None:
        if self.nodes > self.limits.nodes:
            refuse_size(self.source, self.limits, self.at, many=True)

    def _unexpected(self, token: Token | None, waiting: int) -> NoReturn:
        """Refuse what stands next: for a fault in it, or because it stands here."""
        at = self.at
        if token is not None and token.lastgroup == "quote":
            self._string(token)
        explain(self.source, at, waiting, self.open)

    def _mark(self, marks: str, waiting: int) -> str:
        """Pass over the mark that stands next, which is to be one of some, and return it."""
        token = self._token(waiting)
        mark = token["mark"]
        if mark is None or mark not in marks:
            self._unexpected(token, waiting)
        self.at = token.end()
        return mark

    def _value(self, token: Token, waiting: int, key_start: int, key_end: int) -> tuple[Any, Spans]:
        """Return the value that begins with a token, and where it and its key stand."""
        kind = token.lastgroup or ""
        if kind == "mark" and token["mark"] not in "{[":
            self._unexpected(token, waiting)
        self.nodes += 1
        value, children = self.readers[kind](token)
        return value, (key_start, key_end, token.start(kind), self.at, children)

    def _object(self) -> tuple[dict[str, Any], dict[str, Spans]]:
        """Return the data and places of an object whose bracket has been read."""
        data: dict[str, Any] = {}
        places: dict[str, Spans] = {}
        forms: dict[str, str] = {}
        token, waiting = self._token(FIRST_KEY), FIRST_KEY
        if token["mark"] == "}":
            self.at = token.end()
            return data, places
        while True:
            if token.lastgroup != "quote":
                self._unexpected(token, waiting)
            self.nodes += 1
            key = self._string(token)
            start, end = token.start("quote"), self.at
            check_unique(self.source, key, (start, end), places, forms)
            self._mark(":", COLON)
            data[key], places[key] = self._value(self._token(VALUE), VALUE, start, end)
            if self._mark(",}", COMMA) == "}":
                return data, places
            token, waiting = self._token(KEY), KEY

    def _list(self) -> tuple[list[Any], list[Spans]]:
        """Return the data and places of a list whose bracket has been read."""
        data: list[Any] = []
        places: list[Spans] = []
        token, waiting = self._token(FIRST_VALUE), FIRST_VALUE
        if token["mark"] == "]":
            self.at = token.end()
            return data, places
        while True:
            value, spans = self._value(token, waiting, -1, -1)
            data.append(value)
            places.append(spans)
            if self._mark(",]", COMMA) == "]":
                return data, places
            token, waiting = self._token(VALUE), VALUE

    # What a token begins: each returns the value and the places in it, and passes over it.

    def _block(self, token: Token) -> tuple[Any, Any]:
        start = token.start("mark")
        if len(self.open) >= self.limits.depth:
            refuse_depth(self.source, self.limits, start)
        self.open.append(start)
        self.at = token.end()
        block = self._object() if token["mark"] == "{" else self._list()
        self.open.pop()
        return block

    def _quoted(self, token: Token) -> tuple[str, None]:
        return self._string(token), None

    def _number(self, token: Token) -> tuple[int | float | str, None]:
        raw = token["number"]
        kind = "int" if token["whole"] == raw else "float"
        self.at = token.end()
        return number(raw, kind), None

    def _word(self, token: Token) -> tuple[bool | None, None]:
        self.at = token.end()
        return WORDS[token["word"]], None

    def _string(self, token: Token) -> str:
        """Return the text that begins with a quotation mark if it is one that can be kept."""
        start = token.start("quote")
        text: str
        try:
            text, end = scanstring(self.text, token.end(), True)  # noqa: FBT003 -- takes no name
        except JSONDecodeError:
            explain_text(self.source, start)
        if self.escapes and is_unfit(text):
            refuse_escape(self.source, start, end, "json")
        if end - start > self.limits.scalar:
            refuse_size(self.source, self.limits, start, many=False)
        self.at = end
        return text
