"""ENRICH gives the verdict that its dossier gives, and every gap has its reason."""

import os
import re
from pathlib import Path

import pytest

from casefile import states
from intspec.api import check_bytes
from intspec.diagnostics import FileReport
from intspec.reading import read_bytes

SPECS = Path(__file__).parent.parent / "specs"
REPORTED = {"1", "2", "4", "6", "7"}
PARTIAL = {"3", "5", "8", "9", "11"}
NOT_REPORTED = {"10", "12"}


def checked(name: str) -> FileReport:
    """Check one of the specifications."""
    path = SPECS / name
    return check_bytes(path.read_bytes(), path=name).report


def numbers(report: FileReport, arm: str, state: str) -> set[str]:
    """Return the items of an arm that have a state, declared or not."""
    found = states(report)[arm]
    return {n for n, words in found.items() if words.removesuffix(" (declared)") == state}


def test_the_peer_support_arm() -> None:
    """The states are those that the dossier lists."""
    report = checked("enrich/enrich.intspec.yaml")
    assert numbers(report, "peer-support", "reported") == REPORTED
    assert numbers(report, "peer-support", "partial") == PARTIAL
    assert numbers(report, "peer-support", "not-reported") == NOT_REPORTED


def test_the_lists_are_the_dossiers() -> None:
    """The lists of this test are read off the dossier where it is at hand."""
    folder = os.environ.get("INTSPEC_TEST_DATA")
    if folder is None:
        pytest.skip("INTSPEC_TEST_DATA does not name the folder of the dossier")
    text = (Path(folder) / "domain" / "enrich-facts.md").read_text(encoding="utf-8")
    says = text[text.index("What the check must say of the peer-support arm") :]
    for word, expected in (
        ("Reported", REPORTED),
        ("Partial", PARTIAL),
        ("Not reported, declared not-found", NOT_REPORTED),
    ):
        found = re.search(word + r":([^.]*)\.", says)
        assert found is not None
        plain = re.sub(r"\([^)]*\)", "", found.group(1))
        assert set(re.findall(r"\d+", plain)) == expected


def test_care_as_usual() -> None:
    """The brief name is reported, the procedures in part, and nothing else was found."""
    report = checked("enrich/enrich.intspec.yaml")
    assert numbers(report, "usual-care", "reported") == {"1"}
    assert numbers(report, "usual-care", "partial") == {"4"}
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
    assert len(others) == 3
    for path in others:
        assert "FICTITIOUS" in path.read_text(encoding="utf-8")
        report = check_bytes(path.read_bytes(), path=str(path)).report
        assert report.fictitious
        assert [d for d in report.diagnostics if d.severity != "note"] == []
