"""Long cells of forms, and long identifiers: each is read in time that grows with its length alone.

`python tests/trust/cells.py`: words that places, declarations and documents are written in, each
over and over, in cells that are as long as answers may be, and in longer ones; and beginnings of
identifiers, over and over.
"""

import sys
import time
from collections.abc import Callable, Iterator
from functools import partial

from pace import over

from intspec.answers.answer import Known
from intspec.answers.cells import LONGEST, read_answer
from intspec.answers.notices import Named
from intspec.identifiers import KINDS, identifier_problem, identify

#: The most seconds of the processor that one cell may take.
SECONDS = 2.0
#: How long the cells are, which is as an answer may be or longer, and what stands around the words.
LENGTHS = {
    LONGEST - 100: (("", ""), ("p. 4, ", " b)"), ("see ", "!")),
    300_000: (("", ""),),
}
KNOWN = Known(
    arms=("A", "Care as usual"),
    documents={"Protocol": Named("protocol")},
    parts={"materials access": "materials-access"},
)
UNITS = (
    *(" ", "\N{NO-BREAK SPACE}", "\t", "a ", "a", "_", "__ ", ".", "..", "-", "- ", "?", "(", ")"),
    *("p. 4, ", "p. 4; ", ";", "; ", ", ", ",", ": ", "1", "1-", "1,", "1 and ", "i", "p", "pp"),
    *("and ", "of ", "in ", "the of ", "see ", "See the ", "[", "\u2022", "* ", "\u2013", "\u2026"),
    *("n/a ", "not ", "not done ", "not applicable: ", "N/A (", "None ", "not reported, ", "yes "),
    *("10.1234/", "doi:", "www.", "http://", "https://a.b ", "table ", "Table 1, ", "lines 1"),
    *("A: ", "A, ", "protocol ", "online ", "appendix ", "supplement ", "manual ", "reported "),
    *(
        "page \u201c4\u201d, ",
        "section \u201c",
        "at the words \u201c",
        "methods, ",
        "\u201c",
        "\u201d",
    ),
)


#: Beginnings of identifiers, and what stands in them.
IDENTIFIERS = ("0", "10.1136/", "1.", "-", " ", "\u200b", "(", "ISRCTN", "NL", "%")


def cells() -> Iterator[tuple[str, Callable[[], object]]]:
    """Go over the cells, each with what reads it."""
    for length, around in LENGTHS.items():
        for unit in UNITS:
            for before, after in around:
                for prose in (False, True):
                    text = before + unit * (length // len(unit)) + after
                    yield f"{unit!r}, {len(text)}", partial(read_answer, text, KNOWN, prose=prose)


def identifiers() -> Iterator[tuple[str, Callable[[], object]]]:
    """Go over the identifiers, each with what judges it as every kind."""
    for unit in IDENTIFIERS:
        for length in (1_990, 100_000):
            text = unit * (length // len(unit))
            yield f"{unit!r}, {len(text)}", partial(_judge, text)


def _judge(text: str) -> None:
    for kind in KINDS:
        identifier_problem(kind, text)
    identify(text)


def main() -> None:
    """Read each cell and each identifier."""
    slow = []
    for what, texts in (("cells", list(cells())), ("identifiers", list(identifiers()))):
        worst, late = 0.0, []
        for name, read in texts:
            begun = time.process_time()
            read()
            taken = time.process_time() - begun
            worst = max(worst, taken)
            if over(taken, SECONDS):
                late.append(f"  {name} characters: {taken:.1f} s")
        slow += late
        print(
            f"cells: {len(texts) - len(late)} of {len(texts)} long {what} read in time, "
            f"the slowest {worst:.2f} s"
        )
    if slow:
        print("\n".join(slow))
        sys.exit(1)


if __name__ == "__main__":
    main()
