"""Numbers and letters that places are counted by: `5`, `S3`, `5-7`, `2b`, `iv`, `2.3.1-2.3.4`."""

import re
from collections.abc import Sequence

import attrs

from intspec.answers.tokens import Token
from intspec.answers.words import meaning_at
from intspec.lazy import frozen

ROMAN = re.compile("(?=[ivx]|l[ivx])(?:xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
#: Letters before the number of a page, as journals count supplements and articles online.
PAGE_LETTERS = ("s", "e", "w")
#: Words for pages and lines, which begin no label of a table: `Table 1, p4`.
OF_PAGES = frozenset({"p", "pp", "pg", "l", "ll", "ln"})
LONGEST_SUFFIX = 1
#: Letters that are typed or read for a digit; what is counted with other letters, or with none.
LIKE_DIGITS = {"O": "0", "o": "0", "l": "1", "I": "1"}
COUNTED_PLAINLY = ("page", "lines", "paragraph")
#: Words of places before which a number is no part of one: `5l10` is a page and a line.
NOTED = ("page", "table", "figure", "box", "appendix")
LONGEST_PREFIX = 2
#: Brackets around a remark between two pages of a range.
OPENING, CLOSING = "([", ")]"
#: How many tokens a remark between two pages of a range may have: `4 (bottom) - 5 (top)`.
LONGEST_REMARK = 4


@frozen
class Labels:
    """What is counted behind the word of a place.

    Attributes:
        values: The labels, ranges with a hyphen.
        end: The number of the token behind them.
        odd: Why they may not be what was meant; empty where nothing speaks for it.
        slashed: Whether a slash stands between them.
    """

    values: tuple[str, ...]
    end: int
    odd: str = ""
    slashed: bool = False


@frozen
class _Label:
    text: str
    end: int
    dash: str = "-"
    odd: str = ""


def is_word(tokens: Sequence[Token], at: int, *words: str) -> bool:
    """Tell whether a token is one of these words or marks."""
    return at < len(tokens) and tokens[at].word in words


def read_labels(
    tokens: Sequence[Token], at: int, field: str, *, worded: bool = True
) -> Labels | None:
    """Read the labels of a place: one, a range, a list.

    Args:
        tokens: The answer.
        at: The number of the token at which they may begin.
        field: The word of the place, such as `page` or `table`.
        worded: Whether the word stands there, and may be repeated.

    Returns:
        None where none begin there.
    """
    values: list[str] = []
    odd = ""
    slashed = False
    start = at
    while (label := _label(tokens, at, field)) is not None:
        text, end, odd = label.text, label.end, odd or label.odd
        last = _range_end(tokens, end, field)
        if last is not None:
            odd = odd or last.odd or _odd_range(text, last.text)
            text, end = f"{text}{last.dash}{last.text}", last.end
        elif values and _goes_on(tokens, end):
            # `p. 5, 3 sessions`: the three is none of the pages.
            break
        values.append(text)
        start = end
        following = _between(tokens, end)
        if following is None:
            break
        slashed = slashed or tokens[end].word == "/"
        at = _repeated(tokens, following, field) if worded else following
    if not values:
        return None
    if is_word(tokens, start, "-") and start + 1 >= len(tokens):
        odd, start = odd or "the end of a range is missing", start + 1
    return Labels(tuple(values), start, odd, slashed)


def _goes_on(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a word follows that a number counts: a unit, a noun, a per cent sign."""
    if at >= len(tokens):
        return False
    token = tokens[at]
    if token.kind == "mark":
        return token.text in "%=<>\N{DEGREE SIGN}" or (
            token.text == "/" and _glued_word(tokens, at + 1)
        )
    if token.kind != "word":
        return False
    kinds = (
        "joins",
        "ranges",
        "pointing",
        "fields",
        "documents",
        "perhaps",
        "following",
        "partly",
        "arms",
        "missing",
    )
    return meaning_at([one.word for one in tokens[at : at + 6]], 0, kinds) is None


def _glued_word(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].kind == "word" and tokens[at].glued


def _between(tokens: Sequence[Token], at: int) -> int | None:
    """Return the token behind a comma, an `and` and the like between members of a list."""
    if at >= len(tokens):
        return None
    if tokens[at].text in ",&+/":
        at += 1
        return _behind_join(tokens, at) or at
    return _behind_join(tokens, at)


def _behind_join(tokens: Sequence[Token], at: int) -> int | None:
    """Return the token behind an `and`; the `e` of `e9` is none, though Italian joins by it."""
    if at >= len(tokens):
        return None
    joined = meaning_at([one.word for one in tokens[at : at + 3]], 0, ("joins",))
    if joined is None:
        return None
    end = at + joined[1]
    is_prefix = end < len(tokens) and tokens[end].kind == "number" and tokens[end].glued
    return None if is_prefix else end


def _repeated(tokens: Sequence[Token], at: int, field: str) -> int:
    """Go over the word of the place where it is repeated: `p. 5, p. 7`, `p.5-p.7`."""
    if at < len(tokens) and tokens[at].kind == "word":
        words = [one.word for one in tokens[at : at + 3]]
        meaning = meaning_at(words, 0, ("fields",))
        dotted = is_word(tokens, at + 1, ".")
        if (
            meaning is not None
            and meaning[0].value == field
            and (dotted or words[0] not in PAGE_LETTERS)
        ):
            after = at + meaning[1]
            return after + is_word(tokens, after, ".")
        if words[0] == "\u7b2c":
            return at + 1
    return at


def _range_end(tokens: Sequence[Token], at: int, field: str) -> _Label | None:
    """Read the second label of a range, behind a dash or a word such as `to`."""
    at = _without_remark(tokens, at)
    if at >= len(tokens):
        return None
    dash = "-"
    if tokens[at].text == "-":
        dash = tokens[at].raw
        at += 1
    elif (
        word := meaning_at([one.word for one in tokens[at : at + 3]], 0, ("ranges",))
    ) is not None:
        at += word[1]
    else:
        return None
    repeated = _repeated(tokens, at, field)
    label = _label(tokens, repeated, field)
    if (
        label is not None
        and repeated == at
        and tokens[at - 1].text != "-"
        and _goes_on(tokens, label.end)
    ):
        return None
    return attrs.evolve(label, dash=dash) if label is not None else None


def _without_remark(tokens: Sequence[Token], at: int) -> int:
    """Go over a remark in brackets between the two ends of a range."""
    if not is_word(tokens, at, *OPENING):
        return at
    for end in range(at + 1, min(at + LONGEST_REMARK, len(tokens))):
        if is_word(tokens, end, *CLOSING):
            return end + 1 if is_word(tokens, end + 1, "-") else at
        if tokens[end].kind != "word":
            break
    return at


def _odd_range(first: str, last: str) -> str:
    low, high = (re.sub(r"\D", "", end) for end in (first, last))
    # `1245-7` is cut short, as journals print it.
    if low and high and "." not in first and len(low) <= len(high) and int(high[:9]) < int(low[:9]):
        return "the range ends before it begins"
    return ""


def _label(tokens: Sequence[Token], at: int, field: str) -> _Label | None:
    """Read one label."""
    if at >= len(tokens):
        return None
    token = tokens[at]
    if token.kind == "number":
        return _suffixed(tokens, at, "", field)
    if token.kind != "word":
        return None
    after = at + 1
    if field in COUNTED_PLAINLY and (odd := _of_letters(tokens, at)):
        return _Label(token.text, after, odd=odd)
    if after < len(tokens) and tokens[after].kind == "number" and _is_prefix(token, field):
        if tokens[after].glued:
            return _suffixed(tokens, after, token.text, field)
        return None
    if field in ("page", "lines") and ROMAN.fullmatch(token.text):
        return _Label(token.text, after)
    if (
        field in ("table", "figure", "box")
        and ROMAN.fullmatch(token.text.lower())
        and token.text.isupper()
    ):
        return _Label(token.text, after)
    if (
        field == "appendix"
        and token.text.isupper()
        and (len(token.text) == 1 or ROMAN.fullmatch(token.word))
    ):
        return _Label(token.text, after)
    return None


def _of_letters(tokens: Sequence[Token], at: int) -> str:
    """Say that letters stand where digits are meant: `O5`, `lO`."""
    letters = tokens[at].text
    if not set(letters) <= LIKE_DIGITS.keys():
        return ""
    last = tokens[at + 1] if at + 1 < len(tokens) else None
    digits = last.text if last is not None and last.kind == "number" and last.glued else ""
    if (digits and letters != "l") or (len(letters) > 1 and "O" in letters):
        return f"it says `{letters}{digits}`, with letters that look like digits"
    return ""


def _is_prefix(token: Token, field: str) -> bool:
    if field == "page":
        return token.word in PAGE_LETTERS
    if field == "lines":
        return token.word == "l"
    if token.text in OF_PAGES:
        return False
    return field not in ("paragraph", "section") and len(token.text) <= LONGEST_PREFIX


def _suffixed(tokens: Sequence[Token], at: int, prefix: str, field: str) -> _Label | None:
    """Read a number and the letters that belong to it."""
    number = tokens[at].text
    if field == "lines":
        prefix = ""
    if field in ("page", "lines", "paragraph") and "." in number:
        return None
    end = at + 1
    if odd := _note(tokens, at):
        return _Label(prefix + number, end, odd=odd)
    if end < len(tokens) and tokens[end].kind == "word":
        suffix = tokens[end]
        if field == "page":
            following = _following(tokens, end)
            if following is not None:
                return _Label(f"{prefix}{number}{following[0]}", following[1])
        short = suffix.glued and len(suffix.text) <= LONGEST_SUFFIX and suffix.text.isascii()
        if short and not (
            end + 1 < len(tokens) and tokens[end + 1].kind == "number" and tokens[end + 1].glued
        ):
            text = f"{prefix}{number}{suffix.text}"
            return _Label(text, end + 1, odd=_odd_suffix(tokens, end, text, field))
        if short and suffix.word == "e":
            words = f"{number}{suffix.text}{tokens[end + 1].text}"
            return _Label(prefix + number, end, odd=f"`{words}` is a number with an exponent")
    return _Label(prefix + number, end)


def _odd_suffix(tokens: Sequence[Token], at: int, text: str, field: str) -> str:
    """Say why a letter right behind a number may not belong to it."""
    letter = tokens[at]
    digit = LIKE_DIGITS.get(letter.text, "")
    if digit and (field in COUNTED_PLAINLY or letter.text == "O"):
        return f"it says `{text}`, with a letter that looks like the digit {digit}"
    return ""


def _note(tokens: Sequence[Token], at: int) -> str:
    """Say that a number may be a raised one: it stands right before the word of a place."""
    word = tokens[at + 1] if at + 1 < len(tokens) else None
    if word is None or not (word.glued or at == 0):
        return ""
    if word.kind != "word" or not word.word.isascii():  # a page of Chinese has its number before it
        return ""
    meant = meaning_at([word.word], 0, ("fields",))
    fields = NOTED if word.glued else ("page",)
    behind = at + 2 + is_word(tokens, at + 2, ".")
    counted = behind < len(tokens) and tokens[behind].kind == "number"
    if meant is None or meant[0].value not in fields or not counted:
        return ""
    return f"`{tokens[at].text}` stands right before `{word.text}`: it may be a note"


def _following(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    """Read `f`, `ff` or `et seq.` behind a page."""
    meaning = meaning_at([one.word for one in tokens[at : at + 3]], 0, ("following",))
    if meaning is None:
        return None
    end = at + meaning[1]
    if is_word(tokens, end, "."):
        end += 1
    return ("f" if tokens[at].word == "f" else "ff"), end
