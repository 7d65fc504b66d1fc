"""What a plugin's entry point provides: hooks called inside the guard, and what they give."""

import re
from collections.abc import Callable, Mapping, Sequence
from types import FunctionType, ModuleType
from typing import Any, NamedTuple, cast

import attrs
import pluggy

from intspec.discovery import CHECKLISTS, COMMANDS, EntryPoint
from intspec.plugins.guard import Fault, describe, tell, together
from intspec.plugins.hook_slips import is_pure, misspelt, unmarked, wanted_api
from intspec.plugins.hooks import (
    API,
    PROJECT,
    Annotator,
    ChecklistResource,
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
from intspec.schema.extension import Extension

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
        gather(plugin, lambda: import_value(point.value))
    except Fault as fault:
        plugin.fail("load", str(fault))
    return plugin


class _Manager(pluggy.PluginManager):
    """A manager that looks for hooks where they are, and not at all that every class has."""

    def parse_hookspec_opts(self, module_or_class: Any, name: str) -> pluggy.HookspecOpts | None:
        """Return the options of a hook's specification; None for what is none."""
        is_hook = name.startswith(f"{PROJECT}_")
        return super().parse_hookspec_opts(module_or_class, name) if is_hook else None

    def parse_hookimpl_opts(self, plugin: Any, name: str) -> pluggy.HookimplOpts | None:
        """Return what a function says of itself as a hook; None for what is no function."""
        # Pluggy looks for each name along the classes of a module, which takes long.
        if type(plugin) is ModuleType:
            one = vars(plugin).get(name)
            return getattr(one, f"{PROJECT}_impl", None) if type(one) is FunctionType else None
        return super().parse_hookimpl_opts(plugin, name)


class _Looked(NamedTuple):
    """What a plugin's module says of itself.

    Attributes:
        manager: What its hooks are registered with.
        wanted: The version of the hooks that it asks for.
        pure: Whether it says that its rules look at nothing but the document.
        slip: What is wrong with its hooks; empty if nothing is.
        unmarked: The hooks that are not marked as such, each with its place.
    """

    manager: _Manager
    wanted: str
    pure: bool = False
    slip: str = ""
    unmarked: Sequence[tuple[str, str]] = ()


def _look(imported: Callable[[], Any]) -> _Looked:
    """Import a plugin's module, and register it; it is called inside the guard."""
    module = imported()
    manager = _managers.pop() if _managers else _new_manager()
    wanted = wanted_api(module)
    if wanted != API:
        return _Looked(manager, wanted)
    pure, slip = is_pure(module), ""
    try:
        manager.register(module)
        manager.check_pending()
    except Exception as error:  # noqa: BLE001 -- whatever it is, it is the module's
        tell(error)
        slip = misspelt(manager, module) or describe(error)
    known = [name for name in vars(Hooks) if name.startswith(f"{PROJECT}_")]
    return _Looked(manager, wanted, pure, slip, unmarked(module, known))


#: A manager with which nothing is registered, for the next plugin: to make one takes long.
_managers: list[_Manager] = []


def _new_manager() -> _Manager:
    manager = _Manager(PROJECT)
    manager.add_hookspecs(Hooks)
    return manager


def gather(plugin: Plugin, imported: Callable[[], Any]) -> None:
    """Call a plugin's hooks, each inside the guard, and keep what they provide.

    Args:
        plugin: The plugin.
        imported: Imports its module.

    Raises:
        Fault: The module cannot be imported, or looked at; or the plugin did something to the
            process, and then nothing of it is kept.
    """
    try:
        together(lambda: _gather(plugin, imported), plugin.called("load"))
    except Fault:
        plugin.strip()
        raise


def _gather(plugin: Plugin, imported: Callable[[], Any]) -> None:
    with plugin.timed("load"):
        looked: _Looked = plugin.call("load", _look, imported)
    if looked.wanted != API:
        words = f"it needs version {looked.wanted} of intspec's hooks; this is version {API}"
        plugin.fail("load", words)
        return
    plugin.pure = plugin.bundled or (plugin.version != LOCAL and looked.pure)
    if looked.slip:
        plugin.fail("load", looked.slip)
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
    found = {kind[0]: getattr(looked.manager.hook, kind[0]).get_hookimpls() for kind in kinds}
    if not looked.slip:
        # Pluggy contains no fault, so no two share a manager, but for one that is empty again.
        for module in looked.manager.get_plugins():
            looked.manager.unregister(module)
        _managers.append(looked.manager)
    for hook, kind, key, target in kinds:
        for implementation in found[hook]:
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
    if (extensions or options) and not plugin.bundled:
        from intspec.plugins.fields import usable  # noqa: PLC0415 -- few have any

        extensions = usable(plugin, "intspec_extensions", extensions)
        options = usable(plugin, "intspec_options", options)
    plugin.extensions.update(extensions)
    plugin.options.update({name: one.record for name, one in options.items()})
    for name, place in looked.unmarked:
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
