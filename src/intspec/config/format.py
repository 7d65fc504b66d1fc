"""The settings file of a project, `intspec.toml`."""

from collections.abc import Mapping
from typing import Any, Literal

from intspec.diagnostics import Severity
from intspec.model.keys import empty_map, key, record
from intspec.schema import json_schema

SCHEMA_ID = "urn:intspec:config:1"
SCHEMA_TITLE = "intspec.toml, the settings of a project"


@record
class SeverityOverride:
    """Another severity for what one rule finds, with the reason."""

    is_: Severity = key("The severity in place of the rule's own.")
    reason: str = key(
        "Why; shown with every finding that it changes.",
        example="Our manuals are published with the last paper.",
    )


@record
class ConfigFile:
    """The settings of a project: defaults for the command line, and additions of a team's own."""

    documents: tuple[str, ...] = key(
        "Files and folders that `intspec check` checks when it is given none, from the folder of "
        "this file.",
        default=(),
        example=["specs"],
    )
    exclude: tuple[str, ...] = key(
        "What is left out of folders that are searched: patterns as in .gitignore, from the folder "
        "of this file.",
        default=(),
        example=["archive/", "*.draft.intspec.yaml"],
    )
    checklists: tuple[str, ...] = key(
        "Ids of checklists that every document is held against beside those that it claims.",
        default=(),
        example=["tidier"],
    )
    fail_on: Literal["error", "warning", "note", "never"] | None = key(
        "The least grave finding that makes the exit code 1.", default=None, example="warning"
    )
    checklist_files: tuple[str, ...] = key(
        "Checklist files of the team's own, from the folder of this file.",
        default=(),
        example=["checklists/house.toml"],
    )
    vocabularies: tuple[str, ...] = key(
        "Vocabulary files, from the folder of this file.", default=(), example=["bcio.json"]
    )
    plugins: tuple[str, ...] = key(
        "Plugins of one Python file each, from the folder of this file; they are loaded only when "
        "this file is trusted.",
        default=(),
        example=["checklists/house_rules.py"],
    )
    disable: tuple[str, ...] = key(
        "Plugins that are switched off, by name.", default=(), example=["peer-support"]
    )
    render: Mapping[str, Mapping[str, Any]] = key(
        "Options of formats, by the name of the format.",
        factory=empty_map,
        example={"docx": {"template": "journal.docx"}},
    )
    plugin: Mapping[str, Mapping[str, Any]] = key(
        "Options of plugins, by the name of the plugin.",
        factory=empty_map,
        example={"manuscripts": {"most": 5}},
    )
    severity: Mapping[str, SeverityOverride] = key(
        "Other severities, by the id of the rule.", factory=empty_map, keys="rule"
    )


def config_schema(options: Mapping[str, type] | None = None) -> dict[str, Any]:
    """Return the JSON Schema of settings files.

    Args:
        options: The classes of what may be set of plugins, by the plugin's name.
    """
    named = tuple(sorted((options or {}).items()))
    return json_schema(ConfigFile, SCHEMA_ID, SCHEMA_TITLE, named, "plugin")
