"""Have a process of its own read a PDF, and say in one sentence why it could not."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from attrs import frozen

from intspec import FormError
from intspec.text import plural

INSTALL = "pip install 'intspec[pdf-in]'"
OTHERWISE = "give the Word file that it was made from"
#: Seconds after which a process is ended that waits and computes nothing.
PATIENCE = 30
#: More bytes are not handed on.
MOST_BYTES = 100_000_000
FAULTS = {
    "password": ("`{name}` is locked with a password", "save it without one"),
    "damaged": ("`{name}` is damaged, or no PDF", "fetch it again"),
    "pages": (
        "`{name}` has {count}: that is no manuscript",
        "save its pages as a file of their own",
    ),
    "letters": (
        "`{name}` has more text than a manuscript",
        "save its pages as a file of their own",
    ),
    "ended": (
        "`{name}` takes more time or memory to read than a manuscript does",
        "do not open it if you do not know who sent it",
    ),
    "scanned": ("`{name}` has no text: its pages are pictures, such as scans", ""),
}


@frozen
class PdfLine:
    """A line of a page: its words, its edges from the left and the top, its type."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    bold: bool


@frozen
class PdfPage:
    """A page: its size, and its lines in the order of the file."""

    width: float
    height: float
    lines: tuple[PdfLine, ...]


def pages(raw: bytes, name: str) -> list[PdfPage]:
    """Read the lines of a PDF.

    Raises:
        FormError: It cannot be read within the limits.
    """
    if importlib.util.find_spec("pypdfium2") is None:
        message = f"`{name}` is a PDF, and what reads PDF is not installed"
        raise FormError(message, f"install it (`{INSTALL}`), or {OTHERWISE}")
    if len(raw) > MOST_BYTES:
        _fail("letters", name)
    told = _told(raw, name)
    fault = next((one for one in told if "fault" in one), None)
    if fault is not None:
        _fail(fault["fault"], name, count=plural(fault.get("count", 0), "page"))
    found = [
        PdfPage(
            one["width"],
            one["height"],
            tuple(_line(*line) for line in one["lines"]),
        )
        for one in told[1:]
    ]
    if not told or len(found) < told[0]["pages"]:
        _fail("ended", name)
    if not any(page.lines for page in found):
        _fail("scanned", name)
    return found


def _line(  # noqa: PLR0913, PLR0917 -- as the process writes them
    text: str, left: float, top: float, right: float, bottom: float, size: float, bold: int
) -> PdfLine:
    return PdfLine(text, left, top, right, bottom, size, bool(bold))


def _told(raw: bytes, name: str) -> list[dict[str, Any]]:
    """Run the process and return what it told, as far as it came."""
    worker = Path(__file__).with_name("pdf_worker.py")
    try:
        ended = subprocess.run(  # noqa: S603 -- this very Python, and a file of this package
            [sys.executable, "-P", str(worker)],
            input=raw,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        _fail("ended", name)
    told = []
    for line in ended.stdout.split(b"\n"):
        try:
            told.append(json.loads(line))
        except ValueError:
            continue
    return told


def _fail(fault: str, name: str, **values: str) -> Any:
    message, hint = FAULTS[fault]
    remedy = f"{hint}, or {OTHERWISE}" if hint else OTHERWISE
    raise FormError(message.format(name=name, **values), remedy)
