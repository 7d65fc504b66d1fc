"""Tell a sentence of which nothing is left when the words of its question are taken away.

`The programme was delivered as planned` is such a sentence where it is asked what was done: its
verb says that something happened, its noun that it was an intervention, and no word what. The words
are told by their kinds, and each field has the kinds that say nothing there. A word that is of no
such kind is content: words are not counted, and no sentence is judged.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from intspec.text.patterns import Pattern
from intspec.text.sameness import plain_words

#: The longest text that is looked at.
LONGEST = 160
#: How many words that say something a citation may have, which is left out.
IN_A_CITATION = 8
#: A study that is cited: `(Smith 2019)`, `Smith et al., 2019`.
CITED = Pattern(r"\(?\b[A-Z][\w-]+(?: (?:and|&) [A-Z][\w-]+| et al\.?)?,? \(?(?:19|20)\d\d\)?")
#: Two words that are a name for staff, or for what they do as a whole.
PAIRS = Pattern(
    r"\b(?:family (?=physician|doctor|gp\b)|general (?=practi)|(?:primary|secondary) (?=care\b)"
    r"|(?:physical|medical) (?=therap)|health ?care professionals?\b|health professionals?\b)",
    flags=re.IGNORECASE,
)
#: Letters that stand for the words before them: `(TAU)`.
LETTERS = Pattern(r" \([A-Z]{2,6}\)")
#: That it is what another arm has, which is told there.
OF_ANOTHER = Pattern(
    r"\b(?:as|like) (?:in|for|with|to) the (?:\w+ ){0,2}(?:arm|group|condition)s?\b",
    flags=re.IGNORECASE,
)
#: A part of a book or paper: `Appendix 1`, `Table S2`, `chapter 3`.
PART = Pattern(
    r"\b(appendix|supplement|table|figure|fig\.?|file|box|chapter|section|pages?|protocol)"
    r" (?:s ?)?\d+\b",
    flags=re.IGNORECASE,
)

#: Where a text is to be found: a reference in brackets, an address.
ADDRESS = Pattern(r"\[\d+(?:[,\u2013 -]+\d+)*\]|\b(?:https?://|www\.|doi:)\S+", flags=re.IGNORECASE)
#: What a text has that may hold something to leave out.
MAY_BE_LEFT_OUT = re.compile(
    r"[\d(\[/]|\b(?:www|doi|famil|general|primary|secondary|physical|medical|health)", re.IGNORECASE
)
#: What is looked at as if it were other words, or not there.
LEFT_OUT = ((PAIRS, "staff "), (CITED, ""), (PART, r"\1"), (LETTERS, ""), (ADDRESS, ""))

GRAMMAR = """
n na a an the this that these those such its their his her our any some either it they we he she
who whom which what there be is are was were been being has have had having do does did will would
shall should might can could must to of in on at by for with from as per and or but if than then
also so into onto out up about along according accordance line within under during via through
where when while whatever whichever
"""
#: How many of them: beside a result this says how far.
EACH = "all each every both"
#: That something was done, whatever it was.
HAPPENED = """
manage managed last lasted lasting deliver delivered delivering delivery give given gave giving
provide provided providing provision implement implemented implementing implementation administer
administered administration perform performed performing carry carried carrying conduct conducted
conducting offer offered offering receive received receiving get got gets apply applied applying
use used using undertake undertaken undertook undergo underwent undergone make made making take
took taken place continue continued continuing maintain maintained complete completed follow
followed following involve involved involving include included including consist consisted
comprise comprised contain contained attend attended participate participated start started begin
began begun plan planned intend intended schedule scheduled arrange arranged organise organised
organize organized introduce introduced initiate initiated allocate allocated assign assigned
randomise randomised randomize randomized hold held holding happen happened occur occurred
available done set put effect access treat treated
"""
#: What is done, whatever it is.
DEED = """
part phase stage period experimental active novel new investigational index enhanced drug medicine
product device information intervention treatment therapy care programme program procedure
protocol method approach process way manner support session course activity component element
service management regimen regime strategy package content measure action task technique practice
module lesson everything something thing aspect combination condition arm group study trial
research project
"""
#: Disciplines, as a whole.
DISCIPLINE = """
physiotherapy psychotherapy pharmacotherapy rehabilitation surgery surgical operation medication
multicomponent multimodal multidisciplinary interdisciplinary complex comprehensive integrated
holistic supportive
"""
#: That it is as it always is, or as it should be.
CUSTOM = """
tau soc usual usually standard standardised standardized routine routinely normal normally
customary customarily conventional conventionally regular regularly typical typically common
commonly ordinary existing local national general best good optimal appropriate appropriately
suitable suitably adequate adequately necessary needed required relevant proper properly correct
correctly various varied different always before policy practice guideline rule
"""
#: That somebody decides on it.
LEFT_OPEN = """
conservative conservatively instructed directed prescribed recommended instruction manufacturer
discretion decide decided decision judge judged judgement judgment preference need wish deem
deemed thought fit tailored individual individually individualised individualized personalised
personalized full fully entire whole complete main several many multiple
"""
#: To whom it is done.
PEOPLE = (
    "participant patient people person subject client everyone everybody them control recipient"
)
KINDS_OF_PEOPLE = "women men children adult pupil student resident user"
#: Who does it, and where: what items of their own ask.
STAFF = """
nursing obstetric psychiatric postoperative preoperative perioperative antenatal postnatal
prenatal principal lead senior staff team personnel professional provider practitioner physician
doctor gp nurse therapist physiotherapist clinician surgeon dietitian psychologist counsellor
educator teacher researcher investigator pharmacist midwife facilitator trainer instructor worker
health healthcare medical clinical treating responsible attending trained qualified experienced
specialist
"""
PLACES = """
school participating recruiting hospital clinic ward centre center site department community
outpatient inpatient setting facility location
"""
#: Where it is told.
ELSEWHERE = """
see described describe reported report published publish detailed detail description found stated
above below earlier previously elsewhere appendix table figure supplement supplementary paper
article file section online additional further reference
"""
BOOK = "manual handbook"
#: How long and how often, which another item asks.
TIMES = """
once twice daily weekly monthly fortnightly day week month year hour minute time one two three
four five six seven eight nine ten twelve
"""
TAUGHT = """
house expert principal role supervise supervised supervision certified certification trainer train
trained training teach taught learn learned learnt workshop instruct instructed instruction
educated brief briefed briefing induction introduction introductory seminar class lecture how
short long intensive extensive specific special initial gcp
"""
#: That people can do what they do.
ABLE = """
least varying level mixed hospital clinic centre center site local existing specialised
specialized specially dedicated yes suitable suitably appropriate
appropriately adequate adequately relevant necessary needed required experience experienced
trained training skill skilled competent competence expert expertise knowledgeable background
staff personnel team member profession worker provider clinician health healthcare clinical highly
well fully sufficiently sufficient extensive ample study trial research
"""
#: That it was followed in some way.
FOLLOWED = """
monitor monitored monitoring assess assessed assessing assessment measured measurement evaluate
evaluated evaluation checked tracked
"""
#: That people came can be noted down; what they kept to cannot, but by some way to see it.
NOTED = "recorded documented noted logged registered collected"
KEPT = "adherence compliance fidelity integrity uptake engagement quality adhere comply"
CAME = "attendance participation retention"
#: How good it was, which says how far only to who wrote it.
PRAISE = """
yes level limit expectation achieved observed found shown seen confirmed ensured verified adherent
compliant data request very rather quite mostly generally overall fairly good well high highly low
poor poorly fair excellent moderate acceptable adequate adequately satisfactory sufficient ok okay
fine expected anticipated similar comparable equal between across both success successful
successfully reasonable reasonably
"""
CHANGED = """
need adjusting adapting tailoring modifying clinically indicated change changed adapt adapted
adaptation adjust adjusted adjustment modify modified modification alter altered tailor tailored
minor small slight slightly accordingly pragmatically flexibly possible individual individually
individualised individualized personalised personalized
"""
REASON = """
rationale theory goal aim objective purpose mechanism problem reason evidence based theoretical
practical logistical
"""
BOUGHT = """
commercial commercially market marketplace supplier retailer vendor manufacturer purchase
purchased buy bought sale sold widely easily freely generally publicly online internet counter
available various
"""

SAME = f"{GRAMMAR} {EACH} {HAPPENED} {DEED}"
DONE = f"{SAME} {CUSTOM} {LEFT_OPEN} {PEOPLE} {STAFF} {PLACES} {ELSEWHERE}"
#: That it is as ever, which no field that asks what or how is answered by.
AS_EVER = f"""
{GRAMMAR} {CUSTOM} {PEOPLE} care treatment therapy session intervention programme procedure protocol
method approach process way manner management support receive received give given deliver
delivered provide provided perform performed carry carried follow followed continue continued done
medical clinical hospital
"""
FOLLOWING = (
    f"visit appointment contact throughout {SAME} {AS_EVER} {STAFF} {PLACES} {FOLLOWED} {KEPT}"
)
CAME_OF_IT = f"{AS_EVER} {HAPPENED} {DEED} {STAFF} {PRAISE} {KEPT} {CAME}"
WHY = f"{GRAMMAR} {REASON} intervention given delivered"
IF_NEEDED = "clinically applicable needed necessary appropriate required possible indicated"


class Nothing(NamedTuple):
    """A kind of sentence that says nothing.

    Args:
        words: The words it is made of.
        names: Whether words of the names around it are such too.
        one_of: Words of which it has at least one, if there are any.
    """

    words: str
    names: bool = True
    one_of: str = ""


#: The sentences that say nothing, by what is asked.
QUESTIONS: dict[str, tuple[Nothing, ...]] = {
    "description": (
        Nothing(f"{DONE} {BOOK} {KINDS_OF_PEOPLE} {DISCIPLINE}"),
        Nothing(f"{DONE} {BOOK} {KINDS_OF_PEOPLE} {DISCIPLINE} {TIMES}", names=False),
        # `Walking for 30 minutes` says what was done, where the arm is called so.
        Nothing(f"{DONE} {TIMES}", one_of="session consist consisted comprise comprised"),
    ),
    # Beside the key of a procedure, who gave it is content: `a talk with the therapist`.
    "named": (Nothing(f"{GRAMMAR} {EACH} {HAPPENED} {PEOPLE}", one_of=HAPPENED),),
    "text": (Nothing(AS_EVER, names=False),),
    "training": (Nothing(f"{DONE} {TAUGHT} {TIMES}"),),
    "background": (
        Nothing(f"{GRAMMAR} {ABLE}"),
        # A qualified teacher has a qualification; qualified staff has none that is told.
        Nothing(f"{GRAMMAR} {ABLE} qualified qualification", names=False),
    ),
    "monitoring": (
        Nothing(f"{FOLLOWING} {NOTED}"),
        Nothing(f"{FOLLOWING} {CAME}", one_of=FOLLOWED),
    ),
    "result": (Nothing(CAME_OF_IT),),
    "summary": (Nothing(CAME_OF_IT),),
    "measure": (Nothing(f"{FOLLOWING} {NOTED} measure rate level"),),
    "method": (Nothing(f"{FOLLOWING} {CAME}"),),
    "material": (
        Nothing(
            f"{GRAMMAR} {EACH} {CUSTOM} {STAFF} {DEED} material equipment item resource tool"
            " supply device document aid printed written educational"
        ),
    ),
    "blinding": (
        Nothing(
            f"{SAME} {PEOPLE} {STAFF} blind blinded blinding mask masked masking double single"
            " triple allocation assignment assessor outcome analyst data collector"
            " ensured kept remained",
            names=False,
        ),
    ),
    "harms": (
        Nothing(
            f"{SAME} {CUSTOM} {PEOPLE} {STAFF} {FOLLOWED} {NOTED} reported adverse event harm side"
            " effect serious reaction safety unintended unwanted",
            names=False,
        ),
    ),
    "what": (Nothing(f"{AS_EVER} {CHANGED}"),),
    "why": (Nothing(f"{GRAMMAR} {REASON} {IF_NEEDED} various", names=False),),
    "when": (
        Nothing(
            f"{GRAMMAR} {IF_NEEDED} trial study research intervention programme course", names=False
        ),
    ),
    "how": (Nothing(f"{AS_EVER} {CHANGED}"),),
    "rationale": (Nothing(WHY, names=False),),
    "theory": (Nothing(WHY, names=False),),
    "commercial": (Nothing(f"{GRAMMAR} {BOUGHT}", names=False),),
    "on-request": (
        Nothing(
            f"{GRAMMAR} request requested reasonable upon demand available access given",
            names=False,
        ),
    ),
    "url": (
        Nothing(
            f"{GRAMMAR} website site web page online internet available access study trial",
            names=False,
        ),
    ),
}


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
    if len(beyond) > IN_A_CITATION or (beyond and not MAY_BE_LEFT_OUT.search(text)):
        return False
    for pattern, instead in LEFT_OUT if beyond else ():
        text = pattern.sub(instead, text)
    words = plain_words(text)
    return (
        bool(words)
        and any(
            all(word in own or (named and word in names) or _is_time(word, own) for word in words)
            and (not one_of or not one_of.isdisjoint(words))
            for own, named, one_of in sentences
        )
        and not OF_ANOTHER.search(text)
    )


def _is_time(word: str, known: frozenset[str]) -> bool:
    """Tell whether a word is a number, where those are known that say how long or how often."""
    return word.isdecimal() and "hour" in known


@lru_cache(maxsize=32)  # one for each question
def _known(
    question: str,
) -> tuple[frozenset[str], tuple[tuple[frozenset[str], bool, frozenset[str]], ...]]:
    """Return the words of all sentences of a question, and of each of them."""
    sentences = tuple(
        (words_of_names(one.words), one.names, words_of_names(one.one_of))
        for one in QUESTIONS[question]
    )
    return frozenset().union(*(own for own, _named, _one_of in sentences)), sentences


def words_of_names(*names: str) -> frozenset[str]:
    """Return the words of names, in the singular.

    Args:
        names: What something is called, or its key.
    """
    return frozenset(word for name in names for word in plain_words(name))
