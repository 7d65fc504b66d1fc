"""Small projects on disk, and intspec run in them, for the tests of settings."""

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import command_line

SPEC = """\
intspec: "1.0"
id: ward
title: A fictitious ward
stage: results
fictitious: true
checklists: [{checklists}]
no_comparator: {{reason: A pilot.}}
materials:
  diary: {{name: Diary, audience: [participants]}}
interventions:
  round: {{role: experimental, name: Round, materials: [diary]}}
"""
HOUSE = """\
format = 1
id = "house"
title = "House rules"
version = "3"
year = 2026
citation = "A fictitious guideline"
licence = "CC0-1.0"
wording = "own"
scope = "arm"

[[items]]
id = "names"
number = "1"
title = "Other names"

  [[items.parts]]
  id = "other-names"
  any = ["aliases"]
  asks = "State by which other names it is known."
"""
PLUGIN = '''\
"""A fictitious plugin of one file."""
from intspec import Finding, hookimpl, rule


@rule("ward-rules/two-providers", severity="warning")
def two_providers(subject):
    """A round has two providers."""
    if len(subject.arm.providers) < 2:
        yield Finding("fewer than two providers take part", subject.at("name"), "name both")


@hookimpl
def intspec_rules():
    yield two_providers
'''
WITH_PLUGIN = 'plugins = ["ward_rules.py"]\n'


def project(folder: Path, config: str | None, *checklists: str, **files: str) -> Path:
    """Write a project with one specification.

    Args:
        folder: Where.
        config: The text of its settings; None if it has none.
        *checklists: What the specification claims.
        **files: The text of further files; `__` in a name stands for a dot.
    """
    folder.mkdir(parents=True, exist_ok=True)
    text = SPEC.format(checklists=", ".join(checklists or ("tidier",)))
    (folder / "ward.intspec.yaml").write_text(text, encoding="utf-8")
    if config is not None:
        (folder / "intspec.toml").write_text(config, encoding="utf-8")
    for name, content in files.items():
        (folder / name.replace("__", ".")).write_text(content, encoding="utf-8")
    return folder


def environment(home: Path, **more: str) -> dict[str, str]:
    """Return an environment in which the user's settings are in a folder of the test's own."""
    out = {k: v for k, v in os.environ.items() if k != "INTSPEC_ALLOW_LOCAL_PLUGINS"}
    return {**out, "XDG_CONFIG_HOME": str(home), "APPDATA": str(home), "NO_COLOR": "1", **more}


def intspec(
    folder: Path,
    *words: str,
    home: Path | None = None,
    variables: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run intspec in a folder; there is no terminal. Variables are of the environment."""
    variables = environment(home or folder / "home", **(variables or {}))
    text = command_line.run_text(words, cwd=folder, env=variables)
    assert "Traceback" not in text.stderr
    assert text.returncode != 70, text.stderr
    return text


def report(
    folder: Path,
    *words: str,
    home: Path | None = None,
    variables: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Return the JSON report of a check."""
    words = ("check", *words, "--format", "json")
    done = intspec(folder, *words, home=home, variables=variables)
    assert done.stdout, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    assert found["exit_code"] == done.returncode
    return found


def severities(found: dict[str, Any], number: int = 0) -> dict[str, str]:
    """Return the severity of each finding of a file, by rule."""
    return {d["rule"]: d["severity"] for d in found["files"][number]["diagnostics"]}
