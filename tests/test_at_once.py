"""Findings with one cause are told as one, and nothing is lost by it."""

import json
from collections.abc import Iterator
from itertools import chain, product
from pathlib import Path
from typing import Any, get_args

import attrs
import pytest
from reports import written

from following import Follower, alternatives, dumped, steps_of
from intspec.api import check_text, shared_registry
from intspec.checking.at_once import at_once
from intspec.checking.severity import gravest
from intspec.diagnostics import Diagnostic, FileReport
from intspec.model import Role
from intspec.reporters import Options
from test_cli import intspec
from test_followed_rules import CASES, SCHEMA

pytestmark = pytest.mark.long

CHECKLISTS = [["tidier"], ["consort-2025", "cert"], [*shared_registry().checklist_ids]]
SOURCES = {"own": {"citation": "Our notes, a fictitious source"}}
PAPER = {"paper": {"kind": "primary-paper", "title": "The main paper"}}
MORE: tuple[dict[str, Any], ...] = ({}, {"sources": SOURCES}, {"documents": PAPER})


def made(stage: str, checklists: list[str], more: dict[str, Any]) -> dict[str, Any]:
    """Make a document with an arm of each role that is only named, and one that is not."""
    arms = {role: {"role": role, "name": f"The {role} arm"} for role in get_args(Role)}
    told = {"role": "experimental", "name": "Walk", "rationale": {"goal": "Less pain."}}
    return {
        "intspec": "1.0",
        "id": "walk",
        "title": "Walk (fictitious)",
        "stage": stage,
        "fictitious": True,
        "checklists": checklists,
        "interventions": {**arms, "told": told},
        "materials": {"diary": {"name": "Diary"}, "map": {"name": "Map"}},
        **more,
    }


MADE = [made(*parts) for parts in product(("protocol", "results"), CHECKLISTS, MORE)]


def both(text: str, monkeypatch: pytest.MonkeyPatch) -> tuple[FileReport, FileReport]:
    """Check a document; return its report before and after findings are told as one."""
    reports: list[FileReport] = []

    def kept(report: FileReport, *rest: Any) -> FileReport:
        after = at_once(report, *rest)
        reports[:] = [report, after]
        return after

    monkeypatch.setattr("intspec.checking.at_once", kept)
    check_text(text, path="walk.intspec.yaml")
    before, after = reports
    return before, after


def documents() -> Iterator[str]:
    """Go over many documents: those made here, and a fourth of the cases of the rules."""
    yield from map(dumped, MADE)
    yield from (case.text for case in CASES[::4])


def items(found: Diagnostic) -> set[Any]:
    """Return the items that a finding leaves open."""
    return {(ref.checklist, ref.item, ref.arm) for ref in found.items}


def test_nothing_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every finding, item and outcome is there; formats of services tell each by itself."""
    groups = 0
    for text in documents():
        before, after = both(text, monkeypatch)
        assert sorted(map(repr, after.apart())) == sorted(map(repr, before.diagnostics))
        assert (after.items, after.outcomes) == (before.items, before.outcomes)
        for found in after.diagnostics:
            groups += bool(found.parts)
            assert not found.parts or items(found) == set(chain(*map(items, found.parts)))
            assert found.severity == gravest(part.severity for part in (*found.parts, found))
            assert not any(p.declared or (found.items and p.overridden) for p in found.parts)
    assert groups > len(MADE)


@pytest.mark.parametrize("fmt", ["json", "sarif", "junit"])
def test_formats_for_services_tell_each(fmt: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """SARIF and JUnit as if nothing were told as one; JSON with the parts of each."""
    for data in MADE[::4]:
        before, after = both(dumped(data), monkeypatch)
        now = written([after], shared_registry(), fmt)
        if fmt != "json":
            then = written([before], shared_registry(), fmt)
            assert _sorted(now) == _sorted(then)
            continue
        (file,) = json.loads(now)["files"]
        told = chain(*(found.get("parts", [found]) for found in file["diagnostics"]))
        wanted = json.loads(written([before], shared_registry(), fmt))["files"][0]["diagnostics"]
        assert sorted(map(repr, told)) == sorted(map(repr, wanted))


def _sorted(report: str) -> list[str]:
    """Return the lines of a report, whatever their order."""
    return sorted(line.rstrip(",") for line in report.splitlines())


def test_an_arm_of_which_nothing_is_said_is_one_finding() -> None:
    """With all its items, and as grave as the gravest of them; one of which some is said is not."""
    for data in MADE:
        report = check_text(dumped(data), path="walk.intspec.yaml")
        for role in get_args(Role):
            below = f"/interventions/{role}/"
            inside = [d for d in report.diagnostics if f"{d.pointer}/".startswith(below)]
            of_arm = [d for d in inside if d.arm == role and d.items]
            assert len(of_arm) <= 1, of_arm
            assert all(len(d.parts) in {0, len(d.also)} for d in of_arm)
        assert not [d for d in report.diagnostics if d.arm == "told" and d.parts]


ARM = """\
intspec: "1.0"
id: walk
title: Walk (fictitious)
stage: results
fictitious: true
checklists: [tidier]
interventions:
  walk: {role: experimental, name: Walk}
  wait: {role: waiting-list, name: Wait}
