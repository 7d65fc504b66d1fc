"""Reference pages of checklists and rules, from their own documentation."""

from collections.abc import Iterable, Iterator

from intspec.checklists import Checklist, Item, PartOf
from intspec.checklists.crosswalk import related
from intspec.plugins import Registry
from intspec.reading.fixed_rules import fixed_rules
from intspec.rules import HEADINGS, Rule
from intspec.rules.builtin import RULES
from intspec_docs.words import definition, fence, inline, prose

ROLES = (
    "experimental",
    "active-comparator",
    "placebo",
    "sham",
    "attention-control",
    "usual-care",
    "waiting-list",
    "no-treatment",
)

#: Of a checklist that does not say how it was verified.
NOT_RECORDED = "Not recorded."


def target(rule_id: str, kind: str = "rule") -> str:
    """Return the target of links to a rule, a part or an item."""
    return f"{kind}-{rule_id.replace('/', '-')}"


def checklist_pages(registry: Registry) -> Iterator[tuple[str, str]]:
    """Return a page for each installed checklist, and their list."""
    names = []
    rows = []
    for name in registry.checklist_ids:
        checklist = registry.checklist(name)
        if checklist is None:
            message = f"the checklist `{name}` failed to load"
            raise RuntimeError(message)
        names.append(name)
        full = checklist.file.name or checklist.file.title
        rows.append(
            definition(
                f"[{inline(checklist.label)}]({name}.md)",
                f"`{name}`: {inline(full)}. {len(checklist.items)} items.",
            )
        )
        yield name, _checklist(registry, checklist)
    toc = ["```{toctree}", ":hidden:", *names, "```", ""]
    yield "index", "\n".join([CHECKLISTS, *rows, *toc])


def _checklist(registry: Registry, checklist: Checklist) -> str:
    file = checklist.file
    lines = [f"# {inline(checklist.label)}", ""]
    lines += [inline(file.name) + ".", ""] if file.name else []
    address = f" [doi:{inline(file.doi)}](https://doi.org/{file.doi})" if file.doi else ""
    wording = "intspec's own" if file.wording == "own" else "the guideline's"
    judged = {"study": "the study", "arm": "each arm", "modification": "each modification"}
    facts = [
        ("Id", f"`{checklist.id}`, to be named under `checklists`"),
        ("Publication", f"{inline(file.citation)}{address}"),
        ("Licence of the guideline's text", inline(file.licence)),
        ("Wording on this page", wording),
        ("How it was verified", inline(file.verified or NOT_RECORDED)),
        ("Items are judged on", f"{judged[file.scope]}, where an item says nothing else"),
    ]
    if file.extends:
        facts.append(("Lies over", f"[`{file.extends}`]({file.extends}.md)"))
    lines += [definition(name, text) for name, text in facts]
    if file.leaves_out:
        lines += ["**Left out:**", "", *(f"- {inline(text)}" for text in file.leaves_out), ""]
    lines += [*_overview(checklist), ""]
    for item in checklist.items:
        lines.append(_item(registry, checklist, item))
    told = {part.rule for _item, part in checklist.all_parts()}
    own = [rule for rule in _of_plugins(registry) if rule.namespace == checklist.id]
    rules = [rule for rule in own if rule.id not in told]
    if rules:
        lines += ["## Rules in Python", "", *(_rule(rule) for rule in rules)]
    return "\n".join(lines)


def _overview(checklist: Checklist) -> Iterator[str]:
    """Return the items in a table: what each asks, and what of that is asked here."""
    yield "| item | the guideline asks | required here | recommended here | not asked here |"
    yield "|---|---|---|---|---|"
    for item in checklist.items:
        link = target(f"{checklist.id}/{item.id}", "item")
        asked = [
            _listed(
                inline(part.part.asks)
                for part in checklist.parts[item.id]
                if part.part.level == level
            )
            for level in ("required", "recommended")
        ]
        if item.delegates:
            asked[0] = f"what [`{item.delegates}`]({item.delegates}.md) asks"
        cells = [
            f"[{inline(item.number)} {inline(item.title)}](#{link})",
            inline(item.asks or ""),
            *asked,
            _listed(map(inline, item.not_asked)),
        ]
        yield f"| {' | '.join(cells)} |"


def _listed(texts: Iterable[str]) -> str:
    """Return texts one below the other in a cell of a table."""
    return "<br>".join(texts)


def _item(registry: Registry, checklist: Checklist, item: Item) -> str:
    own = f"{checklist.id}/{item.id}"
    lines = [f"({target(own, 'item')})=", f"## {inline(item.number)} {inline(item.title)}", ""]
    under = f", under “{inline(item.group)}”" if item.group and item.group != item.title else ""
    lines += [f"`{own}`{under}", ""]
    lines += [prose(item.asks), ""] if item.asks else []
    lines += [f"**Why it matters.** {prose(item.why)}", ""] if item.why else []
    if item.not_asked:
        lines += ["**Not asked here:**", "", *(f"- {inline(text)}" for text in item.not_asked), ""]
    lines += [f"**How it was verified.** {inline(item.verified)}", ""] if item.verified else []
    scope = checklist.scope(item)
    if scope != checklist.file.scope:
        lines += [f"Judged on {'the study' if scope == 'study' else 'each ' + scope}.", ""]
    lines += _limits(item.roles, item.stages)
    if item.delegates:
        link = f"[`{item.delegates}`]({item.delegates}.md)"
        lines += [f"Answered for the experimental arms by the parts of {link}.", ""]
    lines += [_part(registry, checklist, part) for part in checklist.parts[item.id]]
    others = [
        c for n in registry.checklist_ids if (c := registry.checklist(n)) and n != checklist.id
    ]
    elsewhere = [
        f"[{inline(other.file.title)} {inline(beside.number)}]"
        f"(#{target(f'{other.id}/{beside.id}', 'item')})"
        for other in others
        for beside in other.items
        if related(checklist, item, other, beside)
    ]
    if elsewhere:
        lines += [f"**Asked elsewhere too:** {', '.join(elsewhere)}.", ""]
    return "\n".join(lines)


