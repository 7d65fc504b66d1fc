"""`intspec edit`: pages made of guidelines and the model, and answers that become the file."""

import html
import random
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from editing import Browser
from intspec import CommandContext, Specification, build_view, key_kinds, load_registry
from intspec.plugins import LocalFile
from intspec_bundled.edit.questions import paths_of, question
from intspec_bundled.edit.things import (
    Field,
    Group,
    Thing,
    kind_at,
    label_of,
    path_of,
    plainly,
)
from intspec_bundled.edit.words import WORDS
from intspec_kit.scaffold import package

pytestmark = pytest.mark.long

CONTEXT = CommandContext()
ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
TRIAL = re.search(r"```yaml\n(intspec: .*?)```", README, re.DOTALL)
SHORT = """\
intspec: "1.0"
id: short
title: A fictitious trial
stage: results
fictitious: true
checklists: [CHECKLIST]
interventions:
  walking: {role: experimental, name: Walking}
  waiting: {role: waiting-list, name: Waiting list}
"""


def edit(path: Path, text: str = "", context: CommandContext = CONTEXT) -> Browser:
    """Return a browser that has entered, on a file with a text or on none."""
    if text:
        path.write_text(text, encoding="utf-8")
    return Browser(path, context).enter()


def shown(browser: Browser, page: str) -> dict[str, str]:
    """Return the fields of a page: places, and what each says."""
    found = re.findall(
        r'data-at="([^"]*)" data-kind="[^"]*" data-was="([^"]*)"', browser.get(page).text
    )
    return {html.unescape(at): html.unescape(words) for at, words in found}


def say(browser: Browser, page: str, at: str, now: str) -> None:
    """Answer a field that stands on a page."""
    was = shown(browser, page)[at]
    answer = browser.answer(page, at, now, was)
    assert (answer["problems"], answer["conflicts"]) == ({}, {})


def add(browser: Browser, page: str, at: str, **asked: Any) -> None:
    """Add an entry by a form that stands on a page."""
    assert f'data-add="{at}"' in browser.get(page).text
    assert browser.post("/add", {"at": at, **asked}, page).data["problems"] == {}


def test_the_trial_of_the_readme_is_entered_without_yaml(tmp_path: Path) -> None:
    """It has the states of the README's file, and renders the same bytes."""
    assert TRIAL is not None
    browser = edit(tmp_path / "walking.intspec.yaml")
    assert "Brief name" in browser.get("/").text
    begun = browser.post(
        "/begin",
        {
            "title": "Walking in groups for people with knee pain (a fictitious trial)",
            "stage": "protocol",
            "described_by": "",
            "checklists": ["tidier"],
            "fictitious": True,
            "arms": [
                {"name": "Steps Together", "role": "experimental"},
                {"name": "Waiting list", "role": "waiting-list"},
            ],
        },
    )
    assert begun.data == {"go": "/study"}
    arm, wait = "/interventions/steps-together", "/interventions/waiting-list"
    say(browser, "/study", f"{wait}/receives_later", "steps-together")
    page = "/item/tidier/materials"
    add(browser, page, "/materials", pick=f"{arm}/materials", values={"name": "Exercise diary"})
    say(browser, page, "/materials/exercise-diary/audience", "participants")
    page = "/item/tidier/when-and-how-much"
    add(browser, page, f"{arm}/schedule", name="course", values={"duration": "16 weeks"})
    say(browser, page, f"{arm}/schedule/course/frequency", "once a week")
    say(browser, page, f"{arm}/schedule/course/sessions/planned", "10")
    add(browser, page, f"{wait}/schedule", name="wait", values={"duration": "6 months"})

    mine = browser.editor.file.now()
    other = edit(tmp_path / "readme.intspec.yaml", TRIAL[1]).editor.file.now()
    keys = {"steps-together": "exercise", "waiting-list": "waiting"}
    assert [(keys.get(v.arm or ""), v.item, v.state) for v in mine.report.items] == [
        (v.arm, v.item, v.state) for v in other.report.items
    ]
    assert mine.spec is not None
    assert other.spec is not None
    for kind in ("description", "checklist", "gaps", "comparison"):
        for ending in ("html", "md", "docx"):
            made = [
                CONTEXT.render(
                    build_view(kind, one.spec, one.report, one.checklists[0]), f"x.{ending}"
                )
                for one in (mine, other)
                if one.spec is not None
            ]
            assert made[0] == made[1]


