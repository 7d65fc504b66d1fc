"""Odd names in every report: of files, arms, keys and things that are named, each its own."""

import json
import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from reports import written

from intspec.api import check_bytes, shared_registry
from intspec.diagnostics import FileReport
from intspec.reporters import FORMATS, Options
from intspec.reporters.file_names import named
from members import one_of_each

#: Parts of names, by what some reader of reports may take them for.
ODD = {
    "colons": "a::b:c",
    "command": "::error file=a,line=1::b",
    "percent": "100%0A%25%2C %s {0}",
    "slashes": "a/../b\\c~1~0",
    "markup": "]]>&amp;<b>'\"",
    "break": "a\nb\r\nc\x85d\u2028e",
    "hidden": "a\x00\x1b[31m\u202eb\u200b\ufeff",
    "table": "a|b`c`*d*_e_",
    "emoji": "\N{PEDESTRIAN}\N{ZERO WIDTH JOINER}\N{FEMALE SIGN} e\u0301",
    "brackets": "a (b) [c] #2",
    "escape": r"a\u0001b",
    "unescaped": "a\x01b",
    "half": "a\udce9b",
    "half escaped": r"a\udce9b",
    "low": "a\x85b",
    "low escaped": r"a\x85b",
    "folder": "a/b",
    "backslash": r"a\b",
    "noncharacter": "a\uffffb\U0001ffff",
    "blank": "  a\u00a0 ",
    "long": "long " * 2_000,
}
#: Names that are nearly those of others: they are to be told apart.
NEAR = (
    *("half", "half escaped", "low", "low escaped", "escape", "unescaped", "noncharacter"),
    *("folder", "backslash"),
)
WHERE = ("file", "name", "key", "reference", "about", "entry")


def document(part: str, where: str) -> bytes:
    """Write a fictitious document that has an odd text in one of its places."""
    arm = {"role": "experimental", "name": "Walk", "providers": ["nurse"]}
    data: dict[str, Any] = {
        "intspec": "1.0",
        "id": "walk",
        "title": "A fictitious trial",
        "stage": "results",
        "checklists": ["tidier"],
        "interventions": {"walk": arm, "wait": {"role": "waiting-list", "name": "Wait"}},
    }
    if where == "name":
        arm["name"] = part
    elif where == "key":
        data["interventions"] = {part: {**arm, "role": "no-such"}, f"{part} ": arm, "walk": arm}
    elif where == "reference":
        arm["providers"] = [part, f"{part}x"]
    elif where == "about":
        data["declarations"] = [
            {"about": part, "arm": part, "target": part, "state": "not-done", "reason": part}
        ] * 2
    elif where == "entry":
        data["materials"] = {"first": {"name": part}, "second": {"name": f"{part}."}}
        arm["materials"] = ["first", "second"]
    return json.dumps(data).encode()


def _meant(match: re.Match[str]) -> str:
    return chr(int(match[1], 16))


def reports(kind: str, where: str) -> list[FileReport]:
    """Check a file of odd names, beside one whose name is nearly that of the first."""
    part = ODD[kind]
    raw = document(part, where)
    names = [f"{part}.yaml", f"{part}x.yaml"] if where == "file" else ["a.yaml", "b.yaml"]
    if where == "file" and kind in NEAR:
        names = [f"{ODD[near]}.yaml" for near in NEAR]
    return [check_bytes(raw, path=name, registry=shared_registry()).report for name in names]


def members() -> Iterator[tuple[tuple[str, str], str, str]]:
    """Go over odd texts and places, the first place of each text another one."""
    for number, kind in enumerate(ODD):
        first = (number + WHERE.index("file") - list(ODD).index("escape")) % len(WHERE)
        for where in (*WHERE[first:], *WHERE[:first]):
            yield (kind, where), kind, f"{kind}-{where}"


@pytest.mark.long
@pytest.mark.parametrize(("kind", "where"), one_of_each(members()))
def test_no_report_is_broken_by_a_name(kind: str, where: str) -> None:
    """By readers of others, and each thing has a name of its own."""
    files = reports(kind, where)
    texts = {fmt: written(files, shared_registry(), fmt, Options(several=True)) for fmt in FORMATS}
    found = [d for file in files for d in file.diagnostics]
    apart = [d for file in files for d in file.apart()]
    for text in texts.values():
        text.encode("utf-8", "backslashreplace").decode("utf-8")
    # JSON has every text as it is.
    told = json.loads(texts["json"])["files"]
    assert [one["path"] for one in told] == [file.path for file in files]
    assert [d["message"] for one in told for d in one["diagnostics"]] == [d.message for d in found]
    (only,) = json.loads(texts["sarif"])["runs"]
    results = only["results"]
    assert len(results) == len(apart)
    uris = [r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in results]
    assert len({*uris}) == len(files)
    assert all(re.fullmatch("[!-~]+", uri) for uri in uris)
    prints = [r["partialFingerprints"]["intspec/1"] for r in results]
    assert len({*zip(uris, prints, strict=True)}) == len(prints)
    rules = {rule["id"] for rule in only["tool"]["driver"]["rules"]}
    assert {r["ruleId"] for r in results} == rules
    suites = [*ET.fromstring(texts["junit"].encode("utf-8", "backslashreplace"))]
    cases = [(c.get("classname"), c.get("name")) for one in suites for c in one.iter("testcase")]
    assert len(set(cases)) == len(cases)
    names = [re.sub(r"\\u([0-9a-f]{4})", _meant, suite.get("name", "")) for suite in suites]
    assert names == [named(file.path) for file in files]
    lines = texts["github"].split("\n")
    assert lines.pop() == ""
    for line in lines:
        match = re.fullmatch(r"::(?:error|warning|notice) ([^:]*?)::(.*)", line)
        assert match, line
        assert not re.search(r"%(?!25|0A|3A|2C)", line), line
        assert all(re.fullmatch(r"[a-zA-Z]+=[^,=]*(?:=.*)?", one) for one in match[1].split(","))
    assert len(lines) >= len(found)
    places = {place for line in lines for place in re.findall("^::[a-z]+ file=([^,]*)", line)}
    assert len(places) == len(files)
    assert len(texts["concise"].splitlines()) == len(found)
    for fmt in ("text", "concise", "github"):
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\ufeff]", texts[fmt])
