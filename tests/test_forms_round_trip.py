"""What a form holds comes back: views made forms and read again, for real and invented studies."""

from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from intspec.api import check_bytes, shared_registry
from intspec.checking import Checked
from intspec.checklists import Checklist
from intspec.forms.drafting import draft
from intspec.forms.filled import read_form
from intspec.forms.records import Form
from intspec.forms.yaml_text import write_yaml
from intspec.views import build_view
from made_specs import specifications
from roundtrip import context_of, frame, locations, shown_declarations, stated_declarations
from viewforms import form_of

ROOT = Path(__file__).parent.parent
SPECS = sorted(ROOT.glob("specs/*/*.intspec.yaml"))


@cache
def checklists() -> list[Checklist]:
    """Return the installed guidelines."""
    registry = shared_registry()
    return [c for c in map(registry.checklist, registry.checklist_ids) if c is not None]


def checked(text: str) -> Checked:
    """Check a specification, which has to fit the schema."""
    done = check_bytes(text.encode(), path="made.intspec.yaml")
    assert done.spec is not None, (done.report.diagnostics, text)
    return done


def imported(form: Form) -> Checked:
    """Import a form and check the draft."""
    return checked(draft(read_form(form, checklists()), "made").text())


def view_form(kind: str, done: Checked, checklist: Checklist) -> Form:
    """Make the form of a view."""
    assert done.spec is not None
    return form_of(build_view(kind, done.spec, done.report, checklist))


def assert_checklist_returns(done: Checked, checklist: Checklist, form: Form) -> None:
    """Hold what a form of the checklist view gives against what the view was made of."""
    back = imported(form)
    before, after = context_of(done, checklist), context_of(back, checklist)
    assert frame(after) == frame(before)
    assert locations(after) == locations(before)
    assert stated_declarations(after) == shown_declarations(before)


@pytest.mark.parametrize("path", SPECS, ids=lambda p: p.stem)
def test_the_checklist_view_of_a_specification_comes_back(path: Path) -> None:
    """The same locations, declarations and reasons, arm by arm, for each guideline claimed."""
    done = checked(path.read_text(encoding="utf-8"))
    for checklist in done.checklists:
        assert_checklist_returns(done, checklist, view_form("checklist", done, checklist))


GENERATED = settings(
    max_examples=200,
    deadline=None,
    derandomize=True,
    # Shrinking an example of this size takes minutes; it is printed as it is.
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@GENERATED
@given(st.data())
def test_the_checklist_view_of_an_invented_specification_comes_back(data: st.DataObject) -> None:
    """The same for 200 invented studies, held against each of the guidelines in turn."""
    wanted = data.draw(st.sampled_from([c.id for c in checklists()]))
    checklist = next(c for c in checklists() if c.id == wanted)
    text = write_yaml(data.draw(specifications(checklist)), {})
    note(text)
    done = checked(text)
    assert_checklist_returns(done, checklist, view_form("checklist", done, checklist))