def test_a_strangers_checklist_has_its_interview(tmp_path: Path) -> None:
    """What `plugin new` writes is asked without a line of code, and answered."""
    files = package("ward", ("checklist",)).files
    content = next(
        one for name, one in files.items() if name.endswith(".toml") and b"[[items" in one
    )
    context = CommandContext()
    local = LocalFile("checklist", "/ward.toml", "ward.toml", content)
    context.__dict__["registry"] = load_registry([local])
    browser = edit(tmp_path / "a.intspec.yaml", SHORT.replace("CHECKLIST", "ward"), context)
    state = browser.editor.file.now()
    pages = browser.editor.pages.order(state)[1:]
    assert pages
    for page in pages:
        assert browser.get(page).code == 200
    asked = [at for page in pages for at in shown(browser, page)]
    assert any(at.startswith("/interventions/walking/") for at in asked)
    before = [verdict.state for verdict in state.report.items]
    for page in pages:
        for at, was in shown(browser, page).items():
            kind = kind_at(path_of(at, browser.editor.file.now().whole), {})
            if not was and kind is not None and kind.kind == "text":
                browser.answer(page, at, "What was done is told here at some length.")
    assert [verdict.state for verdict in browser.editor.file.now().report.items] != before


def every_item() -> Iterator[tuple[str, str]]:
    """Go over the items of all bundled guidelines."""
    for name in CONTEXT.registry.checklist_ids:
        checklist = CONTEXT.registry.checklist(name)
        assert checklist is not None
        for item in checklist.items:
            yield name, item.id


def test_each_path_of_each_part_is_asked() -> None:
    """Whatever a guideline's file looks at, there is a way to it on the item's page."""
    for name, item_id in every_item():
        checklist = CONTEXT.registry.checklist(name)
        assert checklist is not None
        item = next(one for one in checklist.items if one.id == item_id)
        found = question(checklist, item)
        for part in checklist.parts[item.id]:
            assert {*part.part.each, *part.part.some} <= {*paths_of(part.part)}
            for path in paths_of(part.part):
                study = part.scope == "study" or path.startswith("study.")
                keys = found.study if study else found.subject
                for step in path.removeprefix("study.").split("."):
                    keys = keys.below[step]


def fields(things: tuple[Thing, ...]) -> Iterator[Field]:
    """Go over all fields of a page."""
    for one in things:
        if isinstance(one, Field):
            yield one
        elif isinstance(one, Group):
            yield from fields(one.things)


@pytest.mark.parametrize("name", CONTEXT.registry.checklist_ids)
def test_nothing_is_preselected_and_no_example_stands_in_a_field(name: str, tmp_path: Path) -> None:
    """What the file does not say, no page says: all fields are empty, and each can be answered."""
    browser = edit(tmp_path / "a.intspec.yaml", SHORT.replace("CHECKLIST", name))
    state = browser.editor.file.now()
    pages = browser.editor.pages
    for page in pages.order(state)[1:]:
        found = pages.item(state, page)
        assert found is not None
        for subject in pages.subjects(state, found):
            for one in fields(subject.things):
                path = path_of(one.at, state.whole)
                said = path[:2] in ((), ("title",), ("stage",)) or path[2:] in (
                    ("name",),
                    ("role",),
                )
                assert one.words == "" or said or len(path) == 1, one.at
    page = pages.order(state)[1]
    text = browser.get(page).text
    assert not re.search(
        r'value="(?:yes|no|[a-z-]+)" (?:checked|selected)',
        text.replace('value="experimental" selected', "").replace(
            'value="waiting-list" selected', ""
        ),
    )


