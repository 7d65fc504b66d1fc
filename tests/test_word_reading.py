"""A Word file is read as a person sees it on the page, whatever its cells are wrapped in."""

import io
import re
import zipfile
from pathlib import Path

import docx as python_docx
import pytest

from docx_builder import PROMPT, docx, field, p, r, sdt, tbl, tc, tr, zipped
from intspec import Form, FormCell, FormError, FormText
from intspec_bundled.word.hooks import read_docx


def read(*body: str, **more: object) -> Form:
    """Read a file that has this body."""
    return read_docx(docx(*body, **more), "form.docx")  # type: ignore[arg-type]


def grid(form: Form, table: int = 0) -> list[list[str]]:
    """Return the words of a table, row by row."""
    return [[cell.text for cell in row.cells] for row in form.tables[table].rows]


def in_cell(*runs: str, **more: object) -> str:
    """Return the words of a cell whose paragraph holds these runs."""
    return grid(read(tbl(tr(tc(p(*runs)))), **more))[0][0]


def test_a_table_is_read_with_its_places() -> None:
    """Rows, cells and columns are numbered as a person counts them."""
    form = read(p("Where is it?"), tbl(tr("1", "Name"), tr("2", "")))
    assert form.format == "docx"
    assert [t.caption for t in form.tables] == ["Where is it?"]
    assert [row.where for _, row in form.rows()] == ["table 1, row 1", "table 1, row 2"]
    assert form.tables[0].rows[1].cells == (
        FormCell("2", "table 1, row 2, column 1", 1),
        FormCell("", "table 1, row 2, column 2", 2),
    )
    assert form.texts == (FormText("Where is it?", "paragraph 1"),)
    assert form.remarks == ()


@pytest.mark.parametrize(
    "wrapped",
    [
        tr("5", sdt(tc("page 7"))),
        tr("5", sdt(sdt(tc("page 7")))),
        tr("5", f"<w:customXml w:element='a'>{tc('page 7')}</w:customXml>"),
        sdt(tr("5", "page 7")),
        f"<w:customXml w:element='a'>{tr('5', 'page 7')}</w:customXml>",
        tr("5", tc(sdt(p("page 7")))),
        tr("5", tc(p(sdt(r("page 7"))))),
        tr("5", tc(p(f"<w:smartTag w:element='x'>{r('page ')}</w:smartTag>", "7"))),
        tr("5", tc(p(f"<w:ins w:id='1' w:author='a'>{r('page ')}</w:ins>", "7"))),
        tr("5", tc(p(f"<w:moveTo w:id='1' w:author='a'>{r('page ')}</w:moveTo>", "7"))),
        tr("5", "page 7", properties="<w:ins w:id='1' w:author='a'/>"),
        tr("5", tc(p(f"<w:hyperlink w:anchor='x'>{r('page 7')}</w:hyperlink>"))),
        tr("5", tc(p(f"<w:fldSimple w:instr=' PAGEREF x '>{r('page 7')}</w:fldSimple>"))),
        tr("5", tc(p("page ", field(" PAGEREF _Ref1 \\h ", "7")))),
        tr("5", tc(p("page ", field(f" IF {field('PAGE', '9')} ", "7")))),
        tr("5", tc(p(f"<w:bdo w:val='ltr'>{r('page 7')}</w:bdo>"))),
        tr(
            "5",
            tc(
                p(
                    "<mc:AlternateContent><mc:Choice Requires='wps'><w:r><w:t>page 7</w:t></w:r>"
                    "</mc:Choice><mc:Fallback><w:r><w:t>page 7</w:t></w:r></mc:Fallback>"
                    "</mc:AlternateContent>"
                )
            ),
        ),
    ],
)
def test_no_wrapping_hides_an_answer(wrapped: str) -> None:
    """Controls, custom XML, smart tags, insertions, links and fields give the words in them."""
    form = read(tbl(tr("4", "page 6"), wrapped, tr("6", "page 8")))
    assert grid(form) == [["4", "page 6"], ["5", "page 7"], ["6", "page 8"]]


