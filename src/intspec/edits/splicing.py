"""Make changes in the text of a specification, each read again and compared before it counts."""

import codecs
import json
from collections.abc import Iterable
from typing import Any

from intspec.edits.blocks import block_splices
from intspec.edits.brackets import bracket_splices
from intspec.edits.changes import Change, Insert, Replace, changed, refuse
from intspec.edits.layout import Layout
from intspec.edits.written import Writer, check_plain
from intspec.file_kinds import is_json
from intspec.reading.document import Document
from intspec.reading.refusals import Unreadable
from intspec.reading.text import read_bytes


def edited(raw: bytes, changes: Iterable[Change], *, path: str) -> bytes:
    """Make changes in a specification, one after the other.

    What they do not touch stays byte for byte: comments, order, quotes, line ends, a byte order
    mark. A comment belongs to what stands below it, or before it on its line: a new entry is set
    above the comments of the next one, and comments above an entry that is taken away stay.

    Args:
        raw: The bytes of the file, YAML or JSON.
        changes: What to change; places are those of the document that the change before left.
        path: Name of the file; `.json` at its end means JSON.

    Returns:
        The new bytes of the file.

    Raises:
        Unreadable: The bytes are no readable specification.
        Refused: A change has no place, or the text around it cannot be kept as it is.
    """
    document = after(read_bytes(raw, path=path), changes, path=path)
    return mark_of(raw) + document.text.encode()


def mark_of(raw: bytes) -> bytes:
    """Return the byte order mark that a file begins with, if it does."""
    return codecs.BOM_UTF8 if raw.startswith(codecs.BOM_UTF8) else b""


def after(document: Document, changes: Iterable[Change], *, path: str) -> Document:
    """Return the document that changes make of one, as `edited` makes them.

    Raises:
        Refused: A change has no place, or the text around it cannot be kept as it is.
    """
    for change in changes:
        document = _after(document, change, path)
    return document


def _after(document: Document, change: Change, path: str) -> Document:
    """Return the document that one change makes.

    Raises:
        Refused: It cannot be made so that the rest stays as it is.
    """
    if isinstance(change, Insert | Replace):
        check_plain(change.value)
    expected = json.dumps(changed(document.data, change))
    layout = Layout(document, is_json=is_json(path))
    for quoted in (False, True):
        text = _spliced(layout, change, quoted=quoted)
        try:
            found = read_bytes(text.encode(), path=path)
        except (Unreadable, UnicodeEncodeError):
            continue
        if json.dumps(found.data) == expected:
            return found
    return refuse(
        f"the text around line {document.value_span(change.path).line} is laid out so that "
        "this change cannot be made in it; change it in the file itself"
    )


def _spliced(layout: Layout, change: Change, *, quoted: bool) -> str:
    """Return the text that a change makes, not yet looked at."""
    change = _in_place(layout, change)
    writer = Writer(layout.unit, layout.list_indent, quoted=quoted)
    if layout.is_flow(change.path[:-1]):
        splices = bracket_splices(layout, change)
    else:
        splices = block_splices(layout, writer, change)
    text = layout.text
    for start, end, new in sorted(splices, reverse=True):
        text = f"{text[:start]}{new}{text[end:]}"
    if text.endswith(layout.line_break) and not layout.text.endswith(("\n", "\r")):
        text = text.removesuffix(layout.line_break)
    return text


def _in_place(layout: Layout, change: Change) -> Change:
    """Return a change of a map or list that is or becomes empty as one of the whole value."""
    holder = change.path[:-1]
    if not holder or isinstance(change, Replace):
        return change
    after = changed(layout.document.data, change)
    whole: Any = after
    for step in holder:
        whole = whole[step]
    was_empty = not layout.children(holder)
    return Replace(holder, whole) if was_empty or not whole else change
