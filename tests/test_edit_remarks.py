"""Remarks of co-authors: taken in from a copy that comes back, kept beside the file, settled."""

import base64
import json
import os
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from editing import HOST, Browser
from intspec import CommandContext
from intspec_bundled.edit.file import EditedFile
from intspec_bundled.edit.review import review_copy
from test_edit_review import SCRIPT, TRIAL, made

pytestmark = pytest.mark.long

CONTEXT = CommandContext()
BLOCK = re.compile(
    '(?<=<script type="application/json" id="remarks">)(.*?)(?=</script>)', re.DOTALL
)
WHY = ("tidier/why", "exercise")
REMARK = {"about": WHY[0], "arm": WHY[1], "text": "Is this the theory?"}


@pytest.fixture
def browser(tmp_path: Path) -> Browser:
    """Return a browser on a specification."""
    return Browser(made(tmp_path, TRIAL), CONTEXT).enter()


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Browser:
    """Return a browser for tests after which all is as before."""
    return Browser(made(tmp_path_factory.mktemp("untouched"), TRIAL), CONTEXT).enter()


@cache
def empty_copy(raw: bytes) -> str:
    """Return the copy of a specification on which nothing is written."""
    return review_copy(EditedFile(CONTEXT, "walking.intspec.yaml").of(raw))


def copy(browser: Browser, *remarks: dict[str, Any], **others: Any) -> str:
    """Return a copy on which somebody has written, as its script saves it."""
    page = empty_copy(browser.path.read_bytes())
    block = BLOCK.search(page)
    assert block is not None
    data = {**json.loads(block[0]), "name": "Ada", "remarks": [*remarks], **others}
    return with_block(page, json.dumps(data).replace("<", "\\u003c"))


def with_block(page: str, block: str) -> str:
    """Put another block of data into a copy."""
    return BLOCK.sub(lambda _: block, page)


def sent(browser: Browser, content: str | bytes) -> dict[str, Any]:
    """Send a file back; return what the page is told."""
    raw = content if isinstance(content, bytes) else content.encode()
    asked = {"name": "x.html", "content": base64.b64encode(raw).decode()}
    answer = browser.post("/remarks", asked)
    assert answer.code == 200, answer.text
    return answer.data


def kept(browser: Browser) -> list[dict[str, str]]:
    """Return what stands beside the file."""
    path = Path(f"{browser.path}.remarks.json")
    if not path.exists():
        return []
    data = json.loads(path.read_text("utf-8"))
    assert {**data, "remarks": []} == {"intspec-remarks": 1, "remarks": []}
    remarks: list[dict[str, str]] = data["remarks"]
    return remarks


def ids(browser: Browser) -> list[str]:
    """Return the names of the remarks on the page, in their order."""
    return re.findall('<li id="remark-([^"]*)"', browser.get("/remarks").text)


def test_a_remark_comes_in_and_is_settled(browser: Browser) -> None:
    """By name and day, one by one; the specification keeps every byte."""
    whole = {"about": "", "arm": "", "text": "Good.\nBut long."}
    answer = sent(browser, copy(browser, REMARK, whole))
    assert answer["message"] == "Remarks of Ada that came in: 2."
    assert "Is this the theory?" in answer["parts"]["main"]
    came = [(one["about"], one["arm"], one["text"], one["name"]) for one in kept(browser)]
    assert came == [(*WHY, "Is this the theory?", "Ada"), ("", "", "Good.\nBut long.", "Ada")]
    assert all(re.fullmatch(r"20\d\d-\d\d-\d\d", one["came"]) for one in kept(browser))
    assert "Is this the theory?" in browser.get("/item/tidier/why").text
    on_whole, on_why = ids(browser)
    missing = browser.post("/settle", {"id": on_why, "how": "maybe", "why": " ", "by": ""}).data
    assert sorted(missing["problems"]) == ["by", "how", "why"]
    said = {"how": "taken-up", "why": "The source is named now", "by": "Grace"}
    settled = browser.post("/settle", {"id": on_why, **said}).data
    assert settled["message"] == "Settled."
    assert "Taken up" in settled["parts"][f"remark-{on_why}"]
    again = browser.post("/settle", {"id": on_why, "how": "not-taken-up", "why": "x", "by": "Eve"})
    assert again.data["message"] == "Settled already by Grace. Nothing was changed."
    assert ">Review copy to give to co-authors</a>" in browser.get("/remarks").text
    first, second = kept(browser)
    assert {**first, "settled": ""} == {**first, **said, "settled": ""}
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", first["settled"])
    assert (second["how"], second["by"], second["settled"]) == ("", "", "")
    assert "Is this the theory?" not in browser.get("/item/tidier/why").text
    assert ids(browser) == [on_whole, on_why]
    assert browser.path.read_text("utf-8") == TRIAL