def test_a_whole_table_in_a_control_is_read() -> None:
    """Tables and paragraphs of the body may stand in controls too."""
    form = read(sdt(p("Title") + tbl(tr("1", "p. 2"))))
    assert grid(form) == [["1", "p. 2"]]
    assert [t.text for t in form.texts] == ["Title"]


def test_the_prompt_of_an_unfilled_control_is_no_answer() -> None:
    """The prompts of Word's own give an empty cell; other words are told of."""
    form = read(
        tbl(
            tr("1", sdt(tc("Click or tap here to enter text."), PROMPT)),
            tr("2", tc(p(sdt(r("Choose an item."), PROMPT), " p. 3"))),
            sdt(tr("", tc("Page")), PROMPT),
        )
    )
    assert grid(form) == [["1", ""], ["2", "p. 3"], ["", ""]]
    said = "the words “Page” are marked as the prompt of a field, not as an answer"
    assert form.remarks == (f"table 1, row 3, column 2: {said}",)


def test_boxes_and_choices_show_what_was_chosen() -> None:
    """Check boxes and drop-down lists, new and old, read as they look."""
    new = "<w14:checkbox><w14:checked w14:val='{}'/></w14:checkbox>"
    old = (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{}</w:ffData></w:fldChar></w:r>'
        '<w:r><w:instrText>FORMX</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    choices = (
        "<w:ddList><w:result w:val='1'/><w:listEntry w:val='No'/><w:listEntry w:val='Yes'/>"
        "</w:ddList>"
    )
    assert in_cell(sdt(r("\N{BALLOT BOX}"), new.format(1)), " yes") == "\N{BALLOT BOX WITH X} yes"
    assert in_cell(sdt(r("\N{BALLOT BOX}"), new.format(0)), " yes") == "\N{BALLOT BOX} yes"
    assert in_cell(old.format("<w:checkBox><w:checked/></w:checkBox>")) == "\N{BALLOT BOX WITH X}"
    assert in_cell(old.format("<w:checkBox><w:default w:val='0'/></w:checkBox>")) == (
        "\N{BALLOT BOX}"
    )
    assert in_cell(old.format(choices)) == "Yes"


def test_merged_cells_keep_their_columns() -> None:
    """Cells over several columns or rows, and rows that begin late, stay on the grid."""
    down = "<w:vMerge w:val='restart'/>"
    goes_on = "<w:vMerge/>"
    form = read(
        tbl(
            tr(tc("Item", properties=down), tc("Where", properties="<w:gridSpan w:val='2'/>")),
            tr(tc(properties=goes_on), "Primary", "Other"),
            tr("late", properties="<w:gridBefore w:val='2'/>"),
            tr(tc("no start above", properties=goes_on)),
        )
    )
    found = [
        [(c.text, c.column, c.span, c.continued) for c in row.cells] for row in form.tables[0].rows
    ]
    assert found == [
        [("Item", 1, 1, False), ("Where", 2, 2, False)],
        [("", 1, 1, True), ("Primary", 2, 1, False), ("Other", 3, 1, False)],
        [("late", 3, 1, False)],
        [("no start above", 1, 1, False)],
    ]
    assert form.tables[0].width == 3


def test_words_in_a_cell_that_goes_on_are_told_of() -> None:
    """A cell that continues the one above shows nothing, but its words are not lost."""
    form = read(
        tbl(
            tr(tc("a", properties="<w:vMerge w:val='restart'/>")),
            tr(tc("lost?", properties="<w:vMerge/>")),
        )
    )
    said = "the cell continues a merged cell, and its words “lost?” were left out"
    assert form.remarks == (f"table 1, row 2, column 1: {said}",)


