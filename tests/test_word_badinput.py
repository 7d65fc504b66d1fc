"""Word files that other readers choke on are read or refused within bounds of time and memory.

The files are not part of this project. `INTSPEC_TEST_DATA` names the folder that has them in its
folder `badinput`; without it these tests are skipped.
"""

from typing import Any

import packages
import pytest
from packages import FUZZED, MEGABYTES, REFUSED

from office import bad_input

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def verdicts() -> dict[str, dict[str, Any]]:
    """What became of each Word file that is there, by its name."""
    folder = bad_input()
    names = [name for name in packages.collected() if name.endswith((".docx", ".docm"))]
    assert len(names) > 50
    found = packages.verdicts([folder / name for name in names])
    return {name: found[folder / name] for name in names}


def test_no_file_ends_the_process(verdicts: dict[str, dict[str, Any]]) -> None:
    """No traceback, no crash, no connection; `tests/trust/packages.py` holds the time."""
    assert {name: said for name, said in verdicts.items() if "died" in said} == {}


def test_no_file_takes_much_memory(verdicts: dict[str, dict[str, Any]]) -> None:
    """The memory that the process has needed at most stays within the bound after each file."""
    assert max(said["megabytes"] for said in verdicts.values()) < MEGABYTES


def test_each_refusal_says_why(verdicts: dict[str, dict[str, Any]]) -> None:
    """What cannot be read is refused by what it is; everything else is read."""
    refused = {name: said for name, said in verdicts.items() if "refused" in said}
    plain = {name for name in refused if FUZZED not in name}
    assert plain == {name for name in REFUSED if name in verdicts}
    for name in plain:
        assert REFUSED[name] in refused[name]["refused"], name
    for said in refused.values():
        assert said["hint"]
        assert "\n" not in said["refused"] + said["hint"]


def test_no_words_are_lost_in_silence(verdicts: dict[str, dict[str, Any]]) -> None:
    """Every letter of the main part stands in what was read, or in a remark."""
    lost = {name: said["lost"] for name, said in verdicts.items() if said.get("lost")}
    assert lost == {}
