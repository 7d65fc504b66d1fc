"""Vocabularies: that they are known, pinned and used, and what could not be looked up in them."""

from collections.abc import Iterator

from intspec.core.terms import Use, misspelt_pins, used_prefixes, uses
from intspec.diagnostics import Finding
from intspec.rules import DoesNotApply, Rule, Subject, rule
from intspec.text.names import nearest

Found = Iterator[Finding | DoesNotApply]
NO_TERM = DoesNotApply("no term of a vocabulary is named")


@rule("intspec/unknown-vocabulary", scope="study", waivable=False)
def unknown_vocabulary(subject: Subject) -> Found:
    """A term names a vocabulary that there is not.

    ## What it checks
    What stands before the colon of a term's id, and each key of `vocabularies`, is the id of a
    vocabulary. A name that is near to a known one is an error. Any other is a warning, since the
    vocabulary may exist; a note once `vocabularies` says which version of it was used.

    ## Why it matters
    A term is only as good as the list it comes from: a reader must be able to find it.

    ## Example
    `terms: [{id: "bcttv1:1.1", label: Goal setting (behavior)}]`

    ## Instead
    For a vocabulary that intspec does not know: name its version under `vocabularies`, or give
    its file with `--vocabulary`.

    ## Reference
    intspec model 1.0; `intspec terms list` names those at hand.
    """
    known = list(subject.vocabularies)
    pinned = {key.lower() for key in subject.spec.vocabularies}
    strangers: dict[str, list[Use]] = {}
    for use in uses(subject):
        if use.prefix and use.prefix not in known and "/" not in use.code:
            strangers.setdefault(use.prefix, []).append(use)
    for prefix, group in strangers.items():
        use, count = group[0], len(group)
        near = nearest(prefix, known)
        if near is not None:
            yield Finding(
                f"there is no vocabulary `{prefix}`; did you mean `{near}`?",
                use.at,
                f"write `{near}:{use.code}`",
                target=use.id,
                at="value",
            )
            continue
        terms = "its term was" if count == 1 else f"its {count} terms were"
        yield Finding(
            f"the vocabulary `{prefix}` is not at hand, so {terms} not checked",
            use.at,
            "give its file with `--vocabulary`, or install the plugin that provides it",
            severity="note" if prefix in pinned else "warning",
            target=use.id,
            at="value",
        )
    for key, near in misspelt_pins(subject).items():
        yield Finding(
            f"there is no vocabulary `{key}`; did you mean `{near}`?",
            ("vocabularies", key),
            f"write `{near}:`",
            target=key,
        )


@rule("intspec/vocabulary-version", severity="warning", scope="study")
def vocabulary_version(subject: Subject) -> Found:
    """The version of a vocabulary is not stated, or not the one at hand.

    ## What it checks
    For a vocabulary that changes, `vocabularies` says from which version the terms were taken;
    and where that is stated, it is the version that the terms were checked against.

    ## Why it matters
    Ontologies are revised: a term may be renamed or given up in a later version.

    ## Example
    `vocabularies: {bcio: {version: "2023-11-20"}}`

    ## Instead
    To keep an older version, check against an index that was made of it.

    ## Reference
    intspec model 1.0.
    """
    pins = {key.lower(): (key, pin) for key, pin in subject.spec.vocabularies.items()}
    meant = set(misspelt_pins(subject).values())
    for prefix in used_prefixes(subject):
        first = next(use for use in uses(subject) if use.prefix == prefix)
        vocabulary = first.vocabulary
        if vocabulary is None or prefix in meant:
            continue
        file = vocabulary.file
        if prefix not in pins:
            if file.version is None or file.sha256 is not None:
                version = file.version or "<the version>"
                yield Finding(
                    f"nothing says which version of {file.title} the terms were taken from",
                    first.at,
                    f'add `vocabularies: {{{prefix}: {{version: "{version}"}}}}`',
                    target=prefix,
                    at="value",
                )
        elif file.version not in (None, pins[prefix][1].version):
            key, pin = pins[prefix]
            yield Finding(
                f"the terms were taken from version {pin.version} of {file.title}, and checked "
                f"against {file.version}",
                ("vocabularies", key, "version"),
                "check against that version, or look the terms up again and correct it",
                target=key,
                at="value",
            )


@rule("intspec/unused-vocabulary", severity="warning", scope="study")
def unused_vocabulary(subject: Subject) -> Found:
    """A vocabulary is listed, and no term of it is named.

    ## What it checks
    Each key of `vocabularies` is the vocabulary of a term that the document names.

    ## Why it matters
    The reader looks for terms that are not there.

    ## Example
    `vocabularies: {bcio: {version: "2023-11-20"}}` beside `terms: [{id: "BCIO:007010"}]`

    ## Instead
    Remove the key until a term is named.

    ## Reference
    intspec model 1.0.
    """
    if not subject.spec.vocabularies:
        return
    named = used_prefixes(subject)
    # A misspelt prefix has its own finding: its vocabulary counts as used.
    named += [near for p in named if (near := nearest(p, subject.spec.vocabularies)) is not None]
    for key in subject.spec.vocabularies:
        if key.lower() not in named and key not in misspelt_pins(subject):
            yield Finding(
                f"`{key}` is listed, but no term of it is named",
                ("vocabularies", key),
                "remove it, or name the terms",
                target=key,
            )


@rule("intspec/term-unchecked", severity="note", scope="study")
def term_unchecked(subject: Subject) -> Found:
    """Only the form of terms was checked, since there is no index of their vocabulary.

    ## What it checks
    The terms of a vocabulary that intspec does not carry are looked up in an index of it. It is
    made once, on your computer, of the file that the vocabulary's publishers offer.

    ## Why it matters
    Without it, nobody knows whether the terms exist, and what they are called.

    ## Example
    `intspec terms build bcio.owl -o bcio.json`, then
    `intspec check trial.intspec.yaml --vocabulary bcio.json`

    ## Instead
    To leave it at the form, declare this rule with the reason.

    ## Reference
    `intspec terms build --help`.
    """
    found = [u for u in uses(subject) if u.vocabulary is not None]
    if not found:
        yield NO_TERM
        return
    groups: dict[str, list[Use]] = {}
    for use in found:
        if use.well_formed and not use.checkable:
            groups.setdefault(use.prefix, []).append(use)
    for name, group in groups.items():
        vocabulary = group[0].vocabulary
        title = vocabulary.file.title if vocabulary is not None else name
        more = len({use.code for use in group}) - 1
        others = f" and {more} more term{'s' if more > 1 else ''} exist" if more else " exists"
        yield Finding(
            f"whether `{group[0].id}`{others} in {title} was not checked: no index was given",
            group[0].at,
            f"make one with `intspec terms build {name}.owl -o {name}.json`, and check with "
            f"`--vocabulary {name}.json`",
            target=name,
            at="value",
        )


RULES: tuple[Rule, ...] = (
    unknown_vocabulary,
    vocabulary_version,
    unused_vocabulary,
    term_unchecked,
)
