"""Draw the figures of the guide as SVG pictures: `python docs/figures.py`.

With `--check` it draws nothing and exits 1 when a picture that stands there is not up to date.
"""

import sys
from pathlib import Path

from intspec import write_svg
from intspec.api import check_bytes, load_registry
from intspec.views import build_view

HERE = Path(__file__).parent
SPECS = HERE.parent / "specs"
#: The specification of each figure.
SHOWN = {
    "timeline": "exercise/group-exercise.intspec.yaml",
    "pat-plot": "designs/crossover.intspec.yaml",
    "matrix": "exercise/group-exercise.intspec.yaml",
}


def draw(kind: str) -> str:
    """Return one picture."""
    path = SPECS / SHOWN[kind]
    checked = check_bytes(path.read_bytes(), path=path.name, registry=load_registry())
    if checked.spec is None:
        raise SystemExit(checked.report.diagnostics[0].message)
    return write_svg(*build_view(kind, checked.spec, checked.report, checked.checklists[0]).figures)


def main() -> int:
    """Write the pictures, or compare them with those that stand there."""
    stale = 0
    for kind in SHOWN:
        target = HERE / f"figure-{kind}.svg"
        picture = draw(kind)
        if "--check" not in sys.argv:
            target.write_text(picture, encoding="utf-8")
        elif not target.exists() or target.read_text(encoding="utf-8") != picture:
            stale = 1
    return stale


if __name__ == "__main__":
    sys.exit(main())
