"""Tell a sentence of which nothing is left when the words of its question are taken away.

`The programme was delivered as planned` is such a sentence where it is asked what was done: its
verb says that something happened, its noun that it was an intervention, and no word what. The words
are told by their kinds, and each field has the kinds that say nothing there. A word that is of no
such kind is content: words are not counted, and no sentence is judged.
"""

import re
from functools import cache
from typing import NamedTuple

from intspec.checking.hollow_words import (
    ABLE,
    BOOK,
    BOUGHT,
    CAME,
    CHANGED,
    CLAIMED,
    CONCERNED,
    CUSTOM,
    DEED,
    DEGREE,
    DISCIPLINE,
    EACH,
    ELSEWHERE,
    FITTING,
    FOLLOWED,
    GRAMMAR,
    HAPPENED,
    IN_A_STUDY,
    KEPT,
    KINDS_OF_PEOPLE,
    LEFT_OPEN,
    MANNER,
    NEED,
    NOBODY,
    NOTED,
    NUMBERS,
    PEOPLE,
    PLACES,
    POINTED,
    PRAISE,
    QUALITY,
    REASON,
    SENT,
    STAFF,
    STUDIED,
    TAUGHT,
    THERE_IS,
    TIMES,
    WHICH,
)
from intspec.text.patterns import Pattern
from intspec.text.sameness import plain_words

#: The longest text that is looked at.
LONGEST = 160
#: How many words that say something a citation may have, which is left out.
IN_A_CITATION = 8
#: A study that is cited: `(Smith 2019)`, `Smith et al., 2019`.
CITED = Pattern(
    r"\(?\b[A-Z][\w-]+(?: (?:and|&) [A-Z][\w-]+| et al\.?)?,? \(?(?:19|20)\d\d\)?"
    r"|\b[A-Z][\w-]+ et al\b\.?",
    "19|20| et al",
)
#: Two words that are a name for staff, or for what they do as a whole.
PAIRS = Pattern(
    r"\b(?:family (?=physician|doctor|gp\b)|general (?=practi)|(?:primary|secondary) (?=care\b)"
    r"|(?:physical|medical) (?=therap)|health ?care professionals?\b|health professionals?\b)",
    "family |general |primary |secondary |physical |medical |health",
    flags=re.IGNORECASE,
)
#: Letters that stand for the words before them: `(TAU)`.
LETTERS = Pattern(r" \([A-Z]{2,6}\)", " (")
#: That it is what another arm has, which is told there.
OF_ANOTHER = Pattern(
    r"\b(?:as|like) (?:in|for|with|to) the (?:\w+ ){0,2}(?:arm|group|condition)s?\b",
    "arm|group|condition",
    flags=re.IGNORECASE,
)
#: A part of a book or paper: `Appendix 1`, `Table S2`, `chapter 3`.
PART = Pattern(
    r"\b(appendix|supplement|table|figure|fig\.?|file|box|chapter|section|pages?|protocol)"
    r" (?:s ?)?\d+(?:\.\d+)*\b",
    "appendix|supplement|table|fig|file|box|chapter|section|page|protocol",
    flags=re.IGNORECASE,
)

#: Where a text is to be found: a reference in brackets, an address.
ADDRESS = Pattern(
    r"\[\d+(?:[,\u2013 -]+\d+)*\]|\b(?:https?://|www\.|doi:)\S+",
    "[|://|www.|doi:",
    flags=re.IGNORECASE,
)
#: What is looked at as if it were other words, or not there.
LEFT_OUT = ((PAIRS, "staff "), (CITED, ""), (PART, r"\1"), (LETTERS, ""), (ADDRESS, ""))

#: What says nothing, whatever is asked.
ANYWHERE = (GRAMMAR, MANNER, DEGREE, QUALITY, NEED)
SAME = (*ANYWHERE, EACH, HAPPENED, DEED)
DONE = (*SAME, CUSTOM, LEFT_OPEN, PEOPLE, STAFF, PLACES, ELSEWHERE)
#: That it is as ever, which no field that asks what or how is answered by.
AS_EVER = (
    *ANYWHERE,
    CUSTOM,
    PEOPLE,
    "care treatment therapy session intervention programme procedure protocol method approach",
    "process way manner management support receive received give given deliver delivered provide",
    "provided perform performed carry carried follow followed continue continued done medical",
    "clinical hospital",
)
FOLLOWING = (
    "yes internal kept keep eye track mean operating visit appointment contact throughout",
    *SAME,
    *AS_EVER,
    STAFF,
    PLACES,
    FOLLOWED,
    KEPT,
)
CAME_OF_IT = (*AS_EVER, HAPPENED, DEED, STAFF, PRAISE, KEPT, CAME)
WHY = (*ANYWHERE, REASON, CLAIMED, "previous earlier given delivered use")


