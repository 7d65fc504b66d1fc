"""`intspec terms`: look up terms of vocabularies, and make indexes of ontologies."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

# Modules that the help does not need are imported where they are used.
from intspec import CommandContext, pass_command_context

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
    `terms:` with `- id: "bcttv1:1.1"`, `label: Goal setting (behavior)`. Its words stay free.
    """


@command.command(
    "list", epilog="\b\nExamples:\n  intspec terms list\n  intspec terms list settings"
)
@click.argument("name", metavar="[VOCABULARY]", required=False)
@pass_command_context(vocabularies=True)
def list_terms(context: CommandContext, name: str | None) -> None:
    """List the vocabularies at hand, or the terms of one."""
    from intspec import vocabulary_lines  # noqa: PLC0415 -- start-up

    if name is not None:
        context.say("\n".join(vocabulary_lines(_vocabulary(context, name))))
        return
    width = max(map(len, context.registry.vocabulary_ids), default=0)
    for vocabulary in _vocabularies(context):
        count = len(vocabulary.file.terms)
        terms = f"{count:>6,} terms" if count else "    no index"
        context.say(f"{vocabulary.id.ljust(width)}  {terms}  {vocabulary.file.title}")


@command.command("show", epilog="\b\nExample:\n  intspec terms show bcttv1:1.1")
@click.argument("name", metavar="TERM")
@pass_command_context(vocabularies=True)
def show(context: CommandContext, name: str) -> None:
    """Show one term: its label, its group or broader terms, and how a specification names it."""
    from intspec import VocabularyError, term_lines, vocabulary_lines  # noqa: PLC0415 -- start-up

    prefix, colon, code = name.partition(":")
    vocabulary = _vocabulary(context, prefix)
    if not colon:
        context.say("\n".join(vocabulary_lines(vocabulary)))
        return
    try:
        term = vocabulary.term(code)
    except VocabularyError as error:
        raise click.UsageError(str(error)) from None
    context.say("\n".join(term_lines(vocabulary, term)))


@command.command("find", epilog='\b\nExample:\n  intspec terms find "goal setting"')
@click.argument("words", nargs=-1, required=True)
@click.option("--in", "name", metavar="VOCABULARY", help="Search this vocabulary only.")
@pass_command_context(vocabularies=True)
def find(context: CommandContext, words: tuple[str, ...], name: str | None) -> int:
    """Find terms by words of their labels, or else the nearest label. Exit code 1: none found."""
    text = " ".join(words)
    count = 0
    for vocabulary in [_vocabulary(context, name)] if name else _vocabularies(context):
        for term in vocabulary.find(text):
            obsolete = "  (obsolete)" if term.obsolete else ""
            context.say(f"{vocabulary.curie(term.id)}  {term.label}{obsolete}")
            count += 1
    if not count:
        context.note(f"no label holds `{text}`, and none is near")
    return 0 if count else 1


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
@pass_command_context()
def build(context: CommandContext, path: str, output: str, name: str, version: str | None) -> None:
    """Make an index of an ontology file (OWL in RDF/XML), against which terms are checked."""
    from intspec import (  # noqa: PLC0415 -- start-up
        VocabularyError,
        VocabularyFile,
        dump_vocabulary,
    )
    from intspec_bundled.vocabularies.ontology import read  # noqa: PLC0415 -- only building reads XML

    if path == "-":
        message = "`-` is standard input: name the ontology's file; `./-` is one that is called `-`"
        raise click.UsageError(message)
    installed = name in context.registry.vocabulary_ids
    vocabulary_file = _vocabulary(context, name).file if installed else None
    if vocabulary_file is not None and vocabulary_file.terms:
        message = f"`{name}` comes with terms of its own: choose another id"
        raise click.UsageError(message)
    prefix = (vocabulary_file.prefix if vocabulary_file else None) or name.upper()
    try:
        ontology = read(path, prefix)
    except VocabularyError as error:
        context.fail(str(error))
    stated = ontology.version or version
    if stated is None:
        message = f"{path}: the file does not say which version it is: give it with `--version`"
        context.fail(message)
    index = VocabularyFile(
        format=1,
        id=name,
        title=(vocabulary_file.title if vocabulary_file else None) or ontology.title or prefix,
        version=stated,
        citation=vocabulary_file.citation if vocabulary_file else None,
        doi=vocabulary_file.doi if vocabulary_file else None,
        url=vocabulary_file.url if vocabulary_file else None,
        licence=vocabulary_file.licence if vocabulary_file else "see the ontology",
        note="An index made by `intspec terms build`: codes and labels, no definitions.",
        prefix=prefix,
        iri=vocabulary_file.iri if vocabulary_file else None,
        sha256=ontology.sha256,
        terms=ontology.terms,
    )
    context.deliver(dump_vocabulary(index), output)
    obsolete = sum(term.obsolete for term in ontology.terms)
    context.note(
        f"{output}: {len(ontology.terms):,} terms of {index.title} {stated}, {obsolete:,} of them "
        f"obsolete; left out: {ontology.others:,} classes with another prefix than {prefix}, "
        f"{ontology.unlabelled:,} without a label"
    )


def _vocabulary(context: CommandContext, name: str) -> "Vocabulary":
    """Return a vocabulary, or end the run with the nearest name."""
    try:
        vocabulary = context.registry.vocabulary(name.lower())
    except KeyError as error:
        raise click.UsageError(str(error)) from None
    if vocabulary is None:
        context.fail(f"the vocabulary `{name}` failed to load; see `intspec plugins`", 3)
    return vocabulary


def _vocabularies(context: CommandContext) -> Iterator["Vocabulary"]:
    """Go over all vocabularies that can be used."""
    for name in context.registry.vocabulary_ids:
        vocabulary = context.registry.vocabulary(name)
        if vocabulary is not None:
            yield vocabulary
