"""Options of plugins, `[plugin.NAME]`: held to their types, told where wrong, handed on."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from command_line import run_text
from intspec import Options, Specification, Subject, key, load_registry, record
from intspec.cli.command_context import CommandContext
from intspec.plugins import Plugin
from intspec_bundled.manuscripts.options import ManuscriptOptions
from intspec_kit.contract.of_fields import extensions
from strangers import failures, host, stranger

SPECIFICATION = """\
intspec: "1.0"
id: walking
title: A fictitious trial
stage: protocol
fictitious: true
checklists: [house]
no_comparator: {reason: A pilot.}
interventions:
  walking: {role: experimental, name: Walking in pairs}
"""
PLUGIN = """
from intspec import Finding, Options, hookimpl, key, record, rule

@record
class Inner:
    text: str | None = key("A text.", default=None)

@record
class House:
    count: int = key("A number.", default=4, least=1)
    words: tuple[str, ...] = key("Words.", default=())
    kind: str | None = key("A kind.", default=None)
    page: str | None = key("A file.", default=None, file=True)
    inner: Inner | None = key("More.", default=None)

@rule("house/told", scope="study", severity="note")
def told(subject):
    '''Tell the options.'''
    yield Finding(repr(subject.options(House)), (), "read it")

@hookimpl
def intspec_options():
    yield Options(House)

@hookimpl
def intspec_rules():
    yield told
