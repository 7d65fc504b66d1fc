"""What a form's title says of the stage, and what `N/A` alone is in the draft of a form."""

import attrs
import pytest

from filledforms import TIDIER, table_form
from intspec.api import check_text, load_registry
from intspec.forms.draft import draft
from intspec.forms.read import Filled, read_form
from intspec.forms.verdicts import judge

REGISTRY = load_registry()
KNOWN = [one for name in REGISTRY.checklist_ids if (one := REGISTRY.checklist(name))]
RESULTS = {"10": ("", ""), "12": ("", "")}


def filled(title: str, **answers: str) -> Filled:
    """Make a form with a title, and an answer at each item but those that results give."""
    rows = dict.fromkeys(TIDIER, ("p. 3", "")) | RESULTS
    rows |= {number.removeprefix("i"): (text, "") for number, text in answers.items()}
    return read_form(attrs.evolve(table_form(rows), title=title), KNOWN)


def told(form: Filled) -> list[tuple[str, str]]:
    """Return what `check` tells of a form: the rule and how grave it is."""
    return [(one.rule, one.severity) for one in judge(form, "form.docx").report.diagnostics]


@pytest.mark.parametrize(
    "title",
    [
        "Walking after surgery: protocol for a randomised trial",
        "Walking after surgery: a protocol",
        "Study protocol: walking after surgery",
        "Walking after surgery (trial protocol)",
        "Protocol for a trial of walking",
        "PROTOCOL",
    ],
)
def test_a_title_that_says_protocol(title: str) -> None:
    """What only results can tell is not asked; `check` notes why, and `import` asks."""
    form = filled(title)
    assert told(form) == [("intspec/form-stage", "note")]
    drafted = draft(form, "trial")
    assert drafted.data["stage"] == "protocol"
    assert drafted.comments["stage",] == [
        "DECIDE the stage: taken from the title, which says protocol."
    ]
    report = judge(form, "form.docx", "results").report
    assert [one.rule for one in report.diagnostics] == ["intspec/form-blank"] * 2


@pytest.mark.parametrize(
    "title",
    [
        "",
        "Delivery of a walking protocol in hospitals",
        "Protocol-driven walking after surgery: a trial",
        "Walking by protocol: results of a trial",
        "Study protocol-based walking",
    ],
)
def test_a_title_of_a_study_that_has_ended(title: str) -> None:
    """A protocol that providers follow is no stage."""
    assert told(filled(title)) == [("intspec/form-blank", "error")] * 2


@pytest.mark.parametrize(("number", "severity"), [(n, "warning") for n in ("5", "9", "11")])
def test_bare_words_that_nothing_applies(number: str, severity: str) -> None:
    """The draft is told of as the form is: one warning, and no error for its reason."""
    form = filled("", i10="p. 4", i12="p. 5", **{f"i{number}": "N/A"})
    assert told(form) == [("intspec/form-no-reason", severity)]
    assert of_draft(form) == [severity]


@pytest.mark.parametrize("number", ["1", "2", "4"])
def test_what_concerns_every_study_needs_a_reason(number: str) -> None:
    """Without one it is an error, in the draft too."""
    form = filled("", i10="p. 4", i12="p. 5", **{f"i{number}": "N/A"})
    assert told(form) == [("intspec/form-no-reason", "error")]
    assert of_draft(form) == ["error"]


def of_draft(form: Filled) -> list[str]:
    """Return how grave what `check` tells of the reasons in a draft is."""
    report = check_text(draft(form, "trial").text(()), registry=REGISTRY)
    return [one.severity for one in report.diagnostics if one.pointer.endswith("/reason")]


def test_a_reason_that_somebody_left_open_is_an_error() -> None:
    """Only what `import` writes is a warning: another placeholder is none."""
    text = draft(filled("", i10="p. 4", i12="p. 5", i9="N/A"), "trial").text(())
    report = check_text(text.replace("<why>", "TBC"), registry=REGISTRY)
    found = [one.severity for one in report.diagnostics if one.pointer.endswith("/reason")]
    assert found == ["error"]
