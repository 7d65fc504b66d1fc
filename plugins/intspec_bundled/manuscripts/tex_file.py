"""LaTeX, read for its words: headings, paragraphs, tables, captions and footnotes."""

import re
from collections.abc import Iterator

from intspec.text import flat
from intspec_bundled.manuscripts.blocks import Block, BlockKind

LEVELS = {
    "part": 1,
    "chapter": 1,
    "section": 2,
    "subsection": 3,
    "subsubsection": 4,
    "paragraph": 5,
}
CODE = re.compile(r"\\begin\{(verbatim\*?|lstlisting|minted)\}.*?\\end\{\1\}", re.DOTALL)
COMMENT = re.compile(r"(?<!\\)%.*")
#: What a command with words in braces shows: nothing of these.
SILENT = frozenset(
    {
        "label",
        "ref",
        "eqref",
        "autoref",
        "cref",
        "Cref",
        "cite",
        "citep",
        "citet",
        "citealp",
        "citeauthor",
        "nocite",
        "pagestyle",
        "input",
        "include",
        "includegraphics",
        "bibliography",
        "bibliographystyle",
        "usepackage",
        "documentclass",
        "vspace",
        "hspace",
        "setlength",
        "setcounter",
        "newcommand",
        "renewcommand",
        "thispagestyle",
        "hypersetup",
        "url",
        "pageref",
        "index",
        "addtocounter",
        "linenumbers",
        "begin",
        "end",
        "graphicspath",
        "geometry",
        "fontsize",
    }
)
TOKEN = re.compile(r"\\([a-zA-Z]+)\*?|\\(.)|([{}])|(~)", re.DOTALL)
SIGNS = {
    "textendash": "\u2013",
    "textemdash": "\u2014",
    "ldots": "...",
    "dots": "...",
    "times": "\u00d7",
}
SIGNS |= {
    "pm": "\u00b1",
    "leq": "\u2264",
    "le": "\u2264",
    "geq": "\u2265",
    "ge": "\u2265",
    "ss": "\u00df",
}
SIGNS |= {
    "textquoteright": "\u2019",
    "item": "\n\n",
    "par": "\n\n",
    "newline": " ",
    "textasciitilde": "~",
}
QUOTES = (("``", "\u201c"), ("''", "\u201d"), ("---", "\u2014"), ("--", "\u2013"), ("$", ""))
STRUCTURE = re.compile(
    r"\\(part|chapter|section|subsection|subsubsection|paragraph|title|caption|footnote|footnotetext)"
    r"\*?\s*(?:\[[^\]]*\]\s*)?\{|\\(begin|end)\{(table\*?|figure\*?|tabular\*?|tabularx|longtable|"
    r"abstract|equation\*?|align\*?|thebibliography)\}"
)
TABULAR = frozenset({"tabular", "tabularx", "longtable"})
ABOUT_COLUMNS = re.compile(r"\s*(?:\[[^\]]*\])?(?:\{[^{}]*\}){0,1}\s*\{(?:[^{}]|\{[^{}]*\})*\}")
ACCENTS = {"'": "\u0301", "`": "\u0300", '"': "\u0308", "^": "\u0302", "~": "\u0303", "c": "\u0327"}


def seen(text: str) -> str:
    """Return what a reader sees of a text in LaTeX; an empty line ends a paragraph."""
    parts: list[str] = []
    at = 0
    while (token := TOKEN.search(text, at)) is not None:
        parts.append(text[at : token.start()])
        at = token.end()
        command, sign, _brace, tie = token.groups()
        if tie:
            parts.append(" ")
        elif command in SILENT:
            at = _after_arguments(text, at)
        elif command:
            parts.append(SIGNS.get(command, ""))
            at += text[at : at + 1] == " " and command not in SIGNS
        elif sign == "\\":
            parts.append(" ")
        elif sign in ACCENTS and (letter := re.match(r"\{?([A-Za-z])\}?", text[at:])):
            parts.append(letter[1] + ACCENTS[sign])
            at += letter.end()
        elif sign in ("%", "&", "#", "_", "$", "{", "}", " "):
            parts.append(sign)
    parts.append(text[at:])
    words = "".join(parts)
    for written, shown in QUOTES:
        words = words.replace(written, shown)
    return words


