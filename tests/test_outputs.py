"""Outputs go where they are sent: streams are written to, files replaced, and nothing else."""

import io
import json
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

import command_line
from intspec import writing
from intspec.cli.main import run
from intspec.writing import descriptor, is_stream, open_output, write_file

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(sys.platform == "win32", reason="pipes and links of POSIX"),
]

ROOT = Path(__file__).parent.parent
SPEC = str(ROOT / "specs" / "exercise" / "group-exercise.intspec.yaml")
FORM = str(ROOT / "tests" / "data" / "forms" / "saved-by-libreoffice.docx")
#: Every option that writes, with its value cut off.
WRITERS: dict[str, tuple[str, ...]] = {
    "render": ("render", SPEC, "-o", ""),
    "check": ("check", SPEC, "--quiet", "--output", "json:"),
    "import": ("import", FORM, "-o", ""),
    "report": ("import", FORM, "-o", "/dev/stderr", "--report-file", ""),
    "schema": ("schema", "-o", ""),
    "crosswalk": ("crosswalk", "--to", "markdown", "-o", ""),
}


def start(words: tuple[str, ...], name: str) -> list[str]:
    """Return the command that writes to a name."""
    return [sys.executable, "-m", "intspec", *words[:-1], words[-1] + name]


@pytest.mark.parametrize(
    ("writer", "name"),
    [
        *((writer, "/dev/stdout") for writer in WRITERS),
        *(("render", name) for name in ("-", "/dev/fd/1", "/proc/self/fd/1", "link")),
    ],
)
def test_stdout_by_any_name_is_written_to(tmp_path: Path, writer: str, name: str) -> None:
    """A log that it is appended to keeps what was there, and is the same file."""
    (tmp_path / "link").symlink_to("/dev/stdout")
    log = tmp_path / "log"
    log.write_bytes(b"before\n")
    number = log.stat().st_ino
    with log.open("ab") as file:
        done = subprocess.run(
            start(WRITERS[writer], name),
            cwd=tmp_path,
            stdout=file,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode in (0, 1), done.stderr
    assert log.read_bytes().startswith(b"before\n")
    assert len(log.read_bytes()) > 200
    assert log.stat().st_ino == number
    assert sorted(p.name for p in tmp_path.iterdir()) == ["link", "log"]


@pytest.mark.parametrize("writer", WRITERS)
def test_a_pipe_stays_a_pipe(tmp_path: Path, writer: str) -> None:
    """It gets all of it, also by a link."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    (tmp_path / "link").symlink_to("pipe")
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()), daemon=True)
    reader.start()
    subprocess.run(start(WRITERS[writer], "link"), cwd=tmp_path, capture_output=True, check=False)
    reader.join(20)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert len(got[0]) > 200
    assert sorted(p.name for p in tmp_path.iterdir()) == ["link", "pipe"]


def test_an_open_stream_of_any_number_is_written_to(tmp_path: Path) -> None:
    """As `>(command)` of a shell gives it."""
    reading, writer = os.pipe()
    for name in (f"/dev/fd/{writer}", f"/proc/{os.getpid()}/fd/{writer}"):
        write_file(name, b"whole")
        assert os.read(reading, 100) == b"whole"
    target = tmp_path / "file"
    target.write_bytes(b"kept, ")
    with target.open("ab") as file:
        write_file(f"/dev/fd/{file.fileno()}", b"added")
    assert target.read_bytes() == b"kept, added"
    with pytest.raises(OSError, match="Bad file descriptor"):
        write_file("/dev/fd/987654", b"x")
    os.close(reading)
    os.close(writer)


def test_a_device_stays_a_device(tmp_path: Path) -> None:
    """One of the test's own, which swallows all."""
    device = tmp_path / "null"
    try:
        os.mknod(device, stat.S_IFCHR | 0o666, os.makedev(1, 3))
        device.write_bytes(b"")
    except PermissionError:
        pytest.skip("devices can be made by root alone")
    write_file(str(device), b"x")
    assert stat.S_ISCHR(device.stat().st_mode)
    assert [p.name for p in tmp_path.iterdir()] == ["null"]


def test_nothing_reaches_a_stream_before_all_is_there(tmp_path: Path) -> None:
    """What fails half way leaves it as it was."""
    reading, writer = os.pipe()

    def fail() -> None:
        with open_output(f"/dev/fd/{writer}") as write:
            write(b"half")
            raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        fail()
    os.close(writer)
    assert os.read(reading, 100) == b""
    os.close(reading)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("writer", WRITERS)
def test_the_name_of_a_folder_is_no_file(tmp_path: Path, writer: str) -> None:
    """No command makes a file without the slash; one line says why."""
    for name in ("new.json/", "new.json/."):
        words = (*WRITERS[writer][:-1], WRITERS[writer][-1] + name)
        done = command_line.run(words, cwd=tmp_path)
        assert done.returncode in (2, 3), name
        (line,) = [one for one in done.stderr.decode().splitlines() if "new.json" in one]
        assert "name of a folder" in line or "no format has the ending" in line
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "name", ["new/", "there/", "there/.", "there//", "link/", ".", "./", "a/.."]
)
def test_a_file_is_not_replaced_by_the_name_of_a_folder(tmp_path: Path, name: str) -> None:
    """It stays as it is, also where a link leads to it."""
    (tmp_path / "there").write_bytes(b"kept")
    (tmp_path / "link").symlink_to("there")
    with pytest.raises(IsADirectoryError, match="it is the name of a folder, and not of a file"):
        write_file(f"{tmp_path}/{name}", b"x")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["link", "there"]
    assert (tmp_path / "there").read_bytes() == b"kept"


