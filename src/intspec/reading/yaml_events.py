"""YAML to data and positions: a bounded builder over the parser's events."""

import re
import unicodedata
from typing import Any

from intspec.reading.document import Document, Node
from intspec.reading.problems import Limits, Unreadable, refuse
from intspec.reading.text import SUSPECT, bad_text
from intspec.reading.yaml_faults import explain

NUMBER = re.compile(
    r"(?P<int>[-+]?(0|[1-9][0-9]*))"
    r"|(?P<base>0o[0-7]+|0x[0-9a-fA-F]+)"
    r"|(?P<float>[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?)"
    r"|(?P<odd>[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))"
)
WORDS: dict[str, Any] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
LARGEST = 2**53
FIRST_OF_NUMBER = frozenset("0123456789+-.")


def build(path: str, text: str, limits: Limits) -> Document:
    """Build a document of YAML text.

    Raises:
        Unreadable: The text is not YAML, or uses what a specification may not.
    """
    import yaml  # noqa: PLC0415 -- only YAML needs it

    loader = getattr(yaml, "CSafeLoader", None) or yaml.SafeLoader
    events = yaml.parse(text, Loader=loader)
    try:
        return _Builder(path, text, limits).run(events)
    except yaml.YAMLError as error:
        raise explain(error, text) from None
    except (RecursionError, ValueError) as error:
        raise refuse(
            "yaml-syntax", f"this is not YAML: {type(error).__name__}", "write plain YAML"
        ) from None


class _Builder:
    def __init__(self, path: str, text: str, limits: Limits) -> None:
        self.path = path
        self.text = text
        self.limits = limits

    def run(self, events: Any) -> Document:  # noqa: PLR0912, PLR0915 -- one loop: it is hot
        limits = self.limits
        # A frame: the container, its position children, its start, the key that waits for a value.
        stack: list[list[Any]] = []
        nodes = 0
        done: tuple[Any, Node] | None = None
        for event in events:
            kind = type(event).__name__
            if kind == "ScalarEvent":
                nodes += 1
                start, end = event.start_mark, event.end_mark
                span = (start.line + 1, start.column + 1, end.line + 1, end.column + 1)
                if event.anchor is not None or event.tag is not None:
                    raise _property(event)
                raw = event.value
                value: Any = raw
                plain = not event.style
                if plain:
                    if raw in WORDS:
                        value = WORDS[raw]
                    elif raw[0] in FIRST_OF_NUMBER:
                        value = _number(raw, span)
                if len(raw) > limits.scalar or SUSPECT.search(raw):
                    _check_scalar(raw, span, limits)
                node: Node = (*span, None)
                if not stack:
                    done = (value, node)
                    continue
                frame = stack[-1]
                if frame[0].__class__ is list:
                    frame[0].append(value)
                    frame[1].append(node)
                elif frame[3] is None:
                    frame[3] = (self._key(frame, value, raw, span, plain=plain), span)
                else:
                    key, key_span = frame[3]
                    frame[0][key] = value
                    frame[1][key] = (key_span, node)
                    frame[3] = None
            elif kind in ("MappingStartEvent", "SequenceStartEvent"):
                nodes += 1
                mark = event.start_mark
                if event.anchor is not None or event.tag is not None:
                    raise _property(event)
                if stack and stack[-1][0].__class__ is dict and stack[-1][3] is None:
                    raise _refuse_at(
                        "non-text-key",
                        "a key here is a list or block, not a word",
                        "write a word, a colon and the value",
                        mark,
                    )
                if len(stack) >= limits.depth:
                    raise _refuse_at(
                        "too-deep",
                        f"blocks are nested more than {limits.depth} deep",
                        "a specification needs fewer than ten levels; check the brackets",
                        mark,
                    )
                fresh: Any = {} if kind == "MappingStartEvent" else []
                place: Any = {} if kind == "MappingStartEvent" else []
                stack.append(
                    [fresh, place, (mark.line + 1, mark.column + 1), None, event.flow_style]
                )
            elif kind in ("MappingEndEvent", "SequenceEndEvent"):
                value, children, begin, _key, flow = stack.pop()
                mark = event.end_mark
                finish = (mark.line + 1, mark.column + 1) if flow else _last(children, begin)
                node = (*begin, *finish, children)
                if not stack:
                    done = (value, node)
                    continue
                frame = stack[-1]
                if frame[0].__class__ is list:
                    frame[0].append(value)
                    frame[1].append(node)
                else:
                    key, key_span = frame[3]
                    frame[0][key] = value
                    frame[1][key] = (key_span, node)
                    frame[3] = None
            elif kind == "AliasEvent":
                raise _refuse_at(
                    "alias",
                    f"`*{event.anchor}` stands for a part written elsewhere",
                    "write the content out; what arms share goes into the catalogues "
                    "(providers, materials, settings). A text that begins with * needs quotes",
                    event.start_mark,
                )
            elif kind == "DocumentStartEvent":
                self._document(event, done)
            if nodes > limits.nodes:
                raise _refuse_at(
                    "too-large",
                    f"the document has more than {limits.nodes:,} entries",
                    "split it",
                    event.start_mark,
                )
        return self._finish(done)

    def _finish(self, done: tuple[Any, Node] | None) -> Document:
        if done is None or done[0] is None:
            raise refuse(
                "empty", "the file holds no content", "`intspec init` writes one to start from"
            )
        data, root = done
        if not isinstance(data, dict):
            what = "a list" if isinstance(data, list) else "a single value"
            raise refuse(
                "not-a-mapping",
                f"the file is {what}, not a specification",
                "a specification begins with keys such as `id:` and `title:`",
                root[0],
                root[1],
            )
        return Document(self.path, self.text, data, root)

    @staticmethod
    def _document(event: Any, done: tuple[Any, Node] | None) -> None:
        if done is not None:
            raise _refuse_at(
                "second-document",
                "a second document begins here",
                "remove the line `---`, or put each specification into a file of its own",
                event.start_mark,
            )
        version = getattr(event, "version", None)
        if getattr(event, "tags", None) or (version and version not in ((1, 1), (1, 2))):
            raise _refuse_at(
                "directive",
                "the file begins with a % line that is not supported",
                "remove the lines that begin with %",
                event.start_mark,
            )

    def _key(
        self,
        frame: list[Any],
        value: Any,
        raw: str,
        span: tuple[int, int, int, int],
        *,
        plain: bool,
    ) -> str:
        line, column = span[:2]
        if not isinstance(value, str):
            word = raw or "nothing"
            raise refuse(
                "non-text-key",
                f"the key `{word[:60]}` is not text",
                f'put it in quotes: "{raw[:60]}"' if raw else "write a key before the colon",
                line,
                column,
                len(raw),
            )
        if plain and raw == "<<":
            raise refuse(
                "merge-key",
                "`<<` copies keys from elsewhere, which is not supported",
                "write the keys out",
                line,
                column,
                2,
            )
        known = frame[1]
        twin = value if value in known else None
        if twin is None and not value.isascii():
            normal = unicodedata.normalize("NFC", value)
            twin = next((k for k in known if unicodedata.normalize("NFC", k) == normal), None)
        if twin is not None:
            first = known[twin][0][0]
            raise refuse(
                "duplicate-key",
                f"the key `{value[:60]}` stands here a second time; the first is on line {first}",
                "keep one of the two, or join what they hold",
                line,
                column,
                len(raw),
            )
        return value


