"""A copy of a published trial is entered in a real browser by clicks and keys alone."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from editing import printed
from intspec import (
    CommandContext,
    KeyKind,
    editable,
    value_at,
    words_of_value,
)
from intspec_bundled.edit.file import EditedFile
from intspec_bundled.edit.things import SIMPLE, kind_at, path_of

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.exhaustive]

PUBLISHED = Path(__file__).with_name("balance-at-home.intspec.yaml")
CONTEXT = CommandContext()
STEPS = tuple[str | int, ...]


class Entering:
    """Goes from page to page, and answers what a description says and the file does not.

    The keys of what is added are made by the editor, so they may be others than the description's.

    Args:
        page: The browser's page.
        path: The file that is edited.
        wanted: What it is to hold, with short forms made whole.
    """

    def __init__(self, page: "Page", path: Path, wanted: Any) -> None:
        self.page = page
        self.path = path
        self.wanted = wanted
        #: By the place of a map in the description, its keys and what they are in the file.
        self.keys: dict[STEPS, dict[str, str]] = {}

    def held(self) -> Any:
        """Return what the file holds."""
        return editable(self.path.read_bytes(), path=self.path.name, extensions={}).whole

    def there(self, steps: STEPS) -> STEPS:
        """Return the place in the description of a place in the file."""
        found: STEPS = ()
        for step in steps:
            known = {new: old for old, new in self.keys.get(found, {}).items()}
            found = (*found, known.get(str(step), step) if isinstance(step, str) else step)
        return found

    def words(self, kind: KeyKind, place: STEPS) -> str:
        """Return the answer to a question of the description, in words; empty where it has none."""
        value = value_at(self.wanted, place)
        if value is None:
            return ""
        if kind.refers:
            deep = kind.refers.removeprefix("./").split(".")
            keys = self.keys.get((*place[:2], *deep) if "./" in kind.refers else tuple(deep), {})
            names = value if isinstance(value, list) else [value]
            named = [keys[one] for one in takewhile(keys.__contains__, names)]
            value = named if kind.kind == "keys" else "".join(named)
        return words_of_value(kind, value) or ""

    def begin(self) -> None:
        """Answer the first page."""
        self.page.get_by_label("Title").click()
        self.page.keyboard.type(self.wanted["title"])
        for name in ("stage", "described_by"):
            self.page.locator(f"#begin input[name={name}][value={self.wanted[name]}]").click()
        for one in self.wanted["checklists"]:
            self.page.locator(f"#begin input[name=checklists][value={one}]").click()
        for number, arm in enumerate(self.wanted["interventions"].values(), 1):
            self.page.locator(f"#arm{number}").click()
            self.page.keyboard.type(arm["name"])
            self.page.locator(f"#role{number}").focus()
            self.page.keyboard.type(arm["role"].replace("-", " "))
        self.page.get_by_label("An invented study").click()
        self.page.locator("#begin").get_by_role("button", name="Begin").click()
        self.page.wait_for_url("**/study")
        arms = self.wanted["interventions"], self.held()["interventions"]
        self.keys["interventions",] = dict(zip(*arms, strict=True))

    def go_over(self, address: str) -> None:
        """Answer all that the description says on a page, until nothing is left."""
        self.page.goto(address)
        while self._adds() or self._answers():
            pass

    def _answers(self) -> bool:
        """Answer the first field that the description answers otherwise."""
        for at, was in self.page.locator("main .field[data-at]").evaluate_all(
            "all => all.map((one) => [one.dataset.at, one.dataset.was])"
        ):
            steps = path_of(at, self.held())
            kind = kind_at(steps, {})
            assert kind is not None
            words = self.words(kind, self.there(steps))
            if not words or words == was:
                continue
            self._answer(self.page.locator(f".field[data-at='{at}']").first, kind, words)
            script = "([at, was]) => [...document.querySelectorAll('.field[data-at]')].some("
            script += "(one) => one.dataset.at === at && one.dataset.was === was)"
            self.page.wait_for_function(script, arg=[at, words])
            return True
        return False

    def _answer(self, field: "Locator", kind: KeyKind, words: str) -> None:
        _unfold(field)
        boxes = field.locator("input[type=checkbox], input[type=radio]")
        if boxes.count():
            for word in words.split("\n"):
                box = field.locator(f"input[value='{word}']")
                if not box.is_checked():
                    box.click()
                    self.page.wait_for_timeout(150)
        elif kind.kind in ("choice", "key"):
            option = field.locator(f"option[value='{words}']").inner_text()
            field.locator("select").focus()
            self.page.keyboard.type(option)
            self.page.keyboard.press("Tab")
        else:
            field.locator("input, textarea").click()
            self.page.keyboard.press("Control+A")
            self.page.keyboard.type(words)
            self.page.keyboard.press("Tab")

    def _adds(self) -> bool:
        """Add the first entry that the description has and the file has not."""
        forms = self.page.locator("form[data-add]")
        for number, (at, pick) in enumerate(
            forms.evaluate_all("all => all.map((one) => [one.dataset.add, one.dataset.pick])")
        ):
            held = self.held()
            steps = path_of(at, held)
            place, present = self.there(steps), value_at(held, steps)
            for key, entry in self._entries(place, present):
                if self._is_next(key, pick, held) and self._add(
                    forms.nth(number), key, entry, steps
                ):
                    after = value_at(self.held(), steps)
                    if isinstance(after, dict):
                        (new,) = set(after) - set(present or {})
                        self.keys.setdefault(place, {})[str(key)] = new
                    return True
        return False

    def _is_next(self, key: str | int, pick: str, held: Any) -> bool:
        """Tell whether a new entry would stand next in the list that is to name it."""
        if not pick:
            return True
        steps = path_of(pick, held)
        wanted = value_at(self.wanted, self.there(steps)) or []
        named = value_at(held, steps) or []
        return len(named) < len(wanted) and wanted[len(named)] == key

    def _entries(self, place: STEPS, present: Any) -> Iterator[tuple[str | int, Any]]:
        """Go over the entries of the description that the file has not."""
        wanted = value_at(self.wanted, place)
        if isinstance(wanted, Mapping):
            done = self.keys.get(place, {})
            yield from ((key, one) for key, one in wanted.items() if key not in done)
        elif isinstance(wanted, list) and len(present or ()) < len(wanted):
            yield len(present or ()), wanted[len(present or ())]

    def _add(self, form: "Locator", key: str | int, entry: Any, steps: STEPS) -> bool:
        """Fill in a form that adds; tell whether the description says what it asks for."""
        names = form.locator("[name]").evaluate_all("all => all.map((one) => one.name)")
        said = {}
        for name in names:
            kind = kind_at((*steps, key, name), {})
            if name == "short-name":
                said[name] = str(key)
            elif kind is not None and kind.kind in SIMPLE and name in entry:
                said[name] = words_of_value(kind, entry[name]) or ""
        if not any(said[name] for name in said if name != "short-name"):
            return False
        for name, words in said.items():
            control = form.locator(f"[name='{name}']")
            _unfold(control)
            if control.evaluate("one => one.localName") == "select":
                control.focus()
                words = control.locator(f"option[value='{words}']").inner_text()  # noqa: PLW2901
            else:
                control.click()
            self.page.keyboard.type(words)
        # The questions are put in place anew once it is saved, and what is open is folded then.
        self.page.evaluate("document.querySelector('main > *').toggleAttribute('data-before')")
        form.get_by_role("button", name="Add").focus()
        self.page.keyboard.press("Enter")
        self.page.wait_for_selector("main > [data-before]", state="detached")
        return True


def _unfold(place: "Locator") -> None:
    folded = place.locator("xpath=ancestor::details[not(@open)]")
    while folded.count():
        folded.first.locator("xpath=./summary").click()


def renamed(value: Any, keys: Mapping[STEPS, Mapping[str, str]], path: STEPS = ()) -> Any:
    """Return a description with the keys that the editor made."""
    if isinstance(value, dict):
        own = keys.get(path, {})
        return {own.get(k, k): renamed(one, keys, (*path, k)) for k, one in value.items()}
    name = next((step for step in reversed(path) if isinstance(step, str)), "")
    names = keys.get(("sources",) if name == "default_source" else (name,), {})
    if isinstance(value, list):
        return [renamed(one, keys, (*path, n)) for n, one in enumerate(value)]
    return names.get(value, value) if isinstance(value, str) else value


def test_a_published_trial_is_entered_by_clicks_and_keys(
    open_editor: "Callable[..., Page]", tmp_path: Path
) -> None:
    """It ends with the states that its file has, and renders the same bytes."""
    path = tmp_path / "copy-balance.intspec.yaml"
    wanted: Any = editable(PUBLISHED.read_bytes(), path="a.yaml", extensions={}).whole
    for arm in wanted["interventions"].values():
        del arm["delivery"]["group_size"]  # TIDieR does not ask for it, so no page does
    page = open_editor(path)
    page.set_default_timeout(60_000)
    entering = Entering(page, path, wanted)
    entering.begin()
    address = re.sub(r"(http://[^/]+).*", r"\1", page.url)
    links = page.locator("#nav a").evaluate_all("all => all.map((one) => one.pathname)")
    for _ in range(2):  # what is added on one page is picked on another
        for one in dict.fromkeys(["/study", *links]):
            entering.go_over(address + one)
    other = tmp_path / "other.json"
    other.write_text(json.dumps(renamed(wanted, entering.keys)), encoding="utf-8")
    mine, theirs = (EditedFile(CONTEXT, str(one)).now() for one in (path, other))
    assert mine.whole == theirs.whole
    assert [(v.item, v.arm, v.state) for v in mine.report.items] == [
        (v.item, v.arm, v.state) for v in theirs.report.items
    ]
    assert printed(mine) == printed(theirs)
