"""Specifications of any size for the benches, the same bytes each time.

`python tests/bench/generate.py FOLDER NUMBER [yaml|json] [COMPONENTS]` writes a folder of them.
They are made of ENRICH's specification: renamed, called fictitious, with as many components as
asked for.
"""

import copy
import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from intspec.reading import read_file

ROOT = Path(__file__).parent.parent.parent
ENRICH = ROOT / "specs" / "enrich" / "enrich.intspec.yaml"
#: As many components as ENRICH considered.
COMPONENTS = 66
WORDS = ("meets", "calls", "listens", "plans", "walks", "shares", "writes", "asks", "shows")


@cache
def base() -> dict[str, Any]:
    """Return ENRICH's specification as plain data."""
    return read_file(ENRICH).data


def specification(number: int, components: int = COMPONENTS) -> dict[str, Any]:
    """Return one specification as plain data.

    Args:
        number: Its number: no two numbers give the same.
        components: How many components it has.
    """
    data = copy.deepcopy(base())
    data["id"] = f"generated-{number}"
    data["title"] = f"Generated specification {number} (fictitious, for measuring)"
    data["fictitious"] = True
    known = list(data["components"].items())
    data["components"] = {}
    for place in range(components):
        name, component = known[place % len(known)]
        turn, one = place // len(known), copy.deepcopy(component)
        if turn:
            word = WORDS[(number + place) % len(WORDS)]
            one["text"] = f"{one['text']}; the peer worker {word} ({number}.{turn})"
            name = f"{name}-{turn}"
        data["components"][name] = one
    return data


def text(number: int, fmt: str = "yaml", components: int = COMPONENTS) -> str:
    """Return one specification as YAML or JSON."""
    data = specification(number, components)
    if fmt == "json":
        return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    dumped: str = yaml.dump(
        data, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=100
    )
    return dumped


def write(
    folder: Path, number: int, fmt: str = "yaml", components: int = COMPONENTS, kinds: int = 50
) -> None:
    """Fill a folder with files of `kinds` different specifications, over and over.

    Args:
        folder: The folder, made if it is not there.
        number: How many files.
        fmt: yaml or json.
        components: How many components each has.
        kinds: How many of the files differ.
    """
    folder.mkdir(parents=True, exist_ok=True)
    texts = [text(n, fmt, components) for n in range(min(number, kinds))]
    for place in range(number):
        file = folder / f"{place:05}.intspec.{fmt}"
        file.write_text(texts[place % len(texts)], encoding="utf-8")


def main() -> None:
    """Write a folder of specifications."""
    folder, number = Path(sys.argv[1]), int(sys.argv[2])
    fmt = sys.argv[3] if len(sys.argv) > 3 else "yaml"
    components = int(sys.argv[4]) if len(sys.argv) > 4 else COMPONENTS
    write(folder, number, fmt, components)


if __name__ == "__main__":
    main()
