"""A worker of `intspec check --jobs`: a line of JSON for each file, and one back for its piece.

Both sides are intspec itself, and only plain data crosses: nothing of a plugin's own does.
"""

import json
import os
import sys
import traceback
from typing import TextIO

import attrs
import click

from intspec.cli.common import RunError
from intspec.cli.main import calm_collector
from intspec.cli.one_file import Checker
from intspec.cli.project import KEY, Projects
from intspec.diagnostics import Failure, PluginReport, RuleInfo
from intspec.reporters import News, Options, Piece, Reports


class WorkerBugError(Exception):
    """A fault of intspec itself that came about in a worker; the message is its traceback."""


def settings_line(checker: Checker) -> str:
    """Write what a worker is told first: all that its answers depend on."""
    looks = [(fmt, attrs.asdict(options)) for fmt, options in checker.reports.wanted]
    settings = {"options": checker.options, "reports": looks, "project": checker.projects.wanted}
    return json.dumps(settings) + "\n"


def piece_line(piece: Piece) -> str:
    """Write a piece as a line."""
    news = piece.news
    return (
        json.dumps(
            {
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
                    ]
                    for p in news.plugins
                ],
            }
        )
        + "\n"
    )


def piece_of(line: bytes) -> Piece:
    """Read a piece from its line.

    Raises:
        RunError: The file ended the run.
        WorkerBugError: intspec itself failed.
    """
    data = json.loads(line)
    if "bug" in data:
        raise WorkerBugError(data["bug"])
    if "end" in data:
        raise RunError(*data["end"])
    plugins = tuple(
        PluginReport(
            name,
            version,
            distribution,
            tuple(Failure(*failure) for failure in failures),
            tuple(provides),
            tuple(namespaces),
        )
        for name, version, distribution, failures, provides, namespaces in data["plugins"]
    )
    rules = tuple(RuleInfo(*rule) for rule in data["rules"])
    code, errors, warnings, unread = data["counts"]
    news = News(code, errors, warnings, unread, rules, plugins)
    return Piece(tuple(data["texts"]), news)


def main() -> None:
    """Check the files that stdin names until it ends."""
    calm_collector()
    answers = _own_stdout()
    asked = sys.stdin.buffer
    settings = json.loads(asked.readline())
    with click.Context(click.Command("worker")) as context:
        context.meta[KEY] = settings["project"]
        projects = Projects(tuple(settings["options"]["vocabularies"]), asks=False)
        reports = Reports([(fmt, Options(**looks)) for fmt, looks in settings["reports"]])
        checker = Checker(projects, settings["options"], reports)
        _answer(answers, "{}\n")
        for line in asked:
            try:
                answer = piece_line(checker.piece(json.loads(line)))
            except RunError as error:
                answer = json.dumps({"end": [error.message, error.code]}) + "\n"
            except Exception:  # noqa: BLE001 -- told to the one who asked, who ends the run
                answer = json.dumps({"bug": traceback.format_exc()}) + "\n"
            _answer(answers, answer)


def _own_stdout() -> TextIO:
    """Keep stdout for answers: whatever else is printed goes to stderr, plugins' C code too."""
    answers = os.fdopen(os.dup(1), "w", encoding="ascii", newline="\n")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return answers


def _answer(answers: TextIO, line: str) -> None:
    try:
        answers.write(line)
        answers.flush()
    except BrokenPipeError:
        # Nobody waits for the answer any more; os._exit keeps Python from complaining.
        os._exit(0)
