"""Sources: where a document names any, every statement has one."""

from collections.abc import Iterator

from intspec.diagnostics import Finding
from intspec.rules import Rule, Subject, rule
from intspec.rules.statements import unsourced_statements


@rule("intspec/unsourced", severity="note", scope="study")
def unsourced(subject: Subject) -> Iterator[Finding]:
    """A statement names no source, in a document that names sources.

    ## What it checks
    Where `sources` has entries, each object that states something names its `sources`, or stands
    inside one that does, or the document names a `default_source` for all that names none.

    ## Why it matters
    A reader can then tell what was published from what was assumed.

    ## Example
    `rationale:` with `goal: Fewer readmissions.`, `sources: [trial-2022]`

    ## Instead
    Where the statement is your own, say so in a source of kind `other`. Where most statements rest
    on one source, name it once: `default_source: trial-2022`.

    ## Reference
    intspec model 1.0.
    """
    if not subject.spec.sources or subject.spec.default_source is not None:
        return
    first = next(iter(subject.spec.sources))
    for path in unsourced_statements(subject.spec):
        words = f"`{path[-1]}`" if isinstance(path[-1], str) else f"entry {int(path[-1]) + 1}"
        yield Finding(
            f"{words} names no source for what it states",
            path,
            f"add `sources: [{first}]`, with the keys of what says so, or "
            f"`default_source: {first}` to the top level; it stands for all that names none",
        )


RULES: tuple[Rule, ...] = (unsourced,)
