"""The words of WordprocessingML: names of elements and attributes, in both of its namespaces."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

#: Namespaces by the prefix that they usually have; the strict ones stand for the same words.
PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp",
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": "wp",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c",
    "http://purl.oclc.org/ooxml/drawingml/chart": "c",
    "http://schemas.openxmlformats.org/drawingml/2006/diagram": "dgm",
    "http://purl.oclc.org/ooxml/drawingml/diagram": "dgm",
    "http://schemas.microsoft.com/office/word/2010/wordml": "w14",
    "http://schemas.microsoft.com/office/word/2012/wordml": "w15",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
}
#: Namespaces by prefix, as a file in the usual (transitional) form has them.
BY_PREFIX = {prefix: uri for uri, prefix in reversed(PREFIXES.items())}
#: Extensions of Word whose content this reader understands, inside `mc:Choice`.
UNDERSTOOD = (
    "http://schemas.microsoft.com/office/word/",
    "http://schemas.microsoft.com/office/drawing/",
)
OFF = frozenset({"0", "false", "off", "none"})

Element = Any


def name(element: Element) -> str:
    """Return what an element is called, such as `w:tc`; empty for comments and the like."""
    return _named(element.tag)


# The tags of comments and instructions are functions.
@lru_cache(maxsize=1000)
def _named(tag: Any) -> str:
    if not isinstance(tag, str):
        return ""
    uri, _, local = tag[1:].partition("}") if tag.startswith("{") else ("", "", tag)
    return f"{PREFIXES.get(uri, '?')}:{local}"


def get(element: Element, attribute: str) -> str | None:
    """Return the value of an attribute, such as `w:val`, in whichever namespace it stands."""
    for tag in _tags(attribute):
        found: str | None = element.get(tag)
        if found is not None:
            return found
    return None


@lru_cache(maxsize=1000)
def _tags(attribute: str) -> tuple[str, ...]:
    prefix, _, local = attribute.partition(":")
    return tuple(f"{{{uri}}}{local}" for uri, known in PREFIXES.items() if known == prefix)


def children(element: Element, *names: str) -> Iterator[Element]:
    """Go over the children of an element that have one of these names."""
    found: Iterator[Element] = element.iterchildren(*_all_tags(names))
    return found


@lru_cache(maxsize=1000)
def _all_tags(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(tag for one in names for tag in _tags(one))


def child(element: Element | None, *path: str) -> Element | None:
    """Return the first descendant along a path of names, or None."""
    found = element
    for step in path:
        if found is None:
            return None
        found = next(found.iterchildren(*_tags(step)), None)
    return found


def is_on(element: Element | None) -> bool:
    """Tell whether a property that is on or off is there and on."""
    return element is not None and (get(element, "w:val") or "true").lower() not in OFF


def value(element: Element | None, *path: str) -> str:
    """Return the `w:val` of what stands along a path; empty if there is none."""
    found = child(element, *path)
    return (get(found, "w:val") or "") if found is not None else ""


def number(text: str | None, otherwise: int = 0) -> int:
    """Return a number that a file gives as text; another where it gives none."""
    try:
        return int(text or "")
    except ValueError:
        return otherwise


def chosen(alternatives: Element) -> Element | None:
    """Return the branch of `mc:AlternateContent` that a reader of today shows."""
    branches = list(children(alternatives, "mc:Choice"))
    for branch in branches:
        needed = [branch.nsmap.get(p, "") for p in (branch.get("Requires") or "").split()]
        if all(uri.startswith(UNDERSTOOD) or uri in PREFIXES for uri in needed):
            return branch
    fallback = child(alternatives, "mc:Fallback")
    return fallback if fallback is not None else next(iter(branches), None)
