"""Follow remedies to the letter, as a careful reader does who knows nothing else.

A remedy says what to do, and between backticks what to write: `docs/plugins/rules.md` describes the
form. What is left to be filled in is filled with a small value that its key takes.
"""

import copy
import json
import re
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any

from intspec.diagnostics import pointer_steps
from intspec_kit.case_files import yaml_data

Path = tuple[str | int, ...]


class Open(Enum):
    """What a remedy leaves open: what is to be filled in, and what stood there."""

    FILL = 1
    KEEP = 2


FILL, KEEP = Open.FILL, Open.KEEP
FRAGMENT = "`([^`]+)`"
ARMS = "interventions"
FRAGMENTS = (
    rf"{FRAGMENT}(?:(?:, then |, and |, | and | or | with (?:its keys|the text)|with )*{FRAGMENT})*"
)


class CannotFollowError(Exception):
    """A remedy that says nothing that can be done."""


def nested(text: str) -> Any:
    """Read fragments joined by "with", commas and "then" as the data that they stand for."""
    found = re.findall(FRAGMENT, text)
    # Words inside a fragment join nothing.
    plain = re.sub(FRAGMENT, lambda _match: "`\0`", text)
    return _nested(plain, iter(found))


def _nested(plain: str, found: Iterator[str]) -> Any:
    data: dict[str, Any] = {}
    listed: list[Any] = []
    for part in re.split(r", then | then ", plain):
        head, _with, rest = part.partition(" with ")
        written = [next(found) for _ in range(head.count("`\0`"))]
        for number, one in enumerate(written):
            inner: Any = FILL
            if number == len(written) - 1 and rest:
                inner = KEEP if rest.startswith(("its keys", "the text")) else _nested(rest, found)
            _put(one, inner, data, listed)
    return listed or data


def _put(one: str, inner: Any, data: dict[str, Any], listed: list[Any]) -> None:
    """Add one fragment to what was read before."""
    if one.startswith("- "):
        value = _read(one[2:], inner)
        listed.append(value)
        return
    value = _read(one, inner)
    if not isinstance(value, dict):
        msg = f"no key stands in `{one}`"
        raise CannotFollowError(msg)
    target = listed[-1] if listed else data
    target.update(value)


def _read(one: str, inner: Any) -> Any:
    """Read one line of YAML; a key without a value has what stands below it."""
    if one.endswith(":"):
        key = yaml_data(one[:-1])
        # A key is text, whatever YAML takes it for.
        return {key if isinstance(key, str) else one[:-1]: inner}
    read = yaml_data(one)
    return {str(key): value for key, value in read.items()} if isinstance(read, dict) else read


def alternatives(hint: str) -> list[str]:
    """Return the ways that a remedy offers, each as an instruction of its own.

    What follows a semicolon explains. A way without a verb has that of the first one, and its
    place where it names none.
    """
    shown = re.findall(FRAGMENT, hint)
    numbers = iter(range(len(shown)))
    plain = re.sub(FRAGMENT, lambda _match: f"`{next(numbers)}`", hint)
    plain = re.sub(r" \((?:or |and so on)[^)]*\)", "", plain)
    ways: list[str] = []
    verb = place = ""
    for one in plain.partition("; ")[0].split(", or "):
        way = re.sub(r",? (?:if|when) [^`]*$", "", one)
        verb = verb or way.split(" ")[0]
        if way.startswith("`"):
            way = f"{verb} {way}{'' if ' to ' in way else place}"
        place = place or "".join(re.findall(r" to .*$", way)[:1])
        ways.append(re.sub(r"`(\d+)`", lambda match: f"`{shown[int(match[1])]}`", way))
    return ways


def has_key(one: str) -> bool:
    """Tell whether a fragment is a key with its value, and no value alone."""
    return re.match(r"(?:[^:'\"\[{]+|\"[^\"]*\"):(?: |$)", one) is not None


