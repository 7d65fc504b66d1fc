"""The command line, as a user calls it: what it prints, writes and returns."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest

import command_line
from intspec import __version__
from intspec.cli import one_file, root
from intspec.cli.main import run
from intspec.discovery import OWN_COMMANDS

ROOT = Path(__file__).parent.parent
GOOD = "specs/exercise/group-exercise.intspec.yaml"
ENRICH = "specs/enrich/enrich.intspec.yaml"


def intspec(
    *words: str, cwd: Path = ROOT, stdin: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run intspec."""
    done = command_line.run_text(words, cwd=cwd, stdin=stdin, env={**os.environ, **environment})
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """A specification with one error."""
    text = (ROOT / GOOD).read_text(encoding="utf-8").replace("title:", "titel:", 1)
    target = tmp_path / "faulty.intspec.yaml"
    target.write_text(text, encoding="utf-8")
    return target


def test_version() -> None:
    """`--version` prints name and version."""
    assert intspec("--version").stdout == f"intspec {__version__}\n"


@pytest.mark.parametrize(
    "command",
    [
        "check",
        "render",
        "import",
        "explain",
        "init",
        "checklists",
        "rules",
        "plugins",
        "schema",
        "completion",
    ],
)
def test_every_command_teaches(command: str) -> None:
    """`--help` of each command shows how it is used, with examples."""
    done = intspec(command, "--help")
    assert done.returncode == 0
    assert "Examples:" in done.stdout
    assert command in intspec("--help").stdout


@pytest.mark.parametrize("command", sorted(set(OWN_COMMANDS) - {"cache", "config", "plugin"}))
def test_options_of_settings_stand_apart(command: str) -> None:
    """Those that intspec.toml can give too, and those that say which settings are in force."""
    found = root.cli.get_command(click.Context(root.cli), command)
    assert found is not None
    context = click.Context(found)
    formatter = context.make_formatter()
    found.format_options(context, formatter)
    own, *apart = re.split(r"^Options [^\n]*:$", formatter.getvalue(), flags=re.MULTILINE)
    listed = [re.findall(r"^  (?:-\w, )?(--[\w-]+)", text, re.MULTILINE) for text in (own, *apart)]
    options = [p for p in found.get_params(context) if isinstance(p, click.Option)]
    assert sum(map(len, listed)) == len(options)
    assert re.match(r"Options:\n  -", own)
    in_settings = {
        "check": ["--fail-on", "--checklist", "--vocabulary", "--exclude"],
        "render": ["--option", "--vocabulary"],
        "compare": ["--option"],
        "crosswalk": ["--option"],
        "explain": ["--vocabulary"],
    }
    either = in_settings.get(command, [])
    on_settings = ["--config", "--isolated", "--without", "--allow-local-plugins"]
    wanted = [] if command == "completion" else [*filter(None, [either]), on_settings]
    assert listed[1:] == wanted


def test_a_good_file_is_exit_0() -> None:
    """Nothing at or above the threshold."""
    assert intspec("check", GOOD).returncode == 0
    assert intspec("check", ENRICH).returncode == 0


def test_findings_are_exit_1(faulty: Path) -> None:
    """A document that does not fit has findings; it was read."""
    done = intspec("check", str(faulty))
    assert done.returncode == 1
    assert "unknown key `titel`; did you mean `title`?" in done.stdout


@pytest.mark.parametrize(
    "content", [b"", b"- a\n", b"a: [", b"a: 1\na: 2\n", b"\xff\xfea\x00", b"PK\x03\x04"]
)
def test_what_cannot_be_read_is_exit_2(tmp_path: Path, content: bytes) -> None:
    """No document, no verdict; the reason and the place are told."""
    (tmp_path / "x.intspec.yaml").write_bytes(content)
    done = intspec("check", "x.intspec.yaml", cwd=tmp_path)
    assert done.returncode == 2
    assert "x.intspec.yaml:" in done.stdout


