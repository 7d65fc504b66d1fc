"""Reference pages of records: the specification, plugins' fields, and the files beside it."""

import sys
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from intspec.identifiers import KINDS
from intspec.model import Arm, Specification
from intspec.model.keys import FORMATS
from intspec.schema.extension import Extension
from intspec_docs.words import definition, inline, kind, members, prose, title_of, value


def walk(root: type, start: str = "") -> dict[type, list[str]]:
    """Return the records below a root, broadest first, each with the paths that lead to it."""
    found: dict[type, list[str]] = {root: [start]}
    queue = [root]
    while queue:
        record = queue.pop(0)
        for name, field in attrs.fields_dict(record).items():
            for inner in members(field.type):
                step = name.rstrip("_") + _step(field.type)
                paths = [f"{path}.{step}".removeprefix(".") for path in found[record]]
                if inner not in found:
                    found[inner] = []
                    queue.append(inner)
                found[inner] += [path for path in paths if path not in found[inner]]
    return found


def _step(annotation: Any) -> str:
    text = str(annotation)
    return ".KEY" if "Mapping[" in text else "[]" if "tuple[" in text else ""


class Pages:
    """The reference pages of one kind of document.

    Args:
        prefix: What the targets of links begin with.
        root: The record that is the whole document.
        start: The path that leads to it, where it is a part of a document.
    """

    def __init__(self, prefix: str, root: type, start: str = "") -> None:
        self.prefix = prefix
        self.records = walk(root, start)

    def target(self, record: type) -> str:
        """Return the target of links to a record."""
        home = specification()
        shared = self is not home and record in home.records
        prefix = home.prefix if shared else self.prefix
        return f"{prefix}-{title_of(record.__name__).lower().replace(' ', '-')}"

    def link(self, record: type) -> str:
        """Return a link to a record, its name in words."""
        return f"[{title_of(record.__name__).lower()}](#{self.target(record)})"

    def modules(self) -> dict[str, list[type]]:
        """Return the records of each module, without those that other pages describe."""
        out: dict[str, list[type]] = {}
        for record in self.records:
            if self is specification() or record not in specification().records:
                out.setdefault(record.__module__, []).append(record)
        return out

    def section(self, record: type, level: int = 2) -> str:
        """Return the section of one record."""
        lines = [f"({self.target(record)})=", f"{'#' * level} {title_of(record.__name__)}", ""]
        summary, _, more = (record.__doc__ or "").strip().partition("\n")
        lines += [inline(summary), ""] if summary else []
        lines += [prose(more), ""] if more.strip() else []
        paths = [path for path in self.records[record] if path]
        if paths:
            shown = ", ".join(f"`{path}`" for path in paths[:6])
            more_paths = f", and {len(paths) - 6} places more" if len(paths) > 6 else ""  # noqa: PLR2004
            lines += [f"Stands at {shown}{more_paths}.", ""]
        lines += [self._field(record, field) for field in attrs.fields(record)]
        return "\n".join(lines)

    def _field(self, record: type, field: "attrs.Attribute[Any]") -> str:
        words, name = field.metadata, field.name.rstrip("_")
        needed = field.default is attrs.NOTHING
        term = f"[`{name}`]{{#{self.target(record)}-{name}}}" + (" (required)" if needed else "")
        form = [f"*Takes* {kind(field.type, self._single(words), self.link)}."]
        least = words.get("least")
        if least is not None:
            what = "At least" if field.type is int else "Not fewer than" if least > 1 else "Least:"
            form.append(f"{what} {least}.")
        if isinstance(field.default, str) and field.default:
            form.append(f"*Where it is absent:* `{value(field.default)}`.")
        if "inherits" in words:
            form.append(f"*Where it is absent*, the arm's `{words['inherits']}` holds.")
        example = ""
        if "example" in words:
            example = f"*Example:* `{name}: {value(words['example'])}`"
        return definition(term, inline(words.get("description", "")), " ".join(form), example)

    def _held(self, path: str) -> type:
        """Return the record whose keys a field refers to."""
        record: type = Arm if path.startswith("./") else Specification
        for step in path.removeprefix("./").split("."):
            record = members(attrs.fields_dict(record)[step].type)[0]
        return record

    def _single(self, words: Mapping[str, Any]) -> str:
        if "refers" in words:
            name = words["refers"].removeprefix("./")
            return f"a key of [`{name}`](#{self.target(self._held(words['refers']))})"
        if "identifies" in words:
            found = KINDS[words["identifies"]]
            return f"{found.name}: {inline(found.form)}, such as `{found.example}`"
        return inline(FORMATS[words["form"]][1]) if "form" in words else ""


_SPECIFICATION: list[Pages] = []


def specification() -> Pages:
    """Return the pages of specifications, which the pages of other documents lead to."""
    if not _SPECIFICATION:
        _SPECIFICATION.append(Pages("spec", Specification))
    return _SPECIFICATION[0]


def specification_pages(extensions: Mapping[str, Extension]) -> Iterator[tuple[str, str]]:
    """Return the pages on specifications: name and Markdown of each."""
    pages = specification()
    names = []
    for module, records in pages.modules().items():
        name = module.rpartition(".")[2]
        names.append(name)
        head = [f"# {name.capitalize()}", "", inline(_summary(module)), ""]
        yield name, "\n".join([*head, *(pages.section(record) for record in records)])
    for key, fields in sorted(extensions.items()):
        groups = [Pages(f"extension-{key}", fields.record, f"extensions.{key}")]
        if fields.of_arm is not None:
            place = f"interventions.*.extensions.{key}"
            groups.append(Pages(f"extension-{key}-of-arm", fields.of_arm, place))
        names.append(f"extensions-{key}")
        head = [f"# Fields of {inline(key)}", "", inline(_summary(fields.record.__module__)), ""]
        sections = [
            own.section(record)
            for own in groups
            for records in own.modules().values()
            for record in records
        ]
        yield names[-1], "\n".join([*head, *sections])
    yield "index", INDEX + "\n".join(["```{toctree}", *names, "```", ""])


def file_page(title: str, intro: str, prefix: str, root: type) -> str:
    """Return the page of a file format that one record describes."""
    pages = Pages(prefix, root)
    sections = [pages.section(r) for records in pages.modules().values() for r in records]
    return "\n".join([f"# {title}", "", intro, "", *sections])


def _summary(module: str) -> str:
    return (sys.modules[module].__doc__ or "").strip().partition("\n")[0]


INDEX = """\
# The specification, key by key

Each key that a specification may have, made from the model that the program itself checks with.
Keys are in `snake_case`; values that are words, and keys of your own, are in lower case with
hyphens. A key that is not marked as required may be left out. An empty value counts as a missing
one.

- A **duration** is written as in ISO 8601: `PT45M` is 45 minutes, `P10W` 10 weeks, `P4M` 4 months.
- A **range** is written `{min: 4, max: 6}`, also where both are the same.
- What was planned and what happened stand side by side: `{planned: {min: 10, max: 10}, actual:
  {min: 8, max: 10}}`.
- `sources` may stand with whatever states a fact. It names keys of the document's `sources`.
- In the paths below, `KEY` is a key of your own, and `[]` an entry of a list.

`intspec schema` prints the same as JSON Schema, for editors.

"""
