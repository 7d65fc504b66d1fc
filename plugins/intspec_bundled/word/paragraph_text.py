"""Read the text of a paragraph as the page shows it, and list apart what the page hides."""

import re
from collections.abc import Callable
from typing import Any

import attrs

from intspec.text import flat, set_small, undivided
from intspec_bundled.word.markup import (
    Element,
    child,
    children,
    chosen,
    get,
    is_on,
    name,
    number,
    value,
)
from intspec_bundled.word.styles import Styles, strikes
from intspec_bundled.word.symbols import in_font, symbol

MARKS = {
    **dict.fromkeys(("w:tab", "w:ptab"), "\t"),
    **dict.fromkeys(("w:br", "w:cr"), "\n"),
    "w:noBreakHyphen": "-",
    "w:softHyphen": "\xad",
}
#: What Word itself writes into a run: the number of the page that it stands on, and today's date.
COUNTED = frozenset(
    (
        "w:pgNum",
        "w:dayShort",
        "w:dayLong",
        "w:monthShort",
        "w:monthLong",
        "w:yearShort",
        "w:yearLong",
    )
)
TICKED, BLANK = "\N{BALLOT BOX WITH X}", "\N{BALLOT BOX}"
#: Words of the prompts that Word itself puts into controls, in some of its languages.
PROMPT = re.compile(
    r"\b(click|tap|choose|enter|select|type|insert|klicken|tippen|cliquez|clic|klik)\b",
    re.IGNORECASE,
)
ADDRESS = re.compile(r'HYPERLINK\s+"?([^"\s]+)', re.IGNORECASE)


@attrs.define(eq=False)
class Words:
    """What one paragraph holds.

    Attributes:
        parts: The text, in pieces.
        links: Addresses that it leads to.
        deleted: Text that is marked as deleted.
        hidden: Text that is formatted as hidden.
        struck: Text that is crossed out; it is in the text too.
        counted: Whether Word itself writes a part of it, such as the number of its page.
        prompts: What controls show that are marked as unfilled.
        boxes: The contents of text boxes that hang on it.
        notes: Kind and id of footnotes and endnotes.
        comments: Ids of comments.
        pictures: What stands in for pictures and other objects, in words.
    """

    parts: list[str] = attrs.field(factory=list)
    links: list[str] = attrs.field(factory=list)
    deleted: list[str] = attrs.field(factory=list)
    hidden: list[str] = attrs.field(factory=list)
    struck: list[str] = attrs.field(factory=list)
    counted: bool = False
    prompts: list[str] = attrs.field(factory=list)
    boxes: list[Element] = attrs.field(factory=list)
    notes: list[tuple[str, str]] = attrs.field(factory=list)
    comments: list[str] = attrs.field(factory=list)
    pictures: list[str] = attrs.field(factory=list)

    @property
    def text(self) -> str:
        """The text; a soft hyphen that does not stand between numbers only divides a word."""
        return undivided("".join(self.parts))


#: Reads an element into the words of a paragraph.
ReadWords = Callable[[Element, Words], None]


@attrs.frozen
class Paragraph:
    """One paragraph as a reader sees it.

    Attributes:
        text: Its words.
        number: The number or bullet that its list prints before it.
        style: Name of its style.
        links: Addresses that it leads to.
        struck: What of its words is crossed out.
        counted: Whether Word itself writes a part of it.
        inside: How many filled cells a table has whose words these are, inside the cell.
        joined: Whether the mark at its end is deleted, so that the next goes on with it.
    """

    text: str
    number: str = ""
    style: str = ""
    links: tuple[str, ...] = ()
    struck: str = ""
    counted: bool = False
    inside: int = 0
    joined: bool = False


@attrs.define
class _Field:
    """A field whose end is still to come: `code` until its result begins."""

    code: list[str] = attrs.field(factory=list)
    unseen: list[str] = attrs.field(factory=list)
    showing: bool = False
    shown: bool = False
    choice: str = ""


@attrs.define
class _Run:
    """How the text of a run is formatted, as far as it changes the words."""

    hidden: bool = False
    font: str = ""
    small: str = ""
    struck: bool = False


