"""Helpers on text that plugins may use: what a format cannot hold, names, words of messages.

`intspec.text` is the one module beside `intspec` that a plugin may import from. Its names are
loaded when first asked for; the modules below it are not public.
"""

from intspec.exports import loading

# Importing it from typing takes longer than all that the commands need of this package.
TYPE_CHECKING = False

_HOMES = {
    "intspec.text.characters": (
        "C1_CONTROLS",
        "CONTROLS",
        "NOT_IN_XML",
        "NOT_ON_PAGES",
        "SHAPELESS",
        "STAND_IN",
        "SURROGATES",
        "line_feeds",
        "named",
        "normalized",
        "replace_forbidden",
        "replacement_notice",
    ),
    "intspec.text.directions": ("is_right_to_left",),
    "intspec.text.lookalikes": ("undivided",),
    "intspec.text.names": ("did_you_mean", "nearest", "slug", "unique"),
    "intspec.text.placeholders": ("is_open", "is_placeholder", "is_prompt"),
    "intspec.text.sameness": ("plain_words",),
    "intspec.text.small": ("set_small",),
    "intspec.text.wording": ("flat", "held_together", "plural", "shorten", "some_of"),
}

__all__ = [
    "C1_CONTROLS",
    "CONTROLS",
    "NOT_IN_XML",
    "NOT_ON_PAGES",
    "SHAPELESS",
    "STAND_IN",
    "SURROGATES",
    "did_you_mean",
    "flat",
    "held_together",
    "is_open",
    "is_placeholder",
    "is_prompt",
    "is_right_to_left",
    "line_feeds",
    "named",
    "nearest",
    "normalized",
    "plain_words",
    "plural",
    "replace_forbidden",
    "replacement_notice",
    "set_small",
    "shorten",
    "slug",
    "some_of",
    "undivided",
    "unique",
]

if TYPE_CHECKING:
    from intspec.text.characters import (
        C1_CONTROLS,
        CONTROLS,
        NOT_IN_XML,
        NOT_ON_PAGES,
        SHAPELESS,
        STAND_IN,
        SURROGATES,
        line_feeds,
        named,
        normalized,
        replace_forbidden,
        replacement_notice,
    )
    from intspec.text.directions import is_right_to_left
    from intspec.text.lookalikes import undivided
    from intspec.text.names import did_you_mean, nearest, slug, unique
    from intspec.text.placeholders import is_open, is_placeholder, is_prompt
    from intspec.text.sameness import plain_words
    from intspec.text.small import set_small
    from intspec.text.wording import flat, held_together, plural, shorten, some_of


__getattr__, __dir__ = loading(__name__, _HOMES)
