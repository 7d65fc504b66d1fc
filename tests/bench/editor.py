"""Measure how much the editor computes from a key to the verdict: `python tests/bench/editor.py`.

On the largest specification at hand a letter is typed into a text of each item's page, as the
pages' script sends it. Prints the middle and the slowest of twenty, and exits with 1 where the
middle takes longer than a tenth of a second.
"""

import html
import re
import shutil
import statistics
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from editing import Browser  # noqa: E402 -- found by the line above

ENRICH = ROOT / "specs" / "enrich" / "enrich.intspec.yaml"
FIELD = re.compile('data-at="([^"]*)" data-kind="text" data-was="([^"]+)"')
#: The goal, in milliseconds.
MOST = 100


def main() -> int:
    """Measure, and print what was found."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / ENRICH.name
        shutil.copy(ENRICH, path)
        browser = Browser(path).enter()
        state = browser.editor.file.now()
        slowest, took = "", []
        for page in browser.editor.pages.order(state):
            found = FIELD.search(browser.get(page).text)
            if found is None:
                continue
            at, was = map(html.unescape, found.groups())
            for letter in "ab":
                asked = {"answers": [{"at": at, "was": was, "now": f"{was} {letter}{page}"}]}
                begun = time.process_time()
                answer = browser.post("/preview", asked, page)
                took.append((time.process_time() - begun) * 1000)
                if answer.code != 200 or answer.data["problems"]:
                    print(f"{page}: {answer.text[:200]}")
                    return 1
                slowest = page if took[-1] == max(took) else slowest
    middle = statistics.median(took)
    print(f"{len(took)} letters: {middle:.0f} ms in the middle (goal {MOST}),", end=" ")
    print(f"{max(took):.0f} ms at {slowest}")
    return int(middle > MOST)


if __name__ == "__main__":
    sys.exit(main())
