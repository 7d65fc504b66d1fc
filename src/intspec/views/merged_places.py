"""Places in one document, put together as a journal prints them: `Methods, pp. 4-6, Table 1`."""

import re
from collections.abc import Iterable, Mapping

from intspec.answers.places import ORDER, write_place
from intspec.model import Location
from intspec.text.wording import flat

#: The fields of places that are put together.
MERGED = frozenset({"section", "page", "pages", "table", "figure", "appendix"})
#: What a form that asks for pages is told where they are known.
PAGED = ("page", "pages", "appendix")
PAGES = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?")
#: A range of more pages is no range of a paper.
MOST_PAGES = 10_000


def place_of(location: Location) -> dict[str, str]:
    """Return the fields of a place, in the order in which they are written.

    The words of an anchor are there to find the place again. They are printed where nothing else
    says where it is.
    """
    fields = {name: flat(value) for name in ORDER if (value := getattr(location, name))}
    return {name: value for name, value in fields.items() if name != "anchor"} or fields


def merged(places: Iterable[Mapping[str, str]], *, pages: bool = False) -> str:
    """Put the places in one document together: `Introduction, p. 2; Methods, pp. 4-6, Table 1`.

    Args:
        places: The fields of each.
        pages: Whether of a place that has a page the page alone is written.
    """
    groups: dict[str, dict[str, dict[str, None]]] = {}
    others: dict[str, None] = {}
    for place in places:
        paged = {name: value for name, value in place.items() if name in PAGED}
        fields = paged if pages and paged.keys() - {"appendix"} else dict(place)
        if not fields.keys() <= MERGED:
            others[write_place(fields)] = None
        elif fields:
            group = groups.setdefault(fields.pop("section", ""), {})
            for name, value in fields.items():
                group.setdefault("pages" if name == "page" else name, {})[value] = None
    return "; ".join([*(_clause(section, group) for section, group in groups.items()), *others])


def _clause(section: str, group: Mapping[str, Iterable[str]]) -> str:
    """Write the places in one section in one clause."""
    fields: dict[str, str] = {"section": section} if section else {}
    pages = _page_ranges(group.get("pages", ()))
    if pages:
        single = len(pages) == 1 and "-" not in pages[0]
        fields["page" if single else "pages"] = ", ".join(pages)
    more: list[str] = []
    for name in ("table", "figure", "appendix"):
        first, *rest = [*group.get(name, ()), ""]
        if first:
            fields[name] = first
        more += [write_place({name: value}) for value in rest if value]
    return ", ".join([write_place(fields), *more])


def _page_ranges(pages: Iterable[str]) -> list[str]:
    """Join pages that follow each other; what is no number stays as it is."""
    numbers: set[int] = set()
    others: dict[str, None] = {}
    for page in pages:
        match = PAGES.fullmatch(page.replace("\u2013", "-"))
        first = int(match[1]) if match else 0
        last = int(match[2] or match[1]) if match else 0
        if match and first <= last <= first + MOST_PAGES:
            numbers.update(range(first, last + 1))
        else:
            others[page] = None
    ranges: list[list[int]] = []
    for number in sorted(numbers):
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return [*(str(a) if a == b else f"{a}-{b}" for a, b in ranges), *others]
