"""Which plugins are installed: the entry points of the distributions on the path.

The files are read directly: `importlib.metadata` reads every distribution's metadata, which takes
longer than a whole check.
"""

import os
import sys
from collections.abc import Iterator
from typing import NamedTuple

GROUP = "intspec"
CHECKLISTS = "intspec.checklists"
COMMANDS = "intspec.commands"
#: The commands that come with intspec, each with its one line of help: no plugin has one of these
#: names.
OWN_COMMANDS = {
    "check": "Check specifications against the reporting guidelines that they claim.",
    "render": "Render a specification's tables, or a gap report to hand to an author.",
    "compare": "Lay the interventions of several studies beside one another.",
    "crosswalk": "Show which items of several guidelines the same content answers.",
    "import": "Make a draft specification of a filled form: Word, Excel or CSV.",
    "fill": "Fill in your own copy of a checklist form: Word or Excel.",
    "explain": "Explain a rule, an item or a whole checklist.",
    "init": "Write a specification to start from, with comments that teach.",
    "checklists": "List the reporting guidelines that are installed.",
    "rules": "List the rules that can be found in a report.",
    "plugins": "List the plugins, their versions and what failed in them.",
    "plugin": "Write a new plugin, or hold one against the contract.",
    "config": "Show the settings in force and where each comes from; trust local plugins.",
    "cache": "Show or clear the results that are kept of files that have not changed.",
    "doctor": "Look at the installation: plugins, versions, failures, environment.",
    "schema": "Print a JSON Schema, for editors and other tools.",
    "completion": "Print the shell's completion script.",
}
#: The variable that names plugins to switch off, with commas or blanks between them.
WITHOUT = "INTSPEC_WITHOUT"
#: So many bytes of a file are read at first, and so many at most.
SHORT, LONGEST = 50_000, 1_000_000
ENDINGS = (".dist-info", ".egg-info")


class EntryPoint(NamedTuple):
    """One entry point.

    Attributes:
        group: `intspec`, `intspec.checklists` or `intspec.commands`.
        name: Name of the plugin.
        value: What it points to: `package.module:attribute`, or `package:file`.
        distribution: Name of the distribution that declares it.
        version: Version of that distribution.
    """

    group: str
    name: str
    value: str
    distribution: str
    version: str


def installed() -> list[EntryPoint]:
    """Return the entry points of all installed distributions, sorted by name.

    An empty entry of the path is the working folder, whatever that is: nothing is installed there.
    """
    points: list[EntryPoint] = []
    seen: set[str] = set()
    for folder in dict.fromkeys(filter(None, sys.path)):
        for name in _folders(folder):
            stem = name.rpartition(".")[0]
            distribution, _, version = stem.partition("-")
            normal = distribution.lower().replace(".", "_")
            if normal in seen:
                continue
            seen.add(normal)
            path = os.path.join(folder, name, "entry_points.txt")  # noqa: PTH118 -- start-up
            version = version.partition("-")[0]
            points.extend(_read(path, distribution.replace("_", "-"), version))
    return sorted(points, key=lambda e: (e.name, e.distribution, e.group))


def switched_off() -> list[str]:
    """Return the names of plugins and commands that the environment switches off."""
    return os.environ.get(WITHOUT, "").replace(",", " ").split()


def distributions() -> Iterator[str]:
    """Go over what is installed: for each distribution its name and version, and its folder."""
    for folder in dict.fromkeys(filter(None, sys.path)):
        yield from (f"{name} {folder}" for name in _folders(folder))


def _folders(folder: str) -> Iterator[str]:
    try:
        names = os.listdir(folder)  # noqa: PTH208 -- start-up
    except OSError:
        return
    yield from (name for name in sorted(names) if name.endswith(ENDINGS))


def _read(path: str, distribution: str, version: str) -> Iterator[EntryPoint]:
    try:
        # Most files name other programs only: they are short, and need not be read as text.
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 -- start-up
            raw = file.read(SHORT) or b""
            if len(raw) == SHORT:
                raw += file.read(LONGEST - SHORT) or b""
    except OSError:
        return
    if GROUP.encode() not in raw:
        return
    text = raw.decode("utf-8", "replace")
    group = ""
    for line in text.splitlines():
        stripped = line.strip()
        if stripped.startswith("["):
            group = stripped.strip("[]").strip()
        elif (
            group in (GROUP, CHECKLISTS, COMMANDS)
            and "=" in stripped
            and not stripped.startswith("#")
        ):
            name, _, value = stripped.partition("=")
            yield EntryPoint(
                group=group,
                name=name.strip(),
                value=value.partition("[")[0].strip(),
                distribution=distribution,
                version=version,
            )
