"""Forms of many guidelines, of our own making: short headings and words of ours, in many layouts.

Every form is fictitious. The headings of guidelines that no checklist is for are those by which
anybody would call their items; no sentence of a published form is among them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

import attrs

from filledforms import LINE
from intspec import Form, FormCell, FormRow, FormTable, FormText


@attrs.frozen
class Guideline:
    """What the forms of a guideline say.

    Attributes:
        title: What stands above the table.
        items: Number, heading above it and label of each row.
        known: Id of the checklist that it is, or "" where none is for it.
    """

    title: str
    items: tuple[tuple[str, str, str], ...]
    known: str = ""


def items(text: str) -> tuple[tuple[str, str, str], ...]:
    """Read items, one a line: `number label`; a line that ends with a colon is a heading."""
    group, read = "", []
    for line in text.strip().splitlines():
        words = line.strip()
        if words.endswith(":"):
            group = words[:-1]
        else:
            number, _blank, label = words.partition(" ")
            read.append((number, group, label))
    return tuple(read)


def numbered(labels: str) -> tuple[tuple[str, str, str], ...]:
    """Number labels, which stand on a line each."""
    lines = [line.strip() for line in labels.strip().splitlines()]
    return tuple((str(n), "", line) for n, line in enumerate(lines, 1))


TIDIER = items("""
NAME:
1 A name for the intervention
WHY:
2 The theory or the aim behind its elements
WHAT:
3 Materials: things handed out, or used to train those who deliver, and where to get them
4 Procedures: the activities and the processes, those that support included
WHO PROVIDED:
5 Background, expertise and training of each kind of provider
HOW:
6 Mode of delivery (in person, telephone), alone or in a group
WHERE:
7 Places in which it happened and what they had to have
WHEN and HOW MUCH:
8 Number of sessions, over which period, how long, which dose
TAILORING:
9 If it was meant to be personalised: what, why and how
MODIFICATIONS:
10 Changes that were made while the study ran
HOW WELL:
11 Planned: how adherence or fidelity was looked at, and by whom
12 Actual: how far delivery followed the plan
""")
SHORT = numbered("""
Brief name
Why
What (materials)
What (procedures)
Who provided
How
Where
When and how much
Tailoring
Modifications
How well (planned)
How well (actual)
""")
PLACEBO = (*TIDIER, ("13", "BLINDING", "Was it measured how well blinding worked, and the result"))
CONSORT_2025 = items("""
Title and abstract:
1a Randomised, as the title says
1b Summary in sections
Open science:
2 Registry and number
3 Where protocol and analysis plan are
4 Sharing of data
5a Money and what funders did
5b Interests of authors
Introduction:
6 Background and rationale
7 Aims, of benefit and of harm
Methods:
8 Patient and public involvement in design, conduct, reporting
9 Design of the trial
10 Changes to the protocol after the start, with reasons
11 Settings and countries
12a Who could take part
12b Eligibility criteria for sites and those who deliver
13 Intervention and comparator, so that others can replicate them
14 Outcomes
15 Harms: how defined and assessed
16a Sample size
16b Interim looks
17a Random sequence
17b Kind of randomisation
18 Concealment
19 Who had the sequence
20a Blinding: who was blinded
20b Blinding: how, and how alike
21a Statistics
21b Who is analysed
21c Missing values
21d Further analyses
Results:
22a Flow: assigned, received the intended intervention, analysed
22b Losses
23a Dates
23b Why it ended
24a Delivery: intervention and comparator as given, adherence, fidelity
24b Concomitant care in each group
25 Baseline table
26 Outcomes and estimates
27 Harms in each group
28 Ancillary analyses
Discussion:
29 Interpretation
30 Limits
""")
SPIRIT_2025 = items("""
Administrative:
1a Title
1b Summary
2 Version
3a Names and roles
3b Sponsor
4 Registry
5 Where the protocol is
6 Sharing of data
7a Money
7b Interests
8 Telling of results
Introduction:
9a Background and rationale: known benefits and harms
9b Choice of comparator
10 Aims
Methods:
11 Patient and public involvement
12 Design
13 Setting: places and countries
14a Who can take part
14b Eligibility of sites and of people who deliver
15a Intervention and comparator with detail to replicate
15b Criteria for stopping or changing an intervention
15c Strategies for adherence and how it is monitored
15d Concomitant care that is permitted or prohibited
16 Outcomes
17 Harms, how defined and assessed
18 Timeline of visits, with run-ins and washouts
19 Sample size
20 Recruitment
21a Random sequence
22 Concealment
23 Who has the sequence
24a Blinding: who
24b Blinding: how
24c Unblinding, when it is allowed
25a Collecting data
26 Storing data
27a Statistics
28a Monitoring committee
29 Monitoring of the trial's conduct
Ethics:
30 Approval
31 Amendments of the protocol: who is told
32a Consent
33 Confidentiality
34 Ancillary and post-trial care, compensation
""")
SPI = items("""
Title:
1a Randomised, as the title says
1b Summary
Introduction:
2a Background
2b Objectives, and how the intervention was thought to work
Methods:
3a Design
3b Changes
4a Eligibility of participants, of settings and of those who deliver
4b Places
5 Interventions of each group, to be replicated
5a How far providers delivered and participants took up what was planned
5b Where materials about delivering it can be had
5c How providers were assigned to groups
6a Outcomes
6b Changes of outcomes
7a Sample size
8a Sequence
9 Concealment
10 Implementation
11a Who was aware of the assignment
11b How alike the interventions were
12a Statistics
Results:
13a Numbers approached, assigned, treated and analysed
13b Losses
14a Dates
15 Baseline
19 Harms
Discussion:
20 Limits
21 Generalisability
Important information:
23 Registration
24 Protocol
25 Funding
26a Part of the intervention's developer
26b Involvement of other stakeholders
26c Incentives
""")
CERT = items("""
WHAT:
1 Equipment for the exercise
WHO:
2 Qualifications of the instructor
HOW:
3 Individually or in a group
4 Supervised or not
5 How adherence is measured
6 Motivation strategies
7a Rule for progression
7b How the exercise progressed
8 Each exercise, to be done again
9 Home programme
10 Parts other than exercise
11 Adverse events
WHERE:
12 Setting
WHEN, HOW MUCH:
13 Dose: sets, sessions, duration
TAILORING:
14a Generic or tailored
14b How it is tailored
15 Starting level
HOW WELL:
16a How fidelity is assessed
16b Delivered as planned
""")
GUIDED = numbered("""
Context in which it was developed
Purpose of developing it
Target population
Published approach to development
Evidence from different sources
Existing theory
Components of an existing intervention
Guiding principles and priorities
How stakeholders contributed
How content and format changed
Changes for subgroups
Uncertainties at the end
The intervention, described with TIDieR
Open access report of the development
""")
CREDECI = items("""
Development:
1 Theory behind the intervention
2 Components, reasons for them and their function
3 How components interact
4 Context when it was modelled
Piloting:
5 Pilot test and what it changed
Evaluation:
6 Comparator and reasons for it
7 Strategy for delivering it
8 Materials and tools
9 Fidelity of delivery
10 Process evaluation
11 Facilitators and barriers
12 External conditions
13 Costs
""")
FRAME = numbered("""
When and how in the process it was changed
Planned or reactive
Who took part in the decision
What was changed (content, context, training)
Level of delivery
Nature of the change
Consistent with fidelity
Reasons and goal of the change
""")
KNOWN = {
    "tidier": Guideline("The TIDieR checklist", TIDIER, "tidier"),
    "tidier-short": Guideline("TIDieR checklist", SHORT, "tidier"),
    "tidier-unnamed": Guideline("Supplement 2", TIDIER, "tidier"),
    "tidier-placebo": Guideline("TIDieR-Placebo", PLACEBO, "tidier-placebo"),
    "consort-2025": Guideline("CONSORT 2025 checklist", CONSORT_2025, "consort-2025"),
    "consort-2025-unnamed": Guideline("Checklist of the journal", CONSORT_2025, "consort-2025"),
    "spirit-2025": Guideline("SPIRIT 2025 checklist", SPIRIT_2025, "spirit-2025"),
    "consort-spi-2018": Guideline("CONSORT-SPI 2018", SPI, "consort-spi-2018"),
    "cert": Guideline("CERT", CERT, "cert"),
    "guided": Guideline("GUIDED checklist", GUIDED, "guided"),
    "credeci-2": Guideline("CReDECI 2", CREDECI, "credeci-2"),
    "frame": Guideline("FRAME", FRAME, "frame"),
}

CONSORT_2010 = items("""
1a Randomised, as the title says
1b Summary in sections
2a Background
2b Objectives or hypotheses
3a Design and ratio
3b Changes of methods
4a Eligibility criteria for participants
4b Settings and locations
5 Interventions of each group, to be replicated
6a Outcomes
6b Changes of outcomes
7a Sample size
7b Interim looks
8a Random sequence
8b Kind of randomisation
9 Concealment
10 Who enrolled and assigned
11a Who was blinded
11b How alike the interventions were
12a Statistics
12b Further analyses
13a Numbers assigned, treated and analysed
13b Losses
14a Dates
14b Why it ended
15 Baseline table
16 Numbers analysed
17a Results of outcomes
17b Binary outcomes
18 Ancillary analyses
19 Harms in each group
20 Limits
21 Generalisability
22 Interpretation
23 Registration
24 Protocol
25 Funding
""")
SPIRIT_2013 = items("""
1 Title
2a Registry
3 Version
4 Money
5a Names and roles
6a Background and rationale
6b Choice of comparators
7 Objectives
8 Design
9 Settings and countries
10 Eligibility criteria for participants, centres and those who perform
11a Interventions, to be replicated
11b Criteria for stopping or changing
11c Strategies for adherence
11d Concomitant care
12 Outcomes
13 Timeline
14 Sample size
15 Recruitment
16a Random sequence
17a Who is blinded
17b Unblinding
18a Collecting data
19 Storing data
20a Statistics
21a Monitoring committee
22 Harms
23 Auditing
24 Approval
25 Amendments of the protocol
26a Consent
27 Confidentiality
28 Interests
29 Access to data
30 Ancillary and post-trial care
31a Telling of results
""")
OTHERS = {
    "consort-2010": Guideline("CONSORT 2010 checklist", CONSORT_2010),
    "consort-2010-unnamed": Guideline("Checklist of the journal", CONSORT_2010),
    "consort-npt": Guideline(
        "CONSORT extension for trials without drugs",
        items("""
