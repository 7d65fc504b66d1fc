"""What is said of an answer that leaves an item open, and what mends it."""

from intspec.diagnostics import ItemStateName
from intspec.forms.answers import Kind

WHERE = (
    "write the page or section where it is reported; if it does not apply, write `N/A`, a colon "
    "and the reason"
)
#: Rule, message and remedy of each kind of answer that leaves an item open, the first to be told
#: first.
OPEN: dict[Kind, tuple[str, str, str]] = {
    "no-reason": (
        "form-no-reason",
        "{item} says `{said}` without a reason",
        "write the reason behind it, such as `N/A: everybody was given the same sessions`",
    ),
    "question": (
        "form-question",
        "{item} is marked with a question mark",
        "say where it is reported; if it is not reported, add it to the paper, or say why not",
    ),
    "unclear": ("form-unclear", "{item} says `{said}`, which does not say where", WHERE),
    "gap": (
        "form-gap",
        "{item} is said not to be reported",
        "add it to the paper and write where; or write why it cannot be reported",
    ),
    "placeholder": (
        "form-blank",
        "{item} has no answer: `{said}` is the form's own text for an empty field",
        WHERE,
    ),
    "underscores": ("form-blank", "{item} has no answer: the form's line was left empty", WHERE),
    "blank": ("form-blank", "{item} has no answer", WHERE),
}
SETTLED: dict[str, ItemStateName] = {
    "not-applicable": "not-applicable",
    "not-done": "not-done",
}
#: Roles of arms whose gaps are warnings.
LENIENT = ("usual-care", "waiting-list", "no-treatment")
