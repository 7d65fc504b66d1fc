"""The language of answers: what is written for a thing is read back as that thing."""

from typing import get_args, get_type_hints

import attrs
import pytest

from intspec.answers import grammar
from intspec.answers.answer import Known
from intspec.answers.cells import read_answer, read_line, write_location
from intspec.answers.declarations import (
    NOT_ASKED,
    NOT_LOCATED,
    NOT_STATED,
    NOT_YET,
    declared_words,
    is_gap,
    is_written,
    read_declaration,
)
from intspec.answers.labels import PAGE_LETTERS
from intspec.answers.notices import (
    DOCUMENT_KINDS,
    FICTITIOUS,
    NO_COMPARATOR,
    NO_LOCATIONS,
    ROLES,
    STAGE,
    Named,
    read_arm,
    read_identified,
    read_listed,
    read_notice,
    write_arm_note,
    write_identified,
    write_listed,
)
from intspec.answers.places import page_labels
from intspec.answers.subjects import read_lead, write_lead
from intspec.model import ReportDocument, Role
from intspec.states import DeclaredState


def test_the_tables_have_every_term_of_the_model() -> None:
    """Roles and kinds of documents each have their words."""
    assert set(ROLES) == set(get_args(Role))
    kinds = get_type_hints(ReportDocument)["kind"]
    assert set(DOCUMENT_KINDS) == set(get_args(kinds))


@pytest.mark.parametrize("role", get_args(Role))
def test_an_arm_is_read_back(role: Role) -> None:
    """The list of arms gives back role, additions and what is offered later."""
    for given_with, later in (("", ""), ("A and B", ""), ("", "C"), ("A", "B")):
        text = f"Walking in groups: {'; '.join(write_arm_note(role, given_with, later))}"
        arm = read_arm(text, "paragraph 3")
        assert arm is not None
        assert (arm.name, arm.role) == ("Walking in groups", role)
        assert (arm.given_with, arm.later, arm.where) == (given_with, later, "paragraph 3")


def test_what_is_no_arm_is_not_read_as_one() -> None:
    """A name without a known role is no entry of the list of arms."""
    assert read_arm("Walking in groups: twice a week", "paragraph 3") is None


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        (FICTITIOUS, "fictitious", ""),
        (f"Protocol{STAGE}: what is planned; there are no results yet.", "stage", "protocol"),
        (f"{NO_COMPARATOR}A single group.", "no-comparator", "A single group."),
        (NO_LOCATIONS, "no-locations", ""),
    ],
)
def test_a_notice_is_read_back(text: str, kind: str, value: str) -> None:
    """Each notice that views write says the same to the reader of a form."""
    notice = read_notice(text)
    assert notice is not None
    assert (notice.kind, notice.value) == (kind, value)


@pytest.mark.parametrize("kind", DOCUMENT_KINDS)
def test_a_listed_document_is_read_back(kind: str) -> None:
    """The list of documents gives back kind, title and where the words lead."""
    url = "https://example.org/manual"
    listed = Named(kind, "Manual of the groups", "", url, "Manual of the groups")
    assert read_listed(write_listed(kind, "Manual of the groups"), (url,)) == listed
    words = DOCUMENT_KINDS[kind].capitalize()
    assert write_listed(kind, words) == words
    assert read_listed(words) == Named(kind, listed=words)


@pytest.mark.parametrize(
    ("doi", "url"), [(None, None), ("10.1000/xyz", None), (None, "https://example.org/manual")]
)
def test_an_identified_document_is_read_back(doi: str | None, url: str | None) -> None:
    """An answer gives back a document's identifier, and the place in it."""
    listed = Named("handbook", "Manual", listed="Manual")
    text = write_identified("Manual", doi, url).removeprefix("Manual")
    meant = attrs.evolve(listed, doi=doi or "", url=url or "")
    assert read_identified(f"{text}: p. 4", listed) == (meant, "p. 4")
    assert read_identified(f"{text} of the groups", listed) is None


@pytest.mark.parametrize("state", get_args(DeclaredState))
def test_a_declaration_is_read_back(state: DeclaredState) -> None:
    """State, reason and target of a declaration come back as they were."""
    for target in ("", "Handbook"):
        text = f"{declared_words(state, target)}: It was lost."
        declared = read_declaration(text)
        assert declared is not None
        assert is_written(text)
        assert (declared.kind, declared.state, declared.sure) == ("declared", state, True)
        assert (declared.reason, declared.target) == ("It was lost.", target)