"""


def test_what_is_told_of_an_arm() -> None:
    """The message, the remedy, the items and the rules."""
    found, alone = check_text(ARM, path="walk.intspec.yaml").diagnostics
    assert (found.rule, found.severity, found.line, found.arm) == (
        "intspec/arm-not-described",
        "error",
        8,
        "walk",
    )
    assert found.message == (
        "nothing is said of the arm `walk` but its name and role, which leaves 11 items open"
    )
    assert found.hint == (
        "add `rationale:`, `materials:`, `procedures:` to the arm, with what was done in it; "
        "`intspec explain tidier 2` shows how"
    )
    assert [item.number for item in found.items] == [str(number) for number in range(2, 13)]
    assert "tidier/procedures-listed" in found.also
    assert (alone.rule, alone.parts) == ("tidier/period", ())


@pytest.mark.parametrize("name", ["<Brief name of the intervention>", "TBC", "A walk by the river"])
def test_a_name_that_says_nothing_is_asked_for_as_one(name: str) -> None:
    """It is there: the remedy is not to add the key, and what is said is the role alone."""
    text = ARM.replace("name: Walk}", f'name: "{name}"}}', 1)
    found = next(one for one in check_text(text, path="walk.yaml").diagnostics if one.arm == "walk")
    is_name = name == "A walk by the river"
    assert found.message.startswith(
        f"nothing is said of the arm `walk` but its {'name and ' * is_name}role, "
    )
    assert found.hint.startswith("write the name of the arm, and add ") != is_name
    assert "`name:`" not in found.hint


def test_what_is_declared_or_set_stands_by_itself(tmp_path: Path) -> None:
    """With the reason; the rest is told as one."""
    declared = "described_by: others\ndeclarations:\n- about: tidier/where\n  arm: walk\n"
    declared += "  state: not-found\n  reason: Not in the report that was read.\n"
    severity = '[severity]\n"tidier/mode" = {is = "note", reason = "Asked for later."}\n'
    (tmp_path / "intspec.toml").write_text(severity, encoding="utf-8")
    (tmp_path / "walk.intspec.yaml").write_text(ARM + declared, encoding="utf-8")
    done = intspec("check", "walk.intspec.yaml", "--format", "json", cwd=tmp_path)
    (file,) = json.loads(done.stdout)["files"]
    of_arm = {found["rule"]: found for found in file["diagnostics"] if found["arm"] == "walk"}
    assert sorted(of_arm) == ["intspec/arm-not-described", "tidier/mode", "tidier/settings-listed"]
    assert of_arm["tidier/mode"]["overridden"]["reason"] == "Asked for later."
    assert of_arm["tidier/settings-listed"]["declared"] == "Not in the report that was read."


def test_following_the_remedy_removes_what_is_told_as_one() -> None:
    """Each way that it offers."""
    followed = 0
    for data in (data for data in MADE if data["checklists"] == CHECKLISTS[0]):
        text = dumped(data)
        for found in check_text(text, path="walk.intspec.yaml").diagnostics:
            for way in alternatives(found.hint) if found.parts else ():
                path = steps_of(data, found.pointer)
                after = Follower(SCHEMA, data, found.arm).follow(way, path)
                left = check_text(dumped(after), path="walk.intspec.yaml").diagnostics
                same = [d for d in left if (d.rule, d.arm) == (found.rule, found.arm)]
                # A list that is to be gone through is shorter by one entry.
                assert not same or len(same[0].parts) < len(found.parts), (way, found)
                followed += 1
    assert followed > 2 * len(get_args(Role))


def test_statements_without_a_source_are_counted() -> None:
    """With their lines, and the place of the first."""
    more = "\nsources:\n  own:\n    citation: Our notes.\nmaterials:\n"
    more += "".join(f"  m{n}:\n    name: Map {n}\n    description: Of paper.\n" for n in range(12))
    told = check_text(ARM + more, path="walk.intspec.yaml").diagnostics
    (found,) = (d for d in told if d.rule == "intspec/unsourced")
    lines = "15, 18, 21, 24, 27, 30, 33, 36"
    assert (found.message, found.line, len(found.parts)) == (
        f"12 statements name no source for what they state: lines {lines} and 4 more",
        15,
        12,
    )
    assert found.hint == (
        "add `default_source: own` to the top level if nearly all rests on it, or "
        "`sources: [own]` to each, with the keys of what says so"
    )


def test_a_terminal_shows_it_wrapped_and_verbose_shows_the_parts() -> None:
    """What stands between backticks is not broken, and nothing is shown twice elsewhere."""
    report = check_text(ARM, path="walk.intspec.yaml")
    report = attrs.evolve(report, diagnostics=report.diagnostics[:1])
    looks = Options(terminal=True, width=60)
    lines = written([report], shared_registry(), "text", looks).splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("error:"))
    assert lines[start + 1 : start + 8] == [
        "  walk.intspec.yaml:8:3",
        "     8 |   walk: {role: experimental, name: Walk}",
        "       |   ^^^^",
        "  help: add `rationale:`, `materials:`, `procedures:` to the",
        "        arm, with what was done in it;",
        "        `intspec explain tidier 2` shows how",
        "",
    ]
    verbose = written([report], shared_registry(), "text", attrs.evolve(looks, verbose=True))
    parts = [line for line in verbose.splitlines() if line.startswith("  walk.intspec.yaml:8:3: ")]
    assert len(parts) == len(report.diagnostics[0].parts)
    assert parts[0].endswith(", arm walk]")


GOOD = Path(__file__).parent.parent / "specs" / "exercise" / "group-exercise.intspec.yaml"
ENRICH = GOOD.parent.parent / "enrich" / "enrich.intspec.yaml"


def test_declared_gaps_are_counted_on_a_terminal() -> None:
    """And listed where it is no terminal, or where all is asked for."""
    text = ENRICH.read_text(encoding="utf-8")
    report = check_text(text, path="enrich.intspec.yaml")
    for looks, listed in (
        (Options(terminal=True), False),
        (Options(terminal=True, verbose=True), True),
        (Options(), True),
    ):
        lines = written([report], shared_registry(), "text", looks).splitlines()
        summary = next(line for line in lines if line.startswith("0 errors"))
        assert ("Declared gaps" in lines) is listed
        assert ("declared gaps (`--verbose` lists them)" in summary) is not listed
        assert "declared gaps" in summary


def test_files_in_which_nothing_is_found_take_one_line(tmp_path: Path) -> None:
    """All together; one that is not judged whole is none of them, and the total counts all."""
    good = GOOD.read_text(encoding="utf-8")
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.intspec.yaml").write_text(good, encoding="utf-8")
    (tmp_path / "d.intspec.yaml").write_text(ARM, encoding="utf-8")
    done = intspec("check", ".", cwd=tmp_path)
    names = "./a.intspec.yaml, ./b.intspec.yaml, ./c.intspec.yaml"
    assert done.stdout.splitlines()[-2:] == [
        f"Nothing found in 3 files (`--verbose` shows each): {names}",
        "4 files: 1 error, 1 warning",
    ]
    assert done.stdout.count("TIDieR 2014  ") == 1
    verbose = intspec("check", ".", "--verbose", cwd=tmp_path).stdout
    assert verbose.count("TIDieR 2014  ") == 4
    assert "Nothing found" not in verbose
    assert "Nothing found" not in intspec("check", ".", "--quiet", cwd=tmp_path).stdout
    assert "Nothing found" not in intspec("check", "a.intspec.yaml", cwd=tmp_path).stdout


@pytest.mark.parametrize("state", ["blocked", "crashed"])
def test_a_file_of_which_not_all_was_asked_is_shown(state: Any) -> None:
    """It is not told as one in which nothing is found."""
    report = check_text(GOOD.read_text(encoding="utf-8"), path="good.intspec.yaml")
    first, *rest = report.outcomes
    lost = attrs.evolve(report, outcomes=(attrs.evolve(first, state=state), *rest))
    looks = Options(several=True)
    assert written([report], shared_registry(), "text", looks).startswith("Nothing found")
    assert "1 not run" in written([lost], shared_registry(), "text", looks)
