"""What plugins and teams bring as files: checklists, vocabularies and plugins of one file."""

import sys
from pathlib import Path

import pytest

from intspec import ChecklistResource, Extension, VocabularyResource, key, record
from intspec.discovery import CHECKLISTS, EntryPoint
from intspec.plugins import LocalFile, Registry
from intspec.plugins.local import LIMIT, load_local
from intspec.plugins.registry import UnknownNameError
from intspec.vocabularies import Vocabulary, VocabularyError, load_vocabulary
from projects import HOUSE, PLUGIN
from strangers import checks, failures, host, stranger

WORDS = 'format = 1\nid = "{}"\ntitle = "Words"\nlicence = "CC0-1.0"\n'
MISSING = "a checklist that it builds on is missing"
TERM = '[[terms]]\nid = "a"\nlabel = "A"\n'


@record
class Fields:
    """Fields of a stranger's own."""

    depth: str | None = key("How deep.", default=None)


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of files, which can be found and has no code."""
    folder = tmp_path / "stranger_files"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    return folder


def points(package: Path, **texts: str) -> list[EntryPoint]:
    """Write checklists into a package, and point to each."""
    for name, text in texts.items():
        (package / f"{name}.toml").write_text(text)
    return [
        EntryPoint(CHECKLISTS, name, f"{package.name}:{name}.toml", f"{name}-dist", "1")
        for name in texts
    ]


def house(name: str, more: str = "", rule: str = "") -> str:
    """Return a checklist of one item; further keys go before its items, a rule into its part."""
    text = HOUSE.replace('"house"', f'"{name}"').replace("\n[[items]]", f"{more}\n\n[[items]]", 1)
    return text.replace('any = ["aliases"]', f'rule = "{rule}"') if rule else text


# Checklists


def test_a_checklist_is_read_once_when_it_is_asked_for(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not before, and not again."""
    made = host(monkeypatch, *points(package, one=house("one"), broken="not TOML"))
    first = made.checklist("one")
    assert first is not None
    assert (first.id, made.failed) == ("one", False)
    (package / "one.toml").unlink()
    assert made.checklist("one") is first


