"""How slowly this machine computes just now: bounds on processor time stretch by it.

The same work takes twice the processor time on a slower machine, or beside other work on the same
core. What a bound is there to catch, a time that grows with the square, takes many times as long.
"""

import json
import re
import time
import unicodedata

#: Processor time of `_work` on a machine that does nothing else, in seconds.
QUIET = 0.008
TIMES = 10
#: No bound stretches further.
SLOWEST = 4.0
TEXTS = [f"Week {number}: two sessions of 45\u00a0minutes, at home" for number in range(1_500)]
NUMBER = re.compile(r"\d+")


def over(seconds: float, bound: float) -> bool:
    """Whether some work took longer than its bound, for as fast as this machine is now.

    Args:
        seconds: Processor time that it took.
        bound: Processor time that it may take on a quiet machine.
    """
    return seconds > bound and seconds > bound * slowness()


def slowness() -> float:
    """Return how many times as long as on a quiet machine work takes now: 1 to `SLOWEST`."""
    begun = time.process_time()
    for _ in range(TIMES):
        _work()
    return min(max(1.0, (time.process_time() - begun) / TIMES / QUIET), SLOWEST)


def _work() -> None:
    """Do what reading and judging do: patterns, texts, dictionaries, JSON."""
    counted: dict[str, int] = {}
    for text in TEXTS:
        for word in unicodedata.normalize("NFKC", text).casefold().split():
            counted[word] = counted.get(word, 0) + len(NUMBER.findall(word))
    json.loads(json.dumps(TEXTS))
    sorted(counted, key=lambda word: (counted[word], word))
