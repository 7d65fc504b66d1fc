"""`intspec terms`: terms looked up, an index of an ontology made, and documents held against it."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

import command_line
from memory import PEAK

pytestmark = pytest.mark.programs

DATA = Path(__file__).parent / "data" / "vocabularies"
OWL = DATA / "bcio-fictitious.owl"
INDEX = DATA / "bcio-fictitious.json"
HEADER = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    ' xmlns:owl="http://www.w3.org/2002/07/owl#"'
    ' xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#">'
)
VERSION = '<owl:Ontology rdf:about="x"><owl:versionInfo>7</owl:versionInfo></owl:Ontology>'
SPEC = """\
intspec: "1.0"
id: walk
title: A fictitious walk
stage: protocol
fictitious: true
checklists: [tidier]
no_comparator: {reason: A pilot.}
components:
  walk:
    text: Walk together
    terms: [{id: "BCIO:990001", label: walk in company}, {id: "BCIO:990003"}]
vocabularies: {bcio: {version: "2099-01-01"}}
interventions: {walk: {role: experimental, name: Walk, components: [walk]}}
"""


def intspec(*words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run intspec."""
    return command_line.run_text(words, cwd=cwd or ".")


def term(code: str, inner: str = "<rdfs:label>a label</rdfs:label>") -> str:
    """Return a class of the fictitious prefix MY."""
    return f'<owl:Class rdf:about="http://my.example/MY_{code}">{inner}</owl:Class>'


def build(folder: Path, content: str | bytes, *more: str) -> subprocess.CompletedProcess[str]:
    """Make an index of an ontology given as text."""
    raw = content.encode() if isinstance(content, str) else content
    (folder / "my.owl").write_bytes(raw)
    return intspec("terms", "build", "my.owl", "-o", "my.json", "--as", "my", *more, cwd=folder)


def test_the_index_is_the_same_bytes_each_time(tmp_path: Path) -> None:
    """The index of the fictitious ontology is the one that the other tests use."""
    out = tmp_path / "bcio.json"
    done = intspec("terms", "build", str(OWL), "-o", str(out))
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert done.stderr == (
        f"{out}: 10 terms of Behaviour Change Intervention Ontology 2099-01-01, 3 of them "
        "obsolete; left out: 1 classes with another prefix than BCIO, 0 without a label\n"
    )
    assert out.read_bytes() == INDEX.read_bytes()


def test_the_index_holds_what_the_ontology_says() -> None:
    """Labels in English, others as aliases, parents through foreign classes, replacements."""
    made = json.loads(INDEX.read_text(encoding="utf-8"))
    assert made["sha256"] == hashlib.sha256(OWL.read_bytes()).hexdigest()
    terms = {one.pop("id"): one for one in made["terms"]}
    assert terms == {
        "010000": {"label": "source"},
        "033000": {"label": "technique"},
        "990001": {
            "label": "walk in company",
            "aliases": ["gemeinsam gehen", "walking together"],
            "parents": ["033000"],
        },
        "990002": {
            "label": "agree on a pace",
            "aliases": ["set a pace"],
            "parents": ["033000"],
        },
        "990003": {
            "label": "obsolete walk with others",
            "obsolete": True,
            "replaced_by": "990001",
        },
        "990004": {"label": "walk alone", "obsolete": True},
        "990005": {"label": "old pace", "obsolete": True, "replaced_by": "990002"},
        "990006": {"label": "hen", "parents": ["990007"]},
        "990007": {"label": "egg", "parents": ["990006"]},
        "990008": {"label": "walking companion", "parents": ["010000"]},
    }


def test_a_document_is_held_against_the_index(tmp_path: Path) -> None:
    """Without the index a note says that nothing was looked up; with it, what is obsolete."""
    (tmp_path / "walk.intspec.yaml").write_text(SPEC)
    words = ("check", "walk.intspec.yaml", "--format", "json")

    def found(*more: str) -> list[tuple[str, str, str]]:
        done = intspec(*words, *more, cwd=tmp_path)
        diagnostics = json.loads(done.stdout)["files"][0]["diagnostics"]
        return [
            (d["rule"], d["message"], d["hint"])
            for d in diagnostics
            if "term" in d["rule"] or "vocabular" in d["rule"]
        ]

    assert found() == [
        (
            "intspec/term-unchecked",
            (
                "whether `BCIO:990001` and 1 more term exist in Behaviour Change Intervention "
                "Ontology was not checked: no index was given"
            ),
            (
                "make one with `intspec terms build bcio.owl -o bcio.json`, and check with "
                "`--vocabulary bcio.json`"
            ),
        )
    ]
    assert found("--vocabulary", str(INDEX)) == [
        (
            "intspec/obsolete-term",
            (
                "`BCIO:990003` (obsolete walk with others) is obsolete; `BCIO:990001` (walk in "
                "company) takes its place"
            ),
            "write `BCIO:990001` (walk in company)",
        )
    ]


