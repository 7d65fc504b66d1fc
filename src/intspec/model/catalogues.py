"""The catalogues: what arms share stands here once, and arms refer to it by key."""

from typing import Literal

from intspec.model.keys import key, record


@record
class Term:
    """A term of a vocabulary, by its id."""

    id: str = key(
        "The vocabulary and the code there, joined by a colon.", example="bcttv1:1.1", label=True
    )
    label: str | None = key(
        "Its label, so that a reader need not look it up; it is compared with the vocabulary's.",
        default=None,
        example="Goal setting (behavior)",
        label=True,
    )


@record
class Count:
    """A number as planned and as it turned out."""

    planned: int | None = key("The number planned.", default=None, least=0)
    actual: int | None = key("The number there was.", default=None, least=0)


@record
class Training:
    """Training that a provider was given for this intervention."""

    given: bool | None = key(
        "true if training was given, false if none was. `false` is an answer, not a gap.",
        default=None,
    )
    content: str | None = key("What was taught.", default=None)
    length: str | None = key("How long it took.", default=None, form="duration", example="P2D")
    by: str | None = key("Who trained them.", default=None)
    materials: tuple[str, ...] = key(
        "Keys of the materials used in training.", default=(), refers="materials"
    )
    reason: str | None = key("Why none was given.", default=None)
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Supervision:
    """How the work of a provider is supervised."""

    by: str | None = key("Who supervises.", default=None)
    form: str | None = key("Individually or in a group, and how.", default=None)
    frequency: str | None = key("How often.", default=None, example="every two weeks")
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Provider:
    """A category of people who deliver, such as nurses or peer workers."""

    kind: str = key("What the providers are called.", example="physiotherapist", label=True)
    background: str | None = key("Professional or personal background.", default=None)
    expertise: str | None = key("Experience and skill for this work.", default=None)
    lived_experience: str | None = key(
        "Own experience of the condition or of services, where the domain asks for it.",
        default=None,
    )
    training: Training | None = key("Training for this intervention.", default=None)
    supervision: Supervision | None = key("How their work is supervised.", default=None)
    eligibility: str | None = key("Who may deliver it, by which criteria.", default=None)
    engaged: Literal["own-role", "recruited", "mixed"] | None = key(
        "Whether they deliver it within the work that they have anyway, or were recruited for it.",
        default=None,
        example="own-role",
    )
    incentives: str | None = key(
        "What they are paid or given for it, beyond their wage.", default=None
    )
    count: Count | None = key("How many there are.", default=None)
    terms: tuple[Term, ...] = key("Terms of vocabularies that name this kind.", default=())
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Access:
    """How others can get a material."""

    how: Literal["url", "doi", "appendix", "commercial", "on-request", "not-available"] = key(
        "The way to get it."
    )
    where: str | None = key(
        "The address, DOI, appendix, maker or contact.", default=None, identified_by="how"
    )
    note: str | None = key("Anything more; for `not-available`, the reason.", default=None)
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Version:
    """A version of a material, and when it was in force."""

    version: str = key("Its number or name.", example="2.1", label=True)
    starts: str | None = key(
        "From when it was in force.", default=None, form="date", example="2022-03"
    )
    ends: str | None = key(
        "Until when it was in force.", default=None, form="date", example="2022-09"
    )
    changes: str | None = key("What was other than in the version before.", default=None)
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Material:
    """A physical or informational thing used in delivery or in training the providers."""

    name: str = key("What it is called.", example="Exercise diary", label=True)
    kind: (
        Literal[
            "information",
            "equipment",
            "device",
            "digital",
            "training",
            "drug",
            "biological",
            "other",
        ]
        | None
    ) = key(
        "What kind of thing it is; a placebo of a drug is a drug here.",
        default=None,
        label=True,
        example="drug",
    )
    description: str | None = key("What it holds or does.", default=None)
    generic_name: str | None = key(
        "Of a drug or biological: its generic name.", default=None, example="varenicline"
    )
    strength: str | None = key(
        "How much of the active substance is in one unit; this is no dose.",
        default=None,
        example="0.5 mg",
    )
    form: str | None = key("The form in which it is given.", default=None, example="tablet")
    route: str | None = key("The way into the body.", default=None, example="by mouth")
    maker: str | None = key("Who makes it.", default=None, example="Example Pharma")
    batch: str | None = key(
        "Batch or lot; of other things, the model or edition.", default=None, example="lot 4711"
    )
    versions: tuple[Version, ...] = key(
        "Of digital and printed things: the versions, with the time in which each was in force.",
        default=(),
    )
    audience: tuple[Literal["participants", "providers", "trainers"], ...] = key(
        "Who uses it.", default=()
    )
    access: Access | None = key("How others can get it.", default=None)
    quantity: str | None = key("How much or how many.", default=None, example="two bands each")
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Setting:
    """A kind of place in which the intervention happens."""

    kind: str | None = key(
        "What kind of place it is; absent where only the region is known.",
        default=None,
        example="primary school",
        label=True,
    )
    infrastructure: str | None = key("What the place must have.", default=None)
    atmosphere: str | None = key(
        "What it is like to be there: light, noise, decoration, company, manner.", default=None
    )
    eligibility: str | None = key("Which places may take part, by which criteria.", default=None)
    country: str | None = key("Country or region.", default=None, example="England")
    sites: Count | None = key("How many there are.", default=None)
    terms: tuple[Term, ...] = key("Terms of vocabularies that name this kind.", default=())
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Measure:
    """A way to find out how well something was delivered or taken up."""

    name: str = key("What it is called.", example="Session checklist", label=True)
    kind: Literal["fidelity", "adherence", "reach", "dose"] = key("What it measures.", label=True)
    of: Literal["providers", "participants", "organisation"] | None = key(
        "Whose conduct it measures.", default=None
    )
    method: str | None = key("How it is measured.", default=None, example="structured interview")
    content: tuple[str, ...] = key("What it covers: its domains or topics.", default=())
    informants: tuple[str, ...] = key("Who supplies the information.", default=())
    assessed_by: str | None = key("Who makes the rating. This is not the informant.", default=None)
    target: str | None = key("The level aimed at.", default=None, example="at least 80%")
    unit: str | None = key("Unit of the value.", default=None, example="sessions")
    when: str | None = key("When it is measured.", default=None)
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Domain:
    """A heading under which components are grouped."""

    name: str = key("What it is called.", label=True)
    aliases: tuple[str, ...] = key("Other names in use.", default=(), label=True)
    description: str | None = key("What belongs under it.", default=None)
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Rating:
    """What a consensus group made of a component."""

    n: int | None = key("How many people rated.", default=None, least=0)
    summary: str | None = key("The result.", default=None, example="median 8 of 9")
    agreement: str | None = key("How far they agreed.", default=None)


