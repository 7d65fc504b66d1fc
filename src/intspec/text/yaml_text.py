"""Write plain data as YAML for people to edit: block style, long text folded, with comments."""

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from intspec.text.characters import escaped
from intspec.text.durations import FORM as DURATION
from intspec.text.wording import flat
from intspec.text.yaml_values import NUMBER, WORDS

Path = tuple[str | int, ...]
WIDTH = 100
#: Unquoted text that YAML takes as it stands, outside brackets and inside them.
PLAIN = re.compile(r"[^\W_](?:[^\n:#]|:(?=[^\s])|(?<=\S)#)*")
IN_BRACKETS = re.compile(r"[^\W_][^\n:#,\[\]{}]*")


def write_yaml(data: Mapping[str, Any], comments: Mapping[Path, Sequence[str]]) -> str:
    """Write plain data as YAML.

    Args:
        data: Maps, lists, text, whole numbers and truth values.
        comments: Lines to put above what stands at a path.
    """
    return "".join(f"{line}\n" for line in _map(data, (), 0, comments))


def _map(
    data: Mapping[str, Any], path: Path, indent: int, comments: Mapping[Path, Sequence[str]]
) -> Iterator[str]:
    blank = " " * indent
    for key, value in data.items():
        entry_path = (*path, key)
        for comment in comments.get(entry_path, ()):
            yield from _comment(comment, blank)
        head = f"{blank}{_scalar(key, IN_BRACKETS)}:"
        if isinstance(value, Mapping) and value:
            yield head
            yield from _map(value, entry_path, indent + 2, comments)
        elif isinstance(value, list) and value:
            flow = f"{head} {in_brackets(value)}"
            listed = not any(isinstance(entry, Mapping) for entry in value)
            if listed and len(flow) <= WIDTH and not has_prose(value):
                yield flow
            else:
                yield head
                yield from _list(value, entry_path, indent + 2, comments)
        else:
            yield from _value(head, value, indent)


def _list(
    data: Sequence[Any], path: Path, indent: int, comments: Mapping[Path, Sequence[str]]
) -> Iterator[str]:
    blank = " " * indent
    for number, value in enumerate(data):
        entry_path = (*path, number)
        for comment in comments.get(entry_path, ()):
            yield from _comment(comment, blank)
        if not isinstance(value, Mapping):
            yield from _value(f"{blank}-", value, indent)
            continue
        flow = f"{blank}- {in_brackets(value)}"
        nested = any(isinstance(entry, Mapping | list) for entry in value.values())
        if not nested and len(flow) <= WIDTH and not has_prose(value):
            yield flow
            continue
        lines = list(_map(value, entry_path, indent + 2, comments))
        yield f"{blank}- {lines[0][indent + 2 :]}"
        yield from lines[1:]


def has_prose(value: Any) -> bool:
    """Tell whether a text in plain data may be a sentence: in brackets it would end at a comma.

    A sentence has several words, or a capital letter first.
    """
    if isinstance(value, Mapping):
        return any(map(has_prose, value.values()))
    if isinstance(value, list):
        return any(map(has_prose, value))
    if not isinstance(value, str) or DURATION.fullmatch(value):
        return False
    return " " in value.strip() or "\n" in value or value[:1].isupper()


def on_one_line(value: Any) -> str:
    """Write plain data on one line, as it may stand behind a key."""
    return in_brackets(value) if isinstance(value, Mapping | list) else _scalar(value, PLAIN)


def in_brackets(value: Any) -> str:
    """Write plain data on one line, as it may stand inside brackets; so keys are written too."""
    if isinstance(value, Mapping):
        entries = (f"{_scalar(key, IN_BRACKETS)}: {in_brackets(v)}" for key, v in value.items())
        return "{" + ", ".join(entries) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(in_brackets(entry) for entry in value) + "]"
    return _scalar(value, IN_BRACKETS)


def _value(head: str, value: Any, indent: int) -> Iterator[str]:
    """Write a value behind its key or hyphen: as a block where it has lines, folded where long."""
    if isinstance(value, str):
        inner = " " * (indent + 2)
        lines = value.split("\n")
        if len(lines) > 1 and _block_safe(lines):
            yield f"{head} |-"
            yield from (f"{inner}{line}" if line else "" for line in lines)
            return
        if len(lines) == 1 and len(head) + len(value) > WIDTH:
            folded = textwrap.wrap(
                value, WIDTH - indent - 2, break_long_words=False, break_on_hyphens=False
            )
            if " ".join(folded) == value and len(folded) > 1 and _block_safe(folded):
                yield f"{head} >-"
                yield from (f"{inner}{line}" for line in folded)
                return
    yield f"{head} {_scalar(value, PLAIN)}"


def _block_safe(lines: Sequence[str]) -> bool:
    return (
        all(line.isprintable() and line == line.strip() for line in lines)
        and bool(lines[0])
        and bool(lines[-1])
    )


def _scalar(value: Any, plain: re.Pattern[str]) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return "null" if value is None else str(value)
    safe = value.isprintable() and value == value.strip() and plain.fullmatch(value)
    if safe and value not in WORDS and not value.endswith(":") and not NUMBER.fullmatch(value):
        return value
    return '"' + "".join(_character(character) for character in value) + '"'


def _character(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    if character == "\n":
        return "\\n"
    return character if character.isprintable() else escaped(character)


def _comment(text: str, blank: str) -> Iterator[str]:
    for line in textwrap.wrap(flat(text), WIDTH - len(blank) - 2) or [""]:
        printable = "".join(character if character.isprintable() else " " for character in line)
        yield f"{blank}# {printable}".rstrip()
