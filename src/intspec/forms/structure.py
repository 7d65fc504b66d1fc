"""Fields that the words of a description propose: each is marked, and a person confirms it.

What is proposed begins with `PROPOSED:`, which counts as absent until it is taken away.
"""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from intspec.answers.answer import Said
from intspec.diagnostics import pointer
from intspec.forms.arms import GUESSES, arm_of_role, key_of, short_key_of
from intspec.forms.drafted import Draft, DraftEntry
from intspec.forms.fact import Fact, agreeing
from intspec.forms.read import Filled, FilledItem
from intspec.forms.told import PROVIDERS, SETTINGS, WAYS, Lexicon, facts, sentences
from intspec.forms.told_times import TIMES
from intspec.lazy import frozen
from intspec.schema.misplaced import ARM
from intspec.text.names import slug, unique
from intspec.text.placeholders import PROPOSED
from intspec.text.wording import flat
from intspec.text.yaml_text import Path

#: Where what a row is about belongs in an arm, and what is read of it first.
KINDS: Mapping[str, str] = MappingProxyType(
    {
        "/providers.*": PROVIDERS,
        "/settings.*": SETTINGS,
        "delivery.mode": WAYS,
        "delivery.grouping": WAYS,
        "delivery.group_size": WAYS,
        "delivery.supervised": WAYS,
        "schedule.*.duration": TIMES,
        "schedule.*.sessions": TIMES,
        "schedule.*.frequency": TIMES,
        "schedule.*.session_length": TIMES,
        "schedule.*.note": TIMES,
        "schedule.*.intensity": TIMES,
        "dose.amount": TIMES,
    }
)
#: What is looked for as well in a row of a kind, where its own rows do not tell it.
ALSO: Mapping[str, tuple[str, ...]] = MappingProxyType({WAYS: (TIMES,), TIMES: (WAYS,)})
#: Answers whose words describe.
DESCRIBING = ("prose", "partial", "unclear", "doubtful", "name")
#: Words with which a sentence turns to an arm, until another is named or the sentence ends.
TURNS = re.compile(
    r"(?:in |for |to |all )?(?:the |participants in the )?(?P<arm>(?:control|comparison|comparator"
    r"|intervention|experimental|treatment|usual care|placebo|waiting[- ]list)s?"
    r"(?: (?:group|arm|condition|participants|patients))?)(?P<on>:)?(?=[\s,]|$)",
    re.IGNORECASE,
)
#: An arm that is turned to with a sentence and no colon is called a group, an arm or a condition.
CALLED = re.compile(r"\b(?:group|arm|condition|participants|patients)$", re.IGNORECASE)
OWN_ARM = re.compile(r"^(?:intervention|experimental|treatment)", re.IGNORECASE)
#: The arm of a sentence that turns to one which cannot be told.
UNTOLD = "?"


@frozen
class Told:
    """A fact of an arm, and where it stands.

    Attributes:
        arm: The key of the arm.
        fact: The fact.
        where: The cell, in words.
        item: The number of the row's item.
    """

    arm: str
    fact: Fact
    where: str
    item: str

    @property
    def place(self) -> tuple[Any, ...]:
        """What it is the one answer to, of all rows."""
        return (self.arm, *self.fact.place)

    @property
    def value(self) -> Any:
        """What it says."""
        return self.fact.value


def propose(drafted: Draft, filled: Filled, keys: Mapping[str, str], words: Lexicon) -> None:
    """Add to a draft what the words of its form propose.

    Args:
        drafted: The draft, with its arms.
        filled: The form.
        keys: The keys of the arms by the names that the form uses.
        words: The names of providers, places and modes.
    """
    proposing = _Proposing(drafted, filled, keys, words)
    first = [told for row in filled.items for told in proposing.of_row(row, also=False)]
    known = {(told.arm, told.fact.kind, told.fact.key) for told in first}
    phased = {(told.arm, told.fact.kind) for told in first if told.fact.phase}
    rest = [
        told
        for row in filled.items
        for told in proposing.of_row(row, also=True)
        if (told.arm, told.fact.kind, told.fact.key) not in known
        # One visit told of elsewhere is no phase beside those that are told apart.
        and (told.fact.phase or (told.arm, told.fact.kind) not in phased)
    ]
    for told in (*agreeing(first), *agreeing(rest)):
        proposing.put(told)


