"""What the tests of office files share: collections of odd texts, packages taken apart."""

import json
import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from intspec import Block, Cell, Column, Row, Table, View

COLLECTIONS = (
    "own_strings",
    "strings_blns",
    "strings_html_dompurify",
    "strings_markdown_commonmark",
)


def bad_input() -> Path:
    """Return the folder of the collections of bad input."""
    named = os.environ.get("INTSPEC_TEST_DATA")
    if named is None:
        pytest.skip("INTSPEC_TEST_DATA does not name the folder of the collections")
    return Path(named) / "badinput"


def odd_texts() -> Iterator[str]:
    """Go over all texts of the collections."""
    for name in COLLECTIONS:
        for line in (bad_input() / f"{name}.jsonl").read_text(encoding="ascii").splitlines():
            yield json.loads(line)["text"]


def members(raw: bytes) -> dict[str, bytes]:
    """Take a package apart."""
    with ZipFile(BytesIO(raw)) as package:
        assert package.testzip() is None
        return {one.filename: package.read(one) for one in package.infolist()}


def dates(raw: bytes) -> set[tuple[int, ...]]:
    """Return the dates of a package's members."""
    with ZipFile(BytesIO(raw)) as package:
        return {one.date_time for one in package.infolist()}


def column_of(texts: list[str]) -> View:
    """Make a view of one column that holds texts."""
    rows = tuple(Row("item", (Cell((Block("text", text),)),)) for text in texts)
    return View(
        kind="k", title="T", subtitle="S", tables=(Table("t", "T", (Column("c", "C"),), rows),)
    )


def line_feeds(text: str) -> str:
    """Return a text with line feeds as its only line breaks, as all files hold it."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
