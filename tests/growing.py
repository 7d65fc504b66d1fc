"""Documents, forms and views in which one thing is there n times, and what each costs.

The things are found by walking the types of the model and of views: a new list or map is among
them by itself. What stands in an entry is taken from the document that has every key
(`factories.full`). `growing_functions` names what costs more than in step with what there is.
"""

import copy
import sys
import typing
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from typing import Any

import attrs

from intspec import (
    Block,
    Cell,
    Column,
    Figure,
    FigureBox,
    FigureWords,
    Note,
    NoteList,
    Row,
    Table,
    View,
    build_view,
)
from intspec.api import check_bytes, shared_registry
from intspec.checking import Checked
from intspec.checklists import Checklist
from intspec.forms.draft import draft
from intspec.forms.form import Form, FormCell, FormRow, FormTable, FormText
from intspec.forms.read import read_form
from intspec.forms.verdicts import judge
from intspec.lazy import is_record
from intspec.model import Specification
from intspec.reading import read_bytes
from intspec.reporters import FORMATS, FileRun, Options, Reports
from intspec.schema.generating import extensions_of, fields_of, plain_type
from intspec.testing import factories
from intspec.text.yaml_text import write_yaml
from intspec.views import VIEWS
from intspec_kit.generating import Maker

Data = dict[str, Any]
#: A step into a record or a map by its key, or into a list by its number.
Path = tuple[str | int, ...]
#: Makes a document that has something so many times.
Grow = Callable[[int], Data]
#: Under this key stand the fields of plugins.
EXTENSIONS = "extensions"


@cache
def whole() -> Data:
    """Return a document that has every key once, those of plugins too, of a study that is over."""
    maker = Maker(choose=lambda _count: 0, whole=True, extensions=shared_registry().extensions)
    return {**maker.specification(), "stage": "results", "version": "1.0.0"}


def grown() -> dict[str, Grow]:
    """Return what makes documents grow, by what it is that there are many of."""
    return {**dict(_of_the_model()), **FAULTS, **OTHERS}


def collections(cls: Any = Specification, path: Path = ()) -> Iterator[tuple[Path, Any, Any]]:
    """Go over the lists and maps of the model: path, the type of an entry, the words of the key.

    In a list the path goes through the first entry, in a map through the first one of `whole`.
    """
    for name, field in fields_of(cls).items():
        annotation = plain_type(field.type)
        here: Path = (*path, name.rstrip("_"))
        origin = typing.get_origin(annotation)
        if origin is tuple or (isinstance(origin, type) and issubclass(origin, Mapping)):
            entry = typing.get_args(annotation)[0 if origin is tuple else 1]
            if here[-1] == EXTENSIONS:
                for plugin, fields in extensions_of(cls, shared_registry().extensions).items():
                    yield from collections(fields, (*here, plugin))
                continue
            yield here, entry, field.metadata
            if is_record(entry):
                first = 0 if origin is tuple else next(iter(at(whole(), here)))
                yield from collections(entry, (*here, first))
        elif is_record(annotation):
            yield from collections(annotation, here)


def at(data: Any, path: Path) -> Any:
    """Return what stands at a path."""
    for step in path:
        data = data[step]
    return data


def _of_the_model() -> Iterator[tuple[str, Grow]]:
    for path, entry, words in collections():
        name = ".".join(str(step) for step in path if isinstance(step, str))
        refers = words.get("refers", "")
        if refers:
            yield name, _references(path, refers)
            continue
        yield name, _entries(path, entry)
        if is_record(entry):
            yield f"{name}, only what is required", _entries(path, entry, bare=True)


def _entries(path: Path, entry: Any, *, bare: bool = False) -> Grow:
    def grow(number: int) -> Data:
        data = _claiming(path)
        add(at(data, path), entry, number, bare=bare)
        return data

    return grow


