"""What a key of a record says where others say it for it."""

from typing import Any, get_args

from intspec.model import Blinding, Phase
from intspec.model.study import Group
from intspec.rules.phase_kinds import phase_kind

GROUPS = frozenset(get_args(Group))
NOBODY = ("nobody",)


def implied(record: Any, name: str, key: str) -> Any:
    """Return what a key without a value means: the kind of a phase, or that nobody was blinded.

    Args:
        record: The record.
        name: The key that says nothing.
        key: The key that the record itself has.

    Returns:
        What its name says of the kind of a phase; `nobody` where each group was not blinded; or
        the empty value itself.
    """
    if name == "kind" and isinstance(record, Phase):
        return phase_kind(key, record)
    if name == "blinded" and isinstance(record, Blinding):
        return NOBODY if set(record.not_blinded) >= GROUPS else ()
    return getattr(record, name)
