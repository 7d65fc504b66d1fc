"""`intspec edit` driven in a real browser, by clicks and keys alone."""

import random
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from editing import printed
from intspec import CommandContext, build_view, editable
from intspec_bundled.edit.file import EditedFile
from looking import ARABIC, look

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = [pytest.mark.browser, pytest.mark.long]

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
TRIAL = re.search(r"```yaml\n(intspec: .*?)```", README, re.DOTALL)
EXERCISE = ROOT / "specs" / "exercise" / "group-exercise.intspec.yaml"
CONTEXT = CommandContext()
Opening = Callable[..., "Page"]
WIDTHS = (1280, 768, 380)
#: A window of 1280 by 900 in which all is shown at twice its size.
TWICE: dict[str, Any] = {"viewport": {"width": 640, "height": 450}, "device_scale_factor": 2}


def reached(place: "Locator") -> "Locator":
    """Open what is folded around something, from the outside in."""
    folded = place.locator("xpath=ancestor::details[not(@open)]")
    while folded.count():
        folded.first.locator("xpath=./summary").click()
    return place


def saved(page: "Page", at: str, words: str) -> None:
    """Wait until the file has an answer."""
    page.wait_for_selector(f"[data-at='{at}'][data-was='{words}']", state="attached")


def write(page: "Page", at: str, words: str) -> None:
    """Type an answer into its field, and leave it."""
    control = reached(page.locator(f".field[data-at='{at}'] >> input, textarea").first)
    control.click()
    page.keyboard.type(words)
    page.keyboard.press("Tab")
    saved(page, at, words)


def choose(page: "Page", at: str, word: str) -> None:
    """Choose an answer."""
    reached(page.locator(f".field[data-at='{at}']").get_by_label(word, exact=True)).click()


def pick(control: "Locator", word: str) -> None:
    """Pick a word of a list with keys."""
    reached(control).focus()
    control.page.keyboard.type(word)


def add(page: "Page", at: str, pick_into: str = "", **words: str) -> None:
    """Fill in a form that adds an entry, and send it with a key."""
    form = page.locator(f"form[data-add='{at}'][data-pick='{pick_into}']").first
    before = page.locator("main .field").count()
    for name, said in words.items():
        reached(form.locator(f"[name={name.replace('_', '-')}]")).click()
        page.keyboard.type(said)
    form.get_by_role("button", name="Add").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#message:has-text('Saved.')")
    page.locator("main .field").nth(before).wait_for(state="attached")


def go(page: "Page", title: str) -> None:
    """Go to an item by the list of questions."""
    page.get_by_role("navigation").get_by_role("link", name=re.compile(title)).first.click()
    page.wait_for_selector(f"h1:has-text('{title}')")


def test_the_trial_of_the_readme_is_entered_by_clicks_and_keys(
    open_editor: Opening, tmp_path: Path
) -> None:
    """It ends with the states of the README's file, and renders the same bytes."""
    assert TRIAL is not None
    path = tmp_path / "walking.intspec.yaml"
    page = open_editor(path)
    page.get_by_label("Title").click()
    page.keyboard.type("Walking in groups for people with knee pain (a fictitious trial)")
    page.get_by_label("protocol").click()
    page.get_by_label("TIDieR 2014", exact=True).click()
    for number, name, role in (
        (1, "Steps Together", "experimental"),
        (2, "Waiting list", "waiting"),
    ):
        page.locator(f"#arm{number}").click()
        page.keyboard.type(name)
        pick(page.locator(f"#role{number}"), role)
    page.get_by_label("An invented study").click()
    page.locator("#begin").get_by_role("button", name="Begin").click()
    page.wait_for_url("**/study")
    arm, wait = "/interventions/steps-together", "/interventions/waiting-list"
    pick(page.locator(f".field[data-at='{wait}/receives_later'] select"), "Steps")
    page.keyboard.press("Tab")
    saved(page, f"{wait}/receives_later", "steps-together")
    go(page, "What: materials")
    add(page, "/materials", f"{arm}/materials", name="Exercise diary")
    choose(page, "/materials/exercise-diary/audience", "participants")
    saved(page, "/materials/exercise-diary/audience", "participants")
    go(page, "When and how much")
    add(page, f"{arm}/schedule", short_name="course", duration="16 weeks")
    write(page, f"{arm}/schedule/course/frequency", "once a week")
    write(page, f"{arm}/schedule/course/sessions/planned", "10")
    page.wait_for_selector("#panel li:has-text('but `sessions` says 10')")
    add(page, f"{wait}/schedule", short_name="wait", duration="6 months")

    other = tmp_path / "readme.intspec.yaml"
    other.write_text(TRIAL[1], encoding="utf-8")
    mine, theirs = (EditedFile(CONTEXT, str(one)).now() for one in (path, other))
    assert [(v.item, v.state) for v in mine.report.items] == [
        (v.item, v.state) for v in theirs.report.items
    ]
    assert printed(mine) == printed(theirs)