def _claiming(path: Path) -> Data:
    """Return the whole document; it claims the guideline that asks for what stands at a path."""
    data = copy.deepcopy(whole())
    if EXTENSIONS in path:
        data["checklists"] = [str(path[path.index(EXTENSIONS) + 1]), *data["checklists"]]
    return data


def add(group: Any, entry: Any, number: int, *, bare: bool = False) -> list[Any]:
    """Add so many entries to a list or map, each with words of its own; return their keys."""
    first = next(iter(group.values() if isinstance(group, dict) else group))
    if bare:
        needed = {
            name for name, field in fields_of(entry).items() if field.default is attrs.NOTHING
        }
        first = {name: value for name, value in first.items() if name in needed}
    keys: list[Any] = []
    for n in range(number):
        new = _varied(copy.deepcopy(first), entry, n)
        if isinstance(group, dict):
            keys.append(f"{next(iter(group))}-n{n}")
            group[keys[-1]] = new
        else:
            keys.append(len(group))
            group.append(new)
    return keys


def _varied(value: Any, entry: Any, number: int) -> Any:
    """Return an entry whose free texts have a number behind them."""
    if entry is str:
        return f"{value} {number}"
    if not is_record(entry):
        return value
    for name, field in fields_of(entry).items():
        free = not {"refers", "form", "identifies"} & field.metadata.keys()
        if name in value and plain_type(field.type) is str and free and name not in KEPT:
            value[name] = f"{value[name]} {number}"
    return value


#: Texts that name something else, and are no reference.
KEPT = frozenset({"about", "item", "state", "registry", "language", "licence", "country"})


def _references(path: Path, refers: str) -> Grow:
    """Make a list of references grow with the catalogue that they point into."""
    arm = whole()["interventions"][path[1]] if path[0] == "interventions" else None
    start: Path = path[:2] if refers.startswith("./") and arm else ()
    target: Path = (*start, *refers.removeprefix("./").split("."))
    entries = {p: entry for p, entry, _words in collections()}

    def grow(number: int) -> Data:
        data = _claiming(path)
        keys = add(at(data, target), entries[target], number, bare=True)
        at(data, path).extend(keys)
        return data

    return grow


def _phases_with_procedures(slip: str = "") -> Grow:
    """Make phases grow, each with a procedure that it names: by its key, and what is behind it."""

    def grow(number: int) -> Data:
        data = copy.deepcopy(whole())
        arm = at(data, ARM)
        for n in range(number):
            arm["procedures"][f"walk-{n}"] = {"description": f"They walk {n}.", "order": n + 2}
            arm["schedule"][f"s-{n}"] = {"duration": "P1W", "procedures": [f"walk-{n}{slip}"]}
        return data

    return grow


def _phases_given(*, drug: bool = True, dosed: bool = False, **phase: Any) -> Grow:
    """Make phases grow, and procedures that none of them names, each with a material.

    Args:
        drug: Whether the material is one, of which a dose is asked.
        dosed: Whether the procedure has one.
        **phase: What each phase says.
    """

    def grow(number: int) -> Data:
        data = copy.deepcopy(whole())
        arm = at(data, ARM)
        for n in range(number):
            data["materials"][f"thing-{n}"] = {
                "name": f"Thing {n}",
                "kind": "drug" if drug else "other",
            }
            arm["procedures"][f"take-{n}"] = {
                "description": f"They take it {n}.",
                "materials": [f"thing-{n}"],
                "performed_by": "participant",
                **({"dose": {"amount": f"{n + 1} mg"}} if dosed else {}),
            }
            arm["schedule"][f"s-{n}"] = {"duration": "P1W", **phase}
        return data

    return grow


def _with(path: Path, entries: Callable[[int], Any]) -> Grow:
    """Make what stands at a path in the document anew, by how many there are to be."""

    def grow(number: int) -> Data:
        data = copy.deepcopy(whole())
        made = entries(number)
        if not path:
            return {**data, **made}
        group = at(data, path[:-1])
        if isinstance(made, dict):
            group[path[-1]] = {**group.get(path[-1], {}), **made}
        elif isinstance(made, list):
            group[path[-1]] = [*group.get(path[-1], []), *made]
        else:
            group[path[-1]] = made
        return data

    return grow


