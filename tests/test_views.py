"""The views: what they say of a specification, in no file format."""

from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

from intspec import Block
from intspec.api import check_bytes
from intspec.checking import Checked, check
from intspec.checklists import load
from intspec.diagnostics import FileReport
from intspec.model import (
    Design,
    DurationRange,
    Frequency,
    Phase,
    PlannedRange,
    Point,
    Range,
    Specification,
)
from intspec.plugins import ChecklistResource, Registry
from intspec.plugins.plugin import Plugin
from intspec.reading import read_bytes
from intspec.schema.structure import structure
from intspec.testing import factories
from intspec.views import VIEWS, Gaps, Table, View, build_view, item_content, words
from intspec.views.context import Context
from intspec.views.words import stretches

DATA = Path(__file__).parent / "data" / "views"


class FileResource(ChecklistResource):
    """A checklist in the tests' data, where no package is."""

    def read(self) -> bytes:
        """Read it."""
        return (DATA / self.file).read_bytes()


def checked(text: str | None = None) -> Checked:
    """Check the invented study, or another text, against the invented guideline."""
    registry = Registry(builtin=(), entry_points=())
    resource = FileResource("demo", "demo", "demo.toml")
    registry.plugins.append(Plugin("demo", "demo", "1", checklists={"demo": resource}))
    raw = (DATA / "walking.intspec.yaml").read_bytes() if text is None else text.encode()
    return check(read_bytes(raw, path="walking.intspec.yaml"), registry)


def view_of(kind: str, text: str | None = None, gaps: Gaps = "inline") -> View:
    """Make a view of the invented study, or of another text, with what is missing in its place."""
    done = checked(text)
    assert done.spec is not None, done.report.diagnostics
    return build_view(kind, done.spec, done.report, done.checklists[0], gaps=gaps)


def cells(table: Table) -> dict[str, dict[str, str]]:
    """Return the plain text of a table's cells, by the row's heading and the column."""
    found = {}
    for row in table.rows:
        if row.kind == "item":
            told = {c.key: cell.plain for c, cell in zip(table.columns, row.cells, strict=True)}
            heads = [told.pop(c.key) for c in table.columns if c.head]
            found["|".join(heads)] = told
    return found


MINIMAL = """
intspec: "1.0"
id: small
title: Small
stage: {stage}
checklists: [demo]
{more}
interventions:
  one: {{role: experimental, name: One}}
"""


@pytest.mark.parametrize("kind", VIEWS)
def test_every_view_is_the_same_each_time(kind: str) -> None:
    """The same input gives an equal view."""
    assert view_of(kind) == view_of(kind)


def test_an_unknown_view_names_the_nearest() -> None:
    """A slip of the pen gets a remedy."""
    done = checked()
    assert done.spec is not None
    with pytest.raises(KeyError, match="did you mean `checklist`"):
        build_view("check-list", done.spec, done.report, done.checklists[0])


def test_the_checklist_view_has_the_columns_of_the_form() -> None:
    """Number, item, and two columns under one heading."""
    table = view_of("checklist").tables[0]
    assert [(c.span, c.title) for c in table.columns] == [
        ("", "Item number"),
        ("", "Item"),
        ("Where located", "Primary paper"),
        ("Where located", "Other"),
    ]
    groups = [row.cells[0].plain for row in table.rows if row.kind == "group"]
    assert groups == ["NAME", "WHY", "WHAT", "WHO", "HOW"]


def test_the_checklist_view_leaves_no_answer_blank() -> None:
    """No location is said to be none, a declaration has its reason, arms that differ are named."""
    answers = cells(view_of("checklist").tables[0])
    by_number = {row["number"]: (row["primary"], row["other"]) for row in answers.values()}
    assert by_number == {
        "A": ("Not located", ""),
        "1": ("p. 1", ""),
        "2": (
            "Walking in company: Introduction, paragraph 3\nCare as usual: not located",
            "",
        ),
        "3a": (
            "pp. 3-4, Table 2",
            (
                "Instructors' manual (https://steps.example/manual): Appendix B\n"
                "Walking in company, materials access: not shareable (Walking diary): "
                "The publisher holds the rights to the diary."
            ),
        ),
        "3b": ("Not located", ""),
        "4": ("See Other", "Instructors' manual (https://steps.example/manual): pp. 5-9"),
        "5": ("Not located", ""),
        "6": ("Not located", ""),
        "7": ("Not located", ""),
        "8": (
            (
                "Walking in company: not located\n"
                "Care as usual: not applicable: Usual care has no plan that could be tailored."
            ),
            "",
        ),
        "9": ("Not located", ""),
        "10": ("Walking in company: not located", ""),
        "11": (
            "Not located",
            "Care as usual: not found: Attendance in usual care was not recorded.",
        ),
    }


