"""What is done to text is done in one place: no second table, no second helper of the same job."""

import ast
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.long

ROOT = Path(__file__).parent.parent
FILES = sorted([*(ROOT / "src").rglob("*.py"), *(ROOT / "plugins").rglob("*.py")])
HOME = ROOT / "src" / "intspec" / "text"
CHARACTERS = HOME / "characters.py"
#: Categories of Unicode without a shape: controls, formats, halves, separators, spaces.
UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"}
#: Tables of such characters that are about something else, each with what it is about.
OTHER_TABLES = {
    "config/patterns.py": "what the classes of patterns in ignore files stand for",
    "reading/scalars.py": "what the letters of escapes stand for, and how two halves are joined",
    "reading/text.py": "bytes, and not characters",
    "latex/characters.py": "what TeX is told to draw for each sign",
    "latex/escaping.py": "what TeX sets instead, character by character",
    "manuscripts/pdf_file.py": "hyphens and ligatures as PDFium and fonts of TeX give them",
    "manuscripts/pdf_worker.py": "what PDFium writes for a hyphen at the end of a line",
    "word/symbols.py": "places in the fonts Symbol and Wingdings",
}
#: The jobs that have one function.
ONE_FUNCTION = re.compile(r"_?(shorten|slug|unique|plural|nearest|did_you_mean|is_placeholder)")


def is_unseen(character: str) -> bool:
    """Tell whether nobody can see a character; a blank and the ends of lines are no secret."""
    number = ord(character)
    no_character = 0xFDD0 <= number < 0xFDF0 or number & 0xFFFE == 0xFFFE
    return character not in "\t\n\r " and (
        unicodedata.category(character) in UNSEEN or no_character
    )


def unseen_in(text: str) -> set[str]:
    """Return what nobody can see in a text, also where a regular expression escapes it."""
    text = re.sub(
        r"\\x([0-9a-fA-F]{2})|\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})",
        lambda found: chr(int(found[1] or found[2] or found[3], 16)),
        text,
    )
    return {character for character in text if is_unseen(character)}


def numbers(node: ast.AST) -> Iterator[int]:
    """Go over the numbers that stand in a display of values, or begin and end a range."""
    values: list[ast.expr | None] = []
    if isinstance(node, ast.Dict):
        values = [*node.keys, *node.values]
    elif isinstance(node, ast.List | ast.Tuple | ast.Set):
        values = [*node.elts]
    for value in values:
        if isinstance(value, ast.Constant) and type(value.value) is int:
            yield value.value


def is_table(node: ast.AST) -> bool:
    """Tell whether a piece of code lists characters that nobody can see: two, or a range."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return len(unseen_in(node.value)) > 1
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "range":
        ends = [a.value for a in node.args if isinstance(a, ast.Constant)]
        return any(
            isinstance(end, int) and 0x20 < end < 0x110000 and is_unseen(chr(end)) for end in ends
        )
    large = [n for n in numbers(node) if 0x7F <= n < 0x110000]
    return len([n for n in large if is_unseen(chr(n))]) > 1


def docstrings(tree: ast.AST) -> set[int]:
    """Return the ids of the nodes that are docstrings."""
    return {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }


def tables(code: str) -> list[int]:
    """Return the lines of code where characters that nobody can see are listed."""
    tree = ast.parse(code)
    told = docstrings(tree)
    return [
        getattr(node, "lineno", 0)
        for node in ast.walk(tree)
        if id(node) not in told and is_table(node)
    ]


def test_what_cannot_be_seen_is_listed_once() -> None:
    """A format composes its set of those that `intspec.text` names."""
    others = ("text/characters.py", *OTHER_TABLES)
    for path in FILES:
        if not path.as_posix().endswith(others):
            assert tables(path.read_text(encoding="utf-8")) == [], path


def test_white_space_is_made_single_by_one_function() -> None:
    """Whatever is put on one line is put there by `flat`."""
    for path in FILES:
        joined = [
            node.lineno
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call)
            and ast.unparse(node.func) == "' '.join"
            and isinstance(node.args[0], ast.Call)
            and isinstance(node.args[0].func, ast.Attribute)
            and node.args[0].func.attr == "split"
            and not node.args[0].args
        ]
        assert len(joined) == (path.name == "wording.py"), path


@pytest.mark.parametrize("name", OTHER_TABLES)
def test_each_exception_is_still_one(name: str) -> None:
    """What is excused lists such characters indeed."""
    path = next(p for p in FILES if p.as_posix().endswith(name))
    assert tables(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "code",
    [
        r'X = "[\x00-\x08]"',
        r'X = r"[\x00-\x08]"',
        r'X = f"{y}\u200b\u200c"',
        'X = "\N{ZERO WIDTH SPACE}\N{WORD JOINER}"',
        "X = dict.fromkeys([*range(0x7F, 0xA0)])",
        "X = {0x200B: '', 0xFEFF: ''}",
        "X = (0x2028, 0x2029)",
    ],
)
def test_a_table_is_found_however_it_is_written(code: str) -> None:
    """As characters, escapes, names or numbers."""
    assert tables(code) == [1]


def test_one_job_has_one_function() -> None:
    """What `intspec.text` does is not done again elsewhere."""
    homes: dict[str, list[str]] = {}
    for path in FILES:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and (job := ONE_FUNCTION.fullmatch(node.name)):
                homes.setdefault(job[1], []).append(path.relative_to(ROOT).as_posix())
    assert homes == {
        "did_you_mean": ["src/intspec/text/names.py"],
        "is_placeholder": ["src/intspec/text/placeholders.py"],
        "nearest": ["src/intspec/text/names.py"],
        "plural": ["src/intspec/text/wording.py"],
        "shorten": ["src/intspec/text/wording.py"],
        "slug": ["src/intspec/text/names.py"],
        "unique": ["src/intspec/text/names.py"],
    }


def test_the_sign_of_replacement_is_named_once() -> None:
    """All formats show the same sign for what they cannot hold."""
    for path in FILES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        signs = [n for n in ast.walk(tree) if isinstance(n, ast.Constant) and n.value == "\ufffd"]
        assert not signs or path == CHARACTERS, path


def test_texts_are_normalised_by_one_function() -> None:
    """Python's own takes time that grows with the square of a text's length."""
    for path in FILES:
        calls = re.findall(r"unicodedata\.normalize\(", path.read_text(encoding="utf-8"))
        assert not calls or path == CHARACTERS, path
