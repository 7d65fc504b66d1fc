"""The words of the findings on answers of a form that leave something open."""

from intspec.answers.answer import Kind

WHERE = (
    "write the page or section where it is reported; if it does not apply, write `N/A`, a colon "
    "and the reason"
)
#: Rule, message and remedy of each kind of answer that leaves an item open, by priority: of several
#: kinds in the answers to an item, only the first is reported.
OPEN: dict[Kind, tuple[str, str, str]] = {
    "question": (
        "form-question",
        "{item} is marked with a question mark (reviewer: not sufficiently reported)",
        "say where it is reported; if it is not reported, add it to the paper, or say why not",
    ),
    "unclear": ("form-unclear", "{item} says `{said}`, which does not say where", WHERE),
    "claimed": ("form-unclear", "{item} says `{said}`, which does not say where", WHERE),
    "gap": (
        "form-gap",
        "{item} is said not to be reported",
        "add it to the paper and write where; or write why it cannot be reported",
    ),
    "placeholder": (
        "form-blank",
        "{item} has no answer: `{said}` only holds the place of one",
        WHERE,
    ),
    "name": (
        "form-blank",
        "{item} has no answer: `{said}` only says a name again",
        "describe it in a sentence, or write where it is reported",
    ),
    "underscores": ("form-blank", "{item} has no answer: the form's line was left empty", WHERE),
    "blank": ("form-blank", "{item} has no answer", WHERE),
}
#: The remedy where words stand in a cell that a reader sets aside.
AS_TEXT = "write the answer into the cell as ordinary text: not hidden, deleted or in a comment"
#: The rule for what is said not to apply, without a reason.
BARE_STATE = "form-no-reason"
#: Rule, message and remedy of answers that count, and leave something to be done.
TOLD: dict[Kind, tuple[str, str, str]] = {
    "no-reason": (
        BARE_STATE,
        "{item} says `{said}` without a reason",
        "write the reason behind it, such as `N/A: everybody was given the same sessions`",
    ),
    "partial": (
        "form-partial",
        "{item} says `{said}`: a part of it is said not to be reported",
        "add what lacks to the paper, or write why it cannot be reported",
    ),
    "none": (
        "form-taken",
        "{item} says `{said}`, taken as: {taken}",
        "if that is meant, say it in a sentence, with the page where the paper says so",
    ),
}
