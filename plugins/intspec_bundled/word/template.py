"""A journal's Word document as the ground for ours: its styles and page are used, not its text.

What belonged to the text (pictures, comments, notes) is left out, and so is who wrote it. The
styles that ours need and the template lacks are added; one that it has under its own name or
number, as Word's own styles in other languages, stays as it is.
"""

from collections.abc import Mapping
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
from lxml import etree

from intspec import FormError, RenderError
from intspec_bundled.word.package import Package
from intspec_bundled.word.writing import RELATIONS, Element, W, make

if TYPE_CHECKING:
    from docx.document import Document
    from docx.opc.rel import Relationships

#: What of a template stays: the last word of the kind of each relationship.
KEPT = frozenset(
    {"styles", "numbering", "settings", "webSettings", "fontTable", "theme", "header", "footer"}
)
#: What stays of the file around it; a picture of its first page does not.
OF_PACKAGE = frozenset({"officeDocument", "core-properties"})
#: Settings that speak of parts that are left out.
OF_TEXT = ("footnotePr", "endnotePr", "attachedTemplate", "mailMerge", "documentProtection")
#: The fields of a header or footer that stay: they say what is known in the document.
PAGE_FIELDS = ("PAGE", "NUMPAGES", "SECTIONPAGES", "TITLE", "STYLEREF")
R = f"{{{RELATIONS}}}"
TEMPLATE = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACROS = b"macroEnabled"
TYPES = "[Content_Types].xml"
NUMBERING = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"


@attrs.frozen
class Ground:
    """The document that a view is written into.

    Attributes:
        document: It, without text.
        styles: What it calls styles, by the ids that they have here, where the two differ.
    """

    document: "Document"
    styles: Mapping[str, str]


def open_template(path: str, shell: bytes) -> Ground:
    """Open a template, empty it and give it the styles that ours need.

    Args:
        path: The template: a Word document, or a Word template (.dotx).
        shell: The empty document that has our styles.

    Raises:
        RenderError: It is none that can be used.
    """
    from docx import Document  # noqa: PLC0415 -- start-up

    name = Path(path).name
    try:
        raw = _as_document(Path(path).read_bytes(), name)
        ground = Document(BytesIO(raw))
    except FormError as error:
        message = f"the template `{name}`: {error}"
        raise RenderError(message) from None
    except (OSError, ValueError, KeyError, etree.LxmlError):
        message = (
            f"the template `{name}` cannot be opened: open it in Word, save it again as a Word "
            "document (.docx), and use that"
        )
        raise RenderError(message) from None
    _empty(ground)
    return Ground(ground, _take_styles(ground, Document(BytesIO(shell))))


def _as_document(raw: bytes, name: str) -> bytes:
    """Return a template as a document, its parts within bounds.

    Raises:
        FormError: It is no Word file, or one that cannot be read.
        RenderError: It has macros.
    """
    package = Package(raw)
    types = package.read(TYPES)
    if MACROS in types:
        message = f"the template `{name}` has macros: save it in Word as .docx or .dotx"
        raise RenderError(message)
    for relationship in package.relationships(package.main):
        if relationship.kind in KEPT and package.has(relationship.target):
            package.xml(relationship.target)
    if package.xml(package.main).tag != f"{W}document":
        message = (
            f"the template `{name}` is in a form of Word's own that is not read (Strict Open XML): "
            "save it in Word as an ordinary document (.docx)"
        )
        raise RenderError(message)
    changed = types.replace(TEMPLATE.encode(), DOCUMENT.encode())
    return raw if changed == types else package.rewritten({TYPES: changed})


def _empty(document: "Document") -> None:
    """Take out the text, and what belongs to it."""
    body = document.element.body
    section = body[-1] if len(body) and body[-1].tag == f"{W}sectPr" else make(body, "sectPr")
    for element in [*body[:-1], *section.findall(f"{W}cols")]:
        element.getparent().remove(element)
    _keep(document.part.package.rels, OF_PACKAGE)
    _keep(document.part.rels, KEPT)
    for relationship in document.part.rels.values():
        if relationship.reltype.endswith("/settings"):
            # They lead to the template that a template is made from, by its place on a disk.
            relationship.target_part.rels.clear()
        elif relationship.reltype.endswith(("/header", "/footer")):
            _still(relationship.target_part)
    settings = document.settings.element
    for element in list(settings):
        if etree.QName(element).localname in OF_TEXT:
            settings.remove(element)
    properties = document.core_properties
    for word in ("author", "last_modified_by", "keywords", "comments", "category"):
        setattr(properties, word, "")


