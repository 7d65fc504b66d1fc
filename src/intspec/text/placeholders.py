"""Recognise placeholders: text that stands where content is still to come."""

import re
from functools import lru_cache
from typing import Self

from intspec.text.patterns import Pattern

LONGEST = 60
#: Words that say that something is not known. What is stated of a form's item reads them by itself.
UNKNOWN = frozenset(
    {
        "unknown",
        "not known",
        "unclear",
        "not clear",
        "unspecified",
        "not stated",
        "none stated",
        "not reported",
        "not described",
        "none described",
        "not specified",
        "none specified",
        "not mentioned",
        "none mentioned",
    }
)
WORDS = UNKNOWN | frozenset(
    {
        "tbc",
        "tbd",
        "tba",
        "todo",
        "fixme",
        "to be confirmed",
        "to be decided",
        "to be determined",
        "to be added",
        "to be announced",
        "to be completed",
        "to be specified",
        "to follow",
        "to add",
        "to be filled in",
        "to be inserted",
        "to insert",
        "to do",
        "to complete",
        "to be written",
        "to be provided",
        "to be supplied",
        "page number to follow",
        "page numbers to follow",
        "idem",
        "ibid",
        "ibidem",
        "na",
        "n a",
        "nil",
        "not applicable",
        "various",
        "not available yet",
        "not yet available",
        "pending",
        "placeholder",
        "lorem ipsum",
        "see manual",
        "see the manual",
        "see protocol",
        "see the protocol",
        "see paper",
        "see above",
        "see below",
        "see appendix",
        "see supplement",
        "as above",
        "as described above",
        "as described before",
        "as described earlier",
        "as described elsewhere",
        "as described previously",
        "as previously described",
        "described elsewhere",
        "as published",
        "as published elsewhere",
        "as published previously",
        "as published before",
        "published elsewhere",
        "to be published",
        "will be published",
        "will be published elsewhere",
        "will be published separately",
        "will be reported",
        "will be reported elsewhere",
        "will be reported separately",
        "to be reported",
        "to be reported elsewhere",
        "reported elsewhere",
        "not yet analysed",
        "not yet analyzed",
        "not analysed yet",
        "not analyzed yet",
        "to be analysed",
        "to be analyzed",
        "will be analysed",
        "will be analyzed",
        "analysis pending",
        "results pending",
        "data not shown",
        "as per protocol",
        "as per manual",
        "per protocol",
        "same as above",
        "ditto",
        "click or tap here to enter text",
        "enter text",
        "insert text",
        "insert text here",
        "your text here",
        "xx",
        "xxx",
        "xxxx",
        "page xx",
        "pages xx",
        "pages xx xx",
        "p xx",
        "pp xx",
        "pp xx xx",
        "table xx",
        "page x",
        "p x",
        "wird ergänzt",
        "folgt",
        "siehe oben",
        "à compléter",
        "à définir",
        "por completar",
        "da completare",
        "in te vullen",
        "待补充",
        "同上",
    }
)
NOT_APPLICABLE = frozenset({"na", "n a", "nil", "not applicable"})
#: How placeholders begin that point to another place, which the reader of a form looks up.
POINTERS = ("see ", "as ", "per ", "same ")
#: How placeholders begin whose content stands elsewhere.
ELSEWHERE = (*POINTERS, "ditto")
#: Words with which people say that there is nothing.
NOTHING = frozenset({"none", "no", "nothing", "not applicable", "does not apply", "not reported"})
#: The prompts of Word's own, which some programs save as if they were answers. Compiled when a form
#: is read: no specification is asked for them.
PROMPT = r"(click|tap)( or tap)?( here)? to enter [a-z ]{1,20}\.?|choose an item\.?"
#: What stands for a reason until somebody writes one: in a draft of a form that says `N/A` alone.
NO_REASON = "<why>"
#: How a text begins that a program proposes: it is no content until a person takes this away.
PROPOSED = "PROPOSED:"
#: A line to write on. Compiled when a form is filled.
LINE = r"[\s_‗.…\u2010-\u2015\-|/\\]*"
LONGEST_LABEL = 20
PUNCTUATION = re.compile(r"[\W_]+")
#: A length of time that is nothing, as ISO 8601 writes it.
NO_TIME = Pattern(r"P(?=[0T])(?:0+[YMWD])*(?:T(?:0+[HMS])+)?", "P0|PT")
BRACKETED = Pattern(
    r"\[(insert|enter|add|fill|describe|your|page|section|line)\b[^\]]*\]|<[^<>]+>",
    "[|<",
    flags=re.IGNORECASE,
)


class Marked(str):
    """A text of which the place where it stands says that it is no content there.

    Args:
        text: The text.
        about: What makes it none, in the words of its class.
    """

    __slots__ = ("about",)
    about: str

    def __new__(cls, text: str, about: str = "") -> Self:
        """Make the text, and note what makes it none."""
        made = super().__new__(cls, text)
        made.about = about
        return made


class BareWord(Marked):
    """A bare `yes`, `none` or number where a description is asked.

    `about` is what is asked there, as `checking.asked_words` names it.
    """

    __slots__ = ()


class DanglingReference(Marked):
    """A key that names no entry of its catalogue, nor nearly one."""

    __slots__ = ()


class ChosenWord(str):
    """A word of a list to choose from, which is an answer: `unknown`."""

    __slots__ = ()


class RepeatedName(Marked):
    """A text that only says a name again where a description is asked.

    `about` is what it repeats: `the name of the arm`.
    """

    __slots__ = ()


def is_placeholder(text: str) -> bool:
    """Tell whether a text, as a whole, only holds the place of content."""
    if isinstance(text, (Marked, ChosenWord)):
        return isinstance(text, Marked)
    if len(text) > LONGEST:
        return is_proposed(text)
    return _only_holds_a_place(text)


def is_proposed(text: str) -> bool:
    """Tell whether a program proposes a text, which no person has confirmed yet."""
    return text.startswith(PROPOSED)


@lru_cache(maxsize=4096)  # several rules and parts ask in turn
def _only_holds_a_place(text: str) -> bool:
    stripped = text.strip()
    if not stripped:
        return False
    words = normal(stripped)
    if is_proposed(stripped):
        return True
    if words in WORDS or not words or BRACKETED.fullmatch(stripped):
        return True
    return NO_TIME.fullmatch(stripped) is not None


def is_prompt(text: str) -> bool:
    """Tell whether a text, as a whole, is what Word shows in a field that nobody filled in."""
    return re.fullmatch(PROMPT, text.strip(), re.IGNORECASE) is not None


def is_open(text: str) -> bool:
    """Tell whether an answer is still to be written: nothing, a line to write on, or a prompt."""
    return is_prompt(text) or re.fullmatch(LINE, text) is not None


def is_waiting(text: str) -> bool:
    """Tell whether a cell waits for an answer: it is open, or only a label before a line."""
    label, line, remainder = text.partition("__")
    return is_open(text) or (bool(line) and len(label) <= LONGEST_LABEL and is_open(remainder))


def says_nothing(value: object) -> bool:
    """Tell whether a text stands where there is no content: `N/A`, `none`, `[..]`."""
    return isinstance(value, str) and (is_placeholder(value) or normal(value) in NOTHING)


def normal(text: str) -> str:
    """Return a text in lower case, its punctuation reduced to single spaces."""
    return PUNCTUATION.sub(" ", text.casefold()).strip()
