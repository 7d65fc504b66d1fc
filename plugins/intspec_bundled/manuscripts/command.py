"""`intspec locate`: find the places of a specification again in its manuscript, or for a start."""

from collections.abc import Iterator, Mapping, Sequence
from os.path import relpath
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

# Modules that the help does not need are imported where they are used.
from intspec import CommandContext, pass_command_context

if TYPE_CHECKING:
    from intspec import CheckedDocument
    from intspec_bundled.manuscripts.finding import Found
    from intspec_bundled.manuscripts.items import Suggested
    from intspec_bundled.manuscripts.manuscript import Manuscript

EPILOG = """\b
Examples:
  intspec locate trial.intspec.yaml --document paper=manuscript.docx
  intspec locate trial.intspec.yaml --document paper=revised.docx --write
  intspec locate trial.intspec.yaml --check
  intspec locate trial.intspec.yaml --suggest
  intspec locate trial.intspec.yaml --suggest --accept tidier/where=2

KEY is a key of `documents:`; where its `file:` names the file, nothing need be given. Manuscripts
are read from Word, PDF (with intspec[pdf-in]), JATS, HTML, Markdown, LaTeX and plain text; nothing
leaves the machine. A suggestion, also an accepted one, says where something may be reported. It
says nothing about what is reported there. Exit code 1: with --check, a place is stale or missing.
"""


@click.command(epilog=EPILOG)
@click.argument("path", metavar="SPEC")
@click.option(
    "--document",
    "documents",
    metavar="KEY=FILE",
    multiple=True,
    help="The file of a document; for all that `documents:` names a `file:` for, when absent.",
)
@click.option("--write", is_flag=True, help="Write the new places into the specification.")
@click.option("--check", "only_check", is_flag=True, help="Exit code 1 where a place is not right.")
@click.option("--suggest", is_flag=True, help="Suggest passages for items without a place.")
@click.option(
    "--accept",
    "accepted",
    metavar="ITEM[@ARM][=N]",
    multiple=True,
    help="With --suggest: write the place of suggestion N (the first, when absent), as its item's.",
)
@click.option(
    "--most",
    type=click.IntRange(1, 20),
    help="So many; 3, or as the settings say.",
)
@click.option("--checklist", "checklists", metavar="ID", multiple=True, help="Judge by it too.")
@click.option(
    "--format",
    "fmt",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to report.",
)
@pass_command_context()
def command(context: CommandContext, path: str, **options: Any) -> int:
    """Find where a manuscript reports each item: again after a revision, or for the first time.

    A location of the specification has an `anchor`, some words from there. They are found again
    wherever they moved, also with small changes of wording.
    """
    _refuse_mixtures(options)
    checked = context.check(path, checklists=options["checklists"])
    files = _files(checked, path, options["documents"])
    from intspec_bundled.manuscripts.files import manuscript_at  # noqa: PLC0415 -- start-up

    manuscripts = {key: manuscript_at(context, file) for key, file in files.items()}
    if options["suggest"]:
        return _suggest(context, checked, path, manuscripts, {**options, "files": files})
    return _locate(context, checked, path, manuscripts, options)


def _refuse_mixtures(options: Mapping[str, Any]) -> None:
    if options["suggest"] and (options["write"] or options["only_check"]):
        message = "--suggest goes with --accept, not with --write or --check"
        raise click.UsageError(message)
    if options["accepted"] and not options["suggest"]:
        message = "--accept goes with --suggest"
        raise click.UsageError(message)
    if options["write"] and options["only_check"]:
        message = "give --write or --check, not both"
        raise click.UsageError(message)


def _files(checked: "CheckedDocument", path: str, given: Sequence[str]) -> dict[str, str]:
    """Return the files of manuscripts that are given, or those that the specification names."""
    known = checked.spec.documents
    files: dict[str, str] = {}
    for text in given:
        key, sign, file = text.partition("=")
        if not (sign and key and file):
            message = (
                f"`--document {text}` is not of the form KEY=FILE: --document paper=paper.docx"
            )
            raise click.UsageError(message)
        if known and key not in known:
            from intspec.text import did_you_mean  # noqa: PLC0415 -- only for a slip

            hint = did_you_mean(key, known)
            message = f"`documents` of `{path}` has no `{key}`; {hint or 'name one of its keys'}"
            raise click.UsageError(message)
        files[key] = file
    if not given:
        folder = Path(path).parent
        files = {key: str(folder / one.file) for key, one in known.items() if one.file}
    if not files:
        message = (
            f"`{path}` names no file of a document: give --document KEY=FILE, or write `file:` "
            "under a document in `documents:`"
        )
        raise click.UsageError(message)
    return files


# Places found again