def test_two_windows_and_another_program(open_editor: Opening, tmp_path: Path) -> None:
    """What the file says by now is shown beside what was typed, and one of them is chosen."""
    path = tmp_path / "walking.intspec.yaml"
    text = EXERCISE.read_text("utf-8")
    path.write_text(text, encoding="utf-8")
    page = open_editor(path)
    title = re.search("^title: (.*)$", text, re.MULTILINE)
    assert title is not None
    path.write_text(text.replace(title[0], "title: Theirs"), encoding="utf-8")
    page.locator(".field[data-at='/title'] input").fill("Mine")
    page.keyboard.press("Tab")
    conflict = page.locator(".conflict")
    conflict.wait_for()
    assert "Theirs" in conflict.inner_text()
    assert "title: Theirs\n" in path.read_text("utf-8")
    conflict.get_by_role("button", name="Write mine").click()
    saved(page, "/title", "Mine")
    assert "title: Mine\n" in path.read_text("utf-8")
    page.get_by_role("button", name="Take back the last change").click()
    saved(page, "/title", "Theirs")
    assert page.locator(".field[data-at='/title'] input").input_value() == "Theirs"


def denials(value: Any) -> Iterator[str]:
    """Go over the places of what is denied or declared."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if inner is False or key == "declarations":
                yield key
            yield from denials(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from denials(inner)


def test_walks_of_clicks_deny_and_declare_nothing(open_editor: Opening, tmp_path: Path) -> None:
    """Fifteen walks over what can be clicked, but for "no" itself: an untouched question stays."""
    from playwright.sync_api import Error  # noqa: PLC0415 -- where there is a browser

    assert TRIAL is not None
    path = tmp_path / "walking.intspec.yaml"
    path.write_text(TRIAL[1], encoding="utf-8")
    page = open_editor(path)
    pages = page.locator("#nav a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    clickable = "main button, main summary, main select, main input, main textarea, #panel button"
    others = "[data-no], [value=no], [data-do='/remove'], [data-do='/end']"
    for seed in range(15):
        chosen = random.Random(seed)
        address = re.sub(r"(http://[^/]+).*", r"\1", page.url) + chosen.choice(pages)
        while not page.url.endswith(address):
            with suppress(Error):  # the last click of the walk before leads elsewhere just now
                page.goto(address)
        for _ in range(6):
            with suppress(Error):  # the click before led to another page just now
                page.evaluate(
                    """([all, but, share]) => {
                      const seen = [...document.querySelectorAll(all)]
                        .filter((one) => !one.matches(but) && one.offsetParent);
                      setTimeout(() => seen[Math.floor(share * seen.length)]?.click());
                    }""",
                    [clickable, others, chosen.random()],
                )
            page.wait_for_timeout(20)
            page.wait_for_load_state()
    page.wait_for_timeout(300)
    held = editable(path.read_bytes(), path=path.name, extensions={})
    assert list(denials(held.whole)) == []


@pytest.mark.parametrize(
    ("scheme", "every"),
    [
        ("light", 20),
        ("dark", 9),
        pytest.param("light", 1, marks=pytest.mark.exhaustive),
        pytest.param("dark", 1, marks=pytest.mark.exhaustive),
    ],
)
def test_nothing_keeps_people_out(
    open_editor: Opening, axe: str, scheme: str, every: int, tmp_path: Path
) -> None:
    """axe-core finds nothing on a page, and no page is wider than the screen."""
    path = tmp_path / "walking.intspec.yaml"
    page = open_editor(path, color_scheme=scheme)
    address = re.sub(r"(http://[^/]+).*", r"\1", page.url)
    told = look(page, axe)
    path.write_text(EXERCISE.read_text("utf-8"), encoding="utf-8")
    page.goto(f"{address}/study")
    pages = page.locator("#nav a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    some = [*pages[every % len(pages) - 1 :: every], "/history"]
    for number, one in enumerate(some):
        page.set_viewport_size({"width": WIDTHS[number % 3], "height": 900})
        page.goto(address + one)
        page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        told += [f"{one}: {problem}" for problem in look(page, axe)]
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= WIDTHS[number % 3], one
    assert told == []


def test_a_form_is_begun_with_and_nothing_keeps_people_out(
    open_editor: Opening, axe: str, tmp_path: Path
) -> None:
    """A file is chosen, and what became of it is told; also at twice the size of all things."""
    form = tmp_path / "form.csv"
    view = EditedFile(CONTEXT, str(EXERCISE)).now()
    assert view.spec is not None
    table = build_view("checklist", view.spec, view.report, view.checklists[0])
    content = CONTEXT.render(table, form.name)
    form.write_bytes(content.encode() if isinstance(content, str) else content)
    page = open_editor(tmp_path / "new.intspec.yaml", **TWICE)
    told = look(page, axe)
    page.get_by_label("File to begin with").set_input_files(form)
    page.get_by_role("button", name="Begin with this file").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/history")
    page.wait_for_selector("text=What became of the file that you began with")
    told += look(page, axe)
    assert page.evaluate("document.documentElement.scrollWidth") <= TWICE["viewport"]["width"]
    page.get_by_role("link", name="The study").click()
    page.wait_for_url("**/study")
    assert told == []


@pytest.mark.parametrize(
    "settings",
    [
        pytest.param({"viewport": {"width": 1280, "height": 900}}, marks=pytest.mark.exhaustive),
        TWICE,
    ],
)
def test_right_to_left_and_at_twice_the_size_all_can_be_reached(
    open_editor: Opening, axe: str, settings: dict[str, Any], tmp_path: Path
) -> None:
    """What is typed, and the table, run from the right; nothing is cut off at either side."""
    path = tmp_path / "mashy.intspec.yaml"
    path.write_text(ARABIC, encoding="utf-8")
    page = open_editor(path, **settings)
    address = re.sub(r"(http://[^/]+).*", r"\1", page.url)
    told = []
    for one in ("/study", "/item/tidier/why", "/item/tidier/when-and-how-much", "/history"):
        page.goto(address + one)
        page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        told += [f"{one}: {problem}" for problem in look(page, axe)]
        width = settings["viewport"]["width"]
        assert page.evaluate("document.documentElement.scrollWidth") <= width, one
        directions = page.evaluate(
            "[...document.querySelectorAll('.printed table, main input[type=text], main textarea')]"
            ".filter((one) => one.localName == 'table' || /[\u0600-\u06ff]/.test(one.value))"
            ".map((one) => getComputedStyle(one).direction)"
        )
        assert set(directions) == ({"rtl"} if one != "/history" else set()), one
        cut = page.evaluate(
            "[...document.querySelectorAll('main label, main h1, main button, main legend')]"
            ".map((one) => one.getBoundingClientRect()).filter((box) => box.width)"
            ".filter((box) => box.left < 0 || box.right > innerWidth).length"
        )
        assert cut == 0, one
        # What can be scrolled begins where its language begins.
        begins = "const box = document.querySelector('.printed').getBoundingClientRect();"
        begins += "const first = document.querySelector('.printed th').getBoundingClientRect();"
        begins += "return first.right <= box.right && first.left >= box.left"
        assert one == "/history" or page.evaluate(f"(() => {{{begins}}})()"), one
        page.screenshot(path=tmp_path / f"{one.rpartition('/')[2]}.png", full_page=True)
    assert told == []


def test_the_keyboard_alone_reaches_the_first_answer(open_editor: Opening, tmp_path: Path) -> None:
    """The first stop leads past the questions' list, and the focus is always seen."""
    path = tmp_path / "walking.intspec.yaml"
    path.write_text(EXERCISE.read_text("utf-8"), encoding="utf-8")
    page = open_editor(path)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert style == "solid"


