"""What stands around the tables of a form: its title, its arms and documents, its stage."""

import re
from collections.abc import Iterator

import attrs

from intspec.forms.documents import Named
from intspec.forms.recognising import ItemTable
from intspec.forms.records import Form, FormRow

KINDS = {
    "primary paper": "primary-paper",
    "protocol": "protocol",
    "handbook": "handbook",
    "supplement": "supplement",
    "website": "website",
    "registry record": "registry-record",
    "other": "other",
}
ROLES = {
    "experimental arm": "experimental",
    "active comparator": "active-comparator",
    "placebo arm": "placebo",
    "sham arm": "sham",
    "attention control": "attention-control",
    "usual care": "usual-care",
    "waiting list": "waiting-list",
    "no treatment": "no-treatment",
}
ROLE_WORDS = "|".join(sorted(ROLES, key=len, reverse=True))
ROLE_NOTE = re.compile(
    rf"(?P<role>{ROLE_WORDS})(?:; given with (?P<with>.+?))?"
    r"(?:; offered (?P<later>.+) afterwards)?",
    re.IGNORECASE,
)
ARM = re.compile(rf"(?P<name>.+): (?P<note>(?:{ROLE_WORDS})(?:;.*)?)", re.IGNORECASE | re.DOTALL)
ADDRESS = re.compile(r"[\s.]*<?(?P<url>https?://\S+?)>?\s*$")
#: What stands in the margins of a page beside its title.
PAGE = re.compile(r"\b(?:page|of|\d+)\b|[\s/|-]", re.IGNORECASE)
TITLES = {"arms", "documents", "items of the guideline that are left out here"}

#: What leads to the words beside it in a written table, and says nothing itself.
MARKS = ("notice", "note", "guideline")


@attrs.frozen
class ArmNote:
    """An arm that a form names.

    Attributes:
        name: Its name.
        role: Its role, where the form says it.
        given_with: The names of arms given in addition, as one text.
        later: The name of the arm offered afterwards.
        where: Where the form names it.
    """

    name: str
    role: str = ""
    given_with: str = ""
    later: str = ""
    where: str = ""


@attrs.define
class Surroundings:
    """What a form says outside its tables of items.

    Attributes:
        title: Its title; empty where it has none.
        titled: Where the title stands.
        arms: The arms that it lists.
        documents: The documents that it lists, by the name that answers use.
        stage: The stage that it names, or "".
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
    fictitious: bool = False
    by_others: bool = False
    no_comparator: str = ""
    rest: list[tuple[str, str]] = attrs.field(factory=list)


@attrs.frozen
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
        if not line.text.strip() or (line.text in captions and not titled):
            continue
        if low in TITLES:
            section = low
        elif low in MARKS:
            section = ""
        elif _notice(line, out) or (section and _listed(line, section, out)):
            continue
        else:
            section = ""
            _plain(line, out)
    _property(form.title.strip(), out)
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
    known = {one.table.number: one for one in tables}
    for table in form.tables:
        found = known.get(table.number)
        if found is not None:
            yield from _spare(found, above=True)
    for text in form.texts:
        yield _Line(text.text.strip(), text.where, text.style, text.links)
    for table in form.tables:
        found = known.get(table.number)
        if found is not None:
            yield from _spare(found, above=False)
        else:
            for row in table.rows:
                yield from _row_lines(row)


def _spare(table: ItemTable, *, above: bool) -> Iterator[_Line]:
    """Go over the rows above the header or below it that answer no item and head no group."""
    first = (table.headers or (table.rows[0].row,))[0].number
    last = table.rows[-1].row.number
    answered = {one.row.number for one in table.rows}
    for row in table.table.rows:
        if row.number in answered or row in table.headers or (row.number < first) != above:
            continue
        if row in table.rest or not first <= row.number <= last:
            yield from _row_lines(row)


def _row_lines(row: FormRow) -> Iterator[_Line]:
    texts = list(dict.fromkeys(c.text.strip() for c in row.cells if c.text.strip()))
    if len(texts) == 2 and texts[0].lower() in (*TITLES, *MARKS):  # noqa: PLR2004
        yield _Line(texts[0], row.where)
        texts = texts[1:]
    yield _Line(" | ".join(texts), row.where)


def _notice(line: _Line, out: Surroundings) -> bool:
    text = line.text
    if re.match(r"fictitious\b", text, re.IGNORECASE):
        out.fictitious = True
    elif text.startswith("Described by others from what they read"):
        out.by_others = True
    elif stage := re.match(r"(protocol|ongoing) stage\b", text, re.IGNORECASE):
        out.stage = stage[1].lower()
    elif reason := re.fullmatch(r"No comparator: (.+)", text, re.DOTALL):
        out.no_comparator = reason[1]
    elif text != "The specification does not say where any item is reported.":
        return False
    return True


def _listed(line: _Line, section: str, out: Surroundings) -> bool:
    if section == "arms":
        found = ARM.fullmatch(line.text)
        if found is None:
            return False
        out.arms.append(arm_note(found["name"], found["note"], line.where))
        return True
    if section != "documents":
        return True
    words, _colon, title = line.text.partition(": ")
    address = ADDRESS.search(title or words)
    url = address["url"] if address and not (title or words)[address.end() :] else ""
    if url and address is not None:
        cut = (title or words)[: address.start()]
        title, words = (cut, words) if title else ("", cut)
    kind = KINDS.get(words.strip(" .").lower())
    if kind is None:
        return False
    url = url or next(iter(line.links), "")
    doi = url.removeprefix("https://doi.org/") if url.startswith("https://doi.org/") else ""
    name = title.strip() or words.strip(" .")
    out.documents[name] = Named(kind, title.strip(), doi, "" if doi else url, name)
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


def arm_note(name: str, note: str, where: str) -> ArmNote:
    """Read what a form says of an arm's role: `Usual care; given with A`."""
    found = ROLE_NOTE.fullmatch(note.strip())
    if found is None:
        return ArmNote(name.strip(), where=where)
    role = ROLES[found["role"].lower()]
    return ArmNote(name.strip(), role, found["with"] or "", found["later"] or "", where)
