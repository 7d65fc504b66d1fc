"""Numbers, durations, terms and schedules in words."""

import re
from collections.abc import Iterable, Mapping, Sequence

from intspec.lazy import frozen
from intspec.model import Count, DurationRange, Frequency, Phase, PlannedRange, Point, Range
from intspec.text.wording import noun

#: Terms whose words are more than the term without its hyphens.
TERMS = {
    "face-to-face": "face to face",
    "text-message": "text messages",
    "not-reported": "not stated",
    "on-request": "on request",
    "app": "app",
}
ONCE = {"PT1H": "hourly", "P1D": "daily", "P1W": "weekly", "P1M": "monthly", "P1Y": "yearly"}
UNITS = {"PT1H": "an hour", "P1D": "a day", "P1W": "a week", "P1M": "a month", "P1Y": "a year"}
TIMES = {1: "once", 2: "twice"}
#: Words that lead a time or an occasion; one of them is enough.
LEADS = frozenset(
    re.findall(
        r"\w+",
        "when whenever if once as at on in after "
        "before during until while within upon every each only from",
    )
)
#: Words that begin no name, so that they have a capital only where they begin a sentence.
COMMON = LEADS | frozenset(
    re.findall(
        r"\w+",
        "a an the any all both some several various many most no one "
        "two three four five six seven eight nine ten their our his her "
        "its those people members staff nobody anybody anyone somebody "
        "someone everybody everyone whoever more less fewer "
        "by with without for of to under over through between",
    )
)
#: Keys of phases that say nothing beside what is printed of the phase.
GENERIC = re.compile(
    r"(?:phase|period|stage|step|part|course|main|schedule|sessions?|days?|weeks?|months?|start|[a-z])?"
    r"[-_]?\d*|hourly|daily|weekly|fortnightly|monthly|yearly|once|twice|all|whole"
)
ENDS = tuple(".!?\N{HORIZONTAL ELLIPSIS}:")


def term(value: str) -> str:
    """Write a term of a closed list as a reader would."""
    return TERMS.get(value, value.replace("-", " "))


def upper_first(text: str) -> str:
    """Begin with a capital letter, and leave the rest alone."""
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """Begin with a small letter, and leave the rest alone."""
    return text[:1].lower() + text[1:]


def inside(text: str) -> str:
    """Write a text as it stands within a sentence: no capital where a common word begins it."""
    text = text.strip()
    first = re.match(r"[A-Z][a-z]*(?![\w.])", text)
    return lower_first(text) if first and first[0].lower() in COMMON else text


def led(lead: str, text: str) -> str:
    """Lead a text with a word or two: `by` and `The trial team` are `by the trial team`.

    A text that begins with the lead, or with a word that does what the lead does, stands alone:
    `when` and `whenever they wish`, `by` and `By letter`.
    """
    text = inside(text)
    first = text.partition(" ")[0].rstrip(",;:").lower()
    *before, last = lead.split()
    alone = first == last or (last in LEADS and first in LEADS)
    # "6 months after the course" is a point already.
    alone = alone or (last == "at" and re.match(r"\d+ \w+ (?:after|before)\b", text) is not None)
    return " ".join([*before, text]) if alone else f"{lead} {text}"


def request(text: str) -> str:
    """Make a request of an instruction: `State how` is `Please state how`."""
    text = text.strip()
    if text.startswith("Please"):
        return sentence(text)
    acronym = text[1:2].isupper()
    return sentence(f"Please {text if acronym else text[:1].lower() + text[1:]}")


def sentence(text: str) -> str:
    """Begin with a capital letter and end with a full stop, unless it ends in some other way."""
    text = text.strip()
    if not text:
        return ""
    closed = text.rstrip("\"')\N{RIGHT DOUBLE QUOTATION MARK}").endswith(ENDS)
    return upper_first(text) if closed else upper_first(text) + "."


def clauses(parts: Iterable[str | None], between: str = "; ") -> str:
    """Join the texts that are not empty, without the full stops between them."""
    texts = [part.strip() for part in parts if part and part.strip()]
    return between.join([*(part.removesuffix(".") for part in texts[:-1]), *texts[-1:]])


def sentences(parts: Iterable[str | None]) -> str:
    """Join the texts that are not empty, each as a sentence."""
    return " ".join(sentence(part) for part in parts if part and part.strip())


def listing(parts: Iterable[str]) -> str:
    """Join as in running text: `a, b and c`."""
    texts = [part for part in parts if part]
    if len(texts) < 2:  # noqa: PLR2004 -- nothing to join
        return "".join(texts)
    return f"{', '.join(texts[:-1])} and {texts[-1]}"


def choice(parts: Iterable[str]) -> str:
    """Join what one of is taken: `a, b or c`."""
    *texts, last = [part for part in parts if part] or [""]
    return f"{', '.join(texts)} or {last}" if texts else last


