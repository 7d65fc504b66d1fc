"""The mutants of a module: its text with one small change each, as mutmut's operators make them."""

from collections.abc import Iterator
from pathlib import Path

import attrs
import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators

#: Calls whose arguments are names for people or for type checkers, or that tell a type.
NAMING = frozenset({"TypeVar", "cast", "len", "isinstance", "hasattr"})
#: A text is changed once, not in its letters' case too: that is the same question three times.
ONCE = (cst.SimpleString,)


@attrs.frozen
class Mutant:
    """One change.

    Attributes:
        line: The line that it is on, from 1.
        old: What was there, on one line.
        new: What is there instead, on one line.
        code: The whole module with the change.
    """

    line: int
    old: str
    new: str
    code: str


class _Changes(cst.CSTVisitor):
    """Collects the changes of each node that is code, with its line."""

    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self, only: frozenset[str]) -> None:
        super().__init__()
        self.only = only
        self.inside = 0
        self.found: list[tuple[int, cst.CSTNode, cst.CSTNode]] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        """Note what may become of a node, and tell whether to look into it."""
        if _is_no_code(node):
            return False
        if isinstance(node, cst.FunctionDef) and (self.inside or node.name.value in self.only):
            self.inside += 1
        if not self.only or self.inside:
            self._note(node)
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        """Leave a function."""
        if isinstance(original_node, cst.FunctionDef) and self.inside:
            self.inside -= 1

    def _note(self, node: cst.CSTNode) -> None:
        for kind, operator in mutation_operators:
            if not isinstance(node, kind):
                continue
            for number, changed in enumerate(operator(node)):
                if number and isinstance(node, ONCE):
                    break
                line = self.get_metadata(PositionProvider, node).start.line
                self.found.append((line, node, changed))


def _is_no_code(node: cst.CSTNode) -> bool:
    match node:
        case cst.Annotation() | cst.Decorator() | cst.Import() | cst.ImportFrom():
            return True
        case cst.If(test=cst.Name("TYPE_CHECKING")):
            return True
        case cst.Call(func=cst.Name(name)):
            return name in NAMING
        case cst.Assign(targets=[cst.AssignTarget(target=cst.Name("__slots__" | "__all__"))]):
            return True
        case _:
            return False


def mutants(path: Path, only: frozenset[str] = frozenset()) -> Iterator[Mutant]:
    """Make the mutants of a module, in the order of its lines.

    Args:
        path: The module.
        only: The functions to change; all code of the module if there are none.
    """
    text = path.read_text(encoding="utf-8")
    wrapper = MetadataWrapper(cst.parse_module(text))
    changes = _Changes(only)
    wrapper.visit(changes)
    seen = {text}
    for line, node, changed in sorted(changes.found, key=lambda found: found[0]):
        made = wrapper.module.deep_replace(node, changed)
        assert isinstance(made, cst.Module)
        if made.code in seen:
            continue
        seen.add(made.code)
        try:
            compile(made.code, str(path), "exec")
        except SyntaxError:
            continue
        old, new = _difference(text, made.code)
        yield Mutant(line, old, new, made.code)


def _difference(old: str, new: str) -> tuple[str, str]:
    """Return the lines in which two texts differ, each on one line."""
    before, after = old.splitlines(), new.splitlines()
    while before and after and before[0] == after[0]:
        del before[0], after[0]
    while before and after and before[-1] == after[-1]:
        del before[-1], after[-1]
    return " ".join(" ".join(before).split()), " ".join(" ".join(after).split())
