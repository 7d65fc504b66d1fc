"""Checking a document: claims, runs, gaps, declarations applied, verdicts, report.

Each is a function of frozen records, called once, in this order (`tests/test_checking_steps.py`).
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from intspec.checking.at_once import at_once
from intspec.checking.bare_words import mark_no_content
from intspec.checking.declarations import apply_declarations
from intspec.checking.gaps import find_gaps
from intspec.checking.misspelt import without_domains
from intspec.checking.proposals import without_proposals
from intspec.checking.records import Checked, Claims
from intspec.checking.report import Placer, make_report, unreadable
from intspec.checking.run import Runner, claim, run_all
from intspec.checking.verdicts import judge
from intspec.diagnostics import FileReport, Override
from intspec.model import Specification, Stage
from intspec.model.specification import OWN_KEYS
from intspec.schema import fits, problems
from intspec.schema.generating import specification_in_parts
from intspec.schema.structure import structure_specification, without_blanks
from intspec.schema.taken import NOTHING, TakenOut
from intspec.text.names import few_comparisons

if TYPE_CHECKING:
    from intspec.plugins import Registry
    from intspec.reading import Document

__all__ = ["Checked", "check", "unreadable"]


@few_comparisons()
def check(  # noqa: PLR0913 -- a check has as many settings
    document: "Document",
    registry: "Registry",
    *,
    stage: Stage | None = None,
    checklists: Sequence[str] = (),
    overrides: Mapping[str, Override] | None = None,
    rest: bool = True,
) -> Checked:
    """Check one document.

    Args:
        document: What reading gave.
        registry: The plugins of the run; what fails in them is recorded there.
        stage: The stage to judge at, in place of the document's own.
        checklists: Ids of checklists to hold it against beside those that it claims.
        overrides: Other severities, by the id of the rule.
        rest: Whether what is left of a document that does not fit the schema is judged.
    """
    schema = specification_in_parts(registry.extensions)
    if document.data.keys().isdisjoint(OWN_KEYS):
        from intspec.reading.wrong_file import other_data  # noqa: PLC0415 -- only a fault needs words

        if (problem := other_data(document, schema["properties"])) is not None:
            return Checked(unreadable(document.path, (problem,)), None, ())
    without = without_proposals(document.text, document.data, registry.extensions)
    stated, data = without.data, without_blanks(without.data, schema)
    fitting = fits(schema, data)
    if not fitting:
        from intspec.schema.long_form import long_form  # noqa: PLC0415 -- few documents need it

        stated = long_form(stated, schema, document.written)
        data = without_blanks(stated, schema)
    placer = Placer(document, stated, overrides or {}, without, has_blanks=data is not stated)
    claims = claim(data, checklists, registry)
    faults = [] if fitting else problems(schema, data)
    if not faults:
        report, spec = _judged(placer, claims, registry, stage, data)
        return Checked(at_once(report, data, placer), spec, claims.checklists)
    from intspec.checking.unfit import judge_rest  # noqa: PLC0415 -- only faults need it

    judged = partial(_judged, placer, claims, registry, stage) if rest else None
    report = judge_rest(placer, claims, registry, schema, data, faults, stage, judged)
    return Checked(at_once(report, data, placer), None, claims.checklists)


def _judged(  # noqa: PLR0913, PLR0917 -- nothing else may decide what is found
    placer: Placer,
    claims: Claims,
    registry: "Registry",
    stage: Stage | None,
    data: Mapping[str, Any],
    taken: TakenOut = NOTHING,
    runner: Callable[..., Runner] = Runner,
) -> tuple[FileReport, Specification]:
    """Judge a document that fits the schema, or what is left of one that does not."""
    data = mark_no_content(data, claims.checklists)
    taken = without_domains(taken, data, claims, registry)
    spec = structure_specification(data, registry.extensions, registry.make_fields)
    runs = run_all(runner(registry, spec, stage or spec.stage, placer.document.path, taken), claims)
    gaps = find_gaps(runs, registry, placer.overrides)
    applied = apply_declarations(runs, gaps, registry)
    return make_report(placer, runs, applied, judge(runs, applied), registry), spec
