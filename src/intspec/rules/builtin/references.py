"""References: every key that one part of a document uses exists in another."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, Literal, get_args

import attrs

from intspec.diagnostics import Finding, Path
from intspec.model import Arm, Specification
from intspec.rules import HEADINGS, Rule, Subject
from intspec.rules.index import spec_index
from intspec.rules.model_places import to_leave_out
from intspec.rules.paths import catalogue, known_names, whole
from intspec.schema.taken import Seen
from intspec.text.lookalikes import bare, readings
from intspec.text.names import KnownNames, several_in, slug
from intspec.text.placeholders import DanglingReference, says_nothing
from intspec.text.wording import plural

#: What a reference names, by the catalogue that its key is in.
KINDS = {
    "providers": "provider",
    "materials": "material",
    "settings": "setting",
    "measures": "measure",
    "components": "component",
    "domains": "domain",
    "sources": "source",
    "documents": "document",
    "interventions": "arm",
    "./schedule": "phase",
    "./procedures": "procedure",
    "development.events": "event",
    "development.groups": "group",
}
#: How a name was written that no entry has: its key in other letters, what it is called, several in
#: one text, with a slip, or as nothing that is known.
Way = Literal["key", "called", "several", "slip", ""]
#: Stands for the number of an entry of a list that is added to it, where one text named several.
ADDED = -1
#: The catalogues whose entries say something of an intervention, where it names them.
STATING = ("providers", "materials", "settings", "measures", "components")


def _unknown(
    subject: Subject, refers: str, entries: Mapping[str, object]
) -> Iterator[tuple[str, Path]]:
    """Go over the references of one kind that lead nowhere: the key used, and where."""
    index = spec_index(subject.spec)
    arm = subject.arm_key
    uses = index.references.get(refers) if arm is None else index.of_arms.get((refers, arm))
    yield from _nowhere(uses or (), entries)


def _nowhere(
    uses: Iterable[tuple[str, Path]], entries: Mapping[str, object]
) -> Iterator[tuple[str, Path]]:
    """Go over the references that name no entry, nor look as if they did."""
    meant: set[str] | None = None
    for name, path in uses:
        if name in entries:
            continue
        # A key that only looks like this one has a finding of its own.
        if meant is None:
            meant = {one for entry in entries for one in readings(entry)}
        if name not in meant:
            yield name, path


def mark_dangling(subject: Subject, seen: Seen) -> None:
    """Mark the references of a specification that lead nowhere: they state nothing.

    Those that are nearly a known key, or what an entry is called, are made to name that entry:
    whatever looks one up finds it, and one slip does not set off others.

    Args:
        subject: The study; what marks its references is changed in place.
        seen: Where it is noted what is read of what was taken out, on which nothing is marked.
    """
    spec = subject.spec
    index = spec_index(spec)
    marks: list[tuple[Path, str]] = []
    for refers in KINDS:
        for arm in spec.interventions if refers.startswith("./") else (None,):
            uses = index.references.get(refers) if arm is None else index.of_arms.get((refers, arm))
            if uses:
                seen.clear()
                of = subject if arm is None else attrs.evolve(subject, arm_key=arm)
                found = [*_meant(of, refers, uses)]
                marks += found if not seen else ()
    if marks:
        _mark({path: record for record, path in index.records}, marks)
    seen.clear()


def _meant(
    subject: Subject, refers: str, uses: Iterable[tuple[str, Path]]
) -> Iterator[tuple[Path, str]]:
    """Go over the references that lead nowhere: where each is, and what is to stand there."""
    entries = whole(catalogue(refers, subject.spec, subject.arm_key)[0])
    called, meant = _Called(entries), dict[tuple[str, bool], list[str]]()
    for name, path in _nowhere(uses, entries):
        known = known_names(refers, subject)
        in_list = isinstance(path[-1], int)
        if (name, in_list) not in meant:
            way, keys = _read(name, known, called)
            # Where one name is asked, none of several is more meant than another.
            wanted = in_list or way != "several"
            meant[name, in_list] = [key for key in keys if key in entries] if wanted else []
        if meant[name, in_list]:
            first, *more = meant[name, in_list]
            yield path, first
            yield from (((*path[:-1], ADDED), key) for key in more)
        elif refers in STATING:
            yield path, DanglingReference(name)


def uses_of(kind: str, name: str, spec: Specification) -> Iterator[Path]:
    """Go over the places where a document names one thing that says something of an intervention.

    Args:
        kind: What it is, as in the id of the rule that finds it unknown: `provider`.
        name: Its key.
        spec: The specification.
    """
    refers = next((one for one in STATING if KINDS[one] == kind), "")
    return iter(spec_index(spec).uses.get((refers, name), ()))


def _mark(records: Mapping[Path, Any], marks: Iterable[tuple[Path, str]]) -> None:
    """Put other names in place of references: fields of records, or entries of lists in them."""
    lists: dict[Path, list[str]] = {}
    for path, mark in marks:
        *above, name = place = path[:-1] if isinstance(path[-1], int) else path
        held = vars(records[tuple(above)])
        if not isinstance(path[-1], int):
            held[name] = mark
        # A list from which entries were taken out is not known as a whole.
        elif held[name].__class__ is tuple:
            if place not in lists:
                lists[place] = [*held[name]]
            names = lists[place]
            if path[-1] == ADDED:
                names.append(mark)
            else:
                names[path[-1]] = mark
    for (*above, name), names in lists.items():
        vars(records[tuple(above)])[name] = tuple(names)


class _Called:
    """The entries of a catalogue by what they are called, worked out once one is asked for.

    Args:
        entries: The entries by their keys.
    """

    def __init__(self, entries: Mapping[str, Any]) -> None:
        self.entries = entries

    @cached_property
    def _keys(self) -> Mapping[str, set[str]]:
        keys: dict[str, set[str]] = {}
        for key, entry in self.entries.items():
            for label in ("name", "kind", "label", "citation", "title", "text"):
                keys.setdefault(slug(str(getattr(entry, label, None) or "")), set()).add(key)
        return keys

    def key(self, name: str) -> str | None:
        """Return the key of the one entry whose name was written for its key."""
        plain = slug(bare(name))
        found = self._keys.get(plain, set())
        return next(iter(found)) if plain and len(found) == 1 else None


def _read(name: str, known: KnownNames, called: _Called) -> tuple[Way, list[str]]:
    """Return what is likeliest meant by a name that no entry has, and how it was written."""
    near = known.nearest(name)
    if near is not None and near == slug(bare(name)):
        return "key", [near]
    if key := called.key(name):
        return "called", [key]
    if parts := _parts(name, known, called):
        return "several", parts
    return ("slip", [near]) if near is not None else ("", [])


def _parts(name: str, known: KnownNames, called: _Called) -> list[str]:
    """Return the keys of the entries that one text names; empty if it names but one."""
    parts = several_in(name)
    meant = [called.key(part) or known.nearest(part) for part in parts]
    if not any(meant):
        return []
    return [key or slug(bare(part)) for key, part in zip(meant, parts, strict=True)]


def _no_name(name: str, path: Path) -> Finding:
    """Say that there is no name where one is asked: nothing was to be named."""
    from intspec.schema.remedies import for_nothing  # noqa: PLC0415 -- few references need it

    key = next(step for step in reversed(path) if isinstance(step, str))
    message = f"`{key}` holds `{name}`, which is no content"
    left_out = to_leave_out(path)
    hint = for_nothing(f"`{key}`")
    if left_out != "it":
        hint = f"write the content, or remove {left_out} until it is known"
    return Finding(message, path, hint, target=name, at="value")


def _added(refers: str, name: str) -> str:
    """Say how to describe what a reference names: with the keys that such an entry needs."""
    from intspec.schema.fragments import fragment  # noqa: PLC0415 -- only a finding needs it
    from intspec.schema.generating import fields_of, leaf_type, plain_type  # noqa: PLC0415

    cls: type = Arm if refers.startswith("./") else Specification
    steps = refers.removeprefix("./").split(".")
    for step in steps:
        cls = leaf_type(fields_of(cls)[step].type)
    fields = fields_of(cls)
    needed: dict[str, Any] = {
        field: None for field, kind in fields.items() if kind.default is attrs.NOTHING
    }
    meant = bare(name)
    key = slug(meant) or "first"
    if refers == "documents":
        terms = get_args(plain_type(fields["kind"].type))
        needed["kind"] = key if key in terms else terms[0]
    if key != meant:
        # What cannot be its key is what it is called.
        called = (field for field, kind in fields.items() if _is_free_text(kind))
        needed[next(called)] = meant
    above = f" of `{steps[0]}:`" if len(steps) > 1 else " at the top level"
    of_arm = refers.startswith("./")
    where = f"the arm's `{steps[-1]}:`" if of_arm else f"`{steps[-1]}:`{above}"
    here = "" if key == name else f", and write `{key}` here"
    return f"add {fragment(key, needed)} to {where}{here}"


def _is_free_text(field: "attrs.Attribute[Any]") -> bool:
    """Tell whether a field takes any words."""
    from intspec.schema.generating import plain_type  # noqa: PLC0415 -- only a finding needs it

    return plain_type(field.type) is str and not {"refers", "form"} & field.metadata.keys()


def _rule(refers: str, kind: str) -> Rule:
    def unknown(subject: Subject) -> Iterator[Finding]:
        named, catalogue_path = catalogue(refers, subject.spec, subject.arm_key)
        entries = whole(named)
        uses: dict[str, list[Path]] = {}
        for name, path in _unknown(subject, refers, entries):
            uses.setdefault(name, []).append(path)
        catalogue_name = ".".join(str(step) for step in catalogue_path) or refers.removeprefix("./")
        known, names = known_names(refers, subject), _Called(entries)
        for name, paths in uses.items():
            if says_nothing(name):
                yield _no_name(name, paths[0])
                continue
            more = len(paths) - 1
            others = f", also in {plural(more, 'more place')}" if more else ""
            guess = known.did_you_mean(
                name, otherwise=f"`{catalogue_name}` has no entry yet: add it there"
            )
            way, keys = _read(name, known, names)
            if way == "":
                hint = _added(refers, name)
            elif way == "slip":
                hint = f"write `{keys[0]}`, or {_added(refers, name)}"
            elif way != "several":
                hint = f"write `{keys[0]}`"
                guess = f"`{keys[0]}` is called so" if way == "called" else guess
            elif isinstance(paths[0][-1], int):
                guess = "it names several"
                hint = f"write {', '.join(f'`- {key}`' for key in keys)}"
            else:
                guess = "it names several, where one is asked"
                hint = f"write {' or '.join(f'`{key}`' for key in keys if key in entries)}"
            yield Finding(
                f"there is no {kind} `{name}` in `{catalogue_name}`{others}; {guess}",
                paths[0],
                hint,
                target=name,
                at="value",
            )

    article = "An" if kind[0] in "aeiou" else "A"
    words = (
        f"Every {kind} that is named is a key of `{refers.removeprefix('./')}`.",
        "A reference that leads nowhere is a statement that is missing.",
        f"The catalogue has `{kind}-a:`, and the reference says `{kind}-a`.",
        "Nothing: add the entry, or correct the name.",
        "intspec model 1.0.",
    )
    return Rule(
        id=f"intspec/unknown-{kind}",
        summary=f"{article} {kind} is named that the document does not describe.",
        severity="error",
        scope="arm" if refers.startswith("./") else "study",
        function=unknown,
        waivable=False,
        documentation=dict(zip(HEADINGS, words, strict=True)),
    )


RULES: tuple[Rule, ...] = tuple(_rule(refers, kind) for refers, kind in KINDS.items())
