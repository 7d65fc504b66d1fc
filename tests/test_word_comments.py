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
    """A second remark joins those in the file, whoever wrote them."""
    first = annotate_docx(FORM, [Remark("table 1, row 1, column 2", "first")])
    second = annotate_docx(first, [Remark("table 1, row 1, column 2", "second")])
    assert comments(second) == [
        "table 1, row 1, column 2: a comment by intspec: “first”",
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
