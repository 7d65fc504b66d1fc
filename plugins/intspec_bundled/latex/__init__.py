"""Views as LaTeX, for pdflatex and lualatex."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from intspec import PageOptions, Renderer, hookimpl

if TYPE_CHECKING:
    from intspec import View


@hookimpl
def intspec_renderers() -> Iterator[Renderer]:
    """Provide LaTeX."""
    yield Renderer(
        format="latex",
        suffix=".tex",
        media_type="application/x-tex",
        summary="LaTeX with longtable and booktabs, for pdflatex and lualatex",
        function=latex,
        options=PageOptions,
    )


def latex(view: "View", options: PageOptions | None = None) -> str:
    """Write a view as LaTeX."""
    from intspec_bundled.latex.latex_file import render  # noqa: PLC0415 -- start-up

    return render(view, options)
