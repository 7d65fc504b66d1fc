"""Provide Word documents: views written to them, forms read, filled, and commented on."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from intspec import Annotator, Filler, Importer, Renderer, hookimpl
from intspec_bundled.word.options import WordOptions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from intspec import FilledForm, Form, FormAnswer, Remark, View

SUFFIXES = (".docx", ".docm")


@hookimpl
def intspec_renderers() -> Iterator[Renderer]:
    """Provide Word documents."""
    yield Renderer(
        format="docx",
        suffix=".docx",
        media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        summary="A Word document, in styles that a journal's template can change",
        function=docx,
        options=WordOptions,
    )


@hookimpl
def intspec_importers() -> Iterator[Importer]:
    """Provide the reading of forms."""
    yield Importer(
        format="docx",
        suffixes=SUFFIXES,
        summary="Word documents: every table, with what is set aside named",
        function=read_docx,
    )


@hookimpl
def intspec_annotators() -> Iterator[Annotator]:
    """Provide the writing of remarks into forms."""
    yield Annotator(
        format="docx",
        suffixes=SUFFIXES,
        summary="Word documents: each remark as a comment beside its cell",
        function=annotate_docx,
    )


@hookimpl
def intspec_fillers() -> Iterator[Filler]:
    """Provide the filling of forms."""
    yield Filler(
        format="docx",
        suffixes=SUFFIXES,
        summary="Answers in the cells of a Word form; their formatting stays",
        function=fill_docx,
    )


def docx(view: "View", options: WordOptions | None = None) -> bytes:
    """Write a view as a Word document."""
    from intspec_bundled.word.docx_file import render  # noqa: PLC0415 -- start-up

    return render(view, options)


def read_docx(raw: bytes, _name: str) -> "Form":
    """Read a Word file as a form."""
    from intspec_bundled.word.reading import read_form  # noqa: PLC0415 -- start-up

    return read_form(raw)


def annotate_docx(raw: bytes, remarks: "Sequence[Remark]") -> bytes:
    """Put remarks into a copy of a Word file, as comments."""
    from intspec_bundled.word.annotating import annotate  # noqa: PLC0415 -- start-up

    return annotate(raw, remarks)


def fill_docx(raw: bytes, answers: "Sequence[FormAnswer]") -> "FilledForm":
    """Write answers into a copy of a Word file."""
    from intspec_bundled.word.filling import fill  # noqa: PLC0415 -- start-up

    return fill(raw, answers)
