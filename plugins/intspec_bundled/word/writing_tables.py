"""Write the tables of a view into a Word document, as tables or as paragraphs."""

from collections.abc import Iterator

from lxml import etree

from intspec import Block, Cell, Column, Row, Table
from intspec.text import held_together
from intspec_bundled.word.writing import Element, W, Writer, make

#: A row of up to so many lines is kept on one page; a longer one may be broken.
KEPT = 20
#: About how wide a character is, in twentieths of a point.
CHARACTER = 92
STYLES = {
    "text": "intspecCell",
    "bullet": "intspecBullet",
    "label": "intspecLabel",
    "gap": "intspecGap",
    "declared": "intspecDeclared",
}
IN_PROSE = STYLES | {"text": "intspecRequest", "bullet": "intspecRequestBullet"}


def write_table(writer: Writer, body: Element, table: Table, title: str) -> None:
    """Add a table, its header first on each page.

    Args:
        writer: Writes its paragraphs.
        body: Where it goes.
        table: The table.
        title: What the whole document is about, for its description.
    """
    widths = _widths(table, writer.width)
    table_element = etree.SubElement(body, W + "tbl")
    _properties(writer, table_element, table, title)
    grid = make(table_element, "tblGrid")
    for width in widths:
        make(grid, "gridCol", w=str(width))
    _header(writer, table_element, table, widths)
    for row in table.rows:
        if row.kind == "group":
            group = _row(table_element)
            cell = _cell(group, writer.width, span=len(widths))
            _blocks(writer, cell, row.cells[0], "intspecGroup")
        else:
            _item(writer, table_element, row, widths)


def write_paragraphs(writer: Writer, body: Element, table: Table) -> None:
    """Add a table as one paragraph for each row, led by the row's headings."""
    for row in table.rows:
        if row.kind == "group":
            writer.paragraph(body, "Heading2", row.cells[0].plain)
        else:
            _led(writer, body, table, row)


def write_block(writer: Writer, paragraph: Element, block: Block) -> None:
    """Add one block to a paragraph: its label, text and marks."""
    if block.label:
        writer.text(paragraph, f"{block.label}: " if block.text else block.label, "intspecLead")
    if block.text:
        writer.text(paragraph, held_together(block.text))
    if block.cites:
        writer.cites(paragraph, block.cites)


def _widths(table: Table, page: int) -> list[int]:
    whole = sum(column.width for column in table.columns)
    return [page * column.width // whole for column in table.columns]


def _properties(writer: Writer, table_element: Element, table: Table, title: str) -> None:
    properties = make(table_element, "tblPr")
    make(properties, "tblStyle", val="intspecTable")
    make(properties, "tblW", w=str(writer.width), type="dxa")
    make(properties, "tblLayout", type="fixed")
    headed = table.columns[0].head
    make(
        properties,
        "tblLook",
        val="06A0" if headed else "0620",
        firstRow="1",
        lastRow="0",
        firstColumn="1" if headed else "0",
        lastColumn="0",
        noHBand="1",
        noVBand="1",
    )
    names = ", ".join(
        f"{column.span}: {column.title}" if column.span else column.title
        for column in table.columns
    )
    make(properties, "tblCaption", val=writer.clean(table.caption))
    make(properties, "tblDescription", val=writer.clean(f"{title}. Columns: {names}."))


def _spans(table: Table) -> Iterator[tuple[str, list[Column]]]:
    """Go over the columns under the headings that they share."""
    shared: list[Column] = []
    for column in table.columns:
        if shared and not (column.span and column.span == shared[0].span):
            yield shared[0].span, shared
            shared = []
        shared.append(column)
    if shared:
        yield shared[0].span, shared


def _header(writer: Writer, table_element: Element, table: Table, widths: list[int]) -> None:
    spans = list(_spans(table))
    tiered = any(span for span, _columns in spans)
    upper_row = _row(table_element, header=True)
    lower_row = _row(table_element, header=True) if tiered else None
    left = 0
    for span, columns in spans:
        right = left + len(columns)
        if lower_row is None:
            _heading(writer, _cell(upper_row, widths[left]), columns[0])
        elif not span:
            _heading(writer, _cell(upper_row, widths[left], merge="restart"), columns[0])
            writer.paragraph(_cell(lower_row, widths[left], merge="continue"), "intspecColumn")
        else:
            cell = _cell(upper_row, sum(widths[left:right]), span=len(columns))
            writer.paragraph(cell, "intspecColumn", span)
            for column, width in zip(columns, widths[left:right], strict=True):
                _heading(writer, _cell(lower_row, width), column)
        left = right


def _heading(writer: Writer, cell: Element, column: Column) -> None:
    writer.paragraph(cell, "intspecColumn", column.title)
    if column.note:
        writer.paragraph(cell, "intspecColumnNote", column.note)


def _row(table: Element, *, header: bool = False, kept: bool = True) -> Element:
    row = make(table, "tr")
    if kept or header:
        properties = make(row, "trPr")
        make(properties, "cantSplit")
        if header:
            make(properties, "tblHeader")
    return row


def _cell(row: Element, width: int, *, span: int = 1, merge: str = "") -> Element:
    cell = make(row, "tc")
    properties = make(cell, "tcPr")
    make(properties, "tcW", w=str(width), type="dxa")
    if span > 1:
        make(properties, "gridSpan", val=str(span))
    if merge:
        make(properties, "vMerge", val=merge)
    return cell


def _item(writer: Writer, table_element: Element, row: Row, widths: list[int]) -> None:
    lines = max(_lines(cell, width) for cell, width in zip(row.cells, widths, strict=True))
    item = _row(table_element, kept=lines <= KEPT)
    for cell, width in zip(row.cells, widths, strict=True):
        _blocks(writer, _cell(item, width), cell)


def _lines(cell: Cell, width: int) -> int:
    """Guess how many lines a cell takes."""
    across = max(width // CHARACTER, 1)
    return sum(len(block.plain) // across + 1 + block.text.count("\n") for block in cell.blocks)


def _blocks(writer: Writer, cell_element: Element, cell: Cell, style: str = "") -> None:
    for block in cell.blocks:
        write_block(writer, writer.paragraph(cell_element, style or STYLES[block.kind]), block)
    if not cell.blocks:
        writer.paragraph(cell_element, style or "intspecCell")


def _led(writer: Writer, body: Element, table: Table, row: Row) -> None:
    cells = list(zip(table.columns, row.cells, strict=True))
    heads = [cell.plain for column, cell in cells if column.head and cell.blocks]
    blocks = [block for column, cell in cells if not column.head for block in cell.blocks]
    if heads:
        other_heads = f" ({', '.join(heads[1:])})" if heads[1:] else ""
        opening = writer.paragraph(body, "intspecRequest")
        if blocks and blocks[0].kind == "bullet":
            make(opening[0], "keepNext")
        writer.text(opening, f"{heads[0]}{other_heads}.", "intspecLead")
        if blocks and blocks[0].kind != "bullet":
            writer.text(opening, " ")
            write_block(writer, opening, blocks.pop(0))
    for block in blocks:
        write_block(writer, writer.paragraph(body, IN_PROSE[block.kind]), block)
