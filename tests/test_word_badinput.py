"""Word files that other readers choke on are read or refused within bounds of time and memory.

The files are not part of this project. `INTSPEC_TEST_DATA` names the folder that has them in its
folder `badinput`; without it these tests are skipped.
"""

import functools
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from memory import PEAK

pytestmark = pytest.mark.long

VARIABLE = "INTSPEC_TEST_DATA"
SECONDS = 5
MEGABYTES = 300
#: Files of the collection that are called Word documents and are none that can be read, and why.
REFUSED = {
    "ooxml/document__ExternalEntityInText.docx": "declares a document type",
    "ooxml/document__bug53475-password-is-pass.docx": "protected with a password",
    "ooxml/document__bug53475-password-is-solrcell.docx": "protected with a password",
    "ooxml/document__cpansearch.perl.org_src_tobyink_acme-rundoc-0.001_word-lib_hello_world.docm": (
        "a Word document in the old format (.doc)"
    ),
    "own_ooxml/bomb-paragraphs.docx": "unpacks to more than a form can have",
    "own_ooxml/bomb-spaces.docx": "unpacks to more than a form can have",
    "own_ooxml/lol.docx": "declares a document type",
    "own_ooxml/xxe.docx": "declares a document type",
    "own_ooxml/xxe-param.docx": "declares a document type",
    "own_ooxml/xxe-rels.docx": "declares a document type",
    "own_ooxml/rel-escape.docx": "is said to lie outside it",
    "own_ooxml/dup-member.docx": "two parts of one name",
    "own_ooxml/no-content-types.docx": "content types",
    "own_ooxml/no-document.docx": "its main part is missing",
    "own_ooxml/not-zip.docx": "it is no ZIP file",
    "own_ooxml/empty.docx": "the file is empty",
    "own_ooxml/empty-zip.docx": "content types",
    "own_ooxml/truncated.docx": "cut off",
    "own_ooxml/ole.docx": "protected with a password",
    "own_ooxml/crc.docx": "cannot be unpacked",
    "own_ooxml/renamed-xlsx.docx": "an Excel workbook",
    "own_ooxml/deep-tables.docx": "nested deeper than a form can be",
    "own_ooxml/wide-merge.docx": "goes over 2,000,000 columns",
    "own_ooxml/bad-utf8.docx": "no well-formed XML",
    "own_ooxml/overlap.docx": "lie over one another",
}
#: Damaged by a fuzzer, each in its own way; some can be read all the same.
FUZZED = "clusterfuzz"

CHILD = (
    PEAK
    + """
import collections, io, json, resource, signal, socket, sys, time, zipfile

def blocked(*arguments, **more):
    raise SystemExit("a connection was attempted")

socket.socket = blocked
resource.setrlimit(resource.RLIMIT_AS, (1_000_000_000, 1_000_000_000))
from intspec import FormError
from intspec_word.hooks import read_docx
from lxml import etree

def letters(text):
    return collections.Counter(one for one in text if one.isalnum())

def lost(raw, form):
    "Count the letters of the main part that are in nothing that was read or remarked on."
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        names = [name for name in archive.namelist() if name.lower() == "word/document.xml"]
        if not names:
            return {}
        root = etree.fromstring(archive.read(names[0]))
    there = collections.Counter()
    for one in root.iter("{*}t"):
        if not any(above.tag.endswith("}Fallback") for above in one.iterancestors()):
            there += letters(one.text or "")
    found = letters(" ".join(form.remarks))
    for text in form.texts:
        found += letters(text.text)
    for _, row in form.rows():
        for cell in row.cells:
            found += letters(cell.text)
    return dict(there - found)

for line in sys.stdin:
    path = line.rstrip("\\n")
    signal.alarm(SECONDS)
    started = time.monotonic()
    with open(path, "rb") as file:
        raw = file.read()
    try:
        form = read_docx(raw, path)
        said = {"read": len(form.tables), "lost": lost(raw, form)}
    except FormError as refusal:
        said = {"refused": refusal.message, "hint": refusal.hint}
    signal.alarm(0)
    said["seconds"] = time.monotonic() - started
    said["megabytes"] = peak() // 1024
    print(json.dumps(said), flush=True)
"""
).replace("SECONDS", str(SECONDS))


@functools.cache
def folder() -> Path:
    """Return the folder of the files."""
    named = os.environ.get(VARIABLE)
    if not named:
        pytest.skip(f"{VARIABLE} is not set: it names the folder of the bad inputs")
    return Path(named) / "badinput"


@functools.cache
def names() -> tuple[str, ...]:
    """Return the names of the Word files: of the larger collection those that are there."""
    found = []
    for index in ("ooxml_index.jsonl", "own_ooxml_index.jsonl"):
        for line in (folder() / index).read_text(encoding="ascii").splitlines():
            name = json.loads(line)["file"]
            if name.endswith((".docx", ".docm")) and (folder() / name).exists():
                found.append(name)
    assert len(found) > 50
    return tuple(found)


@functools.cache
def verdicts() -> dict[str, dict[str, Any]]:
    """Read all files in child processes: one child until it dies, then the next."""
    found: dict[str, dict[str, Any]] = {}
    waiting = list(names())
    while waiting:
        done = subprocess.run(
            [sys.executable, "-c", CHILD],
            input="".join(f"{folder() / name}\n" for name in waiting),
            capture_output=True,
            text=True,
            check=False,
        )
        answers = [json.loads(line) for line in done.stdout.splitlines()]
        found.update(zip(waiting, answers, strict=False))
        waiting = waiting[len(answers) :]
        if waiting:
            found[waiting.pop(0)] = {"died": done.returncode, "stderr": done.stderr[-500:]}
    return found


def test_no_file_ends_the_process() -> None:
    """No traceback, no crash, no connection, and none takes longer than its time."""
    assert {name: said for name, said in verdicts().items() if "died" in said} == {}
    assert max(said["seconds"] for said in verdicts().values()) < SECONDS


def test_no_file_takes_much_memory() -> None:
    """The memory that the process has needed at most stays within the bound after each file."""
    assert max(said["megabytes"] for said in verdicts().values()) < MEGABYTES


def test_each_refusal_says_why() -> None:
    """What cannot be read is refused by what it is; everything else is read."""
    refused = {name: said for name, said in verdicts().items() if "refused" in said}
    plain = {name for name in refused if FUZZED not in name}
    assert plain == {name for name in REFUSED if name in names()}
    for name in plain:
        assert REFUSED[name] in refused[name]["refused"], name
    for said in refused.values():
        assert said["hint"]
        assert "\n" not in said["refused"] + said["hint"]


def test_no_words_are_lost_in_silence() -> None:
    """Every letter of the main part stands in what was read, or in a remark."""
    lost = {name: said["lost"] for name, said in verdicts().items() if said.get("lost")}
    assert lost == {}
