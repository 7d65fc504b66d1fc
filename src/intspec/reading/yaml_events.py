"""YAML to data and positions: a bounded builder over the parser's events."""

import re
from typing import Any

from intspec.reading.document import Document, Node
from intspec.reading.keys import Seen, twice
from intspec.reading.problems import Limits, Unreadable, refuse
from intspec.reading.text import SUSPECT, place
from intspec.reading.yaml_faults import bad_escape, directive, explain

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
#: How a plain scalar begins that may be something else than text; an empty one is nothing.
FIRST = frozenset(["", *"0123456789+-.~nNtTfF"])


def build(path: str, text: str, limits: Limits) -> Document:
    """Build a document of YAML text.

    Raises:
        Unreadable: The text is not YAML, or uses what a specification may not.
    """
    import yaml  # noqa: PLC0415 -- only YAML needs it

    directive(text)
    parser = (getattr(yaml, "CSafeLoader", None) or yaml.SafeLoader)(text)
    try:
        data, root = _run(yaml, parser, text, limits)
    except yaml.YAMLError as error:
        raise explain(error, text) from None
    except (RecursionError, ValueError, OverflowError):
        # The pure parser lets an escape that names no character go through to chr().
        raise bad_escape(text, 0) from None
    finally:
        parser.dispose()
    if data is None:
        raise refuse(
            "empty", "the file holds no content", "`intspec init` writes one to start from"
        )
    if not isinstance(data, dict):
        what = "a list" if isinstance(data, list) else "a single value"
        raise refuse(
            "not-a-mapping",
            f"the file is {what}, not a specification",
            "a specification begins with keys such as `id:` and `title:`",
            *place(text, root[0]),
        )
    return Document(path, text, data, root)


def _run(yaml: Any, parser: Any, text: str, limits: Limits) -> tuple[Any, Node]:  # noqa: PLR0912, PLR0915 -- one loop: it is hot
    scalar_event, mapping_start, mapping_end = (
        yaml.ScalarEvent,
        yaml.MappingStartEvent,
        yaml.MappingEndEvent,
    )
    sequence_start, sequence_end = yaml.SequenceStartEvent, yaml.SequenceEndEvent
    depth, most, longest = limits.depth, limits.nodes, limits.scalar
    # What the text has no sign of needs no look at each event.
    huge, marked = len(text) > longest, "!" in text or "&" in text
    first, resolve, suspect = FIRST, _resolve, SUSPECT.search
    # The container that is open: its data, its position children, whether it is a mapping, the key
    # that waits for its value and where that stands, the mapping's keys as they look. The outermost
    # is a list of documents.
    data: Any = []
    places: Any = []
    in_mapping = False
    key: str | None = None
    key_start = key_end = begin = seen = None
    flow = True
    stack: list[Any] = []
    nodes = 0
    for event in iter(parser.get_event, None):
        kind = event.__class__
        if kind is scalar_event:
            if marked and (event.tag is not None or event.anchor is not None):
                raise _property(event)
            nodes += 1
            raw = value = event.value
            style = event.style
            start = event.start_mark
            if not style:
                if raw[:1] in first:
                    value = resolve(raw, start)
            elif style == '"' and suspect(raw):
                raise bad_escape(text, start)
            if nodes > most or (huge and len(raw) > longest):
                raise _too_large(start, limits, nodes)
            if not in_mapping:
                data.append(value)
                places.append((start.index, event.end_mark.index, None, None, None))
            elif key is None:
                if value.__class__ is not str or (raw == "<<" and not style):
                    raise _bad_key(raw, start)
                other = value if value in data else None
                if seen is None and not value.isascii():
                    seen = Seen(data)
                if seen is not None:
                    other = seen.add(value) or other
                if other is not None:
                    line = place(text, places[other][3])[0]
                    raise twice(value, other, line, start.line + 1, start.column + 1, len(raw))
                key = value
                key_start = start.index
                key_end = event.end_mark.index
            else:
                data[key] = value
                places[key] = (start.index, event.end_mark.index, None, key_start, key_end)
                key = None
        elif kind is mapping_start or kind is sequence_start:
            nodes += 1
            start = event.start_mark
            if marked and (event.tag is not None or event.anchor is not None):
                raise _property(event)
            if in_mapping and key is None:
                raise _at(
                    start,
                    "non-text-key",
                    "a key here is a list or block, not a word",
                    "write a word, a colon and the value",
                )
            if len(stack) >= depth:
                raise _at(
                    start,
                    "too-deep",
                    f"blocks are nested more than {depth} deep",
                    "a specification needs fewer than ten levels; check the brackets",
                )
            if nodes > most:
                raise _too_large(start, limits, nodes)
            stack.append((data, places, in_mapping, key, key_start, key_end, begin, flow, seen))
            in_mapping = kind is mapping_start
            data, places = ({}, {}) if in_mapping else ([], [])
            begin, flow, key, seen = start.index, event.flow_style, None, None
        elif kind is mapping_end or kind is sequence_end:
            # A block ends with its last entry, not where the parser noticed.
            end = event.end_mark.index if flow or not places else _last(places)[1]
            value, inner, start = data, places, begin
            data, places, in_mapping, key, key_start, key_end, begin, flow, seen = stack.pop()
            if in_mapping:
                data[key] = value
                places[key] = (start, end, inner, key_start, key_end)
                key = None
            else:
                data.append(value)
                places.append((start, end, inner, None, None))
        elif kind is yaml.AliasEvent:
            raise _at(
                event.start_mark,
                "alias",
                f"`*{event.anchor[:40]}` stands for a part written elsewhere",
                "write the content out; what arms share goes into the catalogues "
                "(providers, materials, settings). A text that begins with * needs quotes",
            )
        elif kind is yaml.DocumentStartEvent and data:
            raise _at(
                event.start_mark,
                "second-document",
                "a second document begins here",
                "remove the line `---`, or put each specification into a file of its own",
            )
    return (data[0], places[0]) if data else (None, (0, 0, None, None, None))


