"""Whether the work tree writes what an earlier commit wrote: every command, on all inputs at hand.

`python tests/bench/same_outputs.py BASE [--only WORDS] [--data DIR]` builds the wheels of BASE and
of the work tree, installs each into an environment of its own and runs there every command on the
specifications, cases, forms and misbehaving plugins of BASE's tests and, where they are at hand, on
the collections of bad input. It prints what differs in output, exit code and written files, and
ends with 1 if anything does. Masked are versions, line numbers in failures of plugins, and the
names of temporary files.

Run it by the Python of an environment with the extra `dev`, whose libraries are used. What depends
on BASE alone (environment, inputs, outputs) is kept in a folder of the user's cache for the next
run. PDF is left out: its text is that of the other formats, and one file takes as long as ten of
those.
"""

import argparse
import difflib
import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import zip_longest
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
#: What a wheel is made of.
SOURCES = ("src", "plugins", "specs", "pyproject.toml", "README.md", "LICENSE", "hatch_build.py")
PROCESSES = 2
#: Lines of a difference that are printed, and differences that are printed in full.
LINES, PRINTED = 40, 30
MASKS = (
    (re.compile(r"\.py(:|, line )\d+"), r".py\1N"),
    (re.compile(re.escape(tempfile.gettempdir()) + r"/[\w./-]*"), "TEMPORARY"),
    (re.compile(r"intspec-bug-\w+"), "intspec-bug-NAME"),
    (re.compile(r"object at 0x[0-9a-f]+"), "object at ADDRESS"),
)
Outcome = Mapping[str, Any]


# Environments


def export(commit: str | None, to: Path) -> None:
    """Write the files of a commit, or of the work tree when None, to a folder."""
    to.mkdir(parents=True)
    if commit is not None:
        archive = _git("archive", "--format=tar", commit)
        subprocess.run(["tar", "-x", "-C", str(to)], input=archive, check=True)
        return
    for path in _work_files():
        (to / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / path, to / path)


def _work_files() -> list[str]:
    names = _git("ls-files", "-co", "--exclude-standard", "-z", "--", *SOURCES).decode()
    return [name for name in names.split("\0") if name and (ROOT / name).is_file()]


def _git(*words: str) -> bytes:
    return subprocess.run(["git", "-C", str(ROOT), *words], check=True, capture_output=True).stdout


def key_of(commit: str | None) -> str:
    """Return the name of the folder in the cache for a commit, or for this run's work tree."""
    if commit is not None:
        return _git("rev-parse", f"{commit}^{{commit}}").decode()[:16]
    # No other run may use this one's environment, which is removed at the end.
    content = hashlib.sha256(str(os.getpid()).encode())
    for name in _work_files():
        content.update(name.encode() + b"\0" + (ROOT / name).read_bytes())
    return content.hexdigest()[:16]


def environment(commit: str | None, folder: Path) -> None:
    """Make the environment of a commit, unless it is there, or of the work tree.

    Args:
        commit: The commit; None for the work tree.
        folder: Where: `tree` has the files, `bin/python` the wheel and this Python's libraries.
    """
    if (folder / "made").exists():
        return
    shutil.rmtree(folder, ignore_errors=True)
    export(commit, folder / "tree")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    packages = next(folder.glob("lib/python*/site-packages"))
    for path in Path(sysconfig.get_path("purelib")).iterdir():
        if not path.name.startswith(("intspec", "_intspec", "__editable__")):
            (packages / path.name).symlink_to(path)
    with tempfile.TemporaryDirectory() as wheels:
        build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", wheels]
        subprocess.run(build, cwd=folder / "tree", check=True, capture_output=True)
        (wheel,) = Path(wheels).iterdir()
        # A wheel of Python alone is installed once it is unpacked: metadata names its command.
        with zipfile.ZipFile(wheel) as archive:
            names = {Path(name).parts[0] for name in archive.namelist()}
            archive.extractall(packages)
        compile_all = [str(folder / "bin/python"), "-m", "compileall", "-q"]
        subprocess.run([*compile_all, *(str(packages / name) for name in names)], check=True)
    (folder / "made").touch()


@contextmanager
def alone(cache: Path) -> Iterator[None]:
    """Keep another run from making in the cache what this one is making."""
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


# Running


def variables() -> dict[str, str]:
    """Return the environment variables that commands run with: nothing of the user's own."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    return {
        **kept,
        "COLUMNS": "100",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
    }


def collect(base: Path, data: Path | None) -> Path:
    """Collect inputs and jobs by the base's own tests, unless that has been done.

    Returns:
        The folder of `jobs.json` and `inputs`.
    """
    tools = b"".join((HERE / name).read_bytes() for name in ("collect_jobs.py", "keep_forms.py"))
    name = hashlib.sha256(tools + str(data).encode()).hexdigest()[:16]
    out = base / f"inputs-{name}"
    if not (out / "jobs.json").exists():
        shutil.rmtree(out, ignore_errors=True)
        words = [str(base / "bin/python"), str(HERE / "collect_jobs.py"), str(base / "tree")]
        words += [str(out), *([str(data)] if data else [])]
        subprocess.run(words, check=True, env=variables())
    return out


def run(folder: Path, jobs: list[Outcome], collected: Path, work: Path) -> list[Path]:
    """Run jobs in an environment, in two processes; return the files of what came of them."""
    work.mkdir()
    listed = work / "jobs.json"
    listed.write_text(json.dumps(jobs), "utf-8")
    results = [work / f"results-{part}.jsonl" for part in range(PROCESSES)]
    running = [
        subprocess.Popen(
            [
                *(str(folder / "bin/python"), str(HERE / "run_jobs.py"), str(listed)),
                *(str(collected / "inputs"), str(work / f"part-{part}"), str(result)),
                *(str(part), str(PROCESSES)),
            ],
            env=variables(),
        )
        for part, result in enumerate(results)
    ]
    try:
        codes = [process.wait() for process in running]
    finally:
        for process in running:
            process.kill()
    if any(codes):
        sys.exit(f"the jobs could not be run in {folder}")
    return results


def run_kept(
    base: Path, jobs: list[Outcome], chosen: set[str], collected: Path, work: Path
) -> list[Path]:
    """Run the chosen jobs in the base's environment, unless what came of all of them is kept."""
    tools = hashlib.sha256((HERE / "run_jobs.py").read_bytes()).hexdigest()[:16]
    kept = collected / f"outputs-{tools}"
    if kept.exists():
        return sorted(kept.glob("results-*.jsonl"))
    results = run(base, [job for job in jobs if job["id"] in chosen], collected, work)
    if len(chosen) < len(jobs):
        return results
    for part in work.glob("part-*"):
        shutil.rmtree(part)
    shutil.move(work, kept)
    return sorted(kept.glob("results-*.jsonl"))


