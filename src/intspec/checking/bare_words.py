"""A bare word is not a description: mark `yes`, `none` and numbers where a sentence is asked."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from intspec.checking.asked_words import Asked, asked
from intspec.checking.empty_words import NAMED, says_nothing_of
from intspec.checking.repeated_names import mark_repeated_names, put
from intspec.checklists import Checklist
from intspec.text.patterns import Pattern
from intspec.text.placeholders import BareWord, Marked, normal

YES_OR_NO = frozenset({"yes", "no", "y", "n", "true", "false"})
NONE = frozenset({"none", "nothing"})
#: What is no answer where words are asked; `no` may be one, of what there was not.
YES = frozenset({"yes", "true"})
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
#: Where such places are, which a capital letter shows: "12 centres in Germany".
REGION = Pattern(
    r" (?:in|across|throughout) (?:the )?(?!.*\b(?:Hospital|Clinic|School|Home|Universit|Cent))"
    r"[A-Z][\w.]*(?:(?:,? and|,| of| the)* [A-Z][\w.]*){0,4}\.?$",
    " in | across | throughout ",
)
#: What an address on the web has: `steps.example/diary`, `https://localhost/x`.
WEB = Pattern(r"\w\.[^\W\d]{2,}|://|\bdoi\b|\b10\.\d{4}", ".|://|doi", flags=re.IGNORECASE)
#: Countries and regions, of which a setting has a place of its own (`country`).
REGIONS = """
argentina australia austria bangladesh belgium brazil canada chile china colombia croatia denmark
egypt england ethiopia finland france germany ghana greece hungary iceland india indonesia iran iraq
ireland israel italy japan jordan kenya malawi malaysia mexico nepal netherlands nigeria norway
pakistan peru philippines poland portugal romania russia rwanda scotland singapore slovakia slovenia
spain sweden switzerland taiwan tanzania thailand turkey uganda uk ukraine usa vietnam wales zambia
zimbabwe europe asia africa
"""
KNOWN_REGIONS = frozenset(REGIONS.split())
#: That an arm is one of a study: "group treatment" would say how it is given.
A_GROUP = Pattern(
    r"(?:the )?(?:\w+ )?(?:intervention|treatment|therapy|programme?)s? groups?(?: \w)?", "group"
)
#: What is asked in so many ways that words of not knowing are looked for in none of them.
FREE = (
    *("arm", "amount", "content", "kind", "place", "point", "rule", "who", "likeness", "harmed"),
    "anything",
)  # fmt: skip
#: What leaves an answer open, by what is asked.
OPEN: dict[str, tuple[Pattern, ...]] = {
    **dict.fromkeys(FREE, ()),
    "arm": (A_GROUP,),
    "result": (UNASSESSED, NOT_KNOWN, NO_RESULT),
    "summary": (UNASSESSED, NOT_KNOWN, NO_RESULT),
    **dict.fromkeys(("description", "text", "training"), (NOT_KNOWN, UNTOLD)),
}
#: The longest text that is looked at for what is not known.
LONGEST_CUSTOM = 100
#: What is asked where `none`, a number or "not given" is an answer.
NONE_ANSWERS = frozenset(
    {"background", "theory", "result", "measure", "material", "commercial", "on-request", "url"}
).union(FREE)


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
    for one in asked(data):
        if not isinstance(one.text, Marked) and _has_no_content(one):
            put(marked, one.path, BareWord(one.text, one.question))
    for key, setting in data.get("settings", {}).items():
        if _is_no_place(setting.get("kind", ""), setting.get("country", "")):
            put(marked, ("settings", key, "kind"), BareWord(setting["kind"], "place"))
    return marked


def _has_no_content(one: Asked) -> bool:
    bare = one.question not in NONE_ANSWERS and _is_bare(one.text, number=one.path[-1] != "when")
    return (
        bare
        or (one.question not in NAMED and normal(one.text) in YES)
        or says_nothing_of(one.question, one.text, one.names)
        or _is_no_address(one.question, one.text)
        or _is_open(one.question, one.text)
    )


def _is_no_address(question: str, text: str) -> bool:
    """Tell whether a text names no address where one on the web, or a DOI, is said to stand."""
    return question == "url" and WEB.search(text) is None


def _is_no_place(kind: str, country: str) -> bool:
    """Tell whether the kind of a setting says how many there are, or in which country."""
    words = normal(kind)
    return bool(
        says_nothing_of("place", REGION.sub("", kind))
        or (words and words == normal(country))
        or words in KNOWN_REGIONS | YES
    )


def _is_open(question: str, text: str) -> bool:
    """Tell whether a text says that nothing is known, or where it is told."""
    patterns = OPEN.get(question, (NOT_KNOWN,))
    if len(text) > (LONGEST_CUSTOM if patterns else LONGEST):
        return False
    words = normal(text)
    return words in ANY or any(one.fullmatch(words) for one in patterns)


def _is_bare(text: str, *, number: bool) -> bool:
    if len(text) > LONGEST:
        return False
    if normal(text) in YES_OR_NO | NONE:
        return True
    # Nearly every text begins with a letter, and then the pattern, slow to compile, is not needed.
    return number and not text[:1].isalpha() and NUMBER.fullmatch(text.strip()) is not None
