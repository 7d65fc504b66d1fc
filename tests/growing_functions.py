"""Which function costs more than in step: a small one, whose square is hidden in all the rest.

`growing.too_fast` compares what a whole step costs. Where one more thing costs thousands of lines,
a loop of one line over all others shows there from thousands of things on; counted by itself it
shows from a few dozen on.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from types import CodeType
from typing import Any

from growing import traced

#: What each function costs, by the step.
Costs = Mapping[str, Counter[CodeType]]
#: How many there are at first; their number is doubled twice.
FIRST = 200
#: And how many in a first look, which takes a third of the time: a square shows from here on.
FIRST_LOOK = 64
#: A cost grows by twice as much in the second doubling; by four times if it is the square.
MOST_GROWTH = 3
#: And it is twice as much after that doubling, what it costs without any left out.
MOST_RATIO = 2.5
#: So many lines for each thing are not looked at: what begins with the many costs little at first.
FEW = 10


def by_function(function: Callable[[], object]) -> Counter[CodeType]:
    """Count the lines of Python that are run, by the function that they stand in."""
    count: Counter[CodeType] = Counter()

    def of_frame(frame: Any, _event: str, _argument: Any) -> Any:
        count[frame.f_code] += 1
        return of_frame

    traced(function, of_frame)
    return count


def too_fast(costs: Callable[[int], Costs], first: int = FIRST) -> list[str]:
    """Name the functions that cost more than in step with how much there is.

    Args:
        costs: Counts the lines of each step, where something is there so many times more.
        first: How many there are at first.

    Returns:
        Each function with its step, and what it costs at once, twice and four times as many.
    """
    costs(1)  # so that what is made once has been made
    at = [costs(first * times) for times in (1, 2, 4)]
    found = []
    for step in [step for step in at[0] if all(step in one for one in at)]:
        for code in at[2][step]:
            least, twice, most = (one[step][code] for one in at)
            growth, before = most - twice, twice - least
            if (
                growth > MOST_GROWTH * before
                and most > MOST_RATIO * twice
                and growth > FEW * first * 4
            ):
                where = f"{code.co_filename.rpartition('/intspec')[2]}:{code.co_firstlineno}"
                found.append(f"{step}: {code.co_qualname} ({where}): {least}, {twice}, {most}")
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

    if first > FIRST_LOOK and not too_fast(costs, FIRST_LOOK):
        return ""
    return "; ".join(too_fast(costs, first))
