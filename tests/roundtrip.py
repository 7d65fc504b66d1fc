"""What a form can hold of a specification, in a shape in which two can be compared."""

from typing import Any

from intspec.answers.places import PAGES, page_labels
from intspec.checking import Checked
from intspec.checklists import Checklist, Item
from intspec.forms.arms import key_of
from intspec.model import Declaration, Location
from intspec.views.checklist_view import document_title
from intspec.views.context import Context
from intspec.views.merged_places import merged, place_of

Known = set[tuple[Any, ...]]


def _flat(text: str | None) -> str:
    return " ".join((text or "").split())


def _about(about: str, item: Item, checklist: Checklist) -> str:
    return checklist.names(item)[0] if about in checklist.names(item) else about


def _subjects(item: Item, context: Context, arm: str | None) -> list[str]:
    if arm is not None:
        return [context.arm_name(arm)]
    if context.checklist.scope(item) == "study":
        return [""]
    return [context.arm_name(key) for key in context.spec.interventions]


def context_of(checked: Checked, checklist: Checklist) -> Context:
    """Return what views look things up in."""
    assert checked.spec is not None, checked.report.diagnostics
    return Context(checked.spec, checked.report, checklist)


def locations(context: Context) -> Known:
    """Return the places that are named of each item, document and arm, as they are put together."""
    found: dict[tuple[Any, ...], list[dict[str, str]]] = {}
    for item in context.checklist.items:
        for one in context.spec.locations:
            if one.about in context.ids(item):
                for arm in _subjects(item, context, one.arm):
                    about = _about(one.about, item, context.checklist)
                    key = (about, arm, _document(one, context))
                    found.setdefault(key, []).append(_fields(one))
    return {(*key, frozenset(merged(places).split("; "))) for key, places in found.items()}


def _document(location: Location, context: Context) -> tuple[str, ...]:
    document = context.spec.documents[location.document]
    title = document_title(location.document, context)
    return (document.kind, title, document.doi or document.url or "")


def _fields(location: Location) -> dict[str, str]:
    """Return the fields of a place; pages in one way, since a form has one for each."""
    fields = place_of(location)
    pages = {"page": ", ".join(page_labels(fields))}
    rest = {name: value for name, value in fields.items() if name not in PAGES}
    return {name: value for name, value in {**rest, **pages}.items() if value}


def shown_declarations(context: Context) -> Known:
    """Return the declarations that answer something, for each arm in which they do."""
    found: Known = set()
    for item in context.checklist.items:
        study = context.checklist.scope(item) == "study"
        for arm in [None] if study else context.spec.interventions:
            for one in context.answers(item, arm):
                about = _about(one.about, item, context.checklist)
                target = key_of(context.name_of(one.target), "") if one.target else ""
                found.add(_declared(one, about, context.arm_name(arm), target))
    return found


def stated_declarations(context: Context) -> Known:
    """Return all declarations, for each arm that they hold for."""
    found: Known = set()
    for item in context.checklist.items:
        for one in context.spec.declarations:
            if one.about in context.ids(item):
                about = _about(one.about, item, context.checklist)
                for arm in _subjects(item, context, one.arm):
                    found.add(_declared(one, about, arm, one.target or ""))
    return found


def _declared(one: Declaration, about: str, arm: str, target: str) -> tuple[Any, ...]:
    return (about, arm, one.state, target, _flat(one.reason))


def frame(context: Context) -> tuple[Any, ...]:
    """Return what a form says of the study as a whole."""
    spec = context.spec
    arms = [(context.arm_name(key), arm.role) for key, arm in spec.interventions.items()]
    return (_flat(spec.title), spec.stage, spec.fictitious, spec.described_by, arms)
