"""Settings of a project: found, in force in the right order, and told where they are wrong."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import command_line
from intspec.config import find
from intspec.reading.toml_places import positions
from projects import HOUSE, PLUGIN, WITH_PLUGIN, intspec, project, report, severities

pytestmark = pytest.mark.programs

GOLDENS = Path(__file__).parent / "goldens" / "config"
RULE = "tidier/materials-access"
NOTE = f"""\
[severity."{RULE}"]
is = "note"
reason = "Our manuals are published with the last paper."
"""


def test_the_nearest_settings_above_a_file_are_in_force(tmp_path: Path) -> None:
    """Each file has the settings nearest to it; none above a repository's root is."""
    project(tmp_path, 'fail_on = "never"\n')
    near = project(tmp_path / "near", 'fail_on = "note"\n')
    below = project(near / "a" / "b", None)
    repository = project(tmp_path / "repository", None)
    (repository / ".git").mkdir()
    found = report(tmp_path, ".")
    assert [(f["path"].removeprefix("./"), f.get("config")) for f in found["files"]] == [
        ("near/a/b/ward.intspec.yaml", "near/intspec.toml"),
        ("near/ward.intspec.yaml", "near/intspec.toml"),
        ("repository/ward.intspec.yaml", None),
        ("ward.intspec.yaml", "intspec.toml"),
    ]
    assert below.is_dir()


def test_two_projects_in_one_run(tmp_path: Path) -> None:
    """Severity, checklists and threshold are each project's own; one failing file fails the run."""
    mild = project(tmp_path / "mild", f'fail_on = "never"\n{NOTE}')
    strict = project(
        tmp_path / "strict",
        'checklists = ["house"]\nchecklist_files = ["house.toml"]\n',
        house__toml=HOUSE,
    )
    assert report(mild, ".")["exit_code"] == 0
    assert report(strict, ".")["exit_code"] == 1
    found = report(tmp_path, "mild", "strict")
    assert found["exit_code"] == 1
    one, two = severities(found), severities(found, 1)
    assert (one[RULE], two[RULE]) == ("note", "error")
    assert ("house/other-names" in one, "house/other-names" in two) == (False, True)
    plugins = {p["name"]: p for p in found["plugins"]}
    assert [p["name"] for p in found["plugins"]].count("tidier") == 1
    assert (plugins["house"]["version"], plugins["house"]["distribution"]) == (
        "local",
        "strict/house.toml",
    )


def test_the_command_line_goes_before_settings_and_settings_before_defaults(tmp_path: Path) -> None:
    """`--fail-on` counts; then the file's; then the default, error."""
    folder = project(tmp_path, 'fail_on = "never"\n')
    assert report(folder, ".")["exit_code"] == 0
    assert report(folder, ".", "--fail-on", "error")["exit_code"] == 1
    assert report(folder, ".", "--isolated")["exit_code"] == 1


def test_isolated_ignores_all_of_it(tmp_path: Path) -> None:
    """With `--isolated` even faulty settings are as if they were not there."""
    folder = project(tmp_path, "not TOML at all", "tidier", "ward-rules")
    found = report(folder, ".", "--isolated")
    assert "config" not in found["files"][0]
    assert severities(found)["intspec/unknown-checklist"] == "error"
    assert intspec(folder, "render", "ward.intspec.yaml", "--isolated").returncode == 0
    assert intspec(folder, "explain", "tidier", "--isolated").returncode == 0
    assert intspec(folder, "crosswalk", "ward.intspec.yaml", "--isolated").returncode == 0
    both = intspec(folder, "check", ".", "--isolated", "--config", "intspec.toml")
    assert (both.returncode, "give one of the two" in both.stderr) == (2, True)


def test_a_named_file_goes_before_the_nearest(tmp_path: Path) -> None:
    """`--config FILE` is used for every document of the run."""
    folder = project(tmp_path / "a", "not TOML at all", other__toml=NOTE)
    found = report(folder, ".", "--config", "other.toml")
    assert found["files"][0]["config"] == "other.toml"
    assert severities(found)[RULE] == "note"
    gone = intspec(folder, "check", ".", "--config", "gone.toml")
    assert (gone.returncode, gone.stdout) == (2, "")
    assert "gone.toml:1:1: there is no file `gone.toml`" in gone.stderr


