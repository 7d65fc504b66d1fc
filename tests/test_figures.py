"""Figures: what they show, that nothing in them overlaps or is cut off, and the SVG they become."""

import io
import re
import struct
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import yaml
from lxml import etree

from intspec import (
    Figure,
    FigureBox,
    FigureDisc,
    FigureLine,
    FigureWords,
    MissingExtra,
    View,
    write_svg,
)
from intspec.api import check_bytes, load_registry
from intspec.plugins import Registry
from intspec.text import flat
from intspec.views import VIEWS, WITH_FIGURES, build_view
from intspec.views.measuring import bounds, runs_left, width_of, wrapped
from intspec_bundled.word import pictures
from intspec_bundled.word.writing import RELATIONS, W
from office import members
from test_cli import intspec

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[1]
GOLDENS = Path(__file__).parent / "goldens" / "figures"
SPECS = sorted((ROOT / "specs").rglob("*.intspec.yaml"))
FIGURES = ("timeline", "pat-plot", "matrix")
SVG = "{http://www.w3.org/2000/svg}"
#: Words that stand inside of a shape of their own.
INSIDE = {"mark"}
ARABIC = "برنامج المشي الجماعي للأشخاص الذين يعانون من آلام الركبة"
NAMES = {
    "short": "Walking",
    "long": "A programme of walking in company with exercises for strength and balance, and help "
    * 2,
    "one word": "Gruppenbewegungsprogrammdurchführungsverordnung" * 3,
    "Arabic": ARABIC * 3,
    "Chinese": "为膝关节疼痛患者设计的集体步行计划" * 8,
    "hostile": '<script>alert("1")</script> ]]> &amp; \u202e " \' --> <![CDATA[',
    "family": "👨‍👩‍👧‍👦" * 40,
}


@cache
def registry() -> Registry:
    """Load the plugins once."""
    return load_registry()


def views_of(raw: bytes, kind: str) -> list[View]:
    """Make a view by each checklist that a document claims."""
    checked = check_bytes(raw, path="trial.intspec.yaml", registry=registry())
    assert checked.spec is not None, checked.report.diagnostics[:3]
    return [build_view(kind, checked.spec, checked.report, one) for one in checked.checklists]


def document(arms: dict[str, Any], **more: Any) -> bytes:
    """Write a document with these arms."""
    content = {
        "intspec": "1.0",
        "id": "trial",
        "title": "An invented trial",
        "stage": "results",
        "fictitious": True,
        "checklists": ["tidier"],
        "interventions": arms,
    }
    return yaml.safe_dump(content | more, allow_unicode=True, sort_keys=False).encode()


def figure_of(raw: bytes, kind: str) -> Figure:
    """Return the one figure of a view by the first checklist that a document claims."""
    (figure,) = views_of(raw, kind)[0].figures
    return figure


Edges = tuple[float, float, float, float]


def overlap(one: Edges, other: Edges) -> bool:
    """Tell whether two shapes cover each other by more than a hair."""
    return (
        min(one[2], other[2]) - max(one[0], other[0]) > 0.5
        and min(one[3], other[3]) - max(one[1], other[1]) > 0.5
    )


def faults(figure: Figure) -> list[str]:
    """Name what leaves the sheet, and what covers what it must not."""
    edges = [(shape, bounds(shape)) for shape in figure.shapes]
    found = [
        f"leaves the sheet: {shape}"
        for shape, (left, upper, right, lower) in edges
        if left < 0 or upper < 0 or right > figure.width or lower > figure.height
    ]
    # Level and upright lines are as thin as nothing: they may not run through words.
    shapes = [
        (shape, (box[0] - 0.3, box[1] - 0.3, box[2] + 0.3, box[3] + 0.3))
        if isinstance(shape, FigureLine)
        else (shape, box)
        for shape, box in edges
    ]
    shapes.sort(key=lambda pair: pair[1][1])
    for number, (one, box) in enumerate(shapes):
        for other, other_box in shapes[number + 1 :]:
            if other_box[1] > box[3]:
                break
            if _must_not_touch(one, other) and overlap(box, other_box):
                found.append(f"{one} on {other}")
    return found


def _must_not_touch(one: Any, other: Any) -> bool:
    """Tell whether two shapes may not cover each other."""
    words = [isinstance(shape, FigureWords) for shape in (one, other)]
    if all(words):
        return True
    if not any(words):
        return not (isinstance(one, FigureLine) or isinstance(other, FigureLine))
    return not {one.use, other.use} & INSIDE


