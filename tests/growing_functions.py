"""Which function costs more than in step with how much there is of a thing.

Compared as a whole, a step in which one more thing costs thousands of lines hides a loop of one
line over all others until there are thousands. Counted by itself each function shows its square
from a few dozen on. What C code goes over by itself is not counted.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from types import CodeType
from typing import Any

from growing import traced
from intspec.forms.form import FormError

#: What each function costs, by the step.
Costs = Mapping[str, Counter[CodeType]]
#: How many there are at first; their number is doubled twice.
FIRST = 128
#: And how many in a first look, which clears nearly all: a square shows from here on.
FIRST_LOOK = 24
#: A cost grows by twice as much in the second doubling; by four times if it is the square.
MOST_GROWTH = 2.5
#: And it is twice as much after that doubling.
MOST_RATIO = 2.5
#: Where the bound that is put into comparing names is reached later, and what is told then begins.
FIRST_OF: Mapping[str, int] = {"phases that follow none": 256}
#: So many lines for each thing are not looked at: what begins with the many costs little at first.
FEW = 10
#: Formats or libraries of others that cost more, by what there is many of, each with its reason.
EXCEPTIONS: Mapping[str, Mapping[str, str]] = {
    "columns": {"format csv": "the line under each column is a record, as wide as the table"},
    "figures": {"format docx": "python-docx goes over all pictures for each of them"},
    "tables": {"xlsxwriter": "the name of a sheet is compared with that of each other"},
}


def by_function(function: Callable[[], object]) -> Counter[CodeType]:
    """Count the lines of Python that are run, by the function that they stand in."""
    counts: dict[CodeType, list[int]] = {}
    # By identity, since the hash of a code object goes over all of it.
    tracers: dict[int, Callable[..., None]] = {}

    def of_frame(frame: Any, _event: str, _argument: Any) -> Any:
        code = frame.f_code
        tracer = tracers.get(id(code))
        if tracer is None:
            count = counts[code] = [0]

            def tracer(_frame: Any, _event: str, _argument: Any) -> None:
                count[0] += 1

            tracers[id(code)] = tracer
        return tracer

    traced(function, of_frame)
    return Counter({code: count for code, (count,) in counts.items()})


def too_fast(costs: Callable[[int], Costs], first: int = FIRST) -> dict[str, str]:
    """Name the functions that cost more than in step with how much there is.

    Args:
        costs: Counts the lines of each step, where something is there so many times more. Where
            that is more than a file may hold it raises `FormError`.
        first: How many there are at first.

    Returns:
        Each function by its name, with its step, and what it costs at once, twice and four times
        as many beside what it costs without any.
    """
    costs(1)  # so that what is made once has been made
    base = costs(0)
    at = []
    for times in (1, 2, 4):
        try:
            at.append(costs(first * times))
        except FormError:
            return {}
    found = {}
    for step in [step for step in base if all(step in one for one in at)]:
        for code in at[2][step]:
            least, twice, most = (one[step][code] - base[step][code] for one in at)
            growth, before = most - twice, twice - least
            if (
                growth > MOST_GROWTH * before
                and most > MOST_RATIO * twice
                and growth > FEW * first * 4
            ):
                where = f"{code.co_filename.rpartition('/intspec')[2]}:{code.co_firstlineno}"
                found[code.co_qualname] = f"{step} ({where}): {least}, {twice}, {most}"
    return found


def faults(
    things: Mapping[str, Callable[[int], Any]],
    name: str,
    of: Callable[..., Any],
    first: int = FIRST,
) -> str:
    """Name the functions that cost too much where there is many of one thing.

    Most are cleared by a first look at few of them. What is found in it is looked at again with
    more: a cost that has a bound grows with the square until it reaches it.

    Args:
        things: What makes documents, forms or views grow, by what there is many of.
        name: One of them.
        of: Measures one that has grown.
        first: How many there are at first.
    """

    def costs(number: int) -> Costs:
        found: Costs = of(things[name](number), by_function)
        return found

    known, first = EXCEPTIONS.get(name, {}), FIRST_OF.get(name, first)
    for number in dict.fromkeys((min(first, FIRST_LOOK), first)):
        found = {
            code: told
            for code, told in too_fast(costs, number).items()
            if not any(words in told for words in known)
        }
        if not found:
            return ""
    return "; ".join(f"{code}: {told}" for code, told in found.items())
