"""`intspec completion`: completion for shells."""

import click
from click.shell_completion import ShellComplete, get_completion_class

SHELLS = ("bash", "fish", "zsh")
EPILOG = """\b
Examples:
  eval "$(intspec completion bash)"          # in ~/.bashrc
  intspec completion fish > ~/.config/fish/completions/intspec.fish"""


@click.command(epilog=EPILOG)
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def command(context: click.Context, shell: str) -> None:
    """Print the completion script of a shell: load it in the shell's start-up file."""
    completion_class = get_completion_class(shell)
    if completion_class is None:
        message = f"no completion for {shell}"
        raise click.ClickException(message)
    root = context.find_root().command
    completion = completion_class(root, {}, "intspec", "_INTSPEC_COMPLETE")
    # The script alone: for bash, the class would start one first, to look at its version.
    click.echo(ShellComplete.source(completion))
