"""The arms of a study: what was done to people, the comparator included."""

from collections.abc import Mapping
from typing import Literal

from intspec.model.keys import empty_map, key, record
from intspec.model.schedule import Dose, Phase, PlannedRange


@record
class Change:
    """One way in which the intervention is fitted to a person."""

    what: str | None = key("What is changed.", default=None)
    why: str | None = key("For what reason.", default=None)
    when: str | None = key("At which time or occasion.", default=None)
    how: str | None = key("By which rule, or in what way.", default=None)
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Tailoring:
    """Planned fitting to the individual."""

    planned: bool | None = key(
        "true if tailoring was planned, false if everyone gets the same.", default=None
    )
    entries: tuple[Change, ...] = key("What is tailored.", default=())
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Modification(Change):
    """One change to the intervention in the course of the study."""

    planned: bool | None = key(
        "true if the change was planned ahead, false if it answered to something unforeseen.",
        default=None,
    )
    decided_by: tuple[str, ...] = key(
        "Who took part in the decision.", default=(), example=["trial team", "local providers"]
    )
    level: str | None = key(
        "For whom it was made: one participant, a group, one provider, a site, the whole study.",
        default=None,
        example="one site",
    )
    nature: tuple[Literal["content", "context", "training", "evaluation"], ...] = key(
        "What kind of thing was changed: the content, the context of delivery (format, setting, "
        "people), the training of providers, or the evaluation.",
        default=(),
    )
    fidelity: Literal["consistent", "inconsistent", "unknown"] | None = key(
        "Whether the elements that matter were kept.", default=None
    )
    goal: str | None = key("What the change was to achieve.", default=None)


@record
class Modifications:
    """Changes to the intervention in the course of the study."""

    occurred: bool | None = key(
        "true if something was changed, false if nothing was. `false` is an answer, not a gap.",
        default=None,
    )
    entries: tuple[Modification, ...] = key("What was changed.", default=())
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Criterion:
    """One reason to stop or change a participant's intervention."""

    when: str | None = key("What has to happen.", default=None, example="a fall in a session")
    action: Literal["stop", "pause", "change"] | None = key("What is then done.", default=None)
    note: str | None = key("Anything more, such as who decides.", default=None)
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Discontinuation:
    """When the intervention is stopped or changed for a participant."""

    planned: bool | None = key(
        "true if there are criteria, false if there are none. `false` is an answer, not a gap.",
        default=None,
    )
    criteria: tuple[Criterion, ...] = key("The criteria.", default=())
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Adherence:
    """How participants are helped to keep to the intervention, and how that is followed."""

    strategies: tuple[str, ...] = key(
        "What is done to help them keep to it.",
        default=(),
        example=["A reminder by text message on the day before"],
    )
    monitored: bool | None = key(
        "true if adherence is followed, false if it is not. `false` is an answer, not a gap.",
        default=None,
    )
    monitoring: str | None = key("How it is followed.", default=None, example="a diary")
    measures: tuple[str, ...] = key(
        "Keys of the measures of adherence.", default=(), refers="measures"
    )
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class ConcomitantCare:
    """Other care and interventions beside the arm's own."""

    permitted: tuple[str, ...] = key("What participants may have beside it.", default=())
    prohibited: tuple[str, ...] = key(
        "What they may not have; write `nothing` where nothing is prohibited.", default=()
    )
    received: str | None = key("What they did receive.", default=None)
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Addition:
    """Something that an intervention may have beside its main part."""

    included: bool | None = key(
        "true if there is such a part, false if there is none. `false` is an answer, not a gap.",
        default=None,
    )
    description: str | None = key("What it is.", default=None)
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Participants:
    """How many people an arm had."""

    allocated: int | None = key("How many were allocated to it.", default=None, least=0)
    received: int | None = key(
        "How many of them received the intended intervention.", default=None, least=0
    )
    note: str | None = key("What counts as received, and why others did not.", default=None)
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Harms:
    """Harms and other unintended events in an arm."""

    occurred: bool | None = key(
        "true if there were any, false if there were none. `false` is an answer, not a gap.",
        default=None,
    )
    summary: str | None = key("What they were, and how many.", default=None)
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


Role = Literal[
    "experimental",
    "active-comparator",
    "placebo",
    "sham",
    "attention-control",
    "usual-care",
    "waiting-list",
    "no-treatment",
]
#: Arms in which a gap is a warning: what they do is often outside the study's hands.
LENIENT_ROLES: frozenset[Role] = frozenset({"usual-care", "waiting-list", "no-treatment"})
Mode = Literal[
    "face-to-face",
    "telephone",
    "video",
    "text-message",
    "email",
    "app",
    "website",
    "printed-material",
    "mail",
    "broadcast",
    "device",
    "other",
]
Grouping = Literal["individual", "group", "mixed"]


