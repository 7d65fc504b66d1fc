"""Find the guidelines that the titles of a form name, each with its edition or extension."""

import re
from collections.abc import Iterable, Sequence

from intspec.checklists import Checklist
from intspec.lazy import frozen
from intspec.text.characters import DASHES
from intspec.text.lookalikes import unmasked

#: Guidelines that are well known and that no checklist here is for, as they write themselves.
WELL_KNOWN = (
    "PRISMA", "STROBE", "STARD", "CONSORT", "SPIRIT", "ARRIVE", "CARE", "SQUIRE", "COREQ", "SRQR",
    "CHEERS", "TRIPOD", "RECORD", "STRICTA", "StaRI", "AGREE", "MOOSE", "ENTREQ", "TREND", "GRIPP2",
    "STREGA", "REMARK", "TIDieR", "RIPI-f", "GREET", "PROCESS", "CLAIM", "DECIDE-AI", "GRRAS",
    "MMAT", "QUOROM", "RIGHT", "SAGER", "STROCSS", "SCARE",
)  # fmt: skip
"""Those that a loaded checklist is for are among them: an edition may be another one."""
YEAR = re.compile(r"\W*(?:(?:checklist|statement|guidelines?)\W*)?((?:19|20)\d\d)\b", re.IGNORECASE)
#: What is glued to a name and makes it that of an extension: not `TIDieR-Checkliste`.
GLUED = re.compile(
    r"-(?!(?i:check|list|form|item|templ|statem|guid|tab|vorl|krit|crit))(?=[A-Z])\w+", re.ASCII
)
EXTENDS = re.compile(
    r"\W*(?:\w+\W+){0,3}?extension\b|\W*(?:\d{4}\W+)?for abstracts\b", re.IGNORECASE
)
FORM_WORDS = re.compile(
    r"\W*(?:\d{4}\b|(?:checklist|statement|guideline|reporting|item|template|extension)\w*)",
    re.IGNORECASE,
)
#: A name with its edition or extension, as it stands over a column: `CONSORT-SPI 2018`.
NAME_ALONE = re.compile(
    rf"(?:{'|'.join(WELL_KNOWN)})(?:[-\s][A-Z]\w*)?(?:\W{{0,3}}(?:19|20)\d\d\)?)?"
)
AFTER = 40
#: A text of more characters is no title.
LONGEST_TITLE = 250


@frozen
class Mention:
    """A guideline that a title names.

    Attributes:
        name: The short name of the guideline, as it writes itself.
        year: The year behind it, or "".
        extension: What makes it an extension, such as `-PHP` or `extension`, or "".
    """

    name: str
    year: str = ""
    extension: str = ""

    @property
    def words(self) -> str:
        """What is named, as a person would say it: `CONSORT 2010`, `an extension of STROBE`."""
        if self.extension.startswith("-"):
            return f"{self.name}{self.extension}"
        named = f"{self.name} {self.year}".strip()
        return f"{self.extension} of {named}" if self.extension else named

    def is_of(self, checklist: Checklist) -> bool:
        """Tell whether it names a guideline in the edition that is loaded."""
        file = checklist.file
        own = file.title == self.name and not self.extension
        return own and self.year in ("", str(file.year), file.version)

    def is_other(self, checklist: Checklist) -> bool:
        """Tell whether it names another edition or an extension of a guideline."""
        return checklist.file.title == self.name and not self.is_of(checklist)


def mentions(titles: Iterable[str], checklists: Sequence[Checklist]) -> list[Mention]:
    """Find the guidelines that titles name, in the order in which they stand there.

    Args:
        titles: The titles of a form.
        checklists: The guidelines that are known.
    """
    names = sorted({*WELL_KNOWN, *(c.file.title for c in checklists)}, key=len, reverse=True)
    named: list[Mention] = []
    for title in titles:
        if len(title) <= LONGEST_TITLE:
            named += _mentions(re.sub(f"[{DASHES}]", "-", unmasked(title)), names)
    return list(dict.fromkeys(named))


def is_name(title: str) -> bool:
    """Tell whether a text is the name of a well-known guideline, with its edition and no more."""
    plain = re.sub(f"[{DASHES}]", "-", unmasked(title)).strip()
    return NAME_ALONE.fullmatch(plain) is not None


def _spelling(name: str) -> str:
    words = r"[-\s]?".join(re.escape(word) for word in re.split(r"[-\s]", name))
    return rf"(?<![\w-]){words}(?!\w)"


def _mentions(title: str, names: Sequence[str]) -> list[Mention]:
    places: list[tuple[int, int, Mention]] = []
    folded = title.casefold()
    for name in names:
        if re.split(r"[-\s]", name)[0].casefold() not in folded:
            continue
        for match in re.finditer(_spelling(name), title, re.IGNORECASE):
            start, end = match.span()
            if any(start < other_end and other < end for other, other_end, _m in places):
                continue
            after = title[end : end + AFTER]
            if _is_name(match.group(), name, title, after):
                places.append((start, end, _mention(name, after)))
    return [mention for _start, _end, mention in sorted(places, key=lambda place: place[0])]


def _mention(name: str, after: str) -> Mention:
    glued = GLUED.match(after)
    rest = after[glued.end() :] if glued else after
    year = YEAR.match(rest)
    extension = glued.group() if glued else ""
    if not glued and EXTENDS.match(rest):
        extension = "an extension"
    return Mention(name, year[1] if year else "", extension)


def _is_name(written: str, name: str, title: str, after: str) -> bool:
    """Tell whether words are the name of a guideline, and not English words: GUIDED, CARE."""
    if FORM_WORDS.match(after) and (written == name or YEAR.match(after)):
        return True
    if written not in (name, name.upper()):
        return False
    loud = title.isupper() and len(title.split()) > len(written.split())
    return not (loud and name.isupper())
