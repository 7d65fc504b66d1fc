"""Make the files of a new plugin from templates, and refuse names that it cannot have."""

import json
import keyword
import re
import sys
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from types import MappingProxyType

import attrs

from intspec import __version__
from intspec.model.keys import FORMATS
from intspec_kit.examples import EXAMPLE, EXAMPLES

SLUG = re.compile(FORMATS["slug"][0])
LONGEST = 40
#: The longest line of the files, in characters.
WIDTH = 100
#: The kinds of plugins, each with what it is in one line.
KINDS: Mapping[str, str] = MappingProxyType(
    {
        "checklist": "a reporting guideline as a TOML file, without Python",
        "overlay": "a guideline that lies over TIDieR, as a TOML file, without Python",
        "rules": "checks in Python",
        "view": "a table, a text or a figure made of a specification",
        "renderer": "a file format that views are written to",
        "importer": "a file format that forms are read from",
        "domain": "fields of a domain's own, a checklist over them, and rules",
        "vocabulary": "a list of terms as a TOML file",
        "command": "a command under `intspec`",
    }
)
#: The parts that each kind of plugin has.
PARTS: Mapping[str, tuple[str, ...]] = {
    **{kind: (kind,) for kind in KINDS},
    "domain": ("checklist", "fields", "rules"),
}
#: What a package of one part is called in its description.
WHAT: Mapping[str, str] = {
    "checklist": "a checklist",
    "overlay": "an overlay of TIDieR",
    "fields": "fields of a domain",
    "rules": "rules",
    "view": "a view",
    "renderer": "a format to render to",
    "importer": "a format to import from",
    "vocabulary": "a vocabulary",
    "command": "a command",
}
#: The parts of a package that need no module.
WITHOUT_MODULE = {"checklist", "overlay", "command"}
#: The names that a module imports from intspec for each part.
IMPORTS: Mapping[str, tuple[str, ...]] = {
    "checklist": ("ChecklistResource",),
    "overlay": ("ChecklistResource",),
    "fields": ("Extension",),
    "rules": ("Rule",),
    "renderer": ("Renderer",),
    "importer": ("Importer",),
    "view": ("ViewMaker",),
    "vocabulary": ("VocabularyResource",),
    "command": (),
}


#: The parts of which documents are judged, so that there are cases.
CHECKED = {"checklist", "overlay", "rules"}


class NameRefusedError(ValueError):
    """A name that a plugin cannot have; the message says why, and what to do."""


def check_name(name: str, taken: Mapping[str, str]) -> None:
    """Make sure that a plugin can have a name.

    Args:
        name: The name, without `intspec-`.
        taken: Names that are taken, each with what has it, such as "a command of intspec".

    Raises:
        NameRefusedError: It is malformed, taken, or means something to Python.
    """
    if name.startswith("intspec-"):
        short = name.removeprefix("intspec-")
        message = f"leave `intspec-` out: `{short}` becomes the package `intspec-{short}`"
        raise NameRefusedError(message)
    if not SLUG.match(name):
        message = f"`{name}` cannot be the name of a plugin: write {FORMATS['slug'][1]}"
        raise NameRefusedError(message)
    if not name[0].isalpha():
        message = f"`{name}` begins with a digit: begin with a letter"
        raise NameRefusedError(message)
    if len(name) > LONGEST:
        message = f"`{name}` is longer than {LONGEST} characters: choose a shorter name"
        raise NameRefusedError(message)
    if name in taken:
        message = f"`{name}` is taken: it is {taken[name]}; choose another name"
        raise NameRefusedError(message)
    python_name = name.replace("-", "_")
    if keyword.iskeyword(python_name) or keyword.issoftkeyword(python_name):
        message = f"`{name}` is a word of Python's own; choose another name"
        raise NameRefusedError(message)
    if python_name in sys.stdlib_module_names:
        message = f"`{name}` is a module of Python's own; choose another name"
        raise NameRefusedError(message)
    module = f"intspec_{python_name}"
    if find_spec(module) is not None:
        message = f"`{name}` is taken: the package `{module}` is installed; choose another name"
        raise NameRefusedError(message)


@attrs.frozen
class Package:
    """A new package.

    Attributes:
        name: Name of the plugin.
        distribution: Name of the package.
        files: The text of each file, by its path in the package.
        first: The file to look into first.
    """

    name: str
    distribution: str
    files: Mapping[str, str]
    first: str


