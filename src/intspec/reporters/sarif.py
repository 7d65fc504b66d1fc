"""SARIF 2.1.0, which code-scanning services read."""

import hashlib
import json
from typing import Any
from urllib.parse import quote

import attrs

from intspec.diagnostics import Diagnostic, FileReport, Report
from intspec.reporters import Options, changed

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def write(report: Report, _options: Options) -> str:
    """Write the report as one SARIF run."""
    rules = sorted({d.rule for f in report.files for d in f.diagnostics})
    infos = {info.id: info for info in report.rules}
    places = {rule: number for number, rule in enumerate(rules)}
    driver = {
        "name": "intspec",
        "version": report.version,
        "semanticVersion": report.version,
        "rules": [
            {
                "id": rule,
                "shortDescription": {"text": infos[rule].summary if rule in infos else rule},
                "defaultConfiguration": {
                    "level": infos[rule].severity if rule in infos else "error"
                },
            }
            for rule in rules
        ],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": report.exit_code in (0, 1),
                "exitCode": report.exit_code,
                "toolExecutionNotifications": _notifications(report),
            }
        ],
        "results": [
            _result(file, d, places[d.rule]) for file in report.files for d in file.diagnostics
        ],
    }
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _result(file: FileReport, d: Diagnostic, place: int) -> dict[str, Any]:
    out: dict[str, Any] = {
        "ruleId": d.rule,
        "ruleIndex": place,
        "level": d.severity,
        "message": {"text": ". ".join(filter(None, (d.message, d.hint, changed(d))))},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": _uri(file.path)},
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
        # A form has no lines: the place is told in words.
        del out["locations"][0]["physicalLocation"]["region"]
        out["locations"][0]["logicalLocations"] = [{"fullyQualifiedName": d.place}]
    if d.overridden is not None:
        out["properties"] = {"overridden": attrs.asdict(d.overridden)}
    if d.declared is not None:
        out["suppressions"] = [
            {"kind": "inSource", "status": "accepted", "justification": d.declared}
        ]
    return out


def _notifications(report: Report) -> list[dict[str, Any]]:
    return [
        {
            "level": "error",
            "message": {
                "text": f"plugin {plugin.name} {plugin.version}, {failure.hook}: {failure.reason}"
            },
        }
        for plugin in report.plugins
        for failure in plugin.failures
    ]


def _uri(path: str) -> str:
    quoted = quote(path.replace("\\", "/"), safe="/", errors="backslashreplace")
    return f"file://{quoted}" if quoted.startswith("/") else quoted


def _fingerprint(d: Diagnostic) -> str:
    """Name a finding by what it is about, which stays when lines move."""
    words = "\n".join((d.rule, d.arm or "", d.pointer))
    return hashlib.sha256(words.encode("utf-8", "backslashreplace")).hexdigest()[:32]
