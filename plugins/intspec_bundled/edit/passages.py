"""The manuscript beside a question: the passages that `intspec locate` suggests for it."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import click

from intspec import pointer
from intspec_bundled.edit.questions import ARMS
from intspec_bundled.edit.things import name_of
from intspec_bundled.edit.words import WORDS

if TYPE_CHECKING:
    from intspec import Checklist, Item
    from intspec_bundled.edit.file import EditedFile, State

#: The fields of a location that a suggestion has, and how each is shown.
PLACE = ("section", "page", "paragraph")
SAYS: Mapping[str, str] = WORDS["manuscript"]


@dataclass(frozen=True)
class Passage:
    """A sentence of a manuscript that may answer an item, or that a location says answers it.

    Attributes:
        id: A name for it, by which it is accepted; empty where it has its place already.
        text: The sentence.
        where: Where it stands, in words.
        because: By which words it was found.
        location: The location that it becomes.
    """

    id: str
    text: str
    where: str
    because: str
    location: Mapping[str, str]


class Passages:
    """What is found in the manuscripts that a specification names, for as long as both stay so.

    Args:
        file: The specification. A manuscript stands in its folder, or below it.
    """

    def __init__(self, file: "EditedFile") -> None:
        self._file = file
        self._searching = Lock()
        self._asked: object = None
        self._looked_for: frozenset[tuple[str, str, str | None]] = frozenset()
        self._digests: dict[tuple[Path, int, int], bytes] = {}
        self._found: list[tuple[str, dict[str, Any]]] = []
        #: Why nothing can be found, in words; empty where it can.
        self.problem = ""

    def manuscripts(self, state: "State") -> dict[str, Path]:
        """Return the manuscripts beside the file, by the keys of their documents."""
        folder = Path(self._file.path).parent.resolve()
        documents = {} if state.spec is None else state.spec.documents
        named = {key: (folder / one.file) for key, one in documents.items() if one.file}
        return {
            key: path
            for key, path in named.items()
            if path.is_file() and path.resolve().is_relative_to(folder)
        }

    def look(self) -> None:
        """Find passages for all items that have no place yet; this may take some seconds.

        It is done again where a manuscript, a claimed guideline or an arm's name has changed, or
        an item has lost its place; other edits of the file leave what was found. Who asks
        meanwhile waits for it, and searches no second time.
        """
        with self._searching:
            state = self._file.now()
            if state.spec is None:
                return
            manuscripts = self.manuscripts(state)
            asked, looked_for = self._asks(state, manuscripts), _without_place(state)
            if self._asked == asked and looked_for <= self._looked_for:
                return
            self._asked, self._looked_for = asked, looked_for
            self._found, self.problem = [], ""
            for key, path in manuscripts.items():
                given = ("--document", f"{key}={path}", "--format", "json")
                try:
                    told = self._file.context.ask("locate", self._file.path, "--suggest", *given)
                except click.ClickException as error:
                    self.problem = SAYS["cannot"].format(why=error.format_message())
                    continue
                self._found += [(key, one) for one in json.loads(told)["items"]]

    def _asks(self, state: "State", manuscripts: Mapping[str, Path]) -> object:
        """Return what is searched, and by what."""
        arms = state.whole.get(ARMS) or {}
        return (
            {key: self._digest(path) for key, path in manuscripts.items()},
            [(c.id, i.id, c.cues(i)) for c in state.checklists for i in c.items],
            {key: name_of(arm, key) for key, arm in arms.items()},
        )

    def _digest(self, path: Path) -> bytes:
        """Return a hash of a file, which is read anew where its time or its size has changed."""
        found = path.stat()
        key = (path, found.st_mtime_ns, found.st_size)
        if key not in self._digests:
            with path.open("rb") as file:
                self._digests[key] = hashlib.file_digest(file, "sha256").digest()
        return self._digests[key]

    def of(
        self, state: "State", checklist: "Checklist", item: "Item"
    ) -> list[tuple[str | None, list[Passage]]]:
        """Return the passages of an item, by the arms that they are of; None for the study."""
        by_arm: dict[str | None, list[Passage]] = {}
        for arm, passage in self._located(state, checklist, item):
            by_arm.setdefault(arm, []).append(passage)
        for key, one in self._open(state):
            if (one["checklist"], one["item"]) == (checklist.id, item.id):
                held = by_arm.setdefault(one["arm"], [])
                held += self._suggested(key, one)
        return [*by_arm.items()]

    def _open(self, state: "State") -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Go over what was found for items that have no place by now either."""
        settled = {(v.checklist, v.item, v.arm) for v in state.report.items if v.located}
        for key, one in self._found:
            if (one["checklist"], one["item"], one["arm"]) not in settled:
                yield key, one

    def _located(
        self, state: "State", checklist: "Checklist", item: "Item"
    ) -> Iterator[tuple[str | None, Passage]]:
        """Go over the places that the file has already."""
        ids = checklist.ids(item)
        for one in () if state.spec is None else state.spec.locations:
            if one.about in ids:
                place = {name: str(getattr(one, name) or "") for name in PLACE}
                yield one.arm, Passage("", one.anchor or "", in_words(place), "", {})

    def _suggested(self, key: str, one: Mapping[str, Any]) -> Iterator[Passage]:
        """Go over the suggestions for an item, each with the location that it becomes."""
        for number, found in enumerate(one["suggestions"]):
            place = {name: str(found[name]) for name in PLACE if found[name] is not None}
            location = {
                "about": f"{one['checklist']}/{one['item']}",
                **({} if one["arm"] is None else {"arm": one["arm"]}),
                "document": key,
                **place,
                "anchor": found["text"],
            }
            name = pointer((key, one["checklist"], one["item"], one["arm"] or "", number))
            because = ", ".join(found["because"]).replace("`", '"')  # who reads it sees no code
            yield Passage(name, found["text"], in_words(place), because, location)

    def called(self, state: "State", name: str) -> Mapping[str, str] | None:
        """Return the location that a suggestion becomes; None where it is not there any more."""
        passages = (one for key, item in self._open(state) for one in self._suggested(key, item))
        return next((one.location for one in passages if one.id == name), None)


def _without_place(state: "State") -> frozenset[tuple[str, str, str | None]]:
    """Return the items that have no place yet, each with its arm."""
    return frozenset((v.checklist, v.item, v.arm) for v in state.report.items if not v.located)


def in_words(place: Mapping[str, str]) -> str:
    """Write the place of a passage."""
    return ", ".join(SAYS[name].format(place[name]) for name in PLACE if place.get(name))


__all__ = ["Passage", "Passages", "in_words"]
