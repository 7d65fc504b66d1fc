"""The gaps view: what is not stated yet, as requests that can be pasted to an author."""

from collections.abc import Iterable, Mapping, Sequence

import attrs

from intspec.checklists import Item, Part
from intspec.diagnostics import Diagnostic, pointer_steps
from intspec.lazy import define
from intspec.model import Specification
from intspec.rules.paths import Place
from intspec.states import closes
from intspec.views import words
from intspec.views.context import NOT_FOUND, Context, frame, left_out
from intspec.views.table import Block, Cell, Column, Row, Table, View

COLUMNS = (
    Column("item", "Item", head=True, width=2),
    Column("arm", "Arm", head=True, width=1),
    Column("request", "Request", width=6),
)
DECLARED = (*COLUMNS[:2], Column("reason", "Declared, with the reason", width=6))
#: First words of an advice that states its own condition.
CONDITIONS = frozenset({"For", "If", "When", "Where"})
NOT_LOCATED = "intspec/not-located"


@define
class Request:
    """One thing to ask for: findings of one part on the same arms.

    Attributes:
        part: The part, or None where the checklist has no words for what was found.
        found: What was found.
    """

    part: Part | None
    found: list[Diagnostic] = attrs.field(factory=list)

    @property
    def required(self) -> bool:
        """Whether the guideline asks for it, rather than recommending it."""
        return self.part is None or self.part.level == "required"


def gaps_view(context: Context) -> View:
    """Make the list of requests, and apart from it what the authors declare."""
    grouped, elsewhere = _requests(context)
    tables = [
        _table("add", "Please add", _rows(grouped, context, required=True)),
        _table("recommended", "Recommended", _rows(grouped, context, required=False)),
        _table("locate", "Where it is reported", _unlocated(context)),
        _table(
            "mend",
            "To mend in the specification itself",
            [_other(finding, context) for finding in elsewhere],
        ),
        Table(
            key="declared",
            caption="Declared by the authors; no action asked",
            columns=DECLARED,
            rows=tuple(_declared(context)),
            layout="paragraphs",
        ),
    ]
    return frame(
        context,
        "gaps",
        "what is not stated yet",
        tuple(table for table in tables if table.rows),
        intro=(_intro(context, any(table.rows for table in tables[:4]), elsewhere),),
        notes=(left_out(context),),
    )


def _intro(
    context: Context,
    something: bool,  # noqa: FBT001 -- private, read once
    elsewhere: Sequence[Diagnostic],
) -> str:
    label = context.checklist.label
    if any(finding.severity == "error" for finding in elsewhere):
        return (
            f"{label} asks for what is listed below. The specification has errors besides: mend "
            "them first, since what is asked for may then change, and hand nothing on before."
        )
    if something:
        return (
            f"{label} asks for the following, which the specification does not state yet. Each "
            "paragraph can be handed on as it is."
        )
    states = [state for state in context.report.items if state.checklist == context.checklist.id]
    if not states:
        return f"The specification was not held against {label}, so nothing is known to be open."
    if any(state.state == "blocked" for state in states):
        return f"Some items of {label} could not be judged; the others leave nothing open."
    later = "; what is due at a later stage is not counted" if _later(context) else ""
    return f"Nothing is open: all that {label} asks for is stated or declared{later}."


def _later(context: Context) -> bool:
    return any(
        state.state == "not-yet"
        for state in context.report.items
        if state.checklist == context.checklist.id
    )


def _table(key: str, caption: str, rows: Iterable[Row]) -> Table:
    return Table(key, caption, COLUMNS, tuple(rows), layout="paragraphs")


Grouped = dict[tuple[str, tuple[str, ...]], dict[str, Request]]


def _requests(context: Context) -> tuple[Grouped, list[Diagnostic]]:
    """Group the findings by item and arms, then by part; return those of no item separately."""
    words_of = _parts(context)
    grouped: Grouped = {}
    elsewhere = []
    for finding in context.report.apart():
        if not finding.items and finding.severity != "note":
            elsewhere.append(finding)
        if finding.rule == NOT_LOCATED:
            continue
        refs = [ref for ref in finding.items if ref.checklist == context.checklist.id]
        if not refs or _settled(finding, context):
            continue
        item = min((ref.item for ref in refs), key=context.order.__getitem__)
        arms = dict.fromkeys(ref.arm or finding.arm or "" for ref in refs)
        key = (item, tuple(arm for arm in arms if arm))
        rule = next(
            (r for r in (finding.rule, *finding.also) if (item, r) in words_of), finding.rule
        )
        part = words_of.get((item, rule))
        name = part.id if part is not None else f"{rule} {finding.pointer}"
        grouped.setdefault(key, {}).setdefault(name, Request(part)).found.append(finding)
    return grouped, elsewhere


def _parts(context: Context) -> Mapping[tuple[str, str], Part]:
    parts: dict[tuple[str, str], Part] = {}
    for item, part_of in context.checklist.all_parts():
        parts[item.id, part_of.rule] = part_of.part
        parts.setdefault((item.id, part_of.decided_by), part_of.part)
    return parts


def _settled(finding: Diagnostic, context: Context) -> bool:
    if finding.declared is None:
        return False
    return closes(context.declared_state(finding.declared), part=True)