def test_what_is_not_understood_is_not_saved(tmp_path: Path) -> None:
    """It is told beside the field, and the file stays."""
    text = SHORT.replace("CHECKLIST", "tidier") + textwrap.indent(
        "schedule: {course: {duration: P10W}}\n", "    "
    )
    text = text.replace("  waiting: {role: waiting-list, name: Waiting list}\n", "")
    text = text.replace(
        "walking: {role: experimental, name: Walking}",
        "walking:\n    role: experimental\n    name: Walking",
    )
    browser = edit(tmp_path / "a.intspec.yaml", text)
    page, phase = "/item/tidier/when-and-how-much", "/interventions/walking/schedule/course"
    for key, words in (
        ("duration", "a while"),
        ("session_length", "long"),
        ("frequency", "often"),
        ("sessions/planned", "some"),
    ):
        was = "10 weeks" if key == "duration" else ""
        problems = browser.answer(page, f"{phase}/{key}", words, was)["problems"]
        assert words in problems[f"{phase}/{key}"]
    assert browser.answer("/study", "/title", "", "A fictitious trial")["problems"]
    assert browser.answer("/study", "/stage", "later", "results")["problems"]
    assert browser.path.read_text("utf-8") == text


def test_a_record_waits_for_what_it_needs(tmp_path: Path) -> None:
    """The file never has a record without a key that it needs."""
    text = SHORT.replace("CHECKLIST", "tidier") + "materials: {diary: {name: Diary}}\n"
    browser = edit(tmp_path / "a.intspec.yaml", text)
    page, access = "/item/tidier/materials", "/materials/diary/access"
    answer = browser.answer(page, f"{access}/where", "https://diary.example")
    assert "How" in answer["problems"][f"{access}/where"]
    assert browser.path.read_text("utf-8") == text
    answers = [
        {"at": f"{access}/where", "was": "", "now": "https://diary.example"},
        {"at": f"{access}/how", "was": "", "now": "url"},
    ]
    assert browser.post("/save", {"answers": answers}, page).data["problems"] == {}
    assert browser.editor.file.now().spec is not None


def test_a_phase_is_added_by_whatever_is_known_of_it(tmp_path: Path) -> None:
    """Its duration, how often, how long a session: one of them is enough, and none is not."""
    browser = edit(tmp_path / "short.intspec.yaml", SHORT.replace("CHECKLIST", "tidier"))
    page, at = "/item/tidier/when-and-how-much", "/interventions/walking/schedule"
    for name, key, words in (("a", "duration", "10 weeks"), ("b", "session_length", "1 hour")):
        add(browser, page, at, name=name, values={key: words})
    nothing = browser.post("/add", {"at": at, "name": "empty", "values": {}}, page).data
    assert list(nothing["problems"]) == ["short-name"]
    form = re.search(rf'data-add="{at}" data-pick="".*?</form>', browser.get(page).text, re.DOTALL)
    assert form is not None
    asked = re.findall(r'name="([^"]*)"', form[0])
    assert asked == ["short-name", "duration", "frequency", "session_length"]
    assert {f"{at}/a/sessions/planned", f"{at}/a/sessions/actual"} <= set(shown(browser, page))
    held = browser.editor.file.now().whole["interventions"]["walking"]["schedule"]
    assert held == {
        "a": {"duration": "P10W"},
        "b": {"session_length": {"min": "PT1H", "max": "PT1H"}},
    }


