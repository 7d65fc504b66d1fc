"""Provide each vocabulary as a file of this package."""

from collections.abc import Iterator

from intspec import VocabularyResource, hookimpl

PACKAGE = "intspec_bundled.vocabularies"
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
        yield VocabularyResource(id=name, package=PACKAGE, file=f"{name}.toml")
