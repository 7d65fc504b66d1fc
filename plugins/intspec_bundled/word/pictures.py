"""Put the figures of a view into a Word document: as SVG, and as PNG for what shows no SVG.

A newer Word shows the SVG, and so does LibreOffice; others show the PNG, which typst draws with the
fonts that come with it and those of the folder that `INTSPEC_FONT_PATH` names.
"""

import json
import os
from functools import cache
from typing import TYPE_CHECKING, Any

from lxml import etree

from intspec import Figure, MissingExtra, write_svg
from intspec.text import flat
from intspec_bundled.word.writing import RELATIONS, Element, Writer, make

if TYPE_CHECKING:
    from docx.document import Document

INSTALL = "pip install 'intspec[pdf]'"
#: Fonts that come with typst: the first for text, the others for signs that it lacks.
FONTS = ("Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono")
#: One picture as a page; it arrives as data, and is never read as markup.
PAGE = b"""#let it = json(bytes(sys.inputs.figure))
#set page(width: it.width * 1pt, height: it.height * 1pt, margin: 0pt)
#image(bytes(it.svg), format: "svg", width: 100%)
"""
#: Dots in an inch of a figure in its own size; it is printed at three quarters of that or less.
DENSITY = 150
#: A figure is not enlarged: its lengths are shown as a browser shows them, 96 to an inch.
LARGEST = 0.75
#: The English Metric Units of a point, and of a twentieth of it.
POINT, TWIP = 12_700, 635
#: What of a page's height is kept for the title above a figure, in twentieths of a point.
ABOVE = 1_700
#: The longest that a description can be.
LONGEST = 2_000

DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
#: How Word finds an SVG beside the picture that stands in for it.
SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"


def write_figures(
    writer: Writer, document: "Document", figures: tuple[Figure, ...], height: int
) -> None:
    """Add each figure as a picture in a paragraph of its own.

    Args:
        writer: Writes its paragraphs.
        document: The document: its text gets the paragraphs, its package the pictures.
        figures: The figures.
        height: How high the text on a page is, in twentieths of a point.

    Raises:
        MissingExtra: typst is not installed.
    """
    for number, figure in enumerate(figures, 1):
        parts = (
            (f"/word/media/figure{number}.png", "image/png", _png(figure)),
            (f"/word/media/figure{number}.svg", "image/svg+xml", write_svg(figure).encode()),
        )
        relations = [_related(document, *part) for part in parts]
        across, down = writer.width * TWIP, max(height - ABOVE, ABOVE) * TWIP
        width, high = figure.width * POINT, figure.height * POINT
        scale = min(LARGEST, across / width, down / high)
        size = {"cx": str(round(width * scale)), "cy": str(round(high * scale))}
        words = writer.clean(flat(f"{figure.caption}. {figure.description}"))[:LONGEST]
        run = make(writer.paragraph(document.element.body, "intspecText"), "r")
        _inline(make(run, "drawing"), number, size, words, relations)


def _related(document: "Document", name: str, kind: str, content: bytes) -> str:
    """Give the document a part, and return the id of the relationship that leads to it."""
    from docx.opc.constants import RELATIONSHIP_TYPE  # noqa: PLC0415 -- start-up
    from docx.opc.packuri import PackURI  # noqa: PLC0415
    from docx.opc.part import Part  # noqa: PLC0415

    part = Part(PackURI(name), kind, content, document.part.package)
    return document.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)


def _inline(
    drawing: Element, number: int, size: dict[str, str], words: str, relations: list[str]
) -> None:
    """Write a picture that stands in its line."""
    inline = _add(drawing, DRAWING, "inline", distT="0", distB="0", distL="0", distR="0")
    _add(inline, DRAWING, "extent", **size)
    name = {"id": str(number), "name": f"Figure {number}", "descr": words}
    _add(inline, DRAWING, "docPr", **name)
    locks = _add(inline, DRAWING, "cNvGraphicFramePr")
    _add(locks, MAIN, "graphicFrameLocks", noChangeAspect="1")
    graphic = _add(inline, MAIN, "graphic")
    picture = _add(_add(graphic, MAIN, "graphicData", uri=PICTURE), PICTURE, "pic")
    names = _add(picture, PICTURE, "nvPicPr")
    _add(names, PICTURE, "cNvPr", **name)
    _add(names, PICTURE, "cNvPicPr")
    fill = _add(picture, PICTURE, "blipFill")
    blip = _add(fill, MAIN, "blip")
    blip.set(f"{{{RELATIONS}}}embed", relations[0])
    extension = _add(_add(blip, MAIN, "extLst"), MAIN, "ext", uri=SVG_EXTENSION)
    _add(extension, SVG, "svgBlip").set(f"{{{RELATIONS}}}embed", relations[1])
    _add(_add(fill, MAIN, "stretch"), MAIN, "fillRect")
    shape = _add(picture, PICTURE, "spPr")
    place = _add(shape, MAIN, "xfrm")
    _add(place, MAIN, "off", x="0", y="0")
    _add(place, MAIN, "ext", **size)
    _add(_add(shape, MAIN, "prstGeom", prst="rect"), MAIN, "avLst")


def _add(parent: Element, namespace: str, name: str, /, **attributes: str) -> Element:
    prefixes = {DRAWING: "wp", MAIN: "a", PICTURE: "pic", SVG: "asvg"}
    element = etree.SubElement(
        parent, f"{{{namespace}}}{name}", nsmap={prefixes[namespace]: namespace}
    )
    for key, value in attributes.items():
        element.set(key, value)
    return element


def _png(figure: Figure) -> bytes:
    """Draw a figure for what shows no SVG.

    Raises:
        MissingExtra: typst is not installed.
    """
    try:
        import typst  # noqa: PLC0415 -- the extra
    except ImportError:
        needs = "typst"
        raise MissingExtra(needs, INSTALL) from None
    fonts, families = _fonts(os.environ.get("INTSPEC_FONT_PATH", ""))
    shown = {
        "svg": write_svg(figure, font=", ".join(f"'{name}'" for name in families)),
        "width": figure.width,
        "height": figure.height,
    }
    return typst.compile(
        PAGE,
        font_paths=fonts,
        format="png",
        ppi=DENSITY,
        sys_inputs={"figure": json.dumps(shown, ensure_ascii=False)},
        timestamp=0,
    )


@cache
def _fonts(folder: str) -> tuple[Any, tuple[str, ...]]:
    """Load the fonts, and name their families in the order in which glyphs are looked for."""
    import typst  # noqa: PLC0415 -- the extra

    fonts = typst.Fonts(include_system_fonts=False, font_paths=[folder] if folder else [])
    others = sorted(name for name in set(fonts.families()) if name not in FONTS)
    return fonts, (FONTS[0], *others, *FONTS[1:])
