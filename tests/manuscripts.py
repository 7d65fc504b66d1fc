"""A manuscript for tests, in all the formats that manuscripts come in. All of it is made up."""

import io
import re
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

from attrs import frozen


@frozen
class Piece:
    """A heading, a paragraph with its footnote, or a table with its caption."""

    text: str
    kind: str = "paragraph"
    level: int = 0
    note: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


def _heading(level: int, text: str) -> Piece:
    return Piece(text, "heading", level)


#: Sentences that fill the pages, none of them like another.
SUBJECTS = (
    "The committee|Each centre|A research nurse|The steering group|An independent clerk|"
    "The data office"
)
VERBS = "reviewed|archived|copied|counted|compared|summarised|forwarded|labelled"
THINGS = (
    "the screening logs|the paper diaries|the signed consent sheets|the monthly returns|"
    "the visit calendars|the laboratory slips|the travel claims"
)
ENDS = (
    "before the end of the quarter|without knowing the earlier entries|and kept a sealed duplicate|"
    "as the standing orders require|once two people had agreed|after the second reminder"
)


def filling(number: int, sentences: int = 6) -> str:
    """Return a paragraph of made-up sentences, another one for each number."""
    lists = [one.split("|") for one in (SUBJECTS, VERBS, THINGS, ENDS)]
    out = []
    for at in range(number * sentences, (number + 1) * sentences):
        words = []
        rest = at * 7 + 3
        for one in lists:
            words.append(one[rest % len(one)])
            rest = rest // len(one) + at
        out.append(f"{' '.join(words)} (entry {at + 1}).")
    return " ".join(out)


TITLE = "Chair classes at home for adults with stiff knees: a randomised trial (fictitious)"
CLASS = "Each class lasted 50 minutes and was led by one of four physiotherapists."
TWICE = "Adverse events were written down at every visit"
CELL = "warm-up at the kitchen table"
NOTE = "Elastic bands were bought from a local sports shop"


def manuscript() -> list[Piece]:
    """Return the manuscript: sections, tables, a figure, notes, some twelve pages."""
    pieces = [
        Piece(TITLE, "title"),
        _heading(1, "Abstract"),
        Piece(
            "We compared chair classes with a leaflet in 120 adults. "
            f"{TWICE}. Knee pain was less after ten weeks."
        ),
        _heading(1, "Introduction"),
        Piece("Stiff knees keep many adults from leaving the house. " + filling(1)),
        Piece("No earlier trial has tried classes that take place at home. " + filling(2)),
        _heading(1, "Methods"),
        _heading(2, "Setting"),
        Piece(
            "Classes took place in the homes of participants in three market towns. " + filling(3)
        ),
        Piece(filling(4, 9)),
        _heading(2, "The programme"),
        Piece("The programme rests on the idea of small daily steps. " + filling(5)),
        Piece(
            f"{CLASS} Loads were adapted to what each person could lift in the first week. "
            + filling(6),
            note=f"{NOTE} and given to keep.",
        ),
        Piece(
            "",
            "table",
            rows=(
                ("Phase", "Content", "Minutes"),
                ("First", CELL, "10"),
                ("Second", "rising from a chair with a band", "25"),
                ("Third", "stretching while seated", "15"),
            ),
            note="Content of a class",
        ),
        Piece(filling(7, 10)),
        Piece(filling(8, 10)),
        _heading(2, "Comparator"),
        Piece(
            "People in the other group received a printed leaflet of four pages by post. "
            + filling(9)
        ),
        _heading(2, "Harms"),
        Piece(f"{TWICE} and judged by a doctor who did not know the groups. " + filling(10)),
    ]
    pieces += [Piece(filling(number, 9)) for number in range(11, 17)]
    pieces += [
        _heading(1, "Results"),
        _heading(2, "Participant flow"),
        Piece("Of 120 adults, 60 were allotted to classes and 60 to the leaflet. " + filling(20)),
        Piece("", "figure", note="Flow of participants through the study"),
        _heading(2, "Delivery"),
        Piece("Participants attended a median of 17 of 20 classes. " + filling(21)),
    ]
    pieces += [Piece(filling(number, 9)) for number in range(22, 32)]
    pieces += [
        _heading(1, "Discussion"),
        Piece("Chair classes at home were followed by less pain than a leaflet. " + filling(40)),
    ]
    pieces += [Piece(filling(number, 9)) for number in range(41, 48)]
    pieces += [
        _heading(1, "References"),
        Piece("1. Example A. A made-up reference. Journal of Nothing 2020."),
    ]
    return pieces


