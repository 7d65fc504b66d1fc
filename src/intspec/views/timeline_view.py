"""The timeline view: a figure of the phases and sessions of each arm, and the same as a table."""

import math
from collections.abc import Iterator, Mapping

import attrs

from intspec.lazy import frozen
from intspec.model import Phase
from intspec.text.wording import flat
from intspec.views import words
from intspec.views.context import Context, frame
from intspec.views.description_view import column_note
from intspec.views.drawing import LARGE, LINE, MARGIN, SMALL, Room, Sheet
from intspec.views.figure import Figure, Look
from intspec.views.table import Cell, Column, Row, Table, View, text_cell
from intspec.views.timing import Span, Times, days

WHAT = "timeline of the arms"
CAPTION = "The phases of each arm along time"
#: How wide the names, the bars, and the words beside them are.
NAMES, BARS, BESIDE, BETWEEN = 190.0, 430.0, 230.0, 14.0
LEFT = MARGIN + NAMES + BETWEEN
WIDTH = LEFT + BARS + BETWEEN + BESIDE + MARGIN
BAR = 14.0
#: The lines of a name, and of the words beside a bar.
NAME_LINES, BESIDE_LINES = 2, 4
#: Marks of periods stand no closer.
CLOSEST = 4.0
#: The units of the axis, in days, with the steps that its marks may take.
UNITS = (
    ("Hours", 1 / 24, (1, 2, 3, 6, 12, 24)),
    ("Days", 1.0, (1, 2, 3)),
    ("Weeks", 7.0, (1, 2, 4, 8)),
    ("Months", 365.25 / 12, (1, 2, 3, 6, 12)),
    ("Years", 365.25, (1, 2, 5, 10, 20, 50, 100)),
)
#: No unit has more marks than these.
MARKS = 14
#: Kinds of phases in which nothing is given.
WITHOUT = frozenset({"run-in", "washout", "follow-up"})
NO_PHASE = "No schedule stated"
NOT_PLACED = "Time not stated"
FIRST = "Counted from its own start; when that is, is not stated"
IN_WORDS = "Time stated in words alone"
COLUMNS = (
    Column("arm", "Arm", head=True, width=3),
    Column("phase", "Phase", head=True, width=3),
    Column("when", "When", width=4),
    Column("lasts", "Lasts", width=2),
    Column("often", "How often", width=2),
    Column("planned", "Sessions planned", width=2),
    Column("actual", "Sessions in the study", width=2),
)
SIGNS: Mapping[Look, str] = {
    "pale": "Phase",
    "outline": "Run-in, washout or follow-up",
    "dashed": "Somewhere within this time",
}
OPEN = "The other end is not stated"
PERIODS = "Marks at the lower edge of a bar: the periods of its frequency"


@frozen
class Scale:
    """How days become places across.

    Attributes:
        first: The first day.
        last: The last day.
    """

    first: float
    last: float

    def at(self, day: float) -> float:
        """Return the place of a day."""
        # The last part is left for bars whose end is not stated.
        room = BARS - 24
        return LEFT + (day - self.first) / max(self.last - self.first, 1e-9) * room

    @property
    def unit(self) -> tuple[str, float, int]:
        """The name of the unit of the axis, its length in days, and the step of its marks."""
        length = self.last - self.first
        for name, unit, steps in UNITS:
            for step in steps:
                if length / (unit * step) <= MARKS:
                    return name, unit, step
        name, unit, _steps = UNITS[-1]
        return name, unit, math.ceil(length / unit / MARKS)


def timeline_view(context: Context) -> View:
    """Draw the phases of each arm along time."""
    times = {key: Times(arm.schedule) for key, arm in context.spec.interventions.items()}
    rows = tuple(row for key, one in times.items() for row in _rows(key, one, context))
    table = Table("phases", CAPTION, COLUMNS, rows)
    view = frame(context, "timeline", WHAT, (table,))
    return attrs.evolve(view, figures=(_figure(times, context),))


# The table


def _rows(arm: str, times: Times, context: Context) -> Iterator[Row]:
    name = context.arm_name(arm)
    if not times.phases:
        yield _row(name, NO_PHASE)
    for origin in (*times.origins, ""):
        for key in times.of(origin):
            phase = times.phases[key]
            planned, actual = _sessions(phase)
            yield _row(
                name,
                called(key, phase),
                when(phase, times.phases) or (FIRST if origin else NOT_PLACED),
                words.duration(phase.duration) if phase.duration else "",
                _often(phase),
                planned,
                actual,
            )


