"""The rules that no function stands behind: those of structure, of forms and of reading."""

from collections.abc import Mapping

from intspec.diagnostics import STRUCTURAL, Severity
from intspec.reading.refusals import CODES


def fixed_rules() -> Mapping[str, tuple[Severity, str]]:
    """Return the severity and the summary of each, by its id."""
    return {
        **STRUCTURAL,
        **{f"intspec/{code}": ("error", summary) for code, summary in CODES.items()},
    }
