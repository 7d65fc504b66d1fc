"""Views as Markdown, HTML, CSV and JSON, and their figures as SVG."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from intspec import Importer, Renderer, hookimpl

if TYPE_CHECKING:
    from intspec import Form, View


@hookimpl
def intspec_renderers() -> Iterator[Renderer]:
    """Provide the formats that need nothing but text."""
    yield Renderer(
        format="markdown",
        suffix=".md",
        media_type="text/markdown",
        summary="Markdown with tables, as GitHub and pandoc read it",
        function=markdown,
    )
    yield Renderer(
        format="html",
        suffix=".html",
        media_type="text/html",
        summary="One self-contained web page, ready to print",
        function=html,
    )
    yield Renderer(
        format="csv",
        suffix=".csv",
        media_type="text/csv",
        summary="Rows for a spreadsheet; no cell of it is run as a formula",
        function=csv,
    )
    yield Renderer(
        format="json",
        suffix=".json",
        media_type="application/json",
        summary="The view as data",
        function=json,
    )
    yield Renderer(
        format="svg",
        suffix=".svg",
        media_type="image/svg+xml",
        summary="The figure of a view, as a picture that loads nothing",
        function=svg,
    )


@hookimpl
def intspec_importers() -> Iterator[Importer]:
    """Provide the reading of tables in text."""
    yield Importer(
        format="csv",
        suffixes=(".csv", ".tsv"),
        summary="Comma-separated values, in UTF-8 or UTF-16",
        function=read_csv,
    )


def markdown(view: "View") -> str:
    """Write a view as Markdown."""
    from intspec_bundled.tables.markdown_file import render  # noqa: PLC0415 -- start-up

    return render(view)


def html(view: "View") -> str:
    """Write a view as a web page."""
    from intspec_bundled.tables.html_file import render  # noqa: PLC0415 -- start-up

    return render(view)


def csv(view: "View") -> bytes:
    """Write a view as comma-separated values."""
    from intspec_bundled.tables.csv_file import render  # noqa: PLC0415 -- start-up

    return render(view)


def json(view: "View") -> str:
    """Write a view as JSON."""
    from intspec_bundled.tables.json_file import render  # noqa: PLC0415 -- start-up

    return render(view)


def svg(view: "View") -> str:
    """Write the figures of a view as SVG."""
    from intspec_bundled.tables.svg_file import render  # noqa: PLC0415 -- start-up

    return render(view)


def read_csv(raw: bytes, name: str) -> "Form":
    """Read comma-separated values as a form."""
    from intspec_bundled.tables.csv_reading import read  # noqa: PLC0415 -- start-up

    return read(raw, name)
