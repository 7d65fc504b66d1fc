"""What the README shows is what happens."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from examples import examples
from intspec import Finding, Rule, Subject
from intspec.api import check_text
from intspec.checklists import load

pytestmark = pytest.mark.programs

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """Return the code blocks of a language."""
    return [block.body for block in examples(README, "README.md") if block.language == language]


def test_the_example_specification_gives_the_findings_shown() -> None:
    """The two findings of the README are found, with their words and the first one's place."""
    example, declaration = blocks("yaml")
    report = check_text(example, path="walking.intspec.yaml")
    shown = blocks("text")[0]
    printed = {f"{d.severity}: {d.message}": d for d in report.diagnostics}
    heads = [line.partition("  [")[0] for line in shown.splitlines() if line.startswith("error")]
    assert len(heads) == 2
    assert all(head in printed for head in heads)
    first = printed[heads[0]]
    assert f"walking.intspec.yaml:{first.line}:{first.column}" in shown
    assert first.hint in shown
    declared = check_text(example + declaration, path="walking.intspec.yaml")
    assert heads[0] not in [f"{d.severity}: {d.message}" for d in declared.diagnostics]


def test_what_makes_intspec_a_command_stands_before_its_first_use() -> None:
    """The environment that is activated is the one that the first command made."""
    first, *_others = blocks("sh")
    assert first.startswith("python3 -m venv .venv ")
    made, used = README.index(first), README.index("\nintspec ")
    assert made < README.index("`. .venv/bin/activate`") < used


def test_the_example_checklist_loads() -> None:
    """The TOML of the README is a checklist, and its entry point is TOML."""
    checklist, entry = blocks("toml")
    assert load(checklist, "handover.toml").id == "handover"
    assert tomllib.loads(entry)["project"]["entry-points"]["intspec.checklists"]


def test_the_example_rule_runs() -> None:
    """The Python of the README makes a rule that finds what it says."""
    names: dict[str, object] = {}
    exec(compile(blocks("python")[0], "README", "exec"), names)  # noqa: S102 -- the README's own
    rule = names["two_providers"]
    assert isinstance(rule, Rule)
    from intspec.model import Specification  # noqa: PLC0415 -- beside its one use
    from intspec.schema.structure import structure  # noqa: PLC0415

    spec = structure(yaml.safe_load(blocks("yaml")[0]), Specification)
    arm = spec.interventions["exercise"]
    subject = Subject(spec=spec, stage="protocol", arm_key="exercise", arm=arm)
    assert [f.message for f in rule.function(subject) if isinstance(f, Finding)] == [
        "only one provider takes part"
    ]


@pytest.mark.parametrize(
    "line",
    [
        line
        for block in blocks("sh")
        for line in block.splitlines()
        if line.startswith("intspec render")
    ],
)
def test_the_commands_that_render(line: str, tmp_path: Path) -> None:
    """Each command shown succeeds."""
    words = line.split()[1:]
    for option in {"-o", "--all"} & set(words):
        at = words.index(option) + 1
        words[at] = str(tmp_path / words[at])
    done = subprocess.run(
        [sys.executable, "-m", "intspec", *words], cwd=ROOT, capture_output=True, check=False
    )
    assert done.returncode == 0


def test_the_picture_is_what_the_command_prints() -> None:
    """docs/check.svg is up to date."""
    done = subprocess.run([sys.executable, "docs/picture.py", "--check"], cwd=ROOT, check=False)
    assert done.returncode == 0


def test_links_lead_somewhere() -> None:
    """Every relative link of the README names a file or folder."""
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target
