"""The plugins of a run: held to their namespaces, and what they provide."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

import attrs

from intspec.checklists import Checklist, ChecklistError, load
from intspec.diagnostics import PluginReport
from intspec.discovery import EntryPoint, installed
from intspec.plugins.guard import Fault
from intspec.plugins.hooks import (
    Annotator,
    ChecklistResource,
    Filler,
    Importer,
    Renderer,
    VocabularyResource,
)
from intspec.plugins.plugin import CORE, LOCAL, LocalFile, Plugin, Provided, load_plugin
from intspec.process import Called
from intspec.rules import Rule
from intspec.schema.structure import structure
from intspec.text.names import did_you_mean, nearest

# Few documents name a term: what reads vocabularies is imported where one is read.
if TYPE_CHECKING:
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


#: What to do where two plugins claim one thing.
OR_WITHOUT = "go on without one of them: `--without NAME`"


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
        self._vocabularies: dict[str, Vocabulary | None] = {}
        self._given: set[str] = set()
        points = installed() if entry_points is None else list(entry_points)
        self.plugins = [load_plugin(point, without.get(point.name, "")) for point in points]
        for file in local:
            from intspec.plugins.local import load_local  # noqa: PLC0415 -- few projects have any

            self.plugins.append(load_local(file, without.get(file.name, "")))
        self._separate()
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

    def _separate(self) -> None:
        """Give each namespace and format one owner; where two claim one, neither has it."""
        self._settle("the name", lambda p: {p.name: p}, lambda p, _name: p.strip())
        self._settle("the namespace", lambda p: p.checklists, lambda p, _id: p.strip())
        self._settle("the format", lambda p: p.renderers, lambda p, f: p.renderers.pop(f))
        self._settle("the reading of", lambda p: p.importers, lambda p, f: p.importers.pop(f))
        self._settle(
            "the reading of files that end in",
            lambda p: dict.fromkeys(_endings(p), p),
            _lose_ending,
            "say by `recognises` which of them are meant",
        )
        self._settle("annotating", lambda p: p.annotators, lambda p, f: p.annotators.pop(f))
        self._settle("filling", lambda p: p.fillers, lambda p, f: p.fillers.pop(f))
        self._settle("the vocabulary", lambda p: p.vocabularies, lambda p, v: p.vocabularies.pop(v))
        names = {p.name: p for p in self.plugins}
        for plugin in self.plugins:
            for claimed in list(plugin.checklists):
                owner = names.get(claimed)
                if claimed == CORE or (owner not in (None, plugin) and owner and owner.rules):
                    plugin.fail("intspec_checklists", f"the namespace `{claimed}` is taken")
                    plugin.strip()
            for name in list(plugin.extensions):
                if name not in plugin.namespaces:
                    plugin.extensions.pop(name)
                    claims = " or ".join(f"`{n}`" for n in sorted(plugin.namespaces))
                    plugin.fail("intspec_extensions", f"the fields `{name}`: name them {claims}")
            for rule_id, rule in list(plugin.rules.items()):
                if not self._may_name(plugin, rule) or rule.namespace == CORE:
                    plugin.rules.pop(rule_id)
                    claims = " or ".join(f"`{n}/…`" for n in sorted(plugin.namespaces))
                    plugin.fail(
                        "intspec_rules",
                        f"the rule `{rule_id}` is outside its namespace: name it {claims}",
                    )

    def _may_name(self, plugin: Plugin, rule: Rule) -> bool:
        """Tell whether a plugin may name a rule as it does.

        A rule may have the name of a checklist that is data alone, if both come with intspec.
        """
        owner = self.owner(rule.namespace) if plugin.bundled else None
        return rule.namespace in plugin.namespaces or (owner is not None and owner.bundled)

    def _settle(
        self,
        what: str,
        claims: Callable[[Plugin], dict[str, Any]],
        lose: Callable[[Plugin, str], Any],
        remedy: str = "",
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
                words = f"{what} `{name}` is claimed by {others} too: not loaded"
                plugin.fail("load", f"{words}; {remedy or OR_WITHOUT}")
                lose(plugin, name)

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
    def renderers(self) -> dict[str, Renderer]:
        """Every renderer by format."""
        return {f: r for p in self.plugins for f, r in sorted(p.renderers.items())}

    @property
    def importers(self) -> dict[str, Importer]:
        """Every importer by format."""
        return {f: i for p in self.plugins for f, i in sorted(p.importers.items())}

    @property
    def annotators(self) -> dict[str, Annotator]:
        """Every annotator by format."""
        return {f: a for p in self.plugins for f, a in sorted(p.annotators.items())}

    @property
    def fillers(self) -> dict[str, Filler]:
        """Every filler by format."""
        return {f: one for p in self.plugins for f, one in sorted(p.fillers.items())}

    @property
    def extensions(self) -> dict[str, type]:
        """The records of plugins' fields, by their key under `extensions`."""
        return {n: record for p in self.plugins for n, record in p.extensions.items()}

    def make_fields(self, name: str, data: Mapping[str, Any], record: type) -> Any:
        """Make the record of a plugin's fields, inside the guard; None where the plugin fails.

        Args:
            name: Their key under `extensions`.
            data: Data that fits the record.
            record: The record.
        """
        plugin = next(p for p in self.plugins if name in p.extensions)
        try:
            return plugin.call("intspec_extensions", structure, data, record, gives=(record,))
        except Fault as fault:
            plugin.fail("intspec_extensions", f"the fields `{name}` cannot be made: {fault}")
            return None

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
        names = ", ".join(f"`{plugin.name}` (by {plugin.off})" for plugin in off)
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
        except (ChecklistError, Fault) as error:
            plugin.fail("intspec_checklists", _reason(plugin, error))
            return None
        finally:
            self._loading.pop()
        return self._loaded[name]

    def _read(self, plugin: Plugin, resource: ChecklistResource) -> Checklist:
        where = f"{resource.package}:{resource.file}".lstrip(":")
        content = plugin.call("intspec_checklists", resource.read, gives=(bytes,))
        loaded = load(content, where, self._base, self.extensions)
        if loaded.id != resource.id:
            message = f"{where}: its id is `{loaded.id}`, but the plugin calls it `{resource.id}`"
            raise ChecklistError(message)
        for _item, part in loaded.all_parts():
            cited = part.part.rule
            if cited and cited not in self.builtin and not self._has_rule(cited):
                guess = did_you_mean(cited, [*plugin.rules, *self.builtin])
                message = f"{where}: part `{part.part.id}` cites no known rule `{cited}`; {guess}"
                raise ChecklistError(message)
        return loaded

    def _has_rule(self, rule_id: str) -> bool:
        return any(rule_id in plugin.rules for plugin in self.plugins)

    def _base(self, name: str) -> Checklist:
        if name in self._loading:
            message = f"`{name}` builds on itself"
            raise ChecklistError(message)
        try:
            base = self.checklist(name)
        except UnknownNameError as error:
            raise ChecklistError(f"a checklist that it builds on is missing: {error}") from None  # noqa: EM102, TRY003
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


