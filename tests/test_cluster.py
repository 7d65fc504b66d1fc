"""Files checked by a Dask cluster of this machine: the same bytes, whatever its workers come to."""

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import click
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
    if title == "scheduler":
        ctypes.CDLL(None).kill(int(pathlib.Path("scheduler.pid").read_text()), signal.SIGKILL)
    if title == "kill":
        ctypes.CDLL(None).kill(os.getpid(), signal.SIGKILL)
    yield Finding(f"the title is {title}", ("title",))

@hookimpl
def intspec_rules():
    yield sick
"""


def check(folder: Path, *words: str, more: Mapping[str, str] | None = None) -> tuple[int, str, str]:
    """Check the specifications of a folder with the plugin installed."""
    done = subprocess.run(
        [sys.executable, "-m", "intspec", "check", "specs", "--format", "concise", *words],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(folder), *sys.path]), **(more or {})},
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


@pytest.fixture
def scheduler(folder: Path) -> Iterator[str]:
    """Start a scheduler and a worker that nothing starts again; return the address."""
    file = folder / "scheduler.json"
    module = [sys.executable, "-m", "distributed.cli.dask_"]
    words = ("--scheduler-file", str(file))
    ways = {
        "scheduler": ("--host", "127.0.0.1", "--port", "0", "--no-dashboard"),
        "worker": ("--nthreads", "1", "--no-nanny", "--no-dashboard"),
    }
    with contextlib.ExitStack() as opened:
        for name, more in ways.items():
            process = subprocess.Popen(
                [*module[:-1], module[-1] + name, *words, *more],
                cwd=folder,
                env=os.environ | {"PYTHONPATH": os.pathsep.join([str(folder), *sys.path])},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            opened.callback(process.wait)
            opened.callback(process.kill)
            (folder / f"{name}.pid").write_text(str(process.pid))
            while not file.exists():
                assert process.poll() is None
                time.sleep(0.1)
        address = json.loads(file.read_text())["address"]
        # On a busy machine a worker takes its time to join.
        joined = f"from distributed import Client; Client({address!r}).wait_for_workers(1, 60)"
        subprocess.run([sys.executable, "-c", joined], check=True, stderr=subprocess.DEVNULL)
        yield address


def test_a_scheduler_that_is_lost_costs_the_files_that_are_left(
    folder: Path, scheduler: str
) -> None:
    """They are named, with what to do, and the report is whole."""
    write(folder, "well", "scheduler", "well", "well")
    words = ("--engine", "dask", "--scheduler", scheduler)
    code, out, err = check(folder, *words, "--output", "json:report.json")
    assert (code, err) == (3, "")
    assert "was out of reach: the scheduler of Dask does not answer any more" in out
    files = json.loads((folder / "report.json").read_text())["files"]
    told = [[one["rule"] for one in file["diagnostics"]] for file in files]
    assert told[0] != ["intspec/not-checked"] == told[2] == told[3]


def test_none_is_waited_for_where_no_worker_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is done is told, and the rest is named; a worker that is started again is waited for."""
    looks = iter([{"a": 1}, {}, {}, {"b": 1}, *[{}] * 99])
    seen = []

    class Client:
        def nthreads(self) -> dict[str, int]:
            seen.append(next(looks))
            return seen[-1]

        def submit(self, *_words: object, **_how: object) -> object:
            return object()

    def wait(*_words: object, **_how: object) -> None:
        raise TimeoutError

    monkeypatch.setattr(distributed, "wait", wait)
    how = ("", "", 1.0)
    lines = list(cluster.lines_of(Client(), distributed, ["a", "b"], how))
    assert [str(getattr(line, "reason", "")) for line in lines] == [
        "was out of reach: the cluster of Dask has no worker any more"
    ] * 2
    assert len(seen) == 4 + cluster.PATIENCE / cluster.LOOK


NONE = "is no address of a scheduler, such as tcp://10.0.0.5:8786"
ADDRESSES = {
    "tcp://127.0.0.1:9": (3, "no scheduler of Dask answers at `tcp://127.0.0.1:9`"),
    "no-such-host.invalid:8786": (3, "no scheduler of Dask answers at `no-such-host.invalid:8786`"),
    "tls://127.0.0.1:9": (3, "Dask is not set up for `tls://127.0.0.1:9` on this machine"),
    "tcp://a..b:8786": (3, "no scheduler of Dask answers at `tcp://a..b:8786`"),
    f"{'a' * 70}:8786": (3, "no scheduler of Dask answers at `aaaa"),
    "": (2, NONE),
}


@pytest.mark.parametrize(
    "address",
    [
        " ",
        "foo",
        "tcp://foo",
        "tcp://foo:bar",
        "http://foo:1",
        ":",
        ":1",
        "tcp://",
        "a:b:c",
        "a b:1",
    ],
)
def test_what_is_no_address_is_told_as_such(address: str) -> None:
    """Nothing is asked of the network for it."""
    with pytest.raises(click.UsageError, match=NONE):
        cluster.address_of(address)


@pytest.mark.parametrize("address", ["a:1", "tcp://a.b:1", "tls://[::1]:8786", "ws://10.0.0.5:80/"])
def test_what_is_an_address_has_a_host_and_a_port(address: str) -> None:
    """Whatever it begins with."""
    host, port = cluster.address_of(address)
    assert f"{host}:{port}" in address.replace("[", "").replace("]", "")


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_that_cannot_be_used_is_told_before_the_report_begins(
    folder: Path, address: str
) -> None:
    """Also where most results are kept from an earlier run."""
    write(folder, *["well"] * 22)
    (folder / "sick-1.0.dist-info" / "entry_points.txt").write_text("")
    env = {"XDG_CACHE_HOME": str(folder / "cache")}
    check(folder, more=env)
    write(folder, "changed")
    code, said = ADDRESSES[address]
    words = ("--engine", "dask", "--scheduler", address, "--format", "json")
    found = check(folder, *words, more=env)
    assert (found[0], found[1], said in found[2]) == (code, "", True), found
    assert "Traceback" not in found[2]


def test_a_scheduler_is_one_of_dask(folder: Path) -> None:
    """What only this process can do."""
    write(folder, "well")
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
