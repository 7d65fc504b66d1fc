"""Options in groups, which stand apart in the help of a command."""

from typing import Any

import click

#: What intspec.toml gives as well.
IN_SETTINGS = "Options that intspec.toml can give too"
#: Which settings are in force.
ON_SETTINGS = "Options on settings"


class GroupedOption(click.Option):
    """An option of a group.

    Args:
        group: The heading of its group.
        words: What click's own options take.
    """

    def __init__(self, *names: Any, group: str, **words: Any) -> None:
        super().__init__(*names, **words)
        self.group = group


class GroupedCommand(click.Command):
    """A command whose help lists each group of its options under a heading of its own."""

    def format_options(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """List the command's own options, then each group."""
        groups: dict[str, list[tuple[str, str]]] = {"Options": [], IN_SETTINGS: [], ON_SETTINGS: []}
        for option in self.get_params(context):
            record = option.get_help_record(context) if isinstance(option, click.Option) else None
            if record is not None:
                groups[getattr(option, "group", "Options")].append(record)
        for heading, records in groups.items():
            if records:
                with formatter.section(heading):
                    formatter.write_dl(records)