def test_the_description_reads_as_prose() -> None:
    """Structure is told in words, each statement with the marks of its sources."""
    told = cells(view_of("description").tables[1])
    assert told["7. When and how much"]["walking"] == (
        "\N{BULLET} Building up: weekly for 10 weeks, 45 to 60 minutes each. [1]\n"
        "\N{BULLET} Keeping up: every 2 weeks for 6 weeks, 45 to 60 minutes each; "
        "after building up. [1]"
    )
    assert told["4. Who provided"]["walking"].splitlines() == [
        "Walking instructors (6 planned, 5 in the study) [1]",
        "• Background: Physiotherapists with two years of practice.",
        (
            "• Training: Pacing, setting goals & spotting strain. Length: 2 days. "
            "Materials: Instructors' manual. [2]"
        ),
        "• Supervision: By a senior physiotherapist; every month.",
    ]
    assert told["5. Mode"]["walking"].splitlines() == [
        "• A reminder the day before: By text message; individually. [1]",
        (
            "• An instructor leads a walk of two kilometres: Face to face; in groups of 6 to 10 "
            "planned, 4 to 12 in the study. [1]"
        ),
    ]


def test_the_description_shows_what_is_missing_and_why() -> None:
    """A gap is a gap, a declaration has its reason, prose is printed, conflicts are told."""
    told = cells(view_of("description").tables[1])
    assert told["3b. Procedures"]["care"] == "Not stated in this specification."
    assert told["8. Tailoring"]["care"] == (
        "Not applicable: Usual care has no plan that could be tailored."
    )
    assert told["2. Rationale"]["care"] == (
        "What people with knee pain receive in the region now:\n"
        "advice, a leaflet and pain relief. [1]"
    )
    assert told["6. Where"]["walking"].splitlines()[1:] == [
        "Sources disagree: number of parks",
        "• Four parks. [2]",
        "• Three parks. [1]",
    ]


def test_a_table_for_a_paper_shows_no_gaps_or_only_a_sign() -> None:
    """A cell of which nothing is said has a dash; what is declared is content, and stays."""
    bare, marked = view_of("description", gaps="none"), view_of("description", gaps="mark")
    told, signs = cells(bare.tables[1]), cells(marked.tables[1])
    assert told["3b. Procedures"]["care"] == "\N{EN DASH}"
    assert told["10. Fidelity: planned"]["care"] == "\N{EN DASH}"
    assert told["8. Tailoring"] == signs["8. Tailoring"]
    assert signs["3b. Procedures"]["care"] == "\N{DOUBLE DAGGER}"
    assert signs["10. Fidelity: planned"]["care"] == "\N{EN DASH}"
    (listed,) = (one.notes for one in marked.notes if one.key == "gaps")
    assert bare.gaps == marked.gaps == len(listed)
    assert listed[1].text == ("3b. Procedures (Care as usual): Not stated in this specification.")
    assert not [one for one in bare.notes if one.key == "gaps"]
    inline = view_of("description")
    assert inline.gaps == 0
    words = str(bare)
    for one in listed:
        assert one.text.partition(": ")[2] in str(inline)
        assert "Not stated" not in words


def test_another_arm_is_named_and_not_told_again() -> None:
    """A reference to an arm shows its name."""
    told = cells(view_of("description").tables[1])
    assert told["1. Brief name"] == {
        "walking": "Walking in company [1]\nGiven with: Care as usual [1]\n"
        "Acronym: STEPS stands for Supervised Training for Everyday Physical Strength",
        "care": "Care as usual",
    }


def test_the_sources_cited_are_listed_under_their_marks() -> None:
    """The reference list has each source once, in the order of citation."""
    notes = {one.key: one.notes for one in view_of("description").notes}
    assert [(n.mark, n.url) for n in notes["sources"]] == [
        ("1", "https://doi.org/10.1234/steps.2024"),
        ("2", "https://steps.example/protocol"),
    ]
    assert [n.text for n in notes["conflicts"]] == [
        "The year in which the study began: 2022 [2]; 2023 [1]."
    ]