def as_markdown(pieces: Sequence[Piece]) -> bytes:
    """Write it in Markdown."""
    out: list[str] = []
    notes: list[str] = []
    tables = figures = 0
    for piece in pieces:
        if piece.kind == "title":
            out.append(f"# {piece.text}")
        elif piece.kind == "heading":
            out.append(f"{'#' * (piece.level + 1)} {piece.text}")
        elif piece.kind == "table":
            tables += 1
            out.append(f"Table {tables}. {piece.note}")
            rows = ["| " + " | ".join(row) + " |" for row in piece.rows]
            rows.insert(1, "|---" * len(piece.rows[0]) + "|")
            out.append("\n".join(rows))
        elif piece.kind == "figure":
            figures += 1
            out.append(f"Figure {figures}. {piece.note}")
        else:
            mark = f"[^{len(notes) + 1}]" if piece.note else ""
            notes += [f"[^{len(notes) + 1}]: {piece.note}"] if piece.note else []
            words = piece.text.split()
            lines = [" ".join(words[at : at + 14]) for at in range(0, len(words), 14)]
            out.append("\n".join(lines) + mark)
    return "\n\n".join([*out, *notes, ""]).encode()


def as_plain_text(pieces: Sequence[Piece]) -> bytes:
    """Write it as plain text."""
    text = as_markdown(pieces).decode()
    text = re.sub(r"(?m)^#+ ", "", text)
    text = re.sub(r"\[\^\d+\](: )?", "", text)
    rows = re.sub(r"(?m)^\| (.*) \|$", lambda m: m[1].replace(" | ", "\t"), text)
    return re.sub(r"(?m)^\|---.*\n", "", rows).encode()


def as_latex(pieces: Sequence[Piece], *, columns: int = 2) -> bytes:
    """Write it in LaTeX."""
    sections = ["", "section", "subsection", "subsubsection"]
    out = [
        rf"\documentclass[{'twocolumn' if columns == 2 else 'onecolumn'},10pt]{{article}}",
        r"\usepackage[T1]{fontenc}\usepackage[utf8]{inputenc}",
        rf"\title{{{TITLE}}}\author{{}}\date{{}}",
        r"\begin{document}\maketitle",
    ]
    for piece in pieces:
        if piece.kind == "heading" and piece.text == "Abstract":
            out.append(r"\section*{Abstract}")
        elif piece.kind == "heading":
            out.append(rf"\{sections[piece.level]}{{{piece.text}}}")
        elif piece.kind == "table":
            rows = " \\\\\n".join(" & ".join(row) for row in piece.rows)
            # A comment with a percent sign: no reader sees it.
            out.append(
                f"\\begin{{table}}[t]\\small % widths\n\\caption{{{piece.note}}}\n"
                f"\\begin{{tabular}}{{@{{}}lp{{30mm}}l@{{}}}}\n\\hline\n{rows} \\\\\n"
                "\\hline\n\\end{tabular}\\end{table}"
            )
        elif piece.kind == "figure":
            out.append(
                rf"\begin{{figure}}[t]\rule{{20mm}}{{20mm}}\caption{{{piece.note}}}\end{{figure}}"
            )
        elif piece.kind == "paragraph":
            note = rf"\footnote{{{piece.note}}}" if piece.note else ""
            out.append(piece.text + note)
    return "\n\n".join([*out, r"\end{document}", ""]).encode()


