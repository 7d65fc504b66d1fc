"""The grammar of answers: pieces put together to places, each in its document and arm.

A place is what its parts name together: `Table 2 (p. 7)`, `Methods, p. 4`, `p. 6 lines 3-9`.
Brackets, `on` and mere neighbourhood join parts to one place, and so does a comma between different
parts. A semicolon, a line break, an `and` and a part that is there already begin another place. A
document holds for all that follows it, until another is named; so does an arm.
"""

import re
from collections.abc import Callable, Mapping, Sequence

import attrs

from intspec.answers.changed import is_month
from intspec.answers.clauses import LACKING, WORDS, Clause, clauses
from intspec.answers.pieces import BARE, LATER, Cut, Piece, cut
from intspec.answers.places import SENTENCE
from intspec.answers.readings import PLAIN, Lack, Manner, Place, Reading
from intspec.answers.words import whole

#: The fields of a location that words of places fill, where they have other names.
FIELDS = {"box": "place", "column": "place"}
#: Marks and words that part two places; all others join what they stand between.
PARTING = frozenset({";", "\n", "/", "and", "to", "sentence"})
#: What may stand between words and goes on with them.
INSIDE = ("pointing", "mark", "quoted", "position")
#: What may stand behind the colon of a heading.
IN_HEADINGS = ("other", "heading", "pointing", "arm", "document")
#: What the heading of a section in another document may hold.
IN_TITLES = ("other", "heading", "pointing", "arm", "document", "word")
#: What the words before a colon may lead to.
LED = ("place", "document", "heading", "address", *LACKING)
#: Words before a colon that may say which part of an item a place is for.
LONGEST_LEAD = 6
#: What may stand in the name of an arm before a colon, and how many tokens the name has at most.
IN_LEADS = ("other", "word", "arm", "heading", "pointing", "join", "mark", "place", "open", "close")
LONGEST_NAME = 24
#: How many tokens may say what lacks, and what more is said of that.
LONGEST_LACKING, LONGEST_BEHIND = 8, 16
#: The title of a document that an answer names has no more words.
LONGEST_TITLE = 10
BUT_NOT, BETWEEN, ELSEWHERE, CITING = "but not", "between", "elsewhere", "et al"
#: A year, which is as likely as a page; an author and the year of a publication.
YEAR = re.compile(r"(?:19|20)\d\d(?!\d)")
AUTHOR = re.compile(r"([A-Z][^\W\d_]+)(?: and [A-Z][^\W\d_]+)?,? \(?(?:19|20)\d\d[a-z]?\)?")
#: How the words for a chapter begin, which is a section that keeps its word.
CHAPTERS = ("chap", "kap", "cap", "hoofd")


def read(text: str, manner: Manner = PLAIN) -> Reading:
    """Read an answer.

    Args:
        text: The answer.
        manner: What the form tells of how its answers are written.
    """
    return _Reader(cut(text), manner).read()


