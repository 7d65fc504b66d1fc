"""Remedies for what does not fit a schema: what to write, so that following it mends the fault.

A remedy is one line: what to do (add, write, remove, move), and between backticks what and where,
in the form that `docs/plugins/rules.md` describes.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from intspec.diagnostics import Path
from intspec.lazy import frozen
from intspec.schema.as_meant import Meant, key_beside, key_of, terms
from intspec.schema.fragments import LONGEST, entries, fragment, fragments
from intspec.schema.generating import SHORT_FORM, node_below, record_name
from intspec.schema.in_form import FIRST_KEYS, HOW_OFTEN_KEYS, form_of, how_written, written
from intspec.schema.in_records import NOT_APPLICABLE, UNKNOWN, names_entries, text_of
from intspec.schema.misplaced import places_of
from intspec.schema.only_places import OnlyPlaces
from intspec.text.amounts import occasion_in
from intspec.text.names import unique
from intspec.text.placeholders import normal, says_nothing
from intspec.text.wording import flat
from intspec.text.yaml_text import on_one_line

#: Tells whether a node of the schema takes a value.
Takes = Callable[[Any, Any], bool]
#: How many entries a remedy names, and how deep below a record a key is looked for.
ENTRIES, DEPTH = 3, 3
#: Entries of these maps are told apart by what they say, and not filled up.
ONE_EACH = ("procedures",)


@frozen
class Remedy:
    """What mends a fault.

    Attributes:
        hint: What to do, in one line.
        stands_for: The path of the key that was meant; empty if it is not known.
    """

    hint: str
    stands_for: Path = ()


class Remedies:
    """Finds remedies in one document.

    Args:
        schema: The whole schema.
        data: Plain data that it refuses.
        takes: Tells whether a node of the schema takes a value.
    """

    def __init__(self, schema: Mapping[str, Any], data: Any, takes: Takes) -> None:
        self.schema = schema
        self.data = data
        self.takes = takes
        self.meant = Meant(schema)
        self.only = OnlyPlaces(schema)
        #: What the remedies told so far write, by its path: the next one adds to it.
        self.told: dict[Path, Any] = {}
        #: Where keys are below a record, by its name.
        self.below: dict[str, dict[str, str | None]] = {}

    def node_at(self, path: Path) -> tuple[str, Mapping[str, Any]]:
        """Return what the schema says of a path, with the name of the record that it is."""
        node: Any = self.schema
        for step in path:
            node = node_below(self.meant.resolve(node), step)
        return record_name(node), self.meant.resolve(node)

    # Keys that a record does not have

    def elsewhere(self, key: str, value: Any, path: Path, *, slips: bool = False) -> Remedy | None:
        """Say where a key belongs that was written in another record, or under another name.

        Args:
            key: The key as written.
            value: Its value.
            path: Where the record is that it was written in.
            slips: Whether a word that is spelt much like the key is looked for, too.

        Returns:
            The remedy; None if it is not known where the key belongs.
        """
        name, node = self.node_at(path)
        likely = places_of(key, name, node.get("properties", {}), slips=slips)
        places = [*likely, self._place_below(key, name, node)]
        if named := self._named(name, key, value, path):
            return named
        holding = {p: self._terms_at(node, p) for p in places if p}
        terms_of = [p for p, allowed in holding.items() if allowed and terms(allowed, value)]
        others = [p for p, allowed in holding.items() if not allowed]
        free = [p for p in others if "." in p or self._stated(path, p) is UNKNOWN]
        place = next(iter((*terms_of, *free, *others, *places)))
        steps = place.strip("/").split(".") if place else []
        in_catalogue = place is not None and place.startswith("/")
        # In a checklist, settings or a vocabulary there is no place that a specification has.
        if not steps or not self._has_place(self.schema if in_catalogue else node, steps):
            return self._above(key, path)
        if in_catalogue:
            return self._in_catalogue(steps[0], value, path)
        return self._within(steps, value, path, node)

    def _named(self, name: str, key: str, value: Any, path: Path) -> Remedy | None:
        """Say how entries of a catalogue are named, where a value consists of their keys."""
        entries_named = _list(value)
        for place in places_of(key, name):
            catalogue = place.strip("/").partition(".")[0] if place.startswith("/") else ""
            if not catalogue or catalogue == key or not entries_named:
                continue
            known = self._entries_of(catalogue)
            free = self._stated(path, catalogue) is UNKNOWN
            if free and all(isinstance(one, str) and one in known for one in entries_named):
                hint = f"write {fragment(catalogue, entries_named)} instead"
                return Remedy(hint, (*path, catalogue))
        return None

    def beside(self, path: Path, value: Any) -> str:
        """Say which key beside a key takes a term that this one does not; empty if none does.

        Args:
            path: Where the term is, or the entry of a list of terms.
            value: The term as written.
        """
        end = next(n for n in range(len(path) - 1, -1, -1) if isinstance(path[n], str))
        outer, key = path[:end], path[end]
        name, node = self.node_at(outer)
        stated = _at(self.data, outer)
        if named := self._named(name, str(key), value, outer):
            return named.hint
        alone = end == len(path) - 1 or len(_list(stated[key])) == 1
        for other, inner in node.get("properties", {}).items():
            meant_terms = self.meant.terms(self.meant.resolve(inner).get("enum", ()), value)
            if other != key and other not in stated and len(meant_terms) == 1 and key == "mode":
                shown = fragment(other, meant_terms[0])
                return f"write {shown} instead" if alone else f"move it out of `{key}:`, as {shown}"
        return ""

    def _terms_at(self, node: Any, place: str) -> list[str]:
        """Return the terms that a place below a node takes; empty if it takes others, too."""
        for step in place.split("."):
            node = node_below(self.meant.resolve(node), step)
        return list(self.meant.resolve(node).get("enum", ()))

    def _has_place(self, node: Any, steps: list[str]) -> bool:
        """Tell whether some steps lead from a node to a key that there is."""
        for step in steps:
            node = node_below(self.meant.resolve(node), step)
        return isinstance(node, Mapping)

    def _within(self, steps: list[str], value: Any, path: Path, node: Mapping[str, Any]) -> Remedy:
        """Say how a value is written at a place in its record, or below it."""
        first = steps[0]
        made = self._placed(node["properties"][first], steps[1:], value)
        stands_for = (*path, first)
        if isinstance(value, str) and isinstance(_last(made), list) and says_nothing(value):
            return Remedy(for_nothing("it"))
        there = self._stated(path, first)
        if there is UNKNOWN:
            own = node["properties"][first]
            whole = value and isinstance(value, dict) and self.takes(own, value)
            self.told[stands_for] = value if whole else made
            return Remedy(f"write {fragment(first, None if whole else made)} instead", stands_for)
        parents = [first]
        for step in steps[1:]:
            if not isinstance(there, Mapping) or not isinstance(made, dict):
                break
            if step == "*" and (first in ONE_EACH or not there):
                key = next(iter(made))
                made = {unique(key, there): made[key]}
                break
            key = next(iter(there)) if step == "*" else step
            if key not in there:
                break
            parents.append(key)
            there, made = there[key], next(iter(made.values()))
        else:
            formed = {"pattern", "enum"} & self.node_at((*path, *parents))[1].keys()
            if formed and steps[1:2] == ["*"]:
                return self._another(steps, value, path, node)
            joined = "" if formed else self._joined(there, made, parents)
            if joined:
                return Remedy(joined, stands_for)
            there = None
        if isinstance(there, Mapping) and isinstance(made, dict) and not made.keys() & there.keys():
            into = ", ".join(f"`{parent}:`" for parent in parents)
            return Remedy(f"move it into {into}, as {fragments(made)}", stands_for)
        within = " of ".join(f"`{parent}:`" for parent in reversed(parents))
        return Remedy(f"remove it, or add what it says to {within}", stands_for)

    def _another(self, steps: list[str], value: Any, path: Path, node: Mapping[str, Any]) -> Remedy:
        """Say how a value gets an entry of its own, where that of another entry is another one."""
        first = steps[0]
        made = self._placed(node["properties"][first], steps[1:], value)
        there, key = self._stated(path, first), next(iter(made))
        own = {unique(key, there): made[key]}
        return Remedy(f"move it into `{first}:`, as {fragments(own)}", (*path, first))

    @staticmethod
    def _joined(there: Any, made: Any, parents: list[str]) -> str:
        """Say how a text or a list takes up what was written elsewhere; empty if it cannot."""
        *above, last = [f"`{parent}:`" for parent in parents]
        if isinstance(there, list) and isinstance(made, list):
            return f"move it into {', '.join((*above, last))}, as {entries(made)}"
        whole = f"{there}; {made}"
        if above and isinstance(there, str) and isinstance(made, str) and len(whole) <= LONGEST:
            return f"move it into {', '.join(above)}, as {fragment(parents[-1], whole)}"
        return ""

    def _stated(self, path: Path, key: str) -> Any:
        """Return what a record has under a key, or a remedy told so far gives it; or UNKNOWN."""
        record = _at(self.data, path)
        return record[key] if key in record else self.told.get((*path, key), UNKNOWN)

    def _placed(self, node: Any, steps: list[str], value: Any) -> Any:
        """Return what a node takes so that a value stands at the end of some steps in it."""
        name, node = record_name(node), self.meant.resolve(node)
        if not steps:
            return self._fitting(node, value)
        step, *rest = steps
        if step == "*":
            entry = node.get("additionalProperties")
            inner = self._placed(entry, rest, value)
            key = FIRST_KEYS.get(record_name(entry), "first")
            if isinstance(inner, dict) and isinstance(inner.get("description"), str):
                key = key_beside(key_of(inner), inner)
            return {key: inner}
        inner = self._placed(node["properties"][step], rest, value)
        if inner is None and (said := self.meant.record(node, value)) is not UNKNOWN:
            return said  # in words, where it is no value of the key itself
        return {**dict.fromkeys(node.get("required", ())), step: inner} if name else {step: inner}

    def _fitting(self, node: Any, value: Any) -> Any:
        """Return a value that a node takes: this one, or what it was meant to be; None if neither.

        What has keys of its own is kept, to be told again if it does not fit.
        """
        if value is not None and self.takes(node, value):
            return value
        record = self.meant.resolve(node)
        if SHORT_FORM in record and not isinstance(value, dict):
            short = self._fitting(record["properties"][record[SHORT_FORM][0]], value)
            if short is not None:
                return short
        made = self.meant.value(node, value)
        if made is not UNKNOWN:
            return made
        return value if isinstance(value, dict) and value else None

    def _place_below(self, key: str, name: str, node: Mapping[str, Any]) -> str | None:
        """Return the one nearest place below a record that has a key."""
        if name not in self.below:
            self.below[name] = self._keys_below(node)
        return self.below[name].get(key)

    def _keys_below(self, node: Mapping[str, Any]) -> dict[str, str | None]:
        """Return the nearest place below a record that has each key; None where several are."""
        places: dict[str, str | None] = {}
        level: list[tuple[tuple[str, ...], Mapping[str, Any]]] = [((), node)]
        for _depth in range(DEPTH):
            level = [
                ((*path, *steps), inner)
                for path, outer in level
                for steps, inner in self._records_in(outer)
            ]
            here: dict[str, str | None] = {}
            for path, inner in level:
                for key in inner["properties"]:
                    here[key] = None if key in here else ".".join((*path, key))
            places = {**here, **places}
        # What one value of a record stands for is what its keys are meant for, too.
        short = next(iter(node.get(SHORT_FORM, ())), "")
        meant = self.meant.resolve(node["properties"].get(short)).get("properties", ())
        return {**places, **{key: f"{short}.{key}" for key in meant}}

    def _records_in(
        self, node: Mapping[str, Any]
    ) -> Iterable[tuple[tuple[str, ...], Mapping[str, Any]]]:
        """Go over the records that stand right below one, and the entries of its maps."""
        for key, inner in node["properties"].items():
            plain = self.meant.resolve(inner)
            entry = self.meant.resolve(plain.get("additionalProperties"))
            if "properties" in plain:
                yield (key,), plain
            elif "properties" in entry and plain.get("type") == "object":
                yield (key, "*"), entry

    def _above(self, key: str, path: Path) -> Remedy | None:
        """Say that a key belongs in a record around the one that it was written in."""
        for end in range(len(path) - 1, -1, -1):
            outer = path[:end]
            known = self.node_at(outer)[1].get("properties", {})
            if key not in known:
                continue
            where = f"up, beside `{path[end]}:`" if outer else "to the top level of the document"
            if key in _at(self.data, outer):
                return Remedy(f"remove it, or move what it says {where}", (*outer, key))
            return Remedy(f"move it {where}", (*outer, key))
        return None

    def _in_catalogue(self, catalogue: str, value: Any, path: Path, replaced: Path = ()) -> Remedy:
        """Say how to describe something once, and how a record names it.

        Args:
            catalogue: The catalogue.
            value: What is described.
            path: Where the record is.
            replaced: The key of it, or the entry of its list, that was written where the names of
                entries stand; empty if it was written elsewhere.
        """
        key = str(replaced[0]) if replaced else catalogue
        made = self._fitting(self.schema["properties"][catalogue], value)
        entries_made = self._not_taken(catalogue, made if isinstance(made, dict) else {})
        stated_here = not replaced and self._stated(path, key) is not UNKNOWN
        here = f"write `{key}: [{', '.join(entries_made)}]` here"
        if len(replaced) > 1:
            here = f"write {entries([*entries_made])} here"
        elif stated_here:
            here = f"add {entries([*entries_made])} to `{key}:` here"
        elif replaced and self.node_at((*path, key))[1].get("type") == "string":
            here = f"write `{key}: {next(iter(entries_made))}` here"
        stands_for = (*path, key)
        self.told.setdefault(stands_for, [*entries_made])
        if entries_made.keys() <= self._entries_of(catalogue).keys():
            instead = f"remove it, and {here}"
            if not stated_here:
                instead = f"{here.removesuffix(' here')} instead"
            return Remedy(instead, stands_for)
        shown = list(entries_made.items())[:ENTRIES]
        described = ", then ".join(fragment(name, entry) for name, entry in shown)
        return Remedy(
            f"describe it under `{catalogue}:` at the top level, as {described}, and {here}",
            stands_for,
        )

    def _entries_of(self, catalogue: str) -> Mapping[str, Any]:
        """Return the entries that a catalogue has."""
        stated = self.data.get(catalogue)
        return stated if isinstance(stated, Mapping) else {}

    def _not_taken(self, catalogue: str, made: Mapping[str, Any]) -> dict[str, Any]:
        """Return entries under keys that no other entry of a catalogue has."""
        known = self._entries_of(catalogue)
        out: dict[str, Any] = {}
        for key, entry in made.items():
            same = key not in known or not entry or known[key] == entry
            out[key if same else unique(key, known.keys() | made.keys())] = entry
        return out or {"first": None}

    def _catalogue(self, path: Path) -> tuple[str, Path]:
        """Return the catalogue whose entries are named at a place, and the place in its record.

        The catalogue is empty if no keys of entries stand there.
        """
        depth = max((n for n, step in enumerate(path) if isinstance(step, str)), default=0)
        node = self.node_at(path[: depth + 1])[1]
        words = re.findall("`([a-z_]+)`", str(node.get("description", "")))
        for name in (path[depth], *words) if names_entries(node) else ():
            holds = self.meant.resolve(self.schema["properties"].get(name))
            if "additionalProperties" in holds:
                return str(name), path[depth:]
        return "", ()

    # Values that a key does not take

    def of_type(self, node: Mapping[str, Any], value: Any, path: Path) -> str:
        """Say what to write where a value is of another type than its key takes.

        Args:
            node: What the schema says of the place.
            value: The value as written.
            path: Where it is.
        """
        wanted, key = node.get("type"), path[-1] if path else ""
        made = self.meant.value(node, value)
        if self.is_nothing(node, value):
            if key in self.node_at(path[:-1])[1].get("required", ()):
                return how_written(self.meant.resolve, node, key)
            return for_nothing(f"`{key}`" if isinstance(key, str) else "this entry")
        catalogue, replaced = self._catalogue(path) if _has_blocks(value) else ("", ())
        if catalogue:
            return self._in_catalogue(catalogue, value, path[: -len(replaced)], replaced).hint
        if free := self.meant.choices(node, value) if wanted == "object" else ():
            listed = ", ".join(f"`{name}:`" for name in free)
            return f"write the text under one of these keys of `{key}:`: {listed}"
        if made is UNKNOWN and "enum" in node:
            return self.of_terms(node["enum"], value)
        if made is UNKNOWN:
            return self._occasion(node, value, path) or how_written(self.meant.resolve, node, key)
        if wanted == "object" and "properties" not in node and isinstance(made, dict):
            return self._in_map(str(key), made, value)
        if wanted == "string" and isinstance(value, int | float) and made == text_of(value):
            return f'put it in quotes: `"{text_of(value)}"`'
        return f"write {written(key, made)}"

    def is_nothing(self, node: Mapping[str, Any], value: Any) -> bool:
        """Tell whether a value says that there is nothing to say; "no" is an answer where asked."""
        if not says_nothing(value):
            return False
        if text_of(value) and normal(text_of(value)) in NOT_APPLICABLE:
            return True
        made = self.meant.value(node, value)
        is_record = "properties" in node and isinstance(made, dict)
        return not is_record and not isinstance(made, bool)

    def _in_map(self, key: str, made: dict[str, Any], value: Any) -> str:
        """Say how to write a map, where a list or a text was written, or keys of one entry."""
        if isinstance(value, Mapping):
            name = next(iter(made))
            return f"give its keys a key above them: `{key}:` with `{name}:` with its keys"
        shown = [
            f"`{name}:` with its keys"
            if isinstance(entry, Mapping) and entry in _list(value)
            else fragment(name, entry)
            for name, entry in made.items()
        ]
        more = ", and so on" if len(shown) > ENTRIES else ""
        return f"give each entry a key: {', then '.join(shown[:ENTRIES])}{more}"

    def _occasion(self, node: Mapping[str, Any], value: Any, path: Path) -> str:
        """Say where an occasion belongs that stands for a frequency; empty if it is none."""
        if not isinstance(value, str) or not node.get("properties", {}).keys() >= HOW_OFTEN_KEYS:
            return ""
        place = occasion_in(value)
        if place is None or self._stated(path[:-1], place) is not UNKNOWN:
            return ""
        said = flat(value)
        return f"write {fragment(place, [said] if place == 'at' else said)} instead"

    def key_for(self, path: Path, made: Any) -> str:
        """Return a key that an entry of a map may have, and no other of its entries has.

        Args:
            path: Where the map is.
            made: The key that was meant; UNKNOWN if that cannot be told.
        """
        entry = record_name(self.node_at(path)[1].get("additionalProperties"))
        name = FIRST_KEYS.get(entry, "first") if made is UNKNOWN else made
        return unique(name, _at(self.data, path))

    def of_terms(self, allowed: list[str], value: Any) -> str:
        """Say which of the terms to write that a key takes."""
        meant_terms = terms(allowed, value)
        if len(meant_terms) == 1:
            return f"write `{meant_terms[0]}`"
        others = [term for term in allowed if term not in meant_terms]
        return "write one of these: " + ", ".join(f"`{term}`" for term in (*meant_terms, *others))

    def missing(self, path: Path, name: str) -> str:
        """Say what to add for a key that every such record needs."""
        _record, node = self.node_at(path)
        known = node.get("properties", {}).get(name, {})
        inner = self.meant.resolve(known)
        words = known.get("description", "").rstrip(".")
        told = f" ({words})" if words else ""
        if "enum" in inner:
            return f"add `{name}:`, one of " + ", ".join(f"`{c}`" for c in inner["enum"])
        if inner.get("type") in ("object", "array"):
            return f"add {fragment(name, form_of(self.meant.resolve, known))}"
        example = next(iter(inner.get("examples", known.get("examples", ()))), None)
        if example is None and inner.get("type") in ("integer", "boolean"):
            example = inner.get("minimum", 1) if inner["type"] == "integer" else True
        if example is None or (isinstance(example, str) and " " in example):
            return f"add `{name}:`{told}"
        return f"add `{name}:`{told}, such as `{on_one_line(example)}`"


def for_nothing(name: str) -> str:
    """Say what to write in place of a key that holds no content."""
    return (
        f"remove {name}; if there is nothing to report, add to `declarations:` what it is about, "
        "with a `state` and a `reason`"
    )


def _last(made: Any) -> Any:
    """Return what stands at the end of the only way into a value."""
    while isinstance(made, dict) and len(made) == 1:
        (made,) = made.values()
    return made


def _at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def _has_blocks(value: Any) -> bool:
    """Tell whether a value says more of things than their names."""
    if isinstance(value, Mapping):
        return any(inner is not None and inner is not True for inner in value.values())
    return isinstance(value, list) and any(map(_has_blocks, value))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