def duration(text: str) -> str:
    """Write an ISO 8601 duration in words."""
    from intspec.text.durations import parse  # noqa: PLC0415 -- few views need it

    return parse(text).words()


def duration_range(value: DurationRange) -> str:
    """Write a range of durations in words: `45 to 60 minutes`."""
    low = duration(value.min) if value.min else ""
    high = duration(value.max) if value.max else ""
    number, _, unit = low.partition(" ")
    if (
        low
        and " " not in unit
        and unit.removesuffix("s") == high.partition(" ")[2].removesuffix("s")
    ):
        return _between(number, high, same=low == high, about=value.about)
    return _between(low, high, same=low == high, about=value.about)


def _between(low: str, high: str, *, same: bool, about: bool | None) -> str:
    """Write a range of which each end is in words, or empty where it is open."""
    roughly = "about " if about else ""
    if low and high:
        return f"{roughly}{high}" if same else f"{roughly}{low} to {high}"
    return f"at least {roughly}{low}" if low else f"up to {roughly}{high}" if high else ""


def number_range(value: Range, unit: str = "") -> str:
    """Write a range of numbers in words, with its unit in singular or plural."""
    low, high = value.min, value.max
    if low is None and high is None:
        return ""
    ends = ["" if end is None else str(end) for end in (low, high)]
    number = _between(*ends, same=low == high, about=value.about)
    if not unit:
        return number
    return f"{number} {noun((low or 0) if high is None else high, unit)}"


def planned_and_actual(planned: str, actual: str) -> str:
    """Write a planned and an actual figure, each already in words."""
    if planned and actual:
        if planned == actual:
            return f"{planned}, as planned"
        return f"{planned} planned, {actual} in the study"
    return f"{planned} planned" if planned else actual


def planned_range(value: PlannedRange, unit: str = "") -> str:
    """Write a planned and an actual range in words."""
    planned = number_range(value.planned, unit) if value.planned else ""
    actual = number_range(value.actual, "" if planned else unit) if value.actual else ""
    same = value.planned is not None and value.planned == value.actual
    return planned_and_actual(planned, planned if same else actual)


def count(value: Count, unit: str = "") -> str:
    """Write a planned and an actual number in words."""
    exact = [
        None if number is None else Range(min=number, max=number)
        for number in (value.planned, value.actual)
    ]
    return planned_range(PlannedRange(planned=exact[0], actual=exact[1]), unit)


def frequency(value: Frequency) -> str:
    """Write a frequency in words: `weekly`, `twice a week`, `every 2 weeks`."""
    times = TIMES.get(value.times, f"{value.times} times")
    if value.per in UNITS:
        return ONCE[value.per] if value.times == 1 else f"{times} {UNITS[value.per]}"
    per = duration(value.per)
    return f"every {per}" if value.times == 1 else f"{times} every {per}"


def point(value: Point) -> str:
    """Write a point in time in words: `4 months after discharge`."""
    if value.offset is None:
        return inside(value.anchor)
    return f"{duration(value.offset)} {led('before' if value.before else 'after', value.anchor)}"


def was(*, ahead: bool, many: bool = False) -> str:
    """Return the verb of what is done in a study: `will be` while that is ahead, then `was`.

    Args:
        ahead: Whether the study is still ahead.
        many: Whether it is said of several things.
    """
    return "will be" if ahead else "were" if many else "was"


def was_not(*, ahead: bool, many: bool = False) -> str:
    """Return the verb of what is not done in a study: `will not be`, `was not`."""
    return "will not be" if ahead else f"{was(ahead=ahead, many=many)} not"


def field_name(name: str) -> str:
    """Write the name of a field as a heading: `starting_level` is `Starting level`."""
    return upper_first(re.sub(r"[_-]+", " ", name).strip())


def quoted(text: str) -> str:
    """Put a text in quotation marks, unless it has its own."""
    text = text.strip()
    if text[:1] in {'"', "'", "\N{LEFT DOUBLE QUOTATION MARK}"}:
        return text
    return f"\N{LEFT DOUBLE QUOTATION MARK}{text}\N{RIGHT DOUBLE QUOTATION MARK}"


@frozen
class Stretch:
    """Phases that follow one another, and what is said of them.

    Attributes:
        keys: Keys of the phases, in order.
        text: The words.
    """

    keys: tuple[str, ...]
    text: str


def stretches(phases: Mapping[str, Phase]) -> tuple[Stretch, ...]:
    """Put a schedule into words.

    Args:
        phases: The phases by key, in the order of the document.

    Returns:
        One sentence or more for each run of phases that follow each other.
    """
    return tuple(
        Stretch(tuple(run), _tell(run, phases))
        for whole in _runs(phases)
        # Phases with names are told one by one, each with what it follows.
        for run in ([[key] for key in whole] if _any_named(whole, phases) else [whole])
    )