"""


def check(folder: Path, settings: str, *words: str) -> tuple[int, str, str]:
    """Check a document with a plugin that tells its options."""
    (folder / "walking.intspec.yaml").write_text(SPECIFICATION)
    (folder / "house.py").write_text(PLUGIN)
    (folder / "page.txt").write_text("a page")
    (folder / "intspec.toml").write_text(f'plugins = ["house.py"]\n{settings}\n')
    done = run_text(
        ("check", "walking.intspec.yaml", "--allow-local-plugins", "--format", "concise", *words),
        cwd=folder,
    )
    return done.returncode, done.stdout, done.stderr


#: What is set, and what the rule is given of it.
GIVEN = {
    "nothing": ("", "House(count=4)"),
    "some": ("[plugin.house]\ncount = 7\nwords = ['a', 'b']", "House(count=7, words=('a', 'b'))"),
    "an inner record": (
        "[plugin.house.inner]\ntext = 'x'",
        "House(count=4, inner=Inner(text='x'))",
    ),
    "another's": ("[plugin.manuscripts]\nmost = 9", "House(count=4)"),
}


@pytest.mark.parametrize("name", GIVEN)
def test_a_rule_is_given_what_is_set(name: str, tmp_path: Path) -> None:
    """Where nothing is set, the defaults."""
    settings, expected = GIVEN[name]
    code, told, wrong = check(tmp_path, settings)
    assert (code, wrong) == (0, "")
    assert expected in told


def test_a_file_is_told_from_the_folder_of_the_settings(tmp_path: Path) -> None:
    """Wherever the command is run."""
    check(tmp_path, '[plugin.house]\npage = "page.txt"')
    (tmp_path / "below").mkdir()
    done = run_text(
        ("check", "../walking.intspec.yaml", "--allow-local-plugins", "--format", "concise"),
        cwd=tmp_path / "below",
    )
    assert f"page='{tmp_path / 'page.txt'}'" in done.stdout


#: What is set, and what is said of it: line, defect, remedy.
FAULTS = {
    "a misspelt key": (
        "[plugin.house]\ncuont = 7",
        "3:1: unknown key `cuont`; did you mean `count`?\n  help: write `count = …` instead",
    ),
    "a misspelt inner key": (
        "[plugin.house]\ninner = {txt = 'x'}",
        "3:1: unknown key `txt`; did you mean `text`?\n  help: write `text = …` instead",
    ),
    "another type": (
        "[plugin.house]\ncount = 'many'",
        (
            "3:1: `count` must be a whole number, not text\n"
            "  help: write a number in figures, such as `12`"
        ),
    ),
    "too few": (
        "[plugin.house]\ncount = 0",
        "3:1: `count` is `0`, less than 1\n  help: write a number of at least `1`",
    ),
    "no table": (
        "[plugin]\nhouse = 3",
        (
            "3:1: `house` must be a block of keys, not a number\n"
            "  help: write `house = …` with `first = …`"
        ),
    ),
    "an unknown plugin": (
        "[plugin.manuscript]\nmost = 3",
        "2:1: there is no plugin `manuscript`\n  help: did you mean `manuscripts`?",
    ),
    "a plugin without options": (
        "[plugin.tidier]\nmost = 3",
        "2:1: the plugin `tidier` has no options\n  help: known: `house`, `manuscripts`",
    ),
    "no such file": (
        "[plugin.house]\npage = 'gone.txt'",
        (
            "3:1: the option `page`: there is no file `gone.txt`\n"
            "  help: name a file, from the folder of the settings"
        ),
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_does_not_fit_is_told_before_anything_is_checked(name: str, tmp_path: Path) -> None:
    """With the line, the defect and the remedy; the exit code is 2."""
    settings, expected = FAULTS[name]
    assert check(tmp_path, settings) == (2, "", f"intspec.toml:{expected}\n")


def test_what_is_set_of_a_plugin_that_is_off_is_for_nobody(tmp_path: Path) -> None:
    """Its options are not known, so nothing can be wrong with them."""
    assert check(tmp_path, "[plugin.manuscripts]\nmost = 3", "--without", "manuscripts")[0] == 0


def test_settings_show_and_describe_options(tmp_path: Path) -> None:
    """`config show` says what is set and where, and the schema has every option."""
    check(tmp_path, "[plugin.house]\ncount = 7\n[render.docx]\npage = 'a4'")
    words = ("config", "show", "--format", "json", "--allow-local-plugins")
    shown = json.loads(run_text(words, cwd=tmp_path).stdout)
    assert [row for row in shown if row["key"].split(" ")[0] in ("plugin", "render")] == [
        {"key": "render docx page", "value": "a4", "from": "intspec.toml:5"},
        {"key": "plugin house count", "value": 7, "from": "intspec.toml:3"},
    ]
    done = run_text(("schema", "config", "--allow-local-plugins"), cwd=tmp_path)
    schema = json.loads(done.stdout)
    assert sorted(schema["properties"]["plugin"]["properties"]) == ["house", "manuscripts"]


def test_options_that_nobody_could_leave_out_are_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """So are two classes of options, and what is no record."""

    @record
    class Needs:
        """Options."""

        count: int = key("A number.")

    two = (Options(ManuscriptOptions), Options(Needs))
    made = host(
        monkeypatch,
        stranger("needs", intspec_options=(Options(Needs),)),
        stranger("plain", intspec_options=(Options(object),)),
        stranger("two", intspec_options=two),
    )
    unusable = "cannot be used: TypeError:"
    needs = "`count` of Needs has no default, and users may leave it out"
    assert failures(made) == {
        "needs-dist": [("intspec_options", f"the options `needs` {unusable} {needs}")],
        "plain-dist": [
            (
                "intspec_options",
                f"the options `plain` {unusable} it is no record: put `@record` above the class",
            )
        ],
        "two-dist": [
            ("intspec_options", "the options of `two` is given twice; the first one counts")
        ],
    }


def test_a_subject_made_by_hand_has_the_defaults() -> None:
    """A test of a rule need set nothing."""
    spec = Specification(intspec="1.0", id="a", title="A", stage="protocol", interventions={})
    assert Subject(spec, "protocol").options(ManuscriptOptions) == ManuscriptOptions()


def test_a_review_takes_the_guideline_and_the_number_of_passages_from_settings(
    tmp_path: Path,
) -> None:
    """The command line goes before them."""
    Path(tmp_path, "paper.md").write_text(
        "# A trial\n\n## Methods\n\nSessions took place weekly for 12 weeks. Each lasted 45 "
        "minutes.\nThe sessions took place in a community hall for 12 weeks.\n"
    )
    wanting = run_text(("review", "paper.md"), cwd=tmp_path)
    assert (wanting.returncode, "name the guideline: --checklist ID" in wanting.stderr) == (2, True)
    named = run_text(("review", "paper.md", "--checklist", "tidier", "--most", "1"), cwd=tmp_path)
    many = run_text(("review", "paper.md", "--checklist", "tidier"), cwd=tmp_path)
    Path(tmp_path, "intspec.toml").write_text(
        '[plugin.manuscripts]\nchecklist = "tidier"\nmost = 1\n'
    )
    assert run_text(("review", "paper.md"), cwd=tmp_path).stdout == named.stdout != many.stdout
    more = run_text(("review", "paper.md", "--most", "3"), cwd=tmp_path)
    assert more.stdout == many.stdout


def test_a_command_has_the_options_of_its_document_as_a_rule_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where it is about none, those of the working folder count."""
    (tmp_path / "study").mkdir()
    (tmp_path / "study" / "intspec.toml").write_text("[plugin.manuscripts]\nmost = 1\n")
    (tmp_path / "intspec.toml").write_text("[plugin.manuscripts]\nmost = 2\n")
    monkeypatch.chdir(tmp_path)
    context = CommandContext()
    of_each = [
        context.options(ManuscriptOptions, of).most
        for of in ("study/a.intspec.yaml", "a.intspec.yaml", None)
    ]
    assert of_each == [1, 2, 2]


def test_the_contract_asks_for_words_for_every_option() -> None:
    """As it does for every field: editors show them."""

    @record
    class Silent:
        """Options."""

        count: int = key("", default=3)

    plugin = Plugin("silent", "silent-dist", "1", options={"silent": Silent})
    bench: Any = SimpleNamespace(plugins=[plugin], registry=load_registry())
    assert list(extensions(bench)) == [
        "`options of silent`: the key `count` of Silent has no sentence"
    ]
