"""The pages for authors of plugins name what there is."""

import re
from pathlib import Path

from intspec.discovery import installed
from intspec.plugins.hooks import Hooks

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
