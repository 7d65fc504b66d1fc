"""Forms that nobody laid out for the rule: none is taken for another or filled, ours are known.

Short names of items, in words of ours, as a person would call them who has the guideline in mind.
"""

from collections.abc import Iterator, Sequence

import attrs
import pytest

from filledforms import table_form
from intspec.forms.form import Form, FormText
from intspec.forms.matching import match_form
from test_forms import checklists, filled

pytestmark = pytest.mark.long

#: Titles and items of forms for which no checklist is known here.
OTHERS = {
    "prisma2020": (
        "PRISMA 2020 checklist",
        (
            "1 Title|2 Abstract|3 Rationale|4 Objectives|5 Eligibility criteria|"
            "6 Information sources|7 Search strategy|8 Selection process|9 Data collection|"
            "10a Data items: outcomes|10b Other variables|11 Risk of bias|12 Effect measures|"
            "13a Synthesis methods|14 Reporting bias|15 Certainty|16a Study selection|"
            "17 Study characteristics"
        ),
    ),
    "prisma-abs": (
        "Abstract checklist for systematic reviews",
        (
            "1 Title|2 Objectives|3 Eligibility|4 Sources|5 Bias|6 Synthesis|"
            "7 Included studies|8 Results|9 Limits|10 Interpretation|11 Funding|"
            "12 Registration"
        ),
    ),
    "strobe": (
        "STROBE Statement, cohort studies",
        (
            "1 Title and abstract|2 Background|3 Objectives|4 Study design|5 Setting|"
            "6 Participants|7 Variables|8 Measurement|9 Bias|10 Size|"
            "11 Quantitative variables|12 Statistics|13 Participants|14 Descriptive|"
            "15 Outcome|16 Main results|17 Other|18 Key results|19 Limitations|"
            "20 Interpretation|21 Generalisability|22 Funding"
        ),
    ),
    "stard": (
        "STARD 2015",
        (
            "1 Accuracy in the title|2 Abstract|3 Background, use of the index test|4 Aims|"
            "5 Design|6 Eligibility|7 Identification|8 Where and when|9 Sampling|"
            "10a Index test|10b Reference standard|11 Reason|12a Cut-offs|13a Who knew|"
            "14 Methods|15 Indeterminate|16 Missing|17 Variability|18 Size"
        ),
    ),
    "consort-cluster": (
        "Extension to cluster trials of CONSORT 2010",
        (
            "1a Title|1b Summary|2a Background, why clusters|2b Objectives|"
            "3a Design, clusters|4a Eligibility|5 Interventions|6a Outcomes|7a Size|"
            "8a Sequence|9 Concealment|10a Who|11a Blinding|12a Statistics|13a Flow|"
            "15 Baseline|17a Results|19 Harms|20 Limits|21 Generalisability"
        ),
    ),
    "consort-pilot": (
        "Pilot and feasibility trials",
        (
            "1a Pilot in the title|2a Background for a future trial|"
            "2b Objectives of the pilot|3a Design|4a Eligibility|4b Settings|4c Consent|"
            "5 Interventions for each group|6a Assessments|6c Criteria to go on|7a Size|"
            "8a Sequence|11a Blinding|12 Methods|13a Flow|17a Results|19 Harms|22 Progression"
        ),
    ),
    "consort-harms": (
        "Harms extension",
        (
            "1 Harms in title|2 Introduction harms|3 List adverse events|4 Collected how|"
            "5 Analysis|6 Withdrawals|7 Denominators|8 Absolute risk|9 Subgroup|10 Balance"
        ),
    ),
    "consort-pro": (
        "CONSORT-PRO",
        "P1b PRO in abstract|P2b hypothesis|P6a instruments|P12a missing PRO|P20 limits",
    ),
    "spirit2013": (
        "SPIRIT 2013",
        (
            "1 Title|2a Registry|2b All items|3 Version|4 Funding|5a Roles|6a Background|"
            "6b Comparators|7 Objectives|8 Design|9 Setting|10 Eligibility|11a Interventions|"
            "11b Modifying|11c Adherence|11d Concomitant|12 Outcomes|13 Timeline|14 Size|"
            "15 Recruitment|16a Sequence"
        ),
    ),
    "arrive": (
        "ARRIVE guidelines 2.0",
        (
            "1 Study design|2 Sample size|3 Inclusion|4 Randomisation|5 Blinding|6 Outcomes|"
            "7 Statistics|8 Animals|9 Procedures|10 Results"
        ),
    ),
    "care": (
        "CARE",
        (
            "1 Title|2 Key words|3a Abstract|4 Introduction|5 Patient information|"
            "6 Clinical findings|7 Timeline|8 Diagnosis|9 Therapeutic intervention|"
            "10 Follow-up|11 Discussion|12 Perspective|13 Consent"
        ),
    ),
    "squire": (
        "SQUIRE 2.0",
        (
            "1 Title|2 Abstract|3 Problem|4 Knowledge|5 Rationale|6 Aims|7 Context|"
            "8 Interventions|9 Study of interventions|10 Measures|11 Analysis|12 Ethics|"
            "13 Results"
        ),
    ),
    "coreq": (
        "COREQ",
        (
            "1 Interviewer|2 Credentials|3 Occupation|4 Gender|5 Experience and training|"
            "6 Relationship|7 Knowledge|8 Characteristics|9 Theory|10 Sampling|11 Approach|"
            "12 Size|13 Refusal|14 Setting|15 Presence|16 Sample|17 Guide"
        ),
    ),
    "srqr": (
        "SRQR",
        (
            "1 Title|2 Abstract|3 Problem|4 Purpose|5 Approach|6 Researchers|7 Context|"
            "8 Sampling|9 Ethics|10 Collection|11 Instruments|12 Units|13 Processing|"
            "14 Analysis"
        ),
    ),
    "cheers": (
        "CHEERS 2022",
        (
            "1 Title|2 Abstract|3 Background|4 Analysis plan|5 Population|6 Setting|"
            "7 Comparators|8 Perspective|9 Horizon|10 Discount|11 Outcomes|12 Measurement"
        ),
    ),
    "right": (
        "RIGHT",
        (
            "1a Title|1b Year|2 Summary|3 Abbreviations|4 Author|5 Background|6 Aim|"
            "7a Population|8 Users and settings|9a Contributors"
        ),
    ),
    "agree": (
        "AGREE",
        (
            "1 Objectives|2 Questions|3 Population|4 Group|5 Views|6 Users|7 Search|"
            "8 Criteria|9 Strengths|10 Formulation|11 Benefits and harms|12 Link|13 Review"
        ),
    ),
    "trend": (
        "TREND",
        (
            "1 Title|2 Background|3 Participants|"
            "4 Interventions: content, who delivered, setting, exposure, time span|"
            "5 Objectives|6 Outcomes|7 Size|8 Assignment|9 Blinding|10 Unit|11 Statistics|"
            "12 Flow"
        ),
    ),
    "stari": (
        "StaRI",
        (
            "1 Title|2 Abstract|3 Introduction|4 Rationale|5 Aims|6 Design|7 Context|8 Sites|"
            "9 Implementation strategy|10 Sub-groups|11 Outcomes|12 Process|13 Fidelity"
        ),
    ),
    "todo": (
        "To do before we submit",
        (
            "1 Ask the sponsor|2 Print materials|3 Book rooms|4 Train providers|5 Call sites|"
            "6 Send the manual|7 Order devices|8 Plan sessions|9 Check consent|"
            "10 Change dates|11 Meet|12 Report"
        ),
    ),
    "budget": (
        "Budget",
        (
            "1 Staff|2 Training|3 Materials|4 Travel|5 Rooms|6 Equipment|7 Printing|"
            "8 Sessions|9 Overheads|10 Changes|11 Reserve|12 Sum"
        ),
    ),
}
#: Headings of journals, and which of number, label and answer stands where.
JOURNALS = (
    (("No", "Item", "Page"), ("{n}", "{label}", "")),
    (
        ("Section", "No.", "Checklist item", "Reported on page"),
        ("Methods", "{n}", "{label}", "4"),
    ),
    (("Item", "Location"), ("{n}. {label}", "")),
)
KNOWN = [one.id for one in checklists()]


