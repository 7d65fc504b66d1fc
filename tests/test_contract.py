"""The contract: kept by every bundled plugin, and each breach is told by its name."""

from pathlib import Path

import pytest

from intspec.api import shared_registry
from intspec.discovery import installed
from intspec.testing import contract, examine
from intspec_kit.contract.messages import CLAUSES
from members import one_of_each

pytestmark = pytest.mark.long

CASES = Path(__file__).parent / "cases"
#: How many specifications are made up: in the gate, for all that is asked of plugins in Python, and
#: for checklists, whose parts are no code of the plugin's.
SOME, MANY, FEW = 30, 200, 8
#: On how many of our examples a plugin is tried: one that breaks a clause, and one of ours.
OURS, OWN = 1, 3
BUNDLED = sorted(
    {p.name for p in shared_registry().reports() if p.distribution == "intspec" and p.provides}
)
PYTHON = {p.name for p in installed() if p.group == "intspec"}


@pytest.mark.parametrize("many", [SOME, pytest.param(MANY, marks=pytest.mark.exhaustive)])
@pytest.mark.parametrize("name", BUNDLED)
def test_every_bundled_plugin_keeps_the_contract(name: str, many: int) -> None:
    """What is asked of a stranger's plugin is asked of ours."""
    cases = CASES / name
    generated = many if name in PYTHON else FEW
    examples = OWN if many == SOME else None
    at = cases if cases.is_dir() else None
    assert contract(name, cases=at, generated=generated, examples=examples) == []


PYPROJECT = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
[tool.hatch.build.targets.wheel]
packages = ["src/intspec_tea"]
[project]
name = "intspec-tea"
version = "1.2"
dependencies = ["intspec>=0.1"]
[project.entry-points.intspec]
tea = "intspec_tea"
[project.entry-points."intspec.commands"]
brew = "intspec_tea.brew:brew"
"""
MODULE = '''\
"""A fictitious plugin that provides one of each."""
from intspec import (
    ChecklistResource, Extension, Finding, Form, FormCell, FormError, FormRow, FormTable, Importer,
    Renderer, View, ViewMaker, VocabularyResource, hookimpl, key, record, rule,
)


@record
class Tea:
    """What is said of tea."""

    kind: str | None = key("What kind of tea.", default=None)


@rule("tea/no-kettle", severity="warning")
def no_kettle(subject):
    """An arm serves tea without a kettle.

    ## What it checks
    That a material is called a kettle.

    ## Why it matters
    Cold tea.

    ## Example
    A kettle was used.

    ## Instead
    Say that there was none.

    ## Reference
    None: it is fictitious.
    """
    names = [subject.spec.materials.get(name) for name in subject.arm.materials]
    if not any(one and one.name == "kettle" for one in names):
        yield Finding("there is no kettle", subject.at("materials"), "add one")


def write(view):
    lines = [view.title, view.subtitle, *view.notices, *view.intro]
    for table in view.tables:
        lines += [table.caption]
        lines += [f"{c.span}|{c.title}|{c.note}" for c in table.columns]
        lines += ["|".join(cell.plain for cell in row.cells) for row in table.rows]
    for notes in view.notes:
        lines += [notes.title, *(f"{n.mark} {n.text} {n.url}" for n in notes.notes)]
    lines += [view.guideline.text, view.guideline.url]
    return "\\n".join(lines) + "\\n"


def read(raw, name):
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        raise FormError("this is no text", "save it as UTF-8") from None
    if not text.startswith("tea"):
        raise FormError("this is no tea", "begin with `tea`")
    cell = FormCell(text, "line 1", 1)
    return Form("tea", (FormTable(1, "table 1", (FormRow(1, "line 1", (cell,)),)),))


@hookimpl
def intspec_checklists():
    yield ChecklistResource("tea", __name__, "tea.toml")


@hookimpl
def intspec_extensions():
    yield Extension("tea", Tea)


@hookimpl
def intspec_rules():
    yield no_kettle


@hookimpl
def intspec_renderers():
    yield Renderer(format="tea", suffix=".tea", summary="Tea leaves", function=write)


def leaves(document):
    return View("leaves", document.spec.title, "leaves")


@hookimpl
def intspec_views():
    yield ViewMaker("leaves", "The leaves of tea", leaves)


@hookimpl
def intspec_importers():
    yield Importer(format="tea", suffixes=(".tea",), summary="Tea leaves", function=read)


@hookimpl
def intspec_vocabularies():
    yield VocabularyResource("teas", __name__, "teas.toml")
'''
COMMAND = '''\
"""A fictitious command."""
import click


@click.command()
@click.option("--hot", is_flag=True, help="Whether it is hot.")
def brew(hot):
    """Make tea."""
'''
CHECKLIST = '''\
format = 1
id = "tea"
title = "Tea"
name = "Tea, a fictitious checklist"
version = "1"
year = 2026
citation = "A fictitious guideline"
licence = "CC0-1.0"
wording = "own"
scope = "arm"

[[items]]
id = "which"
number = "1"
title = "Kind"
asks = "Which tea."
why = "It matters."

  [[items.parts]]
  id = "kind"
  all = ["study.extensions.tea.kind"]
  asks = "State which tea it was."
  gap = "nothing says which tea it was"
  mend = "add `kind:`"
  example = "The tea was green."
  yaml = "extensions: {tea: {kind: green}}"
  instead = "Say that any tea would do."

[[items]]
id = "pot"
number = "2"
title = "Pot"
asks = "The kettle."
why = "Cold tea."
shows = ["materials"]

  [[items.parts]]
  id = "kettle"
  rule = "tea/no-kettle"
  asks = "Name the kettle."
  gap = "no kettle is named"
  mend = "add a kettle"
  example = "A kettle was used."
  yaml = """
