"""TIDieR: the Template for Intervention Description and Replication, as a checklist."""

from collections.abc import Iterator

from intspec import ChecklistResource, Rule, hookimpl


@hookimpl
def intspec_checklists() -> Iterator[ChecklistResource]:
    """Provide the twelve items."""
    yield ChecklistResource(id="tidier", package=__name__, file="tidier.toml")


@hookimpl
def intspec_rules() -> Iterator[Rule]:
    """Provide the rules for parts that the file's words cannot express."""
    from intspec_bundled.tidier import rules  # noqa: PLC0415 -- only a run that loads plugins needs them

    yield from rules.RULES
