"""What `intspec fill` writes is read back, and goes on into the form of another journal."""

import random
from pathlib import Path

import pytest

from docx_builder import docx, p, tbl, tr
from filledforms import table_form
from intspec import FormManner, form_entries
from intspec.api import check_bytes, shared_registry
from intspec.checking import Checked
from intspec.checklists import Checklist
from intspec.cli.main import run
from intspec.forms.draft import draft
from intspec.forms.form import Form
from intspec.forms.read import read_form
from intspec_bundled.word.hooks import read_docx

pytestmark = pytest.mark.long

ROOT = Path(__file__).parent.parent
SPECS = {
    path.parent.name + "/" + path.name.split(".")[0]: path
    for path in ROOT.glob("specs/*/*.yaml")
    if path.parent.name != "designs"
}
#: Columns for answers as journals have them.
LAYOUTS = {
    "consort": ["Reported on page no."],
    "tidier": ["Primary paper (page)", "Other (details)"],
    "places": ["Location where the item is reported"],
    "reasons": ["Location where the item is reported", "If not applicable, give the reason"],
}
#: Words of intspec's own that no journal's form may hold.
INTERNAL = (
    "not asked",
    "not located",
    "not stated",
    "not found",
    "tidier ",
    "see other",
    "intspec",
)


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


def empty_form(checklist: Checklist, layout: str) -> bytes:
    """Make an empty form."""
    heads = LAYOUTS[layout]
    rows = [tr("No", "Item", *heads)]
    rows += [tr(i.number, i.title, *[""] * len(heads)) for i in checklist.items]
    return docx(p(f"{checklist.file.title} checklist"), tbl(*rows))


def filled_form(folder: Path, spec: Path, checklist: Checklist, layout: str) -> Form:
    """Fill a form from a specification."""
    form, out = folder / "form.docx", folder / "out.docx"
    form.write_bytes(empty_form(checklist, layout))
    args = ["fill", str(form), str(spec), "--checklist", checklist.id, "-o", str(out)]
    assert run(args) == 0
    return read_docx(out.read_bytes(), "out.docx")


def answers(form: Form) -> dict[str, list[str]]:
    """Return the answers of a filled form by item number."""
    rows = [[cell.text for cell in row.cells] for _table, row in form.rows()]
    return {row[0]: row[2:] for row in rows}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(("name", "wanted"), claimed())
def test_a_filled_form_reads_back(tmp_path: Path, name: str, wanted: str, layout: str) -> None:
    """What is located is read as located and no more is said, in no word of intspec's own."""
    checklist = next(one for one in checklists() if one.id == wanted)
    form = filled_form(tmp_path, SPECS[name], checklist, layout)
    done = checked(SPECS[name])
    assert done.spec is not None
    told = form_entries(done.spec, done.report, checklist, FormManner()).items
    two = layout == "tidier"
    written = {n for n, one in told.items() if one.together or (two and one.elsewhere)}
    assert {n for n, texts in answers(form).items() if any(texts)} - {"No"} == written
    words = " ".join(text for texts in answers(form).values() for text in texts[:2]).lower()
    assert not [one for one in INTERNAL if one in words.replace("if not applicable", "")]

    filled = read_form(form, checklists(), wanted)
    said = {row.number: {s.answer.kind for s in row.said} for row in filled.items}
    located = {n for n, kinds in said.items() if "located" in kinds}
    registered = {n for n, kinds in said.items() if kinds == {"registration"}}
    assert located | registered == {n.lower() for n in written}
    kinds = {kind for row in said.values() for kind in row}
    assert kinds <= {"located", "registration", "blank"}


