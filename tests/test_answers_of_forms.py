"""Answers as people write them: each is read as a careful person does, and no place is invented.

The answers of `tests/data/answers_of_forms.yaml` have labels that were written before the grammar
was. Other answers are made of the table of words, so that each word is held in each manner.
"""

import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from intspec.answers.answer import Answer, Known
from intspec.answers.cells import read_answer, read_line, write_location
from intspec.answers.changed import changed
from intspec.answers.columns import Asks, asks_for_lines, asks_of
from intspec.answers.denials import denied_by
from intspec.answers.places import ORDER, PAGES, counted, page_labels
from intspec.answers.words import table
from intspec.api import shared_registry
from intspec.checklists import Item
from intspec.text.characters import DASHES, normalized
from intspec.text.placeholders import WORDS, is_placeholder

pytestmark = pytest.mark.long

DATA = Path(__file__).parent / "data" / "answers_of_forms.yaml"
#: The share of answers that must be read right.
LEAST_RIGHT = 0.97
#: Answers that are read otherwise than their labels say, each with its column.
OTHERWISE: tuple[tuple[str, str], ...] = (
    ("6\N{SUPERSCRIPT ONE}", "page"),
    ("Section 2.4.1 Delivery, p. 9", "place"),
)
DOCUMENTS = {"registry-record": "registry", "handbook": "manual"}
FIELDS = {"pages": "page", "place": "text"}
#: What the states of the labels are, by the kinds of answers; the first that is there counts.
STATES = {
    "partial": "partial",
    "none": "answer-none",
    "declared": "not-applicable",
    "doubtful": "doubtful",
    "comment": "comment",
    "prose": "described",
    "located": "located",
    "no-reason": "not-applicable",
    "gap": "not-reported",
    "question": "reviewer-mark",
    "claimed": "claimed",
    **dict.fromkeys(("blank", "underscores", "placeholder", "unclear", "elsewhere"), "placeholder"),
}
#: Kinds of answers of which something is told.
TOLD = {"partial", "doubtful", "no-reason", "gap", "question", "unclear", "placeholder"}
Place = dict[str, str]
Read = tuple[list[Place], str, list[str]]


