"""Words that forms print for ids, and the ids that they stand for."""

from collections.abc import Iterable

from intspec.checklists import Checklist, Item


def about_words(about: str, checklist: Checklist) -> str:
    """Write the id of a part in words: `materials access`; of another guideline, with its id."""
    namespace, _, name = about.partition("/")
    words = name.replace("-", " ")
    return words if namespace == checklist.id else f"{namespace} {words}".replace("-", " ")


def part_words(checklist: Checklist, item: Item) -> dict[str, str]:
    """Return the ids of what an item asks for, by the words that forms print for them."""
    found: dict[str, str] = {}
    own = set(checklist.names(item))
    for part in checklist.parts[item.id]:
        for about in (part.rule, part.home_id):
            if about not in own:
                found.setdefault(about_words(about, checklist), about)
    return found


def foreign_words(own: Checklist | None, checklists: Iterable[Checklist]) -> dict[str, str]:
    """Return the ids of items and parts of other guidelines, by the words that forms print."""
    found: dict[str, str] = {}
    if own is None:
        return found
    for checklist in checklists:
        if checklist.id != own.id:
            for item in checklist.items:
                ids = [f"{checklist.id}/{item.id}", *checklist.names(item)]
                ids += [part.rule for part in checklist.parts[item.id]]
                for about in ids:
                    if "/" in about:
                        found.setdefault(about_words(about, own), about)
    return found
