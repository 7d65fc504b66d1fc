"""The same bytes come out whatever the order of sets, folders, the time zone and the locale."""

import hashlib
import random
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from harness import ENRICH, ROOT, SPEC, intspec, tally

Case = tuple[str, Callable[[], str]]
SEEDS = 20
COMMANDS = (
    ("check", ".", "--format", "text"),
    ("check", ".", "--format", "json"),
    ("check", ".", "--format", "sarif"),
    ("check", ".", "--format", "junit"),
    ("render", "enrich.intspec.yaml"),
    ("render", "enrich.intspec.yaml", "--view", "gaps", "--to", "html"),
    ("render", "enrich.intspec.yaml", "--view", "checklist", "--to", "csv"),
    ("crosswalk", "enrich.intspec.yaml"),
    ("rules",),
    ("checklists",),
    ("schema",),
)
PLACES = (
    {"TZ": "Pacific/Kiritimati"},
    {"TZ": "America/St_Johns"},
    {"TZ": ":nonsense"},
    {"LC_ALL": "C"},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "LANG": "C"},
    {"LC_ALL": "de_DE.UTF-8"},
)


def corpus(order: int) -> Path:
    """Make a folder of specifications, whose files are made in another order each time."""
    folder = Path(tempfile.mkdtemp())
    files = sorted((ROOT / "specs").rglob("*.intspec.yaml"))
    random.Random(order).shuffle(files)
    for path in files:
        shutil.copyfile(path, folder / path.name)
    assert {ENRICH.name, SPEC.name} <= {path.name for path in files}
    return folder


def prints(folder: Path, environment: dict[str, str]) -> str:
    """Return one number for all that the commands print."""
    total = hashlib.sha256()
    for words in COMMANDS:
        done = intspec(*words, cwd=folder, environment=environment)
        if not done.quiet:
            return f"no clean end: {done.err[-200:]!r}"
        # What a stream cannot show is escaped, which is another text: files are always UTF-8.
        total.update(done.out if environment.get("LC_ALL") != "C" else b"")
        out = folder / "out.bin"
        if words[0] == "render":
            to = () if "--to" in words else ("--to", "html")
            intspec(*words, "-o", str(out), *to, cwd=folder, environment=environment)
            total.update(out.read_bytes())
            out.unlink()
    return total.hexdigest()


def cases() -> Iterator[Case]:
    """Compare each with the first."""
    first = prints(corpus(0), {"PYTHONHASHSEED": "0"})
    plain = prints(corpus(0), {"PYTHONHASHSEED": "0", "LC_ALL": "C"})
    yield "the first run ends well", lambda: "".join(one for one in (first, plain) if " " in one)

    def same(order: int, environment: dict[str, str]) -> str:
        found = prints(corpus(order), environment)
        expected = plain if environment.get("LC_ALL") == "C" else first
        return "" if found == expected else f"other bytes: {found[:60]}"

    for seed in range(1, SEEDS + 1):
        yield (
            f"hash seed and folder order {seed}",
            partial(same, seed, {"PYTHONHASHSEED": str(seed)}),
        )
    for place in PLACES[:SEEDS]:
        yield str(place), partial(same, 3, place)


def main() -> None:
    """Compare all of them; a number names how many seeds, and how many places at most."""
    global SEEDS  # noqa: PLW0603
    if len(sys.argv) > 1:
        SEEDS = int(sys.argv[1])
    tally("order and place", cases())


if __name__ == "__main__":
    main()
