"""Invented specifications with what forms can hold: places, declarations, prose, several arms."""

from typing import Any

from hypothesis import strategies as st

from intspec.checklists import Checklist

ALPHABET = st.sampled_from(
    "abcdefghijklmnopqrstuvwxyzABCXYZ0123456789        .,;:-()/&?!'\"%+"
    "\u00e9\u00df\u03b1\u4e2d\u0416\u201c\u201d\u2013\u2265"
)
WORDS = st.sampled_from(
    [
        "walking",
        "group",
        "ward",
        "nurse",
        "Methods",
        "p. 4",
        "N/A",
        "table 2",
        "not located",
        "Yes",
        "see Other",
        "care as usual",
        "the paper",
        "β-blocker",
        "7",
        "中文",
        "and",
        "of",
        "Intervention delivery",
        "Appendix",
        "protocol",
        "Introduction",
        "not applicable",
        "x: y",
    ]
)


def _tidy(text: str) -> str:
    return " ".join(text.split())


def phrases(most: int = 8) -> st.SearchStrategy[str]:
    """Make short texts: words of the field, and odd ones."""
    words = st.lists(WORDS, min_size=1, max_size=most).map(" ".join)
    odd = st.text(ALPHABET, min_size=1, max_size=40)
    both = st.one_of(words, odd).map(_tidy)
    return both.filter(lambda text: any(c.isalnum() for c in text))


NAME_WORDS = st.sampled_from(
    [
        "walking",
        "group",
        "ward",
        "nurse",
        "support",
        "care as usual",
        "β-blocker",
        "7",
        "and",
        "中文",
        "Intervention",
        "protocol",
        "Appendix",
        "(short)",
        "A, B",
        "Müller",
    ]
)
#: Names as people and things have them: they begin with a letter and hold no colon.
NAMES = (
    st.lists(NAME_WORDS, min_size=1, max_size=3)
    .map(" ".join)
    .filter(lambda text: text[0].isalpha())
)
NUMBERS = st.integers(1, 400).map(str)
RANGES = st.tuples(NUMBERS, st.sampled_from(["-", "\u2013", " to "]), NUMBERS).map("".join)
PLACES: dict[str, st.SearchStrategy[str]] = {
    "section": phrases(4),
    "paragraph": st.one_of(NUMBERS, phrases(2)),
    "page": st.one_of(NUMBERS, st.sampled_from(["e7", "S3", "xii", "7a"])),
    "pages": st.one_of(RANGES, NUMBERS),
    "lines": RANGES,
    "table": st.one_of(NUMBERS, st.sampled_from(["S2", "2a", "table 3", "II"])),
    "figure": NUMBERS,
    "appendix": st.one_of(st.sampled_from(["B", "2", "Online Appendix", "Appendix"]), phrases(2)),
    "place": phrases(5),
    "url": st.sampled_from(["https://trial.example/p?a=1,2", "https://x.example/a(b)"]),
    "anchor": phrases(6),
}
STATES = ["not-applicable", "not-done", "not-shareable", "not-found"]


@st.composite
def specifications(draw: st.DrawFn, checklist: Checklist) -> dict[str, Any]:
    """Make the data of a specification that is held against one guideline."""
    roles = ["experimental", "active-comparator", "usual-care", "waiting-list", "placebo"]
    arms: dict[str, Any] = {}
    for number in range(draw(st.integers(1, 3))):
        arms[f"arm-{number}"] = {"role": draw(st.sampled_from(roles)), "name": draw(NAMES)}
    documents = draw(_documents())
    abouts = _abouts(checklist)
    data: dict[str, Any] = {
        "intspec": "1.0",
        "id": "made",
        "title": draw(phrases()),
        "stage": draw(st.sampled_from(["protocol", "ongoing", "results"])),
        "fictitious": True,
        "described_by": draw(st.sampled_from(["trial-team", "others"])),
        "checklists": [checklist.id],
        "materials": {"diary": {"name": draw(NAMES)}},
        "documents": documents,
        "interventions": arms,
        "locations": draw(st.lists(_location(abouts, [*arms], [*documents]), max_size=12)),
        "declarations": draw(
            st.lists(_declaration(abouts, [*arms]), max_size=8, unique_by=lambda d: d["about"])
        ),
    }
    for arm in arms.values():
        items = st.sampled_from([f"{checklist.id}/{item.id}" for item in checklist.items])
        arm["narrative"] = draw(st.dictionaries(items, _prose(), max_size=6))
    return {key: value for key, value in data.items() if value}


def _abouts(checklist: Checklist) -> list[str]:
    parts = [part.rule for item in checklist.items for part in checklist.parts[item.id]]
    return [*(f"{checklist.id}/{item.id}" for item in checklist.items), *dict.fromkeys(parts)]


@st.composite
def _documents(draw: st.DrawFn) -> dict[str, Any]:
    kinds = ["primary-paper", "protocol", "handbook", "supplement", "website", "other"]
    found = {}
    for number in range(draw(st.integers(1, 4))):
        one = {"kind": draw(st.sampled_from(kinds)) if number else "primary-paper"}
        if draw(st.booleans()):
            one["title"] = draw(NAMES)
        if draw(st.booleans()):
            one["doi"] = f"10.1234/s{number}(21)x"
        elif draw(st.booleans()):
            one["url"] = f"https://trial.example/{number}"
        found[f"doc-{number}"] = one
    return found


@st.composite
def _location(
    draw: st.DrawFn, abouts: list[str], arms: list[str], documents: list[str]
) -> dict[str, Any]:
    fields = draw(st.lists(st.sampled_from([*PLACES]), max_size=3, unique=True))
    found = {"about": draw(st.sampled_from(abouts)), "document": draw(st.sampled_from(documents))}
    if draw(st.booleans()):
        found["arm"] = draw(st.sampled_from(arms))
    return found | {field: draw(PLACES[field]) for field in fields}


@st.composite
def _declaration(draw: st.DrawFn, abouts: list[str], arms: list[str]) -> dict[str, Any]:
    found = {"about": draw(st.sampled_from(abouts)), "state": draw(st.sampled_from(STATES))}
    if draw(st.booleans()):
        found["arm"] = draw(st.sampled_from(arms))
    if draw(st.integers(0, 4)) == 0:
        found["target"] = "diary"
    return found | {"reason": draw(phrases())}


def _prose() -> st.SearchStrategy[str]:
    return st.lists(phrases(20), min_size=1, max_size=3).map(lambda t: "People " + "\n".join(t))