materials: {kettle: {name: kettle}}
interventions: {exercise: {materials: [kettle]}}
"""
  instead = "Say that there was none."
'''
VOCABULARY = """\
format = 1
id = "teas"
title = "Teas"
version = "1"
licence = "CC0-1.0"
citation = "Fictitious"

[[terms]]
id = "green"
label = "Green tea"
"""
TEST_CASES = """\
- name: nothing is said
  base: ../../specs/tea.intspec.yaml
  set: {/extensions: null, /materials/kettle/name: a pot}
  finds:
    - {rule: tea/kind, at: /extensions/tea/kind}
    - {rule: tea/no-kettle, at: /interventions/tea/materials}
"""
ONE_CASE = """\
- name: nothing is said
  base: ../../specs/tea.intspec.yaml
  set: {/extensions: null}
  finds: [{rule: tea/kind, at: /extensions/tea/kind}]
"""
SPEC = """\
intspec: "1.0"
id: tea
title: A fictitious trial of tea
stage: results
fictitious: true
checklists: [tea]
no_comparator: {reason: A pilot.}
materials: {kettle: {name: kettle}}
interventions:
  tea: {role: experimental, name: Tea, materials: [kettle]}
extensions: {tea: {kind: green}}
"""
FILES = {
    "pyproject.toml": PYPROJECT,
    "src/intspec_tea/__init__.py": MODULE,
    "src/intspec_tea/brew.py": COMMAND,
    "src/intspec_tea/tea.toml": CHECKLIST,
    "src/intspec_tea/teas.toml": VOCABULARY,
    "tests/cases/tea.yaml": TEST_CASES,
    "specs/tea.intspec.yaml": SPEC,
}
INIT, TOML = "src/intspec_tea/__init__.py", "src/intspec_tea/tea.toml"
YIELD = '        yield Finding("there is no kettle"'
#: What is done to the good plugin -> the clauses that are broken, and words of the message.
BREACHES: dict[str, tuple[str, str, str, set[str], str]] = {
    "a hook raises": (
        INIT,
        "    yield Renderer(",
        "    raise ValueError('no')\n    yield Renderer(",
        {"loads"},
        "intspec_renderers: ValueError: no",
    ),
    "the process is ended": (
        INIT,
        "from intspec import (",
        "import ctypes\nctypes.CDLL(None)._exit(0)\nfrom intspec import (",
        {"ends"},
        "it ended the process (status 0)",
    ),
    "the process is left on import": (
        INIT,
        "from intspec import (",
        "import os\nos._exit(0)\nfrom intspec import (",
        {"loads", "commands"},
        "it tried to end the program (os._exit: 0)",
    ),
    "loading takes long": (
        INIT,
        "from intspec import (",
        "sum(range(40_000_000))\nfrom intspec import (",
        {"import-time"},
        "times as long as loading intspec: import what is heavy inside",
    ),
    "the network is asked": (
        INIT,
        YIELD,
        "        import socket\n        try:\n            socket.getaddrinfo('tea.example', 80)\n"
        "        except OSError:\n            pass\n" + YIELD,
        {"offline"},
        "it asked for the network: socket.getaddrinfo",
    ),
    "intspec has no floor": (
        "pyproject.toml",
        "intspec>=0.1",
        "intspec",
        {"metadata"},
        "names no oldest intspec: write `intspec>=",
    ),
    "a rule id is malformed": (
        INIT,
        "    yield no_kettle",
        "    import attrs\n    yield attrs.evolve(no_kettle, aliases=('Tea/Kettle',))",
        {"ids"},
        "`Tea/Kettle` is not a rule id",
    ),
    "a rule is in a stranger's namespace": (
        INIT,
        "    yield no_kettle",
        "    yield no_kettle\n    import attrs\n    yield attrs.evolve(no_kettle, id='coffee/cup')",
        {"ids"},
        "the rule `coffee/cup` is outside its namespace",
    ),
    "a heading has no text": (
        INIT,
        "    Cold tea.\n",
        "",
        {"documentation"},
        "`tea/no-kettle` has nothing under `## Why it matters`",
    ),
    "a renderer loses the labels of blocks": (
        INIT,
        '"|".join(cell.plain for cell',
        '"|".join("|".join(f"{b.text} {b.cites}" for b in cell.blocks) for cell',
        {"renderers"},
        "`tea` loses what stands in `Block.label`, such as 'Zq",
    ),
    "a renderer loses all lines of a block but the first": (
        INIT,
        '"|".join(cell.plain for cell',
        '"|".join(str([(b.label, b.text.splitlines()[0], b.cites) for b in cell.blocks]) for cell',
        {"renderers"},
        "`tea` loses what stands in `the second line of Block.text`, such as",
    ),
    "a renderer loses captions": (
        INIT,
        "        lines += [table.caption]\n",
        "",
        {"renderers"},
        "`tea` loses what stands in `Table.caption`, such as",
    ),
    "a renderer loses notes and spans of columns": (
        INIT,
        'f"{c.span}|{c.title}|{c.note}"',
        "c.title",
        {"renderers"},
        "`tea` loses what stands in `Column.note`, such as",
    ),
    "a renderer loses the marks of sources": (
        INIT,
        '"|".join(cell.plain for cell',
        '"|".join("\\n".join(f"{b.label} {b.text}" for b in cell.blocks) for cell',
        {"renderers"},
        "`tea` loses what stands in `Block.cites`, such as",
    ),
    "a renderer loses addresses": (
        INIT,
        "{n.text} {n.url}",
        "{n.text}",
        {"renderers"},
        "`tea` loses what stands in `Note.url`, such as",
    ),
    "a renderer writes cells in another order": (
        INIT,
        "for cell in row.cells) for",
        "for cell in row.cells[::-1]) for",
        {"renderers"},
        "write cells, and their lines, in order",
    ),
    "a renderer writes XML that is none": (
        INIT,
        'suffix=".tea"',
        'suffix=".xml"',
        {"renderers"},
        "is no well-formed XML: ",
    ),
    "a key refers to nothing that there is": (
        INIT,
        '"What kind of tea.", default=None)',
        '"What kind of tea.", default=None, refers="provider")',
        {"extensions", "paths"},
        "`kind` refers to the unknown catalogue `provider`; did you mean `providers`?",
    ),
    "the oldest intspec is one that does not exist": (
        "pyproject.toml",
        "intspec>=0.1",
        "intspec>=7.5",
        {"metadata"},
        "`dependencies` asks for intspec 7.5, and this is ",
    ),
    "the wheel leaves the checklist out": (
        "pyproject.toml",
        'packages = ["src/intspec_tea"]',
        'packages = ["src/intspec_tea"]\nexclude = ["*.toml"]',
        {"wheel"},
        "the wheel has no `intspec_tea/tea.toml`: add it",
    ),
    "the name of a command is taken": (
        "pyproject.toml",
        "brew =",
        "check =",
        {"commands"},
        "`check` is a command of intspec itself: it is never called",
    ),
    "something is printed on loading": (
        INIT,
        "from intspec import (",
        "print('Welcome to tea')\nfrom intspec import (",
        {"silent"},
        "it prints: Welcome to tea",
    ),
    "an item that a rule decides shows nothing": (
        TOML,
        'shows = ["materials"]\n',
        "",
        {"words"},
        "is decided by rules alone and has no `shows`",
    ),
    "a part has no remedy": (
        TOML,
        '  mend = "add `kind:`"\n',
        "",
        {"words"},
        "`tea/kind` has no `mend`",
    ),
    "a path is not in the model": (
        TOML,
        "tea.kind",
        "tea.kinds",
        {"paths"},
        "no `kinds`; did you mean `kind`?",
    ),
    "a finding points beside the model": (
        INIT,
        'subject.at("materials"), "add one"',
        'subject.at("material"), "add one"',
        {"paths", "cases"},
        "whose `path` points at /interventions/",
    ),
    "an example does not help": (
        TOML,
        "extensions: {tea: {kind: green}}",
        "population: {description: Tea drinkers}",
        {"examples"},
        "`tea/kind`: with its `yaml` it is not passed: failed",
    ),
    "a rule has no case": (
        "tests/cases/tea.yaml",
        TEST_CASES,
        ONE_CASE,
        {"cases"},
        "no case finds `tea/no-kettle`",
    ),
    "an example specification is not said to be fictitious": (
        "specs/tea.intspec.yaml",
        "fictitious: true\n",
        "",
        {"specs"},
        "specs/tea.intspec.yaml neither says `fictitious: true` nor names its `sources`",
    ),
    "a rule raises where a reference leads nowhere": (
        INIT,
        "any(one and one.name",
        "any(one.name",
        {"no-crash"},
        "AttributeError: 'NoneType' object has no attribute 'name'",
    ),
    "a rule counts its calls": (
        INIT,
        YIELD,
        '        CALLS.append(1)\n        yield Finding(f"there is no kettle {len(CALLS)}"',
        {"pure"},
        "two runs on ",
    ),
    "a rule goes through a set": (
        INIT,
        YIELD,
        '        word = next(iter({"black", "green", "white"}))\n'
        '        yield Finding(f"there is no kettle {word}", subject.at("materials"), "add")\n'
        "        return\n" + YIELD,
        {"pure"},
        "another process gives another result; a set, a clock or chance is at work",
    ),
    "a renderer tells the time": (
        INIT,
        "    lines = [view.title,",
        "    import time\n    lines = [str(time.time_ns()), view.title,",
        {"renderers"},
        "two runs give other bytes",
    ),
    "a renderer loses words": (
        INIT,
        "row.cells) for",
        "row.cells[:1]) for",
        {"renderers"},
        "lost words: ",
    ),
    "a view is other each time": (
        INIT,
        'document.spec.title, "leaves"',
        '__import__("uuid").uuid4().hex, "leaves"',
        {"views"},
        "two runs give other views",
    ),
    "an importer raises what is no FormError": (
        INIT,
        "    except UnicodeDecodeError:\n",
        "    except KeyError:\n",
        {"importers"},
        "UnicodeDecodeError: 'utf-8' codec",
    ),
    "a vocabulary uses a code twice": (
        "src/intspec_tea/teas.toml",
        "[[terms]]\n",
        '[[terms]]\nid = "green"\nlabel = "Green"\n\n[[terms]]\n',
        {"vocabularies"},
        "the code `green` is used twice",
    ),
    "a field has no sentence": (
        INIT,
        "What kind of tea.",
        "kind",
        {"extensions"},
        "`tea`: the key `kind` of Tea has no sentence",
    ),
    "an option has no help": (
        "src/intspec_tea/brew.py",
        ', help="Whether it is hot."',
        "",
        {"commands"},
        "`brew`: the option --hot has no help",
    ),
}


#: The path that an item does not show -> what no reader sees of the example.
UNSEEN = {
    "": "",
    "study.extensions.tea.taste": "no view of tea.intspec.yaml shows `extensions.tea.taste`",
    "study.extensions.tea.cup": "no view of tea.intspec.yaml shows `extensions.tea.cup.glaze`",
    "study.extensions.tea.hot": "no item shows `hot` of `tea`",
    # What is said of an arm stands under "Also described".
    "extensions.tea.poured": "",
}
SHOWN = ("materials", *filter(None, UNSEEN))
OF_TEA = "kind: green, taste: bitter as hops, hot: true, cup: {glaze: salted}"
TEA_FIELDS = """
@record
class Cup:
    \"""A cup.\"""

    glaze: str | None = key("How it is glazed.", default=None)


@record
class OfArm:
    \"""What is said of tea in an arm.\"""

    poured: str | None = key("How it is poured.", default=None)


@record
class Tea:
    \"""What is said of tea.\"""

    taste: str | None = key("How it tastes.", default=None)
    hot: bool | None = key("true if it is hot.", default=None)
    cup: Cup | None = key("The cup.", default=None)
"""