def test_a_copy_that_comes_twice_brings_nothing_new(browser: Browser) -> None:
    """Also when its remarks were settled, or more were written on it meanwhile."""
    page = copy(browser, REMARK)
    sent(browser, page)
    (name,) = ids(browser)
    browser.post("/settle", {"id": name, "how": "not-taken-up", "why": "No", "by": "Grace"})
    told = sent(browser, page)["message"]
    assert told == "Remarks of Ada that came in: 0. Here already: 1."
    more = copy(browser, REMARK, {"about": "tidier/how", "arm": "exercise", "text": "And how?"})
    assert sent(browser, more)["message"] == "Remarks of Ada that came in: 1. Here already: 1."
    assert [(one["text"], one["how"]) for one in kept(browser)] == [
        ("Is this the theory?", "not-taken-up"),
        ("And how?", ""),
    ]


def test_an_older_copy_is_told(browser: Browser) -> None:
    """Its remarks come in where what they are about is still there; others are named."""
    page = copy(browser, REMARK, {"about": "tidier/why", "arm": "waiting", "text": "And here?"})
    changed = TRIAL.replace("  waiting:", "  later:").replace("Less pain", "Less pain in the knee")
    browser.path.write_text(changed, encoding="utf-8")
    assert sent(browser, page)["message"] == (
        "Remarks of Ada that came in: 1. Not taken in, since the file has no such place: "
        "tidier/why waiting. Read these remarks in the copy itself. "
        "The file has changed since this copy was made: look whether each remark still holds."
    )
    assert "written on an earlier state" in browser.get("/remarks").text
    browser.path.write_text(changed.replace("  exercise:", "  walks:"), encoding="utf-8")
    assert "tidier/why exercise (no longer in the file)" in browser.get("/remarks").text


def two_blocks(browser: Browser) -> str:
    """Return a copy with a second block, which says something else."""
    block = '<script type="application/json" id="remarks">{}</script>'
    return copy(browser, REMARK).replace("</body>", f"{block}</body>")


def emptied(page: str) -> str:
    """Return a copy without its block."""
    return re.sub('<script type="application/json".*?</script>', "", page, flags=re.DOTALL)


