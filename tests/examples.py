"""The examples on a page of Markdown: found, written to a folder, and run there in their order."""

import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import attrs

FENCE = re.compile(r"^(?P<marks>`{3,})(?P<info>[^`]*)$")
NOTE = re.compile(r"^<!-- (?P<key>exit|finds|shows|not run): (?P<value>.*) -->$")
#: What stands between the outputs of two commands: no output holds this character.
MARK = "\x1e"
#: The least exit code of a command that could not do what it was asked.
FAILED = 2
#: Modules in place of libraries that the pages use, and that need not be installed.
STAND_INS = Path(__file__).parent / "stand_ins"
#: What the caption begins with of a block that is added to a file.
ADDED = "at the end of "


@attrs.frozen
class Example:
    """One block of code on a page.

    Attributes:
        page: Name of the page.
        line: Where the block begins.
        language: Its language.
        caption: The file that it is, where it has a caption.
        body: Its text.
        note: What a comment above it says: the exit code, the findings, that it shows a slip, or
            why it is not run.
    """

    page: str
    line: int
    language: str
    caption: str
    body: str
    note: dict[str, str]

    @property
    def where(self) -> str:
        """Name the place of the block."""
        return f"{self.page}:{self.line}"


@attrs.frozen
class Command:
    """One command of a block, and what the page shows of it.

    Attributes:
        text: The command.
        shown: The lines that the page shows as its output; None where it shows none.
        exit_code: The exit code that it should have; None where the page says nothing.
    """

    text: str
    shown: tuple[str, ...] | None
    exit_code: int | None


def examples(text: str, page: str) -> list[Example]:
    """Return the blocks of code on a page, in order."""
    found: list[Example] = []
    lines = text.splitlines()
    note: dict[str, str] = {}
    at = 0
    while at < len(lines):
        if said := NOTE.match(lines[at]):
            note[said["key"]] = said["value"]
        elif fence := FENCE.match(lines[at]):
            end = lines.index(fence["marks"], at + 1)
            body = lines[at + 1 : end]
            language, options = _language(fence["info"].strip(), body)
            caption = options.get("caption", "")
            text_of = "\n".join(body[len(options) :]) + "\n"
            if language:
                found.append(Example(page, at + 1, language, caption, text_of, note))
            note, at = {}, end
        elif lines[at].strip():
            note = {}
        at += 1
    return found


def _language(info: str, body: list[str]) -> tuple[str, dict[str, str]]:
    """Return the language of a block, empty for directives of other kinds, and its options."""
    if not info.startswith("{"):
        return info, {}
    directive, _, language = info.partition(" ")
    options = {}
    for line in body:
        said = re.match(r"^:(\w+): ?(.*)$", line)
        if not said:
            break
        options[said[1]] = said[2]
    return (language if directive == "{code-block}" else ""), options


def commands(example: Example) -> list[Command]:
    """Return the commands of a block of shell (`sh`), or of one that shows output (`console`)."""
    stated = int(example.note.get("exit", "0"))
    joined = re.sub(r" *\\\n *", " ", example.body).splitlines()
    if example.language == "sh":
        words = [line for line in joined if line.strip() and not line.startswith("#")]
        last = len(words) - 1
        return [Command(line, None, stated if n == last else 0) for n, line in enumerate(words)]
    out: list[Command] = []
    for line in joined:
        if line.startswith("$ "):
            out.append(Command(line[2:], (), None))
        else:
            last_one = out.pop()
            out.append(attrs.evolve(last_one, shown=(*(last_one.shown or ()), line)))
    return out


def run(page: list[Example], folder: Path) -> None:
    """Write the files of a page and run its commands, in their order, as a reader would.

    Raises:
        AssertionError: A command ends otherwise than the page says, or prints something else.
    """
    script = ["exec 2>&1"]
    expected: list[tuple[Example, Command]] = []
    for example in page:
        if "not run" in example.note:
            continue
        if example.caption:
            name = example.caption.removeprefix(ADDED)
            how = ">" if name == example.caption else ">>"
            script += [
                f"mkdir -p '{Path(name).parent}'",
                f"cat {how} '{name}' <<'{MARK}'\n{example.body}{MARK}",
            ]
        elif example.language in ("sh", "console"):
            for command in commands(example):
                expected.append((example, command))
                script += [command.text, f"printf '{MARK}%d{MARK}' $?"]
    pieces = _shell("\n".join(script), folder).split(MARK)
    done = list(zip(pieces[::2], pieces[1::2], strict=False))
    for (example, command), (output, code) in zip(expected, done, strict=True):
        about = f"{example.where}: `{command.text}`\n{output}"
        if command.exit_code is not None:
            assert int(code) == command.exit_code, f"exit code {code} of {about}"
        # Without a word on the page, findings are all that may be amiss.
        assert command.exit_code is not None or int(code) < FAILED, f"exit code {code} of {about}"
        if command.shown is not None:
            assert fits(command.shown, output), f"not as shown: {about}"


def fits(shown: tuple[str, ...], output: str) -> bool:
    """Tell whether an output is what a page shows: `...` stands for anything.

    Empty lines at the end do not count: a page cannot show them.
    """
    pattern = ""
    for line in shown:
        if line == "...":
            pattern += r"(?:.*\n)*"
        else:
            pattern += ".*".join(re.escape(piece) for piece in line.split("...")) + r" *\n"
    said = output.rstrip("\n")
    return re.fullmatch(pattern, f"{said}\n" if said else "") is not None


def _shell(script: str, folder: Path) -> str:
    own = str(Path(sys.executable).parent)
    stand_ins = {} if find_spec("pandas") else {"PYTHONPATH": str(STAND_INS)}
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("INTSPEC_", "PYTEST"))},
        "PATH": os.pathsep.join([own, os.environ.get("PATH", "")]),
        "HOME": str(folder / ".home"),
        "COLUMNS": "100",
        "NO_COLOR": "1",
        "LC_ALL": "C.UTF-8",
        **stand_ins,
    }
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        check=False,
        timeout=300,
    )
    return done.stdout.decode("utf-8")
