"""Where a fault is, is where it is said to be: single faults put into good specifications.

`python tests/trust/positions.py [each]`: 75 faults each of four kinds of key, whose line must be
exact, and 300 faults of syntax, of which 95 in 100 must be placed within one line.
"""

import random
import re
import sys
from collections.abc import Callable, Iterator
from functools import partial

from harness import ROOT, tally

from intspec.api import check_text
from intspec.diagnostics import FileReport
from intspec.reading import Unreadable, read_bytes

Case = tuple[str, Callable[[], str]]
SOURCES = {
    path.name: path.read_text("utf-8") for path in sorted((ROOT / "specs").rglob("*.intspec.yaml"))
}
#: A key of the model on a line of its own: indentation, name, what follows.
KEY = re.compile(r"^( *(?:- )?)([a-z_]+)(:(?: .*)?)$")
NEEDED = ("stage", "role", "reason", "about", "citation", "registry")
NEAR = 95
SYNTAX = 300


def keys(text: str) -> Iterator[tuple[int, re.Match[str]]]:
    """Go over the lines of a text that hold a key of the model and its value."""
    known = set(re.findall(r'^ {6,}"([a-z_]+)": \{', SCHEMA, re.MULTILINE))
    for number, line in enumerate(text.splitlines()):
        found = KEY.match(line)
        # Two spaces deep stand the authors' own keys of catalogues.
        if found and found[2] in known and len(found[1]) != len("  "):
            yield number, found


SCHEMA = (ROOT / "schemas" / "specification-1.0.json").read_text("utf-8")


def errors(text: str) -> tuple[FileReport, list[int]]:
    """Check a text: its report, and the lines of what is wrong in it."""
    report = check_text(text, path="x.intspec.yaml")
    return report, [d.line for d in report.diagnostics if d.severity == "error"]


def exactly(text: str, line: int) -> str:
    """Say where a fault was found, if that is not the one line where it is."""
    _report, lines = errors(text)
    return "" if lines == [line] else f"line {line}, but told at {lines}"


def duplicate(lines: list[str], number: int, found: re.Match[str]) -> tuple[list[str], int] | None:
    """Write a key a second time, just behind itself, where its value ends on its line."""
    if found[3] == ":" or found[3].rstrip().endswith((">", "|", ">-", "|-")) or "- " in found[1]:
        return None
    after = lines[number + 1] if number + 1 < len(lines) else ""
    if len(after) - len(after.lstrip()) > len(found[1]):
        return None
    return [*lines[: number + 1], f"{found[1]}{found[2]}: again", *lines[number + 1 :]], number + 2


def unknown(lines: list[str], number: int, found: re.Match[str]) -> tuple[list[str], int] | None:
    """Misspell a key."""
    wrong = f"{found[1]}{found[2]}zz{found[3]}"
    return [*lines[:number], wrong, *lines[number + 1 :]], number + 1


def missing(lines: list[str], number: int, found: re.Match[str]) -> tuple[list[str], int] | None:
    """Take a required key away; it is missed at the key that holds it."""
    if found[2] not in NEEDED or "- " in found[1] or found[3] == ":":
        return None
    if found[3].rstrip().endswith((">", "|", ">-", "|-")):
        return None
    if found[2] == "role" and ("Stage" in found[3] or "author" in found[3]):
        return None  # a group of the development, and a contributor, may do without one
    parent = number
    while parent > 0 and not (
        lines[parent].strip()
        and not lines[parent].lstrip().startswith("#")
        and len(lines[parent]) - len(lines[parent].lstrip()) < len(found[1])
    ):
        parent -= 1
    if found[2] == "reason" and lines[parent].strip() == "training:":
        return None  # that nobody was trained may stand without a reason
    if not found[1]:
        # At the root the first key is the place.
        first = next(n for n, line in enumerate(lines) if KEY.match(line) and n != number)
        return [*lines[:number], *lines[number + 1 :]], first + (0 if first > number else 1)
    if lines[parent].lstrip().startswith("- "):
        return [*lines[:number], *lines[number + 1 :]], parent + 1
    return [*lines[:number], *lines[number + 1 :]], parent + 1


