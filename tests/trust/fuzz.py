"""Mutated specifications, checklists and forms: each is read, or refused in the words meant for it.

`python tests/trust/fuzz.py [how many] [seed]`: 20,000 by default, with seed 1. Whatever else comes
out is an escape: its input is kept in the folder for temporary files, and named.
"""

import io
import random
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from harness import ROOT

from intspec import Checklist, FormError
from intspec.api import check_bytes, load_registry, summarise
from intspec.checklists import ChecklistError, load
from intspec.reporters import FORMATS, Options, render
from intspec.testing import factories

#: What is put in the place of a piece of the text.
PIECES: tuple[bytes, ...] = (
    *(
        b"",
        b"\x00",
        b"\xff",
        b"\xc3",
        b"\xe2\x80\xae",
        b"\xed\xa0\x80",
        b"\t",
        b"\r",
        b"\n",
        b"\n\n",
    ),
    *(
        b"- ",
        b": ",
        b":",
        b"? ",
        b"{",
        b"}",
        b"[",
        b"]",
        b"&a ",
        b"*a",
        b"!!str ",
        b"|",
        b">",
        b"%",
    ),
    *(b"@", b"`", b'"', b"'", b"#", b"---\n", b"...\n", b"<<: ", b"null", b"~", b"true", b"no"),
    *(b".inf", b".nan", b"1e999", b"-0", b"0x1F", b"99999999999999999999", b"P1Y", b"PT", b"P-1D"),
    *(b"2026-02-30", b"[" * 70, b"{a: " * 70, b"a" * 5000, b"=cmd|' /C calc'!A0", b"<script>"),
    *(b"\\u0000", b"{{7*7}}", b"'''", b'"""', b"[[", b"]]", b" = ", b"\\", b"</w:t>", b"<w:tc>"),
    *(b"&#0;", b"&lt;", b"<!DOCTYPE a>"),
)


def mutated(raw: bytes, chance: random.Random) -> bytes:
    """Change a few places of a text."""
    text = bytearray(raw)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        at = chance.randrange(len(text) + 1)
        match chance.randrange(7):
            case 0 if text:
                text[at % len(text)] ^= 1 << chance.randrange(8)
            case 1:
                text[at : at + chance.randrange(12)] = chance.choice(PIECES)
            case 2:
                text[at:at] = chance.choice(PIECES)
            case 3:
                del text[at : at + chance.randrange(1, 60)]
            case 4:
                other = chance.randrange(len(text) + 1)
                text[at:at] = text[other : other + chance.randrange(200)]
            case 5:
                lines = bytes(text).split(b"\n")
                one, two = chance.randrange(len(lines)), chance.randrange(len(lines))
                lines[one], lines[two] = lines[two], lines[one]
                text = bytearray(b"\n".join(lines))
            case _:
                del text[at:]
    return bytes(text)


def inside(raw: bytes, chance: random.Random) -> bytes:
    """Change a part of a package, or the package itself."""
    if chance.random() < 0.2:
        return mutated(raw, chance)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w") as new:
        names = old.namelist()
        wanted = [n for n in names if n.endswith(("document.xml", "sheet1.xml", "Strings.xml"))]
        chosen = chance.choice(wanted if chance.random() < 0.8 else names)
        for name in names:
            content = old.read(name)
            new.writestr(name, mutated(content, chance) if name == chosen else content)
    return out.getvalue()


def one_line(words: str) -> None:
    """Make sure that a refusal is said, in one line."""
    assert words.strip()
    assert "\n" not in words


class Targets:
    """What is fed, and how."""

    def __init__(self) -> None:
        self.registry = load_registry()
        self.specs = [
            path.read_bytes() for path in sorted((ROOT / "specs").rglob("*.intspec.yaml"))
        ]
        made = (factories.minimal(), factories.full())
        self.small = [factories.text(data).encode() for data in made]
        self.lists = [path.read_bytes() for path in sorted((ROOT / "plugins").rglob("*.toml"))]
        self.forms: dict[str, list[bytes]] = {}

    def spec(self, chance: random.Random) -> tuple[bytes, Callable[[bytes], None]]:
        """A specification: mostly a small one, since most of the work is in reading."""
        raw = chance.choice(self.small if chance.random() < 0.9 else self.specs)
        suffix = "yaml" if chance.random() < 0.9 else "json"
        fmt = chance.choice(FORMATS) if chance.random() < 0.1 else ""

        def feed(text: bytes) -> None:
            report = check_bytes(text, path=f"x.{suffix}", registry=self.registry).report
            assert report.readable or len(report.diagnostics) == 1
            assert not self.registry.failed
            if fmt:
                render(summarise([report], self.registry), fmt, Options())

        return mutated(raw, chance), feed

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

    def form(self, chance: random.Random) -> tuple[bytes, Callable[[bytes], None]]:
        """A form in one of the formats that can be read."""
        made = self.forms or self._forms()
        fmt = chance.choice(sorted(made))
        importer = self.registry.importers[fmt]
        raw = chance.choice(made[fmt])
        packed = raw.startswith(b"PK")

        def feed(text: bytes) -> None:
            try:
                importer.function(text, f"x{importer.suffixes[0]}")
            except FormError as error:
                one_line(error.message)
                one_line(error.hint)

        return (inside if packed else mutated)(raw, chance), feed

    def _forms(self) -> dict[str, list[bytes]]:
        from intspec import build_view  # noqa: PLC0415

        checked = check_bytes(self.small[1], path="x.yaml", registry=self.registry)
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


def inputs(count: int, seed: int) -> Iterator[tuple[str, bytes, Callable[[bytes], None]]]:
    """Make the inputs, the same for the same seed."""
    chance = random.Random(seed)
    targets = Targets()
    kinds = {"spec": targets.spec, "checklist": targets.checklist, "form": targets.form}
    for _ in range(count):
        kind = chance.choices(tuple(kinds), (14, 3, 3))[0]
        raw, feed = kinds[kind](chance)
        yield kind, raw, feed


def main() -> None:
    """Feed them all."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    start = time.perf_counter()
    escapes = []
    fed: dict[str, int] = {}
    for number, (kind, raw, feed) in enumerate(inputs(count, seed)):
        fed[kind] = fed.get(kind, 0) + 1
        try:
            feed(raw)
        except Exception as error:
            kept = Path(tempfile.gettempdir()) / f"intspec-escape-{seed}-{number}-{kind}"
            kept.write_bytes(raw)
            escapes.append(
                f"  {kind} {number}: {type(error).__name__}: {str(error)[:150]} ({kept})"
            )
    parts = ", ".join(f"{fed[kind]} {kind}s" for kind in sorted(fed))
    seconds = time.perf_counter() - start
    print(f"fuzz: {len(escapes)} escapes from {count} inputs ({parts}), {seconds:.0f} s")
    if escapes:
        print("\n".join(escapes[:40]))
        sys.exit(1)


if __name__ == "__main__":
    main()
