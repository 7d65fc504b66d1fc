"""What the plugin provides: drafts of manuscripts."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from intspec import Importer, Options, hookimpl

if TYPE_CHECKING:
    from intspec import Checklist, Drafts


@hookimpl
def intspec_importers() -> Iterator[Importer]:
    """Provide drafts of manuscripts: only where they are asked for, since a form is a file too."""
    yield Importer(
        format="manuscript",
        suffixes=(),
        summary="A paper: passages that may answer the items of TIDieR, as proposals",
        function=read_manuscript,
        checklists=True,
    )


@hookimpl
def intspec_options() -> Iterator[Options]:
    """Provide what users may set of the commands."""
    from intspec_bundled.manuscripts.options import ManuscriptOptions  # noqa: PLC0415 -- start-up

    yield Options(ManuscriptOptions)


def read_manuscript(
    raw: bytes, name: str, checklists: "Mapping[str, Checklist | None]"
) -> "Drafts":
    """Make a draft of a manuscript."""
    from intspec_bundled.manuscripts.drafting import drafts  # noqa: PLC0415 -- start-up

    return drafts(raw, name, checklists)
