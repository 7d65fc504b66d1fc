"""The remarks of co-authors, kept beside the file, and settled one by one.

They never become content: a person writes what is to be changed, and says of the remark what
became of it.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from intspec import write_file as write_whole
from intspec.text import flat, some_of
from intspec_bundled.edit.file import EditedFile, State
from intspec_bundled.edit.places import MARK, VERSION, places_of, study_of
from intspec_bundled.edit.returned import (
    MOST_NAME,
    MOST_TEXT,
    RemarksError,
    cleaned,
    entries_of,
    returned,
    text_in,
)
from intspec_bundled.edit.words import WORDS

#: What the name of the file ends in that keeps them, after the name of the specification.
KEPT_AS = ".remarks.json"
#: The most bytes that are kept.
MOST_KEPT = 20_000_000
#: How many places are named that the file does not have.
MOST_PLACES = 5
#: What can become of a remark.
BECAME = ("taken-up", "not-taken-up")
#: What may have several lines, or is a name in the file.
WORDED = frozenset({"text", "why", "about", "arm"})
SAYS: Mapping[str, str] = WORDS["remarks"]


@dataclass(frozen=True)
class KeptRemark:
    """A remark, and what became of it.

    Attributes:
        about: The item, as declarations name it; empty for the whole.
        arm: The arm's key; empty for the study.
        text: What was written.
        name: Who wrote it.
        state: A name for what the file held when the copy was made.
        came: The day on which it came in.
        how: What became of it; empty while it is open.
        why: The word why.
        by: Who settled it.
        settled: The day on which it was settled.
    """

    about: str
    arm: str
    text: str
    name: str
    state: str
    came: str
    how: str = ""
    why: str = ""
    by: str = ""
    settled: str = ""

    @property
    def id(self) -> str:
        """A name for it, the same each time that its copy comes in."""
        said = json.dumps([self.about, self.arm, self.text, self.name, self.state])
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    @property
    def place(self) -> tuple[str, str]:
        """What it is about: the item, and the arm."""
        return self.about, self.arm


class Remarks:
    """The remarks on a specification.

    Args:
        file: The specification.
    """

    def __init__(self, file: EditedFile) -> None:
        self._file = file
        #: The file that keeps them.
        self.path = f"{file.path}{KEPT_AS}"

    def all(self) -> tuple[KeptRemark, ...]:
        """Return them, in the order in which they came.

        Raises:
            RemarksError: What is kept cannot be read.
        """
        if not Path(self.path).exists():
            return ()
        try:
            data = json.loads(self._file.context.read(self.path, MOST_KEPT))
            return tuple(_kept(one) for one in entries_of(data))
        except (click.ClickException, ValueError, RecursionError, TypeError, KeyError):
            raise RemarksError(SAYS["unreadable"].format(name=Path(self.path).name)) from None

    def take(self, raw: bytes, state: State) -> str:
        """Take in the remarks of a copy that came back; return what became of them.

        Raises:
            RemarksError: It is no copy that can be used; nothing is kept of it.
            OSError: They cannot be written; nothing has changed.
        """
        copy = returned(raw)
        if copy.document != study_of(state):
            raise RemarksError(SAYS["other"].format(document=copy.document))
        if not copy.remarks:
            raise RemarksError(SAYS["empty"])
        known = places_of(state)
        here = [one for one in copy.remarks if one[:2] in known]
        others = [one[:2] for one in copy.remarks if one[:2] not in known]
        unknown = [flat(cleaned(" ".join(filter(None, place)))) for place in others]
        came = [KeptRemark(*one, copy.name, copy.state, _today()) for one in here]
        with self._file.locked():
            held = self.all()
            ids = {one.id for one in held}
            new = list({one.id: one for one in came if one.id not in ids}.values())
            if new:
                self._write([*held, *new])
        told = [SAYS["taken"].format(name=copy.name, count=len(new))]
        if len(new) < len(came):
            told.append(SAYS["known"].format(count=len(came) - len(new)))
        if unknown:
            named = some_of(list(dict.fromkeys(unknown)), MOST_PLACES)
            told.append(SAYS["unknown"].format(places=named))
        if new and copy.state != state.id:
            told.append(SAYS["older"])
        return " ".join(told)

    def settle(self, name: str, how: str, why: str, by: str) -> tuple[KeptRemark, str]:
        """Say what became of a remark; return it, and what the page is told.

        Args:
            name: Its id.
            how: One of `BECAME`.
            why: The word why.
            by: Who says it.

        Raises:
            RemarksError: There is no such remark, or what is kept cannot be read.
            OSError: It cannot be written; nothing has changed.
        """
        with self._file.locked():
            held = list(self.all())
            number = next((n for n, one in enumerate(held) if one.id == name), None)
            if number is None:
                raise RemarksError(SAYS["gone"])
            if held[number].how:
                return held[number], SAYS["settled_already"].format(by=held[number].by)
            held[number] = replace(held[number], how=how, why=why, by=by, settled=_today())
            self._write(held)
        return held[number], SAYS["settled"]

    def _write(self, remarks: Sequence[KeptRemark]) -> None:
        data = {MARK: VERSION, "remarks": [asdict(one) for one in remarks]}
        content = (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()
        if len(content) > MOST_KEPT:
            raise RemarksError(SAYS["full"])
        write_whole(self.path, content)


def problems_of(how: str, why: str, by: str) -> dict[str, str]:
    """Return what is missing to settle a remark, by the fields of the page."""
    given = {
        "how": how in BECAME,
        "why": 0 < len(why) <= MOST_TEXT,
        "by": 0 < len(by) <= MOST_NAME,
    }
    return {name: SAYS[f"say_{name}"] for name, is_given in given.items() if not is_given}


def _kept(data: Any) -> KeptRemark:
    """Return a remark of the file that keeps them.

    Raises:
        ValueError, TypeError: It is none.
    """
    if not isinstance(data, Mapping):
        raise TypeError
    names = [one.name for one in fields(KeptRemark)]
    said = {name: text_in(data.get(name, "")) for name in names}
    if not (said["text"] and said["name"] and said["how"] in ("", *BECAME)):
        raise ValueError
    lines = {name: flat(words) for name, words in said.items() if name not in WORDED}
    return KeptRemark(**{**said, **lines})


def _today() -> str:
    return datetime.now(UTC).astimezone().date().isoformat()
