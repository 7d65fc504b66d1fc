"""Slips of a plugin's author, made one by one: each field of each record that a plugin hands over.

Whatever is wrong with it, the plugin is named, what others find stays as it was, every report is
whole, and nothing is taken for a fault of intspec. What is wrong is told from what is right by the
types that the fields declare, without the code that is tested.
"""

import json
import typing
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal

import attrs
import pytest
from reports import run_of

from intspec import (
    Annotator,
    ChecklistResource,
    DoesNotApply,
    Extension,
    FilledForm,
    Filler,
    Finding,
    Form,
    FormCell,
    FormError,
    FormRow,
    FormTable,
    FormText,
    Importer,
    MissingExtra,
    Options,
    Renderer,
    RenderError,
    Rule,
    View,
    ViewMaker,
    VocabularyResource,
    hookimpl,
    key,
    record,
)
from intspec.api import check_text
from intspec.cli.common import RunError
from intspec.cli.documents import run_renderer
from intspec.cli.forms import annotate, check_form
from intspec.diagnostics import FileReport
from intspec.plugins import Registry
from intspec.plugins.hooks import Hooks
from intspec.reporters import BESIDE_CHECKS, FORMATS
from intspec.schema.generating import specification_schema
from strangers import Stranger, host, stranger

pytestmark = pytest.mark.long

SPEC = """\
intspec: "1.0"
id: ward
title: A fictitious ward
stage: results
checklists: [bad, witness]
no_comparator: {reason: A pilot.}
interventions:
  round: {role: experimental, name: Round}
extensions:
  bad: {depth: deep}
"""
INCOMPLETE = 3


class Shouting(str):
    """A text whose own methods do harm."""

    __slots__ = ()

    def __str__(self) -> str:
        raise SystemExit(70)

    __repr__ = __format__ = split = replace = encode = partition = __str__  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        raise KeyboardInterrupt

    def __hash__(self) -> int:
        raise GeneratorExit


class Lying:
    """Says that it is a text."""

    __class__ = str  # type: ignore[assignment]


#: What may stand in place of what a field asks for.
WRONG: dict[str, Any] = {
    "nothing": None,
    "a list": ["title"],
    "a dict": {"title": 1},
    "a number": 3,
    "a number below all": -1,
    "a number beyond all": 10**5000,
    "no number": float("nan"),
    "a truth": True,
    "an object": object(),
    "bytes": b"title",
    "a text": "title",
    "a text that shouts": Shouting("title"),
    "a liar": Lying(),
    "half of a character": "\ud800",
    "a text without end": "x" * 10**6,
    "a function": len,
    "a class": int,
    "a tuple of nothing": (None,),
    "a tuple of lists": (["title"],),
    "a tuple of texts": ("title", Shouting("title")),
}


def right(kind: Any, value: Any) -> bool:
    """Tell whether a value is what a type promises: a text that shouts is one."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (UnionType, typing.Union):
        return any(right(member, value) for member in inner)
    if origin is Literal:
        return type(value) is str and value in inner
    if origin is tuple:
        return type(value) is tuple and all(right(inner[0], one) for one in value)
    if kind is NoneType:
        return value is None
    if kind is str:
        return value == "title" if type(value) is str else type(value) is Shouting
    if kind is int:
        return type(value) is int and 0 <= value < 10**6
    if kind in (bool, type):
        return type(value) is kind
    if isinstance(kind, str) and kind.endswith("| None") and value is None:
        return True
    if isinstance(kind, str) or origin is typing.get_origin(Callable[..., Any]):
        return callable(value)
    return False  # a map or a record: none of these


def fields(cls: Any) -> Iterator[tuple[str, Any, str, Any]]:
    """Go over each field of a record with each value that is not for it."""
    for field in attrs.fields(cls):
        for name, value in WRONG.items():
            if not right(field.type, value):
                yield field.name, field.type, name, value


def read(_raw: bytes, _name: str) -> Form:
    """Read a form with nothing in it."""
    return Form("bars", ())


def nothing(*_given: object) -> list[Any]:
    """Find nothing."""
    return []


def witness() -> Stranger:
    """Make a plugin that finds one thing."""

    def function(subject: Any) -> Iterator[Finding]:
        yield Finding("the witness was here", subject.at("name"))

    rule = Rule("witness/rule", "Looks.", "warning", "arm", function)
    return stranger("witness", intspec_rules=(rule,))


@record
class Fields:
    """Fields of a plugin's own."""

    depth: str | None = key("How deep.", default=None)


