"""Plugins that go wrong: each is named with its version, the others' findings stay, exit 3."""

import json
import signal
from pathlib import Path

import click
import pytest
from installing import all_at_once, broken, check, install, run, undisturbed
from misbehaving import CASES, CATCHES, CHANGES, CHECKLIST, RULES, SLEEPS, SPEC, WITNESS

from intspec.cli.check import _pieces
from intspec.cli.one_file import Checker
from intspec.cli.project import Projects
from intspec.plugins.guard import call
from intspec.plugins.plugin import GIVEN_UP
from intspec.reporters import Options, Reports
from strangers import host, stranger

pytestmark = pytest.mark.programs
LOST = "intspec/not-checked"


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str]]:
    """What is found where no plugin goes wrong."""
    return undisturbed(tmp_path_factory.mktemp("none"))


# `tests/trust/plugins.py`, which the gate runs too, goes over all of them.
@pytest.mark.parametrize("case", [*CASES][::5])
def test_it_breaks_only_itself(tmp_path: Path, case: str, expected: list[tuple[str, str]]) -> None:
    """It is named with version, hook and reason; the rest of the run is as it was."""
    assert broken(tmp_path, case, expected) == ""


def test_all_of_them_at_once(tmp_path: Path, expected: list[tuple[str, str]]) -> None:
    """Every one is named, and the bundled checklist says what it always says."""
    assert all_at_once(tmp_path, expected) == ""


def test_two_plugins_of_one_name_are_both_refused(tmp_path: Path) -> None:
    """Neither wins in silence."""
    module = RULES.format(body="yield from ()")
    install(tmp_path, "bad", module, "first")
    install(tmp_path, "bad", module, "second")
    done = check(tmp_path)
    failures = [(p["distribution"], p["failures"]) for p in done.report["plugins"]]
    named = [d for d, f in failures if f]
    assert (done.code, named) == (3, ["first", "second"])


def test_two_plugins_that_claim_one_checklist_are_both_refused(tmp_path: Path) -> None:
    """The order of installation decides nothing."""
    module = CHECKLIST.format(id="shared")
    install(tmp_path, "one", module)
    install(tmp_path, "two", module)
    done = check(tmp_path)
    named = [p["name"] for p in done.report["plugins"] if p["failures"]]
    assert (done.code, named) == (3, ["one", "two"])


def test_what_a_plugin_prints_goes_to_stderr(tmp_path: Path) -> None:
    """The report on stdout stays valid."""
    install(
        tmp_path, "bad", "print('hello')\n" + RULES.format(body="print('there')\n    yield from ()")
    )
    done = check(tmp_path)
    assert done.report["exit_code"] == done.code == 1
    assert "hello" in done.err
    assert "there" in done.err


def test_what_a_plugin_changes_of_the_process_is_put_back(tmp_path: Path) -> None:
    """The next plugin finds folder, path, limit, handlers and what intspec reads as they were."""
    install(tmp_path, "bad", CHANGES + RULES.format(body="change()\n    yield from ()"))
    install(tmp_path, "witness", WITNESS)
    (tmp_path / "spec").mkdir()
    done = check(tmp_path, spec=SPEC.replace("bad]", "bad, witness]"))
    messages = [d["message"] for d in done.report["files"][0]["diagnostics"]]
    assert done.code == 1
    assert "state (True, True, True, True, True)" in messages


#: What an audit hook does, which nobody can take away again.
HOOKS = {
    "raises": "1 / 0",
    "prints": "print('HOOKED')",
    "exits": "sys.exit(0)",
    "asks": "open('x')",
}


