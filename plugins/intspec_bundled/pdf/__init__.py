"""Views as PDF, through typst (the extra `pdf`)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from intspec import PageOptions, Renderer, hookimpl

if TYPE_CHECKING:
    from intspec import View


@hookimpl
def intspec_renderers() -> Iterator[Renderer]:
    """Provide PDF."""
    yield Renderer(
        format="pdf",
        suffix=".pdf",
        media_type="application/pdf",
        summary="Tagged PDF (PDF/UA), ready to hand in; needs intspec[pdf]",
        function=pdf,
        options=PageOptions,
    )


def pdf(view: "View", options: PageOptions | None = None) -> bytes:
    """Write a view as PDF."""
    from intspec_bundled.pdf.pdf_file import render  # noqa: PLC0415 -- start-up

    return render(view, options)
