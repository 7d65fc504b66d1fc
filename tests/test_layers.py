"""The layers point down only, plugins see only `intspec`, and start-up loads only what it needs."""

import ast
import re
import subprocess
import sys
from collections.abc import Collection, Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import get_args

import pytest

from intspec.api import load_registry
from intspec.file_kinds import FileKind
from intspec.reporters import FORMATS as REPORTS

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "intspec"
PLUGINS = ROOT / "plugins"
BUNDLED = PLUGINS / "intspec_bundled"
KIT = PLUGINS / "intspec_kit"

#: The rooms from the bottom up: a room may import from those before it, and from itself.
LAYERS = [
    {"exports"},
    {"__init__"},
    {"lazy"},
    {"states"},
    {"file_kinds", "text"},
    {"diagnostics", "discovery", "process"},
    {"writing"},
    {"identifiers", "model"},
    {"schema"},
    {"reading"},
    {"edits", "vocabularies"},
    {"rules"},
    {"checklists"},
    {"answers"},
    {"plugins"},
    {"checking"},
    {"api", "config", "forms", "reporters", "views"},
    {"cli"},
    {"from_python"},
    {"testing"},
    {"__main__"},
]
LEVEL = {room: level for level, rooms in enumerate(LAYERS) for room in rooms}
#: What a module names of rooms above its own, for types alone, and why.
ABOVE = {
    ("plugins/hooks.py", "forms"): "an importer of a plugin gives a form",
    ("plugins/hooks.py", "views"): "a renderer of a plugin takes a view",
}
#: What a module calls of rooms above its own when it is asked to.
FROM_ABOVE = {"views/table.py": {"render"}}  # a view shows itself in a notebook, by a plugin


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Return all nodes of a file, the module first; several tests go over them."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def imports(path: Path) -> set[str]:
    """Return the modules that a file imports: at its head, in functions and for types alone."""
    found = set()
    for node in nodes(path):
        if isinstance(node, ast.ImportFrom) and node.module == "intspec":
            found |= {
                f"intspec.{alias.name}" if alias.name in LEVEL else "intspec"
                for alias in node.names
            }
        elif isinstance(node, ast.ImportFrom):
            found.add(str(node.module))
        elif isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
    return found


def only_for_types(path: Path) -> set[str]:
    """Return the rooms that a file imports from for types alone."""
    for_types = [
        node
        for test in nodes(path)
        if isinstance(test, ast.If) and ast.unparse(test.test) == "TYPE_CHECKING"
        for node in ast.walk(test)
        if isinstance(node, ast.ImportFrom)
    ]
    named = {id(node) for node in for_types}
    others = (
        node for node in nodes(path) if isinstance(node, ast.ImportFrom) and id(node) not in named
    )
    return {room(str(node.module)) for node in for_types} - {
        room(str(node.module)) for node in others
    }


def room(module: str) -> str:
    """Return the room of a module of intspec."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


FILES = sorted(SOURCE.rglob("*.py"))


def test_every_room_has_its_level() -> None:
    """No room stands outside the house plan."""
    rooms = {p.relative_to(SOURCE).parts[0].removesuffix(".py") for p in FILES}
    assert rooms == set(LEVEL)


def test_the_design_names_every_module() -> None:
    """The page on the design has a row for each room, with its modules and no others."""
    page = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
    rows = [line.split(" | ") for line in page.splitlines() if line.startswith("| `")]
    named = {row[0].strip("| `"): set(re.findall("`([a-z_]+)`", row[2])) for row in rows}
    rooms: dict[str, set[str]] = {}
    for path in FILES:
        first, *rest = path.relative_to(SOURCE).with_suffix("").parts
        rooms.setdefault(first, set()).update(rest)
    del rooms["__init__"], rooms["__main__"]
    assert named == {room: modules - {"__init__"} for room, modules in rooms.items()}
    assert [*named] == sorted(named, key=LEVEL.__getitem__), "the rooms stand in another order"


@pytest.mark.long
def test_layers_point_down() -> None:
    """A room imports only from rooms below it, for types too; exceptions are named."""
    for path in FILES:
        name = path.relative_to(SOURCE).as_posix()
        own = name.partition("/")[0].removesuffix(".py")
        rooms = {room(module) for module in imports(path) if f"{module}.".startswith("intspec.")}
        above = {other for other in rooms - {own} if LEVEL[other] >= LEVEL[own]}
        assert above <= only_for_types(path), f"{name}, at run time too"
        # The package itself names the homes of what it exports, and loads none of them.
        if name != "__init__.py":
            assert above == {other for module, other in ABOVE if module == name}, name


def test_the_core_takes_names_from_their_homes() -> None:
    """What `intspec` exports is for plugins: of the core only the version is had from there."""
    for path in FILES:
        taken = {
            alias.name
            for node in nodes(path)
            if isinstance(node, ast.ImportFrom) and node.module == "intspec"
            for alias in node.names
        }
        allowed = {"__version__", *FROM_ABOVE.get(path.relative_to(SOURCE).as_posix(), ())}
        assert taken - LEVEL.keys() <= allowed, path
        assert "intspec" not in imports(path) or taken - LEVEL.keys(), path


@pytest.mark.long
def test_bundled_plugins_import_only_intspec() -> None:
    """A bundled plugin has nothing that a stranger's lacks, and needs no other."""
    for path in BUNDLED.rglob("*.py"):
        own = f"intspec_bundled.{path.relative_to(BUNDLED).parts[0]}"
        for module in imports(path):
            told = f"{path}: {module}"
            assert not module.startswith("intspec.") or module == "intspec.text", told
            assert not module.startswith("intspec_") or f"{module}.".startswith(f"{own}."), told


