"""Views that plugins add: asked for by name, written in every format, and kept apart."""

import json
from pathlib import Path

import pytest

import intspec
from command_line import run_text

PLUGIN = """
from intspec import UnfitView, View, ViewMaker, hookimpl

def people(document):
    if document.spec.title == "Nobody":
        raise UnfitView("it has nobody: name a provider")
    return View("people", document.spec.title, document.checklists[0].id{more})

@hookimpl
def intspec_views():
    yield ViewMaker("people", "Who delivers what", people)
    yield ViewMaker("gaps", "Another", people)
"""
SPEC = """\
intspec: "1.0"
id: walking
title: Walking
stage: protocol
fictitious: true
checklists: [tidier, cert]
interventions:
  walking: {role: experimental, name: Walking in pairs}
"""
RENDER = ("render", "walking.intspec.yaml", "--allow-local-plugins")


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write()


def write(more: str = "", title: str = "Walking") -> None:
    """Write a document, and a plugin of a team's own that adds a view."""
    Path("house.py").write_text(PLUGIN.format(more=more))
    Path("intspec.toml").write_text('plugins = ["house.py"]')
    Path("walking.intspec.yaml").write_text(SPEC.replace("title: Walking", f"title: {title}"))


def test_a_view_is_asked_for_by_its_name() -> None:
    """It is given the guideline that is asked for first; `--all` writes it where it is named."""
    for words, checklist in (((), "tidier"), (("--checklist", "cert"), "cert")):
        done = run_text((*RENDER, "--view", "people", "--to", "json", *words))
        assert done.returncode == 0, done.stderr
        told = json.loads(done.stdout)
        assert (told["title"], told["subtitle"]) == ("Walking", checklist)
    assert run_text((*RENDER, "--view", "people", "--all", "out", "--to", "html")).returncode == 0
    assert run_text((*RENDER, "--all", "out", "--to", "markdown")).returncode == 0
    written = {path.name for path in Path("out").iterdir() if "people" in path.name}
    assert written == {"walking-people.html"}


def test_a_name_of_intspec_itself_stays() -> None:
    """And one that there is not is told with the nearest."""
    done = run_text((*RENDER, "--view", "gaps", "--to", "json"))
    assert (done.returncode, json.loads(done.stdout)["kind"]) == (0, "gaps")
    done = run_text((*RENDER, "--view", "peeple"))
    assert (done.returncode, done.stdout) == (2, "")
    assert "there is no view `peeple`; did you mean `people`?" in done.stderr


@pytest.mark.parametrize(
    ("more", "title", "said"),
    [
        (
            "",
            "Nobody",
            "there is no view `people` of this document: it has nobody: name a provider",
        ),
        (", 1 / 0", "Walking", "failed: ZeroDivisionError: division by zero (house.py, line 7)"),
        (
            ", tables=[]",
            "Walking",
            "failed: it gave a View whose `tables` must be a tuple, not list",
        ),
    ],
)
def test_a_view_that_cannot_be_made_is_told(more: str, title: str, said: str) -> None:
    """With the plugin, the line and the reason; the exit code is 3."""
    write(more, title)
    done = run_text((*RENDER, "--view", "people"))
    assert (done.returncode, done.stdout) == (3, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_the_crosswalk_is_a_view() -> None:
    """Its rows are the items of the first guideline; one guideline alone has none."""
    view = intspec.view(SPEC, "crosswalk", isolated=True)
    assert [column.title for column in view.tables[0].columns][-1] == "CERT 2016"
    with pytest.raises(intspec.Error, match="it claims one guideline alone"):
        intspec.view(SPEC.replace(", cert", ""), "crosswalk", isolated=True)


FIGURES_ONLY = """
from intspec import Renderer, RenderError, UnfitView, hookimpl

def write(view):
    if view.kind != {shown!r}:
        raise UnfitView("it shows timelines")
    if {broken}:
        raise RenderError("there is too much in it")
    return "a picture"

@hookimpl
def intspec_renderers():
    yield Renderer("pictures", ".pictures", "Pictures", write)
"""


@pytest.mark.parametrize(
    ("shown", "broken", "words", "code", "said"),
    [
        (
            "timeline",
            False,
            ("--view", "gaps", "--to", "pictures"),
            3,
            "does not show the view `gaps`",
        ),
        ("timeline", False, ("--view", "timeline", "--to", "pictures"), 0, ""),
        ("gaps", True, ("--view", "gaps", "--to", "pictures"), 3, "too much in it"),
        ("gaps", False, ("--all", "out", "--to", "pictures"), 0, ""),
        ("nothing", False, ("--all", "out", "--to", "pictures"), 3, "does not show the view"),
        ("nothing", False, ("--all", "out"), 0, ""),
        ("gaps", True, ("--all", "out"), 3, "too much in it"),
    ],
)
@pytest.mark.long
def test_what_a_format_does_not_show_is_told(
    shown: str, *, broken: bool, words: tuple[str, ...], code: int, said: str
) -> None:
    """Asked for by name it is an error; of all views, those are left out without a word."""
    Path("house.py").write_text(FIGURES_ONLY.format(shown=shown, broken=broken))
    done = run_text((*RENDER, *words))
    assert (done.returncode, "`pictures`" in done.stderr) == (code, bool(said)), done.stderr
    assert said in done.stderr


@pytest.mark.parametrize(
    "words", [("render", "a.intspec.yaml"), ("fill", "form.docx", "a.intspec.yaml")]
)
@pytest.mark.parametrize(
    ("toml", "without", "said"),
    [
        (
            "id = 'house'",
            (),
            "`house`, whose plugin gives no checklist: house.toml:1: the document has no",
        ),
        ("id = 'house'", ("--without", "house"), "gives no checklist: it is switched off"),
    ],
)
def test_a_guideline_that_cannot_be_used_is_told_by_its_cause(
    words: tuple[str, ...], toml: str, without: tuple[str, ...], said: str
) -> None:
    """That the document claims none would be false, and no remedy."""
    Path("intspec.toml").write_text('checklist_files = ["house.toml"]')
    Path("house.toml").write_text(toml)
    Path("form.docx").write_bytes(b"")
    Path("a.intspec.yaml").write_text(SPEC.replace("[tidier, cert]", "[house]"))
    done = run_text((*words, *without))
    assert (done.returncode, done.stdout) == (3, "")
    assert said in done.stderr
    with pytest.raises(intspec.Error, match="the document claims `house`"):
        intspec.render(Path("a.intspec.yaml"))
