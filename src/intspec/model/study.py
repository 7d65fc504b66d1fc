"""The study around the interventions: who describes it, from what, and where it is reported."""

from typing import Literal

from intspec.model.keys import key, record
from intspec.states import DeclaredState

Stage = Literal["protocol", "ongoing", "results"]
DescribedBy = Literal["trial-team", "others"]


@record
class Acronym:
    """The short form of the intervention's or the study's name."""

    short: str = key("The acronym itself.", example="ENRICH", label=True)
    expansion: str | None = key("What the letters stand for.", default=None, label=True)
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Contributor:
    """Someone who wrote this description or answers for it."""

    name: str = key("Full name.", example="Ada Example", label=True)
    role: str | None = key("What the person did.", default=None, example="author")
    affiliation: str | None = key("Where the person works.", default=None)
    affiliation_ror: str | None = key(
        "ROR ID of that organisation.", default=None, identifies="ror", example="03yrm5c26"
    )
    orcid: str | None = key(
        "ORCID iD.", default=None, identifies="orcid", example="0000-0002-1825-0097"
    )
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Funding:
    """Who paid, and under which grant."""

    funder: str = key("Name of the funder.", example="NIHR")
    ror: str | None = key(
        "ROR ID of the funder.", default=None, identifies="ror", example="03yrm5c26"
    )
    grant: str | None = key("Number of the grant.", default=None, example="RP-PG-1212-20019")
    note: str | None = key("Anything more about the funding, such as its period.", default=None)
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Sponsor:
    """Who answers for the study in law."""

    name: str = key("Name of the sponsor.")
    ror: str | None = key(
        "ROR ID of the sponsor.", default=None, identifies="ror", example="03yrm5c26"
    )
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Registration:
    """An entry in a trial or review registry."""

    registry: str = key("Name of the registry.", example="ISRCTN", label=True)
    id: str = key("The identifier there.", example="ISRCTN10043328", label=True)
    date: str | None = key("Date of registration.", default=None, form="date")
    url: str | None = key("Address of the record.", default=None, form="url")
    note: str | None = key("Anything more, such as the state of the record.", default=None)
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Source:
    """Something that statements in this document rest on."""

    citation: str = key("The reference as a journal would print it.", label=True)
    kind: (
        Literal["article", "protocol", "report", "registry-record", "web-page", "manual", "other"]
        | None
    ) = key("What kind of source it is.", default=None, label=True)
    doi: str | None = key(
        "DOI, without `https://`.", default=None, identifies="doi", example="10.1136/bmj.g1687"
    )
    url: str | None = key("Web address.", default=None, form="url")
    pmid: str | None = key(
        "PubMed identifier, in quotes.", default=None, identifies="pmid", example="34419155"
    )
    pmcid: str | None = key(
        "PubMed Central identifier.", default=None, identifies="pmcid", example="PMC8379721"
    )
    licence: str | None = key("Licence of the source.", default=None, example="CC BY 4.0")
    read: Literal["full-text", "excerpt", "abstract", "web-page"] | None = key(
        "How much of it was read. What was not read is not called unreported.", default=None
    )
    note: str | None = key("Which parts were read, and other remarks.", default=None)


@record
class ReportDocument:
    """A document in which items are reported: the paper, its protocol, a handbook."""

    kind: Literal[
        "primary-paper", "protocol", "handbook", "supplement", "website", "registry-record", "other"
    ] = key("What kind of document it is.", label=True)
    title: str | None = key("Title or citation.", default=None, label=True)
    doi: str | None = key(
        "DOI, without `https://`.", default=None, identifies="doi", example="10.1136/bmj.g1687"
    )
    pmid: str | None = key(
        "PubMed identifier, in quotes.", default=None, identifies="pmid", example="34419155"
    )
    pmcid: str | None = key(
        "PubMed Central identifier.", default=None, identifies="pmcid", example="PMC8379721"
    )
    url: str | None = key("Web address.", default=None, form="url")
    file: str | None = key("Path of the file, relative to this document.", default=None)