@record
class ComponentEvent:
    """What became of a component at one event of the development."""

    event: str = key(
        "Key of the event in `development.events`.", refers="development.events", label=True
    )
    outcome: Literal["proposed", "retained", "reworded", "merged", "split", "dropped"] = key(
        "What became of it."
    )
    into: tuple[str, ...] = key(
        "Keys of the components it was merged or split into.", default=(), refers="components"
    )
    priority: Literal["core", "optional"] | None = key("Its priority then.", default=None)
    rating: Rating | None = key("How it was rated.", default=None)
    note: str | None = key("Anything more.", default=None)
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Component:
    """One ingredient of an intervention, as its developers worded it."""

    text: str = key("What is done, or what must be in place.")
    domain: str | None = key("Key of its domain.", default=None, refers="domains", label=True)
    level: Literal["participant", "provider", "organisation"] | None = key(
        "Whom it acts on: supervision acts on providers, not on participants.",
        default=None,
        label=True,
    )
    why: str | None = key("Why it is there: the function it serves.", default=None)
    form: Literal["fixed", "locally-adapted"] | None = key(
        "Whether its form is fixed or fitted to the place.", default=None
    )
    terms: tuple[Term, ...] = key(
        "Terms of vocabularies that name it, such as behaviour change techniques.", default=()
    )
    realised_by: tuple[str, ...] = key(
        "Keys of the materials that carry it out.", default=(), refers="materials"
    )
    history: tuple[ComponentEvent, ...] = key("What became of it, event by event.", default=())
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")
