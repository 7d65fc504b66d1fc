"""Make the files of a new plugin from templates, and refuse names that it cannot have."""

import json
import keyword
import re
import shlex
import sys
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from typing import Any

import attrs

import intspec
from intspec.model.keys import FORMATS
from intspec_kit.examples import EXAMPLE, EXAMPLES
from intspec_kit.kinds import KINDS
from intspec_kit.origin import Origin

SLUG = re.compile(FORMATS["slug"][0])
LONGEST = 40
#: The longest line of the files, in characters.
WIDTH = 100
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
    "binary-renderer": "a format to render to",
    "importer": "a format to import from",
    "draft-importer": "drafts of records of others",
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
    "binary-renderer": ("Renderer",),
    "importer": ("Importer",),
    "draft-importer": ("Importer",),
    "view": ("ViewMaker",),
    "vocabulary": ("VocabularyResource",),
    "command": (),
}


#: The parts of which documents are judged, so that there are cases.
CHECKED = {"checklist", "overlay", "rules"}
#: The parts that write files, and what their tests make the view of that is compared with a file.
RENDERERS = {"renderer", "binary-renderer"}
VIEW_NAMES = ("Block", "Cell", "Column", "Note", "NoteList", "Row", "Table", "View")
#: The parts of which one package has one, since both would have its name, and what to do.
EITHER: Mapping[frozenset[str], str] = {
    frozenset(("checklist", "overlay")): (
        "an overlay is a checklist itself: leave `checklist` and `domain` out, or `overlay`"
    ),
    frozenset(RENDERERS): (
        "both would be one file format: leave `renderer` out, or `binary-renderer`"
    ),
    frozenset(("importer", "draft-importer")): (
        "both would be one imported format: leave `importer` out, or `draft-importer`"
    ),
}


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
        files: The bytes of each file, by its path in the package.
        first: The file to look into first.
    """

    name: str
    distribution: str
    files: Mapping[str, bytes]
    first: str


def package(
    name: str, kinds: Sequence[str], author: str | None = None, origin: Origin | None = None
) -> Package:
    """Make a package.

    Args:
        name: Name of the plugin; `check_name` has accepted it.
        kinds: What it is to be: one of `KINDS` or several.
        author: Who answers for it; its authors in general when absent.
        origin: Where intspec is to be installed from; an index when absent.

    Raises:
        NameRefusedError: Two kinds would be one checklist, or one format.
    """
    part_set = {part for kind in kinds for part in PARTS[kind]}
    for both, message in EITHER.items():
        if both <= part_set:
            raise NameRefusedError(message)
    parts = [part for part in WHAT if part in part_set]
    python = not part_set <= WITHOUT_MODULE
    file = name.replace("-", "_")
    module = f"intspec_{file}"
    distribution = f"intspec-{name}"
    words = name.replace("-", " ")
    author = author or f"The authors of {distribution}"
    # A command's package is imported for the list of commands, so its hooks stand beside it.
    apart = python and "command" in part_set
    imports = [imported for part in parts for imported in IMPORTS[part]] if python else []
    origin = origin or Origin()
    values = {
        "author": author,
        "author_quoted": json.dumps(author, ensure_ascii=False),
        "beside": _beside(origin),
        "claims": name if part_set & CHECKED else "tidier",
        "distribution": distribution,
        "file": file,
        "floor": ".".join(intspec.__version__.split(".")[:2]),
        "hooks": f"{module}.hooks" if apart else module,
        "imports": _imported([*sorted(imports), "hookimpl"]),
        "intspec_imports": _imported(_names_of_tests(part_set)),
        "module": module,
        "local_imports": _local_imports(module, part_set),
        "name": name,
        "origin": origin,
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
        f"src/{module}/__init__.py": "plain_init.py" if apart else "init.py",
        "specs/complete.intspec.yaml": "complete.intspec.yaml",
        "specs/gaps.intspec.yaml": "gaps.intspec.yaml",
        f"tests/test_{file}.py": "tests.py",
    }
    part_templates = {
        "checklist": (f"src/{module}/{file}.toml", "checklist.toml"),
        "fields": (f"src/{module}/fields.py", "fields.py"),
        "rules": (f"src/{module}/rules.py", "rules.py"),
        "renderer": (f"src/{module}/writing.py", "writing.py"),
        "binary-renderer": (f"src/{module}/writing.py", "packing.py"),
        "importer": (f"src/{module}/reading.py", "reading.py"),
        "draft-importer": (f"src/{module}/reading.py", "drafting.py"),
        "overlay": (f"src/{module}/{file}.toml", "overlay.toml"),
        "view": (f"src/{module}/viewing.py", "viewing.py"),
        "vocabulary": (f"src/{module}/terms.toml", "terms.toml"),
        "command": (f"src/{module}/command.py", "command.py"),
    }
    templates |= dict(part_templates[part] for part in parts)
    if part_set & CHECKED:
        templates[f"tests/cases/{file}.yaml"] = "cases.yaml"
    if apart:
        templates[f"src/{module}/hooks.py"] = "init.py"
    if part_set & RENDERERS:
        templates[".gitattributes"] = "gitattributes"
    texts = {path: _render(template, values) for path, template in templates.items()}
    if "overlay" in parts:
        texts["specs/complete.intspec.yaml"] = _complete(name)
    texts[f"src/{module}/py.typed"] = ""
    files = {path: text.encode("utf-8") for path, text in texts.items()}
    if part_set & RENDERERS:
        golden = _golden(texts[f"src/{module}/writing.py"], _render("sample.py", values))
        files[f"tests/goldens/sample{values['suffix']}"] = golden
    return Package(name, distribution, dict(sorted(files.items())), part_templates[parts[0]][0])


def _golden(writing: str, sample: str) -> bytes:
    """Return what a new renderer makes of the view in its tests: its own code writes the file."""
    names: dict[str, Any] = {name: getattr(intspec, name) for name in VIEW_NAMES}
    for text in (sample, writing):
        exec(text, names)  # noqa: S102 -- the templates are our own
    content: str | bytes = names["render"](names["VIEW"])
    return content.encode("utf-8") if isinstance(content, str) else content


def _beside(origin: Origin) -> str:
    """Return what pip is given before the plugin, for a file that others read.

    No folder of this machine stands in it.
    """
    if not origin.requirement:
        return ""
    return f"{shlex.quote(origin.requirement)} " if origin.anywhere else "INTSPEC "


def _imported(names: Sequence[str], module: str = "intspec") -> str:
    """Write what is imported from a module: on one line, where there is room."""
    line = ", ".join(names)
    if len(f"from {module} import {line}") <= WIDTH:
        return line
    return "".join(("(\n", *(f"    {name},\n" for name in names), ")"))


def _complete(name: str) -> str:
    """Return a specification that holds all that TIDieR asks for, and claims an overlay.

    Its first line, which leads editors to the schema of a checkout, is left out.
    """
    root = next(folder for folder in EXAMPLES if folder.is_dir())
    text = (root / EXAMPLE).read_text(encoding="utf-8")
    text = re.sub(r"(?m)\A# yaml-language-server:.*\n(#\n)?", "", text)
    text = re.sub(r"(?m)^id: .*$", f"id: {name}-complete", text, count=1)
    return re.sub(r"(?m)^checklists: .*$", f"checklists: [{name}]", text, count=1)


def _names_of_tests(part_set: set[str]) -> list[str]:
    """Return what the tests import from intspec itself."""
    names = set(VIEW_NAMES) if part_set & RENDERERS else set()
    if part_set & {"importer", "draft-importer"}:
        names.add("FormError")
    if "draft-importer" in part_set:
        names.add("load")
    return sorted(names, key=lambda name: (name.islower(), name))


def _local_imports(module: str, part_set: set[str]) -> list[str]:
    """Return the lines by which the tests import what they call of the plugin itself."""
    imports = {
        "renderer": f"from {module} import writing",
        "binary-renderer": f"from {module} import writing",
        "command": f"from {module}.command import command",
        "importer": f"from {module}.reading import read",
        "draft-importer": f"from {module}.reading import read, recognises",
    }
    return [line for part, line in imports.items() if part in part_set]


def _test_imports(part_set: set[str]) -> str:
    names = ["check", "contract"]
    if part_set & CHECKED:
        names += ["Case", "cases"]
    if part_set & RENDERERS:
        names += ["Golden", "render"]
    if part_set & {"view", *RENDERERS}:
        names += ["view_of"]
    if "vocabulary" in part_set:
        names += ["findings"]
    ordered = sorted(names, key=lambda name: (name.islower(), name))
    return _imported(ordered, "intspec.testing")


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
