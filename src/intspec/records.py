"""Classes that are quick to make: attrs compiles comparison anew for each class, these share it.

They have no slots either: attrs makes a class with slots twice, and fills it more slowly.
"""

from functools import cache
from typing import TYPE_CHECKING, Any, cast

import attrs

if TYPE_CHECKING:
    from attrs import define, frozen
else:

    def frozen(cls: Any = None, **options: Any) -> Any:
        """Make a class a frozen record, as `attrs.frozen` does; half of the time it takes."""
        if cls is None:
            return lambda made: frozen(made, **options)
        options.setdefault("slots", False)
        made = attrs.frozen(cls, eq=False, repr=False, **options)
        made.__eq__ = equal
        made.__hash__ = hash_of
        made.__repr__ = represent
        return made

    def define(cls: Any) -> Any:
        """Make a class a record that changes, compared by identity, as `attrs.define` does."""
        made = attrs.define(cls, eq=False, repr=False, slots=False)
        made.__repr__ = represent
        return made


__all__ = ["define", "equal", "frozen", "hash_of", "represent"]


@cache
def _names(cls: type) -> tuple[str, ...]:
    return tuple(field.name for field in attrs.fields(cast("Any", cls)))


def equal(self: Any, other: Any) -> bool:
    """Tell whether two records are of one class and hold the same."""
    kind: Any = type(self)
    names = _names(kind)
    return type(other) is type(self) and all(
        getattr(self, name) == getattr(other, name) for name in names
    )


def hash_of(self: Any) -> int:
    """Return the hash of a record: that of all it holds."""
    kind: Any = type(self)
    return hash((kind, *(getattr(self, name) for name in _names(kind))))


def represent(self: Any) -> str:
    """Show a record as Python writes it, without what it leaves out."""
    stated = (
        f"{f.name}={getattr(self, f.name)!r}"
        for f in attrs.fields(type(self))
        if getattr(self, f.name) not in (None, (), {})
    )
    return f"{type(self).__name__}({', '.join(stated)})"
