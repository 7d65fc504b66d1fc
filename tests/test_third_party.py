"""A stranger's plugin, a package of its own installed by pip, adds what it provides."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import command_line

PYPROJECT = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "intspec-handover"
version = "2.1"

[project.entry-points.intspec]
handover = "intspec_handover"

[project.entry-points."intspec.checklists"]
ward-round = "intspec_handover:ward_round.toml"

[tool.hatch.build.targets.wheel]
packages = ["intspec_handover"]
"""
MODULE = '''\
"""A fictitious plugin."""
from intspec import (
    ChecklistResource, Finding, Renderer, View, VocabularyResource, hookimpl, rule
)


@rule("handover/two-providers", severity="warning")
def two_providers(subject):
    """A handover has somebody who gives and somebody who takes."""
    if len(subject.arm.providers) < 2:
        yield Finding("only one provider takes part", subject.at("providers"), "name both")


def shout(view: View) -> str:
    return view.title.upper() + "\\n"


@hookimpl
def intspec_checklists():
    yield ChecklistResource(id="handover-guide", package=__name__, file="guide.toml")


@hookimpl
def intspec_rules():
    yield two_providers


@hookimpl
def intspec_vocabularies():
    yield VocabularyResource(id="shifts", package=__name__, file="shifts.toml")


@hookimpl
def intspec_renderers():
    yield Renderer(format="shout", suffix=".shout", summary="Capitals.", function=shout)
'''
CHECKLIST = """\
format = 1
id = "{id}"
title = "{title}"
version = "1"
year = 2026
citation = "A fictitious guideline"
licence = "CC0-1.0"
wording = "own"
scope = "arm"

[[items]]
id = "place"
number = "1"
title = "Place"

  [[items.parts]]
  id = "setting"
  any = ["settings", "procedures.settings"]
  asks = "State where it took place."
"""
VOCABULARY = """\
format = 1
id = "shifts"
title = "Shifts (fictitious)"
licence = "CC0-1.0"
version = "1"

[[terms]]
id = "night"
label = "Night shift"
"""
SPEC = """\
intspec: "1.0"
id: ward
title: A fictitious ward
stage: results
checklists: [handover, handover-guide, ward-round]
no_comparator: {reason: A pilot.}
providers: {nurse: {kind: nurse}}
interventions:
  round: {role: experimental, name: Round, providers: [nurse]}
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the plugin into a folder of its own."""
    source = tmp_path_factory.mktemp("source")
    package = source / "intspec_handover"
    package.mkdir()
    (source / "pyproject.toml").write_text(PYPROJECT)
    (package / "__init__.py").write_text(MODULE)
    (package / "guide.toml").write_text(CHECKLIST.format(id="handover-guide", title="Guide"))
    (package / "ward_round.toml").write_text(CHECKLIST.format(id="ward-round", title="Round"))
    (package / "shifts.toml").write_text(VOCABULARY)
    target = tmp_path_factory.mktemp("target")
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"),
            *("--no-build-isolation", "--disable-pip-version-check", "--target", str(target)),
            str(source),
        ],
        check=True,
    )
    (target / "ward.intspec.yaml").write_text(SPEC)
    return target


def intspec(installed: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run intspec where the plugin is installed."""
    env = {**os.environ, "PYTHONPATH": str(installed)}
    return command_line.run_text(words, cwd=installed, env=env)


@pytest.mark.long
def test_it_is_listed_with_its_version(installed: Path) -> None:
    """`intspec plugins` names what it provides."""
    done = intspec(installed, "plugins", "--format", "json")
    found = {p["name"]: (p["version"], p["provides"]) for p in json.loads(done.stdout)}
    assert found["handover"] == (
        "2.1",
        ["checklist handover-guide", "1 rule", "format shout", "vocabulary shifts"],
    )
    assert found["ward-round"] == ("2.1", ["checklist ward-round"])
    assert done.returncode == 0


def test_its_checklists_and_rule_check_a_document(installed: Path) -> None:
    """The claimed checklists and the rule of the plugin find what they ask for."""
    done = intspec(installed, "check", "ward.intspec.yaml", "--format", "json")
    diagnostics = json.loads(done.stdout)["files"][0]["diagnostics"]
    assert [(d["rule"], d["also"], d["severity"]) for d in diagnostics] == [
        ("handover-guide/setting", ["ward-round/setting"], "error"),
        ("handover/two-providers", [], "warning"),
    ]
    assert done.returncode == 1


def test_its_vocabulary_is_held_against_terms(installed: Path) -> None:
    """A code that its list does not have gets the nearest, and `terms show` knows the list."""
    (installed / "night.intspec.yaml").write_text(
        SPEC.replace("{kind: nurse}", '{kind: nurse, terms: [{id: "shifts:nigt"}]}')
    )
    done = intspec(installed, "check", "night.intspec.yaml", "--format", "json")
    found = {d["rule"]: d["message"] for d in json.loads(done.stdout)["files"][0]["diagnostics"]}
    assert found["intspec/unknown-term"] == (
        "`shifts:nigt` is not in Shifts (fictitious); did you mean `shifts:night` (Night shift)?"
    )
    shown = intspec(installed, "terms", "show", "shifts:night")
    assert shown.stdout.startswith("shifts:night  Night shift\n")


def test_its_renderer_renders(installed: Path) -> None:
    """A file's ending chooses the plugin's format."""
    done = intspec(installed, "render", "ward.intspec.yaml", "-o", "out.shout")
    assert done.returncode == 0, done.stderr
    assert (installed / "out.shout").read_text() == "A FICTITIOUS WARD\n"


def test_a_document_that_does_not_claim_it_is_not_changed_by_it(installed: Path) -> None:
    """Installing a plugin changes no result."""
    (installed / "other.intspec.yaml").write_text(
        SPEC.replace("checklists: [handover, handover-guide, ward-round]", "checklists: [tidier]")
    )
    done = intspec(installed, "check", "other.intspec.yaml", "--format", "json")
    rules = {d["rule"] for d in json.loads(done.stdout)["files"][0]["diagnostics"]}
    assert not [r for r in rules if r.startswith(("handover", "ward-round"))]
