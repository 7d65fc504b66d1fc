"""What a journal's form is filled with: short places, other documents, `N/A`; nothing else."""

from pathlib import Path

import pytest

from intspec import FormEntries, FormEntry, FormManner, form_entries
from intspec.api import check_bytes, shared_registry

ROOT = Path(__file__).parent.parent
HEAD = """\
intspec: "1.0"
id: walk
title: A fictitious walk
fictitious: true
stage: results
checklists: [tidier]
no_comparator: {reason: A pilot.}
registrations:
  - {registry: Invented Registry, id: ITR-0007}
documents:
  paper: {kind: primary-paper}
  plan: {kind: protocol, title: Walking in groups, doi: 10.1234/plan}
  more: {kind: supplement, title: Additional file 1}
  web: {kind: website, title: The site}
interventions:
  walk: {role: experimental, name: Walk}
"""
SECOND_ARM = "  rest: {role: usual-care, name: Rest}\n"


def entries(text: str, manner: FormManner, arm: str | None = None) -> FormEntries:
    """Check a specification, and say what TIDieR's form is filled with."""
    done = check_bytes(text.encode(), path="walk.intspec.yaml")
    assert done.spec is not None, done.report.diagnostics
    checklist = shared_registry().checklist("tidier")
    assert checklist is not None
    return form_entries(done.spec, done.report, checklist, manner, arm)


def how(
    rest: str, manner: FormManner | None = None, arm: str | None = None, head: str = HEAD
) -> FormEntry:
    """Say what the row of TIDieR 6 is filled with."""
    return entries(head + rest, manner or FormManner(), arm).items["6"]


def located(*places: str) -> str:
    """Locate TIDieR 6."""
    return "locations:\n" + "".join(f"  - {{about: tidier/how, {place}}}\n" for place in places)


@pytest.mark.parametrize(
    ("places", "written"),
    [
        (['page: "4"'], "p. 4"),
        (['page: "4"', 'page: "5"', 'pages: "6-7"'], "pp. 4-7"),
        (['page: "7"', 'page: "4"'], "pp. 4, 7"),
        (['page: "4"', 'page: "4"'], "p. 4"),
        (['page: "4", section: Methods', 'page: "5", section: Methods'], "Methods, pp. 4-5"),
        (
            ['page: "2", section: Introduction', 'page: "4", section: Methods, table: "1"'],
            "Introduction, p. 2; Methods, p. 4, Table 1",
        ),
        (['table: "1", page: "4"', 'table: "2", page: "5"'], "pp. 4-5, Table 1, Table 2"),
        (["page: S3", 'page: "4"'], "pp. 4, S3"),
        (['section: Methods, paragraph: "2"'], "Methods, paragraph 2"),
        (['page: "4", lines: 12-20', 'page: "6"'], "p. 6; p. 4, lines 12-20"),
        (["section: Methods", 'section: Methods, page: "3"'], "Methods, p. 3"),
        (["note"], ""),
    ],
)
def test_places_in_the_paper_are_put_together(places: list[str], written: str) -> None:
    """Pages that follow each other are a range, those of a section stand with it, each once."""
    rest = located(*(f"document: paper, {place}" for place in places)) if written else ""
    assert how(rest) == FormEntry(places=written, waits=not written)


def test_a_place_is_read_back_as_written() -> None:
    """A form that asks for pages gets pages; a section stands where no page is known."""
    rest = located('document: paper, section: Methods, page: "4"')
    assert how(rest, FormManner(pages=True)).places == "p. 4"
    assert how(rest).places == "Methods, p. 4"
    rest = located("document: paper, section: Methods")
    assert how(rest, FormManner(pages=True)).places == "Methods"
    assert how(located("document: paper")).places == "In the primary paper"