def outcomes(results: list[Path]) -> Iterator[Outcome]:
    """Go over what came of jobs, in the order of the jobs."""
    files = [path.open(encoding="utf-8") for path in results]
    for lines in zip_longest(*files):
        yield from (json.loads(line) for line in lines if line is not None)
    for file in files:
        file.close()


# Comparing


def masked(text: str, own: Mapping[str, str] | None = None) -> str:
    """Return a text without what may differ: own names, versions, lines of code, addresses."""
    for word, name in (own or {}).items():
        text = text.replace(word, name)
    for pattern, name in MASKS:
        text = pattern.sub(name, text)
    return text


def differences(
    base: Outcome, work: Outcome, own: tuple[Mapping[str, str], Mapping[str, str]] = ({}, {})
) -> list[str]:
    """Return the lines that say how two outcomes of a job differ; none if they do not.

    Args:
        base: What came of it in the base's environment.
        work: What came of it in that of the work tree.
        own: What is masked in each: words, and the names that stand for them.
    """
    lines: list[str] = []
    if base["code"] != work["code"]:
        lines.append(f"exit code {base['code']} -> {work['code']}")
    parts = [{"stdout": one["out"], "stderr": one["err"], **one["files"]} for one in (base, work)]
    for name in dict.fromkeys((*parts[0], *parts[1])):
        texts = [
            None if name not in part else masked(part[name], words)
            for part, words in zip(parts, own, strict=True)
        ]
        if texts[0] == texts[1]:
            continue
        if None in texts:
            lines.append(
                f"{name}: only written by {'base' if texts[1] is None else 'the work tree'}"
            )
            continue
        before, after = ((text or "").splitlines() for text in texts)
        found = list(difflib.unified_diff(before, after, name, name, lineterm="", n=1))
        lines += found[:LINES] or [f"{name}: differs in line ends alone"]
        if len(found) > LINES:
            lines.append(f"... and {len(found) - LINES} more lines")
    return lines


def _own(folder: Path) -> dict[str, str]:
    """Return what is an environment's own, by what it is masked with."""
    metadata = next(folder.glob("lib/python*/site-packages/intspec-*.dist-info"))
    return {str(folder): "ENVIRONMENT", metadata.stem.partition("-")[2]: "VERSION"}


def _arguments() -> argparse.Namespace:
    first = (__doc__ or "").partition("\n")[0]
    parser = argparse.ArgumentParser(description=first)
    parser.add_argument("base", metavar="BASE", help="the commit to compare with")
    parser.add_argument("--only", metavar="WORDS", help="only the commands that have these words")
    named = os.environ.get("INTSPEC_TEST_DATA")
    beside = ROOT.parent / "shared"
    data = Path(named) if named else beside if beside.is_dir() else None
    parser.add_argument("--data", type=Path, default=data, help="the collections of bad input")
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    parser.add_argument("--cache", type=Path, default=home / "intspec-same-outputs")
    return parser.parse_args()


def main() -> int:
    """Compare, print what differs, and return the exit code."""
    asked = _arguments()
    cache: Path = asked.cache.resolve()
    begin = time.monotonic()
    with alone(cache):
        base = cache / key_of(asked.base)
        environment(asked.base, base)
        collected = collect(base, asked.data)
    jobs = json.loads((collected / "jobs.json").read_text("utf-8"))
    chosen = {job["id"] for job in jobs if not asked.only or asked.only in job["id"]}
    work = cache / key_of(None)
    try:
        environment(None, work)
        own = (_own(base), _own(work))
        differing = 0
        with tempfile.TemporaryDirectory(prefix="intspec-same-outputs-") as name:
            folder = Path(name)
            with alone(cache):
                before = run_kept(base, jobs, chosen, collected, folder / "base")
            asked_of_both = [job for job in jobs if job["id"] in chosen]
            after = run(work, asked_of_both, collected, folder / "work")
            kept = (one for one in outcomes(before) if one["id"] in chosen)
            for one, other in zip(kept, outcomes(after), strict=True):
                lines = differences(one, other, own)
                if lines:
                    differing += 1
                    print(f"== {one['id']}")
                    print("\n".join(lines if differing <= PRINTED else lines[:1]))
    finally:
        shutil.rmtree(work, ignore_errors=True)
    seconds = time.monotonic() - begin
    print(f"{differing} of {len(chosen)} outputs differ from {asked.base} ({seconds:.0f} s)")
    return int(differing > 0)


if __name__ == "__main__":
    sys.exit(main())
