"""What a specification says beside the items of a checklist, so that no words are lost."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from intspec.checklists import Item
from intspec.diagnostics import Path
from intspec.lazy import frozen, is_record
from intspec.model import Arm
from intspec.rules.paths import is_empty
from intspec.schema.generating import fields_of
from intspec.text.placeholders import is_proposed
from intspec.views import words
from intspec.views.context import Context, Shown
from intspec.views.item_content import MANY_TOPICS, describe, shown_of
from intspec.views.table import Block, Cell, Column, Row, Table

if TYPE_CHECKING:
    import attrs

TITLE = "Also described"
#: What says which arm it is, and stands over its column.
OF_COLUMNS = frozenset({"role", "name", "given_with", "receives_later", "sources"})
#: What an arm says in one word or text, which has words of its own.
PLAIN = frozenset({"aliases", "level", "likeness"})
#: Fields of a record that only list what is described of it: the entries say the rest.
LISTS = frozenset({"measures"})
#: Under this key stand the fields of plugins.
OF_PLUGINS = "extensions"
#: What of the study stands here: what was done in it, and whom it was for.
OF_STUDY = (
    "population",
    "design",
    "conduct",
    "providers",
    "materials",
    "settings",
    "measures",
    "components",
)


def also_described(context: Context) -> Iterator[Table]:
    """Lay out what no item shows, whatever other checklists are claimed.

    Args:
        context: The specification and its checklist.
    """
    told = _told(context)
    arms = context.spec.interventions
    cells = {key: dict(_of_arm(key, arm, context, told)) for key, arm in arms.items()}
    head = Column("item", "Item", head=True, width=2)
    columns = [Column(key, context.arm_name(key), width=4) for key in arms]
    names = dict.fromkeys(name for by_name in cells.values() for name in by_name)
    rows = [
        Row("item", (_heading(name), *(Cell(cells[key].get(name, ())) for key in arms)))
        for name in names
    ]
    if rows:
        yield Table("also", f"{TITLE}, by arm", (head, *columns), tuple(rows))
    of_study = [Row("item", (_heading(n), Cell(b))) for n, b in _of_study(context, told)]
    if of_study:
        study = Column("study", "Study", width=8)
        yield Table("also-study", "The study", (head, study), tuple(of_study))


@frozen
class Told:
    """What the items of a checklist show of a specification.

    Attributes:
        fields: The fields of each record that is shown, by its path; None for all of it.
        above: The paths that lead to such records.
    """

    fields: Mapping[Path, set[str] | None]
    above: frozenset[Path]

    def of(self, path: Path) -> set[str] | None:
        """Return the fields that are shown of the record at a path; None for all of it."""
        return self.fields.get(path, set())

    def touches(self, path: Path) -> bool:
        """Tell whether something is shown at a path, or below it."""
        return path in self.fields or path in self.above


def _heading(name: str) -> Cell:
    return Cell((Block("label", words.field_name(name)),))


def _told(context: Context) -> Told:
    """Find what the items show."""
    fields: dict[Path, set[str] | None] = {}
    for item in context.checklist.items:
        for one in _contents(item, context):
            known = fields.setdefault(one.path, set())
            if one.fields is None or known is None:
                fields[one.path] = None
            else:
                known.update(one.fields)
    return Told(fields, frozenset(path[:n] for path in fields for n in range(len(path))))


def _contents(item: Item, context: Context) -> Iterator[Shown]:
    scope = context.checklist.scope(item)
    arms = {"study": (None,), "arm": tuple(context.spec.interventions)}
    for arm in arms.get(scope, ()):
        for _number, shown in shown_of(item, arm, context):
            yield from shown


def _of_arm(
    key: str, arm: Arm, context: Context, told: Told
) -> Iterator[tuple[str, tuple[Block, ...]]]:
    at: Path = ("interventions", key)
    whole = told.of(at)
    for name, field in fields_of(Arm).items():
        value = getattr(arm, name)
        if name in OF_COLUMNS or is_empty(value) or whole is None or name in whole:
            continue
        if name == "narrative":
            texts = [
                text
                for about, text in value.items()
                if context.item_of(about) is None and not is_proposed(text)
            ]
            blocks = tuple(Block("text", text.strip()) for text in texts)
        elif _told_elsewhere(field, value, told):
            continue
        elif field.metadata.get("refers") or name in PLAIN:
            blocks = describe((Shown(arm, at, (name,)),), context, key)
        else:
            blocks = describe(_rest((*at, name), value, told), context, key)
        if blocks:
            yield name, blocks


def _told_elsewhere(field: "attrs.Attribute[Any]", value: Any, told: Told) -> bool:
    """Tell whether a field only names entries of a catalogue, and items show all of them."""
    refers = field.metadata.get("refers")
    if not isinstance(refers, str):
        return False
    keys: tuple[str, ...] = (value,) if isinstance(value, str) else value
    return all(told.touches((refers, key)) for key in keys)


def _of_study(context: Context, told: Told) -> Iterator[tuple[str, tuple[Block, ...]]]:
    items = context.checklist.items
    of_items = [item for item in items if context.checklist.scope(item) == "study"]
    printed = {name for item in of_items for name in context.ids(item)}
    narrative = context.spec.narrative.items()
    texts = [
        Block("text", text.strip())
        for about, text in narrative
        if about not in printed and not is_proposed(text)
    ]
    if texts:
        yield "narrative", tuple(texts)
    for name in OF_STUDY:
        value = getattr(context.spec, name)
        blocks = describe(_rest((name,), value, told), context, None)
        if blocks and not is_empty(value):
            yield name, blocks


def _rest(path: Path, value: Any, told: Told) -> Iterator[Shown]:
    """Go over what no item shows of a value, or of the entries of a catalogue."""
    if isinstance(value, Mapping):
        for key, entry in value.items():
            yield from _of_record((*path, key), entry, told)
    elif isinstance(value, tuple) and _of_plugin(path) and told.touches(path):
        for number, entry in enumerate(value):
            yield from _of_record((*path, number), entry, told)
    else:
        yield from _of_record(path, value, told)


def _of_plugin(path: Path) -> bool:
    """Tell whether a place is among a plugin's fields, of the study or of an arm."""
    return path[:1] == (OF_PLUGINS,) or (
        path[:1] == ("interventions",) and path[2:3] == (OF_PLUGINS,)
    )


def _of_record(path: Path, value: Any, told: Told) -> Iterator[Shown]:
    """Go over what no item shows of a record, or of a plain value."""
    if not told.touches(path):
        yield Shown(value, path)
        return
    fields = told.of(path)
    kind: Any = type(value)
    # Of a plugin's records, too, an item shows the fields that it asks for, and no others.
    of_plugin = _of_plugin(path) and is_record(kind)
    if fields is None or not (of_plugin or isinstance(value, MANY_TOPICS)):
        return
    left = tuple(
        name
        for name, field in fields_of(kind).items()
        if name not in {*fields, "sources"}
        and not told.touches((*path, name))
        and not is_empty(getattr(value, name))
        and not (name in LISTS and _told_elsewhere(field, getattr(value, name), told))
    )
    if left:
        yield Shown(value, path, left)
    for name in fields_of(kind) if of_plugin else ():
        if name not in fields and told.touches((*path, name)):
            yield from _rest((*path, name), getattr(value, name), told)
