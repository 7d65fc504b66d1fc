"""JUnit XML, which CI servers show as test results."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from xml.etree import ElementTree as ET

from intspec import reporters
from intspec.diagnostics import Diagnostic, FileReport, Outcome, PluginReport, Summary
from intspec.reporters.file_names import named
from intspec.text.characters import NOT_IN_XML, any_of

#: A backslash that would be taken for the beginning of an escape.
ESCAPE = re.compile(r"\\(?=u[0-9a-f]{4})")
SKIPPED = ("declared", "did-not-apply", "not-yet", "blocked")


HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="intspec"'


class Writer(reporters.Writer):
    """Writes a suite for each file and a case for each rule and arm."""

    empty = True

    def piece(self, file: FileReport, _plugins: Sequence[PluginReport]) -> str:
        """Write the suite of one file."""
        suite = _suite(file)
        ET.indent(suite, level=1)
        return f"  {ET.tostring(suite, encoding='unicode')}\n"

    def placed(self, piece: str) -> str:
        """Put the opening tag before the first suite."""
        head = f"{HEAD}>\n" if self.empty else ""
        self.empty = False
        return head + piece

    def tail(self, _run: Summary) -> Iterator[str]:
        """Write the closing tag."""
        yield f"{HEAD} />\n" if self.empty else "</testsuites>\n"


def _suite(file: FileReport) -> ET.Element:
    suite = ET.Element("testsuite", name=_own(file.path), time="0")
    counts = dict.fromkeys(("tests", "passed", "failures", "errors", "skipped"), 0)
    found: dict[tuple[str, str | None], list[Diagnostic]] = {}
    told_under: dict[tuple[str, str | None], str] = {}
    for d in file.apart():
        found.setdefault((d.rule, d.arm), []).append(d)
        arms = (d.arm, *(ref.arm for ref in d.items))
        same = ((rule, arm) for rule in (d.rule, *d.also) for arm in arms)
        told_under.update(dict.fromkeys(same, _name(d.rule, d.arm)))
    told = {*found}
    for outcome, findings in _shared(file.outcomes, found):
        case = _case(suite, file, outcome.rule, outcome.arm)
        counts["tests"] += 1
        key = (outcome.rule, outcome.arm)
        if outcome.state == "failed" and key in told_under and key not in told:
            # It is told once: here it is neither passed nor told again.
            ET.SubElement(case, "skipped", message=_legal(f"told under {told_under[key]}"))
            counts["skipped"] += 1
        else:
            counts[_judge(case, file, outcome, findings)] += 1
    for (rule, arm), findings in found.items():
        counts["tests"] += 1
        counts[_tell(_case(suite, file, rule, arm), file, findings)] += 1
    _set_apart(suite)
    for name in ("tests", "failures", "errors", "skipped"):
        suite.set(name, str(counts[name]))
    return suite


def _shared(
    outcomes: Sequence[Outcome], found: dict[tuple[str, str | None], list[Diagnostic]]
) -> Iterator[tuple[Outcome, list[Diagnostic]]]:
    """Go over outcomes, each with its findings, which are taken out of all that was found.

    A rule that is asked of each modification of an arm has an outcome for each, in their order, and
    so have its findings: each takes as many as it gave.
    """
    left = Counter((outcome.rule, outcome.arm) for outcome in outcomes)
    for outcome in outcomes:
        key = (outcome.rule, outcome.arm)
        left[key] -= 1
        findings = found.pop(key, [])
        share = outcome.findings if left[key] else len(findings)
        if left[key]:
            found[key] = findings[share:]
        yield outcome, findings[:share]


def _case(suite: ET.Element, file: FileReport, rule: str, arm: str | None) -> ET.Element:
    name = _legal(_name(rule, arm))
    return ET.SubElement(suite, "testcase", classname=_own(file.path), name=name, time="0")


def _name(rule: str, arm: str | None) -> str:
    return f"{rule} ({arm})" if arm else rule


def _set_apart(suite: ET.Element) -> None:
    """Number cases of one name: services know a case by its class, here the file, and its name."""
    taken: set[str] = set()
    numbers: dict[str, int] = {}
    for case in suite:
        name = own = case.get("name", "")
        while own in taken:
            number = numbers[name] = numbers.get(name, 1) + 1
            own = f"{name} #{number}"
        taken.add(own)
        case.set("name", own)


def _judge(
    case: ET.Element, file: FileReport, outcome: Outcome, findings: Sequence[Diagnostic]
) -> str:
    """Write what became of one rule, and return the count that it belongs to."""
    if outcome.state == "crashed":
        ET.SubElement(case, "error", message=_legal(outcome.reason))
        return "errors"
    if outcome.state in SKIPPED:
        words = f"{outcome.state}: {outcome.reason}" if outcome.reason else outcome.state
        ET.SubElement(case, "skipped", message=_legal(words))
        return "skipped"
    return _tell(case, file, findings)


def _tell(case: ET.Element, file: FileReport, findings: Sequence[Diagnostic]) -> str:
    """Write findings into a case, and return the count that it belongs to."""
    lines = [f"{d.at(named(file.path))}: {d.severity}: {d.message}" for d in findings]
    errors = [d for d in findings if d.severity == "error"]
    if errors:
        failure = ET.SubElement(case, "failure", message=_legal(errors[0].message))
        failure.text = _legal("\n".join(lines))
        return "failures"
    if lines:
        ET.SubElement(case, "system-out").text = _legal("\n".join(lines))
    return "passed"


def _own(path: str) -> str:
    """Return the name of a file, which no other file has: what reads as an escape is escaped."""
    return _legal(ESCAPE.sub(r"\\u005c", named(path)))


def _legal(text: str) -> str:
    return any_of(NOT_IN_XML).sub(lambda found: f"\\u{ord(found.group()):04x}", text)
