"""A name is not a description: mark the texts that only say a name again, so that they are none."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from intspec.checklists import Checklist
from intspec.diagnostics import Path
from intspec.rules.latest import latest
from intspec.text.placeholders import RepeatedName
from intspec.text.sameness import words_of_name

#: How much longer a text may be than the longest name, for its punctuation.
SLACK = 20
Names = dict[tuple[str, ...], str]


def mark_repeated_names(
    data: Mapping[str, Any], checklists: Iterable[Checklist]
) -> Mapping[str, Any]:
    """Mark the texts of a document that only say a name again.

    They are descriptions of procedures, texts of a rationale, of components, on the content of a
    training, and narratives. The names are those of the arm and of the document, headings of items,
    and the key of the procedure; case, punctuation, spaces and plurals make no difference.

    Args:
        data: A document that fits the schema; it is not changed.
        checklists: The checklists that are claimed, whose items have headings.

    Returns:
        The document, in which such texts are of the class `RepeatedName`.
    """
    shared = shared_names(data.get("title", ""), checklists)
    marked: dict[str, Any] = dict(data)
    for path, text, names in _texts(data, shared):
        of = repeated(text, names)
        if of:
            put(marked, path, RepeatedName(text, of))
    return marked


def shared_names(title: str, checklists: Iterable[Checklist], arms: Iterable[str] = ()) -> Names:
    """Return the names that no text of a document may only say again.

    Args:
        title: The title of the document.
        checklists: The checklists, whose items have headings.
        arms: What its arms are called.
    """
    shared = _names({"the title of the document": [title]})
    for checklist in checklists:
        shared = {**checklist.headings, **shared}
    return shared | _names({"the name of an arm": arms})


def repeated(text: str, names: Names) -> str:
    """Return what kind of name a text only says again; empty if it says more."""
    return names.get(words_of_name(text), "") if len(text) <= _longest(names) + SLACK else ""


@latest
def _longest(names: Names) -> int:
    """Return how long the longest name is; the texts of an arm are compared with the same names."""
    return max(map(len, map(" ".join, names)), default=0)


def _names(by_kind: Mapping[str, Iterable[str]]) -> Names:
    """Return the words of names, each with what kind of name it is."""
    return {
        plain: kind
        for kind, names in by_kind.items()
        for name in names
        if (plain := words_of_name(name))
    }


def _texts(data: Mapping[str, Any], shared: Names) -> Iterator[tuple[Path, str, Names]]:
    """Go over the texts that are to be descriptions, with their paths and the names around them."""
    arms = data.get("interventions", {})
    of_arms = _names(
        {"the name of an arm": (name for arm in arms.values() for name in names_of(arm))}
    )
    for key, arm in arms.items():
        names = shared | of_arms | _names({"the name of the arm": names_of(arm)})
        at: Path = ("interventions", key)
        for name, procedure in arm.get("procedures", {}).items():
            if "description" in procedure:
                path = (*at, "procedures", name, "description")
                keyed = names | _names({"the key of the procedure": [name]})
                yield path, procedure["description"], keyed
        for field in ("rationale", "narrative"):
            for path, text in _inside(arm.get(field, {}), (*at, field)):
                yield path, text, names
    names = shared | of_arms
    for path, text in _inside(data.get("narrative", {}), ("narrative",)):
        yield path, text, names
    for key, component in data.get("components", {}).items():
        yield ("components", key, "text"), component["text"], names
    for key, provider in data.get("providers", {}).items():
        training = provider.get("training", {})
        if "content" in training:
            yield ("providers", key, "training", "content"), training["content"], names


def names_of(arm: Mapping[str, Any]) -> list[str]:
    """Return what an arm is called.

    Args:
        arm: The arm, as read.
    """
    return [arm.get("name", ""), *arm.get("aliases", ())]


def _inside(record: Mapping[str, Any], at: Path) -> Iterator[tuple[Path, str]]:
    """Go over the texts of a record, and of the lists in it; keys of sources are none."""
    for field, value in record.items():
        if isinstance(value, str):
            yield (*at, field), value
        elif field != "sources":
            yield from (((*at, field, number), text) for number, text in enumerate(value))


def put(data: dict[str, Any], path: Path, value: Any) -> None:
    """Put a value at a path, into copies of all that is around it."""
    inner: Any = data
    for step in path[:-1]:
        copied = inner[step].copy()
        inner[step] = copied
        inner = copied
    inner[path[-1]] = value
