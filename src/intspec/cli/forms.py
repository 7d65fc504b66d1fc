"""What the commands that read forms share: a file read by the plugin that knows its format."""

import os
from collections.abc import Collection
from pathlib import Path

import attrs

from intspec.checking import unreadable
from intspec.checklists import Checklist
from intspec.cli.common import STDIN, RunError, note
from intspec.cli.documents import deliver
from intspec.cli.importers import form_bytes, importer_called, importer_of
from intspec.diagnostics import Diagnostic, FileReport
from intspec.file_kinds import has_ending
from intspec.forms import Form, FormError
from intspec.forms.drafted import Drafts
from intspec.forms.read import Filled, read_form
from intspec.forms.verdicts import Judged, judge
from intspec.model import Stage
from intspec.plugins import Importer, Registry, Remark
from intspec.plugins.guard import FILE_SECONDS, Fault
from intspec.plugins.plugin import Provided, ask, of
from intspec.reading import Unreadable
from intspec.text.wording import plural

#: What to do with files of other programs, by their ending.
WAYS_OUT = {
    **dict.fromkeys(
        (".odt", ".doc", ".rtf", ".pdf"), "; open it in Word or LibreOffice and save it as .docx"
    ),
    **dict.fromkeys((".ods", ".xls"), "; open it in Excel or LibreOffice and save it as .xlsx"),
    **dict.fromkeys(
        (".md", ".tex", ".html", ".htm", ".xml", ".txt"),
        "; of a manuscript, `intspec import --from manuscript` makes a draft",
    ),
}


def read_filled(path: str, registry: Registry, checklist: str | None = None) -> Filled:
    """Read a file as a filled form; the arguments and what it raises are those of `answers_of`."""
    return answers_of(form_at(path, registry), path, registry, checklist)


def answers_of(form: Form, path: str, registry: Registry, checklist: str | None = None) -> Filled:
    """Find in a form what it says of each item.

    Args:
        form: The form.
        path: The file that it was read from.
        registry: The plugins of the run.
        checklist: The guideline that it is for, in place of finding that out.

    Raises:
        RunError: It cannot be read as a form (exit code 2).
    """
    try:
        return read_form(form, checklists_of(registry), checklist)
    except FormError as error:
        raise _unread(path, error) from None


def form_at(path: str, registry: Registry) -> Form:
    """Read a file as a form, whatever it is for.

    Raises:
        RunError: No plugin reads files of its kind as forms, it is not there, or it cannot be read
            (exit code 2), or the plugin failed (3).
    """
    found = imported(path, registry)
    if not isinstance(found, Form):
        made = f"`intspec import {path} -o {place_of_drafts(found)}` makes {what_of(found)}"
        message = f"{path}: {no_form(found)}; {made}"
        raise RunError(message, 2)
    return found


def no_form(drafts: Drafts) -> str:
    """Say of a file of which drafts are made that it is no form."""
    first, *others = drafts.studies
    more = f" (and {plural(len(others), 'study')} more)" if others else ""
    return f"this is {first.origin}{more}, and neither a specification nor a form"


def place_of_drafts(drafts: Drafts) -> str:
    """Return what `-o` of `intspec import` is to name: a folder where there are several."""
    return "drafts/" if len(drafts.studies) > 1 else "trial.intspec.yaml"


def what_of(drafts: Drafts) -> str:
    """Say what `intspec import` makes of a file."""
    several = len(drafts.studies) > 1
    return "a draft specification of each" if several else "a draft specification"


def imported(
    path: str, registry: Registry, fmt: str | None = None, raw: bytes | None = None
) -> Form | Drafts:
    """Read a file by the plugin that knows its format: as a form, or as draft specifications.

    Args:
        path: The file.
        registry: The plugins of the run.
        fmt: The format, in place of finding it out.
        raw: What it holds, where it is not read from the file.

    Raises:
        RunError: No plugin reads files of its kind, it is not there, or it cannot be read (exit
            code 2), or the plugin failed (3).
    """
    if path == STDIN:
        message = "`-` is standard input: a form is known by the ending of its name, so name a file"
        raise RunError(message, 2)
    given = None if raw is None else lambda: raw
    importer = importer_called(fmt, registry) if fmt else importer_of(path, registry, given)
    if importer is None:
        if raw is None and not os.path.exists(path):  # noqa: PTH110 -- text, not a path
            message = f"{path}: there is no file `{path}`; check the spelling and the folder"
            raise RunError(message, 2)
        endings = {suffix for one in registry.importers.values() for suffix in one.suffixes}
        raise of_no_kind(path, "read as forms", endings)
    try:
        return form_of(form_bytes(path) if raw is None else raw, path, importer)
    except Unreadable as error:
        message = f"{path}: {error.problems[0].message}; {error.problems[0].hint}"
        raise RunError(message, 2) from None
    except FormError as error:
        raise _unread(path, error) from None
    except Fault as fault:
        raise RunError(_failed(path, importer, fault), 3) from None


