"""Every kind of identifier, by its id."""

from collections.abc import Mapping

from intspec.identifiers import international, national, papers
from intspec.identifiers.kinds import IdentifierKind

#: Registries come first: the DOI of a registration names the registration.
KINDS: Mapping[str, IdentifierKind] = {
    kind.id: kind
    for kind in (
        *international.REGISTRIES,
        *national.REGISTRIES,
        *papers.PEOPLE,
        *papers.PUBLICATIONS,
    )
}
