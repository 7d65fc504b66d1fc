"""JSON to data and positions: a bounded scanner, strict about RFC 8259."""

import re
from json import JSONDecodeError
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any

from intspec.reading.document import BLANK, LATER, Document, Node, Source
from intspec.reading.escapes import is_unfit, refuse_escape
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
from intspec.reading.problems import Limits
from intspec.reading.values import number, refuse_depth, refuse_duplicate, refuse_size, twin

#: White space, and after it a quote, a mark, a number (its whole part, the rest) or a word. What
#: must not follow a number or a word is looked for here, so that `01` is no number.
TOKEN = re.compile(
    r"[ \t\n\r]*(?:"
    r'(")|([\[\]{},:])'
    r"|(-?(?:0|[1-9][0-9]*+))((?:\.[0-9]++)?+(?:[eE][-+]?[0-9]++)?+)(?![\w.+-])"
    r"|(true|false|null)(?!\w)"
    r")"
)
KEYS = (KEY, FIRST_KEY)
VALUES = (VALUE, FIRST_VALUE)
WORDS = {"true": True, "false": False, "null": None}


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
        return Document(source, data, (-1, -1, start, end, LATER), look)
    root, node = scan(source, limits)
    if not isinstance(root, dict):
        source.refuse(
            "not-a-mapping",
            f"the file is {'a list' if isinstance(root, list) else 'a single value'}, "
            "not a specification",
            'a specification is an object, { }, with keys such as "id" and "title"',
            node[2],
        )
    return Document(source, root, node)


def scan(  # noqa: PLR0912, PLR0915 -- one loop with local names, for it is hot
    source: Source, limits: Limits
) -> tuple[Any, Node]:
    """Go over the text and return the root's data and its place."""
    text, token_at = source.text, TOKEN.match
    escapes = "\\" in text
    # The block at hand, as in the builder of YAML.
    data: Any = []
    places: Any = []
    keyed = False
    key = ""
    key_start = key_end = -1
    forms: dict[str, str] = {}
    stack: list[Any] = []
    nodes = at = 0
    waiting = VALUE
    while True:
        if nodes > limits.nodes:
            refuse_size(source, limits, at, many=True)
        token = token_at(text, at)
        if token is None:
            if waiting == END and not text[at:].strip(" \t\r\n"):
                return data[0], places[0]
            explain(source, at, waiting, stack, keyed=keyed)
        kind = token.lastindex
        start, end = token.span(kind or 0)
        value: Any
        if kind == 2:  # noqa: PLR2004 -- a mark
            mark = text[start]
            if mark == "," and waiting == COMMA:
                waiting = KEY if keyed else VALUE
                at = end
                continue
            if mark == ":" and waiting == COLON:
                waiting = VALUE
                at = end
                continue
            if mark in "{[" and waiting in VALUES:
                nodes += 1
                if len(stack) >= limits.depth:
                    refuse_depth(source, limits, start)
                stack.append((data, places, keyed, key, key_start, key_end, forms, start))
                keyed = mark == "{"
                data, places = ({}, {}) if keyed else ([], [])
                forms = {}
                waiting = FIRST_KEY if keyed else FIRST_VALUE
                at = end
                continue
            if (
                mark != ("}" if keyed else "]")
                or not stack
                or waiting not in {COMMA, FIRST_KEY, FIRST_VALUE}
            ):
                explain(source, at, waiting, stack, keyed=keyed)
            value, children = data, places
            data, places, keyed, key, key_start, key_end, forms, start = stack.pop()
        else:
            children = None
            nodes += 1
            if kind == 1:
                try:
                    value, end = scanstring(text, end, True)  # noqa: FBT003 -- takes no name
                except JSONDecodeError:
                    explain_text(source, start)
                if escapes and is_unfit(value):
                    refuse_escape(source, start, end, "json")
                if end - start > limits.scalar:
                    refuse_size(source, limits, start, many=False)
                if waiting in KEYS:
                    if value in places:
                        refuse_duplicate(source, value, places[value], start, end)
                    if forms or not value.isascii():
                        same = twin(value, places, forms)
                        if same is not None:
                            refuse_duplicate(source, value, places[same], start, end, same=False)
                    key, key_start, key_end = value, start, end
                    waiting = COLON
                    at = end
                    continue
            if waiting not in VALUES:
                explain(source, at, waiting, stack, keyed=keyed)
            if kind == 4:  # noqa: PLR2004 -- a number
                start = token.start(3)
                whole = token.end(3) == end
                value = number(source, text[start:end], "int" if whole else "float", start, end)
            elif kind != 1:
                value = WORDS[token[5]]
        if keyed:
            data[key] = value
            places[key] = (key_start, key_end, start, end, children)
        else:
            data.append(value)
            places.append((-1, -1, start, end, children))
        at = end
        waiting = COMMA if stack else END
