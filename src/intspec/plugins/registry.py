"""The plugins of a run: held to their namespaces, and what they provide."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

import attrs

from intspec.checklists import Checklist, ChecklistError, load
from intspec.diagnostics import PluginReport
from intspec.discovery import EntryPoint, installed
from intspec.plugins.gathering import load_plugin
from intspec.plugins.guard import Fault
from intspec.plugins.hooks import (
    Annotator,
    ChecklistResource,
    Filler,
    Importer,
    Renderer,
    ViewMaker,
    VocabularyResource,
)
from intspec.plugins.plugin import LOCAL, LocalFile, Plugin, Provided
from intspec.plugins.rivals import separate
from intspec.process import Called
from intspec.reading.built import built_data
from intspec.rules import Rule
from intspec.schema.extension import Extension
from intspec.text.names import did_you_mean, nearest

# Few documents name a term: what reads vocabularies is imported where one is read.
if TYPE_CHECKING:
    from intspec.checklists import Cues
    from intspec.vocabularies import Vocabulary


Held = TypeVar("Held")


class Shelf(Mapping[str, Held | None], Generic[Held]):
    """Vocabularies or checklists by id; None for one whose file cannot be used.

    Args:
        ids: The ids of all that there are.
        read: Reads one, or returns the one that was read.
    """

    def __init__(self, ids: Sequence[str], read: Callable[[str], Held | None]) -> None:
        self._ids = ids
        self._read = read

    def __getitem__(self, name: str) -> Held | None:
        if name not in self._ids:
            raise KeyError(name)
        return self._read(name)

    def __contains__(self, name: object) -> bool:
        return name in self._ids

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)


class UnknownNameError(KeyError):
    """A checklist, rule or format that no plugin provides; the message names those there are."""

    def __str__(self) -> str:
        return str(self.args[0])


class SwitchedOffError(ChecklistError):
    """A checklist needs what a plugin provides that is switched off: no fault of its own plugin."""


class Registry:
    """What the plugins of a run provide.

    Args:
        entry_points: The plugins to load; the installed ones when absent.
        builtin: The rules that come with intspec.
        local: Files of a team's own, which a project's settings name.
        without: Plugins that are switched off, by name, each with what switches it off.
    """

    def __init__(
        self,
        builtin: Iterable[Rule] = (),
        entry_points: Iterable[EntryPoint] | None = None,
        local: Iterable[LocalFile] = (),
        without: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.builtin = {rule.id: rule for rule in builtin}
        self._loaded: dict[str, Checklist] = {}
        self._loading: list[str] = []
        self._cues: dict[str, Mapping[str, Cues]] = {}
        self._needs_what_is_off: dict[str, str] = {}
        self._vocabularies: dict[str, Vocabulary | None] = {}
        self._given: set[str] = set()
        #: What users set of plugins, by the class of the options.
        self.settings: dict[type, Any] = {}
        points = installed() if entry_points is None else list(entry_points)
        self.plugins = [load_plugin(point, without.get(point.name, "")) for point in points]
        self.plugins = _with_commands(self.plugins)
        for file in local:
            from intspec.plugins.local import load_local  # noqa: PLC0415 -- few projects have any

            self.plugins.append(load_local(file, without.get(file.name, "")))
        separate(self.plugins, self.owner)
        self._hand_over()

    def _hand_over(self) -> None:
        """Give the checklists of the run to the importers that ask for them."""
        for plugin in self.plugins:
            for name, importer in plugin.importers.items():
                if importer.checklists and isinstance(importer.function, Provided):
                    function = importer.function.given(
                        lambda: Shelf(self.checklist_ids, self.checklist)
                    )
                    plugin.importers[name] = attrs.evolve(cast("Any", importer), function=function)

    @property
    def rules(self) -> dict[str, Rule]:
        """Every rule in Python by id, the builtin ones first."""
        rules = dict(self.builtin)
        for plugin in self.plugins:
            rules.update(plugin.rules)
        return rules

    @property
    def rule_owners(self) -> dict[str, Plugin]:
        """The plugin of every rule in Python that is not builtin, by the rule's id."""
        return {
            rule_id: plugin
            for plugin in self.plugins
            for rule_id in plugin.rules
            if rule_id not in self.builtin
        }

    @property
    def _ours_first(self) -> list[Plugin]:
        """The plugins: of two formats with one ending, that which comes with intspec has it."""
        return sorted(self.plugins, key=lambda plugin: not plugin.bundled)

    @property
    def renderers(self) -> dict[str, Renderer]:
        """Every renderer by format."""
        return {f: r for p in self._ours_first for f, r in sorted(p.renderers.items())}

    @property
    def views(self) -> dict[str, ViewMaker]:
        """What makes views of plugins, by the view's name."""
        return {v: maker for p in self._ours_first for v, maker in sorted(p.views.items())}

    @property
    def importers(self) -> dict[str, Importer]:
        """Every importer by format."""
        return {f: i for p in self._ours_first for f, i in sorted(p.importers.items())}

    @property
    def annotators(self) -> dict[str, Annotator]:
        """Every annotator by format."""
        return {f: a for p in self._ours_first for f, a in sorted(p.annotators.items())}

    @property
    def fillers(self) -> dict[str, Filler]:
        """Every filler by format."""
        return {f: one for p in self._ours_first for f, one in sorted(p.fillers.items())}

    @property
    def extensions(self) -> dict[str, Extension]:
        """The fields of plugins, by their key under `extensions`."""
        return {n: fields for p in self.plugins for n, fields in p.extensions.items()}

    @property
    def options(self) -> dict[str, type]:
        """The classes of what users may set of plugins, by the plugin's name."""
        return {n: record for p in self.plugins for n, record in p.options.items()}

    def make_fields(self, name: str, data: Mapping[str, Any], record: type) -> Any:
        """Make the record of a plugin's fields, inside the guard; None where the plugin fails.

        Args:
            name: Their key under `extensions`.
            data: Data that fits the record.
            record: The record.
        """
        plugin = next(p for p in self.plugins if name in p.extensions)
        return plugin.made("intspec_extensions", f"the fields `{name}`", data, record)

    def set_options(self, name: str, data: Mapping[str, Any]) -> None:
        """Keep what users set of a plugin, made a record inside the guard.

        Args:
            name: The plugin's name.
            data: Data that fits the class of its options.
        """
        plugin = next(p for p in self.plugins if name in p.options)
        record = plugin.options[name]
        made = plugin.made("intspec_options", f"the options of `{name}`", data, record)
        if made is not None:
            self.settings[record] = made

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

    def lost(self, name: str) -> str:
        """Say why what a document claims cannot be judged: its plugin failed to load.

        Args:
            name: What the document claims.

        Returns:
            The reason, or nothing if no such plugin failed or is off. Where a local plugin is not
            loaded, or a plugin is off, a name that nothing known is near to may be the name of a
            checklist of that plugin's.
        """
        for plugin in self.plugins:
            failed = plugin.name == name and plugin.lost
            if failed or (name in plugin.checklists and self.checklist(name) is None):
                if reason := self._needs_what_is_off.get(name):
                    return f"`{name}` needs what is switched off: {reason}"
                return f"the plugin `{name}` ({plugin.distribution}) failed to load"
        shut = [p for p in self.plugins if p.lost and p.version == LOCAL]
        if shut and name not in self.claimable and nearest(name, self.claimable) is None:
            return f"`{name}` may belong to a local plugin that is not loaded"
        return self._why_off(name)

    def _why_off(self, name: str) -> str:
        """Say that what is named belongs, or may belong, to a plugin that is switched off."""
        off = [plugin for plugin in self.plugins if plugin.off]
        for plugin in off:
            if plugin.name == name:
                return f"the plugin `{name}` is switched off by {plugin.off}"
        if not off or name in self.claimable:
            return ""
        names = _named(off)
        meant = nearest(name, self.claimable)
        misspelt = f"; or is it misspelt, and `{meant}` is meant?" if meant else ""
        return f"`{name}` may belong to a plugin that is switched off: {names}{misspelt}"

    def owner(self, namespace: str) -> Plugin | None:
        """Return the plugin that a namespace belongs to, or None for intspec's own and unknown."""
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
            raise UnknownNameError(self._why_off(name) or message)
        self._loading.append(name)
        try:
            self._loaded[name] = self._read(plugin, plugin.checklists[name])
        except SwitchedOffError as error:
            self._needs_what_is_off[name] = str(error)
            return None
        except (ChecklistError, Fault) as error:
            from intspec.plugins.local import reason  # noqa: PLC0415 -- only where one fails

            plugin.fail("intspec_checklists", reason(plugin, error))
            return None
        finally:
            self._loading.pop()
        return self._loaded[name]

    def _read(self, plugin: Plugin, resource: ChecklistResource) -> Checklist:
        where = f"{resource.package}:{resource.file}".lstrip(":")
        content = plugin.call("intspec_checklists", resource.read, gives=(bytes,))
        beside = partial(resource.beside, f"{resource.file}.json")
        built = built_data(content, beside) if plugin.bundled else None
        loaded = load(content, where, self._base, self.extensions, self.cues, built=built)
        if loaded.id != resource.id:
            message = f"{where}: its id is `{loaded.id}`, but the plugin calls it `{resource.id}`"
            raise ChecklistError(message)
        for _item, part in loaded.all_parts():
            cited = part.part.rule
            if cited and cited not in self.builtin and not self._has_rule(cited):
                if off := self._may_have(cited, plugin):
                    message = f"the rule `{cited}` may belong to a plugin that is: {_named(off)}"
                    raise SwitchedOffError(message)
                guess = did_you_mean(cited, [*plugin.rules, *self.builtin])
                message = f"{where}: part `{part.part.id}` cites no known rule `{cited}`; {guess}"
                raise ChecklistError(message)
        return loaded

    def cues(self, name: str) -> Mapping[str, "Cues"]:
        """Return what leads to a checklist's items in a manuscript, by the item's id, read once.

        There is none where the checklist cannot be used: that is a failure of its plugin.

        Raises:
            UnknownNameError: No plugin provides the checklist.
        """
        if name not in self._cues:
            from intspec.plugins.cues import cues_of  # noqa: PLC0415 -- a check asks for none

            checklist = self.checklist(name)
            if checklist is None:
                return {}
            base = checklist.file.extends
            plugin = next(p for p in self.plugins if name in p.checklists)
            self._cues[name] = cues_of(plugin, checklist, self.cues(base) if base else {})
        return self._cues[name]

    def _has_rule(self, rule_id: str) -> bool:
        return any(rule_id in plugin.rules for plugin in self.plugins)

    def _may_have(self, rule_id: str, plugin: Plugin) -> list[Plugin]:
        """Return the plugins that are switched off and may have a rule that a checklist cites."""
        namespace = rule_id.partition("/")[0]
        known = self.owner(namespace) is not None
        return [
            one
            for one in self.plugins
            if one.off and (one.name == namespace or (one.bundled and plugin.bundled) or not known)
        ]

    def _base(self, name: str) -> Checklist:
        if name in self._loading:
            message = f"`{name}` builds on itself"
            raise ChecklistError(message)
        try:
            base = self.checklist(name)
        except UnknownNameError as error:
            if off := [plugin for plugin in self.plugins if plugin.off]:
                certain = [plugin for plugin in off if plugin.name == name]
                belongs = "belongs" if certain else "may belong"
                message = f"`{name}`, which it builds on, {belongs} to {_named(certain or off)}"
                raise SwitchedOffError(message) from None
            raise ChecklistError(f"a checklist that it builds on is missing: {error}") from None  # noqa: EM102, TRY003
        if base is None and (reason := self._needs_what_is_off.get(name)):
            raise SwitchedOffError(reason)
        if base is None:
            message = f"`{name}`, which it builds on, failed to load"
            raise ChecklistError(message)
        return base

    @property
    def vocabulary_ids(self) -> list[str]:
        """The ids of all vocabularies, sorted."""
        return sorted({*self._vocabularies, *(v for p in self.plugins for v in p.vocabularies)})

    @property
    def shelf(self) -> "Shelf[Vocabulary]":
        """The vocabularies by id, each read when it is first asked for."""
        return Shelf(self.vocabulary_ids, self.vocabulary)

    def vocabulary(self, name: str) -> "Vocabulary | None":
        """Return a vocabulary, or None if its file cannot be used: a failure of its plugin.

        Raises:
            UnknownNameError: No plugin provides it, and the user gave none of this id.
        """
        if name in self._vocabularies:
            return self._vocabularies[name]
        plugin = next((p for p in self.plugins if name in p.vocabularies), None)
        if plugin is None:
            guess = did_you_mean(name, self.vocabulary_ids, otherwise="none is installed")
            message = f"the vocabulary `{name}` is not installed; {guess}"
            raise UnknownNameError(message)
        from intspec.vocabularies import VocabularyError  # noqa: PLC0415 -- see the top

        loaded: Vocabulary | None
        try:
            loaded = _read_vocabulary(plugin, plugin.vocabularies[name])
        except (VocabularyError, Fault) as error:
            plugin.fail("intspec_vocabularies", str(error))
            loaded = None
        self._vocabularies[name] = loaded
        return loaded

    def add_vocabulary(self, given: "Vocabulary") -> None:
        """Use a vocabulary that the user gives, in place of an installed one without terms.

        Of two of one id that the user gives, the later counts.

        Raises:
            VocabularyError: An installed vocabulary of this id has terms of its own.
        """
        from intspec.vocabularies import Vocabulary, VocabularyError  # noqa: PLC0415 -- see the top

        installed_one = self.vocabulary(given.id) if given.id in self.vocabulary_ids else None
        if installed_one is not None:
            if installed_one.file.terms and given.id not in self._given:
                message = f"the vocabulary `{given.id}` comes with terms of its own"
                raise VocabularyError(message)
            rules = installed_one.file
            given = Vocabulary(
                attrs.evolve(
                    cast("Any", given.file),
                    branches=given.file.branches or rules.branches,
                    digits=given.file.digits or rules.digits,
                    prefix=given.file.prefix or rules.prefix,
                )
            )
        self._vocabularies[given.id] = given
        self._given.add(given.id)

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

    def given_up(self) -> list[Called]:
        """Return what did not end in time, and is not called again."""
        return [plugin.called(hook) for plugin in self.plugins for hook in sorted(plugin.given_up)]

    def give_up(self, called: Iterable[Called]) -> None:
        """Have what did not end in time elsewhere not be called here."""
        for of in called:
            for plugin in self._of(of):
                plugin.given_up.add(of.hook)

    def fail(self, of: Called, reason: str, file: str) -> None:
        """Record that something of a plugin did not work in another process."""
        for plugin in self._of(of):
            plugin.fail(of.hook, reason, file)

    def _of(self, called: Called) -> list[Plugin]:
        names = (called.plugin, called.distribution)
        return [plugin for plugin in self.plugins if (plugin.name, plugin.distribution) == names]

    def reports(self) -> tuple[PluginReport, ...]:
        """Return what a report says of each plugin, by name."""
        return tuple(plugin.report() for plugin in self.plugins)

    @property
    def failed(self) -> bool:
        """Whether anything of any plugin did not work."""
        return any(plugin.failures for plugin in self.plugins)


