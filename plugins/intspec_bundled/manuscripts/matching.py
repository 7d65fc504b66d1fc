"""Find words in a manuscript again: exactly, or nearly, as after small changes of wording."""

import re
from collections.abc import Iterator
from functools import lru_cache

from attrs import frozen

from intspec.text import normalized
from intspec_bundled.manuscripts.manuscript import Manuscript, Passage

INSTALL = "pip install 'intspec[locate]'"
#: How like words are that were reworded, of 100; and words of which one alone is meant.
ALIKE, APART = 76.0, 4.0
#: Fewer words than this have to be more alike: they are too common.
FEW_WORDS, ALIKE_WHEN_FEW = 4, 90.0
#: What is shown as nearest is at least so like.
NEAREST = 55.0
#: A sentence that is shorter than the anchor by more cannot hold its words.
SHORTER = 0.6
#: Words that are as long as so much of a sentence stand for all of it.
WHOLE = 0.7
NUMBERS = re.compile(r"\d+(?:[.,]\d+)?")
DENIES = re.compile(
    r"\b(?:not|no|never|none|neither|nor|without|cannot)\b|n['\u2019]t\b", re.IGNORECASE
)


@frozen
class Hit:
    """A stretch of a manuscript's text: where it begins and ends, and how like it is, of 100."""

    start: int
    end: int
    alike: float = 100.0


def letters(text: str) -> tuple[str, list[int]]:
    """Return the letters and digits of a text in lower case, and where each stands in it.

    Hyphens, quotes, ligatures, blanks and line breaks make no difference then.
    """
    out: list[str] = []
    places: list[int] = []
    for at, character in enumerate(text):
        if character.isascii():
            if character.isalnum():
                out.append(character.lower())
                places.append(at)
            continue
        for one in normalized("NFKD", character).casefold():
            if one.isalnum():
                out.append(one)
                places.append(at)
    return "".join(out), places


class Searchable:
    """A manuscript, ready to be searched."""

    def __init__(self, manuscript: Manuscript) -> None:
        self.manuscript = manuscript
        self._letters, self._places = letters(manuscript.text)

    def exact(self, words: str) -> list[Hit]:
        """Return where words stand, letter for letter."""
        wanted, _ = letters(words)
        if not wanted:
            return []
        text = self.manuscript.text
        hits: list[Hit] = []
        at = self._letters.find(wanted)
        while at >= 0:
            start, end = self._places[at], self._places[at + len(wanted) - 1] + 1
            if not (_inside_word(text, start) or _inside_word(text, end)):
                hits.append(Hit(start, end))
            at = self._letters.find(wanted, at + len(wanted))
        return hits

    def near(self, words: str) -> list[Hit]:
        """Return sentences that say nearly the same, the most alike first."""
        from rapidfuzz import fuzz, process, utils  # noqa: PLC0415 -- the extra

        wanted = utils.default_process(words)
        candidates = list(self._candidates(len(words)))
        found = process.extract(
            wanted,
            [utils.default_process(self.manuscript.text[start:end]) for start, end in candidates],
            scorer=fuzz.partial_ratio,
            score_cutoff=NEAREST,
            limit=6,
        )
        hits = []
        for _text, alike, number in found:
            start, end = candidates[number]
            sentence = self.manuscript.text[start:end]
            turned = fuzz.token_set_ratio(wanted, utils.default_process(sentence)) - 8
            part = fuzz.partial_ratio_alignment(words, sentence)
            if part is not None and len(words) < WHOLE * len(sentence):
                first = sentence.rfind(" ", 0, part.dest_start + 1) + 1
                last = sentence.find(" ", max(first, part.dest_end - 1))
                start, end = start + first, end if last < 0 else start + last
            hits.append(Hit(start, end, max(alike, turned)))
        return sorted(hits, key=lambda hit: -hit.alike)

    def _candidates(self, least: int) -> Iterator[tuple[int, int]]:
        """Go over sentences, and over two in a row where one is shorter than the words."""
        last: Passage | None = None
        for passage in self.manuscript.passages:
            if len(passage.text) >= SHORTER * least:
                yield passage.start, passage.end
            if (
                last is not None
                and last.paragraph is passage.paragraph
                and min(len(last.text), len(passage.text)) < least
            ):
                yield last.start, passage.end
            last = passage


def _inside_word(text: str, at: int) -> bool:
    """Tell whether a place lies between two letters of one word, or digits of one number."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    # A number behind a word may be that of a note: `minutes1`.
    return (before.isalpha() and after.isalpha()) or (before.isdigit() and after.isdigit())


@lru_cache(maxsize=1000)
def _bears(text: str) -> tuple[tuple[str, ...], bool]:
    """Return what a change of which changes the sense: the numbers, and whether it denies."""
    return tuple(sorted(NUMBERS.findall(text))), DENIES.search(text) is not None


def reworded(words: str, hits: list[Hit], text: str) -> Hit | None:
    """Return the one sentence that says the same as some words in other ones; None if in doubt.

    Numbers are the same, and what was stated is not denied.
    """
    least = ALIKE_WHEN_FEW if len(words.split()) < FEW_WORDS else ALIKE
    numbers, denies = _bears(words)
    good = []
    for hit in hits:
        found, denied = _bears(text[hit.start : hit.end])
        if hit.alike >= least and set(numbers) <= set(found) and denies == denied:
            good.append(hit)
    if not good:
        return None
    others = [hit for hit in good[1:] if hit.start >= good[0].end or hit.end <= good[0].start]
    return None if others and others[0].alike > good[0].alike - APART else good[0]
