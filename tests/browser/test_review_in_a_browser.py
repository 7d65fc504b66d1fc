"""The review copy, what comes back of it, and the manuscript beside a question, in a browser."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import manuscripts
from intspec import CommandContext
from intspec_bundled.edit.file import EditedFile
from intspec_bundled.edit.review import review_copy
from looking import ARABIC, look
from test_edit_manuscript import PAGE, TABBED

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.long]

Opening = Callable[..., "Page"]
EXERCISE = Path(__file__).parents[2] / "specs" / "exercise" / "group-exercise.intspec.yaml"
PHONE: Any = {"width": 380, "height": 800}
DESK: Any = {"width": 1280, "height": 900}


def seen(page: "Page", axe: str, part: str = ":root") -> list[str]:
    """Return what keeps people out of a page or a part, and whether it is too wide."""
    width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [*look(page, axe, part), *([f"{width} too wide"] if width > 0 else [])]


def test_a_co_author_writes_remarks_and_they_are_settled(
    open_editor: Opening, chromium: "Browser", axe: str, tmp_path: Path
) -> None:
    """By keys, on a phone in the dark; the file that is sent back says what was written."""
    path = tmp_path / "walking.intspec.yaml"
    path.write_bytes(EXERCISE.read_bytes())
    page = open_editor(path)
    page.get_by_role("link", name="Remarks of co-authors").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Review copy to give").click()
    given = tmp_path / download.value.suggested_filename
    download.value.save_as(given)

    theirs = chromium.new_context(color_scheme="dark", viewport=PHONE).new_page()
    faults: list[str] = []
    theirs.on("console", lambda said: faults.append(said.text))
    theirs.on("pageerror", lambda error: faults.append(str(error)))
    theirs.goto(given.as_uri())
    told = seen(theirs, axe)
    theirs.get_by_label("Your remark: 2 Why, Steps Together").focus()
    theirs.keyboard.type("Is <b>this</b> the theory? </script>")
    theirs.get_by_role("button", name="Save my remarks").first.focus()
    theirs.keyboard.press("Enter")
    assert "Write your name" in theirs.locator("#name-problem").inner_text()
    theirs.keyboard.type("Ada L.")  # the focus went there
    theirs.get_by_role("button", name="Save my remarks").last.focus()
    with theirs.expect_download() as download:
        theirs.keyboard.press("Enter")
    sent = tmp_path / download.value.suggested_filename
    download.value.save_as(sent)
    assert (given.name, sent.name) == ("walking-review.html", "steps-together-review-Ada-L.html")
    theirs.goto(sent.as_uri())  # it can be gone on with
    assert theirs.get_by_label("Your name").input_value() == "Ada L."
    assert "theory?" in theirs.get_by_label("Your remark: 2 Why, Steps Together").input_value()
    assert faults == []

    page.get_by_label("Review copy that came back").set_input_files(sent)
    page.get_by_role("button", name="Take in its remarks").press("Enter")
    page.wait_for_selector("blockquote:text-is('Is <b>this</b> the theory? </script>')")
    page.set_viewport_size(PHONE)
    told += seen(page, axe)
    page.get_by_role("button", name="Settle this remark").press("Enter")
    page.wait_for_selector("text=Choose what became of it.")
    page.get_by_label("Not taken up").check()
    page.get_by_label("A word why").fill("It is named under sources")
    page.get_by_label("Your name").fill("Grace")
    page.get_by_role("button", name="Settle this remark").press("Enter")
    page.wait_for_selector(".declared:has-text('by Grace on 20')")
    told += seen(page, axe)
    assert path.read_bytes() == EXERCISE.read_bytes()
    assert told == []


def test_a_review_copy_from_right_to_left(chromium: "Browser", axe: str, tmp_path: Path) -> None:
    """What is described runs from the right, and nothing is wider than the screen."""
    path = tmp_path / "mashy.intspec.yaml"
    path.write_text(ARABIC, encoding="utf-8")
    copy = tmp_path / "copy.html"
    copy.write_text(review_copy(EditedFile(CommandContext(), str(path)).now()), encoding="utf-8")
    page = chromium.new_context(viewport=PHONE).new_page()
    page.goto(copy.as_uri())
    assert seen(page, axe) == []
    page.get_by_label(re.compile("^Your remark: 2 ")).first.fill("لماذا؟")
    directions = page.evaluate(
        "[document.querySelector('h1'), document.querySelector('.subject .said'),"
        " [...document.querySelectorAll('textarea')].find((one) => one.value)]"
        ".map((one) => getComputedStyle(one).direction)"
    )
    assert directions == ["rtl", "rtl", "rtl"]


def test_the_manuscript_keeps_nobody_out(open_editor: Opening, axe: str, tmp_path: Path) -> None:
    """Neither on a phone in the dark nor where the passages stand beside the question."""
    pytest.importorskip("rapidfuzz")
    (tmp_path / "paper.md").write_bytes(manuscripts.as_markdown(manuscripts.manuscript()))
    path = tmp_path / "trial.intspec.yaml"
    path.write_text(TABBED, encoding="utf-8")
    page = open_editor(path, viewport=DESK)
    page.goto(re.sub(r"(http://[^/]+).*", rf"\1{PAGE}?show=manuscript", page.url))
    page.wait_for_selector(".passages blockquote")
    told = seen(page, axe, "#panel")
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="dark")
    assert [*told, *seen(page, axe, "#panel")] == []