@pytest.mark.parametrize("does", HOOKS)
def test_an_audit_hook_is_called_in_its_own_plugin_alone(tmp_path: Path, does: str) -> None:
    """What it raises does not meet the run, nor another plugin, also one that closes streams."""
    body = f"import sys\n    sys.addaudithook(lambda *a: {HOOKS[does]})\n    yield from ()"
    install(tmp_path, "bad", RULES.format(body=body))
    closing = "import sys\n    sys.stdout.close()\n    yield Finding('closed', ('title',))"
    install(tmp_path, "badly", RULES.replace("bad/", "badly/").format(body=closing))
    install(tmp_path, "witness", WITNESS)
    done = check(tmp_path, spec=SPEC.replace("bad]", "bad, badly, witness]"))
    messages = [d["message"] for d in done.report["files"][0]["diagnostics"]]
    assert {"closed", "state (True, True, True, True, True)"} <= {*messages}
    failed = [one["name"] for one in done.report["plugins"] if one["failures"]]
    assert (failed, done.code) == ([], 1)


#: It puts the clock forward, and takes no time.
SLOW = """\
import time
clock = time.perf_counter
time.perf_counter = lambda: clock() + 1000
open('loaded', 'a').close()
"""


def test_a_slow_plugin_is_named(tmp_path: Path) -> None:
    """`plugins --timings` has it first; commands that need no plugin do not load it."""
    install(tmp_path, "bad", SLOW + RULES.format(body="yield from ()"))
    for words in (("--version",), ("--help",), ("completion", "bash")):
        assert run(tmp_path, *words).code == 0
        assert not (tmp_path / "loaded").exists()
    done = run(tmp_path, "plugins", "--timings", "--format", "json")
    first = json.loads(done.out)[0]
    assert (done.code, first["name"], first["version"]) == (0, "bad", "3.2")
    assert first["seconds"] >= first["calls"]["load"] >= 1000
    told = run(tmp_path, "plugins", "--timings").out.splitlines()[0]
    assert told.split()[1:4] == ["bad", "3.2", "load"]


def test_a_plugin_for_another_version_is_not_loaded(tmp_path: Path) -> None:
    """It says which it needs, and both versions are named."""
    install(tmp_path, "bad", "requires_api = '99'\n" + RULES.format(body="yield from ()"))
    done = check(tmp_path)
    plugin = next(p for p in done.report["plugins"] if p["name"] == "bad")
    assert done.code == 3
    assert [f["reason"] for f in plugin["failures"]] == [
        "it needs version 99 of intspec's hooks; this is version 1"
    ]


REPLACES = "import os; os.listdir = print\n"


@pytest.mark.parametrize("at", ["its import", "a hook"])
def test_a_plugin_that_replaces_names_of_python_while_it_is_loaded_is_not_loaded(
    tmp_path: Path, at: str
) -> None:
    """They are put back before anybody else uses them, and it is named."""
    text = RULES.format(body="yield from ()")
    inside = text.replace("    yield bad", f"    {REPLACES}    yield bad")
    install(tmp_path, "bad", REPLACES + text if at == "its import" else inside)
    done = check(tmp_path)
    assert done.code == 3
    assert done.plugin("bad")["failures"] == [
        {
            "hook": "load",
            "reason": "it replaced `os.listdir` of Python, put back now",
            "file": "",
        }
    ]
    assert done.plugin("bad")["provides"] == []


def test_a_good_finding_before_a_bad_one_is_kept(tmp_path: Path) -> None:
    """The wrong record is named, and the right one counts."""
    install(tmp_path, "bad", RULES.format(body="yield Finding('good', ('title',)); yield None"))
    done = check(tmp_path)
    found = [d["message"] for d in done.report["files"][0]["diagnostics"]]
    assert done.code == 3
    assert "good" in found


