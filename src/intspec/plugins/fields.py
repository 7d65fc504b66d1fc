"""Fields of a plugin's own: whether the model, its schema and the rules can have them."""

import json
from collections.abc import Mapping
from typing import Any

import attrs

from intspec.identifiers import KINDS
from intspec.lazy import is_record
from intspec.model.keys import FORMATS
from intspec.plugins.deprecated import deprecated
from intspec.plugins.guard import Fault, MisfitError
from intspec.plugins.hooks import Options
from intspec.plugins.lines import defined_at
from intspec.plugins.plugin import Plugin
from intspec.plugins.values import held_field
from intspec.rules.builtin.references import KINDS as CATALOGUES
from intspec.rules.index import field_index
from intspec.schema import json_schema
from intspec.schema.extension import Extension
from intspec.schema.generating import fields_of, record_classes
from intspec.text.names import did_you_mean

#: What a field of a plugin's own may declare, each by its type.
DECLARED: Mapping[str, type] = {
    "description": str,
    "form": str,
    "refers": str,
    "identifies": str,
    "identified_by": str,
    "label": bool,
    "inherits": str,
    "least": int,
    "keys": str,
    "file": bool,
}


def usable(plugin: Plugin, hook: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields, or options, of a plugin that the model can have; others are its failure.

    Args:
        plugin: The plugin.
        hook: The hook that gave them.
        given: Its `Extension` or `Options`, by name.
    """
    kept = {}
    for name, one in given.items():
        try:
            plugin.call(hook, check_fields, one, name)
        except Fault as fault:
            what = "options" if isinstance(one, Options) else "fields"
            message = f"the {what} `{name}` cannot be used: {fault}"
            plugin.fail(hook, f"{message}{defined_at(one.record)}")
            continue
        old = _of_arm(one)
        if old is not None and old is not one.of_arm:
            deprecated(
                plugin,
                f"the attribute `of_arm` of `{one.record.__name__}`",
                f"write `Extension(..., of_arm={old.__name__})`",
                one.record,
            )
            kept[name] = attrs.evolve(one, of_arm=old)
        else:
            kept[name] = one
    return kept


def _of_arm(given: Extension | Options) -> Any:
    """Return the record of the fields of an arm, also where it is an attribute of the other."""
    if isinstance(given, Options):
        return None
    return given.of_arm or getattr(given.record, "of_arm", None)


def check_fields(given: Extension | Options, name: str) -> None:
    """Make sure of a plugin's own fields, or of its options. It is called inside the guard.

    Args:
        given: The fields.
        name: Their name.

    Raises:
        TypeError: The model cannot have them; the message says why.
    """
    _check_record(given, given.record, name)
    if isinstance(given, Options):
        return
    if "of_arm" in fields_of(given.record):
        message = "`of_arm` names the record of the fields of an arm, and cannot be a key as well"
        raise TypeError(message)
    of_arm = _of_arm(given)
    if of_arm is not None:
        _check_record(given, of_arm, name)


def _check_record(given: Extension | Options, record: type, name: str) -> None:
    if not is_record(record):
        message = "it is no record: put `@record` above the class"
        raise TypeError(message)
    for key, field in fields_of(record).items():
        _check_field(key, field, record)
        if isinstance(given, Options) and field.default is attrs.NOTHING:
            message = f"`{key}` of {record.__name__} has no default, and users may leave it out"
            raise TypeError(message)
    schema = json_schema(record, name, name)
    json.dumps(schema, allow_nan=False)
    for cls in record_classes(record):
        field_index(cls)
        for key, field in fields_of(cls).items():
            _check_field(key, field, cls)


def _check_field(name: str, field: "attrs.Attribute[Any]", cls: type) -> None:
    """Make sure of one field: what it declares is known, and its default is of its type."""
    declared = dict(field.metadata)
    for word, kind in DECLARED.items():
        if word in declared:
            _held(declared[word], kind, f"`{name}` of {cls.__name__}: `{word}`")
    for word, value in declared.items():
        if not _is_plain(value):
            # The schema keeps it as it is, and what has methods of its own may do anything there.
            message = f"`{name}` of {cls.__name__}: `{word}` has a value that JSON has no word for"
            raise TypeError(message)
    for word in ("form", "keys"):
        if declared.get(word, "slug") not in FORMATS:
            message = f"`{name}` has the unknown form `{declared[word]}`"
            raise TypeError(f"{message}; {did_you_mean(declared[word], FORMATS)}")  # noqa: EM102, TRY003
    if (refers := declared.get("refers", "providers")) not in CATALOGUES:
        known = [one for one in CATALOGUES if not one.startswith("./")]
        message = f"`{name}` refers to the unknown catalogue `{refers}`"
        raise TypeError(f"{message}; {did_you_mean(refers, known)}")  # noqa: EM102, TRY003
    if (kind := declared.get("identifies", "doi")) not in KINDS:
        message = f"`{name}` is an identifier of the unknown kind `{kind}`"
        raise TypeError(f"{message}; {did_you_mean(kind, KINDS)}")  # noqa: EM102, TRY003
    if (other := declared.get("identified_by", name)) not in fields_of(cls):
        message = f"`{name}` is identified by the unknown field `{other}`"
        raise TypeError(f"{message}; {did_you_mean(other, fields_of(cls))}")  # noqa: EM102, TRY003
    default: Any = field.default
    if isinstance(default, attrs.Factory):  # type: ignore[arg-type]
        default = default.factory() if not default.takes_self else None
    if default is not attrs.NOTHING and default is not None:
        _held(default, field.type, f"the default of `{name}` of {cls.__name__}")


def _is_plain(value: Any) -> bool:
    """Tell whether a value is made of JSON's own types alone, and of tuples."""
    if type(value) is dict:
        return all(type(key) is str and _is_plain(inner) for key, inner in value.items())
    if type(value) in (list, tuple):
        return all(map(_is_plain, value))
    return value is None or type(value) in (str, bool, int, float)


def _held(value: Any, kind: Any, what: str) -> None:
    try:
        held_field(value, kind)
    except MisfitError as misfit:
        message = f"{what}: it {misfit.words}"
        raise TypeError(message) from None
