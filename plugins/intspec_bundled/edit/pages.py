"""The pages: what stands on each, made of the file, the guidelines and the model."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import islice
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from intspec import (
    Arm,
    Checklist,
    Diagnostic,
    Item,
    ItemState,
    Modification,
    Specification,
    build_view,
    key_kinds,
    pointer,
    related,
    state_words,
    value_at,
    words_of_value,
)
from intspec.text import is_right_to_left, some_of
from intspec_bundled.edit.file import EditedFile, State
from intspec_bundled.edit.questions import ARMS, Keys, Question, effort, question
from intspec_bundled.edit.things import (
    Adder,
    Field,
    Group,
    Path,
    Thing,
    Things,
    example_of,
    identifier,
    kind_at,
    name_of,
    plainly,
)
from intspec_bundled.edit.words import WORDS

STUDY_PAGE = "/study"
#: What the first screen asks, and what else may be said there.
FIRST = (
    *("title", "stage", "described_by"),
    *("interventions.name", "interventions.role", "interventions.given_with"),
    *("interventions.receives_later", "checklists"),
    *("sources.citation", "sources.read", "sources.doi", "sources.url"),
)
ALSO = ("acronym", "language", "fictitious", "registrations", "population", "default_source")
#: States that need nothing more, and that a guideline's next question passes over.
SETTLED = frozenset({"reported", "not-applicable", "not-done", "not-yet"})
VIEWS = ("description", "checklist", "gaps")
FIGURE, YAML = "timeline", "file"
#: The declared states that a form offers; the last only where others describe the study.
OFFERED = ("not-applicable", "not-done", "not-shareable", "not-found")
#: How many other items are named that ask for the same.
MOST_ALSO = 12
#: How many terms of each vocabulary can be searched on a page.
MOST_TERMS = 500


@dataclass(frozen=True)
class Subject:
    """What an item is judged on, as a column of its page.

    Attributes:
        arm: Key of the arm; empty for the study.
        label: What it is called.
        role: Its part in the comparison, in words.
        things: What is asked.
        verdict: The verdict; None where it is not asked.
        denial: The place of the key that "no" is the answer of; empty where there is none.
        denied: What that key says now.
        prose: The field for prose; None where the item has none.
        declarations: What is declared of it: places, and the data.
    """

    arm: str
    label: str
    role: str
    things: tuple[Thing, ...]
    verdict: ItemState | None
    denial: str
    denied: str
    prose: Field | None
    declarations: tuple[tuple[str, Mapping[str, Any]], ...]

    @property
    def id(self) -> str:
        """A name for the page."""
        return identifier(f"subject {self.arm}")


@cache
def environment() -> Environment:
    """Return the templates, made once for the process."""
    made = Environment(
        loader=PackageLoader("intspec_bundled.edit"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        w=WORDS["page"],
        severities=WORDS["severity"],
        state_words=state_words,
        identifier=identifier,
    )
    made.globals.update(plainly=plainly, example_of=example_of)
    made.tests["field"] = lambda one: isinstance(one, Field)
    made.tests["group"] = lambda one: isinstance(one, Group)
    made.tests["adder"] = lambda one: isinstance(one, Adder)
    return made


class Pages:
    """Makes the pages of a file.

    Args:
        file: The file.

    Attributes:
        report: What became of the form or record that the file was begun with; empty for none.
    """

    def __init__(self, file: EditedFile) -> None:
        self._file = file
        self.report = ""
        self._templates = environment()
        self._questions: dict[tuple[str, str], Question] = {}
        self._also: dict[tuple[str, str], str] = {}

    @cached_property
    def checklists(self) -> tuple[Checklist, ...]:
        """The installed guidelines."""
        registry = self._file.context.registry
        loaded = (registry.checklist(name) for name in registry.checklist_ids)
        return tuple(one for one in loaded if one is not None)

    @cached_property
    def terms(self) -> tuple[tuple[str, str], ...]:
        """The terms of the installed vocabularies: ids as a file has them, and labels."""
        registry = self._file.context.registry
        loaded = (registry.vocabulary(name) for name in registry.vocabulary_ids)
        return tuple(
            (f"{one.id}:{code}", term.label)
            for one in loaded
            if one is not None
            for code, term in islice(one.terms.items(), MOST_TERMS)
        )

    def order(self, state: State) -> list[str]:
        """Return the addresses of all pages in the order of the guidelines."""
        return [STUDY_PAGE, *(address(c, i) for c in state.checklists for i in c.items)]

    def item(self, state: State, page: str) -> tuple[Checklist, Item] | None:
        """Return which item a page is about; None where it is about none."""
        for checklist in state.checklists:
            for item in checklist.items:
                if address(checklist, item) == page:
                    return checklist, item
        return None

    def exists(self, state: State, page: str) -> bool:
        """Tell whether there is such a page."""
        return page == STUDY_PAGE or self.item(state, page) is not None

    def whole(self, state: State, page: str, show: str) -> str:
        """Return a page."""
        return self._render("page.html.jinja", self._context(state, page, show), state)

    def parts(self, state: State, page: str, show: str, *, main: bool) -> dict[str, str]:
        """Return the parts of a page that have changed, by the id of the element they stand in."""
        context = self._context(state, page, show, things=main)
        names = ("nav", "panel", *(("main",) if main else ()))
        return {name: self._render(f"{name}.html.jinja", context, state) for name in names}

    def beginning(self) -> str:
        """Return the page that asks what a new file begins with."""
        kinds = {kind.name: kind for kind in key_kinds(Specification)}
        roles = {kind.name: kind for kind in key_kinds(Arm)}["role"]
        importers = self._file.context.registry.importers
        return self._templates.get_template("begin.html.jinja").render(
            file=self._file,
            stage=kinds["stage"],
            described_by=kinds["described_by"],
            roles=roles,
            checklists=[(one.id, one.label) for one in self.checklists],
            endings=sorted({end for one in importers.values() for end in one.suffixes}),
            direction="ltr",
            language="en",
        )

    def history(self) -> str:
        """Return the page with what this session changed."""
        template = self._templates.get_template("history.html.jinja")
        versions = list(enumerate(self._file.versions))[::-1]
        return template.render(
            file=self._file,
            versions=versions,
            report=self.report,
            direction="ltr",
            language="en",
        )

    def _render(self, name: str, context: Mapping[str, Any], state: State) -> str:
        language = str(state.whole.get("language") or "en")
        direction = "rtl" if is_right_to_left(language) else "ltr"
        template = self._templates.get_template(name)
        return template.render(**context, language=language, direction=direction)

    def _context(
        self, state: State, page: str, show: str, *, things: bool = True
    ) -> dict[str, Any]:
        found = self.item(state, page)
        context: dict[str, Any] = {
            "file": self._file,
            "page": page,
            "show": show,
            "views": (*VIEWS, FIGURE, YAML),
            "title": state.whole.get("title") or self._file.name,
            "nav": self._navigation(state, page),
            "fits": state.spec is not None,
            "arms": state.whole.get(ARMS) or {},
            "next_page": self._next(state, page),
            "text": state.file.text if show == YAML else "",
            "view": self._view(state, found, show),
            "terms": self.terms if things else (),
            "state_id": hashlib.sha256(state.raw).hexdigest(),
            "figure": show == FIGURE and state.spec is not None,
        }
        if found is None:
            context |= self._study(state) if things else {}
            context |= {"item": None, "checklist": None, "verdicts": (), "also": ""}
            context["findings"] = [
                (one, plain_hint(one)) for one in state.report.diagnostics if not one.items
            ]
            return context
        checklist, item = found
        verdicts = [v for v in state.report.items if _is_of(v, checklist, item)]
        order = self.order(state)
        position = order.index(page)
        context |= {
            "item": item,
            "checklist": checklist,
            "verdicts": [(_subject_name(v, state.whole), v) for v in verdicts],
            "findings": list(_findings(state, checklist, item)),
            "also": self._asked_also(checklist, item),
            "before": order[position - 1],
            "after": order[position + 1] if position + 1 < len(order) else "",
        }
        if things:
            context["subjects"] = list(self._subjects(state, checklist, item))
            context["asked"] = [part.part for part in checklist.parts[item.id]]
            context["delegated"] = self._delegated(state, item)
            context["about"] = _about(checklist, item)
            context["states"] = _offered(state)
        return context

    def _navigation(self, state: State, page: str) -> list[dict[str, Any]]:
        """Return the items by guideline, each with its states."""
        states: dict[tuple[str, str], dict[str, None]] = {}
        for verdict in state.report.items:
            states.setdefault((verdict.checklist, verdict.item), {})[verdict.state] = None
        return [
            {
                "label": checklist.label,
                "items": [
                    {
                        "address": address(checklist, item),
                        "number": item.number,
                        "title": item.title,
                        "here": address(checklist, item) == page,
                        "states": [*states.get((checklist.id, item.id), {})],
                    }
                    for item in checklist.items
                ],
            }
            for checklist in state.checklists
        ]

    def _next(self, state: State, page: str) -> str:
        """Return the page of an item that is open, the quickest to answer first."""
        still = {
            (verdict.checklist, verdict.item)
            for verdict in state.report.items
            if verdict.state not in SETTLED
        }
        waiting = [
            (effort(found.subject) + effort(found.study), number, address(checklist, item))
            for checklist in state.checklists
            for number, item in enumerate(checklist.items)
            if (checklist.id, item.id) in still
            for found in [self._question(checklist, item)]
        ]
        quick = [one for _effort, _number, one in sorted(waiting)]
        if page not in quick:
            return quick[0] if quick else ""
        behind = quick[quick.index(page) + 1 :] or [one for one in quick if one != page]
        return behind[0] if behind else ""

    def _question(self, checklist: Checklist, item: Item) -> Question:
        key = (checklist.id, item.id)
        if key not in self._questions:
            self._questions[key] = question(checklist, item)
        return self._questions[key]

    def _study(self, state: State) -> dict[str, Any]:
        keys = Keys()
        for path in (*FIRST, *ALSO):
            keys.add(tuple(path.split(".")), asked=path in FIRST)
        order = [path.partition(".")[0] for path in (*FIRST, *ALSO)]
        things = self._things(state, {}).of(Specification, keys, ())
        ordered = sorted(things, key=lambda one: order.index(one.at.split("/")[1]))
        return {"study_things": ordered}

    def _things(self, state: State, catalogues: Mapping[str, Keys]) -> Things:
        guidelines = tuple((one.id, one.label) for one in self.checklists)
        extensions = self._file.context.registry.extensions
        return Things(state.whole, catalogues, {"/checklists": guidelines}, extensions)

    def _subjects(self, state: State, checklist: Checklist, item: Item) -> Iterator[Subject]:
        asked = self._question(checklist, item)
        things = self._things(state, asked.catalogues)
        scope = checklist.scope(item)
        verdicts = [v for v in state.report.items if _is_of(v, checklist, item)]
        arms = state.whole.get(ARMS)
        arms = arms if isinstance(arms, Mapping) else {}
        for key, arm in arms.items():
            if scope == "study" or not isinstance(arm, Mapping):
                continue
            if scope == "modification":
                yield from self._modifications(state, checklist, item, key, things, asked)
                continue
            verdict = next((v for v in verdicts if v.arm == key), None)
            of_arm = things.of(Arm, asked.subject, (ARMS, key))
            yield self._subject(state, checklist, item, key, of_arm, verdict)
        if scope == "study" or asked.study.open():
            of_study = things.of(Specification, asked.study, ())
            verdict = next((v for v in verdicts if v.arm is None), None)
            if scope == "study" or of_study:
                yield self._subject(state, checklist, item, "", of_study, verdict)

    def _modifications(  # noqa: PLR0913, PLR0917 -- each is needed
        self,
        state: State,
        checklist: Checklist,
        item: Item,
        arm: str,
        things: Things,
        asked: Question,
    ) -> Iterator[Subject]:
        place: Path = (ARMS, arm, "modifications", "entries")
        entries = value_at(state.whole, place)
        for number, entry in enumerate(entries if isinstance(entries, list) else []):
            inner = things.of(Modification, asked.subject, (*place, number))
            group = Group("", name_of(entry, str(number + 1)), "", inner, asked=True)
            verdict = next(
                (
                    v
                    for v in state.report.items
                    if _is_of(v, checklist, item) and (v.arm, v.modification) == (arm, number + 1)
                ),
                None,
            )
            yield self._subject(state, checklist, item, arm, (group,), verdict)

    def _subject(  # noqa: PLR0913, PLR0917 -- each is needed
        self,
        state: State,
        checklist: Checklist,
        item: Item,
        arm: str,
        things: tuple[Thing, ...],
        verdict: ItemState | None,
    ) -> Subject:
        whole = state.whole
        around: Path = (ARMS, arm) if arm else ()
        data = value_at(whole, around)
        extensions = self._file.context.registry.extensions
        denial, denied = "", ""
        for path in item.denied:
            place = (*around, *path.removeprefix("study.").split("."))
            kind = kind_at(place, extensions)
            if kind is not None and kind.kind == "yes-or-no":
                denial = pointer(place)
                denied = words_of_value(kind, value_at(whole, place)) or ""
                break
        ids = checklist.ids(item)
        declared = [
            (pointer(("declarations", number)), one)
            for number, one in enumerate(whole.get("declarations") or ())
            if isinstance(one, Mapping) and one.get("about") in ids
            if one.get("arm") in (None, arm or None)
        ]
        prose = None
        if checklist.scope(item) != "modification":
            place = (*around, "narrative", f"{checklist.id}/{item.id}")
            kind = kind_at(place, extensions)
            if kind is not None:
                prose = Field(
                    at=pointer(place),
                    kind=kind,
                    label=WORDS["page"]["other_words"],
                    words=words_of_value(kind, value_at(whole, place)),
                    choices=(),
                    asked=True,
                    required=False,
                )
        return Subject(
            arm=arm,
            label=name_of(data, arm) if arm else WORDS["page"]["study"],
            role=str(data.get("role", "")).replace("-", " ") if arm else "",
            things=things,
            verdict=verdict,
            denial=denial,
            denied=denied,
            prose=prose,
            declarations=tuple(declared),
        )

    def _asked_also(self, checklist: Checklist, item: Item) -> str:
        """Name the items of other guidelines that ask for the same."""
        key = (checklist.id, item.id)
        if key not in self._also:
            named = [
                f"{other.file.title} {beside.number} {beside.title}"
                for other in self.checklists
                if other.id != checklist.id
                for beside in other.items
                if related(checklist, item, other, beside)
            ]
            self._also[key] = some_of(named, MOST_ALSO) if named else ""
        return self._also[key]

    def _delegated(self, state: State, item: Item) -> list[tuple[str, str]]:
        """Return the pages of the items that an item leaves its question to."""
        if not item.delegates:
            return []
        claimed = {one.id: one for one in state.checklists}
        other = claimed.get(item.delegates)
        if other is None:
            return [(STUDY_PAGE, item.delegates)]
        return [(address(other, one), f"{other.file.title} {one.number}") for one in other.items]

    def _view(self, state: State, found: tuple[Checklist, Item] | None, show: str) -> Any:
        checklist = found[0] if found else next(iter(state.checklists), None)
        if state.spec is None or checklist is None or show not in VIEWS:
            return None
        return build_view(show, state.spec, state.report, checklist)


def address(checklist: Checklist, item: Item) -> str:
    """Return the address of an item's page."""
    return f"/item/{checklist.id}/{item.id}"