@pytest.mark.parametrize(
    ("shown", "unseen"),
    [
        *(
            (tuple(one for one in SHOWN if one != left_out), words)
            for left_out, words in UNSEEN.items()
        ),
        (("study.extensions.tea", "extensions.tea"), ""),
    ],
)
def test_what_no_reader_sees_of_its_own_example_is_named(
    tmp_path: Path, shown: tuple[str, ...], unseen: str
) -> None:
    """The example is rendered by the guideline that it claims, and each text is looked for."""
    module = FILES[INIT].replace('Extension("tea", Tea)', 'Extension("tea", Tea, OfArm)')
    module = module.replace('@record\nclass Tea:\n    """What is said of tea."""\n', TEA_FIELDS)
    poured = "[kettle], extensions: {tea: {poured: from on high}}"
    files = {
        INIT: module,
        "specs/tea.intspec.yaml": SPEC.replace("kind: green", OF_TEA).replace("[kettle]", poured),
        TOML: CHECKLIST.replace('shows = ["materials"]', f"shows = {list(shown)}"),
    }
    made = examine(write(tmp_path, FILES | files), generated=0, examples=OURS)
    (clause,) = (one for one in made.clauses if one.clause == "extensions")
    remedy = ": name them in its `shows` if readers are to see them"
    assert (clause.state, clause.reason) == ("kept", unseen and unseen + remedy)


