"""The project that a document belongs to: its settings, and the plugins that come with them."""

import contextlib
import os
import sys
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, get_args

import attrs
import click

from intspec.api import load_registry
from intspec.cli.common import STDIN, RunError, note, note_input
from intspec.cli.options import ON_SETTINGS, GroupedOption
from intspec.cli.vocabularies import use_vocabularies
from intspec.config import find
from intspec.diagnostics import Override
from intspec.discovery import WITHOUT, switched_off
from intspec.lazy import frozen
from intspec.model import Stage
from intspec.plugins import Registry
from intspec.text.terminal import unbroken, visible
from intspec.text.wording import why

# What only a project with settings needs is imported where it is found to have some: start-up.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from intspec.config.loading import Config
    from intspec.plugins import LocalFile

C = TypeVar("C", bound=Callable[..., Any])
KEY = "intspec.project"
#: Under what a run keeps that tracebacks of plugins are printed.
TRACEBACKS = "intspec.tracebacks"
#: The option of commands that judge a document.
stage_option = click.option(
    "--stage",
    type=click.Choice(get_args(Stage)),
    help="Judge at this stage, in place of the document's own.",
)


def _print_tracebacks(context: click.Context, _param: click.Parameter, value: Any) -> None:
    """Print what plugins raise, as soon as they do."""
    if not value:
        return
    import traceback  # noqa: PLC0415 -- start-up

    from intspec.plugins.guard import listen  # noqa: PLC0415 -- see above

    def tell(error: BaseException) -> None:
        click.echo(visible("".join(traceback.format_exception(error))), file=sys.stderr)

    context.meta[TRACEBACKS] = True
    context.call_on_close(listen(tell))


#: The option of commands that call plugins on documents.
traceback_option = click.option(
    "--traceback",
    is_flag=True,
    expose_value=False,
    callback=_print_tracebacks,
    help="Print on stderr where a plugin failed, line by line; in one process.",
)


def _keep(context: click.Context, param: click.Parameter, value: Any) -> None:
    context.meta.setdefault(KEY, {})[param.name] = value


#: The option of every command that loads plugins.
without_option = click.option(
    "--without",
    cls=GroupedOption,
    group=ON_SETTINGS,
    metavar="NAME",
    multiple=True,
    expose_value=False,
    callback=_keep,
    help="Switch a plugin off for this run. May be repeated; the variable INTSPEC_WITHOUT "
    "names some for every run.",
)


def project_options(command: C) -> C:
    """Add the options on settings to a command; `Projects` reads them."""
    decorated: Any = command
    for option in (
        click.option(
            "--allow-local-plugins",
            cls=GroupedOption,
            group=ON_SETTINGS,
            is_flag=True,
            expose_value=False,
            callback=_keep,
            help="Run the Python files that the settings name, without asking.",
        ),
        without_option,
        click.option(
            "--isolated",
            cls=GroupedOption,
            group=ON_SETTINGS,
            is_flag=True,
            expose_value=False,
            callback=_keep,
            help="Take no notice of any intspec.toml.",
        ),
        click.option(
            "--config",
            cls=GroupedOption,
            group=ON_SETTINGS,
            metavar="FILE",
            expose_value=False,
            callback=_keep,
            help="Use these settings, not the nearest intspec.toml.",
        ),
    ):
        decorated = option(decorated)
    return decorated  # type: ignore[no-any-return]


