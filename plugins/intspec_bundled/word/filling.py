"""Writes an answer into one cell of a form: its formatting stays, and all around it."""

from collections.abc import Iterator
from copy import deepcopy

from lxml import etree

from intspec_bundled.word.annotating import legal
from intspec_bundled.word.item_matching import is_open
from intspec_bundled.word.markup import Element, child, children, get, name, value
from intspec_bundled.word.paragraph_text import is_unfilled, plain

SPACE = "{http://www.w3.org/XML/1998/namespace}space"
#: What a run may hold and still be nothing but its words.
WORDS = frozenset({"w:rPr", "w:t", "w:tab", "w:br", "w:cr", "w:noBreakHyphen", "w:softHyphen"})
#: Controls that take no free text.
FIXED = {
    "w:dropDownList": "a drop-down list",
    "w14:checkbox": "a check box",
    "w:date": "a date",
    "w:picture": "a picture",
}
LOCKED = frozenset({"contentLocked", "sdtContentLocked"})


def obstacle(cell: Element) -> str:
    """Say why a cell takes no text; empty if it does."""
    for control in (*_around(cell), *_inside(cell)):
        if value(control, "w:sdtPr", "w:lock") in LOCKED:
            return "the form locks its content"
    controls = list(_inside(cell)) or list(_around(cell))
    kinds = [_kind(control) for control in controls]
    if controls and all(kinds):
        return f"it is {kinds[0]}"
    return ""


def _kind(control: Element) -> str:
    """Return what a control is that takes no free text; empty if it takes some."""
    properties = child(control, "w:sdtPr")
    found = (
        FIXED[name(one)] for one in (() if properties is None else properties) if name(one) in FIXED
    )
    return next(found, "")


def write(cell: Element, text: str, *, overwrite: bool = False) -> None:
    """Write an answer into a cell in place of the text that is there.

    Args:
        cell: The element of the cell.
        text: The answer; its lines become lines of one paragraph.
        overwrite: Whether words go that are more than a line to write on.
    """
    runs = [run for run in cell.iter() if name(run) == "w:r" and _own(run, cell)]
    words = [run for run in runs if _is_words(run) and not _fixed(run, cell)]
    results = [run for run in words if _in_field(run, runs)]
    lines = [run for run in words if "_" in plain(run)]
    prompts = [run for run in words if _control_of(run, cell) is not None]
    target = next(iter(results or prompts or lines or words), None)
    label, line, _ = ("", "", "") if target is None else plain(target).partition("_")
    if target is None:
        target = _new_run(cell, runs)
    control = _control_of(target, cell)
    if control is not None:
        _settle(control, target)
    while (outer := _control_of(target, cell)) is not None:
        _unmark(outer)
    labelled = line and label.strip() and control is None and not overwrite
    _say(target, label + text if labelled else text)
    for run in words:
        kept = not overwrite and not is_open(plain(run))
        gone = run.getparent() is None
        if run is not target and not gone and not kept and _control_of(run, cell) is None:
            _remove(run, target)


def _own(element: Element, cell: Element) -> bool:
    """Tell whether something stands in a cell itself, and in no table, box or deletion in it."""
    for above in element.iterancestors():
        if above is cell:
            return True
        if name(above) in ("w:tc", "w:txbxContent", "w:del", "w:moveFrom"):
            return False
    return False


def _is_words(run: Element) -> bool:
    kinds = {name(one) for one in run}
    return "w:t" in kinds and kinds <= WORDS


def _around(cell: Element) -> Iterator[Element]:
    for above in cell.iterancestors():
        if name(above) == "w:tbl":
            return
        if name(above) == "w:sdt":
            yield above


def _inside(cell: Element) -> Iterator[Element]:
    return (one for one in cell.iter() if name(one) == "w:sdt" and _own(one, cell))


def _control_of(run: Element, cell: Element) -> Element | None:
    """Return the control that only shows its prompt and that a run stands in."""
    row = next((above for above in cell.iterancestors() if name(above) == "w:tr"), None)
    for above in run.iterancestors():
        if above is row:
            return None
        if name(above) == "w:sdt" and is_unfilled(above):
            return above
    return None


def _fixed(run: Element, cell: Element) -> bool:
    """Tell whether a run stands in a control of the cell that takes no free text."""
    for above in run.iterancestors():
        if above is cell:
            return False
        if name(above) == "w:sdt" and _kind(above):
            return True
    return False


