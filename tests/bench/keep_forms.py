"""A pytest plugin that keeps every form that tests make or read: `pytest -p keep_forms`.

The folder is named by `KEEP_FORMS`. Word and Excel files are caught where they are unpacked, tables
of text where tests build them or hand them to the reader. Each is kept once, named by its content.
"""

import csv
import hashlib
import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

#: Forms that are larger are for tests of limits, which the collections of bad input have too.
LARGEST = 1_000_000
FOLDER = Path(os.environ["KEEP_FORMS"])


def keep(content: bytes, ending: str) -> None:
    """Write a form, named by its content."""
    if len(content) <= LARGEST:
        name = hashlib.sha256(content).hexdigest()[:12]
        (FOLDER / f"{name}.{ending}").write_bytes(content)


class _Keeping(zipfile.ZipFile):
    def __init__(self, file: Any, mode: Any = "r", *more: Any, **named: Any) -> None:
        if mode == "r" and isinstance(file, io.BytesIO):
            _keep_package(file.getvalue())
        super().__init__(file, mode, *more, **named)


def _keep_package(content: bytes) -> None:
    # The folders of a package stand in its table of contents, uncompressed.
    if b"xl/workbook" in content:
        keep(content, "xlsx")
    elif b"word/" in content:
        keep(content, "docx")


def _keep_table(build: Callable[..., Any]) -> Callable[..., Any]:
    def table_form(*arguments: Any, **named: Any) -> Any:
        form = build(*arguments, **named)
        text = io.StringIO()
        rows = csv.writer(text)
        for row in form.tables[0].rows:
            rows.writerow([cell.text for cell in row.cells])
        keep(text.getvalue().encode("utf-8", "replace"), "csv")
        return form

    return table_form


def _keep_csv(read: Callable[..., Any]) -> Callable[..., Any]:
    def reader(raw: bytes, *more: Any) -> Any:
        keep(raw, "csv")
        return read(raw, *more)

    return reader


def pytest_configure() -> None:
    """Put what keeps forms in the place of what makes and reads them, before tests are imported."""
    zipfile.ZipFile = _Keeping  # type: ignore[misc]
    import filledforms  # noqa: PLC0415 -- a module of the tests, found once pytest is configured

    filledforms.table_form = _keep_table(filledforms.table_form)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep what the tests of tables of text read."""
    modules = {item.getparent(pytest.Module) for item in items}
    for module in modules:
        code = module.obj if module is not None else None
        if code is not None and code.__name__.endswith("test_csv_reading"):
            code.READ = _keep_csv(code.READ)
