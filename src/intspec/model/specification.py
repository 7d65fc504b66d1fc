"""The whole document: one study and the interventions it compares."""

from collections.abc import Mapping
from typing import Any

from intspec.model.arms import Arm
from intspec.model.catalogues import Component, Domain, Material, Measure, Provider, Setting
from intspec.model.development import Development
from intspec.model.keys import empty_map, key, record
from intspec.model.study import (
    Acronym,
    Conduct,
    Conflict,
    Contributor,
    Declaration,
    DescribedBy,
    Design,
    Funding,
    KeptNote,
    Location,
    NoComparator,
    Population,
    Registration,
    ReportDocument,
    Source,
    Sponsor,
    Stage,
    VocabularyUse,
)

#: The keys by which a document is known to be a specification: no other data has them.
OWN_KEYS = ("intspec", "interventions")


@record
class Specification:
    """A description of the interventions of one study, the comparator included."""

    intspec: str = key(
        "Version of the intspec schema, in quotes.", form="version", example="1.0", label=True
    )
    id: str = key("Short id of this document.", form="slug", example="enrich", label=True)
    version: str | None = key(
        "Version of this document.", default=None, example="1.0.0", label=True
    )
    title: str = key("What the document describes.", label=True)
    acronym: Acronym | None = key("Acronym of the intervention.", default=None)
    stage: Stage = key(
        "How far the study is. What cannot be known yet is not asked for.", label=True
    )
    language: str | None = key(
        "Language of the text.", default=None, form="language", example="en", label=True
    )
    fictitious: bool = key(
        "true if the study is invented, as examples are.", default=False, label=True
    )
    licence: str | None = key(
        "Licence of this document.", default=None, example="CC-BY-4.0", label=True
    )
    described_by: DescribedBy = key(
        "Whether the trial team wrote this, or others from what is published.",
        default="trial-team",
        label=True,
    )
    contributors: tuple[Contributor, ...] = key("Who wrote it.", default=())
    funding: tuple[Funding, ...] = key("Who paid for the study.", default=())
    sponsor: Sponsor | None = key("Who answers for the study in law.", default=None)
    registrations: tuple[Registration, ...] = key("Entries in registries.", default=())
    sources: Mapping[str, Source] = key(
        "What the statements rest on, each under a key.", factory=empty_map
    )
    default_source: str | None = key(
        "Key of the source on which all statements rest that name none.",
        default=None,
        refers="sources",
        example="trial-2022",
    )
    documents: Mapping[str, ReportDocument] = key(
        "Where items are reported, each document under a key.", factory=empty_map
    )
    locations: tuple[Location, ...] = key("Which item is reported where.", default=())
    checklists: tuple[str, ...] = key(
        "The checklists that this document is to be held against.",
        default=(),
        example=["tidier"],
        label=True,
    )
    design: Design | None = key(
        "The kind of study, and how arms follow each other in it.", default=None
    )
    population: Population | None = key("Whom the interventions are for.", default=None)
    providers: Mapping[str, Provider] = key("Who delivers, by category.", factory=empty_map)
    materials: Mapping[str, Material] = key("What is used.", factory=empty_map)
    settings: Mapping[str, Setting] = key("Where it happens.", factory=empty_map)
    measures: Mapping[str, Measure] = key("How delivery is measured.", factory=empty_map)
    domains: Mapping[str, Domain] = key("Headings for components.", factory=empty_map)
    components: Mapping[str, Component] = key("The ingredients.", factory=empty_map)
    interventions: Mapping[str, Arm] = key(
        "The arms of the study, each under a key of its own.", least=1
    )
    narrative: Mapping[str, str] = key(
        "Prose for an item about the study that nobody has structured yet, by the item's id; what "
        "is about an arm stands in the arm's own `narrative`.",
        factory=empty_map,
        example={"guided/context": "The intervention was developed in one hospital."},
    )
    no_comparator: NoComparator | None = key(
        "For a study without a comparator: that there is none, and why.", default=None
    )
    conduct: Conduct | None = key(
        "How the study is run, as far as it touches the interventions.", default=None
    )
    development: Development | None = key("How the intervention came to be.", default=None)
    vocabularies: Mapping[str, VocabularyUse] = key(
        "Vocabularies whose terms are used, by prefix in lower case, and in which version.",
        factory=empty_map,
        example={"bcio": {"version": "2024-01-01"}},
    )
    conflicts: tuple[Conflict, ...] = key(
        "Where sources disagree. Both sides are kept.", default=()
    )
    declarations: tuple[Declaration, ...] = key(
        "Statements on what cannot be reported, each with its reason.", default=()
    )
    notes: tuple[KeptNote, ...] = key(
        "What an imported form says beside its answers, kept so that nothing is lost. Remove each "
        "once it has found its place.",
        default=(),
    )
    extensions: Mapping[str, Mapping[str, Any]] = key(
        "Fields of domain plugins, by the plugin's name.", factory=empty_map
    )
