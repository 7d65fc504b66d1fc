"""The clause on fields of a plugin's own, and on options: described, and seen by readers."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from intspec.checking import Checked
from intspec.lazy import is_record
from intspec.schema.generating import fields_of, leaf_type
from intspec.text.docstrings import docstring
from intspec.views import VIEWS, View, build_view
from intspec_kit.contract.bench import Bench, NothingToLookAt, Remark
from intspec_kit.contract.of_formats import WORD, rendered
from intspec_kit.contract.of_plugins import failures
from intspec_kit.contract.unique_words import folded

if TYPE_CHECKING:
    import attrs

#: The format in which the plugin's own examples are looked at.
FORMAT = "markdown"
#: What a field is about whose text is no prose: readers see a name, or other words, in its place.
NO_PROSE = ("refers", "identifies", "identified_by", "form")


def extensions(bench: Bench) -> Iterator[str]:
    """Every field of a record is described, and every option; what examples say is in a view."""
    yield from failures(bench, "extensions")
    has_records = False
    for plugin in bench.plugins:
        for name, fields in plugin.extensions.items():
            has_records = True
            visited: set[type] = set()
            for record in filter(None, (fields.record, fields.of_arm)):
                yield from _described(name, record, visited)
        for name, record in plugin.options.items():
            has_records = True
            yield from _described(f"options of {name}", record, set())
    if not has_records and not any(failures(bench, "extensions")):
        raise NothingToLookAt
    # A flag may have nothing to print, so what readers do not see is told, and is no breach.
    if any(plugin.failures for plugin in bench.plugins):
        # A guideline that failed to load shows nothing: that is told once, by its cause.
        return
    said = dict(_prose_of_examples(bench))
    if hidden := [*_unseen(bench, said), *_unshown(bench, said)]:
        message = f"{'; '.join(hidden)}: name them in its `shows` if readers are to see them"
        raise Remark(message)


def _described(name: str, record: type, visited: set[type]) -> Iterator[str]:
    if record in visited:
        return
    visited.add(record)
    if not docstring(record).strip():
        yield f"`{name}`: the record {record.__name__} has no docstring"
    for field in fields_of(record).values():
        if not str(field.metadata.get("description", "")).endswith("."):
            yield f"`{name}`: the key `{field.name}` of {record.__name__} has no sentence"
        inner = leaf_type(field.type)
        if is_record(inner):
            yield from _described(name, inner, visited)


def _prose_of_examples(bench: Bench) -> Iterator[tuple[str, dict[str, str]]]:
    """Go over the example specifications: the texts of each in fields of the plugin, by path."""
    names = {name for plugin in bench.plugins for name in plugin.extensions}
    for label, raw in bench.files.items() if names else ():
        yield label, dict(_texts_of(bench.first(label, raw), names))


def _unseen(bench: Bench, said: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """Name the texts of example specifications that stand in no view of any guideline claimed."""
    for label, texts in said.items():
        if not texts:
            continue
        told = folded(" ".join(_views_of(bench, bench.first(label, bench.files[label]))))
        lost = [
            f"`{path}`"
            for path, text in texts.items()
            if any(word.casefold() not in told for word in WORD.findall(text))
        ]
        if lost:
            yield f"no view of {label} shows {', '.join(lost)}"


def _texts_of(checked: Checked, names: set[str]) -> Iterator[tuple[str, str]]:
    """Go over the prose in fields of a study and of its arms, each by its path."""
    if checked.spec is None:
        return
    holders = {"": checked.spec.extensions} | {
        f"interventions.{key}.": arm.extensions for key, arm in checked.spec.interventions.items()
    }
    for start, fields in holders.items():
        for name in names & set(fields):
            yield from _prose(fields[name], f"{start}extensions.{name}")


def _prose(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from _prose(one, f"{path}.{key}")
    elif isinstance(value, tuple):
        for number, one in enumerate(value):
            yield from _prose(one, f"{path}.{number}")
    elif is_record(value.__class__):
        for name, field in fields_of(value.__class__).items():
            if _is_prose(field):
                yield from _prose(getattr(value, name), f"{path}.{name.rstrip('_')}")


def _is_prose(field: "attrs.Attribute[Any]") -> bool:
    """Tell whether a field holds texts of an author's own, or records that may."""
    inner = leaf_type(field.type)
    prose = inner is str and not any(field.metadata.get(word) for word in NO_PROSE)
    return prose or is_record(inner)


def _views_of(bench: Bench, checked: Checked) -> Iterator[str]:
    """Render the views of a document by each guideline that it is held against."""
    if checked.spec is None:
        return
    for checklist in checked.checklists:
        for name in VIEWS:
            yield _text(bench, build_view(name, checked.spec, checked.report, checklist))


def _text(bench: Bench, view: View) -> str:
    content = rendered(bench.registry.renderers[FORMAT], view)
    return content if isinstance(content, str) else content.decode("utf-8")


def _unshown(bench: Bench, said: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """Name the keys of a study that no item shows, but those whose texts were looked for.

    Those of an arm are printed where no item shows them, too.
    """
    shown = set(_shown_paths(bench))
    paths = [f"{path}." for texts in said.values() for path in texts]
    for plugin in bench.plugins:
        for name, fields in plugin.extensions.items():
            places = {
                key: f"extensions.{name}.{key.rstrip('_')}" for key in fields_of(fields.record)
            }
            lost = [
                f"`{key.rstrip('_')}` of `{name}`"
                for key, place in places.items()
                # Sources are shown with what rests on them.
                if key != "sources"
                and not any(path.startswith(f"{place}.") for path in paths)
                and not _reaches(shown, f"study.{place}")
            ]
            if lost:
                yield f"no item shows {', '.join(lost)}"


def _shown_paths(bench: Bench) -> Iterator[str]:
    """Go over the paths of what items show or ask for; those from the root begin with `study`."""
    for checklist in map(bench.registry.checklist, bench.registry.checklist_ids):
        for item in checklist.items if checklist else ():
            asked = (
                p for part in item.parts for p in (*part.all, *part.any, *part.each, *part.some)
            )
            of_study = checklist is not None and checklist.scope(item) == "study"
            for path in (*item.shows, *asked):
                yield f"study.{path.removeprefix('study.')}" if of_study else path


def _reaches(shown: set[str], place: str) -> bool:
    """Tell whether a path leads to a place, to something above it, or to something in it."""
    return any(
        f"{path}.".startswith(f"{place}.") or f"{place}.".startswith(f"{path}.") for path in shown
    )
