"""One plugin: what its entry point provides, gathered inside the guard."""

import contextlib
import os
import re
import sys
import time
from collections.abc import Iterator, Mapping
from typing import Any, Literal

import attrs
import pluggy

from intspec.diagnostics import Failure, PluginReport
from intspec.discovery import CHECKLISTS, COMMANDS, EntryPoint
from intspec.identifiers import KINDS
from intspec.lazy import define, frozen
from intspec.plugins.guard import Fault, call, collect
from intspec.plugins.hooks import (
    API,
    PROJECT,
    Annotator,
    ChecklistResource,
    Extension,
    Hooks,
    Importer,
    Renderer,
    VocabularyResource,
)
from intspec.rules import Rule
from intspec.rules.index import field_index
from intspec.schema import json_schema
from intspec.schema.generating import record_classes
from intspec.text.names import did_you_mean, slug
from intspec.text.wording import plural

CORE = "intspec"
#: The version that reports show of a local file: what is in it today.
LOCAL = "local"
#: The ending of a file name, with its dot, that leads to no other folder on any system.
ENDING = re.compile(r"(\.[A-Za-z0-9_+-]{1,32}){1,4}")


@frozen
class LocalFile:
    """A file that a project's settings name.

    Attributes:
        kind: A checklist is data; a plugin is code.
        path: Where it is, from the root of the file system.
        shown: The file, as messages name it.
        content: Its bytes: those that were judged trusted are those that are run.
        refused: Why it is not loaded; empty if it is.
    """

    kind: Literal["checklist", "plugin"]
    path: str
    shown: str
    content: bytes
    refused: str = ""

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
        importers: Importers by format.
        annotators: Annotators by format.
        vocabularies: Vocabulary files by id.
        extensions: Records of fields by their key under `extensions`.
        commands: Where each command of the command line is, by its name.
        failures: What of it did not work.
        seconds: How long loading it took, and each of its hooks, by `load` or the hook's name.
    """

    name: str
    distribution: str
    version: str
    checklists: dict[str, ChecklistResource] = attrs.field(factory=dict)
    rules: dict[str, Rule] = attrs.field(factory=dict)
    renderers: dict[str, Renderer] = attrs.field(factory=dict)
    importers: dict[str, Importer] = attrs.field(factory=dict)
    annotators: dict[str, Annotator] = attrs.field(factory=dict)
    vocabularies: dict[str, VocabularyResource] = attrs.field(factory=dict)
    extensions: dict[str, type] = attrs.field(factory=dict)
    commands: dict[str, str] = attrs.field(factory=dict)
    failures: list[Failure] = attrs.field(factory=list)
    seconds: dict[str, float] = attrs.field(factory=dict)

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
        """Whether it failed so that nothing of it is there."""
        return bool(self.failures) and not any(
            (self.checklists, self.rules, self.renderers, self.importers, self.vocabularies)
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

    def strip(self) -> None:
        """Take away all that it provides."""
        for provided in (
            self.checklists,
            self.rules,
            self.renderers,
            self.importers,
            self.annotators,
            self.vocabularies,
            self.extensions,
            self.commands,
        ):
            provided.clear()

    def report(self) -> PluginReport:
        """Return what a report says of it."""
        provides = [f"checklist {name}" for name in self.checklists]
        if self.rules:
            provides.append(plural(len(self.rules), "rule"))
        provides += [f"format {name}" for name in self.renderers]
        provides += [f"reads {name}" for name in self.importers]
        provides += [f"annotates {name}" for name in self.annotators]
        provides += [f"vocabulary {name}" for name in self.vocabularies]
        provides += [f"fields {name}" for name in self.extensions]
        provides += [f"command {name}" for name in self.commands]
        return PluginReport(
            name=self.name,
            version=self.version,
            distribution=self.distribution,
            failures=tuple(self.failures),
            provides=tuple(provides),
            namespaces=tuple(sorted(self.namespaces)),
        )


def load_plugin(point: EntryPoint) -> Plugin:
    """Load a plugin: whatever goes wrong is recorded as its failure."""
    plugin = Plugin(name=point.name, distribution=point.distribution, version=point.version)
    if point.group == CHECKLISTS:
        package, _, file = point.value.partition(":")
        if not file:
            plugin.fail("load", f"`{point.value}` names no file: write `package:file.toml`")
            return plugin
        plugin.checklists[point.name] = ChecklistResource(point.name, package, file)
        return plugin
    if point.group == COMMANDS:
        plugin.commands[point.name] = point.value
        return plugin
    try:
        with plugin.timed("load"):
            module = call(import_value, point.value)
        gather(plugin, module)
    except Fault as fault:
        plugin.fail("load", str(fault))
    return plugin


def import_value(value: str) -> Any:
    """Import what an entry point's value names: `package.module:attribute`."""
    module, _, attribute = value.partition(":")
    __import__(module)
    target: Any = sys.modules[module]
    for name in filter(None, attribute.split(".")):
        target = getattr(target, name)
    return target


