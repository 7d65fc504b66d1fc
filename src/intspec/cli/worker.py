"""A worker of `intspec check --jobs`: a line of JSON for each file, and one back for its piece.

Both sides are intspec itself, and only plain data crosses: nothing of a plugin's own does.
"""

import json
import os
import sys
import traceback
from collections.abc import Sequence
from functools import partial
from typing import BinaryIO, TextIO

import attrs
import click

from intspec.cli.common import RunError
from intspec.cli.main import calm_collector
from intspec.cli.one_file import Checker, Lost
from intspec.cli.project import KEY, Projects
from intspec.cli.unchanged import opened
from intspec.diagnostics import Failure, PluginReport, RuleInfo
from intspec.plugins.guard import INCOMPLETE
from intspec.process import Called, far_copy, leave_now, own
from intspec.reporters import News, Options, Piece, Reports


class WorkerBugError(Exception):
    """A fault of intspec itself that came about in a worker; the message is its traceback."""


def settings_line(checker: Checker) -> str:
    """Write what a worker is told first: all that its answers depend on."""
    looks = [(fmt, attrs.asdict(options)) for fmt, options in checker.reports.wanted]
    settings = {
        "options": checker.options,
        "reports": looks,
        "project": checker.projects.wanted,
        "keeps": checker.unchanged is not None,
    }
    return json.dumps(settings) + "\n"


def piece_line(piece: Piece, given_up: Sequence[Called]) -> str:
    """Write a piece as a line, and what of plugins is given up."""
    news = piece.news
    return (
        json.dumps(
            {
                "given_up": given_up,
                "texts": piece.texts,
                "counts": [news.code, news.errors, news.warnings, news.unread],
                "rules": [[r.id, r.summary, r.severity] for r in news.rules],
                "plugins": [
                    [
                        p.name,
                        p.version,
                        p.distribution,
                        [[f.hook, f.reason, f.file] for f in p.failures],
                        p.provides,
                        p.namespaces,
                        p.off,
                    ]
                    for p in news.plugins
                ],
            }
        )
        + "\n"
    )


def piece_of(line: bytes) -> tuple[Piece | Lost, list[Called]]:
    """Read a piece from its line, or why there is none; and what of plugins is given up.

    Raises:
        RunError: The file ended the run.
        WorkerBugError: intspec itself failed.
    """
    data = json.loads(line)
    if "bug" in data:
        raise WorkerBugError(data["bug"])
    if "end" in data:
        raise RunError(*data["end"])
    if "lost" in data:
        of = Called(*data["of"])
        return Lost(data["lost"], of=of), [of]
    plugins = tuple(
        PluginReport(
            name,
            version,
            distribution,
            tuple(Failure(*failure) for failure in failures),
            tuple(provides),
            tuple(namespaces),
            off,
        )
        for name, version, distribution, failures, provides, namespaces, off in data["plugins"]
    )
    rules = tuple(RuleInfo(*rule) for rule in data["rules"])
    code, errors, warnings, unread = data["counts"]
    news = News(code, errors, warnings, unread, rules, plugins)
    return Piece(tuple(data["texts"]), news), [Called(*one) for one in data["given_up"]]


def main() -> None:
    """Check the files that stdin names until it ends."""
    calm_collector()
    answers = _own_stdout()
    asked = _own_stdin()
    settings = json.loads(asked.readline())
    with click.Context(click.Command("worker")) as context:
        context.meta[KEY] = settings["project"]
        projects = Projects(tuple(settings["options"]["vocabularies"]), asks=False)
        reports = Reports([(fmt, Options(**looks)) for fmt, looks in settings["reports"]])
        unchanged = opened(projects, settings["options"], reports) if settings["keeps"] else None
        checker = Checker(projects, settings["options"], reports, unchanged)
        own(partial(_end, answers), answers.fileno())
        _answer(answers, "{}\n")
        for line in asked:
            try:
                path, given_up = json.loads(line)
                piece = checker.piece(path, [Called(*one) for one in given_up])
                answer = piece_line(piece, projects.of(path).registry.given_up())
            except RunError as error:
                answer = json.dumps({"end": [error.message, error.code]}) + "\n"
            except Exception:  # noqa: BLE001 -- told to the one who asked, who ends the run
                answer = json.dumps({"bug": traceback.format_exc()}) + "\n"
            _answer(answers, answer)


def _own_stdout() -> TextIO:
    """Keep stdout for answers: whatever else is printed goes to stderr, plugins' C code too."""
    answers = os.fdopen(far_copy(1), "w", encoding="ascii", newline="\n")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return answers


def _own_stdin() -> BinaryIO:
    """Keep stdin for what is asked: a plugin that reads finds nothing there."""
    asked = os.fdopen(far_copy(0), "rb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    return asked


def _end(answers: TextIO, of: Called, reason: str, _code: int) -> None:
    """End this process in the middle of a plugin that holds on to it, and say which one it is."""
    line = json.dumps({"lost": reason, "of": of}) + "\n"
    os.write(answers.fileno(), line.encode("ascii"))
    leave_now(INCOMPLETE)


def _answer(answers: TextIO, line: str) -> None:
    try:
        answers.write(line)
        answers.flush()
    except BrokenPipeError:
        # Nobody waits for the answer any more; this keeps Python from complaining.
        leave_now(0)