def test_the_comparison_tells_once_what_all_arms_share() -> None:
    """Shared statements stand under all arms, a dash says that nothing is added to them."""
    overview, arms = view_of("comparison").tables
    assert [(c.key, c.title) for c in arms.columns] == [
        ("item", "Item"),
        ("all", "All arms"),
        ("walking", "Walking in company"),
        ("care", "Care as usual"),
    ]
    told = cells(arms)["3a. Materials"]
    assert told["all"] == "\N{EM DASH}"
    assert told["walking"].endswith(
        "Not shareable (Walking diary): The publisher holds the rights to the diary."
    )
    assert cells(overview)["3a. Materials"] == {
        "state-walking": "Reported (declared)",
        "state-care": "Reported",
        "compared": "Different",
    }


TWO_ARMS = """
intspec: "1.0"
id: small
title: Small
stage: ongoing
checklists: [demo]
sources:
  a: {citation: A, read: abstract}
  b: {citation: B, read: abstract}
providers:
  nurse: {kind: nurse, background: Registered nurses, sources: [a]}
  guide: {kind: guide, background: Walkers, sources: [b]}
interventions:
  one:
    role: experimental
    name: One
    providers: [nurse, guide]
    schedule: {course: {frequency: {times: 1, per: P1W}, sources: [a]}}
  two:
    role: active-comparator
    name: Two
    providers: [nurse]
    schedule: {course: {frequency: {times: 1, per: P1W}, sources: [b]}}
"""


def test_the_comparison_compares_what_is_said_and_keeps_all_sources() -> None:
    """A statement with its list is one thing; the same words from two sources cite both."""
    overview, arms = view_of("comparison", TWO_ARMS).tables
    told = cells(arms)
    gap = "Not stated: Please state how long a session lasted: not found."
    assert told["4. Who provided"] == {
        "all": "Nurse [1]\n\N{BULLET} Background: Registered nurses.",
        "one": "Guide [2]\n\N{BULLET} Background: Walkers.",
        "two": "\N{EM DASH}",
    }
    assert told["7. When and how much"] == {
        "all": f"Weekly. [1, 2]\n{gap}",
        "one": "\N{EM DASH}",
        "two": "\N{EM DASH}",
    }
    compared = {item: row["compared"] for item, row in cells(overview).items()}
    assert {item: compared[item] for item in list(compared)[:5]} == {
        "1. Brief name": "Different",
        "2. Rationale": "Not stated of any arm",
        "3a. Materials": "Not stated of any arm",
        "3b. Procedures": "Not stated of any arm",
        "4. Who provided": "Partly the same",
    }
    assert compared["7. When and how much"] == "The same in all arms"


def test_a_comparison_for_a_paper_holds_no_verdict() -> None:
    """How far an item is reported is shown where gaps are."""
    bare = view_of("comparison", TWO_ARMS, gaps="none").tables[0]
    assert [column.key for column in bare.columns] == ["item", "compared"]
    told = {item: row["compared"] for item, row in cells(bare).items()}
    assert (told["1. Brief name"], told["2. Rationale"]) == ("Different", "\N{EN DASH}")
    marked = view_of("comparison", TWO_ARMS, gaps="mark").tables[0]
    assert [column.key for column in marked.columns][1:3] == ["state-one", "state-two"]


def test_one_arm_has_nothing_to_be_compared_with() -> None:
    """The view says so in place of a table."""
    view = view_of("comparison", MINIMAL.format(stage="ongoing", more=""))
    assert view.tables == ()
    assert view.intro == (
        "This specification has one arm, so there is nothing to compare it with.",
    )


def test_gaps_are_requests_in_the_words_of_the_checklist() -> None:
    """What is asked, an example, and what to write instead; several of one item in a list."""
    view = view_of("gaps")
    tables = {table.key: cells(table) for table in view.tables}
    assert list(tables) == ["add", "recommended", "locate", "declared"]
    assert tables["add"]["DEMO 7, When and how much|Care as usual"]["request"].splitlines() == [
        (
            "• Please state how long a session lasted. "
            "For example: “Walks lasted 45 to 60 minutes.” "
            "If this was not fixed in advance, say so and give the range that occurred."
        ),
        "• Please state how often sessions took place.",
    ]
    assert tables["recommended"] == {
        "DEMO 4, Who provided|Care as usual": {
            "request": "Please state how the providers were supervised. "
            "This concerns: Practice nurse."
        }
    }
    assert tables["declared"] == {
        "DEMO 3a, Materials|": {
            "reason": "Not shareable (Walking diary): The publisher holds the rights to the diary."
        },
        "DEMO 8, Tailoring|Care as usual": {
            "reason": "Not applicable: Usual care has no plan that could be tailored."
        },
    }


