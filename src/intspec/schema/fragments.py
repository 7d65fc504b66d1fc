"""Write data into a sentence, so that it can be pasted: `procedures:` with `walk:` with `order: 1`.

A fragment stands between backticks and is one line of YAML. What stands below a key is joined to it
by "with"; what stands beside each other, by commas. A key without a value is to be filled in.
"""

from collections.abc import Mapping
from typing import Any

from intspec.text.durations import FORM as DURATION
from intspec.text.yaml_text import on_one_line

#: The longest value that a sentence repeats.
LONGEST = 100


def fragment(key: str, value: Any) -> str:
    """Write a key and what stands below it.

    Args:
        key: The key.
        value: Plain data; None is to be filled in.
    """
    if value is None or value in ({}, [], [None]):
        return f"`{key}:`"
    written = on_one_line(value)
    if not _holds(value, _is_prose) and not _holds(value, _is_open) and len(written) <= LONGEST:
        return f"`{key}: {written}`"
    if isinstance(value, Mapping):
        return f"`{key}:` with {fragments(value)}"
    if isinstance(value, list):
        return f"`{key}:` with {entries(value)}"
    return f"`{key}: {written}`" if len(written) <= LONGEST else f"`{key}:` with the text"


def fragments(data: Mapping[str, Any]) -> str:
    """Write keys that stand beside each other."""
    return _joined([fragment(key, value) for key, value in data.items()])


def entries(values: list[Any]) -> str:
    """Write the entries of a list, each behind its hyphen."""
    return _joined([_entry(value) for value in values])


def _entry(value: Any) -> str:
    if not isinstance(value, Mapping):
        return f"`- {on_one_line(value)}`"
    first, *others = (fragment(key, inner) for key, inner in value.items())
    return _joined([f"`- {first[1:]}", *others])


def _joined(parts: list[str]) -> str:
    return ", ".join(parts)


def _holds(value: Any, judge: Any) -> bool:
    """Tell whether a value, or one inside it, is of a kind."""
    if isinstance(value, Mapping):
        return any(_holds(inner, judge) for inner in value.values())
    if isinstance(value, list):
        return any(_holds(inner, judge) for inner in value)
    return bool(judge(value))


def _is_prose(value: Any) -> bool:
    """Tell whether a text may be a sentence: it has several words, or a capital letter first."""
    if not isinstance(value, str) or DURATION.fullmatch(value):
        return False
    return " " in value.strip() or value[:1].isupper()


def _is_open(value: Any) -> bool:
    return value is None
