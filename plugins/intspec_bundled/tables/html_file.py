"""Write a view as one web page that loads no scripts, fonts or images."""

from functools import cache
from typing import TYPE_CHECKING, Any

from intspec import Block, Cell, Column, Figure, Row, Table, View, write_svg
from intspec.text import NOT_ON_PAGES, held_together, is_right_to_left, replace_forbidden

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup


def render(view: View) -> str:
    """Write a view as a web page.

    Args:
        view: Any view.

    Returns:
        The page, ending in a line break.
    """
    return _template().render(
        view=view,
        tongue=_tongue(view.language),
        spans=_spans,
        percents=_percents,
        lead=_lead,
        listed=_listed,
        web=_web,
        drawn=_drawn,
    )


@cache
def _template() -> "Template":
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 -- start-up

    environment = Environment(
        autoescape=True,
        finalize=_clean,
        keep_trailing_newline=True,
        loader=PackageLoader("intspec_bundled.tables", ""),
        lstrip_blocks=True,
        # The optimizer would find no constants to fold, and takes a tenth of the compile time.
        optimized=False,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters["held"] = held_together
    return environment.get_template("page.html.jinja")


def _clean(value: Any) -> Any:
    # What has this method is markup, and not text.
    if isinstance(value, str) and not hasattr(value, "__html__"):
        return replace_forbidden(value, NOT_ON_PAGES)[0]
    return value


def _tongue(language: str) -> dict[str, str]:
    """Return the attributes of what is in the specification's own language, if it is not English.

    The page itself is in English.
    """
    if language.lower().partition("-")[0] == "en":
        return {}
    direction = "rtl" if is_right_to_left(language) else "ltr"
    return {"lang": _clean(language), "dir": direction}


def _web(url: str) -> bool:
    """Whether an address leads to the web, and to nothing else."""
    return url.startswith(("https://", "http://"))


def _drawn(figure: Figure) -> "Markup":
    """Return a figure as part of the page."""
    from markupsafe import Markup  # noqa: PLC0415 -- start-up

    return Markup(write_svg(figure))  # noqa: S704 -- its words are escaped where it is written


def _spans(table: Table) -> list[tuple[str, list[Column]]]:
    """Return the columns under the headings that they share."""
    spans: list[tuple[str, list[Column]]] = []
    for column in table.columns:
        if column.span and spans and spans[-1][0] == column.span:
            spans[-1][1].append(column)
        else:
            spans.append((column.span, [column]))
    return spans


def _percents(table: Table) -> list[str]:
    """Return the share of the width that each column has."""
    whole = sum(column.width for column in table.columns)
    return [f"{100 * column.width / whole:.4g}%" for column in table.columns]


def _lead(table: Table, row: Row) -> str:
    """Return the headings of a row, as they lead its paragraph."""
    cells = zip(table.columns, row.cells, strict=True)
    heads = [cell.plain for column, cell in cells if column.head and cell.blocks]
    other_heads = f" ({', '.join(heads[1:])})" if heads[1:] else ""
    return f"{heads[0]}{other_heads}." if heads else ""


def _listed(cell: Cell) -> list[tuple[bool, list[Block]]]:
    """Return the blocks of a cell, those that make one list together."""
    groups: list[tuple[bool, list[Block]]] = []
    for block in cell.blocks:
        bullet = block.kind == "bullet"
        if bullet and groups and groups[-1][0]:
            groups[-1][1].append(block)
        else:
            groups.append((bullet, [block]))
    return groups
