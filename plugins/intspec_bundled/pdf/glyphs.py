"""Find the characters that no font has in the messages of typst, and name their scripts."""

import re
import unicodedata
from collections.abc import Iterable

from intspec.text import named, some_of

LACKS = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]+)\}|(.))")
#: What readers call a script, where Unicode's names of its characters begin with another word.
SCRIPTS = {
    "CJK": "Chinese or Japanese",
    "HIRAGANA": "Japanese",
    "KATAKANA": "Japanese",
    "HANGUL": "Korean",
}
#: Words that follow the script in Unicode's name of a letter.
LETTERS = frozenset({"LETTER", "CHARACTER", "SYLLABLE", "SYLLABICS", "VOWEL", "SIGN", "DIGIT"})
#: The most characters of one script that a message names.
MOST = 8


def missing(diagnostic: str) -> tuple[str, ...]:
    """Return the characters that could not be displayed, each once, in the order of their codes."""
    characters = {
        character
        for match in LACKS.finditer(diagnostic)
        for character in ESCAPE.sub(_unescaped, match[1])
    }
    return tuple(sorted(characters))


def _unescaped(match: re.Match[str]) -> str:
    return chr(int(match[1], 16)) if match[1] else match[2]


def script(character: str) -> str:
    """Return what a reader would call the script of a character; `signs` for one of none."""
    name = re.sub("^(HALF|FULL)WIDTH ", "", unicodedata.name(character, ""))
    first_word, _, other_words = name.partition(" ")
    if first_word in SCRIPTS:
        return SCRIPTS[first_word]
    if unicodedata.category(character)[0] in "LM" and LETTERS & set(other_words.split()):
        return first_word.capitalize()
    return "signs"


def told(characters: Iterable[str]) -> str:
    """Name characters by their scripts: `中 文 (Chinese or Japanese)`."""
    scripts: dict[str, list[str]] = {}
    for character in characters:
        scripts.setdefault(script(character), []).append(named(character))
    parts = []
    for name, names in sorted(scripts.items()):
        parts.append(f"{some_of(names, MOST, ' ')} ({name})")
    return ", ".join(parts)