def of_no_kind(path: str, done: str, endings: Collection[str]) -> RunError:
    """Say that nothing can be done with a file of this ending, and the way out.

    Args:
        path: The file.
        done: What cannot be done with it.
        endings: The endings with which it could.
    """
    listed = ", ".join(sorted(endings))
    known = f"known: {listed}" if endings else f"no plugin is installed by which they can be {done}"
    suffix = Path(path).suffix
    what = f"files that end in `{suffix}`" if suffix else "files without an ending"
    way_out = WAYS_OUT.get(
        suffix.lower(), "" if suffix else "; give its name the ending of its kind"
    )
    return RunError(f"{path}: {what} cannot be {done}; {known}{way_out}", 2)


def _unread(path: str, error: FormError) -> RunError:
    where = f"{path}, {error.where}" if error.where else path
    return RunError(f"{where}: {error.message}; {error.hint}", 2)


def check_form(  # noqa: PLR0913 -- a keyword for each thing that may be known
    path: str,
    registry: Registry,
    *,
    importer: Importer | None = None,
    raw: bytes | None = None,
    stage: Stage | None = None,
    checklist: str | None = None,
) -> Judged:
    """Check a filled form by what a form can show.

    Args:
        path: The file; a plugin reads files of its kind.
        registry: The plugins of the run.
        importer: What reads it, if that has been found.
        raw: What it holds, if it has been read.
        stage: The stage to judge at, in place of the form's own.
        checklist: The guideline that it is for, in place of finding that out.

    Returns:
        What is judged of it; where the plugin failed, that it is not.
    """
    importer = importer or importer_of(path, registry)
    if importer is None:
        message = f"no plugin reads `{path}` as a form"
        raise ValueError(message)
    try:
        form = form_of(form_bytes(path) if raw is None else raw, path, importer)
        if not isinstance(form, Form):
            hint = f"`intspec import {path} -o {place_of_drafts(form)}` makes {what_of(form)}"
            return _not_judged(path, "form-not-recognised", no_form(form), hint)
        filled = read_form(form, checklists_of(registry), checklist)
    except Unreadable as error:
        return Judged(unreadable(path, error.problems), ())
    except FormError as error:
        return _not_judged(path, "form-unreadable", error.message, error.hint, error.where)
    except Fault as fault:
        # It costs this one file: the others of the run are checked.
        if isinstance(importer.function, Provided):
            importer.function.fail(str(fault), path)
        hint = "the plugin that reads it is at fault, not the form: report it to its makers"
        judged = _not_judged(path, "not-checked", _failed(path, importer, fault), hint)
        return attrs.evolve(judged, report=attrs.evolve(judged.report, lost=True))
    if (refusal := filled.refusal) is not None:
        return _not_judged(path, "form-not-recognised", refusal.message, refusal.hint)
    return judge(filled, path, stage)


def _not_judged(path: str, rule: str, message: str, hint: str, where: str = "") -> Judged:
    diagnostic = Diagnostic(
        rule=f"intspec/{rule}",
        severity="error",
        message=message,
        hint=hint,
        pointer="",
        line=1,
        column=1,
        end_line=1,
        end_column=1,
        place=where or "the file",
    )
    return Judged(FileReport(path=path, readable=False, diagnostics=(diagnostic,)), ())


def annotate(path: str, output: str, judged: Judged, registry: Registry) -> None:
    """Write a copy of a form with each finding as a remark beside its place.

    Raises:
        RunError: No plugin annotates files of this kind or the form could not be read (exit code
            2), or the plugin failed or the copy cannot be written (3).
    """
    annotators = [a for a in registry.annotators.values() if has_ending(path, a.suffixes)]
    if not annotators:
        known = ", ".join(sorted({s for a in registry.annotators.values() for s in a.suffixes}))
        message = f"{path}: no plugin writes remarks into such a file; known: {known or 'none'}"
        raise RunError(message, 2)
    if not judged.report.readable:
        return
    remarks = [Remark(where, text) for where, text in judged.remarks]
    raw = form_bytes(path)
    function = annotators[0].function
    try:
        content: bytes = ask(
            function, raw, remarks, gives=(bytes,), meant=(FormError,), seconds=FILE_SECONDS
        )
    except FormError as error:
        message = f"{path}: {error.message}; {error.hint}"
        raise RunError(message, 2) from None
    except Fault as fault:
        message = f"writing remarks into `{path}`{of(function)} failed: {fault}"
        raise RunError(message, 3) from None
    deliver(content, output, (path,))
    count = len(remarks)
    comments = plural(count, "comment") if count else "no comments"
    note(f"wrote `{output}` with {comments}")


def checklists_of(registry: Registry) -> list[Checklist]:
    """Return the installed checklists that can be used."""
    checklists = (registry.checklist(name) for name in registry.checklist_ids)
    return [checklist for checklist in checklists if checklist is not None]


def form_of(raw: bytes, path: str, importer: Importer) -> Form | Drafts:
    """Read bytes as a form, or as draft specifications, inside the guard.

    Raises:
        FormError: They cannot be read.
        Fault: The plugin failed.
    """
    found: Form | Drafts = ask(
        importer.function,
        raw,
        Path(path).name,
        gives=(Form, Drafts),
        meant=(FormError,),
        seconds=FILE_SECONDS,
    )
    if isinstance(found, Drafts) and not found.studies:
        message = "it holds no study"
        hint = "export the records of studies again, and import that file"
        raise FormError(message, hint)
    return found


def _failed(path: str, importer: Importer, fault: Fault) -> str:
    return f"the reading of `{importer.format}`{of(importer.function)} failed on `{path}`: {fault}"