def test_a_checklist_that_is_not_installed_is_unknown(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The nearest is named, or that there are none."""
    made = host(monkeypatch, *points(package, one=house("one")))
    for registry, wanted, guess in (
        (made, "ones", "did you mean `one`?"),
        (made, "zebra", "known: `one`"),
        (host(monkeypatch), "one", "none is installed"),
    ):
        with pytest.raises(UnknownNameError) as caught:
            registry.checklist(wanted)
        assert str(caught.value) == f"the checklist `{wanted}` is not installed; {guess}"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "stranger_files:one.toml:1: "),
        (
            house("other"),
            "stranger_files:one.toml: its id is `other`, but the plugin calls it `one`",
        ),
        (
            house("one", rule="own/a"),
            "stranger_files:one.toml: part `other-names` cites no known rule `own/a`; known: `c/d`",
        ),
        (
            house("one", 'extends = "zebra"'),
            f"{MISSING}: the checklist `zebra` is not installed; known: `one`",
        ),
        (house("one", 'extends = "one"'), "`one` builds on itself"),
    ],
)
def test_a_checklist_that_cannot_be_used_is_a_failure_of_its_plugin(
    package: Path, monkeypatch: pytest.MonkeyPatch, text: str, told: str
) -> None:
    """Told once, however often it is asked for."""
    made = host(monkeypatch, *points(package, one=text), builtin=[checks("c/d")])
    assert [made.checklist("one"), made.checklist("one")] == [None, None]
    ((hook, reason),) = failures(made)["one-dist"]
    assert (hook, reason[: len(told)]) == ("intspec_checklists", told)
    assert reason == told or not text
    assert made.lost("one") == "the plugin `one` (one-dist) failed to load"


def test_a_checklist_whose_base_cannot_be_used(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both are failures, each in its own words."""
    texts = {"one": house("one", 'extends = "two"'), "two": house("else")}
    made = host(monkeypatch, *points(package, **texts))
    assert made.checklist("one") is None
    assert failures(made) == {
        "one-dist": [("intspec_checklists", "`two`, which it builds on, failed to load")],
        "two-dist": [
            (
                "intspec_checklists",
                "stranger_files:two.toml: its id is `else`, but the plugin calls it `two`",
            )
        ],
    }


def test_checklists_that_build_on_each_other(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one that closes the circle says so, and the other that it has no base."""
    texts = {"one": house("one", 'extends = "two"'), "two": house("two", 'extends = "one"')}
    made = host(monkeypatch, *points(package, **texts))
    assert made.checklist("one") is None
    assert failures(made) == {
        "one-dist": [("intspec_checklists", "`two`, which it builds on, failed to load")],
        "two-dist": [("intspec_checklists", "`one` builds on itself")],
    }


def test_a_checklist_builds_on_another_and_cites_rules(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of intspec itself, and of any plugin."""
    second = house("two", 'extends = "one"', rule="own/a").replace('id = "names"', 'id = "more"')
    made = host(
        monkeypatch,
        *points(package, one=house("one", rule="intspec/own"), two=second.replace('"1"', '"2"')),
        stranger("own", intspec_rules=(checks("own/a"),)),
        builtin=[checks("intspec/own")],
    )
    found = made.checklist("two")
    assert (failures(made), found and [item.id for item in found.items]) == ({}, ["names", "more"])
    assert made.checklist("one") is not None


def test_a_checklist_asks_for_fields_of_a_plugin(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the plugin is there, and else its paths lead nowhere."""
    text = house("one").replace('["aliases"]', '["study.extensions.own.depth"]')
    fields = stranger("own", intspec_extensions=(Extension("own", Fields),))
    assert host(monkeypatch, *points(package, one=text), fields).checklist("one") is not None
    assert host(monkeypatch, *points(package, one=text)).checklist("one") is None


def test_a_checklist_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is named."""
    one = stranger("one", intspec_checklists=(ChecklistResource("one", "no_package", "x.toml"),))
    made = host(monkeypatch, one)
    assert made.checklist("one") is None
    assert failures(made) == {
        "one-dist": [("intspec_checklists", "FileNotFoundError: no package `no_package`")]
    }


# Vocabularies


def provided(package: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> Registry:
    """Load a plugin that provides one vocabulary, `words`."""
    (package / "words.toml").write_text(text)
    resource = VocabularyResource("words", package.name, "words.toml")
    return host(monkeypatch, stranger("one", intspec_vocabularies=(resource,)))


def given(name: str, more: str = TERM) -> Vocabulary:
    """Make a vocabulary that a user gives."""
    return load_vocabulary((WORDS.format(name) + more).encode(), "own.toml")


def test_a_vocabulary_is_read_once(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By its id, from the shelf or from the registry."""
    made = provided(package, monkeypatch, WORDS.format("words") + TERM)
    first = made.vocabulary("words")
    assert first is not None
    assert (first.id, made.failed) == ("words", False)
    (package / "words.toml").unlink()
    assert made.shelf["words"] is made.vocabulary("words") is first
    with pytest.raises(UnknownNameError) as caught:
        made.vocabulary("word")
    assert str(caught.value) == "the vocabulary `word` is not installed; did you mean `words`?"
    with pytest.raises(UnknownNameError, match="`word` is not installed; none is installed"):
        host(monkeypatch).vocabulary("word")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            WORDS.format("other"),
            "stranger_files:words.toml: its id is `other`, but the plugin calls it `words`",
        ),
        (
            WORDS.format("words") + TERM + TERM,
            "stranger_files:words.toml: the code `a` is used twice",
        ),
    ],
)
def test_a_vocabulary_that_cannot_be_used_is_a_failure_of_its_plugin(
    package: Path, monkeypatch: pytest.MonkeyPatch, text: str, told: str
) -> None:
    """It is nothing from then on, and is not read again."""
    made = provided(package, monkeypatch, text)
    assert made.vocabulary("words") is None
    (package / "words.toml").write_text(WORDS.format("words"))
    assert made.vocabulary("words") is None
    assert failures(made) == {"one-dist": [("intspec_vocabularies", told)]}
    own = given("words")
    made.add_vocabulary(own)
    assert made.vocabulary("words") is own


def test_a_user_gives_vocabularies(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """New ones, and terms for one that comes without; the later of one id counts."""
    rules = (
        'prefix = "W"\ndigits = {min = 1, max = 2}\n[[branches]]\nplace = "settings"\nlabel = "L"\n'
    )
    made = provided(package, monkeypatch, WORDS.format("words") + rules)
    made.add_vocabulary(given("mine"))
    assert made.vocabulary_ids == ["mine", "words"]
    first, second = given("words"), given("words", TERM.replace('"a"', '"b"'))
    for one in (first, second):
        made.add_vocabulary(one)
        found = made.vocabulary("words")
        assert found is not None
        assert found.file.terms == one.file.terms
        assert found.file.prefix == "W"
        assert found.file.digits is not None
        assert (found.file.digits.min, found.file.digits.max) == (1, 2)
        assert [branch.label for branch in found.file.branches] == ["L"]
    more = rules.replace('"W"', '"V"').replace("max = 2", "max = 3").replace(
        '"L"', '"M"'
    ) + TERM.replace('"a"', '"123"')
    made.add_vocabulary(given("words", more))
    found = made.vocabulary("words")
    assert found is not None
    assert found.file.digits is not None
    assert (found.file.prefix, found.file.digits.max) == ("V", 3)
    assert [branch.label for branch in found.file.branches] == ["M"]


def test_a_vocabulary_with_terms_is_not_replaced(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Results would depend on which one was read."""
    made = provided(package, monkeypatch, WORDS.format("words") + TERM)
    before = made.vocabulary("words")
    with pytest.raises(VocabularyError) as caught:
        made.add_vocabulary(given("words"))
    assert str(caught.value) == "the vocabulary `words` comes with terms of its own"
    assert made.vocabulary("words") is before


# Files of a team's own


def local(content: str, name: str = "ward_rules.py", kind: str = "plugin") -> LocalFile:
    """Make a file that settings name."""
    return LocalFile(kind, f"/home/ward/{name}", name, content.encode())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/a/ward_rules.py", "ward-rules"),
        ("/a/Ward  Rules.v2.toml", "ward-rules"),
        ("/a/Übung_1.py", "bung-1"),
        ("/a/é.py", "local"),
        ("/a/-x-.py", "x"),
    ],
)
def test_a_file_has_its_name_as_its_plugin_s(path: str, name: str) -> None:
    """In lower case, with hyphens, and in letters and digits of ASCII."""
    assert LocalFile("plugin", path, "x", b"").name == name


@pytest.mark.parametrize(
    ("file", "told"),
    [
        (LocalFile("plugin", "/a/x.py", "x.py", b"1 / 0", "not trusted"), "not trusted"),
        (local("#" * (LIMIT + 1)), "ward_rules.py: longer than 500,000 bytes"),
        (local("raise ValueError('no')"), "ValueError: no (ward_rules.py, line 1)"),
        (local("raise SystemExit(3)"), "it tried to end the program (SystemExit: 3)"),
        (local("requires_api = '9'"), "it needs version 9 of intspec's hooks; this is version 1"),
        (local("x", "x", "plugin"), "NameError: name 'x' is not defined (x, line 1)"),
        (local("id = 7", "h.toml", "checklist"), 'h.toml: it has no `id`: write `id = "h"`'),
        (local('id = ""', "h.toml", "checklist"), 'h.toml: it has no `id`: write `id = "h"`'),
        (local("", "h.toml", "checklist"), 'h.toml: it has no `id`: write `id = "h"`'),
        (local("a = ", "h.toml", "checklist"), "h.toml: not TOML: "),
    ],
)
def test_a_file_that_cannot_be_loaded_is_a_failure_of_its_own(file: LocalFile, told: str) -> None:
    """It is named, has no version but `local`, and leaves no module behind."""
    before = set(sys.modules)
    made = load_local(file)
    ((hook, reason),) = [(f.hook, f.reason) for f in made.failures]
    assert (hook, reason.startswith(told)) == ("load", True)
    assert (made.name, made.distribution, made.version) == (file.name, file.shown, "local")
    assert made.lost
    assert "requires_api" in str(file.content) or not [
        name for name in set(sys.modules) - before if name.startswith("intspec_local_")
    ]


def test_the_bytes_that_were_judged_are_run(tmp_path: Path) -> None:
    """Not those of the file; classes find their module; its settings of Python are its own."""
    path = tmp_path / "Ward_Rules.py"
    path.write_text("raise RuntimeError\n")
    text = PLUGIN + (
        "import attrs, sys\n@attrs.define\nclass Own:\n    x: 'int'\n"
        "assert sys.modules[Own.__module__].Own is Own\n"
        "def annotated(x: int): ...\nassert annotated.__annotations__ == {'x': int}\n"
    )
    file = LocalFile("plugin", str(path), "shown.py", text.encode())
    made = load_local(file)
    assert (made.failures, list(made.rules), made.name) == (
        [],
        ["ward-rules/two-providers"],
        "ward-rules",
    )
    function = made.rules["ward-rules/two-providers"].function
    assert function.__module__.startswith("intspec_local_")
    assert function.__module__.endswith("_ward_rules")
    assert function.__code__.co_filename == str(path)


def test_files_of_one_name_are_modules_of_their_own(tmp_path: Path) -> None:
    """Their path makes the difference."""
    modules = set()
    for folder in ("one", "two", "\udcff"):
        path = str(tmp_path / folder / "ward_rules.py")
        made = load_local(LocalFile("plugin", path, "x.py", PLUGIN.encode()))
        modules |= {rule.function.__module__ for rule in made.rules.values()}
    assert len(modules) == 3


def test_a_checklist_of_a_team_s_own_is_known_by_its_id() -> None:
    """Whatever its file is called; a file as long as is allowed is read."""
    text = HOUSE + "#" * (LIMIT - len(HOUSE.encode()))
    file = local(text, "else.toml", "checklist")
    made = Registry(entry_points=[], local=[file])
    (plugin,) = made.plugins
    assert (plugin.name, plugin.distribution, plugin.version) == ("house", "else.toml", "local")
    assert made.checklist_ids == ["house"]
    found = made.checklist("house")
    assert (failures(made), found and found.id) == ({}, "house")
    broken = Registry(entry_points=[], local=[local('id = "house"', "else.toml", "checklist")])
    assert broken.checklist("house") is None
    ((hook, reason),) = failures(broken)["else.toml"]
    assert (hook, reason.startswith("else.toml")) == ("intspec_checklists", True)


def test_what_a_document_claims_may_be_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """With its plugin, or perhaps with a local plugin that is not loaded."""
    names = ("ward-round", "ward-rules", "good", "goods", "zebra")
    good = stranger("good", intspec_rules=(checks("good/a"),))
    bad = stranger("zebra", {"requires_api": "9"})
    made = host(monkeypatch, good, bad)
    assert {name: made.lost(name) for name in names} == {
        **dict.fromkeys(names, ""),
        "zebra": "the plugin `zebra` (zebra-dist) failed to load",
    }
    refused = LocalFile("plugin", "/a/ward_rules.py", "ward_rules.py", b"", "not trusted")
    points = [good[0], bad[0]]
    made = Registry(entry_points=points, local=[refused])
    assert {name: made.lost(name) for name in names} == {
        "ward-round": "`ward-round` may belong to a local plugin that is not loaded",
        "ward-rules": "the plugin `ward-rules` (ward_rules.py) failed to load",
        "good": "",
        "goods": "",
        "zebra": "the plugin `zebra` (zebra-dist) failed to load",
    }
