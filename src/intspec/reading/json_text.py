"""JSON to data and positions: a bounded scanner, strict about RFC 8259."""

import re
from typing import Any, NoReturn

from intspec.reading.document import Document, Node
from intspec.reading.json_faults import TEXT, bad_key, bad_value, skip
from intspec.reading.keys import Seen, twice
from intspec.reading.problems import Limits, refuse
from intspec.reading.text import SUSPECT, bad_text, place

#: A key with its colon and the space after it.
KEY = re.compile(TEXT + r"[ \t\n\r]*+:[ \t\n\r]*+")
#: A text, a number (with its fraction and exponent) or a word.
SCALAR = re.compile(
    TEXT + r"|(-?(?:0|[1-9][0-9]*+))(\.[0-9]++)?+([eE][-+]?[0-9]++)?+(?![0-9A-Za-z.+-])"
    r"|(true|false|null)(?![0-9A-Za-z_])"
)
#: What follows a value: a comma or the end of its container.
NEXT = re.compile(r"[ \t\n\r]*+([,\]}])[ \t\n\r]*+")
WORDS: dict[str, Any] = {"true": True, "false": False, "null": None}
ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))")
SHORT = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
LARGEST = 2**53
HALVES = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def build(path: str, text: str, limits: Limits) -> Document:
    """Build a document of JSON text.

    Raises:
        Unreadable: The text is not JSON, or breaks a limit.
    """
    return _Scanner(text, limits).run(path)


