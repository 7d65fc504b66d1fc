"""What an item is asked of, as the columns of its page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from intspec import (
    Arm,
    Checklist,
    Extension,
    Item,
    ItemState,
    Modification,
    Specification,
    pointer,
    value_at,
    words_of_value,
)
from intspec_bundled.edit.file import State
from intspec_bundled.edit.questions import ARMS, Question
from intspec_bundled.edit.things import (
    Field,
    Group,
    Path,
    Thing,
    Things,
    identifier,
    kind_at,
    name_of,
)
from intspec_bundled.edit.words import WORDS


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


class Subjects:
    """What an item is asked of: the study, or each arm or modification, with what is asked there.

    Args:
        state: The file.
        found: The guideline and its item.
        asked: What the item asks.
        things: Makes fields of what is asked.
        extensions: The records that plugins add to the model.
    """

    def __init__(
        self,
        state: State,
        found: tuple[Checklist, Item],
        asked: Question,
        things: Things,
        extensions: Mapping[str, Extension],
    ) -> None:
        self._state = state
        self._checklist, self._item = found
        self._asked = asked
        self._things = things
        self._extensions = extensions
        self._verdicts = [one for one in state.report.items if is_of(one, *found)]

    def __iter__(self) -> Iterator[Subject]:
        """Go over the subjects."""
        scope = self._checklist.scope(self._item)
        arms = self._state.whole.get(ARMS)
        for key, arm in arms.items() if isinstance(arms, Mapping) else ():
            if scope == "study" or not isinstance(arm, Mapping):
                continue
            if scope == "modification":
                yield from self._modifications(key)
                continue
            of_arm = self._things.of(Arm, self._asked.subject, (ARMS, key))
            yield self._subject(key, of_arm, self._verdict(key))
        if scope == "study" or self._asked.study.open():
            of_study = self._things.of(Specification, self._asked.study, ())
            if scope == "study" or of_study:
                yield self._subject("", of_study, self._verdict(None))

    def _verdict(self, arm: str | None, modification: int | None = None) -> ItemState | None:
        for one in self._verdicts:
            if one.arm == arm and modification in (None, one.modification):
                return one
        return None

    def _modifications(self, arm: str) -> Iterator[Subject]:
        place: Path = (ARMS, arm, "modifications", "entries")
        entries = value_at(self._state.whole, place)
        for number, entry in enumerate(entries if isinstance(entries, list) else []):
            inner = self._things.of(Modification, self._asked.subject, (*place, number))
            group = Group("", name_of(entry, str(number + 1)), "", inner, asked=True)
            yield self._subject(arm, (group,), self._verdict(arm, number + 1))

    def _subject(self, arm: str, things: tuple[Thing, ...], verdict: ItemState | None) -> Subject:
        whole = self._state.whole
        around: Path = (ARMS, arm) if arm else ()
        data = value_at(whole, around)
        checklist, item, extensions = self._checklist, self._item, self._extensions
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


def is_of(verdict: ItemState, checklist: Checklist, item: Item) -> bool:
    """Tell whether a verdict is about an item."""
    return (verdict.checklist, verdict.item) == (checklist.id, item.id)