def typed_in(page: "Page", form: "Locator", words: str) -> "Locator":
    """Type words into the first free field of a form that adds."""
    control = form.locator("input[type=text], textarea").first
    reached(control).click()
    page.keyboard.type(words)
    return control


@pytest.mark.parametrize(
    "page_of", ["when-and-how-much", pytest.param("tailoring", marks=pytest.mark.exhaustive)]
)
def test_what_is_typed_and_not_sent_is_never_lost(
    open_editor: Opening, tmp_path: Path, page_of: str
) -> None:
    """It stands in each form after parts are loaded anew, and after the page was left."""
    path = tmp_path / "walking.intspec.yaml"
    path.write_text(EXERCISE.read_text("utf-8"), encoding="utf-8")
    page = open_editor(path)
    address = re.sub(r"(http://[^/]+).*", r"\1", page.url) + f"/item/tidier/{page_of}"
    page.goto(address)
    forms = page.locator("main form[data-add]")
    for number in range(forms.count()):
        typed_in(page, forms.nth(number), f"typed {number}")
    page.locator("main [data-open]").first.click()
    page.locator("main form[data-declare] textarea").first.fill("a reason")

    def held() -> None:
        for number in range(forms.count()):
            control = forms.nth(number).locator("input[type=text], textarea").first
            assert control.input_value() == f"typed {number}", number
            assert control.is_visible(), number
        assert page.locator("main form[data-declare] textarea").first.input_value() == "a reason"
        assert "Not saved yet" in page.locator("#message").inner_text()

    page.get_by_role("button", name="Take back the last change").click()
    page.wait_for_selector("#message:has-text('nothing to take back')")
    again = page.locator("main [data-again] >> input, select")
    if again.count():  # a choice that loads the questions anew
        again.first.dispatch_event("change")
        page.wait_for_selector("main [data-draft]", state="attached")
    held()
    go(page, "Brief name")
    assert page.locator("main [data-draft]").count() == 0
    page.go_back()
    page.reload()
    page.wait_for_selector("main [data-draft]")
    held()


