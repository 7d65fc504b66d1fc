"""Records: classes of attrs that are quick to load.

Attrs compiles methods for each class, which is most of the time that loading one takes, and a check
uses fewer than half of the classes that there are. So attrs makes each when it is first used, and
comparison and representation are shared by all. They have no slots: attrs makes a class with slots
twice, and fills it more slowly.

What this needs of attrs is more than attrs promises, so `tests/test_lazy.py` holds it for the attrs
that is installed, and `.ci/long` for the oldest that the project asks for:

- Attrs asks a class, or one that it builds on, for its fields by reading `__attrs_attrs__`: so what
  stands there until then can have the class made.
- `attrs.frozen` and `attrs.define` without slots change the class that they are given. They replace
  `__attrs_attrs__` and `__init__`, and set no `__signature__`.
- With `eq=False` and `repr=False` they leave `__eq__`, `__hash__` and `__repr__` as they are.
- A field says by `eq` whether it counts in comparison.
"""

from collections.abc import Callable
from functools import cache
from inspect import get_annotations
from operator import attrgetter
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeVar, cast

import attrs

T = TypeVar("T")

if TYPE_CHECKING:
    from functools import cached_property as kept

    from attrs import define, evolve, frozen
else:

    class kept:  # noqa: N801 -- it stands in the place of one of functools
        """What a record works out when it is first asked for, as `functools.cached_property` does.

        That one takes a lock in Python 3.11, which costs more than making a key; here two threads
        may both work it out, which comes to the same.
        """

        def __init__(self, function: Callable[[Any], T]) -> None:
            self.function = function
            self.name = function.__name__
            self.__doc__ = function.__doc__

        def __get__(self, instance: Any, owner: Any = None) -> Any:
            if instance is None:
                return self
            value = instance.__dict__[self.name] = self.function(instance)
            return value

    def frozen(cls: Any) -> Any:
        """Make a class a frozen record, as `attrs.frozen` does."""
        made = later(cls, attrs.frozen)
        made.__eq__ = equal
        made.__hash__ = hash_of
        return made

    def define(cls: Any) -> Any:
        """Make a class a record that changes, compared by identity, as `attrs.define` does."""
        return later(cls, attrs.define)

    def evolve(record: Any, /, **changes: Any) -> Any:
        """Return a record with other values in some fields, as `attrs.evolve` does.

        That one looks at each field of the class anew; here what reads all fields at once is kept
        for each class. It is for what is done for every gap or verdict of a document.
        """
        names, values = _arguments(record.__class__)
        kind, *held = values(record)
        return kind(**{**dict(zip(names, held, strict=True)), **changes})


__all__ = [
    "declared",
    "define",
    "equal",
    "evolve",
    "frozen",
    "hash_of",
    "is_record",
    "kept",
    "later",
    "represent",
]

_LOCK = RLock()


class _Unmade:
    """Stands for something of a class that attrs has not made yet."""

    def __init__(self, make: Callable[[], None], name: str) -> None:
        self.make = make
        self.name = name

    def __get__(self, _instance: object, owner: Any) -> Any:
        self.make()
        return getattr(owner, self.name, None)


def later(cls: Any, maker: Callable[..., Any], **options: Any) -> Any:
    """Have attrs make a class when it is first called, or asked for its fields or signature.

    Args:
        cls: The class; it is changed in place.
        maker: `attrs.frozen` or `attrs.define`.
        **options: Options of the maker.
    """

    def make() -> None:
        with _LOCK:
            if "__signature__" in vars(cls):
                maker(cls, init=True, eq=False, repr=False, slots=False, **options)
                # Python takes it from what attrs made.
                del cls.__signature__

    def __init__(self: Any, *arguments: Any, **given: Any) -> None:  # noqa: N807 -- it becomes one
        make()
        cls.__init__(self, *arguments, **given)

    cls.__attrs_attrs__ = _Unmade(make, "__attrs_attrs__")
    cls.__signature__ = _Unmade(make, "__signature__")
    cls.__init__ = __init__
    cls.__repr__ = represent
    return cls


@cache
def is_record(kind: Any) -> bool:
    """Tell whether a type is a record, without having attrs make it."""
    return isinstance(kind, type) and any("__attrs_attrs__" in vars(one) for one in kind.__mro__)


@cache
def declared(cls: type) -> frozenset[str]:
    """Return the names of a record's fields, without having attrs make it."""
    return frozenset(name for one in cls.__mro__ for name in get_annotations(one))


@cache
def _names(cls: type) -> tuple[str, ...]:
    return tuple(field.name for field in attrs.fields(cast("Any", cls)) if field.eq)


@cache
def _arguments(cls: Any) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    """Return the arguments that a record is made of, and what reads its class and their values.

    The class is read with them so that a tuple comes of a record with one field, too.
    """
    fields = [field for field in attrs.fields(cls) if field.init]
    names = (field.name for field in fields)
    return tuple(field.alias for field in fields), attrgetter("__class__", *names)


def equal(self: Any, other: Any) -> bool:
    """Tell whether two records are of one class and hold the same."""
    kind: Any = type(self)
    names = _names(kind)
    return type(other) is type(self) and all(
        getattr(self, name) == getattr(other, name) for name in names
    )


@cache
def _values(cls: type) -> Callable[[Any], object]:
    """Return what reads the class and all fields of a record at once."""
    return attrgetter("__class__", *_names(cls))


def hash_of(self: Any) -> int:
    """Return the hash of a record: that of all it holds."""
    kind: Any = type(self)
    return hash(_values(kind)(self))


def represent(self: Any) -> str:
    """Show a record as Python writes it, without what it leaves out."""
    stated = (
        f"{f.name}={getattr(self, f.name)!r}"
        for f in attrs.fields(type(self))
        if f.repr and getattr(self, f.name) not in (None, (), {})
    )
    return f"{type(self).__name__}({', '.join(stated)})"