class ConfigRunError(RunError):
    """The end of a run whose settings are faulty: each fault is told by itself."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__(" ".join(line.strip() for line in lines), 2)
        self.lines = tuple(lines)

    def show(self, file: Any = None) -> None:
        """Print the faults on stderr."""
        for line in self.lines:
            click.echo(unbroken(line), file=sys.stderr if file is None else file)


@frozen
class Project:
    """What documents of one project are judged by.

    Attributes:
        config: Its settings; None if there are none.
        registry: Its plugins.
    """

    config: "Config | None"
    registry: Registry

    @property
    def checklists(self) -> tuple[str, ...]:
        """The checklists that every document is held against."""
        return self.config.file.checklists if self.config is not None else ()

    @property
    def fail_on(self) -> str:
        """The least grave finding that makes the exit code 1."""
        return (self.config.file.fail_on if self.config is not None else None) or "error"

    @property
    def overrides(self) -> Mapping[str, Override]:
        """Other severities, by the id of the rule."""
        return self.config.overrides if self.config is not None else {}

    @property
    def shown(self) -> str:
        """The settings file, as reports name it; empty if there is none."""
        return self.config.shown if self.config is not None else ""


class Projects:
    """The projects of a run, each with its settings and plugins, loaded once.

    Args:
        vocabularies: Files of terms named on the command line: each project uses them, and they go
            before those of its settings.
        asks: Whether the user may be asked to trust local plugins.
        stdin: The name of the document that comes by stdin, where it has one.
        isolated: Whether no settings count, whatever the command line says.

    Raises:
        click.UsageError: The options contradict one another.
    """

    def __init__(
        self,
        vocabularies: tuple[str, ...] = (),
        *,
        asks: bool = True,
        stdin: str | None = None,
        isolated: bool = False,
    ) -> None:
        context = click.get_current_context(silent=True)
        wanted: dict[str, Any] = context.meta.get(KEY, {}) if context is not None else {}
        self.wanted = wanted
        self.given: str | None = wanted.get("config")
        self.isolated = isolated or bool(wanted.get("isolated"))
        self.allowed = bool(wanted.get("allow_local_plugins"))
        self.vocabularies = vocabularies
        self.asks = asks
        self.stdin = stdin or "."
        self._found: dict[str, str | None] = {}
        self._projects: dict[str | None, Project] = {}
        if self.given is not None and self.isolated:
            message = "--config names settings, --isolated takes none: give one of the two"
            raise click.UsageError(message)

    def path(self, document: str = STDIN) -> str | None:
        """Return where the settings are that are in force for a document, or None."""
        if self.isolated:
            return None
        if self.given is not None:
            return self.given
        folder = self.stdin if document == STDIN else document
        if not os.path.isdir(folder):  # noqa: PTH112 -- start-up
            folder = os.path.dirname(folder)  # noqa: PTH120 -- start-up
        return find(folder, self._found)

    def of(self, document: str = STDIN) -> Project:
        """Return the project of a document, or of the working folder.

        Raises:
            RunError: Its settings are faulty (exit code 2).
        """
        path = self.path(document)
        if path not in self._projects:
            self._projects[path] = self._load(path)
        return self._projects[path]

    def _load(self, path: str | None) -> Project:
        if path is None:
            project = Project(None, load_registry(without=self._without(None)))
            use_vocabularies(project.registry, self.vocabularies)
            return project
        from intspec.config.holding import hold  # noqa: PLC0415 -- see the top of the module
        from intspec.config.loading import ConfigError, near_path, show_path  # noqa: PLC0415
        from intspec.plugins.plugin import UNSHOWN  # noqa: PLC0415

        config = load_config(path)
        project = Project(config, load_registry(self._local(config), self._without(config)))
        faults = [*hold(config, project.registry)]
        if config.file.plugin:
            from intspec.cli.plugin_options import set_options  # noqa: PLC0415 -- few have any

            faults += set_options(config, project.registry)
        if faults:
            raise ConfigRunError(ConfigError(config.shown, faults).lines())
        note_files_of_formats(config, project.registry)
        for number, name in enumerate(config.file.vocabularies):
            try:
                use_vocabularies(project.registry, (near_path(config.resolve(name)),))
            except RunError as error:
                where = config.where("vocabularies", number)
                path = config.resolve(name)
                words = error.message
                if config.is_outside(path):
                    words = f"`{show_path(path)}` cannot be used as a vocabulary; {UNSHOWN}"
                raise ConfigRunError([f"{where}: {words}"]) from None
        use_vocabularies(project.registry, self.vocabularies)
        return project

    def _without(self, config: "Config | None") -> dict[str, str]:
        """Return the plugins that are switched off, by name, each with what switches it off.

        Raises:
            click.UsageError: The command line names one that there is not.
        """
        off = {}
        for number, name in enumerate(config.file.disable if config is not None else ()):
            off[name] = config.where("disable", number) if config is not None else ""
        of_run = dict.fromkeys(switched_off(), WITHOUT)
        of_run |= {name: f"`--without {name}`" for name in self.wanted.get("without", ())}
        if of_run:
            from intspec.discovery import installed  # noqa: PLC0415 -- few give one
            from intspec.text.names import did_you_mean, nearest  # noqa: PLC0415

            own = local_files(config) if config is not None else ()
            known = {*(point.name for point in installed()), *(file.name for file in own)}
            for name in of_run.keys() - known:
                # The variable is for every run, and may name a plugin that is not there in all.
                if of_run[name] == WITHOUT and nearest(name, known) is None:
                    continue
                switch = WITHOUT if of_run[name] == WITHOUT else "--without"
                message = f"{switch}: no plugin `{name}` is there; {did_you_mean(name, known)}"
                raise click.UsageError(message)
        return off | of_run

    def _local(self, config: "Config") -> list["LocalFile"]:
        """Read the files of a team's own; plugins that may not run are marked."""
        files = local_files(config)
        plugins = [file for file in files if file.kind == "plugin"]
        if not plugins or self.allowed or allowed(config, plugins, asks=self.asks):
            return files
        refused = (
            f"not loaded: it is code, and {config.shown} is not trusted: read the file, then give "
            f"`intspec config trust {config.shown}`, or --allow-local-plugins"
        )
        return [attrs.evolve(f, refused=refused) if f.kind == "plugin" else f for f in files]


