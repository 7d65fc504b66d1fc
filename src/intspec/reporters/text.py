"""The reports for people: states at a glance and each finding in its place, or a line a finding."""

import re
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby

from intspec import reporters
from intspec.diagnostics import SEVERITIES, Diagnostic, FileReport, ItemState, PluginReport, Summary
from intspec.reporters import BESIDE_CHECKS, Options, changed
from intspec.states import ITEM_STATES, state_words
from intspec.text.terminal import columns, cut, one_line, pad, visible
from intspec.text.wording import noun, plural, some_of

#: The codes of a terminal for severities, kinds of words and states.
CODES = {
    "error": "1;31",
    "warning": "1;33",
    "note": "1;36",
    "help": "1;32",
    "bold": "1",
    "dim": "2",
    "green": "32",
    "yellow": "33",
    "cyan": "36",
    "red": "31",
    "bright red": "1;31",
}
MARGIN, LEAST_WIDTH = 12, 40
#: What stands in backticks, a sign for the blanks in it while a text is wrapped, and the margin of
#: the lines that follow the first.
CODE, GLUE, INDENT = re.compile("`[^`]*`"), "\0", " " * 8
LONGEST_MARK = 60
#: What is said of an item that is reported by its place alone.
LOCATED = "located (content not checked)"
#: Stands behind the number of an item of which the checklist asks a part only.
IN_PART = "*"


class Paint:
    """Wraps text in the codes of a terminal, or leaves it as it is.

    Args:
        color: Whether to colour.
    """

    def __init__(self, color: bool) -> None:  # noqa: FBT001 -- one plain switch
        self.color = color

    def _wrap(self, name: str, text: str) -> str:
        code = CODES.get(name)
        return f"\x1b[{code}m{text}\x1b[0m" if self.color and code else text

    def severity(self, severity: str, text: str) -> str:
        """Colour by severity."""
        return self._wrap(severity, text)

    def in_color(self, name: str, text: str) -> str:
        """Colour by the name of a colour, as states of items have one."""
        return self._wrap(name, text)

    def bold(self, text: str) -> str:
        """Make bold."""
        return self._wrap("bold", text)

    def dim(self, text: str) -> str:
        """Make faint."""
        return self._wrap("dim", text)

    def help(self, text: str) -> str:
        """Colour the word before a remedy."""
        return self._wrap("help", text)


