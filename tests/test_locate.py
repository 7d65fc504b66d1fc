"""`intspec locate`: passages found again in every format, after every edit, and suggested."""

import json
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest
import yaml

import command_line
import manuscripts
from intspec import Cues
from intspec.api import check_text
from intspec_bundled.manuscripts.blocks import Block
from intspec_bundled.manuscripts.cues import looked, pattern
from intspec_bundled.manuscripts.manuscript import Manuscript, Place, assembled
from intspec_bundled.manuscripts.matching import Searchable, reworded
from intspec_bundled.manuscripts.names import durations
from intspec_bundled.manuscripts.places import changes
from intspec_bundled.manuscripts.reading import read
from intspec_bundled.manuscripts.sentences import sentences
from intspec_bundled.manuscripts.suggesting import Ranking
from manuscripts import CELL, CLASS, NOTE, TWICE, Piece

pytestmark = pytest.mark.programs

SPEC = """\
intspec: "1.0"
id: chair
title: Chair classes at home (a fictitious trial)
stage: results
fictitious: true
checklists: [tidier]
documents:
  paper: {kind: primary-paper}
interventions:
  classes: {role: experimental, name: Chair classes, rationale: {goal: Less pain in the knees}}
  leaflet: {role: active-comparator, name: Leaflet}
"""
PLACES = """\
# Where things stand.
locations:
  - about: tidier/when-and-how-much   # once
    document: paper
    section: Methods, The programme
    anchor: Each class lasted 50 minutes and was led by one of four physio-therapists
  - {about: tidier/materials, document: paper, section: The programme, anchor: 'Elastic bands'}
  - about: tidier/procedures
    document: paper
    anchor: warm\u2011up at the kitchen table
  - about: tidier/how-well-actual
    document: paper
    section: "Results, Delivery"
    anchor: "Participants attended a median of 17 of 20 classes"
  - about: tidier/modifications
    document: paper
    section: Harms
    anchor: Adverse events were written down at every visit
  - about: tidier/why
    document: paper
    section: 'Methods, Comparator'
    anchor: (entry 60).
"""
TEXTS = {
    "md": manuscripts.as_markdown,
    "txt": manuscripts.as_plain_text,
    "tex": manuscripts.as_latex,
    "xml": manuscripts.as_jats,
    "docx": manuscripts.as_docx,
}


@cache
def pdf_of(how: str, folder: Path) -> bytes:
    """Return the manuscript as a program prints it: LibreOffice, or LaTeX in two columns."""
    pieces = manuscripts.manuscript()
    if how == "office":
        (folder / "paper.docx").write_bytes(manuscripts.as_docx(pieces))
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"]
        command += ["--convert-to", "pdf", "--outdir", str(folder), str(folder / "paper.docx")]
    else:
        (folder / "paper.tex").write_bytes(manuscripts.as_latex(pieces))
        command = ["pdflatex", "-interaction=batchmode", "paper.tex"]
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)
    return (folder / "paper.pdf").read_bytes()


def locate(folder: Path, *arguments: str, spec: str = SPEC + PLACES) -> tuple[int, str]:
    """Run `intspec locate` on a specification; return the exit code and what it prints."""
    path = folder / "trial.intspec.yaml"
    if not path.exists():
        path.write_text(spec, encoding="utf-8")
    ended = command_line.run_text(("locate", str(path), *arguments))
    return ended.returncode, ended.stdout


def states(folder: Path, file: Path) -> dict[str, tuple[str, str | None]]:
    """Return what became of each location, and where it is now."""
    _code, told = locate(folder, "--document", f"paper={file}", "--format", "json")
    return {
        one["about"].removeprefix("tidier/"): (one["state"], one["place"])
        for one in json.loads(told)["locations"]
    }


