"""No text of an author is lost in silence: what YAML cuts off is told, with the whole text."""

import copy
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from intspec.api import check_text
from intspec.diagnostics import UNFIT, Diagnostic
from intspec.reading import Document, read_bytes, read_file
from intspec.reading.cuts import without_colon
from intspec.schema.generating import specification_schema
from intspec.schema.published import published
from test_gate import SPECS, blocks, mutant

pytestmark = pytest.mark.long

SCHEMA = specification_schema()
SPEC = Path(__file__).parent.parent / "specs" / "exercise" / "group-exercise.intspec.yaml"
DATA = read_file(SPEC).data
#: Stands in the dumped text for the one that is cut.
MARK = "MARK"
#: What authors write behind a comma.
RESTS = ("tea and biscuits", "weekly", "if preferred, by phone", "in 2 rooms", 'the "long" walk')
Steps = tuple[str | int, ...]


def resolve(node: dict[str, Any]) -> dict[str, Any]:
    """Follow a reference within the schema."""
    return SCHEMA["$defs"][node["$ref"].rpartition("/")[2]] if "$ref" in node else node


def texts(value: Any, node: dict[str, Any], path: Steps = ()) -> Iterator[Steps]:
    """Go over every free text of a document that stands at a key of the model."""
    node = resolve(node)
    if isinstance(value, dict):
        known, others = node.get("properties", {}), node.get("additionalProperties") or {}
        for key, inner in value.items():
            yield from texts(inner, known.get(key, others), (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from texts(inner, node.get("items", {}), (*path, number))
    elif node.get("minLength") and isinstance(path[-1], str):
        yield path


def written(path: Steps, text: str) -> str:
    """Write the specification in brackets, with a text at a path as it is given."""
    data = copy.deepcopy(DATA)
    block: Any = data
    for step in path[:-1]:
        block = block[step]
    block[path[-1]] = MARK
    dumped = yaml.safe_dump(data, default_flow_style=True, sort_keys=False, width=10**9)
    assert dumped.count(f": {MARK}") == 1
    return dumped.replace(f": {MARK}", f": {text}")


def errors(text: str, path: str = "made.intspec.yaml") -> list[Diagnostic]:
    """Return the errors that the schema gives."""
    report = check_text(text, path=path)
    assert report.readable
    wanted = re.compile(r"intspec/(unknown|bad|missing|wrong|empty|too)-(key|type|value|few)")
    return [d for d in report.diagnostics if wanted.fullmatch(d.rule)]


#: One text for each key of each kind of block: where it stands makes no difference.
FREE = [path for path in texts(DATA, SCHEMA) if "narrative" not in path]
CUT = list({(path[-1], *path[-3:-2]): path for path in FREE}.values())


@pytest.mark.parametrize("path", CUT, ids=lambda path: ".".join(map(str, path)))
def test_what_stands_behind_a_comma_is_told(path: Steps) -> None:
    """Each rest is one finding at its place, with the quotes to set, which mend it."""
    chance = random.Random(str(path))
    rest, comma = chance.choice(RESTS), chance.choice([", ", ","])
    rests = rest.split(", ")
    whole = comma.join(["Talk", *rests])
    text = written(path, whole)
    found = errors(text)
    assert [d.column for d in found] == [
        text.index(f"{comma}{one}") + len(comma) + 1 for one in rests
    ]
    for diagnostic, one in zip(found, rests, strict=True):
        assert f"the text of `{path[-1]}` ended at the comma before `{one}`" == diagnostic.message
        quoted = diagnostic.hint.removeprefix(f"put the whole text in quotes: `{path[-1]}: ")
        assert yaml.safe_load(quoted.removesuffix("`")) == whole
        assert errors(written(path, quoted.removesuffix("`"))) == []


def one_error(text: str) -> tuple[str, str]:
    """Return the message and the hint of the one error that more lines of YAML give."""
    (found,) = errors(SPEC.read_text(encoding="utf-8") + text)
    return found.message, found.hint


def test_what_is_no_rest_of_a_text_is_told_otherwise() -> None:
    """A key in a block, a misspelt key, and a key behind a number or a list."""
    assert one_error("tea and biscuits:\n")[0] == "unknown key `tea and biscuits`"
    assert one_error("vocabularie:\n")[0].endswith("did you mean `vocabularies`?")
    assert one_error("sponsor: {name: A ward, rol: Pays}\n")[0].startswith("unknown key `rol`")
    assert one_error("conduct: {sources: [], men and women}\n")[0].startswith("unknown key `men")


def test_a_blank_entry_of_a_catalogue_is_told_and_so_are_words_in_its_place() -> None:
    """The first counts as not written, and is no error; the others are no key."""
    text = SPEC.read_text(encoding="utf-8")
    blank = text.replace("\nmaterials:\n", "\nmaterials:\n  later:\n", 1)
    assert errors(blank) == []
    (found,) = (d for d in check_text(blank, path="a.yaml").diagnostics if "later" in d.pointer)
    assert (found.rule, found.severity) == ("intspec/empty-entry", "warning")
    (found,) = errors(text.replace("\nmaterials:\n", "\nmaterials:\n  40 pages:\n", 1))
    assert found.rule == "intspec/bad-key"


def is_blank(value: Any) -> bool:
    """Tell whether a value is nothing."""
    return value is None or (isinstance(value, str) and not value.strip())


def with_words(data: Any, chance: random.Random) -> Any:
    """Return data with one key more, which no block takes, and nothing behind it."""
    made = copy.deepcopy(data)
    chance.choice([block for block in blocks(made) if isinstance(block, dict)])["Two Words"] = None
    return made


@pytest.mark.parametrize("spec", SPECS, ids=lambda path: path.name)
def test_what_the_schema_refuses_the_check_refuses(spec: Path) -> None:
    """Over mutated documents; a key of the model with nothing behind it may stand in a draft."""
    data, chance = read_file(spec).data, random.Random(spec.name)
    judge = jsonschema.Draft202012Validator(published(SCHEMA))
    refused = 0
    for _ in range(40):
        made = mutant(data, chance) if chance.randrange(2) else with_words(data, chance)
        faults = [
            fault
            for fault in judge.iter_errors(made)
            if not (is_blank(fault.instance) and isinstance(fault.path and fault.path[-1], str))
        ]
        text = json.dumps(made)
        if not isinstance(made, dict) or not faults:
            continue
        refused += 1
        assert errors(text, "made.intspec.json"), (text, faults)
    assert refused


def test_reading_says_what_was_written() -> None:
    """The document knows what stands behind a comma without quotes, in brackets and JSON."""
    text = '{a: x, b c, "d": 1.10,\n  e: 2}'
    document = read_bytes(text.encode(), path="x.yaml")
    assert [key for key in "ade" if document.follows_comma((key,))] == ["e"]
    assert document.follows_comma(("b c",))
    assert document.written(("d",)) == "1.10"


HASH = """\
intspec: "1.0"
id: made
title: Walking {title}
stage: protocol {stage}
interventions:
  a:
    role: experimental {role}
    name: Steps
    aliases:
      - Walk {alias}
    narrative:
      tidier/why: >-
        Number #1 of all.
"""
PLACES = ("title", "stage", "role", "alias")
CUTS = {"title": ("title",), "alias": ("interventions", "a", "aliases", 0)}


def hashes(**rests: str) -> list[Diagnostic]:
    """Return the warnings of texts that end at a hash."""
    text = HASH.format(**{**dict.fromkeys(PLACES, ""), **rests})
    report = check_text(text, path="made.intspec.yaml")
    return [d for d in report.diagnostics if d.rule == "intspec/text-cut"]


@pytest.mark.parametrize("place", CUTS)
@pytest.mark.parametrize("rest", ["#2 for knees", "#knees", "\t#2", '#2 "new"', "#(a)"])
def test_what_stands_behind_a_hash_is_told(place: str, rest: str) -> None:
    """In a title and in a list; the quotes that the remedy shows keep the text, without a word."""
    (found,) = hashes(**{place: rest})
    assert found.severity == "warning"
    assert found.pointer == "/" + "/".join(map(str, CUTS[place]))
    assert f"ends before `{rest.strip()}`" in found.message
    quoted = found.hint.split("quotes: `")[1].split("`; if")[0]
    whole = f"{'Walking' if place == 'title' else 'Walk'} {rest.strip()}"
    assert yaml.safe_load(quoted) == whole


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("comment", ["# a comment", "#", "## heading", "#----", "\n# at its begin"])
def test_a_comment_is_no_rest_of_a_text(place: str, comment: str) -> None:
    """Behind a blank, or of signs alone, or on a line of its own."""
    assert hashes(**{place: comment}) == []


#: Where nothing is left of a text but `#2 sing`, and the rule that has it in its words.
NOTHING_LEFT = {
    "a key that must be there": ("    name: #2 sing\n", "missing-key"),
    "an entry": ("    name: Steps\n    aliases:\n      - #2 sing\n      - Walk\n", "empty-value"),
    "a list": ("    name: Steps\n    aliases: #2 sing\n", "text-cut"),
    "a key that may be there": (
        "    name: Steps\n    rationale:\n      goal: #2 sing\n",
        "text-cut",
    ),
}


@pytest.mark.parametrize("name", NOTHING_LEFT)
def test_a_text_that_begins_with_a_hash_is_told_once(name: str) -> None:
    """Nothing is left of it, which is no second finding."""
    block, rule = NOTHING_LEFT[name]
    report = check_text(TOP.replace("    name: Steps\n", block), path="made.intspec.yaml")
    (found,) = [d for d in report.diagnostics if d.rule in ("intspec/text-cut", *UNFIT)]
    assert found.rule == f"intspec/{rule}"
    assert "ends before `#2 sing`, which is read as a comment" in found.message
    assert '`"#2 sing"`' in found.hint


def test_a_file_may_end_with_a_key() -> None:
    """Nothing stands behind it."""
    assert check_text("id: b # c\ntitle:", path="made.intspec.yaml").readable


@pytest.mark.parametrize("place", ["stage", "role"])
def test_what_follows_a_word_of_the_model_is_a_comment(place: str) -> None:
    """Nothing more can belong to it."""
    assert hashes(**{place: "#TODO"}) == []


# Keys of the model that are the rest of a text


def known_beside(path: Steps) -> list[str]:
    """Return the keys of the model that a block lacks in which a text stands."""
    node: dict[str, Any] = SCHEMA
    block: Any = DATA
    for step in path[:-1]:
        node, block = resolve(node), block[step]
        if isinstance(step, int):
            node = node["items"]
        else:
            node = node.get("properties", {}).get(step) or node["additionalProperties"]
    return [key for key in resolve(node).get("properties", {}) if key not in block]


WITH_KEYS = [path for path in CUT if known_beside(path)][::8]


def cuts(text: str) -> list[Diagnostic]:
    """Return the warnings of texts that are cut, and hold that they are all that is told there."""
    report = check_text(text, path="made.intspec.yaml")
    assert report.readable
    return [d for d in report.diagnostics if d.rule == "intspec/text-cut"]


@pytest.mark.parametrize("path", WITH_KEYS, ids=lambda path: ".".join(map(str, path)))
def test_a_rest_that_is_a_key_of_the_model_is_told(path: Steps) -> None:
    """Whatever its name: a warning at its place, with quotes that mend it; none with a colon."""
    chance = random.Random(str(path))
    rest = chance.choice(known_beside(path))
    text = written(path, f"Talk, {rest}")
    (found,) = cuts(text)
    assert (found.severity, found.column) == ("warning", text.index(f"Talk, {rest}") + 7)
    assert found.message == f"the text of `{path[-1]}` ended at the comma before `{rest}`"
    quoted = found.hint.removeprefix(f"put the whole text in quotes: `{path[-1]}: ").partition("`")
    assert yaml.safe_load(quoted[0]) == f"Talk, {rest}"
    assert cuts(written(path, quoted[0])) == []
    assert cuts(written(path, f"Talk, {rest}: ")) == []


@pytest.mark.parametrize("order", ["materials, cake", "cake, materials"])
def test_rests_that_are_keys_and_rests_that_are_none_are_one_text(order: str) -> None:
    """Each is told once, as a fault or a warning, with the whole text."""
    block = "\n    procedures:\n      talk: {description: Talk, REST, order: 1}\n"
    text = HASH.format(**dict.fromkeys(PLACES, "")).replace(
        "\n    narrative:", block + "    narrative:"
    )
    report = check_text(text.replace("REST", order), path="made.intspec.yaml")
    told = {
        (d.rule, d.message.partition("before ")[2])
        for d in report.diagnostics
        if f'`description: "Talk, {order}"`' in d.hint
    }
    assert told == {("intspec/text-cut", "`materials`"), ("intspec/unknown-key", "`cake`")}


@pytest.mark.parametrize(
    "block",
    [
        "{order: 1, materials}",
        "{materials, description: Talk}",
        "{performed_by: provider, materials}",
        "{description: Talk, materials: , order: 1}",
        "{description: Talk, materials: [], order: 1}",
        "{description: 'Talk, materials', order: 1}",
        "{description: Talk, sources: []}",
        "\n        description: Talk, materials, and more\n        materials:\n",
    ],
)
def test_a_key_that_is_no_rest_of_a_text_is_left_alone(block: str) -> None:
    """It stands behind a number, a term or nothing, or has its colon, or no brackets."""
    text = HASH.format(**dict.fromkeys(PLACES, ""))
    assert cuts(f"{text}    procedures:\n      talk: {block}\n") == []


# Hashes in brackets, and in texts of several lines

TOP = "intspec: '1.0'\nid: made\ntitle: Made\nstage: protocol\ninterventions:\n  a:\n"
TOP += "    role: experimental\n    name: Steps\n"
#: Where a text is cut that a reader of the file goes on with; `HASH` stands for what is behind it.
READ_ON = {
    "a list, closed later": "    aliases: [walking HASH, cycling]\n      ]\n",
    "a list, over lines": "    aliases: [one,\n      walking HASH\n      ]\n",
    "braces, closed later": "    rationale: {theory: none, goal: walking HASH}\n      }\n",
    "braces, behind a comma": "    rationale: {goal: walking, HASH\n      theory: none}\n",
    "the last of several lines": "    rationale:\n      goal: more\n        walking HASH\n",
    "the last line of an entry": "    aliases:\n      - more\n        walking HASH\n",
}
#: Where YAML then ends, and why that is.
STOPPED = {
    "a list": "    aliases: [walking HASH, cycling]\n    dose: {amount: x}\n",
    "the end of the file": "    aliases: [one, walking HASH]\n",
    "the next entry": "    aliases: [walking HASH,\n      cycling]\n",
    "a list over lines": "    aliases: [\n      walking HASH,\n      cycling\n    ]\n",
    "braces over lines": "    rationale: {goal: walking HASH,\n      theory: none}\n",
    "a middle line": "    rationale:\n      goal: more\n        walking HASH\n        in company\n",
    "a first line": "    rationale:\n      goal: walking HASH\n        in company: yes\n",
    "a list entry": "    aliases:\n      - walking HASH\n        in company\n",
}
RESTS_BEHIND = ("#2", "#2 for knees", "#knees", "#(a)")
COMMENTS = ("# 2", "# ", "## two", "#--- two")


@pytest.mark.parametrize("name", READ_ON)
def test_a_text_in_brackets_or_over_lines_that_is_cut_is_told(name: str) -> None:
    """With the text in quotes as far as it goes; a comment is none."""
    for rest in RESTS_BEHIND:
        (found,) = cuts(TOP + READ_ON[name].replace("HASH", rest))
        assert rest in found.message
        quoted = found.hint.split("quotes: `")[1].split("`; if")[0]
        text = yaml.safe_load(quoted)
        assert text.endswith(rest)
        assert "walking" in text
        assert not {*text} & {*"]}"}
    for comment in COMMENTS:
        assert cuts(TOP + READ_ON[name].replace("HASH", comment)) == []


@pytest.mark.parametrize("name", STOPPED)
def test_a_file_that_cannot_be_read_for_a_cut_text_says_so(name: str) -> None:
    """At the hash; where a comment stands there, the fault is what it is."""
    for rest in RESTS_BEHIND:
        text = TOP + STOPPED[name].replace("HASH", rest)
        (found,) = check_text(text, path="made.intspec.yaml").diagnostics
        assert found.message.startswith(f"the text ends before `{rest}")
        assert text.splitlines()[found.line - 1][found.column - 1 :].startswith(rest)
    for comment in COMMENTS:
        text = TOP + STOPPED[name].replace("HASH", comment)
        report = check_text(text, path="made.intspec.yaml")
        assert not any("comment" in d.message for d in report.diagnostics), comment


# Shapes of a hash, and of what stands before it


#: What looks like more of the text behind a blank and a hash, and what looks like a comment.
MORE = ("#2", "##2", "#-2", "#=x", "#~2", "#*2*", "#:2", "#\xa02", '#"2"', "#é", "#--2", "###2")
NO_MORE = ("#", "##", "#---", "#=====", "# 2", "## 2", "#- two", "#\t2", "#--- two ---", "#---two")
#: Texts with `HASH` where a comment could stand; `whole` is what the author wrote.
WITH_HASH = {
    "behind quotes": ('goal: "Less pain" HASH for all', '"Less pain" HASH for all'),
    "behind an apostrophe": ("goal: 'Less pain' HASH", "'Less pain' HASH"),
    "behind a word": ("goal: Less pain HASH", "Less pain HASH"),
    "below a word": ("goal: Less pain\n        HASH", "Less pain HASH"),
    "below it, behind an empty line": ("goal: Less pain\n\n        HASH", "Less pain HASH"),
    "below more": ("goal:\n        Less\n        pain\n        HASH", "Less pain HASH"),
    "above": ("goal: HASH\n        Less pain", "HASH Less pain"),
    "above, alone": ("goal:\n        HASH\n        Less pain", "HASH Less pain"),
    "in braces": ("{goal: Less pain HASH\n     }", "Less pain HASH"),
    "in braces, behind quotes": ('{goal: "Less pain" HASH\n     }', '"Less pain" HASH'),
    "in braces, below": ("{goal: Less pain\n        HASH\n     }", "Less pain HASH"),
    "instead of all": ("goal: HASH", "HASH"),
}
#: The same of texts that have lines of their own, and the beginning of what mends them.
WITH_LINES = {
    "at the sign": ("goal: >- HASH\n        Less pain", "write `HASH` on the next line"),
    "at a plain sign": ("goal: | HASH\n        Less pain", "write `HASH` on the next line"),
    "below": ("goal: |\n        Less pain\n       HASH", "give `HASH` as many spaces"),
    "below, far": (
        "goal: >\n            Less pain\n\n       HASH\n      theory: none",
        "give `HASH` as many spaces",
    ),
}


def in_rationale(text: str) -> str:
    """Write a specification with keys of a rationale."""
    return f"{TOP}    rationale:{' ' if text[0] == '{' else chr(10) + ' ' * 6}{text}\n"


@pytest.mark.parametrize("name", WITH_HASH)
def test_each_shape_of_a_hash_is_told_with_the_whole_text(name: str) -> None:
    """Wherever a comment may stand; the text that the remedy shows is what the author wrote."""
    written_so, whole = WITH_HASH[name]
    for shape in MORE:
        (found,) = cuts(in_rationale(written_so.replace("HASH", shape)))
        assert "`goal`" in found.message, shape
        assert "which is read as a comment" in found.message
        quoted = found.hint.split("quotes: `")[1].split("`; if")[0]
        assert yaml.safe_load(quoted) == " ".join(whole.replace("HASH", shape).split())
    for shape in NO_MORE:
        assert cuts(in_rationale(written_so.replace("HASH", shape))) == [], shape


@pytest.mark.parametrize("name", WITH_LINES)
def test_each_shape_of_a_hash_is_told_of_a_text_with_lines(name: str) -> None:
    """What mends it is the line's place."""
    written_so, remedy = WITH_LINES[name]
    for shape in MORE:
        (found,) = cuts(in_rationale(written_so.replace("HASH", shape)))
        shown = " ".join(shape.split())
        assert found.hint.startswith(remedy.replace("HASH", shown)), shape
    for shape in NO_MORE:
        assert cuts(in_rationale(written_so.replace("HASH", shape))) == [], shape


@pytest.mark.parametrize(
    "comment",
    [
        "goal: Less pain\n      #theory: none",
        "goal: Less pain\n        #theory: none",
        "goal: Less pain\n      #TODO",
        "goal: Less pain\n    #2",
        "goal: >-\n        Less pain\n      #TODO",
        "goal: >-\n        Less pain\n        #2 is kept\n      theory: none",
        "goal:\n        #problem: some\n        Less pain",
        "goal:\n      #TODO\n        Less pain",
        "#TODO\n      goal: Less pain",
        "goal: Less pain\n    aliases:\n      - Walk\n      #2\n      - Swim\n      #- Run",
        "goal: Less pain\n    aliases: [\n      Walk,\n      Swim\n      #Run\n      ]",
        "goal: 'Less pain'\n        #TODO",
    ],
)
def test_what_was_made_a_comment_is_none_of_the_text(comment: str) -> None:
    """A key, or what stands no deeper than the key of the text, or in a line with entries."""
    assert cuts(in_rationale(comment)) == []


def test_a_number_below_a_text_with_lines_is_told_wherever_it_stands() -> None:
    """`#2` is no comment of a team."""
    for spaces in (0, 2, 6):
        (found,) = cuts(in_rationale(f"goal: |\n        Less pain\n{' ' * spaces}#2 of all"))
        assert found.hint.startswith("give `#2 of all` as many spaces")


#: The same where YAML then ends, beside those above.
STOPPED_TOO = (
    "goal: |\n        Less\n      HASH\n        pain",
    "goal: |\n      HASH\n        Less pain",
    'goal: "Less" HASH\n        pain',
    "{goal: HASH, theory: none}",
    "{goal: Less pain,\n     HASH}",
    '{goal: "Less" HASH, theory: none}',
)


@pytest.mark.parametrize("text", STOPPED_TOO)
def test_a_file_that_cannot_be_read_for_a_shape_of_a_hash_says_so(text: str) -> None:
    """Not that its indentation or a bracket is wrong."""
    for shape in MORE:
        made = in_rationale(text.replace("HASH", shape))
        (found,) = check_text(made, path="made.intspec.yaml").diagnostics
        assert found.message.startswith("the text ends before `#"), shape
    for shape in NO_MORE:
        made = in_rationale(text.replace("HASH", f"{shape} "))
        report = check_text(made, path="made.intspec.yaml")
        assert not any("comment" in d.message for d in report.diagnostics), shape


# A second half in quotes, and a value that goes on behind a comma


@pytest.mark.parametrize("path", CUT[::6], ids=lambda path: ".".join(map(str, path)))
def test_a_second_half_in_quotes_is_told(path: Steps) -> None:
    """It is one text with the first half; with a colon behind it, it is a key."""
    for quote in "\"'":
        whole = f"Talk, {quote}tea and biscuits{quote}"
        (found,) = errors(written(path, whole))
        assert found.message == (
            f"the text of `{path[-1]}` ended at the comma before `tea and biscuits`"
        )
        quoted = found.hint.removeprefix(f"put the whole text in quotes: `{path[-1]}: ")
        assert yaml.safe_load(quoted.removesuffix("`")) == whole
        assert errors(written(path, quoted.removesuffix("`"))) == []
        assert "comma" not in errors(written(path, f"{whole}: x"))[0].message


@pytest.mark.parametrize("known", known_beside(WITH_KEYS[0])[:3])
def test_a_second_half_in_quotes_that_is_a_key_of_the_model_is_told(known: str) -> None:
    """A warning, as without quotes."""
    (found,) = cuts(written(WITH_KEYS[0], f'Talk, "{known}"'))
    assert f"ended at the comma before `{known}`" in found.message


@pytest.mark.parametrize(
    ("block", "remedy"),
    [
        ("tailoring: {planned: Yes, but rarely}", "write `true`, and leave out `but rarely`"),
        ("modifications: {occurred: no, none, so far}", "write `false`, and leave out `none, so"),
        ("role_note: {}", ""),
    ],
)
def test_a_value_of_another_kind_that_goes_on_is_told_once(block: str, remedy: str) -> None:
    """With what stands behind the comma."""
    found = errors(f"{TOP}    {block}\n")
    assert len(found) == 1
    assert found[0].hint.startswith(remedy)


def test_no_document_is_gone_over_for_commas_in_prose(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only where a key in braces has no value."""
    document = read_bytes(in_rationale("goal: Talk, tea, {walks}, more").encode(), path="x.yaml")
    monkeypatch.setattr(Document, "all_written", None)
    assert [*without_colon(document)] == []


@pytest.mark.parametrize(
    ("listed", "whole"),
    [
        ("[Supervision, 1,000 steps]", "1,000 steps"),
        ("[1,000 steps, Supervision]", "1,000 steps"),
        ("[Walk 10,000 steps]", "Walk 10,000 steps"),
        ("[a walk of 2,500 m, Talk]", "a walk of 2,500 m"),
        ("[Walk to 1,200]", "Walk to 1,200"),
        ("[walk 1,000,000 steps, Talk]", "walk 1,000,000 steps"),
        ("[Talk, 1,000,000,000 steps]", "1,000,000,000 steps"),
    ],
)
def test_an_entry_that_ends_in_a_number_is_told(listed: str, whole: str) -> None:
    """At its rest, with both as the one text that they are; following it, nothing is left."""
    block = "    name: Steps\n    fidelity:\n      strategies: {}\n"

    def told(entries: str) -> list[Diagnostic]:
        made = TOP.replace("    name: Steps\n", block.format(entries))
        found = check_text(made, path="made.intspec.yaml").diagnostics
        return [d for d in found if d.rule == "intspec/text-cut"]

    (found,) = told(listed)
    assert found.hint == f'write all of it as one entry, in quotes: `"{whole}"`'
    assert told(listed.replace(whole, f'"{whole}"')) == []


@pytest.mark.parametrize(
    "listed", ["[1,200]", "[1, 200 steps]", "[a1,b200]", "[Walk 1,20 times]", '["Walk 1","000"]']
)
def test_an_entry_behind_a_comma_of_its_own_is_left_alone(listed: str) -> None:
    """Numbers alone may be as many entries, and so is what stands behind a space."""
    block = f"    name: Steps\n    fidelity:\n      strategies: {listed}\n"
    report = check_text(TOP.replace("    name: Steps\n", block), path="made.intspec.yaml")
    assert [d for d in report.diagnostics if d.rule == "intspec/text-cut"] == []