def _arm_of(data: Data) -> Data:
    arm: Data = next(iter(data["interventions"].values()))
    return arm


def _bare_arms(number: int) -> Data:
    return {f"n{n}": {"role": "experimental", "name": f"Arm {n}"} for n in range(number)}


def _declared(number: int, **words: Any) -> list[Data]:
    """Return declarations; `{n}` in their words is the number of each."""
    plain = {"about": "tidier/session-length", "state": "not-done", "reason": "It was not {n}."}
    return [
        {name: str(value).replace("{n}", str(n)) for name, value in {**plain, **words}.items()}
        for n in range(number)
    ]


def _arms_with(**parts: Callable[[str], Any]) -> Grow:
    """Make arms grow, and lists of the document with an entry for each of them."""

    def grow(number: int) -> Data:
        data = copy.deepcopy(whole())
        arms = _bare_arms(number)
        data["interventions"] |= arms
        for name, entry in parts.items():
            data[name] = [*data.get(name, []), *(entry(key) for key in arms)]
        return data

    return grow


def _ring(companions: int) -> Grow:
    """Make arms grow that name each other in a ring, each so many of them."""

    def arms(number: int) -> Data:
        made = _bare_arms(number)
        for n, arm in enumerate(made.values()):
            arm["given_with"] = [f"n{(n + k) % number}" for k in range(1, companions + 1)]
        return made

    return _with(("interventions",), arms)


ARM: Path = ("interventions", "interventions-0")

