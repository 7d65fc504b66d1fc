"""What a view is made of: a document that fits the schema, with what checking it gave."""

from intspec.checklists import Checklist
from intspec.diagnostics import FileReport
from intspec.lazy import frozen
from intspec.model import Specification


@frozen
class CheckedDocument:
    """A document that fits the schema, with what checking it gave."""

    spec: Specification
    report: FileReport
    checklists: tuple[Checklist, ...]
