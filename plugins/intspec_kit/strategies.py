"""A Hypothesis strategy for specifications. Needs the extra `intspec[testing]`."""

from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from intspec.schema.extension import Extension
from intspec.text.characters import BYTE_ORDER_MARK, NO_CHARACTERS_IN_XML
from intspec_kit.generating import Maker

__all__ = ["specifications"]

#: Characters of a text file: no controls, and no separators that break lines without being seen.
_ALPHABET = st.characters(
    codec="utf-8",
    exclude_categories=("Cc", "Cs", "Zl", "Zp"),
    exclude_characters=BYTE_ORDER_MARK + NO_CHARACTERS_IN_XML,
)
_TEXT = st.text(_ALPHABET, min_size=1, max_size=24).filter(str.strip)


@st.composite
def specifications(
    draw: st.DrawFn,
    *,
    checklists: Sequence[str] = ("tidier",),
    about: Sequence[str] = ("tidier/materials", "tidier/session-length"),
    extensions: Mapping[str, Extension] | None = None,
) -> dict[str, Any]:
    """Make the plain data of specifications that fit the schema.

    Args:
        draw: Given by Hypothesis.
        checklists: The checklists that they claim.
        about: The ids that their declarations and locations are about.
        extensions: The fields of plugins, by their key under `extensions`.

    Returns:
        A strategy; `factories.text` makes the text of a file of what it gives.
    """
    return Maker(
        choose=lambda count: draw(st.integers(0, count - 1)),
        checklists=checklists,
        about=about,
        extensions=extensions or {},
        text=lambda: draw(_TEXT),
    ).specification()
