"""The pages: what stands on each, made of the file, the guidelines and the model."""

from collections.abc import Container, Iterator, Mapping, Sequence
from functools import cache, cached_property
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from intspec import (
    Arm,
    Checklist,
    Diagnostic,
    Item,
    ItemState,
    Specification,
    build_view,
    key_kinds,
    related,
    state_words,
    value_at,
)
from intspec.text import is_right_to_left, some_of
from intspec_bundled.edit.file import EditedFile, State
from intspec_bundled.edit.passages import Passage, Passages
from intspec_bundled.edit.places import WHOLE, places_of
from intspec_bundled.edit.questions import ARMS, Keys, Question, effort, question
from intspec_bundled.edit.remarks import KeptRemark, Remarks
from intspec_bundled.edit.returned import RemarksError
from intspec_bundled.edit.subjects import Subjects, is_of
from intspec_bundled.edit.things import (
    Adder,
    Field,
    Group,
    Things,
    example_of,
    holds_answers,
    identifier,
    label_of,
    name_of,
    places_in,
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
FIGURE, YAML, MANUSCRIPT = "timeline", "file", "manuscript"
#: The declared states that a form offers; the last only where others describe the study.
OFFERED = ("not-applicable", "not-done", "not-shareable", "not-found")
#: How many other items are named that ask for the same.
MOST_ALSO = 12
#: How many terms of each vocabulary can be searched on a page.
MOST_TERMS = 500


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
    groups = {"w": "page", "severities": "severity"}
    groups |= {"m": "manuscript", "r": "review", "t": "remarks"}
    # By attributes: a word whose name is that of a method of maps is shown as well.
    made.globals.update({name: SimpleNamespace(**WORDS[group]) for name, group in groups.items()})
    made.globals.update(
        state_words=state_words,
        identifier=identifier,
        verdict_id=verdict_id,
    )
    made.globals.update(
        plainly=plainly, example_of=example_of, holds_answers=holds_answers, label_of=label_of
    )
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
        self.passages = Passages(file)
        self.remarks = Remarks(file)
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

    def shows(self, state: State) -> tuple[str, ...]:
        """Return what can stand beside a question; the manuscript where there is one."""
        beside = (MANUSCRIPT,) if self.passages.manuscripts(state) else ()
        return (*VIEWS, FIGURE, YAML, *beside)

    def subjects(self, state: State, found: tuple[Checklist, Item]) -> Subjects:
        """Return what an item is asked of, with what is asked there."""
        asked = self._question(*found)
        things = self._things(state, asked.catalogues)
        return Subjects(state, found, asked, things, self._file.context.registry.extensions)

    def whole(self, state: State, page: str, show: str) -> str:
        """Return a page."""
        return self._render("page.html.jinja", self._context(state, page, show), state)

    def parts(self, state: State, page: str, show: str, *, main: bool) -> dict[str, str]:
        """Return the parts of a page that have changed, by the id of the element they stand in."""
        context = self._context(state, page, show, things=main)
        names = ("nav", "panel", *(("main",) if main else ()))
        parts = {name: self._render(f"{name}.html.jinja", context, state) for name in names}
        for _name, verdict in () if main else context["verdicts"]:
            told = self._render("verdict.html.jinja", {"verdict": verdict}, state)
            parts[verdict_id(verdict)] = told
        return parts

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

    def remarks_page(self, state: State) -> str:
        """Return the page with the remarks of co-authors."""
        return self._remarks("remarks.html.jinja", state)

    def all_remarks(self, state: State) -> str:
        """Return what stands on that page, where remarks have come in."""
        return self._remarks("all_remarks.html.jinja", state)

    def remark(self, state: State, remark: KeptRemark) -> str:
        """Return one remark, as it stands on that page."""
        context = {"one": _remark_shown(remark, state)}
        return self._render("remark.html.jinja", context, state)

    def _remarks(self, name: str, state: State) -> str:
        remarks, problem = self._kept(state)
        shown = [_remark_shown(one, state) for one in remarks]
        context = {"file": self._file, "kept_in": Path(self.remarks.path).name}
        return self._render(name, {**context, "remarks": shown, "problem": problem}, state)

    def _kept(self, state: State) -> tuple[list[KeptRemark], str]:
        """Return the remarks in the order of the pages, open ones first; and why there are none."""
        try:
            remarks = self.remarks.all()
        except RemarksError as error:
            return [], str(error)
        order = {place: n for n, place in enumerate(places_of(state))} if remarks else {}
        last = len(order)
        return sorted(remarks, key=lambda one: (one.how != "", order.get(one.place, last))), ""

    def _render(self, name: str, context: Mapping[str, Any], state: State) -> str:
        language = str(state.whole.get("language") or "en")
        direction = "rtl" if is_right_to_left(language) else "ltr"
        template = self._templates.get_template(name)
        return template.render(**context, language=language, direction=direction)

    def _context(
        self, state: State, page: str, show: str, *, things: bool = True
    ) -> dict[str, Any]:
        found = self.item(state, page)
        shows = self.shows(state)
        show = show if show in shows else VIEWS[0]
        context: dict[str, Any] = {
            "file": self._file,
            "page": page,
            "show": show,
            "views": shows,
            "title": state.whole.get("title") or self._file.name,
            "nav": self._navigation(state, page),
            "fits": state.spec is not None,
            "arms": state.whole.get(ARMS) or {},
            "next_page": self._next(state, page),
            "text": state.file.text if show == YAML else "",
            "view": self._view(state, found, show),
            "terms": self.terms if things else (),
            "state_id": state.id,
            "figure": show == FIGURE and state.spec is not None,
            "passages": self._passages(state, found) if show == MANUSCRIPT else (),
            "problem": self.passages.problem,
        }
        if found is None:
            context |= self._study(state) if things else {}
            context |= {"item": None, "checklist": None, "verdicts": (), "also": "", "remarks": ()}
            context["remarks_problem"] = ""
            context["findings"] = [
                (one, _arms_of(one, state), plain_hint(one))
                for one in state.report.diagnostics
                if not one.items
            ]
            return context
        checklist, item = found
        verdicts = [v for v in state.report.items if is_of(v, checklist, item)]
        order = self.order(state)
        position = order.index(page)
        context |= {
            "item": item,
            "checklist": checklist,
            "verdicts": [(_subject_name(v, state.whole), v) for v in verdicts],
            "findings": [*_findings(state, checklist, item), *self._lying_here(state, found)],
            "also": self._asked_also(checklist, item),
            "before": order[position - 1],
            "after": order[position + 1] if position + 1 < len(order) else "",
        }
        remarks, context["remarks_problem"] = self._kept(state)
        context["remarks"] = [
            (_name_of_arm(one.arm or None, state.whole), one)
            for one in remarks
            if one.about in checklist.ids(item) and not one.how
        ]
        if things:
            context["subjects"] = list(self.subjects(state, found))
            context["asked"] = [part.part for part in checklist.parts[item.id]]
            context["delegated"] = self._delegated(state, item)
            context["about"] = _about(checklist, item)
            context["states"] = _offered(state)
        return context

    def _lying_here(
        self, state: State, found: tuple[Checklist, Item]
    ) -> Iterator[tuple[Diagnostic, str, str]]:
        """Go over the findings of no item that lie at what the page of one shows."""
        others = [one for one in state.report.diagnostics if not one.items]
        if not others:
            return
        shown = {at for one in self.subjects(state, found) for at in places_in(one.things)}
        for one in others:
            if any(one.pointer == at or one.pointer.startswith(f"{at}/") for at in shown):
                yield one, _arms_of(one, state), plain_hint(one)

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

    def _passages(
        self, state: State, found: tuple[Checklist, Item] | None
    ) -> list[tuple[str, list[Passage]]]:
        """Return the passages that may answer an item, by what they are about."""
        if found is None:
            return []
        return [
            (_name_of_arm(arm, state.whole), passages)
            for arm, passages in self.passages.of(state, *found)
        ]

    def _view(self, state: State, found: tuple[Checklist, Item] | None, show: str) -> Any:
        checklist = found[0] if found else next(iter(state.checklists), None)
        if state.spec is None or checklist is None or show not in VIEWS:
            return None
        return build_view(show, state.spec, state.report, checklist)


def address(checklist: Checklist, item: Item) -> str:
    """Return the address of an item's page."""
    return f"/item/{checklist.id}/{item.id}"


def _remark_shown(remark: KeptRemark, state: State) -> dict[str, Any]:
    """Return what a page says of a remark: what it is about, where that is, and if it is old."""
    places = places_of(state)
    found = places.get(remark.place)
    if remark.place == WHOLE:
        where, leads_to = WORDS["review"]["whole"], STUDY_PAGE
    elif found is None:
        gone = " ".join(filter(None, remark.place))
        where, leads_to = f"{gone} ({WORDS['remarks']['not_there']})", ""
    else:
        checklist, item = found
        named = f"{checklist.file.title} {item.number} {item.title}"
        where = f"{named}: {_name_of_arm(remark.arm or None, state.whole)}"
        leads_to = address(checklist, item)
    old = remark.state != state.id and not remark.how
    return {"remark": remark, "where": where, "leads_to": leads_to, "old": old}


def _name_of_arm(arm: str | None, whole: Any) -> str:
    if arm is None:
        return str(WORDS["page"]["study"])
    return name_of(value_at(whole, (ARMS, arm)), arm)


def verdict_id(verdict: ItemState) -> str:
    """Return the id of the element in which an arm's card tells its state."""
    return identifier(f"verdict {verdict.arm or ''} {verdict.modification or ''}")


def _subject_name(verdict: ItemState, whole: Any) -> str:
    name = _name_of_arm(verdict.arm, whole)
    return f"{name} ({verdict.modification})" if verdict.modification else name


def _arms_of(finding: Diagnostic, state: State, items: Container[str] = ()) -> str:
    """Name the arms that a finding is about, at some items or at all, where there are several."""
    arms = state.whole.get(ARMS)
    if not isinstance(arms, Mapping) or len(arms) == 1:
        return ""
    keys = [ref.arm or finding.arm for ref in finding.items if ref.item in items] or [finding.arm]
    return ", ".join(_name_of_arm(key, state.whole) for key in dict.fromkeys(keys) if key)


def _findings(
    state: State, checklist: Checklist, item: Item
) -> Iterator[tuple[Diagnostic, str, str]]:
    """Return what is found at an item, each with what an author is asked to state."""
    asks = {part.decided_by: part.part.asks for part in checklist.parts[item.id]}
    asks |= {part.rule: part.part.asks for part in checklist.parts[item.id]}
    for one in state.report.diagnostics:
        if any((ref.checklist, ref.item) == (checklist.id, item.id) for ref in one.items):
            yield one, _arms_of(one, state, {item.id}), asks.get(one.rule) or plain_hint(one)


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
