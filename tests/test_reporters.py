"""Each report format: golden files, and readers of others where there are any."""

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from reports import run_of, written

from intspec import __version__
from intspec.api import check_bytes, load_registry
from intspec.cli.forms import check_form
from intspec.diagnostics import Failure, FileReport
from intspec.plugins import Registry
from intspec.reporters import FORMATS, Options
from intspec.testing import factories

#: The files of a run, and the plugins that they were judged by.
Made = tuple[list[FileReport], Registry]
HERE = Path(__file__).parent
ROOT = HERE.parent
FORM = HERE / "data" / "forms" / "saved-by-libreoffice.docx"
GOLDENS = HERE / "goldens" / "reporters"
SUFFIX = {"text": "txt", "concise": "txt", "json": "json", "sarif": "sarif", "github": "txt"}
ARM = {
    "role": "experimental",
    "name": "Walking",
    "schedule": {"course": {"duration": "P12W"}},
    "providers": ["coach"],
}
FAULTY = """\
intspec: "1.0"
id: faulty
title: A fictitious trial with faults \u202e in it
stage: results
fictitious: true
checklists: [tidier]
providers:
  nurse: {kind: nurse, background: TBC}
materials:
  diary: {name: Übungstagebuch 日記, audience: [participants]}
interventions:
  exercise:
    role: experimental
    name: Schritt für Schritt 歩く
    providers: [nurse, nurze]
    materials: [diary]
    rationale: {goal: More walking.}
    schedule:
      course:
        {duration: P16W, frequency: {times: 1, per: P1W}, sessions: {planned: {min: 9, max: 9}}}
  usual-care: {role: usual-care, name: Care as usual}
declarations:
  - {about: tidier/where, state: not-done, reason: It was open to each site.}
  - {about: tidier/tailoring, arm: exercise, state: not-found, reason: Not in the minutes.}
"""


def report() -> Made:
    """Check three documents: ENRICH, one with faults, one that cannot be read; a plugin failed."""
    registry = load_registry()
    tables = next(plugin for plugin in registry.plugins if plugin.name == "tables")
    tables.fail("intspec_rules", "ValueError: a fictitious failure", "faulty.yaml")
    enrich = "specs/enrich/enrich.intspec.yaml"
    files = [
        check_bytes((ROOT / enrich).read_bytes(), path=enrich, registry=registry).report,
        check_bytes(FAULTY.encode(), path="faulty, 100%.yaml", registry=registry).report,
        check_bytes(b"a: 1\na: 2\n", path="twice.yaml", registry=registry).report,
    ]
    return files, registry


@pytest.fixture(scope="module")
def made() -> Made:
    """The files that all formats report, and the plugins that they were judged by."""
    return report()


@pytest.mark.parametrize("fmt", FORMATS)
def test_the_golden_file(made: Made, fmt: str, request: pytest.FixtureRequest) -> None:
    """The whole output is what it was."""
    text = written(*made, fmt).replace(__version__, "VERSION")
    golden = GOLDENS / f"{fmt}.{SUFFIX.get(fmt, 'xml')}"
    if request.config.getoption("--update"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def test_the_golden_file_in_colour(made: Made, request: pytest.FixtureRequest) -> None:
    """Colour and symbols repeat what the words say; texts are wrapped, declared gaps counted."""
    looks = Options(color=True, symbols=True, width=80, terminal=True)
    text = written(*made, "text", looks)
    golden = GOLDENS / "colour.txt"
    if request.config.getoption("--update"):
        golden.write_text(text.replace(__version__, "VERSION"), encoding="utf-8")
    assert text.replace(__version__, "VERSION") == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "kept", [("role", "name"), ("role", "name", "schedule"), ("role", "name", "providers")]
)
@pytest.mark.parametrize("arms", [1, 3])
def test_a_terminal_shows_no_line_twice_in_a_row(kept: tuple[str, ...], arms: int) -> None:
    """Findings on one arm that follow each other show its line once; a log shows it with each."""
    arm = {key: ARM[key] for key in kept}
    data = factories.minimal(
        interventions={f"a{n}": {**arm, "name": f"Walking {n}"} for n in range(arms)},
        checklists=["tidier"],
        providers={"coach": {"kind": "coach"}},
    )
    report = check_bytes(factories.text(data).encode(), path="walks.json").report
    made = ([report], load_registry())
    places = re.compile(r"  (walks\.json:\d+:\d+)\n( +\d+ \| )?")
    on_terminal = places.findall(written(*made, "text", Options(terminal=True)))
    befores = [None, *(place for place, _line in on_terminal)]
    assert [bool(line) for _place, line in on_terminal] == [
        place != before for (place, _line), before in zip(on_terminal, befores, strict=False)
    ]
    in_log = places.findall(written(*made, "text", Options()))
    assert [place for place, _line in in_log] == [place for place, _line in on_terminal]
    assert all(line for _place, line in in_log)