def test_the_kit_stands_on_the_core_alone() -> None:
    """It runs plugins as the core does, so it may use all of it; only its commands use `cli`."""
    for path in KIT.rglob("*.py"):
        for module in imports(path):
            told = f"{path}: {module}"
            assert module != "intspec_bundled", told
            assert not module.startswith(("intspec_bundled.", "intspec.testing")), told
            assert path.name.endswith("command.py") or not module.startswith("intspec.cli"), told


def test_what_the_core_says_of_its_plugins() -> None:
    """No bundled plugin is named; the kit is, for its public name and for its command."""
    texts = {path.relative_to(SOURCE).as_posix(): path.read_text("utf-8") for path in FILES}
    assert not [name for name, text in texts.items() if "intspec_bundled" in text]
    named = {name for name, text in texts.items() if "intspec_kit" in text}
    assert named == {
        *("testing/__init__.py", "testing/factories.py", "testing/pytest_plugin.py"),
        *("testing/strategies.py", "cli/root.py"),
    }


def module_name(path: Path, root: Path) -> str:
    """Return the name by which a module is imported."""
    return ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")


@pytest.mark.long
def test_no_modules_import_each_other() -> None:
    """There is no circle, in the core and in each plugin: not in functions, not for types alone."""
    modules = {module_name(path, SOURCE.parent): path for path in FILES}
    modules |= {module_name(path, PLUGINS): path for path in PLUGINS.rglob("*.py")}
    # It names the homes of what it exports, and loads none of them.
    del modules["intspec"]
    graph: dict[str, set[str]] = {name: set() for name in modules}
    for name, path in modules.items():
        for node in nodes(path):
            if isinstance(node, ast.ImportFrom):
                inner = [f"{node.module}.{alias.name}" for alias in node.names]
                graph[name] |= {one if one in modules else str(node.module) for one in inner}
    graph = {name: imported & modules.keys() for name, imported in graph.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(reversed(error.args[1])))


HELP = "an example in the help of a command"
STARTER = "the starter claims TIDieR, and its comments explain themselves by TIDieR's items"
FORMS = "what published forms print on themselves, whichever guideline a form is read by"
NAMES = "names that titles of forms may have, known also where no checklist is loaded for them"
#: Words of texts that name a bundled guideline or format, by module, and why they may.
NAMED = {
    ("cli/check.py", "tidier"): HELP,
    ("cli/checklists.py", "tidier"): HELP,
    ("cli/config.py", "tidier"): HELP,
    ("cli/crosswalk.py", "consort-2025"): HELP,
    ("cli/crosswalk.py", "markdown"): HELP,
    ("cli/documents.py", "markdown"): "the format of `render` where none is asked for",
    ("cli/explain.py", "consort"): HELP,
    ("cli/explain.py", "tidier"): HELP,
    ("cli/fill.py", "consort"): HELP,
    ("cli/fill.py", "consort-2025"): HELP,
    ("cli/importing.py", "tidier"): HELP,
    ("cli/init.py", "tidier"): STARTER,
    ("cli/render.py", "markdown"): HELP,
    ("cli/root.py", "tidier"): HELP,
    ("cli/rules.py", "tidier"): HELP,
    ("forms/names.py", "consort"): NAMES,
    ("forms/names.py", "spirit"): NAMES,
    ("forms/names.py", "tidier"): NAMES,
    ("forms/surroundings.py", "consort"): FORMS,
    ("forms/surroundings.py", "spirit"): FORMS,
    ("forms/surroundings.py", "tidier"): FORMS,
    ("model/keys.py", "tidier"): "an example of an id, in the schema's words",
    ("schema/samples.py", "tidier"): "an example of an id, in a sample of YAML",
    ("reading/wrong_file.py", "latex"): "what a file is that is no specification",
    ("reading/wrong_file.py", "markdown"): "what a file is that is no specification",
    ("views/comparison_view.py", "tidier"): "an example of a guideline that asks arm by arm",
}