def test_what_is_to_be_checked(tmp_path: Path) -> None:
    """Without PATH, `documents` says it, from the folder of the settings; else it is asked for."""
    folder = project(tmp_path, 'documents = ["specs", "ward.intspec.yaml"]\n')
    project(folder / "specs", None)
    (folder / "elsewhere").mkdir()
    found = report(folder / "elsewhere")
    assert [f["path"] for f in found["files"]] == [
        "../specs/ward.intspec.yaml",
        "../ward.intspec.yaml",
    ]
    done = intspec(folder, "check", "--isolated")
    assert (done.returncode, "say what to check: give a PATH" in done.stderr) == (2, True)


def test_a_severity_changes_the_exit_code_and_shows_its_reason(tmp_path: Path) -> None:
    """Text, JSON, SARIF and GitHub say what it was, who changed it, and why."""
    text = "".join(NOTE.replace(RULE, rule) for rule in sorted(_errors(tmp_path / "plain")))
    folder = project(tmp_path / "mild", text)
    found = report(folder, ".")
    assert found["exit_code"] == 0
    (one,) = [d for d in found["files"][0]["diagnostics"] if d["rule"] == RULE]
    line = text[: text.index(RULE)].count("\n") + 1
    source = f"intspec.toml:{line}"
    reason = "Our manuals are published with the last paper."
    assert one["overridden"] == {"was": "error", "reason": reason, "source": source}
    words = f"note in place of error by {source}: {reason}"
    assert f"  severity: {words}\n" in intspec(folder, "check", ".").stdout
    run = json.loads(intspec(folder, "check", ".", "--format", "sarif").stdout)["runs"][0]
    (result,) = [r for r in run["results"] if r["ruleId"] == RULE]
    assert result["level"] == "note"
    assert result["message"]["text"].endswith(words)
    assert result["properties"]["overridden"] == one["overridden"]
    assert words in intspec(folder, "check", ".", "--format", "github").stdout


def _errors(folder: Path) -> set[str]:
    found = report(project(folder, None), ".")
    return {rule for rule, severity in severities(found).items() if severity == "error"}


def test_a_severity_can_be_raised(tmp_path: Path) -> None:
    """A note or a warning may be made an error."""
    folder = project(tmp_path, None, "")
    assert severities(report(folder, ".")) == {"intspec/no-checklist": "note"}
    text = '[severity."intspec/no-checklist"]\nis = "error"\nreason = "We always claim one."\n'
    (folder / "intspec.toml").write_text(text)
    found = report(folder, ".")
    assert severities(found) == {"intspec/no-checklist": "error"}
    assert found["exit_code"] == 1


def test_a_finding_that_two_guidelines_share_keeps_the_gravest(tmp_path: Path) -> None:
    """Making one of two rules a note does not hide what the other finds at the same place."""
    files = {"house__toml": HOUSE, "second__toml": HOUSE.replace('"house"', '"second"')}
    config = (
        'checklists = ["house", "second"]\nchecklist_files = ["house.toml", "second.toml"]\n'
        '[severity."house/other-names"]\nis = "note"\nreason = "Why not."\n'
    )
    folder = project(tmp_path, config, **files)
    found = report(folder, ".")["files"][0]["diagnostics"]
    (one,) = [d for d in found if d["rule"] == "house/other-names"]
    assert (one["also"], one["severity"], "overridden" in one) == (
        ["second/other-names"],
        "error",
        False,
    )


@pytest.mark.parametrize("fmt", ["text", "json"])
def test_where_each_value_comes_from(
    tmp_path: Path, fmt: str, request: pytest.FixtureRequest
) -> None:
    """`config show` names the default, the file and line, or the command line."""
    config = f'# ours\ndocuments = ["."]\nfail_on = "warning"\nchecklists = ["tidier"]\n{NOTE}'
    folder = project(tmp_path / "a", config.replace("[sev", WITH_PLUGIN + "[sev"))
    (folder / "ward_rules.py").write_text(PLUGIN)
    words = ("config", "show", "ward.intspec.yaml", "--checklist", "cert", "--format", fmt)
    shown = intspec(folder, *words).stdout
    default = intspec(folder, "config", "show", "--isolated", "--fail-on", "note").stdout
    golden = GOLDENS / f"show.{'txt' if fmt == 'text' else 'json'}"
    whole = shown + ("\n" + default if fmt == "text" else "")
    if request.config.getoption("--update"):
        golden.write_text(whole, encoding="utf-8")
    assert whole == golden.read_text(encoding="utf-8")


