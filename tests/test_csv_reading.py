"""Comma-separated values as a form: encodings, delimiters, quotes, lines, refusals."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intspec import Block, Cell, Column, Form, FormError, FormTable, Row, Table, View
from intspec.views import VIEWS
from intspec_bundled import tables
from intspec_bundled.tables.csv_file import FORBIDDEN, render
from office import line_feeds, odd_texts
from test_views import view_of

READ: Any = next(iter(tables.intspec_importers())).function


def read(raw: bytes | str) -> FormTable:
    """Read a file, given as bytes or as text."""
    form: Form = READ(raw.encode() if isinstance(raw, str) else raw, "form.csv")
    return form.tables[0]


def texts(table: FormTable) -> list[list[str]]:
    """Return the texts of a table, row by row."""
    return [[cell.text for cell in row.cells] for row in table.rows]


def shown(text: str) -> str:
    """Return what a file shows of a text."""
    return FORBIDDEN.sub("\ufffd", line_feeds(text))


@pytest.mark.parametrize("kind", VIEWS)
def test_every_cell_reads_back(kind: str) -> None:
    """Tables, groups and the words around them are what the view has."""
    view = view_of(kind)
    form = READ(render(view), "view.csv")
    assert [table.caption for table in form.tables] == [table.caption for table in view.tables]
    # Columns with one key are one column of the file, under the words of the first of them.
    columns = {c.key: c for table in reversed(view.tables) for c in table.columns}
    for table, found in zip(view.tables, form.tables, strict=True):
        header, *rows = texts(found)
        titles = [
            (f"{c.span}: " if c.span else "") + c.title + (f"\n{c.note}" if c.note else "")
            for c in (columns[column.key] for column in table.columns)
        ]
        used = [
            n
            for n in range(len(table.columns))
            if any(row.kind == "item" and row.cells[n].plain for row in table.rows)
        ]
        # Where two tables have a column of one name, the key stands behind it.
        assert [re.sub(r" \([a-z]+\)(\n|$)", r"\1", title) for title in header] == [
            titles[n] for n in used
        ]
        assert rows == [
            [row.cells[0].plain] if row.kind == "group" else [row.cells[n].plain for n in used]
            for row in table.rows
        ]
    assert [(text.style, text.text) for text in form.texts[:3]] == [
        ("Title", view.title),
        ("Subtitle", view.subtitle),
        ("Notice", view.notices[0]),
    ]


def test_a_form_of_somebody_else_with_sections_is_one_table() -> None:
    """A first column that is called Section does not make a file one of ours."""
    table = read("Section,Item,Page\nMethods,1,3\nResults,2,4\n")
    assert texts(table) == [
        ["Section", "Item", "Page"],
        ["Methods", "1", "3"],
        ["Results", "2", "4"],
    ]


@pytest.mark.parametrize("header", ["Section", "Section,Group", "Section,Item"])
def test_a_file_of_ours_that_was_changed_is_one_table(header: str) -> None:
    """Without its columns, or with more values than it has columns, nothing of it is lost."""
    table = read(f"{header}\nTitle,Words.,,more\nView,TIDieR,,\n")
    assert [cell for row in texts(table) for cell in row if cell] == [
        *header.split(","),
        *("Title", "Words.", "more", "View", "TIDieR"),
    ]


def two_columns(pairs: list[tuple[Cell, Cell]]) -> View:
    """Make a view of two columns; its last row has words in both."""
    columns = (Column("a", "A"), Column("b", "B"))
    end = Cell((Block("text", "end"),))
    rows = tuple(Row("item", pair) for pair in [*pairs, (end, end)])
    return View("k", "T", "S", tables=(Table("t", "T", columns, rows),))


def test_odd_texts_read_back() -> None:
    """Each text of the collections is the same when read back, or what is not is shown."""
    odd = list(odd_texts())
    view = two_columns([(Cell((Block("text", text),)), Cell()) for text in odd])
    form = READ(render(view), "view.csv")
    assert texts(form.tables[0]) == [["A", "B"], *([shown(text), ""] for text in odd), ["end"] * 2]
    count = sum(len(FORBIDDEN.findall(text)) for text in odd)
    told = f"{count} characters that a text file cannot hold: shown as \ufffd."
    assert [text.text for text in form.texts if text.style == "Notice"] == [told]


@pytest.mark.long
@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(st.characters()), min_size=1, max_size=5))
def test_any_text_reads_back(values: list[str]) -> None:
    """A cell is what it was, or has a visible character for one that a text cannot hold."""
    first = Cell(tuple(Block("text", text) for text in values))
    second = Cell(tuple(Block("bullet", text, cites=("1",)) for text in values))
    found = texts(read(render(two_columns([(first, second)]))))
    assert found == [["A", "B"], [shown(first.plain), shown(second.plain)], ["end", "end"]]


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


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("title", ["A trial", "A trial, its form", "Walk; a trial, told", "a\tb"])
@pytest.mark.parametrize("answer", ["p. 3", "p. 3, 4", "p. 3, see 4, 5; and 6"])
def test_a_title_above_the_table_does_not_choose_the_delimiter(
    delimiter: str, title: str, answer: str
) -> None:
    """Where what it has in it parts the lines below otherwise than the table's own does."""
    if any(sign in answer for sign in delimiter):
        answer = f'"{answer}"'
    rows = [["No", "Item", "Where"], *([str(number), "Why", answer] for number in range(1, 13))]
    text = "\n".join([title, *(delimiter.join(row) for row in rows)])
    form = READ(text.encode(), "form.csv")
    assert texts(form.tables[0])[1:] == [[value.strip('"') for value in row] for row in rows]
    assert not [remark for remark in form.remarks if not remark.startswith("line 1 ")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("answer", ["S. 3,5", "Methods; p. 3", "Methods, p. 3", "3"])
@pytest.mark.parametrize(
    "titles", [[], ["A, b"], ["T: A, b; c"] * 5, ["a,b,c,d,e"], ["a;b;c;d\te"]]
)
def test_ragged_rows_and_other_signs_in_answers_do_not_choose_the_delimiter(
    delimiter: str, answer: str, titles: list[str]
) -> None:
    """A header of three, rows of which some leave the last cell off, however they are titled."""
    if delimiter in answer:
        answer = f'"{answer}"'
    rows = [
        [str(number), "Why", *([answer] if number % 3 else [])] for number in range(1, 13)
    ]  # fmt: skip
    table = [["No", "Item", "Where"], *rows]
    text = "\n".join([*titles, *(delimiter.join(row) for row in table)])
    read_rows = texts(READ(text.encode(), "form.csv").tables[0])[len(titles) :]
    assert read_rows == [[*(value.strip('"') for value in row), ""][:3] for row in table]


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
        "line 2 has 1 value, and the table 2 columns",
        "line 3 has 3 values, and the table 2 columns",
    )


def test_a_quotation_mark_within_a_value_is_one() -> None:
    """An inch or a nickname needs no quotes around it."""
    assert texts(read('a,b\n5" band,x "y" z\n')) == [["a", "b"], ['5" band', 'x "y" z']]


def test_an_empty_file_has_no_tables() -> None:
    """Nothing is nothing."""
    assert READ(b"\r\n\r\n", "form.csv").tables == ()


@pytest.mark.parametrize("before", ["", " ", "\ufeff", "<!-- kept --> "])
@pytest.mark.parametrize("cell", ["<body mass>", "<head>", "<Head circumference>", "<p>", "<1 h"])
def test_a_first_cell_may_begin_as_a_tag_does(before: str, cell: str) -> None:
    """Only a whole web page is none of a table's text."""
    (table,) = READ(f"{before}{cell},2\na,b\n".encode(), "form.csv").tables
    first = table.rows[0].cells[0].text
    assert first.strip() == f"{before}{cell}".removeprefix("\ufeff").strip()


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
