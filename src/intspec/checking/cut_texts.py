"""Texts that ended before their authors wanted them to, or began after it.

YAML takes what follows ` #` for a comment, and in brackets it ends a text at a comma.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from intspec.diagnostics import Finding, Path
from intspec.lazy import frozen
from intspec.reading import cuts
from intspec.schema import SchemaProblem
from intspec.schema.gate import expression
from intspec.schema.generating import node_at, specification_in_parts
from intspec.schema.structure import blank
from intspec.text.wording import flat, shorten

if TYPE_CHECKING:
    from intspec.reading import Document

#: The longest text that a remedy repeats.
LONGEST = 400
#: The longest rest of a text that a message repeats.
SHOWN = 60
#: What schema faults say of words that stand where a key should.
RULES = ("unknown-key", "bad-key")
#: What schema faults say of a value.
OF_VALUES = ("wrong-type", "unknown-value", "bad-value")


def told_by_commas(document: "Document", faults: Sequence[SchemaProblem]) -> list[SchemaProblem]:
    """Say of keys that are the rest of a text that the text ended at a comma.

    Args:
        document: What reading gave.
        faults: The ways in which it does not fit the schema.
    """
    rests = {fault.path for fault in faults if _is_rest(document, fault)}
    if not rests:
        return list(faults)
    colonless = {*cuts.without_colon(document)}
    cut: dict[Path, CutAtComma] = {}
    for parent in dict.fromkeys(path[:-1] for path in rests):
        run: list[Path] = []
        for key in _at(document.data, parent):
            path = (*parent, key)
            if path not in rests and _written(document, path) not in colonless:
                cut |= _concluded(document, run)
                run = []
            run.append(path)
        cut |= _concluded(document, run)
    # Where a text cannot stand at all, what is left of it is told, and the rest with it.
    unfit = {fault.path for fault in faults if fault.rule in OF_VALUES}
    more: dict[Path, list[str]] = {}
    for rest, comma in cut.items():
        if comma.head in unfit:
            more.setdefault(comma.head, []).append(flat(str(rest[-1])))
    return [
        _with_rest(fault, more) if fault.path in more else _told(fault, cut.get(fault.path))
        for fault in faults
        if fault.path not in cut or cut[fault.path].head not in more
    ]


def _with_rest(fault: SchemaProblem, more: Mapping[Path, Sequence[str]]) -> SchemaProblem:
    """Return a fault of a value with what stands behind the comma that ended it."""
    rest = shorten(", ".join(more[fault.path]), SHOWN)
    return attrs.evolve(fault, hint=f"{fault.hint}, and leave out `{rest}` behind the comma")


def cut_by_comma(document: "Document") -> Iterator[Finding]:
    """Say which keys of the model are more likely the rest of a text: those without a colon.

    Keys that the model has not are faults, and told as such.
    """
    colonless = {*cuts.without_colon(document)}
    if not colonless:
        return
    schema = specification_in_parts()
    for parent in dict.fromkeys(path[:-1] for path in colonless):
        node = node_at(schema, parent)
        run: list[Path] = []
        cut: dict[Path, CutAtComma] = {}
        for key in _at(document.data, parent):
            path = (*parent, key)
            if path not in colonless:
                cut |= _concluded(document, run)
                run = [path] if _is_free(node_at(schema, path)) else []
            elif run:
                run.append(path)
        cut |= _concluded(document, run)
        for path, comma in cut.items():
            if _takes(node, str(path[-1])):
                yield Finding(
                    comma.message(path),
                    path,
                    f"{comma.hint}; if it is a key, write a colon and its value behind it",
                )


def cut_in_number(document: "Document") -> Iterator[Finding]:
    """Say which entries of a list end at the comma of a number."""
    for path, whole in cuts.cut_in_number(document):
        quoted = shorten(flat(whole), LONGEST).replace("\\", "\\\\").replace('"', '\\"')
        yield Finding(
            f"this entry ends at the comma of a number, in `{shorten(flat(whole), SHOWN)}`",
            path,
            f'write all of it as one entry, in quotes: `"{quoted}"`',
            at="value",
        )


def _is_free(node: Mapping[str, Any]) -> bool:
    """Tell whether a place takes any text."""
    return node.get("type") == "string" and "enum" not in node and "pattern" not in node


def _takes(node: Mapping[str, Any], key: str) -> bool:
    """Tell whether a key may stand in a block."""
    pattern = node.get("propertyNames", {}).get("pattern")
    if key in node.get("properties", ()):
        return True
    return (
        "additionalProperties" in node
        and bool(node["additionalProperties"])
        and (pattern is None or expression(pattern).search(key) is not None)
    )


def cut_by_hash(document: "Document") -> Iterator[Finding]:
    """Say which free texts end, or begin, at what YAML takes for a comment."""
    schema = specification_in_parts()
    for cut in cuts.cut_by_hash(document):
        node = node_at(schema, cut.path)
        if not _takes_text(node, _at(document.data, cut.path)):
            continue
        name = next((step for step in reversed(cut.path) if isinstance(step, str)), "")
        rest = shorten(cut.rest.strip(), SHOWN)
        yield Finding(
            f"the text of `{name}` {'begins behind' if cut.where == 'before' else 'ends before'} "
            f"`{rest}`, which is read as a comment",
            cut.path,
            f"{_way_out(document, cut)}; if it is a comment, write a space behind #",
            at="value",
        )


def _takes_text(node: Mapping[str, Any], value: Any) -> bool:
    """Tell whether a place takes any text, and what stands there may be the beginning of one."""
    if isinstance(value, str) and value:
        return "enum" not in node and "pattern" not in node
    if value is None and node.get("type") == "array":
        node = node["items"]
    return _is_free(node) and not isinstance(value, (bool, dict, list))


def _way_out(document: "Document", cut: cuts.CutText) -> str:
    """Say how a text stays whole."""
    rest = flat(cut.rest)
    if cut.where == "at its sign":
        return f"write `{shorten(rest, SHOWN)}` on the next line, as the first one of the text"
    if cut.where == "below":
        return f"give `{shorten(rest, SHOWN)}` as many spaces as the lines above it"
    text = document.written(cut.path)
    if cut.where == "before":
        whole = f"{rest} {text}"
    else:
        more = re.split(r"(?<=.)[,\]}]", cut.rest)[0] if cut.in_brackets else cut.rest
        whole = f"{text}{more}"
    return f"put the whole text in quotes: `{_quoted(shorten(flat(whole), LONGEST))}`"


def _quoted(text: str) -> str:
    """Write a text in quotes, as YAML has them."""
    doubled = text.replace("'", "''")
    return f"'{doubled}'" if {'"', "\\"} & {*text} else f'"{text}"'


def _is_rest(document: "Document", fault: SchemaProblem) -> bool:
    """Tell whether the key that a fault is about is more likely the rest of a text."""
    if fault.rule not in RULES:
        return False
    if not document.follows_comma(_written(document, fault.path)):
        return False
    if "did you mean" in fault.message:
        return False
    return " " in str(fault.path[-1]) or blank(_at(document.data, fault.path))


@frozen
class CutAtComma:
    """What a text was before it ended at a comma.

    Attributes:
        head: The key of the text.
        name: The same key, as messages name it.
        whole: The whole text, as a remedy shows it.
    """

    head: Path
    name: str
    whole: str

    @property
    def hint(self) -> str:
        """What mends it."""
        return f"put the whole text in quotes: `{self.whole}`"

    def message(self, rest: Path) -> str:
        """Say where the text ended."""
        return f"the text of `{self.name}` ended at the comma before `{flat(str(rest[-1]))}`"


def _concluded(document: "Document", run: Sequence[Path]) -> dict[Path, CutAtComma]:
    """Return what each rest of a text belongs to, by the rest's path.

    Args:
        document: What reading gave.
        run: The key of the text, and behind it the keys that are its rest.
    """
    if len(run) < 2 or isinstance(_at(document.data, run[0]), (dict, list)):  # noqa: PLR2004
        return {}
    name = str(run[0][-1])
    text = _text(document, run[0])
    if text.endswith(","):
        # The text ended with its line, and not in brackets.
        return {}
    # A key without a value may be the beginning of a text as well.
    whole = text or name
    for rest in run[1:]:
        whole += ("," if document.touches_comma(rest) else ", ") + _entry(document, rest)
    quoted = _quoted(shorten(whole, LONGEST))
    comma = CutAtComma(run[0], name, f"{name}: {quoted}" if text else quoted)
    return dict.fromkeys(run[1:], comma)


def _entry(document: "Document", path: Path) -> str:
    """Return a key with its value, if it has one, as they stand in a text."""
    key, text = flat(document.written_key(_written(document, path))), _text(document, path)
    return f"{key}: {text}" if text else key


def _text(document: "Document", path: Path) -> str:
    """Return a value on one line: the text, or what else is written there."""
    value = _at(document.data, path)
    return flat(value if isinstance(value, str) else document.written(_written(document, path)))


def _told(fault: SchemaProblem, comma: CutAtComma | None) -> SchemaProblem:
    """Return a fault in the words for the rest of a text, if it is about one."""
    if comma is None:
        return fault
    return attrs.evolve(fault, message=comma.message(fault.path), hint=comma.hint)


def _written(document: "Document", path: Path) -> Path:
    """Return where the document has what stands at a path of its long form."""
    from intspec.schema.long_form import written_path  # noqa: PLC0415 -- only faults need it

    return written_path(path, document.data)[0]


def _at(data: Any, path: Path) -> Any:
    for step in path:
        # A block of keys may stand for a list of one.
        data = data if step == 0 and isinstance(data, dict) else data[step]
    return data
