"""The gallery, and the editor's pictures: they show what is made today, and are small."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "gallery"
EDITOR = ROOT / "docs" / "_static"
PAGE = ROOT / "docs" / "guide" / "gallery.md"
#: The most that a picture may take, and all of them, in bytes.
LARGEST, ALL = 100_000, 600_000


def test_the_pictures_are_made_from_what_is_rendered_today() -> None:
    """Not their dots, which depend on fonts: what they show."""
    done = subprocess.run(
        [sys.executable, ROOT / "docs" / "gallery.py", "--check"], capture_output=True, check=False
    )
    assert done.returncode == 0, "look at what changed, then run `python docs/gallery.py`"


@pytest.mark.programs
def test_the_pictures_of_the_editor_show_its_pages_of_today() -> None:
    """Also what the manuscript, a remark and the review copy look like."""
    pytest.importorskip("rapidfuzz")
    done = subprocess.run(
        [sys.executable, ROOT / "docs" / "editor.py", "--check"], capture_output=True, check=False
    )
    assert done.returncode == 0, "look at what changed, then run `python docs/editor.py`"


@pytest.mark.parametrize("pictures", [[*FOLDER.glob("*.png")], [*EDITOR.glob("*.webp")]])
def test_the_pictures_are_small(pictures: list[Path]) -> None:
    """They are in the repository, and pages load them all."""
    sizes = [path.stat().st_size for path in pictures]
    assert max(sizes) <= LARGEST
    assert sum(sizes) <= ALL


def test_the_page_shows_each_picture_with_words_for_who_does_not_see_it() -> None:
    """And the README shows the table beside the terminal."""
    shown = re.findall(r"!\[([^]]{20,})\]\(\.\./gallery/([\w-]+\.png)\)", PAGE.read_text("utf-8"))
    assert sorted(name for _words, name in shown) == sorted(p.name for p in FOLDER.glob("*.png"))
    editors = (ROOT / "docs" / "guide" / "edit.md").read_text("utf-8")
    shown = re.findall(r"!\[[^]]{20,}\]\(\.\./_static/([\w-]+\.webp)\)", editors)
    assert sorted(shown) == sorted(path.name for path in EDITOR.glob("*.webp"))
    readme = (ROOT / "README.md").read_text("utf-8")
    assert "](docs/check.svg)" in readme
    assert "](docs/gallery/exercise-description-docx.png)" in readme
