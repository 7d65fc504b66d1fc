"""Arms whose names have a word in them that heads columns of forms: they are arms all the same."""

import pytest

from described_tables import rows_of_tidier
from docx_builder import docx, p, tbl, tr
from intspec import load_registry
from intspec.cli.forms import answers_of, imported
from intspec.forms import Form
from intspec.forms.read import Filled

NAMES = (
    "Standard care",
    "Standard physiotherapy",
    "Standardised exercise",
    "Evidence-based care",
    "Response prevention",
    "Caesarean section",
    "Question prompt list",
)
HEADS = ("Item", "No.")


def read(name: str, head: str) -> Filled:
    """Read a table of descriptions with a column for an arm of this name, right of another."""
    body = [
        ([label] if head == "Item" else [str(number), label])
        + [f"Told of the first arm, {label.lower()}.", f"Told of the second, {label.lower()}."]
        for number, label in enumerate(rows_of_tidier(), 1)
    ]
    first = [head] if head == "Item" else [head, "Item"]
    raw = docx(
        p("TIDieR: a fictitious trial"), tbl(tr(*first, "Walking", name), *(tr(*r) for r in body))
    )
    registry = load_registry()
    form = imported("a.docx", registry, raw=raw)
    assert isinstance(form, Form)
    return answers_of(form, "a.docx", registry)


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("name", NAMES)
def test_a_column_called_like_an_intervention_is_an_arm(name: str, head: str) -> None:
    """Each of its twelve answers is the arm's, and none is taken for a label or a comment."""
    filled = read(name, head)
    assert [arm.name for arm in filled.arms] == ["Walking", name]
    said = [one.answer for item in filled.items for one in item.said]
    assert [a.arm for a in said] == ["Walking", name] * 12
    assert not any(item.comments for item in filled.items)
