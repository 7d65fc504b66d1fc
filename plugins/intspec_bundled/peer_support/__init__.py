"""Peer support: fields of its own, a checklist over five domains, and the rules it needs."""

from collections.abc import Iterator

from intspec import ChecklistResource, Extension, Rule, hookimpl


@hookimpl
def intspec_checklists() -> Iterator[ChecklistResource]:
    """Provide the questions on peer support."""
    yield ChecklistResource(id="peer-support", package=__name__, file="peer_support.toml")


@hookimpl
def intspec_extensions() -> Iterator[Extension]:
    """Provide the fields under `extensions.peer-support`."""
    from intspec_bundled.peer_support import fields  # noqa: PLC0415 -- start-up

    yield Extension(name="peer-support", record=fields.PeerSupport, of_arm=fields.PeerSupportOfArm)


@hookimpl
def intspec_rules() -> Iterator[Rule]:
    """Provide the rules that the checklist's words cannot express."""
    from intspec_bundled.peer_support import rules  # noqa: PLC0415 -- start-up

    yield from rules.RULES
