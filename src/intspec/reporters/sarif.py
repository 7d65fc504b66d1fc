"""SARIF 2.1.0, which code-scanning services read."""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Any

import attrs

from intspec import reporters
from intspec.diagnostics import Diagnostic, FileReport, PluginReport, RuleInfo, Summary
from intspec.reporters import Options, changed
from intspec.reporters.file_names import folder_uri, from_root, uri
from intspec.reporters.json_report import json_text
from intspec.writing import STDIN_NAME

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


#: What stands before each line of an entry of `runs[0].results`.
MARGIN = " " * 8
#: Stands for the root of the repository, from which files are named.
ROOT = "%SRCROOT%"
NO_RESULTS = '"results": []'


class Writer(reporters.Writer):
    """Writes the report as one SARIF run.

    Results name their rule by its place among all rules of the run, and stand after them: they
    wait in a temporary file until all are known.
    """

    def __init__(self, options: Options, version: str) -> None:
        super().__init__(options, version)
        self.rules: set[str] = set()
        self.waiting: IO[str] | None = None

    def piece(self, file: FileReport, _plugins: Sequence[PluginReport]) -> str:
        """Write the results of one file, one on each line."""
        place = self._place(file.path)
        return "".join(f"{json.dumps(_result(place, d))}\n" for d in file.apart())

    def _place(self, path: str) -> dict[str, Any]:
        """Name a file from the root of the repository, or by all of its path outside of it."""
        inside = from_root(path, self.options.root)
        if inside is not None:
            return {"uri": uri(inside), "uriBaseId": ROOT}
        outside = self.options.root and path != STDIN_NAME
        return {"uri": uri(os.path.abspath(path) if outside else path)}  # noqa: PTH100 -- a text

    def placed(self, piece: str) -> str:
        """Keep the results until the tail."""
        if self.waiting is None:
            from tempfile import SpooledTemporaryFile  # noqa: PLC0415 -- only SARIF needs it

            self.waiting = SpooledTemporaryFile(1_000_000, "w+", encoding="utf-8")  # noqa: SIM115
        self.waiting.write(piece)
        self.rules.update(json.loads(line)["ruleId"] for line in piece.splitlines())
        return ""

    def tail(self, run: Summary) -> Iterator[str]:
        """Write the whole document."""
        rules = sorted(self.rules)
        places = {rule: number for number, rule in enumerate(rules)}
        head, tail = json_text(_document(run, rules, self.version, self.options.root)).split(
            NO_RESULTS
        )
        yield head
        yield from self._results(places)
        yield f"{tail}\n"

    def _results(self, places: dict[str, int]) -> Iterator[str]:
        yield '"results": ['
        between = f"\n{MARGIN}"
        if self.waiting is not None:
            self.waiting.seek(0)
            for line in self.waiting:
                result = json.loads(line)
                result["ruleIndex"] = places[result["ruleId"]]
                yield between + json_text(result).replace("\n", f"\n{MARGIN}")
                between = f",\n{MARGIN}"
            self.waiting.close()
        yield f"\n{MARGIN[2:]}]" if between.startswith(",") else "]"


def _document(run: Summary, rules: Sequence[str], version: str, root: str) -> dict[str, Any]:
    infos = {info.id: info for info in run.rules}
    driver = {
        "name": "intspec",
        "version": version,
        "semanticVersion": version,
        "rules": [
            {
                "id": rule,
                "shortDescription": {"text": _summary(rule, infos)},
                "fullDescription": {"text": _summary(rule, infos)},
                "help": {"text": f"{_summary(rule, infos)} `intspec explain {rule}` says more."},
                "defaultConfiguration": {
                    "level": infos[rule].severity if rule in infos else "error"
                },
            }
            for rule in rules
        ],
    }
    only = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        **({"originalUriBaseIds": {ROOT: {"uri": folder_uri(root)}}} if root else {}),
        "invocations": [
            {
                "executionSuccessful": run.exit_code in (0, 1),
                "exitCode": run.exit_code,
                "toolExecutionNotifications": _notifications(run),
            }
        ],
        "results": [],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [only]}


def _result(place: dict[str, Any], d: Diagnostic) -> dict[str, Any]:
    texts = (d.message, d.hint, changed(d))
    out: dict[str, Any] = {
        "ruleId": d.rule,
        "ruleIndex": 0,
        "level": d.severity,
        "message": {"text": " ".join(_sentence(text) for text in texts if text)},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": place,
                    "region": {
                        "startLine": d.line,
                        "startColumn": d.column,
                        "endLine": d.end_line,
                        "endColumn": d.end_column,
                    },
                },
                "logicalLocations": [{"fullyQualifiedName": d.pointer or "/"}],
            }
        ],
        "partialFingerprints": {"intspec/1": _fingerprint(d)},
    }
    if d.place:
        # A form has no lines: the place is told in words. GitHub asks for a line all the same.
        out["locations"][0]["physicalLocation"]["region"] = {"startLine": 1, "endLine": 1}
        out["locations"][0]["logicalLocations"] = [{"fullyQualifiedName": d.place}]
    properties: dict[str, Any] = {}
    if d.overridden is not None:
        properties["overridden"] = attrs.asdict(d.overridden)
    if d.more:
        properties["more"] = list(d.more)
    if properties:
        out["properties"] = properties
    if d.declared is not None:
        out["suppressions"] = [
            {"kind": "inSource", "status": "accepted", "justification": d.declared}
        ]
    return out


def _notifications(run: Summary) -> list[dict[str, Any]]:
    return [
        {
            "level": "error",
            "message": {
                "text": _sentence(
                    f"plugin {plugin.name} {plugin.version}, {failure.hook}: {failure.reason}"
                )
            },
        }
        for plugin in run.plugins
        for failure in plugin.failures
    ]


def _summary(rule: str, infos: Mapping[str, RuleInfo]) -> str:
    return _sentence((infos[rule].summary if rule in infos else "") or rule)


def _sentence(text: str) -> str:
    """Return a text with a period at its end, if nothing ends it."""
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _fingerprint(d: Diagnostic) -> str:
    """Name a finding by what it is about, which stays when lines move."""
    words = "\n".join((d.rule, d.arm or "", d.pointer))
    return hashlib.sha256(words.encode("utf-8", "backslashreplace")).hexdigest()[:32]
