"""What the tests of office files share: collections of odd texts, packages taken apart."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import badinput
import pytest
from readback import column_of, line_feeds

__all__ = ["bad_input", "column_of", "dates", "line_feeds", "members", "odd_texts"]


def bad_input() -> Path:
    """Return the folder of the collections of bad input."""
    at = badinput.folder()
    if at is None:
        pytest.skip(f"{badinput.VARIABLE} does not name the folder of the collections")
    return at


def odd_texts() -> Iterator[str]:
    """Go over all texts of the collections."""
    return badinput.texts(bad_input())


def members(raw: bytes) -> dict[str, bytes]:
    """Take a package apart."""
    with ZipFile(BytesIO(raw)) as package:
        assert package.testzip() is None
        return {one.filename: package.read(one) for one in package.infolist()}


def dates(raw: bytes) -> set[tuple[int, ...]]:
    """Return the dates of a package's members."""
    with ZipFile(BytesIO(raw)) as package:
        return {one.date_time for one in package.infolist()}
