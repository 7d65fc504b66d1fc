"""`intspec import`: a draft specification from a filled form, and what became of each answer."""

import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import click

from intspec.cli.common import (
    RunError,
    known_checklists,
    not_written,
    note,
    report_failures,
)
from intspec.cli.documents import deliver
from intspec.cli.forms import answers_of, checklists_of, form_at, imported, no_form
from intspec.cli.importers import importer_of
from intspec.cli.options import GroupedCommand
from intspec.cli.outputs import keep_apart, stay_inside
from intspec.cli.project import Projects, project_options
from intspec.forms import Form
from intspec.forms.draft import draft, file_stem
from intspec.forms.drafted import Draft, DraftEntry, DraftSpecification, draft_of
from intspec.forms.read import Filled
from intspec.lazy import frozen
from intspec.plugins import Registry
from intspec.text.names import slug, unique
from intspec.text.terminal import cut, one_line
from intspec.writing import is_stream

if TYPE_CHECKING:
    from intspec.forms.told import Lexicon

EPILOG = """\b
Examples:
  intspec import TIDieR-checklist.docx -o trial.intspec.yaml
  intspec import description.docx --structure -o trial.intspec.yaml
  intspec import forms/ --explain-form
  intspec import NCT01400022.json -o trial.intspec.yaml
  intspec import ctg-studies.zip -o trials/          # a draft for each study in the file
  intspec import form.docx --checklist tidier > trial.intspec.yaml
  intspec import table.xlsx -o trial.intspec.yaml --report json > report.json

Nothing is invented and nothing is lost: what has no place in a specification is kept under
`notes`, and the report names it. Lines that begin with "# DECIDE" wait for you."""
MARKS = {"sure": "sure", "likely": "likely", "unsure": "unsure: look"}
WIDTH = 72


@frozen
class Made:
    """A draft that was made, and what is said of it.

    Attributes:
        drafted: The draft.
        known: What the file is, line by line.
        after: What is said after the entries.
        choices: By what a form is known for that of a guideline: its id, and why.
    """

    drafted: Draft
    known: tuple[str, ...]
    after: tuple[str, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()


@click.command(cls=GroupedCommand, epilog=EPILOG)
@click.argument("path", metavar="FILE")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="Write the draft to a file, not to stdout; of several studies, a draft each to a folder.",
)
@click.option(
    "--from",
    "fmt_from",
    metavar="FORMAT",
    help="What the file is, where its name and its content do not tell: see `intspec plugins`.",
)
@click.option(
    "--checklist", metavar="ID", help="The guideline of the form, if it is not recognised."
)
@click.option(
    "--report",
    "fmt",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to report, on stderr, or to --report-file.",
)
@click.option(
    "--structure",
    is_flag=True,
    help="Propose fields of the model from the words of a description; each waits for a person.",
)
@click.option("--report-file", metavar="FILE", help="Write the report, in full, to a file.")
@click.option("--verbose", "-v", is_flag=True, help="Report every answer, sure ones too.")
@click.option("--force", is_flag=True, help="Overwrite a draft that is there.")
@click.option(
    "--explain-form",
    is_flag=True,
    help="Make no draft: say by what a form, or each form of a folder, is recognised.",
)
@project_options
def command(**options: Any) -> int:
    """Make a draft specification of a filled form, a table of descriptions, or a record.

    Reads Word, Excel, CSV and PDF files, and what plugins add. The draft is YAML; the report says
    of each answer where it came from, what it became, and how sure that is.
    """
    path, output = options["path"], options["output"]
    registry = Projects().of(path).registry
    wanted = options["checklist"]
    wanted = next(iter(known_checklists(registry, (wanted,) if wanted else ())), None)
    if options["explain_form"]:
        return _explain_forms(path, registry, wanted)
    found = imported(path, registry, options["fmt_from"])
    if isinstance(found, Form):
        filled = answers_of(found, path, registry, wanted)
        made = [_of_form(path, filled, known_words(registry) if options["structure"] else None)]
    elif options["structure"]:
        message = f"`--structure` reads the words of forms and tables, and {no_form(found)}"
        raise click.UsageError(message)
    else:
        made = [_of_importer(study) for study in found.studies]
    names = [output] if isinstance(found, Form) else _names(path, made, output)
    if not options["force"]:
        _keep(names)
    keep_apart([*names, *filter(None, [options["report_file"]])], (path,))
    if names != [output]:
        stay_inside(name for name in names if name is not None)
        _make(str(output))
    for one, name in zip(made, names, strict=True):
        deliver(one.drafted.text(_head(path, one.drafted)), name, (path,))
    _report(path, made, options)
    for name in names:
        if name is not None and not is_stream(name):
            note(f"next: decide what is marked DECIDE, then `intspec check {name}`")
    return report_failures(registry)


