"""A draft specification, and what became of each answer of the form that it was made from."""

from typing import Any

import attrs

from intspec.forms.answers import Sure
from intspec.forms.yaml_text import Path, write_yaml


@attrs.frozen
class Entry:
    """What became of one answer.

    Attributes:
        where: The cell, row or paragraph it came from.
        item: The item number; empty for what answers no item.
        said: What stood there.
        became: What it became, in words.
        pointer: JSON Pointer to it in the draft; empty where it became nothing.
        sure: `sure`, `likely`, or `unsure`: look at it.
    """

    where: str
    item: str
    said: str
    became: str
    pointer: str = ""
    sure: Sure = "sure"


@attrs.define
class Draft:
    """A draft specification.

    Attributes:
        data: The document.
        comments: What a person has to decide, above the place where it stands.
        tail: Comments at the end.
        entries: What became of each answer, in the form's order.
    """

    data: dict[str, Any]
    comments: dict[Path, list[str]] = attrs.field(factory=dict)
    tail: list[str] = attrs.field(factory=list)
    entries: list[Entry] = attrs.field(factory=list)

    def text(self, head: tuple[str, ...] = ()) -> str:
        """Write the draft as YAML.

        Args:
            head: Comment lines to begin with.
        """
        body = write_yaml(self.data, self.comments)
        above = "".join(f"# {line}".rstrip() + "\n" for line in head)
        below = "".join(f"# {line}".rstrip() + "\n" for line in self.tail)
        return above + body + (f"\n{below}" if below else "")
