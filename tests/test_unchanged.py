"""Results of files that have not changed: the same bytes, and never one of anything else."""

import os
import sqlite3
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

import command_line
from intspec.cli import unchanged
from intspec.cli.check import SOME
from intspec.cli.unchanged import FILE, FOLDER, Store, packed, told_of, unpacked
from intspec.reporters import FORMATS, Told
from members import some

pytestmark = pytest.mark.programs

SPEC = """\
intspec: "1.0"
id: ward-{number}
title: A ward round (fictitious)
stage: results
fictitious: true
checklists: [{claims}]
no_comparator: {{reason: A pilot.}}
interventions:
  round: {{role: experimental, name: Round {number}}}
"""
#: Put in the place of all that is kept: where it shows, a result was not made anew.
MARK = "this was kept"
SETTINGS = 'checklists = ["tidier"]\n'
PLUGIN = """\
from intspec import Finding, hookimpl, rule
{pure}
@rule("looking/rule", severity="warning")
def looking(subject):
    \"\"\"A rule.\"\"\"
    if "7" in subject.spec.id and {crash}:
        raise ValueError("fictitious")
    yield Finding("it looks", ("title",))

@hookimpl
def intspec_rules():
    yield looking
"""
#: In the place of what the rule says; and the options that it asks for.
READ = "open(subject.options(Looking).page).read()"
OPTIONS = """
from intspec import Options, key, record

@record
class Looking:
    page: str | None = key("A file.", default=None, file=True)

@hookimpl
def intspec_options():
    yield Options(Looking)
"""


def write(folder: Path, claims: str = "", number: int = SOME) -> Path:
    """Write some specifications and settings, and return their folder."""
    (folder / "specs").mkdir(parents=True)
    for one in range(number):
        text = SPEC.format(number=one, claims=claims)
        (folder / "specs" / f"{one:02}.intspec.yaml").write_text(text)
    (folder / "intspec.toml").write_text("")
    return folder


def store_of(folder: Path) -> Path:
    """Return where the results of checks in a folder are kept."""
    return folder / "cache" / "intspec" / FOLDER / FILE


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Return an environment whose cache is in the folder."""
    return {**os.environ, "XDG_CACHE_HOME": str(folder / "cache"), "NO_COLOR": "1", **more}


def check(folder: Path, *words: str, **variables: str) -> tuple[int, bytes, bytes]:
    """Check the specifications of a folder."""
    named = words if any("specs" in word for word in words) else ("specs", *words)
    done = command_line.run(("check", *named), cwd=folder, env=environment(folder, **variables))
    return done.returncode, done.stdout, done.stderr


def kept(folder: Path) -> int:
    """Return how many results are kept."""
    file = store_of(folder)
    if not file.exists():
        return 0
    with sqlite3.connect(file) as opened:
        (found,) = opened.execute("SELECT count(*) FROM results").fetchone()
    opened.close()
    return int(found)


def mark(file: Path) -> None:
    """Put something that no check says in the place of all that is kept."""
    store = Store(file)
    keys = [key for (key,) in store._do("SELECT key FROM results")]  # noqa: SLF001
    for key in keys:
        store.put(key, Told((MARK,), 0, 0, 0, 0, (), ()))
    store.close()


@pytest.fixture
def marked(tmp_path: Path) -> Path:
    """Return a folder that was checked, of which all that is kept is marked."""
    folder = write(tmp_path)
    check(folder)
    mark(store_of(folder))
    return folder


@pytest.mark.parametrize("fmt", some(FORMATS, "text"))
def test_a_second_run_gives_the_same_bytes(tmp_path: Path, fmt: str) -> None:
    """Of each format, also where one file has changed, and as without what is kept."""
    folder = write(tmp_path, "tidier")
    words = ("--format", fmt, "--output", "json:report.json")
    first = check(folder, *words)
    written = (folder / "report.json").read_bytes()
    assert kept(folder) == SOME
    assert check(folder, *words) == first
    assert (folder / "report.json").read_bytes() == written
    spec = folder / "specs" / "03.intspec.yaml"
    spec.write_text(spec.read_text().replace("Round 3", "Another round"))
    changed = check(folder, *words)
    assert check(folder, *words, "--no-cache") == changed == check(folder, *words)


CHANGES: dict[str, tuple[tuple[str, ...], dict[str, str], Callable[[Path], object]]] = {
    "no cache": (("--no-cache",), {}, lambda _: None),
    "an option": (("--checklist", "tidier"), {}, lambda _: None),
    "a stage": (("--stage", "protocol"), {}, lambda _: None),
    "a format": (("--format", "concise"), {}, lambda _: None),
    "another report": (("--output", "json:report.json"), {}, lambda _: None),
    "quiet": (("--verbose",), {}, lambda _: None),
    "colour": ((), {"FORCE_COLOR": "1", "NO_COLOR": ""}, lambda _: None),
    "a variable": ((), {"INTSPEC_PLUGIN_SECONDS": "9"}, lambda _: None),
    "a plugin off": (("--without", "cert"), {}, lambda _: None),
    "settings": ((), {}, lambda f: (f / "intspec.toml").write_text(SETTINGS)),
    "no settings": (("--isolated",), {}, lambda _: None),
    "the files": (
        (),
        {},
        lambda f: [one.write_text(one.read_text() + "\n") for one in (f / "specs").iterdir()],
    ),
    "their names": (("./specs",), {}, lambda _: None),
    "a traceback": (("--traceback",), {}, lambda _: None),
}


def test_what_has_not_changed_is_not_checked_again(marked: Path) -> None:
    """The marks show: so a change below that is not seen would be told."""
    code, out, _err = check(marked)
    assert (code, out.count(MARK.encode())) == (0, SOME)


@pytest.mark.parametrize("change", some(CHANGES, "an option", "settings", "the files"))
def test_what_a_result_depends_on_is_in_its_key(marked: Path, change: str) -> None:
    """Whatever of it changes, each file is checked anew."""
    words, variables, make = CHANGES[change]
    make(marked)
    _code, out, err = check(marked, *words, **variables)
    assert MARK.encode() not in out + err
    assert out


def install(folder: Path, *, pure: bool = False, crash: bool = False) -> dict[str, str]:
    """Install a stranger's plugin, and return what has it found."""
    (folder / "looking.py").write_text(
        PLUGIN.format(pure="pure_rules = True" if pure else "", crash=crash)
    )
    info = folder / "looking-1.0.dist-info"
    info.mkdir(exist_ok=True)
    (info / "entry_points.txt").write_text("[intspec]\nlooking = looking\n")
    return {"PYTHONPATH": os.pathsep.join([str(folder), *sys.path])}


