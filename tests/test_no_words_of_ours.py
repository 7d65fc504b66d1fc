"""What is to be published holds no word of the checker, no id and no key: of any specification."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from intspec.api import check_bytes, load_registry
from intspec.plugins import Registry
from intspec.views import WITH_FIGURES, View, build_view

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[1]
SPECS = sorted((ROOT / "specs").rglob("*.intspec.yaml")) + sorted(
    (Path(__file__).parent / "data" / "published").glob("*.yaml")
)
#: Views that go into a paper, a supplement or a registry.
PUBLISHED = ("description", "comparison", "text", "registry", "timeline", "pat-plot")
#: Figures have a place for what has no time, and say so.
WITHOUT_TIME = re.compile("not stated", re.IGNORECASE)
OURS = re.compile(
    r"\bintspec\b|\bNobody\b(?! delivers)|\bNothing says\b|\bNot stated\b|\bnot judged\b"
    r"|\b(?:tidier|consort-2025|spirit-2025|guided|cert|frame)/[a-z-]+|`",
    re.IGNORECASE,
)
#: The mappings whose keys are names that an author gave, and readers do not see.
KEYED = ("interventions", "providers", "materials", "settings", "measures", "components", "sources")
IN_ARMS = ("schedule", "procedures")


@cache
def registry() -> Registry:
    """Load the plugins once."""
    return load_registry()


def keys(data: dict[str, Any]) -> Iterator[str]:
    """Go over the keys of a document that are no words: with a hyphen, a figure or a line."""
    arms = data["interventions"].values()
    records = [data.get(name) or {} for name in KEYED]
    records += [arm.get(name) or {} for arm in arms for name in IN_ARMS]
    for record in records:
        yield from (key for key in record if re.search(r"[-_\d]", key))


def texts(value: Any) -> Iterator[str]:
    """Go over what an author wrote."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


def printed(view: View) -> Iterator[str]:
    """Go over all words of a view, piece by piece."""
    yield from (view.title, view.subtitle, *view.intro)
    for table in view.tables:
        yield table.caption
        yield from (f"{column.span} {column.title} {column.note}" for column in table.columns)
        yield from (
            part
            for row in table.rows
            for cell in row.cells
            for block in cell.blocks
            for part in (block.label, block.text)
        )
    for figure in view.figures:
        yield from (figure.caption, figure.description)
        yield from (str(getattr(shape, "text", "")) for shape in figure.shapes)


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.name.partition(".")[0])
def test_published_views_speak_of_the_study_alone(path: Path) -> None:
    """ENRICH by each guideline that it claims; what an author wrote may hold any word."""
    raw = path.read_bytes()
    data = yaml.safe_load(raw)
    written = " ".join(texts(data)).lower()
    done = check_bytes(raw, path=path.name, registry=registry())
    assert done.spec is not None
    own = [key for key in set(keys(data)) if key.lower() not in written]
    named = re.compile("|".join(rf"(?<![\w-]){re.escape(key)}(?![\w-])" for key in own) or r"\Z\A")
    found = set()
    for kind in PUBLISHED:
        for checklist in done.checklists[: None if "enrich" in path.name else 1]:
            for piece in printed(build_view(kind, done.spec, done.report, checklist)):
                text = piece
                if kind in WITH_FIGURES:
                    text = WITHOUT_TIME.sub("", piece)
                words = [match[0] for match in (*OURS.finditer(text), *named.finditer(text))]
                found |= {(kind, word, text) for word in words if word.lower() not in written}
    assert found == set()
