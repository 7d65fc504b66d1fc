"""Plugins that go wrong: each is named with its version, the others' findings stay, exit 3."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from intspec.plugins.guard import call

SPEC = """\
intspec: "1.0"
id: ward
title: A fictitious ward
stage: results
checklists: [tidier, bad]
no_comparator: {reason: A pilot.}
interventions:
  round: {role: experimental, name: Round}
"""
RULES = """\
from intspec import Finding, hookimpl, rule

@rule("bad/rule")
def bad(subject):
    \"\"\"A rule.\"\"\"
    {body}

@hookimpl
def intspec_rules():
    yield bad
"""
HOOK = "from intspec import hookimpl\n@hookimpl\ndef intspec_rules():\n"
CHECKLIST = """\
from intspec import ChecklistResource, hookimpl

@hookimpl
def intspec_checklists():
    yield ChecklistResource(id="{id}", package=__name__, file="x.toml")
"""
RENDERERS = """\
from intspec import Renderer, hookimpl

@hookimpl
def intspec_renderers():
    yield Renderer(format="{name}", suffix=".x", summary="x", function=str)
"""
#: What the plugin's module says -> what is said of it.
CASES: dict[str, tuple[str, str, str]] = {
    "raises in a rule": (
        RULES.format(body="raise ValueError('too bad')\n    yield"),
        "bad/rule",
        "ValueError: too bad",
    ),
    "exits in a rule": (
        RULES.format(body="import sys; sys.exit(0)\n    yield"),
        "bad/rule",
        "it tried to end the program (SystemExit: 0)",
    ),
    "raises what cannot be said": (
        RULES.format(
            body="class E(Exception):\n        def __str__(self): raise KeyError\n"
            "    raise E\n    yield"
        ),
        "bad/rule",
        "E",
    ),
    "recurses for ever": (
        RULES.format(body="return bad.function(subject)"),
        "bad/rule",
        "RecursionError: maximum recursion depth exceeded",
    ),
    "yields the wrong type": (
        RULES.format(body="yield 'text'"),
        "bad/rule",
        "it must yield Finding or DoesNotApply, but it yielded str",
    ),
    "returns the wrong type": (
        RULES.format(body="return 7"),
        "bad/rule",
        "it must yield Finding or DoesNotApply, but it gave int",
    ),
    "never ends": (
        RULES.format(body="while True: yield Finding('again')"),
        "bad/rule",
        "it yielded more than 100,000 records",
    ),
    "changes the specification": (
        RULES.format(body="subject.spec.title = 'mine'\n    yield"),
        "bad/rule",
        "FrozenInstanceError",
    ),
    "changes a catalogue": (
        RULES.format(body="subject.spec.interventions['x'] = 1\n    yield"),
        "bad/rule",
        "TypeError: 'mappingproxy' object does not support item assignment",
    ),
    "raises in a hook": (
        HOOK + "    raise ValueError('no')\n",
        "intspec_rules",
        "ValueError: no",
    ),
    "gives a dictionary": (
        HOOK + "    return {}\n",
        "intspec_rules",
        "it must yield Rule, but it gave dict",
    ),
    "misspells a hook": (
        "from intspec import hookimpl\n@hookimpl\ndef intspec_ruls():\n    yield 1\n",
        "load",
        "there is no hook `intspec_ruls`; did you mean `intspec_rules`?",
    ),
    "forgets the mark": (
        "def intspec_rules():\n    yield 1\n",
        "load",
        "`intspec_rules` is not marked with `@hookimpl`, so it is not called",
    ),
    "fails to import": (
        "import no_such_module\n",
        "load",
        "ModuleNotFoundError: No module named 'no_such_module'",
    ),
    "exits on import": (
        "import sys\nsys.exit(0)\n",
        "load",
        "it tried to end the program (SystemExit: 0)",
    ),
    "has a syntax error": ("def (\n", "load", "SyntaxError"),
    "gives an id twice": (
        RULES.format(body="yield from ()").replace("yield bad", "yield bad; yield bad"),
        "intspec_rules",
        "the id `bad/rule` is given twice; the first one counts",
    ),
    "takes the namespace of another": (
        RULES.format(body="yield from ()").replace("bad/rule", "tidier/rule"),
        "intspec_rules",
        "the rule `tidier/rule` is outside its namespace: name it `bad/…`",
    ),
    "takes the core's namespace": (
        RULES.format(body="yield from ()").replace("bad/rule", "intspec/rule"),
        "intspec_rules",
        "the rule `intspec/rule` is outside its namespace: name it `bad/…`",
    ),
    "takes the format of another": (
        RENDERERS.format(name="html"),
        "load",
        "the format `html` is claimed by tables",
    ),
    "takes the checklist of another": (
        CHECKLIST.format(id="tidier"),
        "load",
        "the namespace `tidier` is claimed by tidier",
    ),
    "hangs in a rule": (
        RULES.format(body="import time; time.sleep(60)\n    yield"),
        "bad/rule",
        "it did not end within 2 s",
    ),
    "hangs, and catches what it can": (
        RULES.format(
            body="import time\n    while True:\n        try: time.sleep(60)\n"
            "        except Exception: pass\n    yield"
        ),
        "bad/rule",
        "it did not end within 2 s",
    ),
    "hangs on import": ("import time\ntime.sleep(60)\n", "load", "it did not end within 2 s"),
    "has a checklist that is not there": (
        CHECKLIST.format(id="bad"),
        "intspec_checklists",
        "FileNotFoundError",
    ),
}


def install(folder: Path, name: str, module: str, distribution: str = "") -> None:
    """Put a plugin where Python finds it, as pip would."""
    distribution = distribution or f"{name}_dist"
    (folder / f"{name}_module").mkdir(exist_ok=True)
    (folder / f"{name}_module" / "__init__.py").write_text(module)
    info = folder / f"{distribution}-3.2.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 3.2\n")
    (info / "entry_points.txt").write_text(f"[intspec]\n{name} = {name}_module\n")


def check(folder: Path, fmt: str = "json", spec: str = SPEC) -> tuple[int, str, str]:
    """Run a check where the plugins are."""
    (folder / "ward.intspec.yaml").write_text(spec)
    done = subprocess.run(
        [sys.executable, "-m", "intspec", "check", "ward.intspec.yaml", "--format", fmt],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "INTSPEC_PLUGIN_SECONDS": "2"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stdout, done.stderr


def others(report: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the findings that are not the plugin's own."""
    found = report["files"][0]["diagnostics"]
    own = ("bad/", "intspec/unknown-checklist")
    return [(d["rule"], d["pointer"]) for d in found if not d["rule"].startswith(own)]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str]]:
    """What is found where no plugin goes wrong."""
    _code, out, _err = check(tmp_path_factory.mktemp("none"))
    return others(json.loads(out))


