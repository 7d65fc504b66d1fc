"""Forms without what no specification can hold: characters that cannot be seen or printed."""

import re
from typing import Any, TypeVar, cast

import attrs

from intspec.forms.records import Form
from intspec.reading.escapes import UNFIT, is_unfit

T = TypeVar("T")

#: What ends a line in some programs, and is no text.
BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
STAND_IN = "\N{REPLACEMENT CHARACTER}"


def printable(form: Form) -> Form:
    """Return a form whose texts a specification can hold.

    Line breaks of other programs become line feeds; what else cannot be printed is shown as U+FFFD,
    and a remark says how many such characters there are.
    """
    count = 0

    def clean(value: Any) -> Any:
        nonlocal count
        if isinstance(value, str):
            if not is_unfit(value):
                return value
            text, replaced = re.subn(UNFIT, STAND_IN, BREAKS.sub("\n", value))
            count += replaced
            return text
        if isinstance(value, tuple):
            return tuple(clean(one) for one in value)
        return _evolved(value, clean) if attrs.has(type(value)) else value

    made = cast("Form", clean(form))
    if not count:
        return made
    what = "1 character" if count == 1 else f"{count} characters"
    told = f"{what} that cannot be printed: shown as {STAND_IN}"
    return cast("Form", attrs.evolve(cast("Any", made), remarks=(*made.remarks, told)))


def _evolved(record: T, clean: Any) -> T:
    """Return a record with clean values; the same one if all of them are clean already."""
    names = [field.name for field in attrs.fields(cast("Any", type(record)))]
    before = {name: getattr(record, name) for name in names}
    after = {name: clean(value) for name, value in before.items()}
    changed = {name: after[name] for name in names if after[name] != before[name]}
    return attrs.evolve(cast("Any", record), **changed) if changed else record
