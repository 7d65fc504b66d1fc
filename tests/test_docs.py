"""The pages under docs/: each example runs, the reference is complete, and they are built clean."""

import copy
import importlib.util
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs
import click
import pytest
import yaml

from examples import Example, examples, fits, run
from intspec.api import check_text, load_registry
from intspec.checklists import load
from intspec.cli.root import cli
from intspec.reading.fixed_rules import fixed_rules

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
MADE = ("specification", "checklists", "commands", "files")

#: What a fragment of YAML on a page is laid over.
BASE = """\
intspec: "1.0"
id: example
title: Walking in groups for people with knee pain (a fictitious trial)
stage: results
fictitious: true
checklists: [tidier]
materials:
  diary: {name: Exercise diary, audience: [participants]}
interventions:
  exercise: {role: experimental, name: Steps Together, materials: [diary]}
  waiting: {role: waiting-list, name: Waiting list, receives_later: exercise}
"""
#: Why blocks are not run: nothing else may be the reason.
NOT_RUN = {
    "installs from the network",
    "needs Windows",
    "needs your own file",
    "runs in the forge",
}


def written() -> list[Path]:
    """Return the pages that people wrote."""
    made = [DOCS / "reference" / name for name in MADE]
    pages = sorted(path for path in DOCS.rglob("*.md") if "_build" not in path.parts)
    return [path for path in pages if not any(path.is_relative_to(one) for one in made)]


PAGES = {str(p.relative_to(DOCS)): examples(p.read_text("utf-8"), p.name) for p in written()}


def single(language: str) -> list[Example]:
    """Return the blocks of a language that stand for themselves: no file, and run by nothing."""
    blocks = (block for page in PAGES.values() for block in page)
    return [
        b for b in blocks if b.language == language and not b.caption and not b.note.get("not run")
    ]


def where(example: Example) -> str:
    """Name an example in the test's id."""
    return example.where


@pytest.mark.programs
@pytest.mark.skipif(sys.platform == "win32", reason="the pages' commands are for a POSIX shell")
@pytest.mark.parametrize("name", [name for name, page in PAGES.items() if page])
def test_the_commands_of_a_page_do_what_it_says(name: str, tmp_path: Path) -> None:
    """Files are written and commands run in the page's order; codes and outputs are as shown."""
    run(PAGES[name], tmp_path)


