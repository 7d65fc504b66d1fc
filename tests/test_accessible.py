"""Pages for everyone: what a browser's checker says of HTML, and the structure of PDF.

The checker is axe-core in Chromium. `INTSPEC_AXE` names its file, `axe.min.js` of the npm package
`axe-core`; without it, or without Chromium, what can be seen in the page itself is held alone.
"""

import html
import io
import json
import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
from lxml import etree

from intspec.api import check_bytes, load_registry
from intspec.plugins import Registry
from intspec.views import VIEWS, Gaps, View, build_view
from members import some

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[1]
SPECS = (
    "exercise/group-exercise",
    "enrich/enrich",
    "designs/smart",
    "designs/crossover",
)
AXE = "INTSPEC_AXE"
#: Added to a page: what is found there is told to the next one in the name of the window, so that
#: one browser looks at all of them.
RUN = """<script src="axe.js"></script><script>
axe.run(document).then(found => {{
  const told = found.violations.map(one => ["{name}", one.id, one.nodes[0].html]);
  window.name = JSON.stringify([...JSON.parse(window.name || "[]"), ["{name}"], ...told]);
  location.href = "{following}";
}});
</script></body>"""
LAST = """<script>document.documentElement.setAttribute("data-axe", window.name);</script>"""


@cache
def registry() -> Registry:
    """Load the plugins once."""
    return load_registry()


def written(name: str, kind: str, form: str, gaps: Gaps = "none") -> Any:
    """Write a view of a specification."""
    return registry().renderer(form).function(made(name, kind, gaps))


def made(name: str, kind: str, gaps: Gaps = "none") -> View:
    """Make a view of a specification."""
    path = ROOT / "specs" / f"{name}.intspec.yaml"
    done = check_bytes(path.read_bytes(), path=path.name, registry=registry())
    assert done.spec is not None
    return build_view(kind, done.spec, done.report, done.checklists[0], gaps=gaps)


def faults(page: str) -> list[str]:
    """Name what a page does that a reader of the screen cannot use."""
    root = etree.HTML(page)
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    found: list[str] = []
    if not (root.get("lang") and root.findtext("head/title")):
        found.append("it has no language or title")
    for element in elements:
        words = "".join(str(text) for text in element.itertext()).strip()
        if element.tag in ("th", "caption", "figcaption", "h1", "h2", "h3") and not words:
            found.append(f"an empty <{element.tag}>")
        if element.tag == "th" and not element.get("scope"):
            found.append("a heading of nothing")
        if element.tag == "figure" and element.get("role"):
            found.append("a figure in another role")
    ids = {element.get("id") for element in elements}
    for name in ("aria-labelledby", "aria-describedby"):
        found += [f"no {one.get(name)}" for one in elements if one.get(name) not in {None, *ids}]
    return found


@pytest.mark.parametrize("name", some(SPECS, *SPECS[:2]))
def test_web_pages_name_what_they_hold(name: str) -> None:
    """Language, title, headings with words, figures as such, and names that lead somewhere."""
    found = {
        (kind, gaps): told
        for kind in VIEWS
        for gaps in get_args(Gaps)
        if (told := faults(written(name, kind, "html", gaps)))
    }
    assert found == {}


@pytest.mark.programs
@pytest.mark.parametrize("name", some(SPECS, "designs/smart"))
def test_a_checker_in_a_browser_finds_nothing(name: str, tmp_path: Path) -> None:
    """Of no view, with gaps and without."""
    script, browser = os.environ.get(AXE), shutil.which("chromium")
    if not (script and browser):
        pytest.skip(f"{AXE} names no axe.min.js, or Chromium is not there")
    shutil.copy(script, tmp_path / "axe.js")
    for kind, following in zip(VIEWS, [*VIEWS, "last"][1:], strict=True):
        text = written(name, kind, "html", "inline")
        looked_at = RUN.format(name=kind, following=f"{following}.html")
        (tmp_path / f"{kind}.html").write_text(text.replace("</body>", looked_at), "utf-8")
    (tmp_path / "last.html").write_text(LAST, "utf-8")
    options = ("--headless", "--no-sandbox", "--virtual-time-budget=100000", "--dump-dom")
    first = tmp_path / f"{next(iter(VIEWS))}.html"
    done = subprocess.run([browser, *options, first], capture_output=True, check=True)
    told = re.search(r'data-axe="([^"]*)"', done.stdout.decode())
    assert told is not None
    assert json.loads(html.unescape(told[1])) == [[kind] for kind in VIEWS]


@pytest.mark.parametrize("kind", VIEWS)
def test_pages_of_pdf_have_a_structure(kind: str) -> None:
    """Tagged, with title and language; each table has headings, each figure words in its place."""
    pytest.importorskip("typst")
    pypdf = pytest.importorskip("pypdf")
    reader = pypdf.PdfReader(io.BytesIO(written(SPECS[0], kind, "pdf")))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 -- an object of its own
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert reader.metadata.title.startswith("Steps Together")
    roles = [*roles_of(root["/StructTreeRoot"])]
    tables = [inner for role, inner in roles if role == "/Table"]
    for inner in tables:
        assert {"/THead", "/TH", "/TBody", "/TD"} <= set(inner)
    # The first cell of each row of what is said is its heading, where the view says so.
    drawn = [table for table in made(SPECS[0], kind).tables if table.layout == "table"]
    headed = [any(column.head for column in table.columns) for table in drawn]
    rows = [row for inner, head in zip(bodies(root), headed, strict=True) if head for row in inner]
    assert all(row[0] == ("/TH", "/Row") for row in rows if len(row) > 1)
    assert all(role == ("/TD", "") for row in rows for role in row[1:])
    assert ("/Figure" in {role for role, _ in roles}) == (
        kind in ("timeline", "pat-plot", "matrix")
    )
    assert roles[0][0] == "/Document"


def roles_of(element: Any) -> "list[tuple[str, list[str]]]":
    """Return each element of a tagged file, with the roles of those within it."""
    element = element.get_object() if hasattr(element, "get_object") else element
    if isinstance(element, list):
        return [one for inner in element for one in roles_of(inner)]
    if not isinstance(element, dict):
        return []
    within = roles_of(element.get("/K", []))
    own = [(str(element["/S"]), [role for role, _ in within])] if "/S" in element else []
    return own + within


def bodies(root: Any) -> "list[list[list[tuple[str, str]]]]":
    """Return the rows of the body of each table: of each cell its role, and what it is head of."""
    return [
        [
            [(str(cell["/S"]), scope_of(cell)) for cell in children(row)]
            for part in children(table)
            if part["/S"] == "/TBody"
            for row in children(part)
        ]
        for table in elements(root["/StructTreeRoot"])
        if table.get("/S") == "/Table"
    ]


def children(element: Any) -> list[Any]:
    """Return the elements right within one."""
    inner = element.get("/K", [])
    inner = inner.get_object() if hasattr(inner, "get_object") else inner
    each = [one.get_object() for one in (inner if isinstance(inner, list) else [inner])]
    return [one for one in each if isinstance(one, dict) and "/S" in one]


def elements(element: Any) -> list[Any]:
    """Return all elements below one."""
    return [one for child in children(element) for one in (child, *elements(child))]


def scope_of(cell: Any) -> str:
    """Return which line a cell heads: `/Row`, `/Column`, or none."""
    stated = cell.get("/A", [])
    each = stated if isinstance(stated, list) else [stated]
    return next((str(one["/Scope"]) for one in each if "/Scope" in one.get_object()), "")
