"""Whether a file of JSON, XML or HTML is well formed, or a ZIP with parts of XML."""

import io
import json
import zipfile
import zlib
from html.parser import HTMLParser
from xml.parsers.expat import ExpatError, ParserCreate

from intspec.file_kinds import file_kind
from intspec.plugins import Renderer

#: The elements of HTML that have no end, and those whose end may be left out.
VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "wbr")
)
OPEN = frozenset(
    ("li", "p", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "html", "head", "body")
)


def malformed(renderer: Renderer, content: object) -> str:
    """Say why a file is no well-formed one of its format; empty if it is, or of another format.

    Args:
        renderer: What wrote it: its media type and the ending of its files say what it is.
        content: What it wrote.
    """
    if not isinstance(content, str | bytes):
        return ""
    if isinstance(content, bytes) and file_kind(content, ()) == "zip":
        return _broken_zip(content)
    kind = renderer.media_type.partition(";")[0].strip()
    ending = renderer.suffix.rpartition(".")[2]
    text = content if isinstance(content, str) else content.decode("utf-8", "replace")
    if kind.endswith("json") or ending == "json":
        try:
            json.loads(text)
        except ValueError as error:
            return f"no JSON: {error}"
    elif kind == "text/html" or ending in ("html", "htm"):
        return _Balanced.look(text)
    elif kind.endswith(("/xml", "+xml")) or ending in ("xml", "svg"):
        try:
            ParserCreate().Parse(content, True)  # noqa: FBT003 -- it is the last part
        except ExpatError as error:
            return f"no well-formed XML: {error}"
    return ""


def _broken_zip(content: bytes) -> str:
    """Say what is wrong with a ZIP, or with a part of it that is named as XML."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = {name: package.read(name) for name in package.namelist()}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as error:
        return f"no ZIP that can be opened: {error}"
    for name, part in parts.items():
        if name.endswith((".xml", ".rels", ".xhtml")):
            try:
                ParserCreate().Parse(part, True)  # noqa: FBT003 -- it is the last part
            except ExpatError as error:
                return f"a ZIP whose part `{name}` is no well-formed XML: {error}"
    return ""


class _Balanced(HTMLParser):
    """Looks whether each element ends where the one within which it began does."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.fault = ""

    @classmethod
    def look(cls, text: str) -> str:
        """Say what is wrong with a text of HTML; empty if nothing is."""
        parser = cls()
        parser.feed(text)
        parser.close()
        left = [tag for tag in parser.open if tag not in OPEN]
        return parser.fault or (f"no well-formed HTML: `<{left[-1]}>` has no end" if left else "")

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 -- the parser's
        """Note that an element begins."""
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        """Take no notice of an element without content: within SVG it has no other end."""

    def handle_endtag(self, tag: str) -> None:
        """Note that an element ends."""
        while self.open and self.open[-1] != tag and self.open[-1] in OPEN:
            self.open.pop()
        if self.open and self.open[-1] == tag:
            self.open.pop()
        elif not self.fault:
            line, column = self.getpos()
            within = f" within `<{self.open[-1]}>`" if self.open else ""
            self.fault = f"no well-formed HTML: `</{tag}>`{within} at {line}:{column + 1}"