#: What a renderer of bytes writes, and what is said of it; empty where nothing is amiss.
OF_BYTES = {
    "a ZIP with a page": ("zipped(page)", ""),
    "a ZIP that is cut off": ("zipped(page)[:-30]", "is no ZIP that can be opened"),
    "a page that is no XML": ("zipped(page[:-4])", "part `page.xml` is no well-formed XML"),
    "a page that loses an address": (
        "zipped(page.replace(quoteattr(address), '\"\"'))",
        "loses what stands in `the url of View.guideline`",
    ),
    "a text in UTF-16": ("write(view).encode('utf-16')", ""),
    "what nobody can read": ("b'\\0' + zipfile.zlib.compress(page.encode())", "its words were not"),
}
BYTES = """
import io, zipfile
from xml.sax.saxutils import escape, quoteattr

def zipped(page):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr(zipfile.ZipInfo("page.xml"), page)
        package.writestr(zipfile.ZipInfo("picture.png"), b"\\x89PNG\\0")
    return file.getvalue()

def in_bytes(view):
    *lines, address = write(view).splitlines()
    held = "".join(f"<p>{escape(line)}</p>" for line in lines)
    page = f"<page address={quoteattr(address)}>{held}</page>"
    return CONTENT
"""


@pytest.mark.parametrize("kind", OF_BYTES)
def test_bytes_are_held_as_well_as_they_can_be_read(tmp_path: Path, kind: str) -> None:
    """Words of a ZIP stand in its parts, also in attributes; what cannot be read is named."""
    content, words = OF_BYTES[kind]
    module = FILES[INIT].replace("function=write)", "function=in_bytes)")
    module = module.replace(
        "\n\ndef read(raw", BYTES.replace("CONTENT", content) + "\n\ndef read(raw"
    )
    made = examine(write(tmp_path, FILES | {INIT: module}), generated=0, examples=OURS)
    (clause,) = (one for one in made.clauses if one.clause == "renderers")
    told = " ".join((*clause.faults, clause.reason))
    assert (words in told) if words else (clause.state, told) == ("kept", "")
    assert (clause.state == "not-looked-at") == ("not" in words and not clause.faults)