def _after_arguments(text: str, at: int) -> int:
    """Return where the options and arguments of a command end."""
    while (opening := re.match(r"\s?([\[{])", text[at : at + 2])) is not None:
        closing = _closing(text, at + opening.start(1))
        if closing is None:
            return at
        at = closing + 1
    return at


def _closing(text: str, at: int) -> int | None:
    """Return where the brace or bracket that opens at a place is closed."""
    opening = text[at]
    closing = {"{": "}", "[": "]"}[opening]
    depth = 0
    for match in re.compile(rf"\\.|[{re.escape(opening + closing)}]", re.DOTALL).finditer(text, at):
        if match[0] == opening:
            depth += 1
        elif match[0] == closing:
            depth -= 1
            if not depth:
                return match.start()
    return None


def blocks(source: str) -> Iterator[Block]:
    """Go over the blocks of a document in LaTeX."""
    without_code = CODE.sub("\n\n", source)
    text = "\n".join(COMMENT.sub("", line) for line in without_code.split("\n"))
    document = re.search(r"\\begin\{document\}", text)
    title = re.search(r"\\title\s*\{", text[: document.start()] if document else "")
    if title and (closing := _closing(text, title.end() - 1)) is not None:
        yield Block(flat(seen(text[title.end() : closing])), "title")
    text = text[document.end() :] if document else text
    yield from _Body(text.partition(r"\end{document}")[0]).blocks()


class _Body:
    """Goes through the body of a document once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._held: list[str] = []
        self._notes: list[Block] = []
        self._inside: list[str] = []
        self._tables = self._figures = 0

    def blocks(self) -> Iterator[Block]:
        """Go over the blocks, each footnote behind the paragraph that has it."""
        at = 0
        for match in STRUCTURE.finditer(self._text):
            if match.start() < at:
                continue
            self._held.append(self._text[at : match.start()])
            at = match.end()
            if match[2]:
                yield from self._flushed()
                yield from self._turn(match[2], match[3].rstrip("*"))
                if match[2] == "begin" and self._inside[-1] in TABULAR:
                    columns = ABOUT_COLUMNS.match(self._text, at)
                    at = columns.end() if columns else at
                continue
            closing = _closing(self._text, match.end() - 1)
            if closing is not None:
                at = closing + 1
                yield from self._command(match[1], self._text[match.end() : closing])
        self._held.append(self._text[at:])
        yield from self._flushed()

    def _turn(self, turn: str, name: str) -> Iterator[Block]:
        """Begin an environment, or end it."""
        if turn == "end":
            if name in self._inside:
                del self._inside[self._inside.index(name) :]
            return
        self._inside.append(name)
        self._tables += name == "table"
        self._figures += name == "figure"
        if name == "abstract":
            yield Block("Abstract", "heading", level=LEVELS["section"])

    def _command(self, command: str, argument: str) -> Iterator[Block]:
        words = flat(seen(argument))
        if command.startswith("footnote"):
            self._notes.append(Block(words, "note"))
            return
        yield from self._flushed()
        if command == "caption":
            if "figure" in self._inside:
                figure = str(self._figures)
                yield Block(f"Figure {figure}. {words}", "caption", figure=figure)
            else:
                table = str(self._tables)
                yield Block(f"Table {table}. {words}", "caption", table=table)
        elif command == "title":
            yield Block(words, "title")
        else:
            yield Block(words, "heading", level=LEVELS[command])

    def _flushed(self) -> Iterator[Block]:
        inside = self._inside[-1] if self._inside else ""
        yield from _paragraphs("".join(self._held), inside, self._tables)
        yield from self._notes
        self._held.clear()
        self._notes.clear()


def _paragraphs(text: str, inside: str, tables: int) -> Iterator[Block]:
    if inside in ("thebibliography", "equation", "align"):
        return
    if inside in TABULAR:
        for row in re.split(
            r"\\\\(?:\[[^\]]*\])?|\\(?:top|mid|bottom|h|c)(?:rule|line)(?:\{[^}]*\})?", text
        ):
            cells = [flat(seen(cell)) for cell in re.split(r"(?<!\\)&", row)]
            yield Block(" | ".join(cell for cell in cells if cell), "table", table=str(tables))
        return
    kind: BlockKind = "paragraph"
    for piece in re.split(r"\n\s*\n", seen(text)):
        yield Block(flat(piece), kind)
