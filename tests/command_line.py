"""intspec as a command, without the time that a new Python takes to start.

`run` asks one process, which has loaded intspec and does nothing else, to fork for each command. A
command gets folder, environment, streams and exit code of its own, and what it leaves behind in
memory is gone with it. Where there is no fork, and where the environment has a say in how Python
starts, a new Python is started. Tests of start-up, signals and plugins that go wrong start their
processes themselves.
"""

import atexit
import importlib
import io
import json
import os
import pkgutil
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

SECONDS = 120
#: Variables that are read when Python starts, all but the path, and when modules are loaded.
START_UP = ("PYTHON", "INTSPEC_PLUGIN_SECONDS")
#: Libraries that commands load when they need them, where they are installed.
LIBRARIES = ("cattrs", "docx", "jinja2", "jsonschema_rs", "lxml.etree", "python_calamine", "yaml")


def run(
    words: tuple[str, ...],
    *,
    cwd: Path | str = ".",
    stdin: bytes = b"",
    env: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """Run a command of intspec.

    Args:
        words: The words after `intspec`.
        cwd: The folder that it runs in.
        stdin: What its standard input holds.
        env: All of its environment; this process's when absent.
    """
    env = dict(os.environ if env is None else env)
    start_up = {name for name in env if name.startswith(START_UP)} - {"PYTHONPATH"}
    if not hasattr(os, "fork") or any(env[name] != os.environ.get(name) for name in start_up):
        command = [sys.executable, "-m", "intspec", *words]
        return subprocess.run(
            command,
            cwd=cwd,
            input=stdin,
            env=env,
            capture_output=True,
            check=False,
            timeout=SECONDS,
        )
    return Forks.of_this_process().run(words, Path(cwd), stdin, env)


def run_text(
    words: tuple[str, ...],
    *,
    cwd: Path | str = ".",
    stdin: bytes = b"",
    env: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run a command of intspec, and decode what it says; the arguments are those of `run`."""
    done = run(words, cwd=cwd, stdin=stdin, env=env)
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
    )


class Forks:
    """The process that forks, and the files through which its forks speak."""

    _running: "Forks | None" = None

    @classmethod
    def of_this_process(cls) -> "Forks":
        """Return the one that this process has started, or start it."""
        if cls._running is None:
            cls._running = cls()
        return cls._running

    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="intspec-forks-")
        self.process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        atexit.register(self.end)

    def run(
        self, words: tuple[str, ...], cwd: Path, stdin: bytes, env: Mapping[str, str]
    ) -> subprocess.CompletedProcess[bytes]:
        """Run a command in a fork."""
        names = ("stdin", "stdout", "stderr")
        streams = [Path(self.folder.name) / name for name in names]
        streams[0].write_bytes(stdin)
        asked = {
            "words": words,
            "cwd": str(cwd.resolve()),
            "env": dict(env),
            "streams": [str(path) for path in streams],
        }
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(asked).encode() + b"\n")
        self.process.stdin.flush()
        code = int(self.process.stdout.readline())
        out, err = (path.read_bytes() for path in streams[1:])
        return subprocess.CompletedProcess(["intspec", *words], code, out, err)

    def end(self) -> None:
        """End the process: it ends when nobody can ask any more."""
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()
        self.process.wait()
        self.folder.cleanup()


# What the process that forks does


def _serve() -> None:
    own_path = os.environ.get("PYTHONPATH")
    _load()
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if child == 0:
            _become(asked, own_path)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        sys.stdout.write(f"{code}\n")
        sys.stdout.flush()


def _load() -> None:
    """Load all modules of intspec and its bundled plugins."""
    for package in ("intspec", "intspec_bundled"):
        folders = importlib.import_module(package).__path__
        for module in pkgutil.walk_packages(folders, f"{package}."):
            if not module.name.startswith("intspec.testing"):
                importlib.import_module(module.name)
    for name in LIBRARIES:
        if importlib.util.find_spec(name.partition(".")[0]) is not None:
            importlib.import_module(name)


def _become(asked: dict[str, Any], own_path: str | None) -> NoReturn:
    """Run a command as a new Python would, and end with its exit code."""
    import signal  # noqa: PLC0415 -- Windows has no alarm

    signal.alarm(SECONDS)
    os.chdir(asked["cwd"])
    os.environ.clear()
    os.environ.update(asked["env"])
    added = [path for path in (own_path or "").split(os.pathsep) if path]
    wanted = [path for path in asked["env"].get("PYTHONPATH", "").split(os.pathsep) if path]
    sys.path[:] = [asked["cwd"], *wanted, *(p for p in sys.path[1:] if p not in added)]
    importlib.invalidate_caches()
    flags = (os.O_RDONLY, *[os.O_WRONLY | os.O_CREAT | os.O_TRUNC] * 2)
    for number, (path, flag) in enumerate(zip(asked["streams"], flags, strict=True)):
        os.dup2(os.open(path, flag, 0o600), number)
    encoding = sys.stdout.encoding
    sys.stdin = open(0, encoding=encoding, closefd=False)  # noqa: SIM115
    sys.stdout = io.TextIOWrapper(open(1, "wb", closefd=False), encoding)  # noqa: SIM115
    sys.stderr = io.TextIOWrapper(
        open(2, "wb", closefd=False),  # noqa: SIM115
        encoding,
        "backslashreplace",
        write_through=True,
    )
    sys.argv = ["intspec", *asked["words"]]
    code = _exit_code()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _exit_code() -> int:
    from intspec.__main__ import main  # noqa: PLC0415 -- loaded by now

    try:
        main()
    except SystemExit as end:
        if isinstance(end.code, str):
            sys.stderr.write(f"{end.code}\n")
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # what a new Python does with it
        traceback.print_exc()
        return 1
    return 0


if __name__ == "__main__":
    _serve()