def _any_named(run: Sequence[str], phases: Mapping[str, Phase]) -> bool:
    return any(_name_of(key, phases) for key in run)


def _name_of(key: str, phases: Mapping[str, Phase]) -> str:
    """Return what a phase is called; empty where that says nothing beside what is printed of it."""
    return phase_name(phases[key]) or (spoken(key) if len(phases) > 1 else "")


def _runs(phases: Mapping[str, Phase]) -> list[list[str]]:
    after: dict[str, list[str]] = {}
    for key, phase in phases.items():
        if phase.follows in phases and phase.follows != key:
            after.setdefault(str(phase.follows), []).append(key)
    runs: list[list[str]] = []
    seen: set[str] = set()
    led = {key for keys in after.values() for key in keys[:1]}
    # First the phases that follow none; those left over follow each other in a circle.
    for key in [*(key for key in phases if key not in led), *phases]:
        run: list[str] = []
        step: str | None = key
        while step is not None and step not in seen:
            seen.add(step)
            run.append(step)
            step = next(iter(after.get(step, ())), None)
        if run:
            runs.append(run)
    return runs


def _tell(run: Sequence[str], phases: Mapping[str, Phase]) -> str:
    chain = [phases[key] for key in run]
    lengths = {phase.session_length for phase in chain}
    intensities = {phase.intensity for phase in chain}
    phrases = []
    for key, phase in zip(run, chain, strict=True):
        details = [_rhythm(phase)]
        if len(lengths) > 1 or len(chain) == 1:
            details.append(_length(phase))
        if len(intensities) > 1:
            details.append(phase.intensity or "")
        text = clauses(details, ", ")
        phrases.append(clauses([_name_of(key, phases), text], ": ") or term(key))
    parts = [", then ".join(phrases)]
    if len(lengths) == 1 and len(chain) > 1:
        parts.append(_length(chain[0]))
    if len(intensities) == 1:
        parts.append(chain[0].intensity or "")
    parts.extend(dict.fromkeys(_beside(phase, phases, run) for phase in chain))
    schedule = sentence(clauses(parts))
    notes = (sentence(phase.note) for phase in chain if phase.note)
    return " ".join([schedule, *notes])


def spoken(key: str) -> str:
    """Return the word that a key is, for a thing that has no other name; empty if it is none."""
    return "" if GENERIC.fullmatch(key) else term(key)


def phase_name(phase: Phase) -> str:
    """Return what a phase is called, with its kind where its name does not say that."""
    label, kind = phase.label or "", term(phase.kind or "")
    plain = label.casefold().replace("-", " ")
    return label if kind in plain else f"{label} ({kind})" if label else kind


def _rhythm(phase: Phase) -> str:
    often = frequency(phase.frequency) if phase.frequency else ""
    if phase.at:
        often = clauses([often, led("at", listing(map(inside, phase.at)))], ", ")
    span = duration(phase.duration) if phase.duration else ""
    if span:
        often = f"{often} for {span}" if often else f"for {span}"
    if phase.trigger:
        often = clauses([often, led("when", phase.trigger)], ", ")
    if phase.starts:
        often = clauses([often, led("from", point(phase.starts))], " ")
    if phase.ends:
        often = clauses([often, led("until", point(phase.ends))], " ")
    number = planned_range(phase.sessions, "session") if phase.sessions else ""
    if number and phase.at and not phase.frequency:
        # "At weeks 1 and 4, 2 sessions" would be read as a list of numbers.
        return f"{number} {often}"
    return clauses([often, number], ", ")


def _length(phase: Phase) -> str:
    if phase.session_length is None:
        return ""
    text = duration_range(phase.session_length)
    numbers = [one for one in _ranges(phase.sessions) if one is not None]
    alone = [(one.min, one.max, bool(one.about)) for one in numbers] == [(1, 1, False)]
    return text if alone or not text else f"{text} each"


def _ranges(value: PlannedRange | None) -> tuple[Range | None, ...]:
    return (value.planned, value.actual) if value is not None else ()


def _beside(phase: Phase, phases: Mapping[str, Phase], run: Sequence[str]) -> str:
    def name(key: str) -> str:
        label = phases[key].label if key in phases else None
        # "Building up" is no name of anybody, and stands within a sentence.
        common = label and re.match(r"[A-Z][a-z]+(?: [a-z]|$)", label)
        if not label:
            return term(key)
        # "After building up", and "after the first meeting".
        article = "" if label.partition(" ")[0].endswith("ing") else "the "
        return f"{article}{lower_first(label)}" if common else label

    phrases = []
    if phase.alongside:
        phrases.append(f"at the same time as {name(phase.alongside)}")
    if phase.part_of:
        phrases.append(f"within {name(phase.part_of)}")
    if phase.follows and phase.follows not in run:
        phrases.append(f"after {name(phase.follows)}")
    return clauses(phrases, ", ")
