"""What checking from Python gives: the reports of one or several files."""

import json
from collections.abc import Iterator
from html import escape
from typing import Any

import attrs

from intspec.diagnostics import Diagnostic, FileReport, ItemState, PluginReport
from intspec.reporters import FileRun, Options, Reports, Tally
from intspec.reporters.text import LOCATED
from intspec.states import state_words


@attrs.frozen(repr=False)
class Report:
    """All that checking gave, file by file.

    Printing it gives what `intspec check` prints; in a notebook it is shown as a table.

    Attributes:
        files: The report of each file.
    """

    _runs: tuple[FileRun, ...]

    @property
    def files(self) -> tuple[FileReport, ...]:
        """The report of each file."""
        return tuple(run.report for run in self._runs)

    @property
    def items(self) -> tuple[ItemState, ...]:
        """The verdicts on all files: one for each item and each arm, or the study."""
        return tuple(item for file in self.files for item in file.items)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """The findings in all files, in order of their places."""
        return tuple(one for file in self.files for one in file.diagnostics)

    @property
    def plugins(self) -> tuple[PluginReport, ...]:
        """The plugins that were there, each with what failed in it."""
        return self._counted().plugins

    @property
    def exit_code(self) -> int:
        """What `intspec check` would end with: 0, 1 (findings), 2 (unreadable) or 3 (a failure)."""
        return self._counted().exit_code

    @property
    def ok(self) -> bool:
        """Whether nothing was found that fails a run: by default, no error."""
        return self.exit_code == 0

    def to_json(self) -> str:
        """Return the report as JSON, as `intspec check --format json` prints it."""
        return self._told("json")

    def to_dict(self) -> dict[str, Any]:
        """Return the report as data, of the form that `schemas/report-1.json` describes."""
        data: dict[str, Any] = json.loads(self.to_json())
        return data

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return one row for each verdict, for a table: `pandas.DataFrame(report.to_dicts())`.

        Each row has the keys `file`, `checklist`, `number`, `item`, `title`, `scope`, `arm`,
        `modification`, `state`, `declared`, `located`, `content_checked` and `reason`. `arm` and
        `modification` are None where the item is about the whole study.
        """
        return [
            {
                "file": file.path,
                "checklist": item.checklist,
                "number": item.number,
                "item": item.item,
                "title": item.title,
                "scope": item.scope,
                "arm": item.arm,
                "modification": item.modification,
                "state": item.state,
                "declared": item.declared,
                "located": item.located,
                "content_checked": item.content_checked,
                "reason": item.reason,
            }
            for file in self.files
            for item in file.items
        ]

    def __str__(self) -> str:
        """Return the report for people, as `intspec check` prints it."""
        return self._told("text")

    def __repr__(self) -> str:
        """Return how much it holds."""
        found = {s: sum(file.count(s) for file in self.files) for s in ("error", "warning")}
        return (
            f"<Report: files {len(self.files)}, errors {found['error']}, "
            f"warnings {found['warning']}, exit code {self.exit_code}>"
        )

    def _repr_html_(self) -> str:
        """Return the report for a notebook: what is shown of files is escaped."""
        return "".join(line for file in self.files for line in _of_file(file))

    def _counted(self) -> Tally:
        """What the run comes to."""
        reports = Reports([])
        for run in self._runs:
            reports.add(reports.piece(run))
        return reports.tally

    def _told(self, fmt: str) -> str:
        """Write the report in a format."""
        reports = Reports([(fmt, Options(several=len(self._runs) > 1))])
        texts = [reports.add(reports.piece(run))[0] for run in self._runs]
        return "".join((*texts, *next(reports.tails())))


def _of_file(file: FileReport) -> Iterator[str]:
    """Write one file as HTML: its verdicts, one column for each arm, and its findings."""
    yield f"<p><strong>{escape(file.title or file.path)}</strong></p>"
    for checklist, title, version in file.checklists:
        items = [item for item in file.items if item.checklist == checklist]
        arms = list(dict.fromkeys(item.arm for item in items))
        names = {arm.key: arm.name for arm in file.arms}
        yield f"<table><caption>{escape(f'{title} {version}'.strip())}</caption><thead><tr>"
        for head in ("Item", *(names.get(arm, arm) if arm else "Study" for arm in arms)):
            yield f'<th scope="col">{escape(head)}</th>'
        yield "</tr></thead><tbody>"
        for (number, name), cells in _rows(items).items():
            yield f'<tr><th scope="row">{escape(f"{number} {name}")}</th>'
            for arm in arms:
                yield f"<td>{escape('; '.join(map(_words, cells.get(arm, ()))))}</td>"
            yield "</tr>"
        yield "</tbody></table>"
    if file.diagnostics:
        yield "<ul>"
        for one in file.diagnostics:
            where = one.at(file.path)
            hint = f" <em>{escape(one.hint)}</em>" if one.hint else ""
            place = f"<small>{escape(where)}</small>"
            yield f"<li>{one.severity}: {escape(one.message)}{hint} {place}</li>"
        yield "</ul>"


def _words(item: ItemState) -> str:
    """Say a verdict in words."""
    return LOCATED if item.only_located else state_words(item.state)


def _rows(
    items: list[ItemState],
) -> dict[tuple[str, str], dict[str | None, list[ItemState]]]:
    """Sort verdicts by item, and the item's by arm."""
    rows: dict[tuple[str, str], dict[str | None, list[ItemState]]] = {}
    for item in items:
        rows.setdefault((item.number, item.title), {}).setdefault(item.arm, []).append(item)
    return rows
