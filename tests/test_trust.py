"""Local plugins are code: they run when they are trusted, and are told where they are not."""

import json
import os
import pty
import select
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from pace import SLOWEST, over, slowness

from intspec.cli.common import RunError
from intspec.cli.main import run
from intspec.cli.project import change_trusted
from intspec.config.trust import Trusted, changing, trusted
from intspec.config.user import Kind, user_folder
from projects import HOUSE, PLUGIN, WITH_PLUGIN, environment, intspec, project, report, severities

pytestmark = pytest.mark.programs

RULE = "ward-rules/two-providers"
QUESTION = "Trust them as they are now, and remember it? [y/N]:"


@pytest.fixture
def ward(tmp_path: Path) -> Path:
    """A project with a plugin of one file, claimed by its specification."""
    return project(tmp_path / "ward", WITH_PLUGIN, "tidier", "ward-rules", ward_rules__py=PLUGIN)


def ran(folder: Path, *words: str, allow: str | None = None) -> bool:
    """Tell whether the plugin ran: its finding is there and the exit code is no failure's."""
    more = {} if allow is None else {"INTSPEC_ALLOW_LOCAL_PLUGINS": allow}
    found = report(folder, ".", *words, variables=more)
    outcomes = {o["rule"]: o["state"] for o in found["files"][0]["outcomes"]}
    if RULE in severities(found):
        assert found["exit_code"] == 1
        return True
    assert found["exit_code"] == 3
    assert outcomes["ward-rules"] == "blocked"
    return False


def at_terminal(folder: Path, answer: str, *words: str) -> tuple[int, str]:
    """Run intspec at a terminal, and answer its question if it asks one."""
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "intspec", *words],
        cwd=folder,
        env=environment(folder / "home"),
        stdin=follower,
        stdout=follower,
        stderr=follower,
        start_new_session=True,
    )
    os.close(follower)
    said, answered = b"", False
    end = time.monotonic() + 60
    while time.monotonic() < end:
        ready, _, _ = select.select([leader], [], [], 0.2)
        if ready:
            try:
                piece = os.read(leader, 65536)
            except OSError:  # the other end is closed
                break
            if not piece:
                break
            said += piece
        elif process.poll() is not None:
            break
        if QUESTION.encode() in said and not answered:
            os.write(leader, answer.encode())
            answered = True
    code = process.wait(timeout=30)
    os.close(leader)
    return code, said.decode("utf-8", "replace")


def test_without_trust_it_is_not_run_and_the_run_says_so(ward: Path) -> None:
    """No terminal, no question: the plugin is named, what it claims is blocked, exit 3."""
    done = intspec(ward, "check", ".")
    assert done.returncode == 3
    assert "?" not in done.stderr
    assert (
        "ward-rules local (ward_rules.py), load: not loaded: it is code, and intspec.toml is not "
        "trusted: read the file, then give `intspec config trust intspec.toml`, or "
        "--allow-local-plugins"
    ) in done.stdout
    assert "1 not run (the plugin `ward-rules` (ward_rules.py) failed to load)" in done.stdout
    assert "intspec with" not in done.stdout
    assert not ran(ward)
    assert not (ward / "home").exists()


def test_its_code_is_not_even_imported(ward: Path) -> None:
    """Nothing of the file has an effect before it is trusted, whatever the command."""
    trace = ward / "trace"
    (ward / "ward_rules.py").write_text(f"open({str(trace)!r}, 'w').close()\n{PLUGIN}")
    for words in (
        ("check", "."),
        ("render", "ward.intspec.yaml"),
        ("crosswalk", "ward.intspec.yaml"),
        ("explain", "tidier"),
        ("rules",),
        ("plugins",),
        ("checklists",),
        ("schema",),
        ("doctor",),
        ("config", "show"),
        ("config", "trust"),
        ("config", "list"),
    ):
        intspec(ward, *words)
        assert not trace.exists(), words
    intspec(ward, "check", ".")
    assert trace.exists()


def test_the_ways_to_allow_it(ward: Path) -> None:
    """The option, the environment, and the record of trust."""
    assert ran(ward, "--allow-local-plugins")
    assert ran(ward, allow="1")
    assert not ran(ward, allow="0")
    assert not ran(ward)
    done = intspec(ward, "config", "trust")
    assert (done.returncode, done.stderr) == (0, f"trusted: {ward / 'ward_rules.py'}\n")
    assert ran(ward)
    done = intspec(ward, "config", "untrust")
    assert (done.returncode, done.stderr) == (
        0,
        f"not trusted any more: {ward / 'intspec.toml'}\n",
    )
    assert not ran(ward)


