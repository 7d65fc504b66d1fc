"""Terms and vocabularies: known, pinned and used; terms that exist, with their label and place."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from intspec.diagnostics import Finding
from intspec.rules import DoesNotApply, Rule, Subject, rule
from intspec.rules.builtin.term_uses import (
    TermUse,
    curie_of,
    misspelt_pins,
    term_uses,
    used_prefixes,
)
from intspec.text.names import KnownNames
from intspec.text.wording import plural

if TYPE_CHECKING:
    from intspec.vocabularies import Vocabulary, VocabularyTerm

Findings = Iterator[Finding | DoesNotApply]
NO_TERM = DoesNotApply("no term of a vocabulary is named")
#: What an id of a term is made of.
FORM = "vocabulary, colon and code"


@rule("intspec/unknown-vocabulary", scope="study", waivable=False)
def unknown_vocabulary(subject: Subject) -> Findings:
    """A term names a vocabulary that there is not.

    ## What it checks
    What stands before the colon of a term's id, and each key of `vocabularies`, is the id of a
    vocabulary. A name that is near to a known one is an error. Any other is a warning, since the
    vocabulary may exist; a note once `vocabularies` says which version of it was used.

    ## Why it matters
    A term is only as good as the list it comes from: a reader must be able to find it.

    ## Example
    `terms:` with `- id: "bcttv1:1.1"`, `label: Goal setting (behavior)`

    ## Instead
    For a vocabulary that intspec does not know: name its version under `vocabularies`, or give
    its file with `--vocabulary`.

    ## Reference
    intspec model 1.0; `intspec terms list` names those at hand.
    """
    vocabulary_ids = list(subject.vocabularies)
    known = KnownNames(vocabulary_ids)
    pinned = {key.lower() for key in subject.spec.vocabularies}
    strangers: dict[str, list[TermUse]] = {}
    for use in term_uses(subject):
        if use.prefix and use.prefix not in vocabulary_ids and "/" not in use.code:
            strangers.setdefault(use.prefix, []).append(use)
    for prefix, group in strangers.items():
        use, count = group[0], len(group)
        near = known.nearest(prefix)
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
def vocabulary_version(subject: Subject) -> Findings:
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
        first = next(use for use in term_uses(subject) if use.prefix == prefix)
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
                    f'add `vocabularies: {{{prefix}: {{version: "{version}"}}}}` at the top level',
                    target=prefix,
                    at="value",
                )
        elif file.version not in (None, pins[prefix][1].version):
            key, pin = pins[prefix]
            yield Finding(
                f"the terms were taken from version {pin.version} of {file.title}, and checked "
                f"against {file.version}",
                ("vocabularies", key, "version"),
                f'write `"{file.version}"` when you have looked the terms up in it, or check '
                "against the version that is stated",
                target=key,
                at="value",
            )


@rule("intspec/unused-vocabulary", severity="warning", scope="study")
def unused_vocabulary(subject: Subject) -> Findings:
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
    prefixes = used_prefixes(subject)
    pins = KnownNames(subject.spec.vocabularies)
    # A misspelt prefix has its own finding: its vocabulary counts as used.
    used = {*prefixes, *(pins.nearest(prefix) for prefix in prefixes)}
    misspelt = misspelt_pins(subject)
    for key in subject.spec.vocabularies:
        if key.lower() not in used and key not in misspelt:
            yield Finding(
                f"`{key}` is listed, but no term of it is named",
                ("vocabularies", key),
                "remove it, or name the terms",
                target=key,
            )


@rule("intspec/term-unchecked", severity="note", scope="study")
def term_unchecked(subject: Subject) -> Findings:
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
    uses = [use for use in term_uses(subject) if use.vocabulary is not None]
    if not uses:
        yield NO_TERM
        return
    groups: dict[str, list[TermUse]] = {}
    for use in uses:
        if use.well_formed and not use.checkable:
            groups.setdefault(use.prefix, []).append(use)
    for name, group in groups.items():
        vocabulary = group[0].vocabulary
        title = vocabulary.file.title if vocabulary is not None else name
        more = len({use.code for use in group}) - 1
        others = f" and {plural(more, 'more term')} exist" if more else " exists"
        yield Finding(
            f"whether `{group[0].id}`{others} in {title} was not checked: no index was given",
            group[0].at,
            f"make one with `intspec terms build {name}.owl -o {name}.json`, and check with "
            f"`--vocabulary {name}.json`",
            target=name,
            at="value",
        )


def _first(uses: list[TermUse]) -> Iterator[tuple[TermUse, str]]:
    """Merge the uses of each id: its first use, and words on how many more there are."""
    groups: dict[tuple[str, str], list[TermUse]] = {}
    for use in uses:
        groups.setdefault((use.prefix, use.code), []).append(use)
    for group in groups.values():
        more = len(group) - 1
        yield group[0], f", also in {plural(more, 'more place')}" if more else ""


def _named(vocabulary: "Vocabulary", term: "VocabularyTerm") -> str:
    return f"`{vocabulary.curie(term.id)}` ({term.label})"


@rule("intspec/term-form", scope="study", waivable=False)
def term_form(subject: Subject) -> Findings:
    """The id of a term is not written as ids of its vocabulary are.

    ## What it checks
    An id is a vocabulary, a colon and a code, and the code has the form that the vocabulary's
    codes have, such as six or seven digits.

    ## Why it matters
    An id that is not well formed cannot be looked up, by people or by programs.

    ## Example
    `terms:` with `- id: "BCIO:007010"`, `label: action planning BCT`

    ## Instead
    Where no term fits, leave `terms` out: the free text beside it is enough.

    ## Reference
    intspec model 1.0.
    """
    for use, also in _first(term_uses(subject)):
        meant = curie_of(use.id, subject.vocabularies)
        if not use.prefix or (use.vocabulary is None and "/" in use.code):
            hint = f"write `{meant}`" if meant else f"write {FORM}, such as `bcttv1:1.1`"
            text = f"`{use.id}` is no id of a term: it names no vocabulary{also}"
            yield Finding(text, use.at, hint, target=use.id, at="value")
        elif use.vocabulary is not None and not use.well_formed:
            file = use.vocabulary.file
            example = use.vocabulary.curie(next(iter(use.vocabulary.terms), "1"))
            form, hint = "it has no code", f"write the code after the colon, such as `{example}`"
            if file.digits is not None:
                least, most = file.digits.min or 1, file.digits.max
                number = f"{least}" if least == most else f"{least} to {most}"
                form = f"its codes have {number} digits"
                hint = f"write {number} digits, such as `{use.vocabulary.curie('1'.zfill(least))}`"
            text = f"`{use.id}` is no id of {file.title}: {form}{also}"
            yield Finding(text, use.at, hint, target=use.id, at="value")


@rule("intspec/unknown-term", scope="study", waivable=False)
def unknown_term(subject: Subject) -> Findings:
    """A term is named that its vocabulary does not have.

    ## What it checks
    The code of each term is in its vocabulary. Where the vocabulary comes from an index that you
    make, it is asked only of a run that is given the index.

    ## Why it matters
    A code that does not exist says nothing, and looks as if it said something.

    ## Example
    `terms:` with `- id: "bcttv1:1.1"`, `label: Goal setting (behavior)`

    ## Instead
    Where no term fits, leave `terms` out: the free text beside it is enough.

    ## Reference
    The vocabulary's publication: `intspec terms show bcttv1`.
    """
    unknown = [use for use in term_uses(subject) if use.checkable and use.entry is None]
    for use, also in _first(unknown):
        vocabulary = use.vocabulary
        if vocabulary is None:
            continue
        near = vocabulary.nearest(use.code, use.label or "")
        version = f" {vocabulary.file.version}" if vocabulary.file.sha256 else ""
        guess = f"; did you mean {_named(vocabulary, near)}?" if near is not None else ""
        yield Finding(
            f"`{use.id}` is not in {vocabulary.file.title}{version}{also}{guess}",
            use.at,
            (f"write `{vocabulary.curie(near.id)}`, or " if near is not None else "")
            + "remove the term, or correct the code: `intspec terms find` searches labels of "
            f"`{vocabulary.id}`",
            target=use.id,
            at="value",
        )


@rule("intspec/term-label", scope="study")
def term_label(subject: Subject) -> Findings:
    """The label beside a term's id is not the vocabulary's label of it.

    ## What it checks
    Where a term has a `label`, it is the vocabulary's label or a known other spelling. The label
    of another term is an error, since one of the two was not meant; any other is a warning.

    ## Why it matters
    Codes are easily mistyped, and the label is how a reader notices.

    ## Example
    `terms:` with `- id: "bcttv1:1.2"`, `label: Problem solving`

    ## Instead
    For a translated label, declare this rule with the reason, or leave the label out.

    ## Reference
    The vocabulary's publication: `intspec terms show bcttv1:1.2`.
    """
    for use in term_uses(subject):
        vocabulary, entry = use.vocabulary, use.entry
        if vocabulary is None or entry is None or not use.label:
            continue
        from intspec.vocabularies.loading import plain  # noqa: PLC0415 -- it is loaded by now

        if plain(use.label) in {plain(label) for label in (entry.label, *entry.aliases)}:
            continue
        labelled = vocabulary.labelled(use.label)
        belongs = f", which is `{vocabulary.curie(labelled.id)}`" if labelled is not None else ""
        yield Finding(
            f"`{use.id}` is '{entry.label}', not '{use.label}'{belongs}",
            (*use.path, "label"),
            f"write `label: {entry.label}`" + (", or correct the id" if labelled else ""),
            severity="error" if labelled is not None else "warning",
            target=use.id,
            at="value",
        )


@rule("intspec/obsolete-term", severity="warning", scope="study")
def obsolete_term(subject: Subject) -> Findings:
    """A term is named that its vocabulary has given up.

    ## What it checks
    No term is marked as obsolete in its vocabulary.

    ## Why it matters
    Obsolete terms were found to be unclear or doubled; later readers will not find them.

    ## Example
    The term that the vocabulary names in its place.

    ## Instead
    Where the old term is what was used, as in an older coding, declare this rule with the reason.

    ## Reference
    The OBO Foundry's practice of `owl:deprecated` and `term replaced by` (IAO:0100001).
    """
    obsolete = [use for use in term_uses(subject) if use.entry and use.entry.obsolete]
    for use, also in _first(obsolete):
        vocabulary, entry = use.vocabulary, use.entry
        if vocabulary is None or entry is None:
            continue
        new = vocabulary.terms.get(entry.replaced_by or "")
        code = entry.replaced_by or ""
        instead = _named(vocabulary, new) if new else f"`{vocabulary.curie(code)}`" if code else ""
        replacement = f"; {instead} takes its place" if instead else ""
        yield Finding(
            f"`{use.id}` ({entry.label}) is obsolete{also}{replacement}",
            use.at,
            f"write {instead}" if instead else "remove the term, or choose another",
            target=use.id,
            at="value",
        )


@rule("intspec/term-place", severity="warning", scope="study")
def term_place(subject: Subject) -> Findings:
    """A term stands where it can hardly be meant: one for components names a provider.

    ## What it checks
    A term of a branch that is made for one catalogue (providers, settings or components) does not
    stand in another. Terms of no such branch may stand anywhere.

    ## Why it matters
    A technique is not a person: who counts providers by their terms would count it.

    ## Example
    `components:` with `goals:` with `text: Agree on a goal`, `terms: [{id: "bcttv1:1.1"}]`

    ## Instead
    Where the vocabulary's branches do not fit your case, declare this rule with the reason.

    ## Reference
    The vocabulary's own branches: `intspec terms show bcttv1`.
    """
    for use in term_uses(subject):
        vocabulary, entry = use.vocabulary, use.entry
        if vocabulary is None or entry is None:
            continue
        above = vocabulary.ancestors(entry.id)
        branches = [
            branch
            for branch in vocabulary.file.branches
            if branch.root is None or branch.root in above
        ]
        catalogue = str(use.path[0])
        if branches and catalogue not in {branch.place for branch in branches}:
            branch = branches[0]
            yield Finding(
                f"{_named(vocabulary, entry)} is made for `{branch.place}` ({branch.label}), "
                f"but stands in `{catalogue}`",
                use.at,
                f"remove the term here, or name it in an entry of `{branch.place}:`",
                target=use.id,
                at="value",
            )


RULES: tuple[Rule, ...] = (
    unknown_vocabulary,
    vocabulary_version,
    unused_vocabulary,
    term_unchecked,
    term_form,
    unknown_term,
    term_label,
    obsolete_term,
    term_place,
)