class _Reader:
    """Reads one answer."""

    def __init__(self, pieces: Cut, manner: Manner) -> None:
        self.cut = pieces
        self.manner = manner
        self.out = Reading(pieces)
        self.clauses = clauses(pieces)
        named = [one for clause in self.clauses for one in clause.pieces if one.kind == "arm"]
        self.roles = {piece.value for piece in named} - {"all"}
        self.current: Place | None = None
        self.document: Piece | None = None
        self.arm = ""
        #: The word or mark that stands before the piece that is read.
        self.between = ""
        self.depth = 0
        self.pointed = False
        self.readers: Mapping[str, Callable[[Clause, int], int]] = {
            "place": self._place,
            "heading": self._heading,
            "position": self._position,
            "quoted": self._quoted,
            "document": self._document,
            "address": self._address,
            "arm": self._arm,
            "pointing": self._pointing,
            "join": self._join,
            "open": self._open,
            "close": self._close,
            "partly": self._partly,
            "perhaps": self._perhaps,
            **dict.fromkeys(WORDS, self._words),
        }

    def read(self) -> Reading:
        for clause in self.clauses:
            self._clause(clause)
        return self.out

    def _clause(self, clause: Clause) -> None:
        places, content = len(self.out.places), len(self.out.content)
        self.current, self.between, self.pointed = None, "", False
        if not self._lacking(clause):
            self._go(clause, self._led_by(clause), len(clause.pieces))
        new = self.out.places[places:]
        if len(new) > 1 or len(self.out.content) > content:
            # The primary paper is where all else is: of itself it says a place only if nothing else
            # stands in the clause.
            new = [one for one in new if one.fields or one.document]
            self.out.places[places:] = new
        if len(self.out.content) > content:
            for place in new:
                place.pure = place.apart

    def _led_by(self, clause: Clause) -> int:
        """Return where the place begins that a name leads: `Walking and 2 talks, weekly: p. 4`."""
        colon = next((at for at in range(len(clause.pieces)) if clause.joins(at, ":")), 0)
        before = clause.pieces[:colon]
        if clause.kind(colon + 1) not in LED or not any(one.kind == "other" for one in before):
            return 0
        places = [at for at in range(colon) if clause.kind(at) == "place"]
        located = any(not before[at].bare for at in places) or places[:1] == [0]
        headed = before[0].kind == "heading" and (clause.joins(1, ",") or clause.joins(1, ">"))
        opened = any(clause.closings.get(at, 0) > colon for at in range(colon))
        named = all(one.kind in IN_LEADS for one in before) and before[-1].end - before[0].start
        cited = clause.is_volume(colon - 1)
        if located or headed or opened or cited or not 0 < named <= LONGEST_NAME:
            return 0
        return 0 if SENTENCE.search(clause.words(0, colon)) else colon + 1

    def _go(self, clause: Clause, at: int, end: int) -> None:
        """Read pieces one after the other."""
        while at < end:
            at = self.readers.get(clause.kind(at), self._silent)(clause, at)

    def _silent(self, _clause: Clause, at: int) -> int:
        return at + 1

    # Places

    def _place(self, clause: Clause, at: int) -> int:
        piece = clause.pieces[at]
        labels = piece.labels
        if labels is None or clause.counts(at):
            return self._words(clause, at)
        values = labels.values
        slashed = piece.bare and labels.slashed and not _rising(values)
        odd = labels.odd or ("it may be a fraction, or a rate" if slashed else "")
        odd = odd or ("there is no page 0" if "0" in values else "")
        dated = piece.bare and any(YEAR.match(value) for value in values)
        odd = odd or ("it may be a year" if dated else "")
        self.out.doubts += [odd] if odd else []
        two = len(values) == 2  # noqa: PLR2004
        if two and piece.bare and self.manner.lines and piece.value == BARE:
            self._put("page", values[0], worded=True)
            self._put("lines", values[1], worded=True)
            return at + 1
        if two and self.between == BETWEEN:
            values = ("-".join(values),)
        elif piece.value in FIELDS or clause.words(at).lower().startswith(CHAPTERS):
            values = (clause.words(at),)
        for value in values:
            self._put(piece.value, value, worded=not piece.bare, several=len(values) > 1)
        return self._behind(clause, at + 1)

    def _put(self, field: str, value: str, *, worded: bool, several: bool = False) -> None:
        """Add a part to the place that is open, or begin another."""
        field = FIELDS.get(field, field)
        if field == "page" and not _is_single(value):
            field = "pages"
        place = self.current
        if place is None or self._parts(place, field, several=several):
            place = self._begin(Place(document=self.document, arm=self.arm))
        place.fields[field] = value
        place.worded = place.worded or worded
        place.several = several
        self.between = ""

    def _parts(self, place: Place, field: str, *, several: bool) -> bool:
        """Tell whether a part begins another place than the one that is open."""
        pages = {"page", "pages"}
        again = field in place.fields or (field in pages and pages & place.fields.keys())
        return bool(again) or (place.several and (several or self.between == ","))

    def _begin(self, place: Place) -> Place:
        place.apart = self.depth > 0 or self.pointed
        self.current = place
        self.out.places.append(place)
        return place

    def _behind(self, clause: Clause, at: int) -> int:
        """Read what stands right behind a place: `of 14`, the heading of a numbered section."""
        if clause.kind(at) == "pointing" and clause.words(at).lower() == "of":
            counted = clause.kind(at + 1) == "place" and clause.pieces[at + 1].bare
            return at + 2 if counted else at
        numbered = self.current is not None and "." in self.current.fields.get("section", "")
        if numbered and self.current is not None and clause.kind(at) in ("heading", "arm"):
            self.current.fields["section"] += f" {clause.words(at)}"
            return at + 1
        return at

    def _heading(self, clause: Clause, at: int) -> int:
        """Read a heading, with what stands behind a colon or `>` in it."""
        end = last = at + 1
        if clause.kind(end) == "word":
            # `Methods section` is called Methods; a title page is a page.
            last = end if clause.pieces[end].value == "section" else end + 1
            end += 1
        while clause.joins(end, "and") and clause.kind(end + 1) == "heading":
            end = last = end + 2
        while (
            clause.joins(end, ":", ">") and (after := clause.end_of(end + 1, IN_HEADINGS)) > end + 1
        ):
            end = last = after
        goes_on = clause.kind(end) == "pointing" and clause.kind(end + 1) in (*WORDS, "heading")
        if clause.kind(end) in WORDS or goes_on or clause.kind(at - 1) in WORDS:
            # `Methods of relaxation` and `group discussion` are no headings.
            return self._content(clause, at, at + 1)
        self._put("section", clause.words(at, last), worded=True)
        return end

    def _position(self, clause: Clause, at: int) -> int:
        """Read where on a page something stands: `top of p. 5`, `p. 5, right column`."""
        first, end = at, at + 1
        while clause.kind(first - 1) == "pointing":
            first -= 1
        beside = {clause.kind(first - 1), clause.kind(end)}
        counted = (
            one.kind == "place" and not clause.counts(n) for n, one in enumerate(clause.pieces)
        )
        if beside & {*WORDS, "heading"} or not any(counted):
            return self._words(clause, at)
        self._put("place", clause.words(first, end), worded=False)
        while clause.kind(end) == "pointing":
            end += 1
        return end

    def _quoted(self, clause: Clause, at: int) -> int:
        """Read words in quotation marks as a heading, or as a part of one."""
        words = clause.words(at)[1:-1].strip()
        if self.current is not None and "section" in self.current.fields:
            self.current.fields["section"] += f": {words}"
        else:
            self._put("section", words, worded=False)
        return at + 1

    # Documents and arms

    def _document(self, clause: Clause, at: int) -> int:
        piece = clause.pieces[at]
        document = None if piece.value == "primary-paper" else piece
        place = self.current
        if place is not None and place.document is None and "attaching" in whole(self.between):
            place.document = document
            return at + 1
        end = self._titled(clause, at)
        if document is not None and end > at + 1:
            document = attrs.evolve(piece, end=clause.pieces[end - 1].end)
        self._in_document(document)
        return self._section_in(clause, end) if end > at + 1 else end

    def _section_in(self, clause: Clause, at: int) -> int:
        """Read the section behind a document and a colon: `protocol of the trial: Who leads`."""
        end = at + 1
        while clause.kind(end) in IN_TITLES or clause.joins(end, "and"):
            end += 1
        if not clause.joins(at, ":") or end == at + 1 or end < len(clause.pieces):
            return at
        words = clause.words(at + 1, end)
        if len(words.split()) > LONGEST_TITLE or SENTENCE.search(words):
            return at
        self._put("section", words, worded=False)
        return end

    def _titled(self, clause: Clause, at: int) -> int:
        """Return where the title of a document ends: `additional file 1 of the walking trial`."""
        end = clause.end_of(at + 1, ("pointing", "other"))
        words = clause.words(at, end)
        titled = self.manner.titles and clause.kind(at + 1) == "pointing"
        short = len(words.split()) <= LONGEST_TITLE and SENTENCE.search(words) is None
        ends = clause.kind(end) in ("", "open") or clause.joins(end, ":", ",")
        other = clause.kind(end - 1) == "other"
        return end if titled and short and ends and other else at + 1

    def _in_document(self, document: Piece | None) -> None:
        """Begin a place in a document, which holds for what follows."""
        if document is not None:
            # A document that is named takes the place of one that is only said to be elsewhere.
            unnamed = [one for one in self.out.places if self._is_unnamed(one)]
            self.out.places = [one for one in self.out.places if one not in unnamed]
        self.document = document
        self._begin(Place(document=document, arm=self.arm, worded=True))
        self.between = ""

    def _is_unnamed(self, place: Place) -> bool:
        named = place.document is not None and self.cut.words(place.document).lower()
        return not place.fields and named == ELSEWHERE

    def _address(self, clause: Clause, at: int) -> int:
        place = self.current
        if place is None or place.document is None or "url" in place.fields:
            self.document = None
            place = self._begin(Place(arm=self.arm))
        place.fields["url"] = clause.words(at)
        place.worded = True
        return at + 1

    def _arm(self, clause: Clause, at: int) -> int:
        """Read the name of an arm before what is said of it, or a heading of the same words."""
        piece = clause.pieces[at]
        led = clause.kind(at + 1) in ("place", "document", *LACKING) or clause.joins(at + 1, ":")
        if led and self._tells_apart(piece):
            self.arm = "" if piece.value == "all" else clause.words(at)
            self.current = self.document = None
            return at + 1 + clause.joins(at + 1, ":")
        if "headings" in whole(clause.words(at)):
            return self._heading(clause, at)
        return self._content(clause, at, at + 1)

    def _tells_apart(self, piece: Piece) -> bool:
        """Tell whether an answer speaks of arms: it names two, or one that the form has."""
        words = self.cut.words(piece)
        known = words.casefold() in self.manner.arms or words.isupper()
        return known or piece.value == "all" or len(self.roles) > 1

    # Marks and words

    def _pointing(self, clause: Clause, at: int) -> int:
        self.between = clause.words(at).lower()
        self.pointed = self.pointed or "connecting" not in whole(self.between)
        return at + 1

    def _join(self, clause: Clause, at: int) -> int:
        self.between = clause.pieces[at].value
        if self.between in PARTING:
            self.current = None
        return at + 1

    def _open(self, clause: Clause, at: int) -> int:
        """Read a bracket: places in it belong to the one before, other words are a remark."""
        end = clause.closings[at]
        inside = Clause(clause.cut, clause.pieces[at + 1 : end])
        place = self.current
        numbers = all(one.kind == "join" or one.bare for one in inside.pieces)
        if numbers and clause.words(at) == "[" and len(clause.pieces) > len(inside.pieces) + 2:
            # Numbers in square brackets behind words or a place are references.
            return end + 1
        if place is not None and inside.is_remark:
            self._remark(inside, place)
            return end + 1
        if place is not None and place.document is not None and self._cites(inside):
            # `Protocol paper (Smith et al. 2019, Trials 20:15)` says which publication it is.
            return end + 1
        of_arm = len(inside.pieces) == 1 and inside.kind(0) == "arm"
        if place is not None and of_arm and self._tells_apart(inside.pieces[0]):
            place.arm = inside.words(0)
            return end + 1
        self.depth += 1
        self.between = ""
        return at + 1

    def _remark(self, inside: Clause, place: Place) -> None:
        words = inside.words(0, len(inside.pieces))
        if inside.first("partly") is not None:
            self.out.partly = True
        elif len(words) > 1 and "nothing" not in whole(words) and "pages" not in place.fields:
            place.fields.setdefault("place", words)

    def _close(self, clause: Clause, at: int) -> int:
        self.depth = max(0, self.depth - 1)
        place = self.current
        if place is not None and place.document is not None and place.fields.keys() == {"url"}:
            # `Website (https://walking.example): Diary` is a section of that website.
            return self._section_in(clause, at + 1)
        return at + 1

    def _partly(self, clause: Clause, at: int) -> int:
        self.out.partly = True
        # What follows `but not` is what lacks.
        return len(clause.pieces) if clause.words(at).lower() == BUT_NOT else at + 1

    def _perhaps(self, clause: Clause, at: int) -> int:
        self.out.doubts.append(f"it says `{clause.words(at)}`")
        self.current = None if clause.kind(at + 1) == "place" else self.current
        return at + 1

    def _words(self, clause: Clause, at: int) -> int:
        """Read words that mean nothing here, as far as they go."""
        end = at + 1
        while clause.kind(end) in WORDS or self._is_inside(clause, end):
            end += 1
        while end > at + 1 and clause.kind(end - 1) in ("pointing", "join"):
            end -= 1
        words = clause.words(at, end)
        leads = clause.kind(at) in WORDS and clause.joins(end, ":") and not self.depth
        if leads and len(words.split()) <= LONGEST_LEAD and clause.kind(end + 1) in LED:
            # `Mode of delivery: p. 5` says which part of the item the place is for.
            self.current = None
            return end + 1
        if CITING in words or self._is_cited(words):
            return self._citation(clause, at, end)
        return self._content(clause, at, end)

    def _is_cited(self, words: str) -> bool:
        """Tell whether words are an author and a year, and no month of one."""
        cited = AUTHOR.fullmatch(words)
        return cited is not None and not is_month(cited[1])

    def _cites(self, inside: Clause) -> bool:
        """Tell whether a bracket holds a citation, and no place that has its word."""
        pieces = inside.pieces
        if not pieces or any(one.kind == "place" and not one.bare for one in pieces):
            return False
        words = inside.words(0, len(pieces))
        return CITING in words or AUTHOR.match(words) is not None

    def _is_inside(self, clause: Clause, at: int) -> bool:
        """Tell whether a piece belongs to a run of words."""
        kind = clause.kind(at)
        counted = kind == "place" and clause.counts(at)
        return (
            counted
            or kind in ("pointing", "mark", "quoted", "position")
            or clause.joins(at, "-", "to", ">")
        )

    def _content(self, clause: Clause, at: int, end: int) -> int:
        self.out.content.append(clause.words(at, end))
        return end

    def _citation(self, clause: Clause, at: int, end: int) -> int:
        """Read a publication by its authors and year as a document."""
        while clause.kind(end) in ("mark", "open") or (
            clause.kind(end) == "place" and clause.pieces[end].bare
        ):
            end += 1
        numbered = (n for n in range(end, len(clause.pieces)) if clause.is_volume(n))
        if (volume := next(numbered, None)) is not None:
            # `Smith et al. 2019, Trials 20:15`: the journal, its volume and page belong to it.
            end = volume + 3
        pieces = clause.pieces
        self._in_document(Piece("document", pieces[at].start, pieces[end - 1].end, "other"))
        return end

    # What is not there

    def _lacking(self, clause: Clause) -> bool:
        """Read a clause that says that something is not there; tell whether it was one."""
        at = clause.first(*LACKING)
        if at is None or self._is_long(clause, at):
            return False
        if clause.kind(at) == "not-applicable" and clause.first(*WORDS, end=at) is not None:
            return False
        piece = clause.pieces[at]
        named = clause.first("arm", end=at)
        apart = named is not None and self._tells_apart(clause.pieces[named])
        arm = clause.words(named) if named is not None and apart else self.arm
        arm = "" if named is not None and clause.pieces[named].value == "all" else arm
        behind = self._elsewhere(clause, at)
        if behind is not None:
            self._go(clause, behind, len(clause.pieces))
            return True
        place = clause.first("place", end=at)
        if place is not None and not clause.counts(place):
            # `p. 6, rest not reported`: the words behind the last comma are what lacks.
            commas = [comma for comma in range(place, at) if clause.joins(comma, ",")]
            self._go(clause, 0, commas[-1] if commas else at)
        paper = len(clause.pieces) == 1 or any(
            one.value == "primary-paper" or self.cut.words(one).lower() == "here"
            for one in clause.pieces[at:]
        )
        self.out.lacks.append(Lack(piece.kind, arm, paper))
        return True

    def _is_long(self, clause: Clause, at: int) -> bool:
        """Tell whether words of a description only happen to say that something is not there."""
        piece, pieces = clause.pieces[at], clause.pieces
        before, behind = piece.start - pieces[0].start, pieces[-1].end - piece.end
        return before > LONGEST_LACKING or behind > LONGEST_BEHIND

    def _elsewhere(self, clause: Clause, at: int) -> int | None:
        """Return where it is said in which other document the item is: `not here, see protocol`."""
        if clause.kind(at) != "missing" or clause.pieces[at].value == LATER:
            return None
        for number in range(at + 1, len(clause.pieces)):
            points = clause.kind(number) == "pointing"
            points = points and "connecting" not in whole(clause.words(number))
            if points or clause.joins(number, ","):
                named = clause.first("document", start=number)
                return number if named is not None else None
        return None


def _is_single(value: str) -> bool:
    return value.isalnum() and not value.endswith("f")


def _rising(values: Sequence[str]) -> bool:
    numbers = [int(value[:9]) for value in values if value.isdigit()]
    return numbers == sorted({*numbers})