def _in_field(run: Element, runs: list[Element]) -> bool:
    """Tell whether a run is the result of an old form field."""
    showing = False
    for one in runs:
        for step in _steps(one):
            showing = step == "separate" or (showing and step != "end")
        if one is run:
            return showing
    return False


def _steps(run: Element) -> list[str | None]:
    return [get(mark, "w:fldCharType") for mark in children(run, "w:fldChar")]


def _new_run(cell: Element, runs: list[Element]) -> Element:
    """Add a run: to the control that is there, into the result of a field, or to the paragraph."""
    uri = etree.QName(cell).namespace
    run = cell.makeelement(f"{{{uri}}}r")
    separate = [one for one in runs if "separate" in _steps(one)]
    if separate:
        separate[0].addnext(run)
        properties = child(separate[0], "w:rPr")
        if properties is not None:
            run.append(deepcopy(properties))
        return run
    paragraphs = [one for one in cell.iter() if name(one) == "w:p" and _own(one, cell)]
    paragraph = paragraphs[0] if paragraphs else etree.SubElement(cell, f"{{{uri}}}p")
    contents = [
        content
        for control in _inside(cell)
        if not _kind(control)
        for content in children(control, "w:sdtContent")
    ]
    inline = [c for c in contents if any(name(a) == "w:p" for a in c.iterancestors())]
    (inline[0] if inline else paragraph).append(run)
    mark = child(paragraph, "w:pPr", "w:rPr")
    _format(run, mark)
    return run


def _format(run: Element, like: Element | None) -> None:
    """Format a run like the mark at the end of its paragraph, or like a control says."""
    if like is None:
        return
    properties = deepcopy(like)
    for one in list(properties):
        tracked = name(one) in ("w:ins", "w:del", "w:moveFrom", "w:moveTo", "w:rPrChange")
        if tracked or (name(one) == "w:rStyle" and _is_prompt(properties)):
            properties.remove(one)
    if len(properties):
        run.insert(0, properties)


def _is_prompt(properties: Element) -> bool:
    """Tell whether run properties are those of a control's prompt."""
    return "placeholder" in value(properties, "w:rStyle").lower()


def _unmark(control: Element) -> None:
    """Make a control one that is filled in."""
    properties = child(control, "w:sdtPr")
    for one in list(() if properties is None else properties):
        # A bound control would show what stands in the data behind the form, and not the answer.
        if name(one) in ("w:showingPlcHdr", "w:dataBinding", "w15:dataBinding"):
            one.getparent().remove(one)


def _settle(control: Element, target: Element) -> None:
    """Make a control one that is filled in, and give its text the format that it asks for."""
    _unmark(control)
    properties = child(control, "w:sdtPr")
    wanted = child(properties, "w:rPr")
    own = child(target, "w:rPr")
    if own is not None and (wanted is not None or _is_prompt(own)):
        target.remove(own)
    if wanted is not None:
        _format(target, wanted)
    for run in [one for one in control.iter() if name(one) == "w:r"]:
        if run is not target and _is_words(run):
            _remove(run, target)


def _say(run: Element, text: str) -> None:
    """Put words into a run in place of its own."""
    for one in list(run):
        if name(one) != "w:rPr":
            run.remove(one)
    uri = etree.QName(run).namespace
    for number, one in enumerate(legal(text).split("\n")):
        if number:
            etree.SubElement(run, f"{{{uri}}}br")
        words = etree.SubElement(run, f"{{{uri}}}t")
        words.text = one
        words.set(SPACE, "preserve")


def _remove(run: Element, target: Element) -> None:
    """Take a run out, with the link or empty paragraph that it leaves behind."""
    above = run.getparent()
    above.remove(run)
    if name(above) in ("w:hyperlink", "w:ins", "w:smartTag") and not len(above):
        above, empty = above.getparent(), above
        above.remove(empty)
    paragraph = next((a for a in target.iterancestors() if name(a) == "w:p"), None)
    if name(above) == "w:p" and above is not paragraph:
        left = {name(one) for one in above}
        # A cell ends with a paragraph, and so does a control that holds some.
        beside = above.getnext() if above.getnext() is not None else above.getprevious()
        spare = beside is not None and name(beside) == "w:p"
        if left <= {"w:pPr"} and spare and child(above, "w:pPr", "w:sectPr") is None:
            above.getparent().remove(above)