class Reader:
    """Reads the words of paragraphs; fields and controls may go over several of them.

    Args:
        styles: The styles of the file.
        addresses: Where the relationships of the part lead, by id.
    """

    def __init__(self, styles: Styles, addresses: dict[str, str]) -> None:
        self._styles = styles
        self._addresses = addresses
        self._fields: list[_Field] = []
        self._run = _Run()
        self.unfilled = 0
        #: What reads an element, by its kind; of elements of other kinds the content is read.
        self._readers: dict[str, ReadWords] = {
            **dict.fromkeys(("w:instrText", "w:delInstrText"), self._code),
            **dict.fromkeys(("w:fldData", "w:ffData"), _pass_over),
            **dict.fromkeys(("w:t", "m:t"), self._text),
            **dict.fromkeys(MARKS, self._mark),
            **dict.fromkeys(("w:del", "w:moveFrom"), self._deleted),
            **dict.fromkeys(("w:drawing", "w:pict", "w:object"), self._drawing),
            **dict.fromkeys(("w:footnoteReference", "w:endnoteReference"), self._note),
            **dict.fromkeys(("m:sup", "m:sub"), self._index),
            "w:r": self._formatted,
            "w:sym": self._symbol,
            "w:sdt": self._control,
            "w:fldChar": self._field,
            "w:fldSimple": self._simple_field,
            "w:hyperlink": self._hyperlink,
            "mc:AlternateContent": self._choice,
            "w:commentReference": self._comment,
            "w:ruby": self._ruby,
            "m:f": self._fraction,
            **dict.fromkeys(COUNTED, self._counted),
        }

    def read(self, paragraph: Element) -> Words:
        """Return the words of a paragraph."""
        words = Words()
        style = value(paragraph, "w:pPr", "w:pStyle")
        self._run = _Run(
            hidden=bool(style) and self._styles.hides(style),
            struck=bool(style) and self._styles.strikes(style),
        )
        self._inside(paragraph, words)
        # A field that is never closed would hide the rest of the document: its text is shown.
        for field in self._fields:
            if not field.showing:
                words.parts.extend(field.unseen)
        self._fields = [field for field in self._fields if field.showing]
        return words

    def _inside(self, element: Element, words: Words) -> None:
        for part in element:
            kind = name(part)
            # Elements of properties describe formatting, and hold no text.
            if kind and not (kind.endswith("Pr") and kind.startswith(("w:", "m:"))):
                self._readers.get(kind, self._inside)(part, words)

    def _code(self, element: Element, _words: Words) -> None:
        if self._fields:
            self._fields[-1].code.append(element.text or "")

    def _text(self, element: Element, words: Words) -> None:
        self._emit(re.sub(r"\s*[\r\n]+\s*", " ", element.text or ""), words)

    def _mark(self, element: Element, words: Words) -> None:
        self._emit(MARKS[name(element)], words)

    def _symbol(self, element: Element, words: Words) -> None:
        place = get(element, "w:char") or ""
        code = int(place, 16) if re.fullmatch("[0-9A-Fa-f]{1,6}", place) else 0
        self._emit(symbol(get(element, "w:font") or "", code), words)

    def _counted(self, _element: Element, words: Words) -> None:
        words.counted = True

    def _deleted(self, element: Element, words: Words) -> None:
        words.deleted.append(plain(element))

    def _choice(self, element: Element, words: Words) -> None:
        branch = chosen(element)
        if branch is not None:
            self._inside(branch, words)

    def _note(self, element: Element, words: Words) -> None:
        words.notes.append((name(element)[2:-9], get(element, "w:id") or ""))

    def _comment(self, element: Element, words: Words) -> None:
        words.comments.append(get(element, "w:id") or "")

    def _ruby(self, element: Element, words: Words) -> None:
        self._inside_of(element, "w:rubyBase", words)
        self._inside_of(element, "w:rt", words, before="(", after=")")

    def _fraction(self, element: Element, words: Words) -> None:
        self._inside_of(element, "m:num", words, before="(", after=")/")
        self._inside_of(element, "m:den", words, before="(", after=")")

    def _index(self, element: Element, words: Words) -> None:
        self._emit("^" if name(element) == "m:sup" else "_", words)
        self._inside(element, words)

    def _inside_of(
        self, element: Element, kind: str, words: Words, before: str = "", after: str = ""
    ) -> None:
        for part in children(element, kind):
            self._emit(before, words)
            self._inside(part, words)
            self._emit(after, words)

    def _emit(self, text: str, words: Words) -> None:
        if not text:
            return
        run = self._run
        if run.font:
            text = in_font(text, run.font)
        if run.small:
            text = set_small(text, run.small)
        unfinished_field = next(
            (field for field in reversed(self._fields) if not field.showing), None
        )
        if self.unfilled:
            words.prompts.append(text)
        elif unfinished_field is not None:
            unfinished_field.unseen.append(text)
        elif run.hidden:
            words.hidden.append(text)
        else:
            for field in self._fields:
                field.shown = True
            words.parts.append(text)
            if run.struck:
                words.struck.append(text)

    def _formatted(self, run: Element, words: Words) -> None:
        outer_run = self._run
        properties = child(run, "w:rPr")
        if properties is None:
            if outer_run.font or outer_run.small:
                self._run = _Run(hidden=outer_run.hidden, struck=outer_run.struck)
            self._inside(run, words)
            self._run = outer_run
            return
        vanish = child(properties, "w:vanish")
        style = value(properties, "w:rStyle")
        hidden = outer_run.hidden or (bool(style) and self._styles.hides(style))
        struck = strikes(properties)
        if struck is None:
            struck = outer_run.struck or (bool(style) and self._styles.strikes(style))
        fonts = child(properties, "w:rFonts")
        font = "" if fonts is None else get(fonts, "w:ascii") or get(fonts, "w:hAnsi") or ""
        self._run = _Run(
            hidden=hidden if vanish is None else is_on(vanish),
            font=font if font.lower().startswith(("symbol", "wingdings")) else "",
            small=value(properties, "w:vertAlign"),
            struck=struck,
        )
        self._inside(run, words)
        self._run = outer_run

    def _control(self, control: Element, words: Words) -> None:
        content = child(control, "w:sdtContent")
        if content is None:
            return
        if is_unfilled(control):
            self.unfilled += 1
            self._inside(content, words)
            self.unfilled -= 1
            return
        box = child(control, "w:sdtPr", "w14:checkbox")
        if box is not None and len(plain(content).strip()) <= 1:
            checked = child(box, "w14:checked")
            ticked = checked is not None and (get(checked, "w14:val") or "1") in ("1", "true", "on")
            self._emit(TICKED if ticked else BLANK, words)
            return
        self._inside(content, words)

    def _hyperlink(self, element: Element, words: Words) -> None:
        address = self._addresses.get(get(element, "r:id") or "", "")
        if address and not self.unfilled:
            words.links.append(address)
        self._inside(element, words)

    def _simple_field(self, element: Element, words: Words) -> None:
        self._link(get(element, "w:instr") or "", words)
        self._inside(element, words)

    def _field(self, element: Element, words: Words) -> None:
        """Begin a field, its result, or end it."""
        step = get(element, "w:fldCharType")
        if step == "begin":
            self._fields.append(_Field(choice=_form_field(element)))
        elif self._fields and step == "separate":
            self._fields[-1].showing = True
            self._link("".join(self._fields[-1].code), words)
        elif self._fields and step == "end":
            ended_field = self._fields.pop()
            code = "".join(ended_field.code)
            match = re.match(r'\s*SYMBOL\s+(\d{1,5})(?:.*\\f\s+"?([^"\\]+))?', code)
            if match and not ended_field.shown:
                self._emit(symbol((match[2] or "Symbol").strip(), int(match[1])), words)
            elif ended_field.choice and not ended_field.shown:
                self._emit(ended_field.choice, words)

    def _link(self, code: str, words: Words) -> None:
        match = ADDRESS.search(code)
        if match and not match[1].startswith("\\") and not self.unfilled:
            words.links.append(match[1])

    def _drawing(self, element: Element, words: Words) -> None:
        boxes, letters, alternatives = _in_drawing(element)
        if not self.unfilled:
            words.boxes.extend(boxes)
        if not boxes:
            kind = "an embedded object" if name(element) == "w:object" else "a picture"
            description = flat("".join(letters)) or next(filter(None, alternatives), "")
            words.pictures.append(f"{kind} “{description[:200]}”" if description else kind)


