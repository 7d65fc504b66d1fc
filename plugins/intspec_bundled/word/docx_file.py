"""Write a view as a Word document, in named styles: the same bytes for the same view.

All that is seen is set by the styles of `shell/word/styles.xml` (`intspec Cell`, `intspec Gap` and
so on, beside Word's own `Title`, `Heading 1`); the text carries none of its own, so that a
journal's template restyles it. Characters that XML forbids are shown as U+FFFD, and a notice in
the document says how many.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from intspec import NoteList, View, page_of
from intspec.text import flat, replacement_notice
from intspec_bundled.word.options import WordOptions
from intspec_bundled.word.template import Ground, open_template
from intspec_bundled.word.writing import Element, W, Writer, is_web, make
from intspec_bundled.word.writing_tables import write_paragraphs, write_table

if TYPE_CHECKING:
    from docx.document import Document

SHELL = Path(__file__).parent / "shell"
#: The date of every document, so that its bytes depend only on the view: the first day that a
#: ZIP can hold.
DATE = (1980, 1, 1, 0, 0, 0)
TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*\Z")
#: Styles of text that comes from the specification, and so is in its language.
OWN = ("Title", "intspecCell", "intspecRequest", "intspecSource")
EAST = ("zh", "ja", "ko")
RIGHT = ("ar", "fa", "he", "ur", "ps", "yi", "dv", "sd", "ug")
#: Twentieths of a point in a millimetre.
TWIPS = 1440 / 25.4
#: How long a title can be in a document's properties.
LONGEST = 255
#: The most rows of a table that is kept whole with the notes behind it.
SHORT = 6


def render(view: View, options: WordOptions | None = None) -> bytes:
    """Write a view as a Word document.

    Args:
        view: Any view.
        options: How it is laid out; None for what suits it best.

    Returns:
        The package.

    Raises:
        MissingExtra: A view has figures, and what draws them is not installed.
        RenderError: The template cannot be used.
    """
    options = options or WordOptions()
    from docx import Document  # noqa: PLC0415 -- start-up

    if options.template:
        ground = open_template(options.template, _shell())
    else:
        ground = Ground(Document(BytesIO(_shell())), {})
    document = ground.document
    body = document.element.body
    section = body[-1]
    width, height = _turn(section, view, options)
    writer = Writer(_anchors(view), _links(view, document), width, ground.styles)
    body.remove(section)
    _write(writer, document, view, height)
    body.append(section)
    if not options.template:
        _footer(writer, document, view)
    _properties(writer, document, view)
    _languages(document, view.language, ground.styles)
    buffer = BytesIO()
    document.save(buffer)
    return _stable(buffer)


def _turn(section: Element, view: View, options: WordOptions) -> tuple[int, int]:
    """Set the page, and return how wide and high its text is, in twentieths of a point."""
    page = page_of(view, options.page, options.orientation)
    size = section.find(f"{W}pgSz")
    if size is None:
        size = make(section, "pgSz")
    lengths = [_number(size, name) for name in ("w", "h")]
    if not all(lengths) or options.page or not options.template:
        lengths = [round(side * TWIPS) for side in (page.width, page.height)]
    width, height = sorted(lengths, reverse=page.landscape)
    size.set(f"{W}w", str(width))
    size.set(f"{W}h", str(height))
    size.attrib.pop(f"{W}orient", "")
    if page.landscape:
        size.set(f"{W}orient", "landscape")
    margins = section.find(f"{W}pgMar")
    if margins is None:
        margins = make(section, "pgMar", top="964", right="850", bottom="964", left="850")
    sides, ends = ("left", "right", "gutter"), ("top", "bottom")
    across, down = (sum(_number(margins, name) for name in names) for names in (sides, ends))
    return width - across, height - down


def _number(element: Element, name: str) -> int:
    text = element.get(f"{W}{name}", "")
    return int(text) if text.isdigit() else 0


@cache
def _shell() -> bytes:
    """Pack the empty document that holds styles, numbering and the footer."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_STORED) as package:
        for path in sorted(SHELL.rglob("*")):
            if path.is_file():
                package.writestr(ZipInfo(path.relative_to(SHELL).as_posix()), path.read_bytes())
    return buffer.getvalue()


def _anchors(view: View) -> dict[str, str]:
    marks = [note.mark for notes in view.notes for note in notes.notes if note.mark]
    return {mark: f"note_{number}" for number, mark in enumerate(dict.fromkeys(marks), 1)}


def _links(view: View, document: "Document") -> Mapping[str, str]:
    from docx.opc.constants import RELATIONSHIP_TYPE  # noqa: PLC0415 -- start-up

    urls = [note.url for notes in view.notes for note in notes.notes] + [view.guideline.url]
    relate = document.part.relate_to
    kind = RELATIONSHIP_TYPE.HYPERLINK
    return {url: relate(url, kind, is_external=True) for url in urls if is_web(url)}


