"""A description reads as sentences: no key, no bare yes or no, and no capital within them."""

import json
import random
import re
from typing import Any

import pytest

from intspec.api import check_bytes, shared_registry
from intspec.model import PlannedRange, Range
from intspec.views import build_view
from intspec.views.plain_records import record_words
from intspec_kit.generating import Maker

CHECKLISTS = (
    "tidier",
    "tidier-placebo",
    "consort-2025",
    "consort-spi-2018",
    "spirit-2025",
    "guided",
    "frame",
    "credeci-2",
    "cert",
)
#: Texts as people write them in a field, of which many are led by a word when they are printed.
TEXTS = (
    "A psychologist",
    "The trial team",
    "Any",
    "any",
    "By letter",
    "Whenever a person wishes",
    "When the ward is quiet",
    "One of the authors",
    "At week four",
    "In a group",
    "After discharge",
    "If somebody asks",
    "From week two on",
)
#: So many of the specifications say all that can be said.
WHOLE = 4
#: What no reader should meet, and why.
FAULTS = {
    "a key": r"\b[a-z]+_[a-z_]+\b",
    # A gap names the key of what has no name, as the author has to find it.
    "a key of a catalogue": (
        r"^(?!Not stated: ).*\b"
        r"(?:materials|providers|settings|components|measures|interventions)-\d"
    ),
    "a bare yes or no": r"(?i)(?:^|: |; )(?:yes|no)[.;]?(?=$| \[)",
    "a range that is not put into words": r"(?i)\b(?:min|max|about): ",
    "a key of the model": (
        r"(?i)\b(?:entries|label|planned|actual|occurred|included|involved|assessed|present|"
        r"differ|several arms|open access|supervised|offset|anchor|times|per): "
    ),
    "a word twice": r"(?i)\b(by|when|at|in|from|after|before|until|for|on) \1\b",
    "two words that lead": r"(?i)\bwhen (?:whenever|if|at|after|from)\b|\bat (?:in|after)\b",
    "a capital after the word that leads": (
        r"\b(?:by|from|at|when|until|made|sold|rated|given) "
        r"(?:A|An|The|Any|One|By|When|Whenever|At|In|If|After|From)\b"
    ),
    "any, of nothing": r"\bmade by any[.;]",
}


def lines(seed: int, *, whole: bool = False) -> list[str]:
    """Return all that the descriptions of a specification say that was made up."""
    chance = random.Random(seed)
    maker = Maker(
        choose=chance.randrange,
        checklists=CHECKLISTS,
        text=lambda: TEXTS[chance.randrange(len(TEXTS))],
        whole=whole,
    )
    data = maker.specification()
    data.pop("locations", None)
    data.pop("documents", None)
    data["fictitious"] = True
    done = check_bytes(
        json.dumps(data).encode(), path="made.intspec.json", registry=shared_registry()
    )
    if done.spec is None:
        return []
    assert len(done.checklists) == len(CHECKLISTS)
    views = [build_view("description", done.spec, done.report, one) for one in done.checklists]
    cells = [cell for view in views for t in view.tables for row in t.rows for cell in row.cells]
    return [line for cell in cells for line in cell.plain.splitlines()]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.long
def test_a_description_reads_as_sentences(seed: int) -> None:
    """Whatever is stated, and whichever guideline asks for it."""
    told = lines(seed, whole=seed < WHOLE)
    assert told
    found = {
        (name, line) for line in told for name, fault in FAULTS.items() if re.search(fault, line)
    }
    assert not found


def test_a_value_of_several_numbers_is_put_into_words_wherever_it_stands() -> None:
    """In a record of a plugin too, which has no words of its own."""
    context: Any = None
    sizes = PlannedRange(planned=Range(min=4, max=15), actual=Range(min=3, max=3))
    assert record_words(sizes, context, None) == "4 to 15 planned, 3 in the study"


BOTH = "Fidelity and adherence were not assessed."
ALONE = "Fidelity was not assessed."


@pytest.mark.parametrize(
    ("adherence", "told"),
    [
        (None, BOTH),
        ({"strategies": ["A message"]}, BOTH),
        ({"monitored": True, "monitoring": "A diary"}, ALONE),
        ({"monitored": False}, ALONE),
        ({"results": [{"value": "19 of 24 walks"}]}, ALONE),
    ],
)
def test_what_was_not_assessed_is_said_of_that_alone(adherence: Any, told: str) -> None:
    """Of adherence too only where nothing else says whether it is followed."""
    arm = {"role": "experimental", "name": "One", "fidelity": {"assessed": False}}
    if adherence is not None:
        arm["adherence"] = adherence
    data = {
        "intspec": "1.0",
        "id": "one",
        "title": "One",
        "stage": "results",
        "fictitious": True,
        "checklists": ["tidier"],
        "interventions": {"one": arm},
    }
    done = check_bytes(
        json.dumps(data).encode(), path="made.intspec.json", registry=shared_registry()
    )
    assert done.spec is not None
    view = build_view("description", done.spec, done.report, done.checklists[0])
    rows = {row.cells[0].plain: row.cells[1].plain for row in view.tables[0].rows}
    assert rows["11. How well: planned"].splitlines()[-1] == told


def test_what_is_printed_reads_as_a_person_would_write_it() -> None:
    """No key of a procedure, no bare `other`, no `when` before a length; what is one of is `or`."""
    arm: dict[str, Any] = {
        "role": "experimental",
        "name": "Calls",
        "procedures": {
            "inj": {"description": "A nurse calls.", "mode": ["other"]},
            "tab": {"description": "A tablet is swallowed."},
        },
        "delivery": {"mode": ["other"], "grouping": "individual", "note": "By radio."},
        "schedule": {"crisis": {"procedures": ["tab"], "duration": "P12W", "trigger": "pain"}},
        "adherence": {"measures": ["diary"], "strategies": ["A reminder"]},
    }
    data = {
        "intspec": "1.0",
        "id": "one",
        "title": "One",
        "stage": "results",
        "fictitious": True,
        "checklists": ["tidier"],
        "measures": {"diary": {"name": "Diary", "kind": "adherence", "method": "Pages counted"}},
        "design": {
            "kind": "smart",
            "second_stages": [{"after": "one", "rule": "less pain", "arms": ["one", "two"]}],
        },
        "conduct": {"providers": {"by": "By the trial manager"}},
        "interventions": {"one": arm, "two": {"role": "active-comparator", "name": "Talks"}},
    }
    done = check_bytes(
        json.dumps(data).encode(), path="made.intspec.json", registry=shared_registry()
    )
    assert done.spec is not None
    view = build_view("description", done.spec, done.report, done.checklists[0])
    rows = {row.cells[0].plain: row.cells[1].plain for row in view.tables[0].rows}
    whole = "\n".join(rows.values())
    assert "For 12 weeks, when pain" in rows["8. When and how much"]
    assert "Procedures: A tablet is swallowed" in rows["8. When and how much"]
    assert "then Calls or Talks" in rows["8. When and how much"]
    assert rows["6. How"].splitlines()[0] == "Individually. By radio."
    assert "Assigned by the trial manager." in rows["5. Who provided"]
    told = rows["11. How well: planned"]
    assert told.index("Pages counted") < told.index("Strategies for adherence")
    assert not any(word in whole for word in ("Inj", "inj", "tab.", "Other"))