def note_files_of_formats(config: "Config", registry: Registry) -> None:
    """Remember the files that settings name for formats: no output of any command replaces one."""
    if not config.file.render:
        return
    from intspec.schema.generating import fields_of  # noqa: PLC0415 -- few settings have any

    for name, values in config.file.render.items():
        renderer = registry.renderers.get(name)
        fields = fields_of(renderer.options) if renderer is not None and renderer.options else {}
        for key, value in values.items():
            if key in fields and fields[key].metadata.get("file") and isinstance(value, str):
                note_input(config.resolve(value))


def load_config(path: str) -> "Config":
    """Read a settings file.

    Raises:
        RunError: It is faulty (exit code 2).
    """
    from intspec.config.loading import ConfigError, load  # noqa: PLC0415 -- see the top

    note_input(path)
    try:
        return load(path)
    except ConfigError as error:
        raise ConfigRunError(error.lines()) from None


def local_files(config: "Config") -> list["LocalFile"]:
    """Read the checklists and plugins that settings name.

    Raises:
        RunError: One cannot be read (exit code 2).
    """
    from intspec.config.loading import show_path  # noqa: PLC0415 -- see the top
    from intspec.plugins import LocalFile  # noqa: PLC0415
    from intspec.reading import Unreadable  # noqa: PLC0415
    from intspec.reading.open_file import file_bytes  # noqa: PLC0415

    files = []
    for kind, key in (("checklist", "checklist_files"), ("plugin", "plugins")):
        for number, name in enumerate(getattr(config.file, key)):
            path = config.resolve(name)
            shown = show_path(path)
            note_input(path)
            try:
                content = file_bytes(path)
            except Unreadable as error:
                problem = error.problems[0]
                message = problem.message.replace(f"`{path}`", f"`{shown}`")
                where = config.where(key, number)
                raise ConfigRunError([f"{where}: {message}", f"  help: {problem.hint}"]) from None
            outside = config.is_outside(path)
            files.append(LocalFile(kind, path, shown, content, outside=outside))  # type: ignore[arg-type]
    return files


def allowed(config: "Config", plugins: "list[LocalFile]", *, asks: bool) -> bool:
    """Tell whether local plugins may run: by the environment, the record, or the user's answer."""
    from intspec.config.trust import (  # noqa: PLC0415 -- see the top
        allowed_by_environment,
        fingerprint,
        trusted,
    )

    now = fingerprint(config, plugins)
    known = {entry.config: entry for entry in trusted()}
    if allowed_by_environment() or known.get(config.path) == now:
        return True
    if not (asks and sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    changed = " They have changed since you trusted them." if config.path in known else ""
    note(f"{config.shown} names Python files that would run as part of intspec:")
    for file in plugins:
        note(f"  {file.path}")
    note(f"Read them first: they can do all that you can.{changed}")
    try:
        answer = click.confirm("Trust them as they are now, and remember it?", err=True)
    except click.Abort:
        note()
        return False
    if answer:
        remember(now)
    return answer


def remember(value: Any) -> None:
    """Record that the user trusts settings as they are now.

    Raises:
        RunError: The record cannot be written (exit code 3).
    """
    change_trusted(lambda known: [*(t for t in known if t.config != value.config), value])


def change_trusted(change: Callable[[list[Any]], list[Any]]) -> bool:
    """Change the record of what the user trusts, with no other process in between.

    Args:
        change: Returns what is to be trusted, given what is.

    Returns:
        Whether that was anything else.

    Raises:
        RunError: It cannot be written (exit code 3).
    """
    from intspec.config.trust import FILE, changing, trusted  # noqa: PLC0415
    from intspec.config.user import user_folder  # noqa: PLC0415

    try:
        with changing() as write:
            known = trusted()
            wanted = change(known)
            if wanted != known:
                write(wanted)
            return wanted != known
    except OSError as error:
        place = error.filename or "the record of what you trust"
        with contextlib.suppress(OSError):
            place = str(user_folder() / FILE)
        message = f"`{place}` cannot be written: {why(error)}"
        raise RunError(message, 3) from None