def test_deletions_are_left_out_and_told_of() -> None:
    """Tracked deletions, moved text and deleted rows leave the text, with a remark."""
    gone = "<w:del w:id='1' w:author='a'><w:r><w:delText>9</w:delText></w:r></w:del>"
    moved = f"<w:moveFrom w:id='2' w:author='a'>{r('there')}</w:moveFrom>"
    form = read(
        tbl(
            tr("5", tc(p("page ", gone, "7", moved))),
            tr("x", "y", properties="<w:del w:id='3' w:author='a'/>"),
            tr("6", "page 8"),
        )
    )
    assert grid(form) == [["5", "page 7"], ["6", "page 8"]]
    assert form.tables[0].rows[1].where == "table 1, row 3"
    assert form.remarks == (
        "table 1, row 1, column 2: the deleted words “9there” were left out",
        "table 1, row 2: the deleted row “x y” was left out",
    )


def test_a_deleted_end_of_a_paragraph_joins_two() -> None:
    """Where the mark between two paragraphs is deleted, they are one."""
    joins = "<w:rPr><w:del w:id='1' w:author='a'/></w:rPr>"
    assert grid(read(tbl(tr(tc(p("page ", properties=joins), p("7"), p("8")))))) == [["page 7\n8"]]


def test_a_deleted_end_before_a_table_loses_nothing() -> None:
    """A paragraph whose end is deleted, with nothing to be joined to, is read all the same."""
    joins = "<w:rPr><w:del w:id='1' w:author='a'/></w:rPr>"
    last = p("last", properties=joins)
    form = read(p("before", properties=joins), tbl(tr(tc(last, tbl(tr("x")), p()))), last)
    assert [(t.text, t.where, t.table) for t in form.texts] == [
        ("before", "paragraph 1", 0),
        ("last", "paragraph 2", 2),
    ]
    assert form.tables[0].rows[0].cells[0].text == "last"


def test_marks_inside_words() -> None:
    """Hyphens, tabs, breaks and raised digits read as they look."""
    raised = "<w:vertAlign w:val='superscript'/>"
    assert in_cell(r("7"), "<w:r><w:noBreakHyphen/></w:r>", r("9")) == "7-9"
    assert in_cell(r("inter"), "<w:r><w:softHyphen/></w:r>", r("vention")) == "intervention"
    assert in_cell(r("a"), "<w:r><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>") == "a\tb\nc"
    assert in_cell(r("10"), r("1", raised)) == "10¹"
    assert in_cell("<w:r><w:t>two\n   words</w:t></w:r>") == "two words"


def test_symbols_read_as_they_look() -> None:
    """Characters of symbol fonts are named where no letter stands for them."""
    sym = "<w:r><w:sym w:font='{}' w:char='{}'/></w:r>"
    assert in_cell(sym.format("Wingdings", "F0FE")) == "☑"
    assert in_cell(sym.format("Symbol", "F061")) == "\N{GREEK SMALL LETTER ALPHA}"
    assert in_cell(sym.format("Symbol", "F0B3"), "5") == "≥5"
    assert in_cell(sym.format("Arial", "0041")) == "A"
    assert in_cell(sym.format("Webdings", "F04A")) == "[Webdings 4A]"
    assert in_cell(r("\uf0fc", "<w:rFonts w:ascii='Wingdings' w:hAnsi='Wingdings'/>")) == "✓"


def test_formulas_keep_their_shape() -> None:
    """A fraction and a power do not run together."""
    power = (
        "<m:oMath><m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e>"
        "<m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup>"
        "<m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>"
        "</m:oMath>"
    )
    assert in_cell(power) == "x^2(1)/(2)"


def test_hidden_text_is_left_out_and_told_of() -> None:
    """Text formatted as hidden, by itself or by its style, is not on the page."""
    styles = (
        "<w:style w:styleId='Ghost'><w:name w:val='Ghost'/><w:rPr><w:vanish/></w:rPr></w:style>"
    )
    form = read(
        tbl(tr(tc(p("seen", r(" not", "<w:vanish/>"), r(" nor", "<w:rStyle w:val='Ghost'/>"))))),
        parts={"styles": styles},
    )
    assert grid(form) == [["seen"]]
    assert form.remarks == ("table 1, row 1, column 1: the hidden words “not nor” were left out",)


