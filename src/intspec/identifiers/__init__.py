"""Identifiers of publications, people, organisations and registrations: form and check digits.

Nothing here asks a network: a well-formed identifier may still name nothing, or something else.
"""

from intspec.identifiers.judging import (
    Identifier,
    IdentifierProblem,
    canonical,
    identifier_problem,
    identify,
    web_address,
)
from intspec.identifiers.kinds import IdentifierKind
from intspec.identifiers.registries import REGISTRIES, registry_kinds, registry_names
from intspec.identifiers.table import KINDS

__all__ = [
    "KINDS",
    "REGISTRIES",
    "Identifier",
    "IdentifierKind",
    "IdentifierProblem",
    "canonical",
    "identifier_problem",
    "identify",
    "registry_kinds",
    "registry_names",
    "web_address",
]
