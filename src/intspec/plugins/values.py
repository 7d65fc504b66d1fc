"""What a stranger's plugin hands over, held to the types that the records of hooks promise.

Python looks at no types, so an ordinary slip, such as a list for a tuple, would be met far from
the line that made it, by code that is not to blame. So each record is held to the types of its
class where it comes in. What is of a class derived from text, number or record is made plain, so
that no method of a plugin's own is called outside the guard. All of this is called inside of it.
"""

import math
import sys
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

import attrs

from intspec.diagnostics import Finding, pointer
from intspec.lazy import is_record
from intspec.plugins.guard import MisfitError, called
from intspec.rules.model_places import stray
from intspec.text.characters import SURROGATES, any_of
from intspec.text.wording import flat, shorten

#: How the fault of a finding begins whose place the model does not have.
BESIDE_MODEL = "points at"
Taker = Callable[[Any], Any]
#: The most characters of a text that a plugin says, and of one that it reads from a form.
LONGEST, LONGEST_READ = 100_000, 50_000_000
#: Numbers are counts and places.
LEAST, MOST = 0, 1_000_000_000
NOWHERE, OWN = ("", ""), ("", "own")
#: What a value must be, for messages.
WORDS: Mapping[Any, str] = {
    str: "text",
    bytes: "bytes",
    int: "a whole number",
    bool: "True or False",
    float: "a number that is finite",
    dict: "a dict",
    type: "a class",
    Callable: "a function",
}
#: The fields whose texts are read from files.
READ = frozenset({("FormCell", "text"), ("FormText", "text")})
#: The field that holds a document as data.
DATA = ("DraftSpecification", "data")
#: The deepest that data are nested.
DEEPEST = 64
#: Fields with bounds of their own: no program has tables with more columns.
BOUNDS: Mapping[tuple[str, str], tuple[int, int]] = {
    ("FormCell", "column"): (1, 20_000),
    ("FormCell", "span"): (1, 20_000),
    OWN: (-sys.maxsize, sys.maxsize),
}


def held(value: Any, kind: Any) -> Any:
    """Return a value as its type promises, made plain.

    Args:
        value: Whatever a plugin gave.
        kind: The type: a record, or the annotation of a field.

    Raises:
        MisfitError: It is something else.
    """
    taken = _taker(kind, NOWHERE)(value)
    if kind is Finding and (wrong := stray(taken.path)):
        message = f"{BESIDE_MODEL} {shorten(pointer(taken.path), 200)}: {shorten(wrong, 200)}"
        raise MisfitError(message).inside("path")
    if taken is value and is_record(kind) and not hasattr(kind, "read"):
        # The plugin may keep what it gave, and change it when it has been looked at. Resources,
        # which are read when they are asked for, are left as they are.
        return attrs.evolve(taken)
    return taken


def held_field(value: Any, kind: Any) -> Any:
    """Return what a field of a plugin's own record holds, as its type promises: see `held`.

    What it counts is the plugin's business, so numbers have no bounds.
    """
    return _taker(kind, OWN)(value)


def held_result(value: Any, kind: type) -> Any:
    """Return what a function of a plugin gives, which is of a type, made plain.

    Args:
        value: What it gave.
        kind: The type: a record, `str` or `bytes`.

    Raises:
        MisfitError: Something in it is of another type.
    """
    # Adding makes it plain; what a renderer writes has no bounds.
    if kind is str:
        return str.__add__("", value)
    if kind is bytes:
        return bytes.__add__(b"", value)
    try:
        return held(value, kind)
    except MisfitError as misfit:
        message = f"it gave a {kind.__name__} whose {misfit}"
        raise MisfitError(message) from None


def held_error(error: Exception, kinds: tuple[type[Exception], ...]) -> Exception:
    """Return an exception by which a plugin says no, as one of several classes, made plain.

    Args:
        error: The exception.
        kinds: The classes. What each is given when it is made, it has under the same name.

    Raises:
        MisfitError: Something of it is no text.
    """
    # One class may be a kind of another: the narrower one says more.
    kind = max(
        (kind for kind in kinds if isinstance(error, kind)), key=lambda kind: len(kind.__mro__)
    )
    names = [name for name in vars(kind).get("__init__", kind).__annotations__ if name != "return"]
    words = []
    for name in names:
        value = getattr(error, name, None)
        if not issubclass(type(value), str):
            message = (
                f"it raised a {kind.__name__} whose `{name}` must be text, not {called(value)}"
            )
            raise MisfitError(message)
        words.append(_sayable(str.__str__(value)))
    return kind(*(words or [_sayable(flat(str(error)))]))


