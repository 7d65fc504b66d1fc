"""Put remarks into a Word form as comments, and change nothing else in it."""

import hashlib
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
#: Parts in which Word keeps more of each comment, by the kind of their relationship.
MORE_OF_COMMENTS = ("commentsExtended", "commentsIds")
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
STRICT = "http://purl.oclc.org/ooxml/"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
STRICT_RELATION = "http://purl.oclc.org/ooxml/officeDocument/relationships/comments"


def annotate(raw: bytes, remarks: Sequence[Remark]) -> bytes:
    """Return a copy of a Word file with remarks as comments.

    Comments that this has made in an earlier copy go, unless somebody has changed or answered them.

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
    element = places.get(where)
    if element is not None and name(element) == "w:tr":
        cells = (cell for place, cell in places.items() if place.startswith(f"{where}, column "))
        element = next(cells, None)
    if element is None:
        message = f"the document has no place `{where}` to remark on"
        raise FormError(message, "give the form that the remarks were made on", where)
    if name(element) == "w:p":
        return element
    paragraphs = [
        paragraph
        for paragraph in element.iter()
        if name(paragraph) == "w:p" and _near(paragraph, element)
    ]
    if not paragraphs:
        return etree.SubElement(element, f"{{{etree.QName(element).namespace}}}p")
    # When somebody types, Word deletes a control's prompt, and with it a comment in the prompt.
    unprompted = (paragraph for paragraph in paragraphs if not _prompted(paragraph, element))
    return next(unprompted, paragraphs[0])


def _near(paragraph: Element, cell: Element) -> bool:
    """Tell whether a paragraph stands in a cell itself, and in no table or box inside it."""
    for ancestor in paragraph.iterancestors():
        if ancestor is cell:
            return True
        if name(ancestor) in ("w:tc", "w:txbxContent"):
            return False
    return False


def _prompted(paragraph: Element, cell: Element) -> bool:
    for ancestor in paragraph.iterancestors():
        if ancestor is cell:
            return False
        if name(ancestor) == "w:sdt" and is_unfilled(ancestor):
            return True
    return False


def _mark(paragraph: Element, comment: str) -> None:
    uri = etree.QName(paragraph).namespace
    position = 1 if child(paragraph, "w:pPr") is not None else 0
    key = f"{{{uri}}}id"
    paragraph.insert(position, paragraph.makeelement(f"{{{uri}}}commentRangeStart", {key: comment}))
    etree.SubElement(paragraph, f"{{{uri}}}commentRangeEnd", {key: comment})
    run = etree.SubElement(paragraph, f"{{{uri}}}r")
    etree.SubElement(run, f"{{{uri}}}commentReference", {key: comment})


class _Comments:
    """The part of a file that holds its comments, there already or made anew."""

    def __init__(self, package: Package) -> None:
        self._package = package
        main = package.xml(package.main)
        self._uri = etree.QName(main).namespace or BY_PREFIX["w"]
        part = package.related(package.main, "comments")
        self._new = part is None
        folder = posixpath.dirname(package.main)
        self._name = part or _free(package, posixpath.join(folder, "comments.xml"))
        self._root = (
            package.xml(part)
            if part is not None
            else etree.Element(f"{{{self._uri}}}comments", nsmap={"w": self._uri})
        )
        parts = (package.related(package.main, kind) for kind in MORE_OF_COMMENTS)
        self._more = {part: package.xml(part) for part in parts if part is not None}
        self._remove_own()
        trees = (self._root, main)
        used_ids = [
            number(get(element, "w:id")) for tree in trees for element in _comment_ids(tree)
        ]
        self._next = max(used_ids, default=-1) + 1

    def _remove_own(self) -> None:
        """Take out the comments that are ours, word for word, and that nobody has answered."""
        entries = [entry for root in self._more.values() for entry in root]
        answered = {_local(entry, "paraIdParent") for entry in entries}
        gone: set[str | None] = set()
        for comment in [one for one in self._root if name(one) == "w:comment"]:
            paragraphs = {_local(one, "paraId") for one in comment.iter()} - {None}
            if not _is_own(comment) or paragraphs & answered:
                continue
            gone.add(get(comment, "w:id"))
            self._root.remove(comment)
            for entry in entries:
                if _local(entry, "paraId") in paragraphs:
                    entry.getparent().remove(entry)
        for mark in list(_comment_ids(self._package.xml(self._package.main))):
            if get(mark, "w:id") in gone:
                _take_out(mark)

    def add(self, text: str) -> str:
        """Add a comment and return its id."""
        uri = etree.QName(self._root).namespace
        key = str(self._next)
        self._next += 1
        values = {"id": key, "author": AUTHOR, "initials": _initials(legal(text))}
        comment = etree.SubElement(
            self._root,
            f"{{{uri}}}comment",
            {f"{{{uri}}}{attribute}": value for attribute, value in values.items()},
        )
        for line in legal(text).split("\n"):
            run = etree.SubElement(etree.SubElement(comment, f"{{{uri}}}p"), f"{{{uri}}}r")
            words = etree.SubElement(run, f"{{{uri}}}t")
            words.text = line
            words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        return key

    def parts(self) -> dict[str, bytes]:
        """Return the parts that change, by name."""
        parts = {part: serialised(root) for part, root in self._more.items()}
        parts[self._name] = serialised(self._root)
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
        ids = {relation.get("Id") for relation in relations}
        key = next(
            f"rIdComments{index}"
            for index in range(len(ids) + 1)
            if f"rIdComments{index}" not in ids
        )
        kind = STRICT_RELATION if self._uri.startswith(STRICT) else RELATION
        etree.SubElement(
            relations,
            f"{{{RELATIONSHIPS}}}Relationship",
            {"Id": key, "Type": kind, "Target": posixpath.basename(self._name)},
        )
        parts[path] = serialised(relations)
        return parts


def _local(element: Element, attribute: str) -> str | None:
    """Return the value of an attribute, whatever namespace it stands in."""
    tags = (tag for tag in element.attrib if etree.QName(tag).localname == attribute)
    return next((str(element.get(tag)) for tag in tags), None)


def _initials(text: str) -> str:
    """Return the initials of a comment of ours: they tell whether its words are still ours."""
    return f"{AUTHOR}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def _is_own(comment: Element) -> bool:
    """Tell whether a comment is one that this has made, and its words are the same."""
    lines = [
        "".join(words.text or "" for words in paragraph.iter() if name(words) == "w:t")
        for paragraph in comment.iter()
        if name(paragraph) == "w:p"
    ]
    written = (get(comment, "w:author"), get(comment, "w:initials"))
    return written == (AUTHOR, _initials("\n".join(lines)))


def _take_out(mark: Element) -> None:
    """Take a mark of a comment out of the text, with the run that held nothing else."""
    run = mark.getparent()
    run.remove(mark)
    if name(run) == "w:r" and {name(one) for one in run} <= {"w:rPr"}:
        run.getparent().remove(run)


def _comment_ids(tree: Element) -> Iterable[Element]:
    kinds = ("w:comment", "w:commentRangeStart", "w:commentRangeEnd", "w:commentReference")
    return (element for element in tree.iter() if name(element) in kinds)


def _free(package: Package, path: str) -> str:
    stem, ending = posixpath.splitext(path)
    names = [path, *(f"{stem}{index}{ending}" for index in range(1, len(package.names) + 2))]
    return next(candidate for candidate in names if not package.has(candidate))


def legal(text: str) -> str:
    """Return text with what XML cannot hold replaced by a mark."""
    return replace_forbidden(text, NOT_IN_XML)[0]


def serialised(root: Any) -> bytes:
    """Return the bytes of a part."""
    content: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return content
