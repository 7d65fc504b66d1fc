"""Define the fields that only peer support needs: `extensions.peer-support`."""

from typing import Literal

from intspec import key, record


@record
class LivedExperience:
    """The experience that peer workers bring."""

    required: bool | None = key(
        "true if peer workers must have it, false if not. `false` is an answer, not a gap.",
        default=None,
    )
    of: str | None = key("Experience of what: a condition, services, a situation.", default=None)
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class PeerRole:
    """What a peer worker does, and where the role ends."""

    description: str | None = key("What the role description sets out.", default=None)
    person_specification: str | None = key(
        "What is asked of those who take the role.", default=None
    )
    boundaries: str | None = key(
        "Where the role ends, and how relationships are kept within it.", default=None
    )
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Recruitment:
    """How peer workers are found and chosen."""

    how: str | None = key("How they are found and chosen.", default=None)
    peers: str | None = key("What part peers have in choosing them.", default=None)
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Carried:
    """A principle, and what carries it."""

    carried_by: tuple[str, ...] = key(
        "Keys of the components that carry it.", default=(), refers="components"
    )
    note: str | None = key("What the principle means here.", default=None)
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Principles:
    """The five principles of peer support (Gillard et al. 2017), those that guide this one."""

    shared_lived_experience: Carried | None = key(
        "Relationships are built on shared lived experience.", default=None
    )
    reciprocity_and_mutuality: Carried | None = key("Giving and taking go both ways.", default=None)
    experiential_knowledge: Carried | None = key(
        "Knowledge from experience is held to be valid.", default=None
    )
    leadership_choice_and_control: Carried | None = key(
        "Peers lead, and the person chooses.", default=None
    )
    strengths_and_connections: Carried | None = key(
        "Strengths are discovered and connections made.", default=None
    )


@record
class Support:
    """Support for peer workers beside the supervision stated under `providers`."""

    in_absence: str | None = key("Who supports them when the supervisor is away.", default=None)
    other: str | None = key("Other support at work.", default=None)
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Preparation:
    """How the organisation and its teams are made ready for peer workers."""

    teams: str | None = key("How teams are prepared, and by whom.", default=None)
    base: str | None = key("Where in the organisation peer workers have their place.", default=None)
    visits: str | None = key("Visits before the work begins.", default=None)
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class FidelityDomains:
    """What measures each of the four domains of fidelity (Gillard et al. 2021)."""

    shared_lived_experience: tuple[str, ...] = key(
        "Keys of what measures a trusting relationship based on shared lived experience.",
        default=(),
        refers="measures",
    )
    reciprocity_and_mutuality: tuple[str, ...] = key(
        "Keys of what measures reciprocity and mutuality.", default=(), refers="measures"
    )
    leadership_choice_and_control: tuple[str, ...] = key(
        "Keys of what measures leadership, choice and control.", default=(), refers="measures"
    )
    strengths_and_connections: tuple[str, ...] = key(
        "Keys of what measures the building of strengths and connections to the community.",
        default=(),
        refers="measures",
    )
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class AsDelivered:
    """How it was when the support was delivered, for what is else known from its development."""

    role: str | None = key("The role of the peer workers.", default=None)
    recruitment: str | None = key("How they were found and chosen.", default=None)
    training: str | None = key("What part experienced peers had in the training.", default=None)
    ending: str | None = key("How the support came to its end.", default=None)
    supervision: str | None = key("Supervision, and other support for them.", default=None)
    preparation: str | None = key("How teams were made ready.", default=None)
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class PeerSupportOfArm:
    """What is said of peer support in one arm, where arms differ in it."""

    peer_workers: tuple[str, ...] = key(
        "Keys of the providers who are peer workers in this arm.", default=(), refers="providers"
    )
    contact: str | None = key(
        "What contact with peer workers people in this arm could have besides what is described: "
        "in a comparator, of services that others use.",
        default=None,
        example="Two of the seven services had peer workers of their own.",
    )
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class PeerSupport:
    """What is said of peer support and of no other intervention."""

    arms: tuple[str, ...] = key(
        "Keys of the arms in which peer support is given, where it is not plain.",
        default=(),
        refers="interventions",
    )
    peer_workers: tuple[str, ...] = key(
        "Keys of the providers who are peer workers.", default=(), refers="providers"
    )
    lived_experience: LivedExperience | None = key("The experience they bring.", default=None)
    role: PeerRole | None = key("Their role and its boundaries.", default=None)
    recruitment: Recruitment | None = key("How they are found and chosen.", default=None)
    training_by_peers: str | None = key(
        "What part experienced peers have in training them.", default=None
    )
    principles: Principles | None = key("The principles, and what carries each.", default=None)
    ending: str | None = key("How the support comes to its end.", default=None)
    support: Support | None = key("Support for peer workers beside supervision.", default=None)
    preparation: Preparation | None = key("How teams are made ready.", default=None)
    fidelity: FidelityDomains | None = key("What measures each domain of fidelity.", default=None)
    from_development: tuple[
        Literal["role", "recruitment", "training", "ending", "supervision", "preparation"], ...
    ] = key(
        "What is said here from the development alone, and not of the support as delivered.",
        default=(),
    )
    as_delivered: AsDelivered | None = key(
        "How what `from_development` lists was when the support was delivered.", default=None
    )
    sources: tuple[str, ...] = key(
        "Keys of `sources` for all of it, where nothing inside names its own.",
        default=(),
        refers="sources",
    )
