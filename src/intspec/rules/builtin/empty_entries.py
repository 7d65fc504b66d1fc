"""Entries without content: a key of the author's own under which nothing is said."""

from collections.abc import Iterator

import attrs

from intspec.diagnostics import Finding
from intspec.rules import Rule, Subject, rule
from intspec.rules.index import spec_index

#: What to write in an entry that needs no key, by the kind of record; else its first key.
WRITE = {"Phase": "duration: P12W", "Procedure": "description:", "Setting": "kind:"}


@rule("intspec/empty-entry", scope="study", severity="warning", waivable=False)
def empty_entry(subject: Subject) -> Iterator[Finding]:
    """An entry has a key, and nothing is said of it.

    ## What it checks
    Each entry of a map has content. One that needs a key, and under which nothing stands, counts as
    not written; what names it is found by itself.

    ## Why it matters
    A key is a name for the author: no form and no table prints it.

    ## Example
    `procedures:` with `relapse-call:` with `description: A call of ten minutes after a relapse.`

    ## Instead
    Where nothing is known of it yet, take the key away, and declare what is missing.

    ## Reference
    intspec model 1.0.
    """
    records = spec_index(subject.spec).records
    places = {path for _record, path in records}
    for record, path in records:
        # Right below a record stands a key of the model's; below a map, one of the author's.
        if not path or not isinstance(path[-1], str) or path[:-1] in places:
            continue
        fields = attrs.fields(record.__class__)
        if any(field.default is attrs.NOTHING for field in fields):
            continue
        if record == record.__class__():
            name = record.__class__.__name__
            write = WRITE.get(name, f"{fields[0].name}:")
            yield Finding(
                f"`{path[-1]}` under `{path[-2]}:` is empty",
                path,
                f"add `{write}` to `{path[-1]}:`, or remove it",
            )


RULES: tuple[Rule, ...] = (empty_entry,)
