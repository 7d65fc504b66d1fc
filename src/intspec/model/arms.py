"""The arms of a study: what was done to people, the comparator included."""

from collections.abc import Mapping
from typing import Any, Literal

from intspec.model.delivery import Delivery, Grouping, Mode
from intspec.model.keys import empty_map, key, record
from intspec.model.ranges import DurationRange, PlannedRange
from intspec.model.schedule import Dose, Phase


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


Nature = Literal[
    "content",
    "context",
    "training",
    "evaluation",
    "adding",
    "removing",
    "tailoring",
    "substituting",
    "repeating",
    "spreading",
    "format",
    "setting",
    "personnel",
    "population",
    "other",
]


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
    approach: Literal["proactive", "reactive"] | None = key(
        "Whether it came of foresight or answered to events; a change that was not planned "
        "(`planned: false`) is reactive.",
        default=None,
    )
    modified: tuple[
        Literal["content", "context", "training-and-evaluation", "implementation-and-scale-up"], ...
    ] = key(
        "What was changed: the content, the context of delivery (format, setting, people), the "
        "training of providers and the evaluation, or how it is brought into practice and spread.",
        default=(),
        example=["content"],
    )
    nature: tuple[Nature, ...] = key(
        "How the content was changed (adding, removing, tailoring, substituting, repeating, "
        "spreading), or what of the context was (format, setting, personnel, population); other, "
        "with words in `nature_other`. The terms content, context, training and evaluation of "
        "earlier documents say what was changed, which `modified` says now.",
        default=(),
        example=["removing"],
    )
    nature_other: str | None = key(
        "The nature of the change in words, where no term fits.",
        default=None,
        example="exercises in another order",
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
class Result:
    """What a planned measure, or a way of monitoring, came to."""

    measure: str | None = key(
        "Key of the measure; absent where adherence is monitored without a measure of its own.",
        default=None,
        refers="measures",
        label=True,
    )
    n: int | None = key("How many were measured.", default=None, least=0)
    value: str | None = key("The value, with its unit.", default=None, example="91% of sessions")
    summary: str | None = key("The result in words.", default=None)
    missing: str | None = key("How much is missing, and why.", default=None)
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
    results: tuple[Result, ...] = key(
        "What the measures, or the monitoring, came to.",
        default=(),
        example=[{"measure": "attendance", "n": 62, "value": "19 of 24 sessions"}],
    )
    incentives: str | None = key(
        "What participants are given for keeping to it, and its value.",
        default=None,
        example="a voucher of 10 pounds a month",
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
    """How many people, dyads, clusters or periods an arm had."""

    unit: Literal["people", "dyads", "clusters", "periods"] | None = key(
        "What is counted: people (when absent), dyads such as couples or a child and a parent, "
        "clusters such as schools, or periods of treatment.",
        default=None,
        example="clusters",
    )
    allocated: int | None = key("How many were allocated to it.", default=None, least=0)
    received: int | None = key(
        "How many of them received the intended intervention.", default=None, least=0
    )
    completed: int | None = key("How many of them completed it.", default=None, least=0)
    analysed: int | None = key(
        "How many the analysis of the primary outcome has.", default=None, least=0
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
    choice: str | None = key(
        "Of a comparator: why it was chosen, and no other.",
        default=None,
        example="what people in this region receive now",
    )
    principles: tuple[str, ...] = key("Principles that guide it.", default=())
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Procedure:
    """One activity or process of the intervention, enabling and supporting ones included."""

    description: str | None = key("What is done.", default=None)
    order: int | None = key("Its place in the sequence, from 1.", default=None, least=1)
    phase: str | None = key("When it happens in the course.", default=None, example="on the ward")
    operation: Literal["operation", "care-before", "care-during", "care-after"] | None = key(
        "Of surgery or another invasive procedure: whether this is the operation itself, or care "
        "before, during (such as anaesthesia) or after it.",
        default=None,
        example="care-after",
    )
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
        "Individually, in a group, in an open group, mixed, or to a population.",
        default=None,
        inherits="delivery.grouping",
    )
    group_size: PlannedRange | None = key(
        "How many are in a group.", default=None, inherits="delivery.group_size"
    )
    supervised: Literal["supervised", "unsupervised", "mixed"] | None = key(
        "Whether a provider is present while people do it.",
        default=None,
        inherits="delivery.supervised",
    )
    session_length: DurationRange | None = key(
        "How long it takes each time, where its phase does not say so.", default=None
    )
    intensity: str | None = key(
        "How hard or how much, in the domain's own terms.", default=None, example="RPE 12 to 14"
    )
    dose: Dose | None = key("How much at a time, where that is counted.", default=None)
    enabling: bool | None = key(
        "true if it only makes the others possible, such as a reminder or transport.", default=None
    )
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
    results: tuple[Result, ...] = key("What the measures came to.", default=())
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Background:
    """What was known of an intervention or comparator before the study."""

    summary: str | None = key("What was known of it, in a few sentences.", default=None)
    benefits: str | None = key("What was known of its benefits.", default=None)
    harms: str | None = key("What was known of its harms.", default=None)
    evidence: tuple[str, ...] = key(
        "The reviews and studies that say so, with their references.", default=()
    )
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Standardisation:
    """How it is brought about that the intervention is the same wherever it is given."""

    done: bool | None = key(
        "true if it is standardised, false if not. `false` is an answer, not a gap.", default=None
    )
    how: str | None = key(
        "By what: a manual, scripts, training, checks.", default=None, example="a manual"
    )
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Policy:
    """What makes a law, levy, benefit or rule hold."""

    instrument: str | None = key(
        "The law, regulation or decision by which it holds.",
        default=None,
        example="Finance Act 2017, part 2",
    )
    enforcement: str | None = key("Who sees that it is kept, and how.", default=None)
    sanction: str | None = key(
        "What follows where it is not kept.", default=None, example="a fine of 5% of turnover"
    )
    value: str | None = key(
        "What a benefit is worth, or how high a levy is, with its unit.",
        default=None,
        example="18 pence a litre",
    )
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Arm:
    """One arm: an intervention or a comparator."""

    role: Role = key(
        "The part it plays in the comparison: what is tried (`experimental`); another treatment "
        "that is thought to work (`active-comparator`); what looks like a drug, or like a "
        "procedure or device, and lacks what is thought to act (`placebo`, `sham`); the same time "
        "and attention alone (`attention-control`); what people get anyway (`usual-care`); to wait "
        "for what is tried (`waiting-list`); nothing by the study (`no-treatment`).",
        label=True,
    )
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
    level: Literal["participant", "cluster", "both", "period", "population"] | None = key(
        "What it is given to: participants, clusters such as schools or wards, both of these, "
        "periods (where a person or cluster has several in turn), or a population.",
        default=None,
        example="cluster",
    )
    background: Background | None = key(
        "What was known before the study of its benefits and harms.",
        default=None,
        example={"summary": "Two reviews found less pain after 12 weeks; 2 of 100 people fell."},
    )
    rationale: Rationale | None = key("Why it is expected to work.", default=None)
    likeness: str | None = key(
        "Of a placebo or sham: how like it is to what it stands for, in looks, taste, feel and "
        "manner of giving.",
        default=None,
        example="The same lamp with a filter, which looks alike and gives no heat.",
    )
    providers: tuple[str, ...] = key(
        "Keys of those who deliver it.", default=(), refers="providers"
    )
    materials: tuple[str, ...] = key("Keys of what is used.", default=(), refers="materials")
    settings: tuple[str, ...] = key("Keys of where it happens.", default=(), refers="settings")
    components: tuple[str, ...] = key(
        "Keys of the components as delivered.", default=(), refers="components"
    )
    schedule: Mapping[str, Phase] = key(
        "When and how much, each phase under a key of its own.", factory=empty_map
    )
    procedures: Mapping[str, Procedure] = key(
        "What is done, each activity under a key of its own.", factory=empty_map
    )
    delivery: Delivery | None = key(
        "How it is delivered, where a procedure says nothing else.", default=None
    )
    dose: Dose | None = key("Amount and progression, where the domain counts it.", default=None)
    standardisation: Standardisation | None = key(
        "How it is kept the same for everyone.", default=None
    )
    policy: Policy | None = key("Of a policy: by what it holds.", default=None)
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
    extensions: Mapping[str, Mapping[str, Any]] = key(
        "Fields of domain plugins that are about this arm alone, by the plugin's name.",
        factory=empty_map,
    )
