"""Clauses on rules and checklists: documentation, words, paths, examples, cases, purity."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs

from intspec.api import check_bytes
from intspec.checking import Checked
from intspec.checklists import Part, PartOf
from intspec.diagnostics import SEVERITIES, pointer_steps
from intspec.model import Arm, Specification
from intspec.plugins.values import BESIDE_MODEL
from intspec.rules import HEADINGS
from intspec.rules.model_places import stray
from intspec.schema.generating import fields_of
from intspec_kit import factories
from intspec_kit.case_files import CaseError, yaml_data
from intspec_kit.cases import cases as cases_of
from intspec_kit.cases import found_by, report_of
from intspec_kit.contract.bench import Bench, NothingToLookAt, NotLookedAt
from intspec_kit.contract.of_plugins import failures

#: How the ids of the core's findings end that an example must not have.
WRONG = ("-key", "-type", "-value", "-form", "-reference")
WORDS = ("asks", "gap", "mend", "example", "yaml", "instead")


def _needs_rules(bench: Bench) -> None:
    if not bench.rules and not bench.checklists:
        raise NothingToLookAt


def documentation(bench: Bench) -> Iterator[str]:
    """Every rule has text under each heading."""
    messages = list(failures(bench, "documentation"))
    yield from messages
    if not bench.rules and not messages:
        raise NothingToLookAt
    for rule in bench.rules:
        if not rule.summary.endswith("."):
            yield f"`{rule.id}`: its summary is no sentence: {rule.summary!r}"
        for heading in HEADINGS:
            if not rule.documentation.get(heading, "").strip():
                yield f"`{rule.id}` has nothing under `## {heading}`"
        if rule.severity not in SEVERITIES:
            yield f"`{rule.id}`: there is no severity `{rule.severity}`"


def words(bench: Bench) -> Iterator[str]:
    """Every item and part has all its words."""
    if not bench.checklists:
        raise NothingToLookAt
    for checklist in bench.checklists:
        if not checklist.file.name:
            yield f"`{checklist.id}` has no `name`, its full name"
        for item in checklist.file.items:
            for word in ("asks", "why"):
                if not getattr(item, word):
                    yield f"the item `{checklist.id}/{item.id}` has no `{word}`"
            if item.parts and not (item.uses or item.shows or any(map(_paths, item.parts))):
                yield (
                    f"the item `{checklist.id}/{item.id}` is decided by rules alone and has no "
                    "`shows`, so tables print nothing under it: name the paths of what it is about"
                )
    for _checklist, item, part in bench.parts():
        missing_words = [word for word in WORDS if not (getattr(part.part, word) or "").strip()]
        missing_words += [] if part.part.why or item.why else ["why"]
        if missing_words:
            yield f"`{part.rule}` has no {', '.join(f'`{word}`' for word in missing_words)}"


def _paths(part: Part) -> tuple[str, ...]:
    return (*part.all, *part.any, *part.each, *part.some)


def paths(bench: Bench) -> Iterator[str]:
    """Paths of checklists and of findings are in the model."""
    messages = list(failures(bench, "paths"))
    yield from messages
    if not messages:
        _needs_rules(bench)
    for label, checked in _reports(bench):
        for diagnostic in checked.report.apart():
            if diagnostic.rule.partition("/")[0] not in bench.namespaces:
                continue
            if wrong := stray(tuple(pointer_steps(diagnostic.pointer)), bench.registry.extensions):
                place = f"`{diagnostic.rule}` {BESIDE_MODEL} {diagnostic.pointer}"
                yield f"{place}: {wrong} ({label})"
    for plugin in bench.plugins:
        for failure in plugin.failures:
            if failure.file and f"`path` {BESIDE_MODEL}" in failure.reason:
                yield f"`{failure.hook}`: {failure.reason} ({failure.file})"


def examples(bench: Bench) -> Iterator[str]:
    """The specification that a part shows makes it pass."""
    if not any(True for _ in bench.parts()):
        raise NothingToLookAt
    for checklist, _item, part in bench.parts():
        if not part.part.yaml:
            continue
        base = factories.minimal(checklists=[checklist.id])
        try:
            data = _merged(base, yaml_data(part.part.yaml))
        except CaseError as error:
            yield f"`{part.rule}`: its `yaml` cannot be read: {error}"
            continue
        raw = factories.text(data).encode()
        report = check_bytes(raw, path="example.intspec.yaml", registry=bench.registry).report
        wrong_diagnostics = [
            diagnostic for diagnostic in report.apart() if diagnostic.rule.endswith(WRONG)
        ]
        states = {outcome.state for outcome in report.outcomes if outcome.rule == part.rule}
        if wrong_diagnostics:
            yield f"`{part.rule}`: its `yaml` is no specification: {wrong_diagnostics[0].message}"
        elif "passed" not in states or not states <= {"passed", "did-not-apply"}:
            state_names = ", ".join(sorted(states)) or "not run"
            yield f"`{part.rule}`: with its `yaml` it is not passed: {state_names}"


def _merged(base: Any, changes: Any) -> Any:
    if isinstance(base, dict) and isinstance(changes, dict):
        return base | {key: _merged(base.get(key), value) for key, value in changes.items()}
    return changes


def cases(bench: Bench) -> Iterator[str]:
    """Every rule and part is found by a case, and all cases pass."""
    _needs_rules(bench)
    if bench.request.cases is None:
        if bench.project is None:
            message = "an installed plugin carries no cases: name their folder"
            raise NotLookedAt(message)
        yield "it has rules or parts, but no folder `tests/cases`"
        return
    if any(not failure.file for plugin in bench.plugins for failure in plugin.failures):
        message = "something of it failed to load, so every case would fail: mend that first"
        raise NotLookedAt(message)
    try:
        case_list = cases_of(Path(bench.request.cases))
    except CaseError as error:
        yield str(error)
        return
    found_ids = found_by(case_list)
    for case in case_list:
        report = report_of(case, bench.registry)
        # What a placeholder says of a text is a finding of the part that asks for it, too.
        found_ids.update(other for found in report.diagnostics for other in found.also)
        messages = case.differences(report)
        if messages:
            yield f"{case.where}: {case.name}: {'; '.join(messages)}"
    needed = [
        part.decided_by for _checklist, _item, part in bench.parts() if not _always_there(part)
    ]
    for name in dict.fromkeys([*needed, *(rule.id for rule in bench.rules)]):
        if name not in found_ids and name.partition("/")[0] in bench.namespaces:
            yield f"no case finds `{name}`"


def _always_there(part: PartOf) -> bool:
    """Tell whether a part asks for a key without which no document fits the schema."""
    start: Any = Arm if part.scope == "arm" else Specification
    required = {name for name, field in fields_of(start).items() if field.default is attrs.NOTHING}
    keys = (*part.part.all, *part.part.any)
    return not part.part.each and not part.part.some and bool(keys) and set(keys) <= required


def specs(bench: Bench) -> Iterator[str]:
    """The plugin's own example specifications are good."""
    if bench.project is None:
        message = "an installed plugin carries no example specifications"
        raise NotLookedAt(message)
    folder = bench.project.folder / "specs"
    spec_paths = (
        sorted(path for path in folder.rglob("*.intspec.*") if path.is_file())
        if folder.is_dir()
        else []
    )
    if not spec_paths:
        yield "it has no example specification: put one into `specs/`"
    for path in spec_paths:
        name = path.relative_to(bench.project.folder).as_posix()
        result = bench.check(name, path.read_bytes())
        if result.spec is None:
            yield f"{name}: {result.report.diagnostics[0].message}"
        elif not (result.spec.fictitious or result.spec.sources):
            yield f"{name} neither says `fictitious: true` nor names its `sources`"


def no_crash(bench: Bench) -> Iterator[str]:
    """No rule raises."""
    _needs_rules(bench)
    for _label, _checked in _reports(bench):
        pass
    for plugin in bench.plugins:
        for failure in plugin.failures:
            told = ("the contract allows no network", f"`path` {BESIDE_MODEL}")
            if failure.file and not any(words in failure.reason for words in told):
                yield f"`{failure.hook}` on {failure.file}: {failure.reason}"


def pure(bench: Bench) -> Iterator[str]:
    """Two runs agree."""
    _needs_rules(bench)
    for label, raw in bench.again():
        first, second = bench.first(label, raw).report, bench.check(label, raw).report
        if first == second:
            continue
        changed = {
            record.rule
            for kind in ("diagnostics", "outcomes")
            for record in set(getattr(first, kind)) ^ set(getattr(second, kind))
        }
        names = ", ".join(f"`{name}`" for name in sorted(changed)) or "the order of findings"
        yield f"two runs on {label} differ: {names}"


def _reports(bench: Bench) -> Iterator[tuple[str, Checked]]:
    for label, raw in bench.documents():
        yield label, bench.first(label, raw)
