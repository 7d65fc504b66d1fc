"""The crosswalk: the table of the domain file, read off the checklists."""

import json
import re
import subprocess
from pathlib import Path

import pytest

import command_line
from intspec.api import shared_registry
from intspec.checklists.crosswalk import crosswalk, numbers
from test_checklists import checklist, domain, section

ROOT = Path(__file__).parent.parent
ENRICH = "specs/enrich/enrich.intspec.yaml"
COLUMNS = ["consort-2025", "spirit-2025", "guided", "credeci-2", "frame"]


def intspec(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Call the program."""
    return command_line.run_text(arguments, cwd=ROOT)


def expanded(cell: str) -> set[str]:
    """Return the numbers of a cell such as `4-6, 13`."""
    found = set()
    for piece in filter(None, (p.strip() for p in cell.split(","))):
        first, dash, last = piece.partition("-")
        found |= {str(n) for n in range(int(first), int(last) + 1)} if dash else {piece}
    return found


def test_the_table_of_the_domain_file_is_reproduced_from_the_data() -> None:
    """Every cell of it, and nothing more."""
    lines = [one for one in section(domain(), "Crosswalk").splitlines() if one.startswith("| ")]
    expected = {}
    for line in lines[1:]:
        row, *cells = (cell.strip() for cell in line.strip("|").split("|"))
        expected[row] = [expanded(cell) for cell in cells]
    found = crosswalk(checklist("tidier"), [checklist(name) for name in COLUMNS])
    assert found.faults == ()
    assert expected == {
        (row.item.number if row.item else "comparator"): [
            {item.number for item in row.answers[name]} for name in COLUMNS
        ]
        for row in found.rows
    }


def test_every_relation_of_every_checklist_leads_to_an_item() -> None:
    """No checklist relates to an item that is not there."""
    names = shared_registry().checklist_ids
    base, *others = map(checklist, names)
    assert crosswalk(base, others).faults == ()


def test_numbers_are_written_as_a_table_does() -> None:
    """Three in a row are a range, two are not, and letters stand for themselves."""
    items = {item.number: item for name in COLUMNS for item in checklist(name).items}
    assert numbers(items[n] for n in ("4", "5", "6")) == "4-6"
    assert numbers(items[n] for n in ("1", "2")) == "1, 2"
    assert numbers(items[n] for n in ("13", "24a", "24b")) == "13, 24a, 24b"


def test_the_command_shows_states_columns_and_shared_gaps() -> None:
    """One row for each item, the states of each arm, and each shared gap once."""
    done = intspec("crosswalk", ENRICH)
    assert (done.returncode, done.stderr) == (0, "")
    why = next(line for line in done.stdout.splitlines() if re.match(r"\s+2\s+Why", line))
    assert re.split(r"\s{2,}", why.strip()) == [
        "2",
        "Why",
        "reported",
        "not found",
        "4-6",
        "6, 13",
        "2b, 5",
    ]
    gap = "TIDieR 3, GUIDED 13, CONSORT 13, CONSORT-SPI 5b"
    assert len([line for line in done.stdout.splitlines() if line.endswith(gap)]) == 1
    assert max(map(len, done.stdout.splitlines())) <= 110


def test_another_guideline_may_give_the_rows() -> None:
    """`--by` chooses it; SPIRIT's items stand beside CONSORT's."""
    done = intspec("crosswalk", "--by", "consort-2025", "--checklist", "spirit-2025")
    row = next(line for line in done.stdout.splitlines() if re.match(r"\s+8\s", line))
    assert re.split(r"\s{2,}", row.strip()) == ["8", "Patient and public involvement", "11"]


@pytest.mark.long
def test_it_is_written_in_every_format(tmp_path: Path) -> None:
    """A crosswalk is a view like others."""
    done = intspec("crosswalk", ENRICH, "--to", "json")
    assert json.loads(done.stdout)["kind"] == "crosswalk"
    target = tmp_path / "crosswalk.html"
    assert intspec("crosswalk", ENRICH, "-o", str(target)).returncode == 0
    assert "<table" in target.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--by", "tidyer"), "did you mean `tidier`?"),
        (("no-such-file.yaml",), "no-such-file.yaml"),
    ],
)
def test_what_cannot_be_used_is_said(arguments: tuple[str, ...], words: str) -> None:
    """Exit 2, one line, with what is known."""
    done = intspec("crosswalk", *arguments)
    assert done.returncode == 2
    assert words in done.stderr


def test_explain_links_the_guidelines() -> None:
    """An item names those that ask about the same; a part names those that use it."""
    item = " ".join(intspec("explain", "tidier", "3").stdout.split())
    assert "CONSORT 13, Intervention and comparator with detail to replicate" in item
    assert "[spirit-2025/interventions-and-comparator]" in item
    part = " ".join(intspec("explain", "tidier/training-length").stdout.split())
    assert "Peer support 4, Training [peer-support/training]" in part
