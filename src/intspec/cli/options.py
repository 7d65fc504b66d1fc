"""Options in groups, which stand apart in the help of a command."""

from pathlib import Path
from typing import Any

import click

#: What intspec.toml gives as well.
IN_SETTINGS = "Options that intspec.toml can give too"
#: Which settings are in force.
ON_SETTINGS = "Options on settings"


#: Options that stand for the same in several commands, under another name in each.
ALIKE = (("--to", "--format"),)


def of_other_commands(error: click.NoSuchOption) -> click.UsageError:
    """Name the option of a command that has another name in the command it was learned from.

    Args:
        error: The option is not there.

    Returns:
        What is told instead; the error itself where the command has no such option.
    """
    command = error.ctx.command if error.ctx is not None else None
    own = [name for option in command.params for name in option.opts] if command else []
    for names in ALIKE:
        if error.option_name in names:
            for name in names:
                if name in own:
                    said = f"No such option '{error.option_name}'. Did you mean '{name}'?"
                    return click.UsageError(said, error.ctx)
    return error


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

    allow_extra_args = True

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        """Read the command's words; of one too many say what it was most likely meant for."""
        rest = super().parse_args(context, args)
        if rest and not context.resilient_parsing:
            message = f"`{context.command_path}` takes no `{rest[0]}` after what it was given"
            path = Path(rest[0])
            # A file that is there is one to read: it must not be written over.
            is_new = path.suffix and " " not in rest[0] and not path.exists()
            if is_new and any("--output" in option.opts for option in self.params):
                message += f"; a file to write is named by an option: `-o {rest[0]}`"
            raise click.UsageError(message, context)
        return rest

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
