"""An answer as a row of pieces: places, documents, arms, headings, joining marks, other words."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Literal

from intspec.answers.labels import CLOSING, OPENING, Labels, is_word, read_labels
from intspec.answers.tokens import Token, tokens
from intspec.answers.words import Meaning, folded, meaning_of, phrases_at, table
from intspec.lazy import frozen

PieceKind = Literal[
    "place",
    "word",
    "document",
    "arm",
    "heading",
    "position",
    "address",
    "quoted",
    "pointing",
    "other-count",
    "partly",
    "perhaps",
    "missing",
    "not-applicable",
    "join",
    "open",
    "close",
    "mark",
    "other",
]
#: The tables of `words.toml` in which phrases are looked up, and the kind of piece that each gives.
KINDS: dict[str, PieceKind] = {
    "citing": "other",
    "documents": "document",
    "missing": "missing",
    "later": "missing",
    "not-applicable": "not-applicable",
    "partly": "partly",
    "arms": "arm",
    "headings": "heading",
    "positions": "position",
    "other-counts": "other-count",
    "perhaps": "perhaps",
    "joins": "join",
    "ranges": "join",
    "fields": "word",
    "ordinals": "word",
    "pointing": "pointing",
}
LOOKED_UP = tuple(KINDS)
LATER = "later"
#: The form of a label that stands without a word before it.
BARE = "page"
FOOTNOTES = "*\u2020\u2021\xa7#\xb9\xb2\xb3\u2070\u2074\u2075\u2076\u2077\u2078\u2079\u01c2"
TICKS = "\u2713\u2714\u2611\u2612\u2610\u2705\u25a1\u25a0\u2022\xb7\u25cf\u25aa"
#: What stands beside an answer and is none of it: a footnote's mark, a tick, a space without width.
SILENT = FOOTNOTES + TICKS + "_\ufe0f"
QUOTES = "\"'"
#: Marks that may stand between the abbreviation of page and its number: `p.5`, `p,5`, `p..5`.
MISTYPED, ABBREVIATED = (".", ","), ("p", "pp", "pg")
LONGEST_QUOTED = 60
JOINS = {
    ",": ",",
    ";": ";",
    "\n": "\n",
    "/": "/",
    "&": "and",
    "+": "and",
    ":": ":",
    ">": ">",
    "-": "-",
}


@frozen
class Piece:
    """One piece of an answer.

    Attributes:
        kind: What it is.
        start: The number of its first token.
        end: The number of the token behind it.
        value: The field of a place, the kind of a document, the mark of a join, which arm.
        labels: What is counted, of a place.
        bare: Whether a place is a number without a word that says of what.
        glued: Whether nothing stands between it and the piece before it.
    """

    kind: PieceKind
    start: int
    end: int
    value: str = ""
    labels: Labels | None = None
    bare: bool = False
    glued: bool = False


@frozen
class Cut:
    """An answer and its pieces.

    Attributes:
        text: The answer.
        tokens: Its tokens.
        pieces: Its pieces, which hold each token once.
    """

    text: str
    tokens: tuple[Token, ...]
    pieces: tuple[Piece, ...]

    def words(self, first: Piece, last: Piece | None = None) -> str:
        """Return the words of a piece, or of all pieces from one to another, as they stand."""
        last = last or first
        return self.text[self.tokens[first.start].start : self.tokens[last.end - 1].end]


@lru_cache(maxsize=256)  # a form's answers are read once to tell what they are, and once for good
def cut(text: str) -> Cut:
    """Cut an answer into its pieces."""
    cutting = _Cutting(text)
    return Cut(text, cutting.tokens, tuple(cutting.pieces()))


class _Cutting:
    """Cuts one answer."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens(text)
        self.folded = [token.word for token in self.tokens]
        self.found: list[Piece] = []
        self.phrases: dict[int, list[tuple[Mapping[str, Meaning], int]]] = {}

    def meaning(self, at: int, kinds: Sequence[str]) -> tuple[Meaning, int] | None:
        """Return what the words from a token on mean, and the number of the token behind them."""
        if at >= len(self.folded):
            return None
        if at not in self.phrases:
            self.phrases[at] = phrases_at(self.folded, at)
        return meaning_of(self.phrases[at], kinds)

    def pieces(self) -> list[Piece]:
        at = 0
        while at < len(self.tokens):
            piece = self._piece(at)
            self.found.append(piece)
            at = piece.end
        return self.found

    def _piece(self, at: int) -> Piece:
        token = self.tokens[at]
        if token.kind in ("url", "doi"):
            return Piece("address", at, at + 1, token.kind)
        if token.kind == "mark":
            return self._mark(at)
        if token.kind == "number" and not self._goes_with_words(at):
            return self._bare(at)
        return self._phrase(at)

    def _goes_with_words(self, at: int) -> bool:
        """Tell whether a phrase begins with the number: `2nd`."""
        return self.meaning(at, ("ordinals",)) is not None

    def _mark(self, at: int) -> Piece:
        token = self.tokens[at]
        mark = token.text
        if mark in "\xa7\xb6":
            field = "section" if mark == "\xa7" else "paragraph"
            start = at + 1 + is_word(self.tokens, at + 1, mark)
            if labels := read_labels(self.tokens, start, field):
                return Piece("place", at, labels.end, field, labels)
        if mark == "#" and read_labels(self.tokens, at + 1, BARE):
            return Piece("pointing", at, at + 1)
        if mark in OPENING or mark == "{":
            return Piece("open", at, at + 1, mark)
        if mark in CLOSING or mark == "}":
            return Piece("close", at, at + 1, mark)
        if mark in JOINS:
            return Piece("join", at, at + 1, JOINS[mark], glued=token.glued)
        if mark == "?":
            return Piece("perhaps", at, at + 1)
        if mark in QUOTES and (quoted := self._quoted(at)):
            return quoted
        if mark in SILENT or mark in QUOTES:
            return Piece("mark", at, at + 1)
        if mark == ".":
            sentence = at + 1 < len(self.tokens) and not self.tokens[at + 1].glued
            capital = sentence and self.tokens[at + 1].text[:1].isupper()
            return Piece("join", at, at + 1, "sentence") if capital else Piece("mark", at, at + 1)
        return Piece("other", at, at + 1)

    def _quoted(self, at: int) -> Piece | None:
        mark = self.tokens[at].text
        for end in range(at + 1, min(at + LONGEST_QUOTED, len(self.tokens))):
            if self.tokens[end].text == mark:
                return Piece("quoted", at, end + 1) if end > at + 1 else None
        return None

    def _bare(self, at: int) -> Piece:
        """Read a number without a word before it, perhaps with one behind it."""
        number = self.tokens[at].text
        glued = self.tokens[at].glued
        labels = read_labels(self.tokens, at, BARE, worded=False)
        if labels is None:
            labels = read_labels(self.tokens, at, "section", worded=False)
            if labels is None:
                return Piece("other", at, at + 1, glued=glued)
            return Piece("place", at, labels.end, "section", labels, bare=True, glued=glued)
        field, end = self._named_after(labels.end)
        if field:
            again = read_labels(self.tokens, at, field)
            if again is not None and again.end == labels.end:
                return Piece("place", at, end, field, again)
        # `9.30`, `2.3`: a number with a point is no page.
        if "." in number:
            return Piece("other", at, at + 1, glued=glued)
        return Piece("place", at, labels.end, BARE, labels, bare=True, glued=glued)

    def _named_after(self, at: int) -> tuple[str, int]:
        """Return the field whose word stands behind a number: `5. sayfa`."""
        dotted = at + is_word(self.tokens, at, ".")
        meaning = self.meaning(dotted, ("fields",))
        if meaning is None or self.folded[dotted] not in _after():
            return "", at
        end = meaning[1]
        # `5 page 7`: the word belongs to the number that follows.
        follows = read_labels(self.tokens, end, meaning[0].value)
        return (
            ("", at) if follows and self.tokens[dotted].text.isascii() else (meaning[0].value, end)
        )

    def _phrase(self, at: int) -> Piece:
        """Read a phrase that means something, or a word that means nothing here."""
        token = self.tokens[at]
        # `Colonne de gauche` begins with a word that is counted elsewhere.
        where = self.meaning(at, ("positions",))
        if where is not None and where[1] > at + 1:
            return self._meant(at, *where)
        if piece := self._field(at):
            return piece
        labelled = token.kind == "word" and (token.word in ("s", "e") or self._roman(at))
        if labelled and (labels := read_labels(self.tokens, at, BARE, worded=False)):
            if token.text == "S" and (part := self.meaning(labels.end, ("supplement-parts",))):
                # `S1 Table` is a part of the supplement, and no page.
                return Piece("document", at, part[1], "supplement", glued=token.glued)
            return Piece("place", at, labels.end, BARE, labels, bare=True, glued=token.glued)
        # `na` before a word is Portuguese for `in the`.
        led = (
            token.text == "na" and at + 1 < len(self.tokens) and self.tokens[at + 1].kind == "word"
        )
        looked_up = [kind for kind in LOOKED_UP if not (led and kind == "not-applicable")]
        meaning = self.meaning(at, looked_up)
        if meaning is None or self._is_part_of_word(meaning[1]):
            return Piece("other", at, at + 1, glued=token.glued)
        return self._meant(at, *meaning)

    def _roman(self, at: int) -> bool:
        token = self.tokens[at]
        return len(token.text) > 1 and token.text.islower() and set(token.text) <= set("ivxl")

    def _is_part_of_word(self, end: int) -> bool:
        """Tell whether a hyphen makes one word of a phrase and the next: `no-touch`."""
        last, ends = self.tokens[end - 1], end + 1 < len(self.tokens)
        if last.kind != "word" or not ends or self.tokens[end].text != "-":
            return False
        return (
            self.tokens[end].glued
            and self.tokens[end + 1].glued
            and self.tokens[end + 1].kind == "word"
        )

    def _meant(self, at: int, meaning: Meaning, end: int) -> Piece:
        kind = KINDS[meaning.kind]
        if kind == "document" and meaning.value == "supplement":
            labels = read_labels(self.tokens, end + is_word(self.tokens, end, "."), "appendix")
            number = labels is not None and len(labels.values) == 1 and "-" not in labels.values[0]
            if labels and number and not self._of_field(end):
                end = labels.end
            elif labels and self.tokens[end + is_word(self.tokens, end, ".")].kind == "number":
                # `Additional file 2-P1`: the page follows the number of the file.
                end += 1 + is_word(self.tokens, end, ".")
            else:
                end += is_word(self.tokens, end, ".")
        value = "and" if kind == "join" else LATER if meaning.kind == LATER else meaning.value
        if meaning.kind == "ranges":
            value = "to"
        if kind == "document":
            end = self._versioned(end)
        return Piece(kind, at, end, value, glued=self.tokens[at].glued)

    def _versioned(self, at: int) -> int:
        """Return where the version of a document ends, which belongs to its name: `v2.1`."""
        meaning = self.meaning(at, ("versions",))
        if meaning is None:
            return at
        end = meaning[1]
        end += is_word(self.tokens, end, ".")
        numbered = end < len(self.tokens) and self.tokens[end].kind == "number"
        return end + 1 if numbered else at

    def _mistyped(self, at: int, word: str) -> int:
        """Go over marks that somebody mistyped between the abbreviation of page and its number."""
        while word in ABBREVIATED and is_word(self.tokens, at, *MISTYPED) and self.tokens[at].glued:
            at += 1
        return at

    def _is_person(self, at: int) -> bool:
        """Tell whether a word that begins with a capital letter is a name: `Dr. Page`."""
        before = at - 1
        before -= is_word(self.tokens, before, ".") if before > 0 else 0
        if before < 0 or not self.tokens[at].text[:1].isupper():
            return False
        return self.meaning(before, ("persons",)) is not None

    def _of_field(self, at: int) -> bool:
        return self.meaning(at, ("fields",)) is not None

    def _field(self, at: int) -> Piece | None:
        """Read a place with its word: `p. 5`, `second para`, `Tables 1 and 3`."""
        ordinal = self.meaning(at, ("ordinals",))
        if ordinal is not None:
            meaning = self.meaning(ordinal[1], ("fields",))
            if meaning is None:
                return None
            number = {"first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5"}
            value = number.get(ordinal[0].value, ordinal[0].value)
            end = meaning[1]
            return Piece("place", at, end, meaning[0].value, Labels((value,), end))
        meaning = self.meaning(at, ("fields",))
        if meaning is None:
            if (
                self.folded[at] == "\u7b2c"
                and at + 1 < len(self.tokens)
                and self.tokens[at + 1].kind == "number"
            ):
                bare = self._bare(at + 1)
                return Piece(bare.kind, at, bare.end, bare.value, bare.labels, bare=bare.bare)
            return None
        field, end = meaning[0].value, meaning[1]
        if self._is_part_of_word(end) or self._is_person(at):
            return None
        dotted = is_word(self.tokens, end, ".")
        spaced = end + dotted < len(self.tokens) and not self.tokens[end + dotted].glued
        word = self.folded[at]
        # `S3` is a page of a supplement, `S. 3` is page three; `1 l of water` has no line.
        if word in ("s", "z", "l", "ll") and not dotted and (word in ("s", "z") or spaced):
            return None
        end = self._mistyped(end + dotted, word)
        numbered = self.meaning(end, ("numbers",))
        if numbered is not None:
            end = numbered[1]
            end += is_word(self.tokens, end, ".")
        if is_word(self.tokens, end, "#", "\N{DEGREE SIGN}", ":"):
            end += 1
        labels = read_labels(self.tokens, end, field)
        if labels is None:
            return Piece("word", at, meaning[1], field, glued=self.tokens[at].glued)
        if word.startswith("e") and field in ("table", "figure"):
            labels = Labels(tuple(f"e{value}" for value in labels.values), labels.end, labels.odd)
        return Piece("place", at, labels.end, field, labels, glued=self.tokens[at].glued)


def _after() -> frozenset[str]:
    return frozenset(folded(word) for row in table()["after"].values() for word in row)
