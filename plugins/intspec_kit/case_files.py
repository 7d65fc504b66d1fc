"""Read the files of cases: YAML, read as specifications are, with the line of each case."""

import json
import re
from collections.abc import Hashable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from intspec.diagnostics import pointer_steps
from intspec.file_kinds import DATA_ENDINGS, has_ending
from intspec.reading import Unreadable, read_bytes
from intspec.reading.open_file import file_bytes
from intspec.text.names import did_you_mean

KEYS = (
    "name",
    "base",
    "set",
    "spec",
    "stage",
    "checklists",
    "vocabularies",
    "finds",
    "states",
)
BASES = "bases"


class CaseError(ValueError):
    """A file of cases that cannot be used; the message names file, line and defect."""


class _Loader(yaml.SafeLoader):
    """YAML with the scalars of version 1.2, in which `no` and dates are text."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 -- PyYAML's own place for it

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002 -- PyYAML's signature
        keys = [self.construct_object(key, deep=True) for key, _value in node.value]
        for number, (key, _value) in enumerate(node.value):
            if keys[number] in keys[:number]:
                message = f"the key `{keys[number]}` stands here twice"
                raise yaml.constructor.ConstructorError(None, None, message, key.start_mark)
        return super().construct_mapping(node, deep=deep)


for _tag, _pattern, _first in (
    ("bool", "^(?:true|false)$", "tf"),
    ("null", "^(?:null|~|)$", ["n", "~", ""]),
    ("int", "^[-+]?(?:0|[1-9][0-9]*)$", "-+0123456789"),
    ("float", r"^[-+]?[0-9]+\.[0-9]+(?:[eE][-+]?[0-9]+)?$", "-+0123456789"),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first))


class _QuickLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The same by libyaml, where it is at hand: ten times as fast."""

    yaml_implicit_resolvers = _Loader.yaml_implicit_resolvers


def _node_of(text: str) -> Any:
    """Return the root of a YAML text, None of an empty one."""
    try:
        return _QuickLoader(text).get_single_node()
    except yaml.YAMLError:
        # The parser in Python has better words for what is wrong, and a better place.
        return _Loader(text).get_single_node()


def yaml_data(text: str) -> Any:
    """Read YAML as specifications are read, without their bounds.

    Raises:
        CaseError: It is no YAML.
    """
    try:
        return _Loader(text).get_single_data()
    except yaml.YAMLError as error:
        message = str(getattr(error, "problem", None) or error)
        raise CaseError(message) from None


def raw_cases(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Read the cases of a file, each with the line that it begins in.

    Raises:
        CaseError: It is no YAML, no list of cases, or a case has an unknown key or no name.
    """
    try:
        node = _node_of(path.read_text(encoding="utf-8"))
        data: Any = _Loader("").construct_document(node) if node is not None else None
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark is not None else ""
        message = f"{path}{line}: {getattr(error, 'problem', None) or error}"
        raise CaseError(message) from None
    if not isinstance(data, list) or not data:
        message = f"{path}: a list of cases is expected: `- name: ...`"
        raise CaseError(message)
    for raw, inner in zip(data, node.value, strict=True):
        line = inner.start_mark.line + 1
        _closed(raw, f"{path}:{line}")
        yield line, raw


def yaml_nodes(text: str, path: Path) -> list[Any]:
    """Return the nodes of a file of cases, one for each case, with their places in the text.

    Raises:
        CaseError: It is no list.
    """
    node = _Loader(text).get_single_node()
    if not isinstance(node, yaml.SequenceNode):
        message = f"{path}: a list of cases is expected: `- name: ...`"
        raise CaseError(message)
    return list(node.value)


def _closed(raw: Any, where: str) -> None:
    if not isinstance(raw, dict) or not isinstance(raw.get("name"), str):
        message = f"{where}: a case needs a `name`"
        raise CaseError(message)
    for key in raw:
        if key not in KEYS:
            message = f"{where}: there is no key `{key}`; {did_you_mean(str(key), KEYS)}"
            raise CaseError(message)
    if ("spec" in raw) == ("base" in raw):
        message = f"{where}: a case has either `spec`, a whole text, or `base`, where it starts"
        raise CaseError(message)
    if "set" in raw and "base" not in raw:
        message = f"{where}: `set` changes a `base`; there is none"
        raise CaseError(message)


def text_of(raw: dict[str, Any], path: Path, where: str) -> str:
    """Return the specification of a case.

    Raises:
        CaseError: Its base is not there or cannot be read, or a change leads nowhere.
    """
    if "spec" in raw:
        return str(raw["spec"])
    data = base_data(str(raw["base"]), path, where)
    for pointer, value in (raw.get("set") or {}).items():
        try:
            change(data, str(pointer), value)
        except (KeyError, IndexError, ValueError, TypeError, AttributeError):
            message = f"{where}: the base has no place `{pointer}`"
            raise CaseError(message) from None
    # A line for each key of the document: an indent would need Python's own, slower encoder.
    lines = (json.dumps({key: value}, ensure_ascii=False)[1:-1] for key, value in data.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


def base_data(name: str, path: Path, where: str) -> dict[str, Any]:
    """Return the data that a case starts from.

    Args:
        name: A file, told from the folder of the cases (`../specs/a.intspec.yaml`), or the name of
            one in a folder `bases` beside the cases or above them.
        path: The file of the cases.
        where: The place of the case, for the message.

    Raises:
        CaseError: It is not there, or cannot be read.
    """
    folder = path.parent
    file = folder / name
    if not has_ending(name, DATA_ENDINGS):
        tried = [parent / BASES / f"{name}.yaml" for parent in (folder, *folder.parents)]
        file = next((candidate for candidate in tried if candidate.is_file()), tried[0])
    try:
        raw = file_bytes(str(file))
        data: dict[str, Any] = json.loads(_json_of(raw, str(file)))
    except Unreadable as error:
        message = f"{where}: its base cannot be read: {error.problems[0].message}"
        raise CaseError(message) from None
    return data


@lru_cache
def _json_of(raw: bytes, path: str) -> str:
    """Return the data of a document as JSON, of which each case may change a copy of its own."""
    return json.dumps(read_bytes(raw, path=path).data)


def change(data: Any, pointer: str, value: Any) -> None:
    """Set what a JSON Pointer names: null removes it, `-` at the end of a list adds to it.

    Raises:
        LookupError: It leads through a list to an entry that is not there.
    """
    *leading_steps, last_step = pointer_steps(pointer)
    parent: Any = data
    for step in leading_steps:
        parent = parent[int(step)] if isinstance(parent, list) else parent.setdefault(step, {})
    if isinstance(parent, list):
        if value is None:
            del parent[int(last_step)]
        elif last_step == "-":
            parent.append(value)
        else:
            parent[int(last_step)] = value
    elif value is None:
        del parent[last_step]
    else:
        parent[last_step] = value
