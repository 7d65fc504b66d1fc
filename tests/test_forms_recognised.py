"""Forms are known for what they are: by labels that agree, never by numbers or a name alone."""

from collections.abc import Sequence
from pathlib import Path

import attrs
import pytest

from filledforms import table_form
from intspec import Form, FormTable, FormText, match_form
from intspec.cli.form_survey import survey
from intspec.forms.names import mentions
from made_forms import KNOWN, LAYOUTS, OTHERS, SHORT, Guideline, all_forms, made
from test_cli import intspec
from test_forms import checklists, drafted, filled

GOLDEN = Path(__file__).parent / "goldens" / "forms" / "survey.txt"
#: Layouts that every guideline is shown in, and guidelines that are shown in every layout.
EVERYWHERE, THROUGHOUT = ("official", "sections"), ("tidier", "consort-2025", "consort-2010")
ALL = KNOWN | OTHERS


def shown() -> list[tuple[str, Guideline, Form]]:
    """Return the forms of the golden: name, guideline and form."""
    names = [(name, lay) for name in ALL for lay in EVERYWHERE]
    names += [(name, lay) for name in THROUGHOUT for lay in LAYOUTS if lay not in EVERYWHERE]
    return [(f"{name}, {lay}", ALL[name], made(ALL[name], LAYOUTS[lay])) for name, lay in names]


def known_as(form: Form) -> list[str]:
    """Return the guidelines that may be written into a form."""
    return [match.checklist.id for match in match_form(form, checklists(), {}).matches]


def test_the_evidence_of_each_form_is_told(request: pytest.FixtureRequest) -> None:
    """For each form: guideline, rows, columns, and what speaks for it."""
    text = ""
    for name, _guideline, form in shown():
        lines = survey(form, checklists())
        text += "".join(f"{line}\n" for line in (name, *(f"  {line}" for line in lines)))
    if request.config.getoption("update"):
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")


def wrongly_known(forms: Sequence[tuple[str, str, Form]]) -> list[tuple[str, list[str]]]:
    """Return the forms that are taken for another guideline than theirs, or for none."""
    named = ((name, known, known_as(form)) for name, known, form in forms)
    return [(name, ids) for name, known, ids in named if ids != ([known] if known else [])]


def test_every_form_is_known_for_what_it_is() -> None:
    """None is taken for another, and all that a checklist is for are known."""
    assert wrongly_known([(name, g.known, form) for name, g, form in shown()]) == []


@pytest.mark.exhaustive
def test_every_form_is_known_in_every_layout() -> None:
    """The same of all guidelines in all layouts."""
    assert wrongly_known(list(all_forms())) == []


@pytest.mark.parametrize(
    "name", ["tidier", "consort-2010", "tidier-telehealth", "prisma-abstracts"]
)
def test_another_title_makes_no_other_form(name: str) -> None:
    """What is called TIDieR and is none stays none; what is TIDieR stays it, without a title."""
    labelled = attrs.evolve(ALL[name], title="TIDieR checklist", known="")
    form = made(labelled, LAYOUTS["sections"])
    assert known_as(form) == (["tidier"] if name.startswith("tidier") else [])


@pytest.mark.parametrize("name", KNOWN)
def test_shuffled_labels_are_no_form(name: str) -> None:
    """Each label stands at the number of another item: numbers and name do not help."""
    items = KNOWN[name].items
    labels = [label for _number, _group, label in items[1:] + items[:1]]
    shuffled = tuple((n, "", label) for (n, _g, _l), label in zip(items, labels, strict=True))
    form = made(attrs.evolve(KNOWN[name], items=shuffled), LAYOUTS["one cell"])
    assert known_as(form) == []


COLUMNS = {
    "official": (3, 4),
    "sections": (4, None),
    "one cell": (2, None),
    "reasons": (4, None),
    "answers first": (1, None),
    "ticked": (4, None),
    "comments": (3, None),
    "spelt": (3, None),
    "no head": (3, None),
    "two tables": (4, None),
    "filled": (3, None),
}


@pytest.mark.parametrize("layout", COLUMNS)
def test_every_row_has_its_cells(layout: str) -> None:
    """The twelve items, each with the cell for its answer, in every layout."""
    (match,) = match_form(made(KNOWN["tidier"], LAYOUTS[layout]), checklists(), {}).matches
    places = [(p.primary and p.primary.column, p.other and p.other.column) for p in match.places]
    assert places == [COLUMNS[layout]] * 12
    assert [p.item.number for p in match.places] == [str(n) for n in range(1, 13)]


