"""Filled forms: which rows answer which item, what the answers become, and how they are judged."""

from functools import cache
from pathlib import Path
from typing import Any

import attrs
import pytest

from filledforms import LINE, TIDIER, answers_of, table_form
from intspec.api import check_bytes, shared_registry
from intspec.checklists import Checklist
from intspec.forms.draft import draft, file_stem
from intspec.forms.drafted import Draft
from intspec.forms.form import MOST_FORM_COLUMNS, Form, FormError, FormTable, FormText
from intspec.forms.item_numbers import item_numbers
from intspec.forms.read import (
    MOST_ANSWERS,
    MOST_CHARACTERS,
    MOST_NAMED,
    Filled,
    read_form,
)
from intspec.forms.verdicts import judge
from intspec.model import Stage


@cache
def checklists() -> list[Checklist]:
    """Return the installed guidelines."""
    registry = shared_registry()
    return [c for c in map(registry.checklist, registry.checklist_ids) if c is not None]


def filled(form: Form, forced: str | None = None) -> Filled:
    """Read a form."""
    return read_form(form, checklists(), forced)


def drafted(form: Form, forced: str | None = None) -> Draft:
    """Make a draft of a form, which fits the schema and says the same once it has been read."""
    made = draft(filled(form, forced), "trial")
    checked = check_bytes(made.text(("A draft.",)).encode(), path="trial.intspec.yaml")
    assert checked.spec is not None, (checked.report.diagnostics, made.text())
    return made


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1", ("1",)),
        ("1.", ("1",)),
        ("10.\u01c2", ("10",)),
        ("5a", ("5a",)),
        ("13.", ("13",)),
        ("(3)", ("3",)),
        ("Item 3", ("3",)),
        ("Item No. 12b", ("12b",)),
        ("3a/b", ("3a", "3b")),
        ("3-5", ("3", "4", "5")),
        ("7a, 7b", ("7a", "7b")),
        ("5a Eligibility criteria", ("5a",)),
        ("1. Brief name", ("1",)),
        ("5 metres were walked", None),
        ("2024", None),
        ("", None),
    ],
)
def test_item_numbers(text: str, numbers: tuple[str, ...] | None) -> None:
    """Numbers stand alone, with marks, in groups, or before the item's name."""
    found = item_numbers(text)
    assert (found.numbers if found else None) == numbers


def test_the_number_of_a_list_style_counts() -> None:
    """Word may print a number that does not stand in the text."""
    found = item_numbers("Brief name", "1.")
    assert found is not None
    assert (found.numbers, found.rest) == (("1",), "Brief name")


ANSWERS: list[tuple[str, str, list[dict[str, Any]]]] = [
    ("a range of pages", "7-9", [{"document": "paper", "pages": "7-9"}]),
    (
        "pages, and another document",
        "7-9, Online Appendix",
        [{"document": "paper", "pages": "7-9"}, {"document": "online-appendix"}],
    ),
    ("a page", "p. 4", [{"document": "paper", "page": "4"}]),
    ("a dash between pages", "pp 3\u20135", [{"document": "paper", "pages": "3\u20135"}]),
    ("lines", "lines 120-140", [{"document": "paper", "lines": "120-140"}]),
    (
        "a heading and a paragraph",
        "Methods: Intervention delivery, paragraph 2",
        [{"document": "paper", "section": "Methods: Intervention delivery", "paragraph": "2"}],
    ),
    ("a table", "Table 2", [{"document": "paper", "table": "2"}]),
    ("a figure", "Fig. 1", [{"document": "paper", "figure": "1"}]),
    ("an appendix", "Appendix B", [{"document": "paper", "appendix": "B"}]),
    ("a heading", "Methods", [{"document": "paper", "section": "Methods"}]),
    (
        "two places",
        "p. 4, p. 7",
        [{"document": "paper", "page": "4"}, {"document": "paper", "page": "7"}],
    ),
    ("a protocol", "Published Protocol [URL]", [{"document": "published-protocol"}]),
    ("a supplement", "Supplementary file 2", [{"document": "supplementary-file-2"}]),
    ("an address", "https://trial.example/handbook", [{"document": "website"}]),
    ("a DOI", "doi:10.1234/abc", [{"document": "other"}]),
    ("a page of a protocol", "p. 3 of the protocol", [{"document": "the-protocol", "page": "3"}]),
    ("underscores around", "__7__", [{"document": "paper", "page": "7"}]),
    ("blanks that fill a line", "p." + " " * 30 + "7", [{"document": "paper", "page": "7"}]),
    (
        "a comma inside an address, and one behind it",
        "https://trial.example/a,b, p. 7",
        [{"document": "website", "page": "7"}],
    ),
    ("yes, and where", "Yes, page 7", [{"document": "paper", "page": "7"}]),
]


