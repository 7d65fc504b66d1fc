"""What `intspec fill` writes into a user's form is read back as what the specification says."""

from pathlib import Path

import pytest

from docx_builder import docx, p, tbl, tr
from intspec.api import check_bytes, shared_registry
from intspec.checking import Checked
from intspec.checklists import Checklist
from intspec.cli.main import run
from intspec.forms.draft import draft
from intspec.forms.read import read_form
from intspec.forms.verdicts import judge
from intspec.views.checklist_view import checklist_view
from intspec_bundled.word.hooks import read_docx
from roundtrip import context_of, shown_declarations, stated_declarations

ROOT = Path(__file__).parent.parent
SPECS = {
    path.parent.name + "/" + path.name.split(".")[0]: path
    for path in ROOT.glob("specs/*/*.yaml")
    if path.parent.name != "designs"
}


def checked(path: Path) -> Checked:
    """Check a specification."""
    return check_bytes(path.read_bytes(), path=path.name)


def checklists() -> list[Checklist]:
    """Return the installed guidelines."""
    registry = shared_registry()
    return [c for c in map(registry.checklist, registry.checklist_ids) if c is not None]


def claimed() -> list[tuple[str, str]]:
    """Return each specification with each guideline that it claims."""
    found = []
    for name, path in sorted(SPECS.items()):
        spec = checked(path).spec
        assert spec is not None
        found += [(name, one) for one in spec.checklists]
    return found


def empty_form(checklist: Checklist, columns: int) -> bytes:
    """Make an empty form, with one column for answers as CONSORT has, or two as TIDieR has."""
    heads = {1: ["Reported on page no."], 2: ["Primary paper (page)", "Other (details)"]}[columns]
    rows = [tr("No", "Item", *heads)]
    rows += [tr(i.number, i.title, *[""] * columns) for i in checklist.items]
    return docx(p(f"{checklist.file.title} checklist"), tbl(*rows))


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize(("name", "wanted"), claimed())
def test_a_filled_form_reads_back(tmp_path: Path, name: str, wanted: str, columns: int) -> None:
    """Declarations come back with their reasons, gaps as gaps, and nothing else is located."""
    checklist = next(one for one in checklists() if one.id == wanted)
    form, out = tmp_path / "form.docx", tmp_path / "out.docx"
    form.write_bytes(empty_form(checklist, columns))
    assert run(["fill", str(form), str(SPECS[name]), "--checklist", wanted, "-o", str(out)]) == 0
    before = context_of(checked(SPECS[name]), checklist)
    filled = read_form(read_docx(out.read_bytes(), "out.docx"), checklists(), wanted)
    back = check_bytes(draft(filled, "made").text().encode(), path="made.intspec.yaml")
    after = context_of(back, checklist)

    arms = {arm.name for arm in filled.arms}
    assert arms <= {before.arm_name(key) for key in before.spec.interventions}
    shown, stated = shown_declarations(before), stated_declarations(after)
    if len(arms) < len(before.spec.interventions):
        shown, stated = ({(a, *rest) for a, _arm, *rest in one} for one in (shown, stated))
    assert stated == shown

    rows = [row for table in checklist_view(before).tables for row in table.rows]
    cells = [
        (r.cells[0].plain, r.cells[2].plain + r.cells[3].plain) for r in rows if len(r.cells) > 2
    ]
    gaps = {number for number, text in cells if "ot located" in text}
    located = {row.number for row in filled.items for s in row.said if s.answer.kind == "located"}
    said = {row.number for row in filled.items for s in row.said if s.answer.kind == "gap"}
    places = {
        i.number.lower()
        for i in checklist.items
        for one in before.spec.locations
        if one.about in before.ids(i)
    }
    assert said == {number.lower() for number in gaps}
    assert located == places
    assert not [r for r in filled.items for s in r.said if s.answer.kind in ("prose", "unclear")]
    states = {i.state for i in judge(filled, "out.docx").report.items}
    assert "prose" not in states
