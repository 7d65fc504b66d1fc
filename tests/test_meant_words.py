"""What people type that is nearly right: each is told the command that was meant."""

from pathlib import Path

import pytest

from filledforms import TIDIER
from intspec.api import check_text
from intspec.cli.main import run

HEAD = """\
intspec: "1.0"
id: walk
title: A walk (a fictitious trial)
stage: protocol
fictitious: true
no_comparator: {reason: A pilot.}
"""
ARM = "{role: experimental, name: Walking}"
TWO = "two: {citation: B}\nthree: {citation: C}"
OPEN = "interventions:\n  a:\n    role: experimental\n    name: A\n"
REST = "    rest: {description: They rest.}"
SECOND = "    second: {duration: P2W, follows: first}"
#: What may be found because of a key that is none.
OF_KEYS = ("intspec/unknown-key", "intspec/missing-key", "intspec/unknown-arm")
#: Words of a command line, and what the answer says.
MEANT = {
    ("help",): "`intspec --help`",
    ("version",): "`intspec --version`",
    ("HELP",): "`intspec --help`",
    ("help", "check"): "`intspec check --help` explains `check`",
    ("explain", "item", "3"): "`3` is no item of `item`, which is no checklist",
    ("explain", "tider", "3"): "did you mean `tidier`?",
    ("explain", "sesion_length", "x"): "did you mean `session_length`?",
    ("explain", "walked9"): "there is no rule, item, checklist, vocabulary or key `walked9`",
    ("explain", "partly reported"): "there is no rule, item, checklist, vocabulary or key",
    ("explain", "spirit2025"): "did you mean `spirit-2025`?",
    ("explain", "tidier", "3", "4"): "`intspec explain` takes no `4` after what it was given",
    ("render", "a.yaml", "table.docx"): "`-o table.docx`",
    ("render", "a.yaml", "form.csv"): "takes no `form.csv` after what it was given\n",
    ("crosswalk", "tidier", "cert", "frame"): "takes no `cert` after what it was given\n",
    ("render", "a.yaml", "--to", "Word"): "did you mean `docx`?",
    ("render", "a.yaml", "--to", "excel"): "did you mean `xlsx`?",
    ("render", "a.yaml", "--to", ".md"): "did you mean `markdown`?",
    ("render", "a.yaml", "--to", "tex"): "did you mean `latex`?",
    ("import", "paper.md"): "`intspec import --from manuscript`",
    ("import", "paper.tex"): "`intspec import --from manuscript`",
    ("fill", "a.intspec.yaml", "form.csv"): "`intspec fill form.csv a.intspec.yaml`",
    ("fill", "a.yaml", "form.docx"): "`intspec fill form.docx a.yaml`",
}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("paper.md").write_text("# A paper\n\nThey walked.\n", encoding="utf-8")
    Path("paper.tex").write_text("\\documentclass{article}\n", encoding="utf-8")
    for name in ("a.intspec.yaml", "a.yaml"):
        Path(name).write_text(f"{HEAD}interventions: {{a: {ARM}}}\n", encoding="utf-8")
    rows = "".join(f"{number},{label},p. 4\n" for number, label in TIDIER.items())
    Path("form.csv").write_text(f"No,Item,Page\n{rows}", encoding="utf-8")
    Path("form.docx").write_bytes(b"PK")