#: What the settings say -> what is said of them, each line of stderr.
FAULTS: dict[str, tuple[str, list[str]]] = {
    "an unknown key": (
        '\nfail-on = "note"\n',
        [
            "intspec.toml:2:1: unknown key `fail-on`; did you mean `fail_on`?",
            "  help: write `fail_on = …` instead",
        ],
    ),
    "wrong types": (
        'checklists = "tidier"\nfail_on = 3\n',
        [
            "intspec.toml:1:1: `checklists` must be a list, not text",
            '  help: write `checklists = ["tidier"]`',
            "intspec.toml:2:1: `fail_on` must be text, not a number",
            "  help: write one of these: `error`, `warning`, `note`, `never`",
        ],
    ),
    "a wrong severity without a reason": (
        f'[severity."{RULE}"]\nis = "notice"\n',
        [
            f"intspec.toml:1:1: `{RULE}` has no `reason`",
            "  help: add `reason = …` (Why; shown with every finding that it changes)",
            "intspec.toml:2:1: `is` cannot be `notice`; did you mean `note`?",
            "  help: write `note`",
        ],
    ),
    "a blank reason": (
        f'[severity."{RULE}"]\nis = "note"\nreason = " "\n',
        [
            "intspec.toml:3:1: the reason is blank",
            "  help: say why, for those who read the report",
        ],
    ),
    "a rule that there is not": (
        NOTE.replace("materials-access", "materials-acess"),
        [
            "intspec.toml:1:1: there is no rule `tidier/materials-acess`",
            "  help: did you mean `tidier/materials-access`?",
        ],
    ),
    "an item in place of a rule": (
        NOTE.replace("materials-access", "brief-name"),
        [
            "intspec.toml:1:1: `tidier/brief-name` is an item, not a rule",
            "  help: name a rule of it: `tidier/name`, `tidier/acronym`",
        ],
    ),
    "a guideline that there is not": (
        NOTE.replace("tidier/", "tidyer/"),
        [
            "intspec.toml:1:1: there is no rule `tidyer/materials-access`",
            "  help: did you mean `tidier`?",
        ],
    ),
    "a severity of the schema": (
        NOTE.replace(RULE, "intspec/unknown-key"),
        [
            "intspec.toml:1:1: the severity of `intspec/unknown-key` cannot be changed",
            "  help: what it finds makes a document wrong, whatever the project: mend that instead",
        ],
    ),
    "a severity of references": (
        NOTE.replace(RULE, "intspec/unknown-provider"),
        [
            "intspec.toml:1:1: the severity of `intspec/unknown-provider` cannot be changed",
            "  help: what it finds makes a document wrong, whatever the project: mend that instead",
        ],
    ),
    "no rule id": (
        NOTE.replace(RULE, "tidier"),
        [
            "intspec.toml:1:1: the key `tidier` cannot be used as a key",
            "  help: write the id of a rule, such as `tidier/materials-access`",
        ],
    ),
    "files that are not there": (
        'documents = [\n  ".",\n  "gone",\n]\nplugins = ["x.py"]\nvocabularies = ["."]\n',
        [
            "intspec.toml:3:3: there is no file `gone`",
            "  help: name a file or folder, from the folder of intspec.toml",
            "intspec.toml:5:12: there is no file `x.py`",
            "  help: name a Python file, from the folder of intspec.toml",
            "intspec.toml:6:17: `.` is not a vocabulary file",
            "  help: name a vocabulary file",
        ],
    ),
    "a file named twice": (
        'documents = [".", "./"]\n',
        ["intspec.toml:1:19: `./` is named twice", "  help: remove one of the two"],
    ),
    "a plugin that is no Python file": (
        'plugins = ["intspec.toml"]\n',
        [
            "intspec.toml:1:12: `intspec.toml` is not a Python file",
            "  help: a local plugin is one file that ends in `.py`",
        ],
    ),
    "a checklist that is not installed": (
        'checklists = ["tidier", "tidyer"]\n',
        [
            "intspec.toml:1:25: the checklist `tidyer` is not installed",
            "  help: did you mean `tidier`?",
        ],
    ),
    "no TOML": (
        'fail_on = "note"\nfail on\n',
        [
            "intspec.toml:2:6: not TOML: Expected '=' after a key in a key/value pair",
            '  help: write lines such as `fail_on = "warning"`, with text in quotes',
        ],
    ),
    "a key twice": (
        'fail_on = "note"\nfail_on = "note"\n',
        [
            "intspec.toml:2:17: not TOML: Cannot overwrite a value",
            '  help: write lines such as `fail_on = "warning"`, with text in quotes',
        ],
    ),
    "a text that would take for ever": (
        "a" + ".a" * 90_000 + " = 1\n",
        ["intspec.toml:1:1: a line has more than 200 full stops", "  help: keep settings short"],
    ),
    "a text too long": (
        "# \n" * 70_000,
        ["intspec.toml:1:1: longer than 200,000 bytes", "  help: keep settings short"],
    ),
}


