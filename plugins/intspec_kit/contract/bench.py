"""Set up what the clauses examine: a plugin in a registry, and documents to try it on."""

import random
import re
from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from pathlib import Path

from intspec.api import check_bytes
from intspec.checking import Checked
from intspec.checklists import Checklist, Item, PartOf
from intspec.discovery import installed
from intspec.file_kinds import SPECIFICATION_ENDINGS, has_ending
from intspec.plugins import Plugin, Registry
from intspec.rules import Rule
from intspec.rules.builtin import RULES
from intspec_kit import factories
from intspec_kit.contract.messages import Request
from intspec_kit.examples import EXAMPLE, EXAMPLES
from intspec_kit.generating import Maker
from intspec_kit.projects import Project
from intspec_kit.registries import entry_points

#: How many of intspec's example specifications, and of those made up, are checked a second time.
EXAMPLES_TWICE, TWICE = 8, 30


class NotLookedAt(Exception):  # noqa: N818 -- it is a result, not an error
    """A clause cannot be looked at; the message says why."""


class NothingToLookAt(Exception):  # noqa: N818 -- it is a result, not an error
    """The plugin has nothing of the kind that a clause is about."""


class Remark(Exception):  # noqa: N818 -- it is a result, not an error
    """A clause is kept; the message says what its author may want to know."""


class Bench:
    """A plugin under examination.

    Args:
        request: What is to be examined.
    """

    def __init__(self, request: Request) -> None:
        self.request = request
        self.project = Project.read(Path(request.folder)) if request.folder else None
        points = entry_points(Path(request.folder) if request.folder else str(request.plugin))
        point_keys = {(point.group, point.name) for point in points}
        distribution = points[0].distribution
        other_points = [
            point
            for point in installed()
            if not (_normal(point.distribution) == _normal(distribution) and self.project)
            and (point.group, point.name, point.distribution)
            not in {
                (plugin_point.group, plugin_point.name, plugin_point.distribution)
                for plugin_point in points
            }
        ]
        self.registry = Registry(builtin=RULES, entry_points=[*points, *other_points])
        names = {name for _group, name in point_keys}
        self.plugins: list[Plugin] = [
            plugin
            for plugin in self.registry.plugins
            if plugin.name in names and plugin.distribution == distribution
        ]
        self.checklists: list[Checklist] = [
            checklist
            for plugin in self.plugins
            for name in list(plugin.checklists)
            if (checklist := self.registry.checklist(name)) is not None
        ]
        for checklist in self.checklists:
            self.registry.cues(checklist.id)
        for plugin in self.plugins:
            for name in list(plugin.vocabularies):
                self.registry.vocabulary(name)
        self._checked: dict[str, Checked] = {}

    @property
    def rules(self) -> list[Rule]:
        """Its rules."""
        return [rule for plugin in self.plugins for rule in plugin.rules.values()]

    @property
    def namespaces(self) -> set[str]:
        """The prefixes of ids that it claims."""
        return {name for plugin in self.plugins for name in plugin.namespaces}

    def parts(self) -> Iterator[tuple[Checklist, Item, PartOf]]:
        """Go over the parts that are its own."""
        for checklist in self.checklists:
            for item, part in checklist.all_parts():
                if part.rule.startswith(f"{checklist.id}/"):
                    yield checklist, item, part

    @property
    def claims(self) -> list[str]:
        """What a document claims to be held against all of it."""
        claimable = self.registry.claimable
        return sorted(name for name in self.namespaces if name in claimable)

    @cached_property
    def files(self) -> dict[str, bytes]:
        """The example specifications: those of intspec that are asked for, and the plugin's own."""
        root = next((folder for folder in EXAMPLES if folder.is_dir()), None)
        of_intspec = _below(root) if root else {}
        # Where only some are wanted, the one that samples of formats are made of comes first.
        names = sorted(of_intspec, key=lambda name: name != EXAMPLE)[: self.request.examples]
        return {name: of_intspec[name] for name in names} | self.own_files

    @cached_property
    def own_files(self) -> dict[str, bytes]:
        """The plugin's own example specifications; an installed one carries none."""
        return _below(self.project.folder / "specs") if self.project else {}

    @cached_property
    def generated(self) -> dict[str, bytes]:
        """Specifications made up, the same ones each time."""
        rule_ids = [part.rule for _checklist, _item, part in self.parts()] + [
            rule.id for rule in self.rules
        ]
        documents = {}
        for number in range(self.request.generated):
            maker = Maker(
                random.Random(number).randrange,  # noqa: S311 -- no secret
                checklists=self.claims,
                about=rule_ids or ("tidier/materials",),
                extensions=self.registry.extensions,
            )
            documents[f"made-up {number}"] = factories.text(maker.specification()).encode()
        return documents

    def check(self, label: str, raw: bytes) -> Checked:
        """Check a document against all that the plugin has."""
        return check_bytes(
            raw, path=f"{label}.intspec.yaml", registry=self.registry, checklists=self.claims
        )

    def first(self, label: str, raw: bytes) -> Checked:
        """Check a document, once."""
        if label not in self._checked:
            self._checked[label] = self.check(label, raw)
        return self._checked[label]

    def documents(self) -> Iterator[tuple[str, bytes]]:
        """Go over the documents that rules are tried on."""
        yield from self.files.items()
        if self.rules:
            yield from self.generated.items()

    def again(self) -> Iterator[tuple[str, bytes]]:
        """Go over the documents that are checked a second time."""
        others = (one for one in self.files.items() if one[0] not in self.own_files)
        yield from self.own_files.items()
        yield from islice(others, EXAMPLES_TWICE)
        if self.rules:
            yield from islice(self.generated.items(), TWICE)


def _normal(distribution: str) -> str:
    """Return the name of a distribution as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", distribution).lower()


def _below(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if has_ending(path.name, SPECIFICATION_ENDINGS)
    }
