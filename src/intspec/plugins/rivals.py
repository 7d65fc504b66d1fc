"""What two plugins claim: neither has it, unless one of them comes with intspec."""

from collections.abc import Callable, Sequence
from typing import Any

import attrs

from intspec.plugins.lines import defined_at
from intspec.plugins.plugin import CORE, LOCAL, Plugin
from intspec.rules import Rule

#: What to do where two plugins claim one thing.
OR_WITHOUT = "go on without one of them: `--without NAME`"
#: The same where both have one name, by which they cannot be told apart.
UNINSTALL = "uninstall one of them"


def separate(plugins: Sequence[Plugin], owner: Callable[[str], Plugin | None]) -> None:
    """Give each namespace and format one owner; where two claim one, neither has it.

    What comes with intspec stays.

    Args:
        plugins: All plugins of a run.
        owner: Returns the plugin that a namespace belongs to.
    """
    _settle(plugins, "the name", lambda p: {p.name: p}, lambda p, _name: p.strip(), _another_name)
    _settle(plugins, "the namespace", lambda p: p.checklists, lambda p, _id: p.strip())
    _settle(plugins, "the format", lambda p: p.renderers, lambda p, f: p.renderers.pop(f))
    _settle(plugins, "the view", lambda p: p.views, lambda p, v: p.views.pop(v))
    _settle(plugins, "the reading of", lambda p: p.importers, lambda p, f: p.importers.pop(f))
    _settle(
        plugins,
        "the reading of files that end in",
        lambda p: dict.fromkeys(_endings(p), p),
        _lose_ending,
        lambda _rivals: "say by `recognises` which of them are meant",
    )
    _settle(plugins, "annotating", lambda p: p.annotators, lambda p, f: p.annotators.pop(f))
    _settle(plugins, "filling", lambda p: p.fillers, lambda p, f: p.fillers.pop(f))
    _settle(plugins, "the vocabulary", lambda p: p.vocabularies, lambda p, v: p.vocabularies.pop(v))
    names = {p.name: p for p in plugins}
    for plugin in plugins:
        for claimed in list(plugin.checklists):
            rival = names.get(claimed)
            if claimed == CORE or (rival not in (None, plugin) and rival and rival.rules):
                holder = CORE if claimed == CORE or rival is None else _told(rival)
                words = f"the namespace `{claimed}` is taken by {holder}: give the checklist"
                plugin.fail("intspec_checklists", f"{words} another `id`")
                plugin.strip()
        for name in list(plugin.extensions):
            if name not in plugin.namespaces:
                place = defined_at(plugin.extensions.pop(name).record)
                claims = " or ".join(f"`{n}`" for n in sorted(plugin.namespaces))
                plugin.fail("intspec_extensions", f"the fields `{name}`: name them {claims}{place}")
        for rule_id, rule in list(plugin.rules.items()):
            if not _may_name(plugin, rule, owner) or rule.namespace == CORE:
                plugin.rules.pop(rule_id)
                claims = " or ".join(f"`{n}/…`" for n in sorted(plugin.namespaces))
                words = f"the rule `{rule_id}` is outside its namespace: name it {claims}"
                plugin.fail("intspec_rules", f"{words}{defined_at(rule)}")


def _may_name(plugin: Plugin, rule: Rule, owner: Callable[[str], Plugin | None]) -> bool:
    """Tell whether a plugin may name a rule as it does.

    A rule may have the name of a checklist that is data alone, if both come with intspec.
    """
    if rule.namespace in plugin.namespaces or not plugin.bundled:
        return rule.namespace in plugin.namespaces
    of = owner(rule.namespace)
    return of is not None and of.bundled


def _settle(
    plugins: Sequence[Plugin],
    what: str,
    claims: Callable[[Plugin], dict[str, Any]],
    lose: Callable[[Plugin, str], Any],
    remedy: Callable[[Sequence[Plugin]], str] = lambda _rivals: OR_WITHOUT,
) -> None:
    owners: dict[str, list[Plugin]] = {}
    for plugin in (one for one in plugins if not one.off):
        for name in claims(plugin):
            owners.setdefault(name, []).append(plugin)
    for name, rivals in owners.items():
        if len(rivals) < 2:  # noqa: PLR2004 -- two claim it
            continue
        for plugin in rivals:
            if plugin.bundled:
                continue
            others = ", ".join(_told(p) for p in rivals if p is not plugin)
            words = f"{what} `{name}` is claimed by {others} too: not loaded"
            place = defined_at(claims(plugin)[name])
            plugin.fail("load", f"{words}; {remedy(rivals)}{place}")
            lose(plugin, name)


def _told(plugin: Plugin) -> str:
    return f"{plugin.name} ({plugin.distribution} {plugin.version})"


def _another_name(rivals: Sequence[Plugin]) -> str:
    """Say how plugins of one name get two: to switch that name off is to switch off both."""
    ways = {}
    for plugin in rivals:
        if plugin.version != LOCAL:
            continue
        if plugin.distribution.lower().endswith(".toml"):
            ways[plugin.distribution] = f"change the `id` in {plugin.distribution}"
        else:
            way = f"rename {plugin.distribution}, also where the settings name it"
            ways[plugin.distribution] = way
    return f"give one another name: {' or '.join(ways.values())}" if ways else UNINSTALL


def _endings(plugin: Plugin) -> dict[str, str]:
    """Return the endings by which alone importers of a plugin are chosen, with their formats."""
    endings: dict[str, str] = {}
    for name, importer in sorted(plugin.importers.items()):
        for ending in importer.suffixes if importer.recognises is None else ():
            endings.setdefault(ending.lower(), name)
    return endings


def _lose_ending(plugin: Plugin, ending: str) -> None:
    """Take an ending away from a plugin's importers, and an importer with its last one."""
    while name := _endings(plugin).get(ending):
        importer: Any = plugin.importers.pop(name)
        left = tuple(one for one in importer.suffixes if one.lower() != ending)
        if left:
            plugin.importers[name] = attrs.evolve(importer, suffixes=left)