TELLS = """\
intspec: "1.0"
id: walk
title: A fictitious walk
fictitious: true
stage: results
checklists: [tidier]
documents:
  paper: {kind: primary-paper}
  plan: {kind: protocol}
  more: {kind: supplement, title: Additional file 1}
interventions:
  walk: {role: experimental, name: Walk}
  rest: {role: usual-care, name: Care as usual}
locations:
  - {about: tidier/brief-name, document: paper, page: "1", section: Title}
  - {about: tidier/why, document: paper, page: "2"}
  - {about: tidier/why, document: paper, page: "3"}
  - {about: tidier/why, document: plan, page: "8"}
  - {about: tidier/materials, document: more, table: "2"}
  - {about: tidier/procedures, document: paper, section: Methods, page: "4", table: "1"}
  - {about: tidier/how, document: paper, section: Methods, paragraph: "2"}
  - {about: tidier/where, document: paper}
  - {about: tidier/when-and-how-much, document: paper, page: e12}
  - {about: tidier/tailoring, document: plan}
declarations:
  - {about: tidier/who-provided, state: not-applicable, reason: No person delivered it.}
"""


@pytest.mark.parametrize("onward", LAYOUTS)
@pytest.mark.parametrize("name", ["exercise/group-exercise", "school/school-programme", "tells"])
def test_a_form_of_one_journal_fills_that_of_another(
    tmp_path: Path, name: str, onward: str
) -> None:
    """A draft that is imported from a filled form fills another as the specification does."""
    (checklist,) = (one for one in checklists() if one.id == "tidier")
    if name == "tells":
        (tmp_path / "tells.intspec.yaml").write_text(TELLS)
    spec = SPECS.get(name, tmp_path / "tells.intspec.yaml")
    first = filled_form(tmp_path, spec, checklist, "reasons")
    imported = tmp_path / "draft.intspec.yaml"
    imported.write_text(draft(read_form(first, checklists()), "draft").text())
    again = answers(filled_form(tmp_path, imported, checklist, onward))
    assert again == answers(filled_form(tmp_path, spec, checklist, onward))


WORDS = ("Nicotra", "placebo", "talks", "walking", "2 visits", "sham", "care", "control", "CBT")
JOINED = (" plus ", " and ", " with ", ", ", " or ", " & ")
LED = """\
intspec: "1.0"
id: walk
title: A fictitious walk
fictitious: true
stage: results
checklists: [tidier]
documents:
  paper: {{kind: primary-paper}}
interventions:
  one: {{role: experimental, name: "{one}"}}
  two: {{role: active-comparator, name: "{two}"}}
locations:
  - {{about: tidier/why, arm: one, document: paper, page: "4", table: "2"}}
  - {{about: tidier/why, arm: two, document: paper, page: "5"}}
  - {{about: tidier/how, arm: one, document: paper, section: Methods, page: "6"}}
  - {{about: tidier/how, arm: two, document: paper, page: "7"}}
"""


def names_of_arms() -> list[tuple[str, str]]:
    """Make names of two arms, of words that a line of an answer may have as well."""
    shuffled = random.Random(4)
    names = {
        shuffled.choice(JOINED).join(shuffled.sample(WORDS, shuffled.choice((2, 3))))
        for _ in range(60)
    }
    ordered = sorted(names)
    return [*zip(ordered[::2], ordered[1::2], strict=False)]


def test_places_led_by_names_of_arms_read_back() -> None:
    """The places of each arm are read back in it, and never as words that describe."""
    (checklist,) = (one for one in checklists() if one.id == "tidier")
    apart = {}
    for one, two in names_of_arms():
        done = check_bytes(LED.format(one=one, two=two).encode(), path="walk.intspec.yaml")
        assert done.spec is not None
        told = form_entries(done.spec, done.report, checklist, FormManner()).items
        rows = [("No", "Item", "Where located")]
        rows += [(i.number, i.title, told[i.number].together) for i in checklist.items]
        read = read_form(table_form({}, rows=rows), checklists(), "tidier")
        found = {
            (row.number, said.answer.kind, said.answer.arm, said.answer.place.fields["page"])
            for row in read.items
            for said in row.said
            if said.answer.place is not None
        }
        wanted = {("2", one, "4"), ("2", two, "5"), ("6", one, "6"), ("6", two, "7")}
        if found != {(n, "located", arm, page) for n, arm, page in wanted}:
            apart[one, two] = found
    assert apart == {}


