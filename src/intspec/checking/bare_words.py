"""A bare word is not a description: mark `yes`, `none` and numbers where a sentence is asked."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from intspec.checking.repeated_names import mark_repeated_names, put
from intspec.checklists import Checklist
from intspec.diagnostics import Path
from intspec.text.placeholders import BareWord, normal

YES_OR_NO = frozenset({"yes", "no", "y", "n", "true", "false"})
NONE = frozenset({"none", "nothing"})
#: The longest text that is looked at.
LONGEST = 20
NUMBER = re.compile(r"[\d\s.,:/%\u2013\u2044-]*\d[\d\s.,:/%\u2013\u2044-]*|[\u00bc-\u00be]")
#: Words that say that something is as it always is, and not how it is.
CUSTOM = r"(?:usual|standard|routine|normal|customary|conventional|regular|typical|common)"
#: What is customary: a word for anything that is done.
DONE = (
    r"(?:(?:medical|clinical|local|hospital) )?(?:care|treatments?|practices?|therapy|management"
    r"|procedures?|protocols?|methods?|approach|process|way|manner|support|session|intervention)"
)
#: That it was as usual, which does not say what it was.
AS_USUAL = (
    rf"(?:{CUSTOM}|{CUSTOM}ly|standardi[sz]ed"
    r"|(?:care |treatment |standard care |done |given |carried out |performed )?"
    rf"as (?:(?:is |was )?{CUSTOM}|always|before|{CUSTOM}ly done)"
    rf"|(?:in |by )?(?:the |a |an )?{CUSTOM} {DONE}(?: as usual)?"
    rf"|(?:as per|per|according to|following|by|in line with) (?:the )?"
    rf"(?:(?:{CUSTOM}|local|clinical|hospital|current|national|own) )*"
    r"(?:practices?|protocols?|procedures?|policy|policies|routines?|standards?|guidelines?|rules))"
)
USUAL = re.compile(
    r"(?:(?:the )?(?:participants?|patients?|people|they|controls?) "
    r"(?:receives?|received|gets?|got|had|have|has|continued?s? with) )?(?:their |the |a )?"
    + AS_USUAL
)
#: That nothing is known of it.
NOT_KNOWN = re.compile(
    r"(?:(?:was |were |is |are )?not (?:recorded|documented|noted|detailed|provided|given|stated)"
    r"|no (?:further )?(?:information|details?|data|description|records?)"
    r"(?: (?:is|are|was|were))?(?: (?:available|given|provided|recorded|reported))?"
    r"|various|varied|variable|different|diverse|etc|misc(?:ellaneous)?|other)"
)
#: That nothing is known of a result, since nobody looked.
UNASSESSED = re.compile(r"(?:was |were )?not (?:assessed|measured|evaluated|determined)\b.{0,20}")
#: The longest text that only says so.
LONGEST_CUSTOM = 100
#: Where it is asked why or when.
REASONS = frozenset({"why", "when", "problem", "goal", "mechanism"})
#: What a change or an adaptation says; a year may say when.
CHANGE = ("what", "why", "how")


def mark_no_content(data: Mapping[str, Any], checklists: Iterable[Checklist]) -> Mapping[str, Any]:
    """Mark the texts of a document that say nothing: a name said again, or a bare word.

    Args:
        data: A document that fits the schema; it is not changed.
        checklists: The checklists that are claimed.
    """
    return _mark_bare_words(mark_repeated_names(data, checklists))


def _mark_bare_words(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Mark the texts of a document that are a bare word or number where a description is asked.

    Args:
        data: A document that fits the schema; it is not changed.

    Returns:
        The document, in which such texts are of the class `BareWord`. Where `none` is an answer, as
        a theory or an incentive, it is left alone, and so is a number with a measure.
    """
    marked: dict[str, Any] = dict(data)
    for path, text in _descriptions(data):
        if _is_bare(text, number=path[-1] != "when") or _says_no_more(path, text):
            put(marked, path, BareWord(text))
    for path, text in _results(data):
        if UNASSESSED.fullmatch(normal(text)) or NOT_KNOWN.fullmatch(normal(text)):
            put(marked, path, BareWord(text))
    return marked


def _says_no_more(path: Path, text: str) -> bool:
    """Tell whether a text says that something is as usual or was not recorded, and no more.

    An arm may be given because it is usual, and something may happen when it usually does.
    """
    if len(text) > LONGEST_CUSTOM:
        return False
    words = normal(text)
    usual = path[-1] not in REASONS and USUAL.fullmatch(words) is not None
    return usual or NOT_KNOWN.fullmatch(words) is not None


def _results(data: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """Go over the values of results, with their paths."""
    for key, arm in data.get("interventions", {}).items():
        for field in ("fidelity", "adherence"):
            for number, result in enumerate(arm.get(field, {}).get("results", ())):
                at = ("interventions", key, field, "results", number)
                yield from _of(result, at, ("value", "summary"))


def _is_bare(text: str, *, number: bool) -> bool:
    if len(text) > LONGEST:
        return False
    if normal(text) in YES_OR_NO | NONE:
        return True
    return number and NUMBER.fullmatch(text.strip()) is not None


def _descriptions(data: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """Go over the texts that are to be descriptions, with their paths."""
    for key, component in data.get("components", {}).items():
        yield from _of(component, ("components", key), ("text",))
    for key, provider in data.get("providers", {}).items():
        training = provider.get("training", {})
        yield from _of(training, ("providers", key, "training"), ("content",))
    for key, arm in data.get("interventions", {}).items():
        yield from _of_arm(arm, ("interventions", key))


def _of_arm(arm: Mapping[str, Any], at: Path) -> Iterator[tuple[Path, str]]:
    for key, procedure in arm.get("procedures", {}).items():
        yield from _of(procedure, (*at, "procedures", key), ("description",))
    yield from _of(arm.get("rationale", {}), (*at, "rationale"), ("problem", "goal", "mechanism"))
    for field in ("tailoring", "modifications"):
        for number, entry in enumerate(arm.get(field, {}).get("entries", ())):
            yield from _of(entry, (*at, field, "entries", number), (*CHANGE, "when"))
    adherence = arm.get("adherence", {})
    yield from _of(adherence, (*at, "adherence"), ("monitoring",))
    for field in ("fidelity", "adherence"):
        record = arm.get(field, {})
        for number, result in enumerate(record.get("results", ())):
            if "measure" not in result and "monitoring" not in record:
                yield from _of(result, (*at, field, "results", number), ("summary",))


def _of(record: Mapping[str, Any], at: Path, fields: Iterable[str]) -> Iterator[tuple[Path, str]]:
    return (((*at, field), record[field]) for field in fields if field in record)
