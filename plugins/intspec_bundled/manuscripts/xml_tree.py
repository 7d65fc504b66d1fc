"""XML from anybody, parsed within bounds."""

from typing import Any

from intspec import SAFE_XML, FormError
from intspec.text import flat

#: More than this is no manuscript.
MOST_BYTES, MOST_TAGS = 20_000_000, 1_500_000
AGAIN = "fetch it again, or save the manuscript as .docx, .pdf or plain text"


def local(element: Any) -> str:
    """Return the name of an element without its namespace; empty for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def parsed_xml(raw: bytes, name: str) -> Any:
    """Return the root of an XML file; what it declares or names is not looked up.

    Raises:
        FormError: It is no XML, or more than a manuscript.
    """
    from lxml import etree  # noqa: PLC0415 -- start-up

    _bounded(raw, name)
    parser = etree.XMLParser(**SAFE_XML, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        reason = flat(str(error))[:120]
        message = f"`{name}` is damaged, or no well-formed XML ({reason})"
        raise FormError(message, AGAIN) from None
    if any(entity.content for entity in _entities(root)):
        message = f"`{name}` declares entities of its own, which are not filled in"
        raise FormError(message, AGAIN)
    return root


def parsed_html(raw: bytes, name: str) -> Any:
    """Return the root of a web page, mended as browsers mend it; None where it holds nothing.

    Raises:
        FormError: It is more than a manuscript.
    """
    from lxml import etree, html  # noqa: PLC0415 -- start-up

    _bounded(raw, name)
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    try:
        return html.document_fromstring(raw, parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _bounded(raw: bytes, name: str) -> None:
    if len(raw) > MOST_BYTES or raw.count(b"<") > MOST_TAGS:
        message = f"`{name}` holds more than a manuscript can have"
        raise FormError(message, "save a copy that holds only the manuscript")


def _entities(root: Any) -> Any:
    dtd = root.getroottree().docinfo.internalDTD
    return () if dtd is None else dtd.iterentities()
