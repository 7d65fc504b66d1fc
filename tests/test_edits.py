"""A change at a place: made, and every other line of the file stays as it is."""

import codecs
import json
import random
import textwrap
from collections.abc import Iterator
from typing import Any

import pytest

from intspec.edits import Change, Insert, Refused, Remove, Rename, Replace, edited
from intspec.edits.changes import Path, changed
from intspec.reading.text import read_bytes

WALKING = """\
# A fictitious trial.
id: walking   # short

title: "Walking: a trial"
arms:
  # The arm of interest.
  walk:
    role: experimental
    materials: [diary, 'pedometer'] # two
    schedule:
      - phase: first
        duration: P4W # weeks

      # From here on by telephone.
      - phase: second
        duration: P8W
  # What all get.
  usual: {role: comparator, name: Usual care}
text: |
  Two lines
  of text.

# The end.
"""


def after(text: str, *changes: Change, path: str = "spec.yaml") -> str:
    """Return the text after changes."""
    return edited(textwrap.dedent(text).encode(), changes, path=path).decode()


def new_lines(change: Change) -> list[str]:
    """Return the lines that a change of the walking trial adds, behind the number of their line."""
    before, now = WALKING.splitlines(), after(WALKING, change).splitlines()
    same = 0
    while same < min(len(before), len(now)) and before[same] == now[same]:
        same += 1
    tail = 0
    while tail < min(len(before), len(now)) - same and before[-1 - tail] == now[-1 - tail]:
        tail += 1
    gone = [f"- {line}" for line in before[same : len(before) - tail]]
    return [*gone, *(f"+ {line}" for line in now[same : len(now) - tail])]


@pytest.mark.parametrize(
    ("change", "lines"),
    [
        (Replace(("id",), "running"), ["- id: walking   # short", "+ id: running   # short"]),
        (
            Replace(("title",), "Walking (a trial)"),
            ['- title: "Walking: a trial"', "+ title: Walking (a trial)"],
        ),
        (
            Replace(("id",), "a: b"),
            ["- id: walking   # short", "+ id: |-   # short", "+   a: b"],
        ),
        (Replace(("id",), "12"), ["- id: walking   # short", '+ id: "12"   # short']),
        (
            Replace(("text",), "One line."),
            ["- text: |", "-   Two lines", "-   of text.", "+ text: One line."],
        ),
        (
            Replace(("arms", "walk", "schedule", 0, "duration"), {"min": "P4W", "max": "P6W"}),
            [
                "-         duration: P4W # weeks",
                "+         duration: # weeks",
                "+           min: P4W",
                "+           max: P6W",
            ],
        ),
        (
            Replace(("arms", "walk", "materials", 1), "a, b"),
            [
                "-     materials: [diary, 'pedometer'] # two",
                '+     materials: [diary, "a, b"] # two',
            ],
        ),
        (
            Insert(("arms", "walk", "schedule", 1), {"phase": "rest", "at": "home"}),
            ["+       - phase: rest", "+         at: home"],
        ),
        (
            Insert(("arms", "walk", "name"), "Walking", after="role"),
            ["+     name: Walking"],
        ),
        (
            Insert(("arms", "usual", "name2"), "x", after="role"),
            [
                "-   usual: {role: comparator, name: Usual care}",
                "+   usual: {role: comparator, name2: x, name: Usual care}",
            ],
        ),
        (Insert(("end",), [1, True, None]), ["+ end:", "+   - 1", "+   - true", "+   - null"]),
        (
            Insert(("arms", "third"), {"role": "comparator"}),
            ["+   third:", "+     role: comparator"],
        ),
        (
            Remove(("arms", "walk", "schedule", 0)),
            ["-       - phase: first", "-         duration: P4W # weeks"],
        ),
        (
            Remove(("arms", "usual", "role")),
            [
                "-   usual: {role: comparator, name: Usual care}",
                "+   usual: {name: Usual care}",
            ],
        ),
        (
            Remove(("arms", "walk", "schedule", 1, "phase")),
            [
                "-       - phase: second",
                "-         duration: P8W",
                "+       - duration: P8W",
            ],
        ),
        (Rename(("arms", "walk"), "on foot"), ["-   walk:", "+   on foot:"]),
    ],
)
def test_a_change_touches_only_its_own_lines(change: Change, lines: list[str]) -> None:
    """Each kind of change, with all lines that it takes away and adds."""
    assert new_lines(change) == lines


