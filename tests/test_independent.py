"""Twenty descriptions and the states that a reader gave them who had seen no rule, held together.

The reader knew what the guidelines ask, and the keys of a specification; descriptions and states
were kept before the first of them was checked. Where reader and check disagree,
`disagreements.toml` says who was right, and why.
"""

import json
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from intspec.api import check_bytes

FOLDER = Path(__file__).parent / "independent"
EXPECTED = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
KNOWN = tomllib.loads((FOLDER / "disagreements.toml").read_text(encoding="utf-8"))["disagreements"]
#: So large a share of the states is to be the same.
AGREEMENT = 0.9

Verdict = tuple[str, str, str, str]


def pairs() -> dict[Verdict, tuple[str, str]]:
    """Return what the reader and the check say, by description, checklist, subject and item."""
    both: dict[Verdict, tuple[str, str]] = {}
    for name, checklists in EXPECTED.items():
        path = FOLDER / f"{name}.intspec.yaml"
        report = check_bytes(path.read_bytes(), path=path.name).report
        judged = {(i.checklist, i.arm, i.number): i.state for i in reversed(report.items)}
        first = report.arms[0].key
        for checklist, subjects in checklists.items():
            for subject, states in subjects.items() if checklist != "why" else ():
                for number, state in states.items():
                    arm = None if subject == "study" else subject
                    said = judged.get((checklist, arm, number))
                    # What the reader gave the study is judged here on each arm.
                    said = said or judged[checklist, first, number]
                    both[name, checklist, subject, number] = (state, said)
    return both


def kappa(both: dict[Verdict, tuple[str, str]]) -> float:
    """Return Cohen's kappa: the agreement beyond what chance gives."""
    agreed = sum(a == b for a, b in both.values()) / len(both)
    ours, theirs = (Counter(pair[n] for pair in both.values()) for n in (0, 1))
    by_chance = sum(ours[state] * theirs[state] for state in ours) / len(both) ** 2
    return (agreed - by_chance) / (1 - by_chance)


def test_reader_and_check_agree() -> None:
    """In nine states of ten; kappa is beyond 0.8."""
    both = pairs()
    assert len(both) > 400
    assert sum(a == b for a, b in both.values()) >= AGREEMENT * len(both)
    assert kappa(both) > 0.8


@pytest.mark.long
def test_each_disagreement_is_known_and_none_is_falsely_reported() -> None:
    """What the check calls reported and the reader does not, the reader was wrong about."""
    found = {" ".join(at): pair for at, pair in pairs().items() if pair[0] != pair[1]}
    known = {one["at"]: (one["reader"], one["check"]) for one in KNOWN}
    assert found == known
    assert all(one["right"] == "check" for one in KNOWN if one["check"] == "reported"), (
        "a state is falsely reported"
    )
