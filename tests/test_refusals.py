"""Refusals in full: what is said of a text that cannot be read, where, and what mends it."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest

import refused_texts
from intspec.reading import CODES, DEFAULT_LIMITS, Limits, Problem, Unreadable, read_file
from intspec.reading.document import Source
from intspec.reading.open_file import file_bytes
from intspec.reading.scalars import refuse_escape, short
from test_reading import PARSERS, REFUSED, REFUSED_JSON, own_device, problem, read, use_parser

GOLDEN = Path(__file__).parent / "goldens" / "refusals.txt"
SMALL = Limits(bytes=2_500_000, depth=3, nodes=2_000, scalar=1_000)
#: What is out of these bounds.
LARGE = [
    ("x.yaml", "a: [[[1]]]"),
    ("x.yaml", "a: {b: {c: {d: 1}}}"),
    ("x.yaml", "a:\n  b:\n    c:\n      d: 1\n"),
    ("x.json", '{"a": {"b": {"c": {}}}}'),
    ("x.yaml", "a: [" + "1, " * 2_000 + "]"),
    ("x.yaml", "a: {" + "b: [], " * 2_000 + "}"),
    ("x.json", '{"a": [' + "1, " * 2_000 + "1]}"),
    ("x.yaml", "a: " + "b" * 1_001),
    ("x.yaml", "b" * 1_001 + ": a"),
    ("x.json", '{"a": "' + "b" * 1_000 + '"}'),
    ("x.json", "{" + '"b' + "b" * 1_000 + '": 1}'),
    ("x.yaml", "a: 1 " + "#" * 2_500_000),
]
#: Bytes that are no text, or not in UTF-8.
BYTES = (
    b"PK\x03\x04....word/document.xml....xl/",
    b"PK\x03\x04....xl/workbook.xml",
    b"PK\x03\x04....ppt/slides",
    b"PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.text",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0\xa1\xb1",
    b"%PDF-1.7\n",
    b"{\\rtf1 x}",
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff\xe0",
    b"GIF89a",
    b"\x1f\x8b\x08\x00",
    b"7z\xbc\xaf\x27\x1c",
    b"SQLite format 3\x00",
    b"\xef\xbb\xbf<html lang=en>",
    b" \r\n<!doctype  HTML>",
    b"<Head>",
    b"<BODY class=x>",
    b"<?xml version='1.0'?>",
    *("a: é".encode(name) for name in ("utf-16", "utf-16-le", "utf-16-be")),
    *("a: é".encode(name) for name in ("utf-32", "utf-32-le", "utf-32-be")),
    b"\xfe\xff\x00a",
    b"\x00\x00\xfe\xff\x00\x00\x00a",
    b"\xef\xbb\xbf\xff\xfea\x00",
    b"a: \xe9",
    b"a: 1\r\nb: \xc3\xa9\x80",
    b"a: 1\rb: \x9f",
    b"a\n\r\n\xff",
)
TEXTS = [
    *(("x.yaml", text) for text, *_ in REFUSED),
    *(("x.yaml", text) for text in refused_texts.YAML),
    *(("x.json", text) for text, *_ in REFUSED_JSON),
    *(("x.json", text) for text in refused_texts.JSON),
]


def told(found: Problem) -> str:
    """Write all that a problem says, one line for each part."""
    place = f"{found.line}:{found.column}-{found.end_line}:{found.end_column}"
    lines = f"  {found.code} at {place}\n  {found.message}\n  {found.hint}\n"
    return lines + (f"  | {found.text[:80]!r}\n" if found.text else "")


def shown(text: str | bytes) -> str:
    """Write a text on one line, the middle of a long one left out."""
    return repr(text) if len(text) < 200 else f"{text[:60]!r}, and so on: {len(text)} characters"


@pytest.mark.parametrize("parser", PARSERS)
def test_golden(
    parser: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """Every refusal is as it was, with both parsers; `--update` rewrites the file."""
    use_parser(parser, monkeypatch)
    cases = [
        *((path, shown(text), problem(text, path)) for path, text in TEXTS),
        *((path, shown(text), problem(text, path, SMALL)) for path, text in LARGE),
        *(("x.yaml", shown(raw), problem(raw)) for raw in BYTES),
    ]
    made = "".join(f"{code}: {meaning}\n" for code, meaning in CODES.items())
    made += "".join(f"{path} {words}\n{told(found)}" for path, words, found in cases)
    if request.config.getoption("--update"):
        GOLDEN.write_text(made, encoding="utf-8", newline="\n")
    assert made.splitlines() == GOLDEN.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("end", ["\r\n", "\r"])
@pytest.mark.parametrize("parser", PARSERS)
def test_line_ends_make_no_difference(
    parser: str, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    """Those of Windows and of old Macs lead to the same words and places."""
    use_parser(parser, monkeypatch)
    for path, text in TEXTS:
        assert problem(text.replace("\n", end), path) == problem(text, path), text


@pytest.mark.parametrize("parser", PARSERS)
def test_a_fault_further_down_is_told_further_down(
    parser: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stands above it, letters of any kind and brackets in a comment, changes nothing else."""
    use_parser(parser, monkeypatch)
    for path, text in TEXTS:
        first = "# é😀: [\n" if path == "x.yaml" else " \t\n"
        found = problem(text, path)
        if found.code == "empty" or text.startswith("\ufeff"):
            continue
        assert problem(first + text, path) == attrs.evolve(
            found,
            line=found.line + 1,
            end_line=found.end_line + 1,
            message=re.sub(r"\bline (\d+)", _next, found.message),
        ), text


def _next(found: re.Match[str]) -> str:
    return f"line {int(found[1]) + 1}"