ONWARD = """\
intspec: "1.0"
id: walk
title: A fictitious walk
fictitious: true
stage: results
checklists: [consort-2025]
registrations:
  - {registry: ClinicalTrials.gov, id: NCT01400022}
documents:
  paper: {kind: primary-paper}
interventions:
  walk: {role: experimental, name: Walk}
  rest: {role: usual-care, name: Care as usual}
locations:
  - {about: consort-2025/intervention-and-comparator, document: paper, page: "3-5", table: "1"}
  - {about: tidier/brief-name, document: paper, page: "1"}
"""


@pytest.mark.parametrize(
    ("registry", "number", "written"),
    [
        ("ClinicalTrials.gov", "NCT01400022", "ClinicalTrials.gov NCT01400022"),
        ("ISRCTN", "ISRCTN10043328", "ISRCTN10043328"),
        ("PACTR", "PACTR201410000876178", "PACTR201410000876178"),
        ("ISRCTN", "10043328", "ISRCTN 10043328"),
    ],
)
def test_a_registration_goes_on_into_the_next_form(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    registry: str,
    number: str,
    written: str,
) -> None:
    """It is read as a registration, and the form's note names no row that was filled."""
    text = ONWARD.replace("ClinicalTrials.gov", registry).replace("NCT01400022", f"'{number}'")
    (checklist,) = (one for one in checklists() if one.id == "consort-2025")
    spec, form = tmp_path / "walk.intspec.yaml", tmp_path / "form.docx"
    spec.write_text(text)
    rows = [tr("No", "Item", "Reported on page no."), tr("2", "Trial registration", "")]
    rows += [tr(i.number, i.title, "") for i in checklist.items]
    form.write_bytes(docx(p("CONSORT 2025 checklist"), tbl(*rows)))
    known, out = checklists(), tmp_path / "out.docx"
    assert run(["fill", str(form), str(spec), "--checklist", checklist.id, "-o", str(out)]) == 0
    assert "left as they are" not in capsys.readouterr().err
    read = read_docx(out.read_bytes(), "out.docx")
    assert answers(read)["2"] == [written]
    if number.isdigit():
        return
    data = draft(read_form(read, known, checklist.id), "walk").data
    assert data["registrations"] == [{"registry": registry, "id": number}]
    assert "notes" not in data


@pytest.mark.parametrize(
    ("manner", "wanted"),
    [(FormManner(pages=True), "pp. 3-5"), (FormManner(), "pp. 3-5, Table 1")],
)
def test_a_form_of_pages_holds_pages_alone(manner: FormManner, wanted: str) -> None:
    """And those of the item itself, where related items of other guidelines are located too."""
    (checklist,) = (one for one in checklists() if one.id == "consort-2025")
    done = check_bytes(ONWARD.encode(), path="walk.intspec.yaml")
    assert done.spec is not None
    told = form_entries(done.spec, done.report, checklist, manner).items
    texts = {one.title: told[one.number].together for one in checklist.items}
    assert wanted in texts.values()
    assert not any("1-5" in text for text in texts.values())


@pytest.mark.parametrize("arm", ["", ", arm: rest"])
def test_what_awaits_its_reason_is_marked_in_the_form(arm: str) -> None:
    """A declaration whose reason is still to be written is not lost."""
    (checklist,) = (one for one in checklists() if one.id == "tidier")
    about = f"about: tidier/where{arm}, state: not-applicable"
    located = "{about: tidier/where, arm: walk, document: paper, page: '5'}"
    text = ONWARD.replace("consort-2025]", "tidier]") + (f"  - {located}\n" if arm else "")
    text += f"declarations:\n  - {{{about}, reason: <why>}}\n"
    done = check_bytes(text.encode(), path="walk.intspec.yaml")
    assert done.spec is not None
    told = form_entries(done.spec, done.report, checklist, FormManner()).items["7"].together
    assert told == ("Walk: p. 5\nCare as usual: N/A" if arm else "N/A")
