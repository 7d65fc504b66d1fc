"""A settings file's bytes to settings, or to one fault for each thing that is wrong."""

import os
from collections.abc import Iterable
from pathlib import Path as FilePath

import attrs

from intspec.config.format import ConfigFile, config_schema
from intspec.config.places import is_outside, kind_of
from intspec.diagnostics import Override, Path
from intspec.plugins.plugin import UNSHOWN
from intspec.reading import Unreadable
from intspec.reading.open_file import file_bytes
from intspec.reading.toml_places import place, positions
from intspec.reading.toml_text import TomlError, toml_data, toml_text
from intspec.schema import problems
from intspec.schema.structure import structure
from intspec.text.terminal import unbroken
from intspec.text.wording import flat, shorten
from intspec.writing import DASH

LIMIT = 200_000
#: The keys that name files, and what each must name.
FILES = {
    "documents": "a file or folder",
    "checklist_files": "a checklist file",
    "vocabularies": "a vocabulary file",
    "plugins": "a Python file",
}
SPECIAL = "a device, a pipe or a file of the system"


@attrs.frozen
class ConfigFault:
    """One thing that is wrong with a settings file.

    Attributes:
        message: The defect, in one line.
        hint: What mends it.
        line: Its line, from 1.
        column: Its column, from 1.
    """

    message: str
    hint: str = ""
    line: int = 1
    column: int = 1


class ConfigError(Exception):
    """A settings file that cannot be used.

    Args:
        shown: The file, as messages name it.
        faults: What is wrong, in the order of the places.
    """

    def __init__(self, shown: str, faults: Iterable[ConfigFault]) -> None:
        self.shown = shown
        self.faults = tuple(sorted(faults, key=lambda f: (f.line, f.column, f.message)))
        super().__init__("\n".join(self.lines()))

    def lines(self) -> list[str]:
        """Return what is said of each fault: its place and the defect, then what mends it."""
        printed = []
        for fault in self.faults:
            printed.append(f"{self.shown}:{fault.line}:{fault.column}: {fault.message}")
            if fault.hint:
                printed.append(f"  help: {fault.hint}")
        return printed


@attrs.frozen
class Config:
    """The settings of a project.

    Attributes:
        path: Where the file is, from the root of the file system.
        shown: The file, as messages name it.
        file: What it says.
        raw: Its bytes.
        places: Line and column of each of its keys.
    """

    path: str
    shown: str
    file: ConfigFile
    raw: bytes
    places: dict[Path, tuple[int, int]]

    def where(self, *path: str | int) -> str:
        """Name the place of a key: file and line."""
        return f"{self.shown}:{place(self.places, path)[0]}"

    def fault(self, message: str, hint: str, *path: str | int) -> ConfigFault:
        """Say that something is wrong with the value of a key."""
        line, column = place(self.places, path)
        return ConfigFault(message, hint, line, column)

    def resolve(self, name: str) -> str:
        """Return where a file is that the settings name."""
        return os.path.normpath(FilePath(self.path).parent / name)

    def is_outside(self, path: str) -> bool:
        """Tell whether a file that the settings name is outside of the project."""
        return is_outside(path, self.path)

    @property
    def documents(self) -> tuple[str, ...]:
        """What is to be checked when the command line names nothing, from the working folder."""
        return tuple(near_path(self.resolve(name)) for name in self.file.documents)

    @property
    def overrides(self) -> dict[str, Override]:
        """The other severities, by the id of the rule."""
        return {
            rule: Override(override.is_, override.reason, self.where("severity", rule))
            for rule, override in self.file.severity.items()
        }


def show_path(path: str) -> str:
    """Return a path as messages name it: what cannot be seen in it is an escape."""
    return unbroken(near_path(path))


def near_path(path: str) -> str:
    """Return a path from the working folder, where that is shorter."""
    try:
        relative = os.path.relpath(path)
    except ValueError:  # on another drive
        relative = path
    near = FilePath(min((relative, path), key=len)).as_posix()
    return f"./{near}" if near == DASH else near