def parsed(svg: str) -> ET.Element:
    """Read a picture, and hold what each must be."""
    root = ET.fromstring(svg)
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    title, desc = root[0], root[1]
    assert (title.tag, desc.tag) == (f"{SVG}title", f"{SVG}desc")
    assert root.get("aria-labelledby") == title.get("id")
    assert root.get("aria-describedby") == desc.get("id")
    allowed = {"svg", "title", "desc", "rect", "circle", "line", "path", "polygon", "text"}
    for element in root.iter():
        assert str(element.tag).removeprefix(SVG) in allowed
        for name, value in element.attrib.items():
            assert name not in {"style", "class", "href"}
            assert not name.startswith("on")
            assert "url(" not in value
    return root


def stress(name: str, arms: int, each: int) -> bytes:
    """Write a document with many arms, each with many phases, procedures and materials."""
    text = NAMES[name]
    materials = {f"m{number}": {"name": f"{text} {number}"} for number in range(each)}
    made = {}
    for arm in range(arms):
        phases = {
            f"p{number}": {
                "label": f"{text} {number}",
                "duration": f"P{number % 5 + 1}W",
                "procedures": [f"q{number}"],
                **({"follows": f"p{number - 1}"} if number % 3 else {}),
                "frequency": {"times": 1, "per": "P1D"},
                "sessions": {"planned": number, "actual": number + 1},
            }
            for number in range(each)
        }
        procedures = {
            f"q{number}": {"description": f"{text} {number}", "materials": [f"m{number}"]}
            for number in range(each)
        }
        made[f"arm-{arm}"] = {
            "role": "experimental",
            "name": f"{text} {arm}",
            "materials": [*materials],
            "schedule": phases,
            "procedures": procedures,
        }
    return document(made, materials=materials)


# What each figure shows


def test_the_matrix_has_a_sign_for_each_item_and_arm() -> None:
    """Each cell of the table is a sign or more, and the key names the states that there are."""
    (view,) = views_of((ROOT / "specs/exercise/group-exercise.intspec.yaml").read_bytes(), "matrix")
    (figure,) = view.figures
    rows = [row for row in view.tables[0].rows if row.kind == "item"]
    signs = [
        one
        for one in figure.shapes
        if isinstance(one, FigureBox | FigureDisc | FigureLine) and one.use == "sign"
    ]
    texts = [one.text for one in figure.shapes if isinstance(one, FigureWords)]
    states = {cell.plain for row in rows for cell in row.cells[1:]}
    assert len(signs) == len(rows) * 2 + len(states)
    assert states <= set(texts)
    assert "Steps Together" in texts


# Nothing overlaps, nothing is cut off


@pytest.mark.parametrize("kind", FIGURES)
def test_the_figures_of_all_specifications_are_laid_out_well(kind: str) -> None:
    """In the figures of every specification of the repository nothing overlaps."""
    for path in SPECS:
        for view in views_of(path.read_bytes(), kind):
            for figure in view.figures:
                assert not faults(figure), path.name
                parsed(write_svg(figure))


@pytest.mark.parametrize("kind", FIGURES)
@pytest.mark.parametrize("name", NAMES)
def test_figures_stand_up_to_many_arms_and_long_names(kind: str, name: str) -> None:
    """One arm or twelve, sixty things or none, in any script: all inside, nothing on another."""
    for arms, each in ((1, 0), (1, 60), (3, 4), (12, 6)):
        figure = figure_of(stress(name, arms, each), kind)
        assert not faults(figure), (arms, each)
        words = "".join(parsed(write_svg(figure)).itertext())
        assert not re.search("[\x00-\x08\x0b-\x1f\x80-\x9f]", words)


# The text alternative


@pytest.mark.parametrize("kind", FIGURES)
def test_the_tables_say_all_that_a_figure_says(kind: str) -> None:
    """The words in full stand in the tables, however much a figure cuts them."""
    raw = stress("long", 3, 4)
    (view,) = views_of(raw, kind)
    texts = " ".join(
        [
            *(f"{one.title} {one.note}" for table in view.tables for one in table.columns),
            *(cell.plain for table in view.tables for row in table.rows for cell in row.cells),
        ]
    )
    for arm in yaml.safe_load(raw)["interventions"].values():
        assert flat(arm["name"]) in texts


# SVG


