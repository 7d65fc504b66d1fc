"""A file of another kind is named once, with the way out; no specification is taken for one."""

import json
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from badinput import VARIABLE, given

from intspec.api import check_bytes
from intspec.diagnostics import FileReport
from intspec.file_kinds import BEGINNINGS, STAND_INS, UTF8_MARK
from intspec.reading import Unreadable, read_file
from intspec.reading.shapes import SHAPES
from intspec.reading.wrong_file import INSTEAD, WRONG
from test_cli import intspec
from test_gate import SPECS

pytestmark = pytest.mark.long

CODE = "intspec/wrong-kind-of-file"
#: Data of other kinds, as their programs write it, cut down to what a small one holds.
DATA: dict[str, list[Any]] = {
    "ClinicalTrials.gov": [
        {
            "protocolSection": {
                "identificationModule": {"nctId": "NCT00000000", "briefTitle": "A walking trial"},
                "armsInterventionsModule": {"interventions": [{"type": "BEHAVIORAL"}]},
            },
            "derivedSection": {"miscInfoModule": {}},
            "hasResults": False,
        },
        {"protocolSection": [{"identificationModule": [{"nctId": ["NCT00000000"]}]}]},
        {"studies": [{"protocolSection": {}, "hasResults": True}], "nextPageToken": "x"},
        [{"hasResults": True, "protocolSection": {}}],
        {"StudyFieldsResponse": {"APIVrs": "1.01", "StudyFields": []}},
        {"FullStudiesResponse": {"FullStudies": [{"Study": {"ProtocolSection": {}}}]}},
        {"clinical_study": {"id_info": {"nct_id": "NCT00000000"}, "brief_title": "Walking"}},
    ],
    "USDM": [
        {
            "study": {
                "id": "x",
                "name": "Walking",
                "versions": [{"studyDesigns": []}],
                "instanceType": "Study",
            },
            "usdmVersion": "3.0.0",
            "systemName": "made",
        },
        {"study": {"name": "Walking", "versions": [{"studyDesigns": [], "titles": []}]}},
        {"clinicalStudy": {"studyTitle": "Walking", "studyDesigns": []}, "auditTrail": {}},
    ],
    "CITATION.cff": [
        {
            "cff-version": "1.2.0",
            "message": "Please cite it.",
            "title": "Walking",
            "version": "1.0",
            "authors": [{"family-names": "Example", "given-names": "Ada"}],
            "license": "MIT",
        }
    ],
    "package": [
        {"name": "walking", "version": "1.0.0", "main": "index.js", "license": "MIT"},
        {"name": "walking", "version": "1.0.0", "title": "x", "dependencies": {"a": "^1"}},
        {"name": "walking", "lockfileVersion": 3, "packages": {}},
    ],
    "OpenAPI": [
        {
            "openapi": "3.1.0",
            "info": {"title": "Walking", "version": "1"},
            "paths": {},
            "components": {"schemas": {}},
        },
        {"swagger": "2.0", "info": {"title": "Walking"}, "paths": {}},
    ],
    "references": [
        [{"id": "a", "type": "article-journal", "title": "Walking", "DOI": "10.1000/1"}],
        {"references": [{"id": "a", "type": "book", "title": "Walking"}]},
        {"id": "a", "type": "report", "title": "Walking", "author": [{"literal": "WHO"}]},
        {"config": {"label": "BetterBibTeX JSON"}, "items": [{"itemType": "book", "title": "x"}]},
    ],
    "JSON Schema": [
        {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "Walking",
            "type": "object",
            "properties": {"id": {}},
        },
        {"title": "x", "type": "object", "properties": {}, "required": []},
        {"$defs": {"a": {}}, "$ref": "#/$defs/a"},
    ],
    "FHIR": [
        {"resourceType": "ResearchStudy", "id": "a", "title": "Walking", "status": "active"},
        {"resourceType": "Bundle", "type": "collection", "entry": []},
    ],
    "ODM": [{"ODM": {"@FileOID": "x", "Study": {}}}],
    "publication": [
        {"status": "ok", "message-type": "work", "message": {"DOI": "10.1000/1"}},
        {"id": 5, "doi": "10.1000/1", "title": "x", "metadata": {"doi": "10.1000/1"}, "files": []},
    ],
    "SARIF": [{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "results": []}]}],
    "intspec": [{"schema": "intspec-report/1", "intspec_version": "1", "files": []}],
    "notebook": [{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}],
    "GeoJSON": [{"type": "FeatureCollection", "features": []}],
    "JSON-LD": [
        {"@context": "https://schema.org", "@type": "Dataset", "name": "x", "version": "1"}
    ],
    "Kubernetes": [{"apiVersion": "v1", "kind": "Pod", "metadata": {}, "spec": {}}],
    "Compose": [{"version": "3", "services": {"web": {"image": "nginx"}}}],
    "jobs": [{"name": "tests", "on": ["push"], "jobs": {"a": {"runs-on": "x", "steps": []}}}],
    "website": [{"site_name": "Walking", "theme": "plain", "nav": []}],
    "DVC": [{"outs": [{"md5": "0", "path": "trial.docx"}]}],
    "Google": [{"url": "https://docs.google.com/open?id=1", "doc_id": "1", "email": "a@b.example"}],
}
#: Texts of other kinds, by what the message names.
TEXTS: dict[str, list[str]] = {
    "BibTeX": ["@article{a,\n  title = {Walking: a trial},\n}\n", "% exported\n\n@Book (a, x={y})"],
    "RIS": ["TY  - JOUR\nTI  - Walking: a trial\nER  - \n"],
    "PubMed": ["PMID- 1\nTI  - Walking: a trial\n"],
    "EndNote": ["%0 Journal Article\n%T Walking: a trial\n"],
    "ClinicalTrials.gov": [
        '<?xml version="1.0"?>\n<clinical_study rank="1">\n<brief_title>W: a</brief_title>',
        "<clinical_study><brief_title>Walking: a trial</brief_title></clinical_study>",
        "\n<!-- a -->\n<clinical_study>\n  <brief_title>Walking</brief_title>\n</clinical_study>\n",
    ],
    "registry": ["<?xml version='1.0'?><allTrials><trial/></allTrials>"],
    "ODM": ['<?xml version="1.0"?><ODM xmlns="http://www.cdisc.org/ns/odm/v1.3">'],
    "FHIR": ['<ResearchStudy xmlns="http://hl7.org/fhir"><id value="a"/></ResearchStudy>'],
    "JATS": ["<?xml version='1.0'?>\n<!DOCTYPE article [<!ENTITY a 'b'>]>\n<article><front/>"],
    "ontology": ["<?xml version='1.0'?><rdf:RDF xmlns:rdf='x'></rdf:RDF>"],
    "XML file (`<walking>`)": ["<?xml version='1.0'?>\n<walking/>", "<walking>\n</walking>"],
    "web page": ["<!DOCTYPE html>\n<html><body>Not found</body></html>"],
    "Git LFS": ["version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n"],
    "git-annex": ["/annex/objects/SHA256E-s1--0.yaml\n"],
    "LaTeX": ["\\documentclass{article}\n\\begin{document}", "% a\n\\input{x}\n"],
    "rich-text": ["{\\rtf1\\ansi Walking}"],
    "file in TOML": [
        'intspec = "1.0"\nid = "walking"\n',
        "# Walking\n\n[interventions.walk]\nname = 'Walking'\n",
        'title = "Walking: a trial"\n\n[[interventions]]\nname = "Walking"\n',
    ],
    "Markdown or Quarto": [
        "---\ntitle: Walking\nformat: html\n---\n\n# Methods\n\nPeople walked in groups.\n",
        "---\ntitle: Walking\n---\nPeople walked in groups, weekly.\n",
        "---\ntitle: Walking\n...\n\n```{r}\nx <- 1\n```\n",
    ],
    "name of a file": ["../ward/trial.intspec.yaml"],
    "shortcut": ["[InternetShortcut]\r\nURL=https://example.org/\r\n"],
}
#: Texts that only the end of their names tells.
NAMED = {
    "README.md": "# Walking\n\nA trial: walking in groups, weekly.\n",
    "notes.RST": "Walking: a trial: in groups\n",
    "pyproject.toml": '[project]\nname = "walking"\n',
    "analysis.R": "library(dplyr)\nx <- read.csv('a: b')\n",
    "terms.tsv": "id\tlabel\n1\tWalking\n",
}
#: What Word keeps beside a document that Ada has open.
OWNER = b"\x03Ada" + b" " * 51 + b"\x03\x00A\x00d\x00a\x00"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500
#: Bytes of other kinds, by what the message names.
BYTES: dict[str, list[bytes]] = {
    "a PDF": [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"],
    "Word document": [b"PK\x03\x04\x14\x00word/document.xml"],
    "Excel workbook": [b"PK\x03\x04\x14\x00xl/workbook.xml"],
    "LibreOffice": [b"PK\x03\x04\x14\x00mimetypeapplication/vnd.oasis.opendocument.text"],
    "older Word document": [OLE + "WordDocument".encode("utf-16-le")],
    "older Excel workbook": [OLE + "Workbook".encode("utf-16-le")],
    "password": [OLE + "EncryptionInfo".encode("utf-16-le")],
    "Office keeps": [OWNER.ljust(162, b"\x00"), OWNER.ljust(165, b" ")],
    "macOS keeps": [b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X"],
    "shortcut": [b"L\x00\x00\x00\x01\x14\x02\x00" + b"\x00" * 80],
    "picture": [
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0",
        b"II*\x00a",
        b"RIFF\x00\x00\x00\x00WEBP",
    ],
    "compressed": [b"\x1f\x8b\x08\x00a", b"\xfd7zXZ\x00a", b"(\xb5/\xfda", b"BZh91AY&SY"],
    "binary data": [bytes(range(256)) * 4, b"\x7fELF\x02\x01\x01" + b"\x00" * 90],
}


def shuffled(value: Any, chance: random.Random) -> Any:
    """Return data with the keys of every block in another order."""
    if isinstance(value, dict):
        keys = chance.sample(list(value), len(value))
        return {key: shuffled(value[key], chance) for key in keys}
    return [shuffled(entry, chance) for entry in value] if isinstance(value, list) else value


def members() -> Iterator[tuple[str, str, bytes]]:
    """Go over files of other kinds: what the message names, the file's name, and its bytes."""
    for kind, values in DATA.items():
        for number, value in enumerate(values):
            chance = random.Random(f"{kind} {number}")
            for _ in range(3):
                data = shuffled(value, chance)
                for plain, dump in DUMPS.items():
                    ending = chance.choice([plain, plain.upper()])
                    mark = chance.choice([b"", UTF8_MARK])
                    yield kind, f"made{ending}", mark + dump(data).encode()
    for kind, texts in TEXTS.items():
        for text in texts:
            for ending in (".yaml", ".JSON", ".intspec.yaml", ".xyz"):
                yield kind, f"made{ending}", text.encode()
                yield kind, f"made{ending}", UTF8_MARK + text.replace("\n", "\r\n").encode()
    for kind, contents in BYTES.items():
        for content in contents:
            for ending in (".yaml", ".JSON", ".intspec.yaml", ".pdf"):
                yield kind, f"made{ending}", content


DUMPS: dict[str, Callable[[Any], str]] = {
    ".json": json.dumps,
    ".intspec.json": lambda data: json.dumps(data, indent=1),
    ".yaml": lambda data: yaml.safe_dump(data, sort_keys=False),
    ".yml": lambda data: yaml.safe_dump(data, sort_keys=False, default_flow_style=True),
}
MEMBERS: dict[str, list[tuple[str, bytes]]] = {}
for of_kind, file_name, content in members():
    MEMBERS.setdefault(of_kind, []).append((file_name, content))


@pytest.mark.parametrize("kind", MEMBERS)
def test_a_file_of_another_kind_is_named_once(kind: str) -> None:
    """Whatever the order of its keys, its mark, its line ends, and the case of its ending."""
    for name, raw in MEMBERS[kind]:
        report = check_bytes(raw, path=name).report
        assert [d.rule for d in report.diagnostics] == [CODE], (name, raw)
        (found,) = report.diagnostics
        assert kind in found.message
        assert found.hint
        assert not report.readable


@pytest.mark.parametrize("name", NAMED)
def test_the_end_of_a_name_tells_what_cannot_be_read(name: str) -> None:
    """Where the text itself does not."""
    (found,) = check_bytes(NAMED[name].encode(), path=name).report.diagnostics
    assert found.rule == CODE


def test_every_kind_that_is_known_has_words_and_a_member() -> None:
    """Of the kinds told by bytes, and of the shapes."""
    told = {kind for _beginning, kind in (*BEGINNINGS, *STAND_INS)}
    assert told <= {*WRONG, *INSTEAD}
    assert all(remedy for _what, remedy in (*WRONG.values(), *INSTEAD.values()))
    assert all(shape.what and shape.remedy for shape in SHAPES)


@pytest.mark.parametrize("way", [w for s in SHAPES for w in s.ways])
def test_every_way_of_a_shape_tells_it(way: str) -> None:
    """Data that has just the places that it names is of another kind."""
    data: dict[str, Any] = {}
    for place in way.split():
        path, _told, begins = place.partition("=")
        *above, last = path.split("/")
        block = data
        for key in above:
            block = block.setdefault(key, {})
        block[last] = f"{begins}x"
    (found,) = check_bytes(json.dumps(data).encode(), path="made.json").report.diagnostics
    assert found.rule == CODE


@pytest.mark.parametrize("name", ["~$trial.intspec.yaml", "~$IDieR.DOCX", ".~lock.form.xlsx#"])
@pytest.mark.parametrize(
    "raw", [b"", OWNER.ljust(162, b"\x00"), b",ada,desk,12.03.2026 10:00;\x00"]
)
def test_what_an_office_keeps_beside_an_open_file_is_named(
    name: str, raw: bytes, tmp_path: Path
) -> None:
    """Under the name of a specification and of a form, be it empty."""
    path = tmp_path / name
    path.write_bytes(raw)
    with pytest.raises(Unreadable) as refused:
        read_file(path)
    (problem,) = refused.value.problems
    assert (problem.code, "~$" in problem.hint) == ("wrong-kind-of-file", True)
    done = intspec("check", str(path))
    assert done.returncode == 2
    assert done.stdout.count("error:") == 1


@pytest.mark.parametrize(
    ("text", "path", "words"),
    [
        ("a: 1\nb: 2\nc: 3\nd: 4\n", "x.yaml", "none of its keys (`a`, `b`, `c` and 1 more)"),
        ("title: x\nb: 2\nc: 3\n", "x.yaml", "of its 3 keys, a specification has only `title`"),
        ("{}", "x.yaml", "it has no keys"),
        ("{}", "x.JSON", "it has no keys"),
        ('{"a": {"intspec": "1.0"}}', "x.json", "none of its keys (`a`)"),
    ],
)
def test_data_that_is_nothing_known_is_told_once(text: str, path: str, words: str) -> None:
    """With how a specification begins, which makes it one."""
    report = check_bytes(text.encode(), path=path).report
    (found,) = report.diagnostics
    assert (found.rule, report.readable) == ("intspec/not-a-specification", False)
    assert words in found.message
    first = re.search("`([^`]*intspec[^`]*1.0[^`]*)`", found.hint)
    assert first
    begun = text.replace("{", "{" + first[1] + (", " if text != "{}" else ""), 1)
    begun = begun if "{" in text else f"{first[1]}\n{text}"
    assert check_bytes(begun.encode(), path=path).report.readable


@pytest.mark.parametrize(
    "behind", ["# a comment\nid: y\n", "id: y\n", "- a\n", "", "# the end\n", "# one\n\n# two\n"]
)
@pytest.mark.parametrize("head", ["id: x\n", 'intspec: "1.0"\n', ""])
def test_two_documents_of_yaml_are_no_text_with_a_head(head: str, behind: str) -> None:
    """Comments of YAML look like headings of Markdown; where there are keys, it is YAML."""
    report = check_bytes(f"---\n{head}---\n{behind}".encode(), path="x.yaml").report
    assert CODE not in {d.rule for d in report.diagnostics}


#: Every outermost key by which a kind is told.
FOREIGN = sorted(
    {
        place.split("/")[0].partition("=")[0]
        for s in SHAPES
        for way in s.ways
        for place in way.split()
    }
)


def readable(data: Any) -> FileReport:
    """Check data that is a specification, however odd."""
    report = check_bytes(json.dumps(data).encode(), path="made.intspec.json").report
    assert report.readable, report.diagnostics
    return report


@pytest.mark.parametrize("spec", SPECS, ids=lambda path: path.name)
def test_no_specification_is_taken_for_another_kind(spec: Path) -> None:
    """With the keys of all other kinds in it, and one of its own misspelt or gone."""
    data = read_file(spec).data
    chance = random.Random(spec.name)
    for _ in range(6):
        odd: dict[str, Any] = {
            key: chance.choice([None, "x", [], {}]) for key in chance.sample(FOREIGN, 12)
        }
        made = {**odd, **data} if chance.randrange(2) else {**data, **odd}
        gone = chance.choice(["intspec", "interventions", "title"])
        value = made.pop(gone)
        readable(made)
        readable({**made, gone.capitalize(): value})
        readable({**made, gone[:-1]: value})
        readable({**made, f"{gone[:3]}-{gone[3:]}": value})
    both = {key: value for key, value in data.items() if key not in ("intspec", "interventions")}
    readable({**both, "services": {}, "references": []})
    for own in ("intspec", "Intspec", "int-spec", "intspecs", "interventions", "intervention"):
        readable({**dict.fromkeys(FOREIGN, "x"), own: "1.0"})


def test_records_of_a_registry_are_named_once() -> None:
    """All that the collection has."""
    registry = given("registry/ctgov")
    if registry is None:
        pytest.skip(f"{VARIABLE} is not set: it names the folder of the collections")
    files = sorted(registry.glob("*.json"))
    assert files
    for file in files:
        (found,) = check_bytes(file.read_bytes(), path=file.name).report.diagnostics
        assert "ClinicalTrials.gov" in found.message
