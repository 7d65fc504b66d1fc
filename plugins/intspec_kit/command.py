"""`intspec plugin`: write a new plugin, test one against the contract, list those installed."""

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import click

from intspec import CommandContext, pass_command_context
from intspec.cli import plugins
from intspec.cli.common import refuse_dash
from intspec.text.terminal import unbroken, visible
from intspec_kit import cases_command
from intspec_kit.kinds import KINDS
from intspec_kit.origin import origin, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from intspec_kit.contract import Examination
    from intspec_kit.scaffold import Package

EPILOG = """\b
Examples:
  intspec plugin new handover --kind checklist
  intspec plugin check ./intspec-handover
  intspec plugin list"""

KIND_LINES = "\n".join(f"  {kind:16} {what}" for kind, what in KINDS.items())
NEW_EPILOG = f"""\b
Kinds:
{KIND_LINES}

\b
Examples:
  intspec plugin new handover --kind checklist
  intspec plugin new handover --kind checklist --kind rules --author "Ada Example"
  intspec plugin new sleep --kind domain --directory ../intspec-sleep"""

CHECK_EPILOG = """\b
Examples:
  intspec plugin check .
  intspec plugin check tidier --cases tests/cases/tidier
  intspec plugin check ./intspec-handover --format json

Exit codes: 0 the contract is kept, 1 a clause is broken, 2 there is no such plugin."""

#: How a clause's state is printed.
STATES = {
    "kept": "kept",
    "broken": "BROKEN",
    "nothing-to-look-at": "-",
    "not-looked-at": "not looked at",
}


@click.group(epilog=EPILOG)
def command() -> None:
    """Write a plugin, hold one against the contract, or list those installed."""


command.add_command(plugins.command, "list")
command.add_command(cases_command.command, "cases")


@command.command(epilog=NEW_EPILOG)
@click.argument("name")
@click.option(
    "--kind",
    "kinds",
    type=click.Choice(list(KINDS)),
    multiple=True,
    required=True,
    help="What it is to be; give it again for a plugin of several kinds.",
)
@click.option(
    "--directory",
    metavar="DIR",
    callback=refuse_dash,
    help="Where to write it; ./intspec-NAME by default.",
)
@click.option("--author", metavar="WORDS", help="Who answers for it, for licence and metadata.")
@pass_command_context()
def new(
    context: CommandContext,
    name: str,
    kinds: tuple[str, ...],
    directory: str | None,
    author: str | None,
) -> None:
    """Write a new plugin to start from.

    It is a package with tests that pass at once: what it holds is a fictitious example.
    """
    from intspec_kit.scaffold import NameRefusedError, check_name, package  # noqa: PLC0415 -- start-up

    try:
        check_name(name, _taken())
        new_package = package(name, kinds, author, origin())
    except NameRefusedError as error:
        raise click.UsageError(str(error)) from None
    folder = Path(directory or new_package.distribution)
    _write(context, new_package, folder)
    context.say(
        f"{unbroken(str(folder))}: {len(new_package.files)} files. What they hold is a fictitious "
        "example.\n"
    )
    context.say(_next_steps(new_package, unbroken(str(folder))))


def _taken() -> dict[str, str]:
    """Return the names that a new plugin cannot have, each with what has it."""
    from intspec.api import load_registry  # noqa: PLC0415 -- start-up
    from intspec.discovery import OWN_COMMANDS  # noqa: PLC0415
    from intspec.views import VIEWS  # noqa: PLC0415 -- start-up

    owners = {"intspec": "the namespace of intspec itself"}
    # A plugin `kit` would be the package `intspec_kit`.
    owners |= dict.fromkeys(("bundled", "kit"), "a package of intspec")
    for plugin in load_registry().plugins:
        owner = f"{plugin.distribution} {plugin.version}"
        names_by_kind: dict[str, Iterable[str]] = {
            "checklist": plugin.checklists,
            "format": plugin.renderers,
            "view": plugin.views,
            "imported format": plugin.importers,
            "vocabulary": plugin.vocabularies,
            "command": plugin.commands,
        }
        for kind, names in names_by_kind.items():
            owners.update(dict.fromkeys(names, f"a {kind} of {owner}"))
        owners[plugin.name] = f"a plugin of {owner}"
    owners.update(dict.fromkeys(OWN_COMMANDS, "a command of intspec"))
    owners.update(dict.fromkeys(VIEWS, "a view of intspec"))
    return owners