def load(path: str) -> Config:
    """Read a settings file.

    Raises:
        ConfigError: It cannot be read or does not fit, or a file that it names is not there.
    """
    whole = os.path.abspath(path)  # noqa: PTH100 -- resolving links would move relative paths
    shown = show_path(whole)
    if kind_of(whole) == "special":
        hint = "settings are an ordinary file"
        raise ConfigError(shown, [ConfigFault(f"`{shown}` is {SPECIAL}", hint)])
    if os.path.islink(whole) and not os.path.exists(whole):  # noqa: PTH110, PTH114 -- text
        hint = "remove the link, or mend it"
        fault = ConfigFault(f"`{shown}` is a link to a file that is not there", hint)
        raise ConfigError(shown, [fault])
    try:
        return _load(DASH if path == DASH else whole, whole, shown)
    except ConfigError:
        if not is_outside(whole, whole):
            raise
        hint = "put the file itself into the project, in place of a link to it"
        fault = ConfigFault(f"`{shown}` cannot be used as settings; {UNSHOWN}", hint)
        raise ConfigError(shown, [fault]) from None


def _load(name: str, whole: str, shown: str) -> Config:
    try:
        raw = file_bytes(name)
        data = toml_data(raw, LIMIT)
    except Unreadable as error:
        first = error.problems[0]
        message = first.message.replace(f"`{whole}`", f"`{shown}`")
        raise ConfigError(shown, [ConfigFault(message, first.hint)]) from None
    except TomlError as error:
        hint = 'write lines such as `fail_on = "warning"`, with text in quotes'
        if "UTF-8" in str(error):
            hint = "save the file with the encoding UTF-8"
        elif not str(error).startswith("not TOML"):
            hint = "keep settings short"
        fault = ConfigFault(error.reason, hint, error.line, error.column)
        raise ConfigError(shown, [fault]) from None
    places = positions(toml_text(raw, LIMIT))
    faults = [
        ConfigFault(p.message, p.hint, *place(places, p.path))
        for p in problems(config_schema(), data, toml=True)
    ]
    if faults:
        raise ConfigError(shown, faults)
    config = Config(whole, shown, structure(data, ConfigFile), raw, places)
    faults = [*_missing(config), *_blank(config)]
    if faults:
        raise ConfigError(shown, faults)
    return config


def _missing(config: Config) -> Iterable[ConfigFault]:
    for name, what in FILES.items():
        seen: set[str] = set()
        for number, named in enumerate(getattr(config.file, name)):
            path = config.resolve(named)
            here = (name, number)
            if path in seen:
                yield config.fault(f"`{named}` is named twice", "remove one of the two", *here)
            elif (kind := kind_of(path)) == "missing":
                hint = f"name {what}, from the folder of {config.shown}"
                yield config.fault(f"there is no file `{named}`", hint, *here)
            elif kind == "special":
                yield config.fault(f"`{named}` is {SPECIAL}, not {what}", f"name {what}", *here)
            elif kind == "folder" and name != "documents":
                yield config.fault(f"`{named}` is not {what}", f"name {what}", *here)
            elif name == "plugins" and not named.lower().endswith(".py"):
                hint = "a local plugin is one file that ends in `.py`"
                yield config.fault(f"`{named}` is not {what}", hint, *here)
            seen.add(path)


def _blank(config: Config) -> Iterable[ConfigFault]:
    from intspec.config.patterns import LONGEST, SHOWN, is_pattern  # noqa: PLC0415 -- start-up

    for number, line in enumerate(config.file.exclude):
        if not is_pattern(line):
            hint = (
                "write a pattern as in .gitignore: `archive/`, `*.draft.intspec.yaml`, and "
                "`/archive` for `./archive`"
            )
            if len(line) > LONGEST:
                hint = f"write a shorter one, of no more than {LONGEST:,} characters"
            message = f"`{shorten(flat(line), SHOWN)}` is no pattern"
            yield config.fault(message, hint, "exclude", number)
    for rule, override in config.file.severity.items():
        if not override.reason.strip():
            hint = "say why, for those who read the report"
            yield config.fault("the reason is blank", hint, "severity", rule, "reason")
