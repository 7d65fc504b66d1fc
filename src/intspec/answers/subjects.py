"""Which arm and which part of an item a line of an answer is about: `Group A, materials: p. 4`."""

import re
from collections.abc import Iterable, Mapping

from intspec.checklists import Checklist, Item
from intspec.text.lookalikes import unmasked

#: What may part an answer about one arm from that about the next, in one line.
BETWEEN_ARMS = re.compile(r"\n|;\s|(?<=\d)\.\s+(?=[^\W\d_])|\s/\s")


def write_lead(arm: str, part: str) -> str:
    """Write which arm and part a line is about; empty where it is about all arms and the item.

    Args:
        arm: Name of the arm; may be empty.
        part: The part in words; may be empty.
    """
    return ", ".join(filter(None, (arm, part)))


def read_lead(line: str, arms: Iterable[str], parts: Mapping[str, str]) -> tuple[str, str, str]:
    """Take the arm and the part off the beginning of a line.

    Args:
        line: The line.
        arms: Names of the arms.
        parts: Ids of the item's parts by their words, such as `materials access`.

    Returns:
        The arm's name, the part's id, and the rest; each may be empty.
    """
    low = line.casefold()
    longest = sorted(arms, key=len, reverse=True)
    exact = [name for name in longest if line.startswith((f"{name}: ", f"{name}, "))]
    folded = [(name, name.casefold()) for name in longest if len(name.casefold()) == len(name)]
    alike = [name for name, fold in folded if low.startswith((f"{fold}: ", f"{fold}, "))]
    for name in [*exact, *alike]:
        if line[len(name) :][:1] in (":", ","):
            rest = line[len(name) + 2 :]
            about, after = _part(rest, parts)
            if about or line[len(name)] == ":":
                return name, about, after
    lead = ("", *_part(line, parts))
    plain = unmasked(line)
    if lead[1] or plain == line:
        return lead
    looks_like = read_lead(plain, arms, parts)
    return looks_like if any(looks_like[:2]) else lead


def _part(text: str, parts: Mapping[str, str]) -> tuple[str, str]:
    words, colon, rest = text.partition(": ")
    about = parts.get(words.lower(), "") if colon else ""
    return (about, rest) if about else ("", text)


def about_words(about: str, checklist: Checklist) -> str:
    """Write the id of a part in words: `materials access`; of another guideline, with its id."""
    namespace, _, name = about.partition("/")
    words = name.replace("-", " ")
    return words if namespace == checklist.id else f"{namespace} {words}".replace("-", " ")


def part_words(checklist: Checklist, item: Item) -> dict[str, str]:
    """Return the ids of what an item asks for, by the words that forms print for them."""
    ids: dict[str, str] = {}
    of_item = set(checklist.names(item))
    for part in checklist.parts[item.id]:
        for about in (part.rule, part.home_id):
            if about not in of_item:
                ids.setdefault(about_words(about, checklist), about)
    return ids


def foreign_words(
    form_checklist: Checklist | None, checklists: Iterable[Checklist]
) -> dict[str, str]:
    """Return the ids of items and parts of other guidelines, by the words that forms print.

    Args:
        form_checklist: The guideline of the form; None where it was not recognised, and then
            nothing is returned.
        checklists: The guidelines that are known.
    """
    ids: dict[str, str] = {}
    if form_checklist is None:
        return ids
    for checklist in checklists:
        if checklist.id != form_checklist.id:
            for item in checklist.items:
                names = [f"{checklist.id}/{item.id}", *checklist.names(item)]
                names += [part.rule for part in checklist.parts[item.id]]
                for about in names:
                    if "/" in about:
                        ids.setdefault(about_words(about, form_checklist), about)
    return ids
