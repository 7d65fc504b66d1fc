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
#: That something was done, or where it is told: not what was done.
WAS_DONE = (
    r"(?:was|were|is|are|will be) (?:delivered|given|provided|implemented|carried out|performed"
    r"|administered|received|continued|maintained|applied|conducted)"
)
UNTOLD = re.compile(
    r"(?:(?:the |a |an )?(?:(?:study|trial|experimental|active|control|assigned|allocated) )*"
    rf"{DONE}|(?:their |the )?{CUSTOM} {DONE}) {WAS_DONE}"
    r"(?: (?:as (?:planned|intended|described)|to (?:all |the )?(?:participants|patients)))?"
    r"|(?:all |the )?(?:participants?|patients?|people|they) (?:receives?|received|got|had) "
    rf"(?:the |their )?(?:(?:study|trial|assigned|allocated) )*{DONE}"
    r"|see (?:the )?(?:(?:online|supplementary|study|trial) )*"
    r"(?:appendix|supplement|protocol|manual|table|figure|file)(?: s?\d+)?"
    r"|(?:(?:full|further|more|all) )?(?:details?|descriptions?) (?:are|is|can be) (?:given|found|"
    r"described|provided|reported|published|available) (?:in (?:the )?(?:\w+ )?"
    r"(?:protocol|appendix|supplement|manual|paper|article)|elsewhere)(?: s?\d+)?"
    rf"|(?:the )?(?:\w+ {WAS_DONE} |(?:delivered|given|performed|provided|carried out) )?"
    r"as (?:described|published|reported) (?:previously|elsewhere|before|earlier)"
    r"(?: (?:by )?\w+(?: et al)? (?:19|20)\d\d)?"
    r"|(?:delivered|given|performed|provided|carried out) (?:according to|as per|per|following) "
    r"(?:the |a )?(?:\w+ )?(?:manual|protocol)"
    rf"|(?:the )?\w+(?: {WAS_DONE})? "
    r"(?:according to|as per|per|following|by|in line with|with|using) (?:the |a )?"
    rf"(?:(?:{CUSTOM}|local|clinical|hospital|current|national|own) )+"
    r"(?:practices?|protocols?|procedures?|techniques?|methods?|routines?|guidelines?)"
)
#: Where it is asked what was done.
WHAT_WAS_DONE = frozenset({"description", "text", "content"})
#: That nothing is known of it.
NOT_KNOWN = re.compile(
    r"(?:(?:was |were |is |are )?not (?:recorded|documented|noted|detailed|provided|given|stated)"
    r"|no (?:further )?(?:information|details?|data|description|records?)"
    r"(?: (?:is|are|was|were))?(?: (?:available|given|provided|recorded|reported))?"
    r"|various|varied|variable|different|diverse|etc|misc(?:ellaneous)?|other)"
)
#: That nothing is known of a result, since nobody looked.
UNASSESSED = re.compile(r"(?:was |were )?not (?:assessed|measured|evaluated|determined)\b.{0,20}")
#: That a result stands elsewhere, or that something was significant or not: what it was is open.
NO_RESULT = re.compile(
    r"(?:(?:see|cf|in|shown in|given in|reported in|presented in|see also) )?(?:the )?"
    r"(?:(?:supplementa(?:ry|l)|supporting|additional|online|web) )*"
    r"(?:tables?|figures?|fig|appendix|appendices|supplements?|files?|materials?|information)"
    r"(?: (?:s ?)?\d{1,2}[a-z]?| [a-z])?"
    r"|p(?: values?)?(?: (?:of|was|is|less than|greater than))? (?:0 )?\d+"
    r"|(?:(?:was|were|is|there was) )?(?:(?:not|non|no) )?(?:statistically )?"
    r"significant(?: differences?|ly different)?|ns|n s"
)
#: Words for places of a study that name no kind of place, as a clinic or a school would.
NO_PLACE = re.compile(
    r"(?:(?:an?|the|all|at|in|several|multiple|many|various|different|local|own|single|study|trial"
    r"|research|participating|recruiting|recruitment|\d+|two|three|four|five|six|seven|eight|nine"
    r"|ten) )*(?:(?:multi|single|mono) ?(?:cent(?:re|er)s?|centric|sites?)|sites?|cent(?:re|er)s?"
    r"|settings?|places?|locations?|venues?)(?: of the (?:study|trial))?"
)
#: Where such places are, which a capital letter shows: "12 centres in Germany".
REGION = re.compile(
    r" (?:in|across|throughout) (?:the )?(?!.*\b(?:Hospital|Clinic|School|Home|Universit|Cent))"
    r"[A-Z][\w.]*(?:(?:,? and|,| of| the)* [A-Z][\w.]*){0,4}\.?$"
)
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
        words = normal(text)
        if any(one.fullmatch(words) for one in (UNASSESSED, NOT_KNOWN, NO_RESULT)):
            put(marked, path, BareWord(text))
    for key, setting in data.get("settings", {}).items():
        for path, text in _of(setting, ("settings", key), ("kind",)):
            if NO_PLACE.fullmatch(normal(REGION.sub("", text))):
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
    untold = path[-1] in WHAT_WAS_DONE and UNTOLD.fullmatch(words) is not None
    return usual or untold or NOT_KNOWN.fullmatch(words) is not None


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
