"""Measure how often suggestions name a rightly labelled sentence of published trials.

    INTSPEC_TEST_DATA=FOLDER python tests/bench/suggestions.py [--misses ITEM]

FOLDER holds `manuscripts/consort-tm/*.jsonl`: articles of which people labelled each sentence with
the items of CONSORT 2010 that it answers. An article without a label of an item does not count for
it. Sentences without a label may still be right, so precision is not measured.
"""

import json
import os
import sys
from collections.abc import Iterator
from math import sqrt
from pathlib import Path
from statistics import mean

from intspec import load_registry
from intspec_bundled.manuscripts.blocks import Block
from intspec_bundled.manuscripts.cues import looked
from intspec_bundled.manuscripts.manuscript import Manuscript, assembled
from intspec_bundled.manuscripts.matching import letters
from intspec_bundled.manuscripts.suggesting import Ranking

#: Items of CONSORT 2010, and those of CONSORT 2025 that ask the same.
ITEMS = {"5": "13", "11a": "20a", "19": "27", "4b": "11", "13a": "22a", "2a": "6"}
PARTS = 5
MOST = 10


def articles(folder: Path) -> Iterator[tuple[str, Manuscript, list[dict[str, object]]]]:
    """Go over the articles: the sentences under a heading are a paragraph."""
    for path in sorted(folder.glob("*.jsonl")):
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        blocks: list[Block] = []
        held: list[str] = []
        for line in [*lines, {"is_heading": True, "text": ""}]:
            if not line.get("is_heading"):
                held.append(line["text"])
                continue
            if held:
                blocks.append(Block(" ".join(held)))
                held = []
            if line["text"] == "Title":
                continue
            blocks.append(Block(line["text"], "heading", level=1))
        yield path.stem, assembled(blocks, path.name), lines


def interval(hits: int, count: int) -> str:
    """Return Wilson's interval of 95%."""
    if not count:
        return ""
    share, z = hits / count, 1.96
    middle = share + z * z / (2 * count)
    half = z * sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    low, high = (middle - half) / (1 + z * z / count), (middle + half) / (1 + z * z / count)
    return f"{100 * low:3.0f}-{100 * high:3.0f}"


def main() -> int:
    """Measure and print."""
    folder = Path(os.environ["INTSPEC_TEST_DATA"]) / "manuscripts" / "consort-tm"
    checklist = load_registry().checklist("consort-2025")
    assert checklist is not None
    misses = sys.argv[sys.argv.index("--misses") + 1] if "--misses" in sys.argv else ""
    ranks: dict[str, list[int | None]] = {number: [] for number in ITEMS}
    parts: dict[str, list[int]] = {number: [] for number in ITEMS}
    for at, (name, manuscript, lines) in enumerate(articles(folder)):
        ranking = Ranking(manuscript)
        for number, ours in ITEMS.items():
            right = [letters(str(x["text"]))[0] for x in lines if number in x["items"]]  # type: ignore[operator]
            if not right:
                continue
            item = next(one for one in checklist.items if one.number == ours)
            suggestions = ranking.suggestions(looked(checklist.cues(item)), most=MOST)
            found = [letters(one.passage.text)[0] for one in suggestions]
            rank = next(
                (
                    place
                    for place, text in enumerate(found, 1)
                    if any(text in one or one in text for one in right)
                ),
                None,
            )
            ranks[number].append(rank)
            parts[number].append(at % PARTS)
            if number == misses and (rank is None or rank > 3):
                print(f"== {name} rank {rank}")
                for x in lines:
                    if number in x["items"]:  # type: ignore[operator]
                        print(f"   RIGHT [{x['heading']}] {x['text']}"[:260])
                for one in suggestions[:3]:
                    where = one.passage.paragraph
                    print(
                        f"   {one.score} {one.passage.part} {where.sections}",
                        one.passage.text[:150],
                    )
                    print(f"       {one.because}")
    print("item  articles  hit@1  hit@3 (95%)       hit@5  MRR   hit@3 by part")
    shares = []
    for number, all_ranks in ranks.items():
        count = len(all_ranks)
        hits = [sum(rank is not None and rank <= most for rank in all_ranks) for most in (1, 3, 5)]
        reciprocal = mean(1 / rank if rank else 0 for rank in all_ranks)
        by_part = []
        for part in range(PARTS):
            own = [r for r, p in zip(all_ranks, parts[number], strict=True) if p == part]
            by_part.append(f"{sum(r is not None and r <= 3 for r in own)}/{len(own)}")
        shares.append([hit / count for hit in hits])
        print(
            f"{number:>4} {count:>8} {hits[0]:>6} {hits[1]:>7} {100 * hits[1] / count:4.0f}% "
            f"({interval(hits[1], count)}) {hits[2]:>6} {reciprocal:6.2f}  {' '.join(by_part)}"
        )
    print(
        "mean of items: "
        + ", ".join(
            f"hit@{most} {100 * mean(x[n] for x in shares):.0f}%"
            for n, most in enumerate((1, 3, 5))
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
