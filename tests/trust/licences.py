"""What installing intspec brings along: name, version and licence of each package.

Ends with 1 where a licence would bind those who pass intspec on (GPL, AGPL, LGPL).
"""

import re
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution

BINDING = re.compile(r"\b(A?GPL|LGPL)|GNU (Affero|Lesser|General)", re.IGNORECASE)
NAME = re.compile(r"[A-Za-z0-9._-]+")


def needed(name: str, seen: dict[str, Distribution], extras: frozenset[str]) -> None:
    """Gather a package and those that it needs, as they are installed here."""
    key = name.lower().replace("_", "-")
    if key in seen:
        return
    try:
        seen[key] = distribution(name)
    except PackageNotFoundError:
        return  # not for this system
    for line in seen[key].requires or ():
        words, _, marker = line.partition(";")
        named = re.search(r"extra\s*==\s*['\"]([^'\"]+)", marker)
        if named and named[1] not in extras:
            continue
        found = NAME.match(words.strip())
        if found:
            needed(found.group(), seen, frozenset())


def licence(found: Distribution) -> str:
    """Return what a package says of its licence."""
    fields = found.metadata.json
    classes = [
        one.rpartition("::")[2].strip()
        for one in fields.get("classifier", ())
        if one.startswith("License ::")
    ]
    told = fields.get("license_expression") or ", ".join(classes) or fields.get("license")
    return str(told or "not stated").splitlines()[0]


def packages() -> Iterator[tuple[str, str, str]]:
    """Go over all packages that the wheel and its extras for readers and writers bring along."""
    seen: dict[str, Distribution] = {}
    needed("intspec", seen, frozenset({"edit", "locate", "pdf", "pdf-in"}))
    for name, found in sorted(seen.items()):
        yield name, found.version, licence(found)


def main() -> None:
    """Print them all."""
    bad = 0
    number = 0
    for name, version, told in packages():
        number += 1
        binding = bool(BINDING.search(told)) or told == "not stated"
        bad += binding
        print(
            f"{name:24} {version:12} {told}{'   <-- may not be brought along' if binding else ''}"
        )
    print(f"licences: {number - bad} of {number} packages may be passed on")
    if bad:
        sys.exit(1)


if __name__ == "__main__":
    main()
