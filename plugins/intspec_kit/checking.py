"""Check and render specifications in a test, just as the command line does."""

from collections.abc import Sequence
from pathlib import Path

from intspec.api import check_bytes
from intspec.checking import Checked
from intspec.diagnostics import FileReport
from intspec.model import Stage
from intspec.views import View
from intspec.views.document import CheckedDocument
from intspec.views.making import view_named
from intspec_kit.registries import Named, raise_failures, registry_of

NAME = "text.intspec.yaml"


def check(
    text_or_path: str | Path,
    plugins: Sequence[Named] | None = None,
    *,
    stage: Stage | None = None,
    checklists: Sequence[str] = (),
    vocabularies: Sequence[Path] = (),
) -> FileReport:
    """Check a specification.

    Args:
        text_or_path: The specification's text, or where its file is: a `Path`, or text of a single
            line.
        plugins: The plugins, and no others: names of installed ones, or folders of projects. All
            installed ones when absent.
        stage: The stage to judge at, in place of the document's own.
        checklists: Ids of checklists to hold it against beside those that it claims.
        vocabularies: Files of vocabularies that it is given, as with `--vocabulary`.

    Returns:
        What `intspec check` reports of the file.

    Raises:
        PluginFailedError: A plugin failed.
        OSError: The file cannot be read.
    """
    return checked(
        text_or_path, plugins, stage=stage, checklists=checklists, vocabularies=vocabularies
    ).report


def checked(
    text_or_path: str | Path,
    plugins: Sequence[Named] | None = None,
    *,
    stage: Stage | None = None,
    checklists: Sequence[str] = (),
    vocabularies: Sequence[Path] = (),
) -> Checked:
    """Check a specification as `check` does, and return it with its report and checklists."""
    if isinstance(text_or_path, str) and "\n" in text_or_path:
        path, raw = NAME, text_or_path.encode("utf-8", "surrogatepass")
    else:
        path, raw = str(text_or_path), Path(text_or_path).read_bytes()
    registry = registry_of(plugins, vocabularies)
    result = check_bytes(raw, path=path, registry=registry, stage=stage, checklists=checklists)
    raise_failures(registry, path)
    return result


def view_of(
    text_or_path: str | Path,
    view: str = "description",
    *,
    checklist: str | None = None,
    plugins: Sequence[Named] | None = None,
) -> View:
    """Make a view of a specification, as a renderer is given it.

    Args:
        text_or_path: The specification, as `check` takes it.
        view: Name of the view: checklist, description or gaps.
        checklist: Id of the guideline; the first one that the document claims when absent.
        plugins: The plugins, as `check` takes them.

    Raises:
        ValueError: The document does not fit the schema, or claims no checklist.
        PluginFailedError: A plugin failed.
    """
    extra = (checklist,) if checklist else ()
    result = checked(text_or_path, plugins, checklists=extra)
    if result.spec is None:
        diagnostic = result.report.diagnostics[0]
        message = f"{result.report.path}:{diagnostic.line}: {diagnostic.message}"
        raise ValueError(message)
    candidates = [candidate for candidate in result.checklists if checklist in (None, candidate.id)]
    if not candidates:
        message = f"{result.report.path} claims no checklist: give `checklist=`"
        raise ValueError(message)
    document = CheckedDocument(result.spec, result.report, result.checklists)
    return view_named(view, document, candidates[0], registry_of(plugins))


def render(
    text_or_path: str | Path,
    to: str,
    view: str = "description",
    *,
    checklist: str | None = None,
    plugins: Sequence[Named] | None = None,
) -> str | bytes:
    """Render a view of a specification with the renderer of a format.

    Args:
        text_or_path: The specification, as `check` takes it.
        to: The format.
        view: Name of the view: checklist, description or gaps.
        checklist: Id of the guideline; the first one that the document claims when absent.
        plugins: The plugins, as `check` takes them; the plugin of the format and that of the
            checklist must be among them.

    Raises:
        UnknownNameError: No plugin writes the format.
        ValueError: The document does not fit the schema, or claims no checklist.
        PluginFailedError: A plugin failed.
    """
    view_data = view_of(text_or_path, view, checklist=checklist, plugins=plugins)
    return registry_of(plugins).renderer(to).function(view_data)
