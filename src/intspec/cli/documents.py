"""What the commands that render share: one document read and checked, one output written."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from intspec.api import check_bytes
from intspec.checklists import Checklist
from intspec.cli.common import (
    STDIN,
    RunError,
    keep_inputs,
    not_written,
    note,
    note_input,
    read_stdin,
    refuse_dash,
)
from intspec.cli.options import IN_SETTINGS, GroupedOption
from intspec.diagnostics import UNFIT, Override
from intspec.model import Stage
from intspec.plugins import (
    MissingExtra,
    Registry,
    Renderer,
    RenderError,
    UnfitView,
    UnknownNameError,
)
from intspec.plugins.guard import FILE_SECONDS, Fault
from intspec.plugins.plugin import ask, of
from intspec.process import stdout
from intspec.reading import Unreadable
from intspec.reading.open_file import file_bytes
from intspec.text.names import did_you_mean, nearest
from intspec.text.terminal import visible
from intspec.text.wording import plural
from intspec.views import VIEWS, WITH_FIGURES, View
from intspec.views.document import CheckedDocument
from intspec.views.making import view_named
from intspec.writing import STDOUT, descriptor, is_stream, write_file, write_stdout

if TYPE_CHECKING:
    from intspec.cli.project import Project

CommandFunction = TypeVar("CommandFunction", bound=Callable[..., Any])


class MissingPieceError(RunError):
    """A format needs something that is not installed (exit code 3)."""


class UnfitViewError(RunError):
    """A format does not show views of a kind (exit code 3)."""


def check_one(
    path: str,
    registry: Registry,
    *,
    stage: Stage | None = None,
    checklists: Sequence[str] = (),
    overrides: Mapping[str, Override] | None = None,
) -> CheckedDocument:
    """Read and check the one document that a command is about.

    Raises:
        RunError: It cannot be read (exit code 2) or does not fit the schema (1).
    """
    note_input(path)
    try:
        raw = read_stdin() if path == STDIN else file_bytes(path)
    except Unreadable as error:
        raise _unusable(path, error.problems[0].message, error.problems[0].hint, 2) from None
    checked = check_bytes(
        raw,
        path=path,
        registry=registry,
        stage=stage,
        checklists=checklists,
        overrides=overrides,
        rest=False,
    )
    if checked.spec is None:
        told = checked.report.diagnostics
        first = next((one for one in told if one.rule in UNFIT), told[0])
        where = f"{path}:{first.line}:{first.column}"
        code = 1 if checked.report.readable else 2
        raise _unusable(where, first.message, f"`intspec check {path}` shows all", code)
    return CheckedDocument(checked.spec, checked.report, checked.checklists)


def choose_renderer(registry: Registry, fmt: str | None, output: str | None) -> Renderer:
    """Return the renderer of a format, or of the name of a file; Markdown by default.

    Raises:
        click.UsageError: No plugin writes it.
    """
    if fmt is None and output is not None and not is_stream(output):
        suffix = Path(output).suffix.lower()
        for renderer in registry.renderers.values():
            if renderer.suffix.lower() == suffix:
                return renderer
        endings = [r.suffix for r in registry.renderers.values()]
        near = nearest(suffix, endings)
        hint = f"did you mean `{near}`?" if near else f"known: {', '.join(endings)}; or give --to"
        message = f"`{output}`: no format has the ending `{suffix}`; {hint}"
        raise click.UsageError(message)
    try:
        return registry.renderer(fmt or "markdown")
    except UnknownNameError as error:
        message = str(error)
        meant = [one.format for one in registry.renderers.values() if _writes_for(one, fmt or "")]
        if len(meant) == 1:
            message = f"no plugin writes the format `{fmt}`; did you mean `{meant[0]}`?"
        raise click.UsageError(message) from None


def _writes_for(renderer: Renderer, name: str) -> bool:
    """Tell whether a name is the ending of a format, or that of the plugin that writes it."""
    plugin = getattr(renderer.function, "plugin", None)
    known = (renderer.suffix.removeprefix("."), getattr(plugin, "name", None))
    return name.casefold().removeprefix(".") in known


def choose_view(name: str, registry: Registry) -> str:
    """Return the name of a view that there is.

    Raises:
        click.UsageError: There is none of this name; the message names the nearest.
    """
    known = (*VIEWS, *registry.views)
    if name not in known:
        message = f"there is no view `{name}`; {did_you_mean(name, known)}"
        raise click.UsageError(message)
    return name


def make_view(
    kind: str,
    checked: CheckedDocument,
    checklist: Checklist,
    options: Mapping[str, Any],
    registry: Registry,
) -> View:
    """Make a view of a checked document.

    Args:
        kind: Its name.
        checked: The document.
        checklist: The guideline.
        options: How `gaps` are shown, how many `words` a text may have, and the `caption` and
            `number` of the first table.
        registry: The plugins, which may have views of their own.

    Raises:
        RunError: A plugin's view cannot be made (exit code 3).
    """
    try:
        view = view_named(
            kind,
            checked,
            checklist,
            registry,
            gaps=options["gaps"],
            words=options.get("words"),
        )
    except RenderError as error:
        message = f"there is no view `{kind}` of this document: {error}"
        raise UnfitViewError(message, 3) from None
    except Fault as fault:
        message = f"the view `{kind}`{of(registry.views[kind].function)} failed: {fault}"
        raise RunError(message, 3) from None
    return with_caption(view, options)


def with_caption(view: View, options: Mapping[str, Any]) -> View:
    """Give a view the `caption` and the `number` that its first table is to have, if any."""
    caption, number = options.get("caption") or "", options.get("number") or ""
    if not (caption or number):
        return view
    from intspec.views.page import captioned  # noqa: PLC0415 -- few give one

    return captioned(view, caption, number)


def page_options(function: CommandFunction) -> CommandFunction:
    """Add the options on captions and on what formats take."""
    for option in (
        click.option(
            "--option",
            cls=GroupedOption,
            group=IN_SETTINGS,
            metavar="NAME=VALUE",
            multiple=True,
            help="An option of the format, such as page=letter or orientation=landscape; in "
            "intspec.toml [render.FORMAT] has it.",
        ),
        click.option(
            "--template",
            metavar="FILE",
            callback=refuse_dash,
            help="A Word document of the journal: its styles, page, header and footer are used.",
        ),
        click.option(
            "--number",
            metavar="NUMBER",
            help="The number of the first table in the paper, such as 2 or S1; the others follow.",
        ),
        click.option("--caption", metavar="TEXT", help="What the first table is called."),
    ):
        function = option(function)
    return function


def settle_formats(
    renderers: Sequence[Renderer], options: Mapping[str, Any], project: "Project"
) -> dict[str, Any]:
    """Settle the options of formats; most runs have none.

    Args:
        renderers: The formats that are written.
        options: What `page_options` gave; empty where the command has none of them.
        project: The settings.
    """
    texts = list(options.get("option", ()))
    texts += [f"template={options['template']}"] if options.get("template") else []
    if not texts and (project.config is None or not project.config.file.render):
        return {}
    from intspec.cli.format_options import options_of, pairs  # noqa: PLC0415 -- few have any

    return options_of(renderers, pairs(texts), project.config, project.registry)


def run_renderer(renderer: Renderer, view: View, options: object = None) -> str | bytes:
    """Render a view inside the guard.

    Args:
        renderer: The format.
        view: The view.
        options: The format's options; None for their defaults.

    Raises:
        MissingPieceError: The format needs something that is not installed (exit code 3).
        UnfitViewError: The format does not show views of this kind (exit code 3).
        RunError: The plugin failed, or cannot show this view (exit code 3).
    """
    try:
        content: str | bytes = ask(
            renderer.function,
            *((view,) if options is None else (view, options)),
            gives=(str, bytes),
            meant=(MissingExtra, UnfitView, RenderError),
            seconds=FILE_SECONDS,
        )
    except MissingExtra as error:
        message = f"the format `{renderer.format}` needs {error.needs}; {error.remedy}"
        raise MissingPieceError(message, 3) from None
    except UnfitView as error:
        message = f"the format `{renderer.format}` does not show the view `{view.kind}`: {error}"
        if renderer.media_type.startswith("image/") and view.kind not in WITH_FIGURES:
            message += f"; these views have a figure: {', '.join(WITH_FIGURES)}"
        raise UnfitViewError(message, 3) from None
    except RenderError as error:
        message = f"the format `{renderer.format}` cannot show this document: {error}"
        raise RunError(message, 3) from None
    except Fault as fault:
        message = f"the format `{renderer.format}`{of(renderer.function)} failed: {fault}"
        raise RunError(message, 3) from None
    return content


def deliver(content: str | bytes, output: str | None, inputs: Iterable[str] = ()) -> None:
    """Write a rendered file to its place, or to stdout.

    Args:
        content: What the file is to hold.
        output: Name of the file; None or `-` for stdout.
        inputs: The files that it was made from, which it may not replace.

    Raises:
        RunError: It cannot be written (exit code 3), or would replace what it was made from (2).
    """
    if output is not None:
        keep_inputs(output, inputs)
    if output is None or descriptor(output) == STDOUT:
        _print(content)
        return
    try:
        write_file(output, as_bytes(content))
    except OSError as error:
        raise not_written(output, error) from None


def tell_written(output: str | None) -> None:
    """Say on stderr which file was written; nothing of streams."""
    if output is not None and not is_stream(output):
        note(f"wrote `{output}`")


def tell_gaps(view: View) -> None:
    """Say on stderr how many gaps a table neither shows nor lists."""
    if view.gaps and all(one.key != "gaps" for one in view.notes):
        count = plural(view.gaps, "gap")
        note(f"{count} not shown: `--gaps mark` marks them, `--view gaps` says what to add")


def tell_left_out(view: View) -> None:
    """Say on stderr what a text leaves out to be short, and by how much it is still too long."""
    if view.left_out:
        note(f"left out: {'; '.join(view.left_out)}")
    if view.beyond:
        note(
            f"{plural(view.beyond, 'word')} too many: arms, doses, numbers, what was not done, and "
            "what sources disagree on are never left out"
        )


def as_bytes(content: str | bytes) -> bytes:
    """Return the bytes of a file: a text in UTF-8."""
    return content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content


def _print(content: str | bytes) -> None:
    """Write to stdout: in UTF-8, whatever the terminal's encoding is."""
    if stdout().isatty():
        if isinstance(content, bytes):
            message = "this format is no text: give a file with -o"
            raise click.UsageError(message)
        content = visible(content)
    write_stdout(as_bytes(content))


def _unusable(where: str, message: str, hint: str, code: int) -> RunError:
    return RunError(f"{where}: {message}; {hint}", code)
