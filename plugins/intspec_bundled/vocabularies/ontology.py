"""Read the terms of one prefix from an ontology file (OWL in RDF/XML), in bounded memory."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs

from intspec import SAFE_XML, VocabularyError, VocabularyTerm
from intspec.text import flat

LIMIT = 1_000_000_000
CLASSES = 500_000
CHUNK = 1 << 16
HEAD = 1 << 20
ENTITIES = "it declares entities, which are not read: save it again without them"

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
RDFS = "{http://www.w3.org/2000/01/rdf-schema#}"
OWL = "{http://www.w3.org/2002/07/owl#}"
OBO = "{http://purl.obolibrary.org/obo/}"
SKOS = "{http://www.w3.org/2004/02/skos/core#}"
SYNONYM = "{http://www.geneontology.org/formats/oboInOwl#}hasExactSynonym"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

LABELS = (f"{RDFS}label", f"{SKOS}prefLabel")
ALIASES = (f"{OBO}IAO_0000118", SYNONYM, f"{SKOS}altLabel")
TRUE = ("true", "1")
START = re.compile(rb"<[A-Za-z_]")
DATED = re.compile(r"v?[0-9]+([.-][0-9]+)+")


@attrs.define
class _Class:
    """What the file says of one class."""

    labels: list[str] = attrs.field(factory=list)
    foreign: list[str] = attrs.field(factory=list)
    aliases: list[str] = attrs.field(factory=list)
    parents: list[str] = attrs.field(factory=list)
    obsolete: bool = False
    replaced_by: str | None = None


@attrs.frozen
class Ontology:
    """What was read from a file.

    Attributes:
        terms: The terms of the prefix, by code.
        version: The version that the file states, if any.
        title: The title that the file states, if any.
        sha256: Checksum of the file.
        others: How many classes have another prefix; they are not taken over.
        unlabelled: How many classes of the prefix have no label; they are not taken over.
    """

    terms: tuple[VocabularyTerm, ...]
    version: str | None
    title: str | None
    sha256: str
    others: int
    unlabelled: int


def read(path: str, prefix: str) -> Ontology:
    """Read the terms of one prefix from an ontology file.

    Classes of other prefixes are left out; where one stands between two of ours, the upper one
    becomes the parent.

    Args:
        path: The file: OWL in RDF/XML.
        prefix: The prefix of the codes, such as `BCIO` in `BCIO_007010`.

    Raises:
        VocabularyError: The file cannot be read as such an ontology; the message says why.
    """
    reader = _Reader(path)
    reader.run()
    code_pattern = re.compile(rf"(?:^|[/#]){re.escape(prefix)}[_:]([A-Za-z0-9.-]+)$", re.IGNORECASE)
    codes = {iri: match[1] for iri in reader.classes if (match := code_pattern.search(iri))}
    if not codes:
        message = f"{path}: no class has the prefix `{prefix}`{_prefixes(reader.classes)}"
        raise VocabularyError(message)
    terms = []
    for iri, code in codes.items():
        entry = reader.classes[iri]
        labels = [*entry.labels, *entry.foreign]
        if not labels:
            continue
        replaced = code_pattern.search(entry.replaced_by or "")
        terms.append(
            VocabularyTerm(
                id=code,
                label=labels[0],
                aliases=tuple(
                    alias
                    for alias in dict.fromkeys([*labels, *entry.aliases])
                    if alias != labels[0]
                ),
                parents=tuple(sorted(_above(iri, reader.classes, codes))),
                obsolete=entry.obsolete,
                replaced_by=replaced[1] if replaced else None,
            )
        )
    return Ontology(
        terms=tuple(sorted(terms, key=lambda term: term.id)),
        version=reader.version,
        title=reader.title,
        sha256=reader.digest.hexdigest(),
        others=len(reader.classes) - len(codes),
        unlabelled=len(codes) - len(terms),
    )


def _above(iri: str, classes: dict[str, _Class], codes: dict[str, str]) -> set[str]:
    """Return the codes of the nearest classes of the prefix that a class stands below."""
    parents: set[str] = set()
    visited = {iri}
    pending = list(classes[iri].parents)
    while pending:
        ancestor = pending.pop()
        if ancestor in visited:
            continue
        visited.add(ancestor)
        if ancestor in codes:
            parents.add(codes[ancestor])
        elif ancestor in classes:
            pending.extend(classes[ancestor].parents)
    return parents


def _prefixes(classes: dict[str, _Class]) -> str:
    """Name the prefixes that there are, the most frequent first."""
    counts: dict[str, int] = {}
    for iri in classes:
        name, underscore, _code = re.split("[/#]", iri)[-1].partition("_")
        if underscore:
            counts[name] = counts.get(name, 0) + 1
    most = sorted(counts, key=lambda name: (-counts[name], name))[:5]
    return f"; there are {', '.join(f'`{name}`' for name in most)}" if most else ""


class _Reader:
    """Goes through a file once, keeping what is said of classes and letting go of the rest."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.classes: dict[str, _Class] = {}
        self.version: str | None = None
        self.title: str | None = None
        self.digest = hashlib.sha256()

    def run(self) -> None:
        from lxml import etree  # noqa: PLC0415 -- only this command reads XML

        parser: Any = etree.XMLPullParser(
            events=("start", "end"),
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
            **SAFE_XML,
        )
        depth = 0
        try:
            for chunk in self._chunks():
                parser.feed(chunk)
                for event, element in parser.read_events():
                    if event == "start":
                        depth += 1
                        self._begin(element, depth)
                        continue
                    depth -= 1
                    if depth == 1:
                        self._top(element)
                        element.clear()
                        parent = element.getparent()
                        if parent is not None:
                            # The parser still needs this element: only those before it are dropped.
                            while element.getprevious() is not None:
                                del parent[0]
            parser.close()
        except etree.XMLSyntaxError as error:
            if "depth" in (error.msg or ""):
                message = f"{self.path}: nested deeper than 256 levels"
            else:
                reason = str(error.msg).replace("\n,", ",")
                message = f"{self.path}: not well-formed XML: {reason}"
            raise VocabularyError(message) from None

    def _chunks(self) -> Iterator[bytes]:
        path = Path(self.path)
        if not path.is_file():
            defect = "is a folder or no ordinary file" if path.exists() else "does not exist"
            message = f"{self.path}: it {defect}"
            raise VocabularyError(message)
        if path.stat().st_size > LIMIT:
            message = f"{self.path}: longer than {LIMIT:,} bytes"
            raise VocabularyError(message)
        try:
            with path.open("rb") as file:
                # Looked for before parsing: entities can expand without end.
                if b"<!ENTITY" in START.split(file.read(HEAD), maxsplit=1)[0]:
                    self._refuse(ENTITIES)
                file.seek(0)
                while chunk := file.read(CHUNK):
                    self.digest.update(chunk)
                    yield chunk
        except OSError as error:
            message = f"{self.path}: it cannot be read: {error.strerror}"
            raise VocabularyError(message) from None

    def _begin(self, element: Any, depth: int) -> None:
        if depth == 1:
            doctype = element.getroottree().docinfo.internalDTD
            if doctype is not None and any(True for _one in doctype.iterentities()):
                self._refuse(ENTITIES)
            if element.tag != f"{RDF}RDF":
                name = element.tag.rpartition("}")[2]
                self._refuse(
                    f"`{name}` is not the root of OWL in RDF/XML: save it as RDF/XML, as ontology "
                    "editors offer it"
                )

    def _refuse(self, reason: str) -> None:
        message = f"{self.path}: {reason}"
        raise VocabularyError(message)

    def _top(self, element: Any) -> None:
        """Take in one child of the root, complete."""
        iri = element.get(f"{RDF}about") or element.get(f"{RDF}ID")
        if element.tag == f"{OWL}Ontology":
            self._header(element)
        elif iri and self._is_class(element):
            if iri not in self.classes and len(self.classes) >= CLASSES:
                self._refuse(f"more than {CLASSES:,} classes")
            self._take(element, self.classes.setdefault(iri, _Class()))

    @staticmethod
    def _is_class(element: Any) -> bool:
        if element.tag == f"{OWL}Class":
            return True
        kinds = {
            type_element.get(f"{RDF}resource")
            for type_element in element.iterchildren(f"{RDF}type")
        }
        return element.tag == f"{RDF}Description" and f"{OWL[1:-1]}Class" in kinds

    def _header(self, element: Any) -> None:
        for child in element:
            text = _text(child)
            if child.tag == f"{OWL}versionInfo" and text:
                self.version = text
            elif child.tag == f"{OWL}versionIRI" and self.version is None:
                iri = child.get(f"{RDF}resource") or text
                dates = [segment for segment in iri.split("/") if DATED.fullmatch(segment)]
                self.version = dates[-1] if dates else iri or None
            elif child.tag.endswith(("}title", "}label")) and text and self.title is None:
                self.title = text

    @staticmethod
    def _take(element: Any, entry: _Class) -> None:
        for child in element:
            if child.tag in LABELS and (text := _text(child)):
                english = (child.get(LANGUAGE) or "en").lower().startswith("en")
                # A label in another language is kept as another label of the same term.
                (entry.labels if english else entry.foreign).append(text)
            elif child.tag in ALIASES and (text := _text(child)):
                entry.aliases.append(text)
            elif child.tag == f"{RDFS}subClassOf":
                inner = [
                    inner_class.get(f"{RDF}about")
                    for inner_class in child.iterchildren(f"{OWL}Class")
                ]
                iris = (child.get(f"{RDF}resource"), *inner)
                entry.parents += [iri for iri in iris if iri]
            elif child.tag == f"{OWL}deprecated":
                entry.obsolete = _text(child).lower() in TRUE
            elif child.tag == f"{OBO}IAO_0100001":
                entry.replaced_by = child.get(f"{RDF}resource") or _text(child) or None


def _text(element: Any) -> str:
    return flat(element.text or "")