def as_jats(pieces: Sequence[Piece]) -> bytes:
    """Write it in JATS."""
    front = [
        "<article-meta><title-group><article-title>",
        escape(TITLE),
        "</article-title></title-group>",
    ]
    body: list[str] = []
    depth = 0
    tables = figures = 0
    abstract = False
    for piece in pieces:
        if piece.kind == "heading" and piece.text == "Abstract":
            abstract = True
            front.append("<abstract>")
        elif piece.kind == "heading":
            if abstract:
                front.append("</abstract>")
                abstract = False
            while depth >= piece.level:
                body.append("</sec>")
                depth -= 1
            depth += 1
            body.append(f"<sec><title>{escape(piece.text)}</title>")
        elif piece.kind == "table":
            tables += 1
            rows = "".join(
                f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>"
                for row in piece.rows
            )
            body.append(
                f"<table-wrap><label>Table {tables}</label>"
                f"<caption><p>{escape(piece.note)}</p></caption>"
                f"<table><tbody>{rows}</tbody></table></table-wrap>"
            )
        elif piece.kind == "figure":
            figures += 1
            body.append(
                f"<fig><label>Figure {figures}</label>"
                f"<caption><p>{escape(piece.note)}</p></caption></fig>"
            )
        elif piece.kind == "paragraph":
            note = f"<fn><p>{escape(piece.note)}</p></fn>" if piece.note else ""
            (front if abstract else body).append(f"<p>{escape(piece.text)}{note}</p>")
    body.append("</sec>" * depth)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE article PUBLIC '
        '"-//NLM//DTD JATS (Z39.96) Journal Archiving and Interchange DTD v1.2 20190208//EN" '
        '"JATS-archivearticle1.dtd">\n<article><front>'
        f"{''.join(front)}</article-meta></front><body>{''.join(body)}</body></article>"
    ).encode()


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def _run(text: str, *, bold: bool = False) -> str:
    look = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _styled(text: str, style: str, more: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{_run(text)}{more}</w:p>'


def as_docx(pieces: Sequence[Piece], *, styled: bool = True) -> bytes:
    """Write it as a Word file with numbered lines; headings by style, or by their look alone."""
    body: list[str] = []
    notes: list[str] = []
    tables = figures = 0
    for piece in pieces:
        if piece.kind in ("title", "heading"):
            style = "Title" if piece.kind == "title" else f"Heading{piece.level}"
            if styled:
                body.append(_styled(piece.text, style))
            else:
                body.append(f"<w:p>{_run(piece.text, bold=True)}</w:p>")
        elif piece.kind == "table":
            tables += 1
            body.append(_styled(f"Table {tables}. {piece.note}", "Caption"))
            rows = "".join(
                "<w:tr>"
                + "".join(
                    f'<w:tc><w:tcPr><w:tcW w:w="3000" w:type="dxa"/></w:tcPr>'
                    f"<w:p>{_run(cell)}</w:p></w:tc>"
                    for cell in row
                )
                + "</w:tr>"
                for row in piece.rows
            )
            borders = "".join(
                f'<w:{side} w:val="single" w:sz="4"/>'
                for side in ("top", "left", "bottom", "right", "insideH", "insideV")
            )
            grid = '<w:gridCol w:w="3000"/>' * len(piece.rows[0])
            body.append(
                f"<w:tbl><w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr>"
                f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
            )
        elif piece.kind == "figure":
            figures += 1
            body.append(_styled(f"Figure {figures}. {piece.note}", "Caption"))
        else:
            mark = ""
            if piece.note:
                notes.append(piece.note)
                mark = f'<w:r><w:footnoteReference w:id="{len(notes)}"/></w:r>'
            body.append(f"<w:p>{_run(piece.text)}{mark}</w:p>")
    setup = (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" '
        'w:bottom="1440" w:left="1440" w:header="708" w:footer="708" w:gutter="0"/>'
        '<w:lnNumType w:countBy="1" w:restart="continuous"/></w:sectPr>'
    )
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/>'
        f'<w:rPr><w:b/><w:sz w:val="{size}"/></w:rPr></w:style>'
        for key, name, size in (
            ("Title", "Title", 36),
            ("Heading1", "heading 1", 30),
            ("Heading2", "heading 2", 26),
        )
    )
    styles += (
        '<w:style w:type="paragraph" w:styleId="Caption"><w:name w:val="caption"/></w:style>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        '<w:pPr><w:spacing w:after="160" w:line="360" w:lineRule="auto"/></w:pPr>'
        '<w:rPr><w:sz w:val="24"/></w:rPr></w:style>'
    )
    footnotes = "".join(
        f'<w:footnote w:id="{at}"><w:p>{_run(note)}</w:p></w:footnote>'
        for at, note in enumerate(notes, 1)
    )
    parts = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
            'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
            + "".join(
                f'<Override PartName="/word/{part}.xml" ContentType="{TYPES}.{kind}+xml"/>'
                for part, kind in (
                    ("document", "document.main"),
                    ("styles", "styles"),
                    ("footnotes", "footnotes"),
                )
            )
            + "</Types>"
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{R}"><Relationship Id="r1" Type="{OFFICE}/officeDocument" '
            'Target="word/document.xml"/></Relationships>'
        ),
        "word/_rels/document.xml.rels": (
            f'<Relationships xmlns="{R}"><Relationship Id="r1" Type="{OFFICE}/styles" '
            f'Target="styles.xml"/><Relationship Id="r2" Type="{OFFICE}/footnotes" '
            'Target="footnotes.xml"/></Relationships>'
        ),
        "word/document.xml": (
            f'<w:document xmlns:w="{W}"><w:body>{"".join(body)}{setup}</w:body></w:document>'
        ),
        "word/styles.xml": f'<w:styles xmlns:w="{W}">{styles}</w:styles>',
        "word/footnotes.xml": f'<w:footnotes xmlns:w="{W}">{footnotes}</w:footnotes>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()