4a Eligibility criteria for participants, centres and care providers
5 Interventions and comparator in detail
5a Components, and how they are tailored
5b Whether interventions were standardised
5c Adherence of care providers to the protocol
5d Adherence of participants
11a Who was blinded
11b How alike the interventions were
13a Numbers of participants, providers and centres
15 Baseline, also of providers
21 Generalisability
"""),
    ),
    "consort-abstracts": Guideline(
        "CONSORT for abstracts",
        numbered("""
Title
Design
Participants
Interventions
Objective
Outcome
Randomisation
Blinding
Numbers assigned
Recruitment
Numbers analysed
Result
Harms
Conclusions
Registration
Funding
"""),
    ),
    "spirit-2013": Guideline("SPIRIT 2013 checklist", SPIRIT_2013),
    "spirit-2013-unnamed": Guideline("Protocol checklist", SPIRIT_2013),
    "tidier-php": Guideline(
        "TIDieR-PHP checklist",
        items("""
1 Brief name
2 Why: logic and mechanism
3 What materials
4 What and how: planning, procedures
5 Who provided
6 Where
7 When and how often
8 Variation, planned or not
9 How well
"""),
    ),
    "tidier-telehealth": Guideline("TIDieR-Telehealth checklist", TIDIER),
    "tidier-rehab": Guideline(
        "TIDieR-Rehab checklist",
        numbered("""
