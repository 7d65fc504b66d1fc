"""Whether a number format of Excel shows a value as it is stored, or as something else."""

import re

#: The formats of numbers that Excel itself has, but for those that show a value as it is and those
#: of dates, times and percentages. What they show stands for all that show the same.
BUILT_IN = {
    "2": "0.00",
    "3": "#,##0",
    "4": "#,##0.00",
    **dict.fromkeys(("5", "6", "7", "8", "41", "42", "43", "44"), "$0"),
    "11": "0.00E+00",
    **dict.fromkeys(("12", "13"), "# ?/?"),
    **dict.fromkeys(("37", "38"), "#,##0"),
    **dict.fromkeys(("39", "40"), "#,##0.00"),
    "48": "##0.0E+0",
}
#: A text of its own, what is said of colours, conditions, languages and width, any other sign.
TOKEN = re.compile(r'"[^"]*"|\\.|(?P<aside>\[[^\]]*\]|_.|\*.)|.', re.DOTALL)
LITERAL = re.compile(r'"[^"]*"|\\.')
WHOLE = re.compile(r"[#?]*(?P<thousands>,)?[0#?]+|general", re.IGNORECASE)
#: The name of a currency, or any other word, that is shown.
CURRENCY = re.compile(r"\[\$[^\]-]")
CONDITION = re.compile(r"\[[<>=]")
#: How many sections say how numbers are shown; one more says how words are.
OF_NUMBERS = 3
THOUSAND = 1000


def sections(code: str) -> list[str]:
    """Return the sections of a format, without what does not change what is shown."""
    parts = [""]
    for token in TOKEN.finditer(code):
        if token[0] == ";":
            parts.append("")
        elif not token["aside"] or CURRENCY.match(token[0]):
            parts[-1] += token[0]
    return [part.strip() for part in parts]


def shows_number(code: str, value: float) -> bool:
    """Tell whether a number looks as it is stored, but for zeros before it.

    Args:
        code: The format.
        value: The number; one that is no whole number is told of anyway.
    """
    if not code:
        return True
    of_numbers = sections(code)[:OF_NUMBERS]
    if any(token["aside"] and CONDITION.match(token[0]) for token in TOKEN.finditer(code)):
        return all(_shows(section, value) for section in of_numbers)
    section = of_numbers[0]
    if value < 0 and len(of_numbers) > 1:
        section = of_numbers[1]
    elif value == 0 and len(of_numbers) == OF_NUMBERS:
        section = of_numbers[2]
    return _shows(section, value)


def _shows(section: str, value: float) -> bool:
    """Tell whether a number looks as it is stored in a section of a format."""
    match = WHOLE.fullmatch(section)
    if match is None:
        return section == "@"
    return not (match["thousands"] and abs(value) >= THOUSAND)


def shows_text(code: str) -> bool:
    """Tell whether words look as they are stored."""
    parts = sections(code)
    if len(parts) > OF_NUMBERS:
        return parts[OF_NUMBERS].lower() in ("@", "general")
    return "@" not in LITERAL.sub("", parts[0]) or parts[0] == "@"
