"""Cases for rules, as YAML: a specification, and all that is found in it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import yaml

from intspec.api import check_text
from intspec.diagnostics import FileReport

CASES = Path(__file__).parent / "cases"
KEYS = {"name", "base", "set", "spec", "stage", "checklists", "finds", "states"}


@attrs.frozen
class Case:
    """One case.

    Attributes:
        name: What it shows.
        text: The specification.
        stage: The stage given on the command line, if any.
        finds: All findings: rule, pointer, severity.
        states: States by arm (or `study`) and item number; only those named are compared.
    """

    name: str
    text: str
    stage: Any
    checklists: tuple[str, ...]
    finds: list[tuple[str, str, str]]
    states: dict[str, dict[str, str]]


def load(folder: str) -> list[Case]:
    """Read every case of a folder, or of the folders below it."""
    paths = sorted((CASES / folder).rglob("*.yaml"))
    return [case for path in paths if path.parent.name != "bases" for case in _read(path)]


def run(case: Case) -> tuple[list[tuple[str, str, str]], dict[str, dict[str, str]]]:
    """Check a case through the production path; return what is found and the states."""
    report = check_text(
        case.text, path="case.intspec.yaml", stage=case.stage, checklists=case.checklists
    )
    return findings(report), states(report)


def findings(report: FileReport) -> list[tuple[str, str, str]]:
    """Return what a report finds: rule, pointer and severity, sorted."""
    return sorted((d.rule, d.pointer, d.severity) for d in report.diagnostics)


def states(report: FileReport, checklist: str | None = None) -> dict[str, dict[str, str]]:
    """Return the states of a report by arm and number, for its first checklist or another one."""
    out: dict[str, dict[str, str]] = {}
    wanted = checklist or next((name for name, _title, _version in report.checklists), None)
    for item in report.items:
        if item.checklist != wanted:
            continue
        words = f"{item.state} (declared)" if item.declared else item.state
        subject = item.arm or "study"
        if item.modification is not None:
            subject = f"{subject} change {item.modification}"
        out.setdefault(subject, {})[item.number] = words
    return out


def _read(path: Path) -> Iterator[Case]:
    for raw in yaml.safe_load(path.read_text(encoding="utf-8")):
        unknown = set(raw) - KEYS
        assert not unknown, f"{path.name}: {raw.get('name')}: unknown keys {unknown}"
        text = raw.get("spec") or _from_base(raw)
        yield Case(
            name=f"{path.stem}: {raw['name']}",
            text=text,
            stage=raw.get("stage"),
            checklists=tuple(raw.get("checklists", ())),
            finds=sorted(
                (f["rule"], f["at"], f.get("severity", "error")) for f in raw.get("finds", [])
            ),
            states={
                arm: {str(n): s for n, s in numbers.items()}
                for arm, numbers in raw.get("states", {}).items()
            },
        )


def base(name: str) -> dict[str, Any]:
    """Return the data of a good specification that cases start from."""
    text = (CASES / "bases" / f"{name}.yaml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.safe_load(text)
    return data


def _from_base(raw: dict[str, Any]) -> str:
    data = base(raw["base"])
    for pointer, value in raw.get("set", {}).items():
        change(data, pointer, value)
    return json.dumps(data, ensure_ascii=False, indent=1)


def change(data: dict[str, Any], pointer: str, value: Any) -> None:
    """Set what a JSON Pointer names; null removes it."""
    *steps, last = pointer.removeprefix("/").split("/")
    parent: Any = data
    for step in steps:
        parent = parent[int(step)] if isinstance(parent, list) else parent.setdefault(step, {})
    if isinstance(parent, list):
        if value is None:
            del parent[int(last)]
        elif last == "-":
            parent.append(value)
        else:
            parent[int(last)] = value
    elif value is None:
        del parent[last]
    else:
        parent[last] = value
