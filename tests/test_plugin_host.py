"""The host of plugins: what it takes of each, what it refuses, and in which words."""

import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import attrs
import pytest

from intspec import (
    Annotator,
    ChecklistResource,
    Extension,
    FilledForm,
    Filler,
    Importer,
    MissingExtra,
    Renderer,
    View,
    ViewMaker,
    VocabularyResource,
    hookimpl,
    key,
    record,
)
from intspec.diagnostics import Failure, PluginReport
from intspec.discovery import CHECKLISTS, COMMANDS, EntryPoint
from intspec.plugins import Registry
from intspec.plugins.plugin import Plugin, import_value
from intspec.plugins.registry import UnknownNameError
from strangers import Stranger, checks, failures, hook, host, stranger


@record
class Fields:
    """Fields of a stranger's own."""

    depth: str | None = key("How deep.", default=None)


def view(name: str) -> ViewMaker:
    """Make what makes a view."""
    return ViewMaker(name, "A view", lambda document: View(name, document.spec.title, name))


def renderer(name: str) -> Renderer:
    """Make a renderer."""
    return Renderer(name, f".{name}", "One line.", lambda view: view.title)


def importer(name: str) -> Importer:
    """Make an importer."""
    return Importer(name, (f".{name}",), "One line.", lambda _raw, _name: None)  # type: ignore[arg-type,return-value]


def annotator(name: str) -> Annotator:
    """Make an annotator."""
    return Annotator(name, (f".{name}",), "One line.", lambda raw, _remarks: raw)


def filler(name: str) -> Filler:
    """Make a filler."""
    return Filler(name, (f".{name}",), "One line.", lambda raw, _answers: FilledForm(raw, {}))


def everything(name: str) -> Stranger:
    """Make a plugin that uses every hook."""
    return stranger(
        name,
        requires_api="1",
        intspec_checklists=(ChecklistResource(f"{name}-list", "p", "f.toml"),),
        intspec_rules=(checks(f"{name}/a"), checks(f"{name}-list/b")),
        intspec_renderers=(renderer(f"{name}-z"), renderer(f"{name}-a")),
        intspec_views=(view(f"{name}-z"), view(f"{name}-a")),
        intspec_importers=(importer(f"{name}-z"), importer(f"{name}-a")),
        intspec_annotators=(annotator(f"{name}-z"), annotator(f"{name}-a")),
        intspec_fillers=(filler(f"{name}-z"), filler(f"{name}-a")),
        intspec_vocabularies=(VocabularyResource(f"{name}-words", "p", "v.toml"),),
        intspec_extensions=(Extension(name, Fields),),
    )


# What it takes


def test_every_hook_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """The registry holds what the hooks yield, by id, format or key, and can say what it is."""
    builtin = [checks("intspec/own")]
    made = host(monkeypatch, everything("one"), everything("two"), builtin=builtin)
    assert not made.failed
    assert list(made.rules) == ["intspec/own", "one/a", "one-list/b", "two/a", "two-list/b"]
    assert all(rule.id == rule_id for rule_id, rule in made.rules.items())
    formats = ["one-a", "one-z", "two-a", "two-z"]
    for provided in (made.renderers, made.importers, made.annotators, made.fillers):
        assert list(provided) == formats
        assert [one.format for one in provided.values()] == formats
    assert list(made.views) == formats
    assert [one.name for one in made.views.values()] == formats
    assert made.renderer("two-a") is made.renderers["two-a"]
    assert made.renderer("two-a").media_type == "text/plain"
    assert made.extensions == {name: Extension(name, Fields) for name in ("one", "two")}
    assert made.checklist_ids == ["one-list", "two-list"]
    assert made.claimable == ["one", "one-list", "two", "two-list"]
    assert made.vocabulary_ids == list(made.shelf) == ["one-words", "two-words"]
    owners = {name: made.owner(name) for name in ("one", "two-list", "intspec", "other")}
    assert {n: p.name if p else None for n, p in owners.items()} == {
        "one": "one",
        "two-list": "two",
        "intspec": None,
        "other": None,
    }
    assert made.reports()[0] == PluginReport(
        name="one",
        version="3.2",
        distribution="one-dist",
        provides=(
            "checklist one-list",
            "2 rules",
            "format one-z",
            "format one-a",
            "view one-z",
            "view one-a",
            "reads one-z",
            "reads one-a",
            "annotates one-z",
            "annotates one-a",
            "fills one-z",
            "fills one-a",
            "vocabulary one-words",
            "fields one",
        ),
        namespaces=("one", "one-list"),
    )