@pytest.mark.parametrize("case", FAULTS)
def test_each_fault_is_told_once_with_its_line(tmp_path: Path, case: str) -> None:
    """Nothing is checked, nothing stands on stdout, and the exit code is 2."""
    config, said = FAULTS[case]
    done = intspec(project(tmp_path, config), "check", "ward.intspec.yaml")
    assert (done.stderr.splitlines(), done.stdout, done.returncode) == (said, "", 2)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'fail_on = "note"\n# \xff\n', "intspec.toml:2:1: not UTF-8 at byte 19"),
        (b"\xff\xfef\x00", "intspec.toml:1:1: not UTF-8 at byte 0"),
        (b'fail_on = "note"\n\x00', "intspec.toml:2:1: not TOML: Invalid statement"),
        (b"[" * 100_000, "intspec.toml:1:3: not TOML: "),
        (b"a = " + b"[" * 100_000, "intspec.toml:1:1: not TOML: brackets are nested too deeply"),
    ],
)
def test_bytes_that_are_no_settings(tmp_path: Path, content: bytes, said: str) -> None:
    """One diagnostic names file and line."""
    folder = project(tmp_path, "")
    (folder / "intspec.toml").write_bytes(content)
    done = intspec(folder, "check", "ward.intspec.yaml")
    first, second = done.stderr.splitlines()
    assert first.startswith(said)
    assert second.startswith("  help: ")
    assert (done.stdout, done.returncode) == ("", 2)


def test_a_mark_at_the_beginning_and_line_ends_of_windows(tmp_path: Path) -> None:
    """A BOM and CRLF are read, and lines are counted right."""
    folder = project(tmp_path, "")
    (folder / "intspec.toml").write_bytes(b'\xef\xbb\xbffail_on = "never"\r\nfoo = 1\r\n')
    done = intspec(folder, "check", "ward.intspec.yaml")
    assert "intspec.toml:2:1: unknown key `foo`" in done.stderr


def test_positions_of_every_kind_of_key() -> None:
    """Keys, tables, lists of tables and entries of lists; strings and comments hide nothing."""
    text = (
        "list = [\"a, ]\", # [x]\n  'b', [1, 2],\n]\n"
        'a."b.c".d = """\nis = 1 # no key\n"""\n'
        '[severity."t/x"]\nis = {k = "}"}\n'
        "[[items]]\nid = 1\n  [[items.parts]]\n  id = 2\n[[items]]\nid = 3\n"
    )
    assert positions(text) == {
        ("list",): (1, 1),
        ("list", 0): (1, 9),
        ("list", 1): (2, 3),
        ("list", 2): (2, 8),
        ("a",): (4, 1),
        ("a", "b.c"): (4, 1),
        ("a", "b.c", "d"): (4, 1),
        ("severity",): (7, 1),
        ("severity", "t/x"): (7, 1),
        ("severity", "t/x", "is"): (8, 1),
        ("items",): (9, 1),
        ("items", 0): (9, 1),
        ("items", 0, "id"): (10, 1),
        ("items", 0, "parts"): (11, 3),
        ("items", 0, "parts", 0): (11, 3),
        ("items", 0, "parts", 0, "id"): (12, 3),
        ("items", 1): (13, 1),
        ("items", 1, "id"): (14, 1),
    }


