"""Pages of a browser looked at for what keeps people out."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

#: A specification whose language runs from right to left.
ARABIC = """\
intspec: "1.0"
id: mashy
title: "المشي في مجموعات: دراسة خيالية"
stage: results
language: ar
fictitious: true
checklists: [tidier]
interventions:
  mashy: {role: experimental, name: المشي معا, rationale: {goal: ألم أقل في الركبة (10 weeks)}}
  intizar: {role: waiting-list, name: قائمة الانتظار}
"""


def look(page: "Page", axe: str, part: str = ":root") -> list[str]:
    """Return what axe-core finds on a page, or on a part of it."""
    page.evaluate(axe)
    found = page.evaluate(
        "(part) => axe.run(part, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', "
        "'wcag22aa', 'best-practice']})",
        part,
    )
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}"
        for one in found["violations"]
        for node in one["nodes"][:3]
    ]