def _sayable(text: str) -> str:
    # A message may name a file by what a system that is not UTF-8 made of its name.
    return shorten(text, LONGEST).encode("utf-8", "backslashreplace").decode()


@cache
def _taker(annotation: Any, field: tuple[str, str]) -> Taker:
    """Return what takes a value of a type.

    Args:
        annotation: The type.
        field: The class and the name of the field that it is the type of.
    """
    origin = typing.get_origin(annotation)
    if origin in (typing.Union, types.UnionType):
        return _one_of(typing.get_args(annotation), field)
    if origin is typing.Literal:
        return _word(typing.get_args(annotation))
    if origin is tuple:
        return _tuple(_taker(typing.get_args(annotation)[0], field))
    if is_record(annotation):
        return _record(annotation)
    if field == DATA:
        return _mapping(_data)
    if annotation in _PLAIN:
        return _PLAIN[annotation](field)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping(_taker(typing.get_args(annotation)[1], field))
    return _kind(annotation)


def _record(cls: Any) -> Taker:
    fields = attrs.fields(cls)
    takers = [(f.name, _taker(f.type, (cls.__name__, f.name)), f.default) for f in fields]

    def take(value: Any) -> Any:
        if not issubclass(type(value), cls):
            raise _wrong(cls.__name__, value)
        changed = {}
        for name, taker, default in takers:
            given = getattr(value, name, None)
            if given is default:
                continue
            try:
                plain = taker(given)
            except MisfitError as misfit:
                raise misfit.inside(name) from None
            if plain is not given:
                changed[name] = plain
        if type(value) is cls:
            return attrs.evolve(value, **changed) if changed else value
        # A file that a plugin carries may be read in a way of its own; nothing else has a method.
        if hasattr(cls, "read"):
            return attrs.evolve(value, **changed)
        return cls(**{name: changed.get(name, getattr(value, name, None)) for name, *_ in takers})

    return take


def _tuple(inner: Taker) -> Taker:
    def take(value: Any) -> Any:
        if type(value) is not tuple:
            comma = "; a tuple of one has a comma: `(x,)`" if isinstance(value, str) else ""
            message = f"must be a tuple, not {called(value)}{comma}"
            raise MisfitError(message)
        plain = tuple(_each(enumerate(value), inner))
        return value if all(map(_same, value, plain)) else plain

    return take


def _mapping(inner: Taker) -> Taker:
    text = _text(NOWHERE)

    def take(value: Any) -> Any:
        if type(value) not in (dict, types.MappingProxyType):
            raise _wrong(dict, value)
        pairs = dict(value)
        try:
            keys = [text(key) for key in pairs]
        except MisfitError as misfit:
            message = f"has a key that {misfit.words}"
            raise MisfitError(message) from None
        return dict(zip(keys, _each(zip(keys, pairs.values(), strict=True), inner), strict=True))

    return take


def _data(value: Any, depth: int = 1) -> Any:
    """Take data as JSON has them: texts, numbers, lists and mappings."""
    if depth > DEEPEST:
        message = f"is nested more than {DEEPEST} deep"
        raise MisfitError(message)
    if value is None or value is True or value is False:
        return value

    def below(inner: Any) -> Any:
        return _data(inner, depth + 1)

    if type(value) in (dict, types.MappingProxyType):
        return _mapping(below)(value)
    if type(value) in (list, tuple):
        return list(_each(enumerate(value), below))
    if issubclass(type(value), str):
        return _text(NOWHERE)(value)
    if type(value) in (int, float):
        return _fraction(NOWHERE)(value)
    wanted = "text, a number, a list or a dict"
    raise _wrong(wanted, value)


