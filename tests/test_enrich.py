"""ENRICH gives the verdict that its dossier gives, and every gap has its reason."""

import re
from pathlib import Path

import badinput
import pytest

from intspec.api import check_bytes
from intspec.diagnostics import FileReport
from intspec.reading import read_bytes
from intspec.testing import states

SPECS = Path(__file__).parent.parent / "specs"
REPORTED = {"1", "2", "4", "6", "7"}
PARTIAL = {"3", "5", "8", "9"}
NOT_REPORTED = {"10", "11", "12"}


def checked(name: str) -> FileReport:
    """Check one of the specifications."""
    path = SPECS / name
    return check_bytes(path.read_bytes(), path=name).report


def numbers(report: FileReport, arm: str, state: str) -> set[str]:
    """Return the items of an arm that have a state, declared or not."""
    found = states(report, "tidier")[arm]
    return {n for n, words in found.items() if words.removesuffix(" (declared)") == state}


def test_the_peer_support_arm() -> None:
    """The states are those that the dossier lists."""
    report = checked("enrich/enrich.intspec.yaml")
    assert numbers(report, "peer-support", "reported") == REPORTED
    assert numbers(report, "peer-support", "partial") == PARTIAL
    assert numbers(report, "peer-support", "not-reported") == NOT_REPORTED


def test_the_lists_are_the_dossiers() -> None:
    """The lists of this test are read off the dossier where it is at hand."""
    path = badinput.given("domain/enrich-facts.md")
    if path is None:
        pytest.skip("INTSPEC_TEST_DATA does not name the folder of the dossier")
    text = path.read_text(encoding="utf-8")
    says = text[text.index("What the check must say of the peer-support arm") :]
    for word, expected in (
        ("Reported", REPORTED),
        ("Partial", PARTIAL),
        ("Not reported, declared not-found", NOT_REPORTED),
    ):
        found = re.search(word + r":([^.]*)\.", says)
        assert found is not None
        plain = re.sub(r"\([^)]*\)", "", found.group(1))
        # Corrected later: no abstract says that the trial used or planned the fidelity index.
        assert set(re.findall(r"\d+", plain)) - {"11"} == expected - {"11"}


#: The tables of the README: heading, checklist, and the subjects of the columns that hold states.
TABLES = [
    ("TIDieR 2014", "tidier", {1: "peer-support", 3: "usual-care"}),
    ("GUIDED 2020", "guided", {1: "study"}),
    ("CONSORT 2025", "consort-2025", {1: "study", 2: "peer-support", 3: "usual-care"}),
    ("CONSORT-SPI 2018", "consort-spi-2018", {1: "study", 2: "peer-support", 3: "usual-care"}),
    ("Peer support", "peer-support", {1: "peer-support"}),
]


@pytest.mark.parametrize(("heading", "checklist", "columns"), TABLES)
def test_the_readme_gives_every_state_and_the_reason(
    heading: str, checklist: str, columns: dict[int, str]
) -> None:
    """The tables are what the check says, and a state that is not reported has its reason."""
    text = (SPECS / "enrich" / "README.md").read_text(encoding="utf-8")
    section = text[text.index(f"### {heading}") :]
    lines = [one for one in section.split("\n##")[0].splitlines() if one.startswith("| ")][1:]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    written = {
        (row[0], subject): row[column]
        for row in rows
        for column, subject in columns.items()
        if row[column]
    }
    report = checked("enrich/enrich.intspec.yaml")
    judged = {
        (f"{i.number} {i.title}", i.arm or "study"): i.state.replace("-", " ")
        for i in report.items
        if i.checklist == checklist and (i.arm or "study") in columns.values()
    }
    assert written == judged
    for row in rows:
        if {row[column] for column in columns} - {"", "reported"}:
            assert any(cell for n, cell in enumerate(row) if n and n not in columns), row


def test_care_as_usual() -> None:
    """The brief name and the procedures are reported, and nothing else was found."""
    report = checked("enrich/enrich.intspec.yaml")
    assert numbers(report, "usual-care", "reported") == {"1", "4"}
    rest = {str(n) for n in range(1, 13)} - {"1", "4"}
    assert numbers(report, "usual-care", "not-reported") == rest


@pytest.mark.parametrize("name", ["enrich.intspec.yaml", "enrich-protocol.intspec.yaml"])
def test_every_gap_is_declared_with_its_reason(name: str) -> None:
    """Each finding is a note that carries a reason of its own."""
    report = checked(f"enrich/{name}")
    assert {d.severity for d in report.diagnostics} == {"note"}
    assert all(d.declared and d.declared.endswith(".") for d in report.diagnostics)
    for item in report.items:
        if item.state in ("partial", "not-reported"):
            assert item.declared
            assert item.reason


def test_the_protocol_is_not_asked_for_what_cannot_be_known_yet() -> None:
    """Items 10 and 12 are not yet asked, in both arms."""
    report = checked("enrich/enrich-protocol.intspec.yaml")
    for arm in ("peer-support", "usual-care"):
        assert numbers(report, arm, "not-yet") == {"10", "12"}


def test_the_conflicts_are_kept() -> None:
    """The sources that disagree stand side by side."""
    path = SPECS / "enrich" / "enrich.intspec.yaml"
    data = read_bytes(path.read_bytes(), path="x").data
    claims = {c["about"]: [one["source"] for one in c["claims"]] for c in data["conflicts"]}
    assert claims == {
        "Number of sites": ["hra", "gillard-2022"],
        "Who with experience of their own informed which stages": ["marks-2021", "gillard-2023"],
        "How many people received peer support": ["hra-follow-on", "white-2023"],
        "What the comparator is": ["hra", "gillard-2020", "gillard-2022"],
    }


def test_the_pool_is_no_part_of_the_delivered_arm() -> None:
    """Seventeen of 66 components are listed, and the arm claims none of them as delivered."""
    path = SPECS / "enrich" / "enrich.intspec.yaml"
    data = read_bytes(path.read_bytes(), path="x").data
    assert len(data["components"]) == 17
    assert data["development"]["pool"]["count"] == 66
    assert data["development"]["pool"]["listed"] == "partial"
    assert all("components" not in arm for arm in data["interventions"].values())


def test_the_other_specifications_are_fictitious_and_clean() -> None:
    """They say that they are invented, in the file, and have no errors or warnings."""
    others = [p for p in sorted(SPECS.rglob("*.intspec.yaml")) if p.parent.name != "enrich"]
    assert len(others) == 16
    for path in others:
        assert "FICTITIOUS" in path.read_text(encoding="utf-8")
        report = check_bytes(path.read_bytes(), path=str(path)).report
        assert report.fictitious
        assert [d for d in report.diagnostics if d.severity != "note"] == []
