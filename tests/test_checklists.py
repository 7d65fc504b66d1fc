"""The checklist files: complete in their words, and as published. The contract tries examples."""

import re
import typing
from pathlib import Path

import badinput
import pytest
from misbehaving import LISTED

from intspec import Modification
from intspec.api import shared_registry
from intspec.checklists import Checklist, ChecklistError, Item, PartOf, load
from intspec.checklists.checklist import ChecklistFile, Part
from intspec.rules import HEADINGS
from intspec.schema.generating import fields_of, plain_type
from intspec.schema.misplaced import PLACES
from intspec_bundled.guidelines import frame

#: The headings of the domain file under which each checklist's items stand.
SECTIONS = {
    "tidier": "TIDieR (V)",
    "consort-2025": "CONSORT 2025",
    "spirit-2025": "SPIRIT 2025",
    "guided": "GUIDED",
    "frame": "FRAME",
    "credeci-2": "CReDECI 2",
    "cert": "CERT",
}
#: Items that were held against a published copy after the domain file was written.
LATER = {"spirit-2025": [("24a", "Blinding"), ("24b", "Blinding"), ("24c", "Unblinding")]}
NUMBER = re.compile(r"(?<![\w/])(\d+[a-e]?(?:/\d+[a-e])?)\b\**\s+(?=[a-z])")


def checklist(name: str) -> Checklist:
    """Return an installed checklist."""
    found = shared_registry().checklist(name)
    assert found is not None
    return found


NAMES = shared_registry().checklist_ids
PARTS: list[tuple[Checklist, Item, PartOf]] = [
    (one, item, part)
    for one in map(checklist, NAMES)
    for item, part in one.all_parts()
    if part.rule.startswith(f"{one.id}/")
]
each_part = pytest.mark.parametrize(
    ("one", "item", "part"), PARTS, ids=lambda v: getattr(v, "rule", "")
)


def domain() -> str:
    """Return the domain file's text."""
    path = badinput.given("domain/checklists.md")
    if path is None:
        pytest.skip("INTSPEC_TEST_DATA does not name the folder of the domain file")
    return path.read_text(encoding="utf-8")


def section(text: str, heading: str) -> str:
    """Return a section of the domain file without its first line."""
    _before, found, rest = text.partition(f"\n## {heading}")
    assert found
    return rest.partition("\n## ")[0].partition("\n")[2]


def labels(text: str, name: str) -> list[tuple[str, str]]:
    """Return the numbers and labels that the domain file gives a checklist."""
    body = section(text, SECTIONS[name])
    if name == "tidier":
        rows = [line.split("|") for line in body.splitlines() if re.match(r"\| \d", line)]
        return [(row[1].strip(), row[2].strip()) for row in rows]
    body = " ".join(body.replace("**", "").split())
    if name == "credeci-2":
        body = body.partition("(10 ")[0]
    pieces = NUMBER.split(body)
    found = []
    for numbers, label in zip(pieces[1::2], pieces[2::2], strict=True):
        words = label.partition(".")[0].strip(" ;,")
        found += [(number, words) for number in numbers.split("/")]
    return found


def plain(words: str) -> str:
    """Return words as they are compared."""
    return re.sub(r"[^a-z0-9]+", " ", words.lower()).strip()


@pytest.mark.parametrize("name", SECTIONS)
def test_numbers_and_labels_are_those_of_the_domain_file(name: str) -> None:
    """Every item is there, and no other; each label begins, or is the beginning of, that there."""
    expected = sorted([*labels(domain(), name), *LATER.get(name, ())])
    assert expected
    items = sorted((item.number, item.title) for item in checklist(name).items)
    assert [number for number, _title in items] == [number for number, _label in expected]
    for (number, title), (_number, label) in zip(items, expected, strict=True):
        shorter, longer = sorted((plain(title), plain(label)), key=len)
        assert longer.startswith(shorter), f"{name} {number}: {title!r} is not {label!r}"


@pytest.mark.parametrize("name", NAMES)
def test_what_each_file_records(name: str) -> None:
    """Citation, DOI, year, version, licence of the original, and whose wording it is."""
    file = checklist(name).file
    assert file.wording == "own"
    assert all((file.citation, file.doi, file.version, file.licence, file.name))
    assert 2000 < file.year < 2100
    assert all(item.asks and item.why for item in checklist(name).items)


def test_the_guidelines_that_are_not_whole_say_what_they_leave_out() -> None:
    """Each of them names the items, or the terms."""
    left = {name for name in NAMES if checklist(name).file.leaves_out}
    assert left == {
        "consort-2025",
        "consort-spi-2018",
        "spirit-2025",
        "credeci-2",
        "frame",
        "tidier-placebo",
        "peer-support",
    }


