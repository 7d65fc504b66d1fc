"""Answers of a form that leave something open: which do, and the words of what is found."""

from collections.abc import Iterable

from intspec.answers.answer import Answer, Kind
from intspec.answers.documents import EVIDENT
from intspec.checklists import Item
from intspec.text.terminal import cut
from intspec.text.wording import flat

#: So much is shown of an answer.
SHOWN = 40
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
#: The remedy where what stands below labels was taken for answers.
PRINTED_BELOW = "if the form prints it, take it out or write the answer into a column of its own"
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


def taken_as(item: Item) -> str:
    """Write what a denial is taken to mean at an item: `no modifications`."""
    return f"no {item.title[:1].lower()}{item.title[1:]}"


def below_labels(numbers: Iterable[str], said: str) -> str:
    """Write that what stands below the labels of items was taken for answers.

    Args:
        numbers: The numbers of the items.
        said: The first of the answers.
    """
    items = [*dict.fromkeys(numbers)]
    named = f"item{'s' if len(items) > 1 else ''} {', '.join(items)}"
    words = cut(flat(said), SHOWN)
    return f"taken as the answer: what stands below the label, at {named}, such as `{words}`"


def asks_whether(item: Item) -> bool:
    """Tell whether an item asks for what it takes a denial of, and not only for more about it."""
    shown = [f"{path}." for path in item.shows]
    return any(f"{denied}.".startswith(path) for denied in item.denied for path in shown)


def is_sure(answer: Answer) -> bool:
    """Tell whether an answer surely says where, or surely describes."""
    evident = answer.place is not None and bool(EVIDENT & answer.place.fields.keys())
    return answer.sure != "unsure" or answer.document is not None or evident


def item_name(item: Item) -> str:
    """Name an item in a sentence: `item 3, What: materials,`."""
    return f"item {item.number}, {item.title},"
