"""One plugin: what it provides, and how what is its own is called inside the guard."""

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

import attrs

from intspec.diagnostics import Failure, PluginReport
from intspec.lazy import define, frozen
from intspec.plugins.guard import (
    SECONDS,
    Fault,
    MisfitError,
    Overtime,
    call,
    called,
    collect,
)
from intspec.plugins.hooks import (
    Annotator,
    ChecklistResource,
    Filler,
    Importer,
    Renderer,
    ViewMaker,
    VocabularyResource,
)
from intspec.plugins.lines import defined_at
from intspec.process import Called
from intspec.rules import Rule
from intspec.schema.extension import Extension
from intspec.schema.structure import structure
from intspec.text.names import slug
from intspec.text.wording import plural

CORE = "intspec"
#: The version that reports show of a local file: what is in it today.
LOCAL = "local"
#: What is said in place of what is wrong with a file that settings name outside of the project.
UNSHOWN = "it is outside of the project, so nothing of it is shown"
#: What is said of a rule that is not called again in a run.
GIVEN_UP = "it is given up for this run: it did not end in time before"


@frozen
class LocalFile:
    """A file that a project's settings name.

    Attributes:
        kind: A checklist is data; a plugin is code.
        path: Where it is, from the root of the file system.
        shown: The file, as messages name it.
        content: Its bytes: those that were judged trusted are those that are run.
        refused: Why it is not loaded; empty if it is.
        outside: Whether it is outside of the project: then no word of it stands in messages.
    """

    kind: Literal["checklist", "plugin"]
    path: str
    shown: str
    content: bytes
    refused: str = ""
    outside: bool = False

    @property
    def name(self) -> str:
        """The plugin's name: that of the file, in lower case and with hyphens."""
        stem = os.path.basename(self.path).partition(".")[0]  # noqa: PTH119 -- start-up
        return slug(stem, accents=False) or "local"


