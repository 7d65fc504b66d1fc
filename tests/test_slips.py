"""Texts that YAML reads as their authors did not mean them: backslashes, and entries of lists."""

import json
import random
import re

import pytest
import yaml

from intspec.api import check_text
from intspec.diagnostics import Diagnostic
from intspec.reading.escapes import odd_escape

SPEC = """\
intspec: "1.0"
id: made
title: Made (fictitious)
stage: protocol
checklists: [tidier]
described_by: trial-team
interventions:
  walking:
    role: experimental
    name: Walking
"""
SLIPS = ("text-escaped", "entries-joined")


def slips(text: str, path: str = "made.intspec.yaml") -> list[Diagnostic]:
    """Return what is said of such texts, whichever rule says it."""
    report = check_text(text, path=path)
    assert report.readable, report.diagnostics
    words = ("is read as a", "begins no entry of")
    return [d for d in report.diagnostics if any(part in d.message for part in words)]


# Backslashes in double quotes

#: What is written between double quotes, the escape that is told, and what was meant.
ODD = [
    (r"C:\new", r"\n"),
    (r"D:\reports", r"\r"),
    (r"E:\trial\notes\n1.pdf", r"\t"),
    (r"papers\new.pdf", r"\n"),
    (r"data\trials", r"\t"),
    (r"See C:\new", r"\n"),
    (r"Stored in C:\new for all", r"\n"),
    (r"C:\_old", r"\_"),
    (r"C:\xab", r"\xab"),
    (r"\\\\server\new", r"\n"),
    (r"C:\\data\new", r"\n"),
    (r"\table of contents", r"\t"),
    (r"the angle \theta", r"\t"),
    (r"the rate $\nu$", r"\n"),
    (r"\nabla of it", r"\n"),
    (r"it's in C:\temp", r"\t"),
]
#: Texts in which a break, a tab or a character was meant.
MEANT = [
    r"one\ntwo",
    r"First line.\nSecond line.",
    r"walk\nswim\ncycle",
    r"Group A:\nwalk daily",
    r"A:\nless pain",
    r"C:\n\nWalk",
    r"Group C:\n\tWalk",
    r"Aims:\n- walk\n- swim",
    r"Name\tAge",
    r"line \nline two",
    r"x\r\ny",
    r"end\n",
    r"50\/50",
    r"say \"hi\"\nnow",
    r"10\_000",
    r"a.pdf\nb.pdf",
    r"www.trial.example\nmore",
    r"caf\xe9 \u00e9",
    r"C:\\new",
    r"C:\\papers\\new.pdf",
]


@pytest.mark.parametrize(("text", "escape"), ODD)
def test_a_backslash_that_was_meant_as_one_is_told(text: str, escape: str) -> None:
    """A warning at the text, once, whose quotes keep it; in JSON it is written twice."""
    made = f'{SPEC}    rationale:\n      goal: "{text}"\n'
    (found,) = slips(made)
    assert found.severity == "warning"
    assert found.pointer == "/interventions/walking/rationale/goal"
    assert found.message.startswith(f"`{escape}` in the text of `goal` is read as ")
    quoted = re.split(r"a backslash is one: `(.*)'`", found.hint)[1] + "'"
    meant = re.sub(r"\\\\", r"\\", text)
    assert yaml.safe_load(quoted) == meant
    assert slips(made.replace(f'"{text}"', quoted)) == []
    if r"\_" in text or r"\x" in text:
        return  # no escapes of JSON
    data = yaml.safe_load(made.replace(f'"{text}"', "GOAL"))
    (same,) = slips(json.dumps(data).replace('"GOAL"', f'"{text}"'), "made.intspec.json")
    assert same.message == found.message
    assert same.hint == r"write `\\` for a backslash"


@pytest.mark.parametrize("text", MEANT)
def test_a_break_that_was_meant_is_left_alone(text: str) -> None:
    """Between words, behind a label or a full stop, before a list, and where a name has none."""
    assert odd_escape(text) is None
    assert slips(f'{SPEC}    rationale:\n      goal: "{text}"\n') == []


def test_only_double_quotes_have_escapes() -> None:
    """In single quotes, without quotes and in lines a backslash is one."""
    for text in (r"'C:\new'", r"C:\new", "|\n        C:\\new", ">-\n        \\table"):
        assert slips(f"{SPEC}    rationale:\n      goal: {text}\n") == []


@pytest.mark.parametrize("text", [r"alpha\beta", r"C:\Papers", r"C:\archive", r"C:\Notes"])
def test_an_escape_that_cannot_be_kept_has_the_way_out(text: str) -> None:
    """Where it stands before a letter, it was a backslash; a path is not to be taken apart."""
    (found,) = check_text(f'title: "{text}"\n', path="made.intspec.yaml").diagnostics
    assert found.hint == r"write \\ for a backslash, or put the text in single quotes"
    (alone,) = check_text('title: "Walk\\a"\n', path="made.intspec.yaml").diagnostics
    assert alone.hint.startswith("remove it")


def test_long_texts_with_backslashes_take_no_long_time() -> None:
    """Each is gone over a few times, whatever it holds."""
    for part in (r"\a", r"\t", r"C:\n", r"\\x", r"a\nb ", r"in C:\n ", r"\n."):
        odd_escape(part * 20_000)


# Entries of lists

