"""Forms of extensions: what the older guideline asks and what is added, in columns side by side.

Laid out as the published form of CONSORT-SPI 2018 is: section, number, the guideline that is
extended, the extension, and where each item is reported. The words are ours.
"""

from pathlib import Path

import pytest

import command_line
from docx_builder import docx, p, tbl, tc, tr
from filledforms import answers_of, table_form
from intspec.api import shared_registry
from intspec.checklists import Checklist
from intspec.forms.draft import draft
from intspec.forms.verdicts import judge
from test_forms import filled

#: What stands over the two columns of labels, in published forms of extensions.
HEADINGS = (
    ("CONSORT 2010", "CONSORT-SPI 2018"),
    ("Standard checklist item", "Extension for cluster designs"),
    ("SPIRIT 2013", "SPIRIT-PRO Extension"),
    ("CONSORT", "CONSORT\N{EN DASH}NPT (2017)"),
    ("Item", "STRICTA 2010"),
)
#: Items of the whole trial, in words of ours, and the rows of headings.
ROWS = (
    ("Title and abstract", "1a", "That the title says it was a randomised trial"),
    ("Introduction",),
    ("Aims", "2a", "What was known, and why the trial was run"),
    ("", "2b", "What it was to find out"),
    ("Methods",),
    ("Participants", "4a", "Who could take part"),
    ("", "4b", "Where the data came from"),
    ("Interventions", "5", "What each group was given, so that it can be given again"),
    ("", "5a", ""),
    ("", "5b", ""),
    ("", "5c", ""),
    ("Outcomes", "6a", "What was measured, how and when"),
    ("Awareness", "11a", ""),
    ("", "11b", ""),
    ("Results",),
    ("Flow of participants", "13a", "How many were assigned, treated and analysed"),
    ("Harms", "19", "What harmed people"),
    ("Important information",),
    ("Others in the trial", "26a", ""),
    ("", "26b", ""),
    ("", "26c", ""),
)
ANSWERS = {"2b": "4", "4a": "7", "5": "8-10", "5a": "15", "5b": "12", "13a": "14", "26c": "6"}


def spi() -> Checklist:
    """Return the checklist of the extension."""
    checklist = shared_registry().checklist("consort-spi-2018")
    assert checklist is not None
    return checklist


def rows(answers: dict[str, str]) -> list[tuple[str, ...]]:
    """Return the rows of the form; what the extension adds is in our words."""
    added = {item.number: item.asks or "" for item in spi().items}
    return [
        row if len(row) == 1 else (*row, added.get(row[1], ""), answers.get(row[1], ""))
        for row in ROWS
    ]


@pytest.mark.parametrize("headings", HEADINGS)
def test_the_words_of_a_guideline_are_no_answers(headings: tuple[str, str]) -> None:
    """Whatever guidelines stand over the columns: only the last one holds answers."""
    header = ("Section", "Item #", *headings, "Reported on page #")
    full, blank = (
        table_form({}, rows=[header, *rows(answers)]) for answers in (ANSWERS, dict[str, str]())
    )
    done = filled(full, "consort-spi-2018")
    assert {
        number: found[0].get("page") or found[0]["pages"]
        for number, found in (answers_of(done).items())
    } == ANSWERS
    assert "narrative" not in str(draft(done, "form.docx").data["interventions"])
    judged = judge(filled(blank, "consort-spi-2018"), "form.docx").report.items
    assert {item.state for item in judged} == {"not-reported"}


@pytest.mark.long
def test_the_form_is_recognised_checked_and_filled(tmp_path: Path) -> None:
    """By its own numbers and labels, with its name and without; and what is filled reads back."""
    header = ("Section", "Item #", *HEADINGS[0], "Reported on page #")
    wide = '<w:gridSpan w:val="5"/>'
    form, blank, draft_file, back = (
        tmp_path / name for name in ("f.docx", "b.docx", "d.yaml", "r.docx")
    )
    for path, answers in ((form, ANSWERS), (blank, dict[str, str]())):
        body = [
            tr(tc(row[0], properties=wide)) if len(row) == 1 else tr(*row)
            for row in (header, *rows(answers))
        ]
        path.write_bytes(docx(p("A checklist for the trial of Steps Together") + tbl(*body)))
    checked = command_line.run_text(("check", str(form)))
    assert (
        "Recognised as CONSORT-SPI 2018 by its name, the labels of 12 of its 12" in checked.stdout
    )
    assert "not judged here: 1a, 2a, 4b, 6a, 19" in checked.stdout
    made = command_line.run_text(("import", str(form), "-o", str(draft_file)))
    assert made.returncode == 0, made.stderr
    done = command_line.run_text(("fill", str(blank), str(draft_file), "-o", str(back)))
    assert f"wrote the answers to {len(ANSWERS)} items" in done.stderr
    again = command_line.run_text(("check", str(back))).stdout
    states = {
        item.number: "located (content not checked)" if item.number in ANSWERS else "not reported"
        for item in spi().items
    }
    for number, state in states.items():
        line = next(
            one
            for one in again.splitlines()
            if one.split()[:1] == [number] or (one.split()[:1] == [f"{number}*"])
        )
        assert line.endswith(f"  {state}"), line
