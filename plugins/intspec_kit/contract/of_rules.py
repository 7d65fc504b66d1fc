"""Clauses on rules and checklists: documentation, words, paths, examples, cases, purity."""

import typing
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs

from intspec.api import check_bytes
from intspec.checking import Checked
from intspec.checklists import PartOf
from intspec.diagnostics import SEVERITIES, Diagnostic
from intspec.model import Arm, Specification
from intspec.rules import HEADINGS
from intspec.schema.generating import fields_of, plain_type
from intspec_kit import factories
from intspec_kit.case_files import CaseError, yaml_data
from intspec_kit.cases import cases as cases_of
from intspec_kit.cases import found_by
from intspec_kit.contract.bench import Bench, NothingToLookAt, NotLookedAt
from intspec_kit.contract.of_plugins import failures

#: Endings of the core's findings that an example must not have.
WRONG = ("-key", "-type", "-value", "-form", "-reference")
WORDS = ("asks", "gap", "mend", "example", "yaml", "instead")


def _needs_rules(bench: Bench) -> None:
    if not bench.rules and not bench.checklists:
        raise NothingToLookAt


def documentation(bench: Bench) -> Iterator[str]:
    """Every rule has text under each heading."""
    known = list(failures(bench, "documentation"))
    yield from known
    if not bench.rules and not known:
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
    for _checklist, item, part in bench.parts():
        missing = [word for word in WORDS if not (getattr(part.part, word) or "").strip()]
        missing += [] if part.part.why or item.why else ["why"]
        if missing:
            yield f"`{part.rule}` has no {', '.join(f'`{word}`' for word in missing)}"


def paths(bench: Bench) -> Iterator[str]:
    """Paths of checklists and of findings are in the model."""
    known = list(failures(bench, "paths"))
    yield from known
    if not known:
        _needs_rules(bench)
    for label, found in _reports(bench):
        for one in found.report.diagnostics:
            step = _stray(one, bench)
            if step is not None:
                yield f"`{one.rule}` points at {one.pointer}: there is no `{step}` ({label})"


def _stray(found: Diagnostic, bench: Bench) -> str | None:
    """Return the step of a finding's place that the model does not have."""
    if found.rule.partition("/")[0] not in bench.namespaces:
        return None
    annotation: Any = Specification
    steps = [s.replace("~1", "/").replace("~0", "~") for s in found.pointer.split("/")[1:]]
    for number, step in enumerate(steps):
        annotation = plain_type(annotation)
        origin = typing.get_origin(annotation)
        if number == 1 and steps[0] == "extensions":
            annotation = bench.registry.extensions.get(step, Any)
        elif annotation is Any:
            return None
        elif attrs.has(annotation):
            field = fields_of(annotation).get(step) or fields_of(annotation).get(f"{step}_")
            if field is None:
                return step
            annotation = field.type
        elif origin is tuple and step.isdigit():
            annotation = typing.get_args(annotation)[0]
        elif origin is not None and origin is not tuple and issubclass(origin, Mapping):
            annotation = typing.get_args(annotation)[1]
        else:
            return step
    return None


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
        wrong = [d for d in report.diagnostics if d.rule.endswith(WRONG)]
        states = {o.state for o in report.outcomes if o.rule == part.rule}
        if wrong:
            yield f"`{part.rule}`: its `yaml` is no specification: {wrong[0].message}"
        elif "passed" not in states or not states <= {"passed", "did-not-apply"}:
            told = ", ".join(sorted(states)) or "not run"
            yield f"`{part.rule}`: with its `yaml` it is not passed: {told}"


def _merged(base: Any, more: Any) -> Any:
    if isinstance(base, dict) and isinstance(more, dict):
        return base | {k: _merged(base.get(k), v) for k, v in more.items()}
    return more


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
        some = cases_of(Path(bench.request.cases))
    except CaseError as error:
        yield str(error)
        return
    for case in some:
        done = check_bytes(
            case.text.encode(),
            path=case.where,
            registry=bench.registry,
            stage=case.stage,
            checklists=case.checklists,
        )
        told = case.differences(done.report)
        if told:
            yield f"{case.where}: {case.name}: {'; '.join(told)}"
    found = found_by(some)
    needed = [part.decided_by for _c, _i, part in bench.parts() if not _always_there(part)]
    for name in dict.fromkeys([*needed, *(rule.id for rule in bench.rules)]):
        if name not in found and name.partition("/")[0] in bench.namespaces:
            yield f"no case finds `{name}`"


def _always_there(part: PartOf) -> bool:
    """Tell whether a part asks for a key without which no document fits the schema."""
    start: Any = Arm if part.scope == "arm" else Specification
    required = {n for n, f in fields_of(start).items() if f.default is attrs.NOTHING}
    asked = (*part.part.all, *part.part.any)
    return not part.part.each and not part.part.some and bool(asked) and set(asked) <= required


def specs(bench: Bench) -> Iterator[str]:
    """The plugin's own example specifications are good."""
    if bench.project is None:
        message = "an installed plugin carries no example specifications"
        raise NotLookedAt(message)
    folder = bench.project.folder / "specs"
    own = sorted(p for p in folder.rglob("*.intspec.*") if p.is_file()) if folder.is_dir() else []
    if not own:
        yield "it has no example specification: put one into `specs/`"
    for path in own:
        name = path.relative_to(bench.project.folder).as_posix()
        done = bench.check(name, path.read_bytes())
        if done.spec is None:
            yield f"{name}: {done.report.diagnostics[0].message}"
        elif not (done.spec.fictitious or done.spec.sources):
            yield f"{name} neither says `fictitious: true` nor names its `sources`"


def no_crash(bench: Bench) -> Iterator[str]:
    """No rule raises."""
    _needs_rules(bench)
    for _label, _found in _reports(bench):
        pass
    for plugin in bench.plugins:
        for failure in plugin.failures:
            if failure.file and "the contract allows no network" not in failure.reason:
                yield f"`{failure.hook}` on {failure.file}: {failure.reason}"


def pure(bench: Bench) -> Iterator[str]:
    """Two runs agree."""
    _needs_rules(bench)
    for label, raw in bench.again():
        first, second = bench.first(label, raw).report, bench.check(label, raw).report
        if first == second:
            continue
        changed = {
            one.rule
            for kind in ("diagnostics", "outcomes")
            for one in set(getattr(first, kind)) ^ set(getattr(second, kind))
        }
        told = ", ".join(f"`{name}`" for name in sorted(changed)) or "the order of findings"
        yield f"two runs on {label} differ: {told}"


def _reports(bench: Bench) -> Iterator[tuple[str, Checked]]:
    for label, raw in bench.documents():
        yield label, bench.first(label, raw)