def test_a_form_that_was_sent_is_empty_and_the_others_keep_what_is_typed(
    open_editor: Opening, tmp_path: Path
) -> None:
    """Adding one entry loads the questions anew; the bar tells what is not saved."""
    path = tmp_path / "walking.intspec.yaml"
    path.write_text(EXERCISE.read_text("utf-8"), encoding="utf-8")
    page = open_editor(path)
    page.goto(re.sub(r"(http://[^/]+).*", r"\1", page.url) + "/item/tidier/materials")
    forms = page.locator("main form[data-add='/materials']")
    assert forms.count() >= 2
    typed_in(page, forms.nth(1), "Kept words")
    typed_in(page, forms.nth(0), "Rubber band")
    page.keyboard.press("Enter")
    page.wait_for_selector("#message:has-text('Saved.')")
    told = page.locator("#message").inner_text()
    assert "Not saved yet: New: material" in told
    values = page.locator("main form[data-add='/materials'] [name=name]").evaluate_all(
        "all => all.map((one) => one.value).filter(Boolean)"
    )
    assert values == ["Kept words"]
    assert page.evaluate("document.activeElement.localName") == "summary"
    page.reload()
    assert page.locator("main [data-draft]").count() == 1
    assert "Not saved yet" in page.locator("#message").inner_text()


def test_the_bar_and_the_cards_say_what_the_file_and_the_panel_say(
    open_editor: Opening, tmp_path: Path
) -> None:
    """A refused answer is named in the bar; an accepted one changes the state in its card."""
    path = tmp_path / "walking.intspec.yaml"
    path.write_text(EXERCISE.read_text("utf-8"), encoding="utf-8")
    page = open_editor(path)
    page.goto(re.sub(r"(http://[^/]+).*", r"\1", page.url) + "/item/tidier/when-and-how-much")
    field = reached(page.locator("main .field[data-kind=duration] input").first)
    was = field.input_value()
    for words, told in (("soon enough", "Not saved yet: "), (was, ""), ("7 weeks", "Saved.")):
        field.fill(words)
        page.keyboard.press("Tab")
        page.wait_for_function(
            "told => document.getElementById('message').textContent.startsWith(told)"
            "&& (told || !document.getElementById('message').textContent)",
            arg=told,
        )
        assert ("Saved." in page.locator("#message").inner_text()) == (told == "Saved.")
    page.goto(page.url.replace("when-and-how-much", "tailoring"))
    for one in page.locator("main [data-no]").all():
        one.focus()
        at = one.get_attribute("data-no")
        page.keyboard.press("Enter")
        page.wait_for_timeout(500)
        assert page.evaluate("document.activeElement.dataset.no") == at
    states = "all => all.map((one) => one.textContent.trim())"
    cards = page.locator("main .verdict .state").evaluate_all(states)
    panel = page.locator("#panel .verdicts .state").evaluate_all(states)
    assert cards == panel


def test_on_a_narrow_screen_the_question_comes_first(open_editor: Opening, tmp_path: Path) -> None:
    """The list of questions is folded, also where the window becomes narrow later."""
    path = tmp_path / "walking.intspec.yaml"
    path.write_text(EXERCISE.read_text("utf-8"), encoding="utf-8")
    page = open_editor(path)
    for width in (1280, 380, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        open_now = "[open]" if width > 1000 else ":not([open])"
        page.wait_for_selector(f"#nav details.items{open_now}", state="attached")