@pytest.mark.parametrize("changed", ["ward_rules.py", "intspec.toml"])
def test_what_has_changed_is_not_trusted(ward: Path, changed: str) -> None:
    """One byte more in the plugin or in the settings, and trust is gone; with it back, back."""
    intspec(ward, "config", "trust")
    assert ran(ward)
    before = (ward / changed).read_text()
    (ward / changed).write_text(before + "\n")
    assert not ran(ward)
    listed = json.loads(intspec(ward, "config", "list", "--format", "json").stdout)
    assert listed == [
        {
            "state": "changed",
            "config": str(ward / "intspec.toml"),
            "files": [str(ward / "intspec.toml"), str(ward / "ward_rules.py")],
        }
    ]
    assert "trusted once, but changed since" in intspec(ward, "config", "show").stdout
    (ward / changed).write_text(before)
    assert ran(ward)


def test_a_second_plugin_needs_trust_of_its_own(ward: Path) -> None:
    """Settings that name one more file are other settings."""
    intspec(ward, "config", "trust")
    (ward / "more.py").write_text("raise SystemExit(0)\n")
    (ward / "intspec.toml").write_text('plugins = ["ward_rules.py", "more.py"]\n')
    assert not ran(ward)


def test_trust_is_for_one_place(ward: Path, tmp_path: Path) -> None:
    """A copy of a trusted project elsewhere is not trusted."""
    intspec(ward, "config", "trust", home=tmp_path / "home")
    copy = project(tmp_path / "copy", WITH_PLUGIN, "tidier", "ward-rules", ward_rules__py=PLUGIN)
    assert report(ward, ".", home=tmp_path / "home")["exit_code"] == 1
    assert report(copy, ".", home=tmp_path / "home")["exit_code"] == 3


def test_the_question_is_asked_once(ward: Path) -> None:
    """It shows the settings and the files; yes is remembered; a changed file asks again."""
    code, said = at_terminal(ward, "y\n", "check", ".")
    assert code == 1
    assert "intspec.toml names Python files that would run as part of intspec:" in said
    assert str(ward / "ward_rules.py") in said.replace("\r\n", "\n")
    assert RULE in said
    code, said = at_terminal(ward, "n\n", "check", ".")
    assert (code, QUESTION in said, RULE in said) == (1, False, True)
    with (ward / "ward_rules.py").open("a") as file:
        file.write("# more\n")
    code, said = at_terminal(ward, "n\n", "check", ".")
    assert (code, QUESTION in said, RULE in said) == (3, True, False)
    assert "They have changed since you trusted them." in said


def test_the_name_of_a_file_cannot_hide_what_is_asked(ward: Path) -> None:
    """What cannot be seen in a file's name is shown as an escape, in the question and after it."""
    (ward / "x\x1b[2K\u202e.py").write_text(PLUGIN)
    (ward / "intspec.toml").write_text('plugins = ["x\\u001b[2K\\u202e.py"]\n')
    code, said = at_terminal(ward, "n\n", "check", ".")
    assert code == 3
    assert f"{ward}/x\\x1b[2K\\u202e.py" in said.replace("\r\n", "")
    for words in (("check", "."), ("config", "show"), ("config", "trust"), ("doctor",)):
        done = intspec(ward, *words)
        assert not {"\x1b", "\u202e"} & set(done.stdout + done.stderr), words


@pytest.mark.parametrize("answer", ["n\n", "\n", "\x04"])
def test_any_other_answer_is_no(ward: Path, answer: str) -> None:
    """No, nothing and an end of input: not loaded, and not remembered."""
    code, said = at_terminal(ward, answer, "check", ".")
    assert (code, "not loaded: it is code" in said, RULE in said) == (3, True, False)
    assert not (ward / "home" / "intspec" / "trusted.json").exists()


def test_the_record_is_the_users_own(ward: Path) -> None:
    """It is in the user's folder, for the user alone, in a format that can be read."""
    intspec(ward, "config", "trust")
    target = ward / "home" / "intspec" / "trusted.json"
    assert stat.S_IMODE(target.parent.stat().st_mode) == 0o700
    data = json.loads(target.read_text(encoding="utf-8"))
    assert (data["format"], [one["config"] for one in data["trusted"]]) == (
        1,
        [str(ward / "intspec.toml")],
    )


