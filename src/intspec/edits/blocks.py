"""Changes of blocks without brackets, line by line."""

import re
from typing import Any

from intspec.edits.changes import Change, Insert, Path, Remove, Rename, Replace
from intspec.edits.layout import Layout, Splice
from intspec.edits.written import Writer
from intspec.text.yaml_text import in_brackets

#: What stands behind a key whose text is a block of lines: `|`, `>-`, `|2+`.
EMPTY_LINE = re.compile(r"[ \t]*(?:\r\n?|\n)")
BLOCK_HEAD = re.compile(r"[|>][-+0-9]*")


def block_splices(layout: Layout, writer: Writer, change: Change) -> list[Splice]:
    """Return what to put where, for a change of an entry of a map or list without brackets."""
    if isinstance(change, Insert):
        return _insertion(layout, writer, change)
    if isinstance(change, Rename):
        spans = layout.spans(change.path)
        return [(spans[0], spans[1], in_brackets(change.key))]
    if isinstance(change, Remove):
        return [_removal(layout, change.path)]
    return _replacement(layout, writer, change)


def _insertion(layout: Layout, writer: Writer, change: Insert) -> list[Splice]:
    """Return where a new entry goes: below the entry before it, above the comments of the next."""
    holder, step = change.path[:-1], change.path[-1]
    siblings = layout.children(holder)
    first = layout.begin(siblings[0])
    column = layout.column(first)
    if isinstance(step, int):
        lines = writer.list_lines([change.value], column)
        before = (*holder, step - 1) if step else None
    else:
        lines = writer.map_lines({step: change.value}, column)
        before = siblings[-1] if change.after is None else (*holder, change.after)
    new = layout.line_break.join(lines)
    if before is not None:
        at = layout.below(before)
        if at < len(layout.text) or layout.ends_line:
            return [(at, at, f"{new}{layout.line_break}")]
        ended = _without_last_break(layout, before)
        return [*ended, (at, at, f"{layout.line_break}{new}{layout.line_break}")]
    if not layout.leads(first):
        return [(first, first, f"{new[column:]}{layout.line_break}{' ' * column}")]
    at = layout.line_after(layout.mark(holder))
    return [(at, at, f"{new}{layout.line_break}")]


def _without_last_break(layout: Layout, path: Path) -> list[Splice]:
    """Return the head that keeps a text of lines the same when a line break follows it."""
    start = layout.last_text(path)[2]
    head = BLOCK_HEAD.match(layout.text, start)
    if head is None or head.group().endswith("-"):
        return []
    return [(start, head.end(), f"{head.group().rstrip('+')}-")]


def _removal(layout: Layout, path: Path) -> Splice:
    """Return the lines of an entry; of the first behind a hyphen, what stands up to the next."""
    begin, end = layout.begin(path), layout.below(path)
    siblings = layout.children(path[:-1])
    number = siblings.index(path)
    if number and _keeps_empty_lines(layout, siblings[number - 1]):
        while match := EMPTY_LINE.match(layout.text, end):
            end = match.end()
    if layout.leads(begin):
        return (layout.line_start(begin), end, "")
    following = layout.begin(siblings[number + 1])
    if layout.text[end : layout.line_start(following)].strip():
        return (begin, layout.line_end(layout.spans(path)[3]), "")
    return (begin, following, "")


def _keeps_empty_lines(layout: Layout, path: Path) -> bool:
    """Tell whether the empty lines behind a value belong to it."""
    head = BLOCK_HEAD.match(layout.text, layout.last_text(path)[2])
    return head is not None and "+" in head.group()


def _replacement(layout: Layout, writer: Writer, change: Replace) -> list[Splice]:
    """Return what to put in place of a value: behind its key or hyphen, and on the lines below."""
    spans = layout.spans(change.path)
    start, end = spans[2], layout.last_line_end(spans)
    mark, text = layout.mark(change.path), layout.text
    behind = layout.begin(change.path)
    write = writer.behind_key if spans[0] >= 0 else writer.behind_hyphen
    lines = write(change.value, layout.column(behind))
    same_line = layout.line_start(mark) == layout.line_start(start)
    becomes_block = isinstance(change.value, dict | list) and bool(change.value)
    if layout.is_block(spans):
        if becomes_block and (layout.column(start) > layout.column(behind) or spans[0] < 0):
            return [(start, end, _at_column(layout, writer, change.value, start))]
        if not same_line:
            return [
                _behind_mark(layout, mark, mark + 1, lines[0]),
                (layout.line_start(start), layout.below(change.path), _below(layout, lines, end)),
            ]
    if not same_line and becomes_block:
        return [(start, end, _at_column(layout, writer, change.value, start))]
    head = BLOCK_HEAD.match(text, start)
    if head and not layout.is_block(spans):
        body = layout.line_after(start)
        return [
            _behind_mark(layout, mark, head.end(), lines[0]),
            (body, max(body, layout.below(change.path)), _below(layout, lines, end)),
        ]
    at = layout.below(change.path)
    return [
        _behind_mark(layout, mark, max(end, mark + 1), lines[0])
        if same_line
        else (start, end, lines[0]),
        (at, at, _below(layout, lines, end)),
    ]


def _behind_mark(layout: Layout, mark: int, end: int, new: str) -> Splice:
    """Return what stands behind a colon or hyphen: one blank and the new text, or nothing."""
    if new:
        blanks = re.compile(r"[ \t]*").match(layout.text, mark + 1, end)
        start = blanks.end() if blanks else mark + 1
        return (start, end, new if start > mark + 1 else f" {new}")
    return (mark + 1, end, "")


def _below(layout: Layout, lines: list[str], end: int) -> str:
    """Return the lines below the first, as they stand on lines of their own."""
    missing = len(lines) > 1 and layout.line_after(end) == len(layout.text) and not layout.ends_line
    below = "".join(f"{line}{layout.line_break}" for line in lines[1:])
    return f"{layout.line_break}{below}" if missing else below


def _at_column(layout: Layout, writer: Writer, value: Any, start: int) -> str:
    """Return a map or list as it stands from an offset on, its lines from the same column."""
    column = layout.column(start)
    return layout.line_break.join(writer.lines(value, column))[column:]
