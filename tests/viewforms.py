"""Views as forms, cell by cell: what a reader of a written file gets, without a file."""

from intspec import Form, FormCell, FormRow, FormTable, FormText, View
from intspec.views import Note, Table


def form_of(view: View) -> Form:
    """Make the form that a view is once it has been written and read."""
    texts = [FormText(view.title, "paragraph 1", style="Title")]
    texts += [_text(one, len(texts) + n) for n, one in enumerate((view.subtitle, *view.notices))]
    texts += [_text(one, len(texts) + n) for n, one in enumerate(view.intro, 1)]
    tables = tuple(_table(one, number) for number, one in enumerate(view.tables, 1))
    for notes in view.notes:
        texts.append(FormText(notes.title, f"paragraph {len(texts) + 1}", style="Heading 2"))
        texts += [_note(one, len(texts) + n) for n, one in enumerate(notes.notes, 1)]
    texts.append(_note(view.guideline, len(texts) + 1))
    return Form("view", tables, tuple(texts), title=view.title, language=view.language)


def _text(text: str, number: int) -> FormText:
    return FormText(text, f"paragraph {number + 1}")


def _note(note: Note, number: int) -> FormText:
    mark = f"[{note.mark}] " if note.mark else ""
    links = (note.url,) if note.url else ()
    return FormText(f"{mark}{note.text}", f"paragraph {number}", links=links)


def _table(table: Table, number: int) -> FormTable:
    where = f"table {number}"
    rows = []
    spans = any(column.span for column in table.columns)
    if spans:
        rows.append([column.span or column.title for column in table.columns])
    rows.append(["\n".join(filter(None, (c.title, c.note))) for c in table.columns])
    kinds = [True] * len(rows)
    for row in table.rows:
        if row.kind == "group":
            rows.append([row.cells[0].plain])
        else:
            rows.append([cell.plain for cell in row.cells])
        kinds.append(False)
    made = []
    for n, (texts, header) in enumerate(zip(rows, kinds, strict=True), 1):
        span = len(table.columns) if len(texts) == 1 < len(table.columns) else 1
        cells = tuple(
            FormCell(text, f"{where}, row {n}, column {c}", c, span=span)
            for c, text in enumerate(texts, 1)
        )
        made.append(FormRow(n, f"{where}, row {n}", cells, header=header))
    return FormTable(number, where, tuple(made), caption=table.caption)
