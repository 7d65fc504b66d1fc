"""Options of formats: from `--option` and from the settings, held to what each format takes."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from intspec.cli.common import RunError, note_input
from intspec.plugins import Registry, Renderer
from intspec.plugins.plugin import UNSHOWN
from intspec.schema import json_schema, problems
from intspec.schema.generating import fields_of
from intspec.schema.structure import structure
from intspec.text.names import did_you_mean

if TYPE_CHECKING:
    from intspec.config.loading import Config

#: The largest file that an option may name, in bytes.
LARGEST = 20_000_000
YES_OR_NO = {"true": True, "yes": True, "false": False, "no": False}


def pairs(texts: Iterable[str]) -> dict[str, str]:
    """Read options as the command line has them, `NAME=VALUE`.

    Raises:
        click.UsageError: One has no name or no value.
    """
    given = {}
    for text in texts:
        name, _, value = text.partition("=")
        if not name.strip() or not value.strip():
            message = f"--option `{text}`: write NAME=VALUE, such as page=letter"
            raise click.UsageError(message)
        given[name.strip()] = value.strip()
    return given


def options_of(
    renderers: Sequence[Renderer],
    given: Mapping[str, str],
    config: "Config | None",
    registry: Registry,
) -> dict[str, Any]:
    """Settle the options of each format.

    Args:
        renderers: The formats that are written.
        given: The options of the command line. Where several formats are written each takes those
            that it knows.
        config: The settings; None if there are none.
        registry: All formats.

    Returns:
        A record for each format that has options, by its name.

    Raises:
        click.UsageError: The command line has an option that no format takes, or of another form.
        RunError: The settings have one (exit code 2), or an option names a file that is none.
    """
    known = {name for one in renderers if one.options for name in fields_of(one.options)}
    for name in given:
        if name not in known:
            raise click.UsageError(_unknown(name, known, renderers, registry))
    if config is not None:
        for format_name in config.file.render:
            if format_name not in registry.renderers:
                hint = did_you_mean(format_name, registry.renderers)
                where = config.where("render", format_name)
                message = f"{where}: there is no format `{format_name}`; {hint}"
                raise RunError(message, 2)
    settled = {}
    for renderer in renderers:
        from_settings = config.file.render.get(renderer.format, {}) if config is not None else {}
        if renderer.options is None:
            if from_settings and config is not None:
                where = config.where("render", renderer.format)
                message = f"{where}: the format `{renderer.format}` has no options"
                raise RunError(message, 2)
            continue
        settled[renderer.format] = _record(renderer, given, from_settings, config)
    return settled


def _record(
    renderer: Renderer,
    given: Mapping[str, str],
    from_settings: Mapping[str, Any],
    config: "Config | None",
) -> Any:
    record: Any = renderer.options
    fields = fields_of(record)
    schema = json_schema(record, f"urn:intspec:options:{renderer.format}", renderer.format)
    for problem in problems(schema, dict(from_settings), toml=True):
        where = config.where("render", renderer.format, *problem.path) if config else ""
        message = f"{where}: {problem.message}; {problem.hint}"
        raise RunError(message, 2)
    own = {
        name: _typed(value, schema["properties"][name])
        for name, value in given.items()
        if name in fields
    }
    for problem in problems(schema, own):
        name = str(problem.path[0]) if problem.path else ""
        message = f"--option {name}={given.get(name, '')}: {problem.message}; {problem.hint}"
        raise click.UsageError(message)
    values = {**from_settings, **own}
    for name, field in fields.items():
        if field.metadata.get("file") and values.get(name):
            values[name] = option_file(name, str(values[name]), None if name in own else config)
    return structure(values, record)


def _typed(value: str, schema: Mapping[str, Any]) -> Any:
    """Return what a text of the command line stands for, where a number or yes or no is asked."""
    kind = schema.get("type")
    if kind == "boolean":
        return YES_OR_NO.get(value.lower(), value)
    if kind in {"integer", "number"}:
        try:
            return int(value) if kind == "integer" else float(value)
        except ValueError:
            return value
    return value


def option_file(name: str, value: str, config: "Config | None") -> str:
    """Return where a file is that an option names, if it can be read.

    Raises:
        RunError: It cannot (exit code 2).
    """
    from pathlib import Path  # noqa: PLC0415 -- start-up

    from intspec.config.places import kind_of  # noqa: PLC0415 -- start-up

    path = config.resolve(value) if config is not None else value
    where = f"the option `{name}`"
    kind = kind_of(path)
    if kind != "missing" and config is not None and config.is_outside(path):
        message = f"{where} names a file that cannot be used; {UNSHOWN}"
        raise RunError(message, 2)
    if kind != "file":
        message = f"{where}: " + (
            f"there is no file `{value}`" if kind == "missing" else f"`{value}` is no file"
        )
        raise RunError(message, 2)
    if Path(path).stat().st_size > LARGEST:
        message = f"{where}: `{value}` is larger than {LARGEST // 1_000_000} MB"
        raise RunError(message, 2)
    note_input(path)
    return path


def _unknown(
    name: str, known: Iterable[str], renderers: Sequence[Renderer], registry: Registry
) -> str:
    formats = ", ".join(f"`{one.format}`" for one in renderers)
    having = [
        f"`{one.format}`"
        for one in registry.renderers.values()
        if one.options and name in fields_of(one.options)
    ]
    known = sorted(known)
    if having:
        have = f"{', '.join(having)} {'have' if having[1:] else 'has'} it"
        return f"{formats} has no option `{name}`; {have}: give --to"
    if not known:
        return f"{formats} has no options; leave out `{name}`"
    return f"{formats} has no option `{name}`; {did_you_mean(name, known)}"