def test_with_nothing_open_the_gaps_view_says_so() -> None:
    """An empty list is said to be one."""
    done = checked()
    assert done.spec is not None
    report = attrs.evolve(done.report, diagnostics=())
    text = (DATA / "walking.intspec.yaml").read_text(encoding="utf-8")
    spec = checked(text.partition("declarations:")[0]).spec
    assert spec is not None
    view = build_view("gaps", spec, report, done.checklists[0])
    assert view.tables == ()
    assert view.intro == ("Nothing is open: all that DEMO 2 asks for is stated or declared.",)


def test_a_specification_that_was_not_checked_is_not_called_complete() -> None:
    """No verdict is no all-clear."""
    done = checked()
    assert done.spec is not None
    report = FileReport(path="walking.intspec.yaml")
    view = build_view("gaps", done.spec, report, done.checklists[0])
    assert "not held against" in view.intro[0]


def test_what_is_not_asked_yet_is_said_to_be_so() -> None:
    """At protocol stage, an item for later is neither a gap nor blank."""
    text = MINIMAL.format(stage="protocol", more="")
    told = cells(view_of("description", text).tables[1])
    assert told["9. Modifications"]["one"] == "Not yet: Not asked at protocol stage."
    form = cells(view_of("checklist", text).tables[0])
    assert form["Modifications"]["primary"] == "Not yet: Not asked at protocol stage."


@pytest.mark.parametrize(
    ("places", "told"),
    [
        (["page: '2'", "page: '3'", "page: '4'"], "pp. 2-4"),
        (["page: '2'", "page: e3", "page: '9'"], "pp. 2, 9, e3"),
        (["{section: Methods, page: '2'}", "{section: Methods, page: '3'}"], "Methods, pp. 2-3"),
        (["{section: Methods, page: '2'}", "page: '3'"], "Methods, p. 2; p. 3"),
        (["page: '2'", "{table: '1', page: '3'}"], "pp. 2-3, Table 1"),
        (["{section: Methods, paragraph: '2'}", "page: '3'"], "p. 3; Methods, paragraph 2"),
        (["{page: '2', anchor: walked twice}", "page: '3'"], "pp. 2-3"),
        (["{section: Methods, anchor: walked twice}"], "Methods"),
        (["anchor: walked twice"], "at the words \u201cwalked twice\u201d"),
        # A heading that reads as something else is told apart, in more words.
        (["section: p. 4", "page: '3'"], "section \u201cp. 4\u201d\np. 3"),
    ],
)
def test_places_in_one_document_are_put_together(places: list[str], told: str) -> None:
    """As a journal prints them; the words that find a place again stand where nothing else does."""
    written = "".join(
        f"- {{about: demo/name, document: paper, {place.strip('{}')}}}\n" for place in places
    )
    more = f"documents: {{paper: {{kind: primary-paper, title: Paper}}}}\nlocations:\n{written}"
    text = MINIMAL.format(stage="results", more=more)
    answers = cells(view_of("checklist", text).tables[0]).values()
    assert [row["primary"] for row in answers if row["number"] == "1"] == [told]


def test_notices_say_what_a_reader_must_know_first() -> None:
    """Second hand descriptions say from what, and a missing comparator says why."""
    more = (
        "described_by: others\n"
        "no_comparator: {reason: a single-arm study}\n"
        "sources:\n"
        "  a: {citation: A, read: abstract}\n"
        "  b: {citation: B, read: abstract}\n"
        "  c: {citation: C, read: web-page}\n"
    )
    view = view_of("checklist", MINIMAL.format(stage="ongoing", more=more))
    assert view.notices == (
        (
            "Described by others from what they read, not by the trial team "
            "(read: 2 abstracts and 1 web page)."
        ),
        "Ongoing stage.",
        "No comparator: A single-arm study.",
    )


def test_a_modification_is_a_subject_of_its_own() -> None:
    """A guideline on modifications shows the fields of each change."""
    toml = """
format = 1
id = "changes"
title = "CHANGES"
version = "1"
year = 2020
citation = "Example A"
licence = "CC0"
wording = "own"
scope = "modification"
[[items]]
id = "what"
number = "1"
title = "What changed"
parts = [{ id = "content", any = ["what"], asks = "Please state what changed." }]
"""
    data = {
        "intspec": "1.0",
        "id": "small",
        "title": "Small",
        "stage": "results",
        "interventions": {
            "one": {
                "role": "experimental",
                "name": "One",
                "modifications": {"entries": [{"what": "a", "why": "b"}, {"what": "c"}]},
            }
        },
    }
    spec = structure(data, Specification)
    view = build_view("description", spec, FileReport(path=""), load(toml, "changes.toml"))
    told = cells(view.tables[0])["1. What changed"]["one"]
    assert told == "Modification 1\nWhat: A.\nModification 2\nWhat: C."


