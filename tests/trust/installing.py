"""Plugins installed as pip would, and checks of documents that claim them."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs
from misbehaving import CASES, ENDLESS, FILES, LATE, SPEC

#: What a check may end with, where a plugin went wrong.
INCOMPLETE = 3


@attrs.frozen
class Checked:
    """How a check ended.

    Attributes:
        code: The exit code.
        out: What it wrote to stdout.
        err: What it wrote to stderr.
    """

    code: int
    out: str
    err: str

    @property
    def report(self) -> dict[str, Any]:
        """The report in JSON."""
        found: dict[str, Any] = json.loads(self.out)
        return found

    @property
    def quiet(self) -> bool:
        """Whether nothing in it is a traceback or a fault of intspec itself."""
        told = self.out + self.err
        return self.code != 70 and "Traceback" not in told and "a fault of intspec" not in told

    def file(self, name: str) -> dict[str, Any]:
        """Return what the report says of a file."""
        found: dict[str, Any] = next(
            one for one in self.report["files"] if Path(one["path"]).name == name
        )
        return found

    def plugin(self, name: str) -> dict[str, Any]:
        """Return what the report says of a plugin."""
        found: dict[str, Any] = next(p for p in self.report["plugins"] if p["name"] == name)
        return found


def install(
    folder: Path, name: str, module: str, distribution: str = "", checklist: str = ""
) -> None:
    """Put a plugin where Python finds it, as pip would.

    Args:
        folder: Where Python looks.
        name: Its name.
        module: The text of its module.
        distribution: The name of its distribution.
        checklist: The text of a checklist file that it brings along as `x.toml`.
    """
    distribution = distribution or f"{name}_dist"
    (folder / f"{name}_module").mkdir(exist_ok=True)
    (folder / f"{name}_module" / "__init__.py").write_text(module)
    if checklist:
        (folder / f"{name}_module" / "x.toml").write_text(checklist)
    info = folder / f"{distribution}-3.2.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 3.2\n")
    (info / "entry_points.txt").write_text(f"[intspec]\n{name} = {name}_module\n")


def check(
    folder: Path,
    fmt: str = "json",
    spec: str = SPEC,
    *words: str,
    more: Mapping[str, str] | None = None,
) -> Checked:
    """Run a check where the plugins are.

    Args:
        folder: Where the plugins are.
        fmt: The format of the report.
        spec: The document.
        *words: Options.
        more: Further documents by name.
    """
    documents = {"ward": spec, **(more or {})}
    for name, text in documents.items():
        (folder / f"{name}.intspec.yaml").write_text(text)
    names = [f"{name}.intspec.yaml" for name in documents]
    return run(folder, "check", *names, "--format", fmt, *words)


def run(folder: Path, *words: str) -> Checked:
    """Run a command where the plugins are."""
    done = subprocess.run(
        [sys.executable, "-m", "intspec", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "INTSPEC_PLUGIN_SECONDS": "2"},
        capture_output=True,
        text=True,
        # Threads of plugins that print at once to stderr make bytes that are no text of anybody.
        errors="backslashreplace",
        check=False,
        timeout=60,
        start_new_session=True,  # some kill their whole group
    )
    return Checked(done.returncode, done.stdout, done.stderr)


def others(file: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the findings in a file that are not of a plugin that goes wrong."""
    own = ("bad", "crash", "intspec/unknown-checklist")
    found = file["diagnostics"]
    return [(d["rule"], d["pointer"]) for d in found if not d["rule"].startswith(own)]


def undisturbed(folder: Path) -> list[tuple[str, str]]:
    """Return what is found where no plugin goes wrong."""
    return others(check(folder).file("ward.intspec.yaml"))


def broken(folder: Path, case: str, expected: list[tuple[str, str]], *words: str) -> str:
    """Say what is wrong with how a plugin that goes wrong is told, if anything is.

    It is to be named with version, hook and reason; the rest of the run is to be as it was.
    """
    module, hook, reason = CASES[case]
    install(folder, "bad", module, checklist=FILES.get(case, ""))
    done = check(folder, "json", SPEC, *words)
    if done.code != INCOMPLETE or not done.quiet:
        return f"exit {done.code}: {done.err[-300:]}"
    plugin = done.plugin("bad")
    if done.report["exit_code"] != done.code:
        return "the report has another exit code"
    if (plugin["version"], plugin["distribution"]) != ("3.2", "bad-dist"):
        return f"it is not named with its version: {plugin}"
    if {f["hook"] for f in plugin["failures"]} != {hook}:
        return f"the hook is not named: {plugin['failures']}"
    if not any(tells(case, reason, f["reason"]) for f in plugin["failures"]):
        return f"the reason is not {reason!r}: {plugin['failures']}"
    if others(done.file("ward.intspec.yaml")) != expected:
        return "the other findings are not as they were"
    return ""


def tells(case: str, reason: str, told: str) -> bool:
    """Tell whether what is told of a plugin is the reason."""
    return reason in told or (case == ENDLESS and LATE in told)


def all_at_once(
    folder: Path,
    expected: list[tuple[str, str]],
    *words: str,
    more: Mapping[str, tuple[str, str]] | None = None,
) -> str:
    """Say what is wrong where all of them are installed, and the document claims all of them.

    Args:
        folder: Where to install them.
        expected: The findings of others.
        *words: Options.
        more: Further documents by name, each with what must be said of it.
    """
    for number, (case, (module, _hook, _reason)) in enumerate(CASES.items()):
        name = f"bad{number}"
        listed = FILES.get(case, "").replace('id = "bad"', f'id = "{name}"')
        own = module.replace("bad/", f"{name}/").replace('id="bad"', f'id="{name}"')
        install(folder, name, own, checklist=listed)
    names = [f"bad{number}" for number in range(len(CASES))]
    spec = SPEC.replace("bad]", ", ".join(names) + "]")
    further = {name: text for name, (text, _reason) in (more or {}).items()}
    done = check(folder, "json", spec, *words, more=further)
    if done.code != INCOMPLETE or not done.quiet:
        return f"exit {done.code}: {done.err[-300:]}"
    for name, (case, (_module, hook, reason)) in zip(names, CASES.items(), strict=True):
        told = [
            (f["hook"].replace(name, "bad"), f["reason"].replace(f"{name}_", "bad_"))
            for f in done.plugin(name)["failures"]
        ]
        if not any(h == hook and tells(case, reason.split("`")[0], r) for h, r in told):
            return f"{case}: {told}"
    for name, (_text, reason) in (more or {}).items():
        messages = [d["message"] for d in done.file(f"{name}.intspec.yaml")["diagnostics"]]
        if not any(reason in one for one in messages):
            return f"{reason!r} is not told: {messages}"
    if others(done.file("ward.intspec.yaml")) != expected:
        return "the other findings are not as they were"
    return ""