def write(folder: Path, files: dict[str, str]) -> Path:
    """Write a project."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_a_plugin_that_provides_one_of_each_keeps_it(tmp_path: Path) -> None:
    """Every clause but the one on the process finds something to look at, and is kept."""
    made = examine(write(tmp_path, FILES), generated=MANY)
    assert made.broken == []
    assert [(one.clause, one.state) for one in made.clauses] == [(c, "kept") for c in CLAUSES]
    assert set(made.provides) == {
        "command brew",
        *("checklist tea", "1 rule", "format tea", "view leaves", "reads tea", "vocabulary teas"),
        "fields tea",
    }


@pytest.mark.parametrize(
    "breach",
    # Each takes seconds, for the plugin is made and examined in processes of its own.
    one_of_each(((name,), frozenset(one[3]), name) for name, one in BREACHES.items()),
)
def test_a_breach_is_told_by_the_name_of_its_clause(tmp_path: Path, breach: str) -> None:
    """That clause is broken and no other, and the message says what is wrong."""
    file, before, after, clauses, words = BREACHES[breach]
    assert before in FILES[file]
    text = FILES[file].replace(before, after)
    if "CALLS" in after:
        text = text.replace("\n\n\n@record", "\n\nCALLS: list[int] = []\n\n\n@record", 1)
    broken = contract(write(tmp_path, FILES | {file: text}), generated=FEW, examples=OURS)
    assert {one.clause for one in broken} == clauses
    assert any(words in one.message for one in broken)
