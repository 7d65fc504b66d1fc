"""Office packages and XML bombs: each is read within bounds, or refused by what it is.

Needs INTSPEC_TEST_DATA. Each is read, judged as a form and made a draft, by a process that may
compute for five seconds on it and 300 MB, and that can reach nobody. A file that is called a Word
document and is none is refused by its own name; no words of one that is read are lost.
"""

import functools
import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import badinput
from harness import tally
from readback import column_of

from intspec.api import load_registry

Case = tuple[str, Callable[[], str]]
CHILD = Path(__file__).with_name("packages_child.py")
SECONDS = 5
MEGABYTES = 300
FORMS = (".docx", ".docm", ".xlsx", ".xlsm")
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
#: The parts of packages that a bomb is put in the place of.
PARTS = {
    ".docx": ("word/document.xml", "word/_rels/document.xml.rels", "docProps/core.xml"),
    ".xlsx": ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"),
}
#: Parts that a form is read without.
ASIDE = ("docProps/core.xml",)

Said = dict[str, Any]


def verdicts(paths: Sequence[Path]) -> dict[Path, Said]:
    """Read files in child processes: one child until it dies, then the next."""
    found: dict[Path, Said] = {}
    waiting = list(paths)
    while waiting:
        done = subprocess.run(
            [sys.executable, str(CHILD), str(SECONDS)],
            input="".join(f"{path}\n" for path in waiting),
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


@functools.cache
def collected() -> dict[str, dict[str, Any]]:
    """Return the records of the packages that are there, by the name of the file."""
    at = badinput.folder()
    if at is None:
        sys.exit(f"{badinput.VARIABLE} does not name the folder of the collections")
    records = badinput.lines(at, "ooxml_index", "own_ooxml_index")
    return {
        one["file"]: one
        for one in records
        if one["file"].endswith(FORMS) and (at / one["file"]).exists()
    }


def fault(said: Said) -> str:
    """Say what is wrong with how a file was read or refused, whatever it is."""
    if "died" in said:
        return f"its reader died: {said['died']} {said['stderr']}"
    if said["late"] or said["megabytes"] > MEGABYTES:
        return f"{said['seconds']:.1f} s, {said['megabytes']} MB"
    if "refused" in said:
        one_line = "\n" not in said["refused"] + said["hint"]
        return "" if said["hint"] and one_line else f"refused without a remedy: {said}"
    if said.get("lost"):
        return f"letters were lost: {said['lost']}"
    return "" if said.get("drafted", True) else "its draft cannot be read"


def verdict(name: str, said: Said) -> str:
    """Say what is wrong with the verdict on a file of the collections, if anything is."""
    if wrong := fault(said):
        return wrong
    record = collected()[name]
    expected = record.get("expect", "either")
    refused = said.get("refused")
    if expected != "either" and (refused is not None) != (expected == "reject"):
        return f"{expected} is due: {said}"
    if not name.endswith((".docx", ".docm")) or FUZZED in name:
        return ""
    if (refused is not None) != (name in REFUSED):
        return f"its verdict has changed: {said}"
    return "" if refused is None or REFUSED[name] in refused else f"refused as {refused!r}"


def bombs(folder: Path) -> dict[str, Path]:
    """Write each XML bomb as a part of a good package, and as an ontology."""
    at = badinput.folder()
    made: dict[str, Path] = {}
    good = {".docx": _form("docx", folder), ".xlsx": _form("xlsx", folder)}
    for record in badinput.lines(at, "xml_bombs") if at else ():
        raw = badinput.content(record)
        name = record["id"].rpartition("/")[2].removesuffix(".xml")
        for suffix, parts in PARTS.items():
            for part in parts:
                path = folder / f"{name}-{part.replace('/', '-')}{suffix}"
                _replace(good[suffix], path, part, raw)
                made[f"{name} as {part} of {suffix}"] = path
        path = folder / f"{name}.owl"
        path.write_bytes(raw)
        made[f"{name} as an ontology"] = path
    return made


def _form(fmt: str, folder: Path) -> Path:

    content = load_registry().renderer(fmt).function(column_of(["a", "b"]))
    assert isinstance(content, bytes)
    path = folder / f"good.{fmt}"
    path.write_bytes(content)
    return path


def _replace(good: Path, path: Path, part: str, raw: bytes) -> None:
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        assert part in old.namelist()
        for name in old.namelist():
            new.writestr(name, raw if name == part else old.read(name))


def bombed(name: str, said: Said) -> str:
    """A bomb is refused; in a part that a form is read without it does nothing."""
    refused = "refused" in said or any(part in name for part in ASIDE)
    return fault(said) or ("" if refused else f"it was read: {said}")


def cases() -> Iterator[Case]:
    """All packages, then the bombs."""
    at = badinput.folder()
    assert at is not None
    found = verdicts([at / name for name in collected()])
    for name in collected():
        yield name, partial(verdict, name, found[at / name])
    made = bombs(Path(tempfile.mkdtemp()))
    blown = verdicts(list(made.values()))
    for name, path in made.items():
        yield name, partial(bombed, name, blown[path])
    worst = [one for one in (*found.values(), *blown.values()) if "died" not in one]
    seconds, memory = (max(one[key] for one in worst) for key in ("seconds", "megabytes"))
    print(f"  worst: {seconds:.2f} s, {memory} MB")


def main() -> None:
    """Read them all."""
    collected()
    tally("office packages and XML bombs", cases())


if __name__ == "__main__":
    main()