@pytest.mark.parametrize(
    ("answer", "places"), [a[1:] for a in ANSWERS], ids=[a[0] for a in ANSWERS]
)
def test_places(answer: str, places: list[dict[str, Any]]) -> None:
    """An answer that names a place becomes a location, in the document that it names."""
    made = drafted(table_form({"3": (answer, "")}))
    expected = [{"about": "tidier/materials", **place} for place in places]
    assert made.data["locations"] == expected


def test_declarations_need_a_reason() -> None:
    """`N/A` is declared with its reason; without one the reason is asked for."""
    made = drafted(
        table_form(
            {
                "9": ("N/A: everybody got the same sessions", ""),
                "10": ("N/A", "Nothing was changed, as the trial was short."),
                "11": ("n/a", ""),
            }
        )
    )
    assert made.data["declarations"] == [
        {
            "about": "tidier/tailoring",
            "state": "not-applicable",
            "reason": "everybody got the same sessions",
        },
        {
            "about": "tidier/modifications",
            "state": "not-applicable",
            "reason": "Nothing was changed, as the trial was short.",
        },
        {"about": "tidier/how-well-planned", "state": "not-applicable", "reason": "<why>"},
    ]
    assert "notes" not in made.data
    asked = (
        "  # DECIDE the reason: none given.\n  - {about: tidier/how-well-planned, state: not-appl"
    )
    assert asked in made.text()
    sure = {entry.item: entry.sure for entry in made.entries if entry.item in ("9", "10", "11")}
    assert sure == {"9": "sure", "10": "likely", "11": "unsure"}


@pytest.mark.parametrize(
    "answer", ["", LINE, "-", "Click or tap here to enter text.", "Not located"]
)
def test_what_is_no_answer_becomes_nothing(answer: str) -> None:
    """Nothing is invented for an empty field; the report says that it was left open."""
    made = drafted(table_form({"3": (answer, "")}))
    assert not made.data.keys() & {"locations", "declarations", "notes"}
    (entry,) = (one for one in made.entries if one.item == "3")
    assert entry.became.startswith("left open")


@pytest.mark.parametrize("answer", ["?", "Yes", "\u2713"])
def test_what_says_neither_where_nor_what_is_kept(answer: str) -> None:
    """It stands under `notes`, with the place it came from."""
    made = drafted(table_form({"3": (answer, "")}))
    assert made.data["notes"] == [{"text": answer, "origin": "table 1, row 8, column 3, item 3"}]


def test_prose_in_a_form_of_places_is_kept_as_text() -> None:
    """It is the description of the item, of the one arm that there is."""
    text = "Participants received a diary and two elastic bands. The diary is in Appendix 1."
    made = drafted(table_form({"3": (text, "")}))
    assert made.data["interventions"]["intervention"]["narrative"] == {"tidier/materials": text}


def test_an_answer_too_long_to_be_places_is_kept_as_text() -> None:
    """However many places it seems to name."""
    text = ("p. 4; " * 4000).strip()
    made = drafted(table_form({"3": (text, "")}))
    assert made.data["interventions"]["intervention"]["narrative"] == {"tidier/materials": text}


def test_nothing_is_decided_in_silence() -> None:
    """What the form does not say is marked in the draft, and in the report."""
    made = drafted(table_form({"1": ("1", "")}))
    assert [c for lines in made.comments.values() for c in lines] == [
        "DECIDE the title: taken from the file's name.",
        "DECIDE the stage: the form does not say.",
        "DECIDE the name, the role and the other arms: the form does not tell them apart.",
    ]
    assert {e.pointer for e in made.entries if e.sure == "unsure"} == {
        "/title",
        "/stage",
        "/interventions/intervention",
    }


