"""Each word of a manuscript is read once, however things stand in one another; code is not read."""

import random
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import yaml

import intspec
from intspec_bundled.manuscripts.names import LEAST, MOST, durations, names_of
from intspec_bundled.manuscripts.reading import read

pytestmark = pytest.mark.long

SPECS = Path(__file__).parent.parent / "specs"
#: How deep things stand in one another.
DEEPEST = 3


class Making:
    """Makes things in things, each with words of its own."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.number = count()
        self.words: list[str] = []
        self.code: list[str] = []

    def word(self) -> str:
        """Return a word that stands nowhere else."""
        self.words.append(f"seen{next(self.number):03}x")
        return self.words[-1]

    def coded(self) -> str:
        """Return a word of code."""
        self.code.append(f"code{next(self.number):03}x")
        return self.code[-1]

    def some(self, kinds: Mapping[str, Callable[["Making", int], str]], depth: int) -> str:
        """Return some things in a row."""
        chosen = self.random.choices(list(kinds), k=self.random.randint(1, 3))
        plain = next(iter(kinds))
        return "".join(
            kinds[kind if depth < DEEPEST else plain](self, depth + 1) for kind in chosen
        )


def _items(making: Making, depth: int, of: str) -> str:
    return "".join(
        f"<{of}>{making.some(JATS, depth)}</{of}>" for _ in range(making.random.randint(1, 3))
    )


def _row(making: Making, cell: str, end: str) -> str:
    return f"<tr>{cell}{making.word()}{end}{cell}{making.word()}{end}</tr>"


JATS: Mapping[str, Callable[[Making, int], str]] = {
    "paragraph": lambda m, _d: f"<p>{m.word()} <bold>{m.word()}</bold></p>",
    "list": lambda m, d: f"<list><title>{m.word()}</title>{_items(m, d, 'list-item')}</list>",
    "in a paragraph": lambda m, d: f"<p>{m.word()}<list>{_items(m, d, 'list-item')}</list></p>",
    "marked": lambda m, d: f"<p><bold><list>{_items(m, d, 'list-item')}</list></bold></p>",
    "terms": lambda m, d: (
        f"<def-list><def-item><term>{m.word()}</term><def>{m.some(JATS, d)}</def></def-item>"
        "</def-list>"
    ),
    "box": lambda m, d: f"<boxed-text>{m.some(JATS, d)}</boxed-text>",
    "quote": lambda m, d: f"<p>{m.word()}<disp-quote>{m.some(JATS, d)}</disp-quote></p>",
    "table": lambda m, _d: (
        f"<table-wrap><table><tr><td><p>{m.word()}</p><list><list-item><p>{m.word()}</p>"
        f"</list-item></list></td><td>{m.word()}</td></tr></table>"
        f"<table-wrap-foot><fn><p>{m.word()}</p></fn></table-wrap-foot></table-wrap>"
    ),
    "note": lambda m, d: f"<p>{m.word()}<fn>{m.some(JATS, d)}</fn></p>",
    "code": lambda m, _d: f"<code>{m.coded()}</code>",
}
HTML: Mapping[str, Callable[[Making, int], str]] = {
    "paragraph": lambda m, _d: f"<p>{m.word()} <b>{m.word()}</b></p>",
    "bare": lambda m, _d: f"{m.word()} <i>{m.word()}</i> {m.word()}<br>{m.word()}",
    "list": lambda m, d: f"<ul><li>{m.word()}{m.some(HTML, d)}</li><li>{m.word()}</li></ul>",
    "terms": lambda m, d: f"<dl><dt>{m.word()}</dt><dd>{m.some(HTML, d)}</dd></dl>",
    "table": lambda m, d: (
        f"<table><caption>{m.word()}</caption><tbody>{_row(m, '<td>', '</td>')}"
        f"<tr><td>{m.word()}{HTML['table' if d < DEEPEST else 'paragraph'](m, d + 1)}{m.word()}"
        f"</td></tr></tbody></table>"
    ),
    "marked table": lambda m, d: f"<center><font>{HTML['table'](m, d + 1)}</font></center>",
    "division": lambda m, d: f"<div>{m.word()}<section>{m.some(HTML, d)}</section></div>",
    "quote": lambda m, d: f"<blockquote>{m.some(HTML, d)}</blockquote>",
    "figure": lambda m, _d: f"<figure><figcaption>{m.word()}</figcaption></figure>",
    "code": lambda m, _d: f"<pre><code>{m.coded()}</code></pre>",
    "typed": lambda m, _d: f"<pre>{m.word()}</pre>",
}
MARKDOWN: Mapping[str, Callable[[Making, int], str]] = {
    "paragraph": lambda m, _d: f"{m.word()} **{m.word()}**\n{m.word()}\n\n",
    "heading": lambda m, _d: f"## {m.word()} words\n\n",
    "list": lambda m, _d: f"- {m.word()}\n    - {m.word()}\n- {m.word()}\n\n",
    "table": lambda m, _d: f"| {m.word()} | b |\n| --- | --- |\n| {m.word()} | {m.word()} |\n\n",
    "division": lambda m, _d: f"::: note\n{m.word()}\n:::\n\n",
    "code": lambda m, _d: f"{m.word()}\n```r\n{m.coded()}\n# {m.coded()}\n```\n{m.word()}\n\n",
    "tildes": lambda m, _d: f"~~~~\n{m.coded()}\n~~~\n{m.coded()}\n~~~~\n\n",
    "in a list": lambda m, _d: (
        f"1. {m.word()}\n\n    ```\n    {m.coded()}\n    ```\n\n{m.word()}\n\n"
    ),
    "an item": lambda m, _d: f"- ```{{r}}\n  {m.coded()}\n\n  {m.coded()}\n  ```\n- {m.word()}\n\n",
    "in a line": lambda m, _d: f"``` {m.word()} ``` and {m.word()}\n\n",
}
TEX: Mapping[str, Callable[[Making, int], str]] = {
    "paragraph": lambda m, _d: f"{m.word()} \\textbf{{{m.word()}}} % told\n\n",
    "list": lambda m, d: f"\\begin{{itemize}}\n\\item {m.some(TEX, d)}\\end{{itemize}}\n\n",
    "code": lambda m, _d: (
        f"\\begin{{verbatim}}\n\\section{{{m.coded()}}} % {m.coded()}\n\\end{{verbatim}}\n\n"
    ),
    "listing": lambda m, _d: (
        f"\\begin{{lstlisting}}[language=R]\n{m.coded()}\n\\end{{lstlisting}}\n"
    ),
}
AROUND: Mapping[str, tuple[Mapping[str, Callable[[Making, int], str]], str]] = {
    "paper.xml": (JATS, "<article><body><sec><title>Methods</title>{}</sec></body></article>"),
    "paper.html": (HTML, "<html><body><h1>Methods</h1>{}</body></html>"),
    "paper.md": (MARKDOWN, "# Methods\n\nWords.\n\n{}"),
    "paper.tex": (TEX, "\\begin{{document}}\nWords.\n\n{}\\end{{document}}"),
}


def is_read_once(name: str, seed: int) -> None:
    """Make a manuscript, and hold what is read of it against what was put into it."""
    kinds, around = AROUND[name]
    making = Making(seed)
    raw = around.format("".join(making.some(kinds, 0) for _ in range(4)))
    text = "\n".join(one.block.text for one in read(raw.encode(), name).paragraphs)
    told = {word: text.count(word) for word in (*making.words, *making.code)}
    assert told == {**dict.fromkeys(making.words, 1), **dict.fromkeys(making.code, 0)}, raw


@pytest.mark.parametrize("name", AROUND)
def test_each_word_is_read_once_and_code_is_not(name: str) -> None:
    """Lists in lists, tables in tables, notes, quotations, code between fences."""
    for seed in range(40):
        is_read_once(name, seed)


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", AROUND)
def test_each_word_of_many_manuscripts_is_read_once(name: str) -> None:
    """More of the same."""
    for seed in range(40, 3000):
        is_read_once(name, seed)


def said(value: Any, key: str = "") -> Iterator[str]:
    """Go over the names and durations that an arm holds, as its file has them."""
    if isinstance(value, dict):
        for inner, one in value.items():
            yield from said(one, inner)
    elif isinstance(value, list):
        for one in value:
            yield from said(one, key)
    elif isinstance(value, str) and key == "name" and LEAST <= len(value) <= MOST:
        yield value.lower()
    elif isinstance(value, str):
        yield from durations(value)


@pytest.mark.parametrize("path", sorted(SPECS.glob("*/*.yaml")), ids=lambda path: path.name[:24])
def test_names_and_durations_are_looked_for_wherever_an_arm_has_them(path: Path) -> None:
    """In phases of schedules, in procedures, in doses: in maps and in lists."""
    spec = intspec.load(path)
    arms = yaml.safe_load(path.read_text("utf-8"))["interventions"]
    for key, arm in arms.items():
        assert set(said(arm)) <= set(names_of(spec, key))
