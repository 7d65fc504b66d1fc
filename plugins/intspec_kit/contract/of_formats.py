"""Clauses on file formats: renderers and importers, and what annotators do with rubbish."""

import html
import io
import json
import random
import re
import time
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

from intspec.file_kinds import file_kind
from intspec.forms import Form, FormError
from intspec.plugins import Renderer
from intspec.plugins.guard import describe
from intspec.plugins.hooks import MissingExtra, RenderError
from intspec.views import VIEWS, View, build_view
from intspec_kit import factories
from intspec_kit.contract.bench import Bench, NothingToLookAt, NotLookedAt

EXAMPLE = "exercise/group-exercise.intspec.yaml"
#: Words that formats take for marks of their own.
HOSTILE = (
    "Alpha | beta <b>gamma</b> & {{ 7 * 7 }} \\textbf{delta} # % _ ^ ~ $x$ `code` *bold* "
    '=1+1 "quotes" [link](javascript:alert) Übung 日本語 \N{PILE OF POO} &lt;kappa&gt; --- end'
)
#: Words that must be found again: letters that every font has.
WORD = re.compile(r"[A-Za-z]{4,}")
#: The longest that one file may take, in seconds.
PATIENCE = 20
RUBBISH = (
    b"",
    b"\0" * 64,
    b"PK\x03\x04 and then nothing",
    b"%PDF-1.7\n%%EOF\n",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    b"<html><body><table><tr><td>",
    b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    b"\xff\xfea\0b\0",
    "Spalte;Wert\nÜbung;ja\n".encode("latin-1"),
    b'a,"b\nc,d\n',
    b"{}",
)


def sample_views(bench: Bench) -> Iterator[tuple[str, View]]:
    """Make each view of three documents: a plain one, one with every key, a hostile one."""
    hostile = factories.minimal(
        {"/interventions/exercise/rationale": {"goal": HOSTILE}},
        title=HOSTILE,
        providers={"nurse": {"kind": HOSTILE}},
    )
    documents = {
        "the example of an exercise programme": bench.files[EXAMPLE],
        "a document with every key": factories.text(factories.full()).encode(),
        "a document full of marks": factories.text(hostile).encode(),
    }
    for label, raw in documents.items():
        done = bench.check(label, raw)
        checklists = done.checklists or _tidier(bench)
        if done.spec is None or not checklists:
            message = "no checklist is there to render by"
            raise NotLookedAt(message)
        for name in VIEWS:
            yield f"{name} of {label}", build_view(name, done.spec, done.report, checklists[0])


def _tidier(bench: Bench) -> tuple[Any, ...]:
    known = bench.registry.checklist_ids
    found = bench.registry.checklist("tidier" if "tidier" in known else known[0])
    return () if found is None else (found,)


def renderers(bench: Bench) -> Iterator[str]:
    """Every view renders, to the same bytes each time, with all its words."""
    found = own_renderers(bench)
    missing: list[str] = []
    for label, view in sample_views(bench):
        for renderer in found:
            try:
                content = rendered(renderer, view)
                again = rendered(renderer, view)
            except MissingExtra as error:
                missing.append(f"`{renderer.format}`: {error}")
                continue
            except RenderError as error:
                if not str(error).strip():
                    yield f"`{renderer.format}`: {label} is refused without a word"
                continue
            except BaseException as error:  # noqa: BLE001 -- whatever it raises is the finding
                yield f"`{renderer.format}`: {label}: {describe(error)}"
                continue
            if not isinstance(content, str | bytes) or not content:
                yield f"`{renderer.format}`: {label} gives {type(content).__name__}, no file"
                continue
            if content != again:
                yield f"`{renderer.format}`: {label}: two runs give other bytes"
            lost = _lost(view, content)
            if lost:
                told = ", ".join(f"'{word}'" for word in lost[:5])
                yield f"`{renderer.format}`: {label} lost words: {told}"
    if missing:
        raise NotLookedAt(missing[0])


def own_renderers(bench: Bench) -> list[Renderer]:
    """Return its renderers.

    Raises:
        NothingToLookAt: It has none.
    """
    found = [r for plugin in bench.plugins for _n, r in sorted(plugin.renderers.items())]
    if not found:
        raise NothingToLookAt
    return found


