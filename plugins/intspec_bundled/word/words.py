"""The words of a paragraph: what of it a reader sees on the page, and what is set aside."""

import re
from typing import Any

import attrs

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
from intspec_bundled.word.styles import Styles
from intspec_bundled.word.symbols import in_font, symbol

#: Elements with text in them that no reader sees on the page.
CODES = frozenset({"w:instrText", "w:delInstrText", "w:fldData", "w:ffData"})
MARKS = {"w:tab": "\t", "w:ptab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-"}
TICKED, BLANK = "\N{BALLOT BOX WITH X}", "\N{BALLOT BOX}"
RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
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
    prompts: list[str] = attrs.field(factory=list)
    boxes: list[Element] = attrs.field(factory=list)
    notes: list[tuple[str, str]] = attrs.field(factory=list)
    comments: list[str] = attrs.field(factory=list)
    pictures: list[str] = attrs.field(factory=list)

    @property
    def text(self) -> str:
        """The text."""
        return "".join(self.parts)


@attrs.frozen
class Paragraph:
    """One paragraph as a reader sees it.

    Attributes:
        text: Its words.
        number: The number or bullet that its list prints before it.
        style: Name of its style.
        links: Addresses that it leads to.
        joined: Whether the mark at its end is deleted, so that the next goes on with it.
    """

    text: str
    number: str = ""
    style: str = ""
    links: tuple[str, ...] = ()
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
    raised: bool = False


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

    def read(self, paragraph: Element) -> Words:
        """Return the words of a paragraph."""
        out = Words()
        style = value(paragraph, "w:pPr", "w:pStyle")
        self._run = _Run(hidden=bool(style) and self._styles.hides(style))
        self._inside(paragraph, out)
        # The instructions of a field that no end follows would swallow the rest of the document.
        for field in self._fields:
            if not field.showing:
                out.parts.extend(field.unseen)
        self._fields = [field for field in self._fields if field.showing]
        return out

    def _inside(self, element: Element, out: Words) -> None:
        for one in element:
            self._one(one, name(one), out)

    def _one(self, one: Element, kind: str, out: Words) -> None:  # noqa: PLR0912 -- one case each
        if not kind or kind in CODES or (kind.endswith("Pr") and kind[:2] in ("w:", "m:")):
            if kind in ("w:instrText", "w:delInstrText") and self._fields:
                self._fields[-1].code.append(one.text or "")
        elif kind in ("w:t", "m:t"):
            self._emit(re.sub(r"\s*[\r\n]+\s*", " ", one.text or ""), out)
        elif kind == "w:r":
            self._formatted(one, out)
        elif kind in MARKS:
            self._emit(MARKS[kind], out)
        elif kind == "w:sym":
            place = get(one, "w:char") or ""
            code = int(place, 16) if re.fullmatch("[0-9A-Fa-f]{1,6}", place) else 0
            self._emit(symbol(get(one, "w:font") or "", code), out)
        elif kind in ("w:del", "w:moveFrom"):
            out.deleted.append(plain(one))
        elif kind == "w:sdt":
            self._control(one, out)
        elif kind in ("w:fldChar", "w:fldSimple", "w:hyperlink"):
            self._field(one, kind, out)
        elif kind == "mc:AlternateContent":
            branch = chosen(one)
            if branch is not None:
                self._inside(branch, out)
        elif kind in ("w:drawing", "w:pict", "w:object"):
            self._drawing(one, kind, out)
        elif kind in ("w:footnoteReference", "w:endnoteReference"):
            out.notes.append((kind[2:-9], get(one, "w:id") or ""))
        elif kind == "w:commentReference":
            out.comments.append(get(one, "w:id") or "")
        elif kind == "w:ruby":
            self._inside_of(one, ("w:rubyBase",), out)
            self._inside_of(one, ("w:rt",), out, before="(", after=")")
        elif kind == "m:f":
            self._inside_of(one, ("m:num",), out, before="(", after=")/")
            self._inside_of(one, ("m:den",), out, before="(", after=")")
        elif kind in ("m:sup", "m:sub"):
            self._emit("^" if kind == "m:sup" else "_", out)
            self._inside(one, out)
        else:
            self._inside(one, out)

    def _inside_of(
        self, one: Element, names: tuple[str, ...], out: Words, before: str = "", after: str = ""
    ) -> None:
        for part in children(one, *names):
            self._emit(before, out)
            self._inside(part, out)
            self._emit(after, out)

    def _emit(self, text: str, out: Words) -> None:
        if not text:
            return
        run = self._run
        if run.font:
            text = in_font(text, run.font)
        if run.raised and re.fullmatch("[0-9+-]+", text.strip()):
            text = text.translate(RAISED)
        waiting = next((f for f in reversed(self._fields) if not f.showing), None)
        if self.unfilled:
            out.prompts.append(text)
        elif waiting is not None:
            waiting.unseen.append(text)
        elif run.hidden:
            out.hidden.append(text)
        else:
            for field in self._fields:
                field.shown = True
            out.parts.append(text)

    def _formatted(self, run: Element, out: Words) -> None:
        before = self._run
        properties = child(run, "w:rPr")
        if properties is None:
            if before.font or before.raised:
                self._run = _Run(hidden=before.hidden)
            self._inside(run, out)
            self._run = before
            return
        vanish = child(properties, "w:vanish")
        style = value(properties, "w:rStyle")
        hidden = before.hidden or (bool(style) and self._styles.hides(style))
        fonts = child(properties, "w:rFonts")
        font = "" if fonts is None else get(fonts, "w:ascii") or get(fonts, "w:hAnsi") or ""
        self._run = _Run(
            hidden=hidden if vanish is None else is_on(vanish),
            font=font if font.lower().startswith(("symbol", "wingdings")) else "",
            raised=value(properties, "w:vertAlign") == "superscript",
        )
        self._inside(run, out)
        self._run = before

    def _control(self, sdt: Element, out: Words) -> None:
        content = child(sdt, "w:sdtContent")
        if content is None:
            return
        if is_unfilled(sdt):
            self.unfilled += 1
            self._inside(content, out)
            self.unfilled -= 1
            return
        box = child(sdt, "w:sdtPr", "w14:checkbox")
        if box is not None and len(plain(content).strip()) <= 1:
            checked = child(box, "w14:checked")
            ticked = checked is not None and (get(checked, "w14:val") or "1") in ("1", "true", "on")
            self._emit(TICKED if ticked else BLANK, out)
            return
        self._inside(content, out)

    def _field(self, one: Element, kind: str, out: Words) -> None:
        if kind == "w:hyperlink":
            address = self._addresses.get(get(one, "r:id") or "", "")
            if address and not self.unfilled:
                out.links.append(address)
            self._inside(one, out)
            return
        if kind == "w:fldSimple":
            self._link(get(one, "w:instr") or "", out)
            self._inside(one, out)
            return
        step = get(one, "w:fldCharType")
        if step == "begin":
            self._fields.append(_Field(choice=_form_field(one)))
        elif self._fields and step == "separate":
            self._fields[-1].showing = True
            self._link("".join(self._fields[-1].code), out)
        elif self._fields and step == "end":
            ended = self._fields.pop()
            code = "".join(ended.code)
            found = re.match(r'\s*SYMBOL\s+(\d{1,5})(?:.*\\f\s+"?([^"\\]+))?', code)
            if found and not ended.shown:
                self._emit(symbol((found[2] or "Symbol").strip(), int(found[1])), out)
            elif ended.choice and not ended.shown:
                self._emit(ended.choice, out)

    def _link(self, code: str, out: Words) -> None:
        found = ADDRESS.search(code)
        if found and not found[1].startswith("\\") and not self.unfilled:
            out.links.append(found[1])

    def _drawing(self, element: Element, kind: str, out: Words) -> None:
        boxes, letters, alternatives = _in_drawing(element)
        if not self.unfilled:
            out.boxes.extend(boxes)
        if not boxes:
            what = {"w:object": "an embedded object"}.get(kind, "a picture")
            said = " ".join("".join(letters).split()) or next(filter(None, alternatives), "")
            out.pictures.append(f"{what} “{said[:200]}”" if said else what)


