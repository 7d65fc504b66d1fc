"""`import --structure`: fields proposed from the words of description tables."""

import json
from collections.abc import Iterator
from functools import reduce
from operator import add
from pathlib import Path
from typing import Any

import pytest

from command_line import run_text
from described_tables import TABLES, as_word, compared, drafted, table, words
from intspec.forms.told import PROVIDERS, SETTINGS, WAYS, facts
from intspec.forms.told_times import TIMES
from intspec.text.placeholders import PROPOSED
from members import one_of_each

GOAL, FOUND = 0.9, 0.8
LEAST = 100
ITEM = ("Item", "Description")
ROW = {
    PROVIDERS: "5. Who provided",
    WAYS: "6. How",
    SETTINGS: "7. Where",
    TIMES: "8. When and how much",
}
#: What says that something was not so, and what was so.
DENIALS = ("There were no {}.", "It was not with {}.", "Offered without {}.", "In the pilot: {}.")
SAID = {
    PROVIDERS: ("nurses", "a physiotherapist", "peer workers", "General practitioners"),
    SETTINGS: ("schools", "a care home", "the outpatient clinic", "community centres"),
    WAYS: ("video calls", "telephone calls", "face-to-face sessions", "groups", "an app"),
    TIMES: ("12 weekly sessions", "60 minutes", "six visits", "twice a week"),
}
#: Times that are none of the intervention.
OTHER_TIMES = (
    "Participants were followed up for {}.",
    "Outcomes were measured after {}.",
    "Aged {} or more.",
    "Staff had training of {}.",
    "At baseline, {} were asked for.",
    "The mean of waiting was {}.",
)
LENGTHS = ("6 months", "12 weeks", "45 minutes", "two years", "30 days")


@pytest.mark.long
def test_tables_are_read_as_a_careful_reader_reads_them() -> None:
    """What is proposed is right, a wrong number counted five times, and most is found."""
    together = reduce(add, (compared(table(path)) for path in TABLES))
    assert len(together.right) + len(together.missed) >= LEAST
    assert together.precision >= GOAL, together.wrong
    assert together.recall >= FOUND, together.missed


def rows(*answers: tuple[str, str]) -> dict[str, Any]:
    """Return a table of one arm with all rows of TIDieR, some of them with an answer."""
    labels = ["1. Brief name", "2. Why", "3. What: materials", "4. What: procedures", *ROW.values()]
    labels += ["9. Tailoring", "10. Modifications", "11. How well: planned", "12. How well: actual"]
    said = dict(answers)
    words = {"1. Brief name": "Walking", "2. Why": "Walking in company is easier than alone."}
    body = [[label, said.get(label) or words.get(label, "Told in the text.")] for label in labels]
    return {"title": "TIDieR: a fictitious intervention", "rows": [[*ITEM], *body]}


def kinds_in(data: dict[str, Any]) -> set[str]:
    """Return of what kinds anything is proposed in a draft."""
    arms = data["interventions"].values()
    return {kind for kind in ROW for arm in arms if kind in arm}


@pytest.mark.parametrize("kind", ROW)
def test_what_is_said_is_proposed_and_what_is_denied_is_not(kind: str) -> None:
    """Each phrase alone makes a proposal; behind a denial, or told of a pilot, none."""
    known = words()
    for phrase in SAID[kind]:
        assert facts([phrase], kind, known), phrase
        for denial in DENIALS:
            assert not facts([denial.format(phrase)], kind, known), (denial, phrase)
    assert kinds_in(drafted(rows((ROW[kind], f"{SAID[kind][0]}.")))) == {kind}
    assert kinds_in(drafted(rows((ROW[kind], DENIALS[0].format(SAID[kind][0]))))) == set()


@pytest.mark.parametrize("told", OTHER_TIMES)
def test_times_of_other_things_are_left_alone(told: str) -> None:
    """Ages, follow-up, assessments, training and waiting are no duration of the intervention."""
    known = words()
    for length in LENGTHS:
        assert not facts([told.format(length)], TIMES, known), length
        assert facts([f"Given for {length}"], TIMES, known), length


