"""Define the clauses of the contract, and the records that the two processes exchange."""

from collections.abc import Mapping
from typing import Any, Literal

import attrs

State = Literal["kept", "broken", "nothing-to-look-at", "not-looked-at"]

#: The most faults of a clause that are listed.
MOST = 12
#: The clauses by name, each with what it asks for, in the order in which they are listed.
CLAUSES: Mapping[str, str] = {
    "ends": "it comes to its end and leaves the process alone",
    "loads": "every hook runs and gives the records that it should",
    "import-time": "loading it takes no longer than loading intspec",
    "offline": "it asks nothing of the network",
    "silent": "nothing is printed when it is loaded",
    "metadata": "its project names the oldest intspec that it works with",
    "wheel": "the wheel of its project holds the files that it names",
    "ids": "ids are well formed and in its namespace",
    "documentation": "every rule has text under each heading",
    "words": "every item and part of a checklist has all its words",
    "paths": "every path is in the model, in checklists and of findings",
    "examples": "the example of a part makes that part pass",
    "cases": "every rule and part is found by a case, and all cases pass",
    "specs": "its example specifications fit the schema and say that they are fictitious",
    "no-crash": "no rule raises, on the example specifications or on made-up ones",
    "pure": "two runs give the same, and so does another process",
    "renderers": "every view renders to the same bytes each time, with all its words, in order",
    "views": "every view that it adds is made, the same each time",
    "importers": "a file that is none is refused with FormError and nothing else",
    "vocabularies": "every vocabulary loads",
    "extensions": "every field is described, and every option",
    "commands": "every command has help, its options too, and a name that is free",
}


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
        reason: Why it was not looked at, or what its author may want to know.
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
        tracebacks: What the plugin raised, each once, as Python prints it.
    """

    name: str
    version: str
    provides: tuple[str, ...]
    clauses: tuple[ClauseResult, ...]
    tracebacks: tuple[str, ...] = ()

    @property
    def broken(self) -> list[Broken]:
        """The faults."""
        return [Broken(result.clause, fault) for result in self.clauses for fault in result.faults]

    @classmethod
    def of_data(cls, data: Mapping[str, Any]) -> "Examination":
        """Make an examination of the plain data that a process gave."""
        clauses = tuple(
            ClauseResult(**{**values, "faults": tuple(values["faults"])})
            for values in data["clauses"]
        )
        provides, tracebacks = tuple(data["provides"]), tuple(data["tracebacks"])
        return cls(data["name"], data["version"], provides, clauses, tracebacks)


@attrs.frozen
class Request:
    """What is to be examined.

    Attributes:
        plugin: Name of an installed plugin; None where a project is given.
        folder: Folder of the plugin's project; None where a name is given.
        cases: Folder of its cases, if it has one.
        generated: How many specifications to make up.
        examples: How many of intspec's example specifications to use; all where None.
    """

    plugin: str | None
    folder: str | None
    cases: str | None
    generated: int
    examples: int | None = None


def shortened(faults: list[str]) -> tuple[str, ...]:
    """Return faults once each, the first of many."""
    unique = list(dict.fromkeys(faults))
    surplus = len(unique) - MOST
    return tuple([*unique[:MOST], f"and {surplus} more"] if surplus > 1 else unique)
