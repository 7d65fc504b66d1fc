"""The review copy: one web page with the answers, on which people without intspec write remarks.

The page is opened as a file. Its own script, which the page allows by its hash, puts what is
written into the page's one block of data and saves the page anew.
"""

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from intspec import Cell, Checklist, Item, NoteList, Table, View, build_view
from intspec.text import NOT_ON_PAGES, is_right_to_left, replace_forbidden
from intspec_bundled.edit.file import State
from intspec_bundled.edit.pages import environment
from intspec_bundled.edit.places import WHOLE, empty_block


@dataclass(frozen=True)
class AnswerShown:
    """What is said of an item on one subject.

    Attributes:
        arm: Key of the arm; empty for the study.
        label: What it is called.
        cell: What the table of the paper says.
    """

    arm: str
    label: str
    cell: Cell


@dataclass(frozen=True)
class ItemShown:
    """An item of a guideline, with what is said of it."""

    about: str
    item: Item
    answers: tuple[AnswerShown, ...]


@dataclass(frozen=True)
class GuidelineShown:
    """A guideline, with its items.

    Attributes:
        label: What it is called.
        items: Its items.
        also: What is described beside them.
        notes: What the answers cite, and what they stand apart from.
    """

    label: str
    items: tuple[ItemShown, ...]
    also: tuple[Table, ...]
    notes: tuple[NoteList, ...]


def review_copy(state: State) -> str:
    """Make the review copy of a specification that fits the schema."""
    spec = state.spec
    if spec is None:
        raise ValueError
    views = [
        build_view("description", spec, state.report, checklist, gaps="inline")
        for checklist in state.checklists
    ]
    shown = list(map(guideline_shown, state.checklists, views))
    view = views[0]
    return (
        _environment()
        .get_template("review.html.jinja")
        .render(
            view=view,
            shown=shown,
            block=empty_block(state),
            whole=WHOLE,
            tongue={
                "lang": view.language,
                "dir": "rtl" if is_right_to_left(view.language) else "ltr",
            },
            style=_static("edit.css"),
            style_hash=_hashed(_static("edit.css")),
            script=_static("review.js"),
            script_hash=_hashed(_static("review.js")),
        )
    )


def guideline_shown(checklist: Checklist, view: View) -> GuidelineShown:
    """Return what is shown under a guideline, of its description view."""
    tables = {table.key: table for table in view.tables}
    answers: dict[str, tuple[AnswerShown, ...]] = {}
    for key, of_study in (("study", True), ("arms", False)):
        items = [one for one in checklist.items if (checklist.scope(one) == "study") == of_study]
        table = tables.pop(key, None)
        for item, found in zip(items, _answers(table, study=of_study), strict=True):
            answers[item.id] = found
    shown = tuple(
        ItemShown(f"{checklist.id}/{item.id}", item, answers[item.id]) for item in checklist.items
    )
    return GuidelineShown(checklist.label, shown, tuple(tables.values()), view.notes)


def _answers(table: Table | None, *, study: bool) -> Iterator[tuple[AnswerShown, ...]]:
    """Go over the rows of a table of items: the answers of each."""
    for row in () if table is None else table.rows:
        cells = zip(table.columns, row.cells, strict=True) if table is not None else ()
        yield tuple(
            AnswerShown("" if study else column.key, column.title, cell)
            for column, cell in cells
            if not column.head
        )


@cache
def _environment() -> Environment:
    return environment().overlay(finalize=_clean)


def _clean(value: Any) -> Any:
    """Put a sign in place of what no page holds."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return replace_forbidden(value, NOT_ON_PAGES)[0]
    return value


@cache
def _static(name: str) -> Markup:
    """Return one of our own files, as it stands in the page."""
    return Markup(files(__package__).joinpath("static", name).read_text("utf-8"))  # noqa: S704


def _hashed(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
