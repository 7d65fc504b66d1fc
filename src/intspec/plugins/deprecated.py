"""What a plugin says in an old way works for one minor release more, and its author is told."""

import warnings

from intspec.plugins.lines import defined_at
from intspec.plugins.plugin import Plugin

#: What was told in this process: the plugin, and what is to go.
_told: set[tuple[str, str]] = set()


def deprecated(plugin: Plugin, old: str, instead: str, at: object) -> None:
    """Tell a plugin's author what is to go, once in a process for each plugin.

    It is a `DeprecationWarning`, which pytest and `python -W default` show, and users do not see.

    Args:
        plugin: The plugin; the warning names it.
        old: What is to go, as the author wrote it.
        instead: What to do in its place, as a sentence's end that begins with a verb.
        at: The function or class that says it; the warning names its line.
    """
    if (plugin.name, old) in _told:
        return
    _told.add((plugin.name, old))
    owner = plugin.called("load").owner
    words = f"{owner}: {old} goes with the next minor release; {instead}{defined_at(at)}"
    warnings.warn(words, DeprecationWarning, stacklevel=2)