@define
class Plugin:
    """One plugin.

    Attributes:
        name: Name of its entry point.
        distribution: The distribution it came with.
        version: Version of that distribution.
        checklists: Checklist files by id.
        rules: Rules by id.
        renderers: Renderers by format.
        views: What makes views, by the view's name.
        importers: Importers by format.
        annotators: Annotators by format.
        fillers: Fillers by format.
        vocabularies: Vocabulary files by id.
        extensions: Fields of its own by their key under `extensions`.
        options: The class of what users may set of it, by its own name; empty if they may nothing.
        commands: Where each command of the command line is, by its name.
        failures: What of it did not work.
        seconds: How long loading it took, and each of its hooks, by `load` or the hook's name.
        outside: Whether it is a file outside of the project: what is wrong with it is not quoted.
        off: By what it is switched off, so that nothing of it is loaded; empty if it is not.
        pure: Whether what it finds depends on the document alone, as its module says: results are
            then kept between runs. What is data alone does.
        given_up: What of it did not end in time, and is not called again: the names of hooks, ids
            of rules, formats.
        reported: What a report said of it last.
    """

    name: str
    distribution: str
    version: str
    checklists: dict[str, ChecklistResource] = attrs.field(factory=dict)
    rules: dict[str, Rule] = attrs.field(factory=dict)
    renderers: dict[str, Renderer] = attrs.field(factory=dict)
    views: dict[str, ViewMaker] = attrs.field(factory=dict)
    importers: dict[str, Importer] = attrs.field(factory=dict)
    annotators: dict[str, Annotator] = attrs.field(factory=dict)
    fillers: dict[str, Filler] = attrs.field(factory=dict)
    vocabularies: dict[str, VocabularyResource] = attrs.field(factory=dict)
    extensions: dict[str, Extension] = attrs.field(factory=dict)
    options: dict[str, type] = attrs.field(factory=dict)
    commands: dict[str, str] = attrs.field(factory=dict)
    failures: list[Failure] = attrs.field(factory=list)
    seconds: dict[str, float] = attrs.field(factory=dict)
    given_up: set[str] = attrs.field(factory=set)
    outside: bool = False
    off: str = ""
    pure: bool = True
    reported: PluginReport | None = None

    @contextlib.contextmanager
    def timed(self, what: str) -> Iterator[None]:
        """Measure how long loading or a hook takes."""
        begin = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[what] = self.seconds.get(what, 0.0) + time.perf_counter() - begin

    @property
    def bundled(self) -> bool:
        """Whether it came with intspec itself."""
        return self.distribution == CORE

    @property
    def lost(self) -> bool:
        """Whether it failed so that nothing of it is there but commands, which are called apart."""
        return bool(self.failures) and not any(self._provided)

    @property
    def _provided(self) -> tuple[dict[str, Any], ...]:
        """All that its hooks gave; commands are named by entry points of their own."""
        return (
            self.checklists,
            self.rules,
            self.renderers,
            self.views,
            self.importers,
            self.annotators,
            self.fillers,
            self.vocabularies,
            self.extensions,
            self.options,
        )

    @property
    def namespaces(self) -> set[str]:
        """The prefixes of rule ids that it claims."""
        return {self.name, *self.checklists}

    def fail(self, hook: str, reason: str, file: str = "") -> None:
        """Record that something of it did not work, once."""
        failure = Failure(hook=hook, reason=reason, file=file)
        if failure not in self.failures:
            self.failures.append(failure)

    def called(self, hook: str) -> Called:
        """Return what is called, as it is named where the call has to be ended."""
        return Called(self.name, self.version, self.distribution, hook)

    def call(
        self,
        hook: str,
        function: Callable[..., Any],
        *arguments: Any,
        gives: tuple[type, ...] = (),
        meant: tuple[type[Exception], ...] = (),
        seconds: float = SECONDS,
    ) -> Any:
        """Call a function of it inside the guard, unless it did not end in time before.

        Args:
            hook: What it is: `load`, a hook's name, a rule's id, a format.
            function: The function.
            *arguments: What it is given.
            gives: The types of which it may give one; any when empty.
            meant: The exceptions by which it may say no; they are passed on.
            seconds: How long it may take, where the environment does not say.

        Raises:
            Fault: It raised, did not end in time, or gave something else.
        """
        if hook in self.given_up:
            raise Overtime(GIVEN_UP)

        def run() -> Any:
            try:
                given = function(*arguments)
            except meant as error:
                if self.bundled:
                    raise
                from intspec.plugins.values import held_error  # noqa: PLC0415 -- not for bundled

                with _at(function):
                    error = held_error(error, meant)
                raise error from None
            with _at(function):
                return self._of_type(given, gives) if gives else given

        try:
            return call(run, meant=meant, seconds=seconds, of=self.called(hook))
        except Overtime:
            self.given_up.add(hook)
            raise

    def _of_type(self, given: Any, gives: tuple[type, ...]) -> Any:
        """Return what a function gave, made plain, if it is of one of some types."""
        kind = next((kind for kind in gives if issubclass(type(given), kind)), None)
        if kind is None:
            names = " or ".join(kind.__name__ for kind in gives)
            message = f"it must give {names}, but it gave {called(given)}"
            raise MisfitError(message)
        if self.bundled:
            return given
        from intspec.plugins.values import held_result  # noqa: PLC0415 -- not for bundled plugins

        return held_result(given, kind)

    def collect(
        self,
        hook: str,
        function: Callable[..., Any],
        *arguments: Any,
        wanted: tuple[type, ...],
        file: str = "",
    ) -> tuple[list[Any], list[str]]:
        """Call a function of it that yields records, and record what goes wrong as its failures.

        Args:
            hook: What it is: a hook's name or a rule's id.
            function: The function.
            *arguments: What it is given.
            wanted: The types that it may yield.
            file: Name of the file that is checked, if one is.

        Returns:
            The good records, and what went wrong, one line each.
        """
        if hook in self.given_up:
            return [], [GIVEN_UP]
        hold: Callable[[Any, Any], Any] | None = None
        if not self.bundled:
            from intspec.plugins.values import held  # noqa: PLC0415 -- not for bundled plugins

            hold = held
        records, faults = collect(
            function, *arguments, wanted=wanted, hold=hold, of=self.called(hook)
        )
        for fault in faults:
            self.fail(hook, str(fault), file)
            if isinstance(fault, Overtime):
                self.given_up.add(hook)
        return records, [str(fault) for fault in faults]

    def made(self, hook: str, what: str, data: Mapping[str, Any], record: type) -> Any:
        """Make a record of its own inside the guard; None, and a failure, where that raises.

        Args:
            hook: The hook that gave the class.
            what: What it is, for the message.
            data: Data that fits the class.
            record: The class.
        """
        try:
            return self.call(hook, structure, data, record, gives=(record,))
        except Fault as fault:
            self.fail(hook, f"{what} cannot be made: {fault}")
            return None

    def strip(self) -> None:
        """Take away all that it provides."""
        for provided in (*self._provided, self.commands):
            provided.clear()
        self.reported = None

    def report(self) -> PluginReport:
        """Return what a report says of it, worked out once for all files until more of it fails."""
        if self.reported is None or len(self.reported.failures) != len(self.failures):
            self.reported = self._report()
        return self.reported

    def _report(self) -> PluginReport:
        provides = [f"checklist {name}" for name in self.checklists]
        if self.rules:
            provides.append(plural(len(self.rules), "rule"))
        provides += [f"format {name}" for name in self.renderers]
        provides += [f"view {name}" for name in self.views]
        provides += [f"reads {name}" for name in self.importers]
        provides += [f"annotates {name}" for name in self.annotators]
        provides += [f"fills {name}" for name in self.fillers]
        provides += [f"vocabulary {name}" for name in self.vocabularies]
        provides += [f"fields {name}" for name in self.extensions]
        provides += ["options" for _name in self.options]
        provides += [f"command {name}" for name in self.commands]
        return PluginReport(
            name=self.name,
            version=self.version,
            distribution=self.distribution,
            failures=tuple(self.failures),
            provides=tuple(provides),
            namespaces=tuple(sorted(self.namespaces)),
            off=self.off,
        )


