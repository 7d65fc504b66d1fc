"""Which part of a paper a heading begins: its abstract, its methods, its references."""

import re
from typing import Literal, TypeAlias

Part: TypeAlias = Literal[
    "front", "abstract", "introduction", "methods", "results", "discussion", "back"
]
#: Words with which the main headings of papers are made, the first that fits.
WORDS: tuple[tuple[Part, str], ...] = (
    ("abstract", r"(?:structured |plain language )?(?:abstract|summary)\b.{0,20}$"),
    (
        "back",
        (
            r"(?:references|bibliography|literature cited|acknowledg|competing interest|conflicts? "
            r"of interest|declarations?\b|funding|authors?['\u2019]? contribution|contributors|"
            r"data availab|availability of data|abbreviations|supplementa|supporting information|"
            r"additional files?|pre-?publication|author details|footnotes?$|disclosures?)"
        ),
    ),
    (
        "methods",
        (
            r"(?:(?:patients?|participants?|subjects?|materials?|study design|trial design|design) "
            r"(?:and|&) )?(?:materials? (?:and|&) )?(?:patients? (?:and|&) )?methods?\b|"
            r"methodology|experimental (?:procedures?|methods|design)|methods/design|"
            r"research design and methods|protocol$"
        ),
    ),
    ("results", r"results?\b|findings$|outcomes? and results"),
    ("discussion", r"(?:general )?discussion|conclusions?$|comment$|interpretation$|limitations"),
    ("introduction", r"(?:general )?introduction|background|rationale$"),
)
PARTS = tuple((part, re.compile(pattern, re.IGNORECASE)) for part, pattern in WORDS)
#: The number before a heading: `2.1`, `IV.`, `A)`.
NUMBER = re.compile(r"\A\s*(?:\d{1,2}(?:\.\d{1,2})*\.?|[IVX]{1,4}\.|[A-H][.)])\s+")
#: What a heading by itself says of its level when it begins a main part.
MAIN = re.compile(
    r"(?:abstract|summary|background|introduction|(?:(?:[\w-]+,? ){1,3}(?:and|&) )?methods?|"
    r"methods? (?:and|&) [\w-]+|methods/design|(?:research|study|trial) design (?:and|&) methods|"
    r"results|findings|discussion|conclusions?|results and discussion|references|"
    r"acknowledge?ments?|funding|competing interests|conflicts? of interest|abbreviations|"
    r"authors?['\u2019]? contributions)",
    re.IGNORECASE,
)


#: No heading of a main part has more characters.
LONGEST = 60


def without_number(heading: str) -> str:
    """Return a heading without the number that it begins with, and without a colon at its end."""
    return NUMBER.sub("", heading, count=1).strip().rstrip(":.").strip()


def part_of(heading: str) -> Part | None:
    """Return the part that a main heading begins; None where its words do not tell."""
    words = without_number(heading)
    return next((part for part, pattern in PARTS if pattern.match(words)), None)


def is_main(heading: str) -> bool:
    """Tell whether a heading is one that begins a main part of a paper, word for word."""
    return len(heading) <= LONGEST and MAIN.fullmatch(without_number(heading)) is not None