def _row(*texts: str) -> Row:
    cells = [text_cell(words.upper_first(text)) for text in texts]
    return Row("item", (*cells, *[Cell()] * (len(COLUMNS) - len(cells))))


def called(key: str, phase: Phase) -> str:
    """Return what a phase is called, by its label, its kind or its key."""
    return flat(words.upper_first(words.phase_name(phase) or words.term(key)))


def when(phase: Phase, phases: Mapping[str, Phase]) -> str:
    """Say when a phase is, by all that is stated of it; empty where nothing is."""
    parts = [
        words.led("from", words.point(phase.starts)) if phase.starts else "",
        words.led("until", words.point(phase.ends)) if phase.ends else "",
        words.led("at", words.listing(map(words.inside, phase.at))) if phase.at else "",
        words.led("when", phase.trigger) if phase.trigger else "",
    ]
    for lead, other in (
        ("after", phase.follows),
        ("at the same time as", phase.alongside),
        ("within", phase.part_of),
    ):
        if other:
            name = called(other, phases[other]) if other in phases else words.term(other)
            parts.append(f"{lead} {words.quoted(name)}")
    return flat(words.clauses(parts, ", "))


def _often(phase: Phase) -> str:
    often = words.frequency(phase.frequency) if phase.frequency else ""
    length = words.duration_range(phase.session_length) if phase.session_length else ""
    return words.clauses([often, f"{length} each" if length else ""], ", ")


def _sessions(phase: Phase) -> tuple[str, str]:
    if phase.sessions is None:
        return "", ""
    planned, actual = phase.sessions.planned, phase.sessions.actual
    return (
        words.number_range(planned) if planned else "",
        words.number_range(actual) if actual else "",
    )


# The figure


def _figure(times: Mapping[str, Times], context: Context) -> Figure:
    spans = [span for one in times.values() for span in one.spans.values()]
    ends = [day for span in spans for day in (span.start, span.end) if day is not None]
    scale = Scale(min(ends, default=0.0), max(ends, default=0.0))
    sheet = Sheet()
    title = Room(MARGIN, MARGIN, WIDTH - 2 * MARGIN, 2)
    y = sheet.words(CAPTION, title, "title", size=LARGE, bold=True) + 4
    timed = scale.last > scale.first
    if timed:
        y = _axis(sheet, scale, y)
    upper = y
    for arm, one in times.items():
        sheet.line((MARGIN, y + 2, WIDTH - MARGIN, y + 2), "rule", "solid")
        room = Room(MARGIN, y + 7, WIDTH - 2 * MARGIN, NAME_LINES)
        y = sheet.words(context.arm_name(arm), room, "arm", bold=True)
        note = column_note(context.spec.interventions[arm], context)
        y = sheet.words(note, Room(MARGIN, y, WIDTH - 2 * MARGIN), "arm", size=SMALL)
        y = _arm(sheet, one, scale, y)
    if timed:
        _grid(sheet, scale, upper)
    _key(sheet, y + 12)
    placed = sum(span.start is not None for span in spans)
    described = (
        f"{len(times)} arms below one another, their {len(spans)} phases as bars along time; "
        f"{placed} have a place in time, of the others it is not stated. The table says the same "
        "in words."
    )
    return sheet.figure("timeline", CAPTION, described, WIDTH)


def _key(sheet: Sheet, y: float) -> None:
    looks = [(look, meaning) for look, meaning in SIGNS.items() if look in sheet.used]
    if looks:
        y = sheet.key([(look, "box", "", meaning) for look, meaning in looks], y, WIDTH)
    for sign, meaning in (("open", OPEN), ("periods", PERIODS)):
        if sign not in sheet.used:
            continue
        if sign == "open":
            sheet.line((MARGIN, y + 12, MARGIN + 18, y + 12), "sign", "dashed", arrow=True)
        else:
            for number in range(3):
                x = MARGIN + 3 + number * 6
                sheet.line((x, y + 8, x, y + 14), "sign", "solid")
        y = sheet.words(meaning, Room(MARGIN + 26, y + 5, WIDTH - 2 * MARGIN - 26), "key")