@pytest.mark.parametrize("ending", TEXTS)
def test_every_anchor_is_found_in_every_format(ending: str, tmp_path: Path) -> None:
    """One in a cell of a table, one in a footnote, one of two places, whatever the hyphens are."""
    paper = tmp_path / f"paper.{ending}"
    paper.write_bytes(TEXTS[ending](manuscripts.manuscript()))
    found = states(tmp_path, paper)
    assert found["when-and-how-much"] == ("as-before", "Methods, The programme, paragraph 2")
    assert found["procedures"] == ("new", "Methods, The programme, Table 1")
    assert found["modifications"] == ("as-before", "Methods, Harms, paragraph 1")
    assert found["how-well-actual"] == ("as-before", "Results, Delivery, paragraph 1")
    assert found["why"] == ("as-before", "Methods, Comparator, paragraph 1")
    # Plain text has no mark that tells a footnote from a paragraph.
    assert found["materials"][0] == ("moved" if ending == "txt" else "as-before")


@pytest.mark.long
@pytest.mark.parametrize("how", ["office", "latex"])
def test_every_anchor_is_found_in_a_pdf(how: str, tmp_path: Path) -> None:
    """Pages and numbered lines are told; columns are joined, and words that hyphens divide."""
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(pdf_of(how, tmp_path))
    found = states(tmp_path, paper)
    assert {state for state, _place in found.values()} == {"as-before", "new"}
    where = found["when-and-how-much"][1] or ""
    assert where.startswith("Methods, The programme, paragraph 2, page 2")
    assert ("line" in where) == (how == "office")
    text = read(paper.read_bytes(), "paper.pdf").text
    for number in (1, 5, 20, 40):
        for sentence in manuscripts.filling(number).split("). "):
            assert sentence.rstrip(").") in text


def edited() -> list[Piece]:
    """Return the manuscript after a revision: a page more, one passage moved, reworded, gone."""
    pieces = manuscripts.manuscript()
    setting = next(n for n, one in enumerate(pieces) if one.text == "The programme")
    pieces[setting:setting] = [Piece(manuscripts.filling(90 + n, 9)) for n in range(5)]
    lasted = next(n for n, one in enumerate(pieces) if one.text.startswith(CLASS))
    moved = pieces.pop(lasted)
    pieces.insert(lasted + 2, moved)
    out = []
    for piece in pieces:
        text = piece.text.replace(
            "attended a median of 17 of 20 classes", "had attended a median of 17 of the 20 classes"
        )
        rows = tuple(tuple(c for c in row if c != CELL) for row in piece.rows)
        out.append(Piece(text, piece.kind, piece.level, piece.note, rows))
    return out


def test_a_revision_is_followed_and_changes_only_the_places(tmp_path: Path) -> None:
    """What moved is moved, what was reworded is found, what is gone is told; other lines stay."""
    first, second = tmp_path / "first.docx", tmp_path / "second.docx"
    first.write_bytes(manuscripts.as_docx(manuscripts.manuscript()))
    second.write_bytes(manuscripts.as_docx(edited()))
    spec = tmp_path / "trial.intspec.yaml"
    assert locate(tmp_path, "--document", f"paper={first}", "--write")[0] == 0
    assert locate(tmp_path, "--document", f"paper={first}", "--check")[0] == 0
    spec.write_text(
        spec.read_text("utf-8").replace(
            "section: Methods, The programme\n",
            "section: Methods, The programme\n    paragraph: 2 # of 3\n",
        ),
        encoding="utf-8",
    )
    before = spec.read_text("utf-8").splitlines()
    found = states(tmp_path, second)
    assert {key: state for key, (state, _place) in found.items()} == {
        "when-and-how-much": "moved",
        "materials": "as-before",
        "procedures": "gone",
        "how-well-actual": "reworded",
        "modifications": "as-before",
        "why": "as-before",
    }
    assert locate(tmp_path, "--document", f"paper={second}", "--check")[0] == 1
    assert locate(tmp_path, "--document", f"paper={second}", "--write")[0] == 1  # one is gone
    after = spec.read_text("utf-8").splitlines()
    differing = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert differing == [
        ("    paragraph: 2 # of 3", "    paragraph: 3 # of 3"),
        (
            '    anchor: "Participants attended a median of 17 of 20 classes"',
            "    anchor: Participants had attended a median of 17 of the 20 classes.",
        ),
    ]


