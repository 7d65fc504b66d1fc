"""Clauses of an answer: the pieces between two semicolons, line breaks or ends of sentences."""

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from itertools import accumulate

from intspec.answers.pieces import Cut, Piece
from intspec.lazy import frozen

#: The field of a page.
PAGE = "page"
#: Marks that end a clause.
ENDING = frozenset({";", "\n", "sentence"})
#: What says that something is not there.
LACKING = ("missing", "not-applicable")
#: Words that mean nothing here.
WORDS = ("other", "word", *LACKING)
#: What a number without a word counts, and stands beside a page that has its word.
TITLES = ("heading", "position")


@frozen
class Clause:
    """The pieces between two semicolons, line breaks or ends of sentences."""

    cut: Cut
    pieces: tuple[Piece, ...]

    @cached_property
    def closings(self) -> Mapping[int, int]:
        """The pieces that close brackets, by those that open them."""
        return _closed(self.pieces)

    def kind(self, at: int) -> str:
        """Return the kind of a piece, empty where there is none."""
        return self.pieces[at].kind if 0 <= at < len(self.pieces) else ""

    def joins(self, at: int, *marks: str) -> bool:
        """Tell whether a piece is one of these joining marks."""
        return self.kind(at) == "join" and self.pieces[at].value in marks

    def words(self, first: int, end: int | None = None) -> str:
        """Return the words of pieces as they stand."""
        last = first if end is None else end - 1
        return self.cut.words(self.pieces[first], self.pieces[last])

    def first(self, *kinds: str, start: int = 0, end: int | None = None) -> int | None:
        """Return the number of the first piece of some kinds."""
        stop = len(self.pieces) if end is None else end
        return next((at for at in range(start, stop) if self.kind(at) in kinds), None)

    def end_of(self, at: int, kinds: Collection[str]) -> int:
        """Return the end of the pieces of some kinds from one on."""
        while self.kind(at) in kinds:
            at += 1
        return at

    @property
    def is_remark(self) -> bool:
        """Whether it has words, and names no place."""
        kinds = {piece.kind for piece in self.pieces}
        says = kinds & {"other", "word", "partly", "position"}
        return bool(says) and not kinds & {"place", "document", "address"}

    def counts(self, at: int) -> bool:
        """Tell whether a number counts something else: other words stand right beside it."""
        if self.kind(at + 1) in (*WORDS, *TITLES) and not self._titles(at):
            return self.kind(at + 1) not in TITLES or self.pieces[at].bare
        return self.pieces[at].bare and (
            self.joins(at + 1, ":")
            or self.is_volume(at - 2)
            or (self.joins(at + 1, "/") and self.kind(at + 2) in WORDS and self._glued(at + 2))
            or self.kind(at - 1) in (*WORDS, *TITLES, "document")
            or (self._shares(at) and self.counts(at + 2))
            or (self.kind(at - 1) == "pointing" and self.kind(at - 2) in (*WORDS, "heading"))
        )

    def is_volume(self, at: int) -> bool:
        """Tell whether a number is the volume of a citation, with its page: `20:15`."""
        numbers = (at, at + 2)
        return self.joins(at + 1, ":") and all(
            self.kind(number) == "place" and self.pieces[number].bare for number in numbers
        )

    def _shares(self, at: int) -> bool:
        """Tell whether a number is so many of another: `5 of 7`."""
        of = self.kind(at + 1) == "pointing" and self.words(at + 1).lower() == "of"
        return of and self.kind(at + 2) == "place" and self.pieces[at + 2].bare

    def _titles(self, at: int) -> bool:
        """Tell whether a heading follows its number: `2.3 Intervention`."""
        return self.kind(at + 1) == "heading" and "." in self.words(at)

    def _glued(self, at: int) -> bool:
        return self.pieces[at].glued and self.pieces[at - 1].glued


def without_other_counts(pieces: Sequence[Piece]) -> list[Piece]:
    """Leave out what counts the same place in another way: `(PDF page 7)`, `marked copy p. 7`."""
    closings = _closed(pieces)
    before = [0, *accumulate(piece.kind == "other-count" for piece in pieces)]
    kept: list[Piece] = []
    at = 0
    while at < len(pieces):
        end = closings.get(at, at)
        if kept and before[end] > before[at]:
            at = end + 1
            continue
        counted = pieces[at].kind == "other-count" and pieces[at + 1 : at + 2]
        if counted and counted[0].value == PAGE and any(one.value == PAGE for one in kept):
            at += 2
            continue
        kept.append(pieces[at])
        at += 1
    return kept


def _closed(pieces: Sequence[Piece]) -> dict[int, int]:
    """Return the numbers of the pieces that close brackets, by those that open them.

    What is never closed ends behind the last piece.
    """
    closings: dict[int, int] = {}
    opened: list[int] = []
    for number, piece in enumerate(pieces):
        if piece.kind == "open":
            opened.append(number)
        elif piece.kind == "close" and opened:
            closings[opened.pop()] = number
    return {**dict.fromkeys(opened, len(pieces)), **closings}


def clauses(cut: Cut) -> list[Clause]:
    """Cut an answer at semicolons, line breaks and ends of sentences outside brackets."""
    found: list[list[Piece]] = [[]]
    depth = 0
    for piece in without_other_counts(cut.pieces):
        depth = max(0, depth + (piece.kind == "open") - (piece.kind == "close"))
        if piece.kind == "join" and piece.value in ENDING and not depth:
            found.append([])
        else:
            found[-1].append(piece)
    return [Clause(cut, tuple(pieces)) for pieces in found if pieces]
