"""Registries by the names that people give them, and the kinds of their numbers."""

from collections.abc import Mapping

from intspec.identifiers.table import KINDS

#: The short name of each registry whose numbers are known.
REGISTRIES: tuple[str, ...] = tuple(kind.registry for kind in KINDS.values() if kind.registry)


def registry_kinds(name: str) -> tuple[str, ...]:
    """Return the kinds of numbers that a registry gives; none for a registry that is not known.

    Args:
        name: A short or full name; case, spaces and punctuation do not matter.
    """
    return _KINDS_OF.get(_plain(name), ())


def registry_names() -> tuple[str, ...]:
    """Return every name by which a registry is known, short and full."""
    names = (
        name for kind in KINDS.values() if kind.registry for name in (kind.registry, *kind.aliases)
    )
    return tuple(dict.fromkeys(names))


def _plain(name: str) -> str:
    plain = "".join(letter for letter in name.casefold() if letter.isalnum())
    return plain.removeprefix("the")


def _kinds_of() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for kind in KINDS.values():
        if kind.registry:
            for name in dict.fromkeys(map(_plain, (kind.registry, *kind.aliases))):
                found[name] = (*found.get(name, ()), kind.id)
    return found


_KINDS_OF = _kinds_of()
