"""The vocabulary file: a list of terms as data, format 1."""

from typing import Literal

from intspec.model.keys import key, record
from intspec.model.ranges import Range


@record
class VocabularyGroup:
    """A heading under which terms stand."""

    id: str = key("Code of the group.", example="1")
    label: str = key("Its label.", example="Goals and planning")


@record
class VocabularyTerm:
    """One term."""

    id: str = key("Its code within the vocabulary.", example="1.1")
    label: str = key("Its label.", example="Goal setting (behavior)")
    aliases: tuple[str, ...] = key("Other labels in use.", default=())
    group: str | None = key("Code of its group.", default=None)
    parents: tuple[str, ...] = key("Codes of the broader terms, in an ontology.", default=())
    obsolete: bool = key("true if the term is not to be used any more.", default=False)
    replaced_by: str | None = key("Code of the term to use in its place.", default=None)


@record
class Branch:
    """The terms made for one place of a specification: all, or those below a root."""

    place: Literal["providers", "settings", "components"] = key("The catalogue they may stand in.")
    root: str | None = key(
        "Code of the broadest term of the branch; every term when absent.", default=None
    )
    label: str = key("What the branch holds.", example="behaviour change technique")


@record
class VocabularyFile:
    """A list of terms."""

    format: int = key("Version of this file format: 1.", example=1)
    id: str = key(
        "Id of the vocabulary, for ever: the prefix of its terms in lower case.",
        form="slug",
        example="bcttv1",
    )
    title: str = key("Name.", example="BCT Taxonomy v1")
    version: str | None = key(
        "Its version; absent where the terms come from an index that the user makes.", default=None
    )
    citation: str | None = key("The publication.", default=None)
    doi: str | None = key("Its DOI.", default=None)
    url: str | None = key("Its web address.", default=None, form="url")
    licence: str = key("Licence of the terms.")
    note: str | None = key("Anything more, such as what is left out.", default=None)
    prefix: str | None = key(
        "The prefix as its publishers write it, where that is not the id.",
        default=None,
        example="BCIO",
    )
    digits: Range | None = key("How many digits a code has, where codes are numbers.", default=None)
    iri: str | None = key("What the codes are added to for their web addresses.", default=None)
    sha256: str | None = key("Checksum of the file that the terms were read from.", default=None)
    groups: tuple[VocabularyGroup, ...] = key("The headings.", default=())
    branches: tuple[Branch, ...] = key("Which terms may stand where.", default=())
    terms: tuple[VocabularyTerm, ...] = key(
        "The terms; none where an index has to be made first.", default=()
    )