def test_a_field_without_an_end_swallows_nothing() -> None:
    """Broken fields lose no words."""
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    form = read(tbl(tr(tc(p(begin, "kept"), p("too")))))
    assert grid(form) == [["kept\ntoo"]]


def test_links_keep_their_addresses() -> None:
    """The address of a link is kept beside its words, in each of the ways to write one."""
    link = f"<w:hyperlink r:id='l1'>{r('protocol')}</w:hyperlink>"
    form = read(
        p(field(' HYPERLINK "https://b.example/" ', "site")),
        tbl(tr(tc(p("Published ", link)))),
        links={"l1": "https://a.example/p?x=1&y=2"},
    )
    assert form.tables[0].rows[0].cells[0].links == ("https://a.example/p?x=1&y=2",)
    assert form.texts[0].links == ("https://b.example/",)


def level(number: int, start: int, written: str, text: str) -> str:
    """Return a level of a list."""
    return (
        f"<w:lvl w:ilvl='{number}'><w:start w:val='{start}'/><w:numFmt w:val='{written}'/>"
        f"<w:lvlText w:val='{text}'/></w:lvl>"
    )


NUMBERING = f"""
<w:abstractNum w:abstractNumId='7'>
 {level(0, 1, "decimal", "%1.")}
 {level(1, 1, "lowerLetter", "%1%2")}
</w:abstractNum>
<w:abstractNum w:abstractNumId='8'>
 {level(0, 3, "upperRoman", "%1)")}
</w:abstractNum>
<w:abstractNum w:abstractNumId='9'>
 {level(0, 1, "bullet", "o")}
</w:abstractNum>
<w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num>
<w:num w:numId='2'><w:abstractNumId w:val='8'/></w:num>
<w:num w:numId='3'><w:abstractNumId w:val='9'/></w:num>
<w:num w:numId='4'><w:abstractNumId w:val='7'/>
 <w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride></w:num>
"""


def numbered(text: str, list_id: int, depth: int = 0) -> str:
    """Return a paragraph of a list."""
    listed = f"<w:numPr><w:ilvl w:val='{depth}'/><w:numId w:val='{list_id}'/></w:numPr>"
    return p(text, properties=listed)


def test_numbers_of_list_styles_are_counted() -> None:
    """Rows that a list style numbers have their numbers, on each level and for each list."""
    rows = [(1, 0), (1, 0), (1, 1), (1, 1), (1, 0), (1, 1), (2, 0), (2, 0), (4, 0), (1, 0)]
    form = read(
        tbl(*(tr(tc(numbered("", n, depth)), "x") for n, depth in rows)),
        parts={"numbering": NUMBERING},
    )
    numbers = [row.cells[0].number for row in form.tables[0].rows]
    assert numbers == ["1.", "2.", "2a", "2b", "3.", "3a", "III)", "IV)", "1.", "2."]
    assert {row.cells[0].text for row in form.tables[0].rows} == {""}


def test_lists_inside_a_cell_keep_their_marks() -> None:
    """Several numbers, and bullets, stand in the text as they are printed."""
    form = read(
        tbl(
            tr(
                tc(numbered("one", 1), numbered("two", 1)),
                tc(numbered("a", 3), numbered("b", 3)),
                tc(numbered("Title", 1), numbered("c", 3)),
            )
        ),
        parts={"numbering": NUMBERING},
    )
    assert [(c.number, c.text) for c in form.tables[0].rows[0].cells] == [
        ("", "1. one\n2. two"),
        ("", "• a\n• b"),
        ("3.", "Title\n• c"),
    ]


def test_numbers_come_from_styles_too() -> None:
    """A paragraph style may name the list."""
    styles = (
        "<w:style w:type='paragraph' w:styleId='Row'><w:name w:val='Row'/><w:basedOn w:val='L'/>"
        "</w:style><w:style w:type='paragraph' w:styleId='L'><w:name w:val='L'/>"
        "<w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style>"
    )
    row = tr(tc(p("", properties="<w:pStyle w:val='Row'/>")))
    form = read(tbl(row, row), parts={"numbering": NUMBERING, "styles": styles})
    assert [row.cells[0].number for row in form.tables[0].rows] == ["1.", "2."]


