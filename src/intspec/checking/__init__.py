"""Checking a document: claims, runs, gaps, declarations applied, verdicts, report.

Each step is one function from frozen records to frozen records. A document calls each once, in this
order; `tests/test_checking_steps.py` holds both.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from intspec.checking.cut_texts import told_by_commas
from intspec.checking.declarations import apply_declarations
from intspec.checking.gaps import find_gaps
from intspec.checking.report import Placer, make_report, not_fitting, unreadable
from intspec.checking.run import claim, run_all
from intspec.checking.verdicts import judge
from intspec.checklists import Checklist
from intspec.diagnostics import FileReport, Override
from intspec.lazy import frozen
from intspec.model import Specification, Stage
from intspec.model.specification import OWN_KEYS
from intspec.schema import problems
from intspec.schema.generating import specification_in_parts
from intspec.schema.structure import structure_specification, without_blanks
from intspec.text.names import few_comparisons

if TYPE_CHECKING:
    from intspec.plugins import Registry
    from intspec.reading import Document

__all__ = ["Checked", "check", "unreadable"]


@frozen
class Checked:
    """A checked file.

    Attributes:
        report: What checking gave.
        spec: The specification; None if the document does not fit the schema.
        checklists: The checklists it was held against.
    """

    report: FileReport
    spec: Specification | None
    checklists: tuple[Checklist, ...]


@few_comparisons()
def check(
    document: "Document",
    registry: "Registry",
    *,
    stage: Stage | None = None,
    checklists: Sequence[str] = (),
    overrides: Mapping[str, Override] | None = None,
) -> Checked:
    """Check one document.

    Args:
        document: What reading gave.
        registry: The plugins of the run; what fails in them is recorded there.
        stage: The stage to judge at, in place of the document's own.
        checklists: Ids of checklists to hold it against beside those that it claims.
        overrides: Other severities, by the id of the rule.
    """
    schema = specification_in_parts(registry.extensions)
    if document.data.keys().isdisjoint(OWN_KEYS):
        from intspec.reading.wrong_file import other_data  # noqa: PLC0415 -- only a fault needs words

        problem = other_data(document, schema["properties"])
        if problem is not None:
            return Checked(unreadable(document.path, (problem,)), None, ())
    placer = Placer(document, overrides or {})
    data = without_blanks(document.data, schema)
    claims = claim(data, checklists, registry)
    faults = problems(schema, data)
    if faults:
        faults = told_by_commas(document, faults)
        return Checked(not_fitting(placer, claims, faults, data, stage), None, claims.checklists)
    spec = structure_specification(data, registry.extensions)
    runs = run_all(spec, stage or spec.stage, claims, registry, document.path)
    gaps = find_gaps(runs, registry, overrides or {})
    applied = apply_declarations(runs, gaps, registry)
    verdicts = judge(runs, applied)
    report = make_report(placer, runs, applied, verdicts, registry)
    return Checked(report, spec, claims.checklists)
