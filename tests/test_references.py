"""A reference that leads nowhere is one finding, whatever it refers to and wherever it stands."""

import copy
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from intspec.api import check_bytes, check_text
from intspec.reading import read_bytes
from intspec.rules.builtin.references import KINDS
from intspec.rules.index import spec_index
from intspec.testing import factories
from members import Steps, field_of, one_of_each

SPECS = Path(__file__).parent.parent / "specs"
FILES = [*sorted(SPECS.glob("designs/*.yaml")), *sorted(SPECS.glob("*/*.intspec.yaml"))]


def findings(data: Any) -> list[tuple[str, str, str]]:
    """Check a document, and return what is found, but for notes."""
    report = check_text(json.dumps(data), path="a.intspec.json")
    return [(d.rule, d.pointer, d.message) for d in report.diagnostics if d.severity != "note"]


@cache
def given(file: Path) -> tuple[Any, frozenset[tuple[str, str, str]]]:
    """Return the data of a file, and what is found in it."""
    data = read_bytes(file.read_bytes(), path=file.name).data
    return data, frozenset(findings(data))


def references() -> Iterator[tuple[tuple[Path, Steps, str], Any, str]]:
    """Go over the references of the specifications, each of a field once in a file."""
    for file in dict.fromkeys(FILES):
        checked = check_bytes(file.read_bytes(), path=file.name)
        assert checked.spec is not None
        seen = set()
        for refers, uses in spec_index(checked.spec).references.items():
            for _name, path in uses:
                field = field_of(path)
                name = f"{file.name.partition('.')[0]}-{'.'.join(map(str, path))}"
                if field not in seen:
                    yield (file, path, KINDS[refers]), (KINDS[refers], field[-2:]), name
                seen.add(field)


@pytest.mark.parametrize(("file", "path", "kind"), one_of_each(references()))
def test_a_slip_in_a_reference_is_one_finding(file: Path, path: Steps, kind: str) -> None:
    """What was meant is evident, and counts: nothing else is found."""
    good, before = given(file)
    data = copy.deepcopy(good)
    block: Any = data
    for step in path[:-1]:
        block = block[step]
    if isinstance(block, str):
        pytest.skip("one value stands for a list")
    block[path[-1]] += "x"
    found = [one for one in findings(data) if one not in before]
    pointer = "".join(f"/{step}" for step in path)
    assert [(rule, at) for rule, at, _message in found] == [(f"intspec/unknown-{kind}", pointer)]
    assert f"did you mean `{block[path[-1]][:-1]}`?" in found[0][2]


def test_each_reference_of_the_model_has_a_rule() -> None:
    """A key that leads nowhere is never silent, of whatever field of the model it is."""
    checked = check_bytes(factories.text(factories.full()).encode(), path="a.json")
    assert checked.spec is not None
    assert spec_index(checked.spec).references.keys() == KINDS.keys()


def lists_of_references() -> Iterator[tuple[tuple[Path, Steps, str], Any, str]]:
    """Go over the lists of references of the specifications that name two or more entries."""
    for arguments, kind, name in references():
        file, path, _kind = arguments
        listed: Any = given(file)[0]
        for step in path[:-1]:
            listed = listed[step]
        if isinstance(listed, list) and len(listed) > 1:
            yield arguments, kind, name


@pytest.mark.parametrize("between", [", ", " and ", "; "])
@pytest.mark.parametrize(("file", "path", "kind"), one_of_each(lists_of_references()))
def test_references_that_were_written_as_one_text_are_one_finding(
    file: Path, path: Steps, kind: str, between: str
) -> None:
    """Each of them counts, and the remedy writes them all."""
    good, before = given(file)
    data = copy.deepcopy(good)
    block: Any = data
    for step in path[:-2]:
        block = block[step]
    names = block[path[-2]]
    block[path[-2]] = [between.join(names)]
    report = check_text(json.dumps(data), path="a.intspec.json")
    found = [
        d
        for d in report.diagnostics
        if d.severity != "note" and (d.rule, d.pointer, d.message) not in before
    ]
    assert [(d.rule, d.hint) for d in found] == [
        (f"intspec/unknown-{kind}", f"write {', '.join(f'`- {name}`' for name in names)}")
    ]