class _Proposing:
    """Reads the rows of a form, and puts what they propose into its draft."""

    def __init__(
        self, drafted: Draft, filled: Filled, keys: Mapping[str, str], words: Lexicon
    ) -> None:
        self.drafted = drafted
        self.filled = filled
        self.keys = dict(keys)
        self.words = words
        self.arms: dict[str, dict[str, Any]] = drafted.data["interventions"]
        self.phases: dict[tuple[str, int], str] = {}

    def of_row(self, row: FilledItem, *, also: bool) -> Iterator[Told]:
        """Go over what a row tells.

        Args:
            row: The row.
            also: Whether what is looked for besides is told, and not what it is about.
        """
        number = row.item.number if row.item is not None else row.number
        kinds = _kinds(row.item.title if row.item is not None else row.label)
        for kind in [one for of in kinds for one in ALSO.get(of, ())] if also else kinds:
            for said in row.said:
                if said.answer.kind in DESCRIBING:
                    for arm, told in self._by_arm(said).items():
                        for fact in facts(told, kind, self.words):
                            yield Told(self._key(arm), fact, said.where, number)

    def _by_arm(self, said: Said) -> dict[str, list[str]]:
        """Return the sentences of an answer by the name of the arm that they are about."""
        kept = said.answer.arm
        told: dict[str, list[str]] = {}
        for sentence in sentences(said.answer.text):
            arm, rest = kept, sentence
            turn = TURNS.match(sentence)
            if turn is not None and (turn["on"] or CALLED.search(turn["arm"])):
                arm, rest = self._named(turn["arm"], said.answer.arm), sentence[turn.end() :]
                kept = arm if turn["on"] else kept
            told.setdefault(arm, []).append(rest.strip())
        told.pop(UNTOLD, None)
        return told

    def _named(self, role: str, own: str) -> str:
        """Return the name of the arm that words mean by its role."""
        listed = self.filled.arms
        if len(listed) > 1:
            return arm_of_role(role, listed) or UNTOLD
        return own if OWN_ARM.match(role) else role[0].upper() + role[1:]

    def _key(self, arm: str) -> str:
        """Return the key of an arm, which is made where only words beside another name it."""
        if not arm:
            return next(iter(self.arms))
        if arm not in self.keys:
            key = self.keys[arm] = unique(short_key_of(arm, "arm"), self.arms)
            role = next((guess for guess, words in GUESSES if words.search(arm)), "usual-care")
            self.arms[key] = {"role": role, "name": arm}
            question = "DECIDE whether this is an arm, and its role: words beside another name it; "
            self.drafted.comments["interventions", key, "role"] = [f"{question}{role} was chosen."]
        return self.keys[arm]

    def put(self, told: Told) -> None:
        """Put a fact into the draft, and tell of it."""
        path = self._path(told)
        said = flat(told.fact.words)
        number = f", item {told.item}" if told.item else ""
        self.drafted.comments.setdefault(_commented(path), []).append(
            f'DECIDE whether it is so: "{said}" ({told.where}{number}).'
        )
        keys = ".".join(map(str, path))
        became = f"proposed: `{keys}`, {_in_words(told.fact.value)}"
        self.drafted.entries.append(
            DraftEntry(told.where, told.item, said, became, pointer(path), "unsure")
        )

    def _path(self, told: Told) -> Path:
        fact, arm = told.fact, self.arms[told.arm]
        if fact.kind in (PROVIDERS, SETTINGS):
            return self._entry(told, arm)
        value = marked(fact.value)
        base: Path = ("interventions", told.arm)
        if fact.kind == WAYS:
            delivery = arm.setdefault("delivery", {})
            if fact.key == "mode":
                modes = delivery.setdefault("mode", [])
                modes.append(value)
                return (*base, "delivery", "mode", len(modes) - 1)
            delivery[fact.key] = {"planned": value} if fact.key == "group_size" else value
            return (*base, "delivery", fact.key)
        phases = arm.setdefault("schedule", {})
        key = "course"
        if fact.phase:
            key = self._phase_key(told.arm, fact, phases)
        phase = phases.setdefault(key, {})
        if fact.key == "amount":
            phase["dose"] = {"amount": value}
            return (*base, "schedule", key, "dose", "amount")
        phase[fact.key] = {"planned": value} if fact.key == "sessions" else value
        return (*base, "schedule", key, fact.key)

    def _phase_key(self, arm: str, fact: Fact, phases: Mapping[str, Any]) -> str:
        """Return the key of a phase: its name, with a number where another is called the same."""
        phase = (arm, fact.phase)
        if phase not in self.phases:
            self.phases[phase] = unique(key_of(fact.name, "") or f"phase-{fact.phase}", phases)
        return self.phases[phase]

    def _entry(self, told: Told, arm: dict[str, Any]) -> Path:
        """Put a provider or a setting into its catalogue, and name it in the arm."""
        kind = told.fact.kind
        key = slug(told.fact.value)
        self.drafted.data.setdefault(kind, {}).setdefault(key, {"kind": marked(told.fact.value)})
        named = arm.setdefault(kind, [])
        if key not in named:
            named.append(key)
        return (kind, key, "kind")


def _commented(path: Path) -> Path:
    """Return the path that a comment stands above: entries of a list may stand on one line."""
    return path[:-1] if isinstance(path[-1], int) else path


def marked(value: Any) -> Any:
    """Return a value with the mark of what is proposed."""
    if isinstance(value, Mapping):
        return {key: marked(inner) for key, inner in value.items()}
    return f"{PROPOSED}{value}"


def _in_words(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {inner}" for key, inner in value.items())
    return str(value)


def _kinds(label: str) -> tuple[str, ...]:
    """Return what is looked for in a row, by the words of its item or its label."""
    plain = re.sub(r"^\W*(?:item)?[\s\d.):#-]*", "", label, flags=re.IGNORECASE)
    words = (plain, *re.split(r"\s*(?:[,;/&]|\band\b)\s*", plain))
    kinds = (_kind_of(slug(one).replace("-", "_")) for one in words)
    return tuple(dict.fromkeys(kind for kind in kinds if kind))


def _kind_of(word: str) -> str:
    """Return what a word for a row is about; empty if that is nothing that is looked for."""
    return next((KINDS[path] for path, words in ARM if path in KINDS and word in words.split()), "")