@pytest.mark.parametrize(
    ("phase", "told"),
    [
        (Phase(frequency=Frequency(times=2, per="P1W")), "Twice a week."),
        (Phase(frequency=Frequency(times=3, per="P2W")), "3 times every 2 weeks."),
        (Phase(frequency=Frequency(times=1, per="P1D"), duration="P4M"), "Daily for 4 months."),
        (
            Phase(sessions=PlannedRange(planned=Range(min=1, max=1))),
            "1 session planned.",
        ),
        (
            Phase(sessions=PlannedRange(planned=Range(min=8, max=10), actual=Range(min=0, max=12))),
            "8 to 10 sessions planned, 0 to 12 in the study.",
        ),
        (
            Phase(
                starts=Point(anchor="discharge"),
                ends=Point(anchor="discharge", offset="P4M"),
                session_length=DurationRange(max="PT1H"),
            ),
            "From discharge until 4 months after discharge, up to 1 hour each.",
        ),
        (Phase(at=("baseline", "4 months")), "At baseline and 4 months."),
        (Phase(trigger="a relapse"), "When a relapse."),
    ],
)
def test_a_phase_in_words(phase: Phase, told: str) -> None:
    """Each way to tell a schedule has its words."""
    assert [one.text for one in stretches({"one": phase})] == [told]


def test_phases_beside_each_other_and_in_a_circle() -> None:
    """Parallel phases are told apart, and a circle comes to an end."""
    phases = {
        "a": Phase(duration="P1W"),
        "b": Phase(duration="P2W", alongside="a"),
        "c": Phase(duration="P3W", follows="d"),
        "d": Phase(duration="P4W", follows="c"),
    }
    assert [one.text for one in stretches(phases)] == [
        "For 1 week.",
        "For 2 weeks; at the same time as a.",
        "For 3 weeks, then for 4 weeks.",
    ]


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        ("PT45M", "PT60M", "45 to 60 minutes"),
        ("PT1H", "PT2H", "1 to 2 hours"),
        ("PT45M", "PT45M", "45 minutes"),
        ("PT45M", "PT1H", "45 minutes to 1 hour"),
        ("PT45M", None, "at least 45 minutes"),
        (None, None, ""),
    ],
)
def test_a_range_of_durations_in_words(low: str | None, high: str | None, told: str) -> None:
    """The unit stands once where both ends have it."""
    assert words.duration_range(DurationRange(min=low, max=high)) == told


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        (("tablets", "talks"), ["Tablets: daily.", "Talks: daily."]),
        (("phase-1", "phase-2"), ["Daily.", "Daily."]),
        (("daily", "booster"), ["Daily.", "Booster: daily."]),
        (("tablets",), ["Daily."]),
    ],
)
def test_phases_without_a_name_are_told_apart(keys: tuple[str, ...], told: list[str]) -> None:
    """By the word that the key is, where there are several; a key that says nothing is left out."""
    phase = Phase(frequency=Frequency(times=1, per="P1D"))
    assert [one.text for one in stretches(dict.fromkeys(keys, phase))] == told


def test_what_is_said_of_the_study_is_described_once_for_all_arms(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each arm shows the design, which names all arms: told for each, that is their square."""
    asked: list[Design] = []
    describer = item_content.DESCRIBERS[Design]

    def noted(design: Design, context: Context, cites: tuple[str, ...]) -> Iterator[Block]:
        asked.append(design)
        return describer(design, context, cites)

    monkeypatch.setitem(item_content.DESCRIBERS, Design, noted)
    arms = {f"a{n}": {"role": "experimental", "name": f"Walking {n}"} for n in range(5)}
    design = {"kind": "crossover", "periods": [{"arms": [*arms]}]}
    data = factories.minimal(interventions=arms, design=design, checklists=["tidier"])
    checked = check_bytes(factories.text(data).encode(), path="many.json")
    assert checked.spec is not None
    view = build_view("description", checked.spec, checked.report, checked.checklists[0])
    told = [cell.plain for table in view.tables for row in table.rows for cell in row.cells]
    assert len(asked) == 1
    assert sum("Walking 0, Walking 1" in text for text in told) == len(arms)
