"""Run commands of the intspec of this environment, each in a process of its own.

`python run_jobs.py JOBS INPUTS WORK RESULTS PART PARTS` is what `same_outputs.py` starts in each
environment. It knows intspec by its command alone. The command is imported once; each job is a
fork of this process, so that it costs no start-up and what it leaves behind is its own.

JOBS is a JSON list of objects: `id`; `args`, the words of the command; `take`, the files and
folders below INPUTS that are copied to the folder that it runs in; `stdin`, a file there;
`env`, further variables. RESULTS gets one JSON object a line: `id`, `code`, `out`, `err`,
`files`, the text of each file that was written, and `used`, its seconds of processor time.
"""

import hashlib
import io
import json
import os
import resource
import shutil
import signal
import sys
import traceback
import zipfile
from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, NoReturn

#: Seconds after which a job is ended, and bytes of memory that it may take.
SECONDS = 60
MEMORY = 4_000_000_000
#: The exit code of a job whose command raised.
RAISED = 99


def command() -> Callable[[], None]:
    """Return the function behind the command `intspec`."""
    (point,) = entry_points(group="console_scripts", name="intspec")
    function: Callable[[], None] = point.load()
    return function


def call(main: Callable[[], None], job: dict[str, Any], folder: Path, log: Path) -> NoReturn:
    """Run a job in this process, which is a fork, and end it with the command's exit code."""
    signal.alarm(SECONDS)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    os.environ.update(job.get("env", {}))
    os.chdir(folder)
    source = os.open(job.get("stdin") or os.devnull, os.O_RDONLY)
    for number, file in ((0, source), *((n, _new(log / str(n))) for n in (1, 2))):
        os.dup2(file, number)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout = io.TextIOWrapper(open(1, "wb", closefd=False), encoding="utf-8")  # noqa: SIM115
    sys.stderr = io.TextIOWrapper(open(2, "wb", closefd=False), encoding="utf-8")  # noqa: SIM115
    sys.argv = ["intspec", *job["args"]]
    try:
        main()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # that it raises is what it does
        traceback.print_exc()
        code = RAISED
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _new(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)


def run(main: Callable[[], None], job: dict[str, Any], inputs: Path, work: Path) -> dict[str, Any]:
    """Run a job and return what came of it."""
    folder, log, home = work / "run", work / "log", work / "home"
    for each in (folder, log, home):
        shutil.rmtree(each, ignore_errors=True)
        each.mkdir(parents=True)
    for name in job.get("take", ()):
        source = inputs / name
        if source.is_dir():
            shutil.copytree(source, folder / source.name)
        else:
            shutil.copyfile(source, folder / source.name)
    before = _files(folder)
    os.environ["HOME"] = str(home)
    child = os.fork()
    if child == 0:
        call(main, job, folder, log)
    _child, status, used = os.wait4(child, 0)
    code = os.waitstatus_to_exitcode(status)
    files: dict[str, str] = {}
    for name, content in _files(folder).items():
        if before.get(name) != content:
            files.update(_texts(name, content))
    out, err = ((log / n).read_text("utf-8", "backslashreplace") for n in "12")
    seconds = round(used.ru_utime + used.ru_stime, 3)
    return {"id": job["id"], "code": code, "out": out, "err": err, "files": files, "used": seconds}


def _files(folder: Path) -> dict[str, bytes]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def _texts(name: str, content: bytes) -> dict[str, str]:
    """Return a written file as text: a package part by part, other binary data as its hash."""
    if name.endswith((".docx", ".xlsx")):
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as package:
                parts = {part: package.read(part) for part in package.namelist()}
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
            parts = {}
        if parts:
            split = {part: text.replace(b"><", b">\n<") for part, text in parts.items()}
            return {f"{name}!{part}": _text(text) for part, text in split.items()}
    return {name: _text(content)}


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return f"{len(content)} bytes, SHA-256 {hashlib.sha256(content).hexdigest()}\n"


def _warm(main: Callable[[], None], inputs: Path, work: Path) -> None:
    """Load in this process what most jobs need."""
    stdout, stderr, folder = sys.stdout, sys.stderr, Path.cwd()
    os.environ["HOME"] = str(work)
    work.mkdir(parents=True, exist_ok=True)
    os.chdir(work)
    spec = str(inputs / "specs/group-exercise.intspec.yaml")
    for words in (
        f"check {spec} --output sarif:a --output junit:b --output github:c --output json:d",
        f"render {spec} --all warm --to docx --to xlsx --to html --to latex --to csv",
        f"crosswalk {spec} --all",
        "explain tidier 3",
        "terms find goal",
        "doctor",
        *(f"import warm/group-exercise-checklist-tidier.{ending}" for ending in ("docx", "xlsx")),
        "import warm/group-exercise-checklist-tidier.csv",
        "check warm/group-exercise-checklist-tidier.docx --annotate commented.docx",
        f"fill warm/group-exercise-checklist-tidier.docx {spec} -o filled.docx",
    ):
        sys.argv = ["intspec", *words.split()]
        sys.stdout = sys.stderr = io.StringIO()
        try:
            main()
        except (SystemExit, Exception):  # noqa: S110 -- the jobs say what goes wrong
            pass
        finally:
            sys.stdout, sys.stderr = stdout, stderr
    os.chdir(folder)


def _main() -> None:
    jobs, inputs, work, results = (Path(word).resolve() for word in sys.argv[1:5])
    part, parts = (int(word) for word in sys.argv[5:7])
    main = command()
    _warm(main, inputs, work)
    with results.open("w", encoding="utf-8") as file:
        for job in json.loads(jobs.read_text("utf-8"))[part::parts]:
            file.write(json.dumps(run(main, job, inputs, work)) + "\n")


if __name__ == "__main__":
    _main()