def _write(context: CommandContext, new_package: "Package", folder: Path) -> None:
    """Write a package whole or not at all.

    Raises:
        click.UsageError: The folder is not empty.
        RunError: It cannot be written (exit code 3).
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        message = f"`{folder}` is there already, and not empty: name another with --directory"
        raise click.UsageError(message)
    if folder.is_symlink() and not folder.exists():
        message = f"`{folder}` is a link to a folder that is not there: name another"
        raise click.UsageError(message)
    target = folder.resolve()
    try:
        home = target if target.exists() else target.parent
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".intspec-", dir=home) as temporary:
            whole = Path(temporary, "package")
            for name, content in new_package.files.items():
                path = whole / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            if home == target:
                # It stays the folder that it is: somebody may stand in it.
                for path in whole.iterdir():
                    path.replace(target / path.name)
            else:
                whole.replace(target)
    except OSError as error:
        context.fail(f"`{folder}` cannot be written: {error.strerror}", 3)


def _next_steps(new_package: "Package", folder: str) -> str:
    scripts = ".venv\\Scripts\\" if os.name == "nt" else ".venv/bin/"
    python = "py" if os.name == "nt" else "python3"
    came_from = origin()
    beside = f"{quoted(came_from.requirement)} " if came_from.requirement else ""
    return f"""\
What to do next:
  cd {folder}
  {python} -m venv .venv
  {scripts}pip install {beside}-e {quoted(".[dev]")}
  {scripts}python -m pytest
  {scripts}intspec check specs/gaps.intspec.yaml

Then write your own, beginning with {new_package.first}. The README says where what is;
`intspec plugin check .` says what is still missing."""


@command.command(epilog=CHECK_EPILOG)
@click.argument("plugin", metavar="PATH|NAME", callback=refuse_dash)
@click.option(
    "--cases",
    metavar="DIR",
    callback=refuse_dash,
    help="Its cases; tests/cases of a project by default.",
)
@click.option(
    "--generated",
    type=click.IntRange(0, 10_000),
    default=200,
    show_default=True,
    help="How many specifications to make up for its rules.",
)
@click.option(
    "--format", "fmt", type=click.Choice(["text", "json"]), default="text", help="How to print."
)
@click.option(
    "--traceback",
    is_flag=True,
    help="Print on stderr where the plugin failed, line by line.",
)
@pass_command_context()
def check(context: CommandContext, plugin: str, **options: Any) -> int:
    """Hold a plugin against the contract.

    It is named by the folder of its project, which is read where it is, without installing it, or
    by the name of an installed one. It runs in a process of its own.
    """
    from intspec_kit.contract import examine  # noqa: PLC0415 -- start-up
    from intspec_kit.projects import ProjectError, is_path  # noqa: PLC0415

    cases, fmt = options["cases"], options["fmt"]
    if cases is not None and not Path(cases).is_dir():
        message = f"there is no folder `{cases}`"
        raise click.UsageError(message)
    target: Any = Path(plugin) if is_path(plugin) else plugin
    try:
        examination = examine(target, cases=cases, generated=options["generated"])
    except (LookupError, ProjectError) as error:
        raise click.UsageError(str(error.args[0])) from None
    if options["traceback"]:
        for text in examination.tracebacks:
            click.echo(visible(text), file=sys.stderr)
    if fmt == "json":
        import json  # noqa: PLC0415 -- start-up

        kept = attrs.filters.exclude("tracebacks")
        text = json.dumps(attrs.asdict(examination, filter=kept), ensure_ascii=False, indent=2)
        context.deliver(f"{text}\n", None)
    else:
        context.say(_told(examination))
    return 1 if examination.broken else 0


def _told(examination: "Examination") -> str:
    provides = ", ".join(examination.provides) or "nothing"
    lines = [f"{examination.name} {examination.version}: {provides}", ""]
    width = max(len(result.clause) for result in examination.clauses)
    for result in examination.clauses:
        lines.append(f"  {STATES[result.state]:13}  {result.clause:{width}}  {result.asks}")
        lines += [f"{'':17}{'':{width}}  - {unbroken(fault)}" for fault in result.faults]
        if result.reason:
            lines.append(f"{'':17}{'':{width}}  ({result.reason})")
    broken = [result.clause for result in examination.clauses if result.state == "broken"]
    skipped = sum(result.state == "not-looked-at" for result in examination.clauses)
    verdict = "The contract is kept"
    if broken:
        verdict = f"The contract is broken in {len(broken)}: {', '.join(broken)}"
    lines += ["", f"{verdict}. {skipped} not looked at." if skipped else f"{verdict}."]
    return "\n".join(lines)