NONE, TWO = "This is no review copy", "The file has more than one block"
FAULTY, OTHER = "The block of remarks in this file cannot", "This is a copy of another study"
#: What comes back, and how its answer begins: nothing of it is kept.
REFUSED: dict[str, tuple[Callable[[Browser], str | bytes], str]] = {
    "nothing": (lambda _: b"", "Choose a file"),
    "no web page": (lambda _: b"%PDF-1.7", NONE),
    "no block": (lambda b: emptied(copy(b, REMARK)), NONE),
    "a block in a comment": (
        lambda b: copy(b, REMARK).replace("<script type", "<!--<script type"),
        NONE,
    ),
    "two blocks": (two_blocks, TWO),
    "more than 5 MB": (lambda b: copy(b, REMARK) + " " * 6_000_000, "The file is larger than 5"),
    "tags without end": (lambda _: b"<b>" * 1_000_000, NONE),
    "a NUL": (lambda b: copy(b, REMARK).replace("<h1", "\0<h1"), NONE),
    "no UTF-8": (lambda b: copy(b, REMARK).encode("utf-16"), NONE),
    "brackets without end": (lambda b: with_block(copy(b), "[" * 1_000_000), FAULTY),
    "braces without end": (lambda b: with_block(copy(b), '{"a":' * 500_000), FAULTY),
    "no JSON": (lambda b: with_block(copy(b), "{"), FAULTY),
    "a list": (lambda b: with_block(copy(b), "[]"), FAULTY),
    "a number": (lambda b: with_block(copy(b), "1" * 10_000), FAULTY),
    "another version": (lambda b: copy(b, REMARK, **{"intspec-remarks": 2}), FAULTY),
    "a version that is true": (lambda b: copy(b, REMARK, **{"intspec-remarks": True}), FAULTY),
    "remarks that are a text": (lambda b: copy(b, remarks="all"), FAULTY),
    "a remark that is a text": (lambda b: copy(b, remarks=["all"]), FAULTY),
    "a text that is a number": (lambda b: copy(b, {**REMARK, "text": 1}), FAULTY),
    "a remark without an arm": (lambda b: copy(b, {"about": "", "text": "x"}), FAULTY),
    "a giant remark": (lambda b: copy(b, {**REMARK, "text": "x" * 20_001}), FAULTY),
    "too many remarks": (lambda b: copy(b, *[REMARK] * 5001), FAULTY),
    "no name": (lambda b: copy(b, REMARK, name=" "), FAULTY),
    "a name that is a list": (lambda b: copy(b, REMARK, name=["Ada"]), FAULTY),
    "a giant name": (lambda b: copy(b, REMARK, name="x" * 201), FAULTY),
    "another study's": (lambda b: copy(b, REMARK, document=SCRIPT), OTHER),
    "nothing written": (copy, "There are no remarks in this copy"),
    "blanks written": (lambda b: copy(b, {**REMARK, "text": " \n"}), "There are no remarks"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_copy_is_refused(name: str, untouched: Browser) -> None:
    """In one line; nothing is written, beside the file or into it."""
    made_of, told = REFUSED[name]
    answer = sent(untouched, made_of(untouched))
    assert list(answer) == ["problems"]
    assert answer["problems"]["file"].startswith(told)
    assert [path.name for path in untouched.path.parent.iterdir()] == [untouched.path.name]
    assert untouched.path.read_text("utf-8") == TRIAL


PLACES = ("tidier/nothing", "../../etc/passwd", "tidier/why\nx", "/title", SCRIPT, "__class__")


@pytest.mark.parametrize("about", PLACES)
def test_a_place_that_is_none_is_named_and_not_kept(about: str, browser: Browser) -> None:
    """The other remarks of the copy come in."""
    strange = {**REMARK, "about": about, "text": "Strange"}
    told = sent(browser, copy(browser, strange, REMARK))["message"]
    assert told.startswith("Remarks of Ada that came in: 1. Not taken in, since the file has no")
    assert [one["text"] for one in kept(browser)] == ["Is this the theory?"]


@pytest.mark.parametrize("said", [SCRIPT, "\x00\x1b[2J", "\ud800", "\ufdd0\x85", "\u202eabc"])
def test_nothing_in_a_remark_comes_alive(said: str, browser: Browser) -> None:
    """Nor in a name, a reason, or in the file around the block, which no page shows."""
    page = copy(browser, {**REMARK, "text": f"a{said}"}, name=f"b{said}")
    told = sent(browser, page.replace("<h1", "<script>alert(3)</script><p>Sent by Eve</p><h1"))
    assert told["message"].endswith(" that came in: 1.")
    (name,) = ids(browser)
    for _ in range(2):
        for address in ("/remarks", "/item/tidier/why"):
            text = browser.get(address).text
            assert re.findall("<script[^>]*>", text) == [
                '<script type="module" src="/static/edit.js">'
            ]
            assert not re.search(r"Sent by Eve|alert\(3\)|<img|[\x00-\x08\x1b\x85\ufdd0]", text)
        if said != "\ud800":  # a request that has it is none
            settled = {"id": name, "how": "taken-up", "why": f"c{said}", "by": f"d{said}"}
            assert browser.post("/settle", settled).code == 200
    assert [len(one["text"]) for one in kept(browser)] == [1 + len(said)]
    assert browser.path.read_text("utf-8") == TRIAL


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"\xff", b"[]", b"{}", b"[" * 100_000),
        *(b'{"intspec-remarks": 1, "remarks": [%b]}' % one for one in (b"{}", b"[]", b'"x"')),
        b'{"intspec-remarks": 2, "remarks": []}',
    ],
)
def test_what_is_kept_and_cannot_be_read_is_left(content: bytes, browser: Browser) -> None:
    """It is told on each page that would show it, and no remark is written over it."""
    path = Path(f"{browser.path}.remarks.json")
    path.write_bytes(content)
    told = "cannot be read as remarks"
    assert told in sent(browser, copy(browser, REMARK))["problems"]["file"]
    settled = {"id": "x", "how": "taken-up", "why": "x", "by": "x"}
    assert told in browser.post("/settle", settled).data["message"]
    assert told in browser.get("/remarks").text
    assert told in browser.get("/item/tidier/why").text
    assert path.read_bytes() == content


