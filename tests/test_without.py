"""Plugins that are switched off: nothing of them is loaded, and no report is green for it."""

import json
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from command_line import run_text
from intspec import load_registry
from intspec.discovery import installed

pytestmark = pytest.mark.programs

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


BUNDLED = sorted({one.name for one in installed() if one.distribution == "intspec"})


@pytest.mark.parametrize("name", BUNDLED)
def test_what_needs_a_plugin_that_is_off_is_no_failure(name: str) -> None:
    """A guideline that builds on one of it, or cites its rules: the switch is the reason."""
    registry = load_registry(without={name: "the switch"})
    read = {one: registry.checklist(one) for one in registry.checklist_ids}
    assert not registry.failed
    lost = {one: registry.lost(one) for one, checklist in read.items() if checklist is None}
    assert all(f"`{name}` (by the switch)" in reason for reason in lost.values())
    assert ("spirit-2025" in lost) == (name in ("guidelines", "tidier"))


def test_a_claim_on_a_guideline_that_builds_on_one_that_is_off() -> None:
    """It is blocked, and no plugin is called a failure, nor is another switch advised."""
    done = check("spirit-2025", "--without", "guidelines")
    assert done.returncode == 3
    assert "`guidelines` (by `--without guidelines`)" in done.stdout
    assert "failure" not in done.stdout + done.stderr
    assert "--without spirit-2025" not in done.stdout + done.stderr


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


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ('disable = ["tidir"]', "intspec.toml:2:12: there is no plugin `tidir` to switch off"),
        ('disable = ["cert", "hause"]', "  help: did you mean `house`?"),
    ],
)
def test_a_misspelt_name_in_settings_is_a_fault(settings: str, said: str) -> None:
    """At its place."""
    done = check("tidier", settings=settings)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr.splitlines()


def test_the_variable_may_name_what_is_not_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """But no misspelt name."""
    monkeypatch.setenv("INTSPEC_WITHOUT", "something-else")
    assert check("tidier").returncode == 1
    monkeypatch.setenv("INTSPEC_WITHOUT", "cert,tidir")
    done = check("tidier")
    assert done.returncode == 2
    assert "INTSPEC_WITHOUT: no plugin `tidir` is there; did you mean `tidier`?" in done.stderr


def test_commands_of_plugins_can_be_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """They go without plugins that are off, and are off themselves where that is said."""
    words = ("terms", "list")
    done = run_text((*words, "--without", "vocabularis"))
    assert (done.returncode, "did you mean `vocabularies`?" in done.stderr) == (2, True)
    assert "bcttv1" in run_text(words).stdout
    assert "bcttv1" not in run_text((*words, "--without", "vocabularies")).stdout
    monkeypatch.setenv("INTSPEC_WITHOUT", "terms")
    done = run_text(words)
    assert (done.returncode, done.stdout) == (2, "")
    assert "the command `terms` is switched off by INTSPEC_WITHOUT" in done.stderr
    assert "switched off by INTSPEC_WITHOUT" in run_text(("--help",)).stdout


CAUSES = """
from intspec import ChecklistResource, hookimpl

@hookimpl
def intspec_checklists():
    yield ChecklistResource("house", "nowhere", "house.toml")
"""


def test_causes_come_before_what_follows_from_them() -> None:
    """What fails on loading comes before a guideline that cannot be read, whatever their names."""
    Path("zebra.py").write_text(RENDERER)
    Path("ant.py").write_text(CAUSES.replace('"house"', '"ant"'))
    Path("intspec.toml").write_text('plugins = ["ant.py", "zebra.py"]')
    Path("walking.intspec.yaml").write_text(SPECIFICATION.format(claims="ant"))
    done = run_text(("check", "walking.intspec.yaml", "--allow-local-plugins", "--quiet"))
    assert [line.split()[1] for line in done.stderr.splitlines()] == ["zebra", "ant"]


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
