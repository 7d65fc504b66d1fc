"""`intspec plugin cases`: try the cases of a plugin, write new ones, and renew what they find."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from intspec import CommandContext, pass_command_context
from intspec.cli.common import refuse_dash
from intspec.text.terminal import unbroken

if TYPE_CHECKING:
    from intspec.diagnostics import FileReport
    from intspec.plugins import Registry
    from intspec_kit.cases import Case

EPILOG = """\b
Examples:
  intspec plugin cases .
  intspec plugin cases . specs/gaps.intspec.yaml
  intspec plugin cases . specs/gaps.intspec.yaml --write tests/cases/handover.yaml
  intspec plugin cases . --update

What is found is written one finding a line. It is what happens, and not what should: read it
before you keep it. Exit code 1: a case differs from what is found."""


@click.command(epilog=EPILOG)
@click.argument("plugin", metavar="PATH|NAME", callback=refuse_dash)
@click.argument("specs", metavar="[SPEC]...", nargs=-1)
@click.option(
    "--cases",
    "folder",
    metavar="DIR",
    callback=refuse_dash,
    help="Its cases; tests/cases of a project by default.",
)
@click.option(
    "--write",
    metavar="FILE",
    callback=refuse_dash,
    help="Add a case for each SPEC to a file of cases; print them when absent.",
)
@click.option("--update", is_flag=True, help="Write what is found now into the cases.")
@pass_command_context()
def command(context: CommandContext, plugin: str, specs: tuple[str, ...], **options: Any) -> int:
    """Hold the cases of a plugin against what is found, or make cases of specifications.

    Without SPEC every case is tried, and what is found in those that differ is printed as YAML to
    paste.
    """
    folder, write, update = options["folder"], options["write"], options["update"]
    if (update and specs) or (write and not specs):
        message = "--write is for the cases of a SPEC, --update for those that there are"
        raise click.UsageError(message)
    registry = _registry(plugin)
    if specs:
        return _new(context, registry, specs, write)
    home = Path(folder or Path(plugin, "tests", "cases"))
    if not home.exists():
        message = f"there is no folder `{home}`: give that of its cases with --cases"
        raise click.UsageError(message)
    return _tried(context, registry, home, update=update)


def _registry(plugin: str) -> "Registry":
    """Load a plugin, by its folder or its name, beside all that are installed."""
    from intspec_kit.contract.bench import Bench  # noqa: PLC0415 -- start-up
    from intspec_kit.contract.messages import Request  # noqa: PLC0415
    from intspec_kit.projects import ProjectError, is_path  # noqa: PLC0415

    name, folder = (None, plugin) if is_path(plugin) else (plugin, None)
    try:
        return Bench(Request(name, folder, None, 0)).registry
    except (LookupError, ProjectError) as error:
        raise click.UsageError(str(error.args[0])) from None


def _tell_failures(context: CommandContext, registry: "Registry") -> None:
    """End the run where a plugin failed: what is found then is no case of anything."""
    for plugin in registry.plugins:
        for failure in plugin.failures:
            context.fail(f"{plugin.name} failed in {failure.hook}: {failure.reason}", 3)


def _new(
    context: CommandContext, registry: "Registry", specs: Sequence[str], write: str | None
) -> int:
    from intspec.api import check_bytes  # noqa: PLC0415 -- start-up
    from intspec_kit.case_writing import new_case  # noqa: PLC0415

    names, text = _present(context, write)
    made = ""
    for spec in specs:
        report = check_bytes(context.read(spec), path=spec, registry=registry).report
        _tell_failures(context, registry)
        if not report.readable:
            first = report.diagnostics[0]
            context.fail(f"{spec}:{first.line}: {first.message}")
        name = f"what is found in {Path(spec).name.split('.')[0]}"
        while name in names:
            name += ", again"
        names.add(name)
        home = Path(write).parent if write else Path("tests", "cases")
        made += new_case(name, Path(os.path.relpath(spec, home)).as_posix(), report)
    if write is None:
        context.deliver(made.rstrip("\n") + "\n", None)
        return 0
    joined = text if not text or text.endswith("\n") else f"{text}\n"
    context.deliver(joined + made, write, specs)
    context.note(f"wrote {len(specs)} into `{write}`: read what is found before you keep it")
    return 0


def _present(context: CommandContext, path: str | None) -> tuple[set[str], str]:
    """Return the names of the cases of a file, and what it holds; nothing where it is not there."""
    from intspec_kit.case_files import CaseError, raw_cases  # noqa: PLC0415 -- start-up

    if path is None or not os.path.exists(path):  # noqa: PTH110 -- text
        return set(), ""
    try:
        return {raw["name"] for _line, raw in raw_cases(Path(path))}, _text(Path(path))
    except CaseError as error:
        context.fail(str(error))


def _text(path: Path) -> str:
    """Return what a file holds, with its own ends of lines."""
    return path.read_bytes().decode("utf-8")


def _tried(context: CommandContext, registry: "Registry", home: Path, *, update: bool) -> int:
    from intspec_kit.case_files import CaseError  # noqa: PLC0415 -- start-up
    from intspec_kit.cases import cases  # noqa: PLC0415

    try:
        all_cases = cases(home)
        differing = list(_differing(context, registry, all_cases))
    except CaseError as error:
        context.fail(str(error))
    if not differing:
        context.say(f"{len(all_cases)} cases: all as they say")
        return 0
    return _update(context, differing) if update else _print(context, differing, len(all_cases))


def _differing(
    context: CommandContext, registry: "Registry", all_cases: "Sequence[Case]"
) -> "Iterator[tuple[Case, FileReport]]":
    from intspec.vocabularies import load_vocabulary  # noqa: PLC0415 -- start-up
    from intspec_kit.cases import report_of  # noqa: PLC0415

    for case in all_cases:
        for path in case.vocabularies:
            vocabulary = load_vocabulary(path.read_bytes(), str(path))
            if vocabulary.id not in registry.shelf:
                registry.add_vocabulary(vocabulary)
        report = report_of(case, registry)
        _tell_failures(context, registry)
        if case.differences(report):
            yield case, report


def _print(
    context: CommandContext, differing: "Sequence[tuple[Case, FileReport]]", count: int
) -> int:
    from intspec_kit.case_writing import finds  # noqa: PLC0415 -- start-up

    for case, report in differing:
        context.say(unbroken(f"{case.where}: {case.name}"))
        for message in case.differences(report):
            context.say(unbroken(f"  {message}"))
        head, *entries = finds(report)
        context.say("\n".join((f"  {head}", *entries, "")))
    context.say(f"{len(differing)} of {count} cases differ; `--update` writes what is found now")
    return 1


def _update(context: CommandContext, differing: "Sequence[tuple[Case, FileReport]]") -> int:
    from intspec_kit.case_writing import updated  # noqa: PLC0415 -- start-up

    by_file: dict[Path, list[tuple[Case, FileReport]]] = {}
    for case, report in differing:
        by_file.setdefault(case.path, []).append((case, report))
    for path, reports in by_file.items():
        context.deliver(updated(_text(path), path, reports), str(path))
        context.note(f"renewed {len(reports)} in `{path}`: read the difference before you keep it")
    return 0
