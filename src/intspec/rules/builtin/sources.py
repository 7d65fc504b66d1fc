"""Sources: where a document names any, every statement has one."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import attrs

from intspec.diagnostics import Finding, Path
from intspec.lazy import is_record
from intspec.rules import Rule, Subject, rule
from intspec.rules.index import field_index


@rule("intspec/unsourced", severity="note", scope="study")
def unsourced(subject: Subject) -> Iterator[Finding]:
    """A statement names no source, in a document that names sources.

    ## What it checks
    Where `sources` has entries, each object that states something names its `sources`, or stands
    inside one that does.

    ## Why it matters
    A reader can then tell what was published from what was assumed.

    ## Example
    `rationale: {goal: Fewer readmissions., sources: [trial-2022]}`

    ## Instead
    Where the statement is your own, say so in a source of kind `other`.

    ## Reference
    intspec model 1.0.
    """
    if not subject.spec.sources:
        return
    for path in _bare(subject.spec, ()):
        words = f"`{path[-1]}`" if isinstance(path[-1], str) else f"entry {int(path[-1]) + 1}"
        yield Finding(
            f"{words} names no source for what it states",
            path,
            f"add `sources: [{next(iter(subject.spec.sources))}]`, with the keys of what says so",
        )


def _bare(value: Any, path: Path) -> Iterator[Path]:
    """Go over the outermost objects that state something and name no source."""
    cls: Any = value.__class__
    if is_record(cls):
        sourced, stating = _of(cls)
        if sourced and path:
            if value.sources:
                return
            if any(_states(getattr(value, name)) for name in stating):
                yield path
                return
        for name in field_index(cls).records:
            inner = getattr(value, name)
            if inner is not None:
                yield from _bare(inner, (*path, name))
    elif isinstance(value, tuple):
        for number, inner in enumerate(value):
            yield from _bare(inner, (*path, number))
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _bare(inner, (*path, key))


@cache
def _of(cls: Any) -> tuple[bool, tuple[str, ...]]:
    """Tell whether a record can name its sources, and which of its fields may state something."""
    fields = attrs.fields(cls)
    stating = (f.name for f in fields if not (f.metadata.get("label") or f.metadata.get("refers")))
    names = tuple(name for name in stating if name != "sources")
    return any(field.name == "sources" for field in fields), names


def _states(content: Any) -> bool:
    """Tell whether what a field holds states something itself."""
    if content is None or content in ((), "") or content == {}:
        return False
    inner: Any = content
    if isinstance(content, Mapping):
        inner = next(iter(content.values()))
    elif isinstance(content, tuple):
        inner = content[0]
    # A record inside that can name its own sources is checked on its own.
    return not (is_record(inner.__class__) and _of(inner.__class__)[0])


RULES: tuple[Rule, ...] = (unsourced,)
