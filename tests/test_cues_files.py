"""Cues of checklists, in the checklist or in a file beside it, which is read when asked for."""

from pathlib import Path

import pytest

from intspec import load_registry
from intspec.checklists import Cues
from intspec.discovery import CHECKLISTS, EntryPoint
from intspec.plugins import LocalFile, Registry

HEAD = """\
format = 1
id = "{id}"
title = "Rounds"
version = "2026"
year = 2026
citation = "A fictitious guideline for tests."
licence = "CC0"
wording = "own"
"""
ITEM = """
[[items]]
id = "{id}"
number = "{number}"
title = "An item"
{cues}
  [[items.parts]]
  id = "{id}-part"
  all = ["title"]
  asks = "Give a title."
"""
PLACE = '[items.place]\nphrases = ["took place in"]\n'
INLINE = '  [items.cues]\n  words = ["ward*"]\n'


def checklist(name: str, head: str = "", cues: str = "", more: str = "") -> str:
    """Write a checklist with two items, `place` and `time`; the second has its cues inline."""
    items = ITEM.format(id="place", number="1", cues=cues) + ITEM.format(
        id="time", number="2", cues=INLINE
    )
    return HEAD.format(id=name) + head + items + more


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a package that can be found."""
    folder = tmp_path / "rounds_package"
    folder.mkdir()
    monkeypatch.syspath_prepend(tmp_path)
    return folder


def registry(*names: str) -> Registry:
    """Return the plugins of checklists in the package."""
    return Registry(
        entry_points=[
            EntryPoint(CHECKLISTS, name, f"rounds_package:{name}.toml", "rounds", "1")
            for name in names
        ]
    )


def failures(made: Registry) -> list[str]:
    """Return what of the plugins did not work."""
    return [failure.reason for plugin in made.plugins for failure in plugin.failures]


def test_cues_of_both_places_are_put_together_and_the_file_beside_is_read_late(
    package: Path,
) -> None:
    """The checklist is loaded without the file, which is read once when cues are asked for."""
    (package / "rounds.toml").write_text(checklist("rounds", 'cues_file = "rounds.cues.toml"\n'))
    made = registry("rounds")
    loaded = made.checklist("rounds")
    assert loaded is not None
    beside = package / "rounds.cues.toml"
    beside.write_text(PLACE)
    both = {"place": Cues(phrases=("took place in",)), "time": Cues(words=("ward*",))}
    assert made.cues("rounds") == both
    beside.unlink()
    assert made.cues("rounds") == both
    assert [loaded.cues(item) for item in loaded.items] == [(both["place"],), (both["time"],)]
    assert failures(made) == []


def test_an_overlay_has_the_cues_of_its_base_but_for_items_that_it_replaces(package: Path) -> None:
    """A replaced item that gives none has none."""
    (package / "rounds.toml").write_text(checklist("rounds", 'cues_file = "rounds.cues.toml"\n'))
    (package / "rounds.cues.toml").write_text(PLACE)
    item = ITEM.format(id="time", number="2", cues="replaces = true").replace("time-part", "at")
    (package / "over.toml").write_text(HEAD.format(id="over") + 'extends = "rounds"\n' + item)
    made = registry("over", "rounds")
    assert made.cues("over") == {"place": Cues(phrases=("took place in",))}
    assert failures(made) == []


@pytest.mark.parametrize(
    ("name", "beside", "said"),
    [
        ("rounds.cues.toml", "[items.place\n", "rounds.cues.toml:1: "),
        (
            "rounds.cues.toml",
            PLACE.replace("place", "plaice", 1),
            "rounds.cues.toml:1: `rounds` has no item `plaice`; did you mean `place`?",
        ),
        (
            "rounds.cues.toml",
            PLACE + '[items.time]\nwords = ["shift"]\n',
            "rounds.cues.toml:3: the item `time` has cues in the checklist too",
        ),
        ("rounds.cues.toml", PLACE.replace("phrases", "phrasing"), "rounds.cues.toml:2: "),
        ("rounds.cues.toml", None, "FileNotFoundError: "),
        ("../rounds.cues.toml", PLACE, "`../rounds.cues.toml` is no name of a file beside"),
        ("..\\rounds.cues.toml", PLACE, "is no name of a file beside"),
        ("/etc/passwd", PLACE, "`/etc/passwd` is no name of a file beside"),
    ],
)
def test_a_file_of_cues_that_cannot_be_used_is_told_when_it_is_asked_for(
    package: Path, name: str, beside: str | None, said: str
) -> None:
    """In one line, once; the checklist itself goes on, and so do the cues that it gives itself."""
    (package / "rounds.toml").write_text(checklist("rounds", f"cues_file = '{name}'\n"))
    if beside is not None:
        (package / "rounds.cues.toml").write_text(beside)
    made = registry("rounds")
    assert made.checklist("rounds") is not None
    assert failures(made) == []
    assert made.cues("rounds") == made.cues("rounds") == {"time": Cues(words=("ward*",))}
    (reason,) = failures(made)
    assert said in reason
    assert "\n" not in reason


def test_a_checklist_that_settings_name_has_no_file_beside_it() -> None:
    """Nothing that a project's settings lead to reads one more file."""
    text = checklist("rounds", 'cues_file = "rounds.cues.toml"\n')
    made = Registry(
        entry_points=[],
        local=[LocalFile("checklist", "/home/ward/rounds.toml", "rounds.toml", text.encode())],
    )
    assert made.cues("rounds") == {"time": Cues(words=("ward*",))}
    (reason,) = failures(made)
    assert "`rounds.cues.toml`: only a checklist in a package has" in reason


def test_every_item_that_we_ship_has_cues_in_the_file_beside_its_checklist() -> None:
    """So passages can be suggested for each, and no check reads them.

    Every cue is one that a text in lower case can have: a hyphen is found where a cue has a blank.
    """
    made = load_registry()
    for name in made.checklist_ids:
        one = made.checklist(name)
        assert one is not None
        assert made.cues(name).keys() <= {item.id for item in one.items}
        assert [item.id for item in one.file.items if item.cues] == []
        assert [item.id for item in one.items if not one.cues(item)] == []
        for own in (own for item in one.items for own in one.cues(item)):
            cues = [*own.headings, *own.phrases, *own.words, *own.against, *own.leads_to]
            assert cues == [cue.lower() for cue in cues]
            assert not [cue for cue in cues if set(cue) & set("-()'\u2019")]
    assert failures(made) == []
