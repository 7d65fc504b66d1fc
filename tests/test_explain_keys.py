"""`intspec explain KEY`: each key of a specification, and YAML to paste where it stands."""

import random
import re
from functools import reduce
from typing import Any

import pytest
import yaml

from command_line import run
from intspec.api import check_text, load_registry
from intspec.cli.explain_key import key_lines
from intspec.schema.every_key import Steps, every_key, keys_named, written
from intspec.schema.samples import sample
from intspec.text.yaml_text import write_yaml

pytestmark = pytest.mark.long

REGISTRY = load_registry()
EXTENSIONS = REGISTRY.extensions
KEYS = every_key(EXTENSIONS)
#: What samples refer to.
BASE: dict[str, Any] = {
    "intspec": "1.0",
    "id": "walking",
    "title": "Walking in company (fictitious)",
    "stage": "results",
    "fictitious": True,
    "checklists": ["tidier", "guided"],
    "described_by": "trial-team",
    "providers": {"nurse": {"kind": "nurse"}},
    "materials": {"handbook": {"name": "Handbook"}},
    "settings": {"clinic": {"kind": "clinic"}},
    "measures": {"attendance": {"kind": "adherence", "name": "Attendance"}},
    "domains": {"first": {"name": "Walks"}},
    "components": {"diary": {"text": "People keep a diary of their walks."}},
    "sources": {"trial-2024": {"citation": "A fictitious report."}},
    "documents": {"paper": {"kind": "primary-paper"}},
    "development": {
        "groups": {"panel": {"name": "Panel"}},
        "events": {"pilot": {"kind": "pilot"}},
    },
    "interventions": {
        "exercise": {
            "role": "experimental",
            "name": "Walks",
            "procedures": {"session": {"description": "People walk around the lake together."}},
            "schedule": {"course": {"duration": "P10W"}, "run-in": {"duration": "P10W"}},
        },
        "usual-care": {"role": "usual-care", "name": "Usual care"},
    },
}
PLACED = [(key, place) for key in KEYS for place in key.places]
#: So many samples are pasted into one document.
TOGETHER = 5
#: What is said of the rest of a document: what is still to be written, stated beside it, or named.
OF_THE_REST = {
    "intspec/period-lengths",
    *("intspec/placeholder", "intspec/unsourced", "intspec/not-located", "intspec/term-place"),
    *("intspec/comparator-denied", "intspec/pool-count", "intspec/unused-vocabulary"),
    *("intspec/declaration-unused", "intspec/result-without-measure"),
    *("intspec/measure-without-result", "intspec/arm-not-described"),
}


def joined(base: Any, pasted: Any) -> Any:
    """Put what was pasted into a document: keys beside its keys, entries behind its entries."""
    if isinstance(base, list) and isinstance(pasted, list):
        return [*base, *(entry for entry in pasted if entry not in base)]
    if not isinstance(base, dict) or not isinstance(pasted, dict):
        return pasted
    return {**base, **{name: joined(base.get(name), value) for name, value in pasted.items()}}


def refusals(data: dict[str, Any]) -> set[tuple[str, str]]:
    """Return what the check says of a document, but for gaps and what is to be written."""
    report = check_text(write_yaml(data, {}), path="made.intspec.yaml", registry=REGISTRY)
    return {
        (told.rule, told.message)
        for told in report.diagnostics
        if told.rule.startswith("intspec/") and told.rule not in OF_THE_REST
    }


def test_what_is_pasted_is_accepted_in_its_place() -> None:
    """Of each key in each of its places: the check refuses nothing of it.

    Several that lie far apart are pasted at once; each alone where something is told of them.
    """
    known = refusals(BASE)
    pasted = [yaml.safe_load("\n".join(sample(key, place, EXTENSIONS))) for key, place in PLACED]
    step = len(pasted) // TOGETHER + 1
    refused = {}
    for first in range(step):
        numbers = range(first, len(pasted), step)
        if refusals(reduce(joined, (pasted[number] for number in numbers), BASE)) <= known:
            continue
        for number in numbers:
            if told := refusals(joined(BASE, pasted[number])) - known:
                refused[written(PLACED[number][1])] = told
    assert refused == {}


