"""Documents that answers name beside the paper: a protocol, a supplement, a web address."""

from collections.abc import Mapping

from intspec.answers import grammar
from intspec.answers.notices import Named, read_identified
from intspec.text.lookalikes import unmasked
from intspec.text.wording import flat

#: Fields that only a page, a table, an address and so on can give.
EVIDENT = frozenset(
    {"page", "pages", "lines", "table", "figure", "appendix", "paragraph", "url", "anchor"}
)


def named(kind: str, words: str) -> Named:
    """Return a document that words name, by the kind that they have in `words.toml`."""
    return Named(kind, flat(words))


def name_document(text: str) -> Named | None:
    """Read words that name a document and nothing else, or None."""
    reading = grammar.read(unmasked(text))
    if reading.content or reading.lacks or len(reading.places) != 1:
        return None
    (place,) = reading.places
    if place.document is None or place.fields.keys() - {"url"}:
        return None
    return named(place.document.value, reading.cut.words(place.document))


def in_list(text: str, documents: Mapping[str, Named]) -> tuple[Named, str] | None:
    """Read a document that the form lists, with its identifier and the place after it.

    Args:
        text: A line of an answer.
        documents: Documents that the form lists, by the name that its answers use.
    """
    for name in sorted(documents, key=len, reverse=True):
        if not text.startswith(name):
            continue
        if (identified := read_identified(text[len(name) :], documents[name])) is not None:
            return identified
    plain = unmasked(text)
    return None if plain == text else in_list(plain, documents)