def _reason(plugin: Plugin, error: Exception) -> str:
    """Say why a checklist of a plugin cannot be used."""
    if not plugin.outside:
        return str(error)
    from intspec.plugins.local import NO_CHECKLIST  # noqa: PLC0415 -- few projects have any

    return f"{plugin.distribution}: {NO_CHECKLIST}"


def _read_vocabulary(plugin: Plugin, resource: VocabularyResource) -> "Vocabulary":
    from intspec.vocabularies import VocabularyError, load_vocabulary  # noqa: PLC0415 -- see the top

    where = f"{resource.package}:{resource.file}"
    content = plugin.call("intspec_vocabularies", resource.read, gives=(bytes,))
    loaded = load_vocabulary(content, where)
    if loaded.id != resource.id:
        message = f"{where}: its id is `{loaded.id}`, but the plugin calls it `{resource.id}`"
        raise VocabularyError(message)
    return loaded


def _endings(plugin: Plugin) -> dict[str, str]:
    """Return the endings by which alone importers of a plugin are chosen, with their formats."""
    return {
        ending.lower(): name
        for name, importer in plugin.importers.items()
        if importer.recognises is None
        for ending in importer.suffixes
    }


def _lose_ending(plugin: Plugin, ending: str) -> None:
    """Take an ending away from an importer, and the importer with its last one."""
    name = _endings(plugin)[ending]
    importer: Any = plugin.importers.pop(name)
    left = tuple(one for one in importer.suffixes if one.lower() != ending)
    if left:
        plugin.importers[name] = attrs.evolve(importer, suffixes=left)