def _in_drawing(element: Element) -> tuple[list[Element], list[str], list[str]]:
    boxes: list[Element] = []
    letters: list[str] = []
    alternatives: list[str] = []
    waiting = [element]
    while waiting:
        one = waiting.pop()
        kind = name(one)
        if kind == "w:txbxContent":
            boxes.append(one)
            continue
        if kind == "mc:AlternateContent":
            branch = chosen(one)
            waiting.extend([] if branch is None else [branch])
            continue
        if kind == "a:t":
            letters.append(f"{one.text or ''} ")
        if kind == "wp:docPr":
            alternatives.append(one.get("descr") or one.get("title") or "")
        elif kind in ("v:shape", "v:imagedata"):
            alternatives.append(one.get("alt") or one.get("title") or "")
        waiting.extend(reversed(one))
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
    place = number(value(choices, "w:result") or value(choices, "w:default"))
    return entries[place] if 0 <= place < len(entries) else ""


def is_unfilled(sdt: Element) -> bool:
    """Tell whether a content control only shows its prompt."""
    return is_on(child(sdt, "w:sdtPr", "w:showingPlcHdr"))


def plain(element: Any) -> str:
    """Return all text below an element, deleted text included, paragraphs as lines."""
    parts = []
    for one in element.iter():
        kind = name(one)
        if kind in ("w:t", "w:delText", "m:t"):
            parts.append(one.text or "")
        elif kind in MARKS:
            parts.append(MARKS[kind])
        elif kind == "w:p" and parts:
            parts.append("\n")
    return "".join(parts)
