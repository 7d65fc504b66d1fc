"""YAML to data and positions: a bounded builder over the parser's events."""

from typing import Any

from intspec.reading.document import Document, Node, Source
from intspec.reading.escapes import is_unfit, refuse_escape
from intspec.reading.problems import Limits
from intspec.reading.values import (
    MAY_BE_MORE,
    WORDS,
    refuse_depth,
    refuse_duplicate,
    refuse_size,
    resolve,
    twin,
)
from intspec.reading.yaml_faults import Last, explain
from intspec.reading.yaml_refusals import (
    check_directives,
    check_key,
    explain_colon,
    refuse_alias,
    refuse_complex_key,
    refuse_property,
)


def build(source: Source, limits: Limits) -> Document:
    """Build a document of YAML text.

    Raises:
        Unreadable: The text is not YAML, or uses what a specification may not.
    """
    import yaml  # noqa: PLC0415 -- only YAML needs it

    check_directives(source)
    parser = _parser(yaml, source.text)
    try:
        root, node = _run(source, limits, parser, yaml)
    finally:
        parser.dispose()
    if isinstance(root, str):
        explain_colon(source, node[2])
    if not isinstance(root, dict):
        source.refuse(
            "not-a-mapping",
            f"the file is {'a list' if isinstance(root, list) else 'a single text or number'}, "
            "not a specification",
            "a specification begins with a key and a colon, such as `id:` or `title:`",
            node[2],
        )
    return Document(source, root, node)


def _run(  # noqa: PLR0912, PLR0915 -- one loop with local names, for it is hot
    source: Source, limits: Limits, parser: Any, yaml: Any
) -> tuple[Any, Node]:
    """Go over the events and return the root's data and its place."""
    scalar_event, alias_event = yaml.ScalarEvent, yaml.AliasEvent
    map_start, map_end = yaml.MappingStartEvent, yaml.MappingEndEvent
    list_start, list_end = yaml.SequenceStartEvent, yaml.SequenceEndEvent
    document_start, stream_end = yaml.DocumentStartEvent, yaml.StreamEndEvent
    next_event, most, deepest = parser.get_event, limits.nodes, limits.depth
    long = len(source.text) > limits.scalar
    properties = "!" in source.text or "&" in source.text
    # The block at hand: its data and places, whether keys belong in it, the key that waits for
    # its value, and the forms of keys that are not ASCII. The outermost holds the document.
    data: Any = []
    places: Any = []
    keyed = False
    key: str | None = None
    key_start = key_end = -1
    forms: dict[str, str] = {}
    stack: list[Any] = []
    nodes = 0
    start = end = -1
    style: str | None = None
    while True:
        try:
            event = next_event()
        except (yaml.YAMLError, ValueError) as error:
            brackets = [frame[7] for frame in stack if frame[8]]
            explain(source, error, Last(start, end, style), brackets)
        kind = event.__class__
        if kind is scalar_event:
            nodes += 1
            value: Any = event.value
            style = event.style
            start = event.start_mark.index
            end = event.end_mark.index
            if properties and (event.tag is not None or event.anchor is not None):
                refuse_property(source, event)
            if nodes > most or (long and len(value) > limits.scalar):
                refuse_size(source, limits, start, many=nodes > most)
            if style == '"' and is_unfit(value):
                refuse_escape(source, start, end, "yaml")
            if keyed and key is None:
                if not style and (value in WORDS or value[0] in MAY_BE_MORE):
                    check_key(source, value, start, end)
                if value in places:
                    refuse_duplicate(source, value, places[value], start, end)
                if forms or not value.isascii():
                    same = twin(value, places, forms)
                    if same is not None:
                        refuse_duplicate(source, value, places[same], start, end, same=False)
                key, key_start, key_end = value, start, end
                continue
            if not style and (value in WORDS or value[0] in MAY_BE_MORE):
                value = resolve(source, value, start, end)
            if keyed:
                data[key] = value
                places[key] = (key_start, key_end, start, end, None)
                key = None
            else:
                data.append(value)
                places.append((-1, -1, start, end, None))
        elif kind is map_start or kind is list_start:
            nodes += 1
            at = event.start_mark.index
            if properties and (event.tag is not None or event.anchor is not None):
                refuse_property(source, event)
            if keyed and key is None:
                refuse_complex_key(source, at)
            if len(stack) >= deepest:
                refuse_depth(source, limits, at)
            stack.append(
                (data, places, keyed, key, key_start, key_end, forms, at, event.flow_style)
            )
            keyed = kind is map_start
            data, places = ({}, {}) if keyed else ([], [])
            key = None
            forms = {}
        elif kind is map_end or kind is list_end:
            value, children = data, places
            data, places, keyed, key, key_start, key_end, forms, at, flow = stack.pop()
            # A block ends with its last child, whatever comments follow it.
            until = event.end_mark.index if flow else -1
            if keyed:
                data[key] = value
                places[key] = (key_start, key_end, at, until, children)
                key = None
            else:
                data.append(value)
                places.append((-1, -1, at, until, children))
        elif kind is alias_event:
            refuse_alias(source, event)
        elif kind is document_start:
            if data:
                source.refuse(
                    "second-document",
                    "a second document begins here",
                    "remove the line `---`, or put each specification into a file of its own",
                    event.start_mark.index,
                    event.end_mark.index,
                )
        elif kind is stream_end:
            if not data or data[0] is None:
                source.refuse(
                    "empty",
                    "the file has no content, only comments or marks",
                    "`intspec init` writes a specification to start from",
                    0,
                )
            return data[0], places[0]


def _parser(yaml: Any, text: str) -> Any:
    """Return libyaml's parser, or the one in Python where PyYAML came without it."""
    if hasattr(yaml, "CSafeLoader"):
        return yaml.CSafeLoader(text)
    from intspec.reading.pure_parser import PureParser  # noqa: PLC0415 -- seldom needed

    return PureParser(text)
