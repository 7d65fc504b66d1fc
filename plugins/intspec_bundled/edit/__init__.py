"""`intspec edit`: describe a study in a browser, on one's own machine, question by question."""

import click

from intspec import CommandContext, pass_command_context

EPILOG = """\b
Examples:
  intspec edit trial.intspec.yaml
  intspec edit trial.intspec.yaml --no-browser"""
INSTALL = "starlette and uvicorn, which serve the pages; `pip install 'intspec[edit]'` brings them"


@click.command(epilog=EPILOG)
@click.argument("path", default="study.intspec.yaml", metavar="[FILE]")
@click.option("--no-browser", is_flag=True, help="Print the address, and open no browser.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    metavar="N",
    help="The port to serve at; any free one when absent.",
)
@pass_command_context(vocabularies=True)
def command(context: CommandContext, path: str, port: int, *, no_browser: bool) -> None:
    """Describe a study in the browser: a question a page, with the verdict beside it.

    FILE is edited in place, and made where it is not there yet. Only this machine reaches the
    pages. Each answer is saved at once; comments and all that is not answered anew stay as they
    are. Ctrl-C ends it, and so does closing the last page.
    """
    try:
        from intspec_bundled.edit.server import serve  # noqa: PLC0415 -- the extra
    except ImportError:
        context.fail(f"`intspec edit` needs {INSTALL}", 3)
    serve(context, path, port=port, browser=not no_browser)