@pytest.mark.parametrize(("pure", "crash", "number"), [(0, 0, 0), (1, 0, SOME), (1, 1, 7)])
def test_a_strangers_results_are_kept_only_if_it_says_that_they_are_pure(
    tmp_path: Path, pure: int, crash: int, number: int
) -> None:
    """And none from the first one on at which it failed."""
    folder = write(tmp_path, "looking")
    variables = install(folder, pure=bool(pure), crash=bool(crash))
    first = check(folder, "--jobs", "1", **variables)
    assert kept(folder) == number
    assert check(folder, "--jobs", "1", **variables) == first
    assert first[0] == (3 if crash else 0)


def test_what_a_plugin_is_changed_to_is_seen(tmp_path: Path) -> None:
    """Its files count, not only its version."""
    folder = write(tmp_path, "looking")
    variables = install(folder, pure=True)
    before = check(folder, **variables)
    plugin = folder / "looking.py"
    plugin.write_text(plugin.read_text().replace("it looks", "it looks again"))
    after = check(folder, **variables)
    assert after[1] == before[1].replace(b"it looks", b"it looks again")


def test_a_file_that_an_option_names_is_in_the_key(tmp_path: Path) -> None:
    """A rule may look at what users set, and at the file that they name there."""
    folder = write(tmp_path, "looking")
    variables = install(folder, pure=True)
    plugin = folder / "looking.py"
    plugin.write_text(plugin.read_text().replace('"it looks"', READ) + OPTIONS)
    settings = folder / "intspec.toml"
    settings.write_text(f'{settings.read_text()}[plugin.looking]\npage = "page.txt"\n')
    (folder / "page.txt").write_text("it looks")
    before = check(folder, **variables)
    assert kept(folder) == SOME
    (folder / "page.txt").write_text("it looks again")
    after = check(folder, **variables)
    assert b"it looks" in before[1]
    assert after[1] == before[1].replace(b"it looks", b"it looks again")


def test_forms_and_what_cannot_be_read_are_never_kept(tmp_path: Path) -> None:
    """Nor is a document of standard input."""
    folder = write(tmp_path, number=SOME - 2)
    (folder / "specs" / "broken.intspec.yaml").write_text("id: [unclosed")
    (folder / "form.csv").write_text("Item,Location\n1,page 3\n")
    first = check(folder, "specs", "form.csv")
    assert kept(folder) == SOME - 2
    assert check(folder, "specs", "form.csv") == first


def test_few_files_are_not_kept(tmp_path: Path) -> None:
    """Opening the file takes longer than they do."""
    folder = write(tmp_path, number=SOME - 1)
    check(folder)
    assert not store_of(folder).exists()


def _garbage(folder: Path) -> None:
    store_of(folder).write_bytes(b"no database at all" * 1000)


def _other_table(folder: Path) -> None:
    with sqlite3.connect(store_of(folder)) as opened:
        opened.execute("DROP TABLE results")
        opened.execute("CREATE TABLE results (name)")
    opened.close()


def _other_content(folder: Path) -> None:
    with sqlite3.connect(store_of(folder)) as opened:
        opened.execute("UPDATE results SET told = 'x'")
    opened.close()