@pytest.mark.parametrize("words", MEANT, ids=" ".join)
def test_the_command_that_was_meant_is_named(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """In one line, with exit code 2."""
    assert run([*words]) == 2
    assert MEANT[words] in capsys.readouterr().err


@pytest.mark.parametrize("name", ["paper.md", "paper.tex"])
def test_a_manuscript_is_named_with_what_to_do(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where a specification is asked for."""
    assert run(["check", name]) == 2
    help_line = capsys.readouterr().out.partition("  help: ")[2]
    assert "of a manuscript, `intspec import --from manuscript` makes a draft" in " ".join(
        help_line.split()
    )


@pytest.mark.parametrize("name", ["tidier 3", "TIDieR 3", "CONSORT 13", " consort-2025 13"])
def test_an_item_may_be_one_word_of_the_shell(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """In quotes it is explained as without."""
    assert run(["explain", name]) == 0
    in_quotes = capsys.readouterr().out
    assert run(["explain", *name.split()]) == 0
    assert capsys.readouterr().out == in_quotes


@pytest.mark.parametrize("name", ["tidier3", "TIDieR12", "consort13", "consort24a", "consort24A"])
def test_an_item_may_be_written_without_a_blank(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is explained as with one."""
    assert run(["explain", name]) == 0
    without = capsys.readouterr().out
    first = name.rstrip("aA0123456789")
    assert run(["explain", first, name.removeprefix(first)]) == 0
    assert capsys.readouterr().out == without


def test_the_declaration_shown_is_the_one_advised(capsys: pytest.CaptureFixture[str]) -> None:
    """Where the words of a part name a state, its lines to paste have that one."""
    assert run(["explain", "tidier/materials-access"]) == 0
    assert "state: not-shareable" in capsys.readouterr().out
    assert run(["explain", "tidier/mode"]) == 0
    assert "state: not-applicable" in capsys.readouterr().out


#: A document in which an entry of a map slipped to the left; the map, and the key.
SLIPPED = {
    "the only arm": ("interventions:\nwalking: " + ARM, "interventions", "walking"),
    "another arm": (
        f"interventions:\n  running: {ARM}\nwalking: {ARM}",
        "interventions",
        "walking",
    ),
    "an arm that others name": (
        f"interventions:\n  w: {{role: waiting-list, name: W, receives_later: walk}}\nwalk: {ARM}",
        "interventions",
        "walk",
    ),
    "a material": (
        f"interventions: {{a: {ARM}}}\nmaterials:\n  map: {{name: Map}}\nleaflet: {{name: Card}}",
        "materials",
        "leaflet",
    ),
    "a second one behind it": (
        f"interventions: {{a: {ARM}}}\nsources: {{one: {{citation: A}}}}\n{TWO}",
        "sources",
        "two",
    ),
    "a procedure": (
        f"{OPEN}    procedures:\n      walk: {{description: They walk.}}\n{REST}",
        "procedures",
        "rest",
    ),
    "a phase": (
        f"{OPEN}    schedule:\n      first: {{duration: P1W}}\n{SECOND}",
        "schedule",
        "second",
    ),
}


@pytest.mark.parametrize("kind", SLIPPED)
def test_an_entry_that_slipped_to_the_left_is_to_be_indented(kind: str) -> None:
    """And not to be removed, with all that it says; nothing else is found because of it."""
    text, into, key = SLIPPED[kind]
    report = check_text(HEAD + text + "\n", path="a.intspec.yaml")
    first, *others = (one for one in report.diagnostics if one.rule in OF_KEYS)
    assert first.message == f"unknown key `{key}`; is it an entry of `{into}`?"
    assert first.hint == (
        f"indent it, with all that stands under it, so that it is below `{into}:`"
    )
    assert [one.message for one in others] == (
        [first.message.replace(key, "three")] if "behind" in kind else []
    )


@pytest.mark.parametrize(
    "text",
    [
        f"interventions: {{a: {ARM}}}\nmaterial: {{map: {{name: Map}}}}",
        f"interventions: {{a: {ARM}}}\nmaterials: {{m: {{name: Map}}}}\ncolour: {{map: red}}",
        f"materials: {{m: {{name: Map}}}}\ninterventions: {{a: {ARM}}}\ncolour: {{citation: A}}",
    ],
)
def test_what_is_no_entry_is_no_slip(text: str) -> None:
    """A key that is nearly one, and one whose content no entry above has."""
    report = check_text(f"{HEAD}{text}\n", path="a.intspec.yaml")
    assert not any("indent it" in one.hint for one in report.diagnostics)
