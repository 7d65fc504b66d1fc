"""Why a file cannot be read, and the limits that it is held to."""

import attrs


@attrs.frozen
class Limits:
    """The most that one document may hold.

    Attributes:
        bytes: Size of the file.
        depth: Levels of nesting.
        nodes: Keys, values and list entries in all.
        scalar: Characters of one value.
    """

    bytes: int = 10_000_000
    depth: int = 64
    nodes: int = 400_000
    scalar: int = 1_000_000


DEFAULT_LIMITS = Limits()


@attrs.frozen
class Problem:
    """One reason why a file cannot be read. Lines and columns count from 1, in characters.

    Attributes:
        code: Short name, such as `duplicate-key`.
        message: The defect, in one line that stands alone.
        hint: What mends it.
        line: Line where it is.
        column: Column where it is.
        end_line: Line where it ends.
        end_column: Column after its end.
    """

    code: str
    message: str
    hint: str
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1


class Unreadable(Exception):  # noqa: N818 -- a state of the file, not a fault of the program
    """A file that cannot be read as a document.

    Attributes:
        problems: The reasons, at least one.
    """

    def __init__(self, *problems: Problem) -> None:
        super().__init__(problems[0].message)
        self.problems = problems


def refuse(  # noqa: PLR0913, PLR0917 -- a refusal has as many parts
    code: str, message: str, hint: str, line: int = 1, column: int = 1, width: int = 1
) -> Unreadable:
    """Make the refusal of a file for one defect at one place."""
    return Unreadable(Problem(code, message, hint, line, column, line, column + max(width, 1)))