Brief name
Why
Who: people treated
What: materials
What: procedures
Kind of treatment
Intensity
Time
Frequency
Duration
Progression
Who provided
How
Where
Tailoring
Modifications
Harms
How well: planned
How well: actual
"""),
    ),
    "prisma": Guideline(
        "PRISMA 2020 checklist",
        numbered("""
Title
Abstract
Rationale
Objectives
Eligibility criteria
Information sources
Search strategy
Selection process
Data collection process
Data items
Study risk of bias
Effect measures
Synthesis methods
Reporting bias
Certainty
Study selection
Study characteristics
Risk of bias in studies
Results of single studies
Results of syntheses
Reporting biases
Certainty of evidence
Discussion
Registration and protocol
Support
Competing interests
Availability of data and materials
"""),
    ),
    "prisma-abstracts": Guideline(
        "PRISMA 2020 for Abstracts",
        numbered("""
Title
Objectives
Eligibility criteria
Information sources
Risk of bias
Synthesis of results
Included studies
Results of syntheses
Limits of evidence
Interpretation
Funding
Registration
"""),
    ),
    "strobe": Guideline(
        "STROBE Statement",
        numbered("""
Title and abstract
Background and rationale
Objectives
Study design
Setting
Participants
Variables
Data sources and measurement
Bias
Study size
Quantitative variables
Statistical methods
Participants at each stage
Descriptive data
Outcome data
Main results
Other analyses
Key results
Limits
Interpretation
Generalisability
Funding
"""),
    ),
    "stard": Guideline(
        "STARD 2015",
        numbered("""