def test_no_is_an_answer_and_a_declaration_has_a_reason(tmp_path: Path) -> None:
    """Each is made by its own button, and can be taken away."""
    text = SHORT.replace("CHECKLIST", "tidier")
    browser = edit(tmp_path / "a.intspec.yaml", text)
    page = "/item/tidier/modifications"
    place = "/interventions/walking/modifications/occurred"
    assert f'data-no="{place}"' in browser.get(page).text
    browser.answer(page, place, "no")
    assert browser.editor.file.now().whole["interventions"]["walking"]["modifications"] == {
        "occurred": False
    }
    asked = {"about": "tidier/how", "arm": "walking", "state": "not-applicable", "reason": " "}
    assert "reason" in browser.post("/declare", asked).data["problems"]
    assert not browser.editor.file.now().whole.get("declarations")
    browser.post("/declare", {**asked, "reason": "Nobody delivers it."})
    browser.post("/declare", {**asked, "reason": "Nobody at all delivers it."})
    kept = browser.editor.file.now().whole["declarations"]
    assert [one["reason"] for one in kept] == ["Nobody at all delivers it."]
    browser.post("/remove", {"at": "/declarations/0"})
    browser.answer(page, place, "", "no")
    assert browser.editor.file.now().whole["interventions"]["walking"].keys() == {"role", "name"}


def test_not_found_is_offered_to_others_alone(tmp_path: Path) -> None:
    """A team knows what it did."""
    text = SHORT.replace("CHECKLIST", "tidier")
    browser = edit(tmp_path / "a.intspec.yaml", text)
    assert 'value="not-found"' not in browser.get("/item/tidier/how").text
    browser.answer("/study", "/described_by", "others")
    assert 'value="not-found"' in browser.get("/item/tidier/how").text


def test_comments_and_all_that_is_not_answered_stay(tmp_path: Path) -> None:
    """Twenty answers to the README's trial leave every other line as it was."""
    assert TRIAL is not None
    lines = [f"{line}  # note {number}" for number, line in enumerate(TRIAL[1].splitlines())]
    text = "\n".join(lines) + "\n"
    browser = edit(tmp_path / "a.intspec.yaml", text)
    chosen = random.Random(7)
    pages = browser.editor.pages.order(browser.editor.file.now())
    done = 0
    while done < 20:
        page = chosen.choice(pages)
        places = [at for at, was in shown(browser, page).items() if not was]
        at = chosen.choice(places or ["/acronym/short"])
        kind = kind_at(path_of(at, browser.editor.file.now().whole), CONTEXT.registry.extensions)
        if kind is None or kind.kind not in ("text", "line"):
            continue
        done += not browser.answer(page, at, f"Said {done}: yes # no comment")["problems"]
    kept = browser.path.read_text("utf-8").splitlines()
    block = [line for line in lines if "{" not in line]
    assert [line for line in kept if "  # note" in line and "{" not in line] == block
    while browser.editor.file.versions:
        browser.post("/undo", {})
    assert browser.path.read_text("utf-8") == text


def test_what_can_be_taken_out(tmp_path: Path) -> None:
    """Word, PDF, Excel and the figure are those of `render`."""
    assert TRIAL is not None
    browser = edit(tmp_path / "a.intspec.yaml", TRIAL[1])
    begins = {"docx": b"PK", "xlsx": b"PK", "pdf": b"%PDF", "svg": b"<svg"}
    for name in (
        "description.docx",
        "description.pdf",
        "description.xlsx",
        "checklist.docx",
        "gaps.docx",
        "timeline.svg",
    ):
        answer = browser.get(f"/out/{name}")
        assert answer.code == 200, answer.text
        assert answer.body.startswith(begins[name.partition(".")[2]])
        assert "attachment" in answer.headers["content-disposition"]


def test_what_a_page_lets_press_is_named_once(tmp_path: Path) -> None:
    """Each summary and button of a card's fields says what it is about, in words of its own."""
    path = tmp_path / "exercise.intspec.yaml"
    browser = edit(path, (ROOT / "specs/exercise/group-exercise.intspec.yaml").read_text("utf-8"))
    for page in browser.editor.pages.order(browser.editor.file.now()):
        main = browser.get(page).text.partition("<main")[2].partition("</main>")[0]
        pressed = re.findall(
            r"<(summary|button)\b[^>]*?(?<!data-go=)>(.*?)</\1>", main, flags=re.DOTALL
        )
        named = [" ".join(re.sub("<[^>]*>", "", words).split()) for _tag, words in pressed]
        some = [
            one for one in named if one.startswith(("New: ", "Add: ", "More that", "Take away"))
        ]
        assert sorted(some) == sorted(set(some)), page


