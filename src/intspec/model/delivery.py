"""How an intervention is delivered: by which mode, to one person or to many, and under what."""

from typing import Literal

from intspec.model.keys import key, record
from intspec.model.ranges import PlannedRange

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
Grouping = Literal["individual", "group", "open-group", "mixed", "population"]


@record
class Condition:
    """A place or a mode that is used under a condition: at home, or in the clinic if preferred."""

    setting: str | None = key(
        "Key of the setting that it holds for.", default=None, refers="settings", example="clinic"
    )
    mode: Mode | None = key("The mode that it holds for.", default=None, example="telephone")
    when: str | None = key(
        "When it is used, for whom, or who chooses it.",
        default=None,
        example="if the patient prefers it",
    )
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Delivery:
    """How the procedures of the arm are delivered, unless a procedure says otherwise."""

    mode: tuple[Mode, ...] = key("Modes of delivery.", default=(), example=["face-to-face"])
    grouping: Grouping | None = key(
        "Individually, in a group, in an open group (one that people join and leave, such as a "
        "forum), in several of these ways (mixed), or to a whole population, as with a law.",
        default=None,
    )
    group_size: PlannedRange | None = key("How many are in a group.", default=None)
    supervised: Literal["supervised", "unsupervised", "mixed"] | None = key(
        "Whether a provider is present while people do it, as with exercise.", default=None
    )
    conditions: tuple[Condition, ...] = key(
        "Which place or mode is used under which condition, where not everybody has the same.",
        default=(),
    )
    note: str | None = key("Anything more about the way of delivery.", default=None)
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")