def test_without_the_extra_what_stands_word_for_word_is_found_and_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others are marked, and one line says what would find them."""
    (tmp_path / "rapidfuzz.py").write_text("raise ModuleNotFoundError(name='rapidfuzz')\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    text = "# Methods\n\nClasses were held at home. Bands were given to all who came.\n"
    Path("paper.md").write_text(text, encoding="utf-8")
    places = "".join(
        f"- {{about: tidier/{item}, document: paper, anchor: {words}}}\n"
        for item, words in (("where", "held at home"), ("materials", "Bands were given to each"))
    )
    Path("t.yaml").write_text(f"{SPEC}locations:\n{places}", encoding="utf-8")
    given = ("locate", "t.yaml", "--document", "paper=paper.md")
    told = command_line.run_text(given)
    assert told.stdout.splitlines() == [
        "  TIDieR 7  Where            Methods, paragraph 1   found",
        "  TIDieR 3  What: materials  not found word for word",
        "2 locations in paper: 1 stale, 1 missing.",
    ]
    assert told.stderr.splitlines() == [
        "reworded passages were not looked for; to find them: `pip install 'intspec[locate]'`"
    ]
    codes = [command_line.run_text((*given, one)).returncode for one in ("--check", "--write")]
    assert (told.returncode, codes) == (0, [1, 1])
    written = yaml.safe_load(Path("t.yaml").read_text("utf-8"))["locations"]
    assert [one.get("section") for one in written] == ["Methods", None]


def test_each_suggestion_is_told_with_what_accepts_it(tmp_path: Path) -> None:
    """Every id that the text shows beside an item is taken."""
    paper = tmp_path / "paper.md"
    paper.write_bytes(manuscripts.as_markdown(manuscripts.manuscript()))
    given = ("--document", f"paper={paper}", "--suggest")
    told = locate(tmp_path, *given, spec=SPEC)[1]
    assert "\n  TIDieR 7  Where  (tidier/where@classes)\n" in told
    data = json.loads(locate(tmp_path, *given, "--format", "json")[1])
    arms = [f"@{one['arm']}" if one["arm"] else "" for one in data["items"]]
    ids = [
        f"{one['checklist']}/{one['item']}{arm}"
        for one, arm in zip(data["items"], arms, strict=True)
    ]
    assert re.findall(r"(?m)^  \S.*  \((\S+)\)$", told) == ids


def small(*texts: str) -> Manuscript:
    """Return a manuscript of some paragraphs in one section."""
    return assembled([Block("Methods", "heading", level=1), *map(Block, texts)], "small.md")


@pytest.mark.parametrize(
    ("words", "now"),
    [
        (
            "Classes lasted 50 minutes and took place twice a week.",
            "Classes lasted 45 minutes and took place twice a week.",
        ),
        (
            "Fidelity of the classes was assessed by two raters.",
            "Fidelity of the classes was not assessed by two raters.",
        ),
        (
            "No leaflet was sent to the homes of participants.",
            "A leaflet was sent to the homes of participants.",
        ),
    ],
)
def test_other_numbers_and_denials_are_no_rewording(words: str, now: str) -> None:
    """What was said is gone then, and the nearest sentence is shown."""
    within = Searchable(small("A sentence that says something else.", now))
    hits = within.near(words)
    assert hits
    assert reworded(words, hits, within.manuscript.text) is None


def test_words_in_several_places_are_told_unless_the_place_tells_them_apart(tmp_path: Path) -> None:
    """The section decides; without one nobody can say which is meant."""
    paper = tmp_path / "paper.md"
    paper.write_bytes(manuscripts.as_markdown(manuscripts.manuscript()))
    place = f"locations:\n  - {{about: tidier/how, document: paper, anchor: {TWICE}}}\n"
    code, told = locate(tmp_path, "--document", f"paper={paper}", "--check", spec=SPEC + place)
    assert code == 1
    assert "in several places: Abstract, paragraph 1; Methods, Harms, paragraph 1" in told


@pytest.mark.parametrize(
    ("fields", "place", "changed"),
    [
        ({"pages": "7-9"}, Place((), (), pages=(8, 8)), []),
        ({"page": "7"}, Place((), (), pages=(7, 8)), [("page", "7-8", "pages")]),
        ({"lines": "120-134"}, Place((), (), lines=(130, 131)), []),
        ({"lines": "120"}, Place((), (), lines=(130, 131)), [("lines", "130-131", "")]),
        ({"section": "Methods"}, Place(("Methods", "Setting"), (4, 2)), []),
        ({"section": "Methods", "paragraph": "4"}, Place(("Methods", "Setting"), (4, 2)), []),
        (
            {"section": "Setting", "paragraph": "4"},
            Place(("Methods", "Setting"), (4, 2)),
            [("paragraph", "2", "")],
        ),
        ({"section": "Methods > Setting"}, Place(("Methods", "Setting"), (4, 2)), []),
        (
            {"section": "Results"},
            Place(("Methods", "Setting"), (4, 2)),
            [("section", "Setting", "")],
        ),
        ({"table": "Table 2"}, Place((), (), table="2", kind="table"), []),
        ({"page": "7"}, Place((), ()), []),
    ],
)
def test_a_recorded_place_is_held_against_the_one_found(
    fields: dict[str, str], place: Place, changed: list[tuple[str, str, str]]
) -> None:
    """A range that holds it is right; what the file does not tell stays."""
    assert [(one.key, one.now, one.as_key) for one in changes(fields, place)] == changed


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("It took 10 min. Then they left.", 2),
        ("They used bands (e.g. red ones). Smith et al. 2019 did too.", 2),
        ("It fell by 2.5 mg. The rest did not.", 2),
        ("It was common.12\u201314 It fell.3 4 No one knew why.", 3),
        ("Dr. Example saw Fig. 2 of vol. 3 at 5 p.m. yesterday.", 1),
        ("Table 2. Content of a class", 1),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, count: int) -> None:
    """Words cut short and numbers of references end none."""
    assert len(list(sentences(text))) == count


def test_cues_are_words_with_endings_numbers_and_gaps() -> None:
    """`*`, `#` and `...` stand for what the file of a checklist says."""
    assert pattern("# sessions").search("of twelve sessions")
    assert pattern("# minutes").search("a 45-minutes walk")
    assert pattern("hospital*").search("two hospitals")
    assert not pattern("hospital").search("two hospitals")
    assert pattern("# ... centres").search("in six large public centres")
    assert not pattern("clinic").search("a clinical trial")
    assert set(durations("PT45M")) == {"45 minute", "45-minute", "45 min"}


def test_suggestions_are_sentences_of_the_likeliest_place() -> None:
    """Methods before the abstract, the arm's own name first, a denial marked, three distinct."""
    pieces = [
        Block("Abstract", "heading", level=1),
        Block("Classes lasted 50 minutes."),
        Block("Methods", "heading", level=1),
        Block("Walkers met twice a week for 60 minutes. The leaflet took 10 minutes to read."),
        Block("Sessions of the group were not longer than 70 minutes."),
    ]
    cues = Cues(sections=("methods",), phrases=("# minutes",), words=("session*",))
    ranking = Ranking(assembled(pieces, "small.md"))
    found = ranking.suggestions(looked([cues]))
    assert found[0].passage.text == "Sessions of the group were not longer than 70 minutes."
    assert found[0].denies
    assert len({one.passage.text for one in found}) == 3
    arm = ranking.suggestions(looked([cues]), own=["leaflet"], others=["walkers"])
    assert arm[0].passage.text == "The leaflet took 10 minutes to read."


