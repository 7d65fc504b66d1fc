"""The layers point down only, plugins see only `intspec`, and start-up loads only what it needs."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "intspec"
PLUGINS = ROOT / "plugins"
BUNDLED = PLUGINS / "intspec_bundled"
KIT = PLUGINS / "intspec_kit"

#: The rooms from the bottom up: a room may import from those before it, and from itself.
LAYERS = [
    {"__init__"},
    {"records"},
    {"states"},
    {"text"},
    {"diagnostics", "discovery", "writing"},
    {"identifiers", "model"},
    {"schema", "structural"},
    {"reading"},
    {"vocabularies"},
    {"rules"},
    {"checklists"},
    {"answers"},
    {"plugins"},
    {"checking"},
    {"api", "config", "forms", "reporters", "views"},
    {"cli"},
    {"testing"},
    {"__main__"},
]
LEVEL = {room: level for level, rooms in enumerate(LAYERS) for room in rooms}
#: Imports that only types need, or that a comment in the code explains.
TYPES_ONLY = {("plugins", "views"), ("checking", "plugins"), ("__init__", "*")}


def imports(path: Path) -> set[str]:
    """Return the modules that a file imports, for running and not for types alone."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = set()
    skipped = {
        id(node)
        for test in ast.walk(tree)
        if isinstance(test, ast.If) and ast.unparse(test.test) == "TYPE_CHECKING"
        for node in ast.walk(test)
    }
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
        elif isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
    return found


def room(module: str) -> str:
    """Return the room of a module of intspec."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


FILES = sorted(SOURCE.rglob("*.py"))


def test_every_room_has_its_level() -> None:
    """No room stands outside the house plan."""
    rooms = {p.relative_to(SOURCE).parts[0].removesuffix(".py") for p in FILES}
    assert rooms == set(LEVEL)


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_layers_point_down(path: Path) -> None:
    """A room imports only from rooms below it."""
    own = path.relative_to(SOURCE).parts[0].removesuffix(".py")
    for module in imports(path):
        if module.startswith("intspec.") and room(module) != own:
            assert LEVEL[room(module)] < LEVEL[own], f"{own} imports {module}"


def relative(path: Path) -> str:
    """Return where a file of a plugin is, for the name of a test."""
    return path.relative_to(PLUGINS).as_posix()


@pytest.mark.parametrize("path", sorted(BUNDLED.rglob("*.py")), ids=relative)
def test_bundled_plugins_import_only_intspec(path: Path) -> None:
    """A bundled plugin has nothing that a stranger's lacks, and needs no other."""
    own = f"intspec_bundled.{path.relative_to(BUNDLED).parts[0]}"
    for module in imports(path):
        assert not module.startswith("intspec."), module
        assert not module.startswith("intspec_") or f"{module}.".startswith(f"{own}."), module


@pytest.mark.parametrize("path", sorted(KIT.rglob("*.py")), ids=relative)
def test_the_kit_stands_on_the_core_alone(path: Path) -> None:
    """It runs plugins as the core does, so it may use all of it; only its command uses `cli`."""
    for module in imports(path):
        assert module != "intspec_bundled", module
        assert not module.startswith(("intspec_bundled.", "intspec.testing")), module
        assert path.name == "command.py" or not module.startswith("intspec.cli"), module


def test_what_the_core_says_of_its_plugins() -> None:
    """No bundled plugin is named; the kit is, for its public name and for its command."""
    texts = {path.relative_to(SOURCE).as_posix(): path.read_text("utf-8") for path in FILES}
    assert not [name for name, text in texts.items() if "intspec_bundled" in text]
    named = {name for name, text in texts.items() if "intspec_kit" in text}
    assert named == {
        *("testing/__init__.py", "testing/factories.py", "testing/pytest_plugin.py"),
        *("testing/strategies.py", "cli/root.py"),
    }


@pytest.mark.parametrize(
    "path", [*FILES, *sorted(PLUGINS.rglob("*.py"))], ids=lambda p: str(p.name)
)
def test_modules_can_be_read_in_ten_minutes(path: Path) -> None:
    """A module says what it is for, and is not long: 500 lines are an alarm."""
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text))
    assert len(text.splitlines()) <= 500


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
    *("tempfile", "traceback", "tomllib", "json"),
    *("intspec.vocabularies.loading", "intspec.answers.cells", "intspec.config.loading"),
}


def test_version_loads_nothing() -> None:
    """`--version` answers before any library is loaded."""
    names = loaded("--version")
    assert not names & {"click", "attrs", "attr", "yaml", "pluggy", "re", *HEAVY}


def test_help_loads_no_machinery() -> None:
    """The list of commands needs neither the model nor any plugin."""
    names = loaded("--help")
    assert "click" in names
    assert not names & {"attrs", "attr", "yaml", "pluggy", *HEAVY}


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