def forms(title: str, rows: Sequence[tuple[str, str]]) -> Iterator[Form]:
    """Lay rows out as several journals do, under a title."""
    for head, cells in JOURNALS:
        body = [tuple(cell.format(n=n, label=label) for cell in cells) for n, label in rows]
        texts = (FormText(title, "paragraph 1", style="Title"),)
        yield attrs.evolve(table_form({}, rows=[head, *body]), texts=texts)


def known_as(form: Form) -> list[str]:
    """Return the checklists that a form is taken for."""
    return [choice.checklist.id for choice in filled(form).identity.choices]


@pytest.mark.parametrize("name", OTHERS)
def test_no_other_form_is_taken_for_ours_or_filled(name: str) -> None:
    """Under its own title, under none, and under that of another guideline."""
    own, text = OTHERS[name]
    rows = [(item.partition(" ")[0], item.partition(" ")[2]) for item in text.split("|")]
    for title in (own, "Supplement 2", "TIDieR checklist"):
        for form in forms(title, rows):
            assert known_as(form) == [], title
            matches = match_form(form, checklists(), {}).matches
            assert not [place for match in matches if match.agrees for place in match.places]


@pytest.mark.parametrize("name", KNOWN)
def test_our_guidelines_are_known_by_names_and_by_questions(name: str) -> None:
    """By what an item is called or by what it asks, with the title of the guideline or without."""
    (checklist,) = (one for one in checklists() if one.id == name)
    for rows in (
        [(item.number, item.title) for item in checklist.items],
        [(item.number, item.asks or item.title) for item in checklist.items],
    ):
        for title in (f"{checklist.file.title} checklist of the journal", "Supplement 2"):
            assert [known_as(form) for form in forms(title, rows)] == [[name]] * 3, title
