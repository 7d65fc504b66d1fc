"""Mistakes that authors of plugins make: each is caught, and told with the place and the remedy."""

import re
from pathlib import Path

import pytest

from intspec.api import check_bytes
from intspec.cli.common import RunError
from intspec.cli.documents import make_view, run_renderer
from intspec.cli.forms import form_of
from intspec.discovery import installed
from intspec.plugins import LocalFile, Registry
from intspec.plugins.guard import Fault
from intspec.rules.builtin import RULES
from intspec.views import View
from intspec.views.document import CheckedDocument

pytestmark = pytest.mark.long

CODE = '''\
"""A fictitious plugin."""
from intspec import (
    Extension, Finding, Form, FormError, Importer, Renderer, View, ViewMaker, hookimpl, key, record,
    rule,
)


@record
class Tea:
    """What is said of tea."""

    kind: str | None = key("What kind of tea.", default=None)


@rule("house/kettle", severity="warning")
def kettle(subject):
    """An arm serves tea without a kettle."""
    if not subject.arm.materials:
        yield Finding("there is no kettle", subject.at("materials"), "add one")


def write(view):
    return view.title


def read(raw, name):
    return Form("leaves", ())


def leaves(document):
    return View("leaves", document.spec.title, "leaves")


@hookimpl
def intspec_extensions():
    yield Extension("house", Tea)


@hookimpl
def intspec_rules():
    yield kettle


@hookimpl
def intspec_renderers():
    yield Renderer("leaves", ".leaves", "Leaves", write)


@hookimpl
def intspec_importers():
    yield Importer("leaves", (".leaves",), "Leaves", read)


@hookimpl
def intspec_views():
    yield ViewMaker("leaves", "Leaves", leaves)
'''
CHECKLIST = """\
format = 1
id = "house"
title = "House"
version = "1"
year = 2026
citation = "A fictitious guideline"
licence = "CC0-1.0"
wording = "own"
scope = "arm"

[[items]]
id = "where"
number = "1"
title = "Where"

  [[items.parts]]
  id = "place"
  any = ["settings"]
  asks = "State where."
  gap = "nothing says where"
  mend = "add `settings:`"

[[items]]
id = "who"
number = "2"
title = "Who"

  [[items.parts]]
  id = "people"
  any = ["providers"]
  asks = "State who."
  gap = "nothing says who"
  mend = "add `providers:`"
"""
SPEC = """\
intspec: "1.0"
id: tea
title: A fictitious trial of tea
stage: results
fictitious: true
checklists: [tidier, house]
interventions:
  tea: {role: experimental, name: Tea}
extensions: {house: {kind: green}}
"""
#: What is done to the good plugin, and what is said of it: a slip each.
IN_CODE: dict[str, tuple[str, str, str]] = {
    "a colon is missing": (
        "def write(view):",
        "def write(view)",
        "SyntaxError: expected ':' (house.py, line 22)",
    ),
    "a library is not installed": (
        '"""A fictitious plugin."""\n',
        '"""A fictitious plugin."""\nimport no_such_library\n',
        "ModuleNotFoundError: No module named 'no_such_library' (house.py, line 2)",
    ),
    "a name of intspec is misspelt": (
        "    rule,\n)",
        "    ruel,\n)",
        "cannot import name 'ruel' from 'intspec'",
    ),
    "a hook is not marked": (
        "@hookimpl\ndef intspec_rules",
        "def intspec_rules",
        "`intspec_rules` is not marked with `@hookimpl`, so it is not called (house.py, line 39)",
    ),
    "a hook is misspelt": (
        "def intspec_rules():",
        "def intspec_rule():",
        "there is no hook `intspec_rule`; did you mean `intspec_rules`? (house.py, line 39)",
    ),
    "a hook takes an argument": (
        "def intspec_rules():",
        "def intspec_rules(registry):",
        "`intspec_rules` takes no argument: take out `registry` (house.py, line 39)",
    ),
    "a hook raises": (
        "    yield kettle",
        "    raise ValueError('no')\n    yield kettle",
        "ValueError: no (house.py, line 41)",
    ),
    "a hook returns its record": (
        "    yield kettle",
        "    return kettle",
        "it must yield Rule, but it gave Rule: write `yield` (house.py, line 39)",
    ),
    "a hook yields something else": (
        "    yield kettle",
        "    yield 'house/kettle'",
        "it must yield Rule, but it yielded str (house.py, line 41)",
    ),
    "a rule is in another namespace": (
        '@rule("house/kettle"',
        '@rule("hause/kettle"',
        "the rule `hause/kettle` is outside its namespace: name it `house/…` (house.py, line 15)",
    ),
    "a rule id has capitals": (
        '@rule("house/kettle"',
        '@rule("House/Kettle"',
        "is not a rule id: write `<checklist>/<name>` in lower case (house.py, line 15)",
    ),
    "a rule id is one word": (
        '@rule("house/kettle"',
        '@rule("kettle"',
        "`kettle` is not a rule id: write `<checklist>/<name>` in lower case (house.py, line 15)",
    ),
    "a severity is none": (
        'severity="warning"',
        'severity="warn"',
        "whose `severity` must be `error` or `warning` or `note`, not `warn` (house.py, line 41)",
    ),
    "a scope is none": (
        'severity="warning"',
        'scope="arms"',
        "`scope` must be `study` or `arm` or `modification`, not `arms` (house.py, line 41)",
    ),
    "a rule has no docstring": (
        '    """An arm serves tea without a kettle."""\n',
        "",
        "has no docstring: its first line is the rule's summary (house.py, line 15)",
    ),
    "a heading is none": (
        'without a kettle."""',
        'without a kettle.\n\n    ## Why\n    Cold.\n    """',
        "ValueError: the rule `house/kettle` has an unknown heading `Why` (house.py, line 15)",
    ),
    "a rule is given twice": (
        "    yield kettle",
        "    yield kettle\n    yield kettle",
        "the id `house/kettle` is given twice; the first one counts (house.py, line 15)",
    ),
    "a rule raises": (
        "        yield Finding(",
        "        subject.arm.kettle\n        yield Finding(",
        "AttributeError: 'Arm' object has no attribute 'kettle' (house.py, line 19)",
    ),
    "a library raises": (
        "        yield Finding(",
        "        import json; json.loads('[')\n        yield Finding(",
        "JSONDecodeError: Expecting value: line 1 column 2 (char 1) (house.py, line 19)",
    ),
    "a reference leads nowhere": (
        "        yield Finding(",
        "        [subject.spec.providers.get('x').name]\n        yield Finding(",
        "AttributeError: 'NoneType' object has no attribute 'name' (house.py, line 19)",
    ),
    "a place is a text": (
        'subject.at("materials")',
        '"materials"',
        "`path` must be a tuple, not str; a tuple of one has a comma: `(x,)` (house.py, line 19)",
    ),
    "a place is not in the model": (
        'subject.at("materials")',
        'subject.at("material")',
        "there is no `material`; did you mean `materials`? (house.py, line 19)",
    ),
    "a message is a number": (
        '"there is no kettle"',
        "7",
        "Finding whose `message` must be text, not int (house.py, line 19)",
    ),
    "a rule yields a text": (
        '        yield Finding("there is no kettle", subject.at("materials"), "add one")',
        '        yield "no kettle"',
        "it must yield Finding or DoesNotApply or Holds, but it yielded str (house.py, line 19)",
    ),
    "a rule ends the program": (
        "        yield Finding(",
        "        raise SystemExit(0)\n        yield Finding(",
        "it tried to end the program (SystemExit: 0) (house.py, line 19)",
    ),
    "an ending has no dot": (
        '".leaves", "Leaves", write',
        '"leaves", "Leaves", write',
        "is left out: `leaves` is no ending of a file name, such as `.txt` (house.py, line 22)",
    ),
    "a function is named by its text": (
        '"Leaves", write)',
        '"Leaves", "write")',
        "Renderer whose `function` must be a function, not str (house.py, line 46)",
    ),
    "a renderer raises": (
        "    return view.title",
        "    return view.titel",
        "failed: AttributeError: 'View' object has no attribute 'titel' (house.py, line 23)",
    ),
    "a renderer returns nothing": (
        "    return view.title",
        "    view.title",
        "failed: it must give str or bytes, but it gave None (house.py, line 22)",
    ),
    "endings are a text": (
        '(".leaves",)',
        '".leaves"',
        "must be a tuple, not str; a tuple of one has a comma: `(x,)` (house.py, line 51)",
    ),
    "an importer raises": (
        "    return Form(",
        "    raise ValueError(name)\n    return Form(",
        "ValueError: a.leaves (house.py, line 27)",
    ),
    "an importer gives a list": (
        '    return Form("leaves", ())',
        "    return []",
        "it must give Form or Drafts, but it gave list (house.py, line 26)",
    ),
    "a refusal has a number for its hint": (
        '    return Form("leaves", ())',
        '    raise FormError("no", 7)',
        "it raised a FormError whose `hint` must be text, not int",
    ),
    "a view raises": (
        'document.spec.title, "l',
        'document.title, "l',
        "AttributeError: 'CheckedDocument' object has no attribute 'title' (house.py, line 31)",
    ),
    "a view is a text": (
        '    return View("leaves", document.spec.title, "leaves")',
        "    return document.spec.title",
        "failed: it must give View, but it gave str (house.py, line 30)",
    ),
    "a view has no subtitle": (
        'document.spec.title, "leaves"',
        "document.spec.title, None",
        "failed: it gave a View whose `subtitle` must be text, not None (house.py, line 30)",
    ),
    "fields have another name": (
        'Extension("house"',
        'Extension("tea"',
        "the fields `tea`: name them `house` (house.py, line 8)",
    ),
    "fields are no record": (
        "@record\nclass Tea",
        "class Tea",
        "be used: TypeError: it is no record: put `@record` above the class (house.py, line 8)",
    ),
    "a field is a set": (
        "kind: str | None",
        "kind: set | None",
        "cannot be used: TypeError: the model has no type <class 'set'> (house.py, line 8)",
    ),
    "a field refers to no catalogue": (
        "default=None)",
        'default=None, refers="provider")',
        "to the unknown catalogue `provider`; did you mean `providers`? (house.py, line 8)",
    ),
    "a field is an unknown identifier": (
        "default=None)",
        'default=None, identifies="dio")',
        "is an identifier of the unknown kind `dio`; did you mean `doi`? (house.py, line 8)",
    ),
    "a field has an unknown form": (
        "default=None)",
        'default=None, form="slugg")',
        "TypeError: `kind` has the unknown form `slugg`; did you mean `slug`? (house.py, line 8)",
    ),
    "a default is of another type": (
        "default=None)",
        "default=5)",
        "TypeError: the default of `kind` of Tea: it must be text, not int (house.py, line 8)",
    ),
    "it is made for other hooks": (
        "from intspec import",
        'requires_api = "9"\nfrom intspec import',
        "it needs version 9 of intspec's hooks; this is version 1",
    ),
    "a format is given twice": (
        '    yield Renderer("leaves", ".leaves", "Leaves", write)',
        '    for _ in "12":\n        yield Renderer("leaves", ".leaves", "Leaves", write)',
        "the format `leaves` is given twice; the first one counts (house.py, line 22)",
    ),
    "a format is taken": (
        'Renderer("leaves", ".leaves"',
        'Renderer("html", ".leaves"',
        "0.1.0) too: not loaded; go on without one of them: `--without NAME` (house.py, line 22)",
    ),
    "a rule never ends": (
        "        yield Finding(",
        "        while True: yield Finding('x')\n        yield Finding(",
        "it yielded more than 100,000 records: end it (house.py, line 19)",
    ),
}
#: The same of the good checklist.
IN_CHECKLIST: dict[str, tuple[str, str, str]] = {
    "quotation marks are missing": (
        'id = "where"',
        "id = where",
        "house.toml: not TOML: Invalid value (at line 12, column 6)",
    ),
    "a key is misspelt": (
        'title = "Where"',
        'titel = "Where"',
        "house.toml:14: unknown key `titel`; did you mean `title`?: write `title = …` instead",
    ),
    "a year is a text": (
        "year = 2026",
        'year = "2026"',
        "house.toml:5: `year` must be a whole number, not text: write `2026`",
    ),
    "a word is none of the known ones": (
        'wording = "own"',
        'wording = "mine"',
        "house.toml:8: `wording` cannot be `mine`: write one of these: `own`, `original`",
    ),
    "a path is misspelt": (
        'any = ["settings"]',
        'any = ["setings"]',
        "`place`: the path `setings` is not in the model: no `setings`; did you mean `settings`?",
    ),
    "a path goes on after a value": (
        'any = ["settings"]',
        'any = ["name.first"]',
        "part `place`: the path `name.first` goes on after a value: remove `.first`",
    ),
    "a part cites no rule": (
        '  any = ["settings"]\n',
        '  rule = "house/place-of"\n',
        "`intspec/group-without-size`, `intspec/harms-not-looked-for` and ",
    ),
    "a part asks nothing": (
        '  any = ["settings"]\n',
        "",
        "house.toml:16: part `place`: give either `rule`, or `all` or `any`",
    ),
    "an item is there twice": (
        'id = "who"',
        'id = "where"',
        "house.toml:24: the id `where` is used twice; items and parts share their ids",
    ),
    "a number is there twice": (
        'number = "2"',
        'number = "1"',
        "house.toml:25: the number 1 is used twice",
    ),
    "a part is there twice": (
        'id = "people"',
        'id = "place"',
        "house.toml:29: the id `place` is used twice; items and parts share their ids",
    ),
    "an id is no id": (
        'id = "who"',
        'id = "Who is"',
        "is not lower-case letters, digits and hyphens, such as `peer-worker`: write `who-is`",
    ),
    "a level is none": (
        '  any = ["providers"]',
        '  level = "must"\n  any = ["providers"]',
        "house.toml:30: `level` cannot be `must`: write one of these: `required`, `recommended`",
    ),
    "its base is not installed": (
        'scope = "arm"',
        'scope = "arm"\nextends = "tidyer"',
        "builds on is missing: the checklist `tidyer` is not installed; did you mean `tidier`?",
    ),
    "it uses no item": (
        'title = "Who"',
        'title = "Who"\nuses = ["tidier/whoo"]',
        "`brief-name`, `components-why`, `fidelity-actual` and ",
    ),
    "no part is required": (
        '  any = ["providers"]',
        '  level = "recommended"\n  any = ["providers"]',
        "house.toml:23: the item `who` needs a part that is required",
    ),
    "a path leads into no fields": (
        'any = ["settings"]',
        'any = ["study.extensions.hous.kind"]',
        "path `study.extensions.hous.kind`: no plugin has fields named `hous`; no plugin has any",
    ),
    "it shows what there is not": (
        'title = "Who"',
        'title = "Who"\nshows = ["provider"]',
        "the path `provider` is not in the model: no `provider`; did you mean `providers`?",
    ),
    "its format is another": (
        "format = 1",
        "format = 2",
        "house.toml:1: this is format 2; this intspec reads format 1",
    ),
}


