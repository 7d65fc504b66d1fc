"""What a plugin's entry point provides: hooks called inside the guard, and what they give."""

import re
from collections.abc import Mapping
from typing import Any, cast

import attrs
import pluggy

from intspec.discovery import CHECKLISTS, COMMANDS, EntryPoint
from intspec.plugins.guard import Fault
from intspec.plugins.hook_slips import is_pure, misspelt, unmarked, wanted_api
from intspec.plugins.hooks import (
    API,
    PROJECT,
    Annotator,
    ChecklistResource,
    Extension,
    Filler,
    Hooks,
    Importer,
    Options,
    Renderer,
    ViewMaker,
    VocabularyResource,
)
from intspec.plugins.lines import defined_at
from intspec.plugins.plugin import LOCAL, Plugin, Provided, import_value
from intspec.rules import Rule

#: The ending of a file name, with its dot, that leads to no other folder on any system.
ENDING = re.compile(r"(\.[A-Za-z0-9_+-]{1,32}){1,4}")


def load_plugin(point: EntryPoint, off: str = "") -> Plugin:
    """Load a plugin: whatever goes wrong is recorded as its failure.

    Args:
        point: Where it is.
        off: By what it is switched off; then nothing of it is loaded.
    """
    plugin = Plugin(
        name=point.name, distribution=point.distribution, version=point.version, off=off
    )
    if off:
        return plugin
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
            module = plugin.call("load", import_value, point.value)
        gather(plugin, module)
    except Fault as fault:
        plugin.fail("load", str(fault))
    return plugin


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
    wanted = plugin.call("load", wanted_api, module)
    if wanted != API:
        plugin.fail("load", f"it needs version {wanted} of intspec's hooks; this is version {API}")
        return
    plugin.pure = plugin.bundled or (
        plugin.version != LOCAL and plugin.call("load", is_pure, module)
    )
    # A manager for each plugin: pluggy contains no fault, so no two share a call.
    manager = _Manager(PROJECT)
    manager.add_hookspecs(Hooks)
    try:
        plugin.call("load", manager.register, module)
        plugin.call("load", manager.check_pending)
    except Fault as fault:
        plugin.fail("load", plugin.call("load", misspelt, manager, module) or str(fault))
    extensions: dict[str, Any] = {}
    options: dict[str, Any] = {}
    kinds: tuple[tuple[str, type, str, dict[str, Any]], ...] = (
        ("intspec_checklists", ChecklistResource, "id", plugin.checklists),
        ("intspec_rules", Rule, "id", plugin.rules),
        ("intspec_renderers", Renderer, "format", plugin.renderers),
        ("intspec_views", ViewMaker, "name", plugin.views),
        ("intspec_importers", Importer, "format", plugin.importers),
        ("intspec_annotators", Annotator, "format", plugin.annotators),
        ("intspec_fillers", Filler, "format", plugin.fillers),
        ("intspec_vocabularies", VocabularyResource, "id", plugin.vocabularies),
        ("intspec_extensions", Extension, "name", extensions),
        ("intspec_options", Options, "", options),
    )
    for hook, kind, key, target in kinds:
        for implementation in getattr(manager.hook, hook).get_hookimpls():
            with plugin.timed(hook):
                records, _faults = plugin.collect(hook, implementation.function, wanted=(kind,))
            for record in records:
                # Options have the name of their plugin.
                name = getattr(record, key) if key else plugin.name
                if unusable := _why_not(record, name, target):
                    plugin.fail(
                        hook, f"the {key or 'options of'} `{name}` {unusable}{defined_at(record)}"
                    )
                else:
                    target[name] = _known(plugin, f"{key} `{name}`", record)
    for hook, given, kept in (
        ("intspec_extensions", extensions, plugin.extensions),
        ("intspec_options", options, plugin.options),
    ):
        if given and not plugin.bundled:
            from intspec.plugins.fields import usable  # noqa: PLC0415 -- few have any

            given = usable(plugin.call, plugin.fail, hook, given)  # noqa: PLW2901 -- what is left of them
        kept.update({name: one.record for name, one in given.items()})
    for name, place in plugin.call("load", unmarked, module, {kind[0] for kind in kinds}):
        plugin.fail("load", f"`{name}` is not marked with `@hookimpl`, so it is not called{place}")


def _known(plugin: Plugin, what: str, record: Any) -> Any:
    """Return a record whose function knows whose it is; a rule is called by way of its plugin."""
    if not isinstance(record, Renderer | ViewMaker | Importer | Annotator | Filler):
        return record
    functions = {"function": Provided(plugin, what, record.function)}
    if isinstance(record, Importer) and record.recognises is not None:
        functions["recognises"] = Provided(plugin, what, record.recognises)
    return attrs.evolve(cast("Any", record), **functions)


def _why_not(record: Any, name: str, known: Mapping[str, Any]) -> str:
    """Say why a record of a plugin cannot be used; empty if it can."""
    endings: tuple[Any, ...] = ()
    if isinstance(record, Renderer):
        endings = (record.suffix,)
    elif isinstance(record, Importer | Annotator | Filler):
        endings = tuple(record.suffixes)
    for ending in endings:
        if not (isinstance(ending, str) and ENDING.fullmatch(ending)):
            return f"is left out: `{ending}` is no ending of a file name, such as `.txt`"
    return "is given twice; the first one counts" if name in known else ""
