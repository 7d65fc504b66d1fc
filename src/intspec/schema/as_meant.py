"""Turn a value into what its key takes, where it is plain what was meant: `12 weeks` is `P12W`."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from intspec.model.keys import FORMATS
from intspec.schema.generating import SHORT_FORM, resolved
from intspec.schema.long_form import ABOUT
from intspec.text.amounts import (
    duration_in,
    durations_in,
    frequency_in,
    is_about,
    number_in,
    numbers_in,
)
from intspec.text.lookalikes import BULLETS, bare
from intspec.text.names import nearest, slug, unique
from intspec.text.placeholders import NOTHING as NO_WORDS
from intspec.text.placeholders import normal
from intspec.text.wording import flat
from intspec.text.yaml_values import NUMBER, WORDS

#: Stands for what cannot be told.
UNKNOWN: Any = object()
#: Words that people write in place of terms of the model; a term is taken where its key has it.
SYNONYMS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "experimental": ("intervention", "treatment", "test", "experiment"),
        "active-comparator": ("comparator", "control", "active control", "alternative"),
        "placebo": ("control", "dummy", "placebo control", "placebo controlled"),
        "usual-care": (
            "control",
            "comparator",
            "standard care",
            "standard of care",
            "treatment as usual",
            "tau",
            "care as usual",
            "routine care",
        ),
        "waiting-list": ("control", "wait list", "waitlist", "waiting", "wait"),
        "no-treatment": ("control", "none", "no intervention", "nothing", "untreated"),
        "attention-control": ("attention", "attention placebo"),
        "face-to-face": ("in person", "f2f", "personal", "on site", "onsite", "live"),
        "telephone": ("phone", "call", "calls", "by phone", "telephone calls"),
        "video": ("videoconference", "video call", "video calls", "zoom", "teams", "telehealth"),
        "text-message": ("sms", "text", "texts", "text messages", "messages"),
        "email": ("e mail", "emails"),
        "app": ("mobile app", "smartphone app", "application"),
        "website": ("online", "web", "internet", "web based", "web site"),
        "printed-material": ("leaflet", "print", "booklet", "paper", "printed materials"),
        "mail": ("post", "letter", "letters"),
        "individual": (
            "individually",
            "one to one",
            "one on one",
            "1 1",
            "1 to 1",
            "single",
            "alone",
        ),
        "group": ("groups", "in groups", "group based", "in a group"),
        "mixed": ("both", "individual and group", "group and individual", "partly"),
        "protocol": ("planning", "planned", "registered", "not started", "design"),
        "ongoing": ("recruiting", "running", "in progress", "started", "active"),
        "results": ("completed", "complete", "finished", "published", "done", "ended"),
        "participants": ("participant", "patients", "patient", "clients", "users"),
        "providers": ("therapists", "staff", "clinicians", "nurses", "facilitators"),
        "provider": ("therapist", "staff", "clinician", "nurse", "facilitator", "instructor"),
        "participant": ("patient", "patients", "participants", "client", "self"),
        "automated": ("automatic", "computer", "machine", "system", "automatically"),
        "information": ("leaflet", "booklet", "handbook", "document", "manual", "handout"),
        "digital": ("software", "app", "website"),
        "url": ("link", "web", "website", "online", "address"),
        "on-request": ("request", "email", "contact", "from the authors", "available on request"),
        "not-available": ("none", "unavailable", "no"),
        "commercial": ("purchase", "buy", "shop", "for sale"),
        "not-applicable": ("na", "n a", "not relevant", "does not apply"),
        "not-found": ("not reported", "missing", "unknown", "not stated"),
        "not-done": ("none", "no", "not performed", "omitted"),
        "trial-team": ("authors", "us", "we", "team", "investigators"),
        "others": ("other", "reviewers", "third party"),
    }
)
YES, NO = frozenset({"yes", "y", "true", "on", "1"}), frozenset({"no", "n", "false", "off", "0"})
#: Keys of a record that a text most likely belongs under, the likeliest first.
TEXT_KEYS = ("goal", "description", "summary", "what", "note", "how", "content", "received")
#: Keys whose text names the entry that it stands in.
NAMES = ("name", "kind", "text", "title", "description", "label")
#: The formats of texts, by their patterns.
FORMS = MappingProxyType({pattern: name for name, (pattern, _words) in FORMATS.items()})
LANGUAGES = MappingProxyType(
    {"english": "en", "german": "de", "french": "fr", "spanish": "es", "italian": "it"}
    | {"dutch": "nl", "portuguese": "pt", "danish": "da", "swedish": "sv", "norwegian": "no"}
)


class Meant:
    """Turns values into what a schema takes.

    Args:
        schema: The schema, with its definitions.
    """

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self.schema = schema

    def resolve(self, node: Any) -> Mapping[str, Any]:
        """Return what a node of the schema says, also where it refers to a definition."""
        return resolved(node, self.schema.get("$defs", {}))

    def value(self, node: Any, value: Any) -> Any:
        """Return what a value was meant to be.

        Args:
            node: The node of the schema that the value is held against.
            value: Plain data.

        Returns:
            A value that the node takes, but for keys that are to be filled in, which are None;
            UNKNOWN if it cannot be told.
        """
        node = self.resolve(node)
        makers = {
            "string": self._string,
            "integer": self._integer,
            "boolean": self._boolean,
            "array": self._list,
            "object": self._object,
        }
        maker = makers.get(str(node.get("type")))
        return maker(node, value) if maker is not None else UNKNOWN

    def _string(self, node: Mapping[str, Any], value: Any) -> Any:
        if "enum" in node:
            return next(iter(terms(node["enum"], value)), UNKNOWN)
        text = text_of(value)
        if not text:
            return UNKNOWN
        if "pattern" in node:
            return _formed(node["pattern"], bare(text))
        return text

    def _integer(self, node: Mapping[str, Any], value: Any) -> Any:
        if isinstance(value, float) and value == int(value):
            value = int(value)
        if isinstance(value, str):
            value = number_in(value)
        if isinstance(value, bool) or not isinstance(value, int):
            return UNKNOWN
        return value if value >= node.get("minimum", value) else UNKNOWN

    @staticmethod
    def _boolean(_node: Mapping[str, Any], value: Any) -> Any:
        word = text_of(value).casefold()
        return True if word in YES else False if word in NO else UNKNOWN

    def _list(self, node: Mapping[str, Any], value: Any) -> Any:
        entry = self.resolve(node.get("items"))
        if isinstance(value, Mapping):
            known = entry.get("properties", {}).keys()
            if entry.get("type") == "object" and not value.keys() <= known:
                values: list[Any] = list(value.values())
            else:
                values = [value]
            if entry.get("type") == "string":
                # A map of nothing, or of answers: its keys are the entries.
                bare_keys = all(inner is None or inner is True for inner in value.values())
                values = list(value) if bare_keys else list(value.values())
        else:
            values = _parted(value) if isinstance(value, str) else [value]
        made = [inner if self._fits(entry, inner) else self.value(entry, inner) for inner in values]
        return UNKNOWN if UNKNOWN in made or not made else made

    def _object(self, node: Mapping[str, Any], value: Any) -> Any:
        if "properties" not in node:
            return self._keyed(node, value)
        amount = self._amount(node, value)
        if amount is not UNKNOWN:
            return amount
        if isinstance(value, list) and len(value) == 1 and isinstance(value[0], Mapping):
            return value[0]
        return self.record(node, value)

    def _amount(self, node: Mapping[str, Any], value: Any) -> Any:
        """Return a range, a number as planned or a frequency, where a record is one."""
        known, text = node["properties"], text_of(value)
        if {"min", "max"} <= known.keys():
            ends = numbers_in(text) if known["min"].get("type") == "integer" else durations_in(text)
            if ends and ends[0] == ends[1]:
                return f"{ABOUT}{ends[0]}" if is_about(text) and "about" in known else ends[0]
            return {"min": ends[0], "max": ends[1]} if ends else UNKNOWN
        if {"planned", "actual"} <= known.keys():
            planned = self.value(known["planned"], value)
            whole = planned is UNKNOWN or (SHORT_FORM in node and not isinstance(planned, dict))
            return planned if whole else {"planned": planned}
        if {"times", "per"} <= known.keys():
            often = frequency_in(text)
            return {"times": often[0], "per": often[1]} if often else UNKNOWN
        return UNKNOWN

    def record(self, node: Mapping[str, Any], value: Any) -> Any:
        """Return a record that holds what was written in its place.

        Args:
            node: What the schema says of the record.
            value: A text, a number, true or false, or a list of texts.
        """
        known = node["properties"]
        kinds = {key: self.resolve(inner).get("type") for key, inner in known.items()}
        if isinstance(value, bool) or normal(text_of(value)) in NO_WORDS:
            answers = [key for key, kind in kinds.items() if kind == "boolean"]
            no = not isinstance(value, bool) or not value
            return {answers[0]: not no} if answers else UNKNOWN
        if isinstance(value, int):
            numbers = [key for key, kind in kinds.items() if kind == "integer" and key != "order"]
            return self._with(node, numbers[0], value) if numbers else self._told(node, value)
        if isinstance(value, str) and (keyed := self._keys_in(node, value)):
            return dict.fromkeys(node.get("required", ())) | keyed
        return self._told(node, value) if text_of(value) else UNKNOWN

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

    def _told(self, node: Mapping[str, Any], value: Any) -> Any:
        """Return a record that says a text under the key that it most likely belongs under."""
        known = node["properties"]
        named = [key for key, inner in known.items() if _names_entries(inner)]
        required = [key for key in node.get("required", ()) if key not in named]
        free = [key for key, inner in known.items() if self._is_free(inner) and key not in named]
        wanted = [key for key in required if key in free]
        wanted += [key for key in TEXT_KEYS if key in free and key not in wanted]
        for key in (*wanted, *free):
            return self._with(node, key, text_of(value))
        for key, inner in known.items():
            kind = self.resolve(inner)
            if kind.get("type") == "array" and key not in named:
                listed = self.value(kind, value)
                if listed is not UNKNOWN:
                    return self._with(node, key, listed)
        return UNKNOWN

    def _is_free(self, node: Any) -> bool:
        kind = self.resolve(node)
        return kind.get("type") == "string" and not kind.keys() & {"enum", "pattern"}

    def _with(self, node: Mapping[str, Any], key: str, value: Any) -> dict[str, Any]:
        """Return a record with a key and the others that it needs, which are to be filled in."""
        needed = dict.fromkeys(node.get("required", ()))
        return {**needed, key: value}

    def _keyed(self, node: Mapping[str, Any], value: Any) -> Any:
        """Return a map of entries, each under a key made of its words."""
        entry = self.resolve(node.get("additionalProperties"))
        if entry.get("type") != "object":
            return UNKNOWN
        if isinstance(value, Mapping):
            # The keys of one entry, written where the entries should be.
            return {key_of(value): value}
        made: dict[str, Any] = {}
        for inner in value if isinstance(value, list) else [value]:
            meant = inner if isinstance(inner, Mapping) else self.value(entry, inner)
            if meant is UNKNOWN or not meant:
                return UNKNOWN
            made[unique(key_of(inner), made)] = meant
        return made or UNKNOWN

    def _fits(self, node: Mapping[str, Any], value: Any) -> bool:
        """Tell whether an entry of a list is what the list takes, or nearly."""
        kinds = {"object": Mapping, "string": str}
        wanted = kinds.get(str(node.get("type")))
        plain = wanted is not None and isinstance(value, wanted)
        return plain and not (node.keys() & {"enum", "pattern"}) and value != ""


def _names_entries(node: Mapping[str, Any]) -> bool:
    """Tell whether a key holds keys of other places, as its words say."""
    return str(node.get("description", "")).startswith("Key")


def terms(allowed: Sequence[str], value: Any) -> list[str]:
    """Return the terms of a list that a word may stand for, the likeliest first."""
    word = normal(bare(text_of(value)))
    meant = [term for term in allowed if word == normal(term) or word in SYNONYMS.get(term, ())]
    near = nearest(slug(word), allowed) if word and not meant else None
    return meant if near is None else [near]


def _formed(pattern: str, text: str) -> Any:
    """Return a text in the form that a pattern asks for."""
    form = FORMS.get(pattern, "")
    made: str | None = text
    if form == "duration":
        made = duration_in(text)
    elif form == "slug":
        made = slug(text)
    elif form == "url" and re.fullmatch(r"(?:www\.)?[\w-]+(?:\.[\w-]+)+(?:/\S*)?", text):
        made = f"https://{text}"
    elif form == "language":
        made = LANGUAGES.get(text.casefold(), text)
    elif form == "version":
        made = "1.0"
    return made if made and re.search(pattern, made) else UNKNOWN


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


def _parted(text: str) -> list[str]:
    """Return the entries of a list that was written as one text: each behind a bullet, or one."""
    parts = re.split(rf"(?:^|\s)[{BULLETS}·*]\s+|(?:^|\s)[{BULLETS}]|\s*[\r\n]+\s*-\s+", text)
    return [flat(part) for part in parts if part.strip()]


def key_of(value: Any) -> str:
    """Return a key for an entry: made of its name, or of its first words."""
    if isinstance(value, Mapping):
        names = (value.get(key) for key in NAMES)
        value = next((name for name in names if isinstance(name, str) and name.strip()), "first")
    key = "-".join(slug(text_of(value)).split("-")[:4])
    # What is no text to YAML is no key.
    return "first" if not key or key in WORDS or NUMBER.fullmatch(key) else key