def test_what_a_guideline_is_for_stands_in_its_file() -> None:
    """SPIRIT is for protocols, and TIDieR's items are the rows of a crosswalk."""
    files = [checklist(name).file for name in NAMES]
    assert {file.id: file.stage for file in files if file.stage} == {"spirit-2025": "protocol"}
    assert [file.id for file in files if file.leads] == ["tidier"]


def test_tidiers_groups_and_stages() -> None:
    """Ten headings stand between the rows of the form; 10 and 12 are not for protocols."""
    items = checklist("tidier").items
    assert len(list(dict.fromkeys(i.group for i in items))) == 10
    late = [i.number for i in items if "protocol" not in (i.stages or ("protocol",))]
    assert late == ["10", "12"]


@each_part
def test_every_part_has_all_its_words(one: Checklist, item: Item, part: PartOf) -> None:
    """A request, a gap, a remedy, the reason, an example, the specification, and what instead."""
    words = part.part
    needed = (words.asks, words.gap, words.mend, words.why or item.why, words.example)
    for text in (*needed, words.instead):
        assert text, one.id
        assert text.strip() == text
    assert words.asks.split()[0] in {"State", "Give", "List", "Describe", "Name", "Spell", "Make"}
    assert words.yaml


def test_every_rule_is_documented() -> None:
    """Each Python rule, the core's included, has text under each heading."""
    for rule in shared_registry().rules.values():
        assert tuple(rule.documentation) == HEADINGS, rule.id
        assert all(rule.documentation.values()), rule.id
        assert rule.summary.endswith("."), rule.id


def test_the_words_do_not_praise_or_scold() -> None:
    """Present is not adequate, and nobody is blamed."""
    folder = Path(__file__).parent.parent / "plugins"
    for path in folder.rglob("*.toml"):
        text = path.read_text(encoding="utf-8").lower()
        found = re.findall(r"\b(adequate|well described|poor|bad|fail(s|ed)?|should)\b", text)
        assert not found, path.name


def test_a_path_of_two_lines_is_told_in_one() -> None:
    """A fault of a checklist file is one line, whatever its texts hold."""
    text = LISTED.replace('all = ["name"]', 'all = ["name.\\nx"]')
    with pytest.raises(ChecklistError) as refused:
        load(text, "x.toml")
    assert str(refused.value) == (
        "x.toml:18: part `given`: the path `name. x` goes on after a value: remove `. x`"
    )


@pytest.mark.long
def test_a_word_of_specifications_is_an_unknown_key_of_a_checklist() -> None:
    """Where a word would belong in a specification is no place of a checklist's file."""
    head, items = LISTED.split("[[items]]\n")
    known = {name for cls in (ChecklistFile, Item, Part) for name in fields_of(cls)}
    words = {word for rows in PLACES.values() for _place, row in rows for word in row.split()}
    for word in sorted({*words, "treatment"} - known):
        line = f'{word} = "x"\n'
        for text in (f"{line}{LISTED}", f"{head}[[items]]\n{line}{items}", f"{LISTED}{line}"):
            with pytest.raises(ChecklistError, match=f"unknown key `{word}`"):
                load(text, "x.toml")


def test_the_terms_of_frame_are_those_of_the_model() -> None:
    """Each term for the nature of a change has its place, or says what was changed."""
    terms = {term for terms in frame.NATURE.values() for term in terms}
    areas = {*frame.NATURE, "training", "evaluation"}
    (term,) = typing.get_args(plain_type(fields_of(Modification)["nature"].type))[:1]
    assert set(typing.get_args(term)) == terms | areas | {frame.OTHER}


#: What a combination of arms does not take from them: what happened in it, why it is compared, its
#: name; and what the peer support extension says of the study as a whole.
OWN = {
    "tidier": "1 10 12",
    "tidier-placebo": "1 10 12",
    "consort-2025": "10 22a 24a 24b 27",
    "consort-spi-2018": "5a 13a",
    "spirit-2025": "9b 15d",
    "credeci-2": "6 9",
    "cert": "7b 11 16b",
    "peer-support": "1 2 3 4 5 6 7 8 9",
}


def test_a_combination_has_the_content_of_its_arms_by_every_checklist() -> None:
    """An item about content says `combines`, the one of an overlay as that which it replaces."""
    own = {
        name: " ".join(
            i.number for i in of_name.items if of_name.scope(i) == "arm" and not i.combines
        )
        for name in NAMES
        if (of_name := checklist(name))
    }
    assert {name: numbers for name, numbers in own.items() if numbers} == OWN
