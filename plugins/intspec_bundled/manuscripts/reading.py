"""Read a manuscript, whatever file it comes in."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePath

from intspec import FormError, file_kind
from intspec.text import line_feeds, normalized
from intspec_bundled.manuscripts import (
    docx_file,
    html_file,
    jats_file,
    markdown_file,
    pdf_file,
    plain_text,
    tex_file,
)
from intspec_bundled.manuscripts.blocks import Block
from intspec_bundled.manuscripts.manuscript import Manuscript, assembled

#: Readers of files of bytes, by their kind.
BINARY: Mapping[str, Callable[[bytes, str], Iterator[Block]]] = {
    "docx": docx_file.blocks,
    "pdf": pdf_file.blocks,
    "html": html_file.blocks,
    "xhtml": html_file.blocks,
    "xml": jats_file.blocks,
}
#: Readers of text, by the ending of the name.
TEXTS: Mapping[str, Callable[[str], Iterator[Block]]] = {
    ".md": markdown_file.blocks,
    ".markdown": markdown_file.blocks,
    ".qmd": markdown_file.blocks,
    ".rmd": markdown_file.blocks,
    ".tex": tex_file.blocks,
    ".ltx": tex_file.blocks,
    ".txt": plain_text.blocks,
    ".text": plain_text.blocks,
}
#: What is read of an XML file whose first line does not say that it is one.
BY_ENDING = {".xml": "xml", ".nxml": "xml", ".html": "html", ".htm": "html"}
KNOWN = "Word (.docx), PDF, JATS (.xml), HTML, Markdown, LaTeX or plain text (.txt)"
MOST_TEXT = 20_000_000


def read(raw: bytes, name: str) -> Manuscript:
    """Read a manuscript.

    Args:
        raw: The file.
        name: Its name, for messages and for its ending.

    Raises:
        FormError: It cannot be read, is of a kind that is not read, or has no text.
    """
    ending = PurePath(name).suffix.lower()
    kind = file_kind(raw) or BY_ENDING.get(ending)
    if kind == "zip" and ending == ".docx":
        kind = "docx"
    marked_text = ending in TEXTS and kind not in {"pdf", "docx"}
    if kind is not None and kind in BINARY and not marked_text:
        manuscript = assembled(BINARY[kind](raw, name), name)
    elif ending in TEXTS and kind in (None, "html", "xhtml", "xml"):
        manuscript = assembled(TEXTS[ending](_decoded(raw, name)), name)
    else:
        what = f"a file of the kind `{kind}`" if kind else "no file that is read as a manuscript"
        message = f"`{name}` is {what}"
        raise FormError(message, f"save it as {KNOWN}")
    if not manuscript.passages:
        message = f"`{name}` has no text"
        raise FormError(message, "look whether it is the right file")
    return manuscript


def _decoded(raw: bytes, name: str) -> str:
    if len(raw) > MOST_TEXT:
        message = f"`{name}` holds more than a manuscript can have"
        raise FormError(message, "save a copy that holds only the manuscript")
    wide = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = raw.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        if b"\x00" in raw:
            message = f"`{name}` is no text"
            raise FormError(message, f"save it as {KNOWN}") from None
        text = raw.decode("cp1252", "replace")
    return normalized("NFC", line_feeds(text))
