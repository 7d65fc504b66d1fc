"""What the words of a description table tell: providers, modes, places, numbers of sessions, times.

It reads words that have one meaning, and no more: what is denied, what is told of ages, samples,
training, assessments or a pilot, and what two phrases say differently is left alone.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import get_args

from intspec.forms.fact import DENIAL, Fact, agreeing, beside, clauses, ends_as_range
from intspec.forms.told_times import BOUND, RANGE, times
from intspec.lazy import frozen
from intspec.model.delivery import Mode
from intspec.schema.as_meant import SYNONYMS
from intspec.text.amounts import bound_in, is_about, numbers_in
from intspec.text.wording import flat
from intspec.vocabularies import Vocabulary

PROVIDERS, SETTINGS, WAYS = "providers", "settings", "delivery"
#: Words for a mode of delivery that mean something else in a sentence.
AMBIGUOUS = frozenset(
    {
        *("personal", "live", "on site", "onsite", "call", "calls", "text", "texts", "messages"),
        *("teams", "web", "internet", "paper", "print", "leaflet", "booklet", "application"),
        *("post", "mail", "letter", "letters", "device", "other", "broadcast"),
    }
)
#: Plurals that change the end of a word, and what stands there in the singular.
CHANGED = (("ies", "y"), ("ves", "fe"))
#: Names of settings that are more often means than places.
NO_PLACES = frozenset({"internet"})
SENTENCE = re.compile(
    r"(?<!approx)(?<!\bca)(?<!\bno)(?<!\bmax)(?<!\bmin)(?<!\bvs)(?<!\be\.g)(?<!\bi\.e)"
    r"[.!?]\s+(?=[A-Z0-9(])|\s*;\s*|\n+|,?\s+(?:while|whereas)\s+"
)
#: What people do who do not deliver it; and whom it is done by.
OTHER_WORK = re.compile(
    r"\b(?:(?:assess|measur|rat(?:ed|ings?)|record|collect|recruit|blind|screen|refer|examin|invit"
    r"|identif|inform|diagnos|interview)\w*|available|on call|present)\b",
    re.IGNORECASE,
)
DONE_BY = re.compile(
    r"\b(?:supervis|train|taught|overs|coach|support|advi[cs]|develop)\w* (?:\w+ ){0,4}?"
    r"(?:by|from)\b",
    re.IGNORECASE,
)
#: What is taught by those who deliver it.
LESSONS = re.compile(
    r"\b(?:lessons?|sessions?|class(?:es)?|courses?|programmes?|programs?|modules?|skills) "
    r"(?:\w+ ){0,3}?taught by\b",
    re.IGNORECASE,
)
#: A clause within a sentence, and one that says of a training who led it.
BETWEEN = re.compile(r",\s+(?:who|which|whom|whose)\b[^,.]*,\s+", re.IGNORECASE)
IN_TRAINING = re.compile(
    r"(\b(?:training|trained|course|workshop)\b[^,.]*),\s+(?:which|that|led|given|held|run)\b.*",
    re.IGNORECASE,
)
#: What goes to those who treat the participants is no way of delivery to them.
TO_STAFF = re.compile(
    r"\bto (?:the|their|a|an|his|her) (?:\w+ ){0,2}?(?:GPs?|doctors?|physicians?|practitioners?"
    r"|clinicians?|nurses?|teams?|staff|clinics?)\b",
    re.IGNORECASE,
)
INDIVIDUAL = re.compile(
    r"\b(?:individual(?:ly|ised|ized)?|one[- ](?:to|on)[- ]one|1:1|1-to-1|each \w+ alone)\b",
    re.IGNORECASE,
)
GROUP = re.compile(
    r"(?<!age )(?<!age-)(?<!focus )\bgroups?\b(?! (?:allocation|difference|comparison))"
    r"|\bclasses (?:of|with)(?= \d)",
    re.IGNORECASE,
)
#: What a group is not: an arm of the study.
ARM = re.compile(
    r"\b(?:control|intervention|comparison|treatment|experimental) groups?\b", re.IGNORECASE
)
PEOPLE = (
    r"(?:people|persons|participants|patients|pupils|students|children|residents|members|women|men"
    r"|adults|clients|families|couples|carers|adolescents)"
)
SIZE = re.compile(
    rf"(?:\b(?:groups?|classes) (?:of|with) |\bclass (?:of |\()|\(|\bwith )(?P<bound>{BOUND})"
    rf"(?P<size>{RANGE})(?P<who> {PEOPLE})?\b",
    re.IGNORECASE,
)
UNSUPERVISED = re.compile(
    r"\b(?:unsupervised|not (?:be )?supervised|without (?:any )?supervision"
    r"|(?:exercis|train|practi[sc]|walk)\w* (?:alone|on their own|independently))\b",
    re.IGNORECASE,
)
SUPERVISED = re.compile(r"\bsupervised\b(?! by)", re.IGNORECASE)
#: Before and behind a place in the plural that is somebody's own.
OWN = re.compile(r"(?:[\N{RIGHT SINGLE QUOTATION MARK}']s?|\bown|\btheir) $", re.IGNORECASE)
OWNERS = re.compile(rf" of (?:the )?{PEOPLE}\b", re.IGNORECASE)
#: Between two places of which the second says whose the first is; and before one that is near it.
WITHIN = re.compile(r"\s+(?:of|in|at|within)\s+(?:\w+\s+){0,3}")
BESIDE = re.compile(r"\b(?:near|beside|opposite|close to|next to)\s+(?:\w+\s+)?$", re.IGNORECASE)
#: Behind a word for a place that says which time, people or things are meant.
OF_PLACE = re.compile(
    r"\s+(?:holidays?|hours|years?|terms?|days?|stays?|admissions?|staff|records?|nurses?)\b",
    re.IGNORECASE,
)
ASIDE = re.compile(r"\([^)]*\)")


@frozen
class Lexicon:
    """Names of providers, places and modes, as texts have them.

    Attributes:
        terms: Patterns of all names, by kind.
        names: By kind and the name in small letters, without hyphens: what is written for it.
    """

    terms: Mapping[str, re.Pattern[str]]
    names: Mapping[str, Mapping[str, str]]


def lexicon(vocabularies: Iterable[Vocabulary]) -> Lexicon:
    """Make the names of vocabularies, and the model's own words for modes, ready for use.

    Args:
        vocabularies: Those whose terms may name providers or settings are used.
    """
    names: dict[str, dict[str, str]] = {PROVIDERS: {}, SETTINGS: {}, WAYS: {}}
    for vocabulary in vocabularies:
        for branch in vocabulary.file.branches:
            if branch.place in names and not branch.root:
                for term in vocabulary.file.terms:
                    for name in {term.label, *term.aliases} - NO_PLACES:
                        known = name if name.isupper() else name.lower()
                        names[branch.place].setdefault(name.lower(), known)
    for mode in get_args(Mode):
        for name in (mode.replace("-", " "), *SYNONYMS.get(mode, ())):
            if name not in AMBIGUOUS:
                names[WAYS][name] = mode
    return Lexicon(
        MappingProxyType({kind: _any_of(of) for kind, of in names.items()}),
        MappingProxyType({kind: _plain(of) for kind, of in names.items()}),
    )


def _plain(names: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType({name.replace("-", " "): written for name, written in names.items()})


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern of all names, also in the plural, the longest first."""
    patterns = []
    for name in sorted(names, key=len, reverse=True):
        *first, last = (re.escape(word) for word in re.split(r"[\s-]+", name))
        stem = f"{last}(?:e?s)?"
        for plural, ending in CHANGED:
            if last.endswith(ending):
                stem = f"{last.removesuffix(ending)}(?:{ending}|{plural})"
        patterns.append(r"[\s-]+".join((*first, stem)))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(patterns) or '(?!)'})(?!\w)", re.IGNORECASE)


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, and what stands behind a semicolon or `while` in one."""
    # Many blanks in a row would be gone over from each of them, by this pattern and those below.
    plain = "\n".join(filter(None, map(flat, text.splitlines())))
    return [one.strip() for one in SENTENCE.split(plain) if one.strip()]


def facts(told: Sequence[str], kind: str, words: Lexicon) -> list[Fact]:
    """Read what sentences tell of one kind.

    Args:
        told: The sentences, of one arm.
        kind: What is looked for: providers, settings, delivery or schedule.
        words: The names of things.

    Returns:
        Each once, without those of which two phrases say different things.
    """
    readers = {PROVIDERS: _providers, SETTINGS: _settings, WAYS: _ways}
    return [*agreeing(readers[kind](told, words) if kind in readers else times(told))]


def _providers(told: Sequence[str], words: Lexicon) -> Iterator[Fact]:
    for clause in _holding([IN_TRAINING.sub(r"\1", BETWEEN.sub(" ", one)) for one in told]):
        if OTHER_WORK.search(clause):
            continue
        done_by = None if LESSONS.search(clause) else DONE_BY.search(clause)
        for found in words.terms[PROVIDERS].finditer(clause):
            if done_by is None or found.start() < done_by.start():
                yield Fact(PROVIDERS, "kind", _name(found[0], words.names[PROVIDERS]), found[0])


def _holding(told: Sequence[str]) -> Iterator[str]:
    """Go over the clauses of sentences that hold of the intervention."""
    return (clause for sentence in told for clause in clauses(sentence))


def _settings(told: Sequence[str], words: Lexicon) -> Iterator[Fact]:
    """Go over the places that are told: not those that only say of which kind another is."""
    for clause in _holding([ASIDE.sub("", sentence) for sentence in told]):
        last: re.Match[str] | None = None
        for found in words.terms[SETTINGS].finditer(clause):
            above = clause[last.end() : found.start()] if last is not None else "."
            held, last = last, found
            if WITHIN.fullmatch(above):
                # Of "the gym of a university hospital", the gym is the place.
                last = held
                continue
            if not above.strip() or BESIDE.search(beside(clause, found)[0]):
                continue
            yield from _place(clause, found, words)


def _place(clause: str, found: re.Match[str], words: Lexicon) -> Iterator[Fact]:
    head = words.terms[SETTINGS].match(clause, found.end() + 1)
    if head is not None and clause[found.end()] == " ":
        # The last of several words is what it is: a hospital gym is a gym.
        found = head
    before, after = beside(clause, found)
    own = OWN.search(before) or OWNERS.match(after)
    if (found[0].lower() != "homes" or own) and not OF_PLACE.match(after):
        yield Fact(SETTINGS, "kind", _name(found[0], words.names[SETTINGS]), found[0])


def _name(found: str, names: Mapping[str, str]) -> str:
    """Return the name of which a phrase is the singular or the plural."""
    plain = re.sub(r"[\s-]+", " ", found.lower())
    endings = (("s", ""), ("es", ""), *CHANGED)
    single = [plain]
    single += [plain.removesuffix(end) + one for end, one in endings if plain.endswith(end)]
    return next((names[name] for name in single if name in names), plain)


def _ways(told: Sequence[str], words: Lexicon) -> Iterator[Fact]:
    alone: list[str] = []
    together: list[str] = []
    for clause in _holding(told):
        for mode in words.terms[WAYS].finditer(clause):
            if not TO_STAFF.search(clause):
                yield Fact(WAYS, "mode", _name(mode[0], words.names[WAYS]), mode[0])
        plain = ARM.sub("", clause)
        alone += [found[0] for found in INDIVIDUAL.finditer(plain)]
        together += [found[0] for found in GROUP.finditer(plain)]
    if alone or together:
        grouping = "mixed" if alone and together else "individual" if alone else "group"
        yield Fact(WAYS, "grouping", grouping, " ... ".join((*alone[:1], *together[:1])))
    if together:
        for sentence in told:
            yield from _sizes(sentence)
    watched = [("unsupervised", x[0]) for one in told if (x := UNSUPERVISED.search(one))]
    watched += [("supervised", x[0]) for one in _holding(told) if (x := SUPERVISED.search(one))]
    if watched:
        both = len({kind for kind, _words in watched}) > 1
        yield Fact(WAYS, "supervised", "mixed" if both else watched[0][0], watched[0][1])


def _sizes(sentence: str) -> Iterator[Fact]:
    for found in SIZE.finditer(sentence):
        named = found["who"] or found[0].lower().startswith(("group", "classes"))
        ends = numbers_in(found["size"])
        if not named or DENIAL.search(sentence) or is_about(found["bound"]) or ends is None:
            continue
        bound = bound_in(f"{found['bound']}1")
        size = ends_as_range(ends, bound[0] if bound else "")
        yield Fact(WAYS, "group_size", size, found[0].strip(" ("))