@pytest.mark.parametrize(
    ("before", "change", "now"),
    [
        ("a:\n", Replace(("a",), "x"), "a: x\n"),
        ("a:   # why\n", Replace(("a",), "x"), "a: x   # why\n"),
        ("a: 1", Insert(("b",), 2), "a: 1\nb: 2"),
        ("a: |-\n  x", Insert(("b",), 2), "a: |-\n  x\nb: 2"),
        ("a: |+\n  x\n\n\n# c\n", Insert(("b",), 2), "a: |+\n  x\n\n\nb: 2\n# c\n"),
        ("a:\n- x\n", Insert(("a", 0), "w"), "a:\n- w\n- x\n"),
        ("a:\n# of x\n- x\n", Insert(("a", 0), "w"), "a:\n- w\n# of x\n- x\n"),
        ("a:\n- - x\n", Insert(("a", 0, 0), "w"), "a:\n- - w\n  - x\n"),
        ("a: []\n", Insert(("a", 0), "w"), "a:\n  - w\n"),
        ("a:\nb: 1\n", Insert(("a", "k"), "w"), "a:\n  k: w\nb: 1\n"),
        ("a:\n  k: w\nb: 1\n", Remove(("a", "k")), "a: {}\nb: 1\n"),
        ("a:\n- x\n", Remove(("a", 0)), "a: []\n"),
        ("a: {k, l: 1}\n", Replace(("a", "k"), 2), "a: {k: 2, l: 1}\n"),
        ("a: [x,\n  y, # of y\n  z]\n", Remove(("a", 1)), "a: [x,\n  # of y\n  z]\n"),
        ("a:\n  # c\n  k: 1\n", Replace(("a",), "x"), "a: x\n  # c\n"),
        ("a:\n  long text\n  of two lines # c\n", Replace(("a",), "x"), "a:\n  x # c\n"),
        ("a: >-\n  x\n  y\nb: 1\n", Replace(("a",), ["z"]), "a:\n  - z\nb: 1\n"),
        ("a:\n- k: 1\n  # of l\n  l: 2\n", Remove(("a", 0, "k")), "a:\n- \n  # of l\n  l: 2\n"),
        ("---\na: 1\n...\n", Insert(("b",), 2), "---\na: 1\nb: 2\n...\n"),
        ("a: 1\r\n", Insert(("b",), ["x"]), "a: 1\r\nb:\r\n  - x\r\n"),
    ],
)
def test_a_layout_is_kept(before: str, change: Change, now: str) -> None:
    """Empty values, short lists, kept lines, comments, the last line and line ends."""
    assert after(before, change) == now


def test_json_stays_json() -> None:
    """JSON is indented as it was."""
    text = '{\n    "id": "x",\n    "arms": {"a": {}}\n}\n'
    now = after(
        text, Insert(("title",), ["T", 1], after="id"), Insert(("arms", "b"), None), path="s.json"
    )
    assert now == (
        '{\n    "id": "x",\n    "title": [\n        "T",\n        1\n    ],\n'
        '    "arms": {"a": {}, "b": null}\n}\n'
    )


