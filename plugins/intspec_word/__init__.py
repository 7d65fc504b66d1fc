"""Word: views written, forms read, filled and annotated as .docx."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from intspec import Renderer, hookimpl

if TYPE_CHECKING:
    from intspec import View


@hookimpl
def intspec_renderers() -> Iterator[Renderer]:
    """Provide Word documents."""
    yield Renderer(
        format="docx",
        suffix=".docx",
        media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        summary="A Word document, landscape, in styles that a journal's template can change",
        function=docx,
    )


def docx(view: "View") -> bytes:
    """Write a view as a Word document."""
    from intspec_word.docx_file import render  # noqa: PLC0415 -- start-up

    return render(view)
