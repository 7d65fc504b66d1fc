"""`intspec render --all` and `--check`, and formats that lack something."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from intspec import MissingExtra, Renderer, RenderError, View, hookimpl
from intspec.api import load_registry
from intspec.cli import render_set
from intspec.cli.common import RunError
from intspec.cli.documents import MissingPieceError, check_one, run_renderer
from intspec.cli.main import run
from intspec.plugins.gathering import gather
from intspec.plugins.plugin import Plugin
from intspec.views import OF_ONE_GUIDELINE, VIEWS
from test_cli import ENRICH, GOOD, intspec

pytestmark = pytest.mark.programs

SPEC = """{"intspec": "1.0", "id": "x", "title": "A fictitious trial", "stage": "protocol",
"no_comparator": {"reason": "A pilot."},
"interventions": {"a": {"role": "experimental", "name": "Walking"}}}
"""
VIEW = View(kind="k", title="T", subtitle="S")


def names(folder: Path) -> list[str]:
    """Return the names of the files in a folder."""
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The set of one specification in two formats."""
    target = tmp_path / "tables"
    done = intspec("render", GOOD, "--all", str(target), "--to", "html", "--to", "json")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == f"wrote {2 * len(VIEWS)} files to `{target}`\n"
    return target


def test_a_set_holds_every_view_in_the_formats_asked_for(folder: Path) -> None:
    """The names say the document, the view, and the guideline where there is one per guideline."""
    stems = sorted(kind + "-tidier" * (kind in OF_ONE_GUIDELINE) for kind in VIEWS)
    assert names(folder) == [
        f"steps-together-{stem}.{ending}" for stem in stems for ending in ("html", "json")
    ]
    data = json.loads((folder / "steps-together-gaps-tidier.json").read_text(encoding="utf-8"))
    assert data["kind"] == "gaps"


def test_a_document_that_claims_several_guidelines_has_a_form_for_each(tmp_path: Path) -> None:
    """Checklist and gaps come once for each guideline, or for the one that is asked for."""
    intspec("render", ENRICH, "--all", str(tmp_path / "a"), "--to", "csv", "--view", "checklist")
    assert names(tmp_path / "a") == [
        f"enrich-checklist-{one}.csv"
        for one in ("consort-2025", "consort-spi-2018", "guided", "peer-support", "tidier")
    ]
    words = ("--checklist", "guided", "--to", "csv", "--view", "gaps", "--view", "checklist")
    intspec("render", ENRICH, "--all", str(tmp_path / "b"), *words)
    assert names(tmp_path / "b") == ["enrich-checklist-guided.csv", "enrich-gaps-guided.csv"]


def test_a_set_that_is_up_to_date_is_told_so_by_the_exit_code(folder: Path) -> None:
    """Nothing is printed, nothing is written."""
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    words = ("--all", str(folder), "--to", "html", "--to", "json")
    for order in ((GOOD, *words, "--check"), (*words, "--check", GOOD), ("--check", *words, GOOD)):
        done = intspec("render", *order)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == before


def test_each_stale_file_of_a_set_is_named(folder: Path) -> None:
    """Changed and missing ones are told apart; the exit code is 1."""
    changed = folder / "steps-together-description.html"
    changed.write_bytes(changed.read_bytes() + b"\n")
    missing = folder / "steps-together-comparison.json"
    missing.unlink()
    done = intspec("render", GOOD, "--all", str(folder), "--to", "html", "--to", "json", "--check")
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"stale: `{changed}` is not what the specification renders to now; render it again",
        f"stale: `{missing}` is not there; render it and commit it",
    ]
    assert not missing.exists()


def test_what_was_written_is_told_on_stderr(tmp_path: Path) -> None:
    """Of a file; what goes to a stream is there to be seen."""
    target = tmp_path / "table.csv"
    for words in (("render", GOOD), ("crosswalk", "--checklist", "tidier"), ("schema",)):
        done = intspec(*words, "-o", str(target))
        assert (done.returncode, done.stdout, done.stderr) == (0, "", f"wrote `{target}`\n")
        target.unlink()
    for output in ("-", "/dev/stdout"):
        done = intspec("render", GOOD, "--to", "csv", "-o", output)
        assert (done.returncode, done.stderr) == (0, "")
        assert "Steps Together" in done.stdout.splitlines()[0]