def _last(children: Any, begin: tuple[int, int]) -> tuple[int, int]:
    if not children:
        return begin
    node = children[-1] if isinstance(children, list) else next(reversed(children.values()))[1]
    return node[2], node[3]


def _number(raw: str, span: tuple[int, int, int, int]) -> Any:
    found = NUMBER.fullmatch(raw)
    if found is None:
        return raw
    kind = found.lastgroup
    if kind != "odd" and len(raw) <= 40:  # noqa: PLR2004 -- no number of use is longer
        number: float = int(raw, 0) if kind == "base" else _decimal(raw, found.group("int"))
        if abs(number) <= LARGEST:
            return number
    raise refuse(
        "number",
        f"`{raw[:40]}` is not a number that can be kept exactly",
        "put it in quotes if it is a code or an identifier",
        span[0],
        span[1],
        len(raw),
    )


def _decimal(raw: str, whole: str | None) -> float:
    return int(raw) if whole is not None else float(raw)


def _check_scalar(raw: str, span: tuple[int, int, int, int], limits: Limits) -> None:
    if len(raw) > limits.scalar:
        raise refuse(
            "too-large",
            f"one value has more than {limits.scalar:,} characters",
            "shorten it, or name a document under `locations`",
            span[0],
            span[1],
        )
    bad = bad_text(raw)
    if bad is not None:
        code = "surrogate" if bad.startswith("half") else "control-character"
        hint = "remove the escape that begins with a backslash"
        raise refuse(code, f"this text holds {bad}", hint, span[0], span[1])


def _property(event: Any) -> Unreadable:
    if event.tag is not None:
        return _refuse_at(
            "tag",
            f"`{event.tag[:40]}` asks for a special type, which is not supported",
            "remove the word that begins with `!`; a text that begins with ! needs quotes",
            event.start_mark,
        )
    return _refuse_at(
        "anchor",
        f"`&{event.anchor}` names a part for use elsewhere, which is not supported",
        "remove it and write the content out; a text that begins with & needs quotes",
        event.start_mark,
    )


def _refuse_at(code: str, message: str, hint: str, mark: Any) -> Unreadable:
    return refuse(code, message, hint, mark.line + 1, mark.column + 1)
