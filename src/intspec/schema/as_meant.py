"""Turn a value into what its key takes, where it is plain what was meant: `12 weeks` is `P12W`."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from intspec.model.keys import FORMATS
from intspec.schema.amount_keys import Kind, amount_text, dose_in, ends_in, rate_in
from intspec.schema.generating import SHORT_FORM
from intspec.schema.in_records import (
    BARE,
    NAMES,
    UNKNOWN,
    VERSION,
    InRecords,
    has_no_words,
    text_of,
)
from intspec.schema.long_form import ABOUT
from intspec.text.amounts import (
    bound_in,
    duration_in,
    durations_in,
    frequency_in,
    is_about,
    number_in,
    numbers_in,
)
from intspec.text.lookalikes import BULLETS, bare, readings
from intspec.text.names import nearest, several_in, slug, unique
from intspec.text.placeholders import normal
from intspec.text.wording import flat
from intspec.text.yaml_values import NUMBER, WORDS

#: What follows the word for a role or a design, and does not change it: `placebo control group`.
ASIDE = re.compile(
    r" (?:control|controlled|controls|arm|group|condition|comparator|randomi[sz]ed|rct|trial|study"
    r"|design)$"
)
#: Words that people write in place of terms of the model; a term is taken where its key has it.
SYNONYMS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "experimental": ("intervention", "treatment", "test", "experiment"),
        "active-comparator": (
            *("comparator", "comparison", "control", "active", "active control", "alternative"),
            "active treatment",
        ),
        "placebo": ("control", "dummy", "placebo control", "placebo controlled"),
        "usual-care": (
            "control",
            "comparator",
            "comparison",
            "usual",
            "standard",
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
        "results": ("completed", "complete", "finished", "published", "done", "ended", "final"),
        "participants": ("participant", "patients", "patient", "clients", "users", "individuals"),
        "providers": ("therapists", "staff", "clinicians", "nurses", "facilitators"),
        "provider": ("therapist", "staff", "clinician", "nurse", "facilitator", "instructor"),
        "dyads": ("couples", "pairs", "dyad", "couple", "pair", "families", "twins"),
        "participant": (
            *("patient", "patients", "participants", "client", "self", "person", "people"),
            *("individual", "individuals", "individual participant", "individual participants"),
        ),
        "cluster": ("clusters", "groups", "practices", "schools", "hospitals", "sites"),
        "supervised": ("yes", "true"),
        "unsupervised": ("no", "false", "not supervised", "none"),
        "nobody": ("none", "no", "no one", "nobody blinded", "unblinded", "open", "open label"),
        "automated": ("automatic", "computer", "machine", "system", "automatically"),
        "information": (
            *("leaflet", "booklet", "handbook", "document", "manual", "handout", "book"),
            *("brochure", "pamphlet", "workbook", "guide"),
        ),
        "drug": ("medicine", "medication", "pill", "pills", "tablet", "tablets"),
        "primary-paper": ("paper", "article", "journal article", "publication", "main paper"),
        "own-role": ("own job", "usual role", "usual work", "part of their job", "usual job"),
        "recruited": ("hired", "recruited for the study", "recruited for the trial"),
        "consensus-round": ("delphi", "delphi round", "delphi study", "consensus"),
        "feedback": ("focus group", "focus groups", "interview", "interviews", "survey"),
        "stop": ("withdraw", "withdrawal", "discontinue", "discontinuation", "end"),
        "pause": ("suspend", "interrupt", "hold"),
        "change": ("adapt", "modify", "reduce", "adjust"),
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
YES, NO = (
    frozenset({"yes", "y", "true", "on", "1"}),
    frozenset({"no", "n", "none", "false", "off", "0"}),
)
#: The formats of texts, by their patterns.
FORMS = MappingProxyType({pattern: name for name, (pattern, _words) in FORMATS.items()})
ONE_UNIT = re.compile(r"(?:per |every |each )?(minute|hour|day|week|month|year)")
LANGUAGES = MappingProxyType(
    {"english": "en", "german": "de", "french": "fr", "spanish": "es", "italian": "it"}
    | {"dutch": "nl", "portuguese": "pt", "danish": "da", "swedish": "sv", "norwegian": "no"}
)


class Meant(InRecords):
    """Turns values into what a schema takes."""

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
        if isinstance(value, Mapping) and FORMS.get(node.get("pattern", "")) == "duration":
            text = amount_text("length", value)
        is_typed = isinstance(value, str) or "pattern" in node
        if not text or (not is_typed and text.casefold() in BARE):
            # `true` says nothing of what is asked in words.
            return UNKNOWN
        if "pattern" in node:
            made = (_formed(node["pattern"], meant) for meant in readings(text))
            return next((one for one in made if one is not UNKNOWN), UNKNOWN)
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
            values: list[Any] = self._entries(entry, value)
        else:
            values = _parted(value) if isinstance(value, str) else [value]
        made = [inner if self._fits(entry, inner) else self.value(entry, inner) for inner in values]
        return UNKNOWN if UNKNOWN in made or not made else made

    def _entries(self, entry: Mapping[str, Any], value: Mapping[str, Any]) -> list[Any]:
        """Return the entries of a list that was written as a map.

        Args:
            entry: What the schema says of an entry.
            value: A record alone, or entries under keys that say what each is about.
        """
        if entry.get("type") == "object":
            if value.keys() <= entry.get("properties", {}).keys():
                return [value]
            return [self.named(entry, str(key), inner) for key, inner in value.items()]
        # A map of nothing, or of answers: its keys are the entries.
        if all(inner is None or inner is True for inner in value.values()):
            return list(value)
        if entry.get("type") != "string" or entry.keys() & {"enum", "pattern"}:
            return list(value.values())
        return [f"{key}: {text_of(inner)}" for key, inner in value.items()]

    def _object(self, node: Mapping[str, Any], value: Any) -> Any:
        if "properties" not in node:
            return self._keyed(node, value)
        amount = self.amount(node, value)
        if amount is not UNKNOWN:
            return amount
        if isinstance(value, list) and len(value) == 1 and isinstance(value[0], Mapping):
            return value[0]
        return self.record(node, value)

    def amount(self, node: Mapping[str, Any], value: Any, key: str = "") -> Any:
        """Return a range, a number as planned or a frequency, where a record is one.

        Args:
            node: What the schema says of the record.
            value: Plain data that is no such record.
            key: The key that it stands under, which says what is counted.

        Returns:
            What the record takes; UNKNOWN where it is no amount, or the value stands for none.
        """
        known = node["properties"]
        if {"min", "max"} <= known.keys():
            return self._range(node, value, key)
        if {"planned", "actual"} <= known.keys():
            planned = self._planned(self.resolve(known["planned"]), value, key)
            whole = planned is UNKNOWN or (SHORT_FORM in node and not isinstance(planned, dict))
            return planned if whole else {"planned": planned}
        if {"times", "per"} <= known.keys():
            if isinstance(value, Mapping):
                said = rate_in(value) or ("", "")
                times, per = self.value(known["times"], said[0]), self.value(known["per"], said[1])
                return UNKNOWN if UNKNOWN in (times, per) else {"times": times, "per": per}
            often = frequency_in(text_of(value))
            return {"times": often[0], "per": often[1]} if often else UNKNOWN
        if "amount" in known and isinstance(value, Mapping):
            dose = dose_in(value) or {}
            return dose if dose and dose.keys() <= known.keys() else UNKNOWN
        return UNKNOWN

    def _planned(self, node: Mapping[str, Any], value: Any, key: str) -> Any:
        """Return what is planned of a number that is told as planned and actual."""
        if not isinstance(value, Mapping):
            return self.value(node, value)
        if "properties" in node:
            return self.amount(node, value, key)
        return self.value(node, amount_text("number", value, key))

    def _range(self, node: Mapping[str, Any], value: Any, key: str) -> Any:
        """Return a range that is exact, has two ends, or one."""
        known = node["properties"]
        kind: Kind = "number" if known["min"].get("type") == "integer" else "length"
        read = numbers_in if kind == "number" else durations_in
        if isinstance(value, list) and len(value) == 2:  # noqa: PLR2004 -- the ends of it
            value = {"min": value[0], "max": value[1]}
        elif isinstance(value, Mapping):
            ends: Mapping[str, Any] = ends_in(kind, value, key)
            value = ends or amount_text(kind, value, key)
        if isinstance(value, Mapping):
            made = {end: self.value(known[end], inner) for end, inner in value.items()}
            if UNKNOWN in made.values() or not made:
                return UNKNOWN
            inexact = "about" in known and any(is_about(text_of(one)) for one in value.values())
            return {**made, "about": True} if inexact else made
        text = text_of(value)
        end, rest = bound_in(text) or ("", text)
        pair = read(rest)
        if end:
            return {end: pair[0]} if pair and pair[0] == pair[1] else UNKNOWN
        if pair and pair[0] == pair[1]:
            return f"{ABOUT}{pair[0]}" if is_about(text) and "about" in known else pair[0]
        return {"min": pair[0], "max": pair[1]} if pair else UNKNOWN

    def _keyed(self, node: Mapping[str, Any], value: Any) -> Any:
        """Return a map of entries, each under a key made of its words."""
        entry = self.resolve(node.get("additionalProperties"))
        if entry.get("type") == "string" and node.get("examples") and not has_no_words(value):
            return {next(iter(node["examples"][0])): text_of(value)}
        if entry.get("type") != "object":
            return UNKNOWN
        if isinstance(value, Mapping):
            return self._under_keys(entry, value)
        made: dict[str, Any] = {}
        for inner in value if isinstance(value, list) else [value]:
            if has_no_words(inner) and not isinstance(inner, Mapping):
                return UNKNOWN
            meant = inner if isinstance(inner, Mapping) else self.value(entry, inner)
            if meant is UNKNOWN or not meant:
                return UNKNOWN
            key = unique(key_beside(key_of(inner), meant), made)
            # What something is called is its key, and leaves its version open.
            told = meant.get(VERSION) == inner
            made[key] = {**meant, VERSION: None} if told else meant
        return made or UNKNOWN

    def _under_keys(self, entry: Mapping[str, Any], value: Mapping[str, Any]) -> Any:
        """Return a map of entries: of those that have keys, or of the one whose keys these are."""
        if not value or not entry.get("properties", {}).keys().isdisjoint(value):
            return {key_of(value): value}
        made: dict[str, Any] = {}
        for key, inner in value.items():
            meant = inner if isinstance(inner, Mapping) else self.value(entry, inner)
            made[unique(key_of(key), made)] = None if meant is UNKNOWN else meant
        return made

    def terms(self, allowed: Sequence[str], value: Any) -> list[str]:
        """Return the terms of a list that a word stands for, as it is or in other words."""
        return _meant_terms(allowed, normal(bare(text_of(value))))

    def several(self, allowed: Sequence[str], value: Any) -> list[str]:
        """Return the terms of a list that were written as one text; empty where they were not."""
        parts = several_in(value)
        made = [self.terms(allowed, part) for part in parts]
        return [one[0] for one in made] if all(len(one) == 1 for one in made) else []

    def _fits(self, node: Mapping[str, Any], value: Any) -> bool:
        """Tell whether an entry of a list is what the list takes, or nearly."""
        kinds = {"object": Mapping, "string": str}
        wanted = kinds.get(str(node.get("type")))
        plain = wanted is not None and isinstance(value, wanted)
        return plain and not (node.keys() & {"enum", "pattern"}) and value != ""


def terms(allowed: Sequence[str], value: Any) -> list[str]:
    """Return the terms of a list that a word may stand for, the likeliest first."""
    word = normal(bare(text_of(value)))
    meant = _meant_terms(allowed, word)
    if not meant:
        # Of several that are named none is the likeliest.
        parts = [_meant_terms(allowed, normal(bare(part))) for part in several_in(value)]
        meant = [*dict.fromkeys(one[0] for one in parts)] if parts and all(parts) else []
    near = nearest(slug(word), allowed) if word and not meant else None
    return meant if near is None else [near]


def _meant_terms(allowed: Sequence[str], word: str) -> list[str]:
    while not (found := _of_word(allowed, word)):
        short = ASIDE.sub("", word)
        if short == word:
            break
        word = short
    return found


def _of_word(allowed: Sequence[str], word: str) -> list[str]:
    return [term for term in allowed if word == normal(term) or word in SYNONYMS.get(term, ())]


def _formed(pattern: str, text: str) -> Any:
    """Return a text in the form that a pattern asks for."""
    form = FORMS.get(pattern, "")
    made: str | None = text
    if re.search(pattern, text):
        return text
    if form == "duration":
        typed = re.sub(r"\s", "", text).upper()
        made = typed if re.search(pattern, typed) else duration_in(text)
        # A unit alone is one of it, `per: week`; of `weeks` nobody knows how many.
        if made is None and (one := ONE_UNIT.fullmatch(text.casefold())):
            made = duration_in(f"1 {one[1]}")
    elif form == "slug":
        made = slug(text)
    elif form == "url" and re.fullmatch(r"(?:www\.)?[\w-]+(?:\.[\w-]+)+(?:/\S*)?", text):
        made = f"https://{text}"
    elif form == "language":
        made = LANGUAGES.get(text.casefold(), text)
    elif form == "version":
        made = "1.0"
    return made if made and re.search(pattern, made) else UNKNOWN


def _parted(text: str) -> list[str]:
    """Return the entries of a list that was written as one text: each behind a bullet, or one."""
    parts = re.split(rf"(?:^|\s)[{BULLETS}·*]\s+|(?:^|\s)[{BULLETS}]|\s*[\r\n]+\s*-\s+", text)
    return [flat(part) for part in parts if part.strip()]


def key_beside(key: str, entry: Any) -> str:
    """Return a key for an entry whose description it does not say already: that would be none."""
    described = entry.get("description") if isinstance(entry, Mapping) else None
    if not isinstance(described, str) or slug(described) != key:
        return key
    return key.rpartition("-")[0] or "first"


def key_of(value: Any) -> str:
    """Return a key for an entry: made of its name, or of its first words."""
    if isinstance(value, Mapping):
        names = (value.get(key) for key in NAMES)
        value = next((name for name in names if isinstance(name, str) and name.strip()), "first")
    key = "-".join(slug(text_of(value)).split("-")[:4])
    # What is no text to YAML is no key.
    return "first" if not key or key in WORDS or NUMBER.fullmatch(key) else key
