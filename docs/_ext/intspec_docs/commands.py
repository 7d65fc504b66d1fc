"""The reference of the command line, from the commands themselves."""

import re
import textwrap
from collections.abc import Iterator

import click

from intspec.cli.root import cli, plugin_commands
from intspec.discovery import OWN_COMMANDS
from intspec_docs.words import definition, fence, inline

#: An option that help speaks of, outside of code.
OPTION = re.compile(r"(?<![\w`-])(--?[a-z][a-z-]*)(?![\w`-])")


def command_pages() -> Iterator[tuple[str, str]]:
    """Return a page for each command, and their list."""
    root = click.Context(cli, info_name="intspec", color=False, terminal_width=96)
    added = plugin_commands()
    rows = []
    names = [*OWN_COMMANDS, *sorted(added)]
    for name in names:
        command = cli.get_command(root, name)
        if command is None:
            message = f"the command `{name}` cannot be loaded"
            raise RuntimeError(message)
        summary = OWN_COMMANDS.get(name) or command.get_short_help_str(200)
        rows.append(definition(f"[`intspec {name}`]({name}.md)", inline(summary)))
        yield name, "\n".join(_command(command, name, root, 1))
    toc = ["```{toctree}", ":hidden:", *names, "```", ""]
    yield "index", "\n".join([INDEX, *rows, *toc])


def _command(command: click.Command, name: str, parent: click.Context, level: int) -> Iterator[str]:
    context = click.Context(command, info_name=name, parent=parent, color=False, terminal_width=96)
    path = context.command_path
    yield from (f"({path.replace(' ', '-')})=", f"{'#' * level} {path}", "")
    usage = command.get_usage(context).removeprefix("Usage: ")
    yield from (fence(" ".join(usage.split()), "text"), "")
    yield from _blocks(command.help or "")
    params = [p for p in command.get_params(context) if isinstance(p, click.Option)]
    records = [p.get_help_record(context) for p in params if "--help" not in p.opts]
    options = [record for record in records if record is not None]
    if options:
        yield from ("**Options**", "")
        for names, text in options:
            words = OPTION.sub(r"`\1`", " ".join(text.split()))
            yield definition(f"`{names}`", inline(words))
    if isinstance(command, click.Group):
        for sub in command.list_commands(context):
            found = command.get_command(context, sub)
            if found is not None and not found.hidden:
                yield from _command(found, sub, context, level + 1)
    yield from _blocks(command.epilog or "")


def _blocks(text: str) -> Iterator[str]:
    """Return help as click understands it: paragraphs, and blocks that keep their lines."""
    for block in re.split(r"\n\s*\n", textwrap.dedent(text).strip()):
        if not block.strip():
            continue
        if not block.lstrip().startswith("\b"):
            yield from (inline(" ".join(block.split())), "")
            continue
        lines = block.replace("\b", "").strip("\n").splitlines()
        head, rest = lines[0].strip(), lines[1:]
        if head.endswith(":") and rest:
            yield from (f"**{inline(head.removesuffix(':'))}**", "")
            lines = rest
        body = textwrap.dedent("\n".join(lines))
        commands = all(line.startswith(("intspec ", "cat ", "eval ")) for line in body.splitlines())
        yield from (fence(body, "sh" if commands else "text"), "")


INDEX = """\
# The command line

Every command, made from what `--help` says. `intspec COMMAND --help` shows it in the terminal.

On standard output there is only what was asked for; remarks and progress are on standard error. `-`
stands for standard input where a document is expected. `NO_COLOR` and `FORCE_COLOR` are heeded.

| exit code | when |
|---|---|
| 0 | done, and nothing found at or above `--fail-on` (default: `error`) |
| 1 | findings, or what was compared differs |
| 2 | a file could not be read, or wrong usage |
| 3 | a plugin or the output failed: the run is incomplete |
| 70 | a fault in intspec itself: please report it |

"""
