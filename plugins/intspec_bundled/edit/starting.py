"""How a new file begins: with what a person answers, or with a form or a record that is there."""

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

import click

from intspec.text import flat, slug
from intspec_bundled.edit.answers import begun
from intspec_bundled.edit.asked import bytes_of, list_of, text_of
from intspec_bundled.edit.file import EditedFile
from intspec_bundled.edit.words import WORDS

#: The pages on which it goes on.
STUDY_PAGE, HISTORY_PAGE = "/study", "/history"
SAYS: Mapping[str, str] = WORDS["answers"]


def begin(file: EditedFile, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Begin a file with what was answered; return what the page is told."""
    title, stage = text_of(asked, "title").strip(), text_of(asked, "stage")
    given = [arm for arm in list_of(asked, "arms") if isinstance(arm, dict)]
    arms = [(text_of(arm, "name").strip(), text_of(arm, "role")) for arm in given]
    arms = [(name, role) for name, role in arms if name or role]
    problems = {}
    if not title:
        problems["title"] = SAYS["title"]
    if not stage:
        problems["stage"] = SAYS["stage"]
    if not arms or not all(name and role for name, role in arms):
        problems["arms"] = SAYS["arms"]
    if problems:
        return {"problems": problems}
    others = {
        "id": slug(file.name.partition(".")[0]) or "study",
        "described_by": text_of(asked, "described_by"),
        "checklists": [one for one in list_of(asked, "checklists") if isinstance(one, str)],
        "fictitious": asked.get("fictitious") is True,
    }
    raw = begun(title, stage, arms, **others)
    state = file.of(raw)
    if state.spec is None:
        told = state.report.diagnostics[0]
        return {"problems": {"title": f"{told.message}; {told.hint}"}}
    file.save(None, raw, WORDS["page"]["begin"])
    return {"go": STUDY_PAGE}


def begin_with_file(file: EditedFile, asked: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    """Begin a file with the draft of another one; return what the page is told, and the report."""
    name = flat(PurePath(text_of(asked, "name")).name)
    raw = bytes_of(asked, "content")
    if not name or not raw:
        return {"problems": {"file": SAYS["choose_file"]}}, ""
    try:
        draft, report = file.context.draft(raw, name)
    except click.ClickException as error:
        return {"problems": {"file": error.format_message()}}, ""
    content = draft.encode()
    file.of(content)
    file.save(None, content, name)
    return {"go": HISTORY_PAGE}, report
