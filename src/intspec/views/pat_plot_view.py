"""The PaT plot view: which things and activities each arm has, and when; and the same as a table.

After Perera, Heneghan and Yudkin, Graphical method for depicting randomised trials of complex
interventions, BMJ 2007;334:127: things are squares, activities circles, arms columns, and time runs
downwards. What no phase is linked to stands in a band of its own.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from string import ascii_uppercase
from typing import Literal

import attrs

from intspec.lazy import frozen
from intspec.model import Arm
from intspec.text.sameness import plain_words
from intspec.text.wording import flat, plural
from intspec.views import words
from intspec.views.context import Context, frame
from intspec.views.drawing import LARGE, LINE, MARGIN, SIZE, SMALL, Room, Sheet
from intspec.views.figure import Figure
from intspec.views.measuring import wrapped
from intspec.views.table import Block, Cell, Column, Row, Table, View, text_cell
from intspec.views.timeline_view import IN_WORDS, NOT_PLACED, called, when
from intspec.views.timing import Times

WHAT = "PaT plot of the arms"
CAPTION = "What each arm has, and when (PaT plot)"
Kind = Literal["activity", "object", "phase"]
KINDS: Mapping[Kind, str] = {
    "activity": "Activity (circle)",
    "object": "Thing (square)",
    "phase": "Phase to which no activity is linked",
}
HEAD = (
    Column("mark", "Mark", head=True),
    Column("kind", "Kind", width=2),
    Column("what", "What", head=True, width=4),
)
#: How wide the bands' names are, the columns at least and at most, and what all columns share.
BANDS, NARROWEST, WIDEST, COLUMNS = 150.0, 92.0, 240.0, 640.0
#: The side of a mark, and between two of them.
MARK, BETWEEN = 22.0, 6.0
#: The lines of the name of an arm and of a band, and of an entry of the key.
NAME_LINES, BAND_LINES, ENTRY_LINES = 4, 4, 2
#: The place in a sequence of what states none.
LAST = 1_000_000
#: A month and a week in days.
MONTH, WEEK = 365.25 / 12, 7.0
#: How far from whole a number of units may be: a month is not of one length.
NEAR = 0.02


@frozen
class Band:
    """A stretch of the plot from left to right.

    Attributes:
        group: 0 where time is placed, 1 where it is told in words alone, 2 where it is not stated.
        origin: The event or phase that its days are counted from; empty for none.
        day: The day.
        text: When it is, in words.
    """

    group: int
    origin: str
    day: float
    text: str


UNTIMED = Band(2, "", 0.0, NOT_PLACED)


@frozen
class Thing:
    """What a mark stands for.

    Attributes:
        kind: An activity, an object, or a phase to which no activity is linked.
        name: What it is, in words.
    """

    kind: Kind
    name: str


@frozen
class Use:
    """One thing in one arm at one time.

    Attributes:
        thing: The thing.
        arm: Key of the arm.
        band: When.
        phase: The name of the phase; empty for none.
        order: The place in the sequence that is stated; a large number for none.
    """

    thing: Thing
    arm: str
    band: Band
    phase: str = ""
    order: int = LAST


def pat_plot_view(context: Context) -> View:
    """Draw what each arm has, and when."""
    arms = context.spec.interventions
    uses = [use for key, arm in arms.items() for use in _uses(key, arm, context)]
    places = {key: number for number, key in enumerate(arms)}
    uses = sorted(dict.fromkeys(uses), key=lambda use: _rank(use, places))
    marks = _marks(uses)
    columns = tuple(Column(f"arm-{key}", context.arm_name(key), width=3) for key in arms)
    said: dict[tuple[Thing, str], dict[str, None]] = {}
    for use in uses:
        text = f"{use.band.text} ({use.phase})" if use.phase else use.band.text
        said.setdefault((use.thing, use.arm), {})[text] = None
    rows = []
    for thing in dict.fromkeys([*marks, *(use.thing for use in uses)]):
        told = (marks.get(thing, ""), KINDS[thing.kind], thing.name)
        by_arm = (said.get((thing, key), ()) for key in arms)
        cells = (Cell(tuple(Block("text", text) for text in texts)) for texts in by_arm)
        rows.append(Row("item", (*map(text_cell, told), *cells)))
    table = Table("pat", CAPTION, (*HEAD, *columns), tuple(rows))
    view = frame(context, "pat-plot", WHAT, (table,))
    return attrs.evolve(view, figures=(_figure(uses, marks, context),))


def _rank(use: Use, arms: Mapping[str, int]) -> tuple[object, ...]:
    band = use.band
    place = (band.group, band.origin.casefold(), band.day, band.text.casefold())
    return (*place, arms[use.arm], use.phase, use.order, use.thing.name, use.thing.kind)


def _marks(uses: Iterable[Use]) -> dict[Thing, str]:
    """Give each activity a letter and each object a number, as they come in time."""
    things = dict.fromkeys(use.thing for use in uses)
    marks = {}
    for number, thing in enumerate(thing for thing in things if thing.kind == "activity"):
        many, letter = divmod(number, len(ascii_uppercase))
        marks[thing] = ascii_uppercase[letter] + (str(many) if many else "")
    for number, thing in enumerate((one for one in things if one.kind == "object"), 1):
        marks[thing] = str(number)
    return marks


# What an arm has


def _uses(key: str, arm: Arm, context: Context) -> Iterator[Use]:
    """Go over what an arm has: activities, objects, and phases to which none is linked."""
    times = Times(arm.schedule)
    belongs = _phases(arm)
    linked: set[str] = set()
    used: set[str] = set()
    for own, procedure in arm.procedures.items():
        thing = Thing("activity", flat(procedure.description or words.upper_first(words.term(own))))
        phases = belongs[own]
        linked.update(phases)
        order = procedure.order or LAST
        things = [thing, *(_object(one, context) for one in procedure.materials)]
        used.update(procedure.materials)
        for phase in phases:
            name, band = called(phase, arm.schedule[phase]), _band(phase, times)
            yield from (Use(one, key, band, name, order) for one in things)
        if not phases:
            yield from (Use(one, key, UNTIMED, "", order) for one in things)
    for material in arm.materials:
        if material not in used:
            yield Use(_object(material, context), key, UNTIMED)
    for phase, stretch in arm.schedule.items():
        if phase not in linked:
            name = called(phase, stretch)
            yield Use(Thing("phase", name), key, _band(phase, times), name)


def _object(key: str, context: Context) -> Thing:
    return Thing("object", flat(context.name_of(key)))


def _phases(arm: Arm) -> Mapping[str, tuple[str, ...]]:
    """Return the phases that each procedure belongs to, by what either says of the other."""
    by_key: dict[str, list[str]] = {}
    by_name: dict[tuple[str, ...], list[str]] = {}
    for key, phase in arm.schedule.items():
        for own in phase.procedures:
            by_key.setdefault(own, []).append(key)
        names = {plain_words(key), plain_words(phase.label or key)}
        for name in names if not phase.procedures else ():
            by_name.setdefault(name, []).append(key)
    # The one phase of an arm that names no procedures has all that say no other time.
    lone = [*arm.schedule] if len(arm.schedule) == 1 and not by_key else []
    found = {}
    for key, procedure in arm.procedures.items():
        names = {plain_words(key), plain_words(procedure.phase or key)}
        phases = [*by_key.get(key, ()), *(one for name in names for one in by_name.get(name, ()))]
        found[key] = tuple(dict.fromkeys(phases or (lone if procedure.phase is None else ())))
    return found


def _band(key: str, times: Times) -> Band:
    phase, span = times.phases[key], times.spans[key]
    day = span.start if span.start is not None else span.end
    if day is None or span.within:
        text = when(phase, times.phases)
        return Band(1, "", 0.0, words.upper_first(text)) if text else UNTIMED
    origin = span.origin
    if origin.startswith("#"):
        first = origin.removeprefix("#")
        alone = len(times.origins) == 1
        name = words.quoted(called(first, times.phases[first]))
        origin = (
            "the start of the arm\N{RIGHT SINGLE QUOTATION MARK}s schedule"
            if alone
            else f"the start of {name}"
        )
    text = _told(day, origin, "until" if span.start is None else "at")
    return Band(0, origin, day, words.upper_first(text))


def _told(day: float, origin: str, lead: str) -> str:
    """Say a day in words: `12 weeks after discharge`."""
    if not day:
        return words.led(lead, origin)
    size = abs(day)
    fitting = (
        (name, length)
        for name, length in (("week", WEEK), ("month", MONTH), ("day", 1.0), ("hour", 1 / 24))
        if size >= length and abs(size / length - round(size / length)) < NEAR
    )
    unit, length = next(fitting, ("minute", 1 / 1440))
    away = plural(round(size / length), unit)
    text = f"{away} {words.led('before' if day < 0 else 'after', origin)}"
    return text if lead == "at" else f"{lead} {text}"


# The figure


def _figure(uses: Sequence[Use], marks: Mapping[Thing, str], context: Context) -> Figure:
    arms = [*context.spec.interventions]
    across = min(max(COLUMNS / max(len(arms), 1), NARROWEST), WIDEST)
    left = MARGIN + BANDS
    width = max(left + across * len(arms) + MARGIN, 480.0)
    sheet = Sheet()
    title = Room(MARGIN, MARGIN, width - 2 * MARGIN, 2)
    y = sheet.words(CAPTION, title, "title", size=LARGE, bold=True) + 6
    names = [context.arm_name(arm) for arm in arms]
    deepest = max(
        (len(wrapped(n, across - 12, SIZE, NAME_LINES, bold=True)) for n in names), default=1
    )
    for number, name in enumerate(names):
        room = Room(left + number * across + 6, y, across - 12, NAME_LINES)
        sheet.words(name, room, "arm", bold=True, middle=True)
    y += deepest * SIZE * LINE + 4
    upper = y
    bands = 0
    for (group, origin), of_group in groupby(uses, lambda use: (use.band.group, use.band.origin)):
        began = y
        for band, found in groupby(of_group, lambda use: use.band):
            sheet.line((MARGIN, y, width - MARGIN, y), "rule", "solid" if y == began else "outline")
            y = _draw_band(sheet, band, [*found], marks, (arms, left, across, y))
            bands += 1
        if not group and origin:
            sheet.line((MARGIN + 3, began + 6, MARGIN + 3, y - 4), "time", "solid", arrow=True)
    sheet.line((MARGIN, y, width - MARGIN, y), "rule", "solid")
    for number in range(len(arms)):
        x = left + number * across
        sheet.line((x, upper, x, y), "rule")
    _key(sheet, marks, y + 10, width)
    activities = sum(thing.kind == "activity" for thing in marks)
    described = (
        f"{len(arms)} arms as columns, time downwards in {bands} bands: "
        f"{activities} activities as circles with letters, {len(marks) - activities} things as "
        "squares with numbers. The table says the same in words."
    )
    return sheet.figure("pat-plot", CAPTION, described, width)


def _draw_band(
    sheet: Sheet,
    band: Band,
    uses: Sequence[Use],
    marks: Mapping[Thing, str],
    grid: tuple[Sequence[str], float, float, float],
) -> float:
    """Draw one band, and return its lower edge."""
    arms, left, across, y = grid
    label = f"{IN_WORDS}: {words.lower_first(band.text)}" if band.group == 1 else band.text
    room = Room(MARGIN + 10, y + 6, BANDS - 20, BAND_LINES)
    lowest = sheet.words(label, room, "band")
    by_arm: dict[str, list[Use]] = {}
    for use in uses:
        by_arm.setdefault(use.arm, []).append(use)
    for arm, found in by_arm.items():
        x = left + arms.index(arm) * across + 8
        lower = y + 6
        for phase, of_phase in groupby(found, lambda use: use.phase):
            if phase:
                lower = sheet.words(phase, Room(x, lower, across - 14, 2), "phase", size=SMALL)
            shown = dict.fromkeys(use.thing for use in of_phase)
            lower = _draw_marks(
                sheet, [(one, marks[one]) for one in shown if one in marks], (x, lower, across - 16)
            )
        lowest = max(lowest, lower)
    return lowest + 6


def _draw_marks(
    sheet: Sheet, shown: Sequence[tuple[Thing, str]], place: tuple[float, float, float]
) -> float:
    left, y, width = place
    each = max(int((width + BETWEEN) // (MARK + BETWEEN)), 1)
    for number, (thing, mark) in enumerate(shown):
        row, column = divmod(number, each)
        _mark(sheet, thing, mark, left + column * (MARK + BETWEEN), y + row * (MARK + BETWEEN))
    rows = -(-len(shown) // each)
    return y + rows * (MARK + BETWEEN)


def _mark(sheet: Sheet, thing: Thing, mark: str, x: float, y: float) -> None:
    if thing.kind == "activity":
        sheet.disc(x + MARK / 2, y + MARK / 2, MARK / 2, "item", "outline")
    else:
        sheet.box((x, y, MARK, MARK), "item", "pale")
    size = SIZE if len(mark) < 2 else SMALL  # noqa: PLR2004 -- two characters are smaller
    room = Room(x + 1, y + (MARK - size * LINE) / 2 + 1, MARK - 2)
    sheet.words(mark, room, "mark", size=size, middle=True)


def _key(sheet: Sheet, marks: Mapping[Thing, str], y: float, width: float) -> None:
    """Say what the marks stand for, in as many columns as there is room for."""
    columns = max(int((width - 2 * MARGIN) // 320), 1)
    across = (width - 2 * MARGIN) / columns
    for start in range(0, len(marks), columns):
        lowest = y
        for number, (thing, mark) in enumerate([*marks.items()][start : start + columns]):
            x = MARGIN + number * across
            _mark(sheet, thing, mark, x, y)
            room = Room(x + MARK + 8, y + 3, across - MARK - 20, ENTRY_LINES)
            lowest = max(lowest, sheet.words(thing.name, room, "key"), y + MARK)
        y = lowest + 6
