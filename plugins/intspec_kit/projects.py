"""Read what the `pyproject.toml` of a plugin declares, without installing the plugin."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import attrs

from intspec.discovery import CHECKLISTS, COMMANDS, GROUP, EntryPoint


class ProjectError(ValueError):
    """A folder that holds no plugin; the message says why, in one line."""


@attrs.frozen
class Project:
    """The project of one plugin.

    Attributes:
        folder: Its folder.
        name: Name of the distribution.
        version: Its version; `0` where another file says it.
        requires: What it depends on, as written.
        entry_points: What it gives to intspec.
    """

    folder: Path
    name: str
    version: str
    requires: tuple[str, ...]
    entry_points: tuple[EntryPoint, ...]

    @classmethod
    def read(cls, folder: Path) -> "Project":
        """Read a project.

        Raises:
            ProjectError: It has no `pyproject.toml`, or that names no entry point of intspec.
        """
        file = folder / "pyproject.toml"
        try:
            data = tomllib.loads(file.read_text(encoding="utf-8"))
        except OSError as error:
            message = f"`{file}` cannot be read: {error.strerror}"
            raise ProjectError(message) from None
        except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            message = f"`{file}` is not TOML: {error}"
            raise ProjectError(message) from None
        project = data.get("project")
        if not isinstance(project, dict) or not isinstance(project.get("name"), str):
            message = f"`{file}` has no `[project]` with a name"
            raise ProjectError(message)
        version = str(project.get("version", "0"))
        points = tuple(_points(project, project["name"], version))
        if not points:
            message = f"`{file}` names no entry point of intspec under `[project.entry-points]`"
            raise ProjectError(message)
        requires = tuple(str(requirement) for requirement in project.get("dependencies", ()))
        return cls(folder, project["name"], version, requires, points)

    @property
    def source(self) -> Path:
        """The folder from which its modules are imported."""
        source = self.folder / "src"
        return source if source.is_dir() else self.folder

    @property
    def cases(self) -> Path | None:
        """The folder of its cases, if it has one."""
        cases = self.folder / "tests" / "cases"
        return cases if cases.is_dir() else None

    def importable(self) -> None:
        """Put its modules on Python's path."""
        source = str(self.source.resolve())
        if source not in sys.path:
            sys.path.insert(0, source)

    def wheel(self) -> list[str]:
        """Build its wheel, from a copy, and return the names of what that holds.

        Raises:
            ProjectError: What builds it is not installed here, or fails.
        """
        data = tomllib.loads((self.folder / "pyproject.toml").read_text(encoding="utf-8"))
        system = data.get("build-system", {})
        backend = str(system.get("build-backend", "setuptools.build_meta:__legacy__"))
        with tempfile.TemporaryDirectory(prefix="intspec-") as temporary:
            copy, target = Path(temporary, "project"), Path(temporary, "wheel")
            shutil.copytree(self.folder, copy, ignore=shutil.ignore_patterns(*LEFT))
            target.mkdir()
            path = "\0".join(str(copy / folder) for folder in system.get("backend-path", ()))
            done = subprocess.run(  # noqa: S603 -- what pip does when it installs the plugin
                [sys.executable, "-c", BUILD, backend, path, str(target)],
                cwd=copy,
                capture_output=True,
                check=False,
            )
            if done.returncode:
                last = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
                message = f"its wheel cannot be built here by `{backend}`: {' '.join(last)}"
                raise ProjectError(message)
            (wheel,) = target.glob("*.whl")
            with zipfile.ZipFile(wheel) as package:
                return package.namelist()

    @property
    def floor(self) -> str | None:
        """The oldest intspec that it asks for; None if it does not say."""
        for requirement in self.requires:
            match = re.match(r"\s*intspec(?![\w.-]*[\w])[^;]*?(?:>=|~=|==)\s*([\w.]+)", requirement)
            if match:
                return match.group(1)
        return None


#: Builds the wheel of a project, given the name of its backend, where that is, and a folder.
BUILD = """\
import importlib, sys
name, path, target = sys.argv[1:]
sys.path[:0] = path.split("\\0") if path else []
module, _, attribute = name.partition(":")
backend = importlib.import_module(module)
for step in filter(None, attribute.split(".")):
    backend = getattr(backend, step)
backend.build_wheel(target)
"""
#: What of a project's folder has no part in its wheel, and may be large.
LEFT = (".*", "__pycache__", "build", "dist", "node_modules", "venv", "*.egg-info")


def _points(project: dict[str, Any], name: str, version: str) -> list[EntryPoint]:
    groups = project.get("entry-points", {})
    return [
        EntryPoint(group, str(point), str(value), name, version)
        for group in (GROUP, CHECKLISTS, COMMANDS)
        for point, value in sorted(groups.get(group, {}).items())
    ]


def is_path(plugin: str) -> bool:
    """Tell whether a plugin is named by its folder."""
    if any(mark in plugin for mark in ("/", os.sep)) or plugin.startswith("."):
        return True
    from intspec.discovery import installed  # noqa: PLC0415 -- start-up

    is_installed = any(point.name == plugin for point in installed())
    return not is_installed and Path(plugin).is_dir()
