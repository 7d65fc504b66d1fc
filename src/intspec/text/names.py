"""Make keys of words, make names unique, and guess what a misspelt name was meant to be."""

import re
from collections.abc import Callable, Container, Iterable

from intspec.text.wording import some_of

#: How alike two names must be, from 0 to 1, for one to be taken for a slip of the other.
LIKENESS = 0.65
#: The longest name that is compared: comparing takes time that grows with the square of it.
LONGEST = 200
#: How many known names are listed where none is near.
LISTED = 12


def slug(text: str, *, accents: bool = True) -> str:
    """Make a key of words: lower-case letters of ASCII, digits, and hyphens between them.

    Args:
        text: Any words, such as a title or the name of a file.
        accents: Whether a letter with an accent becomes the letter without it, and an apostrophe
            nothing. Where names were given without that, such characters part words for ever.

    Returns:
        The key; it may begin with a digit, and is empty where there is no letter and no digit.
    """
    if accents and not text.isascii():
        from intspec.text.characters import normalized  # noqa: PLC0415 -- few texts need it

        text = normalized("NFKD", text).encode("ascii", "ignore").decode()
    if accents:
        text = text.replace("'", "")
    return re.sub("[^a-z0-9]+", "-", text.lower()).strip("-")


def unique(
    name: str,
    taken: Container[str],
    numbered: Callable[[str, int], str] = "{}-{}".format,
    *,
    compared: Callable[[str], str] = str,
) -> str:
    """Return a name that is not taken, with a number to it where it has to be.

    Args:
        name: The name wanted.
        taken: The names that are taken, as they are compared.
        numbered: Puts a number to the name, from 2 on: `"{}-{}".format` for keys,
            `"{} ({})".format` for what people read.
        compared: How names are compared: `str.lower` where case makes no difference.
    """
    number, free = 1, name
    while compared(free) in taken:
        number += 1
        free = numbered(name, number)
    return free


def nearest(name: str, known: Iterable[str], *, likeness: float = LIKENESS) -> str | None:
    """Return the known name that a misspelt one was most likely meant to be.

    Args:
        name: The name as written.
        known: The names that exist.
        likeness: How alike the two must be, from 0 to 1.

    Returns:
        The nearest known name, or None when none is near.
    """
    names = list(known)
    if not name.isascii():
        from intspec.text.lookalikes import bare  # noqa: PLC0415 -- few names need it

        name = bare(name)
    lowered = name.lower().replace("_", "-")
    for candidate in names:
        if candidate.lower().replace("_", "-") == lowered:
            return candidate
    return next(iter(alike(name, names, 1, likeness=likeness)), None)


def alike(name: str, known: Iterable[str], most: int, *, likeness: float = LIKENESS) -> list[str]:
    """Return the known names that are spelt much like another, the nearest first.

    Args:
        name: The name as written.
        known: The names that exist.
        most: How many to return.
        likeness: How alike two must be, from 0 to 1.
    """
    names = list(known)
    if not names:
        return []
    import difflib  # noqa: PLC0415 -- only a name that is not known needs it

    return difflib.get_close_matches(name[:LONGEST], names, n=most, cutoff=likeness)


def likeness_of(name: str, other: str) -> float:
    """Return how alike two names are spelt, from 0 to 1."""
    import difflib  # noqa: PLC0415 -- only a name that is not known needs it

    return difflib.SequenceMatcher(None, other, name).ratio()


def did_you_mean(name: str, known: Iterable[str], *, otherwise: str = "") -> str:
    """Say what was most likely meant, or else list what is known.

    Args:
        name: The name as written.
        known: The names that exist.
        otherwise: What to say when nothing is near and nothing is known.
    """
    names = list(known)
    from intspec.text.lookalikes import oddities, same_name  # noqa: PLC0415 -- only a fault

    if (same := same_name(name, names)) is not None:
        return f"it is written with {oddities(name)}; did you mean `{same}`?"
    near = nearest(name, names)
    if near is not None:
        return f"did you mean `{near}`?"
    if not names:
        return otherwise
    return f"known: {some_of([f'`{candidate}`' for candidate in sorted(names)], LISTED)}"
