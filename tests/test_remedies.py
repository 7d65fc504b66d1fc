"""What mends a slip is what was meant: in a value, a key, a duration, a reason."""

import pytest

from intspec.api import check_text
from test_cli import intspec

STUDY = """\
intspec: "1.0"
id: walk
title: Walk
stage: protocol
interventions:
  walk: {role: experimental, name: Walk, DELIVERY}
  wait: {role: waiting-list, name: Waiting}
"""
CLAIM = "checklists: [tidier]\n"
NOTHING = (
    "remove `materials`; if there is nothing to report, add to `declarations:` what it is about, "
    "with a `state` and a `reason`"
)


@pytest.mark.parametrize(
    ("arm", "more", "rule", "message", "hint"),
    [
        (
            "materials: N/A",
            "",
            "unknown-material",
            "`materials` holds `N/A`, which is no content",
            NOTHING,
        ),
        ("", "materials: none", "wrong-type", "`materials` holds `none`, which is no", NOTHING),
        (
            "materials: true",
            "",
            "wrong-type",
            "`materials` must be a list",
            'write `materials: ["true"]`',
        ),
        (
            "delivery: {mode: [face-to-face], grouped: group}",
            "",
            "unknown-key",
            "unknown key `grouped`; did you mean `grouping`?",
            "write `grouping:` instead",
        ),
        (
            "",
            "materials: {book: {name: Book, access: {how: doi, doi: 10.1000/1}}}",
            "unknown-key",
            "unknown key `doi`",
            "write the DOI under `where:`",
        ),
        (
            "",
            "declarations: [{about: tidier/rationale, state: not-applicable}]",
            "missing-key",
            "declaration 1 (about tidier/rationale) has no `reason`",
            "add `reason:`",
        ),
        (
            "schedule: {c: {session_length: {min: P45M, max: PT60M}}}",
            "",
            "range-reversed",
            "the least, P45M, is more than the most, PT60M",
            "write `min: PT45M`; P45M is 45 months, PT45M is 45 minutes",
        ),
        (
            "",
            f"{CLAIM}declarations: [{{about: tidier/why, state: not-applicable, reason: N/A}}]",
            "placeholder",
            "`N/A` is a placeholder, not content",
            "write the reason in words: it is printed in every form",
        ),
    ],
)
def test_the_remedy_is_what_was_meant(
    arm: str, more: str, rule: str, message: str, hint: str
) -> None:
    """One finding names the defect, and what to write in its place."""
    text = STUDY.replace(", DELIVERY", f", {arm}" if arm else "") + more
    done = check_text(text, path="walk.intspec.yaml")
    (found,) = [d for d in done.diagnostics if d.rule == f"intspec/{rule}"]
    assert found.message.startswith(message)
    assert found.hint.startswith(hint)


def test_a_misspelt_checklist_is_one_finding() -> None:
    """What the document says of the checklist that was meant is not told again."""
    more = (
        "checklists: [TIDieR]\ndeclarations: [{about: tidier/why, state: not-done, reason: None.}]"
    )
    done = check_text(STUDY.replace(", DELIVERY", "") + more, path="walk.intspec.yaml")
    assert [(d.rule, d.hint) for d in done.diagnostics] == [
        ("intspec/unknown-checklist", "write `tidier`")
    ]


def test_explain_says_which_items_there_are() -> None:
    """A number that no item has is answered with those that there are."""
    done = intspec("explain", "tidier", "13")
    assert (done.returncode, done.stderr.splitlines()[-1]) == (
        2,
        "Error: there is no item 13: TIDieR has the items 1 to 12",
    )
