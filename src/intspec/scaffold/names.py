"""Names that a new plugin may have."""

import keyword
import re
import sys
from collections.abc import Mapping

from intspec.model.keys import FORMATS

SLUG = re.compile(FORMATS["slug"][0])
LONGEST = 40


class NameRefusedError(ValueError):
    """A name that a plugin cannot have; the message says why, and what to do."""


def check_name(name: str, taken: Mapping[str, str]) -> None:
    """Make sure that a plugin can have a name.

    Args:
        name: The name, without `intspec-`.
        taken: Names that are taken, each with what has it, such as "a command of intspec".

    Raises:
        NameRefusedError: It is malformed, taken, or means something to Python.
    """
    if name.startswith("intspec-"):
        short = name.removeprefix("intspec-")
        message = f"leave `intspec-` out: `{short}` becomes the package `intspec-{short}`"
        raise NameRefusedError(message)
    if not SLUG.match(name):
        message = f"`{name}` cannot be the name of a plugin: write {FORMATS['slug'][1]}"
        raise NameRefusedError(message)
    if not name[0].isalpha():
        message = f"`{name}` begins with a digit: begin with a letter"
        raise NameRefusedError(message)
    if len(name) > LONGEST:
        message = f"`{name}` is longer than {LONGEST} characters: choose a shorter name"
        raise NameRefusedError(message)
    if name in taken:
        message = f"`{name}` is taken: it is {taken[name]}; choose another name"
        raise NameRefusedError(message)
    written = name.replace("-", "_")
    if keyword.iskeyword(written) or keyword.issoftkeyword(written):
        message = f"`{name}` is a word of Python's own; choose another name"
        raise NameRefusedError(message)
    if written in sys.stdlib_module_names:
        message = f"`{name}` is a module of Python's own; choose another name"
        raise NameRefusedError(message)
