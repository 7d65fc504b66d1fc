"""Runs of six words, kept as hashes: a form's wording is compared with ours and is not in here.

`python tests/six_words.py < FORM.txt >> tests/wording/NAME.txt` prints the hashes of a
form's text, in which each item is one line. A file of hashes begins with lines that say, behind
a `#`, what was read.
"""

import hashlib
import re
import sys
from collections.abc import Iterator

#: As many words in a row as are too many.
ROW = 6
SIZE = 8


def words(text: str) -> list[str]:
    """Return the words of a text, alike however they are written: `(e.g. Randomized` and `eg`."""
    plain = text.casefold().replace("e.g.", "eg").replace("i.e.", "ie")
    return re.findall(r"[^\W_]+", re.sub(r"['\u2019]", "", plain).replace("z", "s"))


def rows(text: str) -> Iterator[tuple[str, ...]]:
    """Yield each run of six words of a text."""
    found = words(text)
    for start in range(len(found) - ROW + 1):
        yield tuple(found[start : start + ROW])


def hashed(row: tuple[str, ...]) -> str:
    """Return the hash of a run of words, in hexadecimal."""
    return hashlib.blake2b(" ".join(row).encode(), digest_size=SIZE).hexdigest()


if __name__ == "__main__":
    print("\n".join(sorted({hashed(row) for line in sys.stdin for row in rows(line)})))
