"""What users may set of Word documents."""

from typing import Literal

from intspec import key, record


@record
class WordOptions:
    """How a Word document is laid out."""

    page: Literal["a4", "letter"] | None = key(
        "The paper; without it that of the template, or of the region in the specification's "
        "language tag.",
        default=None,
        example="letter",
    )
    orientation: Literal["portrait", "landscape"] | None = key(
        "Which way the pages are turned; without it upright where one or two arms fit.",
        default=None,
        example="portrait",
    )
    template: str | None = key(
        "A Word document whose styles, page, header and footer are used; its text is not.",
        default=None,
        example="journal.docx",
        file=True,
    )
