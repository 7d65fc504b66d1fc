"""PDF: views written through typst (the extra `pdf`), forms read through PDFium (`pdf-in`)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from intspec import Importer, PageOptions, Renderer, hookimpl

if TYPE_CHECKING:
    from intspec import Form, View


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


@hookimpl
def intspec_importers() -> Iterator[Importer]:
    """Provide the reading of filled forms."""
    yield Importer(
        format="pdf",
        suffixes=(".pdf",),
        summary="A PDF with text: tables with ruled lines, or plain columns; needs intspec[pdf-in]",
        function=read_pdf,
    )


def pdf(view: "View", options: PageOptions | None = None) -> bytes:
    """Write a view as PDF."""
    from intspec_bundled.pdf.pdf_file import render  # noqa: PLC0415 -- start-up

    return render(view, options)


def read_pdf(raw: bytes, name: str) -> "Form":
    """Read a PDF as a form."""
    from intspec_bundled.pdf.reading import read  # noqa: PLC0415 -- start-up

    return read(raw, name)
