"""What stands on the pages of a PDF: its letters and its ruled lines, each with its place."""

import ctypes
from collections.abc import Iterator
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

from attrs import evolve, frozen

from intspec import FormError
from intspec.text import STAND_IN, plural

if TYPE_CHECKING:
    import pypdfium2

INSTALL = "pip install 'intspec[pdf-in]'"
SAVE = "ask for the Word file that it was made from, or copy its table into one, saved as .docx"
#: More is no filled form, but a paper or a book.
MOST_PAGES, MOST_LETTERS, MOST_OBJECTS = 60, 400_000, 200_000
#: A line is so thin at most; what is thicker is an area.
THIN = 3.0
#: The mode in which letters are not drawn: those that a program put over a scanned picture.
INVISIBLE = 3
#: Of so many letters on a page that are not drawn, the page is a picture that was read.
SCANNED = 0.5
#: How hyphens at the end of a line are written.
HYPHENS = (0x02, 0xAD)
#: How deep groups of drawings are looked into.
DEEPEST = 4
Matrix: TypeAlias = tuple[float, float, float, float, float, float]
UNMOVED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@frozen
class Letter:
    """One letter: where it stands, from the left and from the top; whether a blank follows it."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    blank: bool = False

    @property
    def middle(self) -> tuple[float, float]:
        """Its middle."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


@frozen
class Ruled:
    """One ruled line: at a place, from one end to the other."""

    at: float
    start: float
    end: float


@frozen
class Page:
    """What stands on a page.

    Attributes:
        number: Its number, from 1.
        letters: Its letters, in the order of the file.
        across: The lines from left to right.
        down: The lines from top to bottom.
        scanned: Whether its letters are those that a program found in a picture.
        pictures: Whether it has a picture.
    """

    number: int
    letters: tuple[Letter, ...]
    across: tuple[Ruled, ...] = ()
    down: tuple[Ruled, ...] = ()
    scanned: bool = False
    pictures: bool = False


def pages_of(raw: bytes, name: str) -> tuple[list[Page], dict[str, str]]:
    """Read the pages of a PDF, and what it says of itself.

    Args:
        raw: The file.
        name: Its name, for messages.

    Raises:
        FormError: It cannot be read, or is larger than a form.
    """
    try:
        import pypdfium2  # noqa: PLC0415 -- the extra
    except ImportError:
        message = f"`{name}` is a PDF, and what reads PDF is not installed"
        raise FormError(message, f"install it (`{INSTALL}`), or {SAVE}") from None
    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            message = f"`{name}` is locked with a password"
            raise FormError(message, f"save it without one, or {SAVE}") from None
        message = f"`{name}` is damaged, or no PDF"
        raise FormError(message, f"fetch it again, or {SAVE}") from None
    try:
        if len(document) > MOST_PAGES:
            message = f"`{name}` has {plural(len(document), 'page')}: that is no form"
            raise FormError(message, "print the pages of the checklist to a PDF of their own")
        left = [MOST_LETTERS, MOST_OBJECTS]
        pages = [_page(document, number, name, left) for number in range(len(document))]
        return pages, _properties(document)
    except pypdfium2.PdfiumError as error:
        message = f"`{name}` is damaged: a page cannot be read"
        raise FormError(message, f"fetch it again, or {SAVE}") from error
    finally:
        document.close()


def _properties(document: "pypdfium2.PdfDocument") -> dict[str, str]:
    """Return title, language and so on; nothing where they are no text."""
    try:
        return dict(document.get_metadata_dict(skip_empty=True))
    except UnicodeDecodeError:
        return {}