@record
class Location:
    """Where an item or part is reported."""

    about: str = key("The item or part, by its id.", example="tidier/materials", label=True)
    arm: str | None = key(
        "The arm it is about; every arm when absent.", default=None, refers="interventions"
    )
    document: str = key("Key of the document in `documents`.", refers="documents", label=True)
    page: str | None = key("Page.", default=None, example="7")
    pages: str | None = key("Range of pages.", default=None, example="7-9")
    lines: str | None = key("Lines.", default=None, example="120-134")
    section: str | None = key("Heading of the section.", default=None)
    paragraph: str | None = key("Paragraph within the section.", default=None)
    table: str | None = key("Table.", default=None, example="2")
    figure: str | None = key("Figure.", default=None, example="1")
    appendix: str | None = key("Appendix or additional file.", default=None)
    url: str | None = key("Web address of the place.", default=None, form="url")
    place: str | None = key("The place in free text, where nothing above fits.", default=None)
    anchor: str | None = key(
        "A few words quoted from there, by which the place is found again when pages move.",
        default=None,
    )


@record
class Population:
    """Whom the interventions are for."""

    description: str | None = key("Who the participants are.", default=None)
    inclusion: tuple[str, ...] = key("Criteria for taking part.", default=())
    exclusion: tuple[str, ...] = key("Criteria for not taking part.", default=())
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Claim:
    """What one source says in a conflict."""

    source: str = key("Key of the source.", refers="sources", label=True)
    says: str = key("What it says, in your own words.")


@record
class Conflict:
    """Two sources that disagree. Both are kept; intspec does not decide between them."""

    about: str = key("What they disagree on.", example="Number of sites")
    item: str | None = key(
        "The checklist item it touches, by its id.", default=None, example="tidier/where"
    )
    arm: str | None = key(
        "The arm it touches; the whole study when absent.", default=None, refers="interventions"
    )
    claims: tuple[Claim, ...] = key("Who says what.", least=2)


@record
class Declaration:
    """The authors' own statement on something they cannot report."""

    about: str = key(
        "An item or part of a checklist, or a rule, by its id.",
        example="tidier/session-length",
        label=True,
    )
    arm: str | None = key(
        "The arm it holds for; wherever the item fails when absent.",
        default=None,
        refers="interventions",
    )
    target: str | None = key(
        "The key of the one thing it holds for, such as one provider.", default=None
    )
    state: DeclaredState = key(
        "not-applicable, not-done, not-shareable, or (in a description by others) not-found: "
        "looked for and not found in the sources read.",
    )
    reason: str = key("Why, in words that can be printed.")


@record
class KeptNote:
    """Words from an imported form that have no place of their own yet."""

    text: str = key("The words as they stood there.", label=True)
    origin: str | None = key(
        "Where they stood.", default=None, example="table 1, row 3, item 1a", label=True
    )


@record
class NoComparator:
    """The statement that a study has no comparator."""

    reason: str = key("Why there is none.")
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class VocabularyUse:
    """A vocabulary or ontology from which terms were taken."""

    version: str = key("Its version when they were taken.", example="2024-01-01", label=True)
    url: str | None = key("Where that version can be had.", default=None, form="url")


@record
class PublicInvolvement:
    """How patients and the public took part in the trial itself."""

    involved: bool | None = key(
        "true if they were involved, false if not. `false` is an answer, not a gap.", default=None
    )
    description: str | None = key("Who they were, and what they did.", default=None)
    phases: tuple[Literal["design", "conduct", "reporting"], ...] = key(
        "What they were involved in.", default=()
    )
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


Group = Literal["participants", "providers", "outcome-assessors", "data-collectors", "analysts"]


