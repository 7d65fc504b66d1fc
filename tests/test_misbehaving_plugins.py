"""Plugins that go wrong: each is named with its version, the others' findings stay, exit 3."""

import json
import signal
from pathlib import Path

import pytest
from installing import all_at_once, broken, check, install, run, undisturbed
from misbehaving import CASES, CHANGES, CHECKLIST, RULES, SPEC, WITNESS

from intspec.plugins.guard import call

pytestmark = pytest.mark.programs


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str]]:
    """What is found where no plugin goes wrong."""
    return undisturbed(tmp_path_factory.mktemp("none"))


@pytest.mark.parametrize("case", CASES)
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
    """The next plugin finds folder, path, limit and signal handlers as they were."""
    install(tmp_path, "bad", CHANGES + RULES.format(body="change()\n    yield from ()"))
    install(tmp_path, "witness", WITNESS)
    (tmp_path / "spec").mkdir()
    done = check(tmp_path, spec=SPEC.replace("bad]", "bad, witness]"))
    messages = [d["message"] for d in done.report["files"][0]["diagnostics"]]
    assert done.code == 1
    assert "state (True, True, True, True)" in messages


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


def test_a_good_finding_before_a_bad_one_is_kept(tmp_path: Path) -> None:
    """The wrong record is named, and the right one counts."""
    install(tmp_path, "bad", RULES.format(body="yield Finding('good', ('title',)); yield None"))
    done = check(tmp_path)
    found = [d["message"] for d in done.report["files"][0]["diagnostics"]]
    assert done.code == 3
    assert "good" in found


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
