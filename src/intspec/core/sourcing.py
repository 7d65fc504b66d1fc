"""Sources: where a document names any, every statement has one."""

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from intspec.diagnostics import Finding, Path
from intspec.rules import Rule, Subject, rule
from intspec.schema.generating import fields_of


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
            "add `sources: [...]` with keys of `sources`",
        )


def _bare(value: Any, path: Path) -> Iterator[Path]:
    """Go over the outermost objects that state something and name no source."""
    if attrs.has(type(value)):
        cls: Any = type(value)
        fields = fields_of(cls)
        if "sources" in fields and path:
            if value.sources:
                return
            if any(_states(value, field) for field in fields.values()):
                yield path
                return
        for name in fields:
            inner = getattr(value, name)
            if inner is not None and not isinstance(inner, (str, bool, int)):
                yield from _bare(inner, (*path, name))
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _bare(inner, (*path, key))
    elif isinstance(value, tuple):
        for number, inner in enumerate(value):
            yield from _bare(inner, (*path, number))


def _states(value: Any, field: "attrs.Attribute[Any]") -> bool:
    """Tell whether a field of a record states something itself."""
    if field.name == "sources" or field.metadata.get("label") or field.metadata.get("refers"):
        return False
    content = getattr(value, field.name)
    if content is None or content in ((), "") or content == {}:
        return False
    inner: Any = content
    if isinstance(content, Mapping):
        inner = next(iter(content.values()))
    elif isinstance(content, tuple):
        inner = content[0]
    # What is inside a record that can name its own sources answers for itself.
    cls: Any = type(inner)
    return not (attrs.has(cls) and "sources" in fields_of(cls))


RULES: tuple[Rule, ...] = (unsourced,)
