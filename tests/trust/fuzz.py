"""Mutated files of every kind that is read: each is read, or refused in the words meant for it.

`python tests/trust/fuzz.py [how many] [seed]`: 20,000 by default, with seed 1. Whatever else comes
out is an escape: its input is kept in the folder for temporary files, and named.
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from harness import ROOT
from pace import over
from reports import written
from scrambling import inside, mutated

from intspec import Checklist, FormError, VocabularyError, build_view, load_vocabulary
from intspec.api import check_bytes, load_registry
from intspec.checklists import ChecklistError, load
from intspec.config.holding import hold
from intspec.config.loading import ConfigError, ConfigFault
from intspec.config.loading import load as load_config
from intspec.forms.draft import draft
from intspec.forms.read import read_form
from intspec.forms.verdicts import judge
from intspec.reporters import FORMATS
from intspec.testing import factories
from intspec.text.yaml_text import write_yaml
from intspec_bundled.vocabularies import ontology


def one_line(words: str) -> None:
    """Make sure that a refusal is said, in one line."""
    assert words.strip()
    assert "\n" not in words


#: Longest that one input may take, in seconds of the processor.
SECONDS = 2.0
SETTINGS = b"""\
documents = ["."]
checklists = ["tidier"]
fail_on = "warning"
vocabularies = ["terms.json"]

[severity."tidier/materials-access"]
is = "note"
reason = "Our manuals are published with the last paper."