@pytest.mark.parametrize("content", ["", "[]", "{", '{"format": 2, "trusted": 1}', '{"format": 1}'])
def test_a_broken_record_trusts_nothing(ward: Path, content: str) -> None:
    """What cannot be read is as if it were not there, and can be written anew."""
    target = ward / "home" / "intspec" / "trusted.json"
    target.parent.mkdir(parents=True)
    target.write_text(content)
    assert not ran(ward)
    assert intspec(ward, "config", "trust").returncode == 0
    assert ran(ward)


def test_eight_at_once_are_all_remembered(ward: Path, tmp_path: Path) -> None:
    """No process forgets what another one has remembered meanwhile."""
    home = tmp_path / "home"
    folders = [
        project(tmp_path / f"project{number}", WITH_PLUGIN, "tidier", ward_rules__py=PLUGIN)
        for number in range(8)
    ]
    command = [sys.executable, "-m", "intspec", "config", "trust"]
    running = [
        subprocess.Popen(command, cwd=folder, env=environment(home), stderr=subprocess.PIPE)
        for folder in folders
    ]
    for process in running:
        _out, said = process.communicate(timeout=60)
        assert (process.returncode, b"trusted: " in said) == (0, True)
    listed = json.loads(intspec(ward, "config", "list", "--format", "json", home=home).stdout)
    assert [one["config"] for one in listed] == [str(one / "intspec.toml") for one in folders]
    done = [intspec(one, "config", "untrust", home=home).returncode for one in folders]
    assert done == [0] * 8
    assert json.loads((home / "intspec" / "trusted.json").read_text())["trusted"] == []