#: Faults of each kind, so many of them.
FAULTS: dict[str, Grow] = {
    "unknown keys": _with((), lambda n: {f"key-{i}": "x" for i in range(n)}),
    "unknown keys, one in each material": _with(
        ("materials",), lambda n: {f"n{i}": {"name": f"M {i}", "colour": "red"} for i in range(n)}
    ),
    "unknown keys that are nearly known ones": _with(
        ("materials",), lambda n: {f"n{i}": {"nane": f"M {i}"} for i in range(n)}
    ),
    "values of a wrong type": _with(
        ("materials",), lambda n: {f"n{i}": {"name": ["M"]} for i in range(n)}
    ),
    "values that are no term": _with(
        ("materials",), lambda n: {f"n{i}": {"name": "M", "kind": f"kind {i}"} for i in range(n)}
    ),
    "arms of a role that is no term": _with(
        ("interventions",), lambda n: {f"n{i}": {"role": "active", "name": "A"} for i in range(n)}
    ),
    "keys that cannot be one": _with(
        ("materials",), lambda n: {f"No. {i}": {"name": "M"} for i in range(n)}
    ),
    "records without a key that is required": _with(
        ("materials",), lambda n: {f"n{i}": {"quantity": "one"} for i in range(n)}
    ),
    "references that lead nowhere": _with(
        (*ARM, "providers"), lambda n: [f"n{i}" for i in range(n)]
    ),
    "references that nearly lead somewhere": _with(
        (*ARM, "providers"), lambda n: [f"providers-{i}x" for i in range(n)]
    ),
    "entries, and as many references that nearly lead to them": lambda n: (
        _with((*ARM, "materials"), lambda n: [f"leaflet-on-walking-{i}x" for i in range(n)])(n)
        | {"materials": {f"leaflet-on-walking-{i}": {"name": f"Leaflet {i}"} for i in range(n)}}
    ),
    "phases that name a procedure with a slip": _phases_with_procedures("x"),
    "phases that follow none": _with(
        (*ARM, "schedule"), lambda n: {f"n{i}": {"follows": f"m{i}"} for i in range(n)}
    ),
    "declarations on nothing": _with(
        ("declarations",), lambda n: _declared(n, about="tidier/no-{n}")
    ),
    "declarations with a misspelt id": _with(
        ("declarations",), lambda n: _declared(n, about="tidier/session-lenght-{n}")
    ),
    "declarations that say the same": _with(
        ("declarations",), lambda n: _declared(n, reason="No.")
    ),
    "locations of nothing": _with(
        ("locations",),
        lambda n: [{"about": f"tidier/no-{i}", "document": "documents-0"} for i in range(n)],
    ),
    "arms, each with a location that does not fit": _arms_with(
        locations=lambda arm: {"about": "tidier/why", "arm": arm, "document": ["documents-0"]}
    ),
    "arms, each with a declaration that does not fit": _arms_with(
        declarations=lambda arm: {**_declared(1)[0], "arm": arm, "state": "no-state"}
    ),
    "references in letters that look alike": lambda n: (
        _with((*ARM, "materials"), lambda n: [f"le\u0430flet-{i}" for i in range(n)])(n)
        | {"materials": {f"leaflet-{i}": {"name": f"Leaflet {i}"} for i in range(n)}}
    ),
    "entries in letters that look alike": _with(
        ("materials",), lambda n: {f"le\u0430flet-{i}": {"name": f"Leaflet {i}"} for i in range(n)}
    ),
    "terms in characters that look alike": _with(
        ("materials",),
        lambda n: {f"n{i}": {"name": f"M {i}", "kind": "drug\u00a0"} for i in range(n)},
    ),
    "placeholders": _with(
        ("materials",), lambda n: {f"n{i}": {"name": "TBC", "description": "tbc"} for i in range(n)}
    ),
    "identifiers that are none": _with(
        ("sources",), lambda n: {f"n{i}": {"citation": "C", "pmid": f"x{i}"} for i in range(n)}
    ),
    "characters that cannot be seen": _with(
        ("materials",), lambda n: {f"n{i}": {"name": f"M\u200b {i}"} for i in range(n)}
    ),
}
#: What the lists and maps of the model do not show by themselves.
OTHERS: dict[str, Grow] = {
    "declarations, each with a target": _with(
        ("declarations",), lambda n: _declared(n, target="n{n}", about="tidier/materials-access")
    ),
    "declarations on all of an item": _with(
        ("declarations",), lambda n: _declared(n, about="tidier/materials", target="n{n}")
    ),
    "arms, each with a declaration": _arms_with(
        declarations=lambda arm: {**_declared(1)[0], "arm": arm, "reason": f"It was not, in {arm}."}
    ),
    "arms, each with a location": _arms_with(
        locations=lambda arm: {"about": "tidier/why", "arm": arm, "document": "documents-0"}
    ),
    "arms, each with a conflict": _arms_with(
        conflicts=lambda arm: {
            "about": f"the goal of {arm}",
            "arm": arm,
            "item": "tidier/why",
            "claims": [
                {"source": "sources-0", "says": "A."},
                {"source": "sources-0", "says": "B."},
            ],
        }
    ),
    "phases, each after the one before": _with(
        (*ARM, "schedule"),
        lambda n: {
            f"n{i}": {"duration": "P1W", **({"follows": f"n{i - 1}"} if i else {})}
            for i in range(n)
        },
    ),
    "phases, each with a procedure that it names": _phases_with_procedures(),
    "phases and drugs, nothing says which in which": _phases_given(sessions=2),
    "phases and drugs with a dose each": _phases_given(dosed=True, sessions=2),
    "phases at points and drugs": _phases_given(at=["day 1"]),
    "phases on an event and drugs with a dose each": _phases_given(dosed=True, trigger="pain"),
    "phases and things that are no drugs": _phases_given(drug=False, sessions=2),
    "arms, each with a declaration on how well it is done": _arms_with(
        declarations=lambda arm: {
            **_declared(1, about="tidier/how-well-planned")[0],
            "arm": arm,
            "reason": f"It was not, in {arm}.",
        }
    ),
    "arms, each given with the one before": _with(
        ("interventions",),
        lambda n: {
            f"n{i}": {
                "role": "experimental",
                "name": f"A {i}",
                "given_with": [f"n{i - 1}" if i else "interventions-0"],
            }
            for i in range(n)
        },
    ),
    "arms, each given with the first": _with(
        ("interventions",),
        lambda n: {
            f"n{i}": {"role": "experimental", "name": f"A {i}", "given_with": ["interventions-0"]}
            for i in range(n)
        },
    ),
    "arms, each given with the next, round in a ring": _ring(1),
    "arms, each given with the next four, round in a ring": _ring(4),
    "documents of one title": _with(
        ("documents",), lambda n: {f"n{i}": {"kind": "protocol", "title": "P"} for i in range(n)}
    ),
    "arms of one name": _with(
        ("interventions",),
        lambda n: {f"n{i}": {"role": "experimental", "name": "A"} for i in range(n)},
    ),
    "words of a text": _with((*ARM, "rationale"), lambda n: {"goal": "Fewer falls, for " * 20 * n}),
    "words of a title": _with(("title",), lambda n: "Walking in groups and " * 20 * (n + 1)),
    "lines of a text": _with(
        (*ARM, "rationale"), lambda n: {"goal": "Fewer falls.\n" * 20 * n + "x"}
    ),
}


