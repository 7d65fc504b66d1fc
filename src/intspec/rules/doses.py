"""Amounts in the words that people write: what of a drug is taken, and what of an exercise done."""

import re

from intspec.rules.paths import is_empty
from intspec.text.patterns import Pattern
from intspec.text.wording import flat

NUMBER = r"(?:\d[\d.,]*|one|two|three|four|five|six|seven|eight|nine|ten|half an?)"
#: What is taken of a drug.
TAKEN = (
    r"(?:mg|[µμu]g|mcg|g|ml|IU|units?|(?:milli|micro)?grams?|millilitres?|milliliters?|puffs?"
    r"|tablets?|capsules?|drops?|patch(?:es)?|sachets?|lozenges?)\b"
)
#: What is swallowed with a drug, or drawn from a body, and is no drug.
FLUID = (
    r"(?:blood|plasma|serum|urine|saliva|sputum|stool|tissue|milk|water|juice|tea|coffee|lemonade"
    r"|fluids?|liquid|food)\b"
)
#: Words between an amount and a fluid.
OF = (
    r"\s*(?:of\s+)?(?:(?:a|the|venous|whole|peripheral|capillary|tap|warm|cold|cool|hot|still|plain"
    r"|fresh|clear|clean|sterile|drinking|mineral)\s+)*"
)
DOSE = rf"\b{NUMBER}[\s-]?{TAKEN}(?!{OF}{FLUID})"
DOSES = Pattern(DOSE, flags=re.IGNORECASE)
#: How much of an exercise is done: how often it is repeated, or how hard it is.
EXERCISE = Pattern(
    rf"\b{NUMBER}[\s-]?(?:sets?\s+(?:of|with|\xd7|x)\b|(?:repetitions?|reps)\b"
    r"|%[^.;%]{0,30}?\b(?:max\w*|1 ?-?RM|one-repetition|VO2\w*))",
    "set|rep|%",
    flags=re.IGNORECASE,
)
#: What is done with what leaves a body, and is no dose.
DRAWN = r"\b(?:draw|drew|withdr|collect|sampl)\w*[^.;,]*$"
#: Words that make one amount that of several.
EACH = r"\b(?:each|both|all|every|either|per)\b"
MANY = 1000
#: Words that name an amount which each reader takes for another, and beside them no number.
NO_AMOUNT = (
    r"\W*(?:(?:an?|the|in|at|on|of|as|per|by|for|to|or|and|with|its|their|it|is|was|be|dos(?:es?|age"
    r"|ing)|amounts?|usual(?:ly)?|standard|normal(?:ly)?|regular|customary|conventional|routine"
    r"|typical|ordinary|recommended|approved|licen[cs]ed|label(?:led)?|appropriate|suitable|adequate"
    r"|sufficient|correct|required|necessary|needed|tolerated|prescribed|directed|indicated"
    r"|instructed|practice|care|clinical|guidelines?|instructions?|leaflet|manufacturers?"
    r"|doctors?|physicians?|clinicians?|investigators?|discretion|s|treating|local|national|summary"
    r"|characteristics|smpc|protocols?|study|trial|policy|titrat(?:ed|ion)"
    r"|drug|medicine|product|therapeutic|intensity|var(?:ied|ies|ying|iable|ious)"
    r"|different|individual(?:ly|i[sz]ed)?|next|same|previous|initial|higher|lower|maximum"
    r"|maximal(?=\W+(?:tolerated|dos|amount))|optimal|according|based|body|weight|much|many|little"
    r"|few|small|single|full(?=\W+dos)|effective|equal|effects?"
    r"|response|prn|depend(?:s|ing)|symptoms?|long|often|frequently|possible|can|able"
    r"|will|wish(?:es)?"
    r"|patients?|participants?|people|person|they|he|she|their|own|until|up|down|adjust(?:ed|ment)"
    r"|need|comfort(?:able|ably)?|enough)\b\W*)+"
)


def says_amount(text: str | None) -> bool:
    """Tell whether a text says how much: `the usual dose` and `as prescribed` do not.

    Args:
        text: An amount, or an intensity.
    """
    return not is_empty(text) and not re.fullmatch(NO_AMOUNT, str(text), re.IGNORECASE)


def taken_in(text: str) -> str:
    """Return what a text says from the first dose of a drug on; empty if it names none."""
    return _from(DOSES, text)


def exercise_in(text: str) -> str:
    """Return what a text says from the first amount of an exercise on; empty if it names none."""
    return _from(EXERCISE, text)


def first_amount(text: str) -> str:
    """Return the amount that a text begins with, or the text where it begins with none."""
    amount = re.match(rf"{DOSE}|{EXERCISE.pattern}", text, re.IGNORECASE)
    return amount.group() if amount else text


def amounts_of(text: str) -> int:
    """Return of how many things a dose says how much there is: of one, or of each."""
    if re.search(EACH, text, re.IGNORECASE):
        return MANY
    return max(1, len(list(DOSES.finditer(text))))


def _from(pattern: Pattern, text: str) -> str:
    for amount in pattern.finditer(text):
        start = amount.start()
        if not re.search(DRAWN, text[:start], re.IGNORECASE):
            return re.split(r"[.;](?:\s|$)", flat(text[start:]))[0]
    return ""
