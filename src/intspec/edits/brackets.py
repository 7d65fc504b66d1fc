"""Changes inside brackets: of YAML on one line or several, and of JSON."""

import re

from intspec.edits.changes import Change, Insert, Path, Rename, Replace
from intspec.edits.layout import Layout, Splice
from intspec.edits.written import as_json
from intspec.text.yaml_text import in_brackets

BLANKS = re.compile(r"[ \t\r\n]*")


def bracket_splices(layout: Layout, change: Change) -> list[Splice]:
    """Return what to put where, for a change of an entry of a map or list in brackets."""
    if isinstance(change, Insert):
        return [_insertion(layout, change)]
    spans = layout.spans(change.path)
    if isinstance(change, Rename):
        return [(spans[0], spans[1], _key(layout, change.key))]
    if isinstance(change, Replace):
        new = _value(layout, change.value, layout.line_indent(layout.begin_of(spans)))
        return [(spans[2], spans[3], _blank_before(layout, spans, new))]
    return [_removal(layout, change.path)]


def _insertion(layout: Layout, change: Insert) -> Splice:
    """Return where a new entry goes: behind the entry before it, or before the first."""
    siblings = layout.children(change.path[:-1])
    step = change.path[-1]
    before: Path | None = siblings[-1]
    if isinstance(step, int):
        before = (*change.path[:-1], step - 1) if step else None
    elif change.after is not None:
        before = (*change.path[:-1], change.after)
    model = layout.spans(before if before is not None else siblings[0])
    begin = layout.begin_of(model)
    gap = _gap(layout.text, begin)
    value = _value(layout, change.value, layout.line_indent(begin))
    entry = value if isinstance(step, int) else f"{_key(layout, step)}: {value}"
    if before is None:
        return (begin, begin, f"{entry},{gap or ' '}")
    return (model[3], model[3], f",{gap or ' '}{entry}")


def _removal(layout: Layout, path: Path) -> Splice:
    """Return what is taken away with an entry: one of the two commas beside it."""
    siblings = layout.children(path[:-1])
    number = siblings.index(path)
    spans = layout.spans(path)
    begin = layout.begin_of(spans)
    if number + 1 < len(siblings):
        end = layout.begin_of(layout.spans(siblings[number + 1]))
    else:
        begin, end = layout.spans(siblings[number - 1])[3], spans[3]
    if "#" not in layout.text[begin:end].replace(layout.text[spans[2] : spans[3]], ""):
        return (begin, end, "")
    begin, end = layout.begin_of(spans), spans[3]
    comma = re.compile(r"[ \t\r\n]*,[ \t]*").match(layout.text, end)
    blank = "" if layout.text[begin - 1] in " \t\r\n" else " "
    return (begin, comma.end() if comma else end, blank)


def _gap(text: str, begin: int) -> str:
    """Return the blanks before an entry."""
    bare = text[:begin].rstrip(" \t\r\n")
    return text[len(bare) : begin]


def _blank_before(layout: Layout, spans: tuple[int, int, int, int, object], new: str) -> str:
    """Return a value with the colon and the blank that an empty one may be without."""
    if spans[2] != spans[3] or spans[0] < 0:
        return new
    colon = "" if ":" in layout.text[spans[1] : spans[2]] else ":"
    blank = "" if not colon and layout.text[spans[2] - 1] in " \t" else " "
    return f"{colon}{blank}{new}"


def _key(layout: Layout, key: str) -> str:
    return (
        as_json(key, indent=None, column=0, line_break="") if layout.is_json else in_brackets(key)
    )


def _value(layout: Layout, value: object, column: int) -> str:
    if not layout.is_json:
        return in_brackets(value)
    return as_json(value, indent=layout.unit or None, column=column, line_break=layout.line_break)
