"""What an author wrote of a study stands in the description, whatever the one checklist asks."""

import re
from pathlib import Path

from intspec.api import check_text, shared_registry
from intspec.checking import check
from intspec.reading import read_bytes
from intspec.views import build_view

#: Each text is a marker in capital letters.
MARKED = (Path(__file__).parent / "data" / "views" / "markers.intspec.yaml").read_text("utf-8")


def words_of(text: str) -> set[str]:
    """Return the words of the description of a document, in small letters."""
    done = check(read_bytes(text.encode(), path="a.intspec.yaml"), shared_registry())
    assert done.spec is not None
    view = build_view("description", done.spec, done.report, done.checklists[0])
    cells = (cell.plain for table in view.tables for row in table.rows for cell in row.cells)
    return set(re.findall(r"\w+", " ".join(cells).casefold()))


def test_no_text_is_lost() -> None:
    """Every marker is printed."""
    markers = {
        word.casefold() for word in re.findall(r"\b[A-Z]{3}[A-Z0-9]*\b", MARKED.partition("\n")[2])
    }
    assert markers - words_of(MARKED) == set()


def test_the_document_fits() -> None:
    """It has no key that the model does not know, so that nothing of it is left out of the test."""
    rules = {d.rule for d in check_text(MARKED, path="a.intspec.yaml").diagnostics}
    assert not rules & {"intspec/unknown-key", "intspec/unknown-value", "intspec/wrong-type"}


def test_no_text_is_lost_where_other_checklists_are_claimed() -> None:
    """A description is written once: one more claim takes no words out of it."""
    several = MARKED.replace("[tidier]", "[tidier, consort-2025]")
    assert words_of(MARKED) - words_of(several) == set()
