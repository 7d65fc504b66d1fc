"""What a plugin author needs to test a plugin: checks, cases, golden files, the contract.

All of it takes the path that the command line takes. The option `--update` and the fixture `golden`
come with `addopts = ["-p", "intspec.testing.pytest_plugin"]` in the settings of pytest.
"""

from intspec.testing import factories
from intspec.testing.case_files import CaseError, change
from intspec.testing.cases import Case, Expected, cases, findings, found_by, states
from intspec.testing.checking import check, render, view_of
from intspec.testing.contract import Broken, Examination, contract, examine
from intspec.testing.goldens import Golden, normalised
from intspec.testing.projects import ProjectError
from intspec.testing.registries import PluginFailedError
from intspec.testing.roundtrips import Roundtrip, roundtrip

__all__ = [
    "Broken",
    "Case",
    "CaseError",
    "Examination",
    "Expected",
    "Golden",
    "PluginFailedError",
    "ProjectError",
    "Roundtrip",
    "cases",
    "change",
    "check",
    "contract",
    "examine",
    "factories",
    "findings",
    "found_by",
    "normalised",
    "render",
    "roundtrip",
    "states",
    "view_of",
]