#: A good record of each class that hooks give.
GOOD: dict[type, Any] = {
    ChecklistResource: ChecklistResource("bad-list", "no_such_package", "x.toml"),
    VocabularyResource: VocabularyResource("bad-words", "no_such_package", "x.toml"),
    Rule: Rule("bad/rule", "Looks.", "warning", "arm", nothing),
    Renderer: Renderer("bars", ".bars", "Bars.", lambda _view: "text"),
    ViewMaker: ViewMaker("bars", "Bars.", lambda document: View("bars", document.spec.title, "")),
    Importer: Importer("bars", (".bars",), "Bars.", read),
    Annotator: Annotator("bars", (".bars",), "Bars.", lambda raw, _remarks: raw),
    Filler: Filler("bars", (".bars",), "Bars.", lambda raw, _answers: FilledForm(raw, {})),
    Extension: Extension("bad", Fields),
    Options: Options(Fields),
}


def hooks() -> dict[str, type]:
    """Return every hook, with the class of the records that it gives."""
    found = {}
    for name in vars(Hooks):
        if name.startswith("intspec_"):
            (found[name],) = typing.get_args(typing.get_type_hints(getattr(Hooks, name))["return"])
    return found


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Registry]:
    """Load a plugin that slips, and the one that is the witness."""

    def make(names: Mapping[str, object]) -> Registry:
        return host(monkeypatch, stranger("bad", names), witness())

    return make


def implementation(name: str, function: Callable[[], Any]) -> Callable[[], Any]:
    """Return an implementation of a hook, which a function gives the records of."""

    def give() -> Any:
        return function()

    give.__name__ = name
    made_one: Callable[[], Any] = hookimpl(give)
    return made_one


def checked(registry: Registry) -> FileReport:
    """Check a document, and make sure of the witness and of every report.

    Returns:
        What was found.
    """
    report = check_text(SPEC, registry=registry)
    whole(report, registry)
    found = [d for d in report.diagnostics if d.rule == "witness/rule"]
    assert [d.message for d in found] == ["the witness was here"]
    specification_schema(registry.extensions)
    return report


def whole(report: FileReport, registry: Registry) -> None:
    """Make sure that every report is whole, and ends as incomplete where a plugin failed."""
    for fmt in FORMATS:
        text, reports = run_of([report], registry, fmt)
        text.encode("utf-8", "backslashreplace")
        if fmt in ("json", "sarif"):
            json.loads(text, parse_constant=pytest.fail)
        if fmt == "junit":
            ET.fromstring(text)
        hooks = {one.hook for plugin in registry.reports() for one in plugin.failures}
        # What is written is no part of a check.
        assert reports.tally.exit_code == INCOMPLETE or hooks <= BESIDE_CHECKS


def told(registry: Registry) -> list[tuple[str, str]]:
    """Return what is said of the plugin that slips, hook by hook; nobody else has failed."""
    failed = [plugin for plugin in registry.plugins if plugin.failures]
    assert [plugin.name for plugin in failed] == ["bad"]
    return [(failure.hook, failure.reason) for failure in failed[0].failures]


@pytest.mark.parametrize("name", hooks())
def test_each_field_of_what_a_hook_gives(name: str, made: Callable[..., Registry]) -> None:
    """Each wrong value is told by the field that it stands in; the good record beside it stays."""
    cls = hooks()[name]
    for field, kind, what, value in fields(cls):
        bad = attrs.evolve(GOOD[cls], **{field: value})
        registry = made({name: (bad, GOOD[cls])})
        checked(registry)
        reasons = [reason for at, reason in told(registry) if at == name]
        assert any(f"`{field}" in reason for reason in reasons), (field, kind, what, reasons)
        assert any(part in registry.plugins[0].report().provides for part in provided(cls))


