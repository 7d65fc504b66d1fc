"""What is asked where the texts of a document stand, and the words of the names around them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from intspec.checking.empty_words import QUESTIONS, says_nothing_of, words_of_names
from intspec.checking.repeated_names import names_of
from intspec.diagnostics import Path

#: What is asked at a place: steps of a path, `*` for each key or number of a map or list.
ASKED_AT = {
    "design/steps/*/when": "content",
    "design/second_stages/*/when": "content",
    "design/second_stages/*/rule": "content",
    "design/second_stages/*/allocation": "content",
    "population/inclusion/*": "anything",
    "population/exclusion/*": "anything",
    "population/description": "anything",
    "components/*/text": "text",
    "components/*/why": "rationale",
    "providers/*/kind": "kind",
    "providers/*/background": "background",
    "providers/*/expertise": "background",
    "providers/*/training/content": "training",
    "providers/*/training/by": "who",
    "providers/*/supervision/by": "who",
    "providers/*/supervision/form": "anything",
    "providers/*/supervision/frequency": "anything",
    "providers/*/eligibility": "who",
    "providers/*/incentives": "anything",
    "materials/*/name": "material",
    "materials/*/description": "anything",
    "materials/*/quantity": "anything",
    "materials/*/access/where": "access",
    "settings/*/country": "anything",
    "settings/*/infrastructure": "place",
    "settings/*/atmosphere": "place",
    "settings/*/eligibility": "place",
    "measures/*/name": "measure",
    "measures/*/method": "method",
    "measures/*/when": "when",
    "measures/*/assessed_by": "who",
    "interventions/*/name": "arm",
    "interventions/*/background/summary": "rationale",
    "interventions/*/background/benefits": "rationale",
    "interventions/*/background/harms": "rationale",
    "interventions/*/rationale/problem": "rationale",
    "interventions/*/rationale/goal": "rationale",
    "interventions/*/rationale/mechanism": "rationale",
    "interventions/*/rationale/choice": "rationale",
    "interventions/*/rationale/interactions": "anything",
    "interventions/*/rationale/principles/*": "anything",
    "interventions/*/rationale/theory": "theory",
    "interventions/*/likeness": "likeness",
    "interventions/*/procedures/*/description": "description",
    "interventions/*/delivery/note": "anything",
    "interventions/*/delivery/conditions/*/when": "when",
    "interventions/*/schedule/*/delivery/note": "anything",
    "interventions/*/schedule/*/delivery/conditions/*/when": "when",
    "interventions/*/schedule/*/at/*": "point",
    "interventions/*/schedule/*/trigger": "when",
    "interventions/*/schedule/*/intensity": "amount",
    "interventions/*/schedule/*/dose/amount": "amount",
    "interventions/*/schedule/*/dose/starting_level": "rule",
    "interventions/*/schedule/*/dose/progression": "rule",
    "interventions/*/schedule/*/dose/progressed": "rule",
    "interventions/*/procedures/*/intensity": "amount",
    "interventions/*/procedures/*/dose/amount": "amount",
    "interventions/*/procedures/*/dose/starting_level": "rule",
    "interventions/*/procedures/*/dose/progression": "rule",
    "interventions/*/procedures/*/dose/progressed": "rule",
    "interventions/*/dose/amount": "amount",
    "interventions/*/dose/starting_level": "rule",
    "interventions/*/dose/progression": "rule",
    "interventions/*/dose/progressed": "rule",
    "interventions/*/standardisation/how": "anything",
    "interventions/*/tailoring/entries/*/what": "what",
    "interventions/*/tailoring/entries/*/why": "why",
    "interventions/*/tailoring/entries/*/when": "when",
    "interventions/*/tailoring/entries/*/how": "how",
    "interventions/*/modifications/entries/*/what": "what",
    "interventions/*/modifications/entries/*/why": "why",
    "interventions/*/modifications/entries/*/when": "when",
    "interventions/*/modifications/entries/*/how": "how",
    "interventions/*/modifications/entries/*/goal": "rationale",
    "interventions/*/modifications/entries/*/level": "content",
    "interventions/*/modifications/entries/*/nature_other": "content",
    "interventions/*/modifications/entries/*/decided_by/*": "who",
    "interventions/*/harms/summary": "harmed",
    "interventions/*/discontinuation/criteria/*/when": "when",
    "interventions/*/adherence/strategies/*": "anything",
    "interventions/*/adherence/incentives": "anything",
    "interventions/*/adherence/monitoring": "monitoring",
    "interventions/*/adherence/results/*/value": "result",
    "interventions/*/adherence/results/*/summary": "summary",
    "interventions/*/fidelity/strategies/*": "anything",
    "interventions/*/fidelity/results/*/value": "result",
    "interventions/*/fidelity/results/*/summary": "summary",
    "interventions/*/concomitant_care/permitted/*": "anything",
    "interventions/*/concomitant_care/prohibited/*": "anything",
    "interventions/*/concomitant_care/received": "anything",
    "interventions/*/home_practice/description": "text",
    "interventions/*/adjuncts/description": "content",
    "interventions/*/policy/enforcement": "content",
    "interventions/*/policy/sanction": "content",
    "interventions/*/policy/value": "content",
    "interventions/*/narrative/*": "anything",
    "narrative/*": "anything",
    "conduct/public_involvement/description": "anything",
    "conduct/blinding/how": "blinding",
    "conduct/blinding/success": "blinding",
    "conduct/blinding/unblinding": "when",
    "conduct/providers/by": "who",
    "conduct/providers/how": "anything",
    "conduct/providers/contamination": "anything",
    "conduct/harms/how": "harms",
    "conduct/changes/entries/*/what": "what",
    "conduct/changes/entries/*/why": "why",
    "conduct/incentives": "anything",
    "conduct/developers": "anything",
    "conduct/timeline": "anything",
    "conduct/changes/entries/*/when": "when",
    "conduct/monitoring": "anything",
    "conduct/amendments": "anything",
    "conduct/post_trial_care": "anything",
    "development/summary": "content",
    "development/context": "content",
    "development/purpose": "content",
    "development/target_population": "content",
    "development/approach": "content",
    "development/approach_use": "content",
    "development/theory": "content",
    "development/theory_use": "content",
    "development/borrowed/entries/*/what": "content",
    "development/priorities/*": "content",
    "development/involvement": "content",
    "development/changes": "content",
    "development/subgroups/description": "content",
    "development/uncertainties/*": "content",
    "development/groups/*/composition": "content",
    "development/groups/*/role": "content",
    "development/events/*/description": "content",
    "development/events/*/method": "content",
    "development/events/*/effect": "content",
}
Tree = dict[str, Any]


class Asked(NamedTuple):
    """A text that answers a question.

    Args:
        path: Where it stands.
        text: The text.
        question: What is asked there: a key of `QUESTIONS`.
        names: Words of the names around it, in the singular.
    """

    path: Path
    text: str
    question: str
    names: frozenset[str]


def asked(data: Mapping[str, Any]) -> Iterator[Asked]:
    """Go over the texts of a document that answer a question.

    Args:
        data: A document that fits the schema.
    """
    names = _Names(data)
    for path, text, question in _inside(data, TREE, ()):
        around = names.around(path)
        if question == "access":
            how = data["materials"][path[1]]["access"].get("how")
            if how in QUESTIONS:
                yield Asked(path, text, how, around)
        elif question == "content":
            # No name around it says the same again: what it is may be the name itself. That
            # there is what the key is called says nothing of it.
            key = next(step for step in reversed(path) if isinstance(step, str))
            yield Asked(path, text, question, words_of_names(key.replace("_", " ")))
        elif question == "measure":
            # A name says how it is measured where nothing else does.
            record = data["measures"][path[1]]
            method = record.get("method", "")
            if "content" not in record and (not method or says_nothing_of("method", method)):
                yield Asked(path, text, question, frozenset())
        elif question == "summary":
            record = data["interventions"][path[1]][path[2]]
            measured = "measure" in record["results"][path[4]] or "monitoring" in record
            yield Asked(path, text, "result" if measured else question, around)
        elif question == "description":
            yield Asked(path, text, question, around | names.of_people)
            if path[2] == "procedures":
                yield Asked(path, text, "named", around | words_of_names(str(path[3])))
        else:
            yield Asked(path, text, question, around)


class _Names:
    """The words of the names around the texts of a document."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        providers = data.get("providers", {}).values()
        arms = data.get("interventions", {}).values()
        self.of_people = words_of_names(*(one.get("kind", "") for one in providers))
        self.of_arms = words_of_names(*(name for arm in arms for name in names_of(arm)))
        self.known: dict[Path, frozenset[str]] = {}

    def around(self, path: Path) -> frozenset[str]:
        """Return the words of what a text stands in: of an arm, a kind of providers, a measure."""
        if path[:3] not in self.known:
            self.known[path[:3]] = self._around(path)
        return self.known[path[:3]]

    def _around(self, path: Path) -> frozenset[str]:
        if path[0] not in ("interventions", "providers", "measures"):
            return frozenset()
        record = self.data[str(path[0])][path[1]]
        if path[0] == "interventions":
            return words_of_names(*names_of(record))
        of_it = words_of_names(record.get("kind" if path[0] == "providers" else "name", ""))
        return of_it | self.of_arms if path[2] == "training" else of_it


def _tree() -> Tree:
    """Return the places as maps in maps, by the steps that lead to them."""
    tree: Tree = {}
    for place, question in ASKED_AT.items():
        *steps, last = place.split("/")
        inner = tree
        for step in steps:
            inner = inner.setdefault(step, {})
        inner[last] = question
    return tree


def _inside(value: Any, tree: Tree, at: Path) -> Iterator[tuple[Path, str, str]]:
    """Go over the texts in a value that stand at places of a tree, with what is asked there."""
    for step, below in tree.items():
        for key, inner in _found(value, step):
            if isinstance(below, dict):
                yield from _inside(inner, below, (*at, key))
            elif isinstance(inner, str):
                yield (*at, key), inner, below


def _found(value: Any, step: str) -> Iterable[tuple[str | int, Any]]:
    """Return what a step leads to in a map or list: all of it where the step is `*`."""
    if step != "*":
        return [(step, value[step])] if step in value else []
    return value.items() if isinstance(value, Mapping) else enumerate(value)


TREE = _tree()