UNPRINTABLE = {
    "a control character": ("See\x02 page 4.", "See\ufffd page 4."),
    "an escape of terminals": ("\x1b[31mbands", "\ufffd[31mbands"),
    "a mark of byte order": ("bands\ufeff", "bands\ufffd"),
    "half a character": ("bands \udfff", "bands \ufffd"),
    "line breaks of other programs": ("one\x0btwo\u2028three\r\nfour", "one\ntwo\nthree\nfour"),
}


@pytest.mark.parametrize(("said", "kept"), UNPRINTABLE.values(), ids=UNPRINTABLE)
def test_what_cannot_be_printed_is_shown_and_told(said: str, kept: str) -> None:
    """A draft can be read, whatever the cells, texts and links of a form hold."""
    form = attrs.evolve(
        table_form({"3": (f"{said} and words", "")}),
        title=said,
        texts=(FormText(f"Title: {said}", "paragraph 1", links=(f"https://a.example/{said}",)),),
    )
    text = drafted(form).text()
    assert said not in text
    assert kept.split("\n", maxsplit=1)[0] in text
    told = [t for t in text.splitlines() if "cannot be printed: shown as \ufffd" in t]
    assert len(told) == ("\ufffd" in kept)


def test_the_name_of_a_file_is_no_danger_to_the_draft() -> None:
    """It becomes title and id where the form has none."""
    assert file_stem("forms/a\x02b\udce9.docx") == "a\ufffdb\ufffd"


HEADERS = {
    "the usual words": ("Item number", "Item", "Primary paper", "Other"),
    "other words": ("No.", "Checklist item", "Page", "Comments"),
    "another language": ("Nummer", "Punkt", "Seite", "Anmerkung"),
    "no words": ("", "", "", ""),
}


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
def test_an_altered_header_is_no_hindrance(header: tuple[str, ...]) -> None:
    """Where the header does not tell, the shape of the table does."""
    found = filled(table_form({"3": ("4", ""), "5": ("6-7", "")}, header=header))
    assert found.choice is not None
    assert found.choice.checklist.id == "tidier"
    assert answers_of(found) == {"3": [{"page": "4"}], "5": [{"pages": "6-7"}]}


def test_labels_in_another_language_are_known_by_name_and_numbers() -> None:
    """That is called likely, and neither alone is enough."""
    rows = [(n, f"Punkt {chr(96 + int(n))} der Liste", "4" if n == "3" else "") for n in TIDIER]
    form = table_form({}, rows=[("Nummer", "Punkt", "Seite"), *rows])
    assert filled(form).choice is None
    titled = attrs.evolve(form, texts=(FormText("Die TIDieR-Checkliste", "paragraph 1"),))
    found = filled(titled)
    assert found.choice is not None
    assert (found.choice.checklist.id, found.choice.sure) == ("tidier", False)
    assert found.choice.agrees is False
    assert answers_of(found) == {"3": [{"page": "4"}]}


def test_items_that_are_not_known_here_are_kept() -> None:
    """A CONSORT form has many items about the trial: what they say is kept and named."""
    rows = [
        ("Section/topic", "No", "CONSORT 2025 checklist item", "Reported on page no."),
        ("Title", "1a", "Identification as a randomised trial", "1"),
        ("Introduction", "6", "Background and rationale", "3"),
        ("Methods", "13", "Intervention and comparator", "5-6"),
        ("", "14", "Outcomes", "7"),
    ]
    made = drafted(table_form({}, rows=rows))
    assert made.data["checklists"] == ["consort-2025"]
    assert [one["about"] for one in made.data["locations"]] == [
        "consort-2025/background",
        "consort-2025/intervention-and-comparator",
    ]
    assert made.data["notes"] == [
        {
            "text": "Title Identification as a randomised trial: 1",
            "origin": "table 1, row 2, item 1a",
        },
        {"text": "Outcomes: 7", "origin": "table 1, row 5, item 14"},
    ]


def test_another_edition_is_not_taken_for_this_one() -> None:
    """CONSORT 2010 numbers its items otherwise: its answers are kept, none is misplaced."""
    rows = [
        ("Section/topic", "No", "CONSORT 2010 checklist item", "Page"),
        *(("x", str(n), "Invented words", "3") for n in (6, 8, 10, 11, 13, 15)),
    ]
    made = drafted(table_form({}, rows=rows))
    assert "locations" not in made.data
    assert len(made.data["notes"]) == 6


