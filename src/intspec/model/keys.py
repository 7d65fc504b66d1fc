"""How the model declares a key: its type, its words, and what it refers to."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeVar, dataclass_transform

import attrs

from intspec.lazy import equal, hash_of, later

T = TypeVar("T")

#: Formats a text value may have: name -> (regular expression, what it is, in words).
FORMATS: Mapping[str, tuple[str, str]] = {
    "slug": (
        "^[a-z0-9]+(-[a-z0-9]+)*$",
        "lower-case letters, digits and hyphens, such as `peer-worker`",
    ),
    "duration": (
        (
            "^P(?=[0-9T])([0-9]{1,6}Y)?([0-9]{1,6}M)?([0-9]{1,6}W)?([0-9]{1,6}D)?"
            "(T(?=[0-9])([0-9]{1,6}H)?([0-9]{1,6}M)?([0-9]{1,6}S)?)?$"
        ),
        "a duration such as `PT45M` (45 minutes), `P10W` (10 weeks) or `P4M` (4 months)",
    ),
    "date": (
        "^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$",
        "a date such as `2016-11-28`, `2016-11` or `2016`",
    ),
    "doi": ("^10\\.[0-9]{4,9}/\\S+$", "a DOI such as `10.1136/bmj.g1687`, without `https://`"),
    "url": ("^https?://\\S+$", "a web address such as `https://example.org`"),
    "language": ("^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", "a language tag such as `en` or `pt-BR`"),
    "rule": (
        "^[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*$",
        "the id of a rule, such as `tidier/materials-access`",
    ),
    "version": ("^1\\.0$", 'the version of the intspec schema, in quotes: `"1.0"`'),
}


def key(  # noqa: PLR0913 -- one keyword for each thing that a key may declare
    description: str,
    *,
    default: Any = attrs.NOTHING,
    factory: Callable[[], Any] | None = None,
    example: Any = None,
    form: str | None = None,
    refers: str | None = None,
    identifies: str | None = None,
    identified_by: str | None = None,
    label: bool = False,
    inherits: str | None = None,
    least: int | None = None,
    keys: str | None = None,
    file: bool = False,
) -> Any:
    """Declare one key of a record.

    Args:
        description: What the key holds, with its unit and format; shown by editors.
        default: The value when the key is absent; without one (and without a factory) the key
            is required.
        factory: Makes the value when the key is absent.
        example: One value as a user would write it.
        form: The name of the format in `FORMATS` that the text must have.
        refers: The place whose keys this text must be among: a path from the root
            (`providers`, `development.events`), or from the arm when it begins with `./`.
        identifies: The kind of identifier that this text is (`doi`, `orcid`): a rule judges it, so
            that one written differently is told as that, and not as a document that cannot be used.
        identified_by: The key beside it whose value is the kind of identifier that this text is,
            where it is the name of one: `how: doi`.
        label: True for names and kinds, which identify a thing and state nothing about it: they
            need no source.
        inherits: The path from the arm whose value stands in when this key is absent.
        least: The smallest number, or the fewest entries, allowed.
        keys: The name of the format that the keys of a map must have, where it is not `slug`.
        file: True in the options of a format or a plugin, for a text that names a file. It is
            looked for from the folder of the settings, or from the working folder.

    Returns:
        An attrs field.
    """
    words = {
        "description": description,
        "example": example,
        "form": form,
        "refers": refers,
        "identifies": identifies,
        "identified_by": identified_by,
        "label": label,
        "inherits": inherits,
        "least": least,
        "keys": keys,
        "file": file,
    }
    # A least of 0 is one.
    metadata = {
        name: value for name, value in words.items() if value is not None and value is not False
    }
    if factory is not None:
        return attrs.field(factory=factory, metadata=metadata)
    return attrs.field(default=default, metadata=metadata)


@dataclass_transform(
    kw_only_default=True, frozen_default=True, eq_default=True, field_specifiers=(key,)
)
def record(cls: type[T]) -> type[T]:
    """Make a class a frozen record of the model, given by keyword only.

    It is an attrs class: attrs makes it when it is first used.
    """
    record_class: Any = later(cls, attrs.frozen, kw_only=True)
    record_class.__eq__ = equal
    record_class.__hash__ = hash_of
    return cls


def empty_map() -> Mapping[str, Any]:
    """Return the map that a catalogue is when the document leaves it out; it cannot change."""
    return MappingProxyType({})