class Follower:
    """Follows remedies in one document.

    Args:
        schema: The schema, which says how what is left open is filled in.
        data: The document.
        arm: Key of the arm that a finding is about.
    """

    def __init__(self, schema: Mapping[str, Any], data: Any, arm: str | None = None) -> None:
        self.schema = schema
        self.data = copy.deepcopy(data)
        arms = data.get(ARMS)
        self.arm = arm or (next(iter(arms), "") if isinstance(arms, dict) else "")
        self.catalogue = ""

    def follow(self, hint: str, path: Path) -> Any:
        """Do what a remedy says of a place, and return the document.

        Raises:
            CannotFollowError: It says nothing that can be done.
        """
        for pattern, does in WAYS:
            match = re.match(pattern, hint, re.DOTALL)
            if match:
                does(self, match, self.written(path))
                return self.data
        msg = f"nothing to follow: {hint}"
        raise CannotFollowError(msg)

    # What remedies ask for

    def write(self, match: re.Match[str], path: Path) -> None:
        """Put what is written in place of the key or the value."""
        text = match["what"]
        first = re.findall(FRAGMENT, text)[0]
        old, block = self.at(path), self.at(path[:-1])
        key = first.partition(":")[0]
        inside = isinstance(old, dict) and key in old and first[-1] != ":"
        if first.startswith("- "):
            made = nested(text)
            if isinstance(path[-1], int):
                # In place of one entry there may be several.
                block[path[-1] + 1 : path[-1] + 1] = made[1:]
                made = made[0]
            self.put(path, made, old)
        elif has_key(first) and inside and not match["instead"]:
            self.merge(path, nested(text), old)
        elif has_key(first) and not match["instead"] and key != path[-1] and key in block:
            self.put((*path[:-1], key), yaml_data(first)[key], None)
        elif (
            has_key(first) and not first.endswith(":") and not match["instead"] and key != path[-1]
        ):
            self.merge(path[:-1], nested(text), old)
        elif has_key(first):
            self.rename(path, nested(text), old)
        else:
            self.put(path, yaml_data(first), old)

    def write_one(self, match: re.Match[str], path: Path) -> None:
        """Put the first of the values or keys that are offered."""
        if match["value"].endswith(":"):
            self.rename(path, {match["value"][:-1]: FILL}, self.at(path))
            return
        self.put(path, yaml_data(match["value"]), None)

    def write_under(self, match: re.Match[str], path: Path) -> None:
        """Put the value under the first of the keys that are offered."""
        self.put(path, {match["key"].rstrip(":"): self.at(path)}, None)

    def fill_in(self, _match: re.Match[str], path: Path) -> None:
        """Give a key that is empty a value."""
        self.put(path, FILL, None)

    def remove(self, match: re.Match[str], path: Path) -> None:
        """Take the key away, or the one beside it that is named."""
        if match["entry"]:
            numbers = [number for number, step in enumerate(path) if isinstance(step, int)]
            path = path[: numbers[-1] + 1]
        named = (match["name"] or "").rstrip(":")
        parent = self.at(path[:-1])
        if named and isinstance(parent, dict) and named in parent:
            path = (*path[:-1], named)
        elif named and named in path:
            path = path[: path.index(named) + 1]
        parent = self.at(path[:-1])
        del parent[path[-1]]

    def move_into(self, match: re.Match[str], path: Path) -> None:
        """Move a value into a block beside it."""
        old = self.take(path)
        into = path[:-1]
        for key in re.findall(FRAGMENT, match["into"]):
            into = (*into, key.rstrip(":"))
        self.merge(into, nested(match["what"]), old)

    def move_up(self, match: re.Match[str], path: Path) -> None:
        """Move a key out of its block."""
        value = self.take(path)
        key = path[-1]
        up: Path = ()
        if match["key"]:
            up = path[: path.index(match["key"].rstrip(":"))]
        self.merge(up, {key: value}, value)

    def indent(self, match: re.Match[str], path: Path) -> None:
        """Make a key an entry of the map beside it."""
        value, into = self.take(path), (*path[:-1], match["into"])
        self.put(into, {**(self.at(into) or {}), str(path[-1]): value}, None)

    def describe(self, match: re.Match[str], path: Path) -> None:
        """Describe something in a catalogue, and name it in the arm."""
        old = self.at(path) if match["here"].endswith(" here") else None
        catalogue = match["catalogue"].rstrip(":")
        self.merge((catalogue,), nested(match["what"]), old)
        if isinstance(path[-1], int):
            # An entry of a list gives way to the names of what was described.
            number = path[-1]
            self.at(path[:-1])[number : number + 1] = nested(match["here"].removesuffix(" here"))
            return
        if match["here"].endswith(" here"):
            self.take(path)
        self.here(match["here"], path)

    def here(self, text: str, path: Path) -> None:
        """Name entries of a catalogue in an arm, or in a record of it."""
        at = path[:-1]
        if "in the arm" in text or "in `" in text:
            arm = path[:2] if path[0] == ARMS else (ARMS, self.arm)
            at = (*arm, *(key.rstrip(":") for key in re.findall("in `([^`]+)`", text)))
        text = re.sub(" (?:here|in the arm|in `[^`]+`)$", "", text)
        written = nested(text.partition("` to ")[0] + "`" * ("` to " in text))
        if isinstance(written, dict):
            self.merge(at, written, None)
            return
        key = re.findall(FRAGMENT, text)[-1].rstrip(":")
        block = self.at(at)
        there = block.get(key) or []
        block[key] = [*(there if isinstance(there, list) else [there]), *written]

    def remove_and_name(self, match: re.Match[str], path: Path) -> None:
        """Take the key away, and name what it says."""
        self.take(path)
        self.here(match["here"], path)

    def add(self, match: re.Match[str], path: Path) -> None:
        """Add what is missing, to the record that the place is in or to the place that is named."""
        what, place = match["what"], match["place"] or ""
        if match["of"]:
            self.catalogue = match["of"]
        written = nested(what)
        if match["value"] is not None:
            written = {next(iter(written)): yaml_data(match["value"])}
        if isinstance(written, dict) and " or " in what:
            written = {key: written[key] for key in list(written)[:1]}
        self.merge(self.place(place, written, path), written, None)
        if match["named"]:
            self.put(path, match["named"], None)

    def place(self, words: str, written: Any, path: Path) -> Path:
        """Return the block that something is to be added to."""
        named = [key.rstrip(":") for key in re.findall(FRAGMENT, words)][::-1]
        key = next(iter(written)) if isinstance(written, dict) else None
        if not named:
            if "top level" in words:
                return ()
            if key in path:
                return path[: path.index(key)]
            # The place is the record itself, or what it lacks.
            return path if isinstance(self.at(path), dict) else path[:-1]
        if "top level" in words:
            return tuple(named)
        first, *rest = named
        base = path[: path.index(first)] if first in path else path[: 2 * (path[0] == ARMS)]
        if first in self.data[ARMS] and first not in path:
            base = (ARMS,)
        elif "the arm's" in words and path[0] == ARMS:
            base = path[:2]
        elif "arm's" in words and not base:
            base = (ARMS, next(iter(self.data[ARMS])))
        if "a phase of" in words:
            rest.append(next(iter(self.at((*base, first)) or {"course": None})))
        return (*base, first, *rest)

    def add_entries(self, match: re.Match[str], path: Path) -> None:
        """Add entries to a list until there are enough."""
        block = self.at(path)
        (entry,) = nested(match["what"])
        while len(block) < int(match["least"]):
            block.append(copy.deepcopy(entry))
            self.fill((*path, len(block) - 1))

    def key_each(self, match: re.Match[str], path: Path) -> None:
        """Give each entry of a list a key of its own."""
        values = self.at(path)
        values = values if isinstance(values, list) else [values]
        made = nested(match["what"])
        shown = list(made.items())
        for number, value in enumerate(values[len(shown) :]):
            # "and so on": as those that are shown.
            form = dict.fromkeys(shown[0][1], value) if isinstance(value, str) else value
            made[f"entry-{number}"] = form
        for (key, inner), value in zip(shown, values, strict=False):
            made[key] = value if inner is KEEP else inner
        self.put(path, made, None)

    def key_above(self, match: re.Match[str], path: Path) -> None:
        """Put a key between a map and the keys of one entry."""
        ((key, inner),) = nested(match["what"]).items()
        assert key == path[-1]
        self.put(path, {next(iter(inner)): self.at(path)}, None)

    # The document

    def written(self, path: Path) -> Path:
        """Return where a short form is written, for a path into what it stands for."""
        value = self.data
        for depth, step in enumerate(path):
            if value is not None and not isinstance(value, dict | list):
                return path[:depth]
            if isinstance(step, int) and isinstance(value, dict):
                # A record alone, in place of a list of them.
                self.at(path[: depth - 1])[path[depth - 1]] = [value]
            value = self.at((*path[:depth], step))
        return path

    def at(self, path: Path) -> Any:
        """Return what stands at a path; None if nothing does."""
        value = self.data
        for step in path:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                return None
        return value

    def take(self, path: Path) -> Any:
        """Take a key out of its block, and return its value."""
        return self.at(path[:-1]).pop(path[-1])

    def put(self, path: Path, value: Any, old: Any) -> None:
        """Put a value at a path, and fill in what is open in it."""
        self.at(path[:-1])[path[-1]] = self.kept(value, old)
        self.fill(path)

    def rename(self, path: Path, written: dict[str, Any], old: Any) -> None:
        """Put keys where another stood, in its place."""
        parent = self.at(path[:-1])
        if isinstance(parent, list):
            self.put(path, written, old)
            return
        items = list(parent.items())
        parent.clear()
        for key, value in items:
            if key != path[-1]:
                parent[key] = value
                continue
            for new, inner in written.items():
                parent[new] = old if inner is FILL and old is not None else self.kept(inner, old)
        if path[-1] not in dict(items):
            parent.update({new: self.kept(inner, old) for new, inner in written.items()})
        for new in written:
            self.fill((*path[:-1], new))

    def merge(self, path: Path, written: Any, old: Any) -> None:
        """Add keys to a block, which is made where there is none; entries to a list."""
        block: Any = self.data
        for step, after in zip(path, (*path[1:], None), strict=False):
            if isinstance(block, dict) and block.get(step) in (None, ""):
                listed = isinstance(after, int) or (after is None and isinstance(written, list))
                block[step] = [] if listed else {}
            block = block[step]
        if isinstance(written, list):
            block.extend(self.kept(entry, old) for entry in written)
        else:
            for key, value in written.items():
                if isinstance(block.get(key), dict) and isinstance(value, dict):
                    self.merge((*path, key), value, old)
                else:
                    block[key] = self.kept(value, old)
        self.fill(path)

    def kept(self, value: Any, old: Any) -> Any:
        """Put what stood there where a remedy says to keep it."""
        if value is KEEP:
            return old
        if isinstance(value, dict):
            return {key: self.kept(inner, old) for key, inner in value.items()}
        return [self.kept(entry, old) for entry in value] if isinstance(value, list) else value

    def fill(self, path: Path) -> None:
        """Fill in what is open at a path and below it."""
        value = self.at(path)
        if value is FILL or value is None:
            self.at(path[:-1])[path[-1]] = self.sample(self.node(path), str(path[-1]))
        elif isinstance(value, dict):
            for key in value:
                self.fill((*path, key))
        elif isinstance(value, list):
            for number in range(len(value)):
                self.fill((*path, number))

    def node(self, path: Path) -> Any:
        """Return what the schema says of a path."""
        node: Any = self.schema
        for step in path:
            node = self.resolve(node)
            if isinstance(step, int):
                node = node.get("items", {})
            else:
                node = (
                    node.get("properties", {}).get(step) or node.get("additionalProperties") or {}
                )
        return node

    def resolve(self, node: Any) -> Any:
        """Follow a reference within the schema."""
        return self.schema["$defs"][node["$ref"].rpartition("/")[2]] if "$ref" in node else node

    def sample(self, node: Any, key: str) -> Any:
        """Return a small value that a node takes."""
        described = node.get("description", "")
        if "examples" in node:
            return node["examples"][0]
        node = self.resolve(node)
        if "enum" in node:
            return node["enum"][0]
        if "pattern" in node:
            return next(v for v in PATTERNED if re.search(node["pattern"], v))
        kind = node.get("type")
        if kind == "object":
            if "properties" not in node:
                return {"first": self.sample(node.get("additionalProperties", {}), "")}
            keys = node.get("required") or [next(iter(node["properties"]))]
            return {name: self.sample(node["properties"][name], name) for name in keys}
        if kind == "array":
            entry = self.sample({"description": described, **node["items"]}, key)
            return [entry] * node.get("minItems", 1)
        if described.startswith("Key"):
            return self.entry(described, self.catalogue or key)
        catalogue = self.data.get(self.catalogue)
        if isinstance(catalogue, dict):
            return next(iter(catalogue), "first")
        return {"integer": 1, "boolean": True, "number": 1.5}.get(kind, f"Some words on {key}")

    def entry(self, described: str, key: str) -> str:
        """Return the key of an entry of the catalogue that is meant, which is described if need be.

        Args:
            described: What the schema says of what takes the key.
            key: The key of the catalogue, or what takes the key of its entry.
        """
        words = {key, *re.findall(r"\w+", described)}
        words |= {f"{word}s" for word in words}
        name = next((one for one in STATING if one in words), key)
        catalogue = self.data.setdefault(name, {}) if name in STATING else self.data.get(name, {})
        # Of the measures, the first that says how well it was delivered or kept to.
        fitting = [
            key
            for key, one in catalogue.items()
            if name != "measures" or one.get("kind") in {"fidelity", "adherence"}
        ]
        if not fitting and name in STATING:
            made = self.sample({**self.node((name, "first")), "description": ""}, "first")
            catalogue["first"] = made
        return next(iter(fitting), "first")