def registry(file: LocalFile) -> Registry:
    """Load it beside some plugins that come with intspec."""
    points = [point for point in installed() if point.name in ("tidier", "tables")]
    return Registry(builtin=RULES, entry_points=points, local=[file])


def told(folder: Path, before: str = "", after: str = "") -> list[str]:
    """Load the plugin with a slip, use all of it, and return what is said."""
    assert before in CODE
    path = folder / "house.py"
    path.write_text(CODE.replace(before, after, 1), encoding="utf-8")
    made = registry(LocalFile("plugin", str(path), path.name, path.read_bytes()))
    checked = check_bytes(SPEC.encode(), path="tea.intspec.yaml", registry=made)
    said = [failure.reason for plugin in made.plugins for failure in plugin.failures]
    try:
        if checked.spec is not None and "leaves" in made.views:
            document = CheckedDocument(checked.spec, checked.report, checked.checklists)
            make_view("leaves", document, checked.checklists[0], {"gaps": "none"}, made)
        if "leaves" in made.renderers:
            run_renderer(made.renderer("leaves"), View("gaps", "A", "B"))
        if "leaves" in made.importers:
            form_of(b"x", "a.leaves", made.importers["leaves"])
    except (Fault, RunError) as fault:
        said.append(str(fault))
    return said


