"""An ontology file (OWL in RDF/XML) to the terms of one prefix, in bounded memory."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs

from intspec import SAFE_XML, VocabularyError, VocabularyTerm

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
    mine = re.compile(rf"(?:^|[/#]){re.escape(prefix)}[_:]([A-Za-z0-9.-]+)$", re.IGNORECASE)
    codes = {iri: found[1] for iri in reader.classes if (found := mine.search(iri))}
    if not codes:
        message = f"{path}: no class has the prefix `{prefix}`{_prefixes(reader.classes)}"
        raise VocabularyError(message)
    terms = []
    for iri, code in codes.items():
        one = reader.classes[iri]
        labels = [*one.labels, *one.foreign]
        if not labels:
            continue
        replaced = mine.search(one.replaced_by or "")
        terms.append(
            VocabularyTerm(
                id=code,
                label=labels[0],
                aliases=tuple(a for a in dict.fromkeys([*labels, *one.aliases]) if a != labels[0]),
                parents=tuple(sorted(_above(iri, reader.classes, codes))),
                obsolete=one.obsolete,
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
    found: set[str] = set()
    seen = {iri}
    ahead = list(classes[iri].parents)
    while ahead:
        one = ahead.pop()
        if one in seen:
            continue
        seen.add(one)
        if one in codes:
            found.add(codes[one])
        elif one in classes:
            ahead.extend(classes[one].parents)
    return found


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
                            # The parser still stands at this element: only those before it go.
                            while element.getprevious() is not None:
                                del parent[0]
            parser.close()
        except etree.XMLSyntaxError as error:
            if "depth" in (error.msg or ""):
                message = f"{self.path}: nested deeper than 256 levels"
            else:
                told = str(error.msg).replace("\n,", ",")
                message = f"{self.path}: not well-formed XML: {told}"
            raise VocabularyError(message) from None

    def _chunks(self) -> Iterator[bytes]:
        path = Path(self.path)
        if not path.is_file():
            what = "is a folder or no ordinary file" if path.exists() else "does not exist"
            message = f"{self.path}: it {what}"
            raise VocabularyError(message)
        if path.stat().st_size > LIMIT:
            message = f"{self.path}: longer than {LIMIT:,} bytes"
            raise VocabularyError(message)
        try:
            with path.open("rb") as file:
                # Before the parser sees any of it: what entities stand for may be without end.
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
            declared = element.getroottree().docinfo.internalDTD
            if declared is not None and any(True for _one in declared.iterentities()):
                self._refuse(ENTITIES)
            if element.tag != f"{RDF}RDF":
                name = element.tag.rpartition("}")[2]
                self._refuse(
                    f"`{name}` is not the root of OWL in RDF/XML: save it as RDF/XML, as ontology "
                    "editors offer it"
                )

    def _refuse(self, why: str) -> None:
        message = f"{self.path}: {why}"
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
        kinds = {one.get(f"{RDF}resource") for one in element.iterchildren(f"{RDF}type")}
        return element.tag == f"{RDF}Description" and f"{OWL[1:-1]}Class" in kinds

    def _header(self, element: Any) -> None:
        for one in element:
            text = _text(one)
            if one.tag == f"{OWL}versionInfo" and text:
                self.version = text
            elif one.tag == f"{OWL}versionIRI" and self.version is None:
                iri = one.get(f"{RDF}resource") or text
                dated = [s for s in iri.split("/") if DATED.fullmatch(s)]
                self.version = dated[-1] if dated else iri or None
            elif one.tag.endswith(("}title", "}label")) and text and self.title is None:
                self.title = text

    @staticmethod
    def _take(element: Any, known: _Class) -> None:
        for one in element:
            if one.tag in LABELS and (text := _text(one)):
                english = (one.get(LANGUAGE) or "en").lower().startswith("en")
                # What other languages say is another label of the same term.
                (known.labels if english else known.foreign).append(text)
            elif one.tag in ALIASES and (text := _text(one)):
                known.aliases.append(text)
            elif one.tag == f"{RDFS}subClassOf":
                inner = [c.get(f"{RDF}about") for c in one.iterchildren(f"{OWL}Class")]
                found = (one.get(f"{RDF}resource"), *inner)
                known.parents += [iri for iri in found if iri]
            elif one.tag == f"{OWL}deprecated":
                known.obsolete = _text(one).lower() in TRUE
            elif one.tag == f"{OBO}IAO_0100001":
                known.replaced_by = one.get(f"{RDF}resource") or _text(one) or None


def _text(element: Any) -> str:
    return " ".join((element.text or "").split())
