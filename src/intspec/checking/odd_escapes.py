r"""Texts in which a backslash gives another character than it seems: `C:\new` has a new line."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from intspec.diagnostics import Finding
from intspec.reading import escapes
from intspec.schema.generating import node_at, specification_in_parts
from intspec.text.wording import flat, shorten

if TYPE_CHECKING:
    from intspec.reading import Document

#: What escapes give, and what to do where that is meant.
GIVES = {
    "\\n": ("a line break", "where a line break is meant, write the lines below `|`"),
    "\\t": ("a tab", "where a tab is meant, write spaces"),
    "\\r": ("a carriage return", ""),
    "\\_": ("a non-breaking space", ""),
}
#: The longest text that a remedy repeats.
LONGEST = 400


def odd_escapes(document: "Document") -> Iterator[Finding]:
    """Say which texts have another character than their author wrote."""
    schema = specification_in_parts()
    for path, escape, written in escapes.odd_escapes(document):
        if node_at(schema, path).keys() & {"enum", "pattern"}:
            continue
        name = next((step for step in reversed(path) if isinstance(step, str)), "")
        gives, meant = GIVES.get(escape, ("another character", ""))
        hint = _way_out(document, written)
        yield Finding(
            f"`{escape}` in the text of `{name}` is read as {gives}",
            path,
            f"{hint}; {meant}" if meant and document.language == "yaml" else hint,
            at="value",
        )


def _way_out(document: "Document", written: str) -> str:
    r"""Say how a text keeps its backslashes, and show it where that is all it needs."""
    if document.language == "json":
        return "write `\\\\` for a backslash"
    single = re.sub(r"\\([\\\"/])", r"\1", written).replace("'", "''")
    shown = flat(single)
    if "`" in shown or len(shown) > LONGEST:
        return "put the text in single quotes, where a backslash is one"
    return f"put the text in single quotes, where a backslash is one: `'{shorten(shown, LONGEST)}'`"
