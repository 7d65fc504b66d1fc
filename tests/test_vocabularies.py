"""The lists of terms that come with intspec, and what is wrong with a list that cannot be used."""

import json
from collections import Counter
from pathlib import Path
from typing import get_args

import pytest

from intspec.api import check_text, load_registry, shared_registry
from intspec.discovery import EntryPoint
from intspec.model.arms import Role
from intspec.model.delivery import Mode
from intspec.plugins import Registry
from intspec.vocabularies import Vocabulary, VocabularyError, dump_vocabulary, load_vocabulary
from intspec.vocabularies.loading import plain

IDS = [
    "bcio",
    "bcttv1",
    "modes-of-delivery",
    "provider-kinds",
    "registries",
    "settings",
    "study-roles",
]
HEAD = 'format = 1\nid = "walks"\ntitle = "Walks"\nlicence = "CC0-1.0"\n'
TERM = '[[terms]]\nid = "short"\nlabel = "A short walk"\n'


def test_a_key_of_two_lines_is_told_in_one() -> None:
    """A fault of a vocabulary file is one line, whatever its keys are."""
    with pytest.raises(VocabularyError) as refused:
        load_vocabulary(f'{HEAD}{TERM}"pare\\nts" = []\n'.encode(), "x.toml")
    assert "\n" not in str(refused.value)
    assert "unknown key `pare ts`" in str(refused.value)


def vocabulary(name: str) -> Vocabulary:
    """Return a vocabulary that comes with intspec."""
    found = shared_registry().vocabulary(name)
    assert found is not None
    return found


def test_the_lists_that_come_with_intspec() -> None:
    """Each of them loads, and says where it comes from and under which licence."""
    assert set(IDS) <= set(shared_registry().vocabulary_ids)
    for name in IDS:
        file = vocabulary(name).file
        assert file.citation, name
        assert file.licence, name


def test_bcttv1_has_93_techniques_in_16_groups() -> None:
    """The codes count up within each group, in the groups' published sizes."""
    file = vocabulary("bcttv1").file
    sizes = [9, 7, 3, 4, 6, 3, 8, 7, 3, 11, 4, 6, 5, 10, 4, 3]
    assert [group.id for group in file.groups] == [str(n) for n in range(1, 17)]
    assert [term.id for term in file.terms] == [
        f"{group}.{n}" for group, size in enumerate(sizes, 1) for n in range(1, size + 1)
    ]
    assert all(term.group == term.id.partition(".")[0] for term in file.terms)
    assert len(file.terms) == 93


@pytest.mark.parametrize("name", IDS)
def test_no_label_belongs_to_two_terms(name: str) -> None:
    """A label or alias leads to one term."""
    terms = vocabulary(name).file.terms
    labels = Counter(
        label for term in terms for label in {plain(text) for text in (term.label, *term.aliases)}
    )
    assert [label for label, count in labels.items() if count > 1] == []


def test_every_american_label_has_its_british_alias() -> None:
    """The publication's own list mixes the spellings, so both are accepted."""
    for term in vocabulary("bcttv1").file.terms:
        if "ehavior" in term.label:
            assert term.label.replace("ehavior", "ehaviour") in term.aliases


@pytest.mark.parametrize(
    ("name", "literal"), [("modes-of-delivery", Mode), ("study-roles", Role)], ids=["mode", "role"]
)
def test_closed_lists_are_those_of_the_model(name: str, literal: object) -> None:
    """What the schema allows and what the vocabulary lists are the same, in the same order."""
    assert tuple(term.id for term in vocabulary(name).file.terms) == get_args(literal)


def test_a_list_without_terms_comes_with_the_form_of_its_codes() -> None:
    """BCIO has no term here, and knows how its codes are written."""
    bcio = vocabulary("bcio")
    assert not bcio.file.terms
    codes = ("007010", "0070100", "7010", "00701000", "00701x", "")
    assert [bcio.well_formed(code) for code in codes] == [True, True, False, False, False, False]
    assert bcio.curie("007010") == "BCIO:007010"


