"""Plain strings to MyST Markdown, and Python's types to words."""

import re
import textwrap
import types
import typing
from collections.abc import Callable, Mapping
from typing import Any

import attrs
import yaml

CODE = re.compile(r"(`+[^`]+`+)")
SPECIAL = re.compile(r"([\\*_\[\]<>${}|~])")


def inline(text: str) -> str:
    """Return text in which only code between backticks means anything to Markdown."""
    pieces = CODE.split(text)
    return "".join(p if p.startswith("`") else SPECIAL.sub(r"\\\1", p) for p in pieces)


def prose(text: str) -> str:
    """Return paragraphs of text, with their lists and their indented code."""
    out = []
    for block in re.split(r"\n\s*\n", text.strip("\n")):
        if all(line.startswith("    ") for line in block.splitlines()):
            out.append(fence(textwrap.dedent(block), "yaml"))
        else:
            lines = [inline(line) for line in textwrap.dedent(block).splitlines()]
            out.append("\n".join(re.sub(r"^(#|\+|\d+[.)])", r"\\\1", line) for line in lines))
    return "\n\n".join(out)


def fence(text: str, language: str = "text") -> str:
    """Return a block of code."""
    marks = "`" * max(3, *(len(run) + 1 for run in re.findall(r"`+", text) or [""]))
    return f"{marks}{language}\n{text.rstrip()}\n{marks}"


def shifted(text: str, by: str = "  ") -> str:
    """Return text that stands inside a list or a definition."""
    return textwrap.indent(text, by).removeprefix(by)


def definition(term: str, *paragraphs: str) -> str:
    """Return one entry of a definition list."""
    body = "\n\n".join(p for p in paragraphs if p)
    return f"{term}\n: {shifted(body)}\n"


def title_of(name: str) -> str:
    """Return a class's name in words: `PlannedRange` is "Planned range"."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).split()
    return " ".join([words[0], *(word.lower() for word in words[1:])])


def value(example: Any) -> str:
    """Return a value as a user would write it in one line of YAML."""
    text: str = yaml.safe_dump(
        example, default_flow_style=True, allow_unicode=True, width=10_000, sort_keys=False
    )
    return text.removesuffix("...\n").strip()


def members(annotation: Any) -> list[type]:
    """Return the records that a type is made of."""
    if attrs.has(annotation):
        return [annotation]
    return [record for part in typing.get_args(annotation) for record in members(part)]


def kind(annotation: Any, single: str, link: Callable[[type], str]) -> str:
    """Say in words what a key takes.

    Args:
        annotation: The type of the field.
        single: What one text is, where it is more than text; else empty.
        link: Gives a link to a record.
    """
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (typing.Union, types.UnionType):
        (annotation,) = (a for a in arguments if a is not type(None))
        return kind(annotation, single, link)
    if origin is typing.Literal:
        return "one of " + ", ".join(f"`{value(a)}`" for a in arguments)
    if origin is tuple:
        inner = arguments[0]
        if attrs.has(inner):
            return f"a list, each entry {link(inner)}"
        if inner is Any:
            return "a list of any values"
        if inner is str and not single:
            return "a list of texts"
        return f"a list, each entry {kind(inner, single, link)}"
    if origin is not None and issubclass(origin, Mapping):
        inner = arguments[1]
        if attrs.has(inner):
            return f"entries under keys of your own, each {link(inner)}"
        return "texts under keys" if inner is str else "anything under keys"
    if attrs.has(annotation):
        return link(annotation)
    if annotation is str:
        return single or "text"
    words = {bool: "`true` or `false`", int: "a whole number", float: "a number"}
    return words.get(annotation, "anything")