class Nothing(NamedTuple):
    """A kind of sentence that says nothing.

    Args:
        words: The words it is made of, in texts: one that many kinds have is split once.
        names: Whether words of the names around it are such too.
        one_of: Words of which it has at least one, if there are any.
        but: Those of the words that are content here.
    """

    words: tuple[str, ...]
    names: bool = True
    one_of: str = ""
    but: str = ""


IN_SOME_WAY = Nothing(
    (*AS_EVER, HAPPENED, CHANGED, "judgement judgment preference many thought ability")
)
WHENEVER = Nothing(
    (
        *ANYWHERE,
        "trial study research intervention programme course due came begun stage way ad",
        "hoc right call deemed indication felt agreed participant patient condition",
        "discretion clinician many",
    ),
    names=False,
    but="any",
)
HARM = Nothing(
    (
        *SAME,
        CUSTOM,
        PEOPLE,
        STAFF,
        FOLLOWED,
        NOTED,
        "reported adverse harm side serious reaction safety unintended unwanted seen throughout",
    ),
    names=False,
)
#: The sentences that say nothing, by what is asked.
QUESTIONS: dict[str, tuple[Nothing, ...]] = {
    "description": (
        Nothing((*DONE, BOOK, KINDS_OF_PEOPLE, DISCIPLINE)),
        Nothing((*DONE, BOOK, KINDS_OF_PEOPLE, DISCIPLINE, TIMES), names=False),
        # `Walking for 30 minutes` says what was done, where the arm is called so.
        Nothing((*DONE, TIMES), one_of="session consist consisted comprise comprised"),
    ),
    # Beside the key of a procedure, who gave it is content: `a talk with the therapist`.
    "named": (Nothing((GRAMMAR, EACH, HAPPENED, PEOPLE), one_of=HAPPENED),),
    "text": (Nothing(AS_EVER, names=False),),
    "likeness": (
        Nothing(
            (*ANYWHERE, DEED, EACH, HAPPENED, "two similar like alike comparable"), names=False
        ),
    ),
    "training": (Nothing((*DONE, TAUGHT, TIMES)),),
    "background": (
        Nothing((*ANYWHERE, ABLE), but="degree"),
        # A qualified teacher has a qualification; qualified staff has none that is told.
        Nothing((*ANYWHERE, ABLE, "qualified qualification"), names=False, but="degree"),
    ),
    "monitoring": (
        Nothing((*FOLLOWING, NOTED)),
        Nothing((*FOLLOWING, CAME), one_of=FOLLOWED),
    ),
    "result": (Nothing(CAME_OF_IT, but="some vary varied different event selected"),),
    "summary": (Nothing(CAME_OF_IT, but="some vary varied different event selected"),),
    "measure": (Nothing((*FOLLOWING, NOTED, "rate")),),
    "method": (
        # What is called a register may be one: its name in other words says how.
        Nothing(
            (*FOLLOWING, CAME, "tool instrument assessor criteria previously described"),
            names=False,
        ),
        Nothing((*ANYWHERE, HAPPENED, "data collected gathered"), names=False, one_of="data"),
    ),
    "material": (
        Nothing(
            (
                *ANYWHERE,
                EACH,
                CUSTOM,
                STAFF,
                DEED,
                "material equipment resource tool supply document aid printed written educational",
            )
        ),
    ),
    "blinding": (
        Nothing(
            (
                *SAME,
                PEOPLE,
                STAFF,
                "blind blinded blinding mask masked masking double single triple allocation",
                "assignment assessor outcome analyst data collector kept remained unaware",
                "statistician end throughout confidentiality gcp syringe tablet success",
            ),
            names=False,
        ),
    ),
    "harms": (HARM,),
    "harmed": (HARM,),
    "what": (
        Nothing(
            (*AS_EVER, CHANGED, "delivery"),
            but="number amount frequency duration length time support",
        ),
    ),
    "why": (
        Nothing(
            (*ANYWHERE, HAPPENED, REASON, "interest control fit participant patient"),
            names=False,
            but="differ suit goal aim objective",
        ),
    ),
    "when": (WHENEVER,),
    "point": (WHENEVER,),
    "how": (IN_SOME_WAY,),
    "rule": (IN_SOME_WAY,),
    "rationale": (Nothing(WHY, names=False),),
    "theory": (Nothing((GRAMMAR, QUALITY, MANNER, REASON, "intervention"), names=False),),
    "commercial": (Nothing((*ANYWHERE, BOUGHT), names=False),),
    "on-request": (
        Nothing(
            (
                *ANYWHERE,
                "request requested demand access given body concerned source enquire",
                "application contact channel whoever responsible",
            ),
            names=False,
        ),
    ),
    "url": (
        Nothing(
            (*ANYWHERE, "website site web page online internet access study trial"),
            names=False,
        ),
    ),
    # "Group treatment" says how it is given, and "treatment group" nothing: see `OPEN`.
    "arm": (
        Nothing((WHICH, IN_A_STUDY), names=False, one_of=IN_A_STUDY),
        Nothing((WHICH, "group"), names=False, one_of="group"),
    ),
    # What no amount is, rules tell that have them all: see `says_amount`.
    "amount": (),
    # What any word may tell, unless it only sends elsewhere, or says that there is what the key
    # is called, or that it was fitting.
    "content": (Nothing((GRAMMAR, FITTING, THERE_IS), one_of=f"{FITTING} {THERE_IS}"),),
    "kind": (
        Nothing(
            (GRAMMAR, FITTING, NOBODY, "staff person people professional personnel provider"),
            names=False,
            one_of=f"{FITTING} {NOBODY}",
        ),
    ),
    "place": (
        Nothing(
            (
                *ANYWHERE,
                STUDIED,
                NUMBERS,
                "nearby accessible site centre center centric location venue setting facility",
                "premise environment space country real world dedicated seen",
                HAPPENED,
                "normal usual",
            ),
            names=False,
        ),
    ),
    "who": (
        Nothing(
            (
                *ANYWHERE,
                "staff personnel person people someone somebody member individual professional",
                "experienced qualified trained expert",
                CONCERNED,
            ),
            names=False,
        ),
    ),
    # Where who, what, how or when may be asked, in whatever words.
    "anything": (
        Nothing(
            (
                *ANYWHERE,
                HAPPENED,
                CUSTOM,
                ELSEWHERE,
                "intervention treatment programme program protocol care study trial",
                CONCERNED,
                "consulted throughout input sought arrangement considered eligible monitored",
                "component thing other minor few",
            ),
            but="online paper",
            names=False,
        ),
    ),
}
#: That it is told elsewhere, which is no answer whatever is asked, but for what has a name there.
ELSEWHERE_TOLD = Nothing((GRAMMAR, ELSEWHERE, POINTED), names=False, one_of=SENT)
#: Where a name is asked, which may be any word.
NAMED = frozenset({"arm", "material", "measure"})