A study of accuracy, as the title says
Summary
Background and intended use of the index test
Objectives
Prospective or not
Eligibility criteria
How participants were found
Where and when
Consecutive or random
Index test, to be replicated
Why this reference standard
Positivity thresholds
What readers knew
Statistics
Indeterminate results
Missing data
Variability
Sample size
Flow
Baseline
Severity of disease
Interval between tests
Cross tabulation
Estimates
Adverse events
Limits
Implications
Registration
Protocol
Funding
"""),
    ),
    "arrive": Guideline(
        "ARRIVE guidelines 2.0",
        numbered("""
Study design
Sample size
Inclusion and exclusion criteria
Randomisation
Blinding
Outcome measures
Statistical methods
Experimental animals
Experimental procedures: what, how, when, where and why
Results
Abstract
Background
Objectives
Ethical statement
Housing and husbandry
Animal care and monitoring
Interpretation
Generalisability
Protocol registration
Data access
Interests
"""),
    ),
    "care": Guideline(
        "CARE checklist",
        numbered("""
Title
Key words
Abstract
Introduction
Patient information
Clinical findings
Timeline
Diagnostic assessment
Therapeutic intervention: type, administration, changes
Follow-up and outcomes, adherence
Discussion
Patient perspective
Informed consent
"""),
    ),
    "squire": Guideline(
        "SQUIRE 2.0",
        numbered("""
Title
Abstract
Problem description
Available knowledge
Rationale: theories and why it should work
Specific aims
Context
Intervention, and the team
Study of the intervention
Measures
Analysis
Ethical considerations
Results: steps, modifications, process
Summary
Interpretation
Limits
Conclusions
Funding
"""),
    ),
    "coreq": Guideline(
        "COREQ",
        numbered("""
Interviewer
Credentials
Occupation
Gender
Experience and training
Relationship established
What participants knew of the interviewer
Interviewer characteristics
Theory and orientation
Sampling
Method of approach
Sample size
Non-participation
Setting of data collection
Presence of others
Description of the sample
Interview guide
Repeat interviews
Recording
Field notes
Duration
Data saturation
Transcripts returned
"""),
    ),
    "srqr": Guideline(
        "SRQR",
        numbered("""
