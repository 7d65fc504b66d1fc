"""Identifiers: well-formed ones are known, and each kind of damage has the effect that is told."""

import re
import subprocess
import sys
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

import intspec
from intspec.identifiers import (
    KINDS,
    REGISTRIES,
    canonical,
    identifier_problem,
    identify,
    registry_kinds,
    registry_names,
    web_address,
)
from intspec.model import Source, Specification
from intspec.rules.index import field_index
from intspec.schema.generating import record_classes
from intspec.views.context import source_note
from strangers import failures, host, stranger

#: Identifiers in print, by kind: they are well formed.
IN_PRINT = {
    "doi": ["10.1136/bmj.g1687", "10.1016/S2215-0366(21)00398-9", "10.1186/s13104-021-05735-0"],
    "pmid": ["34419155", "32150057", "1"],
    "pmcid": ["PMC8379721", "PMC7685261"],
    "orcid": ["0000-0002-1825-0097", "0000-0001-5109-3700", "0000-0002-1694-233X"],
    "ror": ["03yrm5c26", "052gg0110", "05cvf7v30", "01njes783", "021nxhr62", "0107c5v14"],
    "nct": ["NCT01400022", "NCT00902941"],
    "isrctn": ["ISRCTN10043328", "ISRCTN78805636", "ISRCTN02452400"],
    "eudract": ["2004-002714-11", "2015-003324-32", "2020-001934-37"],
    "ctis": ["2022-500024-30-00", "2023-505745-16-00"],
    "actrn": [
        "ACTRN12605000001695",
        "ACTRN12605000025639",
        "ACTRN12605000361606",
        "ACTRN12608000382370",
        "ACTRN12609000158268",
        "ACTRN12611000245998",
        "ACTRN12612000544875",
        "ACTRN12614000093684",
        "ACTRN12615000999538",
        "ACTRN12616001687482",
        "ACTRN12617000476336",
        "ACTRN12618001268235",
        "ACTRN12619001768189",
        "ACTRN12620000878976",
        "ACTRN12622001013752",
        "ACTRN12623000204640",
    ],
    "chictr": ["ChiCTR1800014249", "ChiCTR-OCS-13003526", "ChiCTR-TTRCC-14004829"],
    "ctri": ["CTRI/2017/04/008326", "CTRI/2007/091/000012"],
    "drks": ["DRKS00005115", "DRKS00025222"],
    "irct": ["IRCT2016080318745N10", "IRCT138706211241N1", "IRCT20111224008505N47"],
    "itmctr": ["ITMCTR1900002281", "ITMCTR2022000094"],
    "japiccti": ["JapicCTI-132384"],
    "jmacct": ["JMA-IIA00078"],
    "jrct": ["jRCTs031180159", "jRCT2080223886"],
    "kct": ["KCT0004176", "KCT0012487"],
    "lbctr": ["LBCTR2019020191", "LBCTR2024045330"],
    "ntr": ["NL-OMON36374", "NL9229", "NTR4269"],
    "pactr": ["PACTR201609001751384", "PACTR2010020001429343"],
    "rebec": ["RBR-2b9qf7h", "RBR-972497"],
    "repec": ["PER-002-21", "PER-106-20"],
    "rpcec": ["RPCEC00000139", "RPCEC00000446"],
    "slctr": ["SLCTR/2018/002", "SLCTR/2024/037"],
    "tctr": ["TCTR20170511001", "TCTR20241115007"],
    "umin": ["UMIN000012045", "UMIN000021177"],
    "prospero": ["CRD42024418293", "CRD420251008448"],
    "osf": ["osf.io/sxjak", "10.17605/OSF.IO/SXJAK"],
    "utn": ["U1111-1131-4384", "U1111-1130-8248"],
}
#: Kinds that a text alone does not betray: a PubMed number is only a number.
NOT_ALONE = {"pmid", "ror"}


@pytest.mark.parametrize("kind", KINDS)
def test_identifiers_in_print_are_well_formed(kind: str) -> None:
    """What is in print is its own canonical form, has no problem, and is known for what it is."""
    for text in [*IN_PRINT[kind], KINDS[kind].example]:
        assert canonical(kind, text) == text
        assert identifier_problem(kind, text) is None
        found = identify(text)
        assert (found.kind if found else None) == (None if kind in NOT_ALONE else kind), text