def _part(registry: Registry, checklist: Checklist, part_of: PartOf) -> str:
    part = part_of.part
    if not part_of.rule.startswith(f"{checklist.id}/"):
        link = f"[`{part_of.rule}`](#{target(part_of.rule)})"
        return f"**{link}**: {inline(part.asks)}\n"
    lines = [f"({target(part_of.rule)})=", f"### {part_of.rule}", "", inline(part.asks), ""]
    if part.level == "recommended":
        lines += ["Recommended: it never changes the state of the item.", ""]
    if part.rule == part_of.rule:
        checks = registry.rules[part.rule].documentation.get("What it checks", "")
        lines += [f"**What it checks.** {prose(checks)}", ""] if checks else []
    elif part.rule:
        lines += [f"Decided by the rule [`{part.rule}`](#{target(part.rule)}).", ""]
    lines += _limits(part.roles, part.stages)
    lines += [f"**Why it matters.** {prose(part.why)}", ""] if part.why else []
    lines += [f"**Example.** {prose(part.example)}", ""] if part.example else []
    if part.yaml:
        lines += ["**In the specification:**", "", fence(part.yaml, "yaml"), ""]
    lines += [f"**Instead.** {prose(part.instead)}", ""] if part.instead else []
    return "\n".join(lines)


def _limits(roles: Iterable[str], stages: Iterable[str]) -> list[str]:
    out = []
    if roles := tuple(roles):
        names = ", ".join(f"`{role}`" for role in ROLES if role in roles)
        out += [f"Asked of arms with the role {names}.", ""]
    if stages := tuple(stages):
        names = ", ".join(f"`{stage}`" for stage in stages)
        out += [f"Can be answered at the stage {names}; before that it is *not yet*.", ""]
    return out


def _rule(rule: Rule) -> str:
    lines = [f"({target(rule.id)})=", f"### {rule.id}", "", inline(rule.summary), ""]
    on = {"study": "the study", "arm": "each arm", "modification": "each modification"}
    facts = f"A rule in Python, asked of {on[rule.scope]}; its findings are `{rule.severity}`"
    waived = "" if rule.waivable else " No declaration answers it."
    lines += [f"{facts} where they say nothing else.{waived}", ""]
    for heading in HEADINGS:
        if text := rule.documentation.get(heading):
            lines += [f"**{heading}**", "", prose(text), ""]
    if rule.aliases:
        lines += ["Earlier ids: " + ", ".join(f"`{alias}`" for alias in rule.aliases) + ".", ""]
    return "\n".join(lines)


def _of_plugins(registry: Registry) -> list[Rule]:
    rules = (rule for plugin in registry.plugins for rule in plugin.rules.values())
    return sorted(rules, key=lambda rule: rule.id)


def rules_page(registry: Registry) -> str:
    """Return the page of the rules that belong to no checklist."""
    lines = [CORE]
    lines += ["## Rules in Python", ""]
    lines += [_rule(rule) for rule in sorted(RULES, key=lambda r: r.id)]
    rules = [r for r in _of_plugins(registry) if r.namespace not in registry.checklist_ids]
    if rules:
        lines += ["## Rules of plugins", "", *(_rule(rule) for rule in rules)]
    lines += ["## Found while a document is read", "", READ, ""]
    for rule_id, (severity, summary) in sorted(fixed_rules().items()):
        term = f"[`{rule_id}`]{{#{target(rule_id)}}} ({severity})"
        lines.append(definition(term, inline(summary)))
    return "\n".join(lines)


CHECKLISTS = """\
# Checklists, part by part

Every installed reporting guideline: what each item asks, what of it is checked, and why. The pages
are made from the files that the program checks with. The words are intspec's own unless a page says
otherwise; the guideline itself, with its explanations, is in the publication named.

Each part has an id, such as `tidier/materials-access`. It stands in reports, and declarations are
made about it. `intspec explain tidier/materials-access` shows on the command line what stands here.

"""
CORE = """\
# Rules of no checklist

These are held against every document, whatever guidelines it claims: that references lead
somewhere, that numbers do not contradict each other, that identifiers and terms are well formed.
`intspec explain intspec/schedule-arithmetic` shows one on the command line. [How a verdict comes
about](../../guide/verdict.md) says what follows from a finding.
"""
READ = """\
These are found before any rule runs: the file is no document, or the document does not fit the
schema. They cannot be declared away."""
