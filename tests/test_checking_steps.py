"""Checking is a chain: frozen records, five steps in order, and one table that decides states."""

import ast
import inspect
import itertools
import re
import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from types import FrameType, MappingProxyType
from typing import Any, get_args

import attrs
import click
import pytest

from intspec.api import check_bytes, load_registry
from intspec.checking import check, records
from intspec.checking.verdicts import STATE_TABLE, Evidence, decide
from intspec.cli.root import cli
from intspec.model import Stage
from intspec.states import DECLARED_STATES, ITEM_STATES, ItemStateName

pytestmark = pytest.mark.long

ROOT = Path(__file__).parent.parent
#: Where the modules are that run: in the checkout, or installed.
CHECKING = Path(records.__file__).parent
MODULES = sorted(CHECKING.glob("*.py"))
VERDICT_PAGE = ROOT / "docs" / "guide" / "verdict.md"
SPEC = ROOT / "specs" / "exercise" / "group-exercise.intspec.yaml"
#: The steps in their order, each with the module that it stands in.
STEPS = (
    ("run", "claim"),
    ("run", "run_all"),
    ("gaps", "find_gaps"),
    ("declarations", "apply_declarations"),
    ("verdicts", "judge"),
    ("report", "make_report"),
)


def _targets(target: ast.expr) -> list[ast.expr]:
    """Return what an assignment assigns to: a tuple's parts for a tuple."""
    if isinstance(target, ast.Tuple | ast.List):
        return [inner for one in target.elts for inner in _targets(one)]
    return [target.value] if isinstance(target, ast.Starred) else [target]


def attribute_changes(source: str) -> list[str]:
    """Return the statements of a module that change an attribute outside a constructor."""
    tree = ast.parse(source)
    constructors = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef) and function.name == "__init__"
        for node in ast.walk(function)
    }
    changes = []
    for node in ast.walk(tree):
        if id(node) in constructors:
            continue
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.AugAssign | ast.AnnAssign):
            targets = [node.target]
        elif isinstance(node, ast.Delete):
            targets = node.targets
        changed = any(isinstance(t, ast.Attribute) for top in targets for t in _targets(top))
        called = isinstance(node, ast.Call) and ast.unparse(node.func) in {
            "setattr",
            "object.__setattr__",
        }
        if changed or called:
            changes.append(ast.unparse(node))
    return changes


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_no_step_changes_a_record(module: Path) -> None:
    """Outside constructors nothing in `checking` assigns to an attribute."""
    assert attribute_changes(module.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line",
    [
        "gap.severity = 'note'",
        "gap.also += ('x',)",
        "one.used: bool = True",
        "(a, gap.closed) = 1, True",
        "del gap.severity",
        "setattr(gap, 'closed', True)",
        "object.__setattr__(gap, 'closed', True)",
    ],
)
def test_a_change_would_be_seen(line: str) -> None:
    """Each way to change an attribute is found, and a constructor may set its own."""
    assert len(attribute_changes(f"def f(gap, one):\n    {line}\n")) == 1
    assert attribute_changes("class A:\n    def __init__(self):\n        self.a = 1\n") == []


def test_every_record_is_frozen() -> None:
    """What steps hand on cannot change, and holds no list, dict or set that could."""
    modules = [import_module(f"intspec.checking.{path.stem}") for path in MODULES[1:]]
    classes = [
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, type) and attrs.has(value) and value.__module__ == module.__name__
    ]
    assert {"Applied", "Gap", "Run", "Runs", "Evidence"} <= {cls.__name__ for cls in classes}
    for cls in classes:
        for field in attrs.fields(cls):
            assert not any(word in f" {field.type}" for word in ("list[", "dict[", " set["))
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(object.__new__(cls), attrs.fields(cls)[0].name, None)


def _collections(value: Any, seen: set[int]) -> list[type]:
    """Return the types of all that is held in a record of checking, at every depth."""
    if id(value) in seen:
        return []
    seen.add(id(value))
    inner: list[Any] = []
    if type(value).__module__.startswith("intspec.") and attrs.has(type(value)):
        inner = [getattr(value, field.name) for field in attrs.fields(type(value))]
    elif isinstance(value, tuple):
        inner = list(value)
    elif isinstance(value, Mapping):
        inner = list(value.values())
    return [type(value), *(kind for one in inner for kind in _collections(one, seen))]