class _Manager(pluggy.PluginManager):
    """A manager that looks for hooks where they are, and not at all that every class has."""

    def parse_hookspec_opts(self, module_or_class: Any, name: str) -> pluggy.HookspecOpts | None:
        """Return the options of a hook's specification; None for what is none."""
        is_hook = name.startswith(f"{PROJECT}_")
        return super().parse_hookspec_opts(module_or_class, name) if is_hook else None


def gather(plugin: Plugin, module: Any) -> None:
    """Call a plugin's hooks, each inside the guard, and keep what they provide.

    Raises:
        Fault: The module cannot be looked at.
    """
    wanted = call(lambda: str(getattr(module, "requires_api", API)))
    if wanted != API:
        plugin.fail("load", f"it needs version {wanted} of intspec's hooks; this is version {API}")
        return
    # A manager for each plugin: pluggy contains no fault, so no two share a call.
    manager = _Manager(PROJECT)
    manager.add_hookspecs(Hooks)
    try:
        call(manager.register, module)
        call(manager.check_pending)
    except Fault as fault:
        plugin.fail("load", _misspelt(manager) or str(fault))
    extensions: dict[str, Extension] = {}
    kinds: tuple[tuple[str, type, str, dict[str, Any]], ...] = (
        ("intspec_checklists", ChecklistResource, "id", plugin.checklists),
        ("intspec_rules", Rule, "id", plugin.rules),
        ("intspec_renderers", Renderer, "format", plugin.renderers),
        ("intspec_importers", Importer, "format", plugin.importers),
        ("intspec_annotators", Annotator, "format", plugin.annotators),
        ("intspec_vocabularies", VocabularyResource, "id", plugin.vocabularies),
        ("intspec_extensions", Extension, "name", extensions),
    )
    for hook, kind, key, target in kinds:
        for implementation in getattr(manager.hook, hook).get_hookimpls():
            with plugin.timed(hook):
                records, faults = collect(implementation.function, wanted=(kind,))
            for fault_text in faults:
                plugin.fail(hook, fault_text)
            for record in records:
                name = getattr(record, key)
                if unusable := _why_not(record, name, target):
                    plugin.fail(hook, f"the {key} `{name}` {unusable}")
                else:
                    target[name] = record
    for name, extension in extensions.items():
        try:
            call(_usable, extension)
            plugin.extensions[name] = extension.record
        except Fault as fault:
            plugin.fail("intspec_extensions", f"the fields `{name}` cannot be used: {fault}")
    known = {hook for hook, _kind, _key, _target in kinds}
    for name in vars(module) if hasattr(module, "__dict__") else ():
        function = getattr(module, name) if name in known else None
        if callable(function) and not hasattr(function, "intspec_impl"):
            plugin.fail("load", f"`{name}` is not marked with `@hookimpl`, so it is not called")


def _why_not(record: Any, name: str, known: Mapping[str, Any]) -> str:
    """Say why a record of a plugin cannot be used; empty if it can."""
    if isinstance(record, Renderer):
        suffix: Any = record.suffix
        if not (isinstance(suffix, str) and ENDING.fullmatch(suffix)):
            return f"is left out: `{suffix}` is no ending of a file name, such as `.txt`"
    return "is given twice; the first one counts" if name in known else ""


def _usable(extension: Extension) -> None:
    """Make sure of a plugin's own fields: the model can have them, their identifiers are known."""
    json_schema(extension.record, extension.name, extension.name)
    for cls in record_classes(extension.record):
        for name, kind in field_index(cls).identifiers:
            if kind not in KINDS:
                message = f"`{name}` is an identifier of the unknown kind `{kind}`"
                raise TypeError(message)


def _misspelt(manager: pluggy.PluginManager) -> str:
    known = [name for name in vars(Hooks) if name.startswith("intspec_")]
    for name in vars(manager.hook):
        if name.startswith("intspec_") and name not in known:
            return f"there is no hook `{name}`; {did_you_mean(name, known)}"
    return ""
