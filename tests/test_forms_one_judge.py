"""A filled form and the draft that is imported from it are judged alike."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from filledforms import TIDIER, table_form
from intspec.api import check_bytes
from intspec.diagnostics import FileReport
from intspec.forms.draft import draft
from intspec.forms.form import Form
from intspec.forms.verdicts import judge
from made_forms import KNOWN, LAYOUTS, made
from test_answers_of_forms import entries
from test_cli import intspec
from test_forms import filled

HEADS = {
    "place": "Where located",
    "page": "Page",
    "yes-no": "Reported? (Y/N)",
    "reported": "Reported",
    "description": "Description",
}
#: What stands in the other rows of a form of descriptions, and at the brief name.
SAID, NAME = "Nurses said it.", "Walking in groups"
BESIDE = {
    "yes-no": "Yes",
    "reported": "Yes",
    "description": SAID,
}

States = list[tuple[str, str, int, str, bool]]


def states(report: FileReport) -> States:
    """Return the states of items, by the number of the arm, and whether content was looked at."""
    arms = {arm.key: number for number, arm in enumerate(report.arms)}
    return sorted(
        (
            item.checklist,
            item.number,
            arms.get(item.arm or "", 0),
            item.state,
            item.only_located,
        )
        for item in report.items
    )


def both(form: Form, forced: str | None = None) -> tuple[States, States]:
    """Judge a form, and the draft made of it."""
    read = filled(form, forced)
    text = draft(read, "trial").text()
    drafted = check_bytes(text.encode(), path="trial.intspec.yaml").report
    return states(judge(read, "trial.docx").report), states(drafted)


def of_tidier(entry: dict[str, Any]) -> Form:
    """Make a form with an answer at its item, and plain answers at the others."""
    column = entry["column"]
    beside = BESIDE.get(column, "p. 3")
    rows = [
        ("No.", "Item", entry.get("head") or HEADS[column]),
        *((n, label, _answer(n, entry, beside)) for n, label in TIDIER.items()),
    ]
    return table_form({}, rows=rows)


def _answer(number: str, entry: dict[str, Any], beside: str) -> str:
    """Return what stands in a row; no item is described by the name of the arm."""
    if number == entry.get("item", "5"):
        return str(entry["answer"])
    return NAME if number == "1" and beside == SAID else beside


def labelled() -> Iterator[dict[str, Any]]:
    """Go over one in three of the labelled answers to TIDieR, and all that declare or deny.

    A draft has no words for a part that lacks, nor for an item that denies what another describes.
    """
    rare = ("not-applicable", "answer-none", "claimed", "not-reported", "reviewer-mark")
    for number, entry in enumerate(entries()):
        asked = entry.get("checklist", "tidier") == "tidier" and entry["column"] in HEADS
        denied = entry["column"] == "description" and entry["state"] == "answer-none"
        chosen = number % 3 == 0 or entry["state"] in rare
        if asked and chosen and entry["state"] != "partial" and not denied:
            yield entry


@pytest.mark.long
def test_each_answer_is_judged_as_its_draft_is() -> None:
    """`check FORM` and `import FORM | check` say the same of each item."""
    apart = {}
    for entry in labelled():
        of_form, of_draft = both(of_tidier(entry), "tidier")
        if of_form != of_draft:
            apart[entry["answer"], entry["column"]] = [*zip(of_form, of_draft, strict=False)]
    assert apart == {}


@pytest.mark.long
@pytest.mark.parametrize("layout", ["official", "filled", "ticked"])
def test_each_form_is_judged_as_its_draft_is(layout: str) -> None:
    """In each guideline; what is blank may be asked of no arm that the draft has."""
    for name in KNOWN:
        of_form, of_draft = both(made(KNOWN[name], LAYOUTS[layout]), KNOWN[name].known)
        unasked = {one[:2] for one in of_draft if one[3] == "not-applicable"}
        told = [one for one in of_form if one[:2] not in unasked]
        assert told == [one for one in of_draft if one[:2] not in unasked], name
        assert {one[3] for one in of_form if one[:2] in unasked} <= {"not-reported"}, name


@pytest.mark.long
@pytest.mark.parametrize("answer", ["p. 5", "Methods"])
def test_what_is_located_is_never_said_to_have_passed(answer: str, tmp_path: Path) -> None:
    """In words it is located; JSON says that its content was not checked."""
    rows = "".join(f"{number},{label},{answer}\n" for number, label in TIDIER.items())
    form, kept = tmp_path / "form.csv", tmp_path / "form.intspec.yaml"
    form.write_text(f"TIDieR checklist,,\nNo.,Item,Page\n{rows}", encoding="utf-8")
    assert intspec("import", str(form), "-o", str(kept)).returncode == 0
    for path in (form, kept):
        told = intspec("check", str(path)).stdout
        assert "checks passed" not in told
        assert "12 items located (content not checked), 0 not run" in told
        assert told.count("located (content not checked)") == len(TIDIER) + 1
        data = json.loads(intspec("check", str(path), "--format", "json").stdout)
        items = data["files"][0]["items"]
        assert {(i["state"], i["content_checked"]) for i in items} == {("reported", False)}


@pytest.mark.parametrize("item", ["2", "4", "5", "6", "8", "11"])
@pytest.mark.parametrize(
    "said",
    [
        NAME,
        NAME.upper(),
        f"The {NAME.lower()}.",
        "Who provided",
        "What: procedures",
        "Procedures",
        f"{NAME} twice a week",
        "Nurses",
    ],
)
def test_a_name_said_again_describes_nothing(item: str, said: str) -> None:
    """Neither in the form nor in its draft: the name of an arm, or the heading of an item."""
    of_form, of_draft = both(
        of_tidier({"column": "description", "item": item, "answer": said}), "tidier"
    )
    assert of_form == of_draft


def test_a_name_said_again_is_told_as_such() -> None:
    """The finding says what stands there, and what to write."""
    form = of_tidier({"column": "description", "item": "4", "answer": NAME})
    told = judge(filled(form, "tidier"), "trial.docx").report.diagnostics
    (one,) = (finding for finding in told if "item 4" in finding.message)
    assert f"`{NAME}` only says a name again" in one.message
    assert one.severity == "error"