def says_nothing_of(question: str, text: str, names: frozenset[str] = frozenset()) -> bool:
    """Tell whether a text only says its question again, in whatever words.

    Args:
        question: A key of `QUESTIONS`: what is asked where the text stands.
        text: The text.
        names: Words of the names around it, in the singular.
    """
    if len(text) > LONGEST:
        return False
    known, sentences = _known(question)
    words = plain_words(text)
    beyond = {*words} - known - names
    if len(beyond) > IN_A_CITATION:
        return False
    if beyond:
        for pattern, instead in LEFT_OUT:
            text = pattern.sub(instead, text)
        words = plain_words(text)
        # One word that is content is enough, and most texts have one.
        if not all(map(str.isdecimal, {*words} - known - names)):
            return False
    return (
        # A lone letter stands for whatever it is called by.
        any(len(word) > 1 for word in words)
        and any(
            all(word in own or (named and word in names) or _is_number(word, own) for word in words)
            and (not one_of or not one_of.isdisjoint(words))
            for own, named, one_of in sentences
        )
        and not OF_ANOTHER.search(text)
    )


def _is_number(word: str, known: frozenset[str]) -> bool:
    """Tell whether a word is a number in figures, where those in words say nothing."""
    return word.isdecimal() and "ten" in known


@cache
def _known(
    question: str,
) -> tuple[frozenset[str], tuple[tuple[frozenset[str], bool, frozenset[str]], ...]]:
    """Return the words of all sentences of a question, and of each of them."""
    sentences = tuple(
        (
            words_of_names(*one.words) - words_of_names(one.but),
            one.names,
            words_of_names(one.one_of),
        )
        for one in (*QUESTIONS[question], *([] if question in NAMED else [ELSEWHERE_TOLD]))
    )
    return frozenset().union(*(own for own, _named, _one_of in sentences)), sentences


def words_of_names(*names: str) -> frozenset[str]:
    """Return the words of names, in the singular.

    Args:
        names: What something is called, or its key.
    """
    return frozenset().union(*map(plain_words, names))
