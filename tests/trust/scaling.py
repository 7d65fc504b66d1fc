"""What a document, a form or a view costs grows in step with how much there is of each thing.

`python tests/trust/scaling.py [WORDS]` goes over each list and map of the model and of plugins'
fields, each kind of fault, each part of a form and of a view; with words, over those whose name has
them. It counts the lines of Python that are run, of each function by itself, so that it comes out
the same on every machine. Each takes some seconds, and what there may be few of in a real document,
such as arms, up to a minute.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from harness import ROOT, tally

sys.path.insert(0, str(ROOT / "tests"))

import growing
import growing_functions


def cases(words: str) -> Iterator[tuple[str, Callable[[], str]]]:
    """Go over all things that there can be many of."""
    kinds: tuple[tuple[str, Mapping[str, Callable[[int], Any]], Callable[..., Any]], ...] = (
        ("document", growing.grown(), growing.of_document),
        ("form", growing.FORMS, growing.of_form),
        ("view", growing.grown_views(), growing.of_view),
    )
    for kind, things, of in kinds:
        for name in things:
            if words in f"{kind}: {name}":
                yield f"{kind}: {name}", partial(growing_functions.faults, things, name, of)


if __name__ == "__main__":
    tally("costs in step", cases(" ".join(sys.argv[1:])))