def _axis(sheet: Sheet, scale: Scale, y: float) -> float:
    name, unit, _step = scale.unit
    sheet.words(f"{name} from the start named at the left", Room(LEFT, y, BARS), "axis", size=SMALL)
    y += SMALL * LINE + 3
    for number in _marks(scale):
        room = Room(scale.at(number * unit) - 15, y, 30)
        text = str(number).replace("-", "\N{MINUS SIGN}")
        sheet.words(text, room, "axis", size=SMALL, middle=True)
    return y + SMALL * LINE + 3


def _marks(scale: Scale) -> Iterator[int]:
    _name, unit, step = scale.unit
    first = math.ceil(scale.first / unit / step - 1e-9)
    last = math.floor(scale.last / unit / step + 1e-9)
    yield from (number * step for number in range(first, last + 1))


def _grid(sheet: Sheet, scale: Scale, upper: float) -> None:
    """Draw the fine lines of the axis behind the bars: a short one at the top of each mark."""
    _name, unit, _step = scale.unit
    for number in _marks(scale):
        x = scale.at(number * unit)
        sheet.line((x, upper - 2, x, upper + 2), "axis", "solid")


def _arm(sheet: Sheet, times: Times, scale: Scale, y: float) -> float:
    if not times.phases:
        return sheet.words(NO_PHASE, Room(MARGIN, y + 3, NAMES + BARS), "phase") + 4
    alone = len(times.origins) == 1
    unplaced = times.of("")
    told = tuple(key for key in unplaced if when(times.phases[key], times.phases))
    groups = [(_origin(one, times, alone=alone), times.of(one)) for one in times.origins]
    groups += [(IN_WORDS, told), (NOT_PLACED, tuple(k for k in unplaced if k not in told))]
    for heading, keys in groups:
        if not keys:
            continue
        y = sheet.words(
            heading,
            Room(MARGIN, y + 5, WIDTH - 2 * MARGIN),
            "origin",
            size=SMALL,
        )
        for key in keys:
            y = _phase(sheet, key, times, scale, y + 4)
    return y + 4


def _origin(origin: str, times: Times, *, alone: bool) -> str:
    if not origin.startswith("#"):
        return f"Counted from: {origin}"
    if alone:
        return "Counted from the start of the schedule"
    key = origin.removeprefix("#")
    name = words.quoted(called(key, times.phases[key]))
    return f"Counted from the start of {name}; when that is, is not stated"


def _phase(sheet: Sheet, key: str, times: Times, scale: Scale, y: float) -> float:
    phase, span = times.phases[key], times.spans[key]
    lower = sheet.words(called(key, phase), Room(MARGIN, y, NAMES, NAME_LINES), "phase")
    planned, actual = _sessions(phase)
    beside = words.clauses(
        [
            words.duration(phase.duration) if phase.duration else "",
            _often(phase),
            f"sessions planned: {planned}" if planned else "",
            f"in the study: {actual}" if actual else "",
            "" if span.end is not None and not span.within else when(phase, times.phases),
        ]
    )
    x = LEFT + BARS + BETWEEN
    room = Room(x, y + 1.5, BESIDE, BESIDE_LINES)
    lower = max(lower, sheet.words(words.upper_first(beside), room, "detail", size=SMALL))
    _bar(sheet, phase, span, scale, y)
    return max(lower, y + BAR)


def _bar(sheet: Sheet, phase: Phase, span: Span, scale: Scale, y: float) -> None:
    nothing = span.start is None and span.end is None
    if nothing or (span.within and (span.start is None or span.end is None)):
        return
    look: Look = "dashed" if span.within else "outline" if phase.kind in WITHOUT else "pale"
    middle = y + BAR / 2
    if span.start is None or span.end is None:
        # Only one end is known: a line leads away from it.
        known = scale.at(span.start if span.start is not None else span.end or 0.0)
        far = LEFT + BARS - 4 if span.end is None else LEFT
        sheet.line((known, middle, far, middle), "open", "dashed", arrow=True)
        sheet.line((known, y, known, y + BAR), "open", "solid")
        sheet.used["open"] = None
        return
    left, right = scale.at(span.start), scale.at(span.end)
    sheet.box((left, y, max(right - left, 1.5), BAR), "bar", look)
    sheet.used[look] = None
    if phase.frequency and not span.within:
        step = days(phase.frequency.per)
        width = scale.at(scale.first + step) - LEFT
        if width >= CLOSEST:
            sheet.used["periods"] = None
            for number in range(1, math.ceil((span.end - span.start) / step - 1e-6)):
                place = left + number * width
                sheet.line((place, y + BAR - 5, place, y + BAR), "period", "solid")