def mistyped(lines: list[str], number: int, found: re.Match[str]) -> tuple[list[str], int] | None:
    """Put a list of numbers where something else belongs."""
    if found[3] == ":" or found[3].rstrip().endswith((">", "|", ">-", "|-")):
        return None
    if found[3].lstrip(": ").startswith(("[", "{")) or "- " in found[1]:
        return None
    after = lines[number + 1] if number + 1 < len(lines) else ""
    if after.strip() and len(after) - len(after.lstrip()) > len(found[1]):
        return None
    wrong = f"{found[1]}{found[2]}: [[1]]"
    return [*lines[:number], wrong, *lines[number + 1 :]], number + 1


def faults(each: int) -> Iterator[Case]:
    """Put faults of each kind into the specifications, at random places."""
    chance = random.Random(3)
    for make in (duplicate, unknown, missing, mistyped):
        made = []
        for name, text in SOURCES.items():
            lines = text.splitlines()
            for number, found in keys(text):
                result = make(lines, number, found)
                if result is not None and "- " not in found[1]:
                    made.append((name, number, "\n".join(result[0]) + "\n", result[1]))
        for name, number, text, line in chance.sample(made, min(each, len(made))):
            yield (
                f"{make.__name__} {name}:{number + 1}",
                partial(exactly, text, line),
            )


#: Faults of syntax: what is looked for in a line, and what is put in its place.
BREAKS: tuple[tuple[str, str], ...] = (
    (r"^( +)([a-z_-]+): (.*)$", '\\1\\2: "\\3'),
    (r"^( +)([a-z_-]+): (.*)$", "\\1\\2: [\\3"),
    (r"^( +)([a-z_-]+): (.*)$", "\\1\\2: {\\3"),
    (r"^( +)([a-z_-]+): (.*)$", "\t\\2: \\3"),
    (r"^( +)([a-z_-]+): ([A-Za-z].*)$", "\\1\\2: \\3: more"),
    (r"^( +)([a-z_-]+): (.*)$", "\\1\\2: *\\3"),
    (r"^( +)([a-z_-]+): (.*)$", "\\1\\2: &a \\3"),
    (r"^( +)([a-z_-]+): (.*)$", "\\1\\2: !x \\3"),
    (r"^( +)([a-z_-]+): (.*)$", "\\1\\2: @\\3"),
    (r"^( +)([a-z_-]+): (.*)$", "\\1\\2: %\\3"),
    (r"^( +)([a-z_-]+): (.*)$", "\\1\\2 \\3"),
)


def syntax(count: int) -> Iterator[Case]:
    """Break the syntax at random places."""
    chance = random.Random(5)
    made = 0
    while made < count:
        name = chance.choice(sorted(SOURCES))
        lines = SOURCES[name].splitlines()
        number = chance.randrange(len(lines))
        pattern, replacement = chance.choice(BREAKS)
        broken, done = re.subn(pattern, replacement, lines[number])
        text = "\n".join([*lines[:number], broken, *lines[number + 1 :]]) + "\n"
        if not done or _reads(text):
            continue
        made += 1
        yield (
            f"{name}:{number + 1} {broken.strip()[:40]}",
            partial(near, text, number + 1),
        )


def _reads(text: str) -> bool:
    try:
        read_bytes(text.encode(), path="x.yaml")
    except Unreadable:
        return False
    return True


def near(text: str, line: int) -> str:
    """Say where a fault of syntax was found, if not within one line of its place."""
    _report, lines = errors(text)
    return "" if any(abs(one - line) <= 1 for one in lines) else f"line {line}, told at {lines}"


def main() -> None:
    """Count both kinds."""
    each = int(sys.argv[1]) if len(sys.argv) > 1 else 75
    tally("faults of keys, exact line", faults(each))
    ended = [(name, case()) for name, case in syntax(SYNTAX)]
    good = sum(1 for _name, fault in ended if not fault)
    print(f"faults of syntax, within one line: {good} of {len(ended)} ({NEAR}% are asked for)")
    if good * 100 < NEAR * len(ended):
        print("\n".join(f"  {name}: {fault}" for name, fault in ended if fault))
        sys.exit(1)


if __name__ == "__main__":
    main()
