"""What a form says outside its table of items: notices on the study, its arms, its documents.

Views write it, and a form is read back by the same words. Patterns are texts that `re` compiles
when the first form is read: views load this module and read at most a title.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Literal

import attrs

from intspec.lazy import frozen
from intspec.model import Role
from intspec.text.lookalikes import unmasked
from intspec.text.patterns import Pattern

#: Headings of the lists outside the table of items.
ARMS = "Arms"
DOCUMENTS = "Documents"
LEFT_OUT = "Items of the guideline that are left out here"

FICTITIOUS = "FICTITIOUS EXAMPLE: this study is invented."
BY_OTHERS = "Described by others from what they read"
STAGE = " stage"
NO_COMPARATOR = "No comparator: "
NO_LOCATIONS = "The specification does not say where any item is reported."

#: The roles of arms, and what a form calls them.
ROLES: Mapping[Role, str] = {
    "experimental": "experimental arm",
    "active-comparator": "active comparator",
    "placebo": "placebo arm",
    "sham": "sham arm",
    "attention-control": "attention control",
    "usual-care": "usual care",
    "waiting-list": "waiting list",
    "no-treatment": "no treatment",
}
#: What a form calls an arm whose name says already which part it plays: "Enhanced usual care".
COMPARATOR = "comparator"
ROLE = "|".join(sorted(ROLES.values(), key=len, reverse=True))
GIVEN_WITH, OFFERED = "given with {}", "offered {} afterwards"
#: Over a column, where that which it is given with has a column too.
BESIDE = "with: {} (see {})"
THAT, THOSE = "that column", "those columns"
ROLE_NOTE = (
    rf"(?P<role>{ROLE})(?:; (?:{GIVEN_WITH.format('(?P<with>.+?)')}"
    rf"|with: (?P<beside>.+?) \(see (?:{THAT}|{THOSE})\)))?"
    rf"(?:; {OFFERED.format('(?P<later>.+)')})?"
)
ARM = rf"(?P<name>.+): (?P<note>(?:{ROLE})(?:;.*)?)"
#: The kinds of documents, and what a form calls them.
DOCUMENT_KINDS = {
    "primary-paper": "primary paper",
    "protocol": "protocol",
    "handbook": "handbook",
    "supplement": "supplement",
    "website": "website",
    "registry-record": "registry record",
    "other": "other",
}
#: A title of a study that is planned: `Walking after surgery: protocol for a trial`. A protocol
#: that is delivered, or a thing that is driven by one, is none.
PLANNED = Pattern(
    r"\b(?:study|trial|research)\s+protocol\b(?![-\u2010\u2011])"
    r"|[:.\u2013\u2014(]\s*(?:the\s+|a\s+)?protocol\b(?![-\u2010\u2011])"
    r"|^\s*(?:the\s+)?protocol\s*(?:$|:|\b(?:for|of)\s+(?:a|an|the)\b.*\b(?:trial|study)\b)"
    r"|\bprotocol\s+(?:for|of)\s+(?:a|an|the)\b.*\b(?:trial|study)\b",
    needs="protocol",
    flags=re.IGNORECASE | re.DOTALL,
)
DOI_ADDRESS = "https://doi.org/"
#: The address at the end of an entry of the list of documents.
ADDRESS = r"[\s.]*<?(?P<url>https?://\S+?)>?\s*$"
#: What follows the name of a document in an answer.
IDENTIFIED = r"(?: \((?:doi:(?P<doi>\S+?)|(?P<url>https?://\S+?))\))?(?:: (?P<place>.+))?"


@frozen
class Notice:
    """One thing that a form says of the study as a whole.

    Attributes:
        kind: What it is about.
        value: The stage, or the reason why there is no comparator; else empty.
    """

    kind: Literal["fictitious", "by-others", "stage", "no-comparator", "no-locations"]
    value: str = ""


def read_notice(text: str) -> Notice | None:
    """Read a notice, or None where a text is none."""
    if re.match(r"fictitious\b", text, re.IGNORECASE):
        return Notice("fictitious")
    if text.startswith(BY_OTHERS):
        return Notice("by-others")
    if stage := re.match(rf"(protocol|ongoing|results){STAGE}\b", text, re.IGNORECASE):
        return Notice("stage", stage[1].lower())
    if reason := re.fullmatch(f"{NO_COMPARATOR}(.+)", text, re.DOTALL):
        return Notice("no-comparator", reason[1])
    return Notice("no-locations") if text == NO_LOCATIONS else None


def says_planned(title: str) -> bool:
    """Tell whether a title alone says that a study is planned, by the word protocol."""
    return PLANNED.search(unmasked(title)) is not None


@frozen
class ArmNote:
    """An arm that a form names.

    Attributes:
        name: Its name.
        role: Its role, where the form says it.
        given_with: The names of arms given in addition, as one text.
        later: The name of the arm offered afterwards.
        where: Where the form names it.
    """

    name: str
    role: str = ""
    given_with: str = ""
    later: str = ""
    where: str = ""


def write_arm_note(
    role: Role, given_with: str = "", later: str = "", *, beside: int = 0
) -> tuple[str, ...]:
    """Write the clauses that say what part an arm plays, and what goes with it.

    Args:
        role: Its role.
        given_with: The names of arms given in addition, as one text; empty where there are none.
        later: The name of the arm offered afterwards; empty where there is none.
        beside: How many of those have a column beside this one; 0 for a list without columns.
    """
    clauses = [ROLES[role]]
    if given_with:
        with_it = BESIDE.format(given_with, THAT if beside == 1 else THOSE)
        clauses.append(with_it if beside else GIVEN_WITH.format(given_with))
    if later:
        clauses.append(OFFERED.format(later))
    return tuple(clauses)


def read_arm_note(name: str, note: str, where: str) -> ArmNote:
    """Read what a form says of an arm's role: `Usual care; given with A`."""
    match = re.fullmatch(ROLE_NOTE, note.strip(), re.IGNORECASE)
    if match is None:
        return ArmNote(name.strip(), where=where)
    words = match["role"].lower()
    role = next(role for role, role_words in ROLES.items() if role_words == words)
    given_with = match["with"] or match["beside"] or ""
    return ArmNote(name.strip(), role, given_with, match["later"] or "", where)