def test_collections_in_records_are_read_only() -> None:
    """Each collection that a step hands on is a tuple, a frozen set or a read-only mapping."""
    handed: list[Any] = []
    wanted = {name for _module, name in STEPS}

    def look(frame: FrameType, event: str, value: object) -> None:
        inside = frame.f_code.co_filename.startswith(str(CHECKING))
        if event == "return" and inside and frame.f_code.co_name in wanted:
            handed.append(value)

    _profiled(look)
    kinds = {kind for value in handed for kind in _collections(value, set())}
    assert {tuple, MappingProxyType, records.Gap, records.Run, records.PlacedDeclaration} <= kinds
    assert not kinds & {list, dict, set}


def _profiled(look: Any) -> None:
    """Check a specification with declarations while each call and return is looked at."""
    registry = load_registry()
    raw = (ROOT / "specs" / "enrich" / "enrich.intspec.yaml").read_bytes()
    sys.setprofile(look)
    try:
        check_bytes(raw, path="enrich.intspec.yaml", registry=registry)
    finally:
        sys.setprofile(None)


def test_the_steps_are_taken_once_in_order() -> None:
    """A document calls each step once: claims, runs, gaps, answers, verdicts, report."""
    called: list[tuple[str, str]] = []

    def look(frame: FrameType, event: str, _value: object) -> None:
        path = Path(frame.f_code.co_filename)
        step = (path.stem, frame.f_code.co_name)
        if event == "call" and path.parent == CHECKING and step in STEPS:
            called.append(step)

    _profiled(look)
    assert called == list(STEPS)


def test_the_path_of_a_check_can_be_read_at_once() -> None:
    """The module that calls the steps has under a hundred lines."""
    source = Path(str(inspect.getsourcefile(inspect.unwrap(check))))
    assert len(source.read_text("utf-8").splitlines()) < 100


def combinations() -> list[Evidence]:
    """Return evidence of every kind that there is."""
    return [
        Evidence(*values)
        for values in itertools.product(
            [None, "it failed to load"],
            [None, "not asked at protocol stage"],
            ["", "not-applicable", "not-done"],
            [False, True],
            [0, 2],
            [0, 1],
            [
                frozenset[str](),
                frozenset({"not-done"}),
                frozenset({"not-done", "not-applicable"}),
            ],
            [None, "not asked at protocol stage"],
            ["nothing to ask it of"],
        )
    ]


def test_every_row_of_the_table_decides_something() -> None:
    """No row is hidden by those before it, and each state can come about."""
    rows = {id(decide(evidence)) for evidence in combinations()}
    assert rows == {id(row) for row in STATE_TABLE}
    assert {row.state for row in STATE_TABLE} == set(get_args(ItemStateName))


def table_in_words() -> str:
    """Return the table as the documentation shows it."""
    rows = [f"| {n} | {row.when} | `{row.state}` |" for n, row in enumerate(STATE_TABLE, start=1)]
    return "\n".join(["| | when | state |", "|---|---|---|", *rows])


@pytest.mark.parametrize(
    ("heading", "states"),
    [("The states of an item", ITEM_STATES), ("Declarations", DECLARED_STATES)],
)
def test_the_documentation_shows_every_state(heading: str, states: Mapping[str, object]) -> None:
    """The tables of states on the page on verdicts name those that there are, in their order."""
    section = VERDICT_PAGE.read_text(encoding="utf-8").partition(f"\n## {heading}\n")[2]
    table = section.partition("\n| state |")[2].partition("\n\n")[0]
    first_cells = [line.split("|")[1] for line in table.splitlines()[2:]]
    assert re.findall("`([a-z-]+)`", " ".join(first_cells)) == list(states)


def test_every_command_takes_the_stages_of_the_model() -> None:
    """The choices of `--stage` are those of the schema, in the commands of plugins too."""
    context = click.Context(cli)
    commands = [cli.get_command(context, name) for name in cli.list_commands(context)]
    choices = [
        tuple(option.type.choices)
        for command in commands
        if command is not None
        for option in command.params
        if option.name == "stage" and isinstance(option.type, click.Choice)
    ]
    assert len(choices) >= len(("check", "render", "fill"))
    assert set(choices) == {get_args(Stage)}


def test_the_documentation_shows_the_table(request: pytest.FixtureRequest) -> None:
    """The page on verdicts has the rows of the table, in its order and its words."""
    page = VERDICT_PAGE.read_text(encoding="utf-8")
    begin, end = (
        "<!-- the table that decides: begin -->\n",
        "\n<!-- the table that decides: end -->",
    )
    before, _, rest = page.partition(begin)
    shown, _, after = rest.partition(end)
    if request.config.getoption("--update"):
        VERDICT_PAGE.write_text(before + begin + table_in_words() + end + after, encoding="utf-8")
        return
    assert shown == table_in_words()