def _rows(grouped: Grouped, context: Context, *, required: bool) -> list[Row]:
    arms = {arm: number for number, arm in enumerate(context.spec.interventions)}
    rows = []

    def position(key: tuple[str, tuple[str, ...]]) -> tuple[int, list[int]]:
        item, arm_keys = key
        return context.order[item], [arms[arm] for arm in arm_keys if arm in arms]

    for item_id, arm_keys in sorted(grouped, key=position):
        item = context.checklist.items[context.order[item_id]]
        parts = [part.part for part in context.checklist.parts[item_id]]
        requests = sorted(
            (
                request
                for request in grouped[item_id, arm_keys].values()
                if request.required == required
            ),
            key=lambda request: parts.index(request.part) if request.part in parts else len(parts),
        )
        if not requests:
            continue
        kind = "text" if len(requests) == 1 else "bullet"
        blocks = tuple(
            Block("text" if kind == "text" else "bullet", _words(request, context.spec))
            for request in requests
        )
        rows.append(_row(_item_name(item, context), _arm_names(arm_keys, context), blocks))
    return rows


def _unlocated(context: Context) -> list[Row]:
    located = {(state.checklist, state.item) for state in context.report.items if state.located}
    unlocated = {
        (ref.item, ref.arm if (ref.checklist, ref.item) in located else None)
        for finding in context.report.diagnostics
        if finding.rule == NOT_LOCATED
        for ref in finding.items
        if ref.checklist == context.checklist.id
    }
    items = []
    for item in context.checklist.items:
        for arm in sorted(arm or "" for item_id, arm in unlocated if item_id == item.id):
            name = f" ({context.arm_name(arm)})" if arm else ""
            items.append(f"{item.number}, {item.title}{name}")
    if not items:
        return []
    text = (
        "Please state where these items are reported, by page, section or appendix: "
        + words.sentence("; ".join(items))
    )
    return [_row(f"{context.checklist.file.title}, locations", "", (Block("text", text),))]


def _words(request: Request, spec: Specification) -> str:
    part = request.part
    reasons = dict.fromkeys(finding.declared for finding in request.found if finding.declared)
    declared = [f"Stated so far: {words.sentence(reason)}" for reason in reasons]
    if part is None:
        first = request.found[0]
        return " ".join([words.sentence(first.message), words.sentence(first.hint), *declared])
    sentences = [words.request(part.asks)]
    names = list(dict.fromkeys(_concerned(finding, part, spec) for finding in request.found))
    names = [name for name in names if name]
    if names:
        sentences.append(f"This concerns: {words.sentence('; '.join(names))}")
    if part.example:
        sentences.append(f"For example: {words.quoted(part.example)}")
    # Advice with code in it is for those who write the specification, not for an author.
    if part.instead and "`" not in part.instead:
        condition = part.instead.partition(" ")[0] in CONDITIONS
        sentences.append(
            f"{'' if condition else 'If it cannot be given: '}{words.sentence(part.instead)}"
        )
    return " ".join([*sentences, *declared])


def _concerned(finding: Diagnostic, part: Part, spec: Specification) -> str:
    """Return the name of the entry that a finding is about, where the part asks each entry."""
    if not part.each and not part.some:
        return ""
    steps = pointer_steps(finding.pointer)
    value: object = spec
    name = ""
    for step in steps:
        entry = isinstance(value, (Mapping, tuple))
        if isinstance(value, Mapping):
            value = value.get(step)
        elif isinstance(value, tuple):
            value = value[int(step)] if step.isdigit() and int(step) < len(value) else None
        else:
            value = getattr(value, step, None)
        if value is None:
            break
        if entry and attrs.has(type(value)) and steps[0] + step != "interventions" + steps[1]:
            name = Place(value, (step,)).name
    return name


def _item_name(item: Item, context: Context) -> str:
    return f"{context.checklist.file.title} {item.number}, {item.title}"


def _arm_names(arms: Iterable[str], context: Context) -> str:
    return words.listing(context.arm_name(arm) for arm in arms)


def _row(item: str, arm: str, blocks: tuple[Block, ...]) -> Row:
    heads = (Cell((Block("label", item),)), Cell((Block("label", arm),)) if arm else Cell())
    return Row("item", (*heads, Cell(blocks)))


def _other(finding: Diagnostic, context: Context) -> Row:
    text = " ".join([words.sentence(finding.message), words.sentence(finding.hint)]).strip()
    heading = f"Line {finding.line}"
    return _row(heading, context.arm_name(finding.arm), (Block("text", text),))


def _declared(context: Context) -> list[Row]:
    rows = []
    for declaration in context.declarations():
        item = context.item_of(declaration.about)
        if item is None or declaration.state == NOT_FOUND:
            continue
        part = next(
            (
                part_of.part
                for part_of in context.checklist.parts[item.id]
                if part_of.rule == declaration.about
            ),
            None,
        )
        about = f" ({words.term(part.id)})" if part is not None and not declaration.target else ""
        block = context.declared_block(
            declaration.state, declaration.reason, target=declaration.target
        )
        block = attrs.evolve(block, label=block.label + about)
        arm = context.arm_name(declaration.arm) if declaration.arm else ""
        rows.append(_row(_item_name(item, context), arm, (block,)))
    return rows