def test_prose_stands_on_a_line_of_its_own() -> None:
    """No sample has a text with blanks within brackets, where a comma would end it."""
    for key, place in PLACED:
        for line in sample(key, place, EXTENSIONS):
            assert not re.search(r"[\[{].*\w \w.*[\]}]", line.partition('"')[0]), line


def test_each_key_is_explained() -> None:
    """With its words, its type or keys, and where it stands; found by its place and its name."""
    for key, place in PLACED:
        named = keys_named(written(place), KEYS)
        (found,) = [one for one in named if (one.record, one.name) == (key.record, key.name)]
        assert len(named) == 1 or len(place) == 1
        text = "\n".join(key_lines([found], EXTENSIONS))
        assert text.startswith(f"{written(place)}  (a key of specifications")
        assert "".join(key.description.split()) in "".join(text.split())
        assert "What it holds" in text
        assert "In the specification" in text
        assert any(one.name == key.name for one in keys_named(key.name, KEYS))


def own(place: Steps, chance: random.Random) -> str:
    """Write a place with keys and numbers of one's own, or without."""
    return ".".join(step for step in place if step != "*" or chance.random() < 0.5).replace(
        "*", chance.choice(["walking", "0", "*"])
    )


def test_a_place_is_found_however_it_is_written() -> None:
    """With `*`, with keys of one's own in its place, with hyphens, or without those steps."""
    for number, (key, place) in enumerate(PLACED):
        if len(place) < 3:
            continue
        for text in (own(place, random.Random(number)), written(place).replace("_", "-")):
            found = keys_named(text, KEYS)
            assert any((one.record, one.name) == (key.record, key.name) for one in found), text


def explained(*words: str) -> tuple[int, str]:
    """Run `intspec explain`."""
    done = run(("explain", *words))
    return done.returncode, (done.stdout + done.stderr).decode()


def test_a_key_that_stands_in_several_places_lists_them() -> None:
    """The likeliest is explained, and each other is named with what it holds there."""
    code, text = explained("materials")
    assert code == 0
    assert text.startswith("materials  (a key of specifications)\n\n  What is used.")
    for place in ("interventions.*.materials", "providers.*.training.materials"):
        assert f"\n  {place}\n" in text
        code, inner = explained(place)
        assert (code, inner.partition(" ")[0]) == (0, place)
        assert "It stands elsewhere too" not in inner


def rank(place: Steps) -> int:
    """Return how likely a trial team writes at a place: the less, the likelier."""
    of_phase = place[2:4] in {("procedures", "*"), ("schedule", "*")} and len(place) == 5
    done = of_phase or (place[2:3] == ("delivery",) and len(place) == 4)
    catalogues = {"providers", "materials", "settings", "measures", "components"}
    if len(place) == 1:
        return 0
    if place[:1] == ("interventions",):
        return 1 if len(place) == 3 or done else 2
    return 3 if place[0] in catalogues else 4


def test_the_likeliest_place_of_a_name_is_explained_first() -> None:
    """Over every key of the schema: no likelier place is listed behind a rarer one."""
    for name in {key.name for key in KEYS}:
        lines = [*key_lines(keys_named(name, KEYS), EXTENSIONS)]
        listed = [line.strip() for line in lines if re.fullmatch(r"  [\w*.-]+\.[\w*.-]+", line)]
        places = [tuple(place.split(".")) for place in (lines[0].split("  ")[0], *listed)]
        ranks = [rank(place) for place in places]
        assert ranks == sorted(ranks), (name, places)


