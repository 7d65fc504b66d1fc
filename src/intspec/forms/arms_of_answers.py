"""Arms that only the answers of a form name: `Steps Together: not located`, `Control: p. 4`."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from intspec.forms.documents import name_document
from intspec.forms.evidence import NEGATIVE

#: Roles by words that names of arms have; looked for in this order.
GUESSES = (
    ("waiting-list", re.compile(r"\bwait", re.IGNORECASE)),
    ("usual-care", re.compile(r"\busual|\bstandard care|\btau\b|\broutine", re.IGNORECASE)),
    ("placebo", re.compile(r"\bplacebo", re.IGNORECASE)),
    ("sham", re.compile(r"\bsham", re.IGNORECASE)),
    ("no-treatment", re.compile(r"\bno (?:treatment|intervention)", re.IGNORECASE)),
    ("attention-control", re.compile(r"\battention", re.IGNORECASE)),
    ("active-comparator", re.compile(r"\bcontrol|\bcomparator|\bcomparison", re.IGNORECASE)),
    ("experimental", re.compile(r"\bintervention|\bexperimental", re.IGNORECASE)),
)
STATES = re.compile(
    r"not (?:located|asked|yet|found in the sources read|applicable|done|shareable)\b",
    re.IGNORECASE,
)
ROLE_LEAD = re.compile(
    r"(?:(?:the|usual|active|waiting|wait|standard)[ -])?(?:interventions?|controls?|comparators?|"
    r"comparisons?|experimental|placebo|sham|care|list)(?: (?:group|arm|condition))?",
    re.IGNORECASE,
)
SEVERAL = 2
#: Where a form names such an arm.
ANSWERS = "the answers"


def arms_in(cells: Iterable[tuple[str, Mapping[str, str]]]) -> list[str]:
    """Find the arms that answers begin with, where nothing else in the form names them.

    Args:
        cells: The words of each answer, and the ids of its item's parts by their words.

    Returns:
        Their names, in the order in which they are first named.
    """
    parted: set[str] = set()
    leads = [_leads(text, parts, parted) for text, parts in cells]
    often = Counter(name for one in leads for name in {name for name, _rest in one})
    stated = {name for one in leads for name, rest in one if STATES.match(rest)}
    # With the part of the item behind it, a name is told from other words at once.
    arms = {name for name in stated if often[name] >= SEVERAL or name in parted}
    arms |= stated if len(stated) >= SEVERAL else set()
    arms |= {name for name in often if ROLE_LEAD.fullmatch(name)}
    # Beside an arm in the same cell stands another, though it may be located everywhere.
    arms |= {n for one in leads if any(m in arms for m, _r in one) for n, _r in one}
    order: dict[str, str] = {}
    for one in leads:
        for name, _rest in one:
            if name in arms:
                order.setdefault(name.casefold(), name)
    return list(order.values())


def _leads(text: str, parts: Mapping[str, str], parted: set[str]) -> list[tuple[str, str]]:
    """Read what may be an arm before a colon, line by line, with the words after it.

    Args:
        text: The words of an answer.
        parts: The ids of its item's parts by their words.
        parted: Takes the names that such a part follows.
    """
    found = []
    for line in re.split(r"\n|;\s", text):
        lead, colon, rest = line.strip().partition(": ")
        name, comma, part = lead.rpartition(", ")
        if comma and part.lower() in parts:
            lead = name
            parted.add(name)
        known = lead.lower() in parts or NEGATIVE.match(lead) is not None
        if colon and lead and not known and name_document(lead) is None:
            found.append((lead, rest))
    return found