def test_the_description_prints_label_and_id(tmp_path: Path) -> None:
    """Terms stand in the description of what they name."""
    text = SPEC.replace('{id: "BCIO:990003"}', '{id: "bcttv1:1.4"}') + (
        'providers: {guide: {kind: guide, terms: [{id: "provider-kinds:volunteer",'
        " label: Volunteer}]}}\n"
    )
    text = text.replace("components: [walk]}", "components: [walk], providers: [guide]}")
    (tmp_path / "walk.intspec.yaml").write_text(text)
    done = intspec("render", "walk.intspec.yaml", "--vocabulary", str(INDEX), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Volunteer (provider-kinds:volunteer)" in done.stdout


def test_terms_are_listed(tmp_path: Path) -> None:
    """Every vocabulary with the number of its terms; one with the index that is given."""
    done = intspec("terms", "list", "--vocabulary", str(INDEX), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    lines = [line.split(maxsplit=3) for line in done.stdout.splitlines()]
    assert ["bcttv1", "93", "terms", "BCT Taxonomy v1"] in lines
    assert ["bcio", "10", "terms", "Behaviour Change Intervention Ontology"] in lines
    assert "    no index  Behaviour" in intspec("terms", "list").stdout


def test_the_terms_of_one_vocabulary_stand_in_their_groups() -> None:
    """The list of one vocabulary says what it is and where it comes from."""
    text = intspec("terms", "list", "bcttv1").stdout
    assert text.startswith("BCT Taxonomy v1 (version 1)  [bcttv1]\n")
    assert "\n  16. Covert learning\n  bcttv1:16.1  Imaginary punishment\n" in text
    assert "doi:10.1007/s12160-013-9486-6" in text


def test_one_term_is_shown(tmp_path: Path) -> None:
    """A term with its broader terms, and the line that names it in a specification."""
    words = ("terms", "show", "bcio:990001", "--vocabulary", str(INDEX))
    text = intspec(*words, cwd=tmp_path).stdout
    assert text.startswith("BCIO:990001  walk in company\n")
    assert "  Also: gemeinsam gehen; walking together\n" in text
    assert "  Narrower than: BCIO:033000 (technique)\n" in text
    assert '    terms: [{id: "BCIO:990001", label: "walk in company"}]\n' in text
    assert intspec("explain", *words[2:], cwd=tmp_path).stdout == text


def test_terms_are_found_by_words_and_by_what_is_near() -> None:
    """Labels that hold all words; where none does, the nearest one. None: exit code 1."""
    done = intspec("terms", "find", "goal setting")
    assert done.stdout.splitlines() == [
        "bcttv1:1.1  Goal setting (behavior)",
        "bcttv1:1.3  Goal setting (outcome)",
    ]
    near = intspec("terms", "find", "comitment", "--in", "bcttv1")
    assert near.stdout == "bcttv1:1.9  Commitment\n"
    none = intspec("terms", "find", "qqqqqqqq")
    assert (none.returncode, none.stdout) == (1, "")
    assert none.stderr == "no label holds `qqqqqqqq`, and none is near\n"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("terms", "show", "bcttv1:1.22"), "has no term `bcttv1:1.22`; did you mean `bcttv1:1.2`"),
        (("terms", "show", "bctv1:1.2"), "the vocabulary `bctv1` is not installed; did you mean"),
        (("terms", "show", "bcio:007010"), "has no terms here: give an index with `--vocabulary`"),
        (("terms", "build", "no.owl", "-o", "x.json"), "no.owl: it does not exist"),
        (("terms", "build", ".", "-o", "x.json"), ".: it is a folder or no ordinary file"),
        (("terms", "build", "x.owl", "-o", "x.json", "--as", "bcttv1"), "choose another id"),
        (("check", "x.yaml", "--vocabulary", "no.json"), "there is no file `no.json`"),
        (("explain", "bcttv1:99"), "BCT Taxonomy v1 has no term `bcttv1:99`"),
    ],
)
def test_wrong_usage_is_exit_2(words: tuple[str, ...], message: str, tmp_path: Path) -> None:
    """The message names what is wrong and what was likely meant."""
    done = intspec(*words, cwd=tmp_path)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_list_that_cannot_be_used_ends_the_check_with_2(tmp_path: Path) -> None:
    """One line, with the name of the file."""
    (tmp_path / "own.toml").write_text("format = 9\n")
    done = intspec("check", "x.yaml", "--vocabulary", "own.toml", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr == "Error: own.toml: this is format 9; this intspec reads format 1\n"


def test_any_ontology_can_be_indexed(tmp_path: Path) -> None:
    """The id names the prefix; a version is given where the file states none."""
    done = build(tmp_path, HEADER + term("2") + term("1") + "</rdf:RDF>", "--version", "3")
    assert done.returncode == 0, done.stderr
    made = json.loads((tmp_path / "my.json").read_text())
    assert (made["id"], made["prefix"], made["version"]) == ("my", "MY", "3")
    assert [one["id"] for one in made["terms"]] == ["1", "2"]
    spec = SPEC.replace("BCIO:990001", "my:1").replace('{id: "BCIO:990003"}', '{id: "MY:9"}')
    spec = spec.replace("bcio: {version:", "my: {version:").replace("2099-01-01", "3")
    (tmp_path / "walk.intspec.yaml").write_text(spec.replace("walk in company", "a label"))
    words = ("check", "walk.intspec.yaml", "--format", "json", "--vocabulary", "my.json")
    found = json.loads(intspec(*words, cwd=tmp_path).stdout)["files"][0]["diagnostics"]
    assert [d["message"] for d in found if "term" in d["rule"] or "vocab" in d["rule"]] == [
        "`MY:9` is not in MY 3"
    ]


BOMB = (
    '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {b} "{10 * f"&{a};"}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
REFUSED = {
    "an entity bomb": (
        BOMB + HEADER + term("1", "<rdfs:label>&i;</rdfs:label>") + "</rdf:RDF>",
        "it declares entities, which are not read",
    ),
    "an entity bomb in an attribute": (
        BOMB + HEADER.replace(">", ' rdf:ID="&i;">') + "</rdf:RDF>",
        "it declares entities, which are not read",
    ),
    "an entity from elsewhere": (
        '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + HEADER + "&a;</rdf:RDF>",
        "it declares entities, which are not read",
    ),
    "OWL/XML": ('<Ontology xmlns="http://www.w3.org/2002/07/owl#"/>', "`Ontology` is not the root"),
    "Turtle": ("@prefix owl: <http://www.w3.org/2002/07/owl#> .", "not well-formed XML"),
    "nothing": ("", "not well-formed XML"),
    "a control character": (HEADER + "\x00", "Char 0x0 out of allowed range, line "),
    "a comment in a comment": (HEADER + "<!-- a\n-- b -->", "Double hyphen within comment"),
    "a file cut off": (HEADER + term("1")[:-5], "not well-formed XML"),
    "no class of the prefix": (
        HEADER + VERSION + term("1").replace("MY_", "YOUR_") + "</rdf:RDF>",
        "no class has the prefix `MY`; there are `YOUR`",
    ),
    "no version": (HEADER + term("1") + "</rdf:RDF>", "does not say which version it is"),
    "nesting without end": (
        HEADER + 300 * "<owl:Class>" + 300 * "</owl:Class>" + "</rdf:RDF>",
        "nested deeper than 256 levels",
    ),
}


@pytest.mark.parametrize(("content", "message"), REFUSED.values(), ids=list(REFUSED))
def test_what_is_no_such_ontology_is_one_line(content: str, message: str, tmp_path: Path) -> None:
    """The line names the file and the reason; nothing is written; the exit code is 2."""
    done = build(tmp_path, content)
    assert done.returncode == 2
    assert done.stderr.startswith("Error: my.owl: ")
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "my.json").exists()


def test_a_large_ontology_needs_little_memory(tmp_path: Path) -> None:
    """What was read is let go: 20 MB of annotations raise the peak by far less than 20 MB."""
    pytest.importorskip("resource", reason="only Unix tells the peak")
    text = "<rdfs:comment>" + 4000 * "word " + "</rdfs:comment>"
    label = "<rdfs:label>a label</rdfs:label>"
    code = (
        f"{PEAK}\nimport sys\n"
        "from intspec_bundled.vocabularies.ontology import read\n"
        "import lxml.etree\n"
        "read(sys.argv[1], 'MY')\n"
        "before = peak()\n"
        "read(sys.argv[2], 'MY')\n"
        "print(peak() - before)\n"
    )
    for name, count in (("small.owl", 10), ("large.owl", 1000)):
        with (tmp_path / name).open("w") as file:
            file.write(HEADER + VERSION)
            file.writelines(term(str(n), text + label) for n in range(count))
            file.write("</rdf:RDF>")
    done = subprocess.run(
        [sys.executable, "-c", code, "small.owl", "large.owl"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    scale = 1 if sys.platform != "darwin" else 1024
    assert int(done.stdout) / scale < 8_000
