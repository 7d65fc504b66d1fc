"""The core's own rules: references, contradictions, texts, sources, identifiers, terms."""

from intspec.core.comparison import RULES as COMPARISON
from intspec.core.contradictions import RULES as CONTRADICTIONS
from intspec.core.identifying import RULES as IDENTIFYING
from intspec.core.naming import RULES as NAMING
from intspec.core.references import RULES as REFERENCES
from intspec.core.schedule import RULES as SCHEDULE
from intspec.core.sourcing import RULES as SOURCING
from intspec.core.texts import RULES as TEXTS
from intspec.core.vocabularies import RULES as VOCABULARIES
from intspec.rules import Rule

RULES: tuple[Rule, ...] = (
    *REFERENCES,
    *SCHEDULE,
    *CONTRADICTIONS,
    *COMPARISON,
    *TEXTS,
    *SOURCING,
    *IDENTIFYING,
    *VOCABULARIES,
    *NAMING,
)

__all__ = ["RULES"]