def _pass_over(_element: Element, _words: Words) -> None:
    """Read nothing: no reader sees on the page what the element holds."""


def _in_drawing(element: Element) -> tuple[list[Element], list[str], list[str]]:
    boxes: list[Element] = []
    letters: list[str] = []
    alternatives: list[str] = []
    stack = [element]
    while stack:
        node = stack.pop()
        kind = name(node)
        if kind == "w:txbxContent":
            boxes.append(node)
            continue
        if kind == "mc:AlternateContent":
            branch = chosen(node)
            stack.extend([] if branch is None else [branch])
            continue
        if kind == "a:t":
            letters.append(f"{node.text or ''} ")
        if kind == "wp:docPr":
            alternatives.append(node.get("descr") or node.get("title") or "")
        elif kind in ("v:shape", "v:imagedata"):
            alternatives.append(node.get("alt") or node.get("title") or "")
        stack.extend(reversed(node))
    return boxes, letters, alternatives


def _form_field(begin: Element) -> str:
    """Return what an old form field shows that has no text of its own: a box, or a choice."""
    box = child(begin, "w:ffData", "w:checkBox")
    if box is not None:
        state = child(box, "w:checked")
        return TICKED if is_on(state if state is not None else child(box, "w:default")) else BLANK
    choices = child(begin, "w:ffData", "w:ddList")
    if choices is None:
        return ""
    entries = [get(entry, "w:val") or "" for entry in children(choices, "w:listEntry")]
    index = number(value(choices, "w:result") or value(choices, "w:default"))
    return entries[index] if 0 <= index < len(entries) else ""


def is_unfilled(control: Element) -> bool:
    """Tell whether a content control only shows its prompt."""
    return is_on(child(control, "w:sdtPr", "w:showingPlcHdr"))


def plain(element: Any) -> str:
    """Return all text below an element, deleted text included, paragraphs as lines."""
    parts = []
    for node in element.iter():
        kind = name(node)
        if kind in ("w:t", "w:delText", "m:t"):
            parts.append(node.text or "")
        elif kind in MARKS:
            parts.append(MARKS[kind])
        elif kind == "w:p" and parts:
            parts.append("\n")
    return "".join(parts)
