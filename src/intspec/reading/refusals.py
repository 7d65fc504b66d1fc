"""Why a file cannot be read, and the limits that it is held to."""

from collections.abc import Mapping

from intspec.lazy import frozen

#: Every code that a problem may have, and what it says of the file.
CODES: Mapping[str, str] = {
    "alias": "A `*name` stands for a part written elsewhere.",
    "anchor": "A `&name` marks a part for use elsewhere.",
    "conflict-markers": "Marks of an unfinished Git merge are left in the file.",
    "control-character": "A character that cannot be seen or printed is in the text.",
    "directive": "A line that begins with % asks for what is not supported.",
    "duplicate-key": "A key stands twice in one block.",
    "empty": "The file has no content.",
    "json-syntax": "The text is not JSON.",
    "merge-key": "`<<` copies keys from elsewhere.",
    "nbsp-indent": "A line begins with a space of another kind, such as a non-breaking one.",
    "no-file": "There is no such file, or it is a folder, a device or closed to you.",
    "non-text-key": "A key is not text.",
    "not-a-mapping": "The file holds no keys at its outermost level.",
    "not-a-specification": "The file has none of the keys of a specification.",
    "not-utf8": "The file is not saved as UTF-8.",
    "second-document": "A second document begins in the same file.",
    "surrogate": "An escape gives half a character.",
    "tab-indent": "A tab stands where only spaces may.",
    "tag": "A `!name` asks for a special type.",
    "too-deep": "Blocks or brackets are nested too deeply.",
    "too-large": "The file, or one value in it, is too large.",
    "wrong-kind-of-file": "The file is of another kind: a PDF, a record of a registry, say.",
    "yaml-syntax": "The text is not YAML.",
}


@frozen
class Limits:
    """The most that one document may hold.

    Attributes:
        bytes: Size of the file.
        depth: Levels of nesting; the root is the first.
        nodes: Keys, values and list entries in all.
        scalar: Characters of one value.
    """

    bytes: int = 10_000_000
    depth: int = 64
    nodes: int = 200_000
    scalar: int = 1_000_000


DEFAULT_LIMITS = Limits()


@frozen
class Problem:
    """One reason why a file cannot be read.

    Attributes:
        code: Short name, such as `duplicate-key`; one of `CODES`.
        message: The defect, in one line that stands alone.
        hint: What mends it.
        line: Line where it is, from 1.
        column: Column where it is, from 1, in characters.
        end_line: Line where it ends.
        end_column: Column after its end.
        text: The source line where it begins.
    """

    code: str
    message: str
    hint: str
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1
    text: str = ""


class Unreadable(Exception):  # noqa: N818 -- a state of the file, not a fault of the program
    """A file that cannot be read as a document.

    Attributes:
        problems: The reasons, at least one.
    """

    def __init__(self, *problems: Problem) -> None:
        super().__init__(problems[0].message)
        self.problems = problems
