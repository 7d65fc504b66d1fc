"""What an examination asks for and gives, as records that cross from one process to another."""

from collections.abc import Mapping
from typing import Any, Literal

import attrs

State = Literal["kept", "broken", "nothing-to-look-at", "not-looked-at"]

#: How many faults of a clause are told.
MOST = 12


@attrs.frozen
class Broken:
    """A fault: the clause that is broken, and how.

    Attributes:
        clause: Name of the clause.
        message: What is wrong, in one line.
    """

    clause: str
    message: str

    def __str__(self) -> str:
        return f"{self.clause}: {self.message}"


@attrs.frozen
class ClauseResult:
    """What became of one clause.

    Attributes:
        clause: Its name.
        asks: What it asks for, in one line.
        state: kept; broken; nothing-to-look-at, where the plugin has nothing of the kind; or
            not-looked-at, with the reason.
        faults: What is wrong, one line each.
        reason: Why it was not looked at.
    """

    clause: str
    asks: str
    state: State
    faults: tuple[str, ...] = ()
    reason: str = ""


@attrs.frozen
class Examination:
    """A plugin held against the contract.

    Attributes:
        name: Name of the plugin, or of the distribution.
        version: Its version.
        provides: What it provides, one line each.
        clauses: The clauses in order.
    """

    name: str
    version: str
    provides: tuple[str, ...]
    clauses: tuple[ClauseResult, ...]

    @property
    def broken(self) -> list[Broken]:
        """The faults."""
        return [Broken(one.clause, fault) for one in self.clauses for fault in one.faults]

    @classmethod
    def of_data(cls, data: Mapping[str, Any]) -> "Examination":
        """Make an examination of the plain data that a process gave."""
        clauses = tuple(
            ClauseResult(**{**one, "faults": tuple(one["faults"])}) for one in data["clauses"]
        )
        return cls(data["name"], data["version"], tuple(data["provides"]), clauses)


@attrs.frozen
class Request:
    """What is to be examined.

    Attributes:
        plugin: Name of an installed plugin; None where a project is given.
        folder: Folder of the plugin's project; None where a name is given.
        cases: Folder of its cases, if it has one.
        generated: How many specifications to make up.
    """

    plugin: str | None
    folder: str | None
    cases: str | None
    generated: int


def shortened(faults: list[str]) -> tuple[str, ...]:
    """Return faults once each, the first of many."""
    unique = list(dict.fromkeys(faults))
    more = len(unique) - MOST
    return tuple([*unique[:MOST], f"and {more} more"] if more > 1 else unique)
