"""A file is written whole or not at all, and keeps what is its own."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from intspec.writing import PREFIX, SUFFIX, replacing, sweep, write_file

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="modes and links of POSIX")


def names(folder: Path) -> list[str]:
    """Return the names in a folder, sorted."""
    return sorted(path.name for path in folder.iterdir())


def mode(path: Path) -> int:
    """Return the permissions of a file."""
    return path.stat().st_mode & 0o7777


def test_a_new_file_has_the_permissions_that_other_programs_give(tmp_path: Path) -> None:
    """The umask decides."""
    before = os.umask(0o027)
    try:
        write_file(str(tmp_path / "new"), b"a\x00\nb")
        os.umask(0)
        write_file(str(tmp_path / "open"), b"")
    finally:
        os.umask(before)
    assert (tmp_path / "new").read_bytes() == b"a\x00\nb"
    assert (mode(tmp_path / "new"), mode(tmp_path / "open")) == (0o640, 0o666)
    assert names(tmp_path) == ["new", "open"]


def test_a_file_keeps_its_permissions_and_its_links(tmp_path: Path) -> None:
    """The file behind two links is another one after that; the links are as they were."""
    (tmp_path / "inner").mkdir()
    target = tmp_path / "inner" / "real"
    target.write_bytes(b"old")
    target.chmod(0o751)
    (tmp_path / "link").symlink_to("middle")
    (tmp_path / "middle").symlink_to(target)
    write_file(str(tmp_path / "link"), b"new")
    assert (target.read_bytes(), mode(target)) == (b"new", 0o751)
    assert (tmp_path / "link").readlink() == Path("middle")
    assert (names(tmp_path), names(target.parent)) == (["inner", "link", "middle"], ["real"])


def test_a_name_alone_is_in_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No folder need be named."""
    monkeypatch.chdir(tmp_path)
    write_file("here", b"x")
    assert (tmp_path / "here").read_bytes() == b"x"


