"""The gallery of designs: each specification has the whole verdict that was read and agreed to."""

import re
from pathlib import Path
from typing import get_args

import pytest

from intspec.api import check_bytes, shared_registry
from intspec.checking import Checked
from intspec.model import Design
from intspec.schema.generating import fields_of, leaf_type
from intspec.testing import Golden
from intspec.views import VIEWS, build_view

pytestmark = pytest.mark.long

DESIGNS = Path(__file__).parent.parent / "specs" / "designs"
NAMES = sorted(path.name.split(".")[0] for path in DESIGNS.glob("*.intspec.yaml"))
#: Kinds of design that stand elsewhere: tests/cases has studies with one arm.
ELSEWHERE = {"single-arm"}


def checked(name: str) -> Checked:
    """Check a specification of the gallery."""
    raw = (DESIGNS / f"{name}.intspec.yaml").read_bytes()
    return check_bytes(raw, path=f"{name}.intspec.yaml", registry=shared_registry())


def verdict(done: Checked) -> str:
    """Write the state of each item on each subject, and each finding with its place."""
    report = done.report
    lines = []
    for item in report.items:
        subject = item.arm or "study"
        declared = " (declared)" if item.declared else ""
        lines.append(f"{item.checklist} {item.number} {subject}: {item.state}{declared}")
    lines.append("")
    lines += [f"{d.severity} {d.rule} {d.pointer}: {d.message}" for d in report.diagnostics]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("name", NAMES)
def test_the_whole_verdict(name: str, golden: Golden) -> None:
    """Each state and finding is as it was read; `--update` writes them anew, to be read again."""
    golden(f"designs/{name}.txt", verdict(checked(name)))


@pytest.mark.parametrize("name", NAMES)
def test_it_is_a_model_to_copy_from(name: str) -> None:
    """It says that it is fictitious, nothing in it is an error, and each view is written."""
    done = checked(name)
    assert done.spec is not None
    assert done.spec.fictitious
    assert not [d for d in done.report.diagnostics if d.severity == "error"]
    formats = [shared_registry().renderers[one].function for one in ("html", "markdown")]
    for checklist in done.checklists:
        for kind in VIEWS:
            view = build_view(kind, done.spec, done.report, checklist)
            assert all(written(view) for written in formats)


def test_the_page_names_each_file_and_each_kind_of_design_has_one() -> None:
    """One line a file; a new kind of design needs a model of its own."""
    page = (DESIGNS / "README.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"\]\(([\w-]+)\.intspec\.yaml\)", page)) == NAMES
    specs = [checked(name).spec for name in NAMES]
    kinds = {spec.design.kind for spec in specs if spec is not None and spec.design is not None}
    stated = get_args(leaf_type(fields_of(Design)["kind"].type))
    assert kinds | ELSEWHERE == set(stated)
