"""Description tables and what a careful reader would propose of them: read, imported, compared."""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import attrs

from docx_builder import docx, p, tbl, tr
from intspec import load_registry
from intspec.cli.forms import answers_of, imported
from intspec.cli.importing import known_words
from intspec.forms import Form
from intspec.forms.draft import draft
from intspec.forms.told import Lexicon
from intspec.plugins import Registry
from intspec.text.placeholders import PROPOSED

FOLDER = Path(__file__).parent / "described"
TABLES = sorted(FOLDER.glob("*.toml"))
#: A wrong number among proposals counts as so many.
WRONG_NUMBER = 5
#: Keys whose values are numbers or lengths of time.
NUMBERS = (
    "duration",
    "frequency",
    "sessions",
    "session_length",
    "group_size",
    "amount",
    "intensity",
)


@attrs.frozen
class Compared:
    """What was proposed of a table, by the name of the arm.

    Attributes:
        right: What a careful reader proposes too.
        wrong: What they do not.
        missed: What they propose besides.
    """

    right: tuple[str, ...]
    wrong: tuple[str, ...]
    missed: tuple[str, ...]

    @property
    def precision(self) -> float:
        """The share of proposals that are right, a wrong number counted several times."""
        cost = sum(WRONG_NUMBER if is_number(one) else 1 for one in self.wrong)
        return len(self.right) / max(1, len(self.right) + cost)

    @property
    def recall(self) -> float:
        """The share of what is to be proposed that is."""
        return len(self.right) / max(1, len(self.right) + len(self.missed))

    def __add__(self, other: "Compared") -> "Compared":
        """Put two comparisons together."""
        pairs = zip(attrs.astuple(self), attrs.astuple(other), strict=True)
        return Compared(*(one + another for one, another in pairs))


def is_number(fact: str) -> bool:
    """Tell whether a fact is a number, or a length of time."""
    return fact.partition(" = ")[0].split()[-1] in NUMBERS


@cache
def registry() -> Registry:
    """Return the bundled plugins."""
    return load_registry()


@cache
def words() -> Lexicon:
    """Return the names of things that the bundled plugins know."""
    return known_words(registry())


def rows_of_tidier() -> list[str]:
    """Return what the rows of a table of TIDieR are called."""
    checklist = registry().checklist("tidier")
    assert checklist is not None
    return [item.title for item in checklist.items]


def table(path: Path) -> dict[str, Any]:
    """Read a table and what is expected of it."""
    return tomllib.loads(path.read_text("utf-8"))


def as_word(data: Mapping[str, Any]) -> bytes:
    """Return a Word file that has the table."""
    return docx(p(data["title"]), tbl(*(tr(*row) for row in data["rows"])))


def drafted(data: Mapping[str, Any], name: str = "table.docx") -> dict[str, Any]:
    """Return the draft of a table, its fields proposed."""
    form = imported(name, registry(), raw=as_word(data))
    assert isinstance(form, Form)
    filled = answers_of(form, name, registry())
    return draft(filled, name, words()).data


def compared(data: Mapping[str, Any]) -> Compared:
    """Compare what is proposed of a table with what is expected."""
    found = Counter(f"{arm}: {fact.casefold()}" for arm, fact in proposals(drafted(data)))
    wanted = Counter(
        f"{arm}: {fact}".casefold() for arm, told in data["expected"].items() for fact in told
    )
    return Compared(
        tuple((found & wanted).elements()),
        tuple((found - wanted).elements()),
        tuple((wanted - found).elements()),
    )


def proposals(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Go over what a draft proposes: the name of the arm in small letters, and the fact."""
    for arm in data["interventions"].values():
        for fact in _of_arm(arm, data):
            yield arm["name"].casefold(), fact


def _of_arm(arm: Mapping[str, Any], data: Mapping[str, Any]) -> Iterator[str]:
    for kind, word in (("providers", "provider"), ("settings", "setting")):
        for key in arm.get(kind, ()):
            yield f"{word} = {_plain(data[kind][key]['kind'])}"
    for key, value in arm.get("delivery", {}).items():
        for one in value if isinstance(value, list) else [value]:
            yield f"{key} = {_plain(one)}"
    phases = arm.get("schedule", {})
    for number, (name, phase) in enumerate(phases.items(), 1):
        before = "" if name == "course" and len(phases) == 1 else f"phase {number} "
        for key, value in phase.items():
            yield f"{before}{'amount' if key == 'dose' else key} = {_plain(value)}"


def _plain(value: Any) -> str:
    """Return a proposed value as the expectations write it."""
    if not isinstance(value, Mapping):
        assert value.startswith(PROPOSED), value
        return str(value).removeprefix(PROPOSED)
    if "planned" in value or "amount" in value:
        return _plain(value.get("planned", value.get("amount")))
    if "times" in value:
        return f"{_plain(value['times'])}/{_plain(value['per'])}"
    ends = [_plain(value[end]) if end in value else "" for end in ("min", "max")]
    return ends[0] if ends[0] == ends[1] else "-".join(ends)