#: Counts what a call costs: a number, or one for each function.
Measure = Callable[[Callable[[], object]], Any]
Costs = dict[str, Any]


def lines(function: Callable[[], object]) -> int:
    """Count the lines of Python that are run, each pass of a loop for itself.

    The number is the same on every machine. What C code goes over by itself is not in it.
    """
    count = 0

    def of_frame(_frame: Any, _event: str, _argument: Any) -> Any:
        nonlocal count
        count += 1
        return of_frame

    traced(function, of_frame)
    return count


def traced(function: Callable[[], object], trace: Callable[[Any, str, Any], Any]) -> None:
    """Call a function with its lines traced, as `sys.settrace` does."""
    before = sys.gettrace()
    sys.settrace(trace)
    try:
        function()
    finally:
        sys.settrace(before)


def of_document(data: Data, measure: Measure) -> Costs:
    """Measure reading a document as YAML, a check of it, each view of it, and each report."""
    raw, yaml = factories.text(data).encode(), write_yaml(data, {}).encode()
    results: list[Checked] = []
    registry = shared_registry()

    def check() -> None:
        results.append(check_bytes(raw, path="many.json", registry=registry))

    costs = {"read": measure(partial(read_bytes, yaml, path="many.yaml")), "check": measure(check)}
    checked = results[-1]
    for view in VIEWS if checked.spec is not None else ():
        costs[f"view {view}"] = measure(partial(_build, view, checked))
    for fmt in FORMATS:
        costs[f"report {fmt}"] = measure(partial(_write, fmt, checked))
    return costs


def _build(view: str, checked: Checked) -> None:
    if checked.spec is not None:
        build_view(view, checked.spec, checked.report, checked.checklists[0])


def _write(fmt: str, checked: Checked) -> None:
    reports = Reports([(fmt, Options())])
    reports.add(reports.piece(FileRun(checked.report, shared_registry())))
    for tail in reports.tails():
        list(tail)


SHAPES = (FigureBox(10.0, 10.0, 80.0, 20.0, "phase"), FigureWords(10.0, 50.0, "Weeks", "axis"))
BLOCK = Block("text", "Walks in a group", "Each week", ("1",))
VIEW = View(
    kind="description",
    title="Walking in groups",
    subtitle="TIDieR 2014: description",
    notices=("This study is fictitious.",),
    intro=("A paragraph.",),
    tables=(
        Table(
            "arms",
            "What was done",
            (Column("item", "Item", head=True), Column("arm", "Walking", note="experimental")),
            (
                Row("group", (Cell((Block("text", "Group"),)),)),
                Row("item", (Cell((BLOCK,)), Cell((BLOCK, BLOCK), "reported"))),
            ),
        ),
    ),
    left_out=("who paid",),
    figures=(Figure("course", "The course", "A bar over a line.", 120.0, 60.0, SHAPES),),
    notes=(NoteList("sources", "Sources", (Note("A paper.", "1", "https://trial.example/a"),)),),
)


