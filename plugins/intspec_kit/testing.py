"""What a plugin author needs to test a plugin: checks, cases, golden files, the contract.

All of it takes the path that the command line takes. The option `--update` and the fixture `golden`
come with `addopts = ["-p", "intspec.testing.pytest_plugin"]` in the settings of pytest.
"""

from intspec_kit import factories
from intspec_kit.case_files import CaseError, change
from intspec_kit.cases import Case, Expected, cases, findings, found_by, states
from intspec_kit.checking import check, render, view_of
from intspec_kit.contract import Broken, Examination, contract, examine
from intspec_kit.goldens import Golden, normalised
from intspec_kit.projects import ProjectError
from intspec_kit.registries import PluginFailedError
from intspec_kit.roundtrips import Roundtrip, roundtrip

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