def test_notes_headers_and_footers_are_texts_with_their_places() -> None:
    """Footnotes, endnotes, headers and footers come last, each with its place."""
    form = read(
        tbl(tr(tc(p("p. 3", "<w:r><w:footnoteReference w:id='2'/></w:r>")))),
        p("See", "<w:r><w:endnoteReference w:id='1'/></w:r>"),
        parts={
            "footnotes": f"<w:footnote w:id='-1' w:type='separator'>{p('-')}</w:footnote>"
            f"<w:footnote w:id='2'>{p('of the protocol')}</w:footnote>",
            "endnotes": f"<w:endnote w:id='1'>{p('at the end')}</w:endnote>",
            "header": tbl(tr("Journal", "Form 3")),
            "footer": p("page"),
        },
    )
    assert [(t.text, t.where) for t in form.texts] == [
        ("See", "paragraph 1"),
        ("of the protocol", "footnote 1, to table 1, row 1, column 1"),
        ("at the end", "endnote 1, to paragraph 1"),
        ("Journal", "header"),
        ("Form 3", "header"),
        ("page", "footer"),
    ]
    assert len(form.tables) == 1


def box(content: str) -> str:
    """Return a text box, as Word writes it, with its old form beside it."""
    return (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:inline><a:graphic>"
        f"<wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx></a:graphic></wp:inline>"
        "</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
        f"<w:txbxContent>{content}</w:txbxContent></v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def test_text_boxes_are_read_once() -> None:
    """What stands in a text box is text of the page, or of the cell that it hangs on."""
    form = read(p("before", box(p("in the box"))), tbl(tr(tc(p("p. 3", box(p("and p. 4")))))))
    assert [(t.text, t.where) for t in form.texts] == [
        ("before", "paragraph 1"),
        ("in the box", "text box 1"),
    ]
    assert grid(form) == [["p. 3\nand p. 4"]]


def test_comments_and_pictures_are_remarks() -> None:
    """Comments are told with their author and place, pictures with what is said of them."""
    comment = "<w:comment w:id='4' w:author='Ada'>{}</w:comment><w:comment w:id='5'>{}</w:comment>"
    picture = "<w:r><w:drawing><wp:inline><wp:docPr id='1' name='x' descr='a flow chart'/>"
    form = read(
        tbl(
            tr(
                tc(p("p. 3", "<w:r><w:commentReference w:id='4'/></w:r>")),
                tc(p(picture + "</wp:inline></w:drawing></w:r>")),
            )
        ),
        parts={"comments": comment.format(p("Which page?"), p("lost"))},
    )
    assert form.remarks == (
        "table 1, row 1, column 1: a comment by Ada: “Which page?”",
        "table 1, row 1, column 2: a picture “a flow chart” was left out",
        "a comment, at no place: “lost”",
    )


def test_a_table_in_a_cell_comes_after_the_one_that_holds_it() -> None:
    """Nested tables are tables of their own; small ones are words of the cell that holds them."""
    inner = tbl(tr("inner"))
    form = read(tbl(tr("1", tc(p("a"), inner, p("b")))), tbl(tr("last")))
    assert [(t.where, t.caption) for t in form.tables] == [
        ("table 1", ""),
        ("table 2", "inside table 1, row 1, column 2"),
        ("table 3", ""),
    ]
    assert grid(form) == [["1", "a\ninner\nb"]]
    assert grid(form, 1) == [["inner"]]


def test_a_table_in_a_cell_that_is_no_answer_is_not_taken_for_its_words() -> None:
    """One in the only cell of its row is laid out there, and a large one is a form itself."""
    large = tbl(*(tr(str(number), "words") for number in range(7)))
    assert grid(read(tbl(tr(tc(p("a"), tbl(tr("inner")), p("b")))))) == [["a\nb"]]
    assert grid(read(tbl(tr("1", tc(p("a"), large, p("b")))))) == [["1", "a\nb"]]


def test_what_stands_where_it_may_not_is_told_of() -> None:
    """Words beside the cells, and documents inside documents, are remarks."""
    form = read(tbl(p("stray"), tr("1")), "<w:altChunk r:id='x'/>", r("loose words"))
    assert form.remarks == (
        "table 1: “stray” stands outside its cells",
        "after paragraph 0: another document is embedded here and was not read",
    )
    assert [t.text for t in form.texts] == ["loose words"]


def test_the_files_own_properties() -> None:
    """Title, language and identifier come from the core properties."""
    form = read(
        p("x"),
        core="<dc:title>Form</dc:title><dc:language>de</dc:language>"
        "<dc:identifier>intspec:x</dc:identifier>",
    )
    assert (form.title, form.language, form.identifier) == ("Form", "de", "intspec:x")


def test_strict_files_and_files_with_macros_read_the_same() -> None:
    """The namespaces of strict OOXML, and .docm, make no difference; macros are a remark."""
    body = tbl(tr("1", sdt(tc(p(r("p. 2"), "<w:r><w:tab/></w:r>", "x")))))
    assert read(body, strict=True) == read(body)
    main = "application/vnd.ms-word.document.macroEnabled.main+xml"
    assert grid(read(body, main=main)) == [["1", "p. 2\tx"]]


def test_header_rows_are_marked() -> None:
    """A row that repeats on each page is a header."""
    form = read(tbl(tr("Item", properties="<w:tblHeader/>"), tr("1")))
    assert [row.header for _, row in form.rows()] == [True, False]


def test_another_reader_finds_the_same_words() -> None:
    """Where python-docx reads right, it reads the same."""
    document = python_docx.Document()
    document.add_heading("Form", level=1)
    table = document.add_table(rows=3, cols=4)
    for number, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"words {number}\twith\nlines “ö” \N{GREEK SMALL LETTER ALPHA}"
    table.cell(0, 2).merge(table.cell(0, 3))
    out = io.BytesIO()
    document.save(out)
    form = read_docx(out.getvalue(), "form.docx")
    theirs = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    theirs[0].pop()
    assert grid(form) == theirs
    assert [(t.text, t.style) for t in form.texts] == [("Form", "Heading 1")]


WAYS_OUT = {
    "empty": (b"", "the file is empty"),
    "pdf": (b"%PDF-1.7\n...", "it is a PDF"),
    "rtf": (b"{\\rtf1 text}", "Rich Text Format"),
    "html": (b"<!DOCTYPE html><html>", "a web page (HTML)"),
    "html with a declaration": (b"<?xml version='1.0'?>\n<html xmlns='x'>", "a web page (HTML)"),
    "mht": (b"MIME-Version: 1.0\nContent-Type: x", "a web archive"),
    "doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "(.doc)"),
    "password": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "the file is protected with a password",
    ),
    "text": (b"Item 1: page 3", "this is no Word document: it is no ZIP"),
    "odt": (zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}), "OpenDocument"),
    "xlsx": (zipped({"[Content_Types].xml": b"x", "xl/workbook.xml": b"x"}), "an Excel workbook"),
    "zip": (zipped({"a.txt": b"x"}), "content types"),
    "no main part": (zipped({"[Content_Types].xml": b"<a/>"}), "its main part is missing"),
    "wide": (docx(tbl(tr(tc(properties="<w:gridSpan w:val='101'/>")))), "over 101 columns"),
}


