"""Compare texts as a reader would: case, punctuation, spaces and plurals aside."""

import re
from functools import lru_cache

PUNCTUATION = re.compile(r"[\W_]+")
#: How plurals end, and what stands there in the singular. Any other loses its `s`.
ENDINGS = (
    ("ies", "y"),
    ("sses", "ss"),
    ("ches", "ch"),
    ("shes", "sh"),
    ("xes", "x"),
    ("wives", "wife"),
    ("ss", "ss"),
)
#: The shortest word that may be a plural.
SHORTEST = 4
ARTICLES = frozenset({"the", "a", "an"})


@lru_cache(maxsize=4096)  # several rules compare the same texts
def plain_words(text: str) -> tuple[str, ...]:
    """Return the words of a text in lower case, in the singular and without punctuation."""
    return tuple(map(_singular, PUNCTUATION.sub(" ", text.casefold()).split()))


def words_of_name(text: str) -> tuple[str, ...]:
    """Return the words by which a text is compared with a name: articles make no difference."""
    return tuple([word for word in plain_words(text) if word not in ARTICLES])


@lru_cache(maxsize=4096)  # most words of a document stand in it, or in lists of words, again
def _singular(word: str) -> str:
    if not word.endswith("s") or len(word) < SHORTEST:
        return word
    for ending, instead in ENDINGS:
        if word.endswith(ending):
            return word.removesuffix(ending) + instead
    return word.removesuffix("s")
