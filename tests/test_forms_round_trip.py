"""What a form holds comes back: views made forms and read again, for real and invented studies."""

import json
import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from intspec.api import check_bytes, shared_registry
from intspec.checking import Checked
from intspec.checklists import Checklist, Item
from intspec.forms.draft import draft
from intspec.forms.form import Form
from intspec.forms.read import read_form
from intspec.model import Arm
from intspec.states import read_declared
from intspec.text.yaml_text import write_yaml
from intspec.views import build_view
from intspec.views.description_view import EMPTY
from made_specs import specifications
from roundtrip import context_of, frame, locations, shown_declarations, stated_declarations
from viewforms import form_of

pytestmark = pytest.mark.long

ROOT = Path(__file__).parent.parent
SPECS = sorted(p for p in ROOT.glob("specs/*/*.intspec.yaml") if p.parent.name != "designs")


@cache
def checklists() -> list[Checklist]:
    """Return the installed guidelines."""
    registry = shared_registry()
    return [c for c in map(registry.checklist, registry.checklist_ids) if c is not None]


def checked(text: str) -> Checked:
    """Check a specification, which has to fit the schema."""
    done = check_bytes(text.encode(), path="made.intspec.yaml")
    assert done.spec is not None, (done.report.diagnostics, text)
    return done


def imported(form: Form) -> Checked:
    """Import a form and check the draft."""
    return checked(draft(read_form(form, checklists()), "made").text())


def assert_checklist_returns(done: Checked, checklist: Checklist, form: Form) -> None:
    """Hold what a form of the checklist view gives against what the view was made of."""
    back = imported(form)
    before, after = context_of(done, checklist), context_of(back, checklist)
    assert frame(after) == frame(before)
    assert locations(after) == locations(before)
    assert stated_declarations(after) == shown_declarations(before)


def assert_description_returns(done: Checked, checklist: Checklist, form: Form) -> None:
    """Hold the text of each item and arm against the cells of the description view."""
    assert done.spec is not None
    back = context_of(imported(form), checklist)
    view = build_view("description", done.spec, done.report, checklist)
    arms = {arm.name: key for key, arm in back.spec.interventions.items()}
    tables = [table for table in view.tables if not table.key.startswith("also")]
    named = [c.title for t in tables for c in t.columns if c.key in done.spec.interventions]
    assert not named or [*arms] == named
    stated = {(_flat(d.about), d.arm, d.state, _flat(d.reason)) for d in back.spec.declarations}
    for table in tables:
        study = table.key == "study"
        items = [i for i in checklist.items if (checklist.scope(i) == "study") == study]
        for item, row in zip(items, table.rows, strict=True):
            about = f"{checklist.id}/{item.id}"
            for column, cell in list(zip(table.columns, row.cells, strict=True))[1:]:
                arm = None if study else arms[_flat(column.title)]
                told = back.spec.interventions[arm].narrative if arm else back.spec.narrative
                kept = _lines(told.get(about, ""))
                if not kept and arm and _lines(cell.plain)[:1] == [column.title]:
                    kept = [column.title]
                kinds = ("declared", "gap")
                blocks = [b for b in cell.blocks if b.kind not in kinds and b != EMPTY]
                said = [line for b in blocks for line in _lines(b.plain)]
                if cell.state == "not-yet" and "".join(said).startswith("Not yet applicable: "):
                    said = []
                if not kept and arm and _is_denied(item, back.spec.interventions[arm]):
                    kept = said
                assert kept == said, (about, arm)
                for block in cell.blocks:
                    state = read_declared(block.label.lower().partition(" (")[0])
                    if block.kind == "declared" and state:
                        assert (about, arm, state, _flat(block.text)) in stated


def _is_denied(item: Item, arm: Arm) -> bool:
    """Tell whether what an item asks for is false in an arm, which is how a denial comes back."""
    keys = [path.split(".") for path in item.denied if not path.startswith("conduct.")]
    records = [(getattr(arm, first, None), last) for first, last in keys]
    return any(record is not None and getattr(record, last) is False for record, last in records)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _lines(text: str) -> list[str]:
    """Return the lines of a text, without the marks that a file format gives to lists."""
    lines = (_flat(line.strip().removeprefix("\N{BULLET}")) for line in text.split("\n"))
    return [line for line in lines if line]


#: The ways that a view takes before it is read: cell by cell, or as a file of a format.
WAYS = ("cells", "docx", "xlsx", "csv")
KINDS: dict[str, Callable[[Checked, Checklist, Form], None]] = {
    "checklist": assert_checklist_returns,
    "description": assert_description_returns,
}
GENERATED = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    # Shrinking an example of this size takes minutes; it is printed as it is.
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def sent(way: str, kind: str, done: Checked, checklist: Checklist) -> Form:
    """Make the form that a view is once it has gone a way."""
    assert done.spec is not None
    view = build_view(kind, done.spec, done.report, checklist)
    if way == "cells":
        return form_of(view)
    registry = shared_registry()
    content = registry.renderers[way].function(view)
    assert isinstance(content, bytes)
    form: Any = registry.importers[way].function(content, f"form.{way}")
    return form  # type: ignore[no-any-return]


def needs(way: str) -> None:
    """Skip where no plugin writes and reads a format."""
    registry = shared_registry()
    if way != "cells" and not (way in registry.renderers and way in registry.importers):
        pytest.skip(f"no plugin writes and reads {way}")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("path", SPECS, ids=lambda p: p.stem)
