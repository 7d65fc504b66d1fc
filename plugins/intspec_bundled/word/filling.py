"""Write answers into the cells of a Word form, and keep the formatting of the cells."""

from collections.abc import Iterator, Sequence
from copy import deepcopy

from lxml import etree

from intspec import FilledForm, FormAnswer
from intspec.text import is_open
from intspec_bundled.word.annotating import legal, serialised
from intspec_bundled.word.markup import Element, child, children, get, name, value
from intspec_bundled.word.package import Package
from intspec_bundled.word.paragraph_text import is_unfilled, plain
from intspec_bundled.word.reading import DocumentReader

SPACE = "{http://www.w3.org/XML/1998/namespace}space"
#: The elements of a run that holds only text; a run with any other is not written over.
WORDS = frozenset({"w:rPr", "w:t", "w:tab", "w:br", "w:cr", "w:noBreakHyphen", "w:softHyphen"})
#: Controls that take no free text.
FIXED = {
    "w:dropDownList": "a drop-down list",
    "w14:checkbox": "a check box",
    "w:date": "a date",
    "w:picture": "a picture",
}
LOCKED = frozenset({"contentLocked", "sdtContentLocked"})


def fill(raw: bytes, answers: Sequence[FormAnswer]) -> FilledForm:
    """Write answers into the cells of a Word file.

    Args:
        raw: The file.
        answers: What is to stand in which cell.

    Raises:
        FormError: It cannot be read.
    """
    package = Package(raw)
    document = DocumentReader(package)
    document.read()
    left: dict[str, str] = {}
    for answer in answers:
        cell = document.cells.get(answer.where)
        hindrance = "there is no such cell" if cell is None else obstacle(cell)
        if cell is None or hindrance:
            left[answer.where] = hindrance
        else:
            write(cell, answer.text, overwrite=answer.overwrite)
    content = package.rewritten({package.main: serialised(package.xml(package.main))})
    return FilledForm(content, left)


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
    kinds = (
        FIXED[name(element)]
        for element in (() if properties is None else properties)
        if name(element) in FIXED
    )
    return next(kinds, "")


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
    for mark in ("w:strike", "w:dstrike"):
        # What it stands in place of may have been crossed out.
        struck = child(target, "w:rPr", mark)
        if struck is not None:
            struck.getparent().remove(struck)
    for run in words:
        is_kept = not overwrite and not is_open(plain(run))
        is_removed = run.getparent() is None
        if run is not target and not is_removed and not is_kept and _control_of(run, cell) is None:
            _remove(run, target)


def _own(element: Element, cell: Element) -> bool:
    """Tell whether something stands in a cell itself, and in no table, box or deletion in it."""
    for ancestor in element.iterancestors():
        if ancestor is cell:
            return True
        if name(ancestor) in ("w:tc", "w:txbxContent", "w:del", "w:moveFrom"):
            return False
    return False


def _is_words(run: Element) -> bool:
    kinds = {name(element) for element in run}
    return "w:t" in kinds and kinds <= WORDS


def _around(cell: Element) -> Iterator[Element]:
    for ancestor in cell.iterancestors():
        if name(ancestor) == "w:tbl":
            return
        if name(ancestor) == "w:sdt":
            yield ancestor


def _inside(cell: Element) -> Iterator[Element]:
    return (element for element in cell.iter() if name(element) == "w:sdt" and _own(element, cell))


def _control_of(run: Element, cell: Element) -> Element | None:
    """Return the control that only shows its prompt and that a run stands in."""
    row = next((ancestor for ancestor in cell.iterancestors() if name(ancestor) == "w:tr"), None)
    for ancestor in run.iterancestors():
        if ancestor is row:
            return None
        if name(ancestor) == "w:sdt" and is_unfilled(ancestor):
            return ancestor
    return None


def _fixed(run: Element, cell: Element) -> bool:
    """Tell whether a run stands in a control of the cell that takes no free text."""
    for ancestor in run.iterancestors():
        if ancestor is cell:
            return False
        if name(ancestor) == "w:sdt" and _kind(ancestor):
            return True
    return False


def _in_field(run: Element, runs: list[Element]) -> bool:
    """Tell whether a run is the result of an old form field."""
    showing = False
    for candidate in runs:
        for step in _steps(candidate):
            showing = step == "separate" or (showing and step != "end")
        if candidate is run:
            return showing
    return False