def provided(cls: type) -> list[str]:
    """Return what a report says that the good record provides."""
    return {
        ChecklistResource: ["checklist bad-list"],
        VocabularyResource: ["vocabulary bad-words"],
        Rule: ["1 rule"],
        Renderer: ["format bars"],
        ViewMaker: ["view bars"],
        Importer: ["reads bars"],
        Annotator: ["annotates bars"],
        Filler: ["fills bars"],
        Extension: ["fields bad"],
        Options: ["options"],
    }[cls]


def test_every_hook_has_a_good_record() -> None:
    """A new hook is held to the same."""
    assert set(hooks().values()) == set(GOOD)


@pytest.mark.parametrize("cls", [Finding, DoesNotApply])
def test_each_field_of_what_a_rule_yields(cls: type, made: Callable[..., Registry]) -> None:
    """The rule, the field and the line are named, and what it found before stays."""
    good: Any = Finding("good", ("title",)) if cls is Finding else DoesNotApply("none")

    def finds(bad: Any, _subject: object) -> Iterator[Any]:
        yield Finding("first", ("title",))
        yield bad

    cases = list(fields(cls))
    rules = tuple(
        Rule(
            f"bad/r{number}",
            "Looks.",
            "warning",
            "arm",
            partial(finds, attrs.evolve(good, **{f: v})),
        )
        for number, (f, _kind, _what, v) in enumerate(cases)
    )
    registry = made({"intspec_rules": rules})
    report = checked(registry)
    reasons = dict(told(registry))
    for number, (field, kind, what, _value) in enumerate(cases):
        said = reasons.get(f"bad/r{number}", "")
        assert said.startswith(f"it yielded a {cls.__name__} whose `{field}"), (kind, what, said)
        assert "(test_plugin_slips.py, line " in said
    kept = {d.rule for d in report.diagnostics if d.message == "first"}
    assert kept == {f"bad/r{number}" for number in range(len(cases))}
    assert {o.state for o in report.outcomes if o.rule.startswith("bad/")} == {"crashed"}


def forms() -> Iterator[tuple[str, Form]]:
    """Make forms with one value that is wrong, in each field of each record at its depth."""
    cell = FormCell("1", "cell A1", 1)
    row = FormRow(1, "row 1", (cell,))
    table = FormTable(1, "table 1", (row,))
    form = Form("bars", (table,), (FormText("TIDieR", "paragraph 1"),))
    places: dict[str, Callable[[str, Any], Form]] = {
        "": lambda f, v: attrs.evolve(form, **{f: v}),
        "tables[0].": lambda f, v: attrs.evolve(form, tables=(attrs.evolve(table, **{f: v}),)),
        "texts[0].": lambda f, v: attrs.evolve(
            form, texts=(attrs.evolve(form.texts[0], **{f: v}),)
        ),
        "tables[0].rows[0].": lambda f, v: attrs.evolve(
            form, tables=(attrs.evolve(table, rows=(attrs.evolve(row, **{f: v}),)),)
        ),
        "tables[0].rows[0].cells[0].": lambda f, v: attrs.evolve(
            form,
            tables=(
                attrs.evolve(
                    table,
                    rows=(attrs.evolve(row, cells=(attrs.evolve(cell, **{f: v}),)),),
                ),
            ),
        ),
    }
    classes = (Form, FormTable, FormText, FormRow, FormCell)
    for (place, make), cls in zip(places.items(), classes, strict=True):
        for field, _kind, _what, value in fields(cls):
            if not (field == "text" and value == WRONG["a text without end"]):
                yield f"{place}{field}", make(field, value)


def test_each_field_of_a_form(made: Callable[..., Registry], tmp_path: Path) -> None:
    """The place in the form is named, and the file alone is not checked."""
    file = tmp_path / "form.bars"
    file.write_bytes(b"1")
    for place, form in forms():
        importer = Importer("bars", (".bars",), "Bars.", lambda *_given, form=form: form)
        registry = made({"intspec_importers": (importer,)})
        report = check_form(str(file), registry).report
        whole(report, registry)
        assert report.lost
        ((_hook, reason),) = told(registry)
        assert reason.startswith(f"it gave a Form whose `{place}"), (place, reason)
        assert reason in report.diagnostics[0].message
    checked(registry)


