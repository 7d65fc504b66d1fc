"""`intspec plugin cases`: cases made of specifications, and renewed where they stand."""

from pathlib import Path

import pytest

from command_line import run_text
from intspec_kit.case_files import raw_cases
from intspec_kit.case_writing import updated
from intspec_kit.cases import cases

SPEC = """\
intspec: "1.0"
id: walking
title: A fictitious trial
stage: protocol
fictitious: true
checklists: [cert]
no_comparator: {reason: A pilot.}
providers:
  nurse: {kind: nurse}
interventions:
  walking: {role: experimental, name: Walking, providers: [nurs]}
"""
#: What `finds` may look like, the text before and after it, and what then stands there.
NOTHING = "finds: []"
ONE = "finds:\n    - {rule: intspec/x, at: /y}"
FORMS = {
    "nothing": f"- name: one\n  base: a.intspec.yaml\n  {NOTHING}\n",
    "a block": f"- name: one\n  base: a.intspec.yaml\n  {ONE}\n  # why\n\n- name: two\n  spec: x\n",
    "brackets": "- name: one\n  finds: [{rule: a/b, at: /c},\n    {rule: a/c, at: /d}] # why\n"
    "  base: a.intspec.yaml\n",
    "none": "- name: one\n  base: a.intspec.yaml\n# the end\n",
    "none, before another": "- name: one\n  base: a.intspec.yaml\n\n- name: two\n  spec: x\n",
    "a text last": f"- name: one\n  {NOTHING}\n  spec: |\n    a\n\n- name: two\n  spec: x\n",
    "no finds, a text last": "- name: one\n  spec: |\n    a: b\n\n\n- name: two\n  spec: x\n",
    "a block of keys": f"- name: one\n  {ONE}\n    - rule: a/b\n      at: /c\n  spec: x\n",
    "states": f"- name: one\n  spec: x\n  {NOTHING}\n  states:\n    walking: {{'1': reported}}\n",
    "no line break at the end": f"- name: one\n  spec: x\n  {NOTHING}",
}


@pytest.fixture
def found(tmp_path: Path) -> object:
    """Return what is found in the specification, and a case of it."""
    (tmp_path / "a.intspec.yaml").write_text(SPEC)
    (tmp_path / "cases.yaml").write_text("- name: one\n  base: a.intspec.yaml\n")
    (case,) = cases(tmp_path / "cases.yaml")
    return case, case.report()


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("name", FORMS)
def test_what_is_found_is_written_where_it_stands(
    name: str, ends: str, tmp_path: Path, found: tuple[object, object]
) -> None:
    """Whatever it looks like there; all else stays, and the file says what is found."""
    case, report = found
    text = FORMS[name].replace("\n", ends)
    after = updated(text, Path("cases.yaml"), [(case, report)])  # type: ignore[list-item]
    file = tmp_path / "after.yaml"
    file.write_text(FORMS[name], newline="")
    before = [raw for _line, raw in raw_cases(file)]
    file.write_bytes(after.encode())
    (_line, first), *others = raw_cases(file)
    assert [one["rule"] for one in first["finds"]] == [
        one.rule
        for one in report.diagnostics  # type: ignore[attr-defined]
    ]
    assert [raw for _line, raw in others] == before[1:]
    states = {"walking": {"1": "not-reported"}}
    assert first == {**before[0], "finds": first["finds"]} | (
        {"states": states} if "states" in before[0] else {}
    )
    comments = [line for line in text.split(ends) if "#" in line]
    assert [line for line in after.split(ends) if line in comments or "# why" in line] == [
        line if "[" not in line else "  finds:" for line in comments
    ] or "brackets" in name
    assert (ends in after, "\r\n" in after) == (True, ends == "\r\n")


def test_updated_twice_is_updated_once(found: tuple[object, object]) -> None:
    """What is written is what would be written."""
    once = updated(FORMS["a block"], Path("cases.yaml"), [found])  # type: ignore[list-item]
    assert updated(once, Path("cases.yaml"), [found]) == once  # type: ignore[list-item]


def test_a_case_is_made_tried_and_renewed(tmp_path: Path) -> None:
    """One finding a line, as YAML to paste; `--write` adds it, `--update` renews it."""
    (tmp_path / "a.intspec.yaml").write_text(SPEC.replace("checklists: [cert]", "checklists: []"))

    def plugin_cases(*words: str) -> tuple[int, str]:
        done = run_text(("plugin", "cases", "cert", *words), cwd=tmp_path)
        return done.returncode, done.stdout

    entry = (
        "- name: what is found in a\n  base: ../a.intspec.yaml\n  finds:\n"
        '    - {rule: intspec/no-checklist, at: "", severity: note}\n'
        "    - {rule: intspec/unknown-provider, at: /interventions/walking/providers/0}\n"
    )
    (tmp_path / "cases").mkdir()
    code, printed = plugin_cases("a.intspec.yaml")
    assert (code, printed) == (0, entry.replace("../", "../../"))
    assert plugin_cases("a.intspec.yaml", "--write", "cases/a.yaml") == (0, "")
    assert (tmp_path / "cases" / "a.yaml").read_text() == entry
    assert plugin_cases("--cases", "cases") == (0, "1 cases: all as they say\n")
    (tmp_path / "a.intspec.yaml").write_text(
        SPEC.replace("checklists: [cert]", "checklists: []").replace("nurs]", "nurse]")
    )
    told = (
        "cases/a.yaml:1: what is found in a\n"
        "  not found: error intspec/unknown-provider at /interventions/walking/providers/0\n"
        "  finds:\n"
        '    - {rule: intspec/no-checklist, at: "", severity: note}\n'
        "\n"
        "1 of 1 cases differ; `--update` writes what is found now\n"
    )
    assert plugin_cases("--cases", "cases") == (1, told)
    assert plugin_cases("--cases", "cases", "--update") == (0, "")
    assert (tmp_path / "cases" / "a.yaml").read_text() == entry.rpartition("    - ")[0]
    assert plugin_cases("a.intspec.yaml", "--write", "cases/a.yaml") == (0, "")
    names = [case.name for case in cases(tmp_path / "cases")]
    assert names == ["what is found in a", "what is found in a, again"]


#: What cannot be done, and what is said.
REFUSED = {
    "no such plugin": (("nobody",), 2, "no plugin `nobody` is installed"),
    "no cases": (("cert",), 2, "give that of its cases with --cases"),
    "nothing to write": (("cert", "--write", "x.yaml"), 2, "--write is for the cases of a SPEC"),
    "no specification": (("cert", "bad.yaml"), 2, "bad.yaml:1: "),
    "no cases in it": (("cert", "--cases", "bad.yaml"), 2, "bad.yaml:1: "),
    "no cases to add to": (("cert", "a.yaml", "--write", "bad.yaml"), 2, "bad.yaml:1: "),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_done_is_told(name: str, tmp_path: Path) -> None:
    """In one line, and nothing is written."""
    words, code, expected = REFUSED[name]
    (tmp_path / "bad.yaml").write_text("a: [")
    (tmp_path / "a.yaml").write_text(SPEC)
    done = run_text(("plugin", "cases", *words), cwd=tmp_path)
    assert (done.returncode, done.stdout) == (code, "")
    assert expected in done.stderr
    assert (tmp_path / "bad.yaml").read_text() == "a: ["