def test_who_changes_the_record_waits_for_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between reading and writing it no other one reads it: that holds however slow it is."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("APPDATA", str(tmp_path))
    together = threading.Barrier(4)

    def add(name: str) -> None:
        together.wait()

        def change(known: list[Trusted]) -> list[Trusted]:
            time.sleep(0.05)
            return [*known, Trusted(name, {})]

        assert change_trusted(change)

    threads = [threading.Thread(target=add, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [entry.config for entry in trusted()] == ["a", "b", "c", "d"]


def test_a_lock_that_is_never_given_back_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one line, and nothing is changed."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("APPDATA", str(tmp_path))
    monkeypatch.setattr("intspec.config.trust.PATIENCE", 0.0)
    with changing() as write:
        write([])
        with pytest.raises(RunError) as ended:
            change_trusted(lambda known: [*known, Trusted("a", {})])
    assert ended.value.code == 3
    assert "another process has been writing it for too long" in ended.value.message
    assert trusted() == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes")
@pytest.mark.parametrize("name", ["trusted.json", "trusted.lock"])
def test_a_record_that_is_a_pipe_blocks_nobody(ward: Path, name: str) -> None:
    """It trusts nothing, and is not written to."""
    target = ward / "home" / "intspec" / name
    target.parent.mkdir(parents=True)
    os.mkfifo(target)
    assert intspec(ward, "config", "list").returncode == 0
    assert not ran(ward)
    assert intspec(ward, "doctor").returncode in (0, 3)
    done = intspec(ward, "config", "trust")
    if name == "trusted.json":
        said = f"Error: `{target}` cannot be written: it is no ordinary file: move it away\n"
        assert (done.returncode, done.stderr) == (3, said)
        assert intspec(ward, "config", "untrust").returncode in (2, 3)
    else:
        assert done.returncode == 0
        assert ran(ward)
    assert stat.S_ISFIFO(target.stat().st_mode)


@pytest.mark.skipif(sys.platform != "linux", reason="names of bytes")
def test_trust_is_for_one_name(tmp_path: Path) -> None:
    """Names that are no UTF-8, or nearly those of others, are remembered as what they are."""
    home = tmp_path / "home"
    parts = [b"a\xff", b"a?", b"a\xfe", rb"a\udcff", b"a\nb", b"a b", b"a ", b"a\xef\xbf\xbd"]
    folders = [
        project(tmp_path / os.fsdecode(part), WITH_PLUGIN, "tidier", ward_rules__py=PLUGIN)
        for part in parts
    ]
    for folder in folders[::2]:
        assert intspec(folder, "config", "trust", home=home).returncode == 0
    shown = [intspec(one, "config", "show", home=home).stdout for one in folders]
    assert ["trusted by you" in one for one in shown] == [True, False] * 4
    listed = json.loads(intspec(tmp_path, "config", "list", "--format", "json", home=home).stdout)
    assert {one["config"] for one in listed} == {str(one / "intspec.toml") for one in folders[::2]}
    assert {one["state"] for one in listed} == {"current"}
    assert intspec(folders[0], "config", "untrust", home=home).returncode == 0
    assert "not trusted" in intspec(folders[0], "config", "show", home=home).stdout


@pytest.mark.parametrize("kind", ["settings", "cache"])
def test_a_users_folder_is_the_same_everywhere(
    kind: Kind, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What names one from the working folder counts for nothing: a project may bring one along."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    for variable in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(Path("below", "here")))
    assert user_folder(kind).is_relative_to(tmp_path)
    monkeypatch.setattr(Path, "home", lambda: Path("below"))
    with pytest.raises(OSError, match="no home folder is known"):
        user_folder(kind)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes")
def test_the_list_reads_with_bounds(ward: Path) -> None:
    """What a record names may have become a pipe, a device or a folder, or have no end."""
    intspec(ward, "config", "trust")
    record = ward / "home" / "intspec" / "trusted.json"
    data = json.loads(record.read_text())
    os.mkfifo(ward / "pipe")
    long = ward / "long"
    with long.open("wb") as file:
        file.truncate(10**12)  # it has no blocks
    names = [str(ward / "pipe"), "/dev/zero", str(ward), str(long), "no\0name", "x" * 10_000]
    for number, name in enumerate(names):
        data["trusted"].append({"config": f"/p{number}", "files": {name: "0" * 64}})
    record.write_text(json.dumps(data))
    listed = json.loads(intspec(ward, "config", "list", "--format", "json").stdout)
    states = {one["config"]: one["state"] for one in listed}
    assert states.pop(str(ward / "intspec.toml")) == "current"
    long_one = states.pop("/p3")
    assert (long_one, set(states.values())) == ("changed", {"missing"})


def test_without_a_home_nothing_is_trusted(
    monkeypatch: pytest.MonkeyPatch, ward: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A user whom the system does not know is told what to set."""

    def nobody() -> Path:
        raise RuntimeError

    monkeypatch.setattr(Path, "home", nobody)
    for name in ("XDG_CONFIG_HOME", "APPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(ward)
    assert trusted() == []
    assert run(["config", "trust"]) == 3
    assert "no home folder is known: set XDG_CONFIG_HOME to a whole path" in capsys.readouterr().err
    assert run(["doctor"]) == 3  # the plugin is not trusted


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("config", "trust"), "there is no intspec.toml here or above; name one"),
        (("config", "trust", "gone.toml"), "gone.toml:1:1: there is no file `gone.toml`"),
        (("config", "untrust", "gone.toml"), "is not trusted; `intspec config list` shows what is"),
    ],
)
def test_nothing_to_trust(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    """It is said what there is not, with exit code 2."""
    (tmp_path / ".git").mkdir()
    done = intspec(tmp_path, *words)
    assert (done.returncode, said in done.stderr) == (2, True)


def test_settings_without_plugins_have_nothing_to_trust(tmp_path: Path) -> None:
    """Data needs no trust, and `config trust` says so."""
    folder = project(tmp_path, 'checklist_files = ["house.toml"]\n', house__toml=HOUSE)
    done = intspec(folder, "config", "trust")
    assert (done.returncode, "there is nothing to trust" in done.stderr) == (2, True)


#: What the plugin's file says -> what is said of it.
BROKEN = {
    "def (": "SyntaxError",
    "raise ValueError('no')": "ValueError: no",
    "import sys\nsys.exit(0)": "it tried to end the program (SystemExit: 0)",
    PLUGIN.replace("ward-rules/", "tidier/"): "is outside its namespace: name it `ward-rules/…`",
    PLUGIN.replace("intspec_rules", "intspec_ruls"): "did you mean `intspec_rules`?",
}


@pytest.mark.parametrize("text", BROKEN)
def test_a_local_plugin_breaks_only_itself(ward: Path, text: str) -> None:
    """It stands under the same guard and rules as one that is installed."""
    (ward / "ward_rules.py").write_text(text + "\n")
    found = report(ward, ".", "--allow-local-plugins")
    failed = {p["name"]: p for p in found["plugins"] if p["failures"]}
    assert list(failed) == ["ward-rules"]
    plugin = failed["ward-rules"]
    assert (plugin["version"], plugin["distribution"]) == ("local", "ward_rules.py")
    assert any(BROKEN[text] in failure["reason"] for failure in plugin["failures"])
    assert found["exit_code"] == 3
    assert "tidier/materials-access" in severities(found)


def test_a_local_plugin_is_one_file(ward: Path) -> None:
    """A file beside it, which nobody was asked to trust, cannot be imported."""
    (ward / "own").mkdir()
    (ward / "own" / "ward_rules.py").write_text("import sibling\n")
    (ward / "own" / "sibling.py").write_text("")
    (ward / "intspec.toml").write_text('plugins = ["own/ward_rules.py"]\n')
    found = report(ward, ".", "--allow-local-plugins")
    (plugin,) = [p for p in found["plugins"] if p["failures"]]
    (failure,) = plugin["failures"]
    assert (
        failure["reason"]
        == "ModuleNotFoundError: No module named 'sibling' (ward_rules.py, line 1)"
    )


def test_a_local_plugin_that_raises_in_a_rule(ward: Path) -> None:
    """The rule and the file are named, and the rest is as it was."""
    text = PLUGIN.replace("    if len", "    raise ValueError('no')\n    if len")
    (ward / "ward_rules.py").write_text(text)
    found = report(ward, ".", "--allow-local-plugins")
    (plugin,) = [p for p in found["plugins"] if p["failures"]]
    assert plugin["failures"] == [
        {
            "hook": RULE,
            "reason": "ValueError: no (ward_rules.py, line 8)",
            "file": "./ward.intspec.yaml",
        }
    ]
    assert found["exit_code"] == 3


def test_a_local_plugin_carries_a_checklist_beside_it(ward: Path) -> None:
    """What a plugin of one file names is read from the folder of the file."""
    (ward / "house.toml").write_text(HOUSE)
    text = PLUGIN.replace("import Finding", "import ChecklistResource, Finding") + (
        "\n\n@hookimpl\ndef intspec_checklists():\n"
        '    yield ChecklistResource(id="house", package=__name__, file="house.toml")\n'
    )
    (ward / "ward_rules.py").write_text(text)
    found = report(ward, ".", "--allow-local-plugins", "--checklist", "house")
    assert severities(found)["house/other-names"] == "error"
    assert found["exit_code"] == 1


def test_what_may_belong_to_a_plugin_that_is_not_loaded_is_blocked(tmp_path: Path) -> None:
    """An unknown claim and what is declared on it are no slips while a plugin is missing."""
    folder = project(tmp_path, WITH_PLUGIN, "tidier", "ward-guide", ward_rules__py=PLUGIN)
    with (folder / "ward.intspec.yaml").open("a") as file:
        file.write("declarations: [{about: ward-guide/x, state: not-done, reason: It was not.}]\n")
    found = report(folder, ".")
    outcomes = {o["rule"]: o["reason"] for o in found["files"][0]["outcomes"]}
    assert outcomes["ward-guide"] == "`ward-guide` may belong to a local plugin that is not loaded"
    assert not {r for r in severities(found) if r.startswith("intspec/")}
    assert found["exit_code"] == 3


def test_severities_of_a_plugin_that_is_not_loaded_are_no_faults(ward: Path) -> None:
    """The settings cannot be held against what is not there; once it is there, they count."""
    extra = f'[severity."{RULE}"]\nis = "note"\nreason = "One is enough here."\n'
    (ward / "intspec.toml").write_text(WITH_PLUGIN + extra)
    assert report(ward, ".")["exit_code"] == 3
    found = report(ward, ".", "--allow-local-plugins")
    assert severities(found)[RULE] == "note"


def test_two_plugins_of_one_name_are_both_refused(ward: Path) -> None:
    """Two files that would have one namespace: neither counts."""
    (ward / "more").mkdir()
    (ward / "more" / "ward_rules.py").write_text(PLUGIN)
    (ward / "intspec.toml").write_text('plugins = ["ward_rules.py", "more/ward_rules.py"]\n')
    found = report(ward, ".", "--allow-local-plugins")
    failed = [p["distribution"] for p in found["plugins"] if p["failures"]]
    assert failed == ["ward_rules.py", "more/ward_rules.py"]
    assert RULE not in severities(found)


def test_a_bound_on_time_stretches_and_has_an_end() -> None:
    """What is within it is never late, and what takes longer than any machine excuses always is."""
    assert not over(1.0, 2.0)
    assert over(2.0 * SLOWEST + 0.1, 2.0)
    assert 1.0 <= slowness() <= SLOWEST