def _last(places: Any) -> Node:
    node: Node = places[-1] if isinstance(places, list) else next(reversed(places.values()))
    return node


def _resolve(raw: str, mark: Any) -> Any:
    if raw in WORDS:
        return WORDS[raw]
    found = NUMBER.fullmatch(raw)
    if found is None:
        return raw
    kind = found.lastgroup
    if kind != "odd" and len(raw) <= 40:  # noqa: PLR2004 -- no number of use is longer
        number: float
        if kind == "base":
            number = int(raw, 0)
        else:
            number = int(raw) if found.group("int") is not None else float(raw)
        if abs(number) <= LARGEST:
            return number
    raise _at(
        mark,
        "number",
        f"`{raw[:40]}` is not a number that can be kept exactly",
        "put it in quotes if it is a code or an identifier",
        len(raw),
    )


def _bad_key(raw: str, mark: Any) -> Unreadable:
    if raw == "<<":
        return _at(
            mark,
            "merge-key",
            "`<<` copies keys from elsewhere, which is not supported",
            "write the keys out",
            2,
        )
    return _at(
        mark,
        "non-text-key",
        f"the key `{raw[:60] or 'nothing'}` is not text",
        f'put it in quotes: "{raw[:60]}"' if raw else "write a key before the colon",
        len(raw),
    )


def _too_large(mark: Any, limits: Limits, nodes: int) -> Unreadable:
    if nodes > limits.nodes:
        message = f"the document has more than {limits.nodes:,} entries"
        return _at(mark, "too-large", message, "split it into several files")
    return _at(
        mark,
        "too-large",
        f"one value has more than {limits.scalar:,} characters",
        "shorten it, or name a document under `locations`",
    )


def _property(event: Any) -> Unreadable:
    if event.tag is not None:
        return _at(
            event.start_mark,
            "tag",
            f"`{event.tag[:40]}` asks for a special type, which is not supported",
            "remove the word that begins with `!`; a text that begins with ! needs quotes",
        )
    return _at(
        event.start_mark,
        "anchor",
        f"`&{event.anchor[:40]}` names a part for use elsewhere, which is not supported",
        "remove it and write the content out; a text that begins with & needs quotes",
    )


def _at(mark: Any, code: str, message: str, hint: str, width: int = 1) -> Unreadable:
    return refuse(code, message, hint, mark.line + 1, mark.column + 1, width)
