"""A real browser, where there is one: its own lane, skipped loudly elsewhere."""

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="module")
def chromium() -> "Iterator[Browser]":
    """Start the machine's own Chromium, with nothing fetched."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.skip("NO BROWSER: chromium is not installed (apt-get install chromium)")
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="NO BROWSER: pip install 'intspec[browser]'"
    )
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def open_editor(chromium: "Browser") -> "Iterator[Callable[..., Page]]":
    """Return what starts `intspec edit` on a file, and opens its address in a fresh browser."""
    started: list[subprocess.Popen[str]] = []
    faults: list[str] = []

    def opening(path: Path, **settings: Any) -> "Page":
        command = [sys.executable, "-m", "intspec", "edit", str(path), "--no-browser"]
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        started.append(process)
        assert process.stdout is not None
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found is not None
        page = chromium.new_context(**settings).new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda told: faults.append(told.text) if told.type == "error" else None)
        page.goto(found[0])
        return page

    yield opening
    for context in chromium.contexts:
        context.close()
    for process in started:
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
        if process.stdout is not None:
            process.stdout.close()
    assert not [fault for fault in faults if "status of 409" not in fault]


@pytest.fixture(scope="session")
def axe() -> str:
    """Return axe-core, which looks for what keeps people out."""
    path = os.environ.get("INTSPEC_AXE", "")
    if not path:
        pytest.skip("NO AXE: INTSPEC_AXE names no axe.min.js (npm ci in .ci/browser)")
    return Path(path).read_text(encoding="utf-8")