def test_what_a_form_holds_of_a_specification_comes_back(path: Path, way: str, kind: str) -> None:
    """For each guideline claimed: the same places, declarations and reasons, or the same text."""
    needs(way)
    done = checked(path.read_text(encoding="utf-8"))
    for checklist in done.checklists:
        KINDS[kind](done, checklist, sent(way, kind, done, checklist))


@pytest.mark.parametrize("way", WAYS)
@GENERATED
@given(st.data())
def test_what_a_form_holds_of_an_invented_specification_comes_back(
    way: str, data: st.DataObject
) -> None:
    """The same for invented studies, each held against one of the guidelines."""
    needs(way)
    wanted = data.draw(st.sampled_from([c.id for c in checklists()]))
    checklist = next(c for c in checklists() if c.id == wanted)
    text = write_yaml(data.draw(specifications(checklist)), {})
    note(text)
    done = checked(text)
    for kind, compare in KINDS.items():
        compare(done, checklist, sent(way, kind, done, checklist))


FIELDS = {
    "section": "Methods",
    "paragraph": "3",
    "pages": "215-319",
    "lines": "2-307",
    "table": "2",
    "place": "j1",
}


@pytest.mark.parametrize("other", [{}, {"page": "220", "figure": "93"}], ids=str)
def test_places_that_are_put_together_come_back(other: dict[str, str]) -> None:
    """Two of one item in one document: each field of either is read as what it was."""
    checklist = next(c for c in checklists() if c.id == "credeci-2")
    one = {"about": "credeci-2/components-function", "document": "paper"}
    for names in [*combinations(FIELDS, 2), *combinations(FIELDS, 3)]:
        place = {name: FIELDS[name] for name in names}
        data = {
            "intspec": "1.0",
            "id": "made",
            "title": "Walking (fictitious)",
            "stage": "results",
            "checklists": ["credeci-2"],
            "documents": {"paper": {"kind": "handbook", "doi": "10.1234/s1(21)x"}},
            "interventions": {"walk": {"role": "experimental", "name": "Walk"}},
            "locations": [one | other, one | {"arm": "walk"} | place],
        }
        done = checked(json.dumps(data))
        form = sent("cells", "checklist", done, checklist)
        assert_checklist_returns(done, checklist, form)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("kind", KINDS)
def test_what_a_form_holds_comes_back_once_libreoffice_has_saved_it(
    kind: str, tmp_path: Path
) -> None:
    """Word's format to OpenDocument and back, as somebody may hand it on."""
    studies = []
    for path in SPECS:
        done = checked(path.read_text(encoding="utf-8"))
        studies += [(f"{path.stem}-{c.id}".replace(".", "-"), done, c) for c in done.checklists]
    renderer = shared_registry().renderers["docx"]
    for name, done, checklist in studies:
        assert done.spec is not None
        content = renderer.function(build_view(kind, done.spec, done.report, checklist))
        assert isinstance(content, bytes)
        (tmp_path / f"{name}.docx").write_bytes(content)
    convert(tmp_path, "docx", "odt")
    for name, _done, _checklist in studies:
        (tmp_path / f"{name}.docx").unlink()
    convert(tmp_path, "odt", "docx")
    for name, done, checklist in studies:
        raw = (tmp_path / f"{name}.docx").read_bytes()
        form: Any = shared_registry().importers["docx"].function(raw, f"{name}.docx")
        KINDS[kind](done, checklist, form)


def convert(folder: Path, before: str, after: str) -> None:
    """Have LibreOffice save all files of one kind as another."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = [str(one) for one in sorted(folder.glob(f"*.{before}"))]
    words = ["soffice", profile, "--headless", "--convert-to", after, "--outdir", str(folder)]
    subprocess.run([*words, *files], check=True, capture_output=True, timeout=300)


#: Titles that say by themselves that a study is planned, and two that do not.
TITLES = (
    "protocol",
    "Walking after surgery: protocol for a trial",
    "Walking (protocol)",
    "A study protocol of walking",
    "Results stage of walking",
    "Protocol stage: walking",
    "Ongoing stage",
    "Walking by protocol-driven care",
    "Walking",
)


#: The guidelines whose forms go by a file as well: one for each stage that a guideline is for.
FEW = ("tidier", "spirit-2025")


@pytest.mark.parametrize("stage", ["protocol", "ongoing", "results"])
@pytest.mark.parametrize("title", TITLES)
def test_the_stage_comes_back_whatever_title_and_guideline_say(title: str, stage: str) -> None:
    """A form names it where the title, or what the guideline is for, would be taken for it."""
    for checklist in checklists():
        data = {
            "intspec": "1.0",
            "id": "made",
            "title": title,
            "stage": stage,
            "checklists": [checklist.id],
            "interventions": {"walk": {"role": "experimental", "name": "Walking"}},
        }
        done = checked(write_yaml(data, {}))
        for kind in KINDS:
            # In a file the title stands at the foot of each page, too.
            ways = ("cells", "docx") if checklist.id in FEW else ("cells",)
            for way in ways:
                back = imported(sent(way, kind, done, checklist))
                assert back.spec is not None
                told = (back.spec.title, back.spec.stage)
                assert told == (title, stage), (checklist.id, kind, way)