def _each(pairs: Iterable[tuple[object, Any]], inner: Taker) -> typing.Iterator[Any]:
    for step, value in pairs:
        try:
            yield inner(value)
        except MisfitError as misfit:
            number = f"[{shorten(repr(step), 60)}]"
            raise misfit.inside(number) from None


def _one_of(members: tuple[Any, ...], field: tuple[str, str]) -> Taker:
    takers = {kind: _taker(kind, field) for kind in members if kind is not type(None)}
    if len(takers) == 1:
        ((_kind_of_it, only),) = takers.items()
        return lambda value: None if value is None else only(value)
    if type(None) in members or not all(kind in WORDS or is_record(kind) for kind in takers):
        raise _no_such_type(members)
    wanted = " or ".join(WORDS.get(kind, kind.__name__) for kind in takers)

    def take(value: Any) -> Any:
        for kind, taker in takers.items():
            if issubclass(type(value), kind):
                return taker(value)
        raise _wrong(wanted, value)

    return take


def _word(words: tuple[Any, ...]) -> Taker:
    known = " or ".join(f"`{word}`" for word in words)

    def take(value: Any) -> Any:
        text = str.__str__(value) if issubclass(type(value), str) else None
        if text is None:
            raise _wrong(known, value)
        if text not in words:
            message = f"must be {known}, not `{shorten(text, 60)}`"
            raise MisfitError(message)
        return text

    return take


def _text(field: tuple[str, str]) -> Taker:
    most = LONGEST_READ if field in READ else LONGEST

    def take(value: Any) -> Any:
        if not issubclass(type(value), str):
            raise _wrong(str, value)
        text = value if type(value) is str else str.__str__(value)
        if len(text) > most:
            message = f"has more than {most:,} characters"
            raise MisfitError(message)
        if not text.isprintable() and (half := any_of(SURROGATES).search(text)):
            half_number = f"U+{ord(half.group()):04X}"
            message = f"holds half of a character ({half_number}), which no file can hold"
            raise MisfitError(message)
        return text

    return take


def _bytes(_field: tuple[str, str]) -> Taker:
    def take(value: Any) -> Any:
        if not issubclass(type(value), bytes):
            raise _wrong(bytes, value)
        return bytes.__add__(b"", value)

    return take


def _number(field: tuple[str, str]) -> Taker:
    least, most = BOUNDS.get(field, (LEAST, MOST))

    def take(value: Any) -> Any:
        if not issubclass(type(value), int) or type(value) is bool:
            raise _wrong(int, value)
        number = int.__int__(value)
        if not least <= number <= most:
            found = f", not {number}" if abs(number) < MOST else ""
            message = f"must be a number from {least:,} to {most:,}{found}"
            raise MisfitError(message)
        return number

    return take


def _truth(_field: tuple[str, str]) -> Taker:
    def take(value: Any) -> Any:
        if value is not True and value is not False:
            raise _wrong(bool, value)
        return value

    return take


def _fraction(_field: tuple[str, str]) -> Taker:
    def take(value: Any) -> Any:
        if type(value) not in (int, float) or not math.isfinite(value):
            raise _wrong(float, value)
        return value

    return take


def _anything(_field: tuple[str, str]) -> Taker:
    return lambda value: value


def _kind(annotation: Any) -> Taker:
    """Return what takes a class or a function."""
    if annotation is type:

        def take_class(value: Any) -> Any:
            if not issubclass(type(value), type):
                raise _wrong(type, value)
            return value

        return take_class

    def take(value: Any) -> Any:
        if not callable(value):
            raise _wrong(Callable, value)
        return value

    # A type in quotes names what is loaded for types alone.
    if "Callable" not in str(annotation):
        raise _no_such_type(annotation)
    return take


_PLAIN: Mapping[Any, Callable[[tuple[str, str]], Taker]] = {
    str: _text,
    bytes: _bytes,
    int: _number,
    bool: _truth,
    float: _fraction,
    Any: _anything,
}


def _same(one: Any, other: Any) -> bool:
    return one is other


def _wrong(wanted: Any, value: Any) -> MisfitError:
    return MisfitError(f"must be {WORDS.get(wanted, wanted)}, not {called(value)}")


def _no_such_type(annotation: Any) -> TypeError:
    return TypeError(f"no record of a plugin may have the type {annotation}")
