"""Drafts from the records of trial registries."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from intspec import Importer, hookimpl

if TYPE_CHECKING:
    from intspec import Drafts


@hookimpl
def intspec_importers() -> Iterator[Importer]:
    """Provide the reading of records of ClinicalTrials.gov."""
    yield Importer(
        format="clinicaltrials-gov",
        suffixes=(".json", ".zip"),
        summary="Records of ClinicalTrials.gov: one, several, or the site's ZIP of files",
        function=read,
        recognises=recognises,
    )


def recognises(raw: bytes) -> bool:
    """Tell a record by a key that it has; the modules are loaded when there is one to read."""
    from intspec_bundled.registries.reading import is_record  # noqa: PLC0415 -- start-up

    return is_record(raw)


def read(raw: bytes, name: str) -> "Drafts":
    """Make a draft of each record in a file."""
    from intspec import Drafts  # noqa: PLC0415 -- start-up
    from intspec_bundled.registries.reading import records  # noqa: PLC0415
    from intspec_bundled.registries.record import draft  # noqa: PLC0415

    return Drafts(tuple(draft(record, name) for record in records(raw, name)))
