"""Where the example specifications are that the contract and new plugins use."""

from pathlib import Path

HERE = Path(__file__).parent
#: Their folder: in the wheel, or in a checkout.
EXAMPLES = (HERE / "specs", HERE.parents[1] / "specs")
#: One that holds all that TIDieR asks for.
EXAMPLE = "exercise/group-exercise.intspec.yaml"
