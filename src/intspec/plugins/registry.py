"""The plugins of a run: loaded apart, held to their namespaces, and what they provide."""

import sys
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import attrs
import pluggy

from intspec.checklists import Checklist, ChecklistError, load
from intspec.diagnostics import Failure, PluginReport
from intspec.nearest import did_you_mean
from intspec.plugins.discovery import CHECKLISTS, EntryPoint, installed
from intspec.plugins.guard import Fault, call, collect
from intspec.plugins.hooks import PROJECT, ChecklistResource, Hooks, Renderer
from intspec.rules import Rule

T = TypeVar("T")
CORE = "intspec"


class UnknownNameError(KeyError):
    """A checklist, rule or format that no plugin provides; the message names those there are."""

    def __str__(self) -> str:
        return str(self.args[0])


@attrs.define(eq=False)
class Plugin:
    """One plugin.

    Attributes:
        name: Name of its entry point.
        distribution: The distribution it came with.
        version: Version of that distribution.
        checklists: Checklist files by id.
        rules: Rules by id.
        renderers: Renderers by format.
        failures: What of it did not work.
    """

    name: str
    distribution: str
    version: str
    checklists: dict[str, ChecklistResource] = attrs.field(factory=dict)
    rules: dict[str, Rule] = attrs.field(factory=dict)
    renderers: dict[str, Renderer] = attrs.field(factory=dict)
    failures: list[Failure] = attrs.field(factory=list)

    @property
    def bundled(self) -> bool:
        """Whether it came with intspec itself."""
        return self.distribution == CORE

    @property
    def namespaces(self) -> set[str]:
        """The prefixes of rule ids that it claims."""
        return {self.name, *self.checklists}

    def fail(self, hook: str, reason: str, file: str = "") -> None:
        """Record that something of it did not work, once."""
        failure = Failure(hook=hook, reason=reason, file=file)
        if failure not in self.failures:
            self.failures.append(failure)

    def report(self) -> PluginReport:
        """Return what a report says of it."""
        provides = [f"checklist {name}" for name in self.checklists]
        if self.rules:
            provides.append(f"{len(self.rules)} rule{'s' if len(self.rules) > 1 else ''}")
        provides += [f"format {name}" for name in self.renderers]
        return PluginReport(
            name=self.name,
            version=self.version,
            distribution=self.distribution,
            failures=tuple(self.failures),
            provides=tuple(provides),
        )


class Registry:
    """What the plugins of a run provide.

    Args:
        entry_points: The plugins to load; the installed ones when absent.
        core: The core's own rules.
    """

    def __init__(
        self, core: Iterable[Rule] = (), entry_points: Iterable[EntryPoint] | None = None
    ) -> None:
        self.core = {rule.id: rule for rule in core}
        self._loaded: dict[str, Checklist] = {}
        self._loading: list[str] = []
        points = installed() if entry_points is None else list(entry_points)
        self.plugins = [_load(point) for point in points]
        self._separate()

    def _separate(self) -> None:
        """Give each namespace and format one owner; where two claim one, neither has it."""
        self._settle("the name", lambda p: {p.name: p}, lambda p, _name: _strip(p))
        self._settle("the namespace", lambda p: p.checklists, lambda p, _id: _strip(p))
        self._settle("the format", lambda p: p.renderers, lambda p, f: p.renderers.pop(f))
        names = {p.name: p for p in self.plugins}
        for plugin in self.plugins:
            for claimed in list(plugin.checklists):
                owner = names.get(claimed)
                if claimed == CORE or (owner not in (None, plugin) and owner and owner.rules):
                    plugin.fail("intspec_checklists", f"the namespace `{claimed}` is taken")
                    _strip(plugin)
            for rule_id, rule in list(plugin.rules.items()):
                if rule.namespace not in plugin.namespaces or rule.namespace == CORE:
                    plugin.rules.pop(rule_id)
                    claims = " or ".join(f"`{n}/…`" for n in sorted(plugin.namespaces))
                    plugin.fail(
                        "intspec_rules",
                        f"the rule `{rule_id}` is outside its namespace: name it {claims}",
                    )

    def _settle(
        self,
        what: str,
        claims: Callable[[Plugin], dict[str, Any]],
        lose: Callable[[Plugin, str], Any],
    ) -> None:
        owners: dict[str, list[Plugin]] = {}
        for plugin in self.plugins:
            for name in claims(plugin):
                owners.setdefault(name, []).append(plugin)
        for name, rivals in owners.items():
            if len(rivals) < 2:  # noqa: PLR2004 -- two claim it
                continue
            for plugin in rivals:
                if plugin.bundled:
                    continue
                others = ", ".join(
                    f"{p.name} ({p.distribution} {p.version})" for p in rivals if p is not plugin
                )
                plugin.fail("load", f"{what} `{name}` is claimed by {others} too: not loaded")
                lose(plugin, name)

    @property
    def rules(self) -> dict[str, Rule]:
        """Every rule in Python by id, the core's first."""
        found = dict(self.core)
        for plugin in self.plugins:
            found.update(plugin.rules)
        return found

    @property
    def renderers(self) -> dict[str, Renderer]:
        """Every renderer by format."""
        return {f: r for p in self.plugins for f, r in sorted(p.renderers.items())}

    @property
    def checklist_ids(self) -> list[str]:
        """The ids of all checklists, sorted."""
        return sorted(c for p in self.plugins for c in p.checklists)

    @property
    def claimable(self) -> list[str]:
        """What a document may claim: checklists, and plugins that have rules of their own."""
        sets = [
            p.name for p in self.plugins if any(r.namespace == p.name for r in p.rules.values())
        ]
        return sorted({*self.checklist_ids, *sets})

    def owner(self, namespace: str) -> Plugin | None:
        """Return the plugin that a namespace belongs to, or None for the core's and unknown."""
        for plugin in self.plugins:
            if namespace in plugin.checklists:
                return plugin
        return next((p for p in self.plugins if p.name == namespace), None)

    def checklist(self, name: str) -> Checklist | None:
        """Load a checklist.

        Args:
            name: Id of the checklist.

        Returns:
            The checklist, or None if its file cannot be used: that is a failure of its plugin.

        Raises:
            UnknownNameError: No plugin provides it.
        """
        if name in self._loaded:
            return self._loaded[name]
        plugin = next((p for p in self.plugins if name in p.checklists), None)
        if plugin is None:
            guess = did_you_mean(name, self.checklist_ids, otherwise="none is installed")
            message = f"the checklist `{name}` is not installed; {guess}"
            raise UnknownNameError(message)
        try:
            self._loaded[name] = self._read(plugin, plugin.checklists[name])
        except (ChecklistError, Fault) as error:
            plugin.fail("intspec_checklists", str(error))
            return None
        return self._loaded[name]

    def _read(self, plugin: Plugin, resource: ChecklistResource) -> Checklist:
        where = f"{resource.package}:{resource.file}"
        loaded = load(call(resource.read), where, self._base)
        if loaded.id != resource.id:
            message = f"{where}: its id is `{loaded.id}`, but the plugin calls it `{resource.id}`"
            raise ChecklistError(message)
        for _item, part in loaded.all_parts():
            cited = part.part.rule
            if cited and cited not in self.core and not self._has_rule(cited):
                guess = did_you_mean(cited, [*plugin.rules, *self.core])
                message = f"{where}: part `{part.part.id}` cites no known rule `{cited}`; {guess}"
                raise ChecklistError(message)
        return loaded

    def _has_rule(self, rule_id: str) -> bool:
        return any(rule_id in plugin.rules for plugin in self.plugins)

    def _base(self, name: str) -> Checklist:
        if name in self._loading:
            message = f"`{name}` builds on itself"
            raise ChecklistError(message)
        self._loading.append(name)
        try:
            base = self.checklist(name)
        except UnknownNameError as error:
            raise ChecklistError(f"a checklist that it builds on is missing: {error}") from None  # noqa: EM102, TRY003
        finally:
            self._loading.pop()
        if base is None:
            message = f"`{name}`, which it builds on, failed to load"
            raise ChecklistError(message)
        return base

    def renderer(self, name: str) -> Renderer:
        """Return the renderer of a format.

        Raises:
            UnknownNameError: No plugin provides it.
        """
        if name not in self.renderers:
            guess = did_you_mean(name, self.renderers, otherwise="none is installed")
            message = f"no plugin writes the format `{name}`; {guess}"
            raise UnknownNameError(message)
        return self.renderers[name]

    def reports(self) -> tuple[PluginReport, ...]:
        """Return what a report says of each plugin, by name."""
        return tuple(plugin.report() for plugin in self.plugins)

    @property
    def failed(self) -> bool:
        """Whether anything of any plugin did not work."""
        return any(plugin.failures for plugin in self.plugins)