def read_arm(text: str, where: str) -> ArmNote | None:
    """Read an entry of the list of arms: `Walking in groups: Experimental arm`; None if it is none.

    Args:
        text: The entry.
        where: Where it stands.
    """
    match = re.fullmatch(ARM, text, re.IGNORECASE | re.DOTALL)
    return read_arm_note(match["name"], match["note"], where) if match is not None else None


@frozen
class Named:
    """A document that a form names.

    Attributes:
        kind: One of the kinds of documents in the model.
        title: What it is called; may be empty.
        doi: Its DOI.
        url: Its address.
        listed: The name under which the form lists it; empty where it does not.
    """

    kind: str
    title: str = ""
    doi: str = ""
    url: str = ""
    listed: str = ""


def write_listed(kind: str, title: str) -> str:
    """Write an entry of the list of documents: `Protocol: Walking in groups`.

    Args:
        kind: One of the kinds of documents in the model.
        title: What it is called; may be the name of its kind.
    """
    words = DOCUMENT_KINDS[kind]
    words = words[:1].upper() + words[1:]
    return words if title == words else f"{words}: {title}"


def read_listed(text: str, links: Sequence[str] = ()) -> Named | None:
    """Read an entry of the list of documents, or None where it does not begin with a kind.

    Args:
        text: The entry.
        links: Addresses that its words lead to.
    """
    words, _colon, title = text.partition(": ")
    address = re.search(ADDRESS, title or words)
    url = ""
    if address is not None:
        url = address["url"]
        cut = (title or words)[: address.start()]
        title, words = (cut, words) if title else ("", cut)
    words = words.strip(" .")
    kind = next(
        (kind for kind, kind_words in DOCUMENT_KINDS.items() if kind_words == words.lower()), None
    )
    if kind is None:
        return None
    url = url or next(iter(links), "")
    doi = url.removeprefix(DOI_ADDRESS) if url.startswith(DOI_ADDRESS) else ""
    return Named(kind, title.strip(), doi, "" if doi else url, title.strip() or words)


def write_identified(title: str, doi: str | None = None, url: str | None = None) -> str:
    """Write a listed document as answers name it: `Handbook (doi:10.1000/xyz)`.

    Args:
        title: What it is called.
        doi: Its DOI, without `https://`.
        url: Its address, which stands where it has no DOI.
    """
    identifier = f"doi:{doi}" if doi else url
    return f"{title} ({identifier})" if identifier else title


def read_identified(text: str, listed: Named) -> tuple[Named, str] | None:
    """Read what follows the name of a listed document: its identifier, and the place in it.

    Args:
        text: The words after its name.
        listed: The document.

    Returns:
        The document and the place; None where the text is something else.
    """
    match = re.fullmatch(IDENTIFIED, text, re.DOTALL)
    if match is None:
        return None
    if match["doi"] or match["url"]:
        doi, url = unmasked(match["doi"] or ""), unmasked(match["url"] or "")
        listed = attrs.evolve(listed, doi=doi, url=url)
    return listed, match["place"] or ""
