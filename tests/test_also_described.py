"""What an author wrote of a study stands in the description, whatever the one checklist asks."""

import re
from pathlib import Path

import pytest

from command_line import run_text
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


TEA = '''\
from intspec import Extension, hookimpl, key, record

@record
class Cup:
    """A cup."""
    glaze: str | None = key("How it is glazed.", default=None)
    shape: str | None = key("Its shape.", default=None)

@record
class OfArm:
    """What is said of tea in an arm."""
    taste: str | None = key("How it tastes.", default=None)
    cup: Cup | None = key("The cup.", default=None)
    pots: dict[str, Cup] = key("The pots.", factory=dict)
    bowls: tuple[Cup, ...] = key("The bowls.", default=())

@record
class Tea:
    """What is said of tea."""

@hookimpl
def intspec_extensions():
    yield Extension("tea", Tea, OfArm)
'''
SHOWS = """\
format = 1
id = "cups"
title = "Cups"
version = "1"
year = 2026
citation = "A fictitious guideline"
licence = "CC0-1.0"
wording = "own"
scope = "arm"

[[items]]
id = "tea"
number = "1"
title = "Tea"
shows = [SHOWN]

  [[items.parts]]
  id = "given"
  any = ["procedures"]
  asks = "State it."
"""
OF_TEA = """\
intspec: "1.0"
id: tea
title: Tea (a fictitious trial)
stage: protocol
fictitious: true
checklists: [cups]
interventions:
  tea:
    role: experimental
    name: Tea
    extensions:
      tea:
        taste: AAA
        cup: {glaze: BBB, shape: CCC}
        pots: {one: {glaze: DDD, shape: EEE}, two: {shape: FFF}}
        bowls: [{glaze: GGG, shape: HHH}, {shape: III}]
"""


@pytest.mark.long
@pytest.mark.parametrize(
    "shown",
    [
        *("procedures", "extensions.tea", "extensions.tea.taste", "extensions.tea.cup"),
        *("extensions.tea.cup.glaze", "extensions.tea.pots", "extensions.tea.pots.shape"),
        *("extensions.tea.bowls", "extensions.tea.bowls.glaze", "extensions.tea.bowls.shape"),
    ],
)
def test_no_text_of_a_plugins_fields_is_lost(
    shown: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An item shows some fields of an arm, or some of a record in it: the others stand below."""
    monkeypatch.chdir(tmp_path)
    settings = 'plugins = ["tea.py"]\nchecklist_files = ["cups.toml"]\n'
    files = {"tea.py": TEA, "intspec.toml": settings, "tea.intspec.yaml": OF_TEA}
    for name, text in (files | {"cups.toml": SHOWS.replace("SHOWN", f'"{shown}"')}).items():
        Path(name).write_text(text, encoding="utf-8")
    done = run_text(("render", "tea.intspec.yaml", "--to", "markdown", "--allow-local-plugins"))
    assert done.returncode == 0, done.stderr
    markers = re.findall(r"[A-Z]{3}", OF_TEA)
    assert {one: done.stdout.count(one) for one in markers} == dict.fromkeys(markers, 1)
