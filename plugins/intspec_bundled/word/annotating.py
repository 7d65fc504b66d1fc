"""Puts remarks beside the places of a form, as Word comments; nothing else of it changes."""

import posixpath
from collections.abc import Iterable, Sequence
from typing import Any

from lxml import etree

from intspec import FormError, Remark
from intspec.text import NOT_IN_XML, replace_forbidden
from intspec_bundled.word.markup import BY_PREFIX, Element, child, get, name, number
from intspec_bundled.word.package import CONTENT_TYPES, RELATIONSHIPS, Package
from intspec_bundled.word.paragraph_text import is_unfilled
from intspec_bundled.word.reading import DocumentReader

AUTHOR = "intspec"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
STRICT = "http://purl.oclc.org/ooxml/"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
STRICT_RELATION = "http://purl.oclc.org/ooxml/officeDocument/relationships/comments"


def annotate(raw: bytes, remarks: Sequence[Remark]) -> bytes:
    """Return a copy of a Word file with remarks as comments.

    Args:
        raw: The bytes of the file.
        remarks: What to say, and where: the place of a cell, a row or a paragraph.

    Raises:
        FormError: The file cannot be read, or has no such place.
    """
    package = Package(raw)
    document = DocumentReader(package)
    document.read()
    targets = [_paragraph(document.cells, remark.where) for remark in remarks]
    comments = _Comments(package)
    for remark, target in zip(remarks, targets, strict=True):
        _mark(target, comments.add(remark.text))
    root = package.xml(package.main)
    return package.rewritten({package.main: serialised(root), **comments.parts()})


def _paragraph(places: dict[str, Element], where: str) -> Element:
    """Find the paragraph that a comment on a place hangs on.

    Raises:
        FormError: There is no such place.
    """
    found = places.get(where)
    if found is not None and name(found) == "w:tr":
        cells = (cell for place, cell in places.items() if place.startswith(f"{where}, column "))
        found = next(cells, None)
    if found is None:
        message = f"the document has no place `{where}` to remark on"
        raise FormError(message, "give the form that the remarks were made on", where)
    if name(found) == "w:p":
        return found
    paragraphs = [one for one in found.iter() if name(one) == "w:p" and _near(one, found)]
    if not paragraphs:
        return etree.SubElement(found, f"{{{etree.QName(found).namespace}}}p")
    # Word throws away the prompt of a control when somebody types, and a comment in it too.
    filled = (one for one in paragraphs if not _prompted(one, found))
    return next(filled, paragraphs[0])


def _near(paragraph: Element, cell: Element) -> bool:
    """Tell whether a paragraph stands in a cell itself, and in no table or box inside it."""
    for above in paragraph.iterancestors():
        if above is cell:
            return True
        if name(above) in ("w:tc", "w:txbxContent"):
            return False
    return False


def _prompted(paragraph: Element, cell: Element) -> bool:
    for above in paragraph.iterancestors():
        if above is cell:
            return False
        if name(above) == "w:sdt" and is_unfilled(above):
            return True
    return False


def _mark(paragraph: Element, comment: str) -> None:
    uri = etree.QName(paragraph).namespace
    first = 1 if child(paragraph, "w:pPr") is not None else 0
    key = f"{{{uri}}}id"
    paragraph.insert(first, paragraph.makeelement(f"{{{uri}}}commentRangeStart", {key: comment}))
    etree.SubElement(paragraph, f"{{{uri}}}commentRangeEnd", {key: comment})
    run = etree.SubElement(paragraph, f"{{{uri}}}r")
    etree.SubElement(run, f"{{{uri}}}commentReference", {key: comment})


class _Comments:
    """The part of a file that holds its comments, there already or made anew."""

    def __init__(self, package: Package) -> None:
        self._package = package
        main = package.xml(package.main)
        self._uri = etree.QName(main).namespace or BY_PREFIX["w"]
        found = package.related(package.main, "comments")
        self._new = found is None
        folder = posixpath.dirname(package.main)
        self._name = found or _free(package, posixpath.join(folder, "comments.xml"))
        self._root = (
            package.xml(found)
            if found is not None
            else etree.Element(f"{{{self._uri}}}comments", nsmap={"w": self._uri})
        )
        trees = (self._root, main)
        used = [number(get(one, "w:id")) for tree in trees for one in _comment_ids(tree)]
        self._next = max(used, default=-1) + 1

    def add(self, text: str) -> str:
        """Add a comment and return its id."""
        uri = etree.QName(self._root).namespace
        key = str(self._next)
        self._next += 1
        values = {"id": key, "author": AUTHOR, "initials": AUTHOR}
        comment = etree.SubElement(
            self._root, f"{{{uri}}}comment", {f"{{{uri}}}{n}": v for n, v in values.items()}
        )
        for line in legal(text).split("\n"):
            run = etree.SubElement(etree.SubElement(comment, f"{{{uri}}}p"), f"{{{uri}}}r")
            words = etree.SubElement(run, f"{{{uri}}}t")
            words.text = line
            words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        return key

    def parts(self) -> dict[str, bytes]:
        """Return the parts that change, by name."""
        parts = {self._name: serialised(self._root)}
        if not self._new:
            return parts
        package = self._package
        types = package.xml("[Content_Types].xml")
        etree.SubElement(
            types,
            f"{{{CONTENT_TYPES}}}Override",
            {"PartName": f"/{self._name}", "ContentType": TYPE},
        )
        parts["[Content_Types].xml"] = serialised(types)
        folder, main = posixpath.split(package.main)
        path = posixpath.join(folder, "_rels", f"{main}.rels")
        relations = (
            package.xml(path)
            if package.has(path)
            else etree.fromstring(f'<Relationships xmlns="{RELATIONSHIPS}"/>')
        )
        ids = {one.get("Id") for one in relations}
        key = next(f"rIdComments{n}" for n in range(len(ids) + 1) if f"rIdComments{n}" not in ids)
        kind = STRICT_RELATION if self._uri.startswith(STRICT) else RELATION
        etree.SubElement(
            relations,
            f"{{{RELATIONSHIPS}}}Relationship",
            {"Id": key, "Type": kind, "Target": posixpath.basename(self._name)},
        )
        parts[path] = serialised(relations)
        return parts


def _comment_ids(tree: Element) -> Iterable[Element]:
    kinds = ("w:comment", "w:commentRangeStart", "w:commentRangeEnd", "w:commentReference")
    return (one for one in tree.iter() if name(one) in kinds)


def _free(package: Package, path: str) -> str:
    stem, ending = posixpath.splitext(path)
    names = [path, *(f"{stem}{n}{ending}" for n in range(1, len(package.names) + 2))]
    return next(one for one in names if not package.has(one))


def legal(text: str) -> str:
    """Return text with what XML cannot hold replaced by a mark."""
    return replace_forbidden(text, NOT_IN_XML)[0]


def serialised(root: Any) -> bytes:
    """Return the bytes of a part."""
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written