def _digit(text: str, change: Callable[[str], str]) -> str:
    """Change the last digit that is not the first."""
    place = [number for number, letter in enumerate(text) if letter.isdigit()][-1:]
    return text if not place else text[: place[0]] + change(text[place[0]]) + text[place[0] + 1 :]


def _swapped(text: str) -> str:
    """Swap the last two neighbouring digits that differ."""
    for left in range(len(text) - 2, -1, -1):
        one, two = text[left], text[left + 1]
        if one.isdigit() and two.isdigit() and one != two:
            return text[:left] + two + one + text[left + 2 :]
    return text


def _middle(text: str, put: str) -> str:
    return text[: len(text) // 2] + put + text[len(text) // 2 :]


def _other_mark(text: str) -> str:
    return "XY" + text[2:]


#: Ways in which identifiers are damaged when people copy and type them. A result that is the text
#: itself says that the identifier has nothing that this could damage.
DAMAGES: dict[str, Callable[[str], str]] = {
    "a digit changed": lambda t: _digit(t, lambda d: str((int(d) + 1) % 10)),
    "two digits swapped": _swapped,
    "a digit left out": lambda t: _digit(t, lambda _d: ""),
    "a digit doubled": lambda t: _digit(t, lambda d: d + d),
    "five digits added": lambda t: t + "12345",
    "the letter O for a digit": lambda t: _digit(t, lambda _d: "O"),
    "a digit of another script": lambda t: _digit(t, lambda d: chr(0x660 + int(d))),
    "a letter of another script": lambda t: "\u0421" + t[1:],
    "another mark": _other_mark,
    "the end cut off": lambda t: t[: len(t) // 2],
    "a question mark behind it": lambda t: t + "?",
    "a word behind it": lambda t: t + " (registered)",
    "a second one behind it": lambda t: f"{t}; {t}",
    "capitals changed": str.swapcase,
    "a space within": lambda t: _middle(t, " "),
    "spaces around it": lambda t: f"  {t}\n",
    "a sentence's full stop": lambda t: t + ".",
    "brackets around it": lambda t: f"({t})",
    "digits in full width": lambda t: t.translate({48 + n: 0xFF10 + n for n in range(10)}),
    "dashes for hyphens": lambda t: t.replace("-", "\u2013"),
    "a zero-width space within": lambda t: _middle(t, "\u200b"),
    "an unknown label before it": lambda t: "Code: " + t,
}
#: What becomes of the example of each kind under each damage, in the order of `DAMAGES`: `R` it is
#: refused, `C` it is canonicalised (the original comes back), `.` it cannot be seen: the result is
#: another identifier, as well formed, or the same in other capitals; blank: nothing to damage.
EFFECTS = {
    "nct": "..RRRRRRRRRRRCCCCCC CR",
    "isrctn": "..RRRRRRRRRRRCCCCCC CR",
    "eudract": "..RRRRRRRRRRR CCCCCCCR",
    "ctis": "..RRRRRRRRRRR CCCCCCCR",
    "utn": "..RRRRRRRRRRRCCCCCCCCR",
    "prospero": "..R.RRRRRRRRRCCCCCC CR",
    "osf": "    R  RRRRRR.CCCC  CR",
    "actrn": "RRRRRRRRRRRRRCCCCCC CR",
    "chictr": "..RRRRRRRRRRRCCCCCC CR",
    "ctri": "..RRRRRRRRRRRCCCCCC CR",
    "drks": "..RRRRRRRRRRRCCCCCC CR",
    "irct": "....RRRRRRRRRCCCCCC CR",
    "itmctr": "..RRRRRRRRRRRCCCCCC CR",
    "japiccti": "..RRRRRRRRRRRCCCCCCCCR",
    "jmacct": "..RRRRRRRRRRRCCCCCCCCR",
    "jrct": "..RRRRRRRRRRRCCCCCC CR",
    "kct": "..RRRRRRRRRRRCCCCCC CR",
    "lbctr": "..RRRRRRRRRRRCCCCCC CR",
    "ntr": "..RRRRRRRRRRRCCCCCCCCR",
    "pactr": "..R.RRRRRRRRRCCCCCC CR",
    "rebec": ". ..R.RRRRRRRCCCCCCCCR",
    "repec": "..RRRRRRRRRRRCCCCCCCCR",
    "rpcec": "..RRRRRRRRRRRCCCCCC CR",
    "slctr": "..RRRRRRRRRRRCCCCCC CR",
    "tctr": "..RRRRRRRRRRRCCCCCC CR",
    "umin": "..RRRRRRRRRRRCCCCCC CR",
    "orcid": "RRRRRRRRRRRRR CCCCCCCR",
    "ror": "RRRRRRRRRRRRRCCCCCC CR",
    "doi": "......RRRR.RR.RCCCC CR",
    "pmid": "...RRRRRR.RRR CCCCC CR",
    "pmcid": "....RRRRR.RRRCCCCCC CR",
}


def effect(kind: str, damage: Callable[[str], str]) -> str:
    """Tell what becomes of a kind's example under a damage."""
    example = KINDS[kind].example
    damaged = damage(example)
    if damaged == example:
        return " "
    found = canonical(kind, damaged)
    return "R" if found is None else "C" if found == example else "."


def test_every_damage_has_the_effect_that_is_told() -> None:
    """The table of effects is complete and true: what cannot be seen is told as such."""
    assert len(DAMAGES) >= 20
    found = {kind: "".join(effect(kind, d) for d in DAMAGES.values()) for kind in KINDS}
    assert found == EFFECTS


@pytest.mark.parametrize("kind", [kind.id for kind in KINDS.values() if kind.check])
def test_check_digits_see_every_changed_digit(kind: str) -> None:
    """Where there are check digits, no single changed digit passes."""
    for text in IN_PRINT[kind]:
        for place, letter in enumerate(text):
            for digit in "0123456789":
                if letter.isdigit() and digit != letter:
                    assert canonical(kind, text[:place] + digit + text[place + 1 :]) is None


def test_only_published_check_digits_are_certain() -> None:
    """That an ACTRN's check digits do not fit is no more than likely: its rule was inferred."""
    certain = {}
    for kind, text in (("orcid", "0000-0002-1825-0098"), ("actrn", "ACTRN12605000025630")):
        problem = identifier_problem(kind, text)
        assert problem is not None
        certain[kind] = problem.certain
    assert certain == {"orcid": True, "actrn": False}


@pytest.mark.parametrize("kind", KINDS)
def test_every_damage_that_is_seen_is_told_with_a_remedy(kind: str) -> None:
    """A refused identifier has one message and a hint; a canonicalised one is offered its form."""
    for damage in DAMAGES.values():
        damaged = damage(KINDS[kind].example)
        problem = identifier_problem(kind, damaged)
        form = canonical(kind, damaged)
        if form is None:
            assert problem is not None
            assert (problem.what, problem.canonical) == ("malformed", None)
            assert problem.message.startswith("`")
            assert problem.hint
        elif form != damaged:
            assert problem is not None
            assert (problem.what, problem.canonical) == ("spelling", form)
            assert problem.hint == f"write `{form}`"
        else:
            assert problem is None


WRITTEN = {
    ("doi", "https://doi.org/10.1136/bmj.g1687"): "10.1136/bmj.g1687",
    ("doi", "http://dx.doi.org/10.1136/bmj.g1687"): "10.1136/bmj.g1687",
    ("doi", "doi: 10.1136/bmj.g1687"): "10.1136/bmj.g1687",
    ("doi", "DOI:10.1016/S2215-0366(21)00398-9"): "10.1016/S2215-0366(21)00398-9",
    ("doi", "https://doi.org/10.1016/S2215-0366%2821%2900398-9"): "10.1016/S2215-0366(21)00398-9",
    ("orcid", "https://orcid.org/0000-0002-1694-233x"): "0000-0002-1694-233X",
    ("orcid", "ORCID iD: 0000 0002 1825 0097"): "0000-0002-1825-0097",
    ("ror", "https://ror.org/03yrm5c26/"): "03yrm5c26",
    ("pmid", "https://pubmed.ncbi.nlm.nih.gov/34419155/"): "34419155",
    ("pmid", "PMID: 34419155"): "34419155",
    ("pmcid", "PMC 8379721"): "PMC8379721",
    ("pmcid", "PMCID: PMC8379721"): "PMC8379721",
    ("pmcid", "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC8379721/"): "PMC8379721",
    ("isrctn", "isrctn 10043328"): "ISRCTN10043328",
    ("isrctn", "https://doi.org/10.1186/ISRCTN10043328"): "ISRCTN10043328",
    ("isrctn", "https://www.isrctn.com/ISRCTN10043328?q=peer"): "ISRCTN10043328",
    ("nct", "ClinicalTrials.gov Identifier: NCT01400022"): "NCT01400022",
    ("nct", "https://clinicaltrials.gov/study/NCT01400022"): "NCT01400022",
    ("eudract", "EUCTR2015-003324-32-GB"): "2015-003324-32",
    ("eudract", "EudraCT number: 2015-003324-32"): "2015-003324-32",
    ("ctis", "CTIS2022-500024-30-00"): "2022-500024-30-00",
    ("actrn", "ACTRN12618000904279p"): "ACTRN12618000904279",
    ("umin", "JPRN-UMIN000012045"): "UMIN000012045",
    ("jrct", "JPRN-jRCTs031180159"): "jRCTs031180159",
    ("ctri", "CTRI-2017-04-008326"): "CTRI/2017/04/008326",
    ("prospero", "PROSPERO 42024418293"): "CRD42024418293",
    ("osf", "https://osf.io/sxjak/"): "osf.io/sxjak",
}


@pytest.mark.parametrize(("kind", "text"), WRITTEN)
def test_what_people_write_has_a_canonical_form(kind: str, text: str) -> None:
    """Labels, web addresses, spaces and older spellings lead to the form that is offered."""
    assert canonical(kind, text) == WRITTEN[kind, text]


def test_words_for_a_damaged_identifier() -> None:
    """The message names the defect, the hint the remedy, in words without jargon."""
    told = {}
    for kind, text in (
        ("doi", "bmj.g1687"),
        ("isrctn", "NCT01400022"),
        ("isrctn", "ISRCTN1OO43328"),
        ("isrctn", "I\u0405RCTN10043328"),
        ("orcid", "0000-0002-1825-0079"),
    ):
        problem = identifier_problem(kind, text)
        assert problem is not None
        told[text] = (problem.message, problem.hint)
    isrctn = "`ISRCTN` and eight digits, such as `ISRCTN10043328`"
    assert told == {
        "bmj.g1687": (
            "`bmj.g1687` is not a DOI",
            (
                "write `10.`, the number of a publisher, a slash and the rest, without "
                "`https://doi.org/`, such as `10.1136/bmj.g1687`"
            ),
        ),
        "NCT01400022": (
            "`NCT01400022` is an NCT number, not an ISRCTN number",
            f"write {isrctn}",
        ),
        "ISRCTN1OO43328": (
            "`ISRCTN1OO43328` is not an ISRCTN number",
            f"write `ISRCTN10043328` if a letter stands for a digit; else write {isrctn}",
        ),
        "I\u0405RCTN10043328": (
            (
                "`I\u0405RCTN10043328` holds a letter of another script, `\u0405` (U+0405), which "
                "cannot be in an ISRCTN number"
            ),
            "type it anew: `ISRCTN10043328`",
        ),
        "0000-0002-1825-0079": (
            (
                "`0000-0002-1825-0079` is not an ORCID iD: its check digits do not fit the others, "
                "so at least one character is wrong"
            ),
            "compare it with where you took it from",
        ),
    }


ALPHABET = st.sampled_from(
    [*"0123456789OoXNCTIRPMjs-/.:() ", "\u2013", "\uff11", "\u0661", "\u200b"]
)
PIECES = st.sampled_from([kind.example for kind in KINDS.values()])


@pytest.mark.long
@given(st.sampled_from(sorted(KINDS)), st.one_of(st.text(), st.text(ALPHABET, max_size=30)), PIECES)
def test_a_canonical_form_is_its_own_and_well_formed(kind: str, noise: str, piece: str) -> None:
    """Whatever the text: a canonical form is a fixed point, and has no problem."""
    for text in (noise, noise + piece, piece + noise, piece):
        form = canonical(kind, text)
        if form is not None:
            assert canonical(kind, form) == form
            assert identifier_problem(kind, form) is None
            assert re.fullmatch("[!-~]+", form)
        found = identify(text)
        if found is not None:
            assert canonical(found.kind, text) == found.canonical


@pytest.mark.parametrize(
    "unit", ["0", "10.1136/", "1.", "-", " ", "\u200b", "(", "ISRCTN", "NL", "%"]
)
def test_long_texts_are_no_identifiers(unit: str) -> None:
    """100 kB are refused by every kind; `tests/trust/cells.py` holds how long that takes."""
    text = unit * (100_000 // len(unit))
    assert identify(text) is None
    assert all(identifier_problem(kind, text) for kind in KINDS)


def test_registries_are_known_by_many_names() -> None:
    """Short and full names lead to the kinds of numbers; case and punctuation do not matter."""
    assert all(registry_kinds(name) for name in (*REGISTRIES, *registry_names()))
    assert {
        name: registry_kinds(name)
        for name in ("isrctn", "The ISRCTN Registry", "EU-CTR", "JPRN", "ClinicalTrials.gov", "XY")
    } == {
        "isrctn": ("isrctn",),
        "The ISRCTN Registry": ("isrctn",),
        "EU-CTR": ("eudract", "ctis"),
        "JPRN": ("japiccti", "jmacct", "jrct", "umin"),
        "ClinicalTrials.gov": ("nct",),
        "XY": (),
    }


def test_web_addresses_are_made_of_the_canonical_form() -> None:
    """An address is built from what was written, and from nothing that is malformed."""
    assert web_address("doi", "doi:10.1136/bmj.g1687") == "https://doi.org/10.1136/bmj.g1687"
    assert web_address("nct", "nct 01400022") == "https://clinicaltrials.gov/study/NCT01400022"
    assert web_address("doi", "javascript:alert(1)") == ""
    assert web_address("kct", "KCT0004176") == ""


def test_a_source_is_linked_whatever_way_its_doi_is_written() -> None:
    """A view's link and numbers are made of canonical forms; what is malformed makes no link."""
    notes = {
        doi: source_note(Source(citation="A paper", doi=doi, pmid="PMID: 34419155"), "1")
        for doi in ("10.1136/bmj.g1687", "https://doi.org/10.1136/bmj.g1687", "bmj.g1687")
    }
    assert {doi: (note.text, note.url) for doi, note in notes.items()} == {
        "10.1136/bmj.g1687": ("A paper. PMID 34419155.", "https://doi.org/10.1136/bmj.g1687"),
        "https://doi.org/10.1136/bmj.g1687": (
            "A paper. PMID 34419155.",
            "https://doi.org/10.1136/bmj.g1687",
        ),
        "bmj.g1687": ("A paper. PMID 34419155.", ""),
    }


def test_plugins_have_the_same_functions() -> None:
    """`intspec` exports what a plugin needs to judge identifiers of its own fields."""
    assert intspec.identify("isrctn 10043328") == intspec.Identifier("isrctn", "ISRCTN10043328")
    assert intspec.identifier_problem is identifier_problem
    assert intspec.canonical is canonical


def test_the_model_names_kinds_that_there_are() -> None:
    """What a key of the model identifies is in the table."""
    named = {
        kind for cls in record_classes(Specification) for _, kind in field_index(cls).identifiers
    }
    assert named == {"doi", "orcid", "pmcid", "pmid", "ror"}
    assert named <= set(KINDS)


def test_a_field_of_an_unknown_kind_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A plugin's slip in `identifies` is told when it is loaded, before a document is checked."""

    @intspec.record
    class Fields:
        """Fields of a plugin."""

        paper: str | None = intspec.key("A paper.", default=None, identifies="dio")

    hooks = stranger("ward", intspec_extensions=(intspec.Extension("ward", Fields),))
    registry = host(monkeypatch, hooks)
    reason = (
        "the fields `ward` cannot be used: "
        "TypeError: `paper` is an identifier of the unknown kind `dio`; did you mean `doi`?"
    )
    assert failures(registry) == {"ward-dist": [("intspec_extensions", reason)]}
    assert registry.extensions == {}


def test_no_network_is_asked() -> None:
    """Identifiers are judged with every socket forbidden, and without the modules that open one."""
    code = (
        "import sys\n"
        "def guard(event, args):\n"
        "    assert not event.startswith('socket.'), event\n"
        "sys.addaudithook(guard)\n"
        "from intspec.identifiers import KINDS, identifier_problem, identify, web_address\n"
        "for kind in KINDS.values():\n"
        "    for text in (kind.example, kind.example + 'x', 'https://doi.org/' + kind.example):\n"
        "        identifier_problem(kind.id, text), identify(text), web_address(kind.id, text)\n"
        "print(sorted({'socket', 'ssl', 'http', 'asyncio', 'urllib.request'} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
