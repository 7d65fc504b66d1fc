"""Patterns of names as Git's ignore files have them, matched in time that grows with their length.

Who sends a document may send such patterns too. Libraries that make one regular expression of each
pattern, stars and all, let its author choose how long matching takes: `*a*a*a*a*a*ab` against a
name of a hundred letters does not end. Here each part between stars is looked for once, from left
to right, which is all that stars need.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

#: So many patterns are kept of one list, since each name is held against all of them, and none that
#: is longer than this.
MOST, LONGEST = 2000, 1000
#: How much of a pattern a message repeats.
SHOWN = 60
#: Any number of folders, none included.
DEEP = None
#: What the names of classes within brackets stand for.
CLASSES = {
    "alnum": "a-zA-Z0-9",
    "alpha": "a-zA-Z",
    "blank": r" \t",
    "cntrl": r"\x00-\x1f\x7f",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": r"!-/:-@\[-`{-~",
    "space": r"\s",
    "upper": "A-Z",
    "xdigit": "0-9a-fA-F",
}
#: A class within brackets: whether it is turned round, and what it holds.
BRACKETS = re.compile(r"\[([!^]?)(\]?(?:\\.|\[:[a-z]*:\]|[^\]\\])*)\]", re.DOTALL)
#: The same, where a backslash does not take the meaning from the first bracket.
IN_BRACKETS = re.compile(rf"\\.|{BRACKETS.pattern}", re.DOTALL)
#: One thing within brackets: a named class, a range, or a character.
MEMBER = re.compile(r"\[:([a-z]*):\]|(\\?.)-(\\?[^\]])|(\\?.)", re.DOTALL)
NEVER = "(?!)"
#: Parts that no name has from the folder that patterns belong to.
DOTS = (".", "..")
#: What makes a part more than the characters that it is written with.
SPECIAL = re.compile(r"[*?\[\\]")
#: What stands for any number of folders, between slashes.
DEEPLY = re.compile(r"\*\*+")


#: What one part of a name must be or match.
Step = str | re.Pattern[str] | None


class _Pattern(NamedTuple):
    """One pattern.

    Attributes:
        steps: What each part of a name must be or match; DEEP for any number of folders.
        anywhere: Whether only the last part of a name counts.
        only_folders: Whether it is about folders alone.
        takes_back: Whether it takes back what an earlier one has left out.
    """

    steps: tuple["Step", ...]
    anywhere: bool
    only_folders: bool
    takes_back: bool

    def matches(self, parts: Sequence[str], *, folder: bool) -> bool:
        """Tell whether it is about a name."""
        if self.only_folders and not folder:
            return False
        return _matches(self.steps, parts[-1:] if self.anywhere else parts)


class Patterns:
    """A list of patterns, of which the last one that is about a name decides.

    Args:
        lines: The patterns, one a line, as in a file `.gitignore`; `MOST` of them count.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        made = (_pattern(line) for line in lines)
        self._patterns = [pattern for pattern in made if pattern is not None][:MOST][::-1]

    def __bool__(self) -> bool:
        """Tell whether there are any."""
        return bool(self._patterns)

    def decide(self, name: str, *, folder: bool) -> bool | None:
        """Tell whether a name is left out; None where no pattern is about it.

        Args:
            name: The name from the folder that the patterns belong to, with slashes.
            folder: Whether it is that of a folder.
        """
        parts = name.split("/")
        for pattern in self._patterns:
            if pattern.matches(parts, folder=folder):
                return not pattern.takes_back
        return None


def is_pattern(line: str) -> bool:
    """Tell whether a line is a pattern that can be about anything.

    No name has a part `.` or `..`, so that `./old`, which a shell completes, is about nothing.
    """
    made = _pattern(line)
    return made is not None and not any(step in DOTS for step in made.steps)


def _pattern(line: str) -> _Pattern | None:
    """Read a line; None where it is blank, a comment, too long, or about nothing."""
    text = line.rstrip("\r\n")
    if len(text) > LONGEST:
        return None
    # Blanks at the end do not count, unless a backslash keeps one.
    text = re.sub(r"((?:^|[^\\])(?:\\\\)*(?:\\ )?) +$", r"\1", text)
    takes_back = text.startswith("!")
    if text.startswith("#"):
        return None
    text = text.removeprefix("!")
    only_folders = text.endswith("/")
    text = text[:-1] if only_folders else text
    anywhere = "/" not in text
    text = text.removeprefix("/")
    # A slash within brackets parts nothing, and matches nothing; one behind a backslash is one.
    text = IN_BRACKETS.sub(
        lambda found: "/" if found[0] == r"\/" else found[0].replace("/", "\0"), text
    )
    parts = text.split("/")
    if "" in parts or (text.endswith("\\") and not text.endswith("\\\\")):
        return None
    steps: list[Step] = [
        DEEP if DEEPLY.fullmatch(part) and not anywhere else _part(part) for part in parts
    ]
    if steps[-1] is DEEP:
        steps.append(_part("*"))  # what is in a folder, and not the folder itself
    return _Pattern(tuple(steps), anywhere, only_folders, takes_back)


def _part(text: str) -> Step:
    """Return what one part of a name must be or match."""
    if not SPECIAL.search(text):
        return text
    pieces = [""]
    place = 0
    while place < len(text):
        character = text[place]
        step = 1
        if character == "*":
            pieces.append("")
        elif character == "?":
            pieces[-1] += "."
        elif character == "[":
            brackets = BRACKETS.match(text, place)
            pieces[-1] += _class(brackets) if brackets else NEVER
            step = len(brackets[0]) if brackets else 1
        elif character == "\\":
            pieces[-1] += re.escape(text[place + 1 : place + 2])
            step = 2
        else:
            pieces[-1] += re.escape(character)
        place += step
    first, *others = pieces
    if not others:
        return re.compile(f"{first}\\Z", re.DOTALL)
    # A piece is taken where it comes first: so nothing needs to be tried twice.
    middle = "".join(f"(?>.*?{piece})" for piece in others[:-1] if piece)
    return re.compile(f"{first}{middle}.*{others[-1]}\\Z", re.DOTALL)


def _class(brackets: "re.Match[str]") -> str:
    """Return the class of characters that stands in brackets."""
    turned, inside = brackets.groups()
    members = []
    for named, low, high, single in MEMBER.findall(inside):
        if named:
            members.append(CLASSES.get(named, ""))
        elif single:
            members.append(re.escape(single[-1]))
        elif low[-1] <= high[-1]:
            members.append(f"{re.escape(low[-1])}-{re.escape(high[-1])}")
    within = "".join(members)
    if not within:
        return "." if turned else NEVER
    return f"[{'^' if turned else ''}{within}]"


def _matches(steps: Sequence[Step], parts: Sequence[str]) -> bool:
    """Hold the parts of a name against the steps of a pattern, from left to right."""
    step = part = 0
    deep: tuple[int, int] | None = None
    while part < len(parts):
        if step < len(steps):
            wanted = steps[step]
            if wanted is DEEP:
                deep = (step + 1, part)
                step += 1
                continue
            named = parts[part]
            if wanted == named if isinstance(wanted, str) else wanted.match(named):
                step, part = step + 1, part + 1
                continue
        if deep is None:
            return False
        # One folder more belongs to the last place that takes any number of them.
        deep = (deep[0], deep[1] + 1)
        step, part = deep
    return all(wanted is DEEP for wanted in steps[step:])
