"""Measure how many of the fields that `import --structure` proposes are right, and what is missed.

    python tests/bench/structure.py [FOLDER]

FOLDER holds tables as those in tests/described. A wrong number counts five times in precision. All
that is wrong, and all that is missed, is printed.
"""

import sys
from functools import reduce
from operator import add
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from described_tables import FOLDER, compared, table


def main() -> int:
    """Measure and print."""
    folder = Path(sys.argv[1]) if sys.argv[1:] else FOLDER
    results = {path.stem: compared(table(path)) for path in sorted(folder.glob("*.toml"))}
    for name, one in {**results, "all": reduce(add, results.values())}.items():
        print(
            f"{name:22} right {len(one.right):3}  wrong {len(one.wrong):2}  missed "
            f"{len(one.missed):2}  precision {one.precision:.2f}  recall {one.recall:.2f}"
        )
        if name in results:
            for fact in one.wrong:
                print(f"    wrong   {fact}")
            for fact in one.missed:
                print(f"    missed  {fact}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
