"""Make the pictures of the gallery: `python docs/gallery.py`.

LibreOffice and Chromium turn what is rendered into pages, and `pdftoppm` makes pictures of these.
Beside the pictures stands what they were made from, as hashes. With `--check` nothing is drawn, and
the exit code is 1 when what is rendered now is not what a picture was made from.
"""

import hashlib
import json
import struct
import subprocess
import sys
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from zipfile import ZipFile

from intspec import View
from intspec.api import check_bytes, load_registry
from intspec.views import VIEWS, build_view

HERE = Path(__file__).parent
FOLDER = HERE / "gallery"
MADE_FROM = FOLDER / "made-from.json"
SPECS = HERE.parent / "specs"
EXERCISE = "exercise/group-exercise.intspec.yaml"
ENRICH = "enrich/enrich.intspec.yaml"
#: Dots in an inch, and the size of a window of the browser.
DENSITY, WINDOW = "64", "500,760"


class Picture(NamedTuple):
    """One picture: the first page of a view in a format."""

    spec: str
    view: str
    format: str

    @property
    def name(self) -> str:
        """The name of its file, without an ending."""
        study = self.spec.partition("/")[0]
        return f"{study}-{self.view}-{self.format}"


PICTURES = (
    *(Picture(EXERCISE, view, "docx") for view in VIEWS),
    *(Picture(EXERCISE, "description", form) for form in ("pdf", "html", "xlsx")),
    *(Picture(ENRICH, view, "docx") for view in ("description", "checklist", "gaps")),
)


def rendered() -> Iterator[tuple[Picture, View, bytes]]:
    """Render what is shown, each with its view."""
    registry = load_registry()
    checked = {
        spec: check_bytes((SPECS / spec).read_bytes(), path=spec, registry=registry)
        for spec in (EXERCISE, ENRICH)
    }
    for one in PICTURES:
        of_study = checked[one.spec]
        if of_study.spec is None:
            raise SystemExit(of_study.report.diagnostics[0].message)
        view = build_view(one.view, of_study.spec, of_study.report, of_study.checklists[0])
        content = registry.renderer(one.format).function(view)
        yield one, view, content.encode() if isinstance(content, str) else content


def hashed(one: Picture, view: View, content: bytes) -> str:
    """Return a hash of what is shown, the same wherever it is made."""
    if one.format == "docx":
        with ZipFile(BytesIO(content)) as package:
            shown = package.read("word/document.xml") + package.read("word/styles.xml")
    else:
        # How a sheet or a PDF is packed depends on the library.
        written = load_registry().renderer("json").function(view)
        shown = written.encode() if isinstance(written, str) else written
    return hashlib.sha256(shown).hexdigest()


def run(*words: str) -> None:
    """Run a program, without what it prints."""
    try:
        subprocess.run(words, check=True, capture_output=True, timeout=300)  # noqa: S603 -- ours
    except FileNotFoundError:
        message = f"`{words[0]}` is not installed"
        raise SystemExit(message) from None


def draw(one: Picture, content: bytes, folder: Path) -> None:
    """Make one picture."""
    written = folder / f"{one.name}.{one.format}"
    written.write_bytes(content)
    page = folder / f"{one.name}.pdf"
    if one.format == "html":
        size = f"--window-size={WINDOW}"
        shot = f"--screenshot={FOLDER / one.name}.png"
        run("chromium", "--headless", "--no-sandbox", "--hide-scrollbars", size, shot, f"{written}")
        return
    if one.format != "pdf":
        run("soffice", "--headless", "--convert-to", "pdf", "--outdir", f"{folder}", f"{written}")
    options = ("-gray", "-r", DENSITY, "-f", "1", "-l", "1", "-singlefile")
    run("pdftoppm", *options, f"{page}", f"{folder / one.name}")
    grey = (folder / f"{one.name}.pgm").read_bytes()
    (FOLDER / f"{one.name}.png").write_bytes(small(grey))


def small(grey: bytes) -> bytes:
    """Return a picture in grey (binary PGM) as PNG with sixteen shades, to be small."""
    _kind, width, height, _most, points = grey.split(maxsplit=4)
    across, down = int(width), int(height)
    points = points[-across * down :]
    lines = []
    for start in range(0, across * down, across):
        shades = [(point + 8) * 15 // 255 for point in points[start : start + across]] + [0]
        pairs = zip(shades[0:across:2], shades[1 : across + 1 : 2], strict=False)
        lines.append(b"\0" + bytes(min(one, 15) << 4 | min(other, 15) for one, other in pairs))
    header = struct.pack(">IIBBBBB", across, down, 4, 0, 0, 0, 0)
    pieces = ((b"IHDR", header), (b"IDAT", zlib.compress(b"".join(lines), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in pieces
    )


def main() -> int:
    """Make the pictures, or compare what they were made from with what is rendered now."""
    known = json.loads(MADE_FROM.read_text("utf-8")) if MADE_FROM.exists() else {}
    made = {}
    with TemporaryDirectory() as folder:
        for one, view, content in rendered():
            made[one.name] = hashed(one, view, content)
            stale = known.get(one.name) != made[one.name]
            there = (FOLDER / f"{one.name}.png").exists()
            if "--check" not in sys.argv and (stale or not there):
                draw(one, content, Path(folder))
    if "--check" in sys.argv:
        pictures = {path.stem for path in FOLDER.glob("*.png")}
        return int(known != made or pictures != set(made))
    MADE_FROM.write_text(json.dumps(made, indent=2) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
