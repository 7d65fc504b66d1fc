"""FRAME 6: the nature of a change of content, and of a change of context."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from intspec import DoesNotApply, Finding, Holds, Modification, Rule, Subject, is_empty, rule

#: The terms for the nature of a change, by what is changed.
NATURE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "content": (
            "adding",
            "removing",
            "tailoring",
            "substituting",
            "repeating",
            "spreading",
        ),
        "context": ("format", "setting", "personnel", "population"),
    }
)
OTHER = "other"


def areas(change: Modification) -> list[str]:
    """Return which of content and context a change is of, as far as it is said.

    Documents written before `modified` existed say it under `nature`.
    """
    said = {*change.modified, *change.nature}
    return [area for area, terms in NATURE.items() if area in said or said.intersection(terms)]


@rule("frame/nature-stated", scope="modification")
def nature_stated(subject: Subject) -> Iterator[Finding | DoesNotApply | Holds]:
    """What was done to the content or the context is not stated.

    ## What it checks
    Where a change is of the content, `nature` says what was done to it: adding, removing,
    tailoring, substituting, repeating, spreading; where it is of the context, what of it was
    changed: format, setting, personnel, population. `other` is an answer with words in
    `nature_other`. A change of training, evaluation or the way into practice has no nature here.

    ## Why it matters
    A session left out and a session moved to another room are changes of different weight.

    ## Example
    `modified: [content]` and `nature: [removing]`

    ## Instead
    Where no term fits, write `nature: [other]`, and what was done under `nature_other`.

    ## Reference
    FRAME 2019, item 6.
    """
    changes = subject.arm.modifications if subject.arm is not None else None
    change = changes.entries[subject.index] if changes and subject.index is not None else None
    found = areas(change) if change is not None else []
    if change is None or not found:
        yield DoesNotApply("item 4 names neither content nor context")
        return
    in_words = OTHER in change.nature and not is_empty(change.nature_other)
    for area in found:
        if in_words or set(change.nature).intersection(NATURE[area]):
            yield Holds()
            continue
        terms = NATURE[area]
        added = f"`- {terms[0]}` to `nature:`" if change.nature else f"`nature: [{terms[0]}]`"
        yield Finding(
            f"the {area} was changed, but nothing says how: the terms are {', '.join(terms)}",
            subject.at("nature"),
            f"add {added}; where no term fits, write `{OTHER}`, and in words what was done under "
            "`nature_other:`",
        )


RULES: tuple[Rule, ...] = (nature_stated,)