@record
class Rationale:
    """Why the intervention is expected to work; of a comparator, why it was chosen."""

    problem: str | None = key("The problem it answers.", default=None)
    goal: str | None = key("What it aims to achieve.", default=None)
    theory: str | None = key("The theory it rests on.", default=None)
    mechanism: str | None = key("How its elements are thought to bring the change.", default=None)
    interactions: str | None = key(
        "How its components work on each other: which needs, strengthens or hinders which.",
        default=None,
    )
    principles: tuple[str, ...] = key("Principles that guide it.", default=())
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Delivery:
    """How the procedures of the arm are delivered, unless a procedure says otherwise."""

    mode: tuple[Mode, ...] = key("Modes of delivery.", default=(), example=["face-to-face"])
    grouping: Grouping | None = key("Individually, in a group, or both.", default=None)
    group_size: PlannedRange | None = key("How many are in a group.", default=None)
    supervised: Literal["supervised", "unsupervised", "mixed"] | None = key(
        "Whether a provider is present while people do it, as with exercise.", default=None
    )
    note: str | None = key("Anything more about the way of delivery.", default=None)
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Procedure:
    """One activity or process of the intervention, enabling and supporting ones included."""

    description: str | None = key("What is done.", default=None)
    order: int | None = key("Its place in the sequence, from 1.", default=None, least=1)
    phase: str | None = key("When it happens in the course.", default=None, example="on the ward")
    performed_by: Literal["provider", "participant", "automated"] | None = key(
        "Who does it: a provider, the participants themselves, or a machine.", default=None
    )
    providers: tuple[str, ...] = key(
        "Keys of the providers who do it.", default=(), refers="providers"
    )
    materials: tuple[str, ...] = key("Keys of the materials used.", default=(), refers="materials")
    settings: tuple[str, ...] = key(
        "Keys of the settings where it happens.", default=(), refers="settings"
    )
    mode: tuple[Mode, ...] = key("Modes of delivery.", default=(), inherits="delivery.mode")
    grouping: Grouping | None = key(
        "Individually, in a group, or both.", default=None, inherits="delivery.grouping"
    )
    group_size: PlannedRange | None = key(
        "How many are in a group.", default=None, inherits="delivery.group_size"
    )
    supervised: Literal["supervised", "unsupervised", "mixed"] | None = key(
        "Whether a provider is present while people do it.",
        default=None,
        inherits="delivery.supervised",
    )
    enabling: bool | None = key(
        "true if it only makes the others possible, such as a reminder or transport.", default=None
    )
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class FidelityResult:
    """The value that a planned measure came to."""

    measure: str = key("Key of the measure.", refers="measures", label=True)
    n: int | None = key("How many were measured.", default=None, least=0)
    value: str | None = key("The value, with its unit.", default=None, example="91% of sessions")
    summary: str | None = key("The result in words.", default=None)
    missing: str | None = key("How much is missing, and why.", default=None)
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Fidelity:
    """How well the intervention was delivered: the plan, and what came of it."""

    assessed: bool | None = key(
        "true if adherence or fidelity is assessed, false if not. `false` is an answer, not a gap.",
        default=None,
    )
    measures: tuple[str, ...] = key("Keys of the measures planned.", default=(), refers="measures")
    strategies: tuple[str, ...] = key("What is done to keep fidelity up.", default=())
    results: tuple[FidelityResult, ...] = key("What the measures came to.", default=())
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Arm:
    """One arm: an intervention or a comparator."""

    role: Role = key("The part it plays in the comparison.", label=True)
    name: str = key("Brief name.", example="Peer support for discharge", label=True)
    aliases: tuple[str, ...] = key("Other names in use.", default=(), label=True)
    given_with: tuple[str, ...] = key(
        "Keys of the arms whose content is given in addition.",
        default=(),
        refers="interventions",
    )
    receives_later: str | None = key(
        "Key of the arm that is offered after the wait.", default=None, refers="interventions"
    )
    rationale: Rationale | None = key("Why it is expected to work.", default=None)
    providers: tuple[str, ...] = key(
        "Keys of those who deliver it.", default=(), refers="providers"
    )
    materials: tuple[str, ...] = key("Keys of what is used.", default=(), refers="materials")
    settings: tuple[str, ...] = key("Keys of where it happens.", default=(), refers="settings")
    components: tuple[str, ...] = key(
        "Keys of the components as delivered.", default=(), refers="components"
    )
    procedures: Mapping[str, Procedure] = key(
        "What is done, each activity under a key of its own.", factory=empty_map
    )
    delivery: Delivery | None = key(
        "How it is delivered, where a procedure says nothing else.", default=None
    )
    schedule: Mapping[str, Phase] = key(
        "When and how much, each phase under a key of its own.", factory=empty_map
    )
    dose: Dose | None = key("Amount and progression, where the domain counts it.", default=None)
    tailoring: Tailoring | None = key("Planned fitting to the individual.", default=None)
    modifications: Modifications | None = key("Changes during the study.", default=None)
    discontinuation: Discontinuation | None = key(
        "When a participant stops it, or gets it changed.", default=None
    )
    adherence: Adherence | None = key("How participants are helped to keep to it.", default=None)
    fidelity: Fidelity | None = key("How well it was delivered.", default=None)
    concomitant_care: ConcomitantCare | None = key(
        "Other care beside it: permitted, prohibited, received.", default=None
    )
    home_practice: Addition | None = key("What people do on their own, at home.", default=None)
    adjuncts: Addition | None = key(
        "What is given beside the main ingredient, such as education beside exercise.",
        default=None,
    )
    participants: Participants | None = key("How many received it.", default=None)
    harms: Harms | None = key("Harms that occurred.", default=None)
    narrative: Mapping[str, str] = key(
        "Prose for an item that nobody has structured yet, by the item's id.",
        factory=empty_map,
        example={"tidier/why": "Walking in company keeps people going."},
    )
    sources: tuple[str, ...] = key(
        "Keys of `sources` for all that the arm states, where nothing inside it names its own.",
        default=(),
        refers="sources",
    )
