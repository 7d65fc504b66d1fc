"""Words that would take hold of a terminal, in every place that a command prints from.

A specification, a checklist file, a vocabulary, settings and a plugin that say control,
bidirectional and zero-width characters wherever they can: each command shows them as escapes.
Each runs on a terminal of its own, since that is where they would do harm.
"""

import json
import os
import pty
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from harness import tally
from installing import install
from misbehaving import RULES

Case = tuple[str, Callable[[], str]]
#: The title of the window, a colour, a line deleted, directions turned round, no width.
EVIL = "\x1b]0;evil\x07 \x1b[31m \x9b2K \u202e \u2066 \u200b \x7f"
#: What a specification can hold of it: it is refused with the others.
TOLD = "\u202e \u2066 \u200b"
RAW = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b]")
#: What the program itself says to a terminal: colours, and a line of progress begun anew.
OWN = re.compile(r"\x1b\[[0-9;]*m|\r\x1b\[K")


def project(evil: str = EVIL, told: str = TOLD) -> Path:
    """Write a project whose every text is evil."""
    folder = Path(tempfile.mkdtemp())
    said = json.dumps(evil)  # TOML has the same escapes
    (folder / "evil.toml").write_text(
        f"""format = 1
id = "evil"
title = {said}
version = {said}
year = 2026
citation = {said}
licence = {said}
wording = "own"
scope = "arm"
[[items]]
id = "item"
number = {said}
title = {said}
  [[items.parts]]
  id = "part"
  all = ["rationale.goal"]
  asks = {said}
  why = {said}
  example = {said}
  instead = {said}
  gap = {said}
  mend = {said}
""",
        encoding="ascii",
    )
    vocabulary = {
        "format": 1,
        "id": "evil-words",
        "prefix": "EV",
        "title": evil,
        "version": evil,
        "citation": evil,
        "licence": evil,
        "note": evil,
        "iri": f"https://a.example/{evil}",
        "groups": [{"id": "g", "label": evil}],
        "terms": [{"id": "1", "label": f"goal{evil}", "aliases": [evil], "group": "g"}],
    }
    (folder / "words.json").write_text(json.dumps(vocabulary), encoding="ascii")
    settings = f"""checklist_files = ["evil.toml"]
vocabularies = ["words.json"]
[severity."tidier/materials-access"]
is = "note"
reason = {said}
"""
    (folder / "intspec.toml").write_text(settings, encoding="ascii")
    document = {
        "intspec": "1.0",
        "id": "a",
        "title": told,
        "stage": "results",
        "fictitious": True,
        "checklists": ["tidier", "evil", "bad"],
        "no_comparator": {"reason": told},
        "notes": [{"text": told}],
        "components": {"c": {"text": told, "terms": [{"id": "evil-words:9", "label": told}]}},
        "materials": {"m": {"name": told, "audience": ["participants"]}},
        "interventions": {"x": {"role": "experimental", "name": told, "materials": ["m"]}},
    }
    (folder / "a.intspec.yaml").write_text(json.dumps(document), encoding="ascii")
    refused = {**document, "title": evil, "stage": evil, evil: evil}
    (folder / "refused.json").write_text(json.dumps(refused), encoding="ascii")
    unknown = {**document, "stage": told, f"x{told}": told}
    (folder / "unknown.json").write_text(json.dumps(unknown), encoding="ascii")
    install(folder, "bad", RULES.format(body=f"yield Finding({evil!r}, ('title',), {evil!r})"))
    install(folder, "worse", f"raise ValueError({evil!r})\n")
    return folder


COMMANDS: tuple[tuple[str, ...], ...] = (
    *(("check", "a.intspec.yaml", "--format", fmt) for fmt in ("text", "concise", "github")),
    ("check", "a.intspec.yaml", "--jobs", "1", "--timeout", "20"),
    ("check", "refused.json"),
    ("check", "unknown.json"),
    ("render", "a.intspec.yaml"),
    ("render", "a.intspec.yaml", "--checklist", "evil", "--view", "gaps"),
    *(("render", "a.intspec.yaml", "--to", fmt) for fmt in ("html", "json", "latex")),
    ("render", "unknown.json"),
    ("crosswalk", "a.intspec.yaml", "--checklist", "evil"),
    ("crosswalk", "--by", "evil"),
    ("explain", "evil"),
    ("explain", "evil", "7"),
    ("explain", "evil/item"),
    ("explain", "evil/part"),
    ("explain", "bad/rule"),
    ("explain", "evil-words"),
    ("explain", "evil-words:1"),
    ("terms", "list"),
    ("terms", "list", "evil-words", "--vocabulary", "words.json"),
    ("terms", "show", "evil-words:1", "--vocabulary", "words.json"),
    ("terms", "show", "evil-words:2", "--vocabulary", "words.json"),
    ("terms", "find", "goal", "--vocabulary", "words.json"),
    ("terms", "find", EVIL),
    ("rules",),
    ("checklists",),
    ("plugins",),
    ("config", "show"),
    ("doctor",),
    ("import", "form.csv"),
    ("check", "form.csv"),
    ("check", f"no{EVIL}.intspec.yaml"),
    ("explain", EVIL),
    ("render", "a.intspec.yaml", "--to", EVIL),
    ("render", "a.intspec.yaml", "--all", "all"),
)


def shown(folder: Path, words: tuple[str, ...]) -> str:
    """Run a command on a terminal; say what raw characters it prints there."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": str(folder), "TERM": "xterm", "COLUMNS": "200"}
    with subprocess.Popen(
        [sys.executable, "-m", "intspec", *words],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
    ) as child:
        os.close(theirs)
        told = b""
        while True:
            try:
                piece = os.read(ours, 65_536)
            except OSError:  # the other end is closed
                piece = b""
            if not piece:
                break
            told += piece
        os.close(ours)
        code = child.wait(timeout=20)
    text = OWN.sub("", told.decode("utf-8", "replace"))
    if code not in (0, 1, 2, 3) or "Traceback" in text:
        return f"exit {code}: {text[-300:]}"
    found = RAW.search(text)
    around = text[max(0, found.start() - 30) : found.end() + 10] if found else ""
    return f"raw: {around!r}" if found else ""


def cases() -> Iterator[Case]:
    """Each command."""
    folder = project()
    rows = [["Item", "Where located"], *([f"{n}", EVIL] for n in range(1, 13))]
    lines = [",".join(f'"{value}"' for value in row) for row in rows]
    (folder / "form.csv").write_text("\n".join(lines), encoding="utf-8")
    for words in COMMANDS:
        yield " ".join(words)[:60].encode("unicode_escape").decode(), partial(shown, folder, words)


def main() -> None:
    """Try them all."""
    tally("commands on a terminal", cases(), at_once=2)


if __name__ == "__main__":
    main()