@pytest.mark.parametrize("name", WAYS_OUT)
def test_what_is_no_word_document_is_named(name: str) -> None:
    """A file of another kind is refused by what it is, with what to do."""
    raw, said = WAYS_OUT[name]
    with pytest.raises(FormError) as refusal:
        read_docx(raw, "form.docx")
    assert said in refusal.value.message
    assert len(refusal.value.hint) > 10
    assert "\n" not in refusal.value.message


def hostile(document: bytes) -> bytes:
    """Return a file whose main part is these bytes."""
    with zipfile.ZipFile(io.BytesIO(docx(p("x")))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return zipped({**files, "word/document.xml": document})


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (b"<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>", "declares a document type"),
        (b"<?xml version='1.0'?><!-- c --><!DOCTYPE a SYSTEM 'http://x.invalid/'><a/>", "type"),
        ("<!DOCTYPE a><a/>".encode("utf-16"), "declares a document type"),
        (b"<a>\xff</a>", "no well-formed XML"),
        (b"<a>", "no well-formed XML"),
        (b"", "no well-formed XML"),
        (b"<a/>", "holds no text body"),
        (b"<a>" * 300 + b"</a>" * 300, "nested deeper"),
        (b"<a>" + b"<b/>" * 1_600_000 + b"</a>", "more than a form can have"),
        (b"<a>" + b" " * 20_000_001 + b"</a>", "more than a form can have"),
    ],
)
def test_markup_of_anybodys_making_is_refused(document: bytes, said: str) -> None:
    """Document types, broken or endless markup end in one sentence that says why."""
    with pytest.raises(FormError) as refusal:
        read_docx(hostile(document), "form.docx")
    assert said in refusal.value.message