def draft_of_bytes(raw: bytes, name: str, registry: Registry) -> tuple[str, str]:
    """Make the draft of a file that holds one study; return it, and the report.

    Raises:
        RunError: It cannot be read, no plugin reads it, or it holds several studies (exit code 2).
    """
    found = imported(name, registry, raw=raw)
    if isinstance(found, Form):
        made = [_of_form(name, answers_of(found, name, registry))]
    else:
        made = [_of_importer(study) for study in found.studies]
    if len(made) > 1:
        message = f"{name}: it holds {len(made)} studies; `intspec import` makes a draft of each"
        raise RunError(message, 2)
    return made[0].drafted.text(_head(name, made[0].drafted)), as_text(name, made[0])


def _names(path: str, made: Sequence[Made], output: str | None) -> list[str | None]:
    """Return the name of the file of each draft.

    Raises:
        RunError: There are several drafts, and one place (exit code 2).
    """
    if len(made) == 1 and not (output is not None and _is_folder(output)):
        return [output]
    if output is None or not _is_folder(output):
        message = (
            f"{path}: it holds {len(made)} studies, and each becomes a draft of its own: name a "
            "folder for them, such as `-o drafts/`"
        )
        raise RunError(message, 2)
    taken: dict[str, None] = {}
    for one in made:
        taken[unique(slug(str(one.drafted.data.get("id") or "")) or "study", taken)] = None
    return [str(Path(output) / f"{name}.intspec.yaml") for name in taken]


def _make(folder: str) -> None:
    """Make the folder of drafts, where it is not there.

    Raises:
        RunError: It cannot be made (exit code 3).
    """
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        message = f"`{folder}` cannot be a folder: a file or a link that leads nowhere has its name"
        raise RunError(message, 3) from None
    except OSError as error:
        raise not_written(folder, error) from None


def _is_folder(output: str) -> bool:
    return output.endswith(("/", os.sep)) or Path(output).is_dir()


def _keep(names: Iterable[str | None]) -> None:
    """Refuse to write over drafts that are there.

    Raises:
        click.UsageError: One is there.
    """
    for name in names:
        if name is not None and not is_stream(name) and Path(name).exists():
            message = f"`{name}` is there already; give another name, or --force to overwrite it"
            raise click.UsageError(message)


def _report(path: str, made: Sequence[Made], options: dict[str, Any]) -> None:
    """Say what became of what stood in the file, on stderr or in a file of its own."""
    full = options["verbose"] or options["report_file"] is not None
    if options["fmt"] == "json":
        report = as_json(path, made)
    else:
        report = "\n".join(as_text(path, one, full=full) for one in made)
    if options["report_file"]:
        deliver(report.encode("utf-8", "backslashreplace"), options["report_file"], (path,))
        return
    for line in report.removesuffix("\n").split("\n"):
        note(line)


def _explain_forms(path: str, registry: Registry, wanted: str | None) -> int:
    """Print the evidence by which a form, or each form of a folder, is recognised."""
    from intspec.cli.form_survey import survey  # noqa: PLC0415 -- start-up

    folder = Path(path)
    paths = sorted(folder.rglob("*")) if folder.is_dir() else [folder]
    forms = [str(one) for one in paths if one.is_file() and importer_of(str(one), registry)]
    checklists = checklists_of(registry)
    code = 0
    for one in forms if folder.is_dir() else [path]:
        name = one_line(one)
        try:
            lines = list(survey(form_at(one, registry), checklists, wanted))
        except RunError as error:
            code = max(code, error.code)
            lines = [str(error)]
        deliver("".join(f"{line}\n" for line in (name, *(f"  {x}" for x in lines))), None)
    return max(code, report_failures(registry))


def _head(path: str, drafted: Draft) -> tuple[str, ...]:
    return (
        f"A draft, made from `{one_line(Path(path).name)}` by `intspec import`.",
        f"{_counted(drafted.entries)}.",
        "Lines marked DECIDE wait for a person. `intspec explain` says what an item asks for.",
    )


