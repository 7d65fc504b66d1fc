"""Many files: written as they are done, shared among processes, the same bytes in any case."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.programs

ROOT = Path(__file__).parent.parent
SPEC = """\
intspec: "1.0"
id: ward
title: {title}
stage: results
fictitious: true
checklists: [sick]
no_comparator: {{reason: A pilot.}}
interventions:
  round: {{role: experimental, name: Round}}
"""
#: A plugin that does what a document's title says.
PLUGIN = """\
import ctypes, os, signal, time
from intspec import Finding, hookimpl, rule

@rule("sick/rule", severity="warning")
def sick(subject):
    \"\"\"A rule.\"\"\"
    title = subject.spec.title
    if title == "kill":
        ctypes.CDLL(None).kill(os.getpid(), signal.SIGKILL)
    if title == "leave":
        ctypes.CDLL(None)._exit(5)
    if title == "hang":
        time.sleep(600)
    if title == "raise":
        raise ValueError("sick of it")
    if title == "print":
        os.write(1, b"to stdout")
    yield Finding(f"the title is {title}", ("title",))

@hookimpl
def intspec_rules():
    yield sick
"""
#: What a document's title makes the process do -> what is said of it.
ENDS = {
    "kill": "the process that checked this file was killed (SIGKILL)",
    "leave": "the process that checked this file came to an end (exit code 5)",
    "hang": "the process that checked this file was ended after 2 seconds (--timeout)",
}
INTERRUPTS = [("SIGINT", (130,)), ("SIGTERM", (143, -15)), ("SIGHUP", (129, -1))]
FORMATS = ("text", "concise", "json", "sarif", "github", "junit")


def install(folder: Path) -> None:
    """Install the plugin into a folder."""
    (folder / "sick_1.py").write_text(PLUGIN, encoding="utf-8")
    info = folder / "sick-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Name: sick\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[intspec]\nsick = sick_1\n", encoding="utf-8")


def files(folder: Path, *titles: str) -> None:
    """Write documents with these titles."""
    (folder / "specs").mkdir()
    for number, title in enumerate(titles):
        text = SPEC.format(title=title) if title else "id: [unclosed"
        (folder / "specs" / f"{number:02}.intspec.yaml").write_text(text, encoding="utf-8")


def command(folder: Path, *words: str) -> subprocess.Popen[str]:
    """Start a check of the folder with the plugin installed."""
    return subprocess.Popen(
        [sys.executable, "-m", "intspec", "check", "specs", *words],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(folder), *sys.path])},
        preexec_fn=_heed_interrupts,  # noqa: PLW1509 -- it takes no lock
    )


def _heed_interrupts() -> None:
    """Tests that a shell started in the background ignore SIGINT, and so does all below them."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def check(folder: Path, *words: str) -> tuple[int, str, str]:
    """Check the folder; return the exit code, stdout and stderr."""
    child = command(folder, *words)
    out, err = child.communicate(timeout=60)
    return child.returncode, out, err


@pytest.mark.parametrize("fmt", FORMATS)
def test_several_processes_write_the_same_bytes(tmp_path: Path, fmt: str) -> None:
    """The report, what is said of a plugin, and the exit code do not depend on `--jobs`."""
    install(tmp_path)
    files(tmp_path, "one", "two", "", "raise", "four", "raise", "six")
    alone = check(tmp_path, "--format", fmt, "--jobs", "1")
    assert alone[0] == 3
    assert check(tmp_path, "--format", fmt, "--jobs", "3") == alone


def test_reports_in_files_hold_the_same(tmp_path: Path) -> None:
    """What `--output` writes is what `--format` would print."""
    install(tmp_path)
    files(tmp_path, "one", "two", "three")
    outputs = [f"--output={fmt}:report.{fmt}" for fmt in FORMATS]
    assert check(tmp_path, "--jobs", "2", *outputs)[0] == 0
    for fmt in FORMATS:
        printed = check(tmp_path, "--format", fmt)[1]
        assert (tmp_path / f"report.{fmt}").read_text(encoding="utf-8") == printed


@pytest.mark.parametrize("title", ENDS)
def test_a_lost_process_costs_one_file(tmp_path: Path, title: str) -> None:
    """The file is named with the reason, all others are checked, and the run is incomplete."""
    install(tmp_path)
    files(tmp_path, "one", title, "three", "four", "five")
    code, out, err = check(tmp_path, "--jobs", "2", "--timeout", "2", "--format", "concise")
    lines = [line.partition(": ")[2] for line in out.splitlines()]
    others = [f"warning [sick/rule] the title is {name}" for name in ("three", "four", "five")]
    assert code == 3
    assert err == ""
    assert lines == [
        "warning [sick/rule] the title is one",
        f"error [intspec/not-checked] {ENDS[title]}",
        *others,
    ]


def test_a_lost_file_is_told_in_words(tmp_path: Path) -> None:
    """A person reads that the file was not checked to the end, and what to do."""
    install(tmp_path)
    files(tmp_path, "leave", "two")
    _code, out, _err = check(tmp_path, "--jobs", "2", "--quiet")
    assert out.splitlines()[:3] == [
        f"error: {ENDS['leave']}  [intspec/not-checked]",
        "  specs/00.intspec.yaml:1:1",
        "  help: check the file by itself; the other files of this run were checked",
    ]


def test_one_process_can_have_a_time_limit(tmp_path: Path) -> None:
    """`--timeout` holds for one process too: it is another than the one that reports."""
    install(tmp_path)
    files(tmp_path, "hang", "two")
    code, out, _err = check(tmp_path, "--jobs", "1", "--timeout", "2", "--format", "concise")
    assert code == 3
    assert "ended after 2 seconds" in out
    assert "the title is two" in out


def test_what_plugins_print_stays_out_of_the_report(tmp_path: Path) -> None:
    """A worker's stdout belongs to the answers: what else is written there goes to stderr."""
    install(tmp_path)
    files(tmp_path, "print", "two")
    code, out, err = check(tmp_path, "--jobs", "2", "--format", "concise")
    assert code == 0
    assert out.count("\n") == 2
    assert err == "to stdout"


@pytest.mark.skipif(shutil.which("pgrep") is None, reason="needs pgrep and ps")
@pytest.mark.parametrize(("kind", "codes"), INTERRUPTS)
def test_an_interrupt_ends_all_processes(tmp_path: Path, kind: str, codes: tuple[int, ...]) -> None:
    """The run ends, and no process is left; `tests/trust/signals.py` holds how soon."""
    install(tmp_path)
    files(tmp_path, *["hang"] * 4)
    child = command(tmp_path, "--jobs", "2")
    workers: list[str] = []
    for _ in range(200):
        time.sleep(0.05)
        asked = ["pgrep", "-P", str(child.pid)]
        workers = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.split()
        if len(workers) == 2:
            break
    time.sleep(1)
    child.send_signal(signal.Signals[kind])
    _out, err = child.communicate(timeout=20)
    assert child.returncode in codes
    assert "Traceback" not in err
    assert [worker for worker in workers if running(worker)] == []


def running(process: str) -> bool:
    """Tell whether a process runs still: one that waits to be buried does not."""
    asked = ["ps", "-o", "stat=", "-p", process]
    for _ in range(20):
        state = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
        if not state or state.startswith("Z"):
            return False
        time.sleep(0.05)
    return True