#: The catalogues whose keys state something only where they lead to an entry.
STATING = ("providers", "materials", "settings", "measures", "components")
PATTERNED = (
    "first",
    "PT45M",
    "2024-01-01",
    "10.1136/bmj.g1687",
    "https://example.org/a",
    "en",
    "tidier/session-length",
    "1.0",
)
WRITE = "(?:write|type it anew:|put it in quotes:)"
EXAMPLE = r"(?: \([^)]*\))?(?:, (?:such as|one of) `(?P<value>[^`]+)`.*)?"
KEYS_OF = "(?:, with (?:keys of|the keys) ?`?(?P<of>[^`]*)`?.*)?"
PLACE = rf"(?P<place> (?:to|at) .*?)?{KEYS_OF}"
NAMED_HERE = "(?:, and write `(?P<named>[^`]+)` here)?"
IN_CATALOGUE = "describe it under `(?P<catalogue>[^`]+)` at the top level, as (?P<what>.*), "
IN_ARM = r"and (?:write|add) (?P<here>.* (?:here|in the arm|in `\w+:`))$"
FILL_IN = "fill it in or remove it|write it as one text|write the (?:content|reason)"
WAYS: tuple[tuple[str, Any], ...] = (
    (r"write .* such as `(?P<value>[^`]+)`$", Follower.write_one),
    (r"write the text under one of these keys of `[^`]+`: `(?P<key>[^`]+)`", Follower.write_under),
    (r"write one of these: `(?P<value>[^`]+)`", Follower.write_one),
    (rf"write the \w+ under (?P<what>{FRAGMENT})(?P<instead>)", Follower.write),
    (rf"{WRITE} (?P<what>{FRAGMENT}.*?)(?P<instead> instead)?$", Follower.write),
    (r"write [^`]*?(?:such as|at least|quotes:|write) `(?P<value>[^`]+)`", Follower.write_one),
    (
        r"fill it in or remove it|write it as one text|write the (?:content|reason)",
        Follower.fill_in,
    ),
    (rf"remove it, and (?:write|add) (?P<here>{FRAGMENT}.*? here)$", Follower.remove_and_name),
    (
        r"remove (?:it|this entry|(?P<entry>the (?:declaration|entry|term))|`(?P<name>[^`]+)`)",
        Follower.remove,
    ),
    (rf"move it into (?P<into>{FRAGMENT}(?:, {FRAGMENT})*), as (?P<what>.*)$", Follower.move_into),
    (r"indent it, .* below `(?P<into>[^`]+):`$", Follower.indent),
    (r"move it (?:up, beside `(?P<key>[^`]+)`|to the top level of the document)", Follower.move_up),
    (
        IN_CATALOGUE + r"and (?:write|add) (?P<here>.* (?:here|in the arm|in `\w+:`))$",
        Follower.describe,
    ),
    (r"add entries until there are (?P<least>\d+): (?P<what>.*)$", Follower.add_entries),
    (rf"add (?:at least one: )?(?P<what>{FRAGMENT}.*?){EXAMPLE}{PLACE}{NAMED_HERE}$", Follower.add),
    (r"give each entry a key: (?P<what>.*?)(?:, and so on)?$", Follower.key_each),
    (r"give its keys a key above them: (?P<what>.*)$", Follower.key_above),
)


def steps_of(data: Any, pointer: str) -> Path:
    """Return the path that a pointer leads along in a document; numbers where there are lists."""
    path: list[str | int] = []
    value = data
    for step in pointer_steps(pointer):
        made: str | int = int(step) if isinstance(value, list) and step.isdigit() else step
        path.append(made)
        try:
            value = value[made]
        except (KeyError, IndexError, TypeError):
            value = None
    return tuple(path)


def dumped(data: Any) -> str:
    """Write a document."""
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