def _locate(
    context: CommandContext,
    checked: "CheckedDocument",
    path: str,
    manuscripts: Mapping[str, "Manuscript"],
    options: Mapping[str, Any],
) -> int:
    from intspec_bundled.manuscripts.finding import MISSING, STALE, found  # noqa: PLC0415
    from intspec_bundled.manuscripts.matching import INSTALL, Searchable  # noqa: PLC0415

    searched = {key: Searchable(one) for key, one in manuscripts.items()}
    results = list(found(checked.spec, searched))
    stale = [one for one in results if one.state in STALE]
    missing = [one for one in results if one.state in MISSING]
    if options["fmt"] == "json":
        from intspec_bundled.manuscripts.told import as_data, as_json  # noqa: PLC0415 -- start-up

        context.deliver(as_json(as_data(checked, results)), None)
    else:
        context.say("\n".join(_lines(checked, results, manuscripts)))
    if any(one.state == "not-exact" for one in results):
        context.note(f"reworded passages were not looked for; to find them: `{INSTALL}`")
    if options["write"]:
        _write(context, path, results, len(stale))
        return 1 if missing else 0
    return 1 if options["only_check"] and (stale or missing) else 0


def _write(context: CommandContext, path: str, results: Sequence["Found"], count: int) -> None:
    from intspec.text import plural  # noqa: PLC0415 -- start-up
    from intspec_bundled.manuscripts.writing import renewed  # noqa: PLC0415

    if context.change(path, lambda data: renewed(data, results)):
        context.note(f"wrote {plural(count, 'place')} into `{path}`; nothing else is changed")
    else:
        context.note(f"`{path}` stays as it is: no place is to be renewed")


def _lines(
    checked: "CheckedDocument", results: Sequence["Found"], manuscripts: Mapping[str, "Manuscript"]
) -> Iterator[str]:
    from intspec_bundled.manuscripts.told import lines  # noqa: PLC0415 -- start-up

    yield from lines(checked, results, manuscripts)


# Suggestions


def _suggest(
    context: CommandContext,
    checked: "CheckedDocument",
    path: str,
    manuscripts: Mapping[str, "Manuscript"],
    options: Mapping[str, Any],
) -> int:
    from intspec_bundled.manuscripts.items import of_specification  # noqa: PLC0415 -- start-up
    from intspec_bundled.manuscripts.options import ManuscriptOptions  # noqa: PLC0415
    from intspec_bundled.manuscripts.told import as_json, suggestion_lines  # noqa: PLC0415

    most = options["most"] or context.options(ManuscriptOptions, path).most
    items = list(of_specification(checked, manuscripts, most))
    chosen = [_chosen(text, items) for text in options["accepted"]]
    if options["fmt"] == "json":
        data = {"items": [one.as_data() for one in items]}
        context.deliver(as_json(data), None)
    elif not chosen:
        context.say("\n".join(suggestion_lines(checked, items)))
    if chosen:
        _accept(context, path, chosen, options["files"])
    return 0


def _chosen(text: str, items: Sequence["Suggested"]) -> tuple["Suggested", int]:
    """Return the item and the number of the suggestion that an `--accept` names."""
    name, _, number = text.partition("=")
    about, _, arm = name.partition("@")
    matching = [one for one in items if one.about == about and (not arm or one.arm == arm)]
    if not matching:
        message = (
            f"`--accept {text}` names no item that is without a place; an item is written as in "
            "`tidier/where`, and an arm behind it as in `tidier/where@exercise`"
        )
        raise click.UsageError(message)
    if len(matching) > 1:
        arms = ", ".join(f"`{about}@{one.arm}`" for one in matching)
        message = f"`{about}` is asked of several arms: give one of {arms}"
        raise click.UsageError(message)
    at = int(number) if number.isdecimal() else 0 if number else 1
    if not 1 <= at <= len(matching[0].suggestions):
        message = f"`--accept {text}`: `{about}` has {len(matching[0].suggestions)} suggestions"
        raise click.UsageError(message)
    return matching[0], at - 1


def _accept(
    context: CommandContext,
    path: str,
    chosen: Sequence[tuple["Suggested", int]],
    files: Mapping[str, str],
) -> None:
    from intspec.text import plural  # noqa: PLC0415 -- start-up
    from intspec_bundled.manuscripts.writing import added  # noqa: PLC0415

    entries = [
        (one.about, one.arm, one.document, one.places[at], one.suggestions[at].passage.text)
        for one, at in chosen
    ]
    folder = Path(path).resolve().parent
    beside = {key: _relative(Path(file).resolve(), folder) for key, file in files.items()}
    context.change(path, lambda data: added(data, entries, beside))
    context.note(
        f"wrote {plural(len(entries), 'location')} into `{path}`: where it is reported, not what"
    )


def _relative(file: Path, folder: Path) -> str:
    """Write where a file is, seen from a folder; on another drive, in whole."""
    try:
        return Path(relpath(file, folder)).as_posix()
    except ValueError:
        return file.as_posix()