Title
Abstract
Problem formulation
Purpose or question
Qualitative approach
Researcher characteristics
Context
Sampling strategy
Ethical issues
Data collection methods
Instruments
Units of study
Data processing
Data analysis
Trustworthiness
Synthesis
Links to data
Integration
Limits
Interests
Funding
"""),
    ),
    "cheers": Guideline(
        "CHEERS 2022",
        numbered("""
Title
Abstract
Background and objectives
Analysis plan
Study population
Setting and location
Comparators
Perspective
Time horizon
Discount rate
Selection of outcomes
Measurement of outcomes
Valuation of outcomes
Resources and costs
Currency
Rationale of model
Analytics
Heterogeneity
Distributional effects
Uncertainty
Engagement with patients
Parameters
Main results
"""),
    ),
    "acupuncture": Guideline(
        "STRICTA 2010",
        items("""
1a Style
1b Reasoning behind the treatment
1c How far treatment varied
2a Number of needles
2b Points
2c Depth
3a Number of sessions
3b Frequency and duration of sessions
4a Other interventions
4b Setting and context, instructions to practitioners
5 Practitioners: qualification, years
6a Why this control
6b The control described
"""),
    ),
    "tasks": Guideline("", numbered("\n".join(f"Call site {n}" for n in range(1, 13)))),
    "tasks-named": Guideline(
        "Tasks from our TIDieR meeting",
        numbered("""
Book the room
Write to the sites
Print the manual
Train the second nurse
Ask who provides coffee
Order diaries
Call the hospital
Pay the travel
Send minutes
Change the date
Plan the next meeting
Close the door
"""),
    ),
    "minutes": Guideline(
        "Minutes of the steering group",
        numbered("""
Welcome and apologies
Minutes of the last meeting
Materials for the sites
Procedures for adverse events
Who provides the training
How to recruit faster
Where the next meeting is
When data will be locked
Any other business
"""),
    ),
    "six-questions": Guideline(
        "Our service in six questions",
        numbered("""
Who
What
When
Where
Why
How
"""),
    ),
    "bias": Guideline(
        "Risk of bias",
        numbered("""
Random sequence
Concealment
Blinding of participants and providers
Blinding of assessors
Incomplete data
Selective reporting
Other bias
"""),
    ),
    "figures": Guideline("Table 1", tuple((str(n), "", str(7 * n)) for n in range(1, 13))),
}

#: The cells of a row, or one cell for a heading over all columns.
Row = tuple[str, ...]
Layout = Callable[[Guideline], list[list[Row]]]


def official(guideline: Guideline) -> list[list[Row]]:
    """Lay a form out as TIDieR's own: headings between the rows, two columns of lines."""
    rows: list[Row] = [
        ("", "", "Where located", "Where located"),
        ("Item number", "Item", "Primary paper (page)", "Other (details)"),
    ]
    group = ""
    for number, heading, label in guideline.items:
        if heading and heading != group:
            rows.append((heading,))
        group = heading
        rows.append((f"{number}.", label, LINE, LINE))
    return [rows]


def sections(guideline: Guideline) -> list[list[Row]]:
    """Lay a form out as CONSORT's: section, number, item, page."""
    head = ("Section/topic", "No", "Checklist item", "Reported on page no.")
    return [[head, *((group, n, label, "") for n, group, label in guideline.items)]]


def in_one_cell(guideline: Guideline) -> list[list[Row]]:
    """Write the number before the label."""
    return [[("Item", "Location"), *((f"{n}. {label}", "") for n, _g, label in guideline.items)]]


def with_reasons(guideline: Guideline) -> list[list[Row]]:
    """Lay a form out as submission systems do: the topic first, and a column for reasons."""
    head = ("", "#", "Reporting item", "Page number", "Reason if not applicable")
    return [[head, *((g, f"#{n}", label, "", "") for n, g, label in guideline.items)]]


