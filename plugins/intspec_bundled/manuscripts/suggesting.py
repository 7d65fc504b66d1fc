"""Rank the sentences of a manuscript by how likely each answers an item, and say by what.

Nothing is learned from data. A sentence is likelier by cues of the item, by the names of what the
specification holds, and by where it stands; sentences beside it that are likely make it likelier.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from attrs import frozen

from intspec_bundled.manuscripts.captions import begins_caption
from intspec_bundled.manuscripts.cues import Looked
from intspec_bundled.manuscripts.manuscript import Manuscript, Passage

#: No suggestion has more words, and none has fewer.
MOST_WORDS, LEAST_WORDS = 60, 5
#: What each sign counts.
HEADING, ABOVE = 2.0, 0.7
PHRASE, WORD, NAME = 1.5, 0.5, 0.6
#: Each further phrase, word or name counts for so much of the one before it.
FURTHER = 0.6
#: What a sentence counts by where it stands: in the first part named, in others named, elsewhere.
FIRST, NAMED, ELSEWHERE, ABSTRACT = 1.0, 0.8, 0.3, 0.2
#: What plans, or speaks of other studies, counts for less.
PLANNED = re.compile(r"\b(?:will be|protocol|previous(?:ly)? (?:stud|publish|report|describ))")
LESS = 0.7
#: What says that something was not so.
SAYS_NO = re.compile(r"\b(?:not|no|never|none|neither|nor|nobody|cannot)\b|n['\u2019]t\b")
#: What a sentence gets of those beside it in its paragraph.
BESIDE = 0.25
#: The second and third suggestion out of one paragraph count for less, so that three are a choice.
SAME_PARAGRAPH = 0.8
NOTES = 0.7
#: What a sentence counts that names the arm in question, or only another one.
OWN_ARM, OTHER_ARM = 1.25, 0.75
#: What speaks against it, and what the sentence counts that others lead up to.
AGAINST, LED_TO = 0.5, 0.4
#: How many sentences lead up to one, and what the last of them gets; and how many that is at most.
LEADING, LEADS = 9, 2.0
#: A title has fewer words; and words that stand in the titles of all trials.
LONGEST_TITLE = 50
OF_ALL_TRIALS = re.compile(
    r"random|control|trial|study|studies|effect|efficacy|safety|patient|participant|people|adults|"
    r"child|women|treatment|therap|intervention|compar|versus|placebo|double|blind|parallel|group|"
    r"phase|results?$|multicent|cluster|pilot|feasib|outcome|using|after|among|during|between|with|"
    r"their|evaluat|assess|investigat|clinical|protocol|disease|fictitious|open-label|from|through"
)


@frozen
class Suggestion:
    """A sentence that may answer an item.

    Attributes:
        passage: The sentence.
        score: How likely, against others of the same item; it means nothing by itself.
        because: By what: headings, cues, names.
        denies: Whether it says that something was not so.
        weak: Whether nothing leads to it but one word that many sentences have.
    """

    passage: Passage
    score: float
    because: tuple[str, ...]
    denies: bool
    weak: bool

    @property
    def by_words(self) -> bool:
        """Whether words of its own lead to it, and not only where it stands."""
        return any(reason.startswith('"') for reason in self.because)


class Ranking:
    """The sentences of a manuscript, ready to be ranked for one item after the other."""

    def __init__(self, manuscript: Manuscript) -> None:
        self.manuscript = manuscript
        self._passages = [one for one in manuscript.passages if one.part != "back"]
        self._lower = [one.text.lower() for one in self._passages]
        self._title = title_words(manuscript)
        self._headings = [
            [heading.lower() for heading in one.paragraph.sections] for one in self._passages
        ]

    def suggestions(
        self,
        cues: Looked,
        names: Collection[str] = (),
        most: int = 3,
        *,
        own: Collection[str] = (),
        others: Collection[str] = (),
    ) -> list[Suggestion]:
        """Return the likeliest sentences for an item, the best first.

        Args:
            cues: What leads to the item.
            names: Names out of the specification, in lower case.
            most: How many.
            own: What the arm is called that the item is asked of, in lower case.
            others: What the other arms are called.
        """
        leading = self._leading(cues)
        scored = [
            self._score(at, cues, names, leading.get(at, 0.0)) for at in range(len(self._passages))
        ]
        spread = [
            (score + BESIDE * self._beside(at, scored)) * self._of_arm(at, own, others)
            if score > 0
            else 0.0
            for at, (score, _because, _weak) in enumerate(scored)
        ]
        order = sorted(range(len(spread)), key=lambda at: (-spread[at], at))
        chosen: list[int] = []
        left = [at for at in order if spread[at] > 0 and self._fits(at)][: 12 * most]
        while left and len(chosen) < most:
            best = max(left, key=lambda at: (spread[at] * self._apart(at, chosen), -at))
            chosen.append(best)
            left = [at for at in left if self._lower[at] != self._lower[best]]
        return [
            Suggestion(
                self._passages[at],
                round(spread[at], 3),
                scored[at][1],
                SAYS_NO.search(self._lower[at]) is not None,
                scored[at][2],
            )
            for at in chosen
        ]

    def _fits(self, at: int) -> bool:
        passage = self._passages[at]
        in_text = passage.paragraph.block.kind in ("paragraph", "note", "caption")
        return in_text and LEAST_WORDS <= len(passage.text.split()) <= MOST_WORDS

    def _of_arm(self, at: int, own: Collection[str], others: Collection[str]) -> float:
        """Return what a sentence counts by the arms that it, or a heading above it, names."""
        texts = (self._lower[at], *self._headings[at])
        if any(name in text for name in own for text in texts):
            return OWN_ARM
        return OTHER_ARM if any(name in text for name in others for text in texts) else 1.0

    def _apart(self, at: int, chosen: Iterable[int]) -> float:
        own = self._passages[at].paragraph
        same = sum(self._passages[other].paragraph is own for other in chosen)
        return float(SAME_PARAGRAPH**same)

    def _beside(self, at: int, scored: Sequence[tuple[float, tuple[str, ...], bool]]) -> float:
        own = self._passages[at].paragraph
        return sum(
            scored[other][0]
            for other in (at - 1, at + 1)
            if 0 <= other < len(scored) and self._passages[other].paragraph is own
        )

    def _leading(self, cues: Looked) -> dict[int, float]:
        """Return what sentences get that stand shortly before the one that they lead up to."""
        if not cues.leads_to or not cues.sections:
            return {}
        inside = [at for at, one in enumerate(self._passages) if one.part == cues.sections[0]]
        ends = [at for at in inside if _any(cues.leads_to, self._lower[at])]
        last = ends[-1] if ends else inside[-1] + 1 if inside else 0
        first = min((at for at in ends if last - at < LEADING // 2), default=last)
        return {
            at: LEADS * (1 - (first - at - 1) / LEADING)
            for at in inside
            if 0 < first - at <= LEADING
        }

    def _score(
        self, at: int, cues: Looked, names: Collection[str], leading: float
    ) -> tuple[float, tuple[str, ...], bool]:
        text, passage = self._lower[at], self._passages[at]
        because: list[str] = []
        score = self._by_headings(at, cues, because) + leading
        if leading:
            because.append("shortly before the aims")
        score += _counted(PHRASE, _seen(cues.phrases, text), because)
        score += _counted(WORD, _seen(cues.words, text), because)
        if cues.title:
            score += _counted(WORD, (word for word in self._title if word in text), because)
        if score > 0:
            score += _counted(NAME, (name for name in names if name in text), because)
        weak = score <= WORD
        score *= _by_place(passage, cues.sections)
        if PLANNED.search(text):
            score *= LESS
        if _any(cues.against, text):
            score *= AGAINST
        if _any(cues.leads_to, text):
            score *= LED_TO
        if passage.paragraph.block.kind != "paragraph" or begins_caption(passage.text):
            score *= NOTES
        return score, tuple(because), weak

    def _by_headings(self, at: int, cues: Looked, because: list[str]) -> float:
        headings = self._headings[at]
        for depth, heading in enumerate(reversed(headings)):
            if any(look.search(heading) for _cue, look in cues.headings):
                because.append(f"heading `{self._passages[at].paragraph.sections[-1 - depth]}`")
                return HEADING if depth == 0 else ABOVE
        return 0.0


def title_words(manuscript: Manuscript) -> list[str]:
    """Return the words of the title that are of this study, and not of all trials."""
    first = next(
        (one.block for one in manuscript.paragraphs if one.block.kind in ("title", "paragraph")),
        None,
    )
    if first is None or first.text.count(" ") > LONGEST_TITLE:
        return []
    words = re.findall(r"[^\W\d_][\w-]{4,}", first.text.lower())
    return [word for word in dict.fromkeys(words) if not OF_ALL_TRIALS.match(word)]


def _any(cues: Sequence[tuple[str, re.Pattern[str]]], text: str) -> bool:
    return any(look.search(text) for _cue, look in cues)


def _seen(cues: Sequence[tuple[str, re.Pattern[str]]], text: str) -> Iterator[str]:
    """Go over the words of a sentence that cues are about; words in words that were told, aside."""
    found = dict.fromkeys(match[0] for _cue, look in cues if (match := look.search(text)))
    yield from found


def _counted(weight: float, found: Iterator[str], because: list[str]) -> float:
    total = 0.0
    for cue in found:
        total += weight
        weight *= FURTHER
        because.append(f'"{cue}"')
    return total


def _by_place(passage: Passage, sections: Sequence[str]) -> float:
    part = passage.part
    if not sections or part == sections[0]:
        return FIRST
    if part in sections:
        return NAMED
    return ABSTRACT if part == "abstract" else ELSEWHERE


def context_of(manuscript: Manuscript, passage: Passage) -> str:
    """Return the sentences around one in its paragraph, itself included."""
    block = passage.paragraph.block
    around = [
        one
        for one in manuscript.passages[max(0, passage.number - 1) : passage.number + 2]
        if one.paragraph is passage.paragraph
    ]
    start, end = around[0].start - passage.paragraph.start, around[-1].end - passage.paragraph.start
    return block.text[start:end]
