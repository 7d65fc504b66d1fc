"""What plugins may rely on: the public names and hooks, as listed in `public_api.txt`.

A name that changes changes the list (`pytest --update` writes it anew, to be read before it is
committed), and from the first release on it is named in the changelog too.
"""

import ast
import inspect
import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import intspec
from intspec import testing, text
from intspec.plugins.hooks import Hooks
from intspec.testing import pytest_plugin

factories = import_module("intspec.testing.factories")
HERE = Path(__file__).parent
LISTED = HERE / "public_api.txt"
#: What was listed when the last version was released: a copy of `public_api.txt`.
RELEASED = HERE / "public_api_released.txt"
CHANGELOG = HERE.parent / "CHANGELOG.md"


def signature(found: Any) -> str:
    """Return the parameters of something that can be called; `=` marks those with a default."""
    told = []
    keyword_only = False
    for name, parameter in inspect.signature(found).parameters.items():
        if parameter.kind is parameter.KEYWORD_ONLY and not keyword_only:
            told.append("*")
            keyword_only = True
        mark = "*" if parameter.kind is parameter.VAR_POSITIONAL else ""
        mark = "**" if parameter.kind is parameter.VAR_KEYWORD else mark
        keyword_only = keyword_only or mark == "*"
        default = "" if parameter.default is parameter.empty else "="
        told.append(f"{mark}{name}{default}")
    return f"({', '.join(told)})"


def lines(module: Any, names: list[str]) -> Iterator[str]:
    """Go over what a module offers, one line for each name and each member of a class."""
    for name in sorted(names):
        found = getattr(module, name)
        full = f"{module.__name__}.{name}"
        if inspect.isclass(found):
            # The records of the model are listed by the schema, which is guarded by itself.
            record = found.__module__.startswith("intspec.model")
            plain = issubclass(found, BaseException) and "__init__" not in vars(found)
            yield f"class {full}" + ("" if record or plain else signature(found))
            if not record:
                yield from members(full, found)
        elif callable(found) and str(found.__module__).startswith("intspec"):
            yield f"{full}{signature(found)}"
        else:
            yield full


def members(full: str, cls: type) -> Iterator[str]:
    """Go over the public methods and properties that are a class's own, or of a private base."""
    own = [kind for kind in cls.__mro__[1:] if kind.__name__.startswith("_")]
    found = {name: member for kind in (*own, cls) for name, member in vars(kind).items()}
    for name, member in sorted(found.items()):
        if name.startswith("_"):
            continue
        if isinstance(member, (property, cached_property)):
            yield f"    {full}.{name}"
        elif isinstance(member, (classmethod, staticmethod)) or inspect.isfunction(member):
            yield f"    {full}.{name}{signature(getattr(cls, name))}"


def listing() -> str:
    """Return the list of all that plugins may rely on."""
    hooks = {n: f for n, f in vars(Hooks).items() if n.startswith("intspec_")}
    told = [
        *(f"hook {name}{signature(function)}" for name, function in sorted(hooks.items())),
        *lines(intspec, list(intspec.__all__)),
        *lines(text, list(text.__all__)),
        *lines(testing, [n for n in testing.__all__ if n != "factories"]),
        *lines(factories, list(factories.__all__)),
        *lines(import_module("intspec.testing.strategies"), ["specifications"]),
        f"fixture {pytest_plugin.__name__}.golden",
    ]
    return "\n".join(told) + "\n"


def changed(before: str, now: str) -> list[str]:
    """Return the names that differ between two lists, by their last word."""
    old, new = set(before.splitlines()), set(now.splitlines())
    return sorted({line.strip().split("(")[0].rpartition(".")[2].split()[-1] for line in old ^ new})


def unmentioned(before: str, now: str, changelog: str) -> list[str]:
    """Return the names that changed and that the newest section of a changelog does not name."""
    newest = re.split(r"^## ", changelog, flags=re.MULTILINE)[1]
    return [name for name in changed(before, now) if not re.search(rf"\b{name}\b", newest)]


