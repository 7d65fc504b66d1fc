"""Vocabularies: closed lists of terms that fields may name."""

from collections.abc import Iterator

from intspec import VocabularyResource, hookimpl

NAMES = (
    "bcio",
    "bcttv1",
    "modes-of-delivery",
    "provider-kinds",
    "registries",
    "settings",
    "study-roles",
)


@hookimpl
def intspec_vocabularies() -> Iterator[VocabularyResource]:
    """Provide each list as a file of this package."""
    for name in NAMES:
        yield VocabularyResource(id=name, package=__name__, file=f"{name}.toml")
