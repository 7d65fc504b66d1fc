"""Identifiers of publications, people, organisations and registrations: form and check digits.

Nothing here asks a network: a well-formed identifier may still name nothing, or something else.
"""

from intspec.identifiers.check import (
    Identifier,
    IdentifierProblem,
    canonical,
    identifier_problem,
    identify,
    web_address,
)
from intspec.identifiers.kinds import IdentifierKind
from intspec.identifiers.table import KINDS, REGISTRIES, registry_kinds, registry_names

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