def test_depth_within_the_limit_is_read() -> None:
    """Tables in tables are read as deep as the XML parser goes."""
    body = p("inside")
    for _ in range(60):
        body = tbl(tr(tc(body + p())))
    form = read(body)
    assert len(form.tables) == 60
    assert grid(form, 59) == [["inside"]]


def test_many_cells_are_read_quickly_and_too_many_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The number of cells has a limit."""
    monkeypatch.setattr("intspec_bundled.word.tables.MOST_CELLS", 50)
    with pytest.raises(FormError, match="more than 50 cells"):
        read(tbl(*(tr("a", "b") for _ in range(20))))


def test_remarks_are_one_line_each() -> None:
    """A remark never breaks its line, and long words in it are cut."""
    gone = f"<w:del w:id='1'><w:r><w:delText>{'long words ' * 60}</w:delText></w:r></w:del>"
    form = read(p(gone))
    assert len(form.remarks) == 1
    assert not re.search(r"[\r\n]", form.remarks[0])
    assert len(form.remarks[0]) < 400


@pytest.mark.parametrize("name", ["saved-by-libreoffice", "saved-by-libreoffice-via-odt"])
def test_forms_that_libreoffice_saved(name: str) -> None:
    """A fictitious form that LibreOffice 7.4 saved, also by way of .odt, keeps all that was in it.

    Its numbers come from a list style, and it has merged headings, a tracked change, controls, a
    link, a footnote and a non-breaking hyphen. LibreOffice forgets that a prompt is a prompt.
    """
    raw = (Path(__file__).parent / "data" / "forms" / f"{name}.docx").read_bytes()
    form = read_docx(raw, f"{name}.docx")
    assert grid(form) == [
        ["Item number", "Item", "Where located"],
        ["", "", "Primary paper", "Other"],
        ["", "First", "page 7", "____"],
        ["", "Second", "7-9", "Published protocol"],
        ["", "Third", "Methods, p. 3", "Click or tap here to enter text."],
        ["", "Fourth", "see \nand p. 4", "N/A\nno measure"],
    ]
    rows = form.tables[0].rows
    assert [row.cells[0].number for row in rows] == ["", "", "1.", "2.", "3.", "4."]
    assert [row.header for row in rows] == [True, True, False, False, False, False]
    assert [(c.column, c.span, c.continued) for c in rows[0].cells + rows[1].cells] == [
        (1, 1, False),
        (2, 1, False),
        (3, 2, False),
        (1, 1, True),
        (2, 1, True),
        (3, 1, False),
        (4, 1, False),
    ]
    assert rows[3].cells[3].links == ("https://trial.example/protocol",)
    assert [(t.text, t.where) for t in form.texts] == [
        ("A fictitious form", "paragraph 1"),
        ("the protocol, p. 2", "footnote 1, to table 1, row 6, column 3"),
    ]
    assert form.remarks == ("table 1, row 3, column 3: the deleted words “page 9” were left out",)