def _steps(run: Element) -> list[str | None]:
    return [get(mark, "w:fldCharType") for mark in children(run, "w:fldChar")]


def _new_run(cell: Element, runs: list[Element]) -> Element:
    """Add a run: to the control that is there, into the result of a field, or to the paragraph."""
    uri = etree.QName(cell).namespace
    run = cell.makeelement(f"{{{uri}}}r")
    separators = [candidate for candidate in runs if "separate" in _steps(candidate)]
    if separators:
        separators[0].addnext(run)
        properties = child(separators[0], "w:rPr")
        if properties is not None:
            run.append(deepcopy(properties))
        return run
    paragraphs = [
        candidate for candidate in cell.iter() if name(candidate) == "w:p" and _own(candidate, cell)
    ]
    paragraph = paragraphs[0] if paragraphs else etree.SubElement(cell, f"{{{uri}}}p")
    contents = [
        content
        for control in _inside(cell)
        if not _kind(control)
        for content in children(control, "w:sdtContent")
    ]
    inline_contents = [
        content
        for content in contents
        if any(name(ancestor) == "w:p" for ancestor in content.iterancestors())
    ]
    (inline_contents[0] if inline_contents else paragraph).append(run)
    mark = child(paragraph, "w:pPr", "w:rPr")
    _format(run, mark)
    return run


def _format(run: Element, template: Element | None) -> None:
    """Format a run like the mark at the end of its paragraph, or like a control says."""
    if template is None:
        return
    properties = deepcopy(template)
    for element in list(properties):
        tracked = name(element) in ("w:ins", "w:del", "w:moveFrom", "w:moveTo", "w:rPrChange")
        if tracked or (name(element) == "w:rStyle" and _is_prompt(properties)):
            properties.remove(element)
    if len(properties):
        run.insert(0, properties)


def _is_prompt(properties: Element) -> bool:
    """Tell whether run properties are those of a control's prompt."""
    return "placeholder" in value(properties, "w:rStyle").lower()


def _unmark(control: Element) -> None:
    """Make a control one that is filled in."""
    properties = child(control, "w:sdtPr")
    for element in list(() if properties is None else properties):
        # A control that is bound to data would show that data in place of the answer.
        if name(element) in ("w:showingPlcHdr", "w:dataBinding", "w15:dataBinding"):
            element.getparent().remove(element)


def _settle(control: Element, target: Element) -> None:
    """Make a control one that is filled in, and give its text the format that it asks for."""
    _unmark(control)
    properties = child(control, "w:sdtPr")
    control_format = child(properties, "w:rPr")
    run_format = child(target, "w:rPr")
    if run_format is not None and (control_format is not None or _is_prompt(run_format)):
        target.remove(run_format)
    if control_format is not None:
        _format(target, control_format)
    for run in [element for element in control.iter() if name(element) == "w:r"]:
        if run is not target and _is_words(run):
            _remove(run, target)


def _say(run: Element, text: str) -> None:
    """Put words into a run in place of its own."""
    for element in list(run):
        if name(element) != "w:rPr":
            run.remove(element)
    uri = etree.QName(run).namespace
    for number, line in enumerate(legal(text).split("\n")):
        if number:
            etree.SubElement(run, f"{{{uri}}}br")
        words = etree.SubElement(run, f"{{{uri}}}t")
        words.text = line
        words.set(SPACE, "preserve")


def _remove(run: Element, target: Element) -> None:
    """Take a run out, with the link or empty paragraph that it leaves behind."""
    parent = run.getparent()
    parent.remove(run)
    if name(parent) in ("w:hyperlink", "w:ins", "w:smartTag") and not len(parent):
        parent, wrapper = parent.getparent(), parent
        parent.remove(wrapper)
    paragraph = next(
        (ancestor for ancestor in target.iterancestors() if name(ancestor) == "w:p"), None
    )
    if name(parent) == "w:p" and parent is not paragraph:
        names = {name(element) for element in parent}
        # A cell, or a control around paragraphs, must still end with a paragraph.
        sibling = parent.getnext() if parent.getnext() is not None else parent.getprevious()
        has_sibling = sibling is not None and name(sibling) == "w:p"
        if names <= {"w:pPr"} and has_sibling and child(parent, "w:pPr", "w:sectPr") is None:
            parent.getparent().remove(parent)