def _page(document: "pypdfium2.PdfDocument", at: int, name: str, left: list[int]) -> Page:
    """Read one page."""
    page = document[at]
    try:
        text = page.get_textpage()
        try:
            count = text.count_chars()
            left[0] -= count
            if left[0] < 0:
                message = f"`{name}` has more than {MOST_LETTERS:,} letters: that is no form"
                raise FormError(message, "print the pages of the checklist to a PDF of their own")
            turned = _Turned(page.get_rotation(), *page.get_size())
            letters = tuple(islice(_letters(text.raw, count, turned), MOST_LETTERS))
        finally:
            text.close()
        drawn = _Drawn(turned, left)
        drawn.read(page.raw)
        if left[1] < 0:
            message = f"page {at + 1} of `{name}` is a drawing: it has too many lines for a form"
            raise FormError(message, SAVE)
        # Areas that are shaded have edges too; they count where no lines are ruled.
        edges = drawn.lines or drawn.areas
        hidden = drawn.hidden > SCANNED * max(1, drawn.hidden + drawn.shown)
        return Page(
            at + 1,
            letters,
            tuple(line for kind, line in edges if kind == "across"),
            tuple(line for kind, line in edges if kind == "down"),
            scanned=hidden,
            pictures=drawn.pictures,
        )
    finally:
        page.close()


