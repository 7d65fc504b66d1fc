"""Read what a form says outside its tables of items: title, arms, documents and stage."""

import re
from collections.abc import Iterator

import attrs

from intspec.answers.notices import (
    ARMS,
    DOCUMENTS,
    LEFT_OUT,
    ArmNote,
    Named,
    read_arm,
    read_listed,
    read_notice,
    says_planned,
)
from intspec.forms.form import Form, FormRow
from intspec.forms.recognise import ItemTable
from intspec.lazy import frozen

#: Page numbers and separators, which stand in headers and footers beside the title.
PAGE = re.compile(r"\b(?:page|of|\d+)\b|[\s/|-]", re.IGNORECASE)
#: Headings of the lists outside the tables of items.
TITLES = {title.lower() for title in (ARMS, DOCUMENTS, LEFT_OUT)}
#: Labels in the first cell of a row that say nothing themselves: the cell beside them does.
MARKS = ("notice", "note", "guideline")
#: What guidelines print on their own forms.
PRINTED = re.compile(
    r"\W*(?:the\s+)?(?:tidier|consort|spirit)\b[^.]*\bchecklist(?:\s+of\s+information\s+to"
    r"\s+include\s+when\b[^.]*)?\W*"
    r"|information to include when describing an intervention\b.{0,80}"
    r"|[*\u2020\u2021\u01c2\u00a7\u00b6]+\s*(?:we strongly recommend|authors\s*[-\u2013]|if the "
    r"information is not provided|if completing the|it is strongly recommended)\b.*"
    r"|[\s_|.]*",
    re.IGNORECASE | re.DOTALL,
)


@attrs.define
class Surroundings:
    """What a form says outside its tables of items.

    Attributes:
        title: Its title; empty where it has none.
        titled: Where the title stands.
        arms: The arms that it lists.
        documents: The documents that it lists, by the name that answers use.
        stage: The stage that it names, or "".
        planned: Whether only its title says so, by the word protocol.
        fictitious: Whether it says that the study is invented.
        by_others: Whether it says that others than the trial team describe the study.
        no_comparator: Why there is no comparator, or "".
        rest: The other texts, each with its place.
    """

    title: str = ""
    titled: str = ""
    arms: list[ArmNote] = attrs.field(factory=list)
    documents: dict[str, Named] = attrs.field(factory=dict)
    stage: str = ""
    planned: bool = False
    fictitious: bool = False
    by_others: bool = False
    no_comparator: str = ""
    rest: list[tuple[str, str]] = attrs.field(factory=list)


@frozen
class _Line:
    text: str
    where: str
    style: str = ""
    links: tuple[str, ...] = ()


def read_surroundings(form: Form, tables: list[ItemTable]) -> Surroundings:
    """Read what stands around the tables of items.

    Args:
        form: The form.
        tables: Its tables of items; what stands alone in a row of them is read too.
    """
    out = Surroundings()
    section = ""
    captions = {table.caption.strip() for table in form.tables}
    for line in _lines(form, tables):
        low = line.text.lower().rstrip(":")
        titled = headed(line) and not out.title
        # The title says what it says, also at the foot of a page.
        titles = titled or line.text.partition("\t")[0] == out.title
        if not line.text.strip() or (line.text in captions and not titled):
            continue
        if low in TITLES:
            section = low
        elif low in MARKS:
            section = ""
        elif (not titles and _notice(line, out)) or (section and _listed(line, section, out)):
            continue
        else:
            section = ""
            _plain(line, out)
    _property(form.title.strip(), out)
    if not out.stage and says_planned(out.title):
        out.stage, out.planned = "protocol", True
    return out


def headed(line: "_Line") -> bool:
    """Tell whether a line has the style of a document's title."""
    return line.style.lower().startswith(("title", "heading 1"))


def _property(title: str, out: Surroundings) -> None:
    """Use the title in the file's properties where nothing on the page is one."""
    if title and not out.title:
        out.title, out.titled = title, "the file's properties"
    elif title and out.title not in title:
        out.rest.append((title, "the file's properties"))


def _lines(form: Form, tables: list[ItemTable]) -> Iterator[_Line]:
    """Go over the texts outside tables, and the rows that answer no item."""
    item_tables = {item_table.table.number: item_table for item_table in tables}
    for table in form.tables:
        of_items = item_tables.get(table.number)
        if of_items is not None:
            yield from _spare(of_items, above=True)
    for text in form.texts:
        yield _Line(text.text.strip(), text.where, text.style, text.links)
    for table in form.tables:
        of_items = item_tables.get(table.number)
        if of_items is not None:
            yield from _spare(of_items, above=False)
        else:
            for row in table.rows:
                yield from _row_lines(row)


def _spare(table: ItemTable, *, above: bool) -> Iterator[_Line]:
    """Go over rows above the header, or below it, that neither answer an item nor head a group."""
    first = (table.headers or (table.rows[0].row,))[0].number
    last = table.rows[-1].row.number
    taken = {item_row.row.number for item_row in table.rows}
    taken |= {header.number for header in table.headers}
    rest = {row.number for row in table.rest}
    for row in table.table.rows:
        if row.number in taken or (row.number < first) != above:
            continue
        if row.number in rest or not first <= row.number <= last:
            yield from _row_lines(row)


def _row_lines(row: FormRow) -> Iterator[_Line]:
    texts = list(dict.fromkeys(c.text.strip() for c in row.cells if c.text.strip()))
    if len(texts) == 2 and texts[0].lower() in (*TITLES, *MARKS):  # noqa: PLR2004
        yield _Line(texts[0], row.where)
        texts = texts[1:]
    yield _Line(" | ".join(texts), row.where)


def _notice(line: _Line, out: Surroundings) -> bool:
    notice = read_notice(line.text)
    if notice is None:
        return False
    if notice.kind == "fictitious":
        out.fictitious = True
    elif notice.kind == "by-others":
        out.by_others = True
    elif notice.kind == "stage":
        out.stage = notice.value
    elif notice.kind == "no-comparator":
        out.no_comparator = notice.value
    return True


def _listed(line: _Line, section: str, out: Surroundings) -> bool:
    if section == ARMS.lower():
        arm = read_arm(line.text, line.where)
        if arm is not None:
            out.arms.append(arm)
        return arm is not None
    if section == DOCUMENTS.lower():
        document = read_listed(line.text, line.links)
        if document is not None:
            out.documents[document.listed] = document
        return document is not None
    return True


def _plain(line: _Line, out: Surroundings) -> None:
    if not out.title and headed(line):
        out.title, out.titled = line.text, line.where
        return
    text = line.text
    if line.where.startswith(("header", "footer")):
        text = PAGE.sub("", text.replace(out.title, "") if out.title else text)
    if text.strip() and line.text != out.title:
        out.rest.append((line.text, line.where))
