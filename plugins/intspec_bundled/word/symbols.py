# ruff: noqa: RUF001 -- the characters are what this module is about
"""Map the codes of the fonts Symbol and Wingdings, which files store, to characters."""

from intspec.text import STAND_IN

#: The font Symbol, where it differs from ASCII (Adobe Symbol encoding).
_SYMBOL = {
    **dict(zip(range(0x41, 0x5B), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True)),
    **dict(zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True)),
    0x22: "∀",
    0x24: "∃",
    0x27: "∍",
    0x2A: "∗",
    0x2D: "−",
    0x40: "≅",
    0x5C: "∴",
    0x5E: "⊥",
    **dict(zip(range(0xA1, 0xB0), "ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓", strict=True)),
    **dict(zip(range(0xB0, 0xBD), "°±″≥×∝∂•÷≠≡≈…", strict=True)),
    **dict(zip(range(0xC0, 0xD0), "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉", strict=True)),
    **dict(zip(range(0xD0, 0xE0), "∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓", strict=True)),
    0xE0: "◊",
    0xE1: "⟨",
    0xE5: "∑",
    0xF1: "⟩",
    0xF2: "∫",
}
_WINGDINGS = {
    0x22: "✂",
    0x28: "☎",
    0x2A: "✉",
    0x4A: "☺",
    0x4B: "😐",
    0x4C: "☹",
    0x6C: "●",
    0x6E: "■",
    0x6F: "☐",
    0x71: "❑",
    0x72: "❒",
    0x75: "◆",
    0x76: "❖",
    0x78: "☒",
    0x9F: "•",
    0xA7: "▪",
    0xA8: "☐",
    0xD8: "➢",
    0xDF: "←",
    0xE0: "→",
    0xE1: "↑",
    0xE2: "↓",
    0xE8: "➔",
    0xF0: "⇨",
    0xFB: "✗",
    0xFC: "✓",
    0xFD: "☒",
    0xFE: "☑",
}
_WINGDINGS_2 = {
    0x4F: "✗",
    0x50: "✓",
    0x51: "☒",
    0x52: "☑",
    0x53: "☒",
    0x54: "☒",
    0x96: "•",
    0x97: "●",
    0x9F: "■",
    0xA3: "☐",
    0xA2: "■",
}
FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2}
PRIVATE = range(0xF000, 0xF100)
LEAST = 0x20


def symbol(font: str, place: int) -> str:
    """Return the character at a place of a font; a note in brackets where it is not known."""
    low = place - PRIVATE.start if place in PRIVATE else place
    table = FONTS.get(font.lower())
    if table is None and place not in PRIVATE and LEAST <= place < 0x110000:  # noqa: PLR2004
        return chr(place) if not 0xD800 <= place < 0xE000 else STAND_IN  # noqa: PLR2004
    if table is not None and low in table:
        return table[low]
    if table is _SYMBOL and LEAST <= low < 0x7F:  # noqa: PLR2004
        return chr(low)
    return f"[{font or 'symbol'} {low:02X}]"


def in_font(text: str, font: str) -> str:
    """Return text as a font shows it."""
    table = FONTS.get(font.lower())
    if table is None:
        return text
    return "".join(
        character if character.isspace() else symbol(font, ord(character)) for character in text
    )