def _strip(plugin: Plugin) -> None:
    plugin.checklists.clear()
    plugin.rules.clear()
    plugin.renderers.clear()


def _load(point: EntryPoint) -> Plugin:
    plugin = Plugin(name=point.name, distribution=point.distribution, version=point.version)
    if point.group == CHECKLISTS:
        package, _, file = point.value.partition(":")
        if not file:
            plugin.fail("load", f"`{point.value}` names no file: write `package:file.toml`")
            return plugin
        plugin.checklists[point.name] = ChecklistResource(point.name, package, file)
        return plugin
    try:
        _gather(plugin, call(_import, point.value))
    except Fault as fault:
        plugin.fail("load", str(fault))
    return plugin


def _import(value: str) -> Any:
    module, _, attribute = value.partition(":")
    __import__(module)
    found: Any = sys.modules[module]
    for name in filter(None, attribute.split(".")):
        found = getattr(found, name)
    return found


def _gather(plugin: Plugin, module: Any) -> None:
    # A manager for each plugin: pluggy contains no fault, so no two share a call.
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(Hooks)
    try:
        call(manager.register, module)
        call(manager.check_pending)
    except Fault as fault:
        plugin.fail("load", _misspelt(manager) or str(fault))
    kinds: tuple[tuple[str, type, str, dict[str, Any]], ...] = (
        ("intspec_checklists", ChecklistResource, "id", plugin.checklists),
        ("intspec_rules", Rule, "id", plugin.rules),
        ("intspec_renderers", Renderer, "format", plugin.renderers),
    )
    for hook, kind, key, target in kinds:
        for implementation in getattr(manager.hook, hook).get_hookimpls():
            records, faults = collect(implementation.function, wanted=(kind,))
            for fault_text in faults:
                plugin.fail(hook, fault_text)
            for record in records:
                name = getattr(record, key)
                if name in target:
                    plugin.fail(hook, f"the {key} `{name}` is given twice; the first one counts")
                else:
                    target[name] = record
    for name in vars(module) if hasattr(module, "__dict__") else ():
        function = getattr(module, name)
        known = name in (k[0] for k in kinds)
        if known and callable(function) and not hasattr(function, "intspec_impl"):
            plugin.fail("load", f"`{name}` is not marked with `@hookimpl`, so it is not called")


def _misspelt(manager: pluggy.PluginManager) -> str:
    known = [name for name in vars(Hooks) if name.startswith("intspec_")]
    for name in vars(manager.hook):
        if name.startswith("intspec_") and name not in known:
            return f"there is no hook `{name}`; {did_you_mean(name, known)}"
    return ""
