"""A bare word is not a description: mark `yes`, `none` and numbers where a sentence is asked."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from intspec.checking.empty_words import QUESTIONS, says_nothing_of, words_of_names
from intspec.checking.repeated_names import mark_repeated_names, names_of, put
from intspec.checklists import Checklist
from intspec.diagnostics import Path
from intspec.text.patterns import Pattern
from intspec.text.placeholders import BareWord, Marked, normal

YES_OR_NO = frozenset({"yes", "no", "y", "n", "true", "false"})
NONE = frozenset({"none", "nothing"})
#: The longest text that is looked at.
LONGEST = 20
NUMBER = Pattern(r"[\d\s.,:/%\u2013\u2044-]*\d[\d\s.,:/%\u2013\u2044-]*|[\u00bc-\u00be]")
#: That something was done by what others know by name.
UNTOLD = Pattern(
    r"(?:the )?\w+(?: (?:was|were|is|are|will be) \w+)?"
    r" (?:according to|as per|per|following|by|in line with|with|using) (?:the |a )?"
    r"(?:(?:usual|standard|routine|normal|customary|conventional|regular|typical|common|local"
    r"|clinical|hospital|current|national|own) )+"
    r"(?:practices?|protocols?|procedures?|techniques?|methods?|routines?|guidelines?)",
    "practi|protocol|procedure|technique|method|routine|guideline",
)
#: That it was one or another, whatever it was.
ANY = frozenset(
    {"various", "varied", "variable", "different", "diverse", "etc", "misc", "miscellaneous"}
).union({"other"})
#: That nothing is known of it.
NOT_KNOWN = Pattern(
    r"(?:(?:was |were |is |are )?not (?:recorded|documented|noted|detailed|provided|given|stated)"
    r"|no (?:further )?(?:information|details?|data|description|records?)"
    r"(?: (?:is|are|was|were))?(?: (?:available|given|provided|recorded|reported))?"
    r"|(?:the )?(?:exact )?(?:mechanisms?|theory|reasons?|rationale|problem|goal)"
    r" (?:is|are|was|were) (?:not (?:\w+ )?(?:known|clear|understood)|unknown|unclear)"
    r")",
    "not |no |unknown|unclear",
)
#: That nothing is known of a result, since nobody looked.
UNASSESSED = Pattern(
    r"(?:was |were )?not (?:assessed|measured|evaluated|determined)\b.{0,20}", "not "
)
#: That a result stands elsewhere, or that something was significant or not: what it was is open.
NO_RESULT = Pattern(
    r"(?:(?:see|cf|in|shown in|given in|reported in|presented in|see also) )?(?:the )?"
    r"(?:(?:supplementa(?:ry|l)|supporting|additional|online|web) )*"
    r"(?:tables?|figures?|fig|appendix|appendices|supplements?|files?|materials?|information)"
    r"(?: (?:s ?)?\d{1,2}[a-z]?| [a-z])?"
    r"|p(?: values?)?(?: (?:of|was|is|less than|greater than))? (?:0 )?\d+"
    r"|(?:(?:was|were|is|there was) )?(?:(?:not|non|no) )?(?:statistically )?"
    r"significant(?: differences?|ly different)?|ns|n s",
    "table|fig|appendi|supplement|file|material|information|p |signif|ns|n s",
)
#: Words for places of a study that name no kind of place, as a clinic or a school would.
NO_PLACE = Pattern(
    r"(?:(?:an?|the|all|at|in|several|multiple|many|various|different|local|own|single|study|trial"
    r"|research|participating|recruiting|recruitment|\d+|two|three|four|five|six|seven|eight|nine"
    r"|ten) )*(?:(?:multi|single|mono) ?(?:cent(?:re|er)s?|centric|sites?)|sites?|cent(?:re|er)s?"
    r"|settings?|places?|locations?|venues?)(?: of the (?:study|trial))?",
    "cent|site|setting|place|location|venue",
)
#: Where such places are, which a capital letter shows: "12 centres in Germany".
REGION = Pattern(
    r" (?:in|across|throughout) (?:the )?(?!.*\b(?:Hospital|Clinic|School|Home|Universit|Cent))"
    r"[A-Z][\w.]*(?:(?:,? and|,| of| the)* [A-Z][\w.]*){0,4}\.?$",
    " in | across | throughout ",
)
#: Countries and regions, of which a setting has a place of its own (`country`).
REGIONS = """
argentina australia austria bangladesh belgium brazil canada chile china colombia croatia denmark
egypt england ethiopia finland france germany ghana greece hungary iceland india indonesia iran iraq
ireland israel italy japan jordan kenya malawi malaysia mexico nepal netherlands nigeria norway
pakistan peru philippines poland portugal romania russia rwanda scotland singapore slovakia slovenia
spain sweden switzerland taiwan tanzania thailand turkey uganda uk ukraine usa vietnam wales zambia
zimbabwe europe asia africa
"""
#: What leaves an answer open, by what is asked.
OPEN = {
    "result": (UNASSESSED, NOT_KNOWN, NO_RESULT),
    "summary": (UNASSESSED, NOT_KNOWN, NO_RESULT),
    **dict.fromkeys(("description", "text", "training"), (NOT_KNOWN, UNTOLD)),
}
#: The longest text that is looked at for what is not known.
LONGEST_CUSTOM = 100
#: What a change or an adaptation says, which is what is asked; a year may say when.
CHANGE = {name: name for name in ("what", "why", "how", "when")}
#: What is asked where `none` or a number is an answer.
NONE_ANSWERS = frozenset(
    {"background", "theory", "result", "measure", "material", "commercial", "on-request", "url"}
)
#: Where a text stands, the text, what is asked there, and the words of the names around it.
Asked = tuple[Path, str, str, frozenset[str]]


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
    for path, text, question, names in _asked(data):
        if isinstance(text, Marked):
            continue
        bare = question not in NONE_ANSWERS and _is_bare(text, number=path[-1] != "when")
        if bare or says_nothing_of(question, text, names) or _is_open(question, text):
            put(marked, path, BareWord(text))
    for key, setting in data.get("settings", {}).items():
        if _is_no_place(setting.get("kind", ""), setting.get("country", "")):
            put(marked, ("settings", key, "kind"), BareWord(setting["kind"]))
    return marked


def _is_no_place(kind: str, country: str) -> bool:
    """Tell whether the kind of a setting says how many there are, or in which country."""
    words = normal(kind)
    return bool(
        NO_PLACE.fullmatch(normal(REGION.sub("", kind)))
        or (words and words == normal(country))
        or words in REGIONS.split()
    )


def _is_open(question: str, text: str) -> bool:
    """Tell whether a text says that nothing is known, or where it is told."""
    if len(text) > LONGEST_CUSTOM:
        return False
    words = normal(text)
    return words in ANY or any(one.fullmatch(words) for one in OPEN.get(question, (NOT_KNOWN,)))


def _is_bare(text: str, *, number: bool) -> bool:
    if len(text) > LONGEST:
        return False
    if normal(text) in YES_OR_NO | NONE:
        return True
    return number and NUMBER.fullmatch(text.strip()) is not None


def _asked(data: Mapping[str, Any]) -> Iterator[Asked]:
    """Go over the texts that answer a question, with it and the names around them."""
    arms = data.get("interventions", {}).values()
    of_arms = words_of_names(*(name for arm in arms for name in names_of(arm)))
    for key, component in data.get("components", {}).items():
        yield from _each(component, ("components", key), {"text": "text"})
    for key, provider in data.get("providers", {}).items():
        at: Path = ("providers", key)
        kind = words_of_names(provider.get("kind", ""))
        yield from _each(
            provider, at, dict.fromkeys(("background", "expertise"), "background"), kind
        )
        training = provider.get("training", {})
        yield from _each(training, (*at, "training"), {"content": "training"}, kind | of_arms)
    for key, measure in data.get("measures", {}).items():
        names = words_of_names(measure.get("name", ""))
        yield from _each(measure, ("measures", key), {"method": "method"}, names)
        if not measure.keys() & {"method", "content"}:
            yield from _each(measure, ("measures", key), {"name": "measure"})
    for key, material in data.get("materials", {}).items():
        yield from _each(material, ("materials", key), {"name": "material"})
        access = material.get("access", {})
        if access.get("how") in QUESTIONS:
            yield from _each(access, ("materials", key, "access"), {"where": access["how"]})
    conduct = data.get("conduct", {})
    for key in ("blinding", "harms"):
        yield from _each(conduct.get(key, {}), ("conduct", key), {"how": key})
    of_people = words_of_names(*(one.get("kind", "") for one in data.get("providers", {}).values()))
    for key, arm in data.get("interventions", {}).items():
        yield from _of_arm(arm, ("interventions", key), of_people)


def _of_arm(arm: Mapping[str, Any], at: Path, of_people: frozenset[str]) -> Iterator[Asked]:
    names = words_of_names(*names_of(arm))
    for key, procedure in arm.get("procedures", {}).items():
        place = (*at, "procedures", key)
        yield from _each(procedure, place, {"description": "description"}, names | of_people)
        yield from _each(procedure, place, {"description": "named"}, names | words_of_names(key))
    for key, phase in arm.get("schedule", {}).items():
        yield from _each(phase, (*at, "schedule", key), {"trigger": "when"})
    fields = dict.fromkeys(("problem", "goal", "mechanism"), "rationale") | {"theory": "theory"}
    yield from _each(arm.get("rationale", {}), (*at, "rationale"), fields)
    for field in ("tailoring", "modifications"):
        for number, entry in enumerate(arm.get(field, {}).get("entries", ())):
            yield from _each(entry, (*at, field, "entries", number), CHANGE, names)
    for number, entry in enumerate(arm.get("discontinuation", {}).get("criteria", ())):
        yield from _each(entry, (*at, "discontinuation", "criteria", number), {"when": "when"})
    adherence = arm.get("adherence", {})
    yield from _each(adherence, (*at, "adherence"), {"monitoring": "monitoring"}, names)
    for field in ("fidelity", "adherence"):
        record = arm.get(field, {})
        for number, result in enumerate(record.get("results", ())):
            measured = "measure" in result or "monitoring" in record
            asked = {"value": "result", "summary": "result" if measured else "summary"}
            yield from _each(result, (*at, field, "results", number), asked, names)


def _each(
    record: Mapping[str, Any],
    at: Path,
    asked: Mapping[str, str],
    names: frozenset[str] = frozenset(),
) -> Iterator[Asked]:
    for field, question in asked.items():
        if field in record:
            yield (*at, field), record[field], question, names
