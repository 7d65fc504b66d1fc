"""The guards that `tests/trust/guards.py` turns off are there as they are written down."""

from pathlib import Path

from guards import guards

ROOT = Path(__file__).parent.parent


def test_each_guard_is_where_its_list_says() -> None:
    """Once, so that turning it off turns off nothing else; and its tests are there."""
    for guard in guards():
        text = (ROOT / guard["path"]).read_text(encoding="utf-8")
        assert text.count(guard["old"]) == 1, guard["kind"]
        assert guard["new"] != guard["old"]
        assert all((ROOT / test).is_file() for test in guard["tests"]), guard["kind"]


def test_each_guard_has_a_kind_of_its_own() -> None:
    """By which it is chosen on the command line."""
    kinds = [guard["kind"] for guard in guards()]
    assert len({*kinds}) == len(kinds) >= 20