@frozen
class _Turned:
    """How a page is turned, so that places on it are those that a reader sees."""

    degrees: int
    width: float
    height: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return a place, from the left and from the top."""
        if self.degrees == 90:  # noqa: PLR2004 -- a right angle
            return y, x
        if self.degrees == 180:  # noqa: PLR2004 -- two right angles
            return self.width - x, y
        if self.degrees == 270:  # noqa: PLR2004 -- three right angles
            return self.width - y, self.height - x
        return x, self.height - y

    def box(
        self, left: float, bottom: float, right: float, top: float
    ) -> tuple[float, float, float, float]:
        """Return the left, top, right and bottom edge of a box."""
        first, second = self.point(left, bottom), self.point(right, top)
        (x0, x1), (y0, y1) = (sorted(pair) for pair in zip(first, second, strict=True))
        return x0, y0, x1, y1


def _letters(text: Any, count: int, turned: _Turned) -> Iterator[Letter]:
    from pypdfium2 import raw  # noqa: PLC0415 -- the extra

    box = raw.FS_RECTF()
    lead = 0
    last: Letter | None = None
    for at in range(count):
        code = raw.FPDFText_GetUnicode(text, at)
        if 0xD800 <= code < 0xDC00:  # noqa: PLR2004 -- the first half of a pair
            lead = code
            continue
        if 0xDC00 <= code < 0xE000:  # noqa: PLR2004 -- the second half
            code = 0x10000 + ((lead - 0xD800) << 10) + code - 0xDC00 if lead else 0xFFFD
        lead = 0
        letter = chr(code) if 0 < code <= 0x10FFFF else STAND_IN  # noqa: PLR2004 -- the last
        if raw.FPDFText_IsGenerated(text, at) == 1:
            continue
        if letter.isspace():
            last = last and evolve(last, blank=True)
        elif raw.FPDFText_GetLooseCharBox(text, at, box):
            if last is not None:
                yield last
            edges = turned.box(box.left, box.bottom, box.right, box.top)
            last = Letter("-" if code in HYPHENS else letter, *edges)
    if last is not None:
        yield last


class _Drawn:
    """What is drawn on a page."""

    def __init__(self, turned: _Turned, left: list[int]) -> None:
        self.turned = turned
        self.left = left
        self.lines: list[tuple[str, Ruled]] = []
        self.areas: list[tuple[str, Ruled]] = []
        self.hidden = self.shown = 0
        self.pictures = False

    def read(self, page: Any) -> None:
        from pypdfium2 import raw  # noqa: PLC0415 -- the extra

        count = raw.FPDFPage_CountObjects(page)
        self._objects((raw.FPDFPage_GetObject(page, at) for at in range(count)), UNMOVED, 0)

    def _objects(self, objects: Iterator[Any], moved: Matrix, depth: int) -> None:
        from pypdfium2 import raw  # noqa: PLC0415 -- the extra

        for one in objects:
            self.left[1] -= 1
            if self.left[1] < 0:
                return
            kind = raw.FPDFPageObj_GetType(one)
            if kind == raw.FPDF_PAGEOBJ_PATH:
                self._path(one, moved)
            elif kind == raw.FPDF_PAGEOBJ_TEXT:
                unseen = raw.FPDFTextObj_GetTextRenderMode(one) == INVISIBLE
                self.hidden += unseen
                self.shown += not unseen
            elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                self.pictures = True
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < DEEPEST:
                inside = raw.FPDFFormObj_CountObjects(one)
                members = (raw.FPDFFormObj_GetObject(one, at) for at in range(inside))
                self._objects(members, _then(_matrix(one), moved), depth + 1)

    def _path(self, path: Any, moved: Matrix) -> None:
        from pypdfium2 import raw  # noqa: PLC0415 -- the extra

        fill, stroke = ctypes.c_int(), ctypes.c_int()
        if not raw.FPDFPath_GetDrawMode(path, fill, stroke) or not (fill.value or stroke.value):
            return
        count = raw.FPDFPath_CountSegments(path)
        self.left[1] -= count
        if self.left[1] < 0:
            return
        places = [self._place(path, at, _then(_matrix(path), moved)) for at in range(count)]
        edges = [found for pair in _strokes(places) if (found := _ruled(*pair)) is not None]
        points = [place for _kind, place, _closed in places]
        if not points:
            return
        (left, right), (top, bottom) = (
            (min(values), max(values)) for values in zip(*points, strict=True)
        )
        if stroke.value:
            self.lines += edges
        elif bottom - top <= THIN < right - left:
            self.lines.append(("across", Ruled((top + bottom) / 2, left, right)))
        elif right - left <= THIN < bottom - top:
            self.lines.append(("down", Ruled((left + right) / 2, top, bottom)))
        else:
            self.areas += edges

    def _place(self, path: Any, at: int, moved: Matrix) -> tuple[int, tuple[float, float], bool]:
        from pypdfium2 import raw  # noqa: PLC0415 -- the extra

        segment = raw.FPDFPath_GetPathSegment(path, at)
        x, y = ctypes.c_float(), ctypes.c_float()
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        a, b, c, d, e, f = moved
        place = self.turned.point(a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        kind = raw.FPDFPathSegment_GetType(segment)
        return kind, place, bool(raw.FPDFPathSegment_GetClose(segment))


def _matrix(one: Any) -> Matrix:
    from pypdfium2 import raw  # noqa: PLC0415 -- the extra

    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(one, found):
        return UNMOVED
    return found.a, found.b, found.c, found.d, found.e, found.f


def _then(first: Matrix, second: Matrix) -> Matrix:
    """Return the one movement that two make, one after the other."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def _strokes(
    places: list[tuple[int, tuple[float, float], bool]],
) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """Go over the straight strokes of a path."""
    from pypdfium2 import raw  # noqa: PLC0415 -- the extra

    begun = places[0][1] if places else (0.0, 0.0)
    for (_kind, before, _closed), (kind, place, closed) in pairwise(places):
        if kind == raw.FPDF_SEGMENT_MOVETO:
            begun = place
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield before, place
        if closed:
            yield place, begun


def _ruled(first: tuple[float, float], second: tuple[float, float]) -> tuple[str, Ruled] | None:
    """Return a stroke as a ruled line; None where it is neither across nor down."""
    (x0, y0), (x1, y1) = first, second
    if abs(y1 - y0) <= 1 < abs(x1 - x0):
        return "across", Ruled((y0 + y1) / 2, min(x0, x1), max(x0, x1))
    if abs(x1 - x0) <= 1 < abs(y1 - y0):
        return "down", Ruled((x0 + x1) / 2, min(y0, y1), max(y0, y1))
    return None
