"""Check which keys, numbers, texts and escapes of YAML and JSON can be kept."""

import math
import re
from collections.abc import Mapping
from typing import Any, Literal, NoReturn

from intspec.reading.document import Source, Spans
from intspec.reading.refusals import Limits
from intspec.text.characters import NOT_IN_SPECIFICATIONS, any_of, normalized
from intspec.text.wording import flat
from intspec.text.yaml_values import NUMBER, WORDS

#: Beyond this, a reader of the JSON (a browser, say) may change a whole number.
LARGEST = 2**53
LONGEST_NUMBER = 100
SHOWN = 40
#: How unquoted text begins that may be a number, or be a merge key.
MAY_BE_MORE = frozenset("0123456789+-.<")
ESCAPE = r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(?s:(.)))"
#: Escapes of one letter, and the unfit characters that some of them give.
LETTERS = {"yaml": '0abt\tnvfre "/\\N_LP\n\r', "json": '"\\/bfnrt'}
GIVES = {
    "0": 0x00,
    "a": 0x07,
    "b": 0x08,
    "v": 0x0B,
    "f": 0x0C,
    "e": 0x1B,
    "N": 0x85,
    "L": 0x2028,
    "P": 0x2029,
}
#: What keeps a backslash.
BACKSLASH = {
    "yaml": "write \\\\ for a backslash, or put the text in single quotes",
    "json": "write \\\\ for a backslash",
}
HIGH = range(0xD800, 0xDC00)
LOW = range(0xDC00, 0xE000)
UNICODE_END = 0x110000


def short(text: str) -> str:
    """Return a text as a message can show it: on one line, of no more than 40 characters."""
    line = flat(text[: 4 * SHOWN])
    return line if len(line) <= SHOWN and len(text) <= 4 * SHOWN else f"{line[:SHOWN]}…"


def resolve(raw: str) -> Any:
    """Return what unquoted YAML text stands for: null, true, false, a number, or itself.

    What is no number that can be kept, such as `.inf`, is a text: whether one may stand there is
    asked where it stands.
    """
    if raw in WORDS:
        return WORDS[raw]
    match = NUMBER.fullmatch(raw)
    if match is None or match.lastgroup == "odd":
        return raw
    return number(raw, match.lastgroup or "")


def number(raw: str, kind: str) -> int | float | str:
    """Return a number, of the kind `int`, `base` (0x, 0o) or `float`; its text if it is too large.

    A code or a registration number may be longer than a number can be without a change of digits.
    """
    if len(raw) > LONGEST_NUMBER:
        return raw
    value = float(raw) if kind == "float" else int(raw, 0)
    if not math.isfinite(value) or (kind != "float" and abs(value) > LARGEST):
        return raw
    return value


def is_key_text(raw: str) -> bool:
    """Tell whether an unquoted YAML key is text, and not a number, true, false or nothing."""
    return raw not in WORDS and NUMBER.fullmatch(raw) is None


def check_unique(
    source: Source,
    key: str,
    offsets: tuple[int, int],
    keys: Mapping[str, Spans],
    forms: dict[str, str],
) -> None:
    """Refuse a key that its block has already, be it in another encoding of the same letters.

    Args:
        source: The text.
        key: The new key.
        offsets: Where it begins and ends.
        keys: The keys of the block so far.
        forms: The normal forms of those that are not ASCII; the new one is added.

    Raises:
        Unreadable: The block has it already.
    """
    if key in keys:
        refuse_duplicate(source, key, keys[key], *offsets)
    if forms or not key.isascii():
        same = twin(key, keys, forms)
        if same is not None:
            refuse_duplicate(source, key, keys[same], *offsets, same=False)


def refuse_duplicate(  # noqa: PLR0913 -- a key, its twin, and where they stand
    source: Source, key: str, first: Spans, start: int, end: int, *, same: bool = True
) -> NoReturn:
    """Refuse a key that its block has already, or has in another encoding of the same letters.

    Raises:
        Unreadable: Always.
    """
    line = source.span(first[0], first[1]).line
    source.refuse(
        "duplicate-key",
        f"the key `{short(key)}` stands here a second time; the first is on line {line}"
        if same
        else f"the key `{short(key)}` is the same as the one on line {line}, written otherwise",
        "write a space behind the hyphen of each entry: `- …`"
        if key.startswith("-")
        else "keep one of the two, or join what they hold",
        start,
        end,
    )


