"""Every document of the collections of bad input, through the real check, in a fresh process each.

Needs INTSPEC_TEST_DATA. Each process may take two seconds and 150 MB; each refusal names path,
line, column and remedy; the verdicts are those in tests/goldens/reading_verdicts.json.
"""

import base64
import json
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from harness import ROOT, tally

import intspec.api
import intspec.cli.check
from intspec.cli.outermost import run

Case = tuple[str, Callable[[], str]]
SUITES = ("json_suite", "yaml_suite", "yaml_pyyaml", "own_documents")
SECONDS = 2.0
MEGABYTES = 150
worst = {"seconds": 0.0, "MB": 0.0}


def content(record: dict[str, Any]) -> bytes:
    """Return the bytes of a record."""
    if "data_b64" in record:
        return base64.b64decode(record["data_b64"])
    if "parts" in record:
        return "".join(text * count for text, count in record["parts"]).encode()
    if "counted" in record:
        counted = record["counted"]
        items = (counted["item"].replace("{i}", str(i)) for i in range(counted["n"]))
        body = counted.get("sep", "").join(items)
        return f"{counted.get('head', '')}{body}{counted.get('tail', '')}".encode()
    stairs = record["stairs"]
    return "".join(" " * i + stairs["item"] for i in range(stairs["n"])).encode()


def records(folder: Path) -> Iterator[dict[str, Any]]:
    """Go over all records that are YAML or JSON."""
    for suite in SUITES:
        for line in (folder / "badinput" / f"{suite}.jsonl").read_text("ascii").splitlines():
            record = json.loads(line)
            if record["format"] in ("yaml", "json"):
                yield record


def in_child(words: list[str], out: Path) -> tuple[int, float, float]:
    """Run the program in a child process: its wait status, seconds and megabytes."""
    start = time.perf_counter()
    child = os.fork()
    if child == 0:
        handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(handle, 1)
        os.dup2(handle, 2)
        code = 71
        try:
            code = run(words)
            sys.stdout.flush()
        finally:
            os._exit(code)
    signal.signal(signal.SIGALRM, lambda *_: os.kill(child, signal.SIGKILL))
    signal.alarm(20)
    _pid, status, usage = os.wait4(child, 0)
    signal.alarm(0)
    return status, time.perf_counter() - start, usage.ru_maxrss / 1024


def fault(record: dict[str, Any], verdict: str, folder: Path) -> str:
    """Say what is wrong with the verdict on a record, if anything is."""
    path = folder / f"document.{record['format']}"
    path.write_bytes(content(record))
    out = folder / "out"
    status, seconds, memory = in_child(["check", str(path), "--format", "json"], out)
    worst["seconds"] = max(worst["seconds"], seconds)
    worst["MB"] = max(worst["MB"], memory)
    if os.WIFSIGNALED(status):
        return f"ended by signal {os.WTERMSIG(status)}"
    code = os.WEXITSTATUS(status)
    text = out.read_text("utf-8", "replace")
    if code not in (0, 1, 2) or "Traceback" in text:
        return f"exit {code}: {text[-200:]}"
    if seconds > SECONDS:
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
    # A document that is read and is no mapping is refused by the check alone.
    if told != verdict and not (verdict == "accepted" and "not-a-mapping" in told):
        return f"{told}, where {verdict!r} is recorded"
    return ""


def main() -> None:
    """Check them all."""
    named = os.environ.get("INTSPEC_TEST_DATA")
    if named is None:
        sys.exit("INTSPEC_TEST_DATA does not name the folder of the collections")
    intspec.api.load_registry()
    golden = json.loads((ROOT / "tests/goldens/reading_verdicts.json").read_text("utf-8"))
    folder = Path(tempfile.mkdtemp())
    tally(
        "bad documents",
        (
            (record["id"], partial(fault, record, golden[record["id"]], folder))
            for record in records(Path(named))
        ),
    )
    print(f"  worst: {worst['seconds']:.2f} s, {worst['MB']:.0f} MB")


if __name__ == "__main__":
    main()