def test_suggestions_for_programs_have_the_promised_shape(tmp_path: Path) -> None:
    """One sentence of the manuscript, of at most 60 words and no heading; distinct; best first."""
    paper = tmp_path / "paper.docx"
    paper.write_bytes(manuscripts.as_docx(manuscripts.manuscript()))
    code, told = locate(
        tmp_path, "--document", f"paper={paper}", "--suggest", "--format", "json", spec=SPEC
    )
    data = json.loads(told)
    assert (code, set(data)) == (0, {"items"})
    manuscript = read(paper.read_bytes(), "paper.docx")
    known = {one.text for one in manuscript.passages}
    for item in data["items"]:
        assert set(item) == {"checklist", "number", "item", "arm", "suggestions"}
        texts = [one["text"] for one in item["suggestions"]]
        assert len(set(texts)) == len(texts) <= 3
        assert set(texts) <= known
        scores = [one["score"] for one in item["suggestions"]]
        assert all(score > 0 for score in scores)
        for one in item["suggestions"]:
            keys = {"text", "context", "section", "page", "paragraph", "score", "because"}
            assert set(one) == keys
            assert len(one["text"].split()) <= 60
            assert one["text"] in one["context"]
    where = next(one for one in data["items"] if one["item"] == "where")
    assert where["suggestions"][0]["text"].startswith("Classes took place in the homes")