def test_what_catches_all_ends_the_run_and_is_named(tmp_path: Path) -> None:
    """No file is replaced, none is left behind, and what was printed before stays."""
    install(tmp_path, "bad", RULES.format(body=CATCHES))
    (tmp_path / "report.xml").write_text("before")
    others = {"a-first": SPEC.replace(", bad]", "]").replace("id: ward", "id: first")}
    (tmp_path / "specs").mkdir()
    for name, text in {"ward": SPEC, **others}.items():
        (tmp_path / "specs" / f"{name}.intspec.yaml").write_text(text)
    done = run(tmp_path, "check", "specs", "--format", "concise", "--output", "junit:report.xml")
    assert done.code == 3
    assert done.err == (
        "plugin bad 3.2 (bad-dist) failed in bad/rule: it did not end within 2 s, and caught all "
        "that would end it; the run ends here and its report is not whole\n"
    )
    assert {line.partition(":")[0] for line in done.out.splitlines()} == {
        "specs/a-first.intspec.yaml"
    }
    assert (tmp_path / "report.xml").read_text() == "before"
    assert [one.name for one in tmp_path.iterdir() if one.suffix == ".tmp"] == []


def test_what_catches_all_costs_a_worker_one_file(tmp_path: Path) -> None:
    """The plugin is named in the report, and is not called for the files that follow."""
    install(tmp_path, "bad", RULES.format(body=CATCHES))
    more = {name: SPEC.replace("id: ward", f"id: {name}") for name in "abc"}
    done = check(tmp_path, "json", SPEC, "--jobs", "1", "--timeout", "60", more=more)
    assert done.code == 3
    lost = [file["path"] for file in done.report["files"] if file["diagnostics"][0]["rule"] == LOST]
    assert lost == ["ward.intspec.yaml"]
    failures = done.plugin("bad")["failures"]
    assert {f["hook"] for f in failures} == {"bad/rule"}
    assert all(f["reason"].startswith("it did not end within 2 s") for f in failures)
    later = [
        (outcome["state"], outcome["reason"])
        for file in done.report["files"][1:]
        for outcome in file["outcomes"]
        if outcome["rule"] == "bad/rule"
    ]
    assert later == [("crashed", GIVEN_UP)] * 3