def test_a_finding_stands_where_it_lies_and_names_its_arm(tmp_path: Path) -> None:
    """A contradiction at a field is told on the pages that show it, and stops the letter."""
    told = "but `entries` beside it says otherwise"
    text = SHORT.replace("CHECKLIST", "tidier").replace(
        "name: Walking}", "name: Walking, tailoring: {planned: false, entries: [{what: Pace}]}}"
    )
    browser = edit(tmp_path / "short.intspec.yaml", text)
    state = browser.editor.file.now()
    pages = [one for one in browser.editor.pages.order(state) if told in browser.get(one).text]
    assert pages == ["/study", "/item/tidier/tailoring"]
    panel = browser.get(pages[1]).text.partition("<aside")[2]
    assert re.search(r'<b dir="auto">Walking</b>: <span dir="auto">`planned` is false', panel)
    letter = browser.get(f"{pages[1]}?show=gaps").text
    assert "hand nothing on before" in letter
    assert "can be handed on" not in letter
    was = shown(browser, pages[1])["/interventions/walking/tailoring/planned"]
    browser.answer(pages[1], "/interventions/walking/tailoring/planned", "yes", was)
    assert told not in browser.get(pages[0]).text + browser.get(pages[1]).text
    assert "can be handed on" in browser.get(f"{pages[1]}?show=gaps").text


@pytest.mark.parametrize("said", ["once", "Once.", "one time", "1 session", "only once"])
def test_one_session_is_told_where_to_be_said(said: str, tmp_path: Path) -> None:
    """What happens once has no frequency; what is to be written instead is told."""
    browser = edit(tmp_path / "short.intspec.yaml", SHORT.replace("CHECKLIST", "tidier"))
    at = "/interventions/walking/schedule"
    page = "/item/tidier/when-and-how-much"
    asked = {"at": at, "name": "course", "values": {"duration": "", "frequency": said}}
    problem = browser.post("/add", asked, page).data["problems"]["frequency"]
    assert "for one session alone" in problem
    asked["values"] = {"duration": "", "frequency": ""}
    assert browser.post("/add", asked, page).data["problems"] == {
        "duration": "Say at least one of these: Duration, Frequency."
    }


def test_changes_are_listed_with_their_place_and_what_is_said(tmp_path: Path) -> None:
    """The arm or entry, the field and the answer are named, and what was added or taken away."""
    browser = edit(tmp_path / "short.intspec.yaml", SHORT.replace("CHECKLIST", "tidier"))
    arm = "/interventions/walking"
    add(
        browser,
        "/item/tidier/materials",
        "/materials",
        pick=f"{arm}/materials",
        values={"name": "Band"},
    )
    say(browser, "/item/tidier/materials", "/materials/band/kind", "equipment")
    say(browser, "/item/tidier/why", f"{arm}/rationale/goal", "Walk further " * 20)
    browser.post("/remove", {"at": "/materials/band"}, "/item/tidier/materials")
    what = [one.what for one in browser.editor.file.versions]
    assert what[:2] == ["Materials, Band: added", "Materials, Band, Kind: equipment"]
    assert what[2].startswith("Walking, Rationale, Goal: Walk further")
    assert len(what[2]) < 100
    assert what[3] == "Materials, Band: taken away"


def test_no_name_or_help_of_a_field_is_an_empty_phrase() -> None:
    """Where a key leads is still said when the word "key" is left out; labels are words."""
    assert plainly("Keys of where it happens.") == "Where it happens."
    assert plainly("Key of the arm that it follows.") == "Arm that it follows."
    known = {kind.name for record in records() for kind in key_kinds(record)}
    assert set(WORDS["labels"]) <= known
    assert label_of("engaged") != "Engaged"


def records() -> set[type]:
    """Return the records of the model."""
    found: set[type] = set()
    waiting: list[type] = [Specification]
    while waiting:
        record = waiting.pop()
        if record not in found:
            found.add(record)
            waiting += [kind.record for kind in key_kinds(record) if kind.record is not None]
    return found
