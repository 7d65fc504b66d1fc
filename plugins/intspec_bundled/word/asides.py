"""What stands beside the text of a Word file: notes, margins, comments, and what is set aside."""

import re
from typing import TYPE_CHECKING

from intspec import FormError
from intspec_bundled.word.markup import Element, children, get
from intspec_bundled.word.words import PROMPT, Reader, Words, plain

if TYPE_CHECKING:
    from intspec_bundled.word.reading import DocumentReader

LONGEST = 300
DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/"


class Asides:
    """Collects what stands beside the text, and reads it after the text.

    Args:
        document: The reader of the file.
    """

    def __init__(self, document: "DocumentReader") -> None:
        self._document = document
        self._notes: dict[tuple[str, str], str] = {}
        root = document.part("comments")
        self._comments = {
            get(one, "w:id") or "": (get(one, "w:author") or "", short(plain(one).strip()))
            for one in (children(root, "w:comment") if root is not None else ())
        }

    def remark(self, text: str) -> None:
        """Tell a person of something that was set aside."""
        self._document.remarks.append(text)

    def note(self, words: Words, where: str) -> None:
        """Remark on what was set aside in a paragraph, and keep the notes that it refers to."""
        for pieces, said in (
            (words.deleted, "the deleted words “{}” were left out"),
            (words.hidden, "the hidden words “{}” were left out"),
            (words.prompts, "the words “{}” are marked as the prompt of a field, not as an answer"),
        ):
            text = "".join(pieces).strip()
            if text and not (pieces is words.prompts and PROMPT.search(text)):
                self.remark(f"{where}: {said.format(short(text))}")
        for picture in words.pictures:
            self.remark(f"{where}: {picture} was left out")
        for kind, key in words.notes:
            self._notes.setdefault((kind, key), where)
        for key in words.comments:
            if key in self._comments:
                author, text = self._comments.pop(key)
                self.remark(f"{where}: a comment{author and f' by {author}'}: “{text}”")

    def read(self) -> None:
        """Read footnotes, endnotes, headers and footers; remark on what has no place."""
        document = self._document
        self._read_notes()
        for one in document.package.relationships(document.package.main):
            if one.kind == "vbaProject":
                self.remark("the document holds macros, which were not read")
            if one.kind in ("header", "footer") and document.package.has(one.target):
                root = document.package.xml(one.target)
                document.read_aside(root, one.kind, one.kind, document.reader(one.target))
        for author, text in self._comments.values():
            self.remark(f"a comment{author and f' by {author}'}, at no place: “{text}”")

    def _read_notes(self) -> None:
        package = self._document.package
        counts = {"footnote": 0, "endnote": 0}
        elements: dict[tuple[str, str], Element] = {}
        readers: dict[str, Reader] = {}
        for kind in counts:
            part = package.related(package.main, f"{kind}s")
            if part is None:
                continue
            readers[kind] = self._document.reader(part)
            for one in children(package.xml(part), f"w:{kind}"):
                elements[kind, get(one, "w:id") or ""] = one
        for (kind, key), place in list(self._notes.items()):
            counts[kind] += 1
            label = f"{kind} {counts[kind]}"
            if (kind, key) not in elements:
                self.remark(f"{place}: {label} is missing in the file")
                continue
            where = f"{label}, to {place}"
            self._document.read_aside(elements[kind, key], label, where, readers[kind])

    def properties(self) -> dict[str, str]:
        """Return title, language and identifier, as the file's own properties give them."""
        found = {"title": "", "language": "", "identifier": ""}
        package = self._document.package
        part = package.related("", "core-properties")
        if part is None:
            return found
        try:
            root = package.xml(part)
        except FormError as error:
            self.remark(f"the properties of the document cannot be read: {error.message}")
            return found
        for one in root:
            uri, _, local = one.tag.rpartition("}") if isinstance(one.tag, str) else ("", "", "")
            if uri == DUBLIN_CORE and local in found:
                found[local] = " ".join((one.text or "").split())
        return found


def short(text: str) -> str:
    """Return words for a remark: on one line, and cut where they are long."""
    flat = re.sub(r"\s+", " ", text)
    return flat if len(flat) <= LONGEST else f"{flat[: LONGEST - 1]}…"