def rendered(renderer: Renderer, view: View) -> Any:
    """Render a view, and return whatever it gives."""
    return renderer.function(view)


def _lost(view: View, content: str | bytes) -> list[str]:
    """Return the words of a view that are not in a file; empty if it cannot be read."""
    text = _text(content)
    if text is None:
        return []
    stream = re.sub(r"\W|_", "", unicodedata.normalize("NFKC", text)).casefold()
    rows = [row for table in view.tables for row in table.rows]
    told = [*view.notices, *view.intro, *(note.text for one in view.notes for note in one.notes)]
    told += [block.text for row in rows for cell in row.cells for block in cell.blocks]
    words = dict.fromkeys(word for one in told for word in WORD.findall(one))
    return [word for word in words if word.casefold() not in stream]


def _text(content: str | bytes) -> str | None:
    """Return the words of a file as well as can be, None if no reader is there."""
    if isinstance(content, bytes) and file_kind(content, ()) == "zip":
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = [package.read(n) for n in package.namelist() if n.endswith(".xml")]
        return "\n".join(_plain(part.decode("utf-8", "replace")) for part in parts)
    if isinstance(content, bytes) and file_kind(content) == "pdf":
        try:
            from pypdf import PdfReader  # noqa: PLC0415 -- only PDF needs it
        except ImportError:
            return None
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    text = content if isinstance(content, str) else content.decode("utf-8", "replace")
    try:
        return json.dumps(json.loads(text), ensure_ascii=False).replace("\\n", "\n")
    except ValueError:
        return text + _plain(text)


def _plain(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


def importers(bench: Bench) -> Iterator[str]:
    """Rubbish is refused with FormError, and what is read is the same each time."""
    functions: list[tuple[str, tuple[str, ...], Callable[[bytes, str], Any], type]] = []
    for plugin in bench.plugins:
        for name, importer in sorted(plugin.importers.items()):
            functions.append((name, importer.suffixes, importer.function, Form))
        for name, annotator in sorted(plugin.annotators.items()):
            annotate = annotator.function
            # Its own name is bound for each.
            functions.append(
                (
                    f"{name} (remarks)",
                    annotator.suffixes,
                    lambda raw, _name, annotate=annotate: annotate(raw, ()),  # type: ignore[misc]
                    bytes,
                )
            )
    if not functions:
        raise NothingToLookAt
    for name, suffixes, function, kind in functions:
        suffix = suffixes[0] if suffixes else ""
        for number, raw in enumerate(_rubbish(bench, suffixes)):
            fault = _read(function, raw, f"file{suffix}", kind)
            if fault:
                yield f"`{name}`: file {number} of rubbish ({len(raw)} bytes): {fault}"


def _read(function: Callable[[bytes, str], Any], raw: bytes, name: str, kind: type) -> str:
    start = time.monotonic()
    try:
        given = function(raw, name)
        if not isinstance(given, kind):
            return f"it gives {type(given).__name__}, no {kind.__name__}"
        if function(raw, name) != given:
            return "two runs give other results"
    except FormError as error:
        if not error.message.strip() or "\n" in error.message or not error.hint.strip():
            return f"FormError needs a message of one line and a hint: {error.message!r}"
    except BaseException as error:  # noqa: BLE001 -- whatever it raises is the finding
        return describe(error)
    if time.monotonic() - start > PATIENCE:
        return f"it takes more than {PATIENCE} seconds"
    return ""


def _rubbish(bench: Bench, suffixes: tuple[str, ...]) -> Iterator[bytes]:
    """Make files that are none, and damaged copies of a file that a renderer writes."""
    yield from RUBBISH
    chance = random.Random(5)  # noqa: S311 -- no secret
    yield chance.randbytes(2000)
    good = next((r for r in bench.registry.renderers.values() if r.suffix in suffixes), None)
    if good is None:
        return
    view = next(view for _label, view in sample_views(bench))
    try:
        content = rendered(good, view)
    except MissingExtra:
        return
    whole = content.encode() if isinstance(content, str) else content
    yield whole
    for _ in range(12):
        yield whole[: chance.randrange(len(whole))]
        broken = bytearray(whole)
        for _flip in range(8):
            broken[chance.randrange(len(whole))] = chance.randrange(256)
        yield bytes(broken)