def test_columns_become_arms() -> None:
    """A table of descriptions has one column for each arm."""
    rows = [
        ("Item", "Walking in groups", "Usual care"),
        ("1. Brief name", "Walking in groups", "Usual care"),
        ("3. What: materials", "A diary and two elastic bands.", "N/A: nothing was handed out"),
        ("8. When and how much", "Twice a week for 12 weeks.", "As often as people wished."),
    ]
    made = drafted(table_form({}, rows=rows), "tidier")
    assert made.data["interventions"] == {
        "walking-in-groups": {
            "role": "experimental",
            "name": "Walking in groups",
            "narrative": {
                "tidier/materials": "A diary and two elastic bands.",
                "tidier/when-and-how-much": "Twice a week for 12 weeks.",
            },
        },
        "usual-care": {
            "role": "usual-care",
            "name": "Usual care",
            "narrative": {"tidier/when-and-how-much": "As often as people wished."},
        },
    }
    assert made.data["declarations"] == [
        {
            "about": "tidier/materials",
            "arm": "usual-care",
            "state": "not-applicable",
            "reason": "nothing was handed out",
        }
    ]


def test_tables_become_arms() -> None:
    """Several tables with the same items are the arms, named by what stands above them."""
    first = table_form({"4": ("Walking around the hall with an instructor.", "")}, header=DESCRIBED)
    second = table_form({"4": ("A leaflet was handed out by the nurse.", "")}, header=DESCRIBED)
    both = first.tables[0], second.tables[0]
    form = Form("docx", tuple(renumbered(t, n) for n, t in enumerate(both, 1)))
    made = drafted(form)
    told = {a["name"]: a.get("narrative") for a in made.data["interventions"].values()}
    assert told == {
        "Walking group": {"tidier/procedures": "Walking around the hall with an instructor."},
        "Leaflet": {"tidier/procedures": "A leaflet was handed out by the nurse."},
    }


DESCRIBED = ("No.", "Item", "Description", "")


def renumbered(table: FormTable, number: int) -> FormTable:
    """Give a table its number and its caption."""
    caption = {1: "Table 1. Walking group", 2: "Table 2. Leaflet"}[number]
    return attrs.evolve(table, number=number, where=f"table {number}", caption=caption)


def found_in(form: Form, stage: Stage | None = None) -> dict[str, tuple[str, ...]]:
    """Judge a form; return what was found, by place and rule."""
    report = judge(filled(form), "form.docx", stage).report
    return {d.place: (d.rule.removeprefix("intspec/"), d.severity) for d in report.diagnostics}


def test_a_form_is_judged_by_what_it_shows() -> None:
    """Located, described and declared items are settled; each other row has one finding."""
    full = {number: (number, "") for number in TIDIER}
    form = table_form(
        full
        | {
            "2": ("", ""),
            "3": (LINE, LINE),
            "4": ("?", ""),
            "5": ("N/A", ""),
            "6": ("N/A: nobody was seen", ""),
            "7": ("The sessions took place in community halls with a level floor.", ""),
            "8": ("Yes", ""),
        }
    )
    report = judge(filled(form), "form.docx").report
    assert [i.state for i in report.items] == [
        "reported",
        *["not-reported"] * 3,
        *["not-applicable"] * 2,
        "prose",
        "not-reported",
        *["reported"] * 4,
    ]
    assert found_in(form) == {
        "table 1, row 6, item 2": ("form-blank", "error"),
        "table 1, row 8, item 3": ("form-blank", "error"),
        "table 1, row 9, item 4": ("form-question", "error"),
        "table 1, row 11, item 5": ("form-no-reason", "warning"),
        "table 1, row 17, item 8": ("form-unclear", "error"),
    }
    first = report.diagnostics[0]
    assert first.message == "item 2, Why, has no answer"
    assert first.hint.startswith("write the page or section")


def test_rows_that_are_missing_doubled_or_unknown_are_found() -> None:
    """The form itself may be wrong."""
    rows = [
        ("No.", "Item", "Primary paper", "Other"),
        *((n, TIDIER[n], "4", "") for n in TIDIER if n != "7"),
        ("3", TIDIER["3"], "5", ""),
        ("31", "Something else", "5", ""),
    ]
    assert found_in(table_form({}, rows=rows)) == {
        "table 1, row 1": ("form-item-missing", "error"),
        "table 1, row 13, item 3": ("form-item-twice", "warning"),
        "table 1, row 14, item 31": ("form-unknown-item", "warning"),
    }


