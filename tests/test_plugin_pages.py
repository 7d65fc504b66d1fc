"""The pages for authors of plugins name what there is."""

import re
from pathlib import Path

import attrs
import pytest

import intspec
from intspec.discovery import installed
from intspec.plugins.hooks import Hooks
from intspec_kit.kinds import KINDS

PAGES = Path(__file__).parents[1] / "docs" / "plugins"
HOOKS = {name for name in vars(Hooks) if name.startswith("intspec_")}


def named(page: str) -> set[str]:
    """Return what a page names between backticks."""
    return set(re.findall(r"`([^`\n]+)`", (PAGES / page).read_text(encoding="utf-8")))


def test_the_directory_has_every_plugin_that_comes_with_intspec() -> None:
    """And the folders that it names are there."""
    names = {point.name for point in installed() if point.distribution == "intspec"}
    of_page = named("directory.md")
    assert names - of_page == set()
    folders = {name for name in of_page if name.startswith("plugins/")}
    assert [name for name in folders if not (PAGES.parents[1] / name).is_dir()] == []


def test_every_hook_is_on_the_pages() -> None:
    """Which one is needed, and since when it is there."""
    assert HOOKS - named("index.md") - {"intspec_checklists"} == set()
    assert HOOKS - named("api-changes.md") == set()


def test_every_kind_of_scaffold_is_told() -> None:
    """On the page that says which plugin one needs, in the README, and in the help."""
    readme = (PAGES.parents[1] / "README.md").read_text(encoding="utf-8")
    (told,) = re.findall(r"--kind checklist` \(or (.*?)\)", readme, re.DOTALL)
    assert re.findall(r"`([a-z-]+)`", told) == [kind for kind in KINDS if kind != "checklist"]
    assert set(KINDS) - named("index.md") == set()


@pytest.mark.parametrize(
    "record",
    [
        *(intspec.View, intspec.Table, intspec.Column, intspec.Row, intspec.Cell, intspec.Block),
        *(intspec.NoteList, intspec.Note),
    ],
)
def test_every_field_of_a_view_is_on_the_page_of_renderers(record: type) -> None:
    """In the rows that begin with the name of its record, and nothing that is no field."""
    rows = re.findall(
        r"(?m)^\| (`\w+`)? ?\| (`.*?) \| ", (PAGES / "renderer.md").read_text("utf-8")
    )
    of_record: dict[str, list[str]] = {}
    for name, fields in rows:
        of_record.setdefault(name.strip("`") or list(of_record)[-1], []).append(fields)
    told = re.findall(r"`(\w+)`", " ".join(of_record[record.__name__]))
    assert sorted(told) == sorted(attrs.fields_dict(record))