@pytest.mark.parametrize("cls", [FormError, RenderError, MissingExtra])
def test_each_word_of_a_refusal(
    cls: type[Exception], made: Callable[..., Registry], tmp_path: Path
) -> None:
    """A refusal is in words; one that cannot be said is a fault of the plugin."""
    file = tmp_path / "form.bars"
    file.write_bytes(b"1")
    names = {FormError: ("message", "hint", "where"), MissingExtra: ("needs", "remedy")}.get(
        cls, ()
    )
    for name in names or ("",):
        for value in WRONG.values():
            given = dict.fromkeys(names, "words") | ({name: value} if name else {})

            def refuse(
                *_given: object, given: dict[str, Any] = given, value: Any = value
            ) -> typing.NoReturn:
                raise cls(**given) if given else cls(value)

            registry = made(
                {
                    "intspec_renderers": (Renderer("bars", ".bars", "Bars.", refuse),),
                    "intspec_importers": (Importer("bars", (".bars",), "Bars.", refuse),),
                }
            )
            if cls is FormError:
                whole_or_refused(check_form(str(file), registry).report, registry)
            else:
                with pytest.raises(RunError) as ended:
                    run_renderer(registry.renderer("bars"), View("gaps", "A", "B"))
                assert ended.value.code == INCOMPLETE
                assert "the format `bars`" in ended.value.message


def whole_or_refused(report: FileReport, registry: Registry) -> None:
    """Make sure that a form that was not read is told, and whose fault it is."""
    if any(plugin.failures for plugin in registry.plugins):
        whole(report, registry)
        assert "it raised a FormError whose" in told(registry)[0][1]
    else:
        assert [d.rule for d in report.diagnostics] == ["intspec/form-unreadable"]


@pytest.mark.parametrize("what", WRONG)
def test_what_is_no_file_is_told(what: str, made: Callable[..., Registry], tmp_path: Path) -> None:
    """What a renderer, an annotator, a reader and a resource give: the plugin is named."""
    value = WRONG[what]
    file = tmp_path / "form.bars"
    file.write_bytes(b"1")

    def give(*_given: object) -> Any:
        return value

    class Mine(ChecklistResource):
        """It is read in a way of its own."""

        def read(self) -> bytes:
            """Give what is no file."""
            return give()  # type: ignore[no-any-return]

    registry = made(
        {
            "intspec_renderers": (Renderer("bars", ".bars", "Bars.", give),),
            "intspec_importers": (Importer("bars", (".bars",), "Bars.", read),),
            "intspec_annotators": (Annotator("bars", (".bars",), "Bars.", give),),
            "intspec_checklists": (Mine("bad", "p", "f"),),
        }
    )
    mine = "of the plugin bad 3.2 (bad-dist) failed: it must give"
    kinds = type(value).__mro__
    if str in kinds:
        made_of_it = run_renderer(registry.renderer("bars"), View("gaps", "A", "B"))
        assert type(made_of_it) is str
    elif bytes not in kinds:
        with pytest.raises(RunError, match="the format `bars`") as ended:
            run_renderer(registry.renderer("bars"), View("gaps", "A", "B"))
        assert mine in ended.value.message
    judged = check_form(str(file), registry)
    judged = attrs.evolve(judged, report=attrs.evolve(judged.report, readable=True))
    if bytes not in kinds:
        with pytest.raises(RunError, match="writing remarks into") as ended:
            annotate(str(file), str(tmp_path / "out.bars"), judged, registry)
        assert mine in ended.value.message
    checked(registry)
    assert [at for at, _reason in told(registry)] == ["intspec_checklists"]


RAISED: dict[str, Callable[[], BaseException]] = {
    "an interrupt": KeyboardInterrupt,
    "the end": partial(SystemExit, 0),
    "the end of a generator": GeneratorExit,
    "the end of what is gone over": StopIteration,
    "a cancelled task": lambda: __import__("asyncio").CancelledError(),
    "no memory": MemoryError,
    "a group": lambda: BaseExceptionGroup("two", [KeyboardInterrupt(), ValueError("a")]),
    "what cannot be said": lambda: ValueError(Shouting("x"), Lying()),
    "half of a character": lambda: ValueError("\ud800"),
    "a text without end": lambda: ValueError("x" * 10**6),
    "our own": lambda: __import__("click").Abort(),
}


