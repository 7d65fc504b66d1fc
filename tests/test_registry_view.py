"""The registry view: no field is longer than a registry takes, and all that is left out is told."""

import re
from typing import Any

import pytest
import yaml

from intspec.api import check_bytes, load_registry
from intspec.views import View, build_view
from intspec.views.registry_view import KINDS
from test_all_written import made, marks, printed, view_of
from test_cli import intspec

pytestmark = pytest.mark.long

NAMES = {
    "short": "Walking together",
    "long": "Walking together with exercises for strength " * 8,
    "one word": "Gruppenbewegungsprogramm" * 20,
}


def registry_of(arms: dict[str, Any]) -> View:
    """Make the view of these arms, by TIDieR."""
    content = {
        "intspec": "1.0",
        "id": "trial",
        "title": "An invented trial",
        "stage": "results",
        "fictitious": True,
        "checklists": ["tidier"],
        "interventions": arms,
    }
    raw = yaml.safe_dump(content, sort_keys=False).encode()
    done = check_bytes(raw, path="a.intspec.yaml", registry=load_registry())
    assert done.spec is not None, done.report.diagnostics
    return build_view("registry", done.spec, done.report, done.checklists[0])


def fields_of(view: View) -> list[tuple[str, str, int, int]]:
    """Return each field with its text, how long it is said to be, and how long it may be."""
    fields = []
    for row in view.tables[0].rows:
        if row.kind == "item":
            label, text, count = (cell.plain for cell in row.cells)
            said, most = re.findall(r"[\d,]+", count) if count else ("0", "0")
            fields.append((label, text, int(said.replace(",", "")), int(most.replace(",", ""))))
    return fields


def walk(sentences: int) -> dict[str, Any]:
    """Describe a walk in so many sentences, and when it is."""
    text = " ".join(f"The group takes the way past house {n}." for n in range(sentences))
    return {
        "role": "experimental",
        "name": "Walking together",
        "rationale": {"goal": "To walk further."},
        "procedures": {"walk": {"description": text}},
        "schedule": {
            "course": {
                "label": "Course",
                "duration": "P12W",
                "frequency": {"times": 2, "per": "P1W"},
            }
        },
    }


def test_each_field_fits_and_what_is_lost_is_told() -> None:
    """Of generated specifications: lengths are true, and a text that is whole is not told of."""
    for seed in range(30):
        data = made(seed)
        view = view_of(data, "registry")
        for label, text, said, most in fields_of(view):
            assert said == (len(text) if most else 0), (seed, label)
            assert said <= most, (seed, label)
        whole = printed(view_of(data, "text"))
        assert printed(view) - set(marks(data["title"])) <= whole
        lost = (set(marks(data["interventions"])) & whole) - printed(view)
        assert bool(view.left_out) or not lost, seed
        names = {label for label, _text, _said, _most in fields_of(view)}
        assert all(any(name.lower() in line for name in names) for line in view.left_out)


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_fits(name: str) -> None:
    """A name that is too long is cut, and that is told."""
    view = registry_of({"arm": walk(1) | {"name": name.strip()}})
    titles = [text for label, text, *_ in fields_of(view) if label.endswith(("title", "name"))]
    assert len(titles) == 2
    for title in titles:
        assert len(title) <= 200
        assert title == name.strip() or title.endswith("…")
    assert bool(view.left_out) == (len(name.strip()) > 200)


@pytest.mark.parametrize("sentences", [1, 20, 24, 25, 26, 27, 40, 400])
def test_how_much_stays_however_long_the_rest_is(sentences: int) -> None:
    """What is done is cut at the end of a sentence; why goes first, how much never."""
    view = registry_of({"arm": walk(sentences)})
    (text,) = [t for label, t, *_ in fields_of(view) if label == "Intervention description"]
    assert "When and how much: Course: twice a week for 12 weeks" in text
    assert "Procedures: The group takes the way past house 0." in text
    assert text.endswith(".")
    (told,) = view.left_out or ("",)
    assert ("why it is expected to work" in told) == ("To walk further" not in text)
    assert ("the end of 4. What: procedures" in told) == (f"house {sentences - 1}." not in text)


def test_arms_in_which_nothing_is_done_have_no_intervention() -> None:
    """Every role has a kind of the registry's; an arm that waits is no intervention."""
    arms = {
        f"arm{n}": {"role": role, "name": f"Arm {n}"}
        for n, role in enumerate(KINDS)
        if role != "experimental"
    }
    view = registry_of({"walk": walk(2), **arms})
    labels = [label for label, *_ in fields_of(view)]
    assert labels.count("Arm type") == len(KINDS)
    assert labels.count("Intervention name") == len(KINDS) - 2
    kinds = [text for label, text, *_ in fields_of(view) if label == "Arm type"]
    assert kinds == list(KINDS.values())


def test_the_command_says_what_is_left_out() -> None:
    """On stderr; JSON has it too."""
    spec = "specs/exercise/group-exercise.intspec.yaml"
    done = intspec("render", spec, "--view", "registry", "--to", "json")
    assert done.returncode == 0
    assert done.stderr.startswith("left out: Steps Together, intervention description: ")
    assert '"left_out": [' in done.stdout
