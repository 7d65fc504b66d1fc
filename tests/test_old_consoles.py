"""What people read on a console that has few characters: all of it readable, and nothing lost."""

import io
import re
import sys
from pathlib import Path

import pytest

from intspec.cli.main import run

ENCODINGS = ("ascii", "cp1252", "cp437", "iso8859-7", "shift_jis", "koi8-r", "gb2312")
#: One character of each kind: typed marks, letters of several scripts, a pictograph, invisibles.
ODD = "… “a” \u2018b\u2019 \u2013 — λ é ß Ж 歩 ع 😀 ‡ • \u2011 \u200b \xa0 \xad ½"
DOCUMENT = f"""\
intspec: "1.0"
id: ward
title: A fictitious ward with {ODD}
stage: results
checklists: [tidier, consort-2025]
colour-λ-歩: none
no_comparator: {{reason: A pilot.}}
materials:
  leaflet: {{name: "Leaflet {ODD}"}}
interventions:
  round: {{role: experimental, name: "Round {ODD}", materials: [leaflet, leafelt—]}}
  broken: {{role: “sham”, name: Broken}}
"""
FORM = f"No,Item,Page\n1,Brief name,{ODD}\n2,Why,“p. 5” …\n3,What,p. 4\n4,What,1-Jan\n"
COMMANDS = (
    ("check", "x.intspec.yaml", "--verbose"),
    ("check", "x.intspec.yaml", "--format", "concise"),
    ("check", "λ 歩 “form”.csv", "--checklist", "tidier"),
    ("check", "no such … λ.intspec.yaml"),
    ("import", "λ 歩 “form”.csv", "--checklist", "tidier", "-o", "draft.intspec.yaml"),
    ("render", "x.intspec.yaml", "-o", "λ …/x.html"),
    ("explain", "λ…"),
    ("checklists",),
)
MARKS = dict(zip("\u2026\u201c\u201d\u2018\u2019\u2013\u2014", ("...", *"\"\"''--"), strict=True))


def said(monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], encoding: str) -> str:
    """Return what a command says on a console with an encoding: its report, and what is wrong."""
    Path("draft.intspec.yaml").unlink(missing_ok=True)
    texts = []
    with monkeypatch.context() as patch:
        raws = {name: io.BytesIO() for name in ("stdout", "stderr")}
        for name, raw in raws.items():
            patch.setattr(sys, name, io.TextIOWrapper(raw, encoding=encoding, newline="\n"))
        assert run([*words]) in (0, 1, 2)
        for name, raw in raws.items():
            getattr(sys, name).flush()
            texts.append(raw.getvalue().decode(encoding))
    return "\n".join(texts)


def expected(text: str, encoding: str) -> str:
    """Return a text as it is to be read: what the encoding does not have is written otherwise."""

    def one(match: re.Match[str]) -> str:
        try:
            match[0].encode(encoding)
        except UnicodeEncodeError:
            return MARKS.get(match[0]) or match[0].encode("unicode_escape").decode("ascii")
        return match[0]

    return re.sub(r"[^\x00-\x7f]", one, text)


@pytest.mark.long
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_what_a_console_cannot_show_is_readable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    """Marks are as they are typed, other characters their numbers; the rest stays as it is."""
    monkeypatch.chdir(tmp_path)
    Path("x.intspec.yaml").write_text(DOCUMENT, encoding="utf-8")
    Path("λ 歩 “form”.csv").write_text(FORM, encoding="utf-8")
    whole = said(monkeypatch, words, "utf-8")
    assert whole.strip()
    assert not whole.isascii()
    assert "Traceback" not in whole
    for encoding in ENCODINGS:
        assert said(monkeypatch, words, encoding) == expected(whole, encoding)