@pytest.mark.parametrize("what", RAISED)
def test_whatever_it_raises(what: str, made: Callable[..., Registry], tmp_path: Path) -> None:
    """In a hook, in a rule, in a renderer, in a reader, where its own fields are made."""
    file = tmp_path / "form.bars"
    file.write_bytes(b"1")

    def raises(*_given: object) -> Any:
        error = RAISED[what]()
        raise error

    @record
    class Faulty:
        """Fields that cannot be made."""

        depth: str | None = key("How deep.", default=None)

        def __attrs_post_init__(self) -> None:
            raises()

    for name in hooks():
        registry = made({name: implementation(name, raises)})
        checked(registry)
        assert {at for at, _reason in told(registry)} == {name}
    registry = made(
        {
            "intspec_rules": (Rule("bad/rule", "Looks.", "warning", "arm", raises),),
            "intspec_renderers": (Renderer("bars", ".bars", "Bars.", raises),),
            "intspec_importers": (Importer("bars", (".bars",), "Bars.", raises),),
            "intspec_extensions": (Extension("bad", Faulty),),
        }
    )
    checked(registry)
    assert {at for at, _reason in told(registry)} == {"bad/rule", "intspec_extensions"}
    with pytest.raises(RunError, match=r"the format `bars` of the plugin bad 3\.2"):
        run_renderer(registry.renderer("bars"), View("gaps", "A", "B"))
    assert check_form(str(file), registry).report.lost


@pytest.mark.parametrize("what", WRONG)
def test_whatever_a_field_of_its_own_declares(what: str, made: Callable[..., Registry]) -> None:
    """Each word of a key and its default: they are told when the plugin is loaded, or are fine."""
    value = WRONG[what]
    words = ("example", "form", "refers", "identifies", "identified_by", "label", "inherits")
    for word in (*words, "least", "keys", "description", "default", "factory"):
        given: dict[str, Any] = {"description": "How deep.", "default": None, word: value}
        if word == "factory":
            given["factory"] = lambda: value
        try:

            @record
            class Slipping:
                """Fields with a slip."""

                depth: tuple[str, ...] = key(**given)  # type: ignore[misc]

        except BaseException:  # noqa: S112 -- the plugin cannot even be written
            continue
        registry = made({"intspec_extensions": (Extension("bad", Slipping),)})
        report = check_text(SPEC.replace("depth: deep", "depth: [a, b, c]"), registry=registry)
        json.dumps(specification_schema(registry.extensions), allow_nan=False)
        assert "witness/rule" in {d.rule for d in report.diagnostics}, (word, what)
        assert [p.name for p in registry.plugins if p.failures] in ([], ["bad"])


def test_what_is_no_list_of_records(made: Callable[..., Registry]) -> None:
    """What a hook gives in place of records, and what a rule does."""
    for value in WRONG.values():
        give = partial(given_back, value)
        for name in hooks():
            registry = made({name: implementation(name, give), "requires_api": value})
            report = check_text(SPEC, registry=registry)
            assert "witness/rule" in {d.rule for d in report.diagnostics}
        rule = Rule("bad/rule", "Looks.", "warning", "arm", give)
        registry = made({"intspec_rules": (rule,)})
        report = check_text(SPEC, registry=registry)
        assert "witness/rule" in {d.rule for d in report.diagnostics}
        assert registry.failed or value in (None, [], ())


def given_back(value: Any, *_given: object) -> Any:
    """Give a value, whatever is asked."""
    return value


def test_what_is_derived_is_made_plain(made: Callable[..., Registry]) -> None:
    """A text, a number and a record of a plugin's own class are taken, without their methods."""

    class Mine(Finding):
        """A finding with a method of its own."""

        def __eq__(self, other: object) -> bool:
            raise SystemExit

        __hash__ = None  # type: ignore[assignment]

    given = Mine(Shouting("mine"), ("interventions", Shouting("round")), severity="note")
    rule = Rule("bad/rule", "Looks.", "warning", "arm", lambda _subject: [given])
    registry = made({"intspec_rules": (rule,)})
    report = check_text(SPEC, registry=registry)
    (found,) = [d for d in report.diagnostics if d.rule == "bad/rule"]
    assert (found.message, found.pointer, found.severity) == (
        "mine",
        "/interventions/round",
        "note",
    )
    assert (type(found.message), type(found.pointer)) == (str, str)
    assert not registry.failed
