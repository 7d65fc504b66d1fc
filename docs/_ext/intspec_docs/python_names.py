"""The reference of the public names of `intspec`, from their docstrings."""

import inspect
from collections.abc import Iterator

import intspec

HEAD = """\
# Python

The names that notebooks and plugins may use: `import intspec`. [From Python](../../guide/python.md)
shows how the first of them work together, [the pages for plugins](../../plugins/index.md) which
hooks take the others. Each is loaded when it is first used.
"""
#: What the names of a room of the code are about; what stands nowhere here comes last.
TITLES = {
    "from_python": "Check, load and render",
    "diagnostics": "What a report holds",
    "model": "What a specification holds",
    "plugins": "What a plugin provides",
    "rules": "Rules",
    "checklists": "Checklists",
    "views": "Views",
    "forms": "Forms",
    "vocabularies": "Vocabularies",
    "identifiers": "Identifiers",
    "cli": "Commands",
    "": "Other names",
}


def python_page() -> str:
    """Write the page."""
    rooms: dict[str, list[str]] = {room: [] for room in TITLES}
    for name in intspec.__all__:
        home = str(getattr(getattr(intspec, name), "__module__", ""))
        room = home.split(".")[1] if home.startswith("intspec.") else ""
        rooms[room if room in TITLES else ""].append(name)
    return "\n".join(
        (HEAD, *(line for room, names in rooms.items() for line in _section(room, names)))
    )


def _section(room: str, names: list[str]) -> Iterator[str]:
    yield f"## {TITLES[room]}\n"
    yield "```{eval-rst}"
    for name in names:
        found = getattr(intspec, name)
        kind = "autodata"
        if callable(found):
            kind = "autoclass" if inspect.isclass(found) else "autofunction"
        yield f".. {kind}:: intspec.{name}"
        yield {"autoclass": "   :members:", "autodata": "   :no-value:"}.get(kind, "")
        yield ""
    yield "```\n"
