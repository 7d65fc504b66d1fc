"""Numbers of trial registrations in answers."""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from intspec.answers.answer import Answer
from intspec.identifiers import KINDS, identify

CANDIDATE = re.compile(r"(?<![\w-])[A-Za-z]{2,8}[-/]?\d[\d/-]{3,17}(?!\w)")


@cache
def _registries() -> Mapping[str, str]:
    """Return the registries by the letters that their numbers begin with."""
    return {mark: kind.registry for kind in KINDS.values() if kind.registry for mark in kind.marks}


def registrations(text: str) -> dict[str, str]:
    """Return the numbers of registrations that a text names, each with its registry.

    A number whose digits do not fit its registry is one too: that is told where it is judged.
    """
    found: dict[str, str] = {}
    for match in CANDIDATE.finditer(text):
        number = match[0].rstrip("-/")
        identified = identify(number)
        registry = KINDS[identified.kind].registry if identified is not None else ""
        low = number.lower()
        marked = (name for mark, name in _registries().items() if low.startswith(mark))
        registry = registry or next(marked, "")
        if registry:
            found.setdefault(number, registry)
    return found


def registered(answers: Sequence[Answer]) -> bool:
    """Tell whether answers say the number of a registration, which registry, and no more."""
    documents = [one.document for one in answers if one.kind != "registration"]
    others = [one for one in documents if one is None or one.kind != "registry-record"]
    return len(documents) < len(answers) and not others
