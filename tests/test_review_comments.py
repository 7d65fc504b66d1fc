"""`intspec review` as comments in a copy of a Word manuscript: each beside its words."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree

import manuscripts
from command_line import run_text
from intspec import load_registry
from intspec_bundled.manuscripts.cues import looked
from intspec_bundled.manuscripts.items import of_checklist
from intspec_bundled.manuscripts.reading import read
from manuscripts import Piece

pytestmark = pytest.mark.programs

W = f"{{{manuscripts.W}}}"
#: A paragraph that stands twice, and one that a footnote is to.
TWICE = "Each class lasted 50 minutes and was led by one of four physiotherapists at home."


def reviewed(folder: Path, raw: bytes, *more: str) -> tuple[int, str]:
    """Review a manuscript for TIDieR; return the exit code and what is said on stderr."""
    (folder / "paper.docx").write_bytes(raw)
    ended = run_text(
        ("review", "paper.docx", "--checklist", "tidier", "-o", "out.docx", *more), cwd=folder
    )
    return ended.returncode, ended.stderr


def part(raw: bytes, name: str) -> etree._Element:
    """Return a part of a Word file."""
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        return etree.fromstring(package.read(name))


def words(element: etree._Element) -> str:
    """Return the words of an element."""
    return "".join(one.text or "" for one in element.iter(f"{W}t"))


def comments(raw: bytes) -> dict[str, list[str]]:
    """Return the lines of the comments of a file, by the words of their paragraph."""
    said = {
        one.get(f"{W}id"): [words(line) for line in one.iter(f"{W}p")]
        for one in part(raw, "word/comments.xml")
    }
    found: dict[str, list[str]] = {}
    for paragraph in part(raw, "word/document.xml").iter(f"{W}p"):
        for mark in paragraph.iter(f"{W}commentReference"):
            found.setdefault(words(paragraph), []).extend(said[mark.get(f"{W}id")])
    return found


def test_each_passage_has_its_comment_and_nothing_else_is_changed(tmp_path: Path) -> None:
    """What the review says of each item stands beside the paragraph of each of its sentences."""
    pieces = [*manuscripts.manuscript(), Piece(TWICE), Piece(TWICE)]
    raw = manuscripts.as_docx(pieces)
    assert reviewed(tmp_path, raw) == (0, "")
    out = (tmp_path / "out.docx").read_bytes()
    told = comments(out)
    checklist = load_registry().checklist("tidier")
    assert checklist is not None
    for item in of_checklist(checklist, read(raw, "paper.docx"), 3):
        label = f"{item.number} {item.title}"
        beside = [text for text, lines in told.items() if any(s.startswith(label) for s in lines)]
        texts = [one.passage.text for one in item.suggestions]
        notes = sum(one.passage.paragraph.block.kind == "note" for one in item.suggestions)
        found = sum(any(text in paragraph for paragraph in beside) for text in texts)
        assert found == len(texts) - notes, label
    whole = " ".join(line for lines in told.values() for line in lines)
    assert "reported" not in whole.replace("Found is not reported", "")
    assert not re.search(r"adequate|complete", whole)
    before, after = part(raw, "word/document.xml"), part(out, "word/document.xml")
    for paragraph in after.iter(f"{W}p"):
        for one in [*paragraph]:
            if "comment" in one.tag or [*one.iter(f"{W}commentReference")]:
                paragraph.remove(one)
    assert etree.tostring(after, method="c14n") == etree.tostring(before, method="c14n")


def test_what_was_not_found_is_told_at_the_beginning(tmp_path: Path) -> None:
    """In one comment on the first words."""
    raw = manuscripts.as_docx(
        [Piece("Nothing of note is told here, by anybody."), Piece("At all.")]
    )
    assert reviewed(tmp_path, raw) == (0, "")
    told = comments((tmp_path / "out.docx").read_bytes())
    checklist = load_registry().checklist("tidier")
    assert checklist is not None
    items = [*of_checklist(checklist, read(raw, "paper.docx"), 3)]
    missing = [f"{item.number} {item.title}" for item in items if not item.suggestions]
    first = next(iter(told.values()))
    assert first[1 : len(missing) + 2] == ["No passage found for these items: look.", *missing]
    assert len(missing) > 8


def test_what_can_have_no_comments_is_named(tmp_path: Path) -> None:
    """A manuscript that is no Word file, no output, a damaged file, the manuscript itself."""
    given = ("review", "paper.md", "--checklist", "tidier")
    (tmp_path / "paper.md").write_text("# Methods\n\nClasses were held at home.\n")
    (tmp_path / "paper.docx").write_bytes(manuscripts.as_docx([Piece("Classes were at home.")]))
    cases = {
        (*given, "-o", "out.docx"): 2,
        (*given, "--format", "word"): 2,
        ("review", "paper.docx", "--checklist", "tidier", "-o", "paper.docx"): 2,
    }
    for words_given, code in cases.items():
        ended = run_text(words_given, cwd=tmp_path)
        assert (ended.returncode, ended.stdout) == (code, ""), words_given
        assert "Traceback" not in ended.stderr
        assert ended.stderr.count("\n") <= 6, ended.stderr
    named = ("review", "paper.docx", "--checklist", "tidier", "-o", "a.docx")
    ended = run_text(named, cwd=tmp_path, env={"INTSPEC_WITHOUT": "word"})
    assert ended.returncode == 3
    assert "comments need the plugin `word`" in ended.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["paper.docx", "paper.md"]


@pytest.mark.parametrize("checklist_id", ["tidier", "consort-2025"])
def test_one_common_word_is_no_passage(checklist_id: str) -> None:
    """A word that many sentences have leads nowhere by itself; a phrase does, and two words do."""
    checklist = load_registry().checklist(checklist_id)
    assert checklist is not None
    for item in checklist.items:
        cues = looked(checklist.cues(item))
        for cue in {one for one, _look in (*cues.words, *cues.phrases)} - {"#"}:
            text = (
                f"They said {cue.replace('...', '').replace('*', '').replace('#', '7')} in there."
            )
            signs = [look for _cue, look in cues.phrases if look.search(text)]
            plain = {match[0] for _cue, look in cues.words if (match := look.search(text))}
            manuscript = read(f"# Made up\n\n## Words\n\n{text}\n".encode(), "paper.md")
            found = {one.item: one.suggestions for one in of_checklist(checklist, manuscript, 3)}
            if not cues.leads_to:
                assert bool(found[item.id]) == (bool(signs) or len(plain) > 1), (item.id, cue)