def literals(tree: ast.AST) -> Iterator[str]:
    """Go over the texts of a module and their fixed parts, without docstrings and examples."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.keyword) and node.arg == "example":
            continue
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        yield from literals(node)


def words_in(code: str, words: Collection[str]) -> set[str]:
    """Return those of some words that stand in the texts of a module, in a pattern too."""
    some = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    standing = re.compile(rf"(?:(?<![\w-])|(?<=\\[bBdDsSwW]))({some})-?(?![\w-])", re.IGNORECASE)
    return {found.lower() for text in literals(ast.parse(code)) for found in standing.findall(text)}


@pytest.mark.long
def test_no_guideline_and_no_format_is_a_special_case() -> None:
    """No text in the core names a bundled guideline, or a format that only plugins know."""
    bundled = [plugin for plugin in load_registry().plugins if plugin.bundled]
    ids = {name for plugin in bundled for name in plugin.checklists}
    formats = {name for plugin in bundled for name in plugin.renderers}
    # What files are the core knows by itself, and a table of text is no kind of file to it.
    # Figures are written in the core, for all formats that hold them.
    formats -= {*get_args(FileKind), *REPORTS, "csv", "svg"}
    names = {*ids, *(name.partition("-")[0] for name in ids), *formats}
    named = {
        (path.relative_to(SOURCE).as_posix(), word)
        for path in FILES
        for word in words_in(path.read_text("utf-8"), names)
    }
    assert len(ids) >= 9
    assert formats == {"latex", "markdown"}
    assert named == NAMED.keys()


@pytest.mark.parametrize(
    "code",
    [
        "x = 'tidier'",
        "x = ('a', 'claim `tidier`')",
        "x = f'claim {y} of TIDieR'",
        "x = y == 'tidier-' + z",
        "x = 'tidier/materials'",
        r"x = re.compile(r'\btidier\b|other')",
        "x = re.compile('(?:other|tidier)')",
    ],
)
def test_a_name_is_found_wherever_it_stands(code: str) -> None:
    """Whole, among other words, in an f-string, as the begin of an id, in a pattern."""
    assert words_in(code, {"tidier", "peer"}) == {"tidier"}
    assert words_in(code.lower().replace("tidier", "peer-worker"), {"tidier", "peer"}) == set()


def test_modules_can_be_read_in_ten_minutes() -> None:
    """A module says what it is for, and is not long: 500 lines are an alarm."""
    for path in [*FILES, *PLUGINS.rglob("*.py")]:
        text = path.read_text(encoding="utf-8")
        module = nodes(path)[0]
        assert isinstance(module, ast.Module)
        assert ast.get_docstring(module), path
        assert len(text.splitlines()) <= 500, path


def loaded(*words: str) -> set[str]:
    """Return the modules that a command has loaded when it ends, with the packages they are in."""
    code = (
        "import sys, io, contextlib\n"
        f"sys.argv = ['intspec', *{list(words)!r}]\n"
        "import intspec.__main__ as m\n"
        "with contextlib.redirect_stdout(io.StringIO()) as out:\n"
        "    try:\n        m.main()\n    except SystemExit:\n        pass\n"
        "print(chr(10).join(sys.modules))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    names = done.stdout.split()
    return {*names, *(name.partition(".")[0] for name in names)}


HEAVY = {
    *("jsonschema", "jsonschema_rs", "referencing", "jinja2", "hypothesis", "docx", "lxml"),
    *("asyncio", "http", "socket", "email", "subprocess", "multiprocessing", "concurrent"),
    *("tempfile", "traceback", "tomllib"),
    *("intspec.vocabularies.loading", "intspec.answers.cells", "intspec.config.loading"),
}


def test_version_loads_nothing() -> None:
    """`--version` answers before any library is loaded."""
    names = loaded("--version")
    assert not names & {"click", "attrs", "attr", "yaml", "pluggy", "re", "json", *HEAVY}


def test_help_loads_no_machinery() -> None:
    """The list of commands needs neither the model nor any plugin."""
    names = loaded("--help")
    assert "click" in names
    assert not names & {"attrs", "attr", "yaml", "pluggy", "json", *HEAVY}


@pytest.mark.parametrize(
    "words",
    [
        ("check", "specs/exercise/group-exercise.intspec.yaml"),
        ("render", "specs/exercise/group-exercise.intspec.yaml"),
    ],
)
def test_a_valid_file_loads_nothing_heavy(words: tuple[str, ...]) -> None:
    """What only faults or other formats need is not loaded for a good file."""
    assert not loaded(*words) & HEAVY