def grown_views() -> dict[str, Callable[[int], View]]:
    """Return what makes views grow: each list in them, wherever it stands, and each text."""
    found: dict[str, Callable[[int], View]] = {
        "columns": _with_columns,
        "rows as paragraphs": lambda n: _laid_out(_grown(VIEW, ("tables", 0, "rows"), n)),
    }
    for path, is_list in _places(VIEW, ()):
        # Each row has as many cells as there are columns.
        if path[-1] not in ("columns", "cells"):
            name = ".".join(str(step) for step in path)
            found[name if is_list else f"words of {name}"] = partial(_grown, VIEW, path)
    return found


def _places(record: Any, path: Path) -> Iterator[tuple[Path, bool]]:
    """Go over the lists and the texts of a view: the path, and whether it is a list."""
    for field in attrs.fields(type(record)):
        value = getattr(record, field.name)
        here = (*path, field.name)
        if isinstance(value, tuple):
            if value:
                yield here, True
            last = len(value) - 1
            if last >= 0 and attrs.has(type(value[last])):
                yield from _places(value[last], (*here, last))
        elif attrs.has(type(value)):
            yield from _places(value, here)
        elif isinstance(value, str) and field.name in ("text", "title", "caption", "label"):
            yield here, False


def _grown(value: Any, path: Path, number: int) -> Any:
    """Return a view in which the list at a path has so many entries more, or the text words."""
    if not path:
        if isinstance(value, str):
            return value + " and walks on" * number
        return (*value, *(_named(value[-1], n) for n in range(number)))
    first, *rest = path
    if isinstance(first, int):
        inner = _grown(value[first], tuple(rest), number)
        return (*value[:first], inner, *value[first + 1 :])
    return attrs.evolve(value, **{first: _grown(getattr(value, first), tuple(rest), number)})


def _named(entry: Any, number: int) -> Any:
    """Return an entry with a number in its name."""
    if isinstance(entry, str):
        return f"{entry} {number}" if len(entry) > 1 else str(number)
    names = [name for name in ("key", "mark") if hasattr(entry, name)]
    return attrs.evolve(entry, **{name: f"{getattr(entry, name)}{number}" for name in names})


def _with_columns(number: int) -> View:
    view: View = _grown(VIEW, ("tables", 0, "columns"), number)
    (table,) = view.tables
    rows = tuple(
        attrs.evolve(row, cells=(*row.cells, *row.cells[-1:] * number))
        if row.kind == "item"
        else row
        for row in table.rows
    )
    return attrs.evolve(view, tables=(attrs.evolve(table, rows=rows),))


def _laid_out(view: View) -> View:
    tables = tuple(attrs.evolve(table, layout="paragraphs") for table in view.tables)
    return attrs.evolve(view, tables=tables)


def of_view(view: View, measure: Measure) -> Costs:
    """Measure each format that a view can be written in."""
    renderers = shared_registry().renderers
    return {
        f"format {name}": measure(partial(renderer.function, view))
        for name, renderer in renderers.items()
        if view.figures or not renderer.media_type.startswith("image/")
    }


@cache
def checklists() -> tuple[Checklist, ...]:
    """Return the installed guidelines."""
    registry = shared_registry()
    found = (registry.checklist(name) for name in registry.checklist_ids)
    return tuple(checklist for checklist in found if checklist is not None)


