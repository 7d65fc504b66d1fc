"""Read what stands outside the body of a Word file: notes, headers, footers and comments."""

import re
from collections.abc import Callable

from intspec import FormError
from intspec.text import flat, shorten
from intspec_bundled.word.markup import Element, children, get
from intspec_bundled.word.package import Package
from intspec_bundled.word.paragraph_text import PROMPT, Reader, Words, plain

#: Reads an element outside the body. Takes it, its label, its place, and a reader of its words.
ReadAside = Callable[[Element, str, str, Reader], None]
#: Makes a reader of the words of a part, by the name of the part.
ReaderOf = Callable[[str], Reader]
LONGEST = 300
DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/"


class Asides:
    """Collects what stands beside the text, and reads it after the text.

    Args:
        package: The file.
        remarks: What a person is told of what was set aside; this adds to it.
    """

    def __init__(self, package: Package, remarks: list[str]) -> None:
        self._package = package
        self.remark = remarks.append
        self._notes: dict[tuple[str, str], str] = {}
        part = package.related(package.main, "comments")
        self._comments = {
            get(comment, "w:id") or "": (
                get(comment, "w:author") or "",
                short(plain(comment).strip()),
            )
            for comment in (children(package.xml(part), "w:comment") if part is not None else ())
        }

    def note(self, words: Words, where: str) -> None:
        """Remark on what was set aside in a paragraph, and keep the notes that it refers to."""
        for pieces, message in (
            (words.deleted, "the deleted words “{}” were left out"),
            (words.hidden, "the hidden words “{}” were left out"),
            (words.prompts, "the words “{}” are marked as the prompt of a field, not as an answer"),
        ):
            text = "".join(pieces).strip()
            if text and not (pieces is words.prompts and PROMPT.search(text)):
                self.remark(f"{where}: {message.format(short(text))}")
        for picture in words.pictures:
            self.remark(f"{where}: {picture} was left out")
        for kind, key in words.notes:
            self._notes.setdefault((kind, key), where)
        for key in words.comments:
            if key in self._comments:
                author, text = self._comments.pop(key)
                self.remark(f"{where}: a comment{author and f' by {author}'}: “{text}”")

    def read(self, read_aside: ReadAside, reader_of: ReaderOf) -> None:
        """Read footnotes, endnotes, headers and footers; remark on what has no place.

        Args:
            read_aside: Reads what is beside the text.
            reader_of: Makes a reader of the words of a part.
        """
        package = self._package
        self._read_notes(read_aside, reader_of)
        for relationship in package.relationships(package.main):
            if relationship.kind == "vbaProject":
                self.remark("the document holds macros, which were not read")
            if relationship.kind in ("header", "footer") and package.has(relationship.target):
                root = package.xml(relationship.target)
                read_aside(
                    root, relationship.kind, relationship.kind, reader_of(relationship.target)
                )
        for author, text in self._comments.values():
            self.remark(f"a comment{author and f' by {author}'}, at no place: “{text}”")

    def _read_notes(self, read_aside: ReadAside, reader_of: ReaderOf) -> None:
        package = self._package
        counts = {"footnote": 0, "endnote": 0}
        elements: dict[tuple[str, str], Element] = {}
        readers: dict[str, Reader] = {}
        for kind in counts:
            part = package.related(package.main, f"{kind}s")
            if part is None:
                continue
            readers[kind] = reader_of(part)
            for note in children(package.xml(part), f"w:{kind}"):
                elements[kind, get(note, "w:id") or ""] = note
        for (kind, key), place in list(self._notes.items()):
            counts[kind] += 1
            label = f"{kind} {counts[kind]}"
            if (kind, key) not in elements:
                self.remark(f"{place}: {label} is missing in the file")
                continue
            where = f"{label}, to {place}"
            read_aside(elements[kind, key], label, where, readers[kind])

    def properties(self) -> dict[str, str]:
        """Return title, language and identifier, as the file's own properties give them."""
        properties = {"title": "", "language": "", "identifier": ""}
        package = self._package
        part = package.related("", "core-properties")
        if part is None:
            return properties
        try:
            root = package.xml(part)
        except FormError as error:
            self.remark(f"the properties of the document cannot be read: {error.message}")
            return properties
        for element in root:
            uri, _, local = (
                element.tag.rpartition("}") if isinstance(element.tag, str) else ("", "", "")
            )
            if uri == DUBLIN_CORE and local in properties:
                properties[local] = flat(element.text or "")
        return properties


def short(text: str) -> str:
    """Return words for a remark: on one line, and cut where they are long."""
    return shorten(re.sub(r"\s+", " ", text), LONGEST)
