"""Mark the headings of rows in a tagged PDF: what typst writes has those of columns alone."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any


def mark(file: bytes, heads: list[bool]) -> bytes:
    """Make headings of the first cells of rows, so that screen readers read them with each cell.

    Args:
        file: A tagged PDF.
        heads: Of each of its tables, in order, whether its first column holds headings of rows.

    Returns:
        The file with `TH` and the scope `Row` there; the same bytes for the same file.

    Raises:
        ImportError: pypdf is not installed.
    """
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415 -- the extra
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject  # noqa: PLC0415

    writer = PdfWriter(clone_from=PdfReader(BytesIO(file)))
    tables = _elements(writer.root_object["/StructTreeRoot"], "/Table")
    for table, head in zip(tables, heads, strict=False):
        for body in _elements(table, "/TBody") if head else ():
            for row in _elements(body, "/TR"):
                first, *others = _children(row)
                # A heading over the whole width is one cell, and of no row.
                if not others or first.get("/S") != "/TD":
                    continue
                first[NameObject("/S")] = NameObject("/TH")
                scope = DictionaryObject(
                    {
                        NameObject("/O"): NameObject("/Table"),
                        NameObject("/Scope"): NameObject("/Row"),
                    }
                )
                stated = first.get("/A", ArrayObject()).get_object()
                kept = stated if isinstance(stated, list) else [stated]
                first[NameObject("/A")] = ArrayObject([scope, *kept])
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _children(element: Any) -> Iterator[Any]:
    inner = element.get_object().get("/K", ())
    inner = inner.get_object() if hasattr(inner, "get_object") else inner
    for one in inner if isinstance(inner, list) else [inner]:
        child = one.get_object() if hasattr(one, "get_object") else one
        if hasattr(child, "get"):
            yield child


def _elements(element: Any, role: str) -> Iterator[Any]:
    """Go over the elements of a role below an element, in the order of reading."""
    for child in _children(element):
        if child.get("/S") == role:
            yield child
        else:
            yield from _elements(child, role)
