"""Plugins that are switched off: nothing of them is loaded, and no report is green for it."""

import json
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from command_line import run_text

SPECIFICATION = """\
intspec: "1.0"
id: walking
version: 1.0.0
title: A fictitious trial
stage: results
checklists:
  - {claims}
interventions:
  walking:
    name: Walking in pairs
    role: experimental
"""
PLUGIN = """
from pathlib import Path

from intspec import Finding, Renderer, hookimpl, rule

Path("loaded").write_text("")

@rule("house/one")
def one(subject):
    '''Fail.'''
    raise ValueError("a slip")
    yield Finding("never")

@hookimpl
def intspec_rules():
    yield one
"""
RENDERER = """
from intspec import hookimpl

@hookimpl
def intspec_renderers():
    raise ValueError("a slip")
    yield
"""


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("INTSPEC_WITHOUT", raising=False)


def check(
    claims: str, *words: str, settings: str = "", plugin: str = PLUGIN
) -> CompletedProcess[str]:
    """Check a document that claims a guideline, with a plugin of the team's own."""
    Path("walking.intspec.yaml").write_text(SPECIFICATION.format(claims=claims))
    Path("house.py").write_text(plugin)
    Path("intspec.toml").write_text(f'plugins = ["house.py"]\n{settings}')
    return run_text(("check", "walking.intspec.yaml", "--allow-local-plugins", *words))


SWITCHES = {
    "option": ("--without {}", "", "", "`--without {}`"),
    "settings": ("", 'disable = ["{}"]', "", "intspec.toml:2"),
    "variable": ("", "", "{}", "INTSPEC_WITHOUT"),
}


@pytest.mark.parametrize("switch", SWITCHES)
@pytest.mark.parametrize("name", ["tidier", "guidelines", "cert", "house"])
def test_a_claim_on_a_plugin_that_is_off_is_never_green(
    switch: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever brings the guideline; the report names the switch, and so do JSON and stderr."""
    option, settings, variable, by = (words.format(name) for words in SWITCHES[switch])
    monkeypatch.setenv("INTSPEC_WITHOUT", f"{variable},")
    claims = {"guidelines": "consort-2025"}.get(name, name)
    done = check(claims, *option.split(), settings=settings)
    assert done.returncode == 3
    assert f"switched off: {name} (by {by})" in done.stdout
    told = json.loads(check(claims, *option.split(), "--format=json", settings=settings).stdout)
    assert told["exit_code"] == 3
    assert [(p["name"], p["off"]) for p in told["plugins"] if "off" in p] == [(name, by)]
    (file,) = told["files"]
    blocked = [o for o in file["outcomes"] if o["state"] == "blocked" and o["rule"] == claims]
    assert len(blocked) == 1
    assert by in blocked[0]["reason"]
    assert not any(item["checklist"] == claims for item in file["items"])


def test_nothing_of_a_plugin_that_is_off_is_loaded() -> None:
    """And its faults are none of the run; other documents are judged as ever."""
    assert check("house").returncode == 3
    assert Path("loaded").exists()
    Path("loaded").unlink()
    done = check("tidier", "--without", "house")
    assert done.returncode == 1
    assert not Path("loaded").exists()
    assert "a slip" not in done.stdout + done.stderr


def test_a_plugin_that_fails_names_the_switch() -> None:
    """On the terminal and on stderr."""
    assert "--without house" in check("house").stdout
    assert "--without house" in check("house", "--quiet").stderr


def test_a_renderer_that_fails_does_not_redden_a_check() -> None:
    """It is told, and the exit code is that of the findings."""
    done = check("tidier", "--fail-on", "never", plugin=RENDERER)
    assert (done.returncode, "no check is missing" in done.stdout) == (0, True)


@pytest.mark.parametrize(("name", "meant"), [("tidir", "tidier"), ("hause", "house")])
def test_a_misspelt_name_is_wrong_usage(name: str, meant: str) -> None:
    """Else the plugin would stay on in silence."""
    done = check("tidier", "--without", name)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"did you mean `{meant}`?" in done.stderr


def test_workers_go_without_it_too() -> None:
    """Several processes give what one gives."""
    one = check("cert", "--without", "cert", "--format", "json")
    several = check(
        "cert", "--without", "cert", "--format", "json", "--jobs", "2", "--timeout", "60"
    )
    assert (several.returncode, several.stdout) == (3, one.stdout)


def test_a_traceback_leads_to_the_line() -> None:
    """On stderr, where it was asked for; the report says the author's own file and line."""
    library = PLUGIN.replace('raise ValueError("a slip")', 'import json; json.loads("[")')
    quiet = check("house", plugin=library)
    told = check("house", "--traceback", "--format", "json", plugin=library)
    assert "Traceback" not in quiet.stdout + quiet.stderr
    assert told.stderr.count("Traceback (most recent call last)") == 1
    assert "json/decoder.py" in told.stderr
    (failure,) = (f for p in json.loads(told.stdout)["plugins"] for f in p["failures"])
    assert failure["reason"].endswith("(house.py, line 11)")
