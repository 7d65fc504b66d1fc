"""Read YAML into data and positions, within limits, block by block from the parser's events."""

import re
from typing import Any, NoReturn

from intspec.reading.document import Document, Source, Spans
from intspec.reading.refusals import Limits
from intspec.reading.scalars import (
    MAY_BE_MORE,
    check_unique,
    is_unfit,
    refuse_depth,
    refuse_escape,
    refuse_size,
    resolve,
    short,
)
from intspec.text.yaml_values import WORDS

#: Lines before the document that ask for something; those of YAML 1.1 and 1.2 ask for nothing new.
PROLOGUE = r"(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n?|\n))*+(%[^\r\n]*)"
HARMLESS = r"%YAML[ \t]+1\.[12][ \t]*(?:[ \t]#.*)?"
#: The most texts and blocks that a document has for each of its characters: a lone `?` is three.
MOST_NODES = 3


def build(source: Source, limits: Limits) -> Document:
    """Build a document of YAML text.

    Raises:
        Unreadable: The text is not YAML, or uses what a specification may not.
    """
    import yaml  # noqa: PLC0415 -- only YAML needs it

    check_directives(source)
    parser = _parser(yaml, source.text)
    builder = _Builder(source, limits, parser, yaml)
    try:
        root, spans = builder.document()
    except (yaml.YAMLError, ValueError) as error:
        from intspec.reading.yaml_faults import Last, explain  # noqa: PLC0415 -- only a fault

        explain(source, error, Last.of(builder.last), builder.brackets())
    finally:
        parser.dispose()
    if not isinstance(root, dict):
        _refuse_root(source, root, spans)
    return Document(source, root, spans, hollow=builder.hollow, joined=builder.joined)


def check_directives(source: Source) -> None:
    """Refuse lines before the document that begin with %, but for those that ask nothing.

    Raises:
        Unreadable: There is such a line.
    """
    if "%" not in source.text:
        return
    at = 0
    while match := re.compile(PROLOGUE).match(source.text, at):
        if not re.compile(HARMLESS).fullmatch(match.group(1)):
            source.refuse(
                "directive",
                f"the line `{short(match.group(1))}` asks for what is not supported",
                "remove it; if it is text, put it in quotes after a key",
                match.start(1),
                match.end(1),
            )
        at = match.end()