def test_what_stands_in_place_of_a_place_is_read_back() -> None:
    """Those who describe others' work, later stages and gaps have words of their own."""
    others = declared_words("not-found", by_others=True)
    assert others == "not found in the sources read"
    declared = read_declaration(f"{others}: Not in the paper.")
    assert declared is not None
    assert declared.state == "not-found"
    assert [
        one.kind for one in map(read_declaration, (f"{NOT_YET}: a", f"{NOT_ASKED}: b")) if one
    ] == ["not-yet", "not-asked"]
    assert is_gap(NOT_LOCATED)
    assert is_gap(NOT_STATED)


@pytest.mark.parametrize(("arm", "part"), [("", ""), ("Group A", ""), ("", "dose"), ("A", "dose")])
def test_a_lead_is_read_back(arm: str, part: str) -> None:
    """A line gives back the arm and the part that it is about."""
    lead = write_lead(arm, part)
    line = f"{lead}: p. 4" if lead else "p. 4"
    about = "tidier/dose" if part else ""
    assert read_lead(line, ("A", "Group A"), {"dose": "tidier/dose"}) == (arm, about, "p. 4")


@pytest.mark.parametrize(
    "fields",
    [
        {"page": "4"},
        {"section": "Methods", "paragraph": "2"},
        {"section": "not located"},
        {"section": "Handbook"},
        {"place": "p. 4"},
        {"url": "https://example.org/manual"},
    ],
)
def test_a_location_is_read_back(fields: dict[str, str]) -> None:
    """A place is written in full where its words would say something else."""
    answers = list(read_line(write_location(fields), Known()))
    assert [answer.kind for answer in answers] == ["located"]
    assert answers[0].place is not None
    assert answers[0].place.fields == fields


@pytest.mark.parametrize("between", [", ", " and ", " & "])
@pytest.mark.parametrize("first", ["{}3", "iv", "{}3-{}5"])
@pytest.mark.parametrize("prefix", ["", *PAGE_LETTERS])
def test_lists_of_pages_are_written_short_whatever_letter_leads_them(
    prefix: str, first: str, between: str
) -> None:
    """The `e` of `e9` is no Italian "and", and Roman numerals are pages as others are."""
    labels = [first.format(prefix, prefix), f"{prefix}9"]
    text = write_location({"page": between.join(labels)})
    assert text == f"pp. {between.join(labels)}"
    read = [one.place.fields for one in read_line(text, Known()) if one.place]
    assert [label for fields in read for label in page_labels(fields)] == labels


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("In the primary paper\nTable 1", [{}, {"table": "1"}]),
        ("Table 1; in the primary paper", [{"table": "1"}, {}]),
        ("In the primary paper, Table 1", [{"table": "1"}]),
        ("In the primary paper we told all; p. 4", [{"page": "4"}]),
    ],
)
def test_the_primary_paper_alone_is_a_place(text: str, places: list[dict[str, str]]) -> None:
    """An item may be in the paper, no page told, and in a table of it too; words are no place."""
    assert [place.fields for place in grammar.read(text).places] == places


def test_a_section_stands_behind_the_address_of_its_document() -> None:
    """A document with its address in brackets may be followed by the section in it."""
    text = "p. 4\nWebsite (https://walking.example): The diary"
    fields = [place.fields for place in grammar.read(text).places]
    assert fields == [{"page": "4"}, {"url": "https://walking.example", "section": "The diary"}]


@pytest.mark.parametrize("behind", [" (page 4)", ", p. 4", " p 4"])
def test_what_was_done_is_no_heading_of_its_page(behind: str) -> None:
    """A text that says it is kept as a text; a heading is the section of its page."""
    names = Known(asks="place")
    for words in ("To reduce falls", "We met weekly", "They took a tablet", "A nurse gave it"):
        answers = read_answer(words + behind, names)
        assert any(one.kind == "prose" for one in answers), words
        assert not any(one.place and "section" in one.place.fields for one in answers), words
    for words in ("Intro", "Setting and participants", "Nurse-led counselling"):
        (answer,) = read_answer(words + behind, names)
        assert answer.place is not None
        assert answer.place.fields == {"section": words, "page": "4"}