def test_two_windows_take_in_and_settle(browser: Browser) -> None:
    """Neither loses what the other wrote meanwhile."""
    other = Browser(browser.path, CONTEXT).enter()
    sent(browser, copy(browser, REMARK))
    sent(other, copy(other, REMARK, name="Eve"))
    for one, name in zip((other, browser), ids(browser), strict=True):
        settled = {"id": name, "how": "taken-up", "why": "Yes", "by": "Grace"}
        assert one.post("/settle", settled).data["message"] == "Settled."
    assert [(one["name"], one["by"]) for one in kept(browser)] == [
        ("Ada", "Grace"),
        ("Eve", "Grace"),
    ]
    gone = browser.post("/settle", {"id": "x", "how": "taken-up", "why": "x", "by": "x"}).data
    assert gone["message"].startswith("This remark is not there any more")


@pytest.mark.programs
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a second process")
def test_two_editors_take_in_at_the_same_time(browser: Browser) -> None:
    """Each remark of both is kept: what is there is read under the lock of what is written."""
    state = browser.editor.file.now()
    pages = {who: [copy(browser, REMARK, name=f"{who}{n}") for n in range(12)] for who in "AB"}

    def take_all(who: str) -> None:
        for page in pages[who]:
            browser.editor.pages.remarks.take(page.encode(), state)

    child = os.fork()
    if not child:
        ended = 1
        try:
            take_all("A")
            ended = 0
        finally:
            os._exit(ended)
    take_all("B")
    assert os.waitpid(child, 0)[1] == 0
    names = [one["name"] for one in kept(browser)]
    assert sorted(names) == sorted(f"{who}{n}" for who in "AB" for n in range(12))


def test_what_no_page_sends(browser: Browser) -> None:
    """Letters that are none, and a body beyond all bounds, are no files."""
    headers = [("origin", f"http://{HOST}"), ("content-type", "application/json")]
    assert browser.post("/remarks", {"content": "?"}).code == 400
    assert browser.post("/remarks", {"content": "\u00e9"}).code == 400
    assert browser.post("/settle", {"id": 1}).code == 400
    body = b" " * 15_000_001
    assert browser.ask("POST", "/remarks", headers=headers, body=body).code == 413
    assert browser.ask("GET", "/remarks", cookie=False).code == 403
    assert kept(browser) == []
