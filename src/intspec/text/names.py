"""Names: the known one that a misspelt one was most likely meant to be."""

from collections.abc import Iterable


def nearest(name: str, known: Iterable[str], *, likeness: float = 0.65) -> str | None:
    """Return the known name that a misspelt one was most likely meant to be.

    Args:
        name: The name as written.
        known: The names that exist.
        likeness: How alike the two must be, from 0 to 1.

    Returns:
        The nearest known name, or None when none is near.
    """
    names = list(known)
    lowered = name.lower().replace("_", "-")
    for candidate in names:
        if candidate.lower().replace("_", "-") == lowered:
            return candidate
    if not names:
        return None
    import difflib  # noqa: PLC0415 -- only a name that is not known needs it

    found = difflib.get_close_matches(name[:200], names, n=1, cutoff=likeness)
    return found[0] if found else None


def did_you_mean(name: str, known: Iterable[str], *, otherwise: str = "") -> str:
    """Say what was most likely meant, or else list what is known.

    Args:
        name: The name as written.
        known: The names that exist.
        otherwise: What to say when nothing is near and nothing is known.
    """
    names = list(known)
    near = nearest(name, names)
    if near is not None:
        return f"did you mean `{near}`?"
    if not names:
        return otherwise
    shown = ", ".join(f"`{n}`" for n in sorted(names)[:12])
    more = f" and {len(names) - 12} more" if len(names) > 12 else ""  # noqa: PLR2004
    return f"known: {shown}{more}"