def told_of_checklist(before: str = "", after: str = "") -> list[str]:
    """Load the checklist with a slip, and return what is said."""
    assert before in CHECKLIST
    raw = CHECKLIST.replace(before, after, 1).encode()
    made = registry(LocalFile("checklist", "/a/house.toml", "house.toml", raw))
    for name in made.checklist_ids:
        made.checklist(name)
    return [failure.reason for plugin in made.plugins for failure in plugin.failures]


def test_the_good_ones_are_good(tmp_path: Path) -> None:
    """So that what is said is of the slip."""
    assert told(tmp_path) == []
    assert told_of_checklist() == []


#: What is said of these is of no line: of the file as a whole, or of another that is not there.
WITHOUT_PLACE = {
    "it is made for other hooks",
    "a part cites no rule",
    "its base is not installed",
    "quotation marks are missing",
}
PLACE = re.compile(r" \(house\.py, line \d+\)$|^house\.toml:\d+: ")


@pytest.mark.parametrize("mistake", IN_CODE)
def test_a_mistake_in_code_is_told(tmp_path: Path, mistake: str) -> None:
    """Once, with the line of the author's own file."""
    before, after, words = IN_CODE[mistake]
    (said,) = told(tmp_path, before, after)
    assert words in said
    assert (PLACE.search(said) is None) == (mistake in WITHOUT_PLACE)


@pytest.mark.parametrize("mistake", IN_CHECKLIST)
def test_a_mistake_in_a_checklist_is_told(mistake: str) -> None:
    """Once, with its line."""
    before, after, words = IN_CHECKLIST[mistake]
    (said,) = told_of_checklist(before, after)
    assert words in said
    assert (PLACE.search(said) is None) == (mistake in WITHOUT_PLACE)


def test_they_are_many() -> None:
    """And nearly all have a place."""
    assert len(IN_CODE) + len(IN_CHECKLIST) - len(WITHOUT_PLACE) >= 48
