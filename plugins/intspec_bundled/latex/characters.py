"""Sort characters beyond ASCII: those that LaTeX knows, can draw, or has no glyph for."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from intspec.text import SHAPELESS, normalized

#: Ranges that LaTeX itself knows in the encodings T1 and TS1.
NATIVE = (
    (0x00A0, 0x0125),
    (0x0128, 0x0137),
    (0x0139, 0x013E),
    (0x0141, 0x0148),
    (0x014A, 0x0165),
    (0x0168, 0x017E),
    (0x0218, 0x021B),
    (0x2013, 0x2014),
    (0x2018, 0x201A),
    (0x201C, 0x201E),
    (0x2020, 0x2022),
    (0x2030, 0x2030),
    (0x2039, 0x203A),
    (0x20AC, 0x20AC),
    (0x2116, 0x2116),
    (0x2122, 0x2122),
)
#: The commands of Greek letters whose names differ between LaTeX and Unicode.
FORMULA = {"LAMDA": "lambda", "EPSILON": "varepsilon", "PHI": "varphi", "FINAL SIGMA": "varsigma"}
SMALL = [
    "ALPHA",
    "BETA",
    "GAMMA",
    "DELTA",
    "EPSILON",
    "ZETA",
    "ETA",
    "THETA",
    "IOTA",
    "KAPPA",
    "LAMDA",
    "MU",
    "NU",
    "XI",
    "PI",
    "RHO",
    "SIGMA",
    "TAU",
    "UPSILON",
    "PHI",
    "CHI",
    "PSI",
    "OMEGA",
]
CAPITAL = [
    "GAMMA",
    "DELTA",
    "THETA",
    "LAMDA",
    "XI",
    "PI",
    "SIGMA",
    "UPSILON",
    "PHI",
    "PSI",
    "OMEGA",
]
#: Greek letters that have the shape of Latin ones.
SHAPES = {
    "CAPITAL LETTER ALPHA": "A",
    "CAPITAL LETTER BETA": "B",
    "CAPITAL LETTER EPSILON": "E",
    "CAPITAL LETTER ZETA": "Z",
    "CAPITAL LETTER IOTA": "I",
    "CAPITAL LETTER KAPPA": "K",
    "CAPITAL LETTER ETA": "H",
    "CAPITAL LETTER MU": "M",
    "CAPITAL LETTER NU": "N",
    "CAPITAL LETTER OMICRON": "O",
    "CAPITAL LETTER RHO": "P",
    "CAPITAL LETTER TAU": "T",
    "CAPITAL LETTER CHI": "X",
    "SMALL LETTER OMICRON": "o",
}
#: The command for each Greek letter, as formulas have it: good for names of quantities, legible
#: in words.
GREEK = {
    **{
        unicodedata.lookup(f"GREEK SMALL LETTER {name}"): "\\" + FORMULA.get(name, name.lower())
        for name in [*SMALL, "FINAL SIGMA"]
    },
    **{
        unicodedata.lookup(f"GREEK CAPITAL LETTER {name}"): "\\"
        + ("Lambda" if name == "LAMDA" else name.capitalize())
        for name in CAPITAL
    },
    **{
        unicodedata.lookup(f"GREEK {name}"): rf"\mathrm{{{shape}}}"
        for name, shape in SHAPES.items()
    },
}
#: The command that draws each sign under pdflatex.
SIGNS = {
    0x2010: "-", 0x2011: r"\mbox{-}", 0x2012: r"\textendash{}", 0x2015: r"\textemdash{}",
    0x2026: r"\textellipsis{}", 0x2032: r"\ensuremath{'}", 0x2033: r"\ensuremath{''}",
    0x2044: r"\textfractionsolidus{}", 0x2190: r"\ensuremath{\leftarrow}",
    0x2191: r"\ensuremath{\uparrow}", 0x2192: r"\ensuremath{\rightarrow}",
    0x2193: r"\ensuremath{\downarrow}", 0x2194: r"\ensuremath{\leftrightarrow}",
    0x21D2: r"\ensuremath{\Rightarrow}", 0x2208: r"\ensuremath{\in}",
    0x2211: r"\ensuremath{\sum}", 0x2212: r"\ensuremath{-}", 0x221A: r"\ensuremath{\surd}",
    0x221E: r"\ensuremath{\infty}", 0x223C: r"\ensuremath{\sim}",
    0x2248: r"\ensuremath{\approx}", 0x2260: r"\ensuremath{\neq}",
    0x2261: r"\ensuremath{\equiv}", 0x2264: r"\ensuremath{\leq}", 0x2265: r"\ensuremath{\geq}",
    0x25CB: r"\ensuremath{\bigcirc}", 0x25CF: r"\textbullet{}",
    0x2610: r"\fbox{\phantom{\rule{1ex}{1ex}}}", 0x2611: r"\fbox{\rule{1ex}{1ex}}",
    0x2612: r"\fbox{\ensuremath{\times}}", 0x2713: r"\ensuremath{\surd}",
    0x2714: r"\ensuremath{\surd}",
    0x2002: r"\enspace{}", 0x2003: r"\quad{}", 0x2007: r"\enspace{}", 0x2009: r"\,",
    0x200A: r"\,", 0x202F: r"\,", 0x200B: r"\hspace{0pt}",
}  # fmt: skip
#: Fonts in which lualatex looks for characters that Latin Modern lacks.
FONTS = (
    "DejaVu Serif", "DejaVu Sans", "FreeSerif", "Noto Serif", "Noto Naskh Arabic", "Amiri",
    "Noto Serif CJK {han}", "Noto Sans CJK {han}", "Noto Serif Devanagari", "Noto Serif Thai",
    "Noto Sans Symbols2", "Noto Emoji",
)  # fmt: skip
#: Which regional shapes of Chinese characters a language or region uses.
HAN = {"zh": "SC", "TW": "TC", "HK": "HK", "MO": "HK", "ja": "JP", "ko": "KR"}


def foreign(text: str) -> list[str]:
    """Return the characters that LaTeX does not know by itself, each once, sorted."""
    codes = sorted({ord(character) for character in text if not character.isascii()})
    return [chr(code) for code in codes if not any(start <= code <= end for start, end in NATIVE)]


def drawn(character: str) -> str | None:
    """Return what draws a character under pdflatex, or None if nothing does."""
    if re.match(f"[{SHAPELESS}]", character):
        return "{}"
    if ord(character) in SIGNS:
        return SIGNS[ord(character)]
    parts = normalized("NFD", character)
    if parts[0] not in GREEK:
        return None
    letter = GREEK[parts[0]]
    return rf"\ensuremath{{\acute{{{letter}}}}}" if parts[1:] else rf"\ensuremath{{{letter}}}"


def declarations(characters: Iterable[str]) -> Iterator[str]:
    """Write what pdflatex is told about characters that LaTeX does not know."""
    for character in characters:
        code = f"{ord(character):04X}"
        drawing = drawn(character) or rf"\intspecmissing{{{code}}}"
        yield rf"\DeclareUnicodeCharacter{{{code}}}{{{drawing}}}"


def leftwards(text: str) -> bool:
    """Tell whether a text holds writing that runs from right to left."""
    return any(unicodedata.bidirectional(character) in {"R", "AL"} for character in text)


def fonts(language: str) -> tuple[str, ...]:
    """Name the fonts to look in, those with the language's own Chinese characters among them."""
    parts = language.split("-")
    han = next((HAN[part] for part in reversed(parts) if part in HAN), "SC")
    return tuple(name.format(han=han) for name in FONTS)