def _counted(entries: list[DraftEntry]) -> str:
    # Of a text that became nothing it is sure only that the draft lacks it.
    left_out = sum(entry.sure == "sure" and _became_nothing(entry) for entry in entries)
    numbers = {mark: sum(entry.sure == mark for entry in entries) for mark in MARKS}
    told = f"{numbers['sure'] - left_out} sure, {numbers['likely']} likely"
    more = f", {left_out} left out" if left_out else ""
    return f"{told}, {numbers['unsure']} to look at{more}"


def _became_nothing(entry: DraftEntry) -> bool:
    """Tell whether something stood there, and nothing of it is in the draft."""
    return bool(entry.said.strip()) and not entry.pointer


def known_words(registry: Registry) -> "Lexicon":
    """Return the names of providers, places and modes that the plugins of a run know."""
    from intspec.forms.told import lexicon  # noqa: PLC0415 -- only asked for by an option

    known = (registry.vocabulary(name) for name in registry.vocabulary_ids)
    return lexicon(one for one in known if one is not None)


def _of_form(path: str, filled: Filled, words: "Lexicon | None" = None) -> Made:
    """Make the draft of a form."""
    choices = filled.identity.choices
    known = "; ".join(f"{choice.checklist.label} (by {choice.why})" for choice in choices)
    lines = [known or "no known guideline"]
    if (refusal := filled.refusal) is not None:
        lines.append(refusal.message)
        lines.append(f"{refusal.hint}; all words are under `notes`")
    if not all(choice.agrees for choice in choices):
        lines.append("its labels are not those of the guideline: look at each answer")
    unknown = [
        row.number
        for row in filled.items
        if row.item is None and row.checklist is not None and row.checklist.file.leaves_out
    ]
    numbers = ", ".join(dict.fromkeys(unknown))
    after = f"not judged here, kept under `notes` where answered: items {numbers}"
    return Made(
        draft(filled, file_stem(path), words),
        tuple(lines),
        (after,) if unknown else (),
        tuple((choice.checklist.id, choice.why) for choice in choices),
    )


def _of_importer(made: DraftSpecification) -> Made:
    """Take over the draft that an importer made."""
    left = dict.fromkeys(entry.where for entry in made.entries if not entry.pointer)
    after = f"has no place in a specification, and is left out: {'; '.join(left)}"
    return Made(draft_of(made), (made.origin,), (after,) if left else ())


def as_text(path: str, made: Made, *, full: bool = True) -> str:
    """Write the report for people.

    Args:
        path: The file as the user named it.
        made: The draft.
        full: Whether to tell of every answer, and not only of those that need a look.
    """
    first, *others = made.known
    lines = [f"{one_line(path)}: {one_line(first)}", *others, ""]
    entries = made.drafted.entries
    for entry in entries:
        if entry.sure == "sure" and not full:
            continue
        place = f"{entry.where}, item {entry.item}" if entry.item else entry.where
        said = f' "{cut(one_line(entry.said), WIDTH)}"' if entry.said.strip() else ""
        lines.append(f"{MARKS[entry.sure]}: {one_line(place)}{said}")
        became = one_line(entry.became)
        lines.append(f"    became {became}" if entry.pointer else f"    {became}")
    lines += [*map(one_line, made.after), "", _counted(entries)]
    hidden = sum(entry.sure == "sure" for entry in entries)
    if hidden and not full:
        what = "others" if any(map(_became_nothing, entries)) else "sure ones"
        lines.append(f"{hidden} {what} are not listed; --verbose lists them")
    return "".join(f"{line}\n" for line in lines)


def as_json(path: str, made: Sequence[Made]) -> str:
    """Write the report for programs: of several studies, one document that lists them."""
    data: dict[str, Any] = {"format": "intspec-import/1", "path": path}
    if len(made) == 1:
        data |= _as_data(made[0])
    else:
        data["studies"] = [{"id": one.drafted.data.get("id"), **_as_data(one)} for one in made]
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _as_data(made: Made) -> dict[str, Any]:
    checklist, why = next(iter(made.choices), (None, None))
    return {
        "checklist": checklist,
        "recognised_by": why,
        "checklists": dict(made.choices),
        **({} if made.choices else {"file": made.known[0]}),
        "entries": [
            {
                name: value
                for name, value in attrs.asdict(entry).items()
                if name != "decide" or value
            }
            for entry in made.drafted.entries
        ],
    }
