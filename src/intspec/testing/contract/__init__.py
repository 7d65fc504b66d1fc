"""The contract: what every plugin keeps, looked at in a process of its own."""

from intspec.testing.contract.records import Broken, ClauseResult, Examination
from intspec.testing.contract.running import contract, examine

__all__ = ["Broken", "ClauseResult", "Examination", "contract", "examine"]
