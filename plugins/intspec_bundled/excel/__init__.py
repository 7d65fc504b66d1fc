"""Excel: tables written and read as .xlsx, and forms filled."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from intspec import Filler, Importer, PageOptions, Renderer, hookimpl

if TYPE_CHECKING:
    from collections.abc import Sequence

    from intspec import FilledForm, Form, FormAnswer, View

SUFFIXES = (".xlsx", ".xlsm")


@hookimpl
def intspec_renderers() -> Iterator[Renderer]:
    """Provide Excel workbooks."""
    yield Renderer(
        format="xlsx",
        suffix=".xlsx",
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        summary="An Excel workbook, a sheet for each table; no cell of it is a formula",
        function=xlsx,
        options=PageOptions,
    )


@hookimpl
def intspec_importers() -> Iterator[Importer]:
    """Provide the reading of Excel workbooks."""
    yield Importer(
        format="xlsx",
        suffixes=SUFFIXES,
        summary="An Excel workbook: each sheet as a table",
        function=read_xlsx,
    )


@hookimpl
def intspec_fillers() -> Iterator[Filler]:
    """Provide the filling of forms in Excel workbooks."""
    yield Filler(
        format="xlsx",
        suffixes=SUFFIXES,
        summary="Answers in the cells of an Excel form; styles and all else stay",
        function=fill_xlsx,
    )


def xlsx(view: "View", options: PageOptions | None = None) -> bytes:
    """Write a view as an Excel workbook."""
    from intspec_bundled.excel.xlsx_file import render  # noqa: PLC0415 -- start-up

    return render(view, options)


def read_xlsx(raw: bytes, name: str) -> "Form":
    """Read an Excel workbook as a form."""
    from intspec_bundled.excel.reading import read  # noqa: PLC0415 -- start-up

    return read(raw, name)


def fill_xlsx(raw: bytes, answers: "Sequence[FormAnswer]") -> "FilledForm":
    """Write answers into a copy of an Excel workbook."""
    from intspec_bundled.excel.filling import fill  # noqa: PLC0415 -- start-up

    return fill(raw, answers)
