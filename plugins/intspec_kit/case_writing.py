"""Cases as YAML to paste: what is found in a specification, one finding a line."""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

from intspec.diagnostics import Diagnostic, FileReport
from intspec.text.yaml_text import in_brackets
from intspec_kit.case_files import yaml_nodes
from intspec_kit.cases import Case, findings_in_order, states

#: A JSON Pointer, or an id, that YAML takes as it stands inside brackets.
PLAIN = re.compile(r"[A-Za-z0-9/][A-Za-z0-9/~._-]*")
#: How far the entries of a list are indented.
INDENT = 2
#: A change of a text: what stands from one place to another, and what is to stand there.
Change = tuple[int, int, str]


def finding_line(found: Diagnostic) -> str:
    """Return the line of a case that expects a finding."""
    pairs = [("rule", found.rule), ("at", found.pointer)]
    if found.severity != "error":
        pairs.append(("severity", found.severity))
    words = (f"{key}: {v if PLAIN.fullmatch(v) else in_brackets(v)}" for key, v in pairs)
    return f"- {{{', '.join(words)}}}"


def finds(report: FileReport, indent: int = INDENT) -> list[str]:
    """Return the lines of a case that expect all that is found.

    Args:
        report: What was found.
        indent: How far the key `finds` is indented.
    """
    found = findings_in_order(report)
    if not found:
        return ["finds: []"]
    return ["finds:", *(f"{' ' * (indent + INDENT)}{finding_line(one)}" for one in found)]


def new_case(name: str, base: str, report: FileReport) -> str:
    """Return a case of a specification, as it stands in a file of cases.

    Args:
        name: What it shows.
        base: The specification, from the folder of the cases.
        report: What was found in it.
    """
    head, *entries = finds(report)
    lines = [f"- name: {in_brackets(name)}", f"  base: {base}", f"  {head}", *entries]
    return "".join(f"{line}\n" for line in lines)


def updated(text: str, path: Path, reports: Iterable[tuple[Case, FileReport]]) -> str:
    """Return a file of cases that says what is found now; every other line stays as it is.

    Args:
        text: What the file holds.
        path: The file, for messages.
        reports: Cases of it, and what was found in each.

    Raises:
        CaseError: It is no file of cases.
    """
    nodes = {node.start_mark.line + 1: node for node in yaml_nodes(text, path)}
    changes = [change for case, report in reports for change in _of(nodes[case.line], report)]
    line_end = "\r\n" if "\r\n" in text else "\n"
    for start, end, new in sorted(changes, reverse=True):
        text = text[:start] + new.replace("\n", line_end) + text[end:]
    return text


def _of(node: Any, report: FileReport) -> Iterator[Change]:
    """Go over the changes of one case."""
    entries = {key.value: (key, value) for key, value in node.value}
    indent = node.start_mark.column
    lines = "\n".join(finds(report, indent))
    if "finds" in entries:
        key, value = entries["finds"]
        yield key.start_mark.index, _end(value), lines
    else:
        end = max(_end(value) for _key, value in node.value)
        yield end, end, f"\n{' ' * indent}{lines}"
    actual = states(report)
    if "states" not in entries:
        return
    for subject, numbers in _pairs(entries["states"][1]):
        for number, state in _pairs(numbers):
            now = actual.get(subject, {}).get(number)
            if now is not None and now != state.value:
                yield state.start_mark.index, state.end_mark.index, now


def _pairs(node: Any) -> Sequence[tuple[str, Any]]:
    if not isinstance(node, yaml.MappingNode):
        return ()
    return [(key.value, value) for key, value in node.value]


def _end(node: Any) -> int:
    """Return where a node ends; a block ends with the last thing in it, not at the next one."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[-1] if isinstance(last, tuple) else last)
    # A block of text ends before its line break, as other values do.
    end: int = node.end_mark.index
    buffer = node.end_mark.buffer
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">") and buffer:
        return len(buffer[:end].rstrip())
    return end
