"""A table whose heads come again stands in parts side by side, each with its own items."""

import json
from pathlib import Path

import pytest

from command_line import run_text
from described_tables import rows_of_tidier
from docx_builder import docx, p, tbl, tr
from filledforms import LINE

HEADS = (("No", "Item", "Page"), ("Item", "Page"), ("Page", "No", "Item"))
SPEC = Path(__file__).parents[1] / "specs" / "exercise" / "group-exercise.intspec.yaml"


def form(parts: int, heads: tuple[str, ...], answer: str) -> bytes:
    """Return a form of TIDieR in so many parts; an answer may have the number of its item."""
    labels = rows_of_tidier()
    high = len(labels) // parts
    rows: list[tuple[str, ...]] = [heads * parts]
    for row in range(high):
        cells: list[str] = []
        for part in range(parts):
            number = part * high + row + 1
            label = labels[number - 1]
            item = label if "No" in heads else f"{number}. {label}"
            said = {"No": str(number), "Item": item, "Page": answer.format(number + 10)}
            cells += [said[head] for head in heads]
        rows.append(tuple(cells))
    return docx(p("TIDieR checklist"), tbl(*(tr(*row) for row in rows)))


@pytest.mark.parametrize("heads", HEADS, ids="-".join)
@pytest.mark.parametrize("parts", [2, 3])
@pytest.mark.long
def test_each_item_has_the_answer_of_its_own_part(
    parts: int, heads: tuple[str, ...], tmp_path: Path
) -> None:
    """By `import`, and what `fill` writes reads back as what it knows."""
    (tmp_path / "form.docx").write_bytes(form(parts, heads, "p. {}"))
    made = run_text(("import", "form.docx", "--report", "json"), cwd=tmp_path)
    report = json.loads(made.stderr)
    read = {e["item"]: e["said"] for e in report["entries"] if "a location" in e["became"]}
    assert read == {str(number): f"p. {number + 10}" for number in range(1, 13)}
    (tmp_path / "empty.docx").write_bytes(form(parts, heads, LINE))
    filled = run_text(("fill", "empty.docx", str(SPEC), "-o", "filled.docx"), cwd=tmp_path)
    assert "wrote the answers to 12 items" in filled.stderr, filled.stderr
    found = run_text(("check", "filled.docx", "--format", "json"), cwd=tmp_path)
    items = json.loads(found.stdout)["files"][0]["items"]
    assert [one["located"] for one in items] == [True] * 12
