"""`intspec terms`: lists of terms looked up, and indexes of ontologies made."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

# What the help does not need is imported where it is used.
from intspec import vocabulary_option

if TYPE_CHECKING:
    from intspec import Vocabulary

EPILOG = """\b
Examples:
  intspec terms list
  intspec terms list bcttv1
  intspec terms show bcttv1:1.1
  intspec terms find "goal setting"
  intspec terms build bcio.owl -o bcio.json"""
BUILD_EPILOG = """\b
Examples:
  intspec terms build bcio.owl -o bcio.json
  intspec check trial.intspec.yaml --vocabulary bcio.json

The file is one that you have: nothing is fetched. The index holds codes, labels, other labels,
broader terms, which terms are obsolete and what replaces them, the version, and the checksum of
the file; no definitions. The same file gives the same bytes."""


@click.group(epilog=EPILOG)
def command() -> None:
    """Look terms of vocabularies up, or make an index of an ontology.

    A specification may name terms beside its own words, for providers, settings and components:
    `terms: [{id: "bcttv1:1.1", label: Goal setting (behavior)}]`. Its words stay free.
    """


@command.command(
    "list", epilog="\b\nExamples:\n  intspec terms list\n  intspec terms list settings"
)
@click.argument("name", metavar="[VOCABULARY]", required=False)
@vocabulary_option
def list_terms(name: str | None, vocabularies: tuple[str, ...]) -> int:
    """List the vocabularies at hand, or the terms of one."""
    from intspec import say, vocabulary_lines  # noqa: PLC0415 -- start-up

    shelf = _Shelf(vocabularies)
    if name is not None:
        say("\n".join(vocabulary_lines(shelf.one(name))))
        return shelf.code()
    width = max(len(one) for one in shelf.ids)
    for vocabulary in shelf.all():
        count = len(vocabulary.file.terms)
        terms = f"{count:>6,} terms" if count else "    no index"
        say(f"{vocabulary.id.ljust(width)}  {terms}  {vocabulary.file.title}")
    return shelf.code()


@command.command("show", epilog="\b\nExample:\n  intspec terms show bcttv1:1.1")
@click.argument("name", metavar="TERM")
@vocabulary_option
def show(name: str, vocabularies: tuple[str, ...]) -> int:
    """Show one term: its label, its group or broader terms, and how a specification names it."""
    from intspec import (  # noqa: PLC0415 -- start-up
        VocabularyError,
        say,
        term_lines,
        vocabulary_lines,
    )

    shelf = _Shelf(vocabularies)
    prefix, colon, code = name.partition(":")
    vocabulary = shelf.one(prefix)
    if not colon:
        say("\n".join(vocabulary_lines(vocabulary)))
        return shelf.code()
    try:
        term = vocabulary.term(code)
    except VocabularyError as error:
        raise click.UsageError(str(error)) from None
    say("\n".join(term_lines(vocabulary, term)))
    return shelf.code()


@command.command("find", epilog='\b\nExample:\n  intspec terms find "goal setting"')
@click.argument("words", nargs=-1, required=True)
@click.option("--in", "name", metavar="VOCABULARY", help="Search this vocabulary only.")
@vocabulary_option
def find(words: tuple[str, ...], name: str | None, vocabularies: tuple[str, ...]) -> int:
    """Find terms by words of their labels, or else the nearest label. Exit code 1: none found."""
    from intspec import say  # noqa: PLC0415 -- start-up

    shelf = _Shelf(vocabularies)
    text = " ".join(words)
    found = 0
    for vocabulary in [shelf.one(name)] if name else shelf.all():
        for term in vocabulary.find(text):
            obsolete = "  (obsolete)" if term.obsolete else ""
            say(f"{vocabulary.curie(term.id)}  {term.label}{obsolete}")
            found += 1
    if not found:
        say(f"no label holds `{text}`, and none is near", err=True)
    return shelf.code() or (0 if found else 1)


@command.command("build", epilog=BUILD_EPILOG)
@click.argument("path", metavar="FILE")
@click.option("-o", "--output", metavar="FILE", required=True, help="The index: a JSON file.")
@click.option(
    "--as",
    "name",
    metavar="VOCABULARY",
    default="bcio",
    show_default=True,
    help="Id of the vocabulary; its prefix says which classes are taken.",
)
@click.option("--version", "version", metavar="TEXT", help="The version, where the file has none.")
def build(path: str, output: str, name: str, version: str | None) -> int:
    """Make an index of an ontology file (OWL in RDF/XML), against which terms are checked."""
    from intspec import (  # noqa: PLC0415 -- start-up
        RunError,
        VocabularyError,
        VocabularyFile,
        deliver,
        dump_vocabulary,
        say,
    )
    from intspec_bundled.vocabularies.ontology import read  # noqa: PLC0415 -- only building reads XML

    shelf = _Shelf(())
    known = shelf.one(name).file if name in shelf.ids else None
    if known is not None and known.terms:
        message = f"`{name}` comes with terms of its own: choose another id"
        raise click.UsageError(message)
    prefix = (known.prefix if known else None) or name.upper()
    try:
        ontology = read(path, prefix)
    except VocabularyError as error:
        raise RunError(str(error), 2) from None
    stated = ontology.version or version
    if stated is None:
        message = f"{path}: the file does not say which version it is: give it with `--version`"
        raise RunError(message, 2)
    made = VocabularyFile(
        format=1,
        id=name,
        title=(known.title if known else None) or ontology.title or prefix,
        version=stated,
        citation=known.citation if known else None,
        doi=known.doi if known else None,
        url=known.url if known else None,
        licence=known.licence if known else "see the ontology",
        note="An index made by `intspec terms build`: codes and labels, no definitions.",
        prefix=prefix,
        iri=known.iri if known else None,
        sha256=ontology.sha256,
        terms=ontology.terms,
    )
    deliver(dump_vocabulary(made), output)
    obsolete = sum(term.obsolete for term in ontology.terms)
    say(
        f"{output}: {len(ontology.terms):,} terms of {made.title} {stated}, {obsolete:,} of them "
        f"obsolete; left out: {ontology.others:,} classes with another prefix than {prefix}, "
        f"{ontology.unlabelled:,} without a label",
        err=True,
    )
    return shelf.code()


class _Shelf:
    """The vocabularies of a run: those that plugins provide and those that the user gives."""

    def __init__(self, paths: tuple[str, ...]) -> None:
        from intspec import load_registry, use_vocabularies  # noqa: PLC0415 -- start-up

        self.registry = load_registry()
        use_vocabularies(self.registry, paths)
        self.ids = self.registry.vocabulary_ids

    def one(self, name: str) -> "Vocabulary":
        """Return a vocabulary, or end the run with the nearest name."""
        try:
            found = self.registry.vocabulary(name.lower())
        except KeyError as error:
            raise click.UsageError(str(error)) from None
        if found is None:
            from intspec import RunError  # noqa: PLC0415 -- start-up

            message = f"the vocabulary `{name}` failed to load; see `intspec plugins`"
            raise RunError(message, 3)
        return found

    def all(self) -> Iterator["Vocabulary"]:
        """Go over all that can be used."""
        for name in self.ids:
            found = self.registry.vocabulary(name)
            if found is not None:
                yield found

    def code(self) -> int:
        """Name what failed, and return the exit code that follows."""
        from intspec import report_failures  # noqa: PLC0415 -- start-up

        return report_failures(self.registry)
