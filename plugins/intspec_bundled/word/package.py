"""Open a Word file as a package: find its main part, and the relationships between parts."""

import posixpath
from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import unquote, urlsplit

import attrs
from lxml import etree

from intspec import FormError, PackageFault, XmlPackage
from intspec_bundled.word.kinds import refuse_other_kinds

RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
DAMAGED = "open it in Word, save it again as a Word document (.docx), and use that"
TOO_MUCH = (
    "copy the table into a new Word document, save that, and use it; if it came from somebody "
    "you do not know, do not open it"
)
#: The message for each fault of a package, and the remedy.
WORDS: Mapping[PackageFault, tuple[str, str]] = MappingProxyType(
    {
        "size": (
            "the file has {count} MB: more than a form can have",
            "take the pictures out, or copy the table into a new document",
        ),
        "damaged": (
            "the file is damaged, or was cut off on its way: its table of contents is bad",
            DAMAGED,
        ),
        "members": ("the file has {count:,} parts: more than {most:,}", TOO_MUCH),
        "twice": ("the file has two parts of one name (`{part}`)", DAMAGED),
        "overlap": (
            "parts of the file lie over one another, as in a trap or a damaged file",
            TOO_MUCH,
        ),
        "password": (
            "the file is protected with a password",
            "take the password off in Word, and save it again",
        ),
        "part-size": ("`{part}` in the file unpacks to more than a form can have", TOO_MUCH),
        "part-damaged": ("the file is damaged: its part `{part}` cannot be unpacked", DAMAGED),
        "part-encoding": ("the file is damaged: `{part}` holds bytes that are no text", DAMAGED),
        "part-marks": ("`{part}` in the file holds more than a form can have", TOO_MUCH),
        "part-declares": (
            "`{part}` in the file declares a document type, which no Word document does",
            TOO_MUCH,
        ),
        "part-depth": ("`{part}` in the file is nested deeper than a form can be", TOO_MUCH),
        "part-syntax": (
            "the file is damaged: `{part}` is no well-formed XML ({reason})",
            DAMAGED,
        ),
    }
)
ROOTS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
    "http://schemas.openxmlformats.org/package/2006/relationships/metadata",
    # What newer versions of Word keep of comments.
    "http://schemas.microsoft.com/office/2011/relationships",
    "http://schemas.microsoft.com/office/2016/09/relationships",
)


@attrs.frozen
class Relationship:
    """What one part says of another.

    Attributes:
        id: Its id in the part.
        kind: The last word of its type, such as `comments`.
        target: Name of the part that it leads to, or the address outside.
        external: Whether it leads out of the file.
    """

    id: str
    kind: str
    target: str
    external: bool = False


class Package(XmlPackage):
    """A Word file.

    Args:
        raw: The bytes of the file.

    Attributes:
        main: The name of the part that is the document.

    Raises:
        FormError: It is no Word file, or one that cannot be read within bounds.
    """

    def __init__(self, raw: bytes) -> None:
        super().__init__(raw, "the file", words=WORDS, refuse_others=refuse_other_kinds)
        if not self.has("[Content_Types].xml"):
            message = "this is no Word document: the list of its parts (content types) is missing"
            raise FormError(message, DAMAGED)
        self.main = self._main()

    def _main(self) -> str:
        for relationship in self.relationships(""):
            if relationship.kind == "officeDocument" and self.has(relationship.target):
                return relationship.target
        message = "this is no Word document: its main part is missing"
        raise FormError(message, DAMAGED)

    def relationships(self, part: str) -> list[Relationship]:
        """Return what a part says of others; `""` is the package itself.

        Raises:
            FormError: They cannot be read, or one leads out of the file by its path.
        """
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self.has(path):
            return []
        relationships = []
        for element in self.xml(path):
            if not isinstance(element.tag, str) or etree.QName(element).localname != "Relationship":
                continue
            target = element.get("Target", "")
            external = element.get("TargetMode") == "External"
            if not external:
                target = _inside(target, folder)
            root, _, kind = element.get("Type", "").rpartition("/")
            kind = kind if root.startswith(ROOTS) else ""
            relationships.append(Relationship(element.get("Id", ""), kind, target, external))
        return relationships

    def related(self, part: str, kind: str) -> str | None:
        """Return the name of the part of a kind that belongs to another, if it is there."""
        for relationship in self.relationships(part):
            if (
                relationship.kind == kind
                and not relationship.external
                and self.has(relationship.target)
            ):
                return relationship.target
        return None


def _inside(target: str, folder: str) -> str:
    """Return the name of the part that a relationship leads to.

    Raises:
        FormError: It leads out of the file.
    """
    path = unquote(urlsplit(target).path) if ":" not in target else target
    joined = path.lstrip("/") if path.startswith("/") else posixpath.join(folder, path)
    name = posixpath.normpath(joined)
    if name.startswith("..") or "\\" in name:
        message = f"a part of the file is said to lie outside it (`{target}`)"
        raise FormError(message, TOO_MUCH)
    return name
