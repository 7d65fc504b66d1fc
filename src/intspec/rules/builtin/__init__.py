"""The rules that come with intspec, whatever checklists a document claims."""

from intspec.rules import Rule
from intspec.rules.builtin.comparison import RULES as COMPARISON
from intspec.rules.builtin.contradictions import RULES as CONTRADICTIONS
from intspec.rules.builtin.denials import RULES as DENIALS
from intspec.rules.builtin.design import RULES as DESIGN
from intspec.rules.builtin.empty_entries import RULES as EMPTY_ENTRIES
from intspec.rules.builtin.identifiers import RULES as IDENTIFIERS
from intspec.rules.builtin.references import RULES as REFERENCES
from intspec.rules.builtin.schedule import RULES as SCHEDULE
from intspec.rules.builtin.sources import RULES as SOURCES
from intspec.rules.builtin.terms import RULES as TERMS
from intspec.rules.builtin.texts import RULES as TEXTS
from intspec.rules.builtin.two_answers import RULES as TWO_ANSWERS

RULES: tuple[Rule, ...] = (
    *REFERENCES,
    *SCHEDULE,
    *CONTRADICTIONS,
    *DENIALS,
    *COMPARISON,
    *TWO_ANSWERS,
    *DESIGN,
    *TEXTS,
    *EMPTY_ENTRIES,
    *SOURCES,
    *IDENTIFIERS,
    *TERMS,
)

__all__ = ["RULES"]