def test_a_byte_order_mark_stays() -> None:
    """The mark is no part of the text."""
    raw = codecs.BOM_UTF8 + b"a: 1\n"
    assert edited(raw, [Replace(("a",), 2)], path="s.yaml") == codecs.BOM_UTF8 + b"a: 2\n"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (Replace((), {}), "the whole document cannot be changed at once; name a key of it"),
        (
            Replace(("armz",), 1),
            "the specification has nothing at `/armz`; did you mean `arms`?",
        ),
        (Insert(("id",), 1), "the specification has `/id` already"),
        (
            Insert(("arms", "walk", "schedule", 4), 1),
            "`/arms/walk/schedule/4` leaves a gap: the list has 2 entries",
        ),
        (Insert(("id", "x"), 1), "what stands at `/id` can hold no `x`"),
        (Rename(("arms", "walk"), "usual"), "the specification has `/arms/usual` already"),
        (
            Rename(("arms", "walk", "schedule", 0), "x"),
            "`/arms/walk/schedule/0` is an entry of a list and has no key",
        ),
        (Replace(("id",), {1: 2}), "a key is to be a text, not `1`"),
        (Replace(("id",), {1, 2}), "a specification holds no value of type set"),
    ],
)
def test_what_cannot_be_changed_is_refused(change: Change, message: str) -> None:
    """The file is left alone, and it is said why."""
    with pytest.raises(Refused) as caught:
        after(WALKING, change)
    assert caught.value.message == message


# Made-up files, laid out in every way that is known

WORDS = ["walk", "tea and talk", "12", "yes: no", "x # y", "", "- a", "a, b", "Two\nlines", "é"]