def test_a_missing_file_is_exit_2() -> None:
    """It is named, and the run goes on with the others."""
    done = intspec("check", "none.yaml", GOOD)
    assert done.returncode == 2
    assert "there is no file `none.yaml`" in done.stdout
    assert f"Nothing found in 1 file (`--verbose` shows each): {GOOD}" in done.stdout


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("chek",), "did you mean `check`?"),
        (("check",), "say what to check: give a PATH"),
        (("check", GOOD, "--checklist", "tidyer"), "did you mean `tidier`?"),
        (("check", GOOD, "--format", "xml"), "Invalid value"),
        (("check", GOOD, "--output", "xml:x"), "write one of text"),
        (("check", "schemas"), "there is no specification in the folder"),
        (("render", GOOD, "-o", "x.doc"), "ending `.doc`; did you mean `.docx`?"),
        (("render", GOOD, "-o", "x.qqq"), "no format has the ending `.qqq`; known: "),
        (("render", GOOD, "--format", "docx"), "No such option '--format'. Did you mean '--to'?"),
        (("check", GOOD, "--to", "json"), "No such option '--to'. Did you mean '--format'?"),
        (("render", GOOD, "--fromat", "docx"), "No such option '--fromat'"),
        (("render", GOOD, "--to", "markdwn"), "did you mean `markdown`?"),
        (("explain", "tidier/materials-acess"), "did you mean `materials-access`?"),
        (("explain", "nothing"), "there is no rule, item, checklist, vocabulary or key `nothing`"),
        (("rules", "nothing"), "no rule is named `nothing/…`"),
    ],
)
def test_wrong_usage_is_exit_2(words: tuple[str, ...], message: str) -> None:
    """The message names the nearest word, or those there are."""
    done = intspec(*words)
    assert done.returncode == 2
    assert message in done.stderr


@pytest.mark.parametrize(
    "words", [("render", GOOD, "-o", ""), ("check", GOOD, "--output", "json:")]
)
def test_a_folder_that_is_not_there_is_named(words: tuple[str, ...], tmp_path: Path) -> None:
    """It is the folder that is missing, and not the file that was to be made."""
    file = tmp_path / "none" / "x.html"
    done = intspec(*words[:-1], f"{words[-1]}{file}")
    assert done.returncode == 3
    assert f"`{file}` cannot be written: there is no folder `{file.parent}`" in done.stderr


def test_stdin() -> None:
    """`-` reads from stdin."""
    done = intspec("check", "-", stdin=(ROOT / GOOD).read_bytes())
    assert done.returncode == 0
    assert "Steps Together" in done.stdout


def test_a_folder_stands_for_the_specifications_below_it() -> None:
    """Every specification is checked, in the order of the names."""
    done = intspec("check", "specs", "--format", "json")
    paths = [f["path"] for f in json.loads(done.stdout)["files"]]
    expected = sorted(p.relative_to(ROOT).as_posix() for p in ROOT.glob("specs/*/*.intspec.yaml"))
    assert sorted(paths) == expected
    assert len(paths) == 18


def test_the_threshold(tmp_path: Path) -> None:
    """`--fail-on` says which findings fail the run."""
    text = (ROOT / ENRICH).read_text(encoding="utf-8")
    (tmp_path / "enrich.intspec.yaml").write_text(text, encoding="utf-8")
    codes = {
        level: intspec("check", ".", "--fail-on", level, cwd=tmp_path).returncode
        for level in ("error", "warning", "note", "never")
    }
    assert codes == {"error": 0, "warning": 0, "note": 1, "never": 0}


def test_reports_to_files(tmp_path: Path, faulty: Path) -> None:
    """`--output` writes as many reports as are asked for, beside the one on stdout."""
    outputs = [f"sarif:{tmp_path}/a.sarif", f"junit:{tmp_path}/a.xml", f"json:{tmp_path}/a.json"]
    words = [word for output in outputs for word in ("--output", output)]
    done = intspec("check", str(faulty), "--quiet", *words)
    assert done.returncode == 1
    assert json.loads((tmp_path / "a.json").read_text())["exit_code"] == 1
    assert "<testsuites" in (tmp_path / "a.xml").read_text()
    assert json.loads((tmp_path / "a.sarif").read_text())["version"] == "2.1.0"


def test_an_output_that_cannot_be_written_is_exit_3(tmp_path: Path) -> None:
    """The report is incomplete, and says so."""
    done = intspec("check", GOOD, "--output", f"json:{tmp_path}/none/a.json")
    assert done.returncode == 3
    assert "cannot be written" in done.stderr


