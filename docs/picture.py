"""Draw what `intspec check` prints as an SVG picture: `python docs/picture.py`.

With `--check` it draws nothing and exits 1 when the picture that stands there is not up to date.
"""

import re
import sys
from html import escape
from pathlib import Path

from intspec.api import check_bytes, load_registry
from intspec.reporters import FileRun, Options, Reports

HERE = Path(__file__).parent
ROOT = HERE.parent
TARGET = HERE / "check.svg"
SPEC = "specs/enrich/enrich.intspec.yaml"
COLUMNS = 100
WIDTH, HEIGHT = 8.4, 18
COLORS = {
    "1": ("#ffffff", True),
    "2": ("#8b949e", False),
    "31": ("#ff7b72", False),
    "32": ("#7ee787", False),
    "33": ("#e3b341", False),
    "36": ("#79c0ff", False),
    "1;31": ("#ff7b72", True),
    "1;32": ("#7ee787", True),
    "1;33": ("#e3b341", True),
    "1;36": ("#79c0ff", True),
}
CODE = re.compile("\x1b\\[([0-9;]*)m")


def text() -> str:
    """Return what the check of ENRICH prints on a terminal."""
    registry = load_registry()
    raw = (ROOT / SPEC).read_bytes()
    reports = Reports([("text", Options(color=True, symbols=True, width=COLUMNS, terminal=True))])
    checked = FileRun(check_bytes(raw, path=SPEC, registry=registry).report, registry)
    return "".join([*reports.add(reports.piece(checked)), *next(reports.tails())])


def draw() -> str:
    """Return the picture."""
    printed = text().rstrip().splitlines()
    shown = [f"$ intspec check {SPEC}", "", *printed]
    rows = [f'<tspan x="16" y="{44 + n * HEIGHT}">{_row(r)}</tspan>' for n, r in enumerate(shown)]
    width = round(COLUMNS * WIDTH + 48)
    height = 44 + len(shown) * HEIGHT
    body = "\n".join(rows)
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">
<title>intspec check of the ENRICH specification</title>
<desc>The state of each item by arm under four checklists, then how many gaps are declared.</desc>
<rect width="{width}" height="{height}" rx="8" fill="#0d1117"/>
<text xml:space="preserve" font-family="ui-monospace, Menlo, Consolas, monospace"
 font-size="14" fill="#c9d1d9">
{body}
</text>
</svg>
"""


def _row(line: str) -> str:
    out, style = [], ""
    for number, piece in enumerate(CODE.split(line)):
        if number % 2:
            style = "" if piece == "0" else piece
        elif piece:
            color, bold = COLORS.get(style, ("", False))
            weight = ' font-weight="bold"' if bold else ""
            fill = f' fill="{color}"' if color else ""
            out.append(f"<tspan{fill}{weight}>{escape(piece)}</tspan>")
    return "".join(out)


def main() -> int:
    """Write the picture, or compare it with the one that stands there."""
    picture = draw()
    if "--check" in sys.argv:
        return int(not TARGET.exists() or TARGET.read_text(encoding="utf-8") != picture)
    TARGET.write_text(picture, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
