"""What each key of a record holds, as a form would ask for it: for editors and interviews.

The words that a person types for a value (`10 weeks`, `about 10`, `twice a week`) are read and
written here too, so that what is shown is always read back as the same value.
"""

import re
import typing
from collections.abc import Mapping
from typing import Any, Literal

from intspec.lazy import frozen, is_record
from intspec.schema.every_key import Key, keys_of
from intspec.schema.generating import fields_of, leaf_type
from intspec.schema.long_form import ABOUT
from intspec.text.amounts import (
    bound_in,
    duration_in,
    durations_in,
    frequency_in,
    is_about,
    number_in,
    numbers_in,
)
from intspec.text.durations import FORM, parse
from intspec.text.wording import flat

Kind = Literal[
    "line",
    "text",
    "number",
    "yes-or-no",
    "choice",
    "duration",
    "amount",
    "durations",
    "frequency",
    "key",
    "texts",
    "choices",
    "keys",
    "record",
    "entries",
    "catalogue",
    "prose",
    "other",
]
#: Formats of texts that are short enough for one line.
FREQUENCY = re.compile(r"(\d{1,3}) times (?:in|every) (.+)")
#: Words for what happens one time, which is no frequency.
ONE_TIME = re.compile(
    r"(?i:(?:only |just )?(?:once|(?:1|one|a single) (?:time|session|visit))(?: only)?\.?)"
)


@frozen
class KeyKind:
    """What a key holds.

    Attributes:
        name: The key as documents write it.
        kind: `line` is a short text, `text` a longer one; `amount` a range of numbers, `durations`
            one of lengths of time; `key` and `keys` name entries of a catalogue; `texts` and
            `choices` are lists; `record` is a record, `entries` a list of them and `catalogue` a
            map of them; `prose` is a map of texts, and `other` what no form can ask for.
        description: What it holds, in words.
        required: Whether each such record needs it.
        label: Whether it only names or sorts the thing, and states nothing about it.
        example: A value as a user would write it; None where there is none.
        choices: The terms that it takes, of `choice` and `choices`.
        refers: Where the entries stand that it names: a path with dots from the root, or from the
            arm where it begins with `./`; else empty.
        record: The record, of `record`, `entries` and `catalogue`.
        identifies: The kind of identifier that it is; else empty.
    """

    name: str
    kind: Kind
    description: str
    required: bool = False
    label: bool = False
    example: Any = None
    choices: tuple[str, ...] = ()
    refers: str = ""
    record: type | None = None
    identifies: str = ""


def key_kinds(record: type) -> tuple[KeyKind, ...]:
    """Return what the keys of a record hold, in the order of the model.

    Args:
        record: A record of the model, or of a plugin's fields.
    """
    return tuple(_kind_of(key) for key in keys_of(record))


def _kind_of(key: Key) -> KeyKind:
    leaf = leaf_type(key.holds)
    terms = typing.get_args(leaf) if typing.get_origin(leaf) is Literal else ()
    return KeyKind(
        name=key.name,
        kind=_single(leaf, key) if leaf is key.holds else _several(key.holds, leaf, key),
        description=key.description,
        required=key.required,
        label=bool(key.words.get("label")),
        example=key.words.get("example"),
        choices=tuple(map(str, terms)),
        refers=key.words.get("refers", ""),
        record=leaf if is_record(leaf) else None,
        identifies=key.words.get("identifies", ""),
    )


def _single(leaf: Any, key: Key) -> Kind:
    if typing.get_origin(leaf) is Literal:
        return "choice"
    if is_record(leaf):
        return _of_record(leaf)
    if leaf is str:
        if "refers" in key.words:
            return "key"
        if key.words.get("form") == "duration":
            return "duration"
        short = key.words.keys() & {"form", "identifies", "label"}
        return "line" if short else "text"
    kinds: Mapping[Any, Kind] = {bool: "yes-or-no", int: "number"}
    return kinds.get(leaf, "other")


def _of_record(record: type) -> Kind:
    fields = fields_of(record)
    if {"min", "max"} <= fields.keys():
        return "durations" if "form" in fields["min"].metadata else "amount"
    return "frequency" if fields.keys() == {"times", "per"} else "record"


def _several(holds: Any, leaf: Any, key: Key) -> Kind:
    if typing.get_origin(holds) is tuple:
        if typing.get_origin(leaf) is Literal:
            return "choices"
        if is_record(leaf):
            return "entries"
        return "other" if leaf is not str else "keys" if "refers" in key.words else "texts"
    if is_record(leaf):
        return "catalogue"
    return "prose" if leaf is str else "other"


class NotUnderstoodError(ValueError):
    """Words that are no value of a key; the message says what is."""


def value_from_words(kind: KeyKind, words: str) -> Any:
    """Return the value that a person's words are, as a document holds it.

    Args:
        kind: The key.
        words: What was typed, or chosen; texts of a list stand in lines of their own.

    Returns:
        Plain data; None where nothing was said.

    Raises:
        NotUnderstoodError: They are no value of the key.
    """
    said = words.replace("\r\n", "\n").strip()
    if not said:
        return None
    if kind.kind in ("texts", "choices", "keys"):
        lines = [line.strip() for line in said.split("\n") if line.strip()]
        return [_chosen(kind, line) for line in lines] if kind.kind == "choices" else lines
    reader = _READERS.get(kind.kind)
    return reader(kind, said) if reader is not None else said


