"""What `intspec explain` says of a key: what it holds, where it stands, and YAML to paste."""

import re
import textwrap
import typing
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from intspec.cli.paragraphs import section, wrapped
from intspec.identifiers import KINDS
from intspec.lazy import is_record
from intspec.model.keys import FORMATS
from intspec.schema.every_key import Key, Steps, keys_of, written
from intspec.schema.extension import Extension
from intspec.schema.generating import leaf_type
from intspec.schema.samples import sample
from intspec.text.docstrings import docstring

#: Where a trial team most likely writes: at the top, in an arm itself, in its phases, procedures
#: and delivery, elsewhere in an arm, in a catalogue. All else comes behind, outer places first.
LIKELY: tuple[str, ...] = (
    r"[^.]+",
    r"interventions\.\*\.[^.]+",
    r"interventions\.\*\.schedule\.\*\.[^.]+",
    r"interventions\.\*\.procedures\.\*\.[^.]+",
    r"interventions\.\*\.delivery\.[^.]+",
    r"interventions\..+",
    r"providers\..+",
    r"materials\..+",
    r"(?:settings|measures|components)\..+",
)
#: The most places that are listed.
PLACES = 20
ONE: Mapping[Any, str] = {
    str: "A text",
    int: "A whole number",
    float: "A number",
    bool: "`true` or `false`",
}
LIST, MAP = "A list. Each entry: ", "A map, each entry under a key of its own: "
MANY: Mapping[Any, str] = {str: "texts", int: "whole numbers", float: "numbers"}


def key_lines(found: Sequence[Key], extensions: Mapping[str, Extension]) -> Iterator[str]:
    """Explain a key; where several have its name, the likeliest, and where the others stand.

    Args:
        found: The keys that the name may mean, at least one.
        extensions: The fields of plugins, by the key under `extensions`.
    """
    places = sorted(((steps, one) for one in found for steps in one.places), key=_rank)
    (place, key), *others = places
    yield f"{written(place)}  (a key of specifications{', required' if key.required else ''})"
    yield ""
    yield from wrapped(key.description)
    yield from section("What it holds", "\n".join(_holds(key)))
    leaf = leaf_type(key.holds)
    if is_record(leaf):
        yield ""
        yield "Its keys" if key.holds is leaf else "The keys of each entry"
        yield from _keys(leaf)
    yield ""
    yield "In the specification"
    lines = "\n".join(sample(key, place, extensions))
    yield textwrap.indent(lines, "    ")
    if "<" in lines:
        yield from wrapped("Texts in <\u2026> are to be written; other values are examples.")
    yield from _elsewhere(others, key)


def _rank(place: tuple[Steps, Key]) -> tuple[int, int]:
    """Return by what places are sorted: the likeliest for a trial team first."""
    steps = place[0]
    likely = (n for n, words in enumerate(LIKELY) if re.fullmatch(words, written(steps)))
    return next(likely, len(LIKELY)), len(steps)


def _holds(key: Key) -> Iterator[str]:
    """Say what a key holds: its type, its terms, its format, what it refers to."""
    leaf, origin = leaf_type(key.holds), typing.get_origin(key.holds)
    is_list, terms = origin is tuple, typing.get_args(leaf)
    if is_record(leaf):
        kept_as = (
            "A list. Each entry: " if is_list else "A map, each entry under a key of its own: "
        )
        yield (kept_as if origin else "") + docstring(leaf).strip().partition("\n\n")[0]
        short_form = getattr(leaf, "short_form", ())
        for one in keys_of(leaf):
            if one.name in short_form[:1]:
                yield from _form(one.words)
    elif terms:
        yield f"{'A list of these terms' if is_list else 'One of these terms'}: {', '.join(terms)}."
    elif leaf not in ONE:
        yield "A map."
    elif is_list:
        yield f"A list of {MANY[leaf]}; one alone is taken, too."
    else:
        yield f"{ONE[leaf]}." if origin is None else f"A map of {MANY[leaf]}."
    if key.holds is not key.record:
        yield from _form(key.words)


def _form(words: Mapping[str, Any]) -> Iterator[str]:
    """Say which form a text must have, which number is the least, and what stands in for it."""
    if "form" in words:
        yield f"Its form: {FORMATS[words['form']][1]}."
    if "identifies" in words:
        yield f"Its form: {KINDS[words['identifies']].form}."
    if "refers" in words:
        of_arm = " of the arm" if words["refers"].startswith("./") else ""
        yield f"It names keys of `{words['refers'].removeprefix('./')}`{of_arm}."
    if "least" in words:
        yield f"The least is {words['least']}."
    if "inherits" in words:
        yield f"Where it is absent, the arm's `{words['inherits']}` holds."


def _keys(record: type) -> Iterator[str]:
    """List the keys of a record, each with what it holds."""
    for key in keys_of(record):
        yield f"  {key.name}{' (required)' if key.required else ''}"
        yield from wrapped(key.description, "      ")


def _elsewhere(places: Sequence[tuple[Steps, Key]], key: Key) -> Iterator[str]:
    """List the other places of a key, with what stands there where it is another key."""
    if not places:
        return
    yield ""
    yield "It stands elsewhere too"
    told = key.description
    for steps, one in places[:PLACES]:
        yield f"  {written(steps)}"
        if one.description != told:
            yield from wrapped(one.description, "      ")
            told = one.description
    if len(places) > PLACES:
        yield f"  and {len(places) - PLACES} more"
    yield from wrapped(f"`intspec explain {written(places[0][0])}` explains one of them.")
