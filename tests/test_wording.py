"""Our wording has no six words in a row of the published form of a guideline.

The forms are not in here: `tests/wording/` has hashes of their runs of six words, each file with
what was read for it and the command that makes it.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from intspec.api import load_registry
from six_words import hashed, rows

ROOT = Path(__file__).parent.parent
WORDING = Path(__file__).parent / "wording"
#: Where our words stand; goldens and reference pages are made from them.
OURS = ("src", "plugins", "docs", "specs", "schemas", "tests/cases")
GENERATED = ROOT / "docs" / "reference"
TEXT = {".py", ".toml", ".md", ".yaml", ".json", ".jinja", ".tex", ".typ"}
#: Checklists for which there is no form, and why.
NO_FORM = {"peer-support": "names of principles and domains, and parts of our own"}
HASH = re.compile(r"[0-9a-f]{16}")


def forms() -> Mapping[str, str]:
    """Return the guideline of each hash."""
    return {
        line: path.stem
        for path in sorted(WORDING.glob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if HASH.fullmatch(line)
    }


def ours() -> Iterator[Path]:
    """Yield each file that has words of ours: texts, comments and docstrings alike."""
    for folder in OURS:
        files = (p for p in (ROOT / folder).rglob("*") if p.suffix in TEXT)
        yield from sorted(p for p in files if GENERATED not in p.parents)
    yield from sorted(ROOT.glob("*.md"))


def shared(text: str, guidelines: Mapping[str, str]) -> Iterator[str]:
    """Say which runs of words of a text are a guideline's."""
    for row in rows(text):
        if guideline := guidelines.get(hashed(row)):
            yield f"{guideline}: {' '.join(row)}"


@pytest.mark.long
def test_no_six_words_in_a_row_are_a_guidelines() -> None:
    """Nowhere: reword what is listed, headings of forms included, which are shorter."""
    guidelines = forms()
    found = {
        str(path.relative_to(ROOT)): told
        for path in ours()
        if (told := list(shared(path.read_text(encoding="utf-8"), guidelines)))
    }
    assert found == {}


def test_a_sentence_of_a_form_is_found() -> None:
    """However it is written, and wherever it stands in a text; five words of it are nobody's."""
    form = "Say of each dragon when it was personalized (e.g. by name) and fed"
    guidelines = {hashed(row): "dragons" for row in rows(form)}
    for text, count in (
        (f'asks = "{form}."', len(guidelines)),
        ("gap = (\n  'Whether each dragon when it was '\n  '*personalised*, eg, at night'\n)", 2),
        ("Of each dragon, when it is fed", 0),
        ("Say of each dragon when", 0),
    ):
        assert len(list(shared(text, guidelines))) == count, text


def test_each_checklist_has_the_hashes_of_its_form() -> None:
    """And each file says what was read for it."""
    held = {path.stem: path.read_text(encoding="utf-8") for path in WORDING.glob("*.txt")}
    assert set(held) | set(NO_FORM) == set(load_registry().checklist_ids)
    assert [name for name, text in held.items() if not text.startswith("# ")] == []