def _still(part: Any) -> None:
    """Take out of a header or footer what fetches or runs something.

    Pictures of the file's own and the fields of `PAGE_FIELDS` stay; of a link its words.
    """
    for key, relationship in list(part.rels.items()):
        if relationship.is_external or not relationship.reltype.endswith("/image"):
            part.rels.pop(key)
    for element in list(part.element.iter(etree.Element)):
        name = etree.QName(element).localname
        said = element.get(f"{W}instr", "") if name == "fldSimple" else element.text or ""
        field = name in ("fldSimple", "instrText")
        lost = [key for key in element.attrib if _leads_nowhere(key, element, part)]
        if field and not said.strip().upper().startswith(PAGE_FIELDS):
            _take_out(element)
        elif lost and name == "hyperlink":
            element.attrib.pop(lost[0])
        elif lost or name == "object":
            _take_out(element)


def _leads_nowhere(key: Any, element: Element, part: Any) -> bool:
    return str(key).startswith(R) and element.get(key) not in part.rels


def _take_out(element: Element) -> None:
    """Take an element out with all of the drawing that it is in."""
    parent = element.getparent()
    while parent is not None and parent.tag not in (f"{W}r", f"{W}p", f"{W}hdr", f"{W}ftr"):
        element, parent = parent, parent.getparent()
    if parent is not None:
        parent.remove(element)


def _keep(relationships: "Relationships", kinds: frozenset[str]) -> None:
    for key, relationship in list(relationships.items()):
        if relationship.reltype.rpartition("/")[2] not in kinds:
            relationships.pop(key)


def _take_styles(document: "Document", shell: "Document") -> Mapping[str, str]:
    """Add our styles, and return what the template calls those that it has."""
    theirs = {_name(style): style.get(f"{W}styleId", "") for style in _styles(document)}
    ids = set(theirs.values())
    called = {}
    added = []
    for style in _styles(shell):
        own = style.get(f"{W}styleId", "")
        if _name(style) in theirs:
            called[own] = theirs[_name(style)]
        elif own not in ids:
            added.append(deepcopy(style))
    numbers = _take_numbering(document, shell)
    for style in added:
        style.attrib.pop(f"{W}default", "")
        for word in ("basedOn", "next", "link"):
            for reference in style.iter(f"{W}{word}"):
                key = reference.get(f"{W}val", "")
                reference.set(f"{W}val", called.get(key, key))
        for reference in style.iter(f"{W}numId"):
            reference.set(f"{W}val", numbers[reference.get(f"{W}val", "")])
        document.styles.element.append(style)
    return called


def _styles(document: "Document") -> list[Element]:
    return list(document.styles.element.iterchildren(f"{W}style"))


def _name(style: Element) -> str:
    name = style.find(f"{W}name")
    return (name.get(f"{W}val", "") if name is not None else "").lower()


def _take_numbering(document: "Document", shell: "Document") -> Mapping[str, str]:
    """Add our kinds of lists, and return their new numbers."""
    from docx.opc.constants import RELATIONSHIP_TYPE  # noqa: PLC0415 -- start-up
    from docx.opc.packuri import PackURI  # noqa: PLC0415
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.parts.numbering import NumberingPart  # noqa: PLC0415

    own = shell.part.numbering_part.element
    kinds = [one.reltype for one in document.part.rels.values()]
    if RELATIONSHIP_TYPE.NUMBERING not in kinds:
        name = PackURI("/word/numbering.xml")
        empty: Any = OxmlElement("w:numbering")
        part = NumberingPart(name, NUMBERING, empty, document.part.package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
    theirs = document.part.numbering_part.element
    first_kind = _most(theirs, "abstractNum", "abstractNumId") + 1
    first_number = _most(theirs, "num", "numId") + 1
    numbers = {}
    place = len(theirs.findall(f"{W}numPicBullet")) + len(theirs.findall(f"{W}abstractNum"))
    for step, kind in enumerate(own.iterchildren(f"{W}abstractNum")):
        copied = deepcopy(kind)
        copied.set(f"{W}abstractNumId", str(first_kind + step))
        theirs.insert(place + step, copied)
    end = place + len(own.findall(f"{W}abstractNum")) + len(theirs.findall(f"{W}num"))
    for step, entry in enumerate(own.iterchildren(f"{W}num")):
        copied = deepcopy(entry)
        numbers[copied.get(f"{W}numId", "")] = str(first_number + step)
        copied.set(f"{W}numId", str(first_number + step))
        kind = copied.find(f"{W}abstractNumId")
        kind.set(f"{W}val", str(first_kind + int(kind.get(f"{W}val", "0"))))
        theirs.insert(end + step, copied)
    return numbers


def _most(numbering: Element, tag: str, attribute: str) -> int:
    """Return the largest number that entries have; 0 if there are none."""
    numbers = (entry.get(f"{W}{attribute}", "") for entry in numbering.iterchildren(f"{W}{tag}"))
    return max((int(number) for number in numbers if number.isdigit()), default=0)