def excerpt(d: Diagnostic, line: str, width: int, paint: Paint) -> Iterator[str]:
    """Show the line that a finding stands on.

    Args:
        d: The finding.
        line: Its source line.
        width: Columns of the terminal.
        paint: How to colour.

    Yields:
        The line with its number, and a line with marks under the place.
    """
    if not line.strip():
        return
    room = max(width - MARGIN, LEAST_WIDTH)
    begin, end = d.column - 1, d.end_column - 1 if d.end_line == d.line else len(line.rstrip())
    end = min(max(end, begin + 1), begin + room)
    start = 0
    if begin > room or columns(line[:begin]) > room // 2:
        start = max(0, begin - room // 3)
    before = _flat(line[start:begin])
    marked = _flat(line[begin:end])
    text = _flat(line[start : start + room])
    lead = "…" if start else ""
    tail = "…" if start + room < len(line) else ""
    number = str(d.line)
    marks = "^" * max(1, min(columns(marked), LONGEST_MARK))
    yield f"  {paint.dim(number.rjust(4) + ' |')} {lead}{text}{tail}"
    under = " " * (columns(before) + len(lead))
    yield f"  {paint.dim('     |')} {under}{paint.severity(d.severity, marks)}"


def _flat(text: str) -> str:
    return visible(text.replace("\t", " "))


#: Stands before the name of a file in which nothing is found; no text that is shown begins so.
CLEAN = "\0"
#: So many of them are named.
NAMED = 5
NOT_RUN = ("blocked", "crashed")
TITLE_WIDTH = 24
LEAST_COLUMN = 12


class Writer(reporters.Writer):
    """Writes the report for a terminal or a pipe."""

    def __init__(self, options: Options, version: str) -> None:
        super().__init__(options, version)
        self.paint = Paint(options.color)
        self.clean: list[str] = []
        self.gaps = 0

    def piece(self, file: FileReport, plugins: Sequence[PluginReport]) -> str:
        """Write what is found in one file; its name alone where it is told with others."""
        if self.options.several and not self.options.verbose and _is_clean(file):
            return f"{CLEAN}{_declared_gaps(file)} {one_line(file.path)}"
        by = [] if self.options.quiet or not file.readable else [self._by_what(file, plugins)]
        return "".join(f"{line}\n" for line in _file(file, by, self.options, self.paint))

    def _by_what(self, file: FileReport, plugins: Sequence[PluginReport]) -> str:
        """Say what a document was held against, and by what, each with its version."""
        versions = ", ".join(
            one_line(f"{name} {version}") for name, _title, version in file.checklists
        )
        settings = f" Settings: {one_line(file.config)}." if file.config else ""
        asked = _asked(file, plugins, self.version)
        return f"Checklists: {versions or 'none'}. Rules: {asked}.{settings}"

    def placed(self, piece: str) -> str:
        """Count a file in which nothing is found."""
        if not piece.startswith(CLEAN):
            return piece
        gaps, _, name = piece.removeprefix(CLEAN).partition(" ")
        self.clean.append(name)
        self.gaps += int(gaps)
        return ""

    def tail(self, run: Summary) -> Iterator[str]:
        """Write what failed, and the total of several files."""
        if self.options.quiet:
            return
        if self.clean:
            yield from (f"{line}\n" for line in _wrapped(self._clean(), self.options))
        for line in _plugins(run, self.paint):
            yield f"{line}\n"
        if run.files > 1:
            yield f"{_total(run, self.paint)}\n"

    def _clean(self) -> str:
        """Name the files in which nothing is found, in one line."""
        number = plural(len(self.clean), "file")
        gaps = f", {plural(self.gaps, 'declared gap')}" if self.gaps else ""
        names = some_of(self.clean, NAMED)
        return f"Nothing found in {number}{gaps} (`--verbose` shows each): {names}"


class ConciseWriter(reporters.Writer):
    """Writes one line for each finding, in the order of their places: severity, rule, message."""

    def piece(self, file: FileReport, _plugins: Sequence[PluginReport]) -> str:
        """Write the findings of one file."""
        return "".join(
            f"{one_line(d.at(file.path))}: {d.severity} [{d.rule}] {one_line(d.message)}\n"
            for d in file.diagnostics
        )


def _is_clean(file: FileReport) -> bool:
    """Tell whether nothing is found in a file, declared gaps apart, and all was asked of it."""
    asked = file.readable and not file.lost and not any(o.state in NOT_RUN for o in file.outcomes)
    return asked and all(map(_told_below, file.diagnostics))


def _file(file: FileReport, by: list[str], options: Options, paint: Paint) -> Iterator[str]:
    shown = [d for d in file.diagnostics if not options.quiet or d.severity != "note"]
    if options.quiet and not shown:
        return
    if not options.quiet and file.readable:
        yield from _heading(file, options, paint)
        labels = {name: one_line(f"{title} {version}") for name, title, version in file.checklists}
        for name, label in labels.items():
            items = [i for i in file.items if i.checklist == name]
            yield from _table(file, label, items, options, paint)
        for name, why in file.recognised:
            label = labels.get(name, one_line(name))
            yield from _wrapped(f"Recognised as {label} by {one_line(why)}.", options)
            yield ""
    told = sorted((d for d in shown if not _told_below(d)), key=_as_in_tables(file))
    for before, d in zip([None, *told], told, strict=False):
        yield from _diagnostic(d, before, file, options, paint)
    yield from _declared([d for d in shown if _told_below(d)], file, options, paint)
    if not options.quiet:
        yield _summary(file, options, paint)
        yield from (line for text in by for line in _wrapped(text, options))
        yield ""


def _heading(file: FileReport, options: Options, paint: Paint) -> Iterator[str]:
    title = one_line(file.title) or one_line(file.path)
    stage = f"{one_line(file.stage_in_force or 'unknown')} stage"
    if file.stage and file.stage != file.stage_in_force:
        stage += f" (the document says {one_line(file.stage)})"
    schema = f"schema {one_line(file.schema) or 'unknown'}"
    marks = [stage, f"a filled form ({file.form})" if file.form else schema]
    told = ", ".join(marks + (["FICTITIOUS"] if file.fictitious else []))
    heading = [paint.bold(title), paint.dim(told)]
    is_long = columns(title) + columns(told) + 3 > options.width
    yield from heading if is_long else ["   ".join(heading)]
    # Titles do not tell files apart: drafts and copies of a study have one title.
    if options.several and title != one_line(file.path):
        yield one_line(file.path)
    yield ""


def _table(
    file: FileReport, label: str, items: list[ItemState], options: Options, paint: Paint
) -> Iterator[str]:
    if not items:
        return
    arms = {arm.key: one_line(arm.name) for arm in file.arms}
    order = {arm: number for number, arm in enumerate(arms)}
    words: dict[Subject, list[str]] = {}
    for i in items:
        words.setdefault(_subject(i), []).append(_state(i))
    subjects = sorted(words, key=lambda s: (-1 if s[0] is None else order[s[0]], s[1]))
    names = [_subject_name(subject, arms) for subject in subjects]
    cells = {(i.item, _subject(i)): i for i in items}
    rows = [next(group) for _key, group in groupby(items, key=lambda i: i.item)]
    heads = {
        row.item: (one_line(row.number) + IN_PART * bool(row.not_asked), one_line(row.title))
        for row in rows
    }
    number_width = max(len(number) for number, _title in heads.values())
    wanted = [
        max([columns(name), *(columns(w) + 2 * options.symbols for w in words[s])])
        for s, name in zip(subjects, names, strict=True)
    ]
    # The columns come first; titles get what is left.
    needed = sum(wanted) + 3 * len(wanted) + number_width + 4
    longest = max(columns(title) for _number, title in heads.values())
    title_width = max(TITLE_WIDTH, min(longest, options.width - needed))
    widths = _fit(wanted, options.width - number_width - title_width - 6)
    head = "   ".join(pad(cut(name, w), w) for name, w in zip(names, widths, strict=True)).rstrip()
    gap = pad(label, number_width + title_width + 2)
    yield f"  {paint.bold(gap)}  {paint.bold(head)}"
    for row in rows:
        number, title = heads[row.item]
        line = f"  {number.rjust(number_width)}  {pad(cut(title, title_width), title_width)}"
        for subject, width in zip(subjects, widths, strict=True):
            verdict = cells.get((row.item, subject))
            text = _state(verdict) if verdict else ""
            if verdict and options.symbols:
                text = f"{ITEM_STATES[verdict.state].symbol} {text}"
            # A state may be wider than a crowded column: words are never cut.
            padded = pad(text, width)
            line += "  " + (paint.in_color(_color(verdict), padded) if verdict else padded) + " "
        yield line.rstrip()
    if partly := [row for row in rows if row.not_asked]:
        numbers = ", ".join(one_line(row.number) for row in partly)
        command = f"`intspec explain {partly[0].checklist} {one_line(partly[0].number)}`"
        yield paint.dim(f"  {IN_PART} asked in part: {numbers}: {command}")
    yield ""


Subject = tuple[str | None, int]


def _subject(item: ItemState) -> Subject:
    return (item.arm, item.modification or 0)


def _subject_name(subject: Subject, arms: Mapping[str, str]) -> str:
    arm, modification = subject
    name = arms[arm] if arm is not None else "study"
    return f"{name}, change {modification}" if modification else name


def _fit(wanted: list[int], room: int) -> list[int]:
    if sum(wanted) + 3 * len(wanted) <= room:
        return wanted
    share = max(LEAST_COLUMN, room // max(len(wanted), 1) - 3)
    return [min(w, max(share, 26)) for w in wanted]


def _color(item: ItemState) -> str:
    """Name the colour of a state: a gap that is declared is no alarm."""
    if item.declared and item.state != "reported":
        return "cyan"
    return ITEM_STATES[item.state].color


def _state(item: ItemState) -> str:
    declared = item.declared_state if item.declared and item.state == "not-reported" else ""
    words = LOCATED if item.only_located else state_words(declared or item.state)
    return f"{words} (declared)" if item.declared else words


def _diagnostic(
    d: Diagnostic, before: Diagnostic | None, file: FileReport, options: Options, paint: Paint
) -> Iterator[str]:
    severity = paint.severity(d.severity, d.severity)
    yield f"{severity}: {paint.bold(one_line(d.message))}  {_tag(d, paint)}"
    yield f"  {one_line(d.at(file.path))}"
    # On a terminal no line is shown twice in a row.
    if not d.place and not (options.terminal and before and before.at("") == d.at("")):
        yield from excerpt(d, file.lines.get(d.line, ""), options.width, paint)
    if d.declared is not None:
        yield from _labelled("declared:", paint.dim, d.declared, options)
    if d.overridden is not None:
        yield from _labelled("severity:", paint.dim, changed(d), options)
    if d.hint:
        yield from _labelled("help:", paint.help, d.hint, options)
    for part in d.parts if options.verbose else ():
        where = one_line(part.at(file.path))
        yield f"  {where}: {one_line(part.message)}  {_tag(part, paint)}"
    yield ""


def _tag(d: Diagnostic, paint: Paint) -> str:
    """Name the rule of a finding, the items that it leaves open, and the arms."""
    return paint.dim(f"[{one_line(', '.join([d.rule, *_items(d)]))}]")


def _labelled(
    label: str, in_color: Callable[[str], str], text: str, options: Options
) -> Iterator[str]:
    """Write a text behind a label, wrapped to a terminal; what is to be copied stays whole."""
    first, *others = _wrapped(f"  {label} {one_line(text)}", options, INDENT)
    yield first.replace(label, in_color(label), 1)
    yield from others


def _wrapped(text: str, options: Options, indent: str = "") -> Iterator[str]:
    """Wrap a line to a terminal, but not what stands between backticks."""
    if not options.terminal:
        yield text
        return
    lines = textwrap.wrap(
        CODE.sub(lambda found: found[0].replace(" ", GLUE), text),
        max(options.width, LEAST_WIDTH),
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    yield from (line.replace(GLUE, " ") for line in lines)


def _as_in_tables(file: FileReport) -> Callable[[Diagnostic], tuple[int, int]]:
    """Order by severity, then as the items stand in the tables above; else by place."""
    places = {
        one: n for n, one in reversed([*enumerate((i.checklist, i.item) for i in file.items)])
    }

    def place(d: Diagnostic) -> tuple[int, int]:
        items = [places.get((ref.checklist, ref.item), len(places)) for ref in d.items]
        return SEVERITIES.index(d.severity), min(items, default=-1)

    return place


def _told_below(d: Diagnostic) -> bool:
    """Tell whether a finding is a declared gap that asks for nothing."""
    return d.declared is not None and d.severity == "note"


def _declared(
    gaps: list[Diagnostic], file: FileReport, options: Options, paint: Paint
) -> Iterator[str]:
    """List the declared gaps, each reason once with the places that it answers."""
    if not gaps or _only_counted(options):
        return
    yield paint.bold("Declared gaps")
    groups: dict[str, list[Diagnostic]] = {}
    order = [name for name, _title, _version in file.checklists]
    for d in sorted(gaps, key=lambda d: _by_item(d, order)):
        groups.setdefault(d.declared or "", []).append(d)
    for reason, gaps_of_reason in groups.items():
        items = one_line(", ".join(_items(*gaps_of_reason)))
        rules = list(dict.fromkeys(d.rule for d in gaps_of_reason))
        places = list(dict.fromkeys(d.line for d in gaps_of_reason))
        first = f"{one_line(file.path)}:{gaps_of_reason[0].line}:{gaps_of_reason[0].column}"
        more = f" and {len(places) - 1} more" if len(places) > 1 else ""
        names = ", ".join(rules)
        yield f"  {items or names}  {paint.dim(f'[{names}]')}"
        yield from textwrap.wrap(
            one_line(reason),
            max(options.width - 4, LEAST_WIDTH),
            initial_indent="    ",
            subsequent_indent="    ",
        )
        yield f"    {paint.dim(first + more)}"
    yield ""


def _by_item(d: Diagnostic, checklists: list[str]) -> tuple[int, str, int, str]:
    """Order by checklist, then by arm, then by number."""
    if not d.items:
        return (len(checklists), d.arm or "", 0, "")
    first = d.items[0]
    digits = "".join(c for c in first.number if c.isdigit())
    place = checklists.index(first.checklist) if first.checklist in checklists else 0
    return (place, d.arm or "", int(digits or 0), first.number)


def _items(*diagnostics: Diagnostic) -> Iterator[str]:
    """Name the items that findings leave open, those of a guideline together, and the arms."""
    numbers: dict[str, dict[str, None]] = {}
    for item in (i for d in diagnostics for i in d.items):
        numbers.setdefault(item.label or item.checklist, {})[item.number] = None
    yield from (f"{label} {', '.join(of_label)}" for label, of_label in numbers.items())
    arms = list(dict.fromkeys(i.arm for d in diagnostics for i in d.items if i.arm))
    arms = arms or list(dict.fromkeys(d.arm for d in diagnostics if d.arm))
    if arms:
        yield f"{noun(len(arms), 'arm')} {', '.join(map(one_line, arms))}"


def _only_counted(options: Options) -> bool:
    """Tell whether declared gaps are counted, and not listed."""
    return options.terminal and not options.verbose


def _declared_gaps(file: FileReport) -> int:
    """Count what is declared and asks for nothing: each reason once."""
    return len({d.declared for d in file.diagnostics if _told_below(d)})


def _summary(file: FileReport, options: Options, paint: Paint) -> str:
    if file.lost:
        return paint.severity("error", "Checking this file did not come to an end.")
    if not file.readable:
        return paint.severity("error", "The file could not be read, so nothing was checked.")
    parts = [plural(file.count("error"), "error"), plural(file.count("warning"), "warning")]
    declared = _declared_gaps(file)
    notes = file.count("note") - sum(map(_told_below, file.diagnostics))
    if notes:
        parts.append(plural(notes, "note"))
    if declared:
        unlisted = " (`--verbose` lists them)" if _only_counted(options) else ""
        parts.append(plural(declared, "declared gap") + unlisted)
    passed = sum(1 for o in file.outcomes if o.state == "passed")
    lost = [o for o in file.outcomes if o.state in NOT_RUN]
    located = {(item.checklist, item.number) for item in file.items if item.only_located}
    ran = f"{plural(passed, 'check')} passed"
    if located:
        ran = f"{plural(len(located), 'item')} {LOCATED}"
    run = f"{ran}, {len(lost)} not run"
    if lost:
        reasons = list(dict.fromkeys(o.reason for o in lost if o.reason))
        run += f" ({one_line('; '.join(reasons[:3]))})"
    return f"{', '.join(parts)}. {run}."


def _asked(file: FileReport, plugins: Sequence[PluginReport], version: str) -> str:
    """Name the plugins whose rules ran: the bundled ones have the version of intspec."""
    spaces = {o.rule.partition("/")[0] for o in file.outcomes if o.state != "blocked"}
    ran = [plugin for plugin in plugins if spaces & set(plugin.namespaces)]
    bundled = ", ".join(p.name for p in ran if p.distribution == "intspec")
    own = f"intspec {version}" + (f" with {bundled}" if bundled else "")
    others = (one_line(f"{p.name} {p.version}") for p in ran if p.distribution != "intspec")
    return "; ".join((own, *others))


def _plugins(run: Summary, paint: Paint) -> Iterator[str]:
    if off := [f"{one_line(p.name)} (by {one_line(p.off)})" for p in run.plugins if p.off]:
        yield f"switched off: {', '.join(off)}\n"
    if not (failed := run.failed):
        return
    beside = all(one.hook in BESIDE_CHECKS for plugin in failed for one in plugin.failures)
    lost = "no check is missing" if beside else "the run is incomplete"
    yield paint.severity("error", f"plugin failures: {lost}")
    for plugin in failed:
        for failure in plugin.failures:
            where = f" on {one_line(failure.file)}" if failure.file else ""
            name = one_line(f"{plugin.name} {plugin.version} ({plugin.distribution})")
            yield f"  {name}, {one_line(failure.hook)}{where}: {one_line(failure.reason)}"
        yield f"    to go on without it: --without {one_line(plugin.name)}"
    yield ""


def _total(run: Summary, paint: Paint) -> str:
    text = f"{run.files} files: {plural(run.errors, 'error')}, {plural(run.warnings, 'warning')}"
    if run.unread:
        text += f", {plural(run.unread, 'file')} not read"
    return paint.bold(text)