def test_texts_that_only_look_as_if_they_were_to_be_refused() -> None:
    """The begin as other kinds of files do, or are as large as is allowed."""
    fine = ("a: <html>", "<: 1", "<htmlx>: 1", "PK: 1", "a: '<?xml'", "a: '<<<<<<<'", "a: <<<<<<<x")
    for text in (*fine, "a: 1 >>>>>>>", " " * 200 + "<html>: 1", "a: 1\n<<<<<<: 2"):
        assert read(text).data
    largest = (
        ("x.yaml", "a: {b: {c: 1}}"),
        ("x.json", '{"a": {"b": {}}}'),
        ("x.yaml", "a: [" + "1, " * 1_996 + "1]"),
        ("x.json", '{"a": [' + "1, " * 1_996 + "1]}"),
        ("x.yaml", "a: " + "b" * 1_000),
        ("x.json", '{"a": "' + "b" * 998 + '"}'),
        ("x.yaml", "a: 1 " + "#" * 2_499_995),
    )
    for path, text in largest:
        assert read(text, path, SMALL).data


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a" * 40, "a" * 40),
        ("a" * 41, "a" * 40 + "…"),
        (" a \n\t b ", "a b"),
        ("a" + " " * 158 + "b", "a b"),
        ("a" + " " * 159 + "b", "a…"),
        ("a" * 30 + " " * 200 + "b" * 30, "a" * 30 + "…"),
    ],
)
def test_a_long_text_is_shown_in_part(text: str, words: str) -> None:
    """On one line, of at most forty characters."""
    assert short(text) == words


def test_a_text_without_a_bad_escape_is_refused_all_the_same() -> None:
    """Whoever finds it unfit to be kept, it is no fault of the program."""
    with pytest.raises(Unreadable) as caught:
        refuse_escape(Source("x.json", '{"a": "b\\n"}'), 6, 10, "json")
    assert caught.value.problems == (
        Problem(
            *("control-character", "this text cannot be printed", "type it anew"),
            *(1, 7, 1, 8),
            '{"a": "b\\n"}',
        ),
    )


# Files


def refused(path: object) -> Problem:
    """Return why a file is not read."""
    with pytest.raises(Unreadable) as caught:
        read_file(path)  # type: ignore[arg-type]
    (found,) = caught.value.problems
    assert caught.value.__suppress_context__
    return found


def no_file(message: str, hint: str) -> Problem:
    """Make what is said of a file that cannot be read."""
    return Problem("no-file", message, hint)


CHECK = "check its name, and the disk or network that it is on"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes of POSIX")
def test_what_is_no_file_is_named_with_a_remedy(tmp_path: Path) -> None:
    """Each kind in its own words."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    folder, pipe, loop, gone = (str(tmp_path / n) for n in (".", "pipe", "loop", "gone"))
    node = str(own_device(tmp_path))
    device = "give the file itself, or send its content to standard input"
    assert [refused(p) for p in (tmp_path, pipe, node, loop, gone, "a\0b")] == [
        no_file(f"`{tmp_path}` is a folder, not a file", "name a file in it"),
        no_file(f"`{pipe}` is a pipe or a device, not an ordinary file", device),
        no_file(f"`{node}` is a pipe or a device, not an ordinary file", device),
        no_file(f"`{loop}` cannot be opened: too many levels of symbolic links", CHECK),
        no_file(f"there is no file `{gone}`", "check the spelling and the folder"),
        no_file("`a\0b` cannot be the name of a file", "check how the name is given"),
    ]
    assert folder == str(tmp_path)


def test_a_disk_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the file is opened, looked at or read; the handle is closed."""
    path = tmp_path / "x.yaml"
    path.write_text("a: 1")

    def fail(error: OSError) -> Callable[..., object]:
        def call(*_arguments: object, **_words: object) -> object:
            raise error

        return call

    closed: list[int] = []
    real = os.close

    def close(handle: int) -> None:
        closed.append(handle)
        real(handle)

    for call, error, said in (
        ("open", OSError(5, "Input/output error"), "opened: input/output error"),
        ("open", OSError("odd"), "opened: odd"),
        ("fstat", OSError(5, "Input/output error"), "read: input/output error"),
        ("fdopen", OSError(116, "Stale file handle"), "read: stale file handle"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(os, call, fail(error))
            patch.setattr(os, "close", close)
            assert refused(path) == no_file(f"`{path}` cannot be {said}", CHECK)
    assert len(closed) == 2
    with monkeypatch.context() as patch:
        patch.setattr(os, "open", fail(PermissionError(13, "Permission denied")))
        assert refused(path) == no_file(
            f"you may not read `{path}`", "ask for permission to read it"
        )


@pytest.mark.parametrize("how", ["longer", "touched"])
def test_a_file_that_changes_while_it_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """It may be half of the old one and half of the new."""
    path = tmp_path / "x.yaml"
    path.write_text("a: 1")
    real = os.fdopen

    def change(*arguments: Any, **words: Any) -> Any:
        if how == "longer":
            before = path.stat()
            path.write_text("a: 12")
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        else:
            os.utime(path, ns=(1, 1))
        return real(*arguments, **words)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fdopen", change)
        assert refused(path) == no_file(f"`{path}` was changed while it was read", "check it again")
    assert read_file(path).data


def test_a_file_is_read_up_to_one_byte_beyond_the_limit(tmp_path: Path) -> None:
    """And not translated: its line ends are its own."""
    path = tmp_path / "x.yaml"
    path.write_bytes(b"a: 1\r\n\x1a")
    assert file_bytes(str(path)) == b"a: 1\r\n\x1a"
    assert file_bytes(str(path), limits=Limits(bytes=4)) == b"a: 1\r"
    assert Limits(bytes=10_000_000, depth=64, nodes=200_000, scalar=1_000_000) == DEFAULT_LIMITS
