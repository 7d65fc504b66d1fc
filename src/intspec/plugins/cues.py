"""Cues of checklists: from the checklist's file, or from one beside it, read when asked for."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from intspec.checklists import ChecklistError, load_cues
from intspec.plugins.guard import Fault
from intspec.plugins.local import reason

if TYPE_CHECKING:
    from intspec.checklists import Checklist, ChecklistFile, Cues
    from intspec.plugins.plugin import Plugin


def cues_of(
    plugin: "Plugin", checklist: "Checklist", inherited: Mapping[str, "Cues"]
) -> Mapping[str, "Cues"]:
    """Return what leads to a checklist's items in a manuscript, by the item's id.

    Args:
        plugin: The plugin that provides it: a file of it that cannot be used is its failure.
        checklist: The checklist.
        inherited: The cues of the checklist that it lies over.

    Returns:
        The cues that it gives, in its file or beside it, and those of items that it leaves as they
        are.
    """
    cues = {item.id: inherited[item.id] for item in checklist.items if item.id in inherited}
    for item in checklist.file.items:
        cues.pop(item.id, None)
        if item.cues is not None:
            cues[item.id] = item.cues
    return {**cues, **_beside(plugin, checklist.file)}


def _beside(plugin: "Plugin", file: "ChecklistFile") -> Mapping[str, "Cues"]:
    """Return the cues of the file beside a checklist, if it names one."""
    if file.cues_file is None:
        return {}
    hook = "intspec_checklists"
    try:
        read = plugin.checklists[file.id].beside
        content = plugin.call(hook, read, file.cues_file, gives=(bytes,))
        return load_cues(content, file.cues_file, file)
    except (ChecklistError, Fault) as error:
        plugin.fail(hook, reason(plugin, error))
        return {}