@contextlib.contextmanager
def _at(function: Callable[..., Any]) -> Iterator[None]:
    """Say of what does not fit where the function is that gave it."""
    try:
        yield
    except MisfitError as misfit:
        raise MisfitError(f"{misfit}{defined_at(function)}") from None  # noqa: EM102


class Provided:
    """A function that a plugin provides, which knows whose it is.

    Args:
        plugin: The plugin.
        hook: What it is, for messages: `the format x`.
        function: The function.
    """

    def __init__(self, plugin: Plugin, hook: str, function: Callable[..., Any]) -> None:
        self.plugin = plugin
        self.hook = hook
        self.function = function

    def __call__(self, *arguments: Any) -> Any:
        """Call it as it is."""
        return self.function(*arguments)

    def given(self, last: Callable[[], Any]) -> "Provided":
        """Return it with a last argument that is made when it is called."""
        whole = self.function
        return Provided(self.plugin, self.hook, lambda *first: whole(*first, last()))

    def fail(self, reason: str, file: str) -> None:
        """Record that it did not work."""
        self.plugin.fail(self.hook, reason, file)


def ask(
    function: Callable[..., Any],
    *arguments: Any,
    gives: tuple[type, ...],
    meant: tuple[type[Exception], ...],
    seconds: float = SECONDS,
) -> Any:
    """Call a function that a plugin provides, inside the guard; the arguments are `Plugin.call`'s.

    Raises:
        Fault: It raised, did not end in time, or gave something else.
    """
    if not isinstance(function, Provided):
        function = Provided(Plugin("of a name that is not known", "", ""), "a call", function)
    return function.plugin.call(
        function.hook, function.function, *arguments, gives=gives, meant=meant, seconds=seconds
    )


def of(function: Callable[..., Any]) -> str:
    """Name the plugin that provides a function, to follow what it is; empty if none does."""
    if not isinstance(function, Provided):
        return ""
    plugin = function.plugin
    return f" of the plugin {plugin.name} {plugin.version} ({plugin.distribution})"


def import_value(value: str) -> Any:
    """Import what an entry point's value names: `package.module:attribute`."""
    module, _, attribute = value.partition(":")
    __import__(module)
    target: Any = sys.modules[module]
    for name in filter(None, attribute.split(".")):
        target = getattr(target, name)
    return target