def _form(rows: Sequence[Sequence[str]], *, tables: int = 1, texts: Sequence[str] = ()) -> Form:
    made = tuple(
        FormTable(
            table,
            f"table {table}",
            tuple(
                FormRow(
                    number,
                    f"table {table}, row {number}",
                    tuple(
                        FormCell(text, f"table {table}, row {number}, column {column}", column)
                        for column, text in enumerate(cells, 1)
                    ),
                )
                for number, cells in enumerate(rows, 1)
            ),
            f"Table {table}",
        )
        for table in range(1, tables + 1)
    )
    around = tuple(FormText(text, f"paragraph {n}") for n, text in enumerate(texts, 1))
    return Form("docx", made, around)


HEAD = ("No", "Item", "Primary paper", "Other")
ITEMS = tuple(
    (item.number, item.title)
    for item in next(one for one in checklists() if one.id == "tidier").items
)
ROWS = (HEAD, *((number, title, "p. 4", "Protocol, p. 5") for number, title in ITEMS))
#: Forms in which one thing is there n times.
FORMS: dict[str, Callable[[int], Form]] = {
    "rows that answer": lambda n: _form([*ROWS, *ROWS[1:] * n]),
    "rows of items that are not known": lambda n: _form(
        [*ROWS, *((f"{i % 80 + 20}", f"Item {i}", "p. 4", "x") for i in range(n))]
    ),
    "rows between the items": lambda n: _form(
        [*ROWS, *(("", f"Heading {i}", "", "") for i in range(n))]
    ),
    "columns": lambda n: _form([(*row, *(f"{row[2]} {i}" for i in range(n))) for row in ROWS]),
    "columns that are arms": lambda n: _form(
        [
            ("No", "Item", *(f"Walking in group {i}" for i in range(n + 2))),
            *(
                (*item, *(f"They walk, and rest {i} times." for i in range(n + 2)))
                for item in ITEMS
            ),
        ]
    ),
    "tables": lambda n: _form(ROWS, tables=n + 1),
    "paragraphs": lambda n: _form(ROWS, texts=[f"Paragraph {i} says more." for i in range(n)]),
    "arms that are listed": lambda n: _form(
        ROWS, texts=["Arms", *(f"Walking {i}: Experimental arm" for i in range(n))]
    ),
    "documents that are listed": lambda n: _form(
        ROWS, texts=["Documents", *(f"Protocol: Part {i}" for i in range(n))]
    ),
    "documents that answers name": lambda n: _form(
        [
            *ROWS,
            *(("3", "What", "p. 4", f"Leaflet {i} (https://trial.example/{i})") for i in range(n)),
        ]
    ),
    "answers in a cell": lambda n: _form(
        [*ROWS[:-1], (*ROWS[-1][:2], "\n".join(f"p. {i}" for i in range(n + 1)), "")]
    ),
    "words of an answer": lambda n: _form(
        [*ROWS[:-1], (*ROWS[-1][:2], "They walk. " * (n + 1), "")]
    ),
    "lines below a label": lambda n: _form(
        [
            *ROWS[:-1],
            (ROWS[-1][0], "\n".join([ROWS[-1][1], *("They walk." for _ in range(n))]), "", ""),
        ]
    ),
    "lines of a head": lambda n: _form(
        [(*HEAD[:-1], "\n".join([HEAD[-1], *(f"see page {i}" for i in range(n))])), *ROWS[1:]]
    ),
    "rows below an item": lambda n: _form(
        [*ROWS[:6], *(("", f"They walk {i} times.", "", "") for i in range(n)), *ROWS[6:]]
    ),
    "rows above the items": lambda n: _form(
        [*((f"Note {i}", "x", "", "") for i in range(n)), *ROWS]
    ),
    "questions": lambda n: _form([*ROWS, *(("3", "What", "?", "n/a") for _ in range(n))]),
}


def of_form(form: Form, measure: Measure) -> Costs:
    """Measure what is made of a form."""
    read = read_form(form, checklists())
    steps: dict[str, Callable[[], object]] = {"read": partial(read_form, form, checklists())}
    if read.choice is not None:
        steps["judge"] = partial(judge, read, "form.docx")
    steps["draft"] = lambda: draft(read, "form").text()
    return {name: measure(step) for name, step in steps.items()}
