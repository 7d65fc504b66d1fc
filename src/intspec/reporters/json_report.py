"""The JSON report, `intspec-report/1`; schemas/report-1.json describes it."""

import json
from typing import Any

import attrs

from intspec.diagnostics import Diagnostic, FileReport, Report
from intspec.reporters import Options

FORMAT = "intspec-report/1"


def write(report: Report, _options: Options) -> str:
    """Write the whole report as JSON."""
    text = json.dumps(data(report), ensure_ascii=False, indent=2) + "\n"
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def data(report: Report) -> dict[str, Any]:
    """Return the whole report as plain data."""
    return {
        "format": FORMAT,
        "intspec": report.version,
        "files": [_file(file) for file in report.files],
        "plugins": [attrs.asdict(plugin) for plugin in report.plugins],
        "exit_code": report.exit_code,
    }


def _file(file: FileReport) -> dict[str, Any]:
    return {
        "path": file.path,
        **({"config": file.config} if file.config else {}),
        "readable": file.readable,
        "title": file.title,
        "short": file.short,
        "fictitious": file.fictitious,
        "form": file.form,
        "schema": file.schema,
        "stage": {"document": file.stage, "in_force": file.stage_in_force},
        "checklists": [
            {"id": name, "title": title, "version": version}
            for name, title, version in file.checklists
        ],
        "arms": [attrs.asdict(arm) for arm in file.arms],
        "items": [attrs.asdict(item) for item in file.items],
        "diagnostics": [_diagnostic(one) for one in file.diagnostics],
        "outcomes": [attrs.asdict(outcome) for outcome in file.outcomes],
    }


def _diagnostic(diagnostic: Diagnostic) -> dict[str, Any]:
    out = attrs.asdict(diagnostic)
    out["items"] = [{k: v for k, v in item.items() if k != "label"} for item in out["items"]]
    out["also"] = list(out["also"])
    if diagnostic.overridden is None:
        del out["overridden"]
    return out