@pytest.mark.parametrize("words", [(), ("--jobs", "1", "--timeout", "60")])
def test_a_rule_that_did_not_end_in_time_is_given_up(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    """It is not called again for another arm, nor for another file."""
    install(tmp_path, "bad", RULES.format(body=SLEEPS))
    spec = f"{SPEC}  other: {{role: waiting-list, name: Other}}\n"
    more = {name: spec.replace("id: ward", f"id: {name}") for name in "ab"}
    done = check(tmp_path, "json", spec, *words, more=more)
    assert (tmp_path / "calls").read_text() == "x"
    reasons = [
        outcome["reason"]
        for file in done.report["files"]
        for outcome in file["outcomes"]
        if outcome["rule"] == "bad/rule"
    ]
    assert done.code == 3
    assert sorted(reasons) == ["it did not end within 2 s", *[GIVEN_UP] * 5]


def test_without_timers_several_files_are_checked_by_workers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only where a stranger's plugin is there: a process can be given up, a call cannot."""

    @click.command()
    def asks() -> None:
        reports = Reports([("json", Options())])
        checker = Checker(
            Projects(),
            {"jobs": None, "timeout": None, "annotate": None, "engine": "processes"},
            reports,
        )
        shared.append(isinstance(_pieces(["a", "b"], checker), map))
        shared.append(isinstance(_pieces(["a"], checker), map))

    shared: list[bool] = []
    monkeypatch.chdir(tmp_path)
    for timers, strange in ((True, True), (False, False), (False, True)):
        monkeypatch.setattr("intspec.plugins.guard.HAS_TIMERS", timers)
        plugins = [stranger("bad")] if strange else []
        registry = host(monkeypatch, *plugins)
        monkeypatch.setattr("intspec.cli.project.load_registry", lambda r=registry, **_: r)
        asks.main([], standalone_mode=False)
    assert shared == [True, True, True, True, False, True]


COMMAND = """\
import click
@click.command()
def command():
    \"\"\"Do a thing.\"\"\"
    pass  # BODY
"""
#: What the body of a command does -> exit code, and what is said of it.
BODIES = {
    "raise ValueError('no')": (3, "failed: ValueError: no (bad_command.py, line 5)"),
    "raise GeneratorExit": (3, "failed: GeneratorExit (bad_command.py, line 5)"),
    "open('/no/such/file')": (3, "failed: FileNotFoundError"),
    "return 256": (3, ""),
    "return -1": (3, ""),
    "return 'text'": (0, ""),
    "return 7": (7, ""),
    "raise click.UsageError('so not')": (2, "so not"),
}


@pytest.mark.parametrize("body", BODIES)
def test_the_body_of_a_command_is_the_plugins(tmp_path: Path, body: str) -> None:
    """What it raises is told as the plugin's fault, and is none of intspec's."""
    code, told = BODIES[body]
    (tmp_path / "bad_command.py").write_text(COMMAND.replace("pass  # BODY", body))
    info = tmp_path / "bad_dist-3.2.dist-info"
    info.mkdir()
    (info / "entry_points.txt").write_text("[intspec.commands]\nbad = bad_command:command\n")
    done = run(tmp_path, "bad")
    assert (done.code, done.quiet, done.out) == (code, True, "")
    assert told in done.err
    if "failed" in told:
        assert done.err.startswith("the command `bad` of bad-dist 3.2 failed: ")


@pytest.mark.parametrize(
    ("module", "told"),
    [
        ("raise KeyboardInterrupt", "failed to load: KeyboardInterrupt"),
        ("import time; time.sleep(60)", "failed to load: it did not end within 2 s"),
        ("command = 7", "is no click command"),
        (
            COMMAND.format(body="pass") + "command.get_short_help_str = 7",
            "failed to load: TypeError",
        ),
    ],
)
def test_the_list_of_commands_survives_them(tmp_path: Path, module: str, told: str) -> None:
    """A command that cannot be loaded stands in the list with the reason."""
    (tmp_path / "bad_command.py").write_text(module)
    info = tmp_path / "bad_dist-3.2.dist-info"
    info.mkdir()
    (info / "entry_points.txt").write_text("[intspec.commands]\nbad = bad_command:command\n")
    done = run(tmp_path, "--help")
    assert (done.code, done.quiet) == (0, True)
    assert told in " ".join(done.out.split())


def test_rubbish_in_a_distribution_stops_nothing(tmp_path: Path) -> None:
    """A broken entry_points.txt is passed over."""
    info = tmp_path / "broken-1.0.dist-info"
    info.mkdir()
    (info / "entry_points.txt").write_bytes(b"[intspec]\n\xff\xfe = =\n[[[\n")
    done = check(tmp_path)
    assert done.code in (1, 3)
    assert done.report["files"]


@pytest.mark.parametrize("fmt", ["text", "concise", "sarif", "github", "junit"])
def test_every_format_survives_a_failing_plugin(tmp_path: Path, fmt: str) -> None:
    """The report is written, the failure is told, and the exit code is 3."""
    install(tmp_path, "bad", CASES["raises in a rule"][0])
    done = check(tmp_path, fmt)
    assert done.code == 3
    assert "too bad" in done.out + done.err


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


@pytest.mark.parametrize("limit", ["NOFILE", "FSIZE", "NPROC"])
def test_a_limit_that_cannot_be_raised_again_changes_no_exit_code(
    tmp_path: Path, limit: str
) -> None:
    """The report is whole where it can be written, and says which plugin it was."""
    body = (
        f"import resource; resource.setrlimit(resource.RLIMIT_{limit}, (3, 3))\n    yield from ()"
    )
    install(tmp_path, "bad", RULES.format(body=body))
    done = check(tmp_path)
    assert (done.code, done.report["exit_code"]) == (3, 3), done.err
    (failure,) = done.plugin("bad")["failures"]
    assert failure["reason"].startswith(f"it lowered `RLIMIT_{limit}`")
