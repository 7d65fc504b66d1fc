"""Office packages taken apart: their texts as other readers see them, and what in them is alive."""

import io
import re
import zipfile

import docx
from lxml import etree

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
#: Fields that a document may have: the number of the page, and of all pages.
FIELDS = {"PAGE", "NUMPAGES"}

Fault = str


def parts(raw: bytes) -> dict[str, bytes]:
    """Take a package apart."""
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        return {one.filename: package.read(one) for one in package.infolist()}


def links_elsewhere(raw: bytes) -> list[str]:
    """Return what a package leads to that is neither in it nor on the web."""
    found = []
    for name, content in parts(raw).items():
        if name.endswith(".rels"):
            for one in etree.fromstring(content):
                target = one.get("Target", "")
                if one.get("TargetMode") == "External" and not target.startswith(
                    ("https://", "http://")
                ):
                    found.append(target)
        if "embed" in name.lower() or name.endswith((".bin", ".vbaProject")):
            found.append(name)
    return found


def word_cells(raw: bytes) -> list[str]:
    """Return the texts of the rows of the first table, as the library reads them."""
    table = docx.Document(io.BytesIO(raw)).tables[0]
    return [row.cells[0].text for row in list(table.rows)[1:]]


def word_alive(raw: bytes) -> Fault:
    """Say what in a Word document is alive, if anything is."""
    for name, content in parts(raw).items():
        if name.startswith("word/") and name.endswith(".xml"):
            root = etree.fromstring(content)
            codes = [one.text or "" for one in root.iter(f"{WORD}instrText")]
            codes += [one.get(f"{WORD}instr") or "" for one in root.iter(f"{WORD}fldSimple")]
            if wrong := [code for code in codes if code.split()[:1] != [*FIELDS & {*code.split()}]]:
                return f"a field in {name}: {wrong[:3]}"
            if list(root.iter(f"{WORD}object", f"{WORD}altChunk", f"{WORD}subDoc")):
                return f"an object in {name}"
    elsewhere = links_elsewhere(raw)
    return f"links lead elsewhere: {elsewhere[:3]}" if elsewhere else ""


def sheet_cells(raw: bytes) -> list[str]:
    """Return the texts of the first column of the second sheet, as they stand in the XML."""
    content = parts(raw)
    strings = etree.fromstring(content["xl/sharedStrings.xml"])
    shared = ["".join(str(t.text or "") for t in one.iter(f"{SHEET}t")) for one in strings]
    found = []
    for row in etree.fromstring(content["xl/worksheets/sheet1.xml"]).iter(f"{SHEET}row"):
        cell = next(iter(row), None)
        filled = cell is not None and len(cell)
        found.append(shared[int(cell[0].text or 0)] if cell is not None and filled else "")
    return [re.sub("_x005F(_x[0-9a-fA-F]{4}_)", r"\1", text) for text in found][1:]


def sheet_alive(raw: bytes) -> Fault:
    """Say what in a workbook is alive, if anything is."""
    content = parts(raw)
    for name, part in content.items():
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            root = etree.fromstring(part)
            if list(root.iter(f"{SHEET}f", f"{SHEET}hyperlink")):
                return f"a formula or link in {name}"
            if {cell.get("t") for cell in root.iter(f"{SHEET}c") if len(cell)} - {"s"}:
                return f"a value in {name} that is no text"
        if name == "xl/sharedStrings.xml" and max(map(len, _texts(part)), default=0) > 32_767:
            return "a text is longer than a cell can be"
    elsewhere = [*links_elsewhere(raw), *(n for n in content if "externalLink" in n)]
    return f"links lead elsewhere: {elsewhere[:3]}" if elsewhere else ""


def _texts(part: bytes) -> list[str]:
    return [str(one.text or "") for one in etree.fromstring(part).iter(f"{SHEET}t")]
