"""Draft specifications: what is made of a foreign file, and what became of each thing in it."""

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from intspec.answers.answer import Sure
from intspec.diagnostics import pointer_steps
from intspec.text.yaml_text import Path, write_yaml


@attrs.frozen
class DraftEntry:
    """What became of one thing that stood in a file.

    Attributes:
        where: Where it stood: a cell, a row, a paragraph, a pointer.
        item: The item number of the guideline that it answers; empty where it answers none.
        said: What stood there.
        became: What it became, in words; or why it became nothing.
        pointer: JSON Pointer to it in the draft; empty where it became nothing.
        sure: `sure`, `likely`, or `unsure`: look at it.
        decide: What a person has to decide, in a sentence; it is written above the place.
    """

    where: str
    item: str = ""
    said: str = ""
    became: str = ""
    pointer: str = ""
    sure: Sure = "sure"
    decide: str = ""


@attrs.frozen
class DraftSpecification:
    """A specification that an importer makes of a file, for a person to go on with.

    Attributes:
        data: The document, as data: texts, numbers, lists and mappings.
        entries: What became of each thing in the file, in its order. What has no place in a
            specification has an entry without a pointer: nothing is lost in silence.
        origin: What the file is, in words that begin a sentence: `record NCT01400022 of
            ClinicalTrials.gov`.
    """

    data: Mapping[str, Any]
    entries: tuple[DraftEntry, ...]
    origin: str


@attrs.frozen
class Drafts:
    """The specifications that an importer makes of a file: one for each study in it.

    Attributes:
        studies: The drafts, in the order of the file.
    """

    studies: tuple[DraftSpecification, ...]


@attrs.define
class Draft:
    """A draft specification that is being made.

    Attributes:
        data: The document.
        comments: What a person has to decide, by the path of the entry that it is written above.
        tail: Comments at the end.
        entries: What became of each answer, in the form's order.
    """

    data: dict[str, Any]
    comments: dict[Path, list[str]] = attrs.field(factory=dict)
    tail: list[str] = attrs.field(factory=list)
    entries: list[DraftEntry] = attrs.field(factory=list)

    def text(self, head: tuple[str, ...] = ()) -> str:
        """Write the draft as YAML.

        Args:
            head: Comment lines to begin with.
        """
        body = write_yaml(self.data, self.comments)
        above = "".join(f"# {line}".rstrip() + "\n" for line in head)
        below = "".join(f"# {line}".rstrip() + "\n" for line in self.tail)
        return above + body + (f"\n{below}" if below else "")


def draft_of(made: DraftSpecification) -> Draft:
    """Take over a draft that an importer made: what must be decided is marked at its place."""
    draft = Draft(dict(made.data), entries=list(made.entries))
    for entry in made.entries:
        if entry.decide:
            path = _path(made.data, pointer_steps(entry.pointer))
            draft.comments.setdefault(path, []).append(f"DECIDE {entry.decide}")
    return draft


def _path(data: Any, steps: Iterable[str]) -> Path:
    """Return the path that a pointer leads along, as far as the data go."""
    path: list[str | int] = []
    for step in steps:
        if isinstance(data, Mapping) and step in data:
            path.append(step)
            data = data[step]
        elif isinstance(data, list | tuple) and step.isdecimal() and int(step) < len(data):
            path.append(int(step))
            data = data[int(step)]
        else:
            break
    return tuple(path)