@record
class Blinding:
    """Who did not know which arm a participant was in, and how that was brought about."""

    blinded: tuple[
        Literal[
            "participants",
            "providers",
            "outcome-assessors",
            "data-collectors",
            "analysts",
            "nobody",
        ],
        ...,
    ] = key(
        "Who was blinded after assignment; `nobody` is an answer.",
        default=(),
        example=["outcome-assessors"],
    )
    not_blinded: tuple[Group, ...] = key(
        "Who was not blinded.", default=(), example=["participants", "providers"]
    )
    how: str | None = key(
        "How it was brought about, and how alike the interventions are.", default=None
    )
    success: str | None = key("Whether it held, where that was measured.", default=None)
    unblinding: str | None = key(
        "When and how the allocation of a participant may be made known.", default=None
    )
    note: str | None = key("What the sources say of it in words of their own.", default=None)
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class HarmsAssessment:
    """How harms and other unintended events are looked for."""

    assessed: bool | None = key(
        "true if they are looked for, false if not. `false` is an answer, not a gap.", default=None
    )
    how: str | None = key("What counts as a harm, and how it is found.", default=None)
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class ProviderAssignment:
    """How those who deliver came to the arms."""

    by: str | None = key("Who assigned them.", default=None, example="the trial manager")
    how: str | None = key("How they were assigned.", default=None, example="by site")
    several_arms: bool | None = key(
        "true if the same people deliver in more than one arm, false if none do.", default=None
    )
    contamination: str | None = key(
        "What keeps the content of one arm out of another.", default=None
    )
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class TrialChange:
    """One important change to the trial after it had begun."""

    what: str | None = key("What was changed.", default=None, example="the primary outcome")
    why: str | None = key("For what reason.", default=None)
    when: str | None = key("At which time.", default=None)
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class TrialChanges:
    """Changes to the trial itself, such as its outcomes, analyses or criteria of eligibility."""

    occurred: bool | None = key(
        "true if there were any, false if there were none. `false` is an answer, not a gap.",
        default=None,
    )
    entries: tuple[TrialChange, ...] = key("What was changed.", default=())
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Period:
    """One period of a study in which each participant has several in turn."""

    label: str | None = key("What it is called.", default=None, label=True)
    arms: tuple[str, ...] = key(
        "Keys of the arms that are given in it.", default=(), refers="interventions"
    )
    duration: str | None = key("How long it lasts.", default=None, form="duration", example="P4W")
    washout: str | None = key(
        "How long the washout after it lasts.", default=None, form="duration", example="P2W"
    )
    note: str | None = key("Anything more, such as who has which arm first.", default=None)
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Step:
    """One step of a stepped wedge: clusters that go over to another arm together."""

    label: str | None = key("What it is called.", default=None, label=True)
    when: str | None = key("When it takes place.", default=None, example="month 3")
    clusters: int | None = key("How many clusters go over.", default=None, least=0)
    to: str | None = key(
        "Key of the arm that they go over to.", default=None, refers="interventions"
    )
    note: str | None = key("Anything more.", default=None)
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class SecondStage:
    """What follows a first intervention, by a rule: more of it, another one, or a choice by lot."""

    after: str | None = key("Key of the arm that it follows.", default=None, refers="interventions")
    when: str | None = key("When it is decided.", default=None, example="week 4")
    rule: str | None = key(
        "The rule by which it is decided who goes on with what.",
        default=None,
        example="less than 1 kg lost",
    )
    arms: tuple[str, ...] = key(
        "Keys of the arms that may follow.", default=(), refers="interventions"
    )
    options: tuple[str, ...] = key("What may follow, where it is no arm of its own.", default=())
    allocation: str | None = key(
        "How it is decided which of them follows.", default=None, example="at random, 1:1"
    )
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Design:
    """The kind of study, and how arms follow each other in it."""

    kind: (
        Literal[
            "parallel",
            "cluster",
            "crossover",
            "stepped-wedge",
            "factorial",
            "n-of-1",
            "smart",
            "single-arm",
            "other",
        ]
        | None
    ) = key("What kind of study it is.", default=None, label=True, example="crossover")
    periods: tuple[Period, ...] = key(
        "The periods of a crossover or a series of single patients, in order.", default=()
    )
    steps: tuple[Step, ...] = key("The steps of a stepped wedge, in order.", default=())
    second_stages: tuple[SecondStage, ...] = key(
        "What follows the first interventions, and by which rule.", default=()
    )
    note: str | None = key("Anything more about the design.", default=None)
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Conduct:
    """How the study is run, as far as it touches the interventions."""

    public_involvement: PublicInvolvement | None = key(
        "How patients and the public take part in the trial.", default=None
    )
    blinding: Blinding | None = key("Who does not know the allocation.", default=None)
    providers: ProviderAssignment | None = key(
        "Who assigned those who deliver to the arms, and how.", default=None
    )
    developers: str | None = key(
        "What part those who developed the intervention have in the study.",
        default=None,
        example="They trained the providers and took no part in the analysis.",
    )
    incentives: str | None = key(
        "What participants, clusters or others are offered for taking part.", default=None
    )
    changes: TrialChanges | None = key(
        "Important changes to the trial itself after it had begun.", default=None
    )
    harms: HarmsAssessment | None = key("How harms are looked for.", default=None)
    timeline: str | None = key(
        "When participants are enrolled, treated, assessed and visited.", default=None
    )
    monitoring: str | None = key("How the running of the trial is monitored.", default=None)
    amendments: str | None = key(
        "How changes to the protocol are decided on, and who is told.", default=None
    )
    amendments_told: tuple[str, ...] = key(
        "Who is told of changes to the protocol.", default=(), example=["the ethics committee"]
    )
    post_trial_care: str | None = key(
        "Care after the trial, and for those harmed by taking part.", default=None
    )
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")