def test_other_documents_are_named_with_their_places() -> None:
    """By a title that tells what kind it is, or else by the kind; with DOI or address."""
    rest = located('document: plan, page: "8"', "document: more, section: Diary", "document: web")
    assert how(rest) == FormEntry(
        documents="Protocol (doi:10.1234/plan): p. 8\nAdditional file 1: Diary\nWebsite"
    )
    assert how(rest).together == how(rest).elsewhere == how(rest).documents


def test_arms_are_told_apart_where_they_differ() -> None:
    """What holds for all arms stands once; the rest is led by the name of its arm."""
    rest = SECOND_ARM + located(
        'document: paper, page: "3"',
        'document: paper, table: "1", arm: walk',
        'document: plan, page: "8", arm: rest',
    )
    head = HEAD.replace("no_comparator: {reason: A pilot.}\n", "")
    both = how(rest, head=head)
    assert both.places == "Walk: p. 3, Table 1\nRest: p. 3"
    assert both.documents == "Rest: Protocol (doi:10.1234/plan): p. 8"
    assert how(rest, arm="rest", head=head).together == "p. 3\nProtocol (doi:10.1234/plan): p. 8"


DECLARED = """\
declarations:
  - {about: tidier/how, state: STATE, reason: It has no modes of delivery.}
"""


def test_what_does_not_apply_is_said_with_its_reason_where_the_form_asks() -> None:
    """Of what is declared, only that an item does not apply is an answer to where it is."""
    rest = DECLARED.replace("STATE", "not-applicable")
    reason = "It has no modes of delivery."
    assert how(rest) == FormEntry(places="N/A", reason=reason)
    told = FormEntry(places=f"N/A: {reason}", reason=reason)
    assert how(rest, FormManner(reasons=True)) == told
    rest += located('document: paper, page: "4"')
    assert how(rest).places == "p. 4"
    for state in ("not-done", "not-shareable"):
        assert how(DECLARED.replace("STATE", state)) == FormEntry(waits=True)


def test_rows_for_registration_and_protocol() -> None:
    """A form also asks what the study is registered as, and where its protocol is."""
    told = entries(HEAD, FormManner())
    assert (told.registration, told.protocol) == ("Invented Registry ITR-0007", "doi:10.1234/plan")


#: What each item of ENRICH that says something cites, in the description of its arms.
MARKS, GILLARD_2022 = "doi:10.1186/s13104-021-05735-0", "doi:10.1016/S2215-0366(21)00398-9"
PROTOCOL, REGISTRY = "doi:10.1097/MD.0000000000019192", "ISRCTN10043328"
PRINCIPLES = "doi:10.1108/MHSI-03-2017-0016"
ENRICH_SOURCES = {
    "1": [PROTOCOL, GILLARD_2022],
    "2": [MARKS, GILLARD_2022, PRINCIPLES],
    "3": [MARKS],
    "4": [REGISTRY, GILLARD_2022],
    "5": [MARKS, REGISTRY],
    "6": [GILLARD_2022, "doi:10.1177/00207640221148090"],
    "7": [GILLARD_2022, "doi:10.3310/LQKP9822", REGISTRY],
    "8": [GILLARD_2022],
    "9": [MARKS],
}


def test_sources_identify_what_others_describe() -> None:
    """Of a study described by others, the sources of what is said stand for other documents."""
    raw = (ROOT / "specs" / "enrich" / "enrich.intspec.yaml").read_bytes()
    done = check_bytes(raw, path="enrich.intspec.yaml")
    checklist = shared_registry().checklist("tidier")
    assert done.spec is not None
    assert checklist is not None
    told = form_entries(done.spec, done.report, checklist, FormManner())
    assert {number: one.elsewhere for number, one in told.items.items() if one.elsewhere} == {
        number: "; ".join(sources) for number, sources in ENRICH_SOURCES.items()
    }
    for entry in told.items.values():
        assert (entry.places, entry.documents, entry.reason) == ("", "", "")
    assert told.protocol == "doi:10.1097/MD.0000000000019192"
