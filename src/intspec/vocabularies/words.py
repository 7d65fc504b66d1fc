"""A vocabulary and its terms in words, for those who look one up."""

import textwrap
from collections.abc import Iterator

from intspec.vocabularies.format import VocabularyTerm
from intspec.vocabularies.loading import Vocabulary

SHOWN = 200
WIDTH = 96


def vocabulary_lines(vocabulary: Vocabulary) -> Iterator[str]:
    """Say what a vocabulary is, where it comes from, and list its terms by group."""
    file = vocabulary.file
    version = f" (version {file.version})" if file.version else ""
    yield f"{file.title}{version}  [{vocabulary.id}]"
    yield ""
    for branch in file.branches:
        below = f", those below {vocabulary.curie(branch.root)}" if branch.root else ""
        yield f"  Its terms may name {branch.place}{below}: {branch.label}"
    if not file.terms:
        yield "  It has no terms of its own: make an index of the file that its publishers offer"
        yield f"    intspec terms build {vocabulary.id}.owl -o {vocabulary.id}.json"
        yield f"    intspec check trial.intspec.yaml --vocabulary {vocabulary.id}.json"
    groups = {group.id: group.label for group in file.groups}
    current: str | None = None
    for term in file.terms[:SHOWN]:
        if term.group is not None and term.group != current:
            current = term.group
            yield ""
            yield f"  {current}. {groups[current]}"
        yield f"  {vocabulary.curie(term.id)}  {term.label}{_obsolete(term)}"
    if len(file.terms) > SHOWN:
        yield f"  ... and {len(file.terms) - SHOWN:,} more: `intspec terms find WORDS`"
    yield ""
    yield from _origin(vocabulary)


def term_lines(vocabulary: Vocabulary, term: VocabularyTerm) -> Iterator[str]:
    """Say what is known of one term, and how a specification names it."""
    file = vocabulary.file
    yield f"{vocabulary.curie(term.id)}  {term.label}{_obsolete(term)}"
    yield ""
    if term.group is not None:
        label = next(group.label for group in file.groups if group.id == term.group)
        yield f"  Group: {term.group}. {label}"
    if term.aliases:
        yield f"  Also: {'; '.join(term.aliases)}"
    for code in term.parents:
        yield f"  Narrower than: {_named(vocabulary, code)}"
    if term.replaced_by is not None:
        yield f"  In its place: {_named(vocabulary, term.replaced_by)}"
    if file.iri is not None:
        yield f"  Address: {file.iri}{term.id}"
    yield "  In a specification:"
    label = '"' + term.label.replace("\\", "\\\\").replace('"', '\\"') + '"'
    yield f'    terms: [{{id: "{vocabulary.curie(term.id)}", label: {label}}}]'
    yield ""
    yield from _origin(vocabulary)


def _origin(vocabulary: Vocabulary) -> Iterator[str]:
    file = vocabulary.file
    doi = f" doi:{file.doi}" if file.doi else ""
    source = f"Made of the file with SHA-256 {file.sha256}" if file.sha256 else None
    for text in (f"{file.citation or ''}{doi}", file.note, source, f"Licence: {file.licence}"):
        yield from textwrap.wrap(
            text or "",
            WIDTH,
            initial_indent="  ",
            subsequent_indent="  ",
            break_on_hyphens=False,
            break_long_words=False,
        )


def _named(vocabulary: Vocabulary, code: str) -> str:
    known = vocabulary.terms.get(code)
    return vocabulary.curie(code) + (f" ({known.label})" if known is not None else "")


def _obsolete(term: VocabularyTerm) -> str:
    return "  (obsolete)" if term.obsolete else ""
