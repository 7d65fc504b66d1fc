"""Every document of the collections of bad input, through the real check, in a fresh process each.

Needs INTSPEC_TEST_DATA. Each process may take two seconds and 150 MB; each refusal names path,
line, column and remedy; the verdicts are those in tests/goldens/reading_verdicts.json.
"""

import json
import os
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import badinput
from forking import Forked, forked
from harness import tally
from pace import over

import intspec.api
import intspec.cli.check
from intspec.cli.main import run

Case = tuple[str, Callable[[], str]]
SECONDS = 2.0
MEGABYTES = 150
worst = {"seconds": 0.0, "MB": 0.0}


def in_child(words: list[str], out: Path) -> Forked:
    """Run the program in a child process."""

    def program() -> int:
        handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(handle, 1)
        os.dup2(handle, 2)
        code = run(words)
        sys.stdout.flush()
        return code

    return forked(program)


def fault(record: dict[str, Any], verdict: str, folder: Path) -> str:
    """Say what is wrong with the verdict on a record, if anything is."""
    path = folder / f"document.{record['format']}"
    path.write_bytes(badinput.content(record))
    out = folder / "out"
    ended = in_child(["check", str(path), "--format", "json"], out)
    seconds, memory, code = ended.seconds, ended.megabytes, ended.code
    worst["seconds"] = max(worst["seconds"], seconds)
    worst["MB"] = max(worst["MB"], memory)
    if code < 0:
        return f"ended by signal {-code}"
    text = out.read_text("utf-8", "replace")
    if code not in (0, 1, 2) or "Traceback" in text:
        return f"exit {code}: {text[-200:]}"
    if over(seconds, SECONDS):
        return f"{seconds:.1f} s"
    if memory > MEGABYTES:
        return f"{memory:.0f} MB"
    report = json.loads(text)["files"][0]
    found = report["diagnostics"]
    placed = all(d["line"] >= 1 and d["column"] >= 1 and d["message"] for d in found)
    if not placed or not all(d["hint"] for d in found if d["severity"] == "error"):
        return "a finding without place or remedy"
    if report["path"] != str(path):
        return "the path is not named"
    if code == 2:
        if len(found) != 1:
            return f"{len(found)} findings for one refusal"
        told = f"refused {found[0]['rule'].partition('/')[2]} on line {found[0]['line']}"
    else:
        told = "accepted"
    # One that is read and is no mapping, or has no key of ours, is refused by the check alone.
    alone = ("not-a-mapping", "not-a-specification", "wrong-kind-of-file")
    if told != verdict and not (verdict == "accepted" and any(code in told for code in alone)):
        return f"{told}, where {verdict!r} is recorded"
    return ""


def main() -> None:
    """Check them all."""
    at = badinput.folder()
    if at is None:
        sys.exit(f"{badinput.VARIABLE} does not name the folder of the collections")
    intspec.api.load_registry()
    golden = json.loads(badinput.GOLDEN.read_text("utf-8"))
    folder = Path(tempfile.mkdtemp())
    tally(
        "bad documents",
        (
            (record["id"], partial(fault, record, golden[record["id"]], folder))
            for record in badinput.documents(at)
        ),
    )
    print(f"  worst: {worst['seconds']:.2f} s, {worst['MB']:.0f} MB")


if __name__ == "__main__":
    main()