def test_a_link_that_leads_nowhere_is_refused(tmp_path: Path) -> None:
    """Nothing is made at its end, whichever link of a chain is the loose one."""
    (tmp_path / "loose").symlink_to("gone")
    (tmp_path / "chain").symlink_to("loose")
    for name in ("loose", "chain"):
        with pytest.raises(FileNotFoundError, match="a link to a file that is not there"):
            write_file(str(tmp_path / name), b"x")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["chain", "loose"]


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("-", 1),
        ("/dev/stdout", 1),
        ("/dev/../dev/stdout", 1),
        ("/dev/stderr", 2),
        ("/proc/self/fd/17", 17),
        ("/dev/fd/63", 63),
        ("/dev/fd/x", None),
        ("/dev/fd/²", None),
        ("fd/1", None),
        ("stdout", None),
        ("a\x00b", None),
        ("", None),
    ],
)
def test_names_of_open_streams(name: str, number: int | None) -> None:
    """They are known by what they say, also where nothing is open under the number."""
    assert descriptor(name) == number


def test_files_and_folders_are_no_streams(tmp_path: Path) -> None:
    """Nor is what is not there."""
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "loop").symlink_to("loop")
    assert not any(is_stream(str(tmp_path / name)) for name in ("file", "", "gone", "loop"))


@pytest.mark.parametrize("failures", [0, 1, 2])
def test_a_file_open_in_word_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failures: int
) -> None:
    """Windows refuses to replace what another program has open: it may be let go in a moment."""
    path = tmp_path / "form.docx"
    path.write_bytes(b"old")
    _refuse(monkeypatch, failures)
    write_file(str(path), b"new")
    assert path.read_bytes() == b"new"


def test_a_file_that_stays_open_in_word_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After three tries; the old file stays, and nothing beside it."""
    path = tmp_path / "form.docx"
    path.write_bytes(b"old")
    _refuse(monkeypatch, 3)
    with pytest.raises(PermissionError, match="close it in Word"):
        write_file(str(path), b"new")
    assert [p.name for p in tmp_path.iterdir()] == ["form.docx"]
    assert path.read_bytes() == b"old"


def _refuse(monkeypatch: pytest.MonkeyPatch, failures: int) -> None:
    """Have the system refuse to replace a file, as Windows does, so many times."""
    real: Callable[[str, str], None] = os.replace
    left = [failures]

    def replace(source: str, target: str) -> None:
        if left[0]:
            left[0] -= 1
            raise PermissionError(13, "Access is denied")
        real(source, target)

    monkeypatch.setattr(writing, "WINDOWS", True)
    monkeypatch.setattr(writing, "WAITS", (0, 0))
    monkeypatch.setattr(os, "replace", replace)


NAMES = """\
intspec: "1.0"
id: ward
title: A fictitious ward with λ, 歩, 😀 and “quotes”
stage: results
checklists: [tidier]
no_comparator: {reason: A pilot.}
interventions:
  round: {role: experimental, name: Round of λ 歩 😀}