def twin(key: str, keys: Mapping[str, Spans], forms: dict[str, str]) -> str | None:
    """Return a key of a block that looks the same as a new one but is encoded otherwise.

    Args:
        key: The new key, which is not one of `keys`.
        keys: The keys of the block so far.
        forms: The normal forms of the block's keys that are not ASCII; the new one is added.
    """
    if key.isascii():
        return forms.get(key)
    form = normalized("NFC", key)
    if form in forms:
        return forms[form]
    forms[form] = key
    return form if form in keys else None


def refuse_depth(source: Source, limits: Limits, start: int) -> NoReturn:
    """Refuse a block or bracket that lies too deep.

    Raises:
        Unreadable: Always.
    """
    source.refuse(
        "too-deep",
        f"blocks or brackets are nested more than {limits.depth} deep",
        "a specification needs fewer than ten levels; check the indentation and the brackets",
        start,
    )


def refuse_size(source: Source, limits: Limits, start: int, *, many: bool) -> NoReturn:
    """Refuse a file with too many keys and values, or one text that is too long.

    Raises:
        Unreadable: Always.
    """
    if many:
        source.refuse(
            "too-large",
            f"the file has more than {limits.nodes:,} keys and values",
            "split it into several specifications",
            start,
        )
    source.refuse(
        "too-large",
        f"this text has more than {limits.scalar:,} characters",
        "shorten it, or name the document that holds it under `documents`",
        start,
    )


def is_unfit(text: str) -> bool:
    """Tell whether a text with escapes holds what no output format can carry."""
    # Nearly every text is printable, and then the pattern, slow to compile, is not needed.
    return not text.isprintable() and any_of(NOT_IN_SPECIFICATIONS).search(text) is not None


def refuse_escape(
    source: Source, start: int, end: int, language: Literal["yaml", "json"]
) -> NoReturn:
    """Refuse a quoted text for the first bad escape in it.

    Args:
        source: The text.
        start: Offset of the opening quote.
        end: Offset at which to stop looking.
        language: In JSON, two escapes may be the halves of one character.

    Raises:
        Unreadable: Always.
    """
    skip = -1
    for match in re.compile(ESCAPE).finditer(source.text, start, end):
        at, after = match.span()
        escape = match.group()
        letter = match.group(4)
        if at == skip:
            continue
        if escape[1] in "xU" and language == "json":
            _refuse_letter(source, escape[:2], at, at + 2, language)
        if letter is not None and letter not in LETTERS[language]:
            _refuse_letter(source, escape, at, after, language)
        code = GIVES.get(letter, 0x20) if letter else int(match[1] or match[2] or match[3], 16)
        if code in HIGH and language == "json":
            half = re.compile(ESCAPE).match(source.text, after)
            if half and half.group(2) and int(half.group(2), 16) in LOW:
                skip = after
                continue
        if code in HIGH or code in LOW:
            source.refuse(
                "surrogate",
                f"the escape `{escape}` is half a character",
                "write the character itself, without a backslash",
                at,
                after,
            )
        if code >= UNICODE_END:
            _refuse_letter(source, escape, at, after, language)
        if any_of(NOT_IN_SPECIFICATIONS).match(chr(code)):
            # A letter behind it makes it a part of a path or a word.
            word = letter and source.text[after : after + 1].isalnum()
            source.refuse(
                "control-character",
                f"the escape `{escape}` gives a character that cannot be printed (U+{code:04X})",
                BACKSLASH[language] if word else "remove it; write \\n for a line break",
                at,
                after,
            )
    source.refuse("control-character", "this text cannot be printed", "type it anew", start)


def _refuse_letter(
    source: Source, escape: str, at: int, after: int, language: Literal["yaml", "json"]
) -> NoReturn:
    source.refuse(
        f"{language}-syntax",
        f"the backslash before `{escape[1:]}` gives no character",
        BACKSLASH[language],
        at,
        after,
    )