def test_checklists_and_commands_need_no_module(monkeypatch: pytest.MonkeyPatch) -> None:
    """Their entry points say all, and import nothing."""
    made = host(
        monkeypatch,
        EntryPoint(CHECKLISTS, "list", "no_such_package:list.toml", "d", "1"),
        EntryPoint(CHECKLISTS, "bare", "no_such_package", "d", "1"),
        EntryPoint(COMMANDS, "walk", "no_such_package:command", "d", "1"),
    )
    assert made.plugins[0].checklists == {
        "list": ChecklistResource("list", "no_such_package", "list.toml")
    }
    assert failures(made) == {
        "d": [("load", "`no_such_package` names no file: write `package:file.toml`")]
    }
    assert [(one.name, one.provides) for one in made.reports()] == [
        ("list", ("checklist list",)),
        ("bare", ()),
        ("walk", ("command walk",)),
    ]
    assert made.plugins[2].commands == {"walk": "no_such_package:command"}


def test_a_plugin_may_be_an_attribute_of_a_module(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its entry point leads there, step by step."""
    point, module = stranger("one", intspec_rules=(checks("one/a"),))
    outer = ModuleType("stranger_outer")
    vars(outer)["inner"] = ModuleType("inner")
    vars(vars(outer)["inner"])["plugin"] = module
    monkeypatch.setitem(sys.modules, outer.__name__, outer)
    assert import_value("stranger_outer") is outer
    assert import_value("stranger_outer:inner.plugin") is module
    assert import_value("os.path:join") is sys.modules["os.path"].join
    made = host(monkeypatch, point._replace(value="stranger_outer:inner.plugin"))
    assert (list(made.rules), failures(made)) == (["one/a"], {})
    made = host(monkeypatch, point._replace(value="stranger_outer:other"))
    assert failures(made) == {
        "one-dist": [
            ("load", "AttributeError: module 'stranger_outer' has no attribute 'other'"),
        ]
    }


# What it refuses


def takes_an_argument(_unknown: object) -> None:
    """Ask for what no hook gives."""


def unmarked() -> None:
    """Stand without its mark."""


FAULTS: dict[str, tuple[dict[str, object], list[tuple[str, str]], list[str]]] = {
    "another version": (
        {"requires_api": 2, "intspec_rules": (checks("bad/a"),)},
        [("load", "it needs version 2 of intspec's hooks; this is version 1")],
        [],
    ),
    "a hook near to one": (
        {"intspec_rule": (), "intspec_rules": (checks("bad/a"),)},
        [("load", "there is no hook `intspec_rule`; did you mean `intspec_rules`?")],
        ["bad/a"],
    ),
    "a hook without its mark": (
        {"intspec_rules": unmarked, "intspec_helper": unmarked, "intspec_importers": 7},
        [("load", "`intspec_rules` is not marked with `@hookimpl`, so it is not called")],
        [],
    ),
    "an id twice": (
        {"intspec_rules": (checks("bad/a"), checks("bad/b"), checks("bad/a"))},
        [("intspec_rules", "the id `bad/a` is given twice; the first one counts")],
        ["bad/a", "bad/b"],
    ),
    "a format twice": (
        {"intspec_renderers": (renderer("x"), renderer("x"))},
        [("intspec_renderers", "the format `x` is given twice; the first one counts")],
        [],
    ),
    "the wrong records": (
        {"intspec_rules": (checks("bad/a"), renderer("x"), renderer("y"), None)},
        [
            ("intspec_rules", "it must yield Rule, but it yielded Renderer"),
            ("intspec_rules", "it must yield Rule, but it yielded None"),
        ],
        ["bad/a"],
    ),
    "rules of others": (
        {
            "intspec_rules": (checks("bad/a"), checks("other/a"), checks("intspec/a")),
            "intspec_checklists": (ChecklistResource("a-list", "p", "f"),),
        },
        [
            (
                "intspec_rules",
                "the rule `other/a` is outside its namespace: name it `a-list/…` or `bad/…`",
            ),
            (
                "intspec_rules",
                "the rule `intspec/a` is outside its namespace: name it `a-list/…` or `bad/…`",
            ),
        ],
        ["bad/a"],
    ),
    "fields of others": (
        {
            "intspec_extensions": (Extension("other", Fields), Extension("bad", Fields)),
            "intspec_checklists": (ChecklistResource("a-list", "p", "f"),),
        },
        [("intspec_extensions", "the fields `other`: name them `a-list` or `bad`")],
        [],
    ),
    "the core's namespace": (
        {
            "intspec_checklists": (ChecklistResource("intspec", "p", "f"),),
            "intspec_rules": (checks("bad/a"),),
        },
        [
            (
                "intspec_checklists",
                "the namespace `intspec` is taken by intspec: give the checklist another `id`",
            )
        ],
        [],
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_and_the_rest_is_kept(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Each fault in its own words, under the hook that it is in."""
    names, told, rules = FAULTS[name]
    made = host(monkeypatch, stranger("bad", names), stranger("good"))
    assert failures(made) == {"bad-dist": told}
    assert list(made.rules) == rules
    assert made.failed


def test_a_hook_that_asks_for_more_than_there_is_is_not_called(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The message names the hook and the argument."""
    made = host(monkeypatch, stranger("bad", intspec_rules=hookimpl(takes_an_argument)))
    ((hook_name, reason),) = failures(made)["bad-dist"]
    told = "`intspec_rules` takes no argument: take out `_unknown`"
    assert (hook_name, reason) == ("load", told)


def test_fields_that_are_no_record_cannot_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """The plugin is told, and the others' fields are there."""
    made = host(
        monkeypatch,
        stranger("bad", intspec_extensions=(Extension("bad", object),)),
        stranger("good", intspec_extensions=(Extension("good", Fields),)),
    )
    ((hook_name, reason),) = failures(made)["bad-dist"]
    assert hook_name == "intspec_extensions"
    assert reason.startswith("the fields `bad` cannot be used: ")
    assert made.extensions == {"good": Extension("good", Fields)}


def test_a_module_that_cannot_be_looked_at_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it does when a name is asked of it."""

    class Shy:
        """Raises at every look."""

        def __getattr__(self, name: str) -> object:
            raise RuntimeError(name)

    point, module = stranger("bad")
    vars(module)["shy"] = Shy()
    monkeypatch.setitem(sys.modules, module.__name__, module)
    made = host(monkeypatch, point._replace(value=f"{module.__name__}:shy"))
    ((hook_name, reason),) = failures(made)["bad-dist"]
    assert (hook_name, reason.partition(" (")[0]) == ("load", "RuntimeError: requires_api")


@pytest.mark.parametrize(
    ("names", "what"),
    [
        ({"intspec_checklists": (ChecklistResource("x", "p", "f"),)}, "the namespace `x`"),
        ({"intspec_renderers": (renderer("x"),)}, "the format `x`"),
        ({"intspec_views": (view("x"),)}, "the view `x`"),
        ({"intspec_importers": (importer("x"),)}, "the reading of `x`"),
        ({"intspec_annotators": (annotator("x"),)}, "annotating `x`"),
        ({"intspec_vocabularies": (VocabularyResource("x", "p", "f"),)}, "the vocabulary `x`"),
    ],
)
def test_what_two_claim_neither_has(
    monkeypatch: pytest.MonkeyPatch, names: dict[str, object], what: str
) -> None:
    """Each is told who the other is; what comes with intspec itself stays."""
    ones = [stranger(name, names) for name in ("one", "two", "three")]
    made = host(monkeypatch, *ones)
    told = "{} is claimed by {} too: not loaded; go on without one of them: `--without NAME`"
    two = "two (two-dist 3.2)"
    assert failures(made) == {
        "one-dist": [("load", told.format(what, f"{two}, three (three-dist 3.2)"))],
        "two-dist": [
            ("load", told.format(what, "one (one-dist 3.2), three (three-dist 3.2)")),
        ],
        "three-dist": [("load", told.format(what, f"one (one-dist 3.2), {two}"))],
    }
    assert [one.provides for one in made.reports()] == [(), (), ()]
    own = stranger("own", names, "intspec")
    for plugins in ((ones[0], own), (own, ones[0])):
        made = host(monkeypatch, *plugins)
        assert failures(made) == {
            "one-dist": [("load", told.format(what, "own (intspec 3.2)"))],
        }
        assert {one.name: len(one.provides) for one in made.reports()} == {"one": 0, "own": 1}


def test_only_what_two_claim_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """Formats that each has for itself, before and after it, stay."""
    both = [
        stranger(name, intspec_renderers=(renderer(f"{name}-a"), renderer("x"), renderer(name)))
        for name in ("one", "two")
    ]
    made = host(monkeypatch, *both)
    assert list(made.renderers) == ["one", "one-a", "two", "two-a"]


def test_what_a_plugin_provides_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """One rule, or several; one that provides nothing and did not fail is not lost."""
    point, module = stranger("slots")
    vars(module)["bare"] = object()
    monkeypatch.setitem(sys.modules, module.__name__, module)
    made = host(
        monkeypatch,
        stranger("one", intspec_rules=(checks("one/a"),)),
        stranger("none"),
        point._replace(value=f"{module.__name__}:bare"),
    )
    assert [one.provides for one in made.reports()] == [("1 rule",), (), ()]
    assert [one.lost for one in made.plugins] == [False, False, False]


def test_a_failure_is_told_once_for_each_file() -> None:
    """By hook, reason and file."""
    plugin = Plugin("one", "d", "1")
    for file in ("a.yaml", "b.yaml", "a.yaml", ""):
        plugin.fail("one/a", "no", file)
    assert plugin.failures == [Failure("one/a", "no", file) for file in ("a.yaml", "b.yaml", "")]
    assert plugin.lost


def test_two_of_one_name_have_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """All that either provides is gone, whatever it is."""
    both = [everything("one"), stranger("one", None, "other", intspec_rules=(checks("one/c"),))]
    made = host(monkeypatch, *both)
    told = "the name `one` is claimed by one ({} 3.2) too: not loaded; uninstall one of them"
    assert failures(made) == {
        "one-dist": [("load", told.format("other"))],
        "other": [("load", told.format("one-dist"))],
    }
    assert [one.provides for one in made.reports()] == [(), ()]
    assert [one.namespaces for one in made.reports()] == [("one",), ("one",)]


def test_a_checklist_may_not_have_the_name_of_a_plugin_with_rules(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Their rules would have one namespace; a plugin without rules, or the same one, may."""
    listed = {"intspec_checklists": (ChecklistResource("two", "p", "f"),)}
    with_rules = stranger("two", intspec_rules=(checks("two/a"),))
    made = host(monkeypatch, stranger("one", listed), with_rules)
    mend = "give the checklist another `id`"
    assert failures(made) == {
        "one-dist": [
            (
                "intspec_checklists",
                f"the namespace `two` is taken by two (two-dist 3.2): {mend}",
            )
        ],
    }
    assert made.checklist_ids == []
    made = host(monkeypatch, stranger("one", listed), stranger("two"))
    assert (failures(made), made.checklist_ids) == ({}, ["two"])
    made = host(monkeypatch, stranger("two", listed, intspec_rules=(checks("two/a"),)))
    assert (failures(made), made.checklist_ids, list(made.rules)) == ({}, ["two"], ["two/a"])


def test_a_plugin_may_not_call_itself_the_core(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rules of the namespace `intspec` are the builtin ones."""
    made = host(monkeypatch, stranger("intspec", None, "d", intspec_rules=(checks("intspec/a"),)))
    assert failures(made) == {
        "d": [
            (
                "intspec_rules",
                "the rule `intspec/a` is outside its namespace: name it `intspec/…`",
            )
        ]
    }
    assert made.rules == {}


def test_what_is_installed_is_loaded_if_nothing_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the entry points say."""
    info = tmp_path / "made-1.0.dist-info"
    info.mkdir()
    (info / "entry_points.txt").write_text("[intspec]\nmade = stranger_gone\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    made = Registry()
    assert [(one.name, one.version) for one in made.plugins] == [("made", "1.0")]
    assert failures(made)["made"][0][1].startswith("ModuleNotFoundError")


def test_a_format_that_nobody_writes_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    """The nearest is named, or those that there are, or that there are none."""
    made = host(monkeypatch, stranger("one", intspec_renderers=(renderer("html"), renderer("x"))))
    for wanted, guess in (
        ("htm", "did you mean `html`?"),
        ("latex", "known: `html`, `x`"),
    ):
        with pytest.raises(UnknownNameError) as caught:
            made.renderer(wanted)
        assert str(caught.value) == f"no plugin writes the format `{wanted}`; {guess}"
    with pytest.raises(UnknownNameError, match="`x`; none is installed"):
        host(monkeypatch).renderer("x")


# Files of packages


@pytest.mark.parametrize("kind", [ChecklistResource, VocabularyResource])
def test_a_file_is_read_from_its_package_which_is_not_imported(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    kind: type[ChecklistResource] | type[VocabularyResource],
) -> None:
    """From a package's folder, or from beside a module of one file; the package may be inner."""
    name = f"stranger_{kind.__name__.lower()}"
    inner = tmp_path / name / "lists" / "of_wards"
    inner.mkdir(parents=True)
    for package in (inner.parents[1], inner):
        (package / "__init__.py").write_text("raise RuntimeError\n")
    (inner.parents[1] / "list.toml").write_bytes(b"inside")
    (inner / "list.toml").write_bytes(b"far inside")
    (inner.with_name("single.py")).write_text("raise RuntimeError\n")
    (inner.with_name("list.toml")).write_bytes(b"beside an inner one")
    (tmp_path / f"{name}_single.py").write_text("raise RuntimeError\n")
    (tmp_path / "list.toml").write_bytes(b"beside")
    monkeypatch.syspath_prepend(tmp_path)
    assert kind("x", name, "list.toml").read() == b"inside"
    assert kind("x", f"{name}.lists.of_wards", "list.toml").read() == b"far inside"
    assert kind("x", f"{name}.lists.single", "list.toml").read() == b"beside an inner one"
    assert kind("x", f"{name}_single", "list.toml").read() == b"beside"
    with pytest.raises(FileNotFoundError, match=r"gone\.toml"):
        kind("x", name, "gone.toml").read()
    for gone in ("no_such_package", "no_such.package", f"{name}.gone", f"{name}_single.gone"):
        with pytest.raises(FileNotFoundError, match=rf"^no package `{re.escape(gone)}`$"):
            kind("x", gone, "list.toml").read()


def test_a_file_is_read_from_a_package_that_several_distributions_share(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A package without `__init__.py` has several folders: that which holds the file counts."""
    for number in (1, 2):
        inner = tmp_path / str(number) / "stranger_shared" / "lists"
        inner.mkdir(parents=True)
        (inner / f"list{number}.toml").write_bytes(str(number).encode())
        monkeypatch.syspath_prepend(tmp_path / str(number))
    read = [ChecklistResource("x", "stranger_shared.lists", f"list{n}.toml").read() for n in (1, 2)]
    assert read == [b"1", b"2"]


def test_a_library_that_is_missing_is_named_with_its_remedy() -> None:
    """In one line, and each by itself."""
    missing = MissingExtra("typst", "pip install 'intspec[pdf]'")
    assert str(missing) == "typst is not installed; pip install 'intspec[pdf]'"
    assert (missing.needs, missing.remedy) == ("typst", "pip install 'intspec[pdf]'")


def test_a_hook_may_give_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """No records, or None."""
    point, module = stranger("one", intspec_rules=())
    vars(module)["intspec_renderers"] = hookimpl(_nothing("intspec_renderers"))
    made = host(monkeypatch, (point, module))
    assert (failures(made), made.reports()[0].provides) == ({}, ())
    assert hook("intspec_rules").__name__ == "intspec_rules"


def _nothing(name: str) -> Callable[[], None]:
    def give() -> None:
        """Give nothing."""

    give.__name__ = name
    return give


def test_a_plugin_of_which_something_is_left_is_not_lost() -> None:
    """Whatever kind it is; a command stands apart, and times are nothing that it provides."""
    kinds = [
        one.name
        for one in attrs.fields(Plugin)
        if isinstance(getattr(Plugin("a", "a-dist", "1"), one.name), dict)
    ]
    lost = []
    for kind in kinds:
        plugin = Plugin("a", "a-dist", "1")
        plugin.fail("load", "it raised")
        assert plugin.lost
        getattr(plugin, kind)["one"] = object()
        lost += [kind] if plugin.lost else []
    assert sorted(lost) == ["commands", "seconds"]
    assert len(kinds) >= 12