class _Scanner:
    def __init__(self, text: str, limits: Limits) -> None:
        self.text = text
        self.limits = limits

    def run(self, path: str) -> Document:  # noqa: PLR0912, PLR0915 -- one loop: it is hot
        """Scan the whole text."""
        text = self.text
        depth, most = self.limits.depth, self.limits.nodes
        key_at, scalar_at, next_at = KEY.match, SCALAR.match, NEXT.match
        # The container that is open, as in the YAML builder; the outermost is a list for the root.
        data: Any = []
        places: Any = []
        in_object = False
        key = key_start = key_end = seen = None
        begin = nodes = 0
        stack: list[Any] = []
        at = skip(text, 0)
        while True:
            # Where a key or a value must stand.
            if in_object:
                found = key_at(text, at)
                if found is None:
                    raise bad_key(text, at, after_comma=bool(data))
                key = found.group(1)
                if "\\" in key:
                    key = self._text(key, at)
                key_start, key_end = at, found.end(1) + 1
                other = key if key in data else None
                if seen is None and not key.isascii():
                    seen = Seen(data)
                if seen is not None:
                    other = seen.add(key) or other
                if other is not None:
                    self._twice(key, other, places[other][3], key_start, key_end)
                if len(key) > self.limits.scalar:
                    self._long(at)
                at = found.end()
                nodes += 1
            nodes += 1
            if nodes > most:
                self._refuse(
                    at,
                    "too-large",
                    f"the document has more than {most:,} entries",
                    "split it into several files",
                )
            found = scalar_at(text, at)
            if found is not None:
                start, at = at, found.end()
                kind = found.lastindex
                if kind == 1:
                    value = found.group(1)
                    if "\\" in value:
                        value = self._text(value, start)
                    if len(value) > self.limits.scalar:
                        self._long(start)
                elif kind == 5:  # noqa: PLR2004 -- the group of the words
                    value = WORDS[found.group()]
                else:
                    value = self._number(found.group(), start, whole=kind == 2)  # noqa: PLR2004
                if in_object:
                    data[key] = value
                    places[key] = (start, at, None, key_start, key_end)
                else:
                    data.append(value)
                    places.append((start, at, None, None, None))
            else:
                opening = text[at : at + 1]
                if opening not in ("{", "["):
                    raise bad_value(text, at, after_comma=bool(data) and not in_object)
                if len(stack) >= depth:
                    self._refuse(
                        at,
                        "too-deep",
                        f"brackets are nested more than {depth} deep",
                        "a specification needs fewer than ten levels",
                    )
                stack.append((data, places, in_object, key, key_start, key_end, begin, seen))
                begin, key, seen = at, None, None
                in_object = opening == "{"
                data, places = ({}, {}) if in_object else ([], [])
                at = skip(text, at + 1)
                if text[at : at + 1] != ("}" if in_object else "]"):
                    continue
            # What follows: a comma, or the ends of containers.
            while stack:
                found = next_at(text, at)
                if found is None:
                    self._not_closed(at, "}" if in_object else "]", "")
                closing = found.group(1)
                if closing == ",":
                    at = found.end()
                    break
                if closing != ("}" if in_object else "]"):
                    self._not_closed(at, "}" if in_object else "]", closing)
                end = found.end(1)
                value, inner, start = data, places, begin
                data, places, in_object, key, key_start, key_end, begin, seen = stack.pop()
                if in_object:
                    data[key] = value
                    places[key] = (start, end, inner, key_start, key_end)
                else:
                    data.append(value)
                    places.append((start, end, inner, None, None))
                at = end
            else:
                return self._finish(path, data[0], places[0], at)

    def _finish(self, path: str, data: Any, root: Node, at: int) -> Document:
        at = skip(self.text, at)
        if at < len(self.text):
            self._refuse(
                at,
                "second-document" if self.text[at] in "{[" else "json-syntax",
                "there is more text after the end of the document",
                "remove it, or put it into a file of its own",
            )
        if not isinstance(data, dict):
            self._refuse(
                root[0],
                "not-a-mapping",
                "the file is not a JSON object",
                'a specification is an object with keys such as "id" and "title"',
            )
        return Document(path, self.text, data, root)

    def _text(self, raw: str, at: int) -> str:
        """Undo the escapes of a text that begins at an offset."""
        value = ESCAPE.sub(_character, raw)
        # Two escapes may be the halves of one character.
        value = HALVES.sub(_join, value)
        bad = bad_text(value) if SUSPECT.search(value) else None
        if bad is not None:
            code = "surrogate" if bad.startswith("half") else "control-character"
            self._refuse(at, code, f"this text holds {bad}", "remove the escape")
        return value

    def _number(self, raw: str, at: int, *, whole: bool) -> Any:
        if len(raw) <= 40:  # noqa: PLR2004 -- no number of use is longer
            number = int(raw) if whole else float(raw)
            if abs(number) <= LARGEST:
                return number
        return self._refuse(
            at,
            "number",
            f"`{raw[:40]}` is not a number that can be kept exactly",
            "put it in quotes if it is a code or an identifier",
        )

    def _twice(self, key: str, other: str, first: int, start: int, end: int) -> NoReturn:
        line = place(self.text, first)[0]
        raise twice(key, other, line, *place(self.text, start), end - start)

    def _not_closed(self, at: int, wanted: str, mark: str) -> NoReturn:
        at = skip(self.text, at)
        if at == len(self.text):
            message, hint = "the text ends too early", f"close it with {wanted}"
        elif mark:
            message, hint = f"`{mark}` stands here, but `{wanted}` is open", f"write {wanted} first"
        else:
            what = "this key" if KEY.match(self.text, at) else "this"
            message, hint = f"a comma is missing before {what}", "add `,`"
        self._refuse(at, "json-syntax", message, hint)

    def _long(self, at: int) -> NoReturn:
        most = f"{self.limits.scalar:,}"
        self._refuse(at, "too-large", f"one value has more than {most} characters", "shorten it")

    def _refuse(self, at: int, code: str, message: str, hint: str) -> NoReturn:
        raise refuse(code, message, hint, *place(self.text, at))


def _character(found: re.Match[str]) -> str:
    digits, letter = found.groups()
    return chr(int(digits, 16)) if digits else SHORT.get(letter, letter)


def _join(found: re.Match[str]) -> str:
    return found.group().encode("utf-16", "surrogatepass").decode("utf-16")
