"""SECURITY.md names commands that are there, and the gate runs each of them."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "SECURITY.md"
GATE = ROOT / ".ci" / "run"

pytestmark = pytest.mark.skipif(
    not (PAGE.exists() and GATE.exists()), reason="neither is in a packed copy of the project"
)


def test_each_promise_has_a_command_that_the_gate_runs() -> None:
    """In the same words, or it is said to run in `.ci/long` alone; no command is without a row."""
    page = PAGE.read_text("utf-8")
    named = re.findall(r"`python tests/trust/(\w+)\.py( [0-9]+)?`(, in `\.ci/long` alone)?", page)
    gate = {(name, count) for name, count, alone in named if not alone}
    long = {name for name, _count, alone in named if alone}
    run = re.findall(r"^ *(?:given )?trust (\w+)( [0-9]+)?", GATE.read_text("utf-8"), re.MULTILINE)
    assert gate == set(run)
    for name in long:
        assert f"tests/trust/{name}.py" in (ROOT / ".ci" / "long").read_text("utf-8")
    assert [name for name, *_rest in named if not (ROOT / f"tests/trust/{name}.py").exists()] == []


def test_the_lock_names_each_release_with_hashes_and_no_host() -> None:
    """Each line that names a release has a hash below it."""
    for name in ("requirements.txt", "audit.txt"):
        text = (ROOT / ".ci" / name).read_text("utf-8")
        assert re.search(r"^[a-z].*==.*[^\\]$", text, re.MULTILINE) is None
        assert text.count("--hash=sha256:") >= text.count("==") > 20
        assert "://" not in text