def test_every_public_name_is_listed(request: pytest.FixtureRequest) -> None:
    """Names, parameters and hooks are those in the file."""
    if request.config.getoption("update"):
        LISTED.write_text(listing(), encoding="utf-8")
    before, now = LISTED.read_text(encoding="utf-8"), listing()
    assert before == now, (
        f"what plugins rely on has changed: {', '.join(changed(before, now))}. If that is meant, "
        "run `pytest --update tests/test_public_api.py`, and say so in the changelog"
    )


def test_what_changed_since_the_last_release_is_in_the_changelog() -> None:
    """Before the first release there is nothing to compare with."""
    text = CHANGELOG.read_text(encoding="utf-8")
    if not RELEASED.is_file():
        sections = re.findall(r"^## .*", text, flags=re.MULTILINE)
        assert len(sections) == 1, f"copy {LISTED.name} to {RELEASED.name} with each release"
        return
    assert unmentioned(RELEASED.read_text(encoding="utf-8"), listing(), text) == []


def typed(module: Any) -> dict[str, tuple[str, ...]]:
    """Return the names that a package imports for types alone, by the module that they are from."""
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    (block,) = (one for one in tree.body if isinstance(one, ast.If))
    imported = [one for one in block.body if isinstance(one, ast.ImportFrom)]
    return {str(one.module): tuple(alias.name for alias in one.names) for one in imported}


def defined(home: str) -> set[str]:
    """Return the names that a module defines, or that a package has from a module of its own."""
    module = import_module(home)
    names = set()
    for one in ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8")).body:
        if isinstance(one, ast.FunctionDef | ast.ClassDef):
            names.add(one.name)
        elif isinstance(one, ast.Assign | ast.AnnAssign):
            targets = one.targets if isinstance(one, ast.Assign) else [one.target]
            names |= {target.id for target in targets if isinstance(target, ast.Name)}
        elif isinstance(one, ast.ImportFrom) and f"{one.module}.".startswith(f"{home}."):
            names |= {alias.asname or alias.name for alias in one.names}
    return names


@pytest.mark.parametrize("module", [intspec, text], ids=lambda module: module.__name__)
def test_every_public_name_has_one_home(module: Any) -> None:
    """Homes, `__all__` and the imports for types agree, and each home defines its names."""
    homes = vars(module)["_HOMES"]
    names = Counter(name for given in homes.values() for name in given)
    assert [name for name, times in names.items() if times > 1] == []
    assert {*names} == {*module.__all__} - {"__version__"}
    assert {home: {*given} for home, given in typed(module).items()} == {
        home: {*given} for home, given in homes.items()
    }
    assert [
        f"{home}.{name}" for home, given in homes.items() for name in {*given} - defined(home)
    ] == []
    assert dir(module) == sorted(module.__all__)
    with pytest.raises(AttributeError, match=f"module '{module.__name__}' has no attribute 'x'"):
        _ = module.x


def test_a_change_is_found_wherever_it_is() -> None:
    """A name that goes, one that comes, a parameter, a method, a hook."""
    before = "hook intspec_a()\nx.keep(a)\nx.gone(a)\nclass x.C(a)\n    x.C.m(self)\n"
    now = "hook intspec_a(registry)\nx.keep(a)\nx.came()\nclass x.C(a)\n    x.C.m(self, b=)\n"
    assert changed(before, now) == ["came", "gone", "intspec_a", "m"]
    log = "# Changelog\n\n## Unreleased\n\n- `came` and `m`\n\n## 0.1.0\n\n- `gone`, `intspec_a`\n"
    assert unmentioned(before, now, log) == ["gone", "intspec_a"]


def test_every_public_name_can_be_had_and_is_documented() -> None:
    """No name is listed in vain, and each says what it is."""
    for module in (intspec, text, testing, factories):
        for name in module.__all__:
            found = getattr(module, name)
            # What click made, such as an option, has no words of its own.
            if getattr(found, "__name__", None) == name:
                assert (found.__doc__ or "").strip(), name