@pytest.mark.parametrize("kind", FIGURES)
def test_the_same_figure_gives_the_same_bytes(kind: str, request: pytest.FixtureRequest) -> None:
    """A small figure looks as it did; `--update` rewrites the files."""
    raw = (ROOT / "specs/exercise/group-exercise.intspec.yaml").read_bytes()
    made = write_svg(figure_of(raw, kind))
    assert made == write_svg(figure_of(raw, kind))
    golden = GOLDENS / f"exercise-{kind}.svg"
    if request.config.getoption("--update"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(made, encoding="utf-8")
    assert golden.read_text(encoding="utf-8") == made


def test_hostile_words_are_no_markup() -> None:
    """What a name holds is text in the picture, whatever it looks like."""
    hostile = '</text><script>alert(1)</script>]]><!-- & " \x00\x1b\ud800\ufffe'
    figure = Figure(
        "k", hostile, hostile, 90, 20, (FigureWords(1, 10, hostile, "arm", right_to_left=True),)
    )
    svg = write_svg(figure, font='"><script>')
    root = parsed(svg)
    (words,) = root.iter(f"{SVG}text")
    assert words.text is not None
    assert words.text.startswith("</text><script>alert(1)</script>]]>")
    assert words.get("direction") == "rtl"
    assert not {"\x00", "\x1b", "\ud800", "\ufffe"} & set(svg)


def test_figures_stand_below_one_another() -> None:
    """Several figures make one picture, in which none covers another."""
    shapes = (
        FigureBox(0, 0, 9, 9, "a"),
        FigureDisc(5, 15, 4, "a", "hatched"),
        FigureLine(0, 20, 20, 20, "b", arrow=True),
        FigureWords(1, 28, "I", "b"),
    )
    one = Figure("k", "One", "It is one.", 30, 40, shapes)
    root = parsed(write_svg(one, one))
    assert root.get("height") == "104"
    assert root[0].text == "One; One"
    assert len(root.findall(f"{SVG}text")) == 2


def test_the_views_that_are_said_to_have_figures_have_them() -> None:
    """And no other view has one; a picture of another says which have."""
    raw = stress("short", 2, 2)
    drawing = tuple(kind for kind in VIEWS if views_of(raw, kind)[0].figures)
    assert drawing == WITH_FIGURES == FIGURES
    done = intspec("render", str(SPECS[0]), "--view", "gaps", "--to", "svg")
    assert done.returncode == 3
    assert f"have a figure: {', '.join(FIGURES)}" in done.stderr


def test_the_pictures_of_the_guide_are_up_to_date() -> None:
    """`python docs/figures.py` draws what stands in the guide."""
    done = subprocess.run(
        [sys.executable, ROOT / "docs" / "figures.py", "--check"], capture_output=True, check=False
    )
    assert done.returncode == 0, "run `python docs/figures.py`"


@pytest.mark.parametrize("kind", FIGURES)
def test_a_tagged_file_holds_its_figure(kind: str) -> None:
    """The PDF has the picture, with words for those who do not see it; so has one of many arms."""
    pytest.importorskip("typst")
    pypdf = pytest.importorskip("pypdf")
    for raw in (stress("short", 2, 2), stress("long", 12, 6)):
        (view,) = views_of(raw, kind)
        content = registry().renderer("pdf").function(view)
        assert isinstance(content, bytes)
        tree = pypdf.PdfReader(io.BytesIO(content)).trailer["/Root"]["/StructTreeRoot"]
        alternatives = [alt for role, alt in _tagged(tree) if role == "/Figure"]
        assert len(alternatives) == 1
        assert view.figures[0].caption in alternatives[0]


@pytest.mark.parametrize("kind", FIGURES)
@pytest.mark.parametrize(("name", "arms", "each"), [("short", 2, 2), ("hostile", 3, 9)])
def test_a_word_document_holds_its_figure_twice(kind: str, name: str, arms: int, each: int) -> None:
    """As SVG, and as PNG of the same shape for what shows none; it fits, and is told in words."""
    pytest.importorskip("typst")
    (view,) = views_of(stress(name, arms, each), kind)
    (figure,) = view.figures
    content = registry().renderer("docx").function(view)
    assert isinstance(content, bytes)
    parts = members(content)
    assert parts["word/media/figure1.svg"].decode() == write_svg(figure)
    picture = parts["word/media/figure1.png"]
    assert picture.startswith(b"\x89PNG")
    across, down = struct.unpack(">II", picture[16:24])
    assert across / down == pytest.approx(figure.width / figure.height, rel=0.01)

    body = etree.fromstring(parts["word/document.xml"])
    (drawing,) = body.iter(f"{{{pictures.DRAWING}}}inline")
    (properties,) = drawing.iter(f"{{{pictures.DRAWING}}}docPr")
    assert properties.get("descr") == flat(f"{figure.caption}. {figure.description}")
    targets = {
        one.get("Id"): one.get("Target")
        for one in etree.fromstring(parts["word/_rels/document.xml.rels"])
    }
    named = [
        targets[one.get(f"{{{RELATIONS}}}embed")]
        for tag in (f"{{{pictures.MAIN}}}blip", f"{{{pictures.SVG}}}svgBlip")
        for one in drawing.iter(tag)
    ]
    assert named == ["media/figure1.png", "media/figure1.svg"]
    (extent,) = drawing.iter(f"{{{pictures.DRAWING}}}extent")
    wide, high = int(extent.get("cx", "")), int(extent.get("cy", ""))
    assert wide / high == pytest.approx(figure.width / figure.height, rel=0.01)
    (page,), (margins,) = (list(body.iter(f"{W}{tag}")) for tag in ("pgSz", "pgMar"))
    for length, size, ends in ((wide, "w", ("left", "right")), (high, "h", ("top", "bottom"))):
        room = int(page.get(f"{W}{size}", "")) - sum(int(margins.get(f"{W}{e}", "")) for e in ends)
        assert 0 < length <= room * pictures.TWIP


def test_a_figure_in_word_says_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without typst no document with a figure is written; one without a figure is."""
    monkeypatch.setitem(sys.modules, "typst", None)
    raw = stress("short", 1, 1)
    write = registry().renderer("docx").function
    with pytest.raises(MissingExtra) as lacks:
        write(views_of(raw, "timeline")[0])
    assert (lacks.value.needs, lacks.value.remedy) == ("typst", "pip install 'intspec[pdf]'")
    assert write(views_of(raw, "description")[0])


def _tagged(element: Any) -> Iterator[tuple[str, str]]:
    """Go over the elements of a tagged file, each with the words in its place."""
    element = element.get_object() if hasattr(element, "get_object") else element
    if isinstance(element, list):
        for one in element:
            yield from _tagged(one)
    elif isinstance(element, dict):
        if "/S" in element:
            yield str(element["/S"]), str(element.get("/Alt", ""))
        yield from _tagged(element.get("/K", []))


# Words in their room


@pytest.mark.parametrize("text", NAMES.values())
def test_wrapped_words_fit(text: str) -> None:
    """No line is wider than its room, and what is cut ends with an ellipsis."""
    for room in (30, 77, 400):
        lines = wrapped(text, room, 11, 3, bold=True)
        assert len(lines) <= 3
        assert all(width_of(line, 11, bold=True) <= room for line in lines)
        whole = "".join(lines).replace(" ", "") == "".join(text.split())
        assert whole or lines[-1].endswith("…")


def test_directions_of_words() -> None:
    """The first letter that has a direction decides."""
    assert runs_left(f"1. {ARABIC} (TIDieR)")
    assert not runs_left(f"TIDieR {ARABIC}")
    assert not runs_left("12 + 3")


# The command


def test_the_format_svg_says_which_views_have_figures(tmp_path: Path) -> None:
    """A view without a figure is refused with the names of those that have one."""
    spec = tmp_path / "t.intspec.yaml"
    spec.write_bytes(stress("short", 2, 2))
    refused = intspec("render", str(spec), "--to", "svg")
    assert refused.returncode == 3
    assert "`description`" in refused.stderr
    for kind in FIGURES:
        assert kind in refused.stderr
        made = intspec("render", str(spec), "--view", kind, "--to", "svg")
        assert made.returncode == 0
        parsed(made.stdout)


def test_all_formats_at_once_leave_out_what_has_no_figure(tmp_path: Path) -> None:
    """`--all` writes the pictures that there are, and says nothing of the others."""
    spec = tmp_path / "t.intspec.yaml"
    spec.write_bytes(stress("short", 2, 2))
    out = tmp_path / "out"
    done = intspec("render", str(spec), "--all", str(out), "--to", "svg", "--to", "html")
    assert (done.returncode, "Error" in done.stderr) == (0, False)
    assert len([*out.glob("*.svg")]) == len(FIGURES)
    again = intspec("render", str(spec), "--all", str(out), "--to", "svg", "--check")
    assert (again.returncode, again.stderr) == (0, "")
    none = intspec("render", str(spec), "--all", str(out), "--to", "svg", "--view", "gaps")
    assert none.returncode == 3
    assert "has no figure" in none.stderr


def test_a_page_holds_its_figure(tmp_path: Path) -> None:
    """The web page has the picture in it, and the table that says the same."""
    spec = tmp_path / "t.intspec.yaml"
    spec.write_bytes(stress("hostile", 2, 2))
    for kind in FIGURES:
        page = intspec("render", str(spec), "--view", kind, "--to", "html").stdout
        assert page.count("<svg ") == 1
        assert page.index("<svg ") < page.index("<table")
        assert "<script" not in page
        parsed(page[page.index("<svg ") : page.index("</svg>") + 6])
