"""What programs make of an answer: a date of pages, an error in place of a result.

Spreadsheets turn `6-7` into the seventh of June, and save that as text; a word processor prints an
error where a cross-reference leads nowhere. Who filled in the form meant something else.
"""

import re
from functools import cache

from intspec.text.lookalikes import unmasked

#: Months as spreadsheets print them: whole and short, in some languages.
MONTHS = (
    "jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july"
    " august september october november december"
    " m\xe4r mrz mai okt dez januar februar m\xe4rz juni juli oktober dezember"
    " janv f\xe9vr f\xe9v mars avr juin juil ao\xfbt d\xe9c janvier f\xe9vrier avril juillet"
    " septembre octobre novembre d\xe9cembre"
    " ene abr ago dic enero febrero marzo abril mayo junio julio agosto septiembre octubre"
    " noviembre diciembre gen mag giu lug set ott gennaio febbraio aprile maggio giugno luglio"
    " settembre ottobre dicembre fev out janeiro fevereiro mar\xe7o maio junho julho setembro"
    " outubro novembro dezembro mrt maart mei januari februari augustus maj"
)
MONTH = rf"(?:{'|'.join(MONTHS.split())})\.?"
DATE = (
    r"\d{4}[-/]\d\d[-/]\d\d(?:[T ]\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?)?"
    r"|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}"
    rf"|\d{{1,2}}(?:[-/.]|\. )\s?{MONTH}(?:[-/. ]+\d{{2,4}})?"
    rf"|{MONTH}[-/]\d{{1,4}}"
    rf"|{MONTH} \d{{1,2}}"
)
#: What a whole answer looks like that a program made, and what is said of it.
WHOLE: tuple[tuple[str, str], ...] = (
    (DATE, "it is a date: if pages such as 6-7 were meant, a spreadsheet changed them"),
    (
        r"\d{1,3}:\d\d(?::\d\d)?(?: ?[ap]m)?",
        "it is a time of day: a spreadsheet may have made it of something else",
    ),
    (r"-?\d+(?:[.,]\d+)?\s?%", "it is a percentage: a spreadsheet may have made it of a number"),
    (r"-?\d(?:[.,]\d+)?E[+-]\d+", "it is a number that a spreadsheet has cut short"),
    (
        r"[3-6]\d{4}",
        "it is the number of a day: if pages such as 6-7 were meant, a spreadsheet changed them",
    ),
    (r"\d+\.0+", "a spreadsheet may have made it of another number"),
    (r"#{3,}", "a spreadsheet had no room to show what stands there"),
)
#: What a spreadsheet shows for a tick, in some languages.
TICKS = "TRUE|FALSE|WAHR|FALSCH|VRAI|FAUX|VERDADERO|FALSO|VERO|WAAR|ONWAAR|VERDADEIRO|PRAWDA"
TICK = "it is a tick of a spreadsheet, and does not say where"
#: The errors of spreadsheets in some languages: some have a mark behind them, others none.
MARKED = (
    "REF|NAME|VALUE|DIV/0|NUM|NULL|SPILL|CALC|FIELD|BEZUG|WERT|ZAHL|\xdcBERLAUF|NOM|VALEUR|NOMBRE|NUL"
    "|VALOR|NULO|RIF|NOME|VALORE|NULLO|VERW|NAAM|WAARDE|DEEL/0|GETAL|LEEG|N\xdaM|ADR|ARG|NAZWA"
)
FAILED = rf"(?<!\S)(?:#(?:[\xa1\xbf]?(?:{MARKED}) ?[!?]|N/[ADB]|NV|N/D!)|Err:5\d\d)(?!\S)"
#: The errors of cross-references in a word processor, in some languages.
WORDS = (
    "Error|Fehler|Erreur|Fout|Erro|Fel|Feil|Fejl|Chyba|Hiba|B\u0142\u0105d"
    "|\u041e\u0448\u0438\u0431\u043a\u0430"
)
BROKEN = rf"(?<!\w)(?:{WORDS})\s?! [^\W\d_]"
#: No answer that a program made is longer.
LONGEST = 40


def changed(text: str) -> str:
    """Say what a program may have made of an answer; empty where there is no sign of it.

    Args:
        text: The words of a whole cell.
    """
    text = unmasked(text).strip()
    if len(text) <= LONGEST:
        if text in TICKS.split("|"):
            return TICK
        for pattern, words in WHOLE:
            if _compiled(pattern).fullmatch(text):
                return words
    if ("#" in text or "Err:" in text) and re.search(FAILED, text):
        return "a formula failed there"
    return "a cross-reference leads nowhere there" if re.search(BROKEN, text) else ""


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