class Maker:
    """Makes data and one of its many layouts."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.unit = self.random.choice([2, 2, 4])
        self.list_indent = self.random.choice([0, self.unit])

    def data(self, depth: int) -> Any:
        """Return a value."""
        kind = self.random.choice("mmlls" if depth else "m") if depth < 3 else "s"
        if kind == "m":
            keys = self.random.sample("abcdefg", self.random.randint(1, 4))
            return {key: self.data(depth + 1) for key in keys}
        if kind == "l":
            return [self.data(depth + 1) for _ in range(self.random.randint(1, 3))]
        return self.random.choice([*WORDS, 7, True, None, [], {}])

    def comments(self, column: int) -> Iterator[str]:
        """Go over lines that hold nothing."""
        for _ in range(self.random.choice([0, 0, 0, 1, 2])):
            yield self.random.choice(["", f"{' ' * column}# note {self.random.random()}"])

    def tail(self) -> str:
        """Return a comment behind a value, or nothing."""
        return self.random.choice(["", "", "", "   # tail"])

    def block(self, value: Any, column: int) -> Iterator[str]:
        """Go over the lines of a map or list."""
        for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from self.comments(column)
            head = f"{' ' * column}{step}:" if isinstance(value, dict) else f"{' ' * column}-"
            is_key = isinstance(value, dict)
            wide = column + (self.list_indent if isinstance(inner, list) and is_key else self.unit)
            if not isinstance(inner, dict | list) or not inner:
                yield from self.single(head, inner, column + self.unit)
            elif self.random.random() < 0.25:
                yield f"{head} {json.dumps(inner, ensure_ascii=False)}{self.tail()}"
            elif is_key or self.random.random() < 0.3:
                yield f"{head}{self.tail()}"
                yield from self.block(inner, wide)
            else:
                lines = [*self.block(inner, column + 2)]
                while not lines[0].strip() or lines[0].strip().startswith("#"):
                    del lines[0]
                yield f"{head} {lines[0].strip(' ')}"
                yield from lines[1:]

    def single(self, head: str, value: Any, column: int) -> Iterator[str]:
        """Go over the lines of a value that is no block."""
        ways = ["json"]
        if value is None:
            ways.append("empty")
        if isinstance(value, str) and value in {"walk", "tea and talk", "é"}:
            ways += ["plain", "below", "folded"]
        if value == "Two\nlines":
            ways += ["literal", "keep"]
        way = self.random.choice(ways)
        blank = " " * column
        if way == "json":
            yield f"{head} {json.dumps(value, ensure_ascii=False)}{self.tail()}"
        elif way == "empty":
            yield f"{head}{self.tail()}"
        elif way == "plain":
            yield f"{head} {value}{self.tail()}"
        elif way == "below":
            yield f"{head}{self.tail()}"
            yield f"{blank}{value}{self.tail()}"
        elif way == "folded":
            yield f"{head} >-{self.tail()}"
            yield f"{blank}{value}"
            yield from [""] * self.random.choice([0, 1])
        else:
            yield f"{head} |{'-' if way == 'literal' else '+'}"
            yield from (f"{blank}{line}" for line in value.split("\n"))

    def text(self) -> str:
        """Return a file."""
        lines = [*self.block(self.data(0), 0)]
        line_break = self.random.choice(["\n", "\n", "\r\n"])
        end = self.random.choice([line_break, line_break, ""])
        return line_break.join(lines) + end

    def change(self, data: Any) -> Change:
        """Return a change of data."""
        places = list(_places(data, ()))
        path = self.random.choice(places)
        value = self.data(self.random.choice([1, 3, 3, 3]))
        kind = self.random.choice(["replace", "insert", "remove", "rename"])
        holder: Any = data
        for step in path[:-1]:
            holder = holder[step]
        if kind == "insert" and isinstance(holder, dict):
            return Insert((*path[:-1], "new"), value, self.random.choice([None, *holder]))
        if kind == "insert":
            return Insert((*path[:-1], self.random.randint(0, len(holder))), value)
        if kind == "remove" and (len(path) > 1 or len(holder) > 1):
            return Remove(path)
        if kind == "rename" and isinstance(holder, dict):
            return Rename(path, self.random.choice(["new", "a: b", "7"]))
        return Replace(path, value)


def _places(data: Any, path: Path) -> Iterator[Path]:
    steps = data.items() if isinstance(data, dict) else enumerate(data)
    for step, value in steps:
        yield (*path, step)
        if isinstance(value, dict | list):
            yield from _places(value, (*path, step))


def touched(text: str, change: Change) -> tuple[int, int]:
    """Return the first line that a change may touch, and the first one below it."""
    document = read_bytes(text.encode(), path="s.yaml")
    path, below = change.path, 0
    if isinstance(change, Remove):
        holder: Any = document.data
        for step in path[:-1]:
            holder = holder[step]
        steps = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        if len(steps) == 1:
            path = path[:-1]
        elif steps[0] == path[-1]:
            # Behind a hyphen, what comes next may stand where the first stood.
            below = document.key_span((*path[:-1], steps[1])).line
    while not document.has(path) or _in_brackets(document, path[:-1]):
        path = path[:-1]
    if not path:
        return 0, len(all_lines(text))
    first = document.key_span(path).line
    if isinstance(path[-1], int):
        first = document.key_span(path[:-1]).line
    # Empty lines belong to a text that keeps them.
    value = text[: document.offsets(path)[3]]
    return first - 1, max(
        below, document.value_span(path).end_line, len(all_lines(value)) - value.endswith("\n")
    )


def all_lines(text: str) -> list[str]:
    """Return the lines of a text, whatever ends them."""
    return text.replace("\r\n", "\n").split("\n")


def _in_brackets(document: Any, path: Path) -> bool:
    return any(document.written(path[:n])[:1] in {"{", "["} for n in range(1, len(path) + 1))


@pytest.mark.parametrize("batch", range(5))
def test_made_up_files_keep_every_other_line(batch: int) -> None:
    """The data is what was asked for, and the lines above and below are the same."""
    for seed in range(batch * 120, batch * 120 + 120):
        maker = Maker(seed)
        text = maker.text()
        document = read_bytes(text.encode(), path="s.yaml")
        change = maker.change(document.data)
        expected = changed(document.data, change)
        now = edited(text.encode(), [change], path="s.yaml").decode()
        found = read_bytes(now.encode(), path="s.yaml").data
        assert json.dumps(found) == json.dumps(expected), seed
        first, below = touched(text, change)
        lines, new = all_lines(text), all_lines(now)
        rest = len(lines) - below
        assert new[:first] == lines[:first], (seed, change)
        assert rest == 0 or new[-rest:] == lines[below:], (seed, change)
