"""What does not fit the schema is taken out, so that all else can be judged.

It goes with the smallest optional thing around it: an optional key, an entry of a list, an entry of
a catalogue. A key that is required takes its record along. The study and its arms are what is
judged, so they stay: their required keys get a value that stands in, and is not read as one.
A record of which only keys are left that the schema does not have goes as one: what it says stands
under them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import attrs

from intspec.diagnostics import Path
from intspec.lazy import frozen
from intspec.schema import problems
from intspec.schema.gate import SchemaProblem
from intspec.schema.generating import node_at
from intspec.schema.taken import STATEMENTS, Gone, Statement, TakenOut, original

ARMS = "interventions"
#: Keys of the study and of an arm that stay, and what stands in for their value.
OF_STUDY: Mapping[str, str] = {
    "intspec": "1.0",
    "id": "study",
    "title": "The study",
    "stage": "results",
}
#: A version of the schema that was meant to be the one that there is: `1`, `v1.0`.
THIS_VERSION = re.compile(r"\D*1(?:\.0)*\D*")
OF_ARM: Mapping[str, str] = {"role": "experimental", "name": "The arm"}
#: Keys of the study that all else may hang on, as on the role of an arm, of which there are few
#: values: each of them is tried.
TRIED: tuple[Path, ...] = (("stage",), ("described_by",))
VERSION: Path = ("intspec",)
#: So often is looked whether what is left fits: what goes may leave a list too short.
PASSES = 8


def take_out(
    schema: dict[str, Any], data: Mapping[str, Any], faults: Sequence[SchemaProblem]
) -> TakenOut | None:
    """Take out of a document what does not fit the schema.

    Args:
        schema: The schema.
        data: The document.
        faults: The ways in which it does not fit.

    Returns:
        What is left; None if it is nothing that can be judged.
    """
    arms = data.get(ARMS)
    if not isinstance(arms, dict) or not any(isinstance(arm, dict) for arm in arms.values()):
        return None
    taker = _Taker(schema, data)
    found: Sequence[SchemaProblem] = faults
    for _ in range(PASSES):
        if not taker.mark(found):
            return None
        left = _Rest(taker)
        found = problems(schema, left.under_good_names())
        if not found:
            return left.taken_out(_statements(data, faults, taker))
        found = [attrs.evolve(fault, path=left.original(fault.path)) for fault in found]
    return None


@frozen
class _Leaf:
    """Something that goes, or has a value that stands in for its own, because of a fault."""

    fault: Path
    stand_in: Any = None
    known: bool = True


class _Taker:
    """Marks what is to go.

    Args:
        schema: The schema.
        data: The document.
    """

    def __init__(self, schema: dict[str, Any], data: Mapping[str, Any]) -> None:
        self.schema = schema
        self.data = data
        #: What goes: its steps from the root, as dicts in dicts with a `_Leaf` at the end.
        self.tree: dict[str | int, Any] = {}
        #: Names that fit the schema, for keys that stay though they do not.
        self.names: dict[Path, str] = {}
        self.marks = 0

    def mark(self, faults: Iterable[SchemaProblem]) -> bool:
        """Mark what is to go because of some faults; tell whether that is anything new to judge."""
        before = self.marks
        faults = [*faults]
        for path in _of_unknown_keys(self.data, faults):
            whole = self._smallest(path)
            self._go(whole, _Leaf(path, _stand_in(whole)))
        for fault in faults:
            if fault.rule == "bad-key" and isinstance(_at(self.data, fault.path), dict):
                self.marks += fault.path not in self.names
                self.names[fault.path] = f"renamed-{len(self.names)}"
                continue
            if fault.rule == "unknown-key":
                self._go(fault.path, _Leaf(fault.path, known=False))
                if not fault.stands_for:
                    continue
            path = fault.stands_for or fault.path
            whole = self._smallest(path)
            if not whole or (whole == VERSION and _of_another_version(self.data, fault.path)):
                return False
            self._go(whole, _Leaf(fault.path, _stand_in(whole)))
        return self.marks > before

    def _smallest(self, path: Path) -> Path:
        """Return the smallest thing around a path that can go or be stood in for; () for none."""
        if path[0] in STATEMENTS and len(path) > 1:
            return path[:2]
        while path and _stand_in(path) is None:
            if path[-1] not in node_at(self.schema, path[:-1]).get("required", ()):
                return path
            path = path[:-1]
        return path

    def _go(self, path: Path, leaf: _Leaf) -> None:
        node = self.tree
        for step in path[:-1]:
            inner = node.setdefault(step, {})
            if isinstance(inner, _Leaf):
                return
            node = inner
        if not isinstance(node.get(path[-1]), _Leaf):
            node[path[-1]] = leaf
            self.marks += 1


class _Rest:
    """What is left of a document when all that is marked is gone."""

    def __init__(self, taker: _Taker) -> None:
        self.names = taker.names
        self.meant = {name: path[-1] for path, name in taker.names.items()}
        self.gone: list[Gone] = []
        self.tried: list[Path] = []
        self.numbers: dict[Path, list[int]] = {}
        self.data = self._left(taker.data, taker.tree, ())

    def taken_out(self, statements: Mapping[str, tuple[Statement, ...]]) -> TakenOut:
        """Return it with what is to be known of what is gone."""
        numbers = MappingProxyType(self.numbers)
        return TakenOut(self.data, tuple(self.gone), tuple(self.tried), numbers, statements)

    def under_good_names(self) -> Any:
        """Return what is left with names that fit for keys that stay though they do not."""
        return _renamed(self.data, (), self.names) if self.names else self.data

    def original(self, path: Path) -> Path:
        """Return where something stands in the document."""
        return original(tuple(self.meant.get(str(step), step) for step in path), self.numbers)

    def _left(self, value: Any, tree: Mapping[str | int, Any], path: Path) -> Any:
        if isinstance(value, list):
            return self._list(value, tree, path)
        if not isinstance(value, Mapping):
            return value
        out = dict(value)
        for key, below in tree.items():
            here = (*path, key)
            if isinstance(below, _Leaf):
                out.pop(str(key), None)
                if below.stand_in is not None:
                    out[str(key)] = below.stand_in
                if below.known:
                    self._note(here, below.fault)
            elif key in out:
                out[str(key)] = self._left(out[str(key)], below, here)
        return out

    def _note(self, path: Path, fault: Path) -> None:
        """Note what is not known: a key whose values can be tried, or anything else."""
        if is_arm(path):
            self.tried.append((*path, "role"))
        if path in TRIED or (is_arm(path[:-1]) and path[-1] == "role"):
            self.tried.append(path)
        else:
            self.gone.append(Gone(path, fault))

    def _list(self, values: list[Any], tree: Mapping[str | int, Any], path: Path) -> list[Any]:
        left = [n for n in range(len(values)) if not isinstance(tree.get(n), _Leaf)]
        if len(left) < len(values):
            self.numbers[path] = left
            self.gone += (
                Gone((*path, -1 - int(n)), leaf.fault)
                for n, leaf in tree.items()
                if isinstance(leaf, _Leaf)
            )
        return [
            self._left(values[n], tree[n], (*path, number)) if n in tree else values[n]
            for number, n in enumerate(left)
        ]


def _of_another_version(data: Mapping[str, Any], path: Path) -> bool:
    """Tell whether a document names a version of the schema that is not known."""
    stated = str(data.get(str(path[0]), ""))
    return any(map(str.isdigit, stated)) and THIS_VERSION.fullmatch(stated) is None


def _of_unknown_keys(data: Any, faults: Iterable[SchemaProblem]) -> Iterator[Path]:
    """Go over the records that hold nothing but keys that the schema does not have."""
    unknown: dict[Path, set[str]] = {}
    for fault in faults:
        if fault.rule == "unknown-key" and not fault.stands_for:
            unknown.setdefault(fault.path[:-1], set()).add(str(fault.path[-1]))
        elif fault.rule == "missing-key":
            unknown.setdefault(fault.path[:-1], set())
    for path, keys in unknown.items():
        if path and _at(data, path).keys() <= keys:
            yield path


def _stand_in(path: Path) -> Any:
    """Return what stands in for a value that must stay; None where it may go."""
    if len(path) == 1:
        return OF_STUDY.get(str(path[0]))
    if is_arm(path):
        return dict(OF_ARM)
    return OF_ARM.get(str(path[-1])) if is_arm(path[:-1]) else None


def is_arm(path: Path) -> bool:
    """Tell whether a path is that of an arm."""
    return len(path) == 2 and path[0] == ARMS  # noqa: PLR2004 -- `interventions` and a key


def _renamed(value: Any, path: Path, names: Mapping[Path, str]) -> Any:
    if isinstance(value, list):
        return [_renamed(inner, (*path, n), names) for n, inner in enumerate(value)]
    if not isinstance(value, dict):
        return value
    return {
        names.get((*path, key), key): _renamed(inner, (*path, key), names)
        for key, inner in value.items()
    }


def _at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def _statements(
    data: Mapping[str, Any], faults: Iterable[SchemaProblem], taker: _Taker
) -> Mapping[str, tuple[Statement, ...]]:
    """Return what can still be read of the statements that go, by the list that they stand in."""
    no_faults: list[SchemaProblem] = []
    by_entry: dict[Path, list[SchemaProblem]] = {}
    whole: dict[str, Path] = {}
    for fault in faults:
        by_entry.setdefault(fault.path[:2], []).append(fault)
        meant = fault.stands_for or fault.path
        if len(meant) == 1:
            whole[str(meant[0])] = fault.path
    out: dict[str, tuple[Statement, ...]] = {}
    for name in STATEMENTS:
        going = taker.tree.get(name, {})
        if isinstance(going, _Leaf):
            # The list is under another name, or is no list.
            listed = data.get(str(whole.get(name, (name,))[0]))
            entries = (
                [(entry, no_faults) for entry in listed]
                if isinstance(listed, list)
                else [({}, no_faults)]
            )
        else:
            listed = data.get(name)
            entries = [
                (listed[n], by_entry.get((name, n), no_faults))
                for n, leaf in going.items()
                if isinstance(leaf, _Leaf) and isinstance(listed, list)
            ]
        out[name] = tuple(_statement(entry, entry_faults) for entry, entry_faults in entries)
    return MappingProxyType(out)


def _statement(entry: Any, faults: Iterable[SchemaProblem]) -> Statement:
    said = {k: v for k, v in entry.items() if isinstance(v, str)} if isinstance(entry, dict) else {}
    for fault in faults:
        if len(fault.path) < 3:  # noqa: PLR2004 -- it is about the entry, not a key of it
            continue
        value = said.pop(str(fault.path[2]), None)
        if fault.stands_for and value is not None:
            said[str(fault.stands_for[2])] = value
    return Statement(said.get("about"), said.get("arm"), said.get("state"))
