"""What commands of plugins are given: the example of the documentation, installed and called."""

from pathlib import Path

import click
import pytest

from examples import examples
from intspec import CommandContext, pass_command_context
from projects import intspec

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "plugins" / "command.md"
SPEC = """\
intspec: "1.0"
id: walking
title: Walking in groups (a fictitious trial)
stage: results
fictitious: true
interventions:
  exercise: {role: experimental, name: Steps Together}
"""
SECOND = "  waiting: {role: waiting-list, name: Waiting list}\n"


def installed(folder: Path, more: str = "") -> dict[str, str]:
    """Install the plugin of the page in a folder, and return the variables that Python needs.

    Args:
        folder: Where.
        more: Further lines of its entry points.
    """
    for example in examples(PAGE.read_text("utf-8"), PAGE.name):
        if example.caption.endswith(".py"):
            path = folder / example.caption
            path.parent.mkdir(exist_ok=True)
            path.write_text(example.body)
    info = folder / "intspec_count-0.1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: intspec-count\nVersion: 0.1.0\n")
    points = f"[intspec.commands]\ncount = intspec_count.command:command\n{more}"
    (info / "entry_points.txt").write_text(points)
    return {"PYTHONPATH": str(folder)}


@pytest.mark.parametrize(
    ("text", "code", "out", "err"),
    [
        (SPEC + SECOND, 0, "2\n", "trial.yaml: exercise, waiting\n"),
        (SPEC, 1, "1\n", "trial.yaml: exercise\n"),
        (
            SPEC.replace("title", "titel"),
            1,
            "",
            (
                "Error: trial.yaml:3:1: unknown key `titel`; did you mean `title`?; "
                "`intspec check trial.yaml` shows all\n"
            ),
        ),
        ("a: [", 2, "", None),
    ],
    ids=["two arms", "one arm", "a fault", "unreadable"],
)
def test_the_command_of_the_page(
    tmp_path: Path, text: str, code: int, out: str, err: str | None
) -> None:
    """It prints its number, says its note on stderr, and ends with the code that it returns."""
    variables = installed(tmp_path)
    (tmp_path / "trial.yaml").write_text(text)
    done = intspec(tmp_path, "count", "trial.yaml", variables=variables)
    assert (done.returncode, done.stdout) == (code, out)
    assert err is None or done.stderr == err


def test_a_plugin_that_failed_is_named_after_a_command(tmp_path: Path) -> None:
    """The command's own words come first, and the exit code is 3."""
    variables = installed(tmp_path, "[intspec]\nbad = no_such_module\n")
    (tmp_path / "trial.yaml").write_text(SPEC)
    done = intspec(tmp_path, "count", "trial.yaml", variables=variables)
    assert (done.returncode, done.stdout) == (3, "1\n")
    assert done.stderr == (
        "trial.yaml: exercise\n"
        "plugin bad 0.1.0 (intspec-count) failed in load: "
        "ModuleNotFoundError: No module named 'no_such_module'; "
        "to go on without it: --without bad, or INTSPEC_WITHOUT=bad\n"
    )
    without = {**variables, "INTSPEC_WITHOUT": "bad"}
    done = intspec(tmp_path, "count", "trial.yaml", variables=without)
    assert (done.returncode, done.stderr) == (1, "trial.yaml: exercise\n")


def test_a_file_is_written_and_never_over_what_it_is_made_from(tmp_path: Path) -> None:
    """`deliver` knows what the file is made from."""
    variables = installed(tmp_path)
    (tmp_path / "trial.yaml").write_text(SPEC + SECOND)
    done = intspec(tmp_path, "count", "trial.yaml", "-o", "arms.txt", variables=variables)
    assert (done.returncode, done.stdout) == (0, "")
    assert (tmp_path / "arms.txt").read_text() == "2\n"
    done = intspec(tmp_path, "count", "trial.yaml", "-o", "trial.yaml", variables=variables)
    assert done.returncode == 2
    assert (tmp_path / "trial.yaml").read_text() == SPEC + SECOND


def test_the_context_of_a_command(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Words go where they belong, without what takes hold of a terminal; an end has its code."""
    terms = tmp_path / "ward.toml"
    terms.write_text(
        'format = 1\nid = "ward"\ntitle = "Wards"\nlicence = "CC0"\n'
        '[[terms]]\nid = "a1"\nlabel = "Day ward"\n'
    )

    @click.command()
    @click.argument("word")
    @pass_command_context(vocabularies=True)
    def command(context: CommandContext, word: str) -> None:
        """Look a word up."""
        context.say(f"{word}\x1b[2J")
        context.note(str("ward" in context.registry.vocabulary_ids))
        context.fail("there is an end", 1)

    with pytest.raises(click.ClickException) as ended:
        command(["x", "--vocabulary", str(terms)], standalone_mode=False)
    assert ended.value.message == "there is an end"
    assert capfd.readouterr() == ("x\\x1b[2J\n", "True\n")
    assert [option.name for option in command.params] == ["word", "vocabularies"]
