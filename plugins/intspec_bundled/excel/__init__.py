"""Excel: tables written and read as .xlsx."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from intspec import Importer, Renderer, hookimpl

if TYPE_CHECKING:
    from intspec import Form, View


@hookimpl
def intspec_renderers() -> Iterator[Renderer]:
    """Provide Excel workbooks."""
    yield Renderer(
        format="xlsx",
        suffix=".xlsx",
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        summary="An Excel workbook, a sheet for each table; no cell of it is a formula",
        function=xlsx,
    )


@hookimpl
def intspec_importers() -> Iterator[Importer]:
    """Provide the reading of Excel workbooks."""
    yield Importer(
        format="xlsx",
        suffixes=(".xlsx", ".xlsm"),
        summary="An Excel workbook: each sheet as a table",
        function=read_xlsx,
    )


def xlsx(view: "View") -> bytes:
    """Write a view as an Excel workbook."""
    from intspec_bundled.excel.xlsx_file import render  # noqa: PLC0415 -- start-up

    return render(view)


def read_xlsx(raw: bytes, name: str) -> "Form":
    """Read an Excel workbook as a form."""
    from intspec_bundled.excel.reading import read  # noqa: PLC0415 -- start-up

    return read(raw, name)