def _folder_in_its_place(folder: Path) -> None:
    store_of(folder).unlink()
    store_of(folder).mkdir()


def _link_in_its_place(folder: Path) -> None:
    place = store_of(folder).parent
    place.rename(folder / "elsewhere")
    place.symlink_to(folder / "elsewhere")


FAULTS: dict[str, Callable[[Path], object]] = {
    "garbage": _garbage,
    "another table": _other_table,
    "other content": _other_content,
    "a folder": _folder_in_its_place,
    "a link": _link_in_its_place,
    "open to others": lambda folder: store_of(folder).parent.chmod(0o755),
    "in a checkout": lambda folder: (folder / ".git").mkdir(),
}


@pytest.mark.parametrize("fault", some(FAULTS, "garbage", "in a checkout"))
def test_a_store_that_cannot_be_used_spoils_nothing(tmp_path: Path, fault: str) -> None:
    """The report is that of a run without it, and what others may have written is not believed."""
    folder = write(tmp_path, "tidier")
    first = check(folder)
    if fault != "other content":
        mark(store_of(folder))
    FAULTS[fault](folder)
    assert check(folder) == first
    assert check(folder, "--no-cache") == first


def test_a_file_that_is_no_store_makes_place_for_one(tmp_path: Path) -> None:
    """The run after it keeps results again."""
    folder = write(tmp_path)
    check(folder)
    _garbage(folder)
    check(folder)
    check(folder)
    assert kept(folder) == SOME


def told(text: str) -> Told:
    """Make something to keep."""
    return Told((text,), 1, 2, 3, 0, ("intspec/x",), ("tidier",))


def test_what_was_of_no_use_for_longest_goes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file never grows beyond its bound, and what was of use stays."""
    monkeypatch.setattr(unchanged, "LIMIT", 400_000)
    used = Store(tmp_path / "s")
    used.put(b"useful", told("useful"))
    for hour in range(300):
        monkeypatch.setattr(unchanged, "_now", lambda hour=hour: hour)
        used.put(b"%d" % hour, told(os.urandom(3000).hex()))
        assert used.get(b"useful") == told("useful"), hour
        used.close()
        used = Store(tmp_path / "s")
    assert used.get(b"299") is not None
    assert b"3" not in used
    used.close()
    assert (tmp_path / "s").stat().st_size <= unchanged.LIMIT


@pytest.mark.parametrize(
    "data",
    [None, [], [["a"], [0, 0, 0, 0], []], [[1], [0] * 4, [], []], [["a"], ["x"] * 4, [], []]],
)
def test_what_has_another_form_is_not_taken(data: object) -> None:
    """It is told by an exception that the store knows."""
    with pytest.raises((TypeError, ValueError)):
        told_of(data)


@pytest.mark.parametrize(
    "texts", [(), ("",), ("one\n", ""), ('{"a": "\\n"}', "\u03bb\U0001f600\ud800\n\n", "\x00")]
)
def test_texts_are_kept_as_they_are(texts: tuple[str, ...]) -> None:
    """Whatever stands in them; what is cut off or added is no result."""
    kept = Told(texts, 1, 2, 3, 0, ("a/b", "c/d"), ("tidier",))
    assert unpacked(packed(kept)) == kept
    whole = zlib.decompress(packed(kept))
    for other in (whole + b"x", b"[" + whole, b"\n" + whole, b""):
        with pytest.raises((TypeError, ValueError)):
            unpacked(zlib.compress(other))


def test_the_store_is_shown_and_cleared(tmp_path: Path) -> None:
    """By `intspec cache`."""
    folder = write(tmp_path)
    check(folder)

    def cache(word: str) -> tuple[int, str]:
        done = command_line.run(("cache", word), cwd=folder, env=environment(folder))
        return done.returncode, (done.stdout or done.stderr).decode().strip()

    code, shown = cache("show")
    assert (code, shown.startswith(f"{store_of(folder)}: {SOME} results, ")) == (0, True)
    place = store_of(folder).parent
    assert cache("clear") == (0, f"nothing is kept any more in `{place}`")
    assert cache("show") == (0, f"{store_of(folder)}: 0 results, 0.0 MB")
    assert place.stat().st_mode & 0o777 == 0o700


def test_two_runs_at_once_lose_nothing(tmp_path: Path) -> None:
    """Each with two processes, all of which write to one file."""
    folders = [write(tmp_path / name) for name in ("one", "two")]
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "intspec", "check", "specs", "--jobs", "2"],
            cwd=folder,
            env=environment(tmp_path),
            stdout=subprocess.PIPE,
        )
        for folder in folders
    ]
    written = [process.communicate(timeout=120)[0] for process in running]
    assert kept(tmp_path) == 2 * SOME
    again = [check(folder, XDG_CACHE_HOME=str(tmp_path / "cache"))[1] for folder in folders]
    assert again == written
