"""Checking from Python: what the command line does, without printing or exiting."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from intspec.checking import Checked, check, unreadable
from intspec.diagnostics import FileReport, Override
from intspec.model import Stage
from intspec.plugins import LocalFile, Registry
from intspec.reading import Unreadable, read_bytes

if TYPE_CHECKING:
    from intspec.edits import Editable


def load_registry(
    local: Iterable[LocalFile] = (), without: Mapping[str, str] = MappingProxyType({})
) -> Registry:
    """Load the installed plugins, and the rules that come with intspec.

    Args:
        local: Files of a team's own, which a project's settings name.
        without: Plugins that are switched off, by name, each with what switches it off.
    """
    from intspec.rules.builtin import RULES  # noqa: PLC0415 -- start-up

    return Registry(builtin=RULES, local=local, without=without)


@cache
def shared_registry() -> Registry:
    """Return the installed plugins, loaded once for the process."""
    return load_registry()


def check_bytes(  # noqa: PLR0913 -- a check has as many settings
    raw: bytes,
    *,
    path: str,
    registry: Registry | None = None,
    stage: Stage | None = None,
    checklists: Sequence[str] = (),
    overrides: Mapping[str, Override] | None = None,
    rest: bool = True,
) -> Checked:
    """Check the bytes of one file.

    Args:
        raw: The bytes as they stand in the file.
        path: Name of the file, for the report; its ending says whether it is JSON.
        registry: The plugins; the installed ones when absent.
        stage: The stage to judge at, in place of the document's own.
        checklists: Ids of checklists to hold it against beside those that it claims.
        overrides: Other severities, by the id of the rule.
        rest: Whether what is left of a document that does not fit the schema is judged.

    Returns:
        The report, and the specification where the document could be read as one.
    """
    registry = registry or shared_registry()
    try:
        document = read_bytes(raw, path=path)
    except Unreadable as error:
        return Checked(unreadable(path, error.problems), None, ())
    return check(
        document, registry, stage=stage, checklists=checklists, overrides=overrides, rest=rest
    )


def check_editable(file: "Editable", *, registry: Registry | None = None) -> Checked:
    """Check a file that is being edited, which was read already.

    Args:
        file: The file.
        registry: The plugins; the installed ones when absent.
    """
    return check(file.document, registry or shared_registry())


def check_text(
    text: str,
    *,
    path: str = "text.intspec.yaml",
    registry: Registry | None = None,
    stage: Stage | None = None,
    checklists: Sequence[str] = (),
) -> FileReport:
    """Check a specification given as text; the arguments are those of `check_bytes`."""
    raw = text.encode("utf-8", "surrogatepass")
    return check_bytes(raw, path=path, registry=registry, stage=stage, checklists=checklists).report
