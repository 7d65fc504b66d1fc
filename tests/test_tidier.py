"""TIDieR's file: complete in its words, true in its examples."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from intspec.api import check_text, shared_registry
from intspec.checklists import Checklist, Item, PartOf
from intspec.rules import HEADINGS

LABELS = [
    "Brief name",
    "Why",
    "What: materials",
    "What: procedures",
    "Who provided",
    "How",
    "Where",
    "When and how much",
    "Tailoring",
    "Modifications",
    "How well: planned",
    "How well: actual",
]
LEAST: dict[str, Any] = {
    "intspec": "1.0",
    "id": "example",
    "title": "A fictitious trial",
    "stage": "results",
    "checklists": ["tidier"],
    "interventions": {"exercise": {"role": "experimental", "name": "Steps Together"}},
}


def tidier() -> Checklist:
    """Return the installed checklist."""
    found = shared_registry().checklist("tidier")
    assert found is not None
    return found


PARTS: list[tuple[Item, PartOf]] = list(tidier().all_parts())


def merged(base: Any, more: Any) -> Any:
    """Lay one document over another."""
    if isinstance(base, dict) and isinstance(more, dict):
        return base | {k: merged(base.get(k), v) for k, v in more.items()}
    return more


def test_the_twelve_items() -> None:
    """Numbers and labels are those of the publication; 10 and 12 are not for protocols."""
    items = tidier().items
    assert [(i.number, i.title) for i in items] == [(str(n), t) for n, t in enumerate(LABELS, 1)]
    assert [i.number for i in items if "protocol" not in (i.stages or ("protocol",))] == [
        "10",
        "12",
    ]
    groups = list(dict.fromkeys(i.group for i in items))
    assert len(groups) == 10


def test_what_the_file_records() -> None:
    """Citation, DOI, year, licence of the original, and whose wording it is."""
    file = tidier().file
    assert (file.year, file.doi, file.wording) == (2014, "10.1136/bmj.g1687", "own")
    assert file.licence == "CC BY-NC"
    assert file.leaves_out == ()


@pytest.mark.parametrize(("_item", "part"), PARTS, ids=lambda v: getattr(v, "rule", ""))
def test_every_part_has_all_its_words(_item: Item, part: PartOf) -> None:
    """A request, a gap, a remedy, the reason, an example, the specification, and what instead."""
    words = part.part
    for text in (words.asks, words.gap, words.mend, words.why, words.example, words.instead):
        assert text
        assert text.strip() == text
    assert words.asks.split()[0] in {"State", "Give", "List", "Describe", "Name", "Spell", "Make"}
    assert words.yaml


@pytest.mark.parametrize(("_item", "part"), PARTS, ids=lambda v: getattr(v, "rule", ""))
def test_every_example_makes_its_part_pass(_item: Item, part: PartOf) -> None:
    """The specification shown, laid over the shortest one, has what the part asks for."""
    text = yaml.safe_dump(merged(LEAST, yaml.safe_load(part.part.yaml or "")), sort_keys=False)
    report = check_text(text, path="example.intspec.yaml")
    assert [d.message for d in report.diagnostics if d.rule.endswith("-key")] == []
    found = {o.state for o in report.outcomes if o.rule == part.rule}
    assert found == {"passed"}


def test_every_rule_is_documented() -> None:
    """Each Python rule, the core's included, has text under each heading."""
    for rule in shared_registry().rules.values():
        assert tuple(rule.documentation) == HEADINGS, rule.id
        assert all(rule.documentation.values()), rule.id
        assert rule.summary.endswith("."), rule.id


def test_the_words_do_not_praise_or_scold() -> None:
    """Present is not adequate, and nobody is blamed."""
    file = Path(__file__).parent.parent / "plugins" / "intspec_tidier" / "tidier.toml"
    text = file.read_text(encoding="utf-8").lower()
    assert not re.findall(r"\b(adequate|well described|poor|bad|fail(s|ed)?|should)\b", text)
