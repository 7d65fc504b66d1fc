"""Texts that ended before their authors wanted them to.

Without quotes, YAML ends a text at ` #`, and in brackets at a comma.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from intspec.diagnostics import Finding, Path
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


def told_by_commas(document: "Document", faults: Sequence[SchemaProblem]) -> list[SchemaProblem]:
    """Say of keys that are the rest of a text that the text ended at a comma.

    Args:
        document: What reading gave.
        faults: The ways in which it does not fit the schema.
    """
    rests = {fault.path for fault in faults if _is_rest(document, fault)}
    colonless = {*document.without_colon()} if rests else set()
    remedies: dict[Path, tuple[str, str]] = {}
    for parent in dict.fromkeys(path[:-1] for path in rests):
        run: list[Path] = []
        for key in _at(document.data, parent):
            path = (*parent, key)
            if path not in rests and _written(document, path) not in colonless:
                _conclude(document, run, remedies)
                run = []
            run.append(path)
        _conclude(document, run, remedies)
    return [_told(fault, *remedies.get(fault.path, ("", ""))) for fault in faults]


def cut_by_comma(document: "Document") -> Iterator[Finding]:
    """Say which keys of the model are more likely the rest of a text: those without a colon.

    Keys that the model has not are faults, and told as such.
    """
    colonless = {*document.without_colon()}
    if not colonless:
        return
    schema = specification_in_parts()
    for parent in dict.fromkeys(path[:-1] for path in colonless):
        node = node_at(schema, parent)
        run: list[Path] = []
        remedies: dict[Path, tuple[str, str]] = {}
        for key in _at(document.data, parent):
            path = (*parent, key)
            if path not in colonless:
                _conclude(document, run, remedies)
                run = [path] if _is_free(node_at(schema, path)) else []
            elif run:
                run.append(path)
        _conclude(document, run, remedies)
        for path, (name, remedy) in remedies.items():
            if _takes(node, str(path[-1])):
                yield Finding(
                    f"the text of `{name}` ended at the comma before `{path[-1]}`",
                    path,
                    f"put the whole text in quotes: `{remedy}`; if it is a key, write a colon and "
                    "its value behind it",
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
    """Say which free texts end at what YAML takes for a comment."""
    schema = specification_in_parts()
    for path, rest, in_brackets in document.cut_by_hash():
        text = _at(document.data, path) or ""
        node = node_at(schema, path)
        if not isinstance(text, str) or "enum" in node or "pattern" in node:
            continue
        if not text and node.get("type") != "string":
            continue
        name = next((step for step in reversed(path) if isinstance(step, str)), "")
        more = re.split(r"(?<=.)[,\]}]", rest)[0] if in_brackets else rest
        whole = _quoted(shorten(flat(f"{text}{more}"), LONGEST))
        yield Finding(
            f"the text of `{name}` ends before `{shorten(rest.strip(), SHOWN)}`, which is read as "
            "a comment",
            path,
            f"put the whole text in quotes: `{whole}`; if it is a comment, write a space behind #",
            at="value",
        )


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


def _conclude(
    document: "Document", run: Sequence[Path], remedies: dict[Path, tuple[str, str]]
) -> None:
    """Give each rest of a text the key that the text belongs to, and the whole text in quotes.

    Args:
        document: What reading gave.
        run: The key of the text, and behind it the keys that are its rest.
        remedies: What is found, by the rest's path; added to.
    """
    if len(run) < 2 or isinstance(_at(document.data, run[0]), (dict, list)):  # noqa: PLR2004
        return
    name = str(run[0][-1])
    text = _text(document, run[0])
    if text.endswith(","):
        # The text ended with its line, and not in brackets.
        return
    # A key without a value may be the beginning of a text as well.
    whole = text or name
    for rest in run[1:]:
        whole += ("," if document.touches_comma(rest) else ", ") + _entry(document, rest)
    quoted = _quoted(shorten(whole, LONGEST))
    for rest in run[1:]:
        remedies[rest] = (name, f"{name}: {quoted}" if text else quoted)


def _entry(document: "Document", path: Path) -> str:
    """Return a key with its value, if it has one, as they stand in a text."""
    key, text = flat(str(path[-1])), _text(document, path)
    return f"{key}: {text}" if text else key


def _text(document: "Document", path: Path) -> str:
    """Return a value on one line: the text, or what else is written there."""
    value = _at(document.data, path)
    return flat(value if isinstance(value, str) else document.written(_written(document, path)))


def _told(fault: SchemaProblem, name: str, remedy: str) -> SchemaProblem:
    """Return a fault in the words for the rest of a text, if it is about one."""
    if not remedy:
        return fault
    rest = flat(str(fault.path[-1]))
    message = f"the text of `{name}` ended at the comma before `{rest}`"
    return attrs.evolve(fault, message=message, hint=f"put the whole text in quotes: `{remedy}`")


def _written(document: "Document", path: Path) -> Path:
    """Return where the document has what stands at a path of its long form."""
    from intspec.schema.long_form import written_path  # noqa: PLC0415 -- only faults need it

    return written_path(path, document.data)[0]


def _at(data: Any, path: Path) -> Any:
    for step in path:
        # A block of keys may stand for a list of one.
        data = data if step == 0 and isinstance(data, dict) else data[step]
    return data
