"""The core's own rules: references, contradictions, placeholders, sources, identifiers."""

from intspec.core.comparison import RULES as COMPARISON
from intspec.core.contradictions import RULES as CONTRADICTIONS
from intspec.core.identifying import RULES as IDENTIFYING
from intspec.core.references import RULES as REFERENCES
from intspec.core.schedule import RULES as SCHEDULE
from intspec.core.sourcing import RULES as SOURCING
from intspec.core.texts import RULES as TEXTS
from intspec.rules import Rule

RULES: tuple[Rule, ...] = (
    *REFERENCES,
    *SCHEDULE,
    *CONTRADICTIONS,
    *COMPARISON,
    *TEXTS,
    *SOURCING,
    *IDENTIFYING,
)

__all__ = ["RULES"]
