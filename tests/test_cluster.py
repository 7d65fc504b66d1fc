"""Files checked by a Dask cluster of this machine: the same bytes, whatever its workers come to."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from intspec.cli import cluster
from intspec.cli.common import RunError
from test_many_files import SPEC

# The extra `dask` need not be installed.
distributed = pytest.importorskip("distributed")
pytestmark = [pytest.mark.long, pytest.mark.programs]

#: A plugin that ends the worker of Dask above it, always or once, or the process that it is in.
PLUGIN = """\
import ctypes, os, pathlib, signal
from intspec import Finding, hookimpl, rule

@rule("sick/rule", severity="warning")
def sick(subject):
    \"\"\"A rule.\"\"\"
    title = subject.spec.title
    once = pathlib.Path("once")
    if title == "poison" or (title == "once" and not once.exists()):
        once.touch()
        ctypes.CDLL(None).kill(os.getppid(), signal.SIGKILL)
    if title == "kill":
        ctypes.CDLL(None).kill(os.getpid(), signal.SIGKILL)
    yield Finding(f"the title is {title}", ("title",))

@hookimpl
def intspec_rules():
    yield sick
"""


def check(folder: Path, *words: str) -> tuple[int, str, str]:
    """Check the specifications of a folder with the plugin installed."""
    done = subprocess.run(
        [sys.executable, "-m", "intspec", "check", "specs", "--format", "concise", *words],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(folder), *sys.path])},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the plugin, and no specifications yet."""
    (tmp_path / "sick.py").write_text(PLUGIN)
    info = tmp_path / "sick-1.0.dist-info"
    info.mkdir()
    (info / "entry_points.txt").write_text("[intspec]\nsick = sick\n")
    (tmp_path / "specs").mkdir()
    return tmp_path


def write(folder: Path, *titles: str) -> None:
    """Write a specification with each title."""
    for number, title in enumerate(titles):
        text = SPEC.format(title=title)
        (folder / "specs" / f"{number:02}.intspec.yaml").write_text(text)


def test_a_worker_that_is_killed_costs_a_retry(folder: Path) -> None:
    """The report is that of one process, byte for byte."""
    titles = ["well"] * 30
    write(folder, *titles[:12], "once", *titles)
    found = check(folder, "--engine", "dask", "--jobs", "2")
    assert (folder / "once").exists()
    assert found[:2] == check(folder, "--jobs", "1")[:2]


def test_a_file_that_kills_is_named_and_the_run_goes_on(folder: Path) -> None:
    """Whether it kills the process that checks it, or two workers of Dask."""
    write(folder, "well", "poison", "well", "kill", "well")
    code, out, _err = check(folder, "--engine", "dask", "--jobs", "2")
    assert code == 3
    ended = "the process that checked this file"
    assert f"{ended} came to an end 2 times, with its worker" in out
    assert f"{ended} was killed (SIGKILL)" in out
    assert out.count("the title is well") == 3


def test_what_dask_cannot_do_is_told(folder: Path) -> None:
    """A scheduler that does not answer, and what only this process can do."""
    write(folder, "well")
    code, _out, err = check(folder, "--engine", "dask", "--scheduler", "tcp://127.0.0.1:9")
    assert (code, "no scheduler of Dask answers at `tcp://127.0.0.1:9`" in err) == (3, True)
    code, _out, err = check(folder, "--scheduler", "tcp://127.0.0.1:9")
    assert (code, "give --engine dask as well" in err) == (2, True)


@pytest.mark.parametrize(
    ("workers", "said"),
    [
        ({}, "the scheduler has no worker"),
        ({"tcp://a": {}}, "the worker tcp://a has nothing of Python, and this machine"),
        ({"tcp://a": {"more": "1"}}, "has nothing of Python"),
    ],
)
def test_a_worker_with_another_installation_is_told_first(
    workers: dict[str, dict[str, str]], said: str
) -> None:
    """Before any file is given to it."""

    class Client:
        def run(self, _function: object) -> dict[str, dict[str, str]]:
            return workers

    with pytest.raises(RunError, match=said):
        cluster.compare(Client())
    own = cluster.installation()
    other = {**own, "the plugin sick": "sick 1.0"}
    workers = {"tcp://a": own, "tcp://b": other}
    told = "tcp://b has sick 1.0 of the plugin sick, and this machine nothing"
    with pytest.raises(RunError, match=told):
        cluster.compare(Client())
    workers = {"tcp://a": own}
    cluster.compare(Client())