def test_json_fits_its_schema(made: Made) -> None:
    """The JSON report is what schemas/report-1.json describes."""
    schema = json.loads((ROOT / "schemas" / "report-1.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(written(*made, "json")), schema)


def test_sarif_has_what_its_readers_need(made: Made) -> None:
    """Each result names a rule of the driver, a place and a level."""
    document = json.loads(written(*made, "sarif"))
    (run,) = document["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
    uris = {_location(r)["artifactLocation"]["uri"] for r in run["results"]}
    assert uris == {"specs/enrich/enrich.intspec.yaml", "faulty%2C%20100%25.yaml", "twice.yaml"}
    assert run["invocations"][0]["executionSuccessful"] is False


def _location(result: dict[str, Any]) -> dict[str, Any]:
    place: dict[str, Any] = result["locations"][0]["physicalLocation"]
    return place


@pytest.mark.programs
def test_sarif_fits_the_published_schema(made: Made, tmp_path: Path) -> None:
    """A validator of others finds nothing, by the rules of SARIF and of code scanning on GitHub."""
    validator = os.environ.get("INTSPEC_SARIF_VALIDATOR")
    if validator is None:
        pytest.skip("INTSPEC_SARIF_VALIDATOR does not name a SARIF validator")
    target = tmp_path / "report.sarif"
    files, registry = made
    files = [*files, check_form(str(FORM), registry).report]
    text = written(files, registry, "sarif", Options(root=str(ROOT)))
    assert "originalUriBaseIds" in text
    target.write_text(text, encoding="utf-8")
    # It hands its words to a shell, which must not end a command at the semicolon.
    kinds = "'Sarif;Ghas'" if os.name == "posix" else "Sarif;Ghas"
    done = subprocess.run(
        [validator, "validate", str(target), "--rule-kind", kinds],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Analysis completed successfully" in done.stdout
    told = [line for line in done.stdout.splitlines() if ": error " in line or ": warning " in line]
    # The project has no page on the web that it could name.
    assert [line for line in told if "does not provide 'informationUri'" not in line] == []


def test_sarif_fingerprints_survive_a_shift_of_lines() -> None:
    """A finding keeps its name when lines are put before it."""
    registry = load_registry()

    def prints(text: str) -> list[str]:
        file = check_bytes(text.encode(), path="x.yaml", registry=registry).report
        document = json.loads(written([file], registry, "sarif"))
        results = document["runs"][0]["results"]
        return [r["partialFingerprints"]["intspec/1"] for r in results]

    assert prints(FAULTY) == prints("# one\n# two\n" + FAULTY)


def test_junit_counts_what_it_holds(made: Made) -> None:
    """The counts of each suite are those of its cases."""
    root = ET.fromstring(written(*made, "junit"))
    for suite in root:
        assert int(suite.get("tests", "")) == len(suite)
        assert int(suite.get("failures", "")) == len(suite.findall("testcase/failure"))
        assert int(suite.get("skipped", "")) == len(suite.findall("testcase/skipped"))


def test_github_lines_are_one_command_each(made: Made) -> None:
    """No text breaks out of its command."""
    lines = written(*made, "github").splitlines()
    assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in lines)


def test_nothing_unseen_reaches_the_terminal(made: Made) -> None:
    """Bidirectional and control characters are written as escapes."""
    text = written(*made, "text")
    assert "\u202e" not in text
    assert "\\u202e" in text


def test_quiet_says_nothing_when_all_is_well() -> None:
    """Only errors and warnings are left, of files that have any."""
    registry = load_registry()
    enrich = ROOT / "specs" / "enrich" / "enrich.intspec.yaml"
    file = check_bytes(enrich.read_bytes(), path="enrich", registry=registry).report
    assert written([file], registry, "text", Options(quiet=True)) == ""


def test_a_report_survives_what_no_output_can_carry() -> None:
    """Half a character in a path does not stop any format."""
    registry = load_registry()
    file = check_bytes(b"a: 1\n", path="odd\udce9name.yaml", registry=registry).report
    for fmt in FORMATS:
        written([file], registry, fmt).encode("utf-8", "backslashreplace")


def test_failures_have_their_file(made: Made) -> None:
    """A plugin's failure says in which file it happened."""
    plugins = run_of(*made, "text")[1].tally.plugins
    failed = [f for p in plugins for f in p.failures]
    assert failed == [Failure("intspec_rules", "ValueError: a fictitious failure", "faulty.yaml")]


def test_junit_cases_have_names_of_their_own(made: Made) -> None:
    """Services know a case by its class and its name, and keep one of twins."""
    cases = [
        (c.get("classname"), c.get("name"))
        for c in ET.fromstring(written(*made, "junit")).iter("testcase")
    ]
    assert len(cases) == len(set(cases))


def test_each_rule_of_sarif_has_its_texts(made: Made) -> None:
    """Code scanning shows them beside a finding."""
    (only,) = json.loads(written(*made, "sarif"))["runs"]
    for rule in only["tool"]["driver"]["rules"]:
        for name in ("shortDescription", "fullDescription", "help"):
            assert re.fullmatch(r".{15,}[.?!]", rule[name]["text"]), rule
        assert f"`intspec explain {rule['id']}`" in rule["help"]["text"]


def test_each_result_of_sarif_is_in_sentences_and_on_a_line(made: Made) -> None:
    """Code scanning needs a first line, also of a form, which has none."""
    files, registry = made
    judged = check_form(str(FORM), registry).report
    (only,) = json.loads(written([*files, judged], registry, "sarif"))["runs"]
    results = only["results"]
    for result in results:
        assert result["message"]["text"][-1] in ".?!"
        region = _location(result)["region"]
        assert 1 <= region["startLine"] <= region["endLine"]
    of_form = [r for r in results if _location(r)["artifactLocation"]["uri"].endswith(".docx")]
    assert of_form
    assert len(of_form) == len(judged.diagnostics)
