"""`intspec edit` begins with a form or a record that is there, as `intspec import` reads it."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest

import test_registries
from command_line import run_text
from editing import Answer, Browser
from intspec import CommandContext

pytestmark = pytest.mark.programs

CONTEXT = CommandContext()
ROOT = Path(__file__).parent.parent
SPEC = str(ROOT / "specs" / "exercise" / "group-exercise.intspec.yaml")
RECORD = json.dumps(test_registries.RECORD).encode()


def begun(path: Path, name: str, raw: bytes) -> tuple[Browser, Answer]:
    """Begin a file with another one."""
    browser = Browser(path, CONTEXT).enter()
    content = base64.b64encode(raw).decode()
    return browser, browser.post("/import", {"name": name, "content": content})


@pytest.mark.parametrize("ending", ["docx", "xlsx", "csv"])
def test_a_form_or_a_table_is_begun_with(ending: str, tmp_path: Path) -> None:
    """The file is the draft that `import` makes, and its report can be read."""
    form = tmp_path / f"form.{ending}"
    given = ("render", SPEC, "--view", "checklist", "-o", str(form))
    assert run_text(given).returncode == 0
    path = tmp_path / "new.intspec.yaml"
    browser, answer = begun(path, form.name, form.read_bytes())
    assert answer.data == {"go": "/history"}
    told = run_text(("import", str(form), "-o", str(tmp_path / "as-import.yaml")))
    assert told.returncode == 0
    assert path.read_bytes() == (tmp_path / "as-import.yaml").read_bytes()
    history = browser.get("/history").text
    assert "What became of the file that you began with" in history
    assert "recognised" in history or "by" in history
    assert browser.get("/study").code == 200


def test_a_record_of_a_registry_is_begun_with(tmp_path: Path) -> None:
    """Its arms stand side by side."""
    path = tmp_path / "new.intspec.yaml"
    browser, answer = begun(path, "record.json", RECORD)
    assert answer.data == {"go": "/history"}
    page = browser.get("/item/tidier/procedures").text
    assert all(name in page for name in ("Placebo tea", "Nothing", "Talk"))
    assert "what the registry" not in browser.get("/study").text


def problems() -> dict[str, tuple[str, bytes, str]]:
    """Return what cannot be begun with: a name, bytes, and what is said."""
    several = json.dumps([test_registries.RECORD] * 2).encode()
    return {
        "nothing": ("", b"", "Choose a file"),
        "empty": ("form.docx", b"", "Choose a file"),
        "damaged": ("form.docx", b"PK\x03\x04damaged", "damaged"),
        "of no kind": ("form.exe", b"MZ", "cannot be read"),
        "several": ("records.json", several, "2 studies"),
        "a script": ("<script>alert(1)</script>.docx", b"<script>", "script"),
        "a path": ("../../etc/passwd", b"root", "cannot be read"),
        "a half": ("\ud800.docx"[1:], b"x", ""),
    }


@pytest.mark.parametrize("which", list(problems()))
def test_what_cannot_be_read_is_told_beside_the_field(which: str, tmp_path: Path) -> None:
    """Nothing is written then, and the page stays."""
    name, raw, said = problems()[which]
    path = tmp_path / "new.intspec.yaml"
    browser, answer = begun(path, name, raw)
    assert answer.code == 200
    assert said in answer.data["problems"]["file"]
    assert not path.exists()
    assert browser.get("/").code == 200


def test_what_is_no_file_and_what_is_there_already_is_refused(tmp_path: Path) -> None:
    """No letters of bytes, too many of them, no other address with so many, a file meanwhile."""
    path = tmp_path / "new.intspec.yaml"
    browser = Browser(path, CONTEXT).enter()
    asked: list[tuple[str, dict[str, Any], int]] = [
        ("/import", {"name": "a.docx", "content": "%%%"}, 400),
        ("/import", {"name": 5, "content": "AAAA"}, 400),
        ("/import", {"content": ["AAAA"]}, 400),
        ("/import", {"name": "a.docx", "content": "A" * 40_000_001}, 413),
        ("/save", {"answers": [], "content": "A" * 1_000_001}, 413),
    ]
    assert [browser.post(address, words).code for address, words, _code in asked] == [
        code for _address, _words, code in asked
    ]
    assert not path.exists()
    path.write_text("intspec: '1.0'\n")
    content = base64.b64encode(RECORD).decode()
    assert browser.post("/import", {"name": "record.json", "content": content}).code == 409
    assert path.read_text() == "intspec: '1.0'\n"