"""
TO_STDOUT = [
    *(("check", "x.intspec.yaml", "--format", f) for f in ("json", "sarif", "junit", "github")),
    *(
        ("render", "x.intspec.yaml", "--to", f)
        for f in ("markdown", "html", "csv", "json", "latex")
    ),
    ("schema",),
    ("rules", "--format", "json"),
    ("checklists", "--format", "json"),
    ("locate", "x.intspec.yaml", "--document", "paper=paper.md", "--format", "json"),
    ("locate", "x.intspec.yaml", "--document", "paper=paper.md", "--suggest", "--format", "json"),
    ("plugin", "cases", "tidier", "x.intspec.yaml"),
    ("config", "show", "x.intspec.yaml", "--format", "json"),
]


@pytest.mark.parametrize("words", TO_STDOUT, ids=" ".join)
@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-16"])
def test_what_programs_read_is_utf_8_whatever_the_console(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], encoding: str
) -> None:
    """The same bytes come out for each encoding of the console."""
    monkeypatch.chdir(tmp_path)
    Path("x.intspec.yaml").write_text(NAMES, encoding="utf-8")
    Path("paper.md").write_text("# A λ\n\nThe “round” of 歩 takes an hour 😀.\n", encoding="utf-8")
    outputs = []
    for name in ("utf-8", encoding):
        with monkeypatch.context() as patch:
            raw = io.BytesIO()
            patch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding=name))
            assert run(list(words)) in (0, 1)
            sys.stdout.flush()
            outputs.append(raw.getvalue())
    assert outputs[0] == outputs[1]
    assert outputs[0].decode("utf-8").strip()


PRINTING = """\
import os, subprocess, sys, threading, time
from intspec import Finding, hookimpl, rule

@rule("bad/rule")
def bad(subject):
    "A rule."
    yield Finding("first")
    print("GARBAGE")
    sys.__stdout__.write("GARBAGE")
    sys.__stdout__.flush()
    os.write(1, b"GARBAGE")
    subprocess.run([sys.executable, "-c", "print('GARBAGE')"])
    os.system("echo GARBAGE")
    open("/dev/stdout", "ab").write(b"GARBAGE")
    threading.Thread(target=chatter, daemon=True).start()
    sys.addaudithook(lambda *_event: print("HOOKED"))

def chatter():
    while True:
        print("GARBAGE")
        time.sleep(0.001)

@hookimpl
def intspec_rules():
    yield bad
"""


@pytest.mark.parametrize("fmt", ["json", "sarif", "junit", "github"])
def test_what_a_plugin_prints_in_any_way_does_not_reach_stdout(tmp_path: Path, fmt: str) -> None:
    """It is on stderr; the report is whole."""
    (tmp_path / "intspec.toml").write_text('plugins = ["bad.py"]\n', encoding="utf-8")
    (tmp_path / "bad.py").write_text(PRINTING, encoding="utf-8")
    spec = NAMES.replace("[tidier]", "[tidier, bad]")
    (tmp_path / "x.intspec.yaml").write_text(spec, encoding="utf-8")
    words = ("check", "x.intspec.yaml", "--allow-local-plugins", "--format", fmt)
    done = subprocess.run(
        [sys.executable, "-m", "intspec", *words], cwd=tmp_path, capture_output=True, check=False
    )
    assert done.returncode in (1, 3), done.stderr
    assert b"GARBAGE" not in done.stdout
    assert b"HOOKED" not in done.stdout
    assert done.stderr.count(b"GARBAGE") >= 6
    assert done.stdout
    if fmt in ("json", "sarif"):
        json.loads(done.stdout)
    if fmt == "junit":
        ET.fromstring(done.stdout)


@pytest.mark.parametrize("closed", ["2>&-", "<&-", "<&- 2>&-"])
def test_stdout_is_kept_where_other_streams_are_closed(closed: str) -> None:
    """Numbers of closed streams are not taken for it."""
    command = f'exec "{sys.executable}" -m intspec check "{SPEC}" --format json {closed}'
    done = subprocess.run(["sh", "-c", command], stdout=subprocess.PIPE, check=False)
    assert done.returncode in (0, 1)
    json.loads(done.stdout)


@pytest.mark.parametrize("words", [("--version",), ("check", SPEC), ("schema",)], ids=" ".join)
def test_a_full_disk_is_one_line(tmp_path: Path, words: tuple[str, ...]) -> None:
    """The limit of the size of files stands for the disk."""
    command = f'ulimit -f 0; exec "{sys.executable}" -B -m intspec "$@" > log'
    done = subprocess.run(
        ["sh", "-c", command, "sh", *words], cwd=tmp_path, stderr=subprocess.PIPE, check=False
    )
    assert (done.returncode, done.stderr) == (
        3,
        b"intspec: the output cannot be written: File too large\n",
    )
