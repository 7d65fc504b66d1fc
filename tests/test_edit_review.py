"""The review copy for co-authors: what stands in it, and that nothing but its own script runs."""

import base64
import hashlib
import html
import json
import re
from pathlib import Path

import pytest

from editing import Browser
from intspec import CommandContext
from intspec_bundled.edit.file import EditedFile, State
from intspec_bundled.edit.places import WHOLE, empty_block, places_of
from intspec_bundled.edit.review import review_copy

pytestmark = pytest.mark.long

EXHAUSTIVE = pytest.mark.exhaustive
ROOT = Path(__file__).parents[1]
SPECS = [
    path if path.stem.startswith(("enrich.", "crossover")) else pytest.param(path, marks=EXHAUSTIVE)
    for path in sorted((ROOT / "specs").glob("*/*.intspec.yaml"))
]
CONTEXT = CommandContext()
SCRIPT = "</textarea></script><script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
TRIAL = """\
intspec: "1.0"
id: walking
title: Walking in groups
stage: results
fictitious: true
checklists: [tidier]
interventions:
  exercise:
    role: experimental
    name: Steps Together
    rationale: {goal: Less pain}
  waiting:
    role: waiting-list
    name: Waiting list
"""


def state_of(path: Path) -> State:
    """Return what a file holds."""
    return EditedFile(CONTEXT, str(path)).now()


def made(folder: Path, text: str) -> Path:
    """Write a specification."""
    path = folder / "walking.intspec.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def allowed(page: str) -> None:
    """Hold that a page loads and runs nothing but what its own policy names by its hash."""
    policy = html.unescape(re.search('Policy" content="([^"]*)"', page)[1])  # type: ignore[index]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules.pop("default-src") == "'none'"
    for kind, own in (("script", "<script>"), ("style", "<style>")):
        (text,) = re.findall(f"{own}(.*?)</{kind}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert rules.pop(f"{kind}-src") == f"'sha256-{digest}'"
        page = page.replace(text, "")
    assert rules == {"img-src": "data:", "base-uri": "'none'", "form-action": "'none'"}
    assert page.count("<script") == 2  # it and the block of data
    addresses = re.findall(r'\s(?:src|href|srcset|action)="([^"#][^"]*)"', page)
    assert addresses == ["data:,"]
    assert not re.search(r"<[^>]*\s(?:on\w+|style)=", re.sub('"[^"]*"', '""', page))


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.name.partition(".")[0])
def test_a_box_stands_beside_each_answer(path: Path) -> None:
    """Of every item and arm, and one for the whole; the same bytes each time."""
    state = state_of(path)
    page = review_copy(state)
    boxes = re.findall('data-about="([^"]*)" data-arm="([^"]*)"', page)
    assert sorted(boxes) == sorted(places_of(state))
    assert boxes[-1] == WHOLE
    labelled = re.findall('<label class="label" for="([^"]*)"', page)
    assert len(set(labelled)) == len(boxes) + 1
    assert page == review_copy(state)
    allowed(page)


def test_what_the_file_says_is_shown_as_text(tmp_path: Path) -> None:
    """No script in a field comes alive, and none ends the page's own."""
    said = json.dumps(SCRIPT)
    text = TRIAL.replace("Walking in groups", said).replace("Steps Together", said)
    text = text.replace("Waiting list", said).replace("Less pain", said)
    text += f"sources: {{paper: {{citation: {said}, read: full-text}}}}\ndefault_source: paper\n"
    page = review_copy(state_of(made(tmp_path, text)))
    allowed(page)
    assert page.count(html.escape(SCRIPT).replace("&quot;", "&#34;").replace("&#x27;", "&#39;")) > 5
    hidden = TRIAL.replace("Less pain", '"Less \ufdd0pain"')
    page = review_copy(state_of(made(tmp_path, hidden)))
    assert ("\ufdd0" in page, "Less \ufffdpain" in page) == (False, True)


def test_it_is_taken_out_by_a_link(tmp_path: Path) -> None:
    """Under the file's own name; it says of which study and state it is, and no word of a path."""
    browser = Browser(made(tmp_path, TRIAL), CONTEXT).enter()
    assert 'href="/out/review.html" download' in browser.get("/study").text
    answer = browser.get("/out/review.html")
    state = browser.editor.file.now()
    assert answer.headers["content-disposition"].endswith("UTF-8''walking-review.html")
    assert answer.text == review_copy(state)
    assert str(tmp_path) not in answer.text
    (block,) = re.findall(
        '<script type="application/json" id="remarks">(.*?)</script>', answer.text
    )
    assert json.loads(block) == empty_block(state)
    assert json.loads(block)["document"] == "walking"
    browser.path.write_text(TRIAL.replace("stage: results", "stage: 7"), encoding="utf-8")
    assert browser.get("/out/review.html").code == 404