def words_of_value(kind: KeyKind, value: Any) -> str | None:
    """Return the words for a value, which `value_from_words` reads as the same value.

    Args:
        kind: The key.
        value: What the document holds, in its long form.

    Returns:
        Words; empty where there is no value; None where no words are read as this value.
    """
    if value is None or value in ([], {}):
        return ""
    written = _written(kind, value)
    if written is None:
        return None
    try:
        found = value_from_words(kind, written)
    except NotUnderstoodError:
        return None
    return written if _long(kind, found) == _long(kind, value) else None


def _written(kind: KeyKind, value: Any) -> str | None:
    if kind.kind in ("texts", "choices", "keys"):
        return "\n".join(map(str, value)) if isinstance(value, list) else None
    if kind.kind == "yes-or-no":
        return {True: "yes", False: "no"}.get(value) if isinstance(value, bool) else None
    if kind.kind == "duration":
        return _said(value)
    if kind.kind in ("amount", "durations"):
        return _range_words(value, durations=kind.kind == "durations")
    if kind.kind == "frequency":
        return _often(value)
    return str(value) if isinstance(value, str | int) else None


def _said(value: Any) -> str:
    """Say a duration; as it stands where its words would be read as something else."""
    try:
        words = parse(str(value)).words()
    except ValueError:
        return str(value)
    return words if duration_in(words) == value else str(value)


def _range_words(value: Any, *, durations: bool) -> str | None:
    if not isinstance(value, Mapping):
        return None
    ends = [value.get(end) for end in ("min", "max")]
    least, most = (None if end is None else _said(end) if durations else str(end) for end in ends)
    if least is None or most is None:
        lead, end = ("at least", least) if most is None else ("up to", most)
        words = f"{lead} {end}" if end is not None else ""
    elif least == most:
        words = least
    else:
        # `45 to 60 minutes`: the unit stands once where it is the same.
        number, _blank, unit = least.partition(" ")
        one_unit = unit and number.isdigit() and most.endswith(f" {unit}")
        words = f"{number if one_unit else least} to {most}"
    return f"about {words}" if value.get("about") else words


def _often(value: Any) -> str | None:
    if not isinstance(value, Mapping):
        return None
    times, per = value.get("times"), _said(value.get("per"))
    if per.startswith("1 "):
        unit = per.removeprefix("1 ")
        many = {1: "once", 2: "twice"}.get(times, f"{times} times") if times else ""
        return f"{many} {'an' if unit == 'hour' else 'a'} {unit}"
    return f"every {per}" if times == 1 else f"{times} times every {per}"


def _long(kind: KeyKind, value: Any) -> Any:
    """Return a range in its long form, so that two can be compared."""
    if kind.kind not in ("amount", "durations"):
        return value
    if isinstance(value, Mapping):
        return {key: inner for key, inner in value.items() if inner not in (None, False)}
    about, end = False, value
    if isinstance(value, str) and value.startswith(ABOUT):
        about, end = True, value.removeprefix(ABOUT)
        end = int(end) if end.isdigit() else end
    return {"min": end, "max": end} | ({"about": True} if about else {})


def _number(_kind: KeyKind, said: str) -> int:
    number = number_in(said)
    if number is None:
        message = f"`{flat(said)}` is no whole number; write it in figures, such as 12"
        raise NotUnderstoodError(message)
    return number


def _yes_or_no(_kind: KeyKind, said: str) -> bool:
    if said not in ("yes", "no"):
        message = f"`{flat(said)}` is neither yes nor no"
        raise NotUnderstoodError(message)
    return said == "yes"


def _chosen(kind: KeyKind, said: str) -> str:
    if said not in kind.choices:
        message = f"`{flat(said)}` is none of the choices"
        raise NotUnderstoodError(message)
    return said


def _duration(_kind: KeyKind, said: str) -> str:
    made = said if FORM.fullmatch(said) and re.search(r"\d", said) else duration_in(said)
    if made is None:
        message = f"`{flat(said)}` is no length of time; write it as in: 10 weeks, or 45 minutes"
        raise NotUnderstoodError(message)
    return made


def _amount(kind: KeyKind, said: str) -> Any:
    durations = kind.kind == "durations"
    end, rest = bound_in(said) or ("", said)
    read: Any = durations_in if durations else numbers_in
    ends = read(rest)
    if durations and ends is None and FORM.fullmatch(rest) and re.search(r"\d", rest):
        ends = (rest, rest)
    if ends is None or (end and ends[0] != ends[1]):
        examples = (
            "an hour, 45 to 60 minutes, or about 45 minutes"
            if durations
            else "12, 8 to 12, about 10, or up to 12"
        )
        message = f"`{flat(said)}` is no amount; write it as in: {examples}"
        raise NotUnderstoodError(message)
    about = is_about(said)
    if end:
        return {end: ends[0]} | ({"about": True} if about else {})
    if ends[0] != ends[1]:
        return {"min": ends[0], "max": ends[1]} | ({"about": True} if about else {})
    return f"{ABOUT}{ends[0]}" if about else ends[0]


def _frequency(_kind: KeyKind, said: str) -> dict[str, Any]:
    often = frequency_in(said)
    if often is None and (match := FREQUENCY.fullmatch(said)) and int(match[1]):
        per = duration_in(match[2])
        often = (int(match[1]), per) if per is not None else None
    if often is None:
        message = f"`{flat(said)}` does not say how often; write it as in: twice a week"
        if ONE_TIME.fullmatch(said.strip()):
            message += (
                "; for one session alone, say 1 as planned under Sessions and leave this empty"
            )
        raise NotUnderstoodError(message)
    return {"times": often[0], "per": often[1]}


_READERS: Mapping[str, Any] = {
    "number": _number,
    "yes-or-no": _yes_or_no,
    "choice": _chosen,
    "duration": _duration,
    "amount": _amount,
    "durations": _amount,
    "frequency": _frequency,
}