def test_items_that_share_a_row_and_lettered_numbers_are_read() -> None:
    """`3-4` is two items in one row, and `5 (a)` is item 5."""
    labels = {n: label for n, _group, label in SHORT}
    rows = [("No", "Item", "Page"), *((n, label, "4") for n, label in labels.items() if n != "4")]
    rows[3] = ("3-4", "What: materials and procedures", "4")
    rows[4] = ("5 (a)", labels["5"], "4")
    (match,) = match_form(table_form({}, rows=rows), checklists(), {}).matches
    assert [p.item.number for p in match.places] == [str(n) for n in range(1, 13)]


def test_names_of_items_alone_are_enough() -> None:
    """A table without numbers is known by our names, though pages stand beside them."""
    rows = [
        ("Item", "Page"),
        *((label, str(9 - at % 3)) for at, (_n, _g, label) in enumerate(SHORT)),
    ]
    form = table_form({}, rows=rows)
    assert known_as(form) == ["tidier"]
    assert len(drafted(form).data["locations"]) == len(SHORT)


def test_each_table_has_its_own_guideline() -> None:
    """A file with two checklists is read and judged by both."""
    first, second = (made(KNOWN[name], LAYOUTS["filled"]) for name in ("tidier", "consort-2025"))
    second_table = attrs.evolve(second.tables[0], number=2, where="table 2", caption="CONSORT 2025")
    form = Form("docx", (first.tables[0], second_table), first.texts)
    assert known_as(form) == ["tidier", "consort-2025"]
    made_draft = drafted(form)
    assert made_draft.data["checklists"] == ["tidier", "consort-2025"]
    assert len([one for one in made_draft.data["locations"] if "tidier/" in one["about"]]) == 12


def test_what_people_comment_is_no_answer() -> None:
    """Columns of comments become notes, each with its place."""
    rows = [("No.", "Item", "Page", "Editor comment"), *((n, t, "3", "") for n, _g, t in SHORT)]
    rows[3] = ("3", rows[3][1], "", "p. 99 is missing here")
    made_draft = drafted(table_form({}, rows=rows))
    assert [one["about"] for one in made_draft.data["locations"]].count("tidier/materials") == 0
    assert made_draft.data["notes"] == [
        {"text": "p. 99 is missing here", "origin": "table 1, row 4, item 3, a comment"}
    ]


NAMES = {
    "CONSORT 2010 checklist": ["CONSORT 2010"],
    "The TIDieR checklist": ["TIDieR"],
    "TIDIER CHECKLIST": ["TIDieR"],
    "Die TIDieR-Checkliste": ["TIDieR"],
    "TIDieR-PHP and TIDieR-Placebo": ["TIDieR-PHP", "TIDieR-Placebo"],
    "TIDieR\u2011Placebo": ["TIDieR-Placebo"],
    "CONSORT-SPI 2018": ["CONSORT-SPI 2018"],
    "CONSORT extension for pilot trials": ["an extension of CONSORT"],
    "PRISMA 2020 for Abstracts": ["an extension of PRISMA 2020"],
    "STROBE Statement\u2014checklist": ["STROBE"],
    "Checklist for our trial of guided self-help": [],
    "GUIDED SELF-HELP IN PRIMARY CARE": [],
    "A frame for care, and the record of it": [],
    "GUIDED checklist": ["GUIDED"],
    "Consort 2010": ["CONSORT 2010"],
    "We followed a consort of ships": [],
}


@pytest.mark.parametrize("title", NAMES)
def test_names_are_read_as_they_are_written(title: str) -> None:
    """English words are no names; editions and extensions are told apart."""
    assert [mention.words for mention in mentions([title], checklists())] == NAMES[title]


