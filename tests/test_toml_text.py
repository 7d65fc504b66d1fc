"""TOML: read within bounds, or refused with the line and column of the fault."""

import sys
import tomllib

import pytest

from intspec.reading.toml_text import DOTS, TomlError, toml_data, toml_text

READERS = ("compiled", "pure")


@pytest.fixture(params=READERS)
def reader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read with the compiled reader, or with that of Python where it is not installed."""
    if request.param == "pure":
        monkeypatch.setitem(sys.modules, "tomli", None)


def refusal(raw: str | bytes, limit: int = 10_000) -> tuple[str, str, int, int]:
    """Return what is said of a text: message, reason, line, column."""
    with pytest.raises(TomlError) as caught:
        toml_data(raw, limit)
    return str(caught.value), caught.value.reason, caught.value.line, caught.value.column


@pytest.mark.usefixtures("reader")
def test_a_text_or_its_bytes_are_read() -> None:
    """With a byte order mark and Windows line ends too, up to the limit."""
    data = {"a": {"b": [1, "é"]}}
    text = '[a]\r\nb = [1, "é"]\r\n'
    assert toml_data(text, len(text)) == data
    assert toml_data(text.encode(), 100) == data
    assert toml_data("\ufeff".encode() + text.encode(), 100) == data


def test_full_stops_on_a_line_are_counted() -> None:
    """As many as are allowed are, on each line."""
    fine = f"# {'.' * DOTS}\n" * 2
    assert DOTS == 200
    assert toml_text(fine, 1000) == fine


@pytest.mark.usefixtures("reader")
@pytest.mark.parametrize(
    ("raw", "reason", "line", "column"),
    [
        ("a = 1\n" * 2_000, "longer than 10,000 bytes", 1, 1),
        (b"a = 1\nb = '\xff'\n", "not UTF-8 at byte 11", 2, 1),
        ("a = 1\n" + "." * (DOTS + 1), f"a line has more than {DOTS} full stops", 2, 1),
        ("a = " + "[" * 5_000, "not TOML: brackets are nested too deeply", 1, 1),
    ],
)
def test_what_is_out_of_bounds_is_refused(
    raw: str | bytes, reason: str, line: int, column: int
) -> None:
    """Too long, not UTF-8, too many full stops, too deep: each by its name."""
    assert refusal(raw) == (reason, reason, line, column)


@pytest.mark.usefixtures("reader")
@pytest.mark.parametrize(
    ("text", "line", "column"), [("a = 1\nb = = 2\n", 2, 5), ("a = 1\n\n  c\n", 3, 4)]
)
def test_a_fault_is_told_at_its_place(text: str, line: int, column: int) -> None:
    """The message ends with the place, the reason does not."""
    message, reason, *place = refusal(text)
    assert place == [line, column]
    assert message == f"{reason} (at line {line}, column {column})"
    assert reason.startswith("not TOML: ")


@pytest.mark.usefixtures("reader")
def test_a_fault_at_the_end_is_told_on_the_last_line() -> None:
    """A reader that only says that the text ended leads to its last line."""
    with pytest.raises(tomllib.TOMLDecodeError) as caught:
        tomllib.loads("a = 1\nb = [1,\n")
    assert "end of document" in str(caught.value)
    message, reason, *place = refusal("a = 1\nb = [1,\n")
    assert (message.startswith("not TOML: "), place) == (True, [3, 1])
    assert "end of document" not in reason
