"""Reporting guidelines beside TIDieR, as checklists, and the rules of theirs that need Python."""

from collections.abc import Iterator

from intspec import ChecklistResource, Rule, hookimpl

#: The guidelines that have rules in Python; the others are data alone, named in the metadata.
WITH_RULES = ("consort-2025", "frame")


@hookimpl
def intspec_checklists() -> Iterator[ChecklistResource]:
    """Provide each of them, a file of its name."""
    for name in WITH_RULES:
        yield ChecklistResource(id=name, package=__name__, file=f"{name}.toml")


@hookimpl
def intspec_rules() -> Iterator[Rule]:
    """Provide the rules for parts that the files' words cannot express."""
    # Only a run that loads plugins needs them.
    from intspec_bundled.guidelines import (  # noqa: PLC0415
        consort,
        consort_interventions,
        frame,
        spirit,
    )

    yield from consort.RULES
    yield from consort_interventions.RULES
    yield from frame.RULES
    yield from spirit.RULES