def package(name: str, kinds: Sequence[str], author: str | None = None) -> Package:
    """Make a package.

    Args:
        name: Name of the plugin; `check_name` has accepted it.
        kinds: What it is to be: one of `KINDS` or several.
        author: Who answers for it; its authors in general when absent.

    Raises:
        NameRefusedError: Two kinds would be one checklist.
    """
    part_set = {part for kind in kinds for part in PARTS[kind]}
    if {"checklist", "overlay"} <= part_set:
        message = (
            "an overlay is a checklist itself: leave `checklist` and `domain` out, or `overlay`"
        )
        raise NameRefusedError(message)
    parts = [part for part in WHAT if part in part_set]
    python = not part_set <= WITHOUT_MODULE
    file = name.replace("-", "_")
    module = f"intspec_{file}"
    distribution = f"intspec-{name}"
    words = name.replace("-", " ")
    author = author or f"The authors of {distribution}"
    imports = [imported for part in parts for imported in IMPORTS[part]] if python else []
    values = {
        "author": author,
        "author_quoted": json.dumps(author, ensure_ascii=False),
        "claims": name if part_set & CHECKED else "tidier",
        "distribution": distribution,
        "file": file,
        "floor": ".".join(__version__.split(".")[:2]),
        "imports": _imported([*sorted(imports), "hookimpl"]),
        "module": module,
        "name": name,
        "parts": parts,
        "python": python,
        "record": words.title().replace(" ", ""),
        "suffix": f".{name.replace('-', '')}",
        "test_imports": _test_imports(part_set),
        "title": words[:1].upper() + words[1:],
        "what": _what([WHAT[part] for part in parts]),
    }
    templates = {
        "pyproject.toml": "pyproject.toml",
        "README.md": "README.md",
        "LICENSE": "LICENSE",
        ".gitignore": "gitignore",
        ".pre-commit-config.yaml": "pre-commit-config.yaml",
        ".github/workflows/tests.yml": "tests.yml",
        f"src/{module}/__init__.py": "init.py",
        "specs/complete.intspec.yaml": "complete.intspec.yaml",
        "specs/gaps.intspec.yaml": "gaps.intspec.yaml",
        f"tests/test_{file}.py": "tests.py",
    }
    part_templates = {
        "checklist": (f"src/{module}/{file}.toml", "checklist.toml"),
        "fields": (f"src/{module}/fields.py", "fields.py"),
        "rules": (f"src/{module}/rules.py", "rules.py"),
        "renderer": (f"src/{module}/writing.py", "writing.py"),
        "importer": (f"src/{module}/reading.py", "reading.py"),
        "overlay": (f"src/{module}/{file}.toml", "overlay.toml"),
        "view": (f"src/{module}/viewing.py", "viewing.py"),
        "vocabulary": (f"src/{module}/terms.toml", "terms.toml"),
        "command": (f"src/{module}/command.py", "command.py"),
    }
    templates |= dict(part_templates[part] for part in parts)
    if part_set & CHECKED:
        templates[f"tests/cases/{file}.yaml"] = "cases.yaml"
    files = {path: _render(template, values) for path, template in templates.items()}
    if "overlay" in parts:
        files["specs/complete.intspec.yaml"] = _complete(name)
    files[f"src/{module}/py.typed"] = ""
    return Package(name, distribution, dict(sorted(files.items())), part_templates[parts[0]][0])


def _imported(names: Sequence[str]) -> str:
    """Write what a module imports from intspec: on one line, where there is room."""
    line = ", ".join(names)
    if len(f"from intspec import {line}") <= WIDTH:
        return line
    return "".join(("(\n", *(f"    {name},\n" for name in names), ")"))


def _complete(name: str) -> str:
    """Return a specification that holds all that TIDieR asks for, and claims an overlay."""
    root = next(folder for folder in EXAMPLES if folder.is_dir())
    text = (root / EXAMPLE).read_text(encoding="utf-8")
    text = re.sub(r"(?m)^id: .*$", f"id: {name}-complete", text, count=1)
    return re.sub(r"(?m)^checklists: .*$", f"checklists: [{name}]", text, count=1)


def _test_imports(part_set: set[str]) -> list[str]:
    names = ["check", "contract"]
    if part_set & CHECKED:
        names += ["Case", "cases"]
    if "renderer" in part_set:
        names += ["render"]
    if part_set & {"renderer", "view"}:
        names += ["view_of"]
    if "vocabulary" in part_set:
        names += ["findings"]
    return sorted(names, key=lambda name: (name.islower(), name))


def _what(words: Sequence[str]) -> str:
    *earlier_parts, last_part = words
    if len(earlier_parts) > 1:
        return "a plugin"
    return f"{earlier_parts[0]} and {last_part}" if earlier_parts else last_part


def _render(template: str, values: Mapping[str, object]) -> str:
    import jinja2  # noqa: PLC0415 -- start-up

    # The files are no web pages, so HTML escaping would change them; the templates quote text.
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("intspec_kit"),
        undefined=jinja2.StrictUndefined,
        autoescape=False,  # noqa: S701 -- as said above
        keep_trailing_newline=True,
    )
    return environment.get_template(f"{template}.jinja").render(values)