@pytest.mark.long
@pytest.mark.parametrize("path", one_of_each(((path,), "table", path.stem) for path in TABLES))
def test_what_is_proposed_counts_for_nothing_until_its_mark_is_taken_away(
    path: Path, tmp_path: Path
) -> None:
    """The states are those of the draft without proposals; confirmed, more items are reported."""
    (tmp_path / "table.docx").write_bytes(as_word(table(path)))
    states = {}
    for name, options in {"plain": (), "proposed": ("--structure",)}.items():
        made = run_text(("import", "table.docx", "-o", f"{name}.yaml", *options), cwd=tmp_path)
        assert made.returncode == 0, made.stderr
        states[name] = states_of(f"{name}.yaml", tmp_path)
    text = (tmp_path / "proposed.yaml").read_text("utf-8")
    assert PROPOSED in text
    (tmp_path / "confirmed.yaml").write_text(text.replace(PROPOSED, ""), "utf-8")
    states["confirmed"] = states_of("confirmed.yaml", tmp_path)
    assert states["proposed"].items() >= states["plain"].items()
    changed = {
        key for key, state in states["confirmed"].items() if state != states["proposed"][key]
    }
    assert {item for _arm, item in changed} >= {"who-provided", "how", "where"}
    shown = run_text(("render", "proposed.yaml"), cwd=tmp_path).stdout
    assert PROPOSED not in shown


def states_of(name: str, folder: Path) -> dict[tuple[str, str], str]:
    """Return the states of a file's items by arm and item; nothing in it may be unfit."""
    ended = run_text(("check", name, "--format", "json"), cwd=folder)
    report = json.loads(ended.stdout)["files"][0]
    assert not [d for d in report["diagnostics"] if d["rule"] == "intspec/bad-value"]
    assert ended.returncode in (0, 1), ended.stderr
    return {(one["arm"], one["item"]): one["state"] for one in report["items"]}


def test_each_proposal_has_the_words_that_made_it_so(tmp_path: Path) -> None:
    """They stand above it in the draft, and in the report with the cell, marked to be looked at."""
    data = table(TABLES[0])
    (tmp_path / "table.docx").write_bytes(as_word(data))
    given = ("import", "table.docx", "--structure", "-o", "a.yaml", "--report", "json")
    ended = run_text((*given, "--report-file", "report.json"), cwd=tmp_path)
    assert ended.returncode == 0, ended.stderr
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))
    proposed = [one for one in report["entries"] if one["became"].startswith("proposed: ")]
    cells = " ".join(cell for row in data["rows"] for cell in row)
    assert all(one["sure"] == "unsure" and one["said"] in cells for one in proposed)
    draft = " ".join((tmp_path / "a.yaml").read_text("utf-8").replace("# ", "").split())
    assert all(f'DECIDE whether it is so: "{one["said"]}"' in draft for one in proposed)
    assert "48 sessions" in {one["said"] for one in proposed}


def test_words_on_another_arm_in_the_same_cell_go_to_it() -> None:
    """Behind `Control group:` all is of the control group; it is made where no column is its."""
    told = "Nurses. Control group: teachers."
    data = drafted(rows((ROW[PROVIDERS], told)))
    arms = {arm["name"]: arm["providers"] for arm in data["interventions"].values()}
    assert arms == {"Walking": ["nurse"], "Control group": ["teacher"]}


def test_a_file_that_is_no_form_has_no_words_to_read(tmp_path: Path) -> None:
    """A manuscript makes proposals of its own, so the option is refused."""
    (tmp_path / "paper.md").write_text("# Methods\n\nClasses were held at home.\n")
    given = ("import", "paper.md", "--from", "manuscript", "--structure")
    ended = run_text(given, cwd=tmp_path)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "`--structure` reads the words of forms and tables" in ended.stderr


def arms_beside(answers: tuple[str, str]) -> Iterator[tuple[str, str]]:
    """Go over what the rows of two arms became: the name of the arm and the text under 6."""
    body = [[*row, row[1]] for row in rows()["rows"][1:]]
    body[5] = ["6. How", *answers]
    head = ["Item", "Walking", "Waiting list"]
    data = drafted({"title": "TIDieR: a fictitious table", "rows": [head, *body]})
    for arm in data["interventions"].values():
        yield arm["name"], arm.get("narrative", {}).get("tidier/how", "")


@pytest.mark.parametrize("bare", ["N/A", "Not applicable.", "n.a."])
def test_what_one_arm_had_is_no_reason_why_another_had_nothing(bare: str) -> None:
    """A bare `N/A` of one arm takes no words from the column of another."""
    words = "Face to face, in groups led by two people."
    for answers in ((words, bare), (bare, words)):
        expected = {answer for answer in answers if answer != bare}
        assert {text for _arm, text in arms_beside(answers) if text} == expected
