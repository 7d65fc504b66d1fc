"""Words that the reader of a Word file sets aside are named where an item has no answer."""

import json
from pathlib import Path

import pytest

from command_line import run
from docx_builder import docx, p, r, tbl, tc, tr

pytestmark = pytest.mark.programs

ITEMS = (
    "Brief name",
    "Why",
    "What (materials)",
    "What (procedures)",
    "Who provided",
    "How",
    "Where",
    "When and how much",
    "Tailoring",
    "Modifications",
    "How well (planned)",
    "How well (actual)",
)
DELETED = '<w:del w:id="1" w:author="Ada"><w:r><w:delText>p. 5</w:delText></w:r></w:del>'
SET_ASIDE = {
    "hidden": (p(r("p. 5", "<w:vanish/>")), "the hidden words “p. 5” were left out"),
    "hidden, in two runs": (
        p(r("p. ", "<w:vanish/>"), r("5", "<w:vanish/>")),
        "the hidden words “p. 5” were left out",
    ),
    "deleted": (p(DELETED), "the deleted words “p. 5” were left out"),
    "deleted, in the second paragraph": (
        p() + p(DELETED),
        "the deleted words “p. 5” were left out",
    ),
}


@pytest.mark.parametrize("way", SET_ASIDE)
@pytest.mark.parametrize("place", [0, 4, 11])
def test_what_was_set_aside_is_named(way: str, place: int, tmp_path: Path) -> None:
    """Who hid an answer is not told that there is none; the other items stand as they did."""
    content, words = SET_ASIDE[way]
    rows = [
        tr(str(n + 1), name, tc(content) if n == place else tc(f"p. {n + 3}"))
        for n, name in enumerate(ITEMS)
    ]
    form = tmp_path / "form.docx"
    head = tr("Item number", "Item", "Where located")
    form.write_bytes(docx(p("TIDieR checklist"), tbl(head, *rows), p()))
    result = run(("check", str(form), "--format", "json"))
    found = json.loads(result.stdout)["files"][0]["diagnostics"]
    assert result.returncode == 1
    assert [(one["rule"], one["items"][0]["number"]) for one in found] == [
        ("intspec/form-blank", str(place + 1))
    ]
    assert found[0]["message"].endswith(f"has no answer, and this was not read as one: {words}")
