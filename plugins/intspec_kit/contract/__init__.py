"""The contract: what every plugin must keep, examined in a separate process."""

from intspec_kit.contract.messages import Broken, ClauseResult, Examination
from intspec_kit.contract.running import contract, examine

__all__ = ["Broken", "ClauseResult", "Examination", "contract", "examine"]
