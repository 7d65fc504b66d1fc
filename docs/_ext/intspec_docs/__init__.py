"""Sphinx extension: the reference pages are made from the program when the pages are built."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from intspec.api import load_registry
from intspec.checklists import ChecklistFile
from intspec.config.format import ConfigFile
from intspec.vocabularies import VocabularyFile
from intspec_docs.commands import command_pages
from intspec_docs.guidelines import checklist_pages, rules_page
from intspec_docs.python_names import python_page
from intspec_docs.records import file_page, specification_pages
from intspec_docs.report import report_sections

#: The folders of pages that are made; what is left in them from before is removed.
MADE = ("specification", "checklists", "commands", "files")


def pages(root: Path) -> Iterator[tuple[str, str]]:
    """Return each page that is made: its path below `reference`, and its Markdown.

    Args:
        root: The folder of the project.

    Raises:
        RuntimeError: A plugin failed, so that the reference would have a hole.
    """
    registry = load_registry()
    for name, text in specification_pages(registry.extensions):
        yield f"specification/{name}.md", text
    for name, text in checklist_pages(registry):
        yield f"checklists/{name}.md", text
    for name, text in command_pages():
        yield f"commands/{name}.md", text
    yield "files/rules.md", rules_page(registry)
    yield (
        "files/checklist-file.md",
        file_page(CHECKLIST_TITLE, CHECKLIST_INTRO, "checklist-file", ChecklistFile),
    )
    yield (
        "files/vocabulary-file.md",
        file_page(VOCABULARY_TITLE, VOCABULARY_INTRO, "vocabulary", VocabularyFile),
    )
    yield "files/settings.md", file_page(SETTINGS_TITLE, SETTINGS_INTRO, "settings", ConfigFile)
    yield "files/python.md", python_page()
    report = report_sections(root / "schemas" / "report-1.json")
    yield "files/report.md", f"{REPORT}\n{report}"
    if registry.failed:
        failures = [f"{p.name}: {f.reason}" for p in registry.reports() for f in p.failures]
        message = "a plugin failed: " + "; ".join(failures)
        raise RuntimeError(message)


def write(folder: Path) -> None:
    """Write the pages below a folder; those that say the same already are left alone."""
    made = {folder / name: text for name, text in pages(folder.parent.parent)}
    for path, text in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
    for name in MADE:
        for path in (folder / name).glob("*.md"):
            if path not in made:
                path.unlink()


def setup(app: Any) -> dict[str, bool]:
    """Make the pages before Sphinx looks for them."""
    app.connect("config-inited", lambda app, _config: write(Path(app.srcdir) / "reference"))
    return {"parallel_read_safe": True, "parallel_write_safe": True}


CHECKLIST_TITLE = "The checklist file"
CHECKLIST_INTRO = """\
A reporting guideline as a TOML file. [A checklist](../../plugins/checklist.md) shows how one is
written; `intspec schema checklist` prints the same as JSON Schema. Keys that are not here are
refused, and every path is resolved against the model when the file is loaded."""
VOCABULARY_TITLE = "The vocabulary file"
VOCABULARY_INTRO = """\
A list of terms as a TOML file, or as the JSON that `intspec terms build` writes. [Terms and
vocabularies](../../guide/vocabularies.md) says what they are for."""
SETTINGS_TITLE = "The settings file"
SETTINGS_INTRO = """\
`intspec.toml`. [Settings of a project](../../guide/settings.md) says where it is looked for;
`intspec schema config` prints the same as JSON Schema."""
REPORT = """\
# The JSON report

`intspec check --format json` prints it, and `--output json:FILE` writes it beside another format.
Its schema is published as `schemas/report-1.json`. The name `intspec-report/1` changes when a key
changes its meaning or goes; new keys may come without that, so a reader should not mind keys that
it does not know.
"""
__all__ = ["pages", "setup", "write"]
