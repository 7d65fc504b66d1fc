"""What the writers of office files write, their readers give back, cell by cell."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intspec import (
    Block,
    Cell,
    CheckedDocument,
    Column,
    Form,
    FormCell,
    Row,
    Table,
    View,
    build_view,
    load_registry,
)
from intspec.cli.documents import check_one
from intspec.text import undivided
from intspec.views import VIEWS
from office import column_of, line_feeds, odd_texts

pytestmark = pytest.mark.long

SPECS = sorted(
    path
    for path in (Path(__file__).parents[1] / "specs").rglob("*.intspec.yaml")
    if path.parent.name != "designs"
)
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
FORMATS = ("docx", "xlsx")


@cache
def document(path: Path) -> CheckedDocument:
    """Check a specification."""
    return check_one(str(path), load_registry())


@cache
def through(name: str) -> Callable[[View], Form]:
    """Return what writes a view in a format and reads it again."""
    registry = load_registry()
    render = registry.renderer(name).function
    read: Any = registry.importers[name].function

    def there_and_back(view: View) -> Form:
        raw = render(view)
        assert isinstance(raw, bytes)
        form: Form = read(raw, f"view.{name}")
        return form

    return there_and_back


def kept(text: str, name: str) -> str:
    """Return what is read of a cell.

    The reader of Word files drops blanks at its ends, and soft hyphens that only divide a word.
    """
    return undivided(text).strip() if name == "docx" else text


def plain(cell: FormCell) -> str:
    """Return what a cell shows, the mark of a list before it included."""
    return f"{cell.number} {cell.text}" if cell.number else cell.text


def breakable(text: str) -> str:
    """Return a text whose sources and units may stand on a line of their own, as Word forbids."""
    return re.sub(r"(?<=\d)\N{NO-BREAK SPACE}|\N{NO-BREAK SPACE}(?=\[)", " ", text)


def rows(form: Form, view: View, name: str) -> list[list[list[str]]]:
    """Return what is read of a view's tables, without their headings."""
    tables = [t for t in view.tables if t.layout == "table" or name == "xlsx"]
    return [
        [
            [breakable(plain(cell)) for cell in row.cells]
            for row in found.rows[2 if any(c.span for c in table.columns) else 1 :]
        ]
        for table, found in zip(tables, form.tables, strict=True)
    ]


def written(view: View, name: str) -> list[list[list[str]]]:
    """Return what stands in a view's tables."""
    return [
        [[breakable(kept(cell.plain, name)) for cell in row.cells] for row in table.rows]
        for table in view.tables
        if table.layout == "table" or name == "xlsx"
    ]


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("kind", VIEWS)
@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.name.partition(".")[0])
def test_every_cell_of_every_specification_reads_back(path: Path, kind: str, name: str) -> None:
    """Each cell is the same, and so are title, language and identifier."""
    checked = document(path)
    for checklist in checked.checklists:
        view = build_view(kind, checked.spec, checked.report, checklist)
        form = through(name)(view)
        assert rows(form, view, name) == written(view, name)
        assert form.title == f"{view.title} \N{EN DASH} {view.subtitle}"
        assert (form.language, form.identifier) == (view.language, view.identifier)


@pytest.mark.parametrize("name", FORMATS)
def test_odd_texts_read_back(name: str) -> None:
    """Each text of the collections is the same, or what no XML can hold is shown as U+FFFD."""
    texts = list(odd_texts())
    view = column_of(texts)
    shown = (FORBIDDEN.sub("\ufffd", line_feeds(text)) for text in texts)
    assert rows(through(name)(view), view, name) == [[[kept(text, name)] for text in shown]]


CELLS = st.builds(
    lambda blocks: Cell(tuple(blocks)),
    st.lists(
        st.builds(
            Block,
            kind=st.sampled_from(["text", "bullet", "label", "gap", "declared"]),
            text=st.text(st.characters(exclude_categories=("Cc", "Cs"))).map(
                lambda text: FORBIDDEN.sub("x", text) if text.strip() else "x"
            ),
            label=st.sampled_from(["", "Length", "a: b"]),
            cites=st.sampled_from([(), ("1",), ("1", "23")]),
        ),
        max_size=4,
    ),
)


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=3))
def test_any_cell_reads_back(name: str, pairs: list[tuple[Cell, Cell]]) -> None:
    """Whatever blocks a cell is made of, its words come back as they are printed."""
    columns = (Column("a", "A", head=True), Column("b", "B", note="c"), Column("c", "C"))
    # A row without a word at the end of a sheet is none.
    end = Cell((Block("text", "end"),))
    table = Table("t", "T", columns, tuple(Row("item", (*pair, end)) for pair in pairs))
    view = View("k", "T", "S", tables=(table,))
    assert rows(through(name)(view), view, name) == written(view, name)