def test_names_that_stand_in_many_places_begin_with_that_of_an_arm() -> None:
    """What a trial team asks for is first: the length of a phase, not that of a period."""
    first = {n: next(key_lines(keys_named(n, KEYS), EXTENSIONS)).split()[0] for n in FIRST}
    assert first == FIRST


FIRST = {
    "duration": "interventions.*.schedule.*.duration",
    "name": "interventions.*.name",
    "kind": "interventions.*.schedule.*.kind",
    "session_length": "interventions.*.schedule.*.session_length",
    "description": "interventions.*.procedures.*.description",
    "mode": "interventions.*.procedures.*.mode",
    "materials": "materials",
    "default_source": "default_source",
}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("session_length", "a duration such as `PT45M`"),
        ("role", "experimental, active-comparator"),
        ("interventions.*.procedures.*.mode", "the arm's `delivery.mode` holds"),
        ("providers.nurse.training.materials", "It names keys of `materials`."),
        ("interventions.walk.procedures.talk.order", "The least is 1."),
        ("contributors[0].orcid", "Its form: "),
        ("schedule", "            session_length: PT45M\n"),
        ("extensions.peer-support", "lived_experience"),
        ("recruitment", "extensions.peer-support.recruitment"),
        ("Session-Length", "How long one session lasts."),
        ("session length", "How long one session lasts."),
        ("providers.nurse", "providers  (a key of specifications)"),
        ("interventions.*", "interventions  (a key of specifications"),
    ],
)
def test_what_is_said_of_a_key(name: str, said: str) -> None:
    """Its form, its terms, what it refers to, what stands in for it."""
    code, text = explained(name)
    assert code == 0
    assert " ".join(said.split()) in " ".join(text.split())


def test_what_is_also_something_else_is_explained_as_that_and_named_as_a_key() -> None:
    """`peer-support` is a guideline, and the fields of a plugin."""
    code, text = explained("peer-support")
    assert code == 0
    assert text.startswith("Peer support 1")
    assert "a key of specifications, too: `intspec explain extensions.peer-support`" in text


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("sesion_length", "session_length"),
        ("materails", "materials"),
        ("interventions.*.procedurs.*.mode", "interventions.*.procedures.*.mode"),
        ("providers.nurse.backgroud", "providers.*.background"),
    ],
)
def test_a_key_that_is_misspelt_is_guessed(name: str, meant: str) -> None:
    """The nearest one is named, and the exit code is that of wrong usage."""
    code, text = explained(name)
    assert code == 2
    assert f"did you mean `{meant}`?" in text


def test_an_item_shows_the_yaml_of_its_parts() -> None:
    """Each once, as the parts themselves do."""
    checklist = REGISTRY.checklist("tidier")
    assert checklist is not None
    for item in checklist.items:
        _code, text = explained("tidier", item.number)
        for part in checklist.parts[item.id]:
            for line in (part.part.yaml or "").strip().splitlines():
                assert f"    {line}\n" in text


def test_keys_are_those_of_the_schema() -> None:
    """None is left out, and none is made up: every record of the model is walked."""
    from intspec.schema.generating import specification_schema  # noqa: PLC0415

    schema = specification_schema(EXTENSIONS)
    records = [schema, *schema["$defs"].values()]
    names = {name for record in records for name in record.get("properties", {})}
    assert {key.name for key in KEYS} == names | {*EXTENSIONS}


@pytest.mark.parametrize(
    ("term", "place"),
    [
        ("waiting-list", "interventions.*.role"),
        ("usual care", "interventions.*.role"),
        ("face-to-face", "interventions.*.procedures.*.mode"),
    ],
)
def test_a_term_is_explained_by_its_key(term: str, place: str) -> None:
    """A word that only certain keys take leads to the likeliest of them."""
    done = run(("explain", term))
    assert done.returncode == 0
    first, _blank, second, *_rest = done.stdout.decode().splitlines()
    assert first == "A term of this key:"
    assert second.startswith(f"{place}  ")
