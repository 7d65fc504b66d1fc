"""Settings of Python's own libraries that a plugin may turn for all: put back without a word.

A number that is rounded otherwise, a warning that is raised, or a table of which no cell may be
long would be met by others, or by intspec itself, far from the plugin that is to blame.
"""

import sys
from collections.abc import Callable
from typing import Any, NamedTuple


class Knob(NamedTuple):
    """A setting.

    Attributes:
        module: The library that has it; nothing is held of one that is not loaded.
        look: Given the library, returns what it is set to.
        put: Given the library and what it was, sets it to that.
    """

    module: str
    look: Callable[[Any], Any]
    put: Callable[[Any, Any], object]


#: What a context of decimal numbers is set to, beside its traps.
ARITHMETIC = ("prec", "rounding", "Emin", "Emax", "capitals", "clamp")


def _filters(warnings: Any) -> list[Any]:
    return [*warnings.filters]


def _quiet_again(warnings: Any, before: list[Any]) -> None:
    """Take away what has warnings raised; what a plugin only silences or prints stays."""
    now = [*warnings.filters]
    kept = [one for one in now if one in before or one[0] != "error"]
    if kept != now:
        warnings.resetwarnings()
        warnings.filters.extend(kept)


def _arithmetic(decimal: Any) -> tuple[Any, list[Any]]:
    """Return the context of decimal numbers, and what it is set to: contexts are never equal."""
    context = decimal.getcontext()
    return context, [*(getattr(context, name) for name in ARITHMETIC), {**context.traps}]


def _reckon_again(decimal: Any, before: tuple[Any, list[Any]]) -> None:
    context, (*values, traps) = before
    for name, value in zip(ARITHMETIC, values, strict=True):
        setattr(context, name, value)
    context.traps.update(traps)
    decimal.setcontext(context)


KNOBS = (
    Knob("decimal", _arithmetic, _reckon_again),
    Knob("csv", lambda m: m.field_size_limit(), lambda m, was: m.field_size_limit(was)),
    Knob("tempfile", lambda m: m.tempdir, lambda m, was: setattr(m, "tempdir", was)),
    Knob("warnings", _filters, _quiet_again),
    Knob("gc", lambda m: m.get_threshold(), lambda m, was: m.set_threshold(*was)),
    Knob("gc", lambda m: m.isenabled(), lambda m, was: m.enable() if was else m.disable()),
    Knob("sys", lambda m: m.getswitchinterval(), lambda m, was: m.setswitchinterval(was)),
    Knob("sys", lambda m: m.get_int_max_str_digits(), lambda m, was: m.set_int_max_str_digits(was)),
)


class Knobs:
    """What they are set to now."""

    def __init__(self) -> None:
        self.before: list[tuple[Knob, Any, Any]] = []
        for knob in KNOBS:
            module = sys.modules.get(knob.module)
            if module is not None:
                self.before.append((knob, module, knob.look(module)))

    def put_back(self) -> None:
        """Set again those that are set to something else."""
        for knob, module, before in self.before:
            if knob.look(module) != before:
                knob.put(module, before)