def test_a_report_does_not_replace_what_is_checked(tmp_path: Path) -> None:
    """Neither the specification nor its settings, by whatever name."""
    spec, settings = tmp_path / "own.intspec.yaml", tmp_path / "intspec.toml"
    spec.write_bytes((ROOT / GOOD).read_bytes())
    settings.write_text('fail_on = "never"\n', encoding="utf-8")
    (tmp_path / "link.json").symlink_to(spec)
    before = {path: path.read_bytes() for path in (spec, settings)}
    for output in (str(spec), "./own.intspec.yaml", "link.json", "intspec.toml"):
        done = intspec("check", "own.intspec.yaml", "--output", f"json:{output}", cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, "")
        assert f"`{output}` is a file that this is made from" in done.stderr
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.parametrize("length", ["P" + "9" * 400 + "W", "PT1000000S", "P" + "1" * 5000 + "D"])
def test_a_duration_beyond_all_sense_is_told_where_it_stands(tmp_path: Path, length: str) -> None:
    """It is refused as no duration, on its line."""
    text = (
        (ROOT / GOOD).read_text(encoding="utf-8").replace("duration: P12W", f"duration: {length}")
    )
    target = tmp_path / "long.intspec.yaml"
    target.write_text(text, encoding="utf-8")
    line = next(n for n, one in enumerate(text.splitlines(), 1) if length in one)
    done = intspec("check", str(target), "--quiet", "--format", "concise")
    assert done.returncode == 1
    (told,) = [one for one in done.stdout.splitlines() if f":{line}:" in one]
    assert "is not a duration" in told


def test_a_fault_of_intspec_spoils_one_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is named and kept to be reported; other files are checked, and every report is whole."""
    check_file = one_file.check_file
    bad, good = str(tmp_path / "bad.intspec.yaml"), str(ROOT / GOOD)
    Path(bad).write_text("id: bad\n", encoding="utf-8")

    def broken(path: str, *arguments: Any) -> Any:
        if path != bad:
            return check_file(path, *arguments)
        message = "sums do not add up"
        raise ArithmeticError(message)

    monkeypatch.setattr(one_file, "check_file", broken)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    sarif = tmp_path / "report.sarif"
    words = ["check", bad, good, "--format", "json", "--output", f"sarif:{sarif}"]
    assert run(words) == 3
    first, second = json.loads(capsys.readouterr().out)["files"]
    (told,) = first["diagnostics"]
    assert (told["rule"], told["severity"]) == ("intspec/not-checked", "error")
    assert "a fault of intspec itself (ArithmeticError)" in told["message"]
    assert (second["diagnostics"] == [], bool(second["items"])) == (True, True)
    assert json.loads(sarif.read_text("utf-8"))["runs"][0]["results"]
    (kept,) = tmp_path.glob("intspec-bug-*.txt")
    assert str(kept) in told["hint"]
    assert "sums do not add up" in kept.read_text(encoding="utf-8")


LATER = {("tidier", "10"), ("tidier", "12")}


def test_the_stage_of_the_command_line() -> None:
    """`--stage` judges at another stage, and the report says both."""
    done = intspec("check", ENRICH, "--stage", "protocol", "--format", "json")
    (file,) = json.loads(done.stdout)["files"]
    assert file["stage"] == {"document": "results", "in_force": "protocol"}
    asked = [i for i in file["items"] if (i["checklist"], i["number"]) in LATER]
    assert {i["state"] for i in asked} == {"not-yet"}


def test_quiet_says_nothing_of_a_good_file() -> None:
    """Neither table nor notes."""
    done = intspec("check", ENRICH, "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_colour_is_asked_for_or_refused() -> None:
    """FORCE_COLOR colours a pipe; NO_COLOR goes before it."""
    assert "\x1b[" not in intspec("check", GOOD).stdout
    assert "\x1b[" in intspec("check", GOOD, FORCE_COLOR="1").stdout
    assert "\x1b[" not in intspec("check", GOOD, FORCE_COLOR="1", NO_COLOR="1").stdout


def test_another_encoding_of_the_terminal_stops_nothing(tmp_path: Path) -> None:
    """What the terminal cannot show is escaped."""
    text = (ROOT / GOOD).read_text(encoding="utf-8").replace("name: Steps", "name: 歩く Steps", 1)
    (tmp_path / "x.intspec.yaml").write_text(text, encoding="utf-8")
    done = intspec(
        "check", "x.intspec.yaml", cwd=tmp_path, PYTHONIOENCODING="ascii", PYTHONUTF8="0"
    )
    assert done.returncode == 0
    assert "\\u6b69" in done.stdout


def test_a_closed_pipe_is_quiet() -> None:
    """`| head -1` ends the program without a word."""
    words = [sys.executable, "-m", "intspec", "check", "specs", "--format", "json"]
    pipe = subprocess.PIPE
    with subprocess.Popen(words, cwd=ROOT, stdout=pipe, stderr=pipe) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == b"{\n"
        process.stdout.close()
        assert process.stderr.read() == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_disk_is_exit_3() -> None:
    """It is told in one line."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "intspec", "check", GOOD],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 3
    assert done.stderr == "intspec: the output cannot be written: No space left on device\n"


