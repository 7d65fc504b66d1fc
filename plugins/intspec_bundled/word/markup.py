"""Find elements and attributes of WordprocessingML by their usual names, in both namespaces."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

#: The usual prefix of each namespace; the strict namespaces have the same names of elements.
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
#: The namespace of each prefix in files of the usual (transitional) form.
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


# lxml gives a function as the tag of comments and processing instructions.
@lru_cache(maxsize=1000)
def _named(tag: Any) -> str:
    if not isinstance(tag, str):
        return ""
    uri, _, local = tag[1:].partition("}") if tag.startswith("{") else ("", "", tag)
    return f"{PREFIXES.get(uri, '?')}:{local}"


def get(element: Element, attribute: str) -> str | None:
    """Return the value of an attribute, such as `w:val`, in whichever namespace it stands."""
    for tag in _tags(attribute):
        text: str | None = element.get(tag)
        if text is not None:
            return text
    return None


@lru_cache(maxsize=1000)
def _tags(attribute: str) -> tuple[str, ...]:
    prefix, _, local = attribute.partition(":")
    return tuple(
        f"{{{uri}}}{local}"
        for uri, namespace_prefix in PREFIXES.items()
        if namespace_prefix == prefix
    )


def children(element: Element, *names: str) -> Iterator[Element]:
    """Go over the children of an element that have one of these names."""
    elements: Iterator[Element] = element.iterchildren(*_all_tags(names))
    return elements


@lru_cache(maxsize=1000)
def _all_tags(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(tag for element_name in names for tag in _tags(element_name))


def child(element: Element | None, *path: str) -> Element | None:
    """Return the first descendant along a path of names, or None."""
    descendant = element
    for step in path:
        if descendant is None:
            return None
        descendant = next(descendant.iterchildren(*_tags(step)), None)
    return descendant


def is_on(element: Element | None) -> bool:
    """Tell whether a property that is on or off is there and on."""
    return element is not None and (get(element, "w:val") or "true").lower() not in OFF


def value(element: Element | None, *path: str) -> str:
    """Return the `w:val` of what stands along a path; empty if there is none."""
    descendant = child(element, *path)
    return (get(descendant, "w:val") or "") if descendant is not None else ""


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
        needed = [branch.nsmap.get(prefix, "") for prefix in (branch.get("Requires") or "").split()]
        if all(uri.startswith(UNDERSTOOD) or uri in PREFIXES for uri in needed):
            return branch
    fallback = child(alternatives, "mc:Fallback")
    return fallback if fallback is not None else next(iter(branches), None)