def _is_of(verdict: ItemState, checklist: Checklist, item: Item) -> bool:
    return (verdict.checklist, verdict.item) == (checklist.id, item.id)


def _subject_name(verdict: ItemState, whole: Any) -> str:
    if verdict.arm is None:
        return str(WORDS["page"]["study"])
    name = name_of(value_at(whole, (ARMS, verdict.arm)), verdict.arm)
    return f"{name} ({verdict.modification})" if verdict.modification else name


def _findings(state: State, checklist: Checklist, item: Item) -> Iterator[tuple[Diagnostic, str]]:
    """Return what is found at an item, each with what an author is asked to state."""
    asks = {part.decided_by: part.part.asks for part in checklist.parts[item.id]}
    asks |= {part.rule: part.part.asks for part in checklist.parts[item.id]}
    for one in state.report.diagnostics:
        if any((ref.checklist, ref.item) == (checklist.id, item.id) for ref in one.items):
            yield one, asks.get(one.rule) or plain_hint(one)


def plain_hint(diagnostic: Diagnostic) -> str:
    """Return what mends a finding, where it is said without what is written in the file."""
    return "" if "`" in diagnostic.hint else diagnostic.hint


def _about(checklist: Checklist, item: Item) -> list[tuple[str, str]]:
    """Return what a declaration may be about: the item, or one of its parts."""
    whole = (f"{checklist.id}/{item.id}", WORDS["page"]["whole_item"])
    return [whole, *((part.rule, part.part.asks) for part in checklist.parts[item.id])]


def _offered(state: State) -> Sequence[str]:
    others = state.whole.get("described_by") == "others"
    return OFFERED if others else OFFERED[:-1]