def test_init_writes_a_file_that_is_a_specification(tmp_path: Path) -> None:
    """It fits the schema beside it, and what is to be filled in is found."""
    done = intspec("init", "my trial.intspec.yaml", cwd=tmp_path)
    assert done.returncode == 0
    text = (tmp_path / "my trial.intspec.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=intspec-1.0.schema.json\n")
    assert (tmp_path / "intspec-1.0.schema.json").read_text(encoding="utf-8") == (
        ROOT / "schemas" / "specification-1.0.json"
    ).read_text(encoding="utf-8")
    checked = intspec("check", "my trial.intspec.yaml", "--format", "json", cwd=tmp_path)
    (file,) = json.loads(checked.stdout)["files"]
    assert not [d for d in file["diagnostics"] if d["rule"].endswith("-key")]
    assert {i["state"] for i in file["items"]} == {"not-reported", "not-yet"}
    again = intspec("init", "my trial.intspec.yaml", cwd=tmp_path)
    assert again.returncode == 2
    assert "is there already" in again.stderr


def test_init_goes_through_a_checklist(tmp_path: Path) -> None:
    """`--from-checklist` asks every item, with an example."""
    intspec("init", "x.intspec.yaml", "--from-checklist", "tidier", cwd=tmp_path)
    text = (tmp_path / "x.intspec.yaml").read_text(encoding="utf-8")
    assert all(f"# {n}. " in text for n in range(1, 13))


def test_explain() -> None:
    """A checklist, an item by number, a part, a rule and a structural finding are explained."""
    assert "12  How well: actual" in intspec("explain", "tidier").stdout
    item = intspec("explain", "tidier", "3").stdout
    assert "tidier/materials-access" in item
    part = intspec("explain", "tidier/materials-access").stdout
    for heading in ("What it checks", "Why it matters", "Example", "Instead", "Reference"):
        assert f"\n{heading}\n" in part
    rule = intspec("explain", "intspec/schedule-arithmetic").stdout
    for heading in ("What it checks", "Why it matters", "Example", "Instead", "Reference"):
        assert f"\n{heading}\n" in rule
    assert "not in the model" in intspec("explain", "intspec/unknown-key").stdout
    assert "stands twice" in intspec("explain", "intspec/duplicate-key").stdout


def test_the_listings() -> None:
    """Rules, checklists and plugins are listed as text and as JSON."""
    assert "tidier/materials-access" in intspec("rules").stdout
    assert "intspec/unknown-key" in intspec("rules", "intspec").stdout
    listed = json.loads(intspec("checklists", "--format", "json").stdout)
    tidier = next(one for one in listed if one["id"] == "tidier")
    assert (tidier["id"], tidier["items"], tidier["wording"]) == ("tidier", 12, "own")
    names = [p["name"] for p in json.loads(intspec("plugins", "--format", "json").stdout)]
    assert {"tables", "tidier", "guidelines", "peer-support"} <= set(names)


def test_render_to_a_file_and_to_stdout(tmp_path: Path) -> None:
    """The ending chooses the format; the same input gives the same bytes."""
    for name in ("a.html", "b.html"):
        assert intspec("render", ENRICH, "-o", str(tmp_path / name)).returncode == 0
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()
    assert intspec("render", ENRICH, "--view", "gaps").stdout.startswith("# ")
    assert json.loads(intspec("render", ENRICH, "--to", "json").stdout)


def test_render_of_a_faulty_file_says_where(faulty: Path) -> None:
    """One line with the place, and exit 1."""
    done = intspec("render", str(faulty))
    assert done.returncode == 1
    assert "unknown key `titel`" in done.stderr


@pytest.mark.parametrize("shell", ["bash", "fish", "zsh"])
def test_completion(shell: str) -> None:
    """Each shell has its script."""
    assert "_INTSPEC_COMPLETE" in intspec("completion", shell).stdout


def test_writing_keeps_mode_and_links(tmp_path: Path) -> None:
    """A link stays a link, and the file behind it keeps its mode."""
    target = tmp_path / "real.html"
    target.write_text("old")
    target.chmod(0o640)
    (tmp_path / "link.html").symlink_to(target)
    intspec("render", ENRICH, "-o", str(tmp_path / "link.html"))
    assert (tmp_path / "link.html").is_symlink()
    assert target.stat().st_mode & 0o777 == 0o640
    assert "<html" in target.read_text(encoding="utf-8")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["link.html", "real.html"]


@pytest.mark.parametrize("words", [(), ("plugin",), ("config",), ("cache",)])
def test_a_group_of_commands_alone_shows_its_help(words: tuple[str, ...]) -> None:
    """As `--help` does, line by line, on stdout or stderr as click has it."""
    bare, asked = intspec(*words), intspec(*words, "--help")
    assert (bare.stdout or bare.stderr).strip() == asked.stdout.strip()