@cache
def entries() -> list[dict[str, Any]]:
    """Return the answers with their labels."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    answers = yaml.load(DATA.read_text(encoding="utf-8"), Loader=loader)["answers"]  # noqa: S506
    return list(answers)


@cache
def item_of(checklist: str, number: str) -> Item:
    """Return an item of an installed guideline."""
    known = shared_registry().checklist(checklist)
    assert known is not None
    return next(item for item in known.items if item.number == number)


def known(entry: dict[str, Any]) -> Known:
    """Return what the rest of a form tells of an answer."""
    checklist, head = entry.get("checklist", "tidier"), entry.get("head", "")
    asks: Asks = {"reported": "yes-no", "arm": "any"}.get(entry["column"], entry["column"])
    # The row of registration is none of the items that are known here.
    item = (
        None
        if entry.get("item") == "2" and checklist != "tidier"
        else item_of(checklist, entry.get("item", "5"))
    )
    return Known(
        arms=(entry["arm"],) if "arm" in entry else (),
        asks=asks,
        lines=asks_for_lines(head),
        denied=denied_by(item) if item is not None else "",
        reviewed=checklist == "tidier",
    )


def plain(text: str) -> str:
    """Return a text without case, kinds of dashes and spaces."""
    dashed = re.sub(f"[{DASHES}\N{WAVE DASH}~]", "-", normalized("NFKC", text))
    return re.sub(r"\s|^https?://", "", dashed.casefold())


def place_of(answer: Answer) -> Place:
    """Return a place as labels have it."""
    place: Place = {}
    document = answer.document
    if document is not None:
        place["document"] = DOCUMENTS.get(document.kind, document.kind)
        place["url"] = f"doi:{document.doi}" if document.doi else document.url
        numbered = re.search(r"(?:^|\s)([A-Z]|\d+)$", document.title)
        if document.kind == "supplement" and numbered:
            place["appendix"] = numbered[1]
    fields = answer.place.fields if answer.place is not None else {}
    place |= {FIELDS.get(name, name): value for name, value in fields.items()}
    place["arm"] = answer.arm
    return {name: plain(value) for name, value in place.items() if value}


def read(entry: dict[str, Any]) -> Read:
    """Read an answer: its places, its state, its registrations."""
    if changed(entry["answer"]):
        return [], "doubtful", []
    answers = read_answer(entry["answer"], known(entry))
    numbers = [answer.text for answer in answers if answer.kind == "registration"]
    kinds = {answer.kind for answer in answers}
    places = [place_of(answer) for answer in answers if answer.place is not None]
    if entry["column"] == "arm":
        places = [{**place, "arm": plain(entry["arm"])} for place in places]
    state = next(state for kind, state in STATES.items() if kind in kinds)
    if {"gap", "located"} <= kinds:
        # One arm has a place, and the other is said to have none.
        state = "partial"
    return places, state, sorted(numbers)


def labels(entry: dict[str, Any]) -> Iterator[Read]:
    """Go over the readings that are right."""
    for label in (entry, *entry.get("or", ())):
        places = [{k: plain(v) for k, v in place.items()} for place in label.get("places", ())]
        for place in places:
            if place.get("document") == "paper":
                del place["document"]
        numbers = label.get("registrations", entry.get("registrations", []))
        yield places, label["state"], sorted(numbers)
        if label["state"] == "doubtful":
            # To propose no place is right as well.
            yield [], "doubtful", sorted(numbers)


def wrong_places(entry: dict[str, Any], places: list[Place]) -> list[Place]:
    """Return the places that are in none of the labels; one that says less is not wrong."""
    given = [place for label in labels(entry) for place in label[0]]
    return [place for place in places if not any(place.items() <= one.items() for one in given)]


def test_answers_are_read_as_a_careful_person_reads_them() -> None:
    """Nearly all of them, the rest are listed, and a place that is not there is never read."""
    otherwise, invented = [], {}
    for entry in entries():
        found = read(entry)
        if found not in [*labels(entry)]:
            otherwise.append((entry["answer"], entry["column"]))
        if wrong := wrong_places(entry, found[0]):
            invented[entry["answer"]] = wrong
    assert not invented
    assert tuple(otherwise) == OTHERWISE
    assert len(otherwise) <= (1 - LEAST_RIGHT) * len(entries())


def test_what_is_to_be_told_is_told() -> None:
    """Where the labels have a note, something in the reading gives rise to one."""
    silent = []
    for entry in entries():
        notes = [label.get("note", False) for label in (entry, *entry.get("or", ()))]
        if not all(notes) or changed(entry["answer"]):
            continue
        answers = read_answer(entry["answer"], known(entry))
        kinds = {answer.kind for answer in answers}
        unsure = any(answer.sure != "sure" for answer in answers)
        if not (kinds & TOLD or unsure or kinds <= {"blank", "underscores"}):
            silent.append(entry["answer"])
    assert silent == []


# Answers that are made

WORDED = [
    (field, language, word)
    for field, rows in table()["fields"].items()
    for language, words in rows.items()
    for word in words
    if field not in ("box", "section", "appendix", "column")
    and word not in ("s", "S", "Z", "l", "ll")
]
PREFIXED = [one for one in WORDED if one[1] not in ("zh", "ja", "ko")]
NAMES = {"page": ("page", "pages")}
ABBREVIATED = {"s": "page", "S": "page", "Z": "lines", "l": "lines", "ll": "lines"}


def only_place(text: str, asks: Asks = "place") -> dict[str, str] | None:
    """Return the fields of the one place that an answer is read as."""
    answers = read_answer(text, Known(asks=asks))
    if len(answers) != 1 or answers[0].kind != "located" or answers[0].place is None:
        return None
    return dict(answers[0].place.fields)


def expected(field: str, value: str) -> dict[str, str]:
    """Return the fields of a place that counts pages, lines and so on."""
    return {"pages" if field == "page" and "-" in value else field: value}


@pytest.mark.parametrize(
    "manner", ["{} 5", "{}. 5", "{}: 5", "{} 5.", "({} 5)", "_{} 5_", "see {} 5"]
)
def test_each_word_for_a_place_is_read(manner: str) -> None:
    """In each language, in brackets, on underscores, behind a word that points."""
    for field, _language, word in PREFIXED:
        prefix = "e" if word.startswith(("etab", "efig")) else ""
        text = manner.format(word)
        assert only_place(text) == expected(field, f"{prefix}5"), text
    for word, field in ABBREVIATED.items():
        text = manner.format(f"{word}." if manner.startswith(("{} ", "({} ", "_", "s")) else word)
        if ".." not in text and "{}:" not in manner:
            assert only_place(text.replace(". .", ".")) == expected(field, "5"), text


@pytest.mark.parametrize("words", ["ranges", "joins"])
def test_each_word_between_two_pages_is_read(words: str) -> None:
    """A range is one place, the members of a list are several."""
    for rows in table()[words].values():
        for word in rows:
            text = f"p. 5 {word} 7"
            answers = read_answer(text, Known())
            places = [dict(one.place.fields) for one in answers if one.place is not None]
            if words == "ranges":
                assert places == [{"pages": "5-7"}], text
            else:
                assert places == [{"page": "5"}, {"page": "7"}], text


def test_where_on_a_page_is_no_heading() -> None:
    """A word for it stands before or behind the page, and counts nothing by itself."""
    for rows in table()["positions"].values():
        for words in rows:
            for text in (f"p. 5, {words}", f"{words}, p. 5", f"p. 5 ({words})", f"{words} of p. 5"):
                assert only_place(text) == {"page": "5", "place": words}, text
            for text in (f"5 {words} exercises", f"{words} 5", f"Twice at {words}, 5 weeks"):
                answers = read_answer(text, Known())
                assert all(one.place is None for one in answers), text


def test_a_column_of_a_page_is_a_part_of_its_place() -> None:
    """Alone beside the page, in each language."""
    for rows in table()["fields"]["column"].values():
        for word in rows:
            for text in (f"p. 5 {word} 2", f"p. 5, {word} 2", f"p. 5 ({word} 2)"):
                assert only_place(text) == {"page": "5", "place": f"{word} 2"}, text


def test_a_version_belongs_to_its_document_and_a_name_to_its_person() -> None:
    """`Protocol v2.1` is a protocol, and Dr Page is no page."""
    for rows in table()["versions"].values():
        for word in rows:
            for text in (f"Protocol {word} 2.1, p. 8", f"protocol {word}2, p. 8"):
                (answer,) = read_answer(text, Known())
                assert answer.document is not None, text
                assert answer.document.kind == "protocol", text
                assert answer.place is not None
                assert dict(answer.place.fields) == {"page": "8"}, text
    for rows in table()["persons"].values():
        for title in rows:
            for name in ("Page", "Line", "Table", "Chapter"):
                for text in (f"{title} {name} 5", f"{title}. {name} 5", f"by {title} {name} 5"):
                    answers = read_answer(text, Known())
                    assert all(one.place is None for one in answers), text


def test_a_document_behind_a_place_holds_it() -> None:
    """In each language that says so by a word between them."""
    for language, rows in table()["attaching"].items():
        protocol = table()["documents"]["protocol"].get(language, ["protocol"])[0]
        for word in rows:
            if word in ("the", "our"):
                continue
            answers = read_answer(f"p. 3 {word} {protocol}", Known())
            assert [(one.document.kind if one.document else "") for one in answers] == [
                "protocol"
            ], word


NOUNS = ("weeks", "sessions", "mg", "nurses", "%", "minutes each", "people", "x 10 min", "Wochen")


def test_what_a_number_counts_is_no_page() -> None:
    """A unit or a noun behind a number, or a noun before it, makes it content in each column."""
    asks: Asks
    for asks in get_args(Asks):
        if asks in ("comments", "reason"):
            continue
        for number in ("5", "5-7", "2.5", "5, 7", "S3"):
            for noun in NOUNS:
                for text in (
                    f"{number} {noun}",
                    f"Twice, {number} {noun}",
                    f"Over {number} {noun}",
                ):
                    answers = read_answer(text, Known(asks=asks))
                    assert all(one.place is None for one in answers), (asks, text)
            for noun in ("Ward", "Room", "Level", "Module", "Year", "Version", "Band"):
                answers = read_answer(f"{noun} {number}", Known(asks=asks))
                assert all(one.place is None for one in answers), (asks, noun, number)


def test_shares_years_references_and_publications_are_no_pages_of_the_paper() -> None:
    """So many of so many, a year, a number in square brackets, an author with a year."""
    for noun in NOUNS:
        for text in (f"5 of 7 {noun}", f"Missed: 5 of 7 {noun}"):
            assert all(one.place is None for one in read_answer(text, Known())), text
    for text in ("2019", "In 2019-2021", "2019, 2020", "ref. [12]", "Described before [3, 7-9]"):
        assert all(one.place is None for one in read_answer(text, Known())), text
    assert only_place("p. 5 [12]") == {"page": "5"}
    assert only_place("p. 2019") == {"page": "2019"}
    for text in ("Example 2031, p. 4", "Reported in Example and Other 2031 (p. 4)"):
        placed = [one for one in read_answer(text, Known()) if one.place is not None]
        assert all(one.document is not None for one in placed), text


DENIALS = {
    "nothing": ("No", "None", "Nil", "No changes", "There were no changes.", "It was not changed"),
    "unassessed": ("Not assessed", "Fidelity was not assessed.", "Adherence was not measured"),
}


def test_a_denial_answers_the_items_that_ask_whether() -> None:
    """And no others; what goes on to tell what was so after all is a description."""
    for kind, texts in DENIALS.items():
        for text in texts:
            for denied in ("", "nothing", "unassessed"):
                answers = read_answer(text, Known(denied=denied))
                taken = [one.kind for one in answers] == ["none"]
                assert taken == (denied == kind), (text, denied)
                told = read_answer(
                    f"{text.rstrip('.')}, but the order was changed", Known(denied=denied)
                )
                assert "none" not in {one.kind for one in told}, (text, denied)


def test_which_items_take_a_denial() -> None:
    """Those that ask whether something was so, of the guidelines that are installed."""
    registry = shared_registry()
    taken: dict[str, set[str]] = {}
    for name in ("tidier", "consort-2025"):
        checklist = registry.checklist(name)
        assert checklist is not None
        for item in checklist.items:
            if item.denied:
                taken.setdefault(denied_by(item), set()).add(f"{name} {item.number}")
    assert taken == {
        "nothing": {"tidier 9", "tidier 10", "consort-2025 10", "consort-2025 27"},
        "unassessed": {"tidier 11", "tidier 12"},
    }


def test_placeholders_of_drafts_are_those_of_forms() -> None:
    """One list: what holds a place in a specification is no answer in a form either."""
    for words in sorted(WORDS):
        assert is_placeholder(words)
        kinds = {one.kind for one in read_answer(words, Known())}
        assert kinds <= {"placeholder", "no-reason", "unclear", "gap"}, words


#: What locations are made of, for those that are written and read back.
VALUES: dict[str, st.SearchStrategy[str]] = {
    "page": st.from_regex(
        r"[1-9]\d{0,3}|S[1-9]\d?|e[1-9]\d?|[ivx]{2,3}|[1-4]\d?-[5-9]\d|[1-4], [5-9]", fullmatch=True
    ),
    "pages": st.from_regex(r"[1-4]\d?[-\u2013][5-9]\d?\d?|[1-9]|[1-4], [5-9]", fullmatch=True),
    "lines": st.from_regex(r"[1-9]\d{0,2}(?:-[1-9]\d{0,2})?", fullmatch=True),
    "paragraph": st.sampled_from(["2", "1-3", "last", "the second"]),
    "table": st.sampled_from(["2", "S1", "2b", "1 and 3", "II"]),
    "figure": st.sampled_from(["1", "S2", "3a"]),
    "appendix": st.sampled_from(["A", "2", "Appendix B", "1.2"]),
    "section": st.sampled_from(
        (
            *("Methods", "2.3", "Trial governance", "No changes", "p. 4", "N/A", "Protocol"),
            *("Results: harms", "Not reported", "What, and why", "5", "Throughout", "Table tennis"),
        )
    ),
    "place": st.sampled_from(["left column", "Box 1", "footnote", "p. 9", "see above"]),
    "url": st.sampled_from(["https://example.org/a,b", "https://example.org/(x)"]),
    "anchor": st.sampled_from(["walked twice", "a; b", "p. 5"]),
}


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(ORDER), min_size=1, max_size=3, unique=True), st.data())
def test_what_is_written_is_read_back(names: list[str], data: st.DataObject) -> None:
    """Every place that a specification can hold, whatever its words look like."""
    fields = {name: data.draw(VALUES[name], label=name) for name in names}
    written = write_location(fields)
    answers = list(read_line(written, Known()))
    assert {answer.kind for answer in answers} == {"located"}, written
    read = [answer.place.fields for answer in answers if answer.place is not None]
    # Pages stand where they belong, and those of a list are places of their own.
    assert read == [counted(fields)] or "".join(fields) in PAGES, written
    assert [label for one in read for label in page_labels(one)] == page_labels(fields), written
    assert {answer.document for answer in answers} == {None}, written


@pytest.mark.parametrize("field", PAGES)
@pytest.mark.parametrize("dash", ["-", "\u2013", " to "])
@pytest.mark.parametrize("letter", ["", "e", "S"])
def test_ranges_and_lists_of_pages_are_written_short(field: str, dash: str, letter: str) -> None:
    """Under either key, with any dash, alone or with what stands beside them."""
    first, last, more = f"{letter}3", f"{letter}4", f"{letter}9"
    labels = {first: "p.", f"{first}{dash}{last}": "pp.", f"{first}, {more}": "pp."}
    for label, word in labels.items():
        for beside in ({}, {"section": "Methods"}, {"lines": "7-9"}, {"table": "2"}):
            fields = {field: label} | beside
            written = write_location(fields)
            short = "," not in label or not beside
            assert (f"{word} {label}" in written) == short, written
            assert write_location(fields, listed=True) == written


def test_any_row_of_words_is_read() -> None:
    """Words of the table in any order end in a reading, and keep the text."""
    chance = random.Random(5)
    marks = ("5", "5-7", "(", ")", ",", ";", "and", "not reported", "No", "protocol", "\n", "IG:")
    words = [*marks, *(word for _field, _language, word in WORDED)]
    for _ in range(100):
        text = " ".join(chance.choices(words, k=chance.randrange(1, 9)))
        for asks in get_args(Asks):
            answers = read_answer(text, Known(asks=asks, denied="nothing"))
            assert answers, text
            assert all(one.text for one in answers if one.kind != "blank"), text


@pytest.mark.parametrize(
    ("kind", "head", "asks"),
    [
        ("primary", "Primary paper (page or appendix number)", "place"),
        ("answer", "Reported? (Y/N)", "yes-no"),
        ("answer", "Reported", "yes-no"),
        ("answer", "Reported on page no.", "page"),
        ("answer", "Seite", "page"),
        ("answer", "Yes / No / page", "page"),
        ("answer", "Usual care", "any"),
        ("reason", "Reason if not applicable", "reason"),
    ],
)
def test_the_head_of_a_column_says_what_is_asked(kind: str, head: str, asks: Asks) -> None:
    """The same word may be an answer in one column and none in another."""
    assert asks_of(kind, head, places=False) == asks