REFUSED = {
    "consort-2010": "it is for CONSORT 2010, another edition or an extension of CONSORT 2025",
    "tidier-php": "it is for TIDieR-PHP, another edition or an extension of TIDieR 2014",
    "prisma": "it is for PRISMA 2020, which is known, and not judged here",
    "care": "it is for CARE, which is known, and not judged here",
    "tasks-named": "it names TIDieR, but the labels of its rows are not those of TIDieR 2014",
    "tasks": "its item numbers are like those of TIDieR 2014, but no label or name fits",
    "six-questions": "no table in it carries the item numbers of a checklist that is known",
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_known_of_other_forms_is_said(name: str) -> None:
    """An older edition, an extension and a well-known guideline are named as such."""
    refusal = filled(made(OTHERS[name], LAYOUTS["sections"])).refusal
    assert refusal is not None
    assert refusal.message.startswith(REFUSED[name])
    assert "`--checklist ID`" in refusal.hint


def test_a_mention_in_a_row_names_no_guideline() -> None:
    """What stands in the rows is no title, nor is a footnote."""
    rows = [
        ("No", "Item", "Page"),
        *((str(n), "See the TIDieR checklist", "") for n in range(1, 13)),
    ]
    form = attrs.evolve(
        table_form({}, rows=rows), texts=(FormText("See TIDieR", "footnote 1", table=1),)
    )
    assert known_as(form) == []
    assert "no label or name fits" in str(filled(form).refusal)


def test_a_guideline_that_is_named_by_a_person_is_taken() -> None:
    """`--checklist` has the last word where a form is read, and none where one is filled."""
    form = made(OTHERS["tasks"], LAYOUTS["sections"])
    choice = filled(form, "tidier").choice
    assert choice is not None
    assert (choice.checklist.id, choice.why, choice.agrees) == (
        "tidier",
        "`--checklist tidier`",
        False,
    )


def test_the_evidence_of_a_folder_is_printed(tmp_path: Path) -> None:
    """`import --explain-form` goes over all forms of a folder; `check` says it of one."""
    rows = "\n".join(f"{n},{label},p. {n}" for n, _group, label in SHORT)
    (tmp_path / "a.csv").write_text(f"TIDieR checklist,,\nNo,Item,Page\n{rows}\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("#,Task,Done\n1,Call,yes\n2,Write,no\n", encoding="utf-8")
    (tmp_path / "c.txt").write_text("no form", encoding="utf-8")
    done = intspec("import", ".", "--explain-form", cwd=tmp_path)
    assert done.returncode == 0
    assert [line for line in done.stdout.splitlines() if not line.startswith(" ")] == [
        "a.csv",
        "b.csv",
    ]
    assert "check, import: TIDieR 2014 in table 1, by its name, the labels of 12" in done.stdout
    checked = intspec("check", "a.csv", cwd=tmp_path).stdout
    assert "Recognised as TIDieR 2014 by its name, the labels of 12 of its 12 items." in checked


@pytest.mark.long
def test_the_rule_stands_between_right_forms_and_others() -> None:
    """Share of rows plus share of items: 1.5 and more in the right ones, 1.25 at most in others."""
    known: list[float] = []
    others: list[float] = []
    for name, guideline, form in shown():
        found = filled(form).identity.agreements
        sums = {
            checklist: one.share + one.coverage
            for of_table in found.values()
            for checklist, one in of_table.items()
            if len(one.agreeing) >= 4
        }
        if guideline.known and len(found) == 1:
            known.append(sums[guideline.known])
        elif not guideline.known and "telehealth" not in name:
            others.append(max(sums.values(), default=0.0))
    assert min(known) >= 1.5
    assert max(others) <= 1.25


@pytest.mark.parametrize("title", ["TIDieR checklist", "CONSORT 2025 checklist", "GUIDED"])
@pytest.mark.parametrize("line", ["{number}. {label}: p. 3", "{label}: p. 3", "{label}"])
@pytest.mark.parametrize(
    "tables", [(), table_form({}, rows=[("Age", "Mean"), ("Men", "61")]).tables]
)
def test_a_form_whose_items_stand_in_no_table_is_told_so(
    title: str, line: str, tables: tuple[FormTable, ...]
) -> None:
    """Nothing is said of labels of rows that are not there, nor of another edition."""
    texts = (title, *(line.format(number=n, label=label) for n, _group, label in SHORT))
    form = Form(
        format="docx",
        tables=tables,
        texts=tuple(FormText(text, f"paragraph {n}") for n, text in enumerate(texts, 1)),
    )
    refusal = filled(form).refusal
    assert refusal is not None
    named = title.removesuffix(" checklist")
    assert refusal.message == f"it names {named}, but no table in it has its items"
    assert "give each a row of its own" in refusal.hint
