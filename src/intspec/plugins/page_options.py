"""The options that all formats of pages have."""

from typing import Literal

from intspec.model.keys import key, record

Paper = Literal["a4", "letter"]
Orientation = Literal["portrait", "landscape"]


@record
class PageOptions:
    """How pages are laid out."""

    page: Paper | None = key(
        "The paper; without it that of the region in the specification's language tag: Letter for "
        "`en-US`, A4 for most others.",
        default=None,
        example="letter",
    )
    orientation: Orientation | None = key(
        "Which way the pages are turned; without it upright where one or two arms fit.",
        default=None,
        example="portrait",
    )