def _with_commands(plugins: Iterable[Plugin]) -> list[Plugin]:
    """Put a command into the plugin of its name, where both are of one distribution."""
    kept: dict[tuple[str, ...], Plugin] = {}
    for number, plugin in enumerate(plugins):
        same = (plugin.name, plugin.distribution)
        if plugin.commands and same in kept:
            kept[same].commands.update(plugin.commands)
        else:
            # What else has one name is told as that.
            kept[(*same, str(number)) if same in kept else same] = plugin
    return list(kept.values())


def _named(off: Iterable[Plugin]) -> str:
    """Name plugins that are switched off, each with its switch."""
    return ", ".join(f"`{plugin.name}` (by {plugin.off})" for plugin in off)


def _read_vocabulary(plugin: Plugin, resource: VocabularyResource) -> "Vocabulary":
    from intspec.vocabularies import VocabularyError, load_vocabulary  # noqa: PLC0415 -- see the top

    where = f"{resource.package}:{resource.file}"
    content = plugin.call("intspec_vocabularies", resource.read, gives=(bytes,))
    loaded = load_vocabulary(content, where)
    if loaded.id != resource.id:
        message = f"{where}: its id is `{loaded.id}`, but the plugin calls it `{resource.id}`"
        raise VocabularyError(message)
    return loaded