def test_an_accepted_suggestion_is_a_place_and_no_content(tmp_path: Path) -> None:
    """The item is located then; its state is what it was."""
    paper = tmp_path / "paper.docx"
    paper.write_bytes(manuscripts.as_docx(manuscripts.manuscript()))
    given = ["--document", f"paper={paper}", "--suggest", "--accept", "tidier/where@classes"]
    assert locate(tmp_path, *given, spec=SPEC)[0] == 0
    written = (tmp_path / "trial.intspec.yaml").read_text("utf-8")
    assert written == SPEC + (
        "locations:\n"
        "  - about: tidier/where\n"
        "    arm: classes\n"
        "    document: paper\n"
        "    section: Methods, Setting\n"
        '    paragraph: "1"\n'
        "    anchor: Classes took place in the homes of participants in three market towns.\n"
    )
    found = locate(tmp_path, "--document", f"paper={paper}", "--check")
    assert found[0] == 0
    told = command_line.run_text(
        ("check", str(tmp_path / "trial.intspec.yaml"), "--format", "json")
    )
    items = json.loads(told.stdout)["files"][0]["items"]
    where = [one for one in items if one["item"] == "where" and one["arm"] == "classes"]
    assert [(one["state"], one["located"]) for one in where] == [("not-reported", True)]


@pytest.mark.parametrize("before", ["", "documents: {}\n"])
def test_an_accepted_suggestion_describes_its_document_where_none_is(
    before: str, tmp_path: Path
) -> None:
    """What is written names nothing that is not there, and is found again without more."""
    paper = tmp_path / "texts" / "paper.md"
    paper.parent.mkdir()
    paper.write_bytes(manuscripts.as_markdown(manuscripts.manuscript()))
    known = "documents:\n  paper: {kind: primary-paper}\n"
    given = ["--document", f"paper={paper}", "--suggest", "--accept", "tidier/where@classes"]
    assert locate(tmp_path, *given, spec=SPEC.replace(known, before))[0] == 0
    spec = tmp_path / "trial.intspec.yaml"
    data = yaml.safe_load(spec.read_text("utf-8"))
    assert data["documents"] == {"paper": {"kind": "primary-paper", "file": "texts/paper.md"}}
    assert [one["document"] for one in data["locations"]] == ["paper"]
    assert locate(tmp_path, "--check")[0] == 0
    assert "intspec/unknown-document" not in command_line.run_text(("check", str(spec))).stdout


def test_a_document_that_is_not_described_is_told_with_a_line_to_copy() -> None:
    """A key that is a kind of document has that kind; others are the paper."""
    places = "".join(
        f"- {{about: x/y, document: {key}, page: '3'}}\n" for key in ("ms", "handbook")
    )
    report = check_text(
        SPEC.replace("  paper: {kind: primary-paper}\n", "  a: {kind: other}\n")
        + f"locations:\n{places}"
    )
    assert [one.hint for one in report.diagnostics if one.rule == "intspec/unknown-document"] == [
        f"add `{key}: {{kind: {kind}}}` to `documents:` at the top level"
        for key, kind in (("ms", "primary-paper"), ("handbook", "handbook"))
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "names no file of a document"),
        (("--document", "paper"), "is not of the form KEY=FILE"),
        (("--document", "papre=x.md"), "did you mean `paper`"),
        (("--document", "paper=none.docx"), "there is no file"),
        (("--document", "paper=x.md", "--accept", "tidier/where"), "--accept goes with --suggest"),
        (("--document", "paper=x.md", "--suggest", "--write"), "--suggest goes with --accept"),
    ],
)
def test_wrong_usage_is_told_with_the_remedy(
    arguments: tuple[str, ...], message: str, tmp_path: Path
) -> None:
    """Exit code 2, and one line that says what to give."""
    (tmp_path / "trial.intspec.yaml").write_text(SPEC, encoding="utf-8")
    ended = command_line.run_text(("locate", "trial.intspec.yaml", *arguments), cwd=tmp_path)
    assert ended.returncode == 2
    assert message in ended.stderr


