"""What was written in place of a record, as the record that it was meant to be.

A text says what it is by what it consists of: keys with colons, the number of a registry, a DOI, a
term. Else it goes under the key that holds words. No word of it is left out.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from intspec.identifiers import KINDS, identify
from intspec.model.keys import FORMATS
from intspec.schema.generating import resolved
from intspec.text.lookalikes import bare
from intspec.text.names import nearest, slug
from intspec.text.placeholders import NOTHING as NO_WORDS
from intspec.text.placeholders import normal
from intspec.text.wording import flat

#: Stands for what cannot be told.
UNKNOWN: Any = object()
#: Keys of a record that a text most likely belongs under, the likeliest first.
TEXT_KEYS = (
    *("goal", "description", "summary", "what", "when", "note", "how", "content", "received"),
    "place",
)
#: Keys whose text names the entry that it stands in.
NAMES = ("about", "name", "kind", "text", "title", "description", "label", "what", "id", "item")
#: The key of a version, which no name tells.
VERSION = "version"
#: Keys of a record whose text may be a number alone: of a measurement, a version, a place.
MEASURED = ("value", "amount", VERSION, "page")
#: The name of a file that a document may be.
FILE = r"[\w .()/-]+\.(?:pdf|docx?|odt|rtf|html?|md|txt|tex)"
#: Answers that say nothing of what.
BARE = frozenset({"yes", "y", "true", "false"})
#: Words for what is declared: they deny nothing.
NOT_APPLICABLE = frozenset({"na", "n a", "n/a", "not applicable"})
#: What is denied in a few words (`not assessed`), by the key of the record that answers it.
DENIED: Mapping[str, str] = MappingProxyType(
    {
        "occurred": "change changes changed made modification modifications modified occurred",
        "assessed": "assessed monitored measured checked evaluated",
        "monitored": "assessed monitored measured checked recorded",
        "planned": "planned tailored tailoring foreseen",
        "done": "done standardised standardized performed",
        "given": "given provided trained",
        "included": "included",
        "present": "present borrowed",
    }
)
#: The key of how long something lasts, which a text can be seen to tell.
DURATION = "duration"
#: How like a text must be to a key for it to say which key is meant.
SURE = 0.65


class _Parts(NamedTuple):
    """What is known of the keys of a record.

    Attributes:
        known: The keys, as the schema has them.
        free: Those that take any text.
        terms: Those that take terms, with these, and whether they take a list of them.
    """

    known: Mapping[str, Any]
    free: list[str]
    terms: list[tuple[str, Sequence[str], bool]]


class InRecords:
    """Turns values into records.

    Args:
        schema: The schema, with its definitions.
    """

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self.schema = schema
        self._parts: dict[int, _Parts] = {}

    def resolve(self, node: Any) -> Mapping[str, Any]:
        """Return what a node of the schema says, also where it refers to a definition."""
        return resolved(node, self.schema.get("$defs", {}))

    def value(self, node: Any, value: Any) -> Any:
        """Return what a value was meant to be; UNKNOWN if that cannot be told."""
        raise NotImplementedError

    def terms(self, allowed: Sequence[str], value: Any) -> list[str]:
        """Return the terms of a list that a word stands for, as it is or in other words."""
        raise NotImplementedError

    def record(self, node: Mapping[str, Any], value: Any) -> Any:
        """Return a record that holds what was written in its place.

        Args:
            node: What the schema says of the record.
            value: A text, a number, true or false, or a list of texts.
        """
        known = node["properties"]
        kinds = {key: self.resolve(inner).get("type") for key, inner in known.items()}
        if normal(text_of(value)) in NOT_APPLICABLE:
            return UNKNOWN
        if isinstance(value, bool) or normal(text_of(value)) in NO_WORDS:
            answers = [key for key, kind in kinds.items() if kind == "boolean"]
            no = not isinstance(value, bool) or not value
            return {answers[0]: not no} if answers else UNKNOWN
        measured = next((key for key in MEASURED if key in self._parts_of(node).free), None)
        if isinstance(value, int) and measured is None:
            numbers = [key for key, kind in kinds.items() if kind == "integer" and key != "order"]
            if numbers:
                return self._with(node, {numbers[0]: value})
        if isinstance(value, str) and (keyed := self._keys_in(node, value)):
            return self._with(node, keyed)
        told = self._told_by_itself(node, value)
        if told:
            return self._with(node, told)
        if has_no_words(value):
            # A number alone says what was measured; elsewhere words are asked.
            if measured is None or normal(text_of(value)) in BARE:
                return UNKNOWN
            return self._with(node, {measured: text_of(value)})
        return self._told(node, value)

    def named(self, node: Mapping[str, Any], name: str, value: Any) -> Any:
        """Return a record that holds what was written for it, and the key that this stood under.

        Args:
            node: What the schema says of the record.
            name: The key, which says what the record is about.
            value: What stood under it.
        """
        inner = dict(value) if isinstance(value, Mapping) else {}
        told = {key: said for key, said in self._identified(node, name).items() if key not in inner}
        for key in () if told else self._for_names(node, value):
            if (said := self.value(node["properties"][key], name)) is not UNKNOWN:
                told = {key: said}
                break
        if isinstance(value, Mapping):
            return self._with(node, {**told, **inner})
        if not text_of(value) or flat(text_of(value)) in told.values():
            return self._with(node, told) if told else UNKNOWN
        left = {key: said for key, said in node["properties"].items() if key not in told}
        needed = [key for key in node.get("required", ()) if key not in told]
        rest = self.record({**node, "properties": left, "required": needed}, value)
        if rest is UNKNOWN or not told:
            return self.record(node, f"{name}: {text_of(value)}")
        return self._with(
            node, {**told, **{k: said for k, said in rest.items() if said is not None}}
        )

    def choices(self, node: Mapping[str, Any], value: Any) -> list[str]:
        """Return the keys of a record of which nothing says which one a text belongs under.

        Args:
            node: What the schema says of the record.
            value: What stands in its place.
        """
        known = node.get("properties", {})
        free = self._parts_of(node).free
        told = {*TEXT_KEYS, *node.get("required", ())}.intersection(free)
        if len(free) <= 1 or told or not isinstance(value, str) or has_no_words(value):
            return []
        if self._keys_in(node, value) or self._told_by_itself(node, value):
            return []
        kinds = {key: self.resolve(inner).get("type") for key, inner in known.items()}
        return [
            key
            for key, inner in known.items()
            if key in free or (kinds[key] in ("object", "array") and not names_entries(inner))
        ]

    def _for_names(self, node: Mapping[str, Any], value: Any) -> Iterator[str]:
        """Go over the keys that may hold what an entry is about, the likeliest first.

        One that has its own name is not given another.
        """
        known, required = node["properties"], node.get("required", ())
        texts = [
            key
            for key, inner in known.items()
            if (plain := self.resolve(inner)).get("type") == "string" and "enum" not in plain
        ]
        likely = [key for key in required if key in texts]
        likely += [key for key in texts if names_entries(known[key])]
        likely += [key for key in NAMES if key in texts]
        if isinstance(value, Mapping):
            return (key for key in dict.fromkeys(likely) if key not in value)
        return iter(dict.fromkeys((*likely, *(key for key in TEXT_KEYS if key in texts), *texts)))

    def _keys_in(self, node: Mapping[str, Any], text: str) -> dict[str, Any]:
        """Return the keys with their values in a text that has colons without a space behind them.

        Empty where it does not begin with a key of the record, or a value does not fit.
        """
        keys = "|".join(map(re.escape, node["properties"]))
        before, *pieces = re.split(rf"(?:^|(?<=\s))({keys})\s*[:\N{{FULLWIDTH COLON}}]", text)
        if before.strip() or not pieces:
            return {}
        made = {
            key: self.value(node["properties"][key], said.strip())
            for key, said in zip(pieces[::2], pieces[1::2], strict=True)
        }
        return {} if any(said is UNKNOWN for said in made.values()) else made

    def _told_by_itself(self, node: Mapping[str, Any], value: Any) -> dict[str, Any]:
        """Return the keys of a record that a value belongs under by what it consists of."""
        if isinstance(value, str) and (told := self._answered(node, value)):
            return told
        values = value if isinstance(value, list) else [value]
        if not values or not all(isinstance(one, str) for one in values):
            return {}
        if isinstance(value, str) and (told := self._identified(node, value)):
            return told
        keys = [*self._of_terms(node, values)]
        if len(keys) == 1:
            return keys[0]
        known = node["properties"]
        if "file" in known and len(values) == 1 and re.fullmatch(FILE, values[0], re.IGNORECASE):
            return {"file": values[0]}
        named = [slug(one).replace("-", "_") for one in values]
        named = [key if key in known else slug(one) for key, one in zip(named, values, strict=True)]
        if set(named) <= known.keys() and (len(named) > 1 or not isinstance(value, str)):
            # Keys without what stands under them, which is to be filled in; one word may be a text.
            return dict.fromkeys(named)
        if not isinstance(value, str):
            return {}
        texts = [key for key, inner in known.items() if not names_entries(inner)]
        near = nearest(slug(value), texts, likeness=SURE)
        for key in (near or DURATION, DURATION):
            said = self.value(known[key], value) if key in known else UNKNOWN
            if said is not UNKNOWN:
                return {key: said}
        return {} if said is UNKNOWN else {key: said}
        return {}

    def _answered(self, node: Mapping[str, Any], text: str) -> dict[str, Any]:
        """Return the keys of a record for a bare answer or denial, or for a result."""
        known, word = node["properties"], normal(text)
        answer = next(
            (k for k, one in known.items() if self.resolve(one).get("type") == "boolean"), ""
        )
        if answer and word in ("yes", "true"):
            return {answer: True}
        denied = re.fullmatch("(?:no|not|none|nothing|never) (\\w+)", word)
        if denied and denied[1] in DENIED.get(answer, "").split():
            return {answer: False}
        results = self.resolve(known.get("results"))
        if "items" in results and re.fullmatch(r"\d+(?:[.,]\d+)? ?%.*", text.strip()):
            return {"results": [{"value": flat(text)}]}
        return {}

    def _of_terms(self, node: Mapping[str, Any], values: list[str]) -> Iterator[dict[str, Any]]:
        """Go over the keys whose terms all of some words are."""
        for key, allowed, is_list in self._parts_of(node).terms:
            made = [self.terms(allowed, value) for value in values]
            if all(len(one) == 1 for one in made) and (is_list or len(made) == 1):
                yield {key: [one[0] for one in made] if is_list else made[0][0]}

    def _identified(self, node: Mapping[str, Any], text: str) -> dict[str, Any]:
        """Return the keys for an identifier or a web address, if a text is one."""
        known, plain = node["properties"], bare(text).strip()
        one = identify(plain)
        if one is not None:
            registry = KINDS[one.kind].registry
            if registry and {"registry", "id"} <= known.keys():
                return {"registry": registry, "id": one.canonical}
            if one.kind in known:
                return {one.kind: one.canonical}
        address = plain if re.search(FORMATS["url"][0], plain) else ""
        if re.fullmatch(r"www(?:\.[\w-]+){2,}(?:/\S*)?", plain):
            address = f"https://{plain}"
        if "url" in known and address:
            return {"url": address}
        # Where a thing can be had is an address of a kind that stands beside it.
        kinds = self.resolve(known.get("how")).get("enum", ()) if "where" in known else ()
        if one is not None and one.kind in kinds:
            return {"how": one.kind, "where": one.canonical}
        return {"how": "url", "where": address} if address and "url" in kinds else {}

    def _told(self, node: Mapping[str, Any], value: Any) -> Any:
        """Return a record that says a text under the key that it most likely belongs under."""
        known = node["properties"]
        free = self._parts_of(node).free
        wanted = [key for key in node.get("required", ()) if key in free]
        wanted += [key for key in TEXT_KEYS if key in free and key not in wanted]
        for key in (*wanted, *free):
            return self._with(node, {key: text_of(value)})
        for key, inner in known.items():
            kind = self.resolve(inner)
            if kind.get("type") == "array" and not names_entries(inner):
                listed = self.value(kind, value)
                if listed is not UNKNOWN:
                    return self._with(node, {key: listed})
        return UNKNOWN

    def _parts_of(self, node: Mapping[str, Any]) -> "_Parts":
        """Return what is known of the keys of a record: many faults are in records of one kind."""
        known = node.get("properties", {})
        parts = self._parts.get(id(known))
        # A record that was made for one value is gone, and another may stand in its place.
        if parts is None or parts.known is not known:
            terms = []
            for key, inner in known.items():
                plain = self.resolve(inner)
                listed = self.resolve(plain.get("items")).get("enum", ())
                if allowed := plain.get("enum") or listed:
                    terms.append((key, allowed, bool(listed)))
            free = [key for key, inner in known.items() if self._is_free(inner)]
            parts = self._parts[id(known)] = _Parts(known, free, terms)
        return parts

    def _is_free(self, node: Any) -> bool:
        kind = self.resolve(node)
        plain = kind.get("type") == "string" and not kind.keys() & {"enum", "pattern"}
        return plain and not names_entries(node)

    @staticmethod
    def _with(node: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
        """Return a record with some keys, and with those it needs, which are to be filled in."""
        return {**dict.fromkeys(node.get("required", ())), **said}


def names_entries(node: Mapping[str, Any]) -> bool:
    """Tell whether a key holds keys of other places, as its words say."""
    return str(node.get("description", "")).startswith("Key")


def has_no_words(value: Any) -> bool:
    """Tell whether a value is no more than a number, a date, a share or a yes."""
    text = text_of(value)
    return normal(text) in BARE or not any(map(str.isalpha, text))


def text_of(value: Any) -> str:
    """Return a value as one line of text; empty where it is none."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return flat(str(value))
    if isinstance(value, list):
        return "; ".join(filter(None, map(text_of, value)))
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {text_of(inner)}".rstrip(": ") for key, inner in value.items())
    return ""