[severity."intspec/unsourced"]
is = "warning"
reason = "'''a text'''"
"""


class Targets:
    """What is fed, and how."""

    def __init__(self) -> None:
        self.registry = load_registry()
        self.specs = [
            path.read_bytes() for path in sorted((ROOT / "specs").rglob("*.intspec.yaml"))
        ]
        made = (factories.minimal(), factories.full())
        self.small = {
            "yaml": [write_yaml(data, {}).encode() for data in made],
            "json": [factories.text(data).encode() for data in made],
        }
        self.lists = [path.read_bytes() for path in sorted((ROOT / "plugins").rglob("*.toml"))]
        self.forms: dict[str, list[bytes]] = {}
        known = (self.registry.checklist(name) for name in self.registry.checklist_ids)
        self.checklists = [one for one in known if one is not None]
        data = ROOT / "tests" / "data" / "vocabularies"
        self.indexes = {
            "json": [path.read_bytes() for path in sorted(data.glob("*.json"))],
            "toml": [
                path.read_bytes()
                for path in sorted(
                    (ROOT / "plugins" / "intspec_bundled" / "vocabularies").glob("*.toml")
                )
                if path.stat().st_size < 3000
            ],
        }
        self.ontologies = [path.read_bytes() for path in sorted(data.glob("*.owl"))]
        self.folder = Path(tempfile.mkdtemp())
        (self.folder / "terms.json").write_bytes(self.indexes["json"][0])

    def spec(self, chance: random.Random) -> tuple[bytes, Callable[[bytes], None]]:
        """A specification in YAML: mostly a small one, since most of the work is in reading."""
        raw = chance.choice(self.small["yaml"] if chance.random() < 0.9 else self.specs)
        return mutated(raw, chance), self._checked("yaml", chance)

    def json_spec(self, chance: random.Random) -> tuple[bytes, Callable[[bytes], None]]:
        """A specification in JSON, or the same text read as YAML."""
        suffix = "json" if chance.random() < 0.8 else "yaml"
        return mutated(chance.choice(self.small["json"]), chance), self._checked(suffix, chance)

    def _checked(self, suffix: str, chance: random.Random) -> Callable[[bytes], None]:
        fmt = chance.choice(FORMATS) if chance.random() < 0.1 else ""

        def feed(text: bytes) -> None:
            report = check_bytes(text, path=f"x.{suffix}", registry=self.registry).report
            assert report.readable or len(report.diagnostics) == 1
            assert not self.registry.failed
            if fmt:
                written([report], self.registry, fmt)

        return feed

    def checklist(self, chance: random.Random) -> tuple[bytes, Callable[[bytes], None]]:
        """A checklist file."""

        def feed(text: bytes) -> None:
            try:
                load(text, "x.toml", self._base, self.registry.extensions)
            except ChecklistError as error:
                one_line(str(error))

        return mutated(chance.choice(self.lists), chance), feed

    def _base(self, name: str) -> Checklist:
        found = self.registry.checklist(name) if name in self.registry.checklist_ids else None
        if found is None:
            message = f"no checklist `{name}`"
            raise ChecklistError(message)
        return found

    def vocabulary(self, chance: random.Random) -> tuple[bytes, Callable[[bytes], None]]:
        """A vocabulary file, in JSON or TOML."""
        suffix = chance.choice(("json", "toml"))

        def feed(text: bytes) -> None:
            try:
                found = load_vocabulary(text, f"x.{suffix}")
                for term in found.file.terms[:3]:
                    found.ancestors(term.id)
                    found.nearest(term.id, term.label)
            except VocabularyError as error:
                one_line(str(error))

        return mutated(chance.choice(self.indexes[suffix]), chance), feed

    def ontology(self, chance: random.Random) -> tuple[bytes, Callable[[bytes], None]]:
        """An ontology, of which an index is made."""
        path = self.folder / "x.owl"

        def feed(text: bytes) -> None:
            path.write_bytes(text)
            try:
                ontology.read(str(path), "BCIO")
            except VocabularyError as error:
                one_line(str(error))

        return mutated(chance.choice(self.ontologies), chance), feed

    def settings(self, chance: random.Random) -> tuple[bytes, Callable[[bytes], None]]:
        """The settings of a project, held against what is installed."""
        path = self.folder / "intspec.toml"

        def feed(text: bytes) -> None:
            path.write_bytes(text)
            try:
                faults: tuple[ConfigFault, ...] = tuple(hold(load_config(str(path)), self.registry))
            except ConfigError as error:
                faults = error.faults or (ConfigFault(""),)
            for fault in faults:
                one_line(fault.message)
                assert fault.line >= 1

        return mutated(SETTINGS, chance), feed

    def form(self, chance: random.Random) -> tuple[bytes, Callable[[bytes], None]]:
        """A form in one of the formats that can be read; one in ten is judged and made a draft."""
        made = self.forms or self._forms()
        fmt = chance.choice(sorted(made))
        importer = self.registry.importers[fmt]
        raw = chance.choice(made[fmt])
        packed = raw.startswith(b"PK")
        whole = chance.random() < 0.1

        def feed(text: bytes) -> None:
            try:
                form: Any = importer.function(text, f"x{importer.suffixes[0]}")
            except FormError as error:
                one_line(error.message)
                one_line(error.hint)
                return
            if whole:
                filled = read_form(form, self.checklists)
                if filled.choice is not None and filled.tables:
                    judge(filled, f"x.{fmt}", None)
                written = draft(filled, "x").text(())
                drafted = check_bytes(written.encode(), path="x.yaml", registry=self.registry)
                assert drafted.report.readable

        return (inside if packed else mutated)(raw, chance), feed

    def _forms(self) -> dict[str, list[bytes]]:
        checked = check_bytes(self.small["json"][1], path="x.json", registry=self.registry)
        assert checked.spec is not None
        for fmt in self.registry.importers:
            renderer = self.registry.renderers.get(fmt)
            if renderer is None:
                continue
            for kind in ("checklist", "description"):
                view = build_view(kind, checked.spec, checked.report, checked.checklists[0])
                content = renderer.function(view)
                raw = content.encode() if isinstance(content, str) else content
                self.forms.setdefault(fmt, []).append(raw)
        return self.forms


#: What is fed, with its plural, and how often it is among twenty.
KINDS = {
    "spec": ("specifications in YAML", 10),
    "json_spec": ("in JSON", 3),
    "checklist": ("checklists", 2),
    "form": ("forms", 3),
    "vocabulary": ("vocabularies", 1),
    "settings": ("settings", 0.6),
    "ontology": ("ontologies", 0.4),
}


def inputs(count: int, seed: int) -> Iterator[tuple[str, bytes, Callable[[bytes], None]]]:
    """Make the inputs, the same for the same seed."""
    chance = random.Random(seed)
    targets = Targets()
    weights = [weight for _words, weight in KINDS.values()]
    for _ in range(count):
        kind = chance.choices(tuple(KINDS), weights)[0]
        raw, feed = getattr(targets, kind)(chance)
        yield kind, raw, feed


def main() -> None:
    """Feed them all."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    start = time.perf_counter()
    slowest = 0.0
    escapes = []
    fed: dict[str, int] = {}
    for number, (kind, raw, feed) in enumerate(inputs(count, seed)):
        fed[kind] = fed.get(kind, 0) + 1
        begun = time.process_time()
        try:
            feed(raw)
            taken = time.process_time() - begun
            slowest = max(slowest, taken)
            assert not over(taken, SECONDS), f"{taken:.1f} s"
        except Exception as error:
            kept = Path(tempfile.gettempdir()) / f"intspec-escape-{seed}-{number}-{kind}"
            kept.write_bytes(raw)
            escapes.append(
                f"  {kind} {number}: {type(error).__name__}: {str(error)[:150]} ({kept})"
            )
    parts = ", ".join(f"{fed[kind]} {words}" for kind, (words, _) in KINDS.items() if kind in fed)
    seconds = time.perf_counter() - start
    print(f"fuzz: {len(escapes)} escapes from {count} inputs ({parts})")
    print(f"  in {seconds:.0f} s; the slowest took {slowest:.2f} s")
    if escapes:
        print("\n".join(escapes[:40]))
        sys.exit(1)


if __name__ == "__main__":
    main()