def answers_first(guideline: Guideline) -> list[list[Row]]:
    """Write the answers left of the numbers."""
    head = ("Page", "Description", "Item no.")
    return [[head, *(("", label, n) for n, _group, label in guideline.items)]]


def of_arms(guideline: Guideline) -> list[list[Row]]:
    """Give each arm a column."""
    head = ("No.", "Item", "Peer support", "Usual care")
    return [[head, *((n, label, "", "") for n, _group, label in guideline.items)]]


def ticked(guideline: Guideline) -> list[list[Row]]:
    """Ask for yes or no, and for the page."""
    head = ("No.", "Item", "Reported? (Y/N)", "Page")
    return [[head, *((n, label, "", "") for n, _group, label in guideline.items)]]


def commented(guideline: Guideline) -> list[list[Row]]:
    """Leave room for what authors and editors say."""
    head = ("No.", "Item", "Page", "Author response", "Editor comment")
    return [[head, *((n, label, "", "", "") for n, _group, label in guideline.items)]]


def spelt(guideline: Guideline) -> list[list[Row]]:
    """Spell the numbers in ways that forms do."""
    ways = ("n\N{DEGREE SIGN} {}", "Item {}:", "({})", "{} ", "No. {}", "{})")
    head = ("Number", "What to report", "Where reported")
    named = enumerate(guideline.items)
    return [[head, *((ways[at % 6].format(n), label, "") for at, (n, _g, label) in named)]]


def without_head(guideline: Guideline) -> list[list[Row]]:
    """Leave out the header."""
    return [[(n, label, LINE) for n, _group, label in guideline.items]]


def in_two_tables(guideline: Guideline) -> list[list[Row]]:
    """Break the table in the middle, as a page does."""
    (rows,) = sections(guideline)
    middle = len(rows) // 2
    return [rows[:middle], [rows[0], *rows[middle:]]]


def filled_in(guideline: Guideline) -> list[list[Row]]:
    """Fill in pages, which are numbers too."""
    head = ("No.", "Item", "Page")
    named = enumerate(guideline.items, 3)
    return [[head, *((n, label, str(page)) for page, (n, _group, label) in named)]]


LAYOUTS: Mapping[str, Layout] = {
    "official": official,
    "sections": sections,
    "one cell": in_one_cell,
    "reasons": with_reasons,
    "answers first": answers_first,
    "arms": of_arms,
    "ticked": ticked,
    "comments": commented,
    "spelt": spelt,
    "no head": without_head,
    "two tables": in_two_tables,
    "filled": filled_in,
}


def made(guideline: Guideline, layout: Layout) -> Form:
    """Make a form of a guideline in a layout."""
    tables = layout(guideline)
    texts = (FormText(guideline.title, "paragraph 1", style="Title"),) if guideline.title else ()
    made_tables = [_table(n, rows) for n, rows in enumerate(tables, 1)]
    return Form("docx", tuple(made_tables), texts)


def _table(number: int, rows: Sequence[Row]) -> FormTable:
    where = f"table {number}"
    width = max(map(len, rows))
    return FormTable(
        number, where, tuple(_row(where, n, row, width) for n, row in enumerate(rows, 1))
    )


def _row(table: str, number: int, texts: Row, width: int) -> FormRow:
    where = f"{table}, row {number}"
    span = width if len(texts) == 1 else 1
    cells = (FormCell(t, f"{where}, column {c}", c, span=span) for c, t in enumerate(texts, 1))
    return FormRow(number, where, tuple(cells))


def all_forms() -> Iterator[tuple[str, str, Form]]:
    """Go over all forms: the name of each, the checklist that it is, and the form."""
    for name, guideline in (KNOWN | OTHERS).items():
        for layout, lay in LAYOUTS.items():
            yield f"{name}, {layout}", guideline.known, made(guideline, lay)
