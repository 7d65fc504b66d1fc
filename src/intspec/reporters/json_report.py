"""The JSON report, `intspec-report/1`; schemas/report-1.json describes it."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import attrs

from intspec import reporters
from intspec.diagnostics import Diagnostic, FileReport, ItemState, PluginReport, Summary
from intspec.reporters.file_names import named

FORMAT = "intspec-report/1"


class Writer(reporters.Writer):
    """Writes the report as JSON, the files first."""

    first = True

    def piece(self, file: FileReport, _plugins: Sequence[PluginReport]) -> str:
        """Write one entry of `files`."""
        return json_text(_file(file)).replace("\n", "\n    ")

    def placed(self, piece: str) -> str:
        """Put the beginning of the document before the first file, and commas between them."""
        head = f"{self._head()}[\n    " if self.first else ",\n    "
        self.first = False
        return head + piece

    def tail(self, run: Summary) -> Iterator[str]:
        """Write what follows the files."""
        yield f"{self._head()}[]" if self.first else "\n  ]"
        rest = {
            "plugins": [_plugin(plugin) for plugin in run.plugins],
            "exit_code": run.exit_code,
        }
        yield f",{json_text(rest).removeprefix('{')}\n"

    def _head(self) -> str:
        return json_text({"format": FORMAT, "intspec": self.version}).removesuffix("\n}") + (
            ',\n  "files": '
        )


def json_text(data: Any) -> str:
    """Return data as indented JSON; of what UTF-8 cannot hold, the escapes."""
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _file(file: FileReport) -> dict[str, Any]:
    return {
        "path": named(file.path),
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
        **({"recognised": dict(file.recognised)} if file.recognised else {}),
        "arms": [attrs.asdict(arm) for arm in file.arms],
        "items": [_item(item) for item in file.items],
        "diagnostics": [_diagnostic(one) for one in file.diagnostics],
        "outcomes": [attrs.asdict(outcome) for outcome in file.outcomes],
    }


def _plugin(plugin: PluginReport) -> dict[str, Any]:
    told = attrs.asdict(plugin)
    if not plugin.off:
        del told["off"]
    return told


def _item(item: ItemState) -> dict[str, Any]:
    coverage = "part" if item.not_asked else "whole"
    return attrs.asdict(item) | {"coverage": coverage, "not_asked": list(item.not_asked)}


def _diagnostic(diagnostic: Diagnostic) -> dict[str, Any]:
    out = attrs.asdict(diagnostic)
    out["items"] = [{k: v for k, v in item.items() if k != "label"} for item in out["items"]]
    out["also"] = list(out["also"])
    if diagnostic.overridden is None:
        del out["overridden"]
    if not diagnostic.more:
        del out["more"]
    out["parts"] = [_diagnostic(part) for part in diagnostic.parts]
    if not diagnostic.parts:
        del out["parts"]
    return out
