"""Builds small Word files from their markup, for tests of what reads and fills them."""

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT_W = "http://purl.oclc.org/ooxml/wordprocessingml/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_R = "http://purl.oclc.org/ooxml/officeDocument/relationships"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" mc:Ignorable="w14"'
)
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
PART = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def r(text: str, properties: str = "") -> str:
    """Return a run."""
    formatted = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{formatted}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(*runs: str, properties: str = "") -> str:
    """Return a paragraph; what is no markup becomes a run."""
    formatted = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    inside = "".join(one if one.startswith("<") else r(one) for one in runs if one)
    return f"<w:p>{formatted}{inside}</w:p>"


def tc(*content: str, properties: str = "") -> str:
    """Return a cell; what is no markup becomes a paragraph."""
    formatted = f"<w:tcPr>{properties}</w:tcPr>" if properties else ""
    inside = "".join(one if one.startswith("<") else p(one) for one in content)
    return f"<w:tc>{formatted}{inside or p()}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """Return a row; what is no markup becomes a cell."""
    formatted = f"<w:trPr>{properties}</w:trPr>" if properties else ""
    inside = "".join(one if one.startswith("<") else tc(one) for one in cells)
    return f"<w:tr>{formatted}{inside}</w:tr>"


def tbl(*rows: str) -> str:
    """Return a table."""
    grid = "<w:tblGrid><w:gridCol/></w:tblGrid>"
    return f"<w:tbl><w:tblPr><w:tblW w:w='0' w:type='auto'/></w:tblPr>{grid}{''.join(rows)}</w:tbl>"


def sdt(content: str, properties: str = "") -> str:
    """Return a content control."""
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


PROMPT = "<w:showingPlcHdr/>"


def field(code: str, result: str) -> str:
    """Return a field with its instructions and its result."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{escape(code)}</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{r(result)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def docx(  # noqa: PLR0913 -- one for each part of a file
    *body: str,
    parts: Mapping[str, str] | None = None,
    links: Mapping[str, str] | None = None,
    core: str = "",
    strict: bool = False,
    extra: Mapping[str, bytes] | None = None,
    main: str = MAIN,
) -> bytes:
    """Return a Word file.

    Args:
        *body: Markup of the body.
        parts: Further parts by kind, such as `comments`: what is in their root.
        links: Addresses outside, by relationship id.
        core: What is in the core properties.
        strict: Whether it has the namespaces of strict OOXML.
        extra: Members to add, by name.
        main: Content type of the main part.
    """
    roots = {"header": "hdr", "footer": "ftr"}
    parts = dict(parts or {})
    documents = {"word/document.xml": ("document", f"<w:body>{''.join(body)}</w:body>")}
    for kind, inside in parts.items():
        documents[f"word/{kind}.xml"] = (roots.get(kind, kind), inside)
    files = {
        name: f"{HEAD}<w:{root} {NAMESPACES}>{inside}</w:{root}>"
        for name, (root, inside) in documents.items()
    }
    related = "".join(
        f'<Relationship Id="part-{kind}" Type="{R}/{kind}" Target="{kind}.xml"/>' for kind in parts
    ) + "".join(
        f'<Relationship Id="{key}" Type="{R}/hyperlink" Target="{escape(target)}" '
        'TargetMode="External"/>'
        for key, target in (links or {}).items()
    )
    overrides = f'<Override PartName="/word/document.xml" ContentType="{main}"/>' + "".join(
        f'<Override PartName="/word/{kind}.xml" ContentType="{PART.format(kind)}"/>'
        for kind in parts
    )
    files["[Content_Types].xml"] = (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )
    core_relationship = (
        f'<Relationship Id="core" Type="{PACKAGE}/relationships/metadata/core-properties" '
        'Target="docProps/core.xml"/>'
    )
    files["_rels/.rels"] = (
        f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="main" Type="{R}/officeDocument" Target="word/document.xml"/>'
        f"{core_relationship if core else ''}</Relationships>"
    )
    files["word/_rels/document.xml.rels"] = (
        f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{related}</Relationships>'
    )
    if core:
        files["docProps/core.xml"] = (
            f'{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
            f'xmlns:dc="http://purl.org/dc/elements/1.1/">{core}</cp:coreProperties>'
        )
    if strict:
        files = {
            name: text.replace(f'"{W}"', f'"{STRICT_W}"').replace(R, STRICT_R)
            for name, text in files.items()
        }
    order = sorted(files, key=lambda name: (name != "[Content_Types].xml", name))
    return zipped({name: files[name].encode() for name in order} | dict(extra or {}))


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a ZIP of files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), raw)
    return out.getvalue()
