"""JSON to data and positions: a bounded scanner, strict about RFC 8259."""

import re
import unicodedata
from bisect import bisect_right
from typing import Any

from intspec.reading.document import Document, Node
from intspec.reading.problems import Limits, Unreadable, refuse
from intspec.reading.text import LINE_BREAK, SUSPECT, bad_text

SPACE = re.compile(r"[ \t\n\r]*")
STRING = re.compile(r'"((?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*)"')
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
WORD = re.compile(r"[A-Za-z]+")
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
    return _Scanner(path, text, limits).run()


class _Scanner:
    def __init__(self, path: str, text: str, limits: Limits) -> None:
        self.path = path
        self.text = text
        self.limits = limits
        self.at = 0
        self.nodes = 0
        self.starts = [0, *(found.end() for found in LINE_BREAK.finditer(text))]
        # A frame: the container, its position children, where it starts, the key that waits.
        self.stack: list[list[Any]] = []

    def run(self) -> Document:
        """Scan the whole text."""
        done: tuple[Any, Node] | None = None
        while done is None:
            self._space()
            done = self._key_or_end() if self._wants_key() else self._value()
        self._space()
        if self.at < len(self.text):
            raise self._refuse(
                "second-document" if self.text[self.at] in "{[" else "json-syntax",
                "there is more text after the end of the document",
                "remove it, or put it into a file of its own",
            )
        data, root = done
        if not isinstance(data, dict):
            raise refuse(
                "not-a-mapping",
                "the file is not a JSON object",
                'a specification is an object with keys such as "id" and "title"',
                *root[:2],
            )
        return Document(self.path, self.text, data, root)

    def _wants_key(self) -> bool:
        return (
            bool(self.stack) and self.stack[-1][3] is None and self.stack[-1][0].__class__ is dict
        )

    def _key_or_end(self) -> tuple[Any, Node] | None:
        frame = self.stack[-1]
        mark = self._peek()
        if mark == "}" and not frame[4]:
            return self._close()
        if mark != '"':
            raise self._refuse(
                "json-syntax",
                "a comma is followed by no key"
                if frame[4] and mark == "}"
                else "a key must stand here, in double quotes",
                'write "key": value; no comma after the last one',
            )
        start = self.at
        key = self._string()
        span = (*self._place(start), *self._place(self.at))
        self._unique(frame[1], key, span)
        self._space()
        if self._peek() != ":":
            raise self._refuse("json-syntax", "a colon is missing after this key", "add `:`")
        self.at += 1
        frame[3] = (key, span)
        return None

    def _unique(self, known: dict[str, Any], key: str, span: tuple[int, ...]) -> None:
        twin = key if key in known else None
        if twin is None and not key.isascii():
            normal = unicodedata.normalize("NFC", key)
            twin = next((k for k in known if unicodedata.normalize("NFC", k) == normal), None)
        if twin is not None:
            raise refuse(
                "duplicate-key",
                f"the key `{key[:60]}` stands here a second time; the first is on line "
                f"{known[twin][0][0]}",
                "keep one of the two, or join what they hold",
                span[0],
                span[1],
                max(span[3] - span[1], 1),
            )

    def _value(self) -> tuple[Any, Node] | None:
        self._count()
        mark = self._peek()
        start = self.at
        if mark in "{[" and mark:
            if len(self.stack) >= self.limits.depth:
                raise self._refuse(
                    "too-deep",
                    f"brackets are nested more than {self.limits.depth} deep",
                    "a specification needs fewer than ten levels",
                )
            self.at += 1
            self.stack.append(
                [{}, {}, self._place(start), None, False]
                if mark == "{"
                else [[], [], self._place(start), None, False]
            )
            return None
        if mark == "]" and self.stack and self.stack[-1][0].__class__ is list:
            if not self.stack[-1][4]:
                return self._close()
            raise self._refuse("json-syntax", "a comma is followed by no entry", "remove the comma")
        value = self._scalar(mark)
        node: Node = (*self._place(start), *self._place(self.at), None)
        return self._put(value, node)

    def _scalar(self, mark: str) -> Any:
        if mark == '"':
            return self._string()
        found = NUMBER.match(self.text, self.at)
        if found:
            self.at = found.end()
            return self._number(found)
        word = WORD.match(self.text, self.at)
        if word and word.group() in WORDS:
            self.at = word.end()
            return WORDS[word.group()]
        if not mark:
            raise self._refuse("json-syntax", "the text ends too early", "close what is open")
        if mark in "/#":
            raise self._refuse("json-syntax", "JSON has no comments", "remove it, or use YAML")
        if mark == "'":
            raise self._refuse("json-syntax", "JSON wants double quotes", 'write "…"')
        raise self._refuse(
            "json-syntax", "a value is missing or is not JSON here", 'text needs "…"'
        )

    def _number(self, found: re.Match[str]) -> Any:
        raw = found.group()
        whole = found.group(1) is None and found.group(2) is None
        if len(raw) <= 40:  # noqa: PLR2004 -- no number of use is longer
            number = int(raw) if whole else float(raw)
            if abs(number) <= LARGEST:
                return number
        self.at = found.start()
        raise self._refuse(
            "number",
            f"`{raw[:40]}` is not a number that can be kept exactly",
            "put it in quotes if it is a code or an identifier",
        )

    def _string(self) -> str:
        found = STRING.match(self.text, self.at)
        if found is None:
            raise self._refuse(
                "json-syntax",
                "the text that begins here is not closed, or has a line break or a bad escape",
                'close it with "; write \\n for a line break and \\\\ for a backslash',
            )
        raw = found.group(1)
        if len(raw) > self.limits.scalar:
            raise self._refuse(
                "too-large", f"one value has more than {self.limits.scalar:,} characters", "shorten"
            )
        value = _unescape(raw) if "\\" in raw else raw
        if SUSPECT.search(value):
            bad = bad_text(value)
            code = "surrogate" if bad and bad.startswith("half") else "control-character"
            raise self._refuse(code, f"this text holds {bad}", "remove the escape")
        self.at = found.end()
        return value

    def _put(self, value: Any, node: Node) -> tuple[Any, Node] | None:
        if not self.stack:
            return value, node
        frame = self.stack[-1]
        if frame[0].__class__ is list:
            frame[0].append(value)
            frame[1].append(node)
        else:
            key, span = frame[3]
            frame[0][key] = value
            frame[1][key] = (span, node)
            frame[3] = None
        self._space()
        mark = self._peek()
        closing = "]" if frame[0].__class__ is list else "}"
        if mark == ",":
            self.at += 1
            frame[4] = True
        elif mark == closing:
            frame[4] = False
            return self._close()
        elif not mark:
            raise self._refuse("json-syntax", "the text ends too early", f"close it with {closing}")
        else:
            raise self._refuse("json-syntax", "a comma is missing before this", "add `,`")
        return None

    def _close(self) -> tuple[Any, Node] | None:
        value, children, start, _key, _comma = self.stack.pop()
        self.at += 1
        return self._put(value, (*start, *self._place(self.at), children))

    def _count(self) -> None:
        self.nodes += 1
        if self.nodes > self.limits.nodes:
            raise self._refuse(
                "too-large", f"the document has more than {self.limits.nodes:,} entries", "split it"
            )

    def _space(self) -> None:
        found = SPACE.match(self.text, self.at)
        if found:
            self.at = found.end()

    def _peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def _place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def _refuse(self, code: str, message: str, hint: str) -> Unreadable:
        return refuse(code, message, hint, *self._place(min(self.at, len(self.text))))


def _unescape(raw: str) -> str:
    plain = ESCAPE.sub(
        lambda m: chr(int(m.group(1), 16)) if m.group(1) else SHORT.get(m.group(2), m.group(2)), raw
    )
    # Two escapes may be the halves of one character.
    return HALVES.sub(_join, plain)


def _join(found: re.Match[str]) -> str:
    return found.group().encode("utf-16", "surrogatepass").decode("utf-16")
