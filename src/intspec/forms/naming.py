"""Names that must differ from those that are there."""

from collections.abc import Container


def unique(name: str, taken: Container[str], form: str = "{}-{}") -> str:
    """Return a name that is not taken, with a number to it where it has to be.

    Args:
        name: The name wanted.
        taken: Those that are taken.
        form: How a number is put to it: `{}-{}` for keys, `{} ({})` for what people read.
    """
    number, found = 1, name
    while found in taken:
        number += 1
        found = form.format(name, number)
    return found