def test_one_file_is_compared(folder: Path, tmp_path: Path) -> None:
    """The ending chooses the format; a view may be named; a missing file is stale."""
    path = str(folder / "steps-together-comparison.html")
    assert intspec("render", GOOD, "--check", path, "--view", "comparison").returncode == 0
    assert intspec("render", GOOD, "-o", path, "--check", "--view", "comparison").returncode == 0
    assert intspec("render", GOOD, "--check", path, "--view", "gaps").returncode == 1
    done = intspec("render", GOOD, "--check", str(tmp_path / "none.md"))
    assert (done.returncode, done.stderr) == (
        1,
        f"stale: `{tmp_path / 'none.md'}` is not there; render it and commit it\n",
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "give the specification to render"),
        ((GOOD, "--check"), "--check needs the file to compare with"),
        ((GOOD, "--all", "x", "--check", "y.md"), "--check takes no file"),
        ((GOOD, "--all", "x", "-o", "y.md"), "--all names the files itself"),
        ((GOOD, "--to", "html", "--to", "csv"), "--to is given more than once"),
        ((GOOD, "--view", "gaps", "--view", "checklist"), "--view is given more than once"),
        ((GOOD, "--all", "x", "--to", "htm"), "did you mean `html`?"),
    ],
)
def test_options_that_do_not_go_together(words: tuple[str, ...], told: str, tmp_path: Path) -> None:
    """One line says what to do, nothing is written, and the exit code is 2."""
    given = [str(Path(GOOD).resolve()) if word == GOOD else word for word in words]
    done = intspec("render", *given, cwd=tmp_path)
    assert done.returncode == 2
    assert told in done.stderr
    assert names(tmp_path) == []


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    """The set cannot be written: exit code 3, and the file stays."""
    (tmp_path / "x").write_text("mine", encoding="utf-8")
    done = intspec("render", GOOD, "--all", str(tmp_path / "x"), "--to", "json")
    assert done.returncode == 3
    assert "cannot be written" in done.stderr
    assert (tmp_path / "x").read_text(encoding="utf-8") == "mine"


def lacking(_view: View) -> str:
    """Need what is not there."""
    raise MissingExtra("quill", "pip install 'ink[quill]'")


def refusing(_view: View) -> str:
    """Refuse the view."""
    message = "it has no letters; give some"
    raise RenderError(message)


def renderer(name: str) -> Renderer:
    """Make a renderer of the tests' own."""
    function = {"lacks": lacking, "refuses": refusing}.get(name, lambda _view: "text")
    return Renderer(format=name, suffix=f".{name}", summary=name, function=function)


def planned(folder: Path) -> Iterator[render_set.Planned]:
    """Plan a set of three formats of which two cannot be had."""
    for name in ("lacks", "refuses", "works"):
        yield render_set.Planned(folder / name, VIEW, renderer(name))


def test_a_format_that_lacks_something_says_how_to_get_it() -> None:
    """What is missing and the remedy, with exit code 3; a refusal says why."""
    with pytest.raises(MissingPieceError) as lacks:
        run_renderer(renderer("lacks"), VIEW)
    assert lacks.value.message == "the format `lacks` needs quill; pip install 'ink[quill]'"
    with pytest.raises(RunError) as refused:
        run_renderer(renderer("refuses"), VIEW)
    assert refused.value.message == (
        "the format `refuses` cannot show this document: it has no letters; give some"
    )
    assert (lacks.value.code, refused.value.code) == (3, 3)