class _Builder:
    """Takes events from the parser and keeps what the refusal of a fault needs to know.

    Attributes:
        last: The event of the last text that the parser gave, None before the first.
        open: The events with which the blocks began that are open.
        nodes: How many texts and blocks there have been; of texts only where each is looked at.
        hollow: Whether there was a key in braces without a value.
        joined: Whether a text without quotes had several lines, or began with a hyphen.
    """

    def __init__(self, source: Source, limits: Limits, parser: Any, yaml: Any) -> None:
        self.source = source
        self.limits = limits
        self.next_event = parser.get_event
        self.document_start = yaml.DocumentStartEvent
        self.stream_end = yaml.StreamEndEvent
        self.text_event = yaml.ScalarEvent
        self.mapping_end, self.list_end = yaml.MappingEndEvent, yaml.SequenceEndEvent
        self.blocks = {
            yaml.MappingStartEvent: self._mapping,
            yaml.SequenceStartEvent: self._list,
        }
        self.nodes = 0
        self.hollow = self.joined = False
        self.last: Any = None
        self.open: list[Any] = []
        # Most documents have none of these, and then their texts need not be searched for them.
        self.properties = "!" in source.text or "&" in source.text
        self.escapes = "\\" in source.text
        self.long = len(source.text) > limits.scalar
        many = MOST_NODES * len(source.text) > limits.nodes
        self.careful = self.properties or self.escapes or self.long or many

    def brackets(self) -> list[int]:
        """Return the offsets of the brackets that are open."""
        return [event.start_mark.index for event in self.open if event.flow_style]

    def document(self) -> tuple[Any, Spans]:
        """Go over all events and return the root's data and where it stands."""
        root: Any = None
        spans: Spans | None = None
        while (event := self.next_event()).__class__ is not self.stream_end:
            if event.__class__ is not self.document_start:
                continue
            if spans is not None:
                self.source.refuse(
                    "second-document",
                    "a second document begins here",
                    "remove the line `---`, or put each specification into a file of its own",
                    event.start_mark.index,
                    event.end_mark.index,
                )
            root, spans = self._value(self.next_event(), -1, -1)
        if root is None or spans is None:
            self.source.refuse(
                "empty",
                "the file has no content, only comments or marks",
                "`intspec init` writes a specification to start from",
                0,
            )
        return root, spans

    def _value(self, event: Any, key_start: int, key_end: int) -> tuple[Any, Spans]:
        """Return the value that begins with an event, and where it and its key stand."""
        start = event.start_mark.index
        if event.__class__ is self.text_event:
            self.last = event
            if self.careful:
                self._look_at(event)
            text: str = event.value
            end = event.end_mark.index
            value: Any = text
            if not event.style:
                if text in WORDS or text[0] in MAY_BE_MORE:
                    value = self._special(text)
                if end - start > len(text):
                    self.joined = True
            return value, (key_start, key_end, start, end, None)
        block = self.blocks.get(event.__class__)
        if block is None or (self.properties and _has_property(event)):
            self._refuse(event)
        self.nodes += 1
        if len(self.open) >= self.limits.depth:
            refuse_depth(self.source, self.limits, start)
        self.open.append(event)
        data, places, last = block()
        self.open.pop()
        # A block ends with its last child, whatever comments follow it.
        end = last.end_mark.index if event.flow_style else -1
        return data, (key_start, key_end, start, end, places)

    def _special(self, text: str) -> Any:
        """Return what a text without quotes stands for that may be more than itself."""
        if not text and self.brackets():
            self.hollow = True
        elif text[:1] == "-":
            self.joined = True
        return resolve(text)

    def _mapping(self) -> tuple[dict[str, Any], dict[str, Spans], Any]:
        """Return a mapping's data, its places, and the event that ends it."""
        data: dict[str, Any] = {}
        places: dict[str, Spans] = {}
        forms: dict[str, str] = {}
        next_event, text_event, end_event = self.next_event, self.text_event, self.mapping_end
        while (event := next_event()).__class__ is not end_event:
            if event.__class__ is not text_event:
                self._refuse(event)
            self.last = event
            if self.careful:
                self._look_at(event)
            key: str = event.value
            start, end = event.start_mark.index, event.end_mark.index
            if not event.style and (key in WORDS or key[0] in MAY_BE_MORE):
                from intspec.reading.yaml_features import check_key  # noqa: PLC0415 -- few need it

                check_key(self.source, key, start, end)
            if not key.isascii():
                if not event.style and ":" in key:
                    from intspec.reading.yaml_faults import explain_space  # noqa: PLC0415 -- few

                    explain_space(self.source, start)
                check_unique(self.source, key, (start, end), places, forms)
            elif key in places or forms:
                check_unique(self.source, key, (start, end), places, forms)
            data[key], places[key] = self._value(next_event(), start, end)
        return data, places, event

    def _list(self) -> tuple[list[Any], list[Spans], Any]:
        """Return a list's data, its places, and the event that ends it."""
        data: list[Any] = []
        places: list[Spans] = []
        next_event, end_event = self.next_event, self.list_end
        while (event := next_event()).__class__ is not end_event:
            value, spans = self._value(event, -1, -1)
            data.append(value)
            places.append(spans)
        return data, places, event

    def _look_at(self, event: Any) -> None:
        """Count a text, and refuse one that cannot be kept."""
        self.nodes += 1
        if self.properties and _has_property(event):
            self._refuse(event)
        many = self.nodes > self.limits.nodes
        if many or (self.long and len(event.value) > self.limits.scalar):
            refuse_size(self.source, self.limits, event.start_mark.index, many=many)
        if self.escapes and event.style == '"' and is_unfit(event.value):
            refuse_escape(self.source, event.start_mark.index, event.end_mark.index, "yaml")

    def _refuse(self, event: Any) -> NoReturn:
        from intspec.reading.yaml_features import refuse_event  # noqa: PLC0415 -- only a fault needs it

        refuse_event(self.source, event)


def _has_property(event: Any) -> bool:
    """Tell whether an anchor or a tag is written before a value."""
    return event.tag is not None or event.anchor is not None


def _refuse_root(source: Source, root: Any, spans: Spans) -> NoReturn:
    """Refuse a document that is no mapping."""
    from intspec.reading.wrong_file import refuse_list  # noqa: PLC0415 -- only a fault

    refuse_list(source, root, spans[2])
    if isinstance(root, str):
        from intspec.reading.yaml_faults import explain_colon  # noqa: PLC0415 -- only a fault

        explain_colon(source, spans[2])
    source.refuse(
        "not-a-mapping",
        f"the file is {'a list' if isinstance(root, list) else 'a single text or number'}, "
        "not a specification",
        "a specification begins with a key and a colon, such as `id:` or `title:`",
        spans[2],
    )


def _parser(yaml: Any, text: str) -> Any:
    """Return libyaml's parser, or the one in Python where PyYAML came without it."""
    if hasattr(yaml, "CSafeLoader"):
        return yaml.CSafeLoader(text)
    from intspec.reading.pure_parser import PureParser  # noqa: PLC0415 -- seldom needed

    return PureParser(text)
