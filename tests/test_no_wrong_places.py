"""Words beside a place that make it another place, or none: kinds, each with many members."""

from collections.abc import Iterator
from itertools import product

import pytest

from intspec.answers.answer import Known
from intspec.answers.cells import read_answer
from intspec.answers.words import table

Fields = dict[str, str]
PLACES: tuple[tuple[str, list[Fields]], ...] = (
    ("p. 5", [{"page": "5"}]),
    ("Table 2", [{"table": "2"}]),
    ("pp. 5-7", [{"pages": "5-7"}]),
    ("Methods, p. 4", [{"section": "Methods", "page": "4"}]),
)
PAGES = ("p4", "pp4", "p.4", "p 4", "page 4")


def places(text: str) -> list[Fields]:
    """Return the places that are read of an answer."""
    answers = read_answer(text, Known())
    return [dict(a.place.fields) for a in answers if a.kind == "located" and a.place]


def english(kind: str) -> list[str]:
    """Return the English words of a table of words."""
    return [str(one) for one in table()[kind]["en"]]


def of_numbers_that_are_no_pages() -> Iterator[str]:
    """Go over answers that name references, or another form's items and comments."""
    words = ("ref.", "Ref.", "refs.", "ref", "reference", "Reference no.", "citation")
    yield from (f"{word} {number}" for word, number in product(words, ("7", "15", "3, 4")))
    yield from (f"(ref. {number})" for number in ("7", "15"))
    yield from (f"Reported in ref. {number}" for number in ("7", "15"))


def of_places_that_are_not_there() -> Iterator[str]:
    """Go over answers that deny a place, or say that it was one."""
    for word in english("no-places"):
        yield from (f"{word} {place}" for place, _read in PLACES[:3])
        yield f"{word.capitalize()} on page 5"


@pytest.mark.parametrize(
    "answers",
    [of_numbers_that_are_no_pages, of_places_that_are_not_there],
    ids=lambda f: f.__name__,
)
def test_what_is_no_place_is_none(answers: object) -> None:
    """Nothing of it is read as where an item stands."""
    assert callable(answers)
    assert {text: places(text) for text in answers() if places(text)} == {}


def test_the_parts_of_a_supplement_are_no_pages() -> None:
    """`S3 Table` is a document, and what follows it a place there; `S3` alone stays a page."""
    for part, number in product(english("supplement-parts"), ("1", "3", "12")):
        words = f"S{number} {part.capitalize()}"
        (answer,) = read_answer(f"{words}, p. 4", Known())
        assert answer.document is not None
        assert (answer.document.kind, answer.document.title) == ("supplement", words)
        assert places(f"{words}, p. 4") == [{"page": "4"}]
    assert places("S3") == [{"page": "S3"}]
    assert places("Table S3") == [{"table": "S3"}]


def test_words_on_how_well_it_is_told_are_no_heading() -> None:
    """`Briefly, p. 5` stands on page 5, in no section that is called so."""
    for word, (place, read) in product(english("asides"), PLACES):
        assert places(f"{word.capitalize()}, {place}") == read, word
        assert places(f"{place} ({word})")[:1] in ([read[0]], [{**read[0], "place": word}]), word
    assert places("Complete case analysis, p. 5")[0]["section"] == "Complete case analysis"


def test_another_word_of_a_place_ends_a_list() -> None:
    """`Table 1 and p4` is a table and a page, however the two are joined."""
    fields = {"Table": "table", "Fig.": "figure", "Figure": "figure", "Appendix": "appendix"}
    for (word, field), join, page in product(fields.items(), (" and ", " & ", "/", "; "), PAGES):
        label = "A" if field == "appendix" else "1"
        assert places(f"{word} {label}{join}{page}") == [{field: label}, {"page": "4"}]


def test_a_marked_copy_counts_the_same_place_again() -> None:
    """Of two counts of one place, that of the clean or named paper is the place."""
    for word, (first, last) in product(
        english("other-counts")[1:9], (("p. ", "p. "), ("page ", "page "))
    ):
        assert places(f"{first}5, {word} {last}7") == [{"page": "5"}], word
        assert places(f"{first}5; {word} {last}7") == [{"page": "5"}], word


@pytest.mark.parametrize("dash", ["--", "---", " -- "])
def test_a_dash_of_several_signs_is_one(dash: str) -> None:
    """`5--7` are the pages from five to seven."""
    assert places(f"5{dash}7") == places(f"pp. 5{dash}7") == [{"pages": "5-7"}]
