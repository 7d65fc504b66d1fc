"""Make specifications for tests: the shortest, one that has every key, and changes to them."""

import copy
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from intspec.model import Specification
from intspec.reading import read_file
from intspec.schema.structure import structure_specification
from intspec_kit.case_files import change
from intspec_kit.generating import Maker

__all__ = ["full", "minimal", "of_file", "spec", "text"]

MINIMAL: Mapping[str, Any] = {
    "intspec": "1.0",
    "id": "example",
    "title": "A fictitious trial",
    "stage": "results",
    "fictitious": True,
    "interventions": {"exercise": {"role": "experimental", "name": "Steps Together"}},
}


def minimal(at: Mapping[str, Any] | None = None, **keys: Any) -> dict[str, Any]:
    """Return the shortest specification, as plain data.

    Args:
        at: Values by JSON Pointer, such as `{"/interventions/exercise/providers": ["nurse"]}`; None
            removes what is there.
        **keys: Values for keys of the root.
    """
    return _changed({**copy.deepcopy(dict(MINIMAL)), **keys}, at)


def full(at: Mapping[str, Any] | None = None, **keys: Any) -> dict[str, Any]:
    """Return a specification that has every key of the model once, as plain data.

    Args:
        at: Values by JSON Pointer; None removes what is there.
        **keys: Values for keys of the root.
    """
    data = Maker(choose=lambda _count: 0, whole=True).specification()
    return _changed({**data, **keys}, at)


def of_file(path: str | Path, at: Mapping[str, Any] | None = None, **keys: Any) -> dict[str, Any]:
    """Return the plain data of a file, with changes.

    Args:
        path: The file.
        at: Values by JSON Pointer; None removes what is there.
        **keys: Values for keys of the root.

    Raises:
        Unreadable: It cannot be read.
    """
    return _changed({**read_file(path).data, **keys}, at)


def text(data: Mapping[str, Any]) -> str:
    """Return plain data as the text of a specification file."""
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def spec(at: Mapping[str, Any] | None = None, **keys: Any) -> Specification:
    """Return the shortest specification with changes, as rules are given it.

    Args:
        at: Values by JSON Pointer; None removes what is there.
        **keys: Values for keys of the root.
    """
    return structure_specification(minimal(at, **keys))


def _changed(data: dict[str, Any], at: Mapping[str, Any] | None) -> dict[str, Any]:
    for pointer, value in (at or {}).items():
        change(data, pointer, copy.deepcopy(value))
    return data
