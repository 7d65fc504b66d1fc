"""Long cells of forms: each is read in time that grows with its length alone.

`python tests/trust/cells.py`: words that places, declarations and documents are written in, each
over and over, in cells that are as long as answers may be, and in longer ones.
"""

import sys
import time

from intspec.answers.cells import LONGEST, Known, read_answer
from intspec.answers.notices import Named

#: The most seconds of the processor that one cell may take.
SECONDS = 2.0
LENGTHS = (LONGEST - 100, 300_000)
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


def main() -> None:
    """Read each cell."""
    slow = []
    worst = 0.0
    cells = 0
    for length in LENGTHS:
        for unit in UNITS:
            for before, after in (("", ""), ("p. 4, ", " b)"), ("see ", "!")):
                for prose in (False, True):
                    text = before + unit * (length // len(unit)) + after
                    begun = time.process_time()
                    read_answer(text, KNOWN, prose=prose)
                    taken = time.process_time() - begun
                    cells += 1
                    worst = max(worst, taken)
                    if taken > SECONDS:
                        slow.append(f"  {unit!r}, {len(text)} characters: {taken:.1f} s")
    print(
        f"cells: {cells - len(slow)} of {cells} long cells read in time, the slowest {worst:.2f} s"
    )
    if slow:
        print("\n".join(slow))
        sys.exit(1)


if __name__ == "__main__":
    main()
