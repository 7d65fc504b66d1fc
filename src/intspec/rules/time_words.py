"""Words about time: unbroken, a point that stands for several, and an event that comes once."""

import re

#: What is done without a break, of which nobody can count how often.
UNBROKEN = (
    r"\b(?:without (?:a |any )?(?:break|pause|interruption)|(?:a?round|round) the clock"
    r"|day and night|uninterrupted|non-?stop|at all times|24 (?:hours|h) (?:a|per|each) day"
    r"|24/7|all (?:of )?the time|the whole time|continuous(?:ly)?)\b"
)
#: What is watched or offered all the time is not what is given.
WATCHED = r"\b(?:monitor|record|observ|assess|measur|evaluat|review|supervis|availab)\w*"
#: A word of these within so many words of it makes it the watching that has no break.
NEAR = 2
#: Nouns that "continuous" goes with where nothing is given without a break.
OTHER = r"continuous (?:\w+ )?(?:improvement|education|development|feedback|support|contact|ECG)\b"
#: So much in each minute or hour.
RATE = r"\d.*(?:/ ?|\bper |\ban? |\beach )(?:min(?:ute)?|h(?:r|our)?|s(?:econd)?)\b"
#: So much in each day, or all day long: as often as each day.
BY_DAY = (
    r"(?:/ ?|\bper |(?<!\bon )\ba |(?<!\bon )\b(?:each|every) )day\b|\ball day\b"
    r"|\b(?<!activities of )daily\b(?! (?:li(?:fe|ving)|activit|routine))"
)
#: What flows: litres in each minute.
FLOW = (
    r"\b(?:l|ml|(?:milli)?lit(?:re|er)s?)\b.{0,20}?"
    r"(?:/ ?|\bper |\ban? |\beach )(?:min(?:ute)?|h(?:r|our)?)\b"
)
#: Words in a point in time that make it several.
RECURRING = (
    r"\b(?:every|each|daily|weekly|monthly|yearly|then|until|and)\b|,"
    r"|(?<=\w)\s*[-\N{EN DASH}]\s*\d"
    r"|\b(?:from|between)\b.*\b(?:to|till)\b"
    r"|\b(?<!up )(?:to|till) (?:(?:the|week|day|month|visit|session|year|hour) )?\d"
)
#: A point in time that comes again, and what says until when.
OPEN_END = r"\b(?:every|each|any|all|daily|weekly|monthly|yearly|whenever|regular(?:ly)?)\b"
END = (
    r"\b(?:until|till|throughout|for|to the end)\b"
    r"|\b(?:weeks?|months?|days?|visits?|years?) \d+(?:,| and| to|\s?[-\N{EN DASH}])"
)
#: Events that a participant has once in a study, as far as their words say.
ONCE = (
    r"\b(?:operations?|surg(?:ery|ical)|incision|closure|an(?:a)?esthesia|intubation|extubation"
    r"|induction|implantation|transfer|birth|childbirth|deliver(?:y|ed)|labou?r|born|clamping"
    r"|discharged?|admi(?:ssion|tted)|arriv(?:al|es?|ed)|randomi[sz](?:ation|ed)|enrol(?:l?ment|led)"
    r"|consent|inclusion|diagnos(?:is|ed)|death|baseline|retirement|start of (?:the )?study"
    r"|removal|insertion|cardiac arrest|heart attack|(?:myocardial )?infarction)\b"
)
#: Words by which an event comes again.
AGAIN = (
    r"\b(?:when(?:so)?ever|each|every|any|all|if|needed|need|required|requests?|requested|as often"
    r"|again|repeat\w*|further|another|new|relaps\w*|recur\w*|episodes?|attacks|(?<!heart )attack"
    r"|times|wish\w*|want\w*|ask\w*|re-?admi\w*|demand|daily|weekly|monthly|(?:admission|operation|discharge"
    r"|birth|arrival)s)\b"
)


def is_unbroken(text: str) -> bool:
    """Tell whether words say that something is given without a break.

    Args:
        text: An amount, an intensity, a name or a note. "Continuous monitoring" is what is done
            beside what is given.
    """
    for found in re.finditer(UNBROKEN, text, re.IGNORECASE):
        before = re.split(r"[,;.]", text[: found.start()])[-1].split()[-NEAR:]
        behind = re.split(r"[,;.]", text[found.end() :])[0].split()[:NEAR]
        watched = re.search(WATCHED, " ".join([*before, *behind]), re.IGNORECASE)
        if not watched and not re.match(OTHER, text[found.start() :], re.IGNORECASE):
            return True
    return False


def is_rate(amount: str) -> bool:
    """Tell whether an amount of a drug is so much in each minute or hour, as of an infusion.

    Args:
        amount: An amount, such as "0.1 microgram per kg per minute" or "2 ml/h".
    """
    return re.search(RATE, amount, re.IGNORECASE) is not None


def is_flow(amount: str) -> bool:
    """Tell whether an amount flows: so many litres in each minute, as of oxygen.

    Args:
        amount: An amount, or an intensity: "two litres a minute".
    """
    return re.search(FLOW, amount, re.IGNORECASE) is not None


def is_by_day(amount: str) -> bool:
    """Tell whether an amount says how much there is each day, and so how often.

    Args:
        amount: An amount, or an intensity: "1500 kcal a day", "40 mmHg, worn all day".
    """
    return re.search(BY_DAY, amount, re.IGNORECASE) is not None


def stands_for_several(point: str) -> bool:
    """Tell whether a point in time is several: "weeks 2 to 6", "each visit", "days 1, 3 and 5".

    Args:
        point: What `at` says. "Prior to surgery" and "pre-operatively" are one point.
    """
    return re.search(RECURRING, point, re.IGNORECASE) is not None


def recurs(point: str) -> bool:
    """Tell whether a point in time comes again and again, with no word of until when.

    Args:
        point: What `at` says: "each visit". "Each visit until week 12" has an end.
    """
    return re.search(OPEN_END, point, re.IGNORECASE) is not None and not re.search(
        END, point, re.IGNORECASE
    )


def comes_once(event: str) -> bool:
    """Tell whether an event comes once for each participant, so that it is a point in time.

    Args:
        event: What `trigger` says: "the end of the operation" comes once, and "whenever the
            participant wishes" as often as it may. What is not known to come once is not taken so.
    """
    again = re.search(AGAIN, event, re.IGNORECASE)
    return again is None and re.search(ONCE, event, re.IGNORECASE) is not None