@pytest.mark.parametrize("name", ["tidier", "consort-2025", "cert", "guided"])
def test_each_row_that_is_missing_is_named(name: str) -> None:
    """However many there are, and whether they stand together or not."""
    checklist = next(one for one in checklists() if one.id == name)
    for first, step in ((0, 2), (1, 2), (2, 3), (len(checklist.items) - 3, 1)):
        missing = [item.number for item in checklist.items[first::step]]
        rows = [
            ("No.", "Item", "Where located"),
            *((i.number, i.title, "p. 4") for i in checklist.items if i.number not in missing),
        ]
        report = judge(filled(table_form({}, rows=rows), name), "form.docx").report
        told = [one for one in report.diagnostics if one.rule == "intspec/form-item-missing"]
        assert [one.items[0].number for one in told] == missing
        assert {one.severity for one in told} == {"error"}


def test_the_stage_excuses_what_cannot_be_known_yet() -> None:
    """At protocol stage items 10 and 12 of TIDieR may be left open."""
    full = {number: (number, "") for number in TIDIER} | {"10": ("", ""), "12": (LINE, "")}
    assert found_in(table_form(full), "protocol") == {}
    assert len(found_in(table_form(full))) == 2


def test_a_sheet_of_figures_is_no_form() -> None:
    """Rows that are numbered, and hold no words, are for no guideline."""
    rows = [("no", "a", "b"), *((str(n), str(n * 7), str(n * 3)) for n in range(1, 13))]
    assert filled(table_form({}, rows=rows)).choice is None


HEADS = ("no", "item", "where located")
MANY_ARMS = tuple(f"arm {n}" for n in range(MOST_NAMED + 1))
#: Rows that are more than a form has, and where and of what it is told.
TOO_MUCH: dict[str, tuple[list[tuple[str, ...]], tuple[str, str]]] = {
    "columns": (
        [tuple(str(n) for n in range(MOST_FORM_COLUMNS + 1))],
        ("table 1", "more than 1,000 columns"),
    ),
    "answers": (
        [HEADS, *((str(n % 12 + 1), "Why", "p. 4") for n in range(MOST_ANSWERS + 1))],
        ("table 1, row 5002", "more than 5,000 answers"),
    ),
    "answers to many items at once": (
        [HEADS, *(("1-50", "Why", "p. 4") for _ in range(MOST_ANSWERS // 50 + 1))],
        ("table 1, row 102", "more than 5,000 answers"),
    ),
    "characters": (
        [HEADS, ("1", "Why", "p"), ("2", "What", "word " * (MOST_CHARACTERS // 5 + 1))],
        ("table 1, row 3", "2,000,000 characters"),
    ),
    "arms": (
        [("no", "item", *MANY_ARMS), *((str(n), "Why", *("Walks.",) * 201) for n in (1, 2))],
        ("table 1", "more than 200 arms"),
    ),
}


@pytest.mark.long
@pytest.mark.parametrize("what", TOO_MUCH)
def test_what_is_more_than_a_form_has_is_refused_at_its_place(what: str) -> None:
    """Each limit is named, with what is to be taken out."""
    rows, (where, said) = TOO_MUCH[what]
    with pytest.raises(FormError, match=said) as refused:
        filled(table_form({}, rows=rows))
    assert (refused.value.where, refused.value.hint[:9]) == (where, "take out ")


@pytest.mark.parametrize("what", TOO_MUCH)
def test_the_limits_of_forms_are_those_of_the_guide(what: str) -> None:
    """Whoever meets one reads there how much a form may hold."""
    guide = (Path(__file__).parent.parent / "docs" / "guide" / "forms.md").read_text("utf-8")
    _rows, (_where, said) = TOO_MUCH[what]
    assert said.removeprefix("more than ") in " ".join(guide.split())


def test_a_location_is_named_by_its_number_in_the_draft() -> None:
    """Also behind a place that stands twice, which is one location."""
    answers = {"1": ("p. 4", ""), "2": ("p. 5\np. 5", ""), "3": ("p. 6", "")}
    made = drafted(table_form(answers))
    pointers = {entry.item: entry.pointer for entry in made.entries if "location" in entry.became}
    named = {
        item: made.data["locations"][int(pointer.rpartition("/")[2])]["page"]
        for item, pointer in pointers.items()
    }
    assert named == {"1": "4", "2": "5", "3": "6"}