def test_a_report_names_what_its_rules_came_from(tmp_path: Path) -> None:
    """The last line names checklists, plugins with versions, and the settings."""
    config = 'checklists = ["house"]\nchecklist_files = ["house.toml"]\n'
    folder = project(tmp_path, config, house__toml=HOUSE)
    last = intspec(folder, "check", ".").stdout.splitlines()[-2]
    assert last == (
        "Checklists: tidier 2014, house 3. Rules: intspec 0.1.0 with tidier; house local. "
        "Settings: intspec.toml."
    )


def test_a_checklist_of_the_teams_own_is_known_everywhere(tmp_path: Path) -> None:
    """It is data: no trust is asked for, and all commands know it."""
    folder = project(tmp_path, 'checklist_files = ["house.toml"]\n', "house", house__toml=HOUSE)
    assert severities(report(folder, "."))["house/other-names"] == "error"
    assert (
        "State by which other names it is known." in intspec(folder, "explain", "house", "1").stdout
    )
    assert "house " in intspec(folder, "checklists").stdout
    assert "house/other-names" in intspec(folder, "rules", "house").stdout
    assert "house" in intspec(folder, "plugins").stdout
    rendered = intspec(folder, "render", "ward.intspec.yaml", "--view", "checklist")
    assert (rendered.returncode, "Other names" in rendered.stdout) == (0, True)
    crossed = intspec(folder, "crosswalk", "ward.intspec.yaml", "--by", "house")
    assert (crossed.returncode, "Other names" in crossed.stdout) == (0, True)


@pytest.mark.parametrize(
    ("first", "second", "ways"),
    [
        ("house.toml", "house.py", ("change the `id` in house.toml", "rename house.py, also")),
        ("house.toml", "ours.toml", ("change the `id` in house.toml", "the `id` in ours.toml")),
        ("house.py", "ours/house.py", ("rename house.py, also", "rename ours/house.py, also")),
    ],
)
def test_two_files_of_one_name_say_how_each_gets_another(
    tmp_path: Path, first: str, second: str, ways: tuple[str, str]
) -> None:
    """A checklist is called by its id, a file of Python by its own name; both files are named."""
    settings = "".join(
        f"{key} = {[name for name in (first, second) if name.endswith(ending)]}\n"
        for key, ending in (("checklist_files", ".toml"), ("plugins", ".py"))
    )
    folder = project(tmp_path, settings, "tidier")
    for name in (first, second):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(HOUSE if name.endswith(".toml") else "")
    found = report(folder, "--allow-local-plugins", ".")
    told = {
        p["distribution"]: p["failures"][0]["reason"] for p in found["plugins"] if p["failures"]
    }
    assert set(told) == {first, second}
    for name, other in ((first, second), (second, first)):
        assert f"the name `house` is claimed by house ({other} local) too" in told[name]
        assert all(way in told[name] for way in ways)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("no TOML", "house.toml: not TOML"),
        ("title = 'x'", 'house.toml: it has no `id`: write `id = "house"`'),
        (HOUSE.replace("aliases", "aliasses"), "did you mean `aliases`?"),
        (HOUSE.replace('"house"', '"tidier"'), "the name `tidier` is claimed by tidier"),
        ("a" + ".a" * 100_000 + "=1", "a line has more than 200 full stops"),
        ("# \n" * 200_000, "house.toml: longer than 500,000 bytes"),
    ],
)
def test_a_checklist_of_the_teams_own_that_is_broken(
    tmp_path: Path, text: str, reason: str
) -> None:
    """It is named with the reason; what claims it is blocked; all else is checked; exit 3."""
    folder = project(
        tmp_path, 'checklist_files = ["house.toml"]\n', "tidier", "house", house__toml=text
    )
    found = report(folder, ".")
    assert found["exit_code"] == 3
    failures = [f["reason"] for p in found["plugins"] for f in p["failures"]]
    assert len(failures) == 1
    assert reason in failures[0]
    assert RULE in severities(found)
    if '"tidier"' not in text:
        outcomes = {o["rule"]: o["state"] for o in found["files"][0]["outcomes"]}
        assert outcomes["house"] == "blocked"
        assert "intspec/unknown-checklist" not in severities(found)


