"""The comparison of outputs before and after a change: what it tells, and what it passes over."""

from pathlib import Path
from typing import Any

import pytest
import same_outputs
from collect_jobs import FEWEST_FORMS, hold_forms
from same_outputs import differences

BASE: dict[str, Any] = {
    "id": "intspec check x.intspec.yaml",
    "code": 1,
    "out": "error: no name\n\n1 error\n",
    "err": "",
    "files": {"report.json": "{}\n", "form.docx!word/document.xml": "<w:p>\n</w:p>"},
}


def test_what_is_the_same_is_not_told() -> None:
    """Two equal outcomes have no difference."""
    assert differences(BASE, dict(BASE)) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"code": 0}, ["exit code 1 -> 0"]),
        (
            {"out": "error: no title\n\n1 error\n"},
            *[
                [
                    "--- stdout",
                    "+++ stdout",
                    "@@ -1,2 +1,2 @@",
                    "-error: no name",
                    "+error: no title",
                    " ",
                ]
            ],
        ),
        ({"err": "a"}, ["--- stderr", "+++ stderr", "@@ -0,0 +1 @@", "+a"]),
        (
            {"files": {"report.json": "{}\n"}},
            ["form.docx!word/document.xml: only written by base"],
        ),
        (
            {"files": {**BASE["files"], "x": ""}},
            ["x: only written by the work tree"],
        ),
        ({"out": BASE["out"].rstrip()}, ["stdout: differs in line ends alone"]),
    ],
)
def test_what_differs_is_told(change: dict[str, Any], told: list[str]) -> None:
    """Exit code, both streams and every written file are held against each other."""
    assert differences(BASE, BASE | change) == told


def test_a_long_difference_is_cut() -> None:
    """The lines left out are counted."""
    lines = differences(BASE, BASE | {"err": "\n".join(map(str, range(100)))})
    assert (len(lines), lines[-1]) == (41, "... and 63 more lines")


def test_what_may_differ_is_masked() -> None:
    """The place of the environment, versions, lines of code, temporary files, addresses."""
    base = "intspec 1.0 in /a: bad.py:12, bad.py, line 3; intspec-bug-x1.txt <f object at 0x7f>"
    work = "intspec 1.1 in /b: bad.py:99, bad.py, line 4; intspec-bug-y2.txt <f object at 0x8e>"
    own = ({"/a": "ENVIRONMENT", "1.0": "VERSION"}, {"/b": "ENVIRONMENT", "1.1": "VERSION"})
    assert differences(BASE | {"out": base}, BASE | {"out": work}, own) == []


@pytest.mark.parametrize(
    ("code", "count", "told"),
    [
        (1, FEWEST_FORMS, r"1 failed\nthe tests that give forms failed \(exit code 1\)"),
        (2, 0, "exit code 2"),
        (0, FEWEST_FORMS - 1, f"gave {FEWEST_FORMS - 1} forms"),
    ],
)
def test_a_comparison_without_its_forms_ends(code: int, count: int, told: str) -> None:
    """Where tests that give forms fail, or give few, nothing is compared."""
    with pytest.raises(SystemExit, match=told):
        hold_forms(code, count, "1 failed")
    hold_forms(0, FEWEST_FORMS, "")


def test_an_environment_that_cannot_be_used_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However a run ends, no environment of the work tree is left in the cache."""
    (tmp_path / "inputs").mkdir()
    (tmp_path / "inputs" / "jobs.json").write_text("[]", "utf-8")
    left = tmp_path / "work"

    def environment(commit: str | None, folder: Path) -> None:
        folder.mkdir()
        if commit is None:
            raise KeyboardInterrupt

    monkeypatch.setattr(same_outputs, "environment", environment)
    monkeypatch.setattr(same_outputs, "key_of", lambda commit: commit or left.name)
    monkeypatch.setattr(same_outputs, "collect", lambda _base, _data: tmp_path / "inputs")
    monkeypatch.setattr("sys.argv", ["same_outputs.py", "main", "--cache", str(tmp_path)])
    with pytest.raises(KeyboardInterrupt):
        same_outputs.main()
    assert not left.exists()
