"""Options of plugins: `[plugin.NAME]` of the settings, held to what each plugin takes."""

from collections.abc import Iterator
from typing import Any

from intspec.cli.common import RunError
from intspec.cli.format_options import option_file
from intspec.config.format import config_schema
from intspec.config.loading import LIMIT, Config, ConfigFault
from intspec.plugins import Registry
from intspec.reading.toml_text import toml_data
from intspec.schema import problems
from intspec.schema.generating import fields_of
from intspec.text.names import did_you_mean


def set_options(config: Config, registry: Registry) -> Iterator[ConfigFault]:
    """Give the plugins what the settings set of them, and say what does not fit.

    What is set of a plugin that is off, or failed to load, is for nobody.
    """
    named = {plugin.name: plugin for plugin in registry.plugins}
    # In a record, lists and tables are frozen; a schema is of those that TOML has.
    given: dict[str, Any] = toml_data(config.raw, LIMIT)["plugin"]
    for name in given:
        if name not in named:
            hint = did_you_mean(name, registry.options, otherwise="no plugin has options")
            yield config.fault(f"there is no plugin `{name}`", hint, "plugin", name)
        elif name not in registry.options and not (named[name].off or named[name].failures):
            hint = did_you_mean(name, registry.options, otherwise="leave it out")
            yield config.fault(f"the plugin `{name}` has no options", hint, "plugin", name)
    known = {name: values for name, values in given.items() if name in registry.options}
    faults = problems(config_schema(registry.options), {"plugin": known}, toml=True)
    yield from (config.fault(one.message, one.hint, *one.path) for one in faults)
    wrong = {fault.path[1] for fault in faults}
    for name, values in known.items():
        if name in wrong:
            continue
        for key, field in fields_of(registry.options[name]).items():
            if field.metadata.get("file") and values.get(key):
                try:
                    values[key] = option_file(key, str(values[key]), config)
                except RunError as error:
                    hint = "name a file, from the folder of the settings"
                    yield config.fault(error.message, hint, "plugin", name, key)
        registry.set_options(name, values)
