"""Make the pictures of the editor: `python docs/editor.py`.

Chromium shows the pages, driven by Playwright (the extra `browser`). Beside the pictures stands
what each shows, as a hash. With `--check` nothing is drawn, and the exit code is 1 when a page is
not what its picture was made from.
"""

import base64
import hashlib
import json
import re
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

from intspec import CommandContext
from intspec_bundled.edit.file import EditedFile, State
from intspec_bundled.edit.pages import Pages
from intspec_bundled.edit.places import empty_block
from intspec_bundled.edit.remarks import KeptRemark
from intspec_bundled.edit.review import review_copy

if TYPE_CHECKING:
    from playwright.sync_api import Page

HERE = Path(__file__).parent
FOLDER = HERE / "_static"
MADE_FROM = FOLDER / "made-from.json"
EXERCISE = HERE.parent / "specs" / "exercise" / "group-exercise.intspec.yaml"
STATIC = HERE.parent / "plugins" / "intspec_bundled" / "edit" / "static"
ENDING = ".webp"
PHONE: Any = {"width": 380, "height": 800}
DESK: Any = {"width": 1280, "height": 800}
#: The paper of the fictitious trial, as far as the picture needs it.
PAPER = """\
# Steps Together, a fictitious trial

## Methods

### The programme

The course lasted 12 weeks, with two sessions of 60 minutes a week in groups of 8 to 12.
A refresher session of 90 minutes was held six months after the course.
Participants were asked to walk for at least 20 minutes on three other days.

### The waiting list

People on the waiting list were offered Steps Together after 9 months.

## Results

Of 24 planned sessions, between 22 and 24 took place in each group.
"""
PAGE, DOSE = "/item/tidier/modifications", "/item/tidier/when-and-how-much"


class Picture(NamedTuple):
    """One picture: a page, as it stands at an address of the editor, and how it is looked at.

    Nothing is seen of what stands behind `until`; where that is empty, all may be.
    """

    name: str
    page: str
    show: str
    size: Any
    until: str = ""
    scheme: str = "light"


#: What is no page of an item: the page with remarks, and the review copy.
REMARKS, COPY = "/remarks", "/out/review.html"
PICTURES = (
    Picture("edit", PAGE, "description", DESK, until='class="printed"'),
    Picture("edit-phone", PAGE, "description", PHONE, until="<aside"),
    Picture("edit-manuscript", DOSE, "manuscript", DESK),
    Picture("edit-review", COPY, "", PHONE, until='id="item-1-2"', scheme="dark"),
    Picture("edit-remarks", REMARKS, "", DESK),
)


def prepared(folder: Path) -> EditedFile:
    """Put the fictitious trial and its paper into a folder, and a remark that came back."""
    text = EXERCISE.read_text("utf-8")
    text = re.sub(r"(?m)^locations:\n(?: .*\n|\n)*", "", text)  # so that passages are searched
    text = text.replace(
        "    kind: primary-paper\n", "    kind: primary-paper\n    file: paper.md\n"
    )
    path = folder / "trial.intspec.yaml"
    path.write_text(text, "utf-8")
    (folder / "paper.md").write_text(PAPER, "utf-8")
    return EditedFile(CommandContext(), str(path))


def with_remarks(pages: Pages, state: State) -> None:
    """Put two remarks beside the file, of which one is settled."""
    block = empty_block(state)
    ours = {"state": block["state"], "came": "2026-03-02"}
    asked = "Were the first two groups told why their sessions became shorter?"
    names = "Physiotherapists will ask which course they need: name it."
    settled = {"how": "taken-up", "why": "Training names the course now.", "by": "Ada Example"}
    remarks = (
        KeptRemark("tidier/modifications", "exercise", asked, "Grace Sample", **ours),
        KeptRemark("tidier/who-provided", "exercise", names, "Grace Sample", **ours, **settled),
    )
    data = {**block, "remarks": [one.__dict__ for one in remarks]}
    Path(pages.remarks.path).write_text(json.dumps(data), "utf-8")


def shown(folder: Path) -> dict[str, str]:
    """Return the web page of each picture."""
    file = prepared(folder)
    pages, state = Pages(file), file.now()
    with_remarks(pages, state)
    pages.passages.look()
    made = {COPY: review_copy(state), REMARKS: pages.remarks_page(state)}
    return {
        one.name: made.get(one.page) or pages.whole(state, one.page, one.show) for one in PICTURES
    }


def hashes(pages: Mapping[str, str]) -> dict[str, str]:
    """Return what pictures are made from: each page, with how it is styled."""
    style = (STATIC / "edit.css").read_text("utf-8")
    found = {}
    for one in PICTURES:
        seen, _end, _unseen = pages[one.name].partition(one.until or "</html>")
        found[one.name] = hashlib.sha256(json.dumps([seen, style, *one]).encode()).hexdigest()
    return found


def draw(pages: Mapping[str, str]) -> None:
    """Make the pictures: what the editor would send is put in the place of what is asked for."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 -- not where it is only checked

    program = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for one in PICTURES:
            page = browser.new_page(viewport=one.size, color_scheme=one.scheme)
            _answered(page, pages[one.name])
            page.goto("http://127.0.0.1/")
            if one.size is PHONE:
                page.evaluate("document.querySelector('details.items')?.removeAttribute('open')")
            if one.show == "manuscript":
                page.evaluate(
                    "document.querySelector('#shown').scrollIntoView({behavior: 'instant'})"
                )
            (FOLDER / f"{one.name}{ENDING}").write_bytes(_photographed(page))


def _photographed(page: "Page") -> bytes:
    """Return what a page shows as a picture, in a format of which a page takes little room."""
    told = page.context.new_cdp_session(page).send(
        "Page.captureScreenshot", {"format": ENDING.removeprefix("."), "quality": 60}
    )
    return base64.b64decode(told["data"])


def _answered(page: "Page", content: str) -> None:
    style = (STATIC / "edit.css").read_text("utf-8")
    page.route("**/*", lambda route: route.fulfill(body="", content_type="text/plain"))
    page.route("**/edit.css", lambda route: route.fulfill(body=style, content_type="text/css"))
    page.route(
        "http://127.0.0.1/", lambda route: route.fulfill(body=content, content_type="text/html")
    )


def main() -> int:
    """Make the pictures, or compare what they were made from with what is shown now."""
    with TemporaryDirectory() as folder:
        pages = shown(Path(folder))
    if "--check" in sys.argv:
        known = json.loads(MADE_FROM.read_text("utf-8")) if MADE_FROM.exists() else {}
        pictures = {path.stem for path in FOLDER.glob(f"*{ENDING}")}
        return int(known != hashes(pages) or pictures != set(known))
    draw(pages)
    MADE_FROM.write_text(json.dumps(hashes(pages), indent=2) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