def test_without_settings_nothing_of_them_is_loaded(tmp_path: Path) -> None:
    """A check below no intspec.toml loads only what looks for one."""
    folder = project(tmp_path, None)
    (folder / ".git").mkdir()
    code = (
        "import sys, intspec.__main__ as m\n"
        "sys.argv = ['intspec', 'check', '.', '--quiet']\n"
        "try:\n    m.main()\nexcept SystemExit:\n    pass\n"
        "print(*sorted(n for n in sys.modules if n.startswith('intspec.config')))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "intspec.config"


def test_looking_for_settings_asks_little(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two questions to the file system for each folder on the way up, once for a run."""
    asked: list[str] = []

    def ask(real: Callable[[str], bool]) -> Callable[[str], bool]:
        def answer(path: str) -> bool:
            asked.append(str(Path(path).relative_to(tmp_path)))
            return real(path)

        return answer

    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    monkeypatch.setattr(os.path, "isfile", ask(os.path.isfile))
    monkeypatch.setattr(os.path, "lexists", ask(os.path.lexists))
    known: dict[str, str | None] = {}
    assert [find(str(deep), known), find(str(tmp_path / "a"), known)] == [None, None]
    assert asked == [
        *("a/b/intspec.toml", "a/b/.git", "a/intspec.toml", "a/.git"),
        *("intspec.toml", ".git"),
    ]


def _chain(path: Path) -> None:
    """Make a link to a link to nothing."""
    path.with_name("loose").symlink_to("gone")
    path.symlink_to("loose")


#: What may stand where settings do, and is none: how it is made, and what is said of it.
NO_SETTINGS: dict[str, tuple[Callable[[Path], object], str]] = {
    "a loose link": (
        lambda path: path.symlink_to("gone.toml"),
        "a link to a file that is not there",
    ),
    "a link to a loose link": (
        _chain,
        "a link to a file that is not there",
    ),
    "a pipe": (os.mkfifo, "a device, a pipe or a file of the system"),
    "a link to a device": (
        lambda path: path.symlink_to(os.devnull),
        "a device, a pipe or a file of the system",
    ),
    "a folder": (lambda path: path.mkdir(), "is a folder, not a file"),
    "a link to a folder": (lambda path: path.symlink_to("."), "is a folder, not a file"),
}


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and links of POSIX")
@pytest.mark.parametrize("kind", NO_SETTINGS)
def test_what_has_the_name_of_settings_is_not_passed_over(tmp_path: Path, kind: str) -> None:
    """It is told, and the settings above it do not come in its place."""
    project(tmp_path, 'fail_on = "never"\n')
    below = project(tmp_path / "below", None)
    make, words = NO_SETTINGS[kind]
    make(below / "intspec.toml")
    for command in (("check", "ward.intspec.yaml"), ("config", "show")):
        done = command_line.run(command, cwd=below)
        assert done.returncode == 2, command
        assert words in done.stderr.decode(), done.stderr
        assert done.stdout == b""


#: Commands with `WORD` where a very long one stands.
LONG_WORDS = (
    ("check", "ward.intspec.yaml", "--stage", "WORD"),
    ("check", "ward.intspec.yaml", "--checklist", "WORD"),
    ("check", "ward.intspec.yaml", "--exclude", "WORD"),
    ("check", "ward.intspec.yaml", "--exclude=WORD"),
    ("check", "ward.intspec.yaml", "--output", "WORD"),
    ("check", "ward.intspec.yaml", "--config", "WORD"),
    ("check", "--WORD"),
    ("render", "ward.intspec.yaml", "--to", "WORD"),
    ("explain", "WORD"),
    ("crosswalk", "WORD"),
    ("WORD",),
)


@pytest.mark.parametrize("words", LONG_WORDS, ids=" ".join)
def test_a_very_long_word_is_not_repeated_in_full(tmp_path: Path, words: tuple[str, ...]) -> None:
    """Its beginning is, be it made of words or of one."""
    folder = project(tmp_path, None)
    for long in ("abcdefgh" * 500, "abc def " * 500):
        done = command_line.run(tuple(word.replace("WORD", long) for word in words), cwd=folder)
        assert done.returncode == 2
        shown = done.stderr.decode()
        assert long[:30] in shown
        assert len(shown) < 1000, shown


def test_a_very_long_pattern_in_settings_is_not_repeated_in_full(tmp_path: Path) -> None:
    """What is said of it is that it is too long."""
    folder = project(tmp_path, f'exclude = ["{"abc/" * 400}"]\n')
    done = command_line.run(("check", "ward.intspec.yaml"), cwd=folder)
    assert done.returncode == 2
    assert b"of no more than 1,000 characters" in done.stderr
    assert len(done.stderr) < 1000
