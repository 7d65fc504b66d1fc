"""Terms of vocabularies: that they exist, are called what they are called, and fit their place."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from intspec.core.terms import Use, curie_of, uses
from intspec.diagnostics import Finding
from intspec.rules import Rule, Subject, rule

if TYPE_CHECKING:
    from intspec.vocabularies import Vocabulary, VocabularyTerm

Found = Iterator[Finding]


def _first(found: list[Use]) -> Iterator[tuple[Use, str]]:
    """Go over different ids: the first use of each, and words on how many more there are."""
    groups: dict[tuple[str, str], list[Use]] = {}
    for use in found:
        groups.setdefault((use.prefix, use.code), []).append(use)
    for group in groups.values():
        more = len(group) - 1
        yield group[0], f", also in {more} more place{'s' if more > 1 else ''}" if more else ""


def _named(vocabulary: "Vocabulary", term: "VocabularyTerm") -> str:
    return f"`{vocabulary.curie(term.id)}` ({term.label})"


@rule("intspec/term-form", scope="study", waivable=False)
def term_form(subject: Subject) -> Found:
    """The id of a term is not written as ids of its vocabulary are.

    ## What it checks
    An id is a vocabulary, a colon and a code, and the code has the form that the vocabulary's
    codes have, such as six or seven digits.

    ## Why it matters
    An id that is not well formed cannot be looked up, by people or by programs.

    ## Example
    `terms: [{id: "BCIO:007010", label: action planning BCT}]`

    ## Instead
    Where no term fits, leave `terms` out: the free text beside it is enough.

    ## Reference
    intspec model 1.0.
    """
    for use, also in _first(uses(subject)):
        meant = curie_of(use.id, subject.vocabularies)
        if not use.prefix or (use.vocabulary is None and "/" in use.code):
            hint = f"write `{meant}`" if meant else "write it as `bcttv1:1.1`: vocabulary:code"
            text = f"`{use.id}` is no id of a term: it names no vocabulary{also}"
            yield Finding(text, use.at, hint, target=use.id, at="value")
        elif use.vocabulary is not None and not use.well_formed:
            file = use.vocabulary.file
            form, hint = "it has no code", "write the code after the colon"
            if file.digits is not None:
                least, most = file.digits.min or 1, file.digits.max
                number = f"{least}" if least == most else f"{least} to {most}"
                form = f"its codes have {number} digits"
                hint = f"write it as `{use.vocabulary.curie('1'.zfill(least))}`"
            text = f"`{use.id}` is no id of {file.title}: {form}{also}"
            yield Finding(text, use.at, hint, target=use.id, at="value")


@rule("intspec/unknown-term", scope="study", waivable=False)
def unknown_term(subject: Subject) -> Found:
    """A term is named that its vocabulary does not have.

    ## What it checks
    The code of each term is in its vocabulary. Where the vocabulary comes from an index that you
    make, it is asked only of a run that is given the index.

    ## Why it matters
    A code that does not exist says nothing, and looks as if it said something.

    ## Example
    `terms: [{id: "bcttv1:1.1", label: Goal setting (behavior)}]`

    ## Instead
    Where no term fits, leave `terms` out: the free text beside it is enough.

    ## Reference
    The vocabulary's publication: `intspec terms show bcttv1`.
    """
    found = [use for use in uses(subject) if use.checkable and use.entry is None]
    for use, also in _first(found):
        vocabulary = use.vocabulary
        if vocabulary is None:
            continue
        near = vocabulary.nearest(use.code, use.label or "")
        version = f" {vocabulary.file.version}" if vocabulary.file.sha256 else ""
        guess = f"; did you mean {_named(vocabulary, near)}?" if near is not None else ""
        yield Finding(
            f"`{use.id}` is not in {vocabulary.file.title}{version}{also}{guess}",
            use.at,
            f"correct the code; `intspec terms find` searches labels of `{vocabulary.id}`",
            target=use.id,
            at="value",
        )


@rule("intspec/term-label", scope="study")
def term_label(subject: Subject) -> Found:
    """The label beside a term's id is not the vocabulary's label of it.

    ## What it checks
    Where a term has a `label`, it is the vocabulary's label or a known other spelling. The label
    of another term is an error, since one of the two was not meant; any other is a warning.

    ## Why it matters
    Codes are easily mistyped, and the label is how a reader notices.

    ## Example
    `terms: [{id: "bcttv1:1.2", label: Problem solving}]`

    ## Instead
    For a translated label, declare this rule with the reason, or leave the label out.

    ## Reference
    The vocabulary's publication: `intspec terms show bcttv1:1.2`.
    """
    for use in uses(subject):
        vocabulary, entry = use.vocabulary, use.entry
        if vocabulary is None or entry is None or not use.label:
            continue
        from intspec.vocabularies.loading import plain  # noqa: PLC0415 -- it is loaded by now

        if plain(use.label) in {plain(label) for label in (entry.label, *entry.aliases)}:
            continue
        other = vocabulary.labelled(use.label)
        belongs = f", which is `{vocabulary.curie(other.id)}`" if other is not None else ""
        yield Finding(
            f"`{use.id}` is '{entry.label}', not '{use.label}'{belongs}",
            (*use.path, "label"),
            f"write `label: {entry.label}`" + (", or correct the id" if other else ""),
            severity="error" if other is not None else "warning",
            target=use.id,
            at="value",
        )


@rule("intspec/obsolete-term", severity="warning", scope="study")
def obsolete_term(subject: Subject) -> Found:
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
    found = [use for use in uses(subject) if use.entry is not None and use.entry.obsolete]
    for use, also in _first(found):
        vocabulary, entry = use.vocabulary, use.entry
        if vocabulary is None or entry is None:
            continue
        new = vocabulary.terms.get(entry.replaced_by or "")
        code = entry.replaced_by or ""
        instead = _named(vocabulary, new) if new else f"`{vocabulary.curie(code)}`" if code else ""
        place = f"; {instead} takes its place" if instead else ""
        yield Finding(
            f"`{use.id}` ({entry.label}) is obsolete{also}{place}",
            use.at,
            f"write {instead}" if instead else "choose another term, or remove it",
            target=use.id,
            at="value",
        )


@rule("intspec/term-place", severity="warning", scope="study")
def term_place(subject: Subject) -> Found:
    """A term stands where it can hardly be meant: one for components names a provider.

    ## What it checks
    A term of a branch that is made for one catalogue (providers, settings or components) does not
    stand in another. Terms of no such branch may stand anywhere.

    ## Why it matters
    A technique is not a person: who counts providers by their terms would count it.

    ## Example
    `components: {goals: {text: Agree on a goal, terms: [{id: "bcttv1:1.1"}]}}`

    ## Instead
    Where the vocabulary's branches do not fit your case, declare this rule with the reason.

    ## Reference
    The vocabulary's own branches: `intspec terms show bcttv1`.
    """
    for use in uses(subject):
        vocabulary, entry = use.vocabulary, use.entry
        if vocabulary is None or entry is None:
            continue
        above = vocabulary.ancestors(entry.id)
        branches = [b for b in vocabulary.file.branches if b.root is None or b.root in above]
        place = str(use.path[0])
        if branches and place not in {branch.place for branch in branches}:
            branch = branches[0]
            yield Finding(
                f"{_named(vocabulary, entry)} is made for `{branch.place}` ({branch.label}), "
                f"but stands in `{place}`",
                use.at,
                f"move it to an entry of `{branch.place}`, or remove it",
                target=use.id,
                at="value",
            )


RULES: tuple[Rule, ...] = (
    term_form,
    unknown_term,
    term_label,
    obsolete_term,
    term_place,
)
