"""What the ENRICH specifications state is what the dossier says of the sources that they name.

The dossier tells, fact by fact, in which source it stands. A statement of the specification is in
its own words, so words are compared by their beginnings: all its numbers, and most of its other
words, must stand in what the dossier says of the sources of that statement.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs
import badinput
import pytest

from intspec.reading import read_bytes

ENRICH = Path(__file__).parent.parent / "specs" / "enrich"
FILES = ["enrich.intspec.yaml", "enrich-protocol.intspec.yaml"]
#: How the dossier names the sources, beside their keys.
NAMES = {
    "marks-2021": "Marks 2021|first[- ]round|handbook|\\(2021\\)|papers of 2021|^\\s*- (?:Recruit"
    "ment and Role Description|Training|Delivery|Supervision and Support|Organisation and Team):",
    "gillard-2020": "abstract of the protocol|protocol abstract|protocol and trial abstracts",
    "gillard-2022": "Lancet Psychiatry|7 sites",
    "gillard-2023": "NIHR report",
    "hra-follow-on": "follow-on study",
    "white-2023": "white-2023|follow-on study",
    "hra": "HRA",
    "isrctn": "Registered",
}
#: Keys whose texts are no statements of a source: names that refer, and our words for the reader.
NOT_STATED = {
    *("sources", "key", "doi", "pmid", "pmcid", "read", "licence", "event", "outcome", "priority"),
    *("domain", "level", "of", "order", "role", "phase", "anchor", "offset", "per", "part_of"),
    *("follows", "duration", "registry", "note", "at", "listed", "how", "where", "grant", "date"),
    *("providers", "materials", "settings", "groups", "peer_workers", "grouping", "audience"),
    *("blinded", "measures", "lived_experience", "method", "country", "kind", "considered"),
    *("about", "item", "arm", "source"),
}
#: The share of a statement's words that must be in the account of its sources.
SHARE = 0.6
COUNTED = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
NUMBERS = {word: str(n) for n, word in enumerate(COUNTED, 1)} | {"weekly": "1", "fortnightly": "2"}
#: Words of four letters and more that say nothing by themselves.
COMMON = re.compile(
    "about|also|among|another|asks|beside|both|does|each|from|have|into|made|many|more|most|named|"
    "other|over|said|says|some|such|than|that|their|them|then|there|these|they|this|those|through|"
    "under|until|what|when|where|which|while|whose|with|within|would|were|will|been|being"
)


@attrs.frozen
class Statement:
    """A text of the specification, where it stands, and the sources that it names."""

    place: str
    text: str
    sources: tuple[str, ...]


def statements(value: Any, sources: Sequence[str] = (), place: str = "") -> Iterator[Statement]:
    """Yield each text that states a fact, with the nearest sources around it."""
    if isinstance(value, dict):
        named = value.get("source") or value.get("sources", sources)
        # At the root it is the catalogue of all sources.
        named = () if isinstance(named, dict) else [named] if isinstance(named, str) else named
        for key, inner in value.items():
            if key not in NOT_STATED:
                yield from statements(inner, named, f"{place}/{key}")
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield from statements(inner, sources, f"{place}/{n}")
    elif isinstance(value, str) and sources and " " in value:
        yield Statement(place, value, tuple(sources))


def words(text: str) -> set[str]:
    """Return the beginnings of the words of a text, and its numbers."""
    plain = [NUMBERS.get(one, one) for one in re.findall(r"[a-z]+|\d+", text.lower())]
    return {
        one[:5] for one in plain if one.isdigit() or (len(one) > 3 and not COMMON.fullmatch(one))
    }


def accounts(text: str) -> Mapping[str, set[str]]:
    """Return the words that the dossier says of each source: of the paragraphs that name it."""
    keys = re.findall(r"(?m)^\| ([a-z]+-\d{4}|sabp) \|", text)
    account: dict[str, set[str]] = {}
    for paragraph in re.split(r"\n(?=- |\| |\n)", text):
        for key in {*keys, *NAMES}:
            names = f"(?<!-){key}(?!-)" + (f"|{NAMES[key]}" if key in NAMES else "")
            if re.search(names, paragraph):
                account.setdefault(key, set()).update(words(paragraph))
    return account


def unsupported(statement: Statement, account: Mapping[str, set[str]]) -> str:
    """Say what of a statement the account of its sources does not have, if it is too much."""
    said = set().union(*(account.get(one, set()) for one in statement.sources))
    stated = words(statement.text)
    lacks = stated - said
    numbers = {one for one in lacks if one.isdigit()}
    if numbers or len(lacks) > (1 - SHARE) * len(stated):
        return f"{statement.place}: {sorted(lacks)} is not in {', '.join(statement.sources)}"
    return ""


@pytest.fixture(scope="module")
def account() -> Mapping[str, set[str]]:
    """Return what the dossier says of each source, corrections included."""
    paths = [badinput.given(f"domain/{name}.md") for name in ("enrich-facts", "corrections")]
    if None in paths:
        pytest.skip("INTSPEC_TEST_DATA does not name the folder of the dossier")
    return accounts("\n\n".join(path.read_text(encoding="utf-8") for path in paths if path))


@pytest.mark.parametrize("name", FILES)
def test_statements_are_the_dossiers(name: str, account: Mapping[str, set[str]]) -> None:
    """Every statement has its numbers and most of its words from its sources."""
    data = read_bytes((ENRICH / name).read_bytes(), path=name).data
    stated = list(statements(data))
    assert len(stated) > 10
    assert [one for one in (unsupported(s, account) for s in stated) if one] == []


def test_an_invented_statement_is_found(account: Mapping[str, set[str]]) -> None:
    """Another number, another source or words of nobody are noticed."""
    told = "Seven mental health services took part."
    assert unsupported(Statement("/a", told, ("gillard-2022",)), account) == ""
    for text, source in (
        ("83 mental health services took part.", "gillard-2022"),
        ("People were paid for each questionnaire that they returned by post.", "gillard-2022"),
        ("Trusting relationships, reciprocity, leadership and control", "sabp"),
    ):
        assert unsupported(Statement("/a", text, (source,)), account)


@pytest.mark.parametrize("name", FILES)
def test_no_key_of_a_source_is_printed(name: str) -> None:
    """Prose names sources in words: a reader of a table has no list of keys."""
    data = read_bytes((ENRICH / name).read_bytes(), path=name).data
    keys = "|".join(re.escape(key) for key in data["sources"])
    texts = [s.text for s in statements(data)] + [d["reason"] for d in data["declarations"]]
    found = [text for text in texts if re.search(rf"\b({keys})\b(?!-)", text)]
    assert found == []
