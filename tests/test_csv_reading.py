"""Comma-separated values as a form: encodings, delimiters, quotes, lines, refusals."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import intspec_tables
from intspec import Block, Cell, Column, FormError, FormTable, Row, Table, View
from intspec.views import VIEWS
from intspec_tables.csv_file import FORBIDDEN, render
from office import column_of, line_feeds, odd_texts
from test_views import view_of

READ = next(iter(intspec_tables.intspec_importers())).function


def read(raw: bytes | str) -> FormTable:
    """Read a file, given as bytes or as text."""
    return READ(raw.encode() if isinstance(raw, str) else raw, "form.csv").tables[0]


def texts(table: FormTable) -> list[list[str]]:
    """Return the texts of a table, row by row."""
    return [[cell.text for cell in row.cells] for row in table.rows]


def shown(text: str) -> str:
    """Return what a file shows of a text."""
    return FORBIDDEN.sub("\ufffd", line_feeds(text))


@pytest.mark.parametrize("kind", VIEWS)
def test_every_cell_reads_back(kind: str) -> None:
    """Each record is what the view has there, its heading and section beside it."""
    view = view_of(kind)
    rows = texts(read(render(view)))
    for table in view.tables:
        keys = [column.key for column in table.columns]
        all_keys = list(dict.fromkeys(c.key for t in view.tables for c in t.columns))
        first = len(rows[0]) - len(all_keys)
        at = [first + all_keys.index(key) for key in keys]
        written = [[row[n] for n in at] for row in rows if row[0] == table.caption]
        items = [row for row in table.rows if row.kind == "item"]
        assert written == [[cell.plain for cell in row.cells] for row in items]


def test_odd_texts_read_back() -> None:
    """Each text of the collections is the same when read back, or what is not is shown."""
    odd = list(odd_texts())
    rows = texts(read(render(column_of(odd))))
    expected = [shown(text) for text in odd]
    assert [row[1] for row in rows[1 : len(odd) + 1]] == expected
    count = sum(len(FORBIDDEN.findall(text)) for text in odd)
    told = f"{count} characters that a text file cannot hold: shown as \ufffd."
    assert rows[len(odd) + 1 :] == [["Notice", told]]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(st.characters()), min_size=1, max_size=5))
def test_any_text_reads_back(values: list[str]) -> None:
    """A cell is what it was, or has a visible character for one that a text cannot hold."""
    cell = Cell(tuple(Block("bullet", text, cites=("1",)) for text in values))
    first = Cell(tuple(Block("text", text) for text in values))
    columns = (Column("a", "A"), Column("b", "B"))
    view = View("k", "T", "S", tables=(Table("t", "T", columns, (Row("item", (first, cell)),)),))
    assert texts(read(render(view)))[1][1:] == [shown(first.plain), shown(cell.plain)]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("'=1+1", "=1+1"),
        ("''tis", "'tis"),
        ("'tis", "'tis"),
        ("'", "'"),
        ("'-", "-"),
        ("=1+1", "=1+1"),
    ],
)
def test_the_apostrophe_that_defuses_is_taken_away(written: str, text: str) -> None:
    """And only that one."""
    assert texts(read(f"A\n{written}\n")) == [["A"], [text]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_the_one_of_the_header(delimiter: str) -> None:
    """Commas, semicolons and tabs are told apart by the first record, quotes left aside."""
    text = f'"Item; a, b\tc"{delimiter}Where{delimiter}Other\n1{delimiter}"p. 3, 4;5"{delimiter}\n'
    assert texts(read(text)) == [["Item; a, b\tc", "Where", "Other"], ["1", "p. 3, 4;5", ""]]


def test_a_line_that_names_the_delimiter_goes_before_the_header() -> None:
    """Excel writes and reads such a line."""
    table = read("sep=;\r\na,b,c;d\r\n1;2\r\n")
    assert texts(table) == [["a,b,c", "d"], ["1", "2"]]
    assert [row.line for row in table.rows] == [2, 3]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings(encoding: str) -> None:
    """UTF-8 with a mark or without, and UTF-16 with one."""
    assert texts(read("Ä,中\n".encode(encoding))) == [["Ä", "中"]]


def test_rows_have_the_lines_on_which_they_begin() -> None:
    """Line breaks within quotes count, empty lines are passed over, places are said in words."""
    table = read('a,b\r\n"1\r\n2",x\r\n\r\n"say ""hi""",y')
    assert texts(table) == [["a", "b"], ["1\n2", "x"], ['say "hi"', "y"]]
    assert [(row.number, row.line, row.where) for row in table.rows] == [
        (1, 1, "line 1"),
        (2, 2, "line 2"),
        (3, 5, "line 5"),
    ]
    assert table.rows[2].cells[1].where == "line 5, column 2"


def test_a_record_that_is_too_long_or_too_short_is_told() -> None:
    """Nothing is dropped, and what is missing is empty."""
    form = READ(b"a,b\n1\n1,2,3\n", "form.csv")
    assert texts(form.tables[0]) == [["a", "b"], ["1", ""], ["1", "2", "3"]]
    assert form.remarks == (
        "line 2 has 1 values, and the first record 2",
        "line 3 has 3 values, and the first record 2",
    )


def test_a_quotation_mark_within_a_value_is_one() -> None:
    """An inch or a nickname needs no quotes around it."""
    assert texts(read('a,b\n5" band,x "y" z\n')) == [["a", "b"], ['5" band', 'x "y" z']]


def test_an_empty_file_has_no_tables() -> None:
    """Nothing is nothing."""
    assert READ(b"\r\n\r\n", "form.csv").tables == ()


@pytest.mark.parametrize(
    ("raw", "message", "hint"),
    [
        (b"a,b\n\xe4,1\n", "a character on line 2", "CSV UTF-8"),
        ("a,b\n".encode("utf-16-le"), "zero bytes", "CSV UTF-8"),
        (b'a,b\n1,"open\n2,3\n', "opened on line 2 and never closed", "close it"),
        (b'a,b\n"x" y,1\n', "on line 2, text stands behind", "within quotes"),
        (b"PK\x03\x04rest", "a workbook", ".xlsx"),
        (b"\xd0\xcf\x11\xe0rest", "old Office file", "CSV"),
        (b"%PDF-1.7", "a PDF", "CSV"),
        (b"\xef\xbb\xbf<!DOCTYPE html><table>", "a web page", "CSV"),
        (b"a," * 200_001, "more than 200,000 values", "only the form"),
        (b"a" * 20_000_001, "larger than 20 MB", "only the form"),
    ],
)
def test_what_is_no_form_is_refused_with_a_remedy(raw: bytes, message: str, hint: str) -> None:
    """Whatever is wrong with a file is said in one line, with what to do."""
    with pytest.raises(FormError) as refused:
        READ(raw, "form.csv")
    assert message in refused.value.message
    assert hint in refused.value.hint