def _write(writer: Writer, document: "Document", view: View, height: int) -> None:
    body = document.element.body
    writer.paragraph(body, "Title", view.title)
    writer.paragraph(body, "Subtitle", view.subtitle)
    for text in view.notices:
        writer.paragraph(body, "intspecNotice", text)
    position = len(body)
    for text in view.intro:
        writer.paragraph(body, "intspecText", text)
    if view.figures:
        from intspec_bundled.word.pictures import write_figures  # noqa: PLC0415 -- few have any

        write_figures(writer, document, view.figures, height)
    for table in view.tables:
        writer.paragraph(body, "Heading1", table.caption)
        if table.layout == "paragraphs":
            write_paragraphs(writer, body, table)
        else:
            write_table(writer, body, table, view.title)
    if view.tables and (view.notes or view.guideline.text):
        _keep_table(body[-1])
    for notes in view.notes:
        _notes(writer, body, notes)
    if view.guideline.text:
        _keep_with_next(body)
        paragraph = writer.paragraph(body, "intspecGuideline", view.guideline.text)
        _address(writer, paragraph, view.guideline.url)
    if writer.replaced:
        notice = replacement_notice(writer.replaced, "a Word document")
        body.insert(position, writer.paragraph(body, "intspecNotice", notice))


def _keep_with_next(body: Element) -> None:
    """Keep the last paragraph with what comes, so that no page holds one reference alone."""
    last = body[-1]
    if last.tag == f"{W}p":
        _keep(last)


def _keep(paragraph: Element) -> None:
    # The style of a paragraph comes first among its properties, and this next.
    properties = paragraph[0]
    properties.insert(1, make(properties, "keepNext"))


def _keep_table(last: Element) -> None:
    """Keep a short table, or the end of a long one, with what comes: no page holds notes alone."""
    rows = list(last.iterchildren(f"{W}tr"))
    for row in rows if len(rows) <= SHORT else rows[-1:]:
        for paragraph in row.iter(f"{W}p"):
            _keep(paragraph)


def _notes(writer: Writer, body: Element, notes: NoteList) -> None:
    writer.paragraph(body, "Heading1", notes.title)
    for note in notes.notes:
        paragraph = writer.paragraph(body, "intspecSource")
        if note.mark:
            writer.bookmark(paragraph, writer.anchors[note.mark])
            writer.text(paragraph, f"[{note.mark}] ")
        writer.text(paragraph, note.text)
        _address(writer, paragraph, note.url)


def _address(writer: Writer, paragraph: Element, url: str) -> None:
    if url:
        writer.text(paragraph, " ")
        writer.link(paragraph, url)


def _footer(writer: Writer, document: "Document", view: View) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    place = paragraph.runs[0]._r  # noqa: SLF001 -- it has no other name
    place[0].text = writer.clean(flat(view.title))
    # The number of the page stands at the right edge of the text.
    tabs = make(paragraph._p.pPr, "tabs")  # noqa: SLF001
    make(tabs, "tab", val="right", pos=str(writer.width))


def _properties(writer: Writer, document: "Document", view: View) -> None:
    properties = document.core_properties
    properties.title = writer.clean(f"{view.title} \N{EN DASH} {view.subtitle}")[:LONGEST]
    properties.subject = writer.clean(view.subtitle)[:LONGEST]
    properties.identifier = writer.clean(view.identifier)[:LONGEST]
    properties.language = _tag(view.language)
    properties.created = properties.modified = datetime(*DATE, tzinfo=UTC)
    properties.revision = 1


def _tag(language: str) -> str:
    return language if TAG.match(language) else "en"


def _languages(document: "Document", language: str, called: Mapping[str, str]) -> None:
    """Say in the styles which language the specification's own words are in."""
    tag = _tag(language)
    main = tag.partition("-")[0].lower()
    kind = "eastAsia" if main in EAST else "bidi" if main in RIGHT else "val"
    own = {called.get(name, name) for name in OWN}
    for style in document.styles.element.iterchildren(f"{W}style"):
        if style.get(f"{W}styleId") in own:
            properties = style.find(f"{W}rPr")
            if properties is None:
                properties = make(style, "rPr")
            make(properties, "lang", **{kind: tag})


def _stable(buffer: BytesIO) -> bytes:
    """Pack a package again, its members in order and without a clock."""
    packed = BytesIO()
    with ZipFile(buffer) as old, ZipFile(packed, "w", ZIP_DEFLATED) as new:
        names = sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            info = ZipInfo(name, DATE)
            info.compress_type = ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            new.writestr(info, old.read(name))
    return packed.getvalue()
