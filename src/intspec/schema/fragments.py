"""Write data into a sentence, so that it can be pasted: `procedures:` with `walk:` with `order: 1`.

A fragment stands between backticks and is one line of YAML. What stands below a key is joined to it
by "with"; what stands beside each other, by commas. A key without a value is to be filled in.
"""

from collections.abc import Mapping
from typing import Any

from intspec.text.yaml_text import has_prose, on_one_line

#: The longest value that a sentence repeats.
LONGEST = 100
#: How long what stands beside each other may be; what is longer is cut at the end of an entry.
LONGEST_BLOCK = 300


def fragment(key: str, value: Any) -> str:
    """Write a key and what stands below it.

    Args:
        key: The key.
        value: Plain data; None is to be filled in.
    """
    if value is None or value in ({}, [], [None]):
        return f"`{key}:`"
    written = on_one_line(value)
    if fits_on_a_line(value) and len(written) <= LONGEST:
        return f"`{key}: {written}`"
    if isinstance(value, Mapping):
        return f"`{key}:` with {fragments(value)}"
    if isinstance(value, list):
        return f"`{key}:` with {entries(value)}"
    return f"`{key}: {written}`" if len(written) <= LONGEST else f"`{key}:` with the text"


def fragments(data: Mapping[str, Any]) -> str:
    """Write keys that stand beside each other."""
    return _begun([fragment(key, value) for key, value in data.items()])


def entries(values: list[Any]) -> str:
    """Write the entries of a list, each behind its hyphen."""
    return _begun([*map(_entry, values)])


def _begun(shown: list[str]) -> str:
    """Join what stands beside each other; of much the beginning, and how much more there is."""
    count, length = 1, len(shown[0]) if shown else 0
    while count < len(shown) and length + len(shown[count]) <= LONGEST_BLOCK:
        length += len(shown[count])
        count += 1
    more = len(shown) - count
    return ", ".join(shown[:count]) + (f" (and so on: {more:,} more)" if more > 0 else "")


def _entry(value: Any) -> str:
    if not isinstance(value, Mapping) or not value:
        return f"`- {on_one_line(value)}`"
    first, *others = (fragment(key, inner) for key, inner in value.items())
    return _begun([f"`- {first[1:]}", *others])


def fits_on_a_line(value: Any) -> bool:
    """Tell whether nothing in a value is prose, or to be filled in."""
    if isinstance(value, Mapping):
        return all(map(fits_on_a_line, value.values()))
    if isinstance(value, list):
        return all(map(fits_on_a_line, value))
    return value is not None and not has_prose(value)