def over(base: dict[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """Lay a fragment over a document: maps are joined, all else is replaced."""
    for key, value in more.items():
        old = base.get(key)
        base[key] = over(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return base


@pytest.mark.parametrize("example", single("yaml"), ids=where)
def test_fragments_of_yaml_are_what_the_page_says(example: Example) -> None:
    """A fragment fits the schema, and is has the faults that its page names and no others."""
    base = yaml.safe_load(BASE)
    report = check_text(yaml.safe_dump(over(copy.deepcopy(base), yaml.safe_load(example.body))))
    found = {d.rule for d in report.diagnostics if d.rule.startswith("intspec/")}
    found = {rule for rule in found if rule not in ("intspec/not-located", "intspec/unsourced")}
    named = {rule for rule in example.note.get("finds", "").split(", ") if rule}
    assert report.readable
    assert found == named, example.where


@pytest.mark.parametrize(
    "example", [b for p in PAGES.values() for b in p if b.language == "toml"], ids=where
)
def test_toml_is_toml_and_checklists_load(example: Example) -> None:
    """Every block of TOML can be read, and one that is a checklist loads."""
    data = tomllib.loads(example.body)
    if "items" in data and "format" in data:
        registry = load_registry()

        def base(name: str) -> Any:
            return registry.checklist(name)

        assert load(example.body, example.where, base, registry.extensions).id == data["id"]


@pytest.mark.parametrize(
    "example", [b for p in PAGES.values() for b in p if b.language == "python"], ids=where
)
def test_python_can_be_compiled(example: Example) -> None:
    """Every block of Python is Python; those that are files are run by their page's commands."""
    compile(example.body, example.where, "exec")
    assert example.caption, f"{example.where}: a block of Python is a file of a plugin"


def test_only_known_reasons_keep_a_block_from_running() -> None:
    """A block is run, or its page says why not, in one of few ways."""
    reasons = {b.note["not run"] for page in PAGES.values() for b in page if "not run" in b.note}
    assert reasons <= NOT_RUN


def test_an_output_is_compared_whole() -> None:
    """`...` stands for any text or lines; everything else must be there, and nothing more."""
    assert fits(("a", "...", "d"), "a\nb\nc\nd\n")
    assert fits(("a...z",), "a to z\n")
    assert not fits(("a",), "a\nb\n")
    assert not fits(("a", "b"), "a\n")
    assert fits((), "")


def reference() -> dict[str, str]:
    """Return the pages of the reference as they are made."""
    sys.path.insert(0, str(DOCS / "_ext"))
    try:
        from intspec_docs import pages  # noqa: PLC0415 -- found by the line above
    finally:
        sys.path.pop(0)
    return dict(pages(ROOT))


def test_the_reference_has_every_key_rule_part_and_command() -> None:
    """Nothing that the program knows is missing from it, and it is made the same twice."""
    made = reference()
    assert made == reference()
    text = "\n".join(made.values())
    targets = re.findall(r"^\((\S+)\)=$|\{#(\S+?)\}", text, re.MULTILINE)
    have = [one or two for one, two in targets]
    assert len(have) == len(set(have))
    registry = load_registry()
    wanted = {*registry.rules, *fixed_rules()}
    wanted_items = set()
    for name in registry.checklist_ids:
        checklist = registry.checklist(name)
        assert checklist is not None
        wanted |= {part.rule for _item, part in checklist.all_parts()}
        wanted_items |= {f"item-{name}-{item.id}" for item in checklist.items}
        rows = re.findall(r"^\| \[.*$", made[f"checklists/{name}.md"], re.MULTILINE)
        assert len(rows) == len(checklist.items)
        told = [len(re.split(r"(?<!\\)\|", row)) for row in rows]
        assert told == [7] * len(rows), "a row of the overview has five cells"
    assert {f"rule-{rule.replace('/', '-')}" for rule in wanted} <= set(have)
    assert wanted_items <= set(have)
    from intspec.model import Specification  # noqa: PLC0415 -- beside its one use

    root: type = Specification
    assert {f"spec-specification-{n}" for n in attrs.fields_dict(root)} <= set(have)
    assert {f"intspec-{name}" for name in cli.list_commands(click.Context(cli))} <= set(have)


def epilogs(command: click.Command, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Return the examples in the help of a command and of those below it."""
    for line in (command.epilog or "").splitlines():
        if line.strip().startswith("intspec "):
            yield path, line.strip()
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from epilogs(below, (*path, name))


@pytest.mark.parametrize("line", sorted({line for _path, line in epilogs(cli, ())}))
def test_the_examples_of_help_are_understood(line: str) -> None:
    """The commands, options and arguments of each example in a `--help` exist."""
    words = re.split(r"\s[|>]\s", line)[0]
    arguments = shlex.split(words, comments=True)[1:]
    command: click.Command = cli
    context = click.Context(cli, info_name="intspec")
    while isinstance(command, click.Group):
        name = arguments.pop(0)
        below = command.get_command(context, name)
        assert below is not None, f"{line}: no command `{name}`"
        command = below
    parser = command.make_parser(click.Context(command, parent=context))
    _values, left, _order = parser.parse_args(arguments)
    assert not left


@pytest.mark.programs
def test_the_pages_are_built_without_a_warning(tmp_path: Path) -> None:
    """`sphinx-build -W` makes the pages, and what they need is beside them: nothing is fetched."""
    if importlib.util.find_spec("sphinx") is None:
        pytest.skip("sphinx is not installed: pip install '.[docs]'")
    out = tmp_path / "html"
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", str(DOCS), str(out)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    for page in out.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        fetched = re.findall(
            r"<(?:script|img|link|iframe)[^>]*(?:src|href)=\"(https?:[^\"]*)", text
        )
        assert not fetched, f"{page}: {fetched}"


def test_what_the_page_for_contributors_names_is_there() -> None:
    """Every file and folder, and the table that is shown as an example."""
    page = ROOT / "CONTRIBUTING.md"
    if not page.exists():
        pytest.skip("it is not in a packed copy of the project")
    text = page.read_text(encoding="utf-8")
    named = set(re.findall(r"`(?:python )?((?:src|plugins|docs|tests|\.ci)/[\w./-]+)", text))
    assert len(named) > 20
    assert sorted(name for name in named if not (ROOT / name).exists()) == []
    assert "EXPLANATIONS" in (ROOT / "src/intspec/reading/yaml_faults.py").read_text("utf-8")