def test_what_is_said_of_notes_and_cells_keeps_their_words() -> None:
    """The constants of the test stand in the manuscript that is made here."""
    text = manuscripts.as_markdown(manuscripts.manuscript()).decode().replace("\n", " ")
    assert all(words in text for words in (CELL, CLASS, NOTE, TWICE))


@pytest.mark.parametrize(("fmt", "ending"), [("text", "txt"), ("letter", "txt"), ("html", "html")])
def test_a_review_says_found_and_not_found_and_nothing_of_how_well(
    fmt: str, ending: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """As text, as a letter, as a web page without anything that runs; `--update` rewrites them."""
    (tmp_path / "paper.docx").write_bytes(manuscripts.as_docx(manuscripts.manuscript()))
    given = ("review", "paper.docx", "--checklist", "tidier", "--format", fmt)
    ended = command_line.run_text(given, cwd=tmp_path)
    assert (ended.returncode, ended.stderr) == (0, "")
    golden = Path(__file__).parent / "goldens" / "reviews" / f"{fmt}.{ending}"
    if request.config.getoption("--update"):
        golden.write_text(ended.stdout, encoding="utf-8")
    assert ended.stdout == golden.read_text(encoding="utf-8")
    assert not [word for word in ("adequate", "well reported", "<script") if word in ended.stdout]


def test_a_draft_of_a_manuscript_proposes_and_counts_for_nothing(tmp_path: Path) -> None:
    """What is proposed is absent in check and table; without its mark it is prose."""
    (tmp_path / "paper.docx").write_bytes(manuscripts.as_docx(manuscripts.manuscript()))
    given = ("import", "paper.docx", "--from", "manuscript", "-o", "draft.intspec.yaml")
    assert command_line.run_text(given, cwd=tmp_path).returncode == 0
    draft = tmp_path / "draft.intspec.yaml"
    words = "Classes took place in the homes of participants in three market towns."
    assert f"PROPOSED: {words}" in draft.read_text("utf-8")
    assert where_is(tmp_path) == ("not-reported", False)
    draft.write_text(draft.read_text("utf-8").replace(f"PROPOSED: {words}", words), "utf-8")
    assert where_is(tmp_path) == ("prose", True)


def test_a_draft_of_a_manuscript_uses_the_checklists_of_the_run(tmp_path: Path) -> None:
    """Where the guideline is switched off there is no draft, and no empty one."""
    (tmp_path / "paper.md").write_text("# Methods\n\nClasses were held at home.\n")
    given = ("import", "paper.md", "--from", "manuscript", "--without", "tidier")
    ended = command_line.run_text(given, cwd=tmp_path)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "needs the checklist `tidier`" in ended.stderr


def where_is(folder: Path) -> tuple[str, bool]:
    """Return the state of TIDieR 7 of a draft, and whether its table shows what is proposed."""
    ended = command_line.run_text(("check", "draft.intspec.yaml", "--format", "json"), cwd=folder)
    items = json.loads(ended.stdout)["files"][0]["items"]
    state = next(one["state"] for one in items if one["item"] == "where")
    shown = command_line.run_text(("render", "draft.intspec.yaml"), cwd=folder).stdout
    assert "PROPOSED" not in shown
    return state, "market towns" in shown


def test_a_form_is_never_taken_for_a_manuscript_by_its_content(tmp_path: Path) -> None:
    """A Word file goes to the reader of forms unless `--from manuscript` says what it is."""
    (tmp_path / "paper.docx").write_bytes(manuscripts.as_docx(manuscripts.manuscript()))
    ended = command_line.run_text(("import", "paper.docx"), cwd=tmp_path)
    assert "PROPOSED" not in ended.stdout
