"""The collections of bad input, which are no part of this project.

`INTSPEC_TEST_DATA` names the folder that has them in its folder `badinput`. What needs them is left
out where nothing names it; where it is named and they are not there, that is an error.
"""

import base64
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

VARIABLE = "INTSPEC_TEST_DATA"
SUITES = ("json_suite", "yaml_suite", "yaml_pyyaml", "own_documents")
STRINGS = (
    "own_strings",
    "strings_blns",
    "strings_html_dompurify",
    "strings_markdown_commonmark",
)
#: The recorded verdict on each document.
GOLDEN = Path(__file__).parent.parent / "goldens" / "reading_verdicts.json"


def given(name: str) -> Path | None:
    """Return a file or folder of the data that are given, None where nothing names their folder.

    Raises:
        FileNotFoundError: Their folder is named, and there is nothing of this name in it.
    """
    named = os.environ.get(VARIABLE)
    if not named:
        return None
    path = Path(named) / name
    if not path.exists():
        message = f"{VARIABLE} names {named}, in which there is no `{name}`"
        raise FileNotFoundError(message)
    return path


def folder() -> Path | None:
    """Return the folder of the collections, None where nothing names it."""
    return given("badinput")


def lines(at: Path, *suites: str) -> Iterator[dict[str, Any]]:
    """Go over the records of suites."""
    for suite in suites:
        for line in (at / f"{suite}.jsonl").read_text(encoding="ascii").splitlines():
            yield json.loads(line)


def documents(at: Path) -> Iterator[dict[str, Any]]:
    """Go over all records that are YAML or JSON."""
    return (one for one in lines(at, *SUITES) if one["format"] in ("yaml", "json"))


def texts(at: Path, *suites: str) -> Iterator[str]:
    """Go over the odd texts: of some suites, or else of all that have any."""
    return (one["text"] for one in lines(at, *(suites or STRINGS)))


def content(record: dict[str, Any]) -> bytes:
    """Return the bytes of a record, which may be given as a rule to make them."""
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