#: Marks that people write, with `ENTRY` for the words, and whether one alone is told.
MARKS = {
    "-ENTRY": True,
    "-\xa0ENTRY": True,
    "-'ENTRY'": True,
    "\u2013 ENTRY": False,
    "\u2014 ENTRY": False,
    "+ ENTRY": False,
    "1. ENTRY": False,
    "2) ENTRY": False,
    "\u2212 ENTRY": False,
    "\u00b7 ENTRY": True,
    "\u2022 ENTRY": True,
    "\u2022ENTRY": True,
}
#: Lists of texts, of terms, of what is named, and of claims, with what `LIST` stands for.
LISTS = {
    "aliases": ("    aliases:LIST\n", ("Walks", "Steps", "Strolls")),
    "mode": ("    delivery:\n      mode:LIST\n", ("telephone", "video")),
    "given_with": ("    given_with:LIST\n", ("other", "care")),
    "principles": ("    rationale:\n      principles:LIST\n", ("Slowly", "In company", "Daily")),
}


def as_list(name: str, lines: list[str], indent: int = 8) -> str:
    """Write a list with lines of its own."""
    block = "".join(f"\n{' ' * indent}{line}" for line in lines)
    return SPEC + LISTS[name][0].replace("LIST", block)


@pytest.mark.long
@pytest.mark.parametrize("name", LISTS)
def test_marks_that_begin_no_entry_are_told(name: str) -> None:
    """Once, with all entries; who follows the remedy has them."""
    entries = LISTS[name][1]
    for mark, alone in MARKS.items():
        (found,) = slips(as_list(name, [mark.replace("ENTRY", entry) for entry in entries]))
        assert f"begins no entry of `{name}`" in found.message, mark
        shown = re.findall("`(- .*?)`", found.hint)
        followed = as_list(name, [line.replace("'", "") for line in shown])
        assert slips(followed) == []
        assert re.findall("- (.*)", followed.partition(f"{name}:")[2]) == [*entries]
        single = slips(as_list(name, [mark.replace("ENTRY", entries[0])]))
        assert bool(single) >= alone, mark


def test_what_an_entry_of_no_list_breaks_is_told_with_it() -> None:
    """A term, a reference or a claim that there is not comes of it, and is no second finding."""
    for name in ("mode", "given_with"):
        text = as_list(name, [f"-{entry}" for entry in LISTS[name][1]])
        report = check_text(text, path="made.intspec.yaml")
        at = [d for d in report.diagnostics if d.line == text.count("\n") - 1]
        assert [d.severity for d in at] == ["error"]
    claims = SPEC.replace("checklists: [tidier]", "checklists:\n  -tidier\n  -cert")
    (found,) = slips(claims)
    assert (found.rule, found.severity) == ("intspec/unknown-checklist", "error")


@pytest.mark.parametrize(
    "lines",
    [
        ["- Walks", "  -Steps"],
        ["- Walks", "  - Steps"],
        ["- Walks", "  \u2022 Steps"],
        ["-Walks", "-Steps"],
        ["- Walks", "- -Steps"],
    ],
)
def test_an_entry_that_became_a_part_of_another_is_told(lines: list[str]) -> None:
    """Since its hyphen has no space, or stands deeper."""
    (found,) = slips(as_list("aliases", lines))
    assert "Steps" in found.message or "Walks" in found.message
    assert "`- Steps`" in found.hint


def test_a_list_behind_a_sign_is_told() -> None:
    """It is one text; in prose it is what it is."""
    block = "|\n        - Walks\n        - Steps\n"
    (found,) = slips(f"{SPEC}    aliases: {block}")
    assert found.hint == "write `- Walks`, `- Steps` on lines of their own, below each other"
    assert slips(f"{SPEC}    rationale:\n      goal: {block}") == []


@pytest.mark.parametrize(
    "lines",
    [
        ["- Walks", "- Steps"],
        ["- Walks", "  \u2013 if possible \u2013 daily"],
        ["- Walks of", "  10. more or less"],
        ["- Walks -Steps"],
        ["- well", "  known"],
        ["- -5 \u00b0C"],
        ["- '-Walks'"],
        ["- 1. Walks"],
        ["1. Walks"],
    ],
)
def test_an_entry_that_is_one_is_left_alone(lines: list[str]) -> None:
    """Also one that begins with a number, or has a dash or a hyphen in it."""
    assert slips(as_list("aliases", lines)) == []


@pytest.mark.parametrize("mark", ["-", "\u2022 ", "\u2013 ", "* ", "2. "])
def test_a_file_that_cannot_be_read_for_a_mark_says_so(mark: str) -> None:
    """Not that a colon is missing, or that the line is indented further."""
    chance = random.Random(mark)
    for lines in (["- Walks", f"{mark}Steps"], [f"{mark}what: Walks", "  when: late"]):
        if lines[0][0] != "-" and chance.random() < 1:
            continue
        made = as_list("aliases", lines)
        (found,) = check_text(made, path="made.intspec.yaml").diagnostics
        assert "begins no entry of a list" in found.message
        assert found.hint.startswith("write `- ")


def test_a_key_of_an_entry_without_space_is_told() -> None:
    """As what it is, also where the key stands twice."""
    entry = "    tailoring:\n      entries:\n        - when: x\n          -what: y\n"
    report = check_text(SPEC + entry, path="made.intspec.yaml")
    (found,) = [d for d in report.diagnostics if "-what" in d.message]
    assert found.hint == "write `- what:`"
    twice = "    tailoring:\n      entries:\n        -what: x\n        -what: y\n"
    (found,) = check_text(SPEC + twice, path="made.intspec.yaml").diagnostics
    assert found.hint == "write a space behind the hyphen of each entry: `- \u2026`"
