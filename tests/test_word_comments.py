"""Remarks on the places of a form become Word comments, and nothing else changes."""

import io
import zipfile

import docx as python_docx
import pytest
from lxml import etree

from docx_builder import PROMPT, docx, p, r, sdt, tbl, tc, tr
from intspec import FormError, Remark
from intspec_bundled.word.hooks import annotate_docx, read_docx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FORM = docx(
    p("Form"),
    tbl(
        tr("1", tc(p(r("page 3", "<w:b/>"), properties="<w:jc w:val='left'/>"))),
        tr("2", tc(sdt(p("Click here."), PROMPT))),
        tr(tc(p("3")), tc(tbl(tr("inner")), p("after"))),
    ),
)


def comments(raw: bytes) -> list[str]:
    """Return what the reader says of comments."""
    return [said for said in read_docx(raw, "form.docx").remarks if "comment" in said]


def test_each_remark_stands_at_its_place() -> None:
    """A remark on a cell, a row or a paragraph is a comment there."""
    annotated = annotate_docx(
        FORM,
        [
            Remark("table 1, row 1, column 2", "Which paper?\nSay so."),
            Remark("table 1, row 2, column 2", "Nothing is said."),
            Remark("table 1, row 3", "About the row."),
            Remark("table 1, row 3, column 2", "Not about the table inside."),
            Remark("table 2, row 1, column 1", "Inside."),
            Remark("paragraph 1", "About the heading."),
        ],
    )
    assert comments(annotated) == [
        "paragraph 1: a comment by intspec: “About the heading.”",
        "table 1, row 1, column 2: a comment by intspec: “Which paper? Say so.”",
        "table 1, row 2, column 2: a comment by intspec: “Nothing is said.”",
        "table 1, row 3, column 1: a comment by intspec: “About the row.”",
        "table 2, row 1, column 1: a comment by intspec: “Inside.”",
        "table 1, row 3, column 2: a comment by intspec: “Not about the table inside.”",
    ]


def test_the_words_of_the_form_stay() -> None:
    """Tables and texts read the same after it, and without the comments the markup is the same."""
    annotated = annotate_docx(FORM, [Remark("table 1, row 1, column 2", "x")])
    before, after = read_docx(FORM, ""), read_docx(annotated, "")
    assert (after.tables, after.texts) == (before.tables, before.texts)
    with zipfile.ZipFile(io.BytesIO(FORM)) as old, zipfile.ZipFile(io.BytesIO(annotated)) as new:
        assert set(new.namelist()) - set(old.namelist()) == {"word/comments.xml"}
        changed = {name for name in old.namelist() if old.read(name) != new.read(name)}
        root = etree.fromstring(new.read("word/document.xml"))
        plain = etree.fromstring(old.read("word/document.xml"))
    assert changed == {
        "[Content_Types].xml",
        "word/document.xml",
        "word/_rels/document.xml.rels",
    }
    for mark in list(root.iter(f"{W}commentReference")):
        run = mark.getparent()
        assert run is not None
        above = run.getparent()
        assert above is not None
        above.remove(run)
    for kind in ("commentRangeStart", "commentRangeEnd"):
        for mark in list(root.iter(f"{W}{kind}")):
            above = mark.getparent()
            assert above is not None
            above.remove(mark)
    assert etree.tostring(root, method="c14n") == etree.tostring(plain, method="c14n")


def test_comments_that_are_there_are_kept() -> None:
    """A remark joins those that people have made."""
    first = annotate_docx(FORM, [Remark("table 1, row 1, column 2", "first")])
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        text = archive.read("word/comments.xml").decode()
    first = replaced(first, "word/comments.xml", text.replace('"intspec"', '"Ada Example"'))
    second = annotate_docx(first, [Remark("table 1, row 1, column 2", "second")])
    assert comments(second) == [
        "table 1, row 1, column 2: a comment by Ada Example: “first”",
        "table 1, row 1, column 2: a comment by intspec: “second”",
    ]