BROKEN = [
    ("not TOML", HEAD + "terms = [", "walks.toml: not TOML: "),
    ("not JSON", "{", "walks.json: not JSON: "),
    ("a key twice", '{"format": 1, "format": 1}', "walks.json: not JSON: the key `format` stands"),
    ("no block", "[]", "walks.json: it holds no vocabulary"),
    ("another format", HEAD.replace("1", "2", 1), "walks.toml: this is format 2; this intspec"),
    ("a key that is missing", 'format = 1\nid = "walks"', "walks.toml: "),
    ("a key that is misspelt", HEAD + 'citaton = "x"\n', "walks.toml: unknown key `citaton`"),
    ("a code twice", HEAD + TERM + TERM, "walks.toml: the code `short` is used twice"),
    (
        "a group that is not there",
        HEAD + TERM + 'group = "far"\n',
        "walks.toml: the term `short` stands in no known group: `far`",
    ),
    (
        "a group twice",
        HEAD + 2 * '[[groups]]\nid = "1"\nlabel = "Near"\n' + TERM,
        "walks.toml: two groups have the same code",
    ),
    (
        "a code of another form",
        HEAD + "digits = {min = 3}\n" + TERM,
        "walks.toml: `short` does not have the form that `digits` asks for",
    ),
    (
        "a place that there is not",
        HEAD + TERM + '[[branches]]\nplace = "people"\nlabel = "x"\n',
        "walks.toml: ",
    ),
]


@pytest.mark.parametrize(("text", "message"), [b[1:] for b in BROKEN], ids=[b[0] for b in BROKEN])
def test_a_list_that_cannot_be_used_is_one_line(text: str, message: str) -> None:
    """The line names the file, the defect and the place."""
    name = message.partition(":")[0]
    with pytest.raises(VocabularyError) as caught:
        load_vocabulary(text.encode(), name)
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


def test_text_that_is_no_utf8_names_the_byte() -> None:
    """An encoding that was not meant is told, and where."""
    with pytest.raises(VocabularyError, match=r"^walks\.toml: not UTF-8 at byte 4$"):
        load_vocabulary(b"id =\xff", "walks.toml")


def test_nesting_without_end_is_refused() -> None:
    """A file that is only brackets does not end the run."""
    with pytest.raises(VocabularyError, match="not JSON"):
        load_vocabulary(b"[" * 200_000, "walks.json")


def test_what_is_written_is_what_was_read() -> None:
    """A vocabulary written as JSON and read again is the same one."""
    for name in IDS:
        written = dump_vocabulary(vocabulary(name).file)
        assert load_vocabulary(written.encode(), "again.json").file == vocabulary(name).file
        assert json.loads(written)["id"] == name


def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> Registry:
    """Return a registry with a plugin whose vocabulary file holds a text."""
    package = tmp_path / "walks_plugin"
    package.mkdir()
    (package / "walks.toml").write_text(text)
    (package / "__init__.py").write_text(
        "from intspec import VocabularyResource, hookimpl\n\n\n@hookimpl\n"
        "def intspec_vocabularies():\n"
        "    yield VocabularyResource(id='walks', package=__name__, file='walks.toml')\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    point = EntryPoint("intspec", "walks", "walks_plugin", "a-walk", "1.0")
    return Registry(builtin=load_registry().builtin.values(), entry_points=[point])


SPEC = """\
intspec: "1.0"
id: walk
title: A fictitious walk
stage: protocol
fictitious: true
checklists: [walks]
no_comparator: {reason: A pilot.}
components: {walk: {text: Walk, terms: [{id: "walks:short"}]}}
interventions: {walk: {role: experimental, name: Walk, components: [walk]}}
"""


def test_a_plugin_s_list_that_cannot_be_used_is_a_failure_of_that_plugin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The plugin is named with the reason; nothing is said of the terms, which nobody checked."""
    registry = broken(tmp_path, monkeypatch, HEAD + TERM + TERM)
    report = check_text(SPEC, registry=registry)
    assert [p.failures[0].reason for p in registry.reports()] == [
        "walks_plugin:walks.toml: the code `short` is used twice"
    ]
    assert not [d for d in report.diagnostics if "term" in d.rule or "vocabulary" in d.rule]


def test_a_plugin_s_list_is_read_only_when_a_term_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A document without terms does not notice that a list is broken."""
    registry = broken(tmp_path, monkeypatch, "not TOML")
    check_text(SPEC.replace(', terms: [{id: "walks:short"}]', ""), registry=registry)
    assert not registry.failed


def test_a_user_s_list_does_not_take_the_place_of_one_with_terms() -> None:
    """A second `bcttv1` is refused: results would depend on which one was read."""
    own = load_vocabulary(HEAD.replace('"walks"', '"bcttv1"').encode(), "own.toml")
    with pytest.raises(VocabularyError, match="`bcttv1` comes with terms of its own"):
        load_registry().add_vocabulary(own)
