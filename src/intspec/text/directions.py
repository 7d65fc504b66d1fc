"""Which languages are written from right to left."""

#: Scripts that are, by ISO 15924.
SCRIPTS = "adlm arab aran hebr mand mend nkoo rohg samr syrc thaa"
#: Languages whose usual script is one of them, by ISO 639 and BCP 47; older codes too.
LANGUAGES = (
    "acm acq aeb afb ajp apc apd ar arb arc ars ary arz azb bal bgn bqi ckb dv fa glk haz he iw ji "
    "khw ks lki lrc luz mzn nqo otk pbt pbu pes pnb prs ps rhg sd sdh skr sqr syr ug ur yi"
)


def is_right_to_left(language: str) -> bool:
    """Tell whether a language is written from right to left.

    Args:
        language: A language tag, such as `ar`, `he-IL` or `az-Arab`; a script in it decides.
    """
    first, *others = language.lower().split("-")
    # A script has four letters; it comes before regions and variants, which are no such words.
    script = next((part for part in others if len(part) == 4 and part.isalpha()), "")  # noqa: PLR2004
    return script in SCRIPTS.split() if script else first in LANGUAGES.split()