def test_another_reader_finds_the_comments() -> None:
    """python-docx reads them, with author and text; no clock is in the file."""
    remarks = [Remark("table 1, row 1, column 2", "a < b & c\x07")]
    annotated = annotate_docx(FORM, remarks)
    found = list(python_docx.Document(io.BytesIO(annotated)).comments)
    assert [(one.author, one.text, one.timestamp) for one in found] == [
        ("intspec", "a < b & c\N{REPLACEMENT CHARACTER}", None)
    ]
    assert annotate_docx(FORM, remarks) == annotated


def test_strict_files_stay_strict() -> None:
    """In a file of strict OOXML the comments have its namespaces."""
    form = docx(tbl(tr("1", "p. 2")), strict=True)
    annotated = annotate_docx(form, [Remark("table 1, row 1, column 2", "strict")])
    assert comments(annotated) == ["table 1, row 1, column 2: a comment by intspec: “strict”"]
    with zipfile.ZipFile(io.BytesIO(annotated)) as archive:
        assert b"schemas.openxmlformats.org/wordprocessingml" not in archive.read(
            "word/comments.xml"
        )


@pytest.mark.parametrize("where", ["table 9, row 1, column 1", "table 1, row 9", "", "header"])
def test_a_place_that_is_not_there_is_refused(where: str) -> None:
    """A remark on a place that the form lacks is an error that names the place."""
    with pytest.raises(FormError, match="has no place") as refusal:
        annotate_docx(FORM, [Remark(where, "x")])
    assert refusal.value.where == where


def test_comments_of_an_earlier_copy_are_replaced() -> None:
    """Ours go where they are as we wrote them; what a person wrote stays, and so does the text."""
    first = annotate_docx(
        FORM,
        [Remark("table 1, row 1, column 2", "Which\npaper?"), Remark("table 1, row 2", "Old.")],
    )
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        text = archive.read("word/comments.xml").decode()
    edited = replaced(first, "word/comments.xml", text.replace("Old.", "Old. I am on it."))
    again = annotate_docx(edited, [Remark("paragraph 1", "New.")])
    assert comments(again) == [
        "paragraph 1: a comment by intspec: “New.”",
        "table 1, row 2, column 1: a comment by intspec: “Old. I am on it.”",
    ]
    once = annotate_docx(FORM, [Remark("table 1, row 1, column 2", "Which\npaper?")])
    assert annotate_docx(once, [Remark("table 1, row 1, column 2", "Which\npaper?")]) == once


ANSWERED = """\
<w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">\
<w15:commentEx w15:paraId="0000000A" w15:done="0"/>\
<w15:commentEx w15:paraId="0000000B" w15:paraIdParent="{parent}" w15:done="0"/>\
</w15:commentsEx>"""


@pytest.mark.parametrize(("parent", "stays"), [("0000000A", True), ("0000000F", False)])
def test_a_comment_that_somebody_answered_stays(parent: str, *, stays: bool) -> None:
    """What Word keeps of a comment that goes, goes too."""
    form = annotate_docx(FORM, [Remark("paragraph 1", "Which paper?")])
    with zipfile.ZipFile(io.BytesIO(form)) as archive:
        text = archive.read("word/comments.xml").decode()
        relations = archive.read("word/_rels/document.xml.rels").decode()
    namespace = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    marked = text.replace("<w:p>", f'<w:p {namespace} w14:paraId="0000000A">')
    kind = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
    entry = f'<Relationship Id="rIdMore" Type="{kind}" Target="more.xml"/></Relationships>'
    form = replaced(form, "word/comments.xml", marked)
    form = replaced(form, "word/more.xml", ANSWERED.format(parent=parent))
    rels = relations.replace("</Relationships>", entry)
    form = replaced(form, "word/_rels/document.xml.rels", rels)
    again = annotate_docx(form, [Remark("table 1, row 1", "New.")])
    with zipfile.ZipFile(io.BytesIO(again)) as archive:
        more = archive.read("word/more.xml").decode()
    assert ("0000000A" in more.replace("paraIdParent", "")) is stays
    assert any("Which paper?" in said for said in comments(again)) is stays


def replaced(raw: bytes, member: str, text: str) -> bytes:
    """Return a copy of a file with another text in one of its members."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(made, "w") as new:
        for name in [*old.namelist(), *([] if member in old.namelist() else [member])]:
            new.writestr(name, text if name == member else old.read(name))
    return made.getvalue()
