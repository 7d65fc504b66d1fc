"""Refusals in full: what is said of a text that cannot be read, where, and what mends it."""

import re
from pathlib import Path

import attrs
import pytest

import refused_texts
from intspec.reading import Problem
from test_reading import PARSERS, REFUSED, REFUSED_JSON, problem, use_parser

GOLDEN = Path(__file__).parent / "goldens" / "refusals.txt"
TEXTS = [
    *(("x.yaml", text) for text, *_ in REFUSED),
    *(("x.yaml", text) for text in refused_texts.YAML),
    *(("x.json", text) for text, *_ in REFUSED_JSON),
    *(("x.json", text) for text in refused_texts.JSON),
]


def told(found: Problem) -> str:
    """Write all that a problem says, one line for each part."""
    place = f"{found.line}:{found.column}-{found.end_line}:{found.end_column}"
    lines = f"  {found.code} at {place}\n  {found.message}\n  {found.hint}\n"
    return lines + (f"  | {found.text[:80]!r}\n" if found.text else "")


def shown(text: str) -> str:
    """Write a text on one line, the middle of a long one left out."""
    return repr(text) if len(text) < 200 else f"{text[:60]!r}, and so on: {len(text)} characters"


@pytest.mark.parametrize("parser", PARSERS)
def test_golden(
    parser: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """Every refusal is as it was, with both parsers; `--update` rewrites the file."""
    use_parser(parser, monkeypatch)
    made = "".join(f"{path} {shown(text)}\n{told(problem(text, path))}" for path, text in TEXTS)
    if request.config.getoption("--update"):
        GOLDEN.write_text(made, encoding="utf-8", newline="\n")
    assert made.splitlines() == GOLDEN.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("end", ["\r\n", "\r"])
@pytest.mark.parametrize("parser", PARSERS)
def test_line_ends_make_no_difference(
    parser: str, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    """Those of Windows and of old Macs lead to the same words and places."""
    use_parser(parser, monkeypatch)
    for path, text in TEXTS:
        assert problem(text.replace("\n", end), path) == problem(text, path), text


@pytest.mark.parametrize("parser", PARSERS)
def test_a_fault_further_down_is_told_further_down(
    parser: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stands above it, letters of any kind and brackets in a comment, changes nothing else."""
    use_parser(parser, monkeypatch)
    for path, text in TEXTS:
        first = "# é😀: [\n" if path == "x.yaml" else " \t\n"
        found = problem(text, path)
        if found.code == "empty" or text.startswith("\ufeff"):
            continue
        assert problem(first + text, path) == attrs.evolve(
            found,
            line=found.line + 1,
            end_line=found.end_line + 1,
            message=re.sub(r"\bline (\d+)", _next, found.message),
        ), text


def _next(found: re.Match[str]) -> str:
    return f"line {int(found[1]) + 1}"