def test_the_old_file_stays_until_the_block_ends(tmp_path: Path) -> None:
    """What is written stands beside it, in the same folder, until all of it is there."""
    path = tmp_path / "file"
    path.write_bytes(b"old")
    with replacing(str(path)) as write:
        write(b"one, ")
        write(b"two")
        assert path.read_bytes() == b"old"
        (other,) = set(names(tmp_path)) - {"file"}
        assert (tmp_path / other).read_bytes() == b"one, two"
        assert re.fullmatch(rf"\.intspec-[0-9a-f]{{8}}-{os.getpid()}-[0-9a-f]{{12}}\.tmp", other)
    assert path.read_bytes() == b"one, two"
    assert names(tmp_path) == ["file"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_an_error_within_the_block_leaves_all_as_it_was(
    tmp_path: Path, error: type[BaseException]
) -> None:
    """The old file is there, and nothing beside it."""
    path = tmp_path / "file"
    path.write_bytes(b"old")

    def fail() -> None:
        with replacing(str(path)) as write:
            write(b"new")
            raise error

    with pytest.raises(error):
        fail()
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["file"]


@pytest.mark.parametrize("call", ["open", "write", "fsync", "replace", "chmod"])
def test_a_system_call_that_fails_leaves_all_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    """The error is the caller's to tell."""
    path = tmp_path / "file"
    path.write_bytes(b"old")

    def fail(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, call, fail)
        with pytest.raises(OSError, match="No space left"):
            write_file(str(path), b"new")
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["file"]


def test_a_file_that_is_there_is_not_taken_for_the_temporary_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two writers cannot write into one."""
    with monkeypatch.context() as patch:
        patch.setattr(os, "urandom", bytes)
        with replacing(str(tmp_path / "one")), pytest.raises(FileExistsError):
            write_file(str(tmp_path / "two"), b"x")
    assert names(tmp_path) == ["one"]


def test_a_machine_may_have_any_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In letters of any encoding."""
    odd = type("Uname", (), {"nodename": "m\udcfc"})
    with monkeypatch.context() as patch:
        patch.setattr(os, "uname", lambda: odd)
        write_file(str(tmp_path / "file"), b"x")
    assert names(tmp_path) == ["file"]


def test_no_handle_is_left_open(tmp_path: Path) -> None:
    """Writing a file again and again costs no handles."""
    first = os.open(tmp_path, os.O_RDONLY)
    os.close(first)
    for _ in range(3):
        write_file(str(tmp_path / "file"), b"x")
    second = os.open(tmp_path, os.O_RDONLY)
    os.close(second)
    assert first == second


def test_what_is_written_in_pieces_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system may take less of it than it is given."""
    real = os.write
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", lambda handle, content: real(handle, content[:3]))
        write_file(str(tmp_path / "file"), b"0123456789")
    assert (tmp_path / "file").read_bytes() == b"0123456789"


def test_file_and_folder_are_asked_to_be_safe_on_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """First the content, then, once it is in its place, the name; a folder may refuse."""
    path = tmp_path / "file"
    seen = []

    def look(handle: int) -> None:
        folder = os.path.samestat(os.fstat(handle), tmp_path.stat())
        seen.append(("folder" if folder else "file", path.exists()))
        if folder:
            raise OSError(22, "Invalid argument")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", look)
        write_file(str(path), b"x")
    assert seen == [("file", False), ("folder", True)]
    assert path.read_bytes() == b"x"


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    """Nothing is made."""
    with pytest.raises(FileNotFoundError):
        write_file(str(tmp_path / "gone" / "file"), b"x")
    assert names(tmp_path) == []


def test_only_what_dead_runs_of_this_machine_left_is_swept(tmp_path: Path) -> None:
    """Those of a living process, of another machine and of other programs stay."""
    with replacing(str(tmp_path / "file")):
        (own,) = names(tmp_path)
    host = own.split("-")[1]
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    dead = child.pid
    kept = [
        f"{PREFIX}{host}-{os.getpid()}-00{SUFFIX}",
        f"{PREFIX}{host}-1-00{SUFFIX}",
        f"{PREFIX}00000000-{dead}-00{SUFFIX}",
        f"{PREFIX}{host}-{dead}-00-00{SUFFIX}",
        f"{PREFIX}{host}-{dead}{SUFFIX}",
        f"{PREFIX}{host}-x{dead}-00{SUFFIX}",
        f"{PREFIX}{host}-{dead}-00.txt",
        f"x{PREFIX}{host}-{dead}-00{SUFFIX}",
        "file",
    ]
    folder = f"{PREFIX}{host}-{dead}-11{SUFFIX}"
    (tmp_path / folder).mkdir()
    swept = [f"{PREFIX}{host}-{dead}-00{SUFFIX}", f"{PREFIX}{host}-{'9' * 40}-00{SUFFIX}"]
    for name in [*kept, *swept]:
        (tmp_path / name).write_bytes(b"")
    write_file(str(tmp_path / "file"), b"x")
    assert names(tmp_path) == sorted([*kept, folder])


def test_a_process_of_others_is_alive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that may not be asked for is there."""
    with replacing(str(tmp_path / "file")):
        (own,) = names(tmp_path)
    left = tmp_path / f"{PREFIX}{own.split('-')[1]}-4194000-00{SUFFIX}"
    left.write_bytes(b"")

    def refuse(process: int, number: int) -> None:
        assert (process, number) == (4194000, 0)
        raise PermissionError

    with monkeypatch.context() as patch:
        patch.setattr(os, "kill", refuse)
        sweep(str(tmp_path))
    assert left.exists()


def test_a_folder_that_cannot_be_listed_is_not_swept(tmp_path: Path) -> None:
    """What is written says so, if it matters."""
    sweep(str(tmp_path / "gone"))
    assert names(tmp_path) == []
