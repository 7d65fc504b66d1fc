"""From Python: what the commands do, for notebooks and for programs of others.

Each function walks the path of its command. Nothing is printed and nothing exits; what cannot be
done is raised as `Error`.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar, get_args

import attrs

from intspec.api import check_bytes
from intspec.checking import unreadable
from intspec.cli.common import STDIN, known_checklists, no_guideline
from intspec.cli.documents import choose_renderer, make_view, run_renderer
from intspec.cli.files import Files
from intspec.cli.importers import importer_of
from intspec.cli.one_file import check_file, run_of_bytes
from intspec.cli.project import Projects
from intspec.diagnostics import FileReport
from intspec.from_python.errors import Error, as_errors
from intspec.from_python.report import Report
from intspec.from_python.sources import Given, Source, given, of_text
from intspec.model import Arm, Specification, Stage
from intspec.reading import Unreadable
from intspec.reading.open_file import file_bytes
from intspec.schema.structure import unstructure
from intspec.text.names import did_you_mean, listed
from intspec.views import VIEWS, Gaps, View
from intspec.views.document import CheckedDocument

__all__ = [
    "Error",
    "Report",
    "Source",
    "check",
    "check_text",
    "extension",
    "list_checklists",
    "list_formats",
    "list_views",
    "load",
    "render",
    "view",
]

R = TypeVar("R")


def check(
    source: Source,
    *,
    stage: Stage | None = None,
    checklists: Sequence[str] = (),
    vocabularies: Sequence[str] = (),
    isolated: bool = False,
) -> Report:
    """Check a specification, a filled form, or all specifications in a folder.

    Args:
        source: A `Path`, or a text without a line break, is a file or a folder. A text with a line
            break and bytes are a specification, and a mapping is the data of one.
        stage: The stage to judge at, `protocol`, `ongoing` or `results`, in place of the document's
            own.
        checklists: Ids or names of checklists to hold it against beside those that it claims.
        vocabularies: Files of terms.
        isolated: Whether to take no notice of any `intspec.toml`, as a library should. Else the
            nearest one above the file, or above the working folder, counts as on the command line;
            Python files that it names run only if they are trusted.

    Returns:
        The report. What is wrong with a document is in it, also that it cannot be read.

    Raises:
        Error: What is asked for cannot be done: settings are at fault, a checklist is not
            installed, or a folder holds no specification.
    """
    return _check(given(source), checklists, _Asked(stage, listed(vocabularies), isolated))


def check_text(
    text: str | bytes, *, stage: Stage | None = None, checklists: Sequence[str] = ()
) -> Report:
    """Check a text that somebody else has written: it is never the name of a file.

    No settings count, so nothing on the machine decides the verdict but the installed plugins.

    Args:
        text: The specification, as YAML or JSON.
        stage: The stage to judge at, in place of the document's own.
        checklists: Ids or names of checklists to hold it against beside those that it claims.

    Raises:
        Error: A checklist is not installed, or the stage is none.
    """
    return _check(of_text(text), checklists, _Asked(stage, (), isolated=True))


def load(
    source: Source, *, vocabularies: Sequence[str] = (), isolated: bool = False
) -> Specification:
    """Read a specification into its record.

    Args:
        source: As for `check`.
        vocabularies: Files of terms.
        isolated: As for `check`.

    Returns:
        The record. Fields of plugins are under `extensions`; `extension` returns them typed.

    Raises:
        Error: It cannot be read, or does not fit the schema; `diagnostics` has all that is wrong.
    """
    return _document(source, None, _Asked(None, tuple(vocabularies), isolated)).spec


def view(  # noqa: PLR0913 -- a keyword for each thing that may be asked of a view
    source: Source | Specification,
    view: str = "description",
    *,
    checklist: str | None = None,
    stage: Stage | None = None,
    gaps: Gaps = "none",
    words: int | None = None,
    caption: str = "",
    number: str = "",
    vocabularies: Sequence[str] = (),
    isolated: bool = False,
) -> View:
    """Make a view of a specification: a table, a text or a figure that has no file format yet.

    Args:
        source: As for `check`; or a record that `load` gave, changed or not.
        view: Its name, one of `list_views()`.
        checklist: The guideline, by id or name; the first that the document claims by default.
        stage: The stage to judge at, in place of the document's own.
        gaps: How a description and a comparison show what is missing: none, mark or inline.
        words: The most words that a text may have.
        caption: What the first table is called.
        number: The number of the first table in the paper, such as 2 or S1.
        vocabularies: Files of terms.
        isolated: As for `check`.

    Raises:
        Error: There is no such view or checklist, or the document cannot be read or does not fit
            the schema.
    """
    _choose("gaps", gaps, get_args(Gaps))
    looks = {"gaps": gaps, "words": words, "caption": caption, "number": number}
    asked = _Asked(stage, listed(vocabularies), isolated)
    return _view(source, view, checklist, asked, looks)


def render(  # noqa: PLR0913 -- the options of the command
    source: Source | Specification | View,
    format: str | None = None,  # noqa: A002 -- what the command and the plugins call it
    *,
    view: str = "description",
    checklist: str | None = None,
    stage: Stage | None = None,
    options: Mapping[str, str] | None = None,
    vocabularies: Sequence[str] = (),
    isolated: bool = False,
) -> str | bytes:
    """Render a specification in a format.

    Args:
        source: As for `check`; or a record that `load` gave; or what `intspec.view` made.
        format: One of `list_formats()`; as for the command, a text with tables by default.
        view: One of `list_views()`.
        checklist: The guideline, by id or name; the first that the document claims by default.
        stage: The stage to judge at, in place of the document's own.
        options: Options of the format, such as `{"page": "letter"}`.
        vocabularies: Files of terms.
        isolated: As for `check`.

    Returns:
        A text, or bytes where the format is no text: what a file of it holds.

    Raises:
        Error: The format is not installed or needs something that is not, or cannot show the view;
            or see `intspec.view`.
    """
    from intspec.cli.format_options import options_of  # noqa: PLC0415 -- few need it

    asked = _Asked(stage, listed(vocabularies), isolated)
    if isinstance(source, View):
        shown, place = source, STDIN
    else:
        shown = _view(source, view, checklist, asked, {"gaps": "none"})
        place = _place(_given(source))
    with as_errors():
        project = asked.projects().of(place)
        renderer = choose_renderer(project.registry, format, None)
        settled = options_of([renderer], options or {}, project.config, project.registry)
        return run_renderer(renderer, shown, settled.get(renderer.format))


def list_views() -> dict[str, str]:
    """Return the views by name, those of plugins last, each with what it shows."""
    views = Projects(asks=False, isolated=True).of().registry.views
    return {**VIEWS, **{name: maker.summary for name, maker in views.items()}}


def list_formats() -> dict[str, str]:
    """Return the formats that the installed plugins write, each with what it is."""
    renderers = Projects(asks=False, isolated=True).of().registry.renderers
    return {name: renderer.summary for name, renderer in renderers.items()}


def list_checklists() -> dict[str, str]:
    """Return the installed checklists by id, each with its title and version."""
    registry = Projects(asks=False, isolated=True).of().registry
    found = ((one, registry.checklist(one)) for one in registry.checklist_ids)
    return {
        name: f"{checklist.file.title} {checklist.file.version}".strip()
        for name, checklist in found
        if checklist is not None
    }


def extension(spec: Specification | Arm, name: str, record: type[R]) -> R | None:
    """Return the fields of a plugin with the type of its record.

    Args:
        spec: The specification, or one of its arms.
        name: The name of the extension, such as `peer-support`.
        record: The class of its record.

    Returns:
        The fields; None where there are none of this plugin.

    Raises:
        Error: They are of another class: the plugin is not installed, or failed.
    """
    found = spec.extensions.get(name)
    if found is None or isinstance(found, record):
        return found
    message = (
        f"/extensions/{name}: the fields are a `{type(found).__name__}`, and not a "
        f"`{record.__name__}`: is the plugin that brings them installed?"
    )
    raise Error(message)


@attrs.frozen
class _Asked:
    """What a call says on how documents are judged."""

    stage: Stage | None = attrs.field()
    vocabularies: tuple[str, ...]
    isolated: bool

    @stage.validator
    def _is_one(self, _attribute: object, value: object) -> None:
        _choose("stage", value, (None, *get_args(Stage)))

    def projects(self) -> Projects:
        """Return the projects of documents, whose settings are read anew."""
        return Projects(self.vocabularies, asks=False, isolated=self.isolated)


def _check(what: Given, checklists: Sequence[str], asked: _Asked) -> Report:
    with as_errors():
        projects = asked.projects()
        options: dict[str, Any] = {"stage": asked.stage, "fail_on": None, "annotate": None}
        if what.raw is not None:
            project = projects.of()
            options["checklists"] = known_checklists(project.registry, listed(checklists))
            return Report((run_of_bytes(what.raw, what.name, project, options),))
        paths = Files(projects).find([what.name])
        options["stdin_filename"] = None
        # All names are looked at before any file: one that is unknown ends the call.
        of_paths = {
            path: known_checklists(projects.of(path).registry, listed(checklists)) for path in paths
        }
        return Report(
            tuple(
                check_file(path, projects, {**options, "checklists": known})
                for path, known in of_paths.items()
            )
        )


def _view(
    source: Source | Specification,
    kind: str,
    checklist: str | None,
    asked: _Asked,
    looks: Mapping[str, Any],
) -> View:
    with as_errors():
        registry = asked.projects().of(_place(_given(source))).registry
    _choose("view", kind, {**VIEWS, **registry.views})
    document = _document(source, checklist, asked)
    if not document.checklists:
        with as_errors():
            raise no_guideline(document.report, registry, "name one with `checklist=`")
    with as_errors():
        return make_view(kind, document, document.checklists[0], looks, registry)


def _document(
    source: Source | Specification, checklist: str | None, asked: _Asked
) -> CheckedDocument:
    """Read and check the one document that a call is about.

    Args:
        source: Where it is.
        checklist: The guideline that is to stand first; None for those that it claims.
        asked: How it is judged.

    Raises:
        Error: It cannot be read, or does not fit the schema.
    """
    what = _given(source)
    with as_errors():
        project = asked.projects().of(_place(what))
        extra = known_checklists(project.registry, (checklist,) if checklist else ())
    if what.raw is None and importer_of(what.name, project.registry) is not None:
        message = f"{what.name}: this is no specification: `intspec import` makes a draft of it"
        raise Error(message)
    try:
        raw = file_bytes(what.name) if what.raw is None else what.raw
    except Unreadable as error:
        raise _unfit(unreadable(what.name, error.problems)) from None
    checked = check_bytes(
        raw,
        path=what.name,
        registry=project.registry,
        stage=asked.stage,
        checklists=(*project.checklists, *extra),
        overrides=project.overrides,
        rest=False,
    )
    if checked.spec is None:
        raise _unfit(checked.report)
    first = sorted(checked.checklists, key=lambda one: one.id not in extra)
    return CheckedDocument(checked.spec, checked.report, tuple(first))


def _unfit(report: FileReport) -> Error:
    """Say why a document is none that can be used."""
    told = report.diagnostics
    more = f" (and {len(told) - 1} more)" if len(told) > 1 else ""
    first = told[0]
    return Error(f"{first.at(report.path)}: {first.message}; {first.hint}{more}", told)


def _given(source: Source | Specification) -> Given:
    return given(unstructure(source) if isinstance(source, Specification) else source)


def _place(what: Given) -> str:
    """Return where the settings of a document are looked for: a text is as one on stdin."""
    return what.name if what.raw is None else STDIN


def _choose(what: str, value: object, known: Any) -> None:
    """Refuse a value that is none of those that are known."""
    if value not in known:
        names = [name for name in known if name is not None]
        message = f"{what}: there is no `{value}`; {did_you_mean(str(value), names)}"
        raise Error(message)