@pytest.mark.parametrize(("by_name", "told"), [(False, "left out: "), (True, "Error: ")])
@pytest.mark.parametrize("act", [render_set.write, render_set.compare])
def test_a_set_goes_on_without_what_cannot_be_had(
    act: object, told: str, *, by_name: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A format not asked for by name is left out with a note; a failure is told; others go on."""
    (tmp_path / "works").write_bytes(b"text")
    assert callable(act)
    assert act(list(planned(tmp_path)), by_name=by_name) == 3
    said = capsys.readouterr().err
    assert f"{told}the format `lacks` needs quill; pip install 'ink[quill]'" in said
    assert f"Error: `{tmp_path / 'refuses'}`: the format `refuses` cannot show" in said
    assert names(tmp_path) == ["works"]


def test_formats_left_out_are_no_failure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the formats were not named, those that are installed are the set."""
    files = [one for one in planned(tmp_path) if one.renderer.format != "refuses"]
    assert render_set.write(files, by_name=False) == 0
    assert "left out" in capsys.readouterr().err
    assert names(tmp_path) == ["works"]


def test_two_formats_with_one_ending_get_two_names(tmp_path: Path) -> None:
    """Neither overwrites the other."""
    registry = load_registry()
    checked = check_one(GOOD, registry)
    made = [
        Renderer(format=name, suffix=".txt", summary=name, function=lambda _view: "")
        for name in ("one", "two")
    ]
    options: dict[str, object] = {"folder": str(tmp_path), "output": None, "registry": registry}
    options |= {"views": ("description",), "gaps": "none"}
    files = render_set.plan(checked, checked.checklists, made, options)
    assert [file.path.name for file in files] == [
        "steps-together-description.txt",
        "steps-together-description.two.txt",
    ]


def test_a_terminal_is_told_how_far_it_is_when_it_takes_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Progress is for terminals, only after a while, and leaves no trace."""
    files = [render_set.Planned(tmp_path / "works", VIEW, renderer("works"))]
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    wrote = f"wrote 1 file to `{tmp_path}`\n"
    render_set.write(files, by_name=False)
    assert capsys.readouterr().err == wrote
    monkeypatch.setattr(render_set, "PATIENCE", -1.0)
    render_set.write(files, by_name=False)
    assert capsys.readouterr().err == f"\r\x1b[K1 of 1: works\r\x1b[K{wrote}"


@pytest.mark.parametrize("kind", ["source", "hard link", "link out", "loose link", "pipe"])
def test_a_set_is_written_into_its_folder_and_over_nothing_else(tmp_path: Path, kind: str) -> None:
    """Not over its source by any name, nor through links and pipes; nothing else is written."""
    folder = tmp_path / "set"
    folder.mkdir()
    spec = tmp_path / "x.intspec.json"
    there = folder / "x-description.json"
    if kind == "source":
        spec = there
    spec.write_text(SPEC, encoding="utf-8")
    outside = tmp_path / "outside"
    outside.write_bytes(b"kept")
    if kind == "hard link":
        there.hardlink_to(spec)
    elif kind == "link out":
        there.symlink_to(outside)
    elif kind == "loose link":
        there.symlink_to(tmp_path / "gone")
    elif kind == "pipe":
        os.mkfifo(there)
    words = ("--all", str(folder), "--to", "json")
    done = intspec("render", str(spec), *words, "--checklist", "tidier")
    assert (done.returncode, done.stdout) == (2, "")
    assert str(there) in done.stderr
    assert (spec.read_text(encoding="utf-8"), outside.read_bytes()) == (SPEC, b"kept")
    assert names(folder) == ["x-description.json"]
    if kind == "pipe":
        done = intspec("render", str(spec), *words, "--check", "--checklist", "tidier")
        assert done.returncode == 3
        assert "is a pipe or a device" in done.stderr


@pytest.mark.parametrize(
    "ending", ["/../../x", "/x", "x", "", ".", "..", ".a/b", ".a\\b", ".a\n", 3]
)
def test_an_ending_leads_to_no_other_folder(ending: str) -> None:
    """A plugin's format with such an ending is left out; its others stay."""

    def write(_view: View) -> str:
        return ""

    class Module:
        @staticmethod
        @hookimpl
        def intspec_renderers() -> Iterator[Renderer]:
            """Give a bad one and a good one."""
            yield Renderer("bad", ending, "Bad.", write)
            yield Renderer("good", ".tar.gz", "Good.", write)

    plugin = Plugin(name="p", distribution="d", version="1")
    gather(plugin, lambda: Module)
    assert list(plugin.renderers) == ["good"]
    wrong = "is no ending of a file name" if isinstance(ending, str) else "`suffix` must be text"
    assert [wrong in f.reason for f in plugin.failures] == [True]


def test_a_set_with_other_line_ends_is_up_to_date(folder: Path) -> None:
    """Git may have changed them; a file that is much longer is not read to its end."""
    for path in folder.iterdir():
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    words = ("render", GOOD, "--all", str(folder), "--to", "html", "--to", "json", "--check")
    assert intspec(*words).returncode == 0
    longer = next(folder.iterdir())
    longer.write_bytes(longer.read_bytes() * 3)
    assert intspec(*words).returncode == 1


@pytest.mark.parametrize("name", ["intspec.toml", "IntSpec.toml", "sub/intspec.toml", "terms.json"])
def test_no_output_replaces_settings_or_what_they_name(tmp_path: Path, name: str) -> None:
    """By any name, and whether they are there or not."""
    (tmp_path / "sub").mkdir()
    (tmp_path / "intspec.toml").write_text('vocabularies = ["terms.json"]\n', encoding="utf-8")
    terms = '{"format": "intspec-vocabulary/1"}'
    (tmp_path / "terms.json").write_text(terms, encoding="utf-8")
    (tmp_path / "x.intspec.json").write_text(SPEC, encoding="utf-8")
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    done = intspec("render", "x.intspec.json", "--to", "json", "-o", name, cwd=tmp_path)
    assert done.returncode == 2
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before


def test_a_view_of_one_guideline_names_the_others(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Unless one is asked for, or all are written."""
    spec = str(Path(__file__).parent.parent / "specs" / "designs" / "cluster.intspec.yaml")
    told = "this is by `tidier` alone; the document claims `consort-2025` too"
    for options, says in (
        (["--view", "gaps"], True),
        (["--view", "checklist"], True),
        (["--view", "gaps", "--checklist", "tidier"], False),
        (["--view", "description"], False),
    ):
        assert run(["render", spec, *options, "-o", str(tmp_path / "out.md")]) == 0
        assert (told in capsys.readouterr().err) is says
