"""`intspec compare`: the interventions of several studies beside one another."""

import csv
import io
import re
from pathlib import Path

import pytest

from intspec.cli.main import run

STUDY = """\
intspec: "1.0"
id: {id}
title: {title}, a fictitious trial
fictitious: true
stage: results
checklists: [{claims}]
sources:
  paper: {{citation: The paper of {title}}}
interventions:
  group:
    role: experimental
    name: {title} in groups
    delivery: {{mode: [face-to-face], grouping: group, sources: [paper]}}
  usual: {{role: usual-care, name: Care as usual}}
"""


@pytest.fixture
def studies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with three studies; the third claims another guideline."""
    monkeypatch.chdir(tmp_path)
    for name, claims in (("walking", "tidier"), ("swimming", "tidier"), ("rowing", "guided")):
        text = STUDY.format(id=name, title=name.title(), claims=claims)
        (tmp_path / f"{name}.intspec.yaml").write_text(text)
    return tmp_path


def compared(*options: str) -> list[dict[str, str]]:
    """Compare the three studies as CSV."""
    files = [f"{name}.intspec.yaml" for name in ("walking", "swimming", "rowing")]
    assert run(["compare", *files, "-o", "out.csv", *options]) == 0
    text = Path("out.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_each_intervention_has_its_column(studies: Path) -> None:
    """The states, and what is described; marks of sources are those of their study."""
    assert studies
    rows = compared()
    (states,) = (r for r in rows if r["Item"] == "6. How" and "how far" in r["Section"])
    (told,) = (r for r in rows if r["Item"] == "6. How" and "described" in r["Section"])
    columns = [key for key in states if key not in ("Section", "Item")]
    groups = [one for one in columns if "in groups" in one]
    assert [states[key] for key in groups] == ["Reported", "Reported", "Not judged"]
    assert [told[key] for key in groups] == [
        f"Face to face; in a group. [{number}.1]" for number in (1, 2, 3)
    ]
    usual = [one for one in columns if "in groups" not in one]
    assert [states[key] for key in usual] == ["Not stated", "Not stated", "Not judged"]
    assert {told[key] for key in usual} == {"\N{EN DASH}"}
    sources = [r["Item"] for r in rows if r["Section"].startswith("Sources")]
    assert sources == [
        f"[{n}.1] The paper of {name}."
        for n, name in enumerate(("Walking", "Swimming", "Rowing"), 1)
    ]


def test_the_states_are_drawn_too(studies: Path) -> None:
    """A sign in each column for each item; of a study that does not claim it, words."""
    files = [f"{name}.intspec.yaml" for name in ("walking", "swimming", "rowing")]
    assert studies
    assert run(["compare", *files, "-o", "out.html"]) == 0
    (figure,) = re.findall("<svg.*?</svg>", Path("out.html").read_text(), re.DOTALL)
    texts = re.findall("<text[^>]*>([^<]*)", figure)
    assert "Walking" in " ".join(texts)
    assert texts.count("not judged") == 2 * 12
    assert "A grid of 12 items of TIDieR 2014 in rows and 6 columns." in figure
    assert run(["compare", *files, "-o", "long.html", "--long"]) == 0
    assert "<svg" not in Path("long.html").read_text()


def test_arms_of_some_roles_are_shown_alone(studies: Path) -> None:
    """`--role` may be repeated."""
    assert studies
    columns = compared("--role", "experimental")[0]
    assert not [one for one in columns if "usual" in one.lower()]
    assert [one for one in compared("--role", "usual-care")[0] if "in groups" in one] == []


def test_a_long_table_has_a_row_for_each_part(studies: Path) -> None:
    """The whole item first, with what is described; a study that is not judged has no parts."""
    assert studies
    rows = [r for r in compared("--long", "--role", "experimental") if r["Item number"] == "6"]
    found = [(r["Study"], r["Part"], r["Level"], r["State"], r["Described"]) for r in rows]
    described = "Face to face; in a group. [{}.1]"
    parts = [
        ("tidier/mode", "required", "passed", ""),
        ("tidier/grouping", "required", "passed", ""),
        ("tidier/group-size", "recommended", "failed", ""),
    ]
    expected = [("walking", "", "", "Reported", described.format(1))]
    expected += [("walking", *one) for one in parts]
    expected += [("swimming", "", "", "Reported", described.format(2))]
    expected += [("swimming", *one) for one in parts]
    expected += [("rowing", "", "", "Not judged", described.format(3))]
    assert found == expected


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (["walking.intspec.yaml"], "name the files of two studies or more"),
        (["walking.intspec.yaml", "walking.intspec.yaml"], "two studies or more"),
        (["walking.intspec.yaml", "-"], "`-` is a stream"),
        (["walking.intspec.yaml", "nowhere.intspec.yaml"], "nowhere.intspec.yaml"),
    ],
)
def test_what_cannot_be_compared_is_refused(
    studies: Path, capsys: pytest.CaptureFixture[str], files: list[str], said: str
) -> None:
    """One study, one file twice, standard input, a file that is not there."""
    assert studies
    assert run(["compare", *files]) == 2
    assert said in capsys.readouterr().err


def test_the_guideline_is_the_one_that_most_claim(studies: Path) -> None:
    """Or the one asked for, by which those that do not claim it are not judged."""
    assert studies
    assert compared()[1]["Item"].startswith("TIDieR")
    states = compared("--checklist", "guided")[1:]
    first = next(r for r in states if r["Item"].startswith("1. "))
    assert list(first.values())[2:5] == ["Not judged", "Not judged", "Not stated"]
