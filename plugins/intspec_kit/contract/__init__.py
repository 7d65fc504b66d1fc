"""The contract: what every plugin keeps, looked at in a process of its own."""

from intspec_kit.contract.messages import Broken, ClauseResult, Examination
from intspec_kit.contract.running import contract, examine

__all__ = ["Broken", "ClauseResult", "Examination", "contract", "examine"]
