"""The manuscript beside a question of the editor: what `intspec locate` finds, taken by a click."""

import html
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event, Thread

import pytest

import manuscripts
from editing import Browser
from test_locate import SPEC

pytest.importorskip("rapidfuzz")
pytestmark = [pytest.mark.long, pytest.mark.programs]

PAGE = "/item/tidier/when-and-how-much"
TABBED = SPEC.replace("{kind: primary-paper}", "{kind: primary-paper, file: paper.md}  # revised")


def editor(folder: Path, text: str = TABBED, name: str = "paper.md") -> Browser:
    """Return a browser on a specification, with a manuscript at a name beside it."""
    (folder / name).write_bytes(manuscripts.as_markdown(manuscripts.manuscript()))
    spec = folder / "trial.intspec.yaml"
    spec.write_text(text, encoding="utf-8")
    return Browser(spec).enter()


def offered(text: str) -> dict[str, str]:
    """Return the passages that can be taken: their names, and the sentences."""
    found = re.findall(
        r'<blockquote dir="auto">([^<]*)</blockquote>(?:(?!<li>).)*?data-at="([^"]*)"',
        text,
        re.DOTALL,
    )
    return {html.unescape(name): html.unescape(sentence) for sentence, name in found}


def test_a_passage_that_is_taken_becomes_a_place_and_no_content(tmp_path: Path) -> None:
    """It stands beside its question; the file gets one location, and no other line changes."""
    browser = editor(tmp_path)
    text = browser.get(f"{PAGE}?show=manuscript").text
    assert "Found is not reported" in text
    passages = offered(text)
    (name,) = [n for n, one in passages.items() if one == manuscripts.CLASS and "classes" in n]
    answer = browser.post("/accept", {"at": name, "show": "manuscript"}, PAGE).data
    assert answer["message"] == "Saved."
    assert browser.path.read_text("utf-8") == TABBED + (
        "locations:\n"
        "  - about: tidier/when-and-how-much\n"
        "    arm: classes\n"
        "    document: paper\n"
        "    section: Methods, The programme\n"
        '    paragraph: "2"\n'
        f"    anchor: {manuscripts.CLASS}\n"
    )
    (state,) = [
        one
        for one in browser.editor.file.now().report.items
        if (one.item, one.arm) == ("when-and-how-much", "classes")
    ]
    assert (state.located, state.state) == (True, "not-reported")
    panel = answer["parts"]["panel"]
    assert "Its place in the file:" in panel
    assert name not in offered(panel)
    gone = browser.post("/accept", {"at": name, "show": "manuscript"}, PAGE).data
    assert gone["message"].startswith("This passage is not there any more")


@pytest.mark.parametrize(
    "named", ["../paper.md", "link.md", "sub/../../paper.md", "gone.md", ".", "missing/paper.md"]
)
def test_nothing_outside_the_files_folder_is_read(named: str, tmp_path: Path) -> None:
    """No manuscript is offered then, and what it holds does not reach a page."""
    inside = tmp_path / "inside"
    (inside / "sub").mkdir(parents=True)
    browser = editor(inside, TABBED.replace("paper.md", named), "../paper.md")
    (inside / "link.md").symlink_to(tmp_path / "paper.md")
    text = browser.get(f"{PAGE}?show=manuscript").text
    assert 'data-show="manuscript"' not in text
    assert manuscripts.CLASS not in text


@pytest.mark.parametrize("content", [b"\xff\x00no text", b"", b"%PDF-1.7\ncut"])
def test_a_manuscript_that_cannot_be_read_is_told(content: bytes, tmp_path: Path) -> None:
    """In one line, on the page; the question can be answered as before."""
    browser = editor(tmp_path)
    (tmp_path / "paper.md").write_bytes(content)
    answer = browser.get(f"{PAGE}?show=manuscript")
    assert answer.code == 200
    assert "The manuscript cannot be searched:" in answer.text
    assert "Traceback" not in answer.text


def test_two_that_ask_at_once_are_given_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second waits for what the first one searches for, which is done once."""
    edited = editor(tmp_path).editor
    passages = edited.pages.passages
    begun, go, searches = Event(), Event(), []

    def ask(*words: str) -> str:
        searches.append(words)
        begun.set()
        go.wait(60)
        return '{"items": []}'

    monkeypatch.setattr(edited.file.context, "ask", ask)
    asking = [Thread(target=passages.look) for _ in range(2)]
    asking[0].start()
    begun.wait(60)
    asking[1].start()
    asking[1].join(0.2)
    waits = asking[1].is_alive()
    go.set()
    for one in asking:
        one.join()
    assert (waits, len(searches)) == (True, 1)


def test_an_edit_searches_again_only_where_it_changes_what_is_searched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A manuscript, a guideline, an arm's name, or an item that has lost its place."""
    browser = editor(tmp_path)
    paper, passages = tmp_path / "paper.md", browser.editor.pages.passages
    searches: list[tuple[str, ...]] = []

    def ask(*words: str) -> str:
        searches.append(words)
        return '{"items": []}'

    monkeypatch.setattr(browser.editor.file.context, "ask", ask)
    text = TABBED
    place = "locations: [{about: tidier/how, document: paper, arm: classes, page: 3}]\n"

    def searched_after(change: Callable[[], object]) -> bool:
        before = len(searches)
        change()
        passages.look()
        return len(searches) > before

    def say(old: str, new: str) -> Callable[[], object]:
        nonlocal text
        assert old in text
        text = text.replace(old, new)
        return partial(browser.path.write_text, text, encoding="utf-8")

    content = paper.read_bytes()
    done = [
        searched_after(lambda: None),
        searched_after(say("intspec:", "# a note\nintspec:")),
        searched_after(say("stage: results", "stage: ongoing")),
        searched_after(lambda: paper.write_bytes(content)),
        searched_after(lambda: paper.write_bytes(content + b"More.")),
        searched_after(say("checklists: [tidier]", "checklists: [tidier, consort-2025]")),
        searched_after(say("# a note\n", f"# a note\n{place}")),
        searched_after(say(place, "")),
        searched_after(say("name: Leaflet", "name: A leaflet")),
        searched_after(say("stage: ongoing", "stage: 7")),
        searched_after(say("stage: 7", f"{place}stage: results")),
        searched_after(lambda: paper.write_bytes(content)),
        searched_after(say(place, "")),
    ]
    expected = [True, False, False, False, True, True, False, False, True, False, False, True, True]
    assert done == expected
