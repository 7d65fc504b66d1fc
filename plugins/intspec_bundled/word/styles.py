"""Look up what a paragraph inherits from its style: its name, its list, hidden and struck text."""

import attrs

from intspec_bundled.word.markup import Element, child, children, get, is_on, number, value

#: The longest chain of styles that build on one another; a longer one is taken for a cycle.
MOST_BASES = 30


@attrs.frozen
class Style:
    """One style.

    Attributes:
        name: Its name.
        base: Id of the style that it builds on.
        hidden: Whether its text is hidden; None where it does not say.
        struck: Whether its text is crossed out; None where it does not say.
        list_id: The list that its paragraphs belong to; None where it does not say.
        level: Their level in the list; None where it does not say.
    """

    name: str
    base: str
    hidden: bool | None
    struck: bool | None
    list_id: str | None
    level: int | None


def strikes(properties: Element | None) -> bool | None:
    """Tell whether the properties of a run cross it out, once or twice; None if they do not say."""
    marks = [child(properties, kind) for kind in ("w:strike", "w:dstrike")]
    stated = [is_on(mark) for mark in marks if mark is not None]
    return any(stated) if stated else None


class Styles:
    """The styles of one file.

    Args:
        root: The root of the part on styles, or None if the file has none.
    """

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Style] = {}
        self.default = ""
        for element in children(root, "w:style") if root is not None else ():
            key = get(element, "w:styleId") or ""
            hidden = child(element, "w:rPr", "w:vanish")
            level = value(element, "w:pPr", "w:numPr", "w:ilvl")
            self._styles[key] = Style(
                name=value(element, "w:name"),
                base=value(element, "w:basedOn"),
                hidden=None if hidden is None else is_on(hidden),
                struck=strikes(child(element, "w:rPr")),
                list_id=value(element, "w:pPr", "w:numPr", "w:numId") or None,
                level=number(level) if level else None,
            )
            if get(element, "w:type") == "paragraph" and get(element, "w:default") in (
                "1",
                "true",
                "on",
            ):
                self.default = key

    def _chain(self, key: str) -> list[tuple[str, Style]]:
        chain: list[tuple[str, Style]] = []
        while key in self._styles and len(chain) < MOST_BASES:
            chain.append((key, self._styles[key]))
            key = self._styles[key].base
        return chain

    def name(self, key: str) -> str:
        """Return what a style is called in Word's menus."""
        style = self._styles.get(key)
        style_name = style.name if style else key
        return style_name.capitalize() if style_name.startswith("heading ") else style_name

    def hides(self, key: str) -> bool:
        """Tell whether a style hides its text."""
        return next(
            (style.hidden for _, style in self._chain(key) if style.hidden is not None), False
        )

    def strikes(self, key: str) -> bool:
        """Tell whether a style crosses its text out."""
        return next(
            (style.struck for _, style in self._chain(key) if style.struck is not None), False
        )

    def listing(self, key: str) -> tuple[str, int | None, str]:
        """Return the list of a style, the level, and the style in the chain that names the list."""
        if key not in self._styles:
            return "", None, ""
        chain = self._chain(key)
        level = next((style.level for _, style in chain if style.level is not None), None)
        for name, style in chain:
            if style.list_id is not None:
                return style.list_id, level, name
        return "", level, ""
