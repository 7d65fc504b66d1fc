"""Characters that no font has: found in what typst says, and told by their scripts."""

import re
import unicodedata
from collections.abc import Iterable

from intspec.text import named, some_of

LACKS = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]+)\}|(.))")
#: Scripts by the first word of their characters' names, where a reader would say it otherwise.
SCRIPTS = {
    "CJK": "Chinese or Japanese",
    "HIRAGANA": "Japanese",
    "KATAKANA": "Japanese",
    "HANGUL": "Korean",
}
#: Words by which the names of letters go on after the name of their script.
LETTERS = frozenset({"LETTER", "CHARACTER", "SYLLABLE", "SYLLABICS", "VOWEL", "SIGN", "DIGIT"})
#: So many characters of a script are named, no more.
MOST = 8


def missing(diagnostic: str) -> tuple[str, ...]:
    """Return the characters that could not be displayed, each once, in the order of their codes."""
    found = {
        character
        for match in LACKS.finditer(diagnostic)
        for character in ESCAPE.sub(_unescaped, match[1])
    }
    return tuple(sorted(found))


def _unescaped(match: re.Match[str]) -> str:
    return chr(int(match[1], 16)) if match[1] else match[2]


def script(character: str) -> str:
    """Return what a reader would call the script of a character; `signs` for one of none."""
    name = re.sub("^(HALF|FULL)WIDTH ", "", unicodedata.name(character, ""))
    first, _, rest = name.partition(" ")
    if first in SCRIPTS:
        return SCRIPTS[first]
    if unicodedata.category(character)[0] in "LM" and LETTERS & set(rest.split()):
        return first.capitalize()
    return "signs"


def told(characters: Iterable[str]) -> str:
    """Name characters by their scripts: `中 文 (Chinese or Japanese)`."""
    scripts: dict[str, list[str]] = {}
    for character in characters:
        scripts.setdefault(script(character), []).append(named(character))
    parts = []
    for name, found in sorted(scripts.items()):
        parts.append(f"{some_of(found, MOST, ' ')} ({name})")
    return ", ".join(parts)