@pytest.mark.parametrize("case", CASES)
def test_it_breaks_only_itself(
    tmp_path: Path, case: str, undisturbed: list[tuple[str, str]]
) -> None:
    """It is named with version, hook and reason; the rest of the run is as it was."""
    module, hook, reason = CASES[case]
    install(tmp_path, "bad", module)
    code, out, err = check(tmp_path)
    report = json.loads(out)
    plugin = next(p for p in report["plugins"] if p["name"] == "bad")
    assert code == 3
    assert report["exit_code"] == 3
    assert (plugin["version"], plugin["distribution"]) == ("3.2", "bad-dist")
    assert [f["hook"] for f in plugin["failures"]] == [hook] * len(plugin["failures"])
    assert any(reason in f["reason"] for f in plugin["failures"])
    assert "Traceback" not in err
    assert others(report) == undisturbed


def test_all_of_them_at_once(tmp_path: Path, undisturbed: list[tuple[str, str]]) -> None:
    """Every one is named, and the bundled checklist says what it always says."""
    for number, (module, _hook, _reason) in enumerate(CASES.values()):
        install(tmp_path, f"bad{number}", module.replace("bad/", f"bad{number}/"))
    code, out, _err = check(tmp_path)
    report = json.loads(out)
    failed = {p["name"] for p in report["plugins"] if p["failures"]}
    loads = {f"bad{n}" for n, (_m, hook, _r) in enumerate(CASES.values()) if hook != "bad/rule"}
    lazy = {f"bad{n}" for n, name in enumerate(CASES) if "is not there" in name}
    assert code == 3
    assert loads - lazy <= failed
    assert others(report) == undisturbed


def test_two_plugins_of_one_name_are_both_refused(tmp_path: Path) -> None:
    """Neither wins in silence."""
    module = RULES.format(body="yield from ()")
    install(tmp_path, "bad", module, "first")
    install(tmp_path, "bad", module, "second")
    code, out, _err = check(tmp_path)
    failures = [(p["distribution"], p["failures"]) for p in json.loads(out)["plugins"]]
    named = [d for d, f in failures if f]
    assert (code, named) == (3, ["first", "second"])


def test_two_plugins_that_claim_one_checklist_are_both_refused(tmp_path: Path) -> None:
    """The order of installation decides nothing."""
    module = CHECKLIST.format(id="shared")
    install(tmp_path, "one", module)
    install(tmp_path, "two", module)
    code, out, _err = check(tmp_path)
    named = [p["name"] for p in json.loads(out)["plugins"] if p["failures"]]
    assert (code, named) == (3, ["one", "two"])


def test_what_a_plugin_prints_goes_to_stderr(tmp_path: Path) -> None:
    """The report on stdout stays valid."""
    install(
        tmp_path, "bad", "print('hello')\n" + RULES.format(body="print('there')\n    yield from ()")
    )
    code, out, err = check(tmp_path)
    assert json.loads(out)["exit_code"] == code == 1
    assert "hello" in err
    assert "there" in err


CHANGES = """\
import locale, os, signal, sys
def change():
    os.chdir("/")
    sys.setrecursionlimit(123)
    sys.path.insert(0, "/nowhere")
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.stdout = None
change()
"""
WITNESS = RULES.replace("bad", "witness").format(
    body="import os, signal, sys\n    state = (os.getcwd() != '/', sys.getrecursionlimit() > 123, "
    "'/nowhere' not in sys.path,\n        signal.getsignal(signal.SIGTERM) != signal.SIG_IGN)\n"
    "    yield Finding(f'state {state}', ('title',))"
)


def test_what_a_plugin_changes_of_the_process_is_put_back(tmp_path: Path) -> None:
    """The next plugin finds folder, path, limit and signal handlers as they were."""
    install(tmp_path, "bad", CHANGES + RULES.format(body="change()\n    yield from ()"))
    install(tmp_path, "witness", WITNESS)
    (tmp_path / "spec").mkdir()
    code, out, _err = check(tmp_path, spec=SPEC.replace("bad]", "bad, witness]"))
    messages = [d["message"] for d in json.loads(out)["files"][0]["diagnostics"]]
    assert code == 1
    assert "state (True, True, True, True)" in messages


def test_a_plugin_for_another_version_is_not_loaded(tmp_path: Path) -> None:
    """It says which it needs, and both versions are named."""
    install(tmp_path, "bad", "requires_api = '99'\n" + RULES.format(body="yield from ()"))
    code, out, _err = check(tmp_path)
    plugin = next(p for p in json.loads(out)["plugins"] if p["name"] == "bad")
    assert code == 3
    assert [f["reason"] for f in plugin["failures"]] == [
        "it needs version 99 of intspec's hooks; this is version 1"
    ]


def test_a_good_finding_before_a_bad_one_is_kept(tmp_path: Path) -> None:
    """The wrong record is named, and the right one counts."""
    install(tmp_path, "bad", RULES.format(body="yield Finding('good', ('title',)); yield None"))
    code, out, _err = check(tmp_path)
    found = [d["message"] for d in json.loads(out)["files"][0]["diagnostics"]]
    assert code == 3
    assert "good" in found


def test_rubbish_in_a_distribution_stops_nothing(tmp_path: Path) -> None:
    """A broken entry_points.txt is passed over."""
    info = tmp_path / "broken-1.0.dist-info"
    info.mkdir()
    (info / "entry_points.txt").write_bytes(b"[intspec]\n\xff\xfe = =\n[[[\n")
    code, out, _err = check(tmp_path)
    assert code in (1, 3)
    assert json.loads(out)["files"]


@pytest.mark.parametrize("fmt", ["text", "concise", "sarif", "github", "junit"])
def test_every_format_survives_a_failing_plugin(tmp_path: Path, fmt: str) -> None:
    """The report is written, the failure is told, and the exit code is 3."""
    install(tmp_path, "bad", CASES["raises in a rule"][0])
    code, out, err = check(tmp_path, fmt)
    assert code == 3
    assert "too bad" in out + err


def test_the_timer_leaves_the_alarm_of_others_alone() -> None:
    """A program that calls intspec and has an alarm of its own keeps its handler."""

    def own(_number: int, _frame: object) -> None:
        """Do nothing."""

    before = signal.signal(signal.SIGALRM, own)
    try:
        assert call(str, 7) == "7"
        assert signal.getsignal(signal.SIGALRM) is own
    finally:
        signal.signal(signal.SIGALRM, before)
