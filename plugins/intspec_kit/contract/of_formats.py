"""Clauses on file formats: renderers, and importers and others that are given damaged files."""

import codecs
import html
import io
import json
import random
import re
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import islice
from typing import Any

from intspec.file_kinds import file_kind
from intspec.forms import Form, FormError
from intspec.forms.drafted import Drafts
from intspec.plugins import FilledForm, Renderer
from intspec.plugins.guard import describe, tell
from intspec.plugins.hooks import MissingExtra, RenderError
from intspec.views import VIEWS, FigureWords, View, build_view
from intspec.views.document import CheckedDocument
from intspec_kit import factories
from intspec_kit.contract.bench import Bench, NothingToLookAt, NotLookedAt
from intspec_kit.contract.unique_words import UniqueWords, folded
from intspec_kit.contract.well_formed import malformed
from intspec_kit.examples import EXAMPLE

#: A text full of characters that file formats use as markup.
HOSTILE = (
    "Alpha | beta <b>gamma</b> & {{ 7 * 7 }} \\textbf{delta} # % _ ^ ~ $x$ `code` *bold* "
    '=1+1 "quotes" [link](javascript:alert) Übung 日本語 \N{PILE OF POO} &lt;kappa&gt; --- end'
)
#: Words that must be in the file again: only letters that every font has.
WORD = re.compile(r"[A-Za-z]{4,}")
#: Of which class one thing must be that a function gives.
Kinds = tuple[type, ...]
#: What is said of a file whose words cannot be found again.
UNREAD = (
    "what it writes is no text, no ZIP of texts and no PDF that can be read here, so its words "
    "were not looked for: hold them with a test that reads it back (`intspec.testing.roundtrip`)"
)
#: How many of its own example specifications are rendered.
MOST_OF_ITS_OWN = 3
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


@cache
def sample_views(bench: Bench) -> tuple[tuple[str, View], ...]:
    """Make each of intspec's own views of the sample documents."""
    return tuple(
        (
            f"{name} of {label}",
            build_view(name, document.spec, document.report, document.checklists[0]),
        )
        for label, document in sample_documents(bench)
        for name in VIEWS
    )


@cache
def sample_documents(bench: Bench) -> tuple[tuple[str, CheckedDocument], ...]:
    """Check three documents: a plain one, one with every key, a hostile one; and its own."""
    return tuple(_sample_documents(bench))


def _sample_documents(bench: Bench) -> Iterator[tuple[str, CheckedDocument]]:
    hostile = factories.minimal(
        {"/interventions/exercise/rationale": {"goal": HOSTILE}},
        title=HOSTILE,
        providers={"nurse": {"kind": HOSTILE}},
    )
    documents = {
        "the example of an exercise programme": bench.files[EXAMPLE],
        "a document with every key": factories.text(factories.full()).encode(),
        "a document full of marks": factories.text(hostile).encode(),
        **dict(islice(bench.own_files.items(), MOST_OF_ITS_OWN)),
    }
    for label, raw in documents.items():
        result = bench.check(label, raw)
        checklists = result.checklists or _tidier(bench)
        if result.spec is None and label in bench.own_files:
            continue  # The clause on its specifications says so.
        if result.spec is None or not checklists:
            message = "no checklist is there to render by"
            raise NotLookedAt(message)
        yield label, CheckedDocument(result.spec, result.report, checklists)


def _tidier(bench: Bench) -> tuple[Any, ...]:
    checklist_ids = bench.registry.checklist_ids
    checklist = bench.registry.checklist(
        "tidier" if "tidier" in checklist_ids else checklist_ids[0]
    )
    return () if checklist is None else (checklist,)


def renderers(bench: Bench) -> Iterator[str]:
    """Every view renders, to the same bytes each time, with all its words."""
    plugin_renderers = own_renderers(bench)
    not_held: dict[str, None] = {}
    for label, view in sample_views(bench):
        for renderer in plugin_renderers:
            try:
                content = rendered(renderer, view)
                second_content = rendered(renderer, view)
            except MissingExtra as error:
                not_held.setdefault(f"`{renderer.format}`: {error}")
                continue
            except RenderError as error:
                if not str(error).strip():
                    yield f"`{renderer.format}`: {label} is refused without a word"
                continue
            except BaseException as error:  # noqa: BLE001 -- whatever it raises is the finding
                tell(error)
                yield f"`{renderer.format}`: {label}: {describe(error)}"
                continue
            if not isinstance(content, str | bytes) or not content:
                yield f"`{renderer.format}`: {label} gives {type(content).__name__}, no file"
                continue
            if content != second_content:
                yield f"`{renderer.format}`: {label}: two runs give other bytes"
            if fault := malformed(renderer, content):
                yield f"`{renderer.format}`: {label} is {fault}"
                continue
            picture = renderer.media_type.startswith("image/")
            lost_words = _lost(_drawn(view) if picture else _told(view), content)
            if lost_words:
                words = ", ".join(f"'{word}'" for word in lost_words[:5])
                yield f"`{renderer.format}`: {label} lost words: {words}"
    yield from _unique_words(plugin_renderers, not_held)
    if not_held:
        raise NotLookedAt("; ".join(not_held))


def _unique_words(plugin_renderers: Iterable[Renderer], not_held: dict[str, None]) -> Iterator[str]:
    """Look for each word of a view that has each word once.

    Args:
        plugin_renderers: The formats.
        not_held: Takes why the words of a format were not looked for.
    """
    unique = UniqueWords()
    for renderer in plugin_renderers:
        try:
            text = _text(rendered(renderer, unique.view))
        except (MissingExtra, RenderError):
            continue
        except BaseException as error:  # noqa: BLE001 -- whatever it raises is the finding
            tell(error)
            yield f"`{renderer.format}`: a view of one word each: {describe(error)}"
            continue
        if text is None:
            not_held.setdefault(f"`{renderer.format}`: {UNREAD}")
            continue
        for fault in unique.lost(text):
            yield f"`{renderer.format}` {fault}"


def own_renderers(bench: Bench) -> list[Renderer]:
    """Return its renderers.

    Raises:
        NothingToLookAt: It has none.
    """
    plugin_renderers = [
        renderer for plugin in bench.plugins for _name, renderer in sorted(plugin.renderers.items())
    ]
    if not plugin_renderers:
        raise NothingToLookAt
    return plugin_renderers


def rendered(renderer: Renderer, view: View) -> Any:
    """Render a view, and return whatever it gives."""
    return renderer.function(view)


def views(bench: Bench) -> Iterator[str]:
    """Every view is made, the same each time, and has the name that it is asked for by."""
    makers = [maker for plugin in bench.plugins for maker in plugin.views.values()]
    if not makers:
        raise NothingToLookAt
    for maker in makers:
        if maker.name in VIEWS:
            yield f"`{maker.name}` is a view of intspec itself: this one is never made; rename it"
        for label, document in sample_documents(bench):
            try:
                first, second = (maker.function(document) for _ in "12")
            except RenderError as error:
                if not str(error).strip():
                    yield f"`{maker.name}`: {label} is refused without a word"
                continue
            except BaseException as error:  # noqa: BLE001 -- whatever it raises is the finding
                tell(error)
                yield f"`{maker.name}`: {label}: {describe(error)}"
                continue
            if not isinstance(first, View):
                yield f"`{maker.name}`: {label} gives {type(first).__name__}, no View"
            elif first != second:
                yield f"`{maker.name}`: {label}: two runs give other views"
            elif first.kind != maker.name:
                yield f"`{maker.name}`: its view has the kind `{first.kind}`: they must be the same"


def _drawn(view: View) -> list[str]:
    """Return what a picture shows in words: what stands in the figures."""
    shapes = (shape for figure in view.figures for shape in figure.shapes)
    return [shape.text for shape in shapes if isinstance(shape, FigureWords)]


def _told(view: View) -> list[str]:
    """Return what a view says in words."""
    rows = [row for table in view.tables for row in table.rows]
    return [
        *view.notices,
        *view.intro,
        *(note.text for note_list in view.notes for note in note_list.notes),
        *(block.text for row in rows for cell in row.cells for block in cell.blocks),
    ]


def _lost(texts: Iterable[str], content: str | bytes) -> list[str]:
    """Return the words of texts that are not in a file; empty if it cannot be read."""
    text = _text(content)
    if text is None:
        return []
    searched_text = folded(text)
    words = dict.fromkeys(word for line in texts for word in WORD.findall(line))
    return [word for word in words if word.casefold() not in searched_text]


def _text(content: str | bytes) -> str | None:
    """Return the words of a file as well as can be, None if no reader is there."""
    if isinstance(content, bytes) and file_kind(content, ()) == "zip":
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = filter(None, map(_words_of_part, map(package.read, package.namelist())))
            return "\n".join(parts)
    if isinstance(content, bytes) and file_kind(content) == "pdf":
        try:
            from pypdf import PdfReader  # noqa: PLC0415 -- only PDF needs it
        except ImportError:
            return None
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    if isinstance(content, bytes) and b"\0" in content:
        # Only texts in UTF-16, which begin by saying so, have zeros between their letters.
        if not content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return None
        content = content.decode("utf-16", "replace")
    text = content if isinstance(content, str) else content.decode("utf-8", "replace")
    try:
        return json.dumps(json.loads(text), ensure_ascii=False).replace("\\n", "\n")
    except ValueError:
        return text + _plain(text)


def _words_of_part(part: bytes) -> str:
    """Return the words of one part of a ZIP: what stands in elements, and in their attributes."""
    try:
        text = part.decode("utf-8")
    except UnicodeDecodeError:
        # A picture, or something else without words.
        return ""
    return f"{_plain(text)}\n{text}"


def _plain(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


def importers(bench: Bench) -> Iterator[str]:
    """Rubbish is refused with FormError, and what is read is the same each time."""
    functions: list[tuple[str, tuple[str, ...], Callable[[bytes, str], Any], Kinds]] = []
    for plugin in bench.plugins:
        for name, importer in sorted(plugin.importers.items()):
            functions.append((name, importer.suffixes, importer.function, (Form, Drafts)))
        for name, annotator in sorted(plugin.annotators.items()):
            annotate = annotator.function
            # The default binds the function of this plugin, not that of the last.
            functions.append(
                (
                    f"{name} (remarks)",
                    annotator.suffixes,
                    lambda raw, _name, annotate=annotate: annotate(raw, ()),  # type: ignore[misc]
                    (bytes,),
                )
            )
        for name, filler in sorted(plugin.fillers.items()):
            fill = filler.function
            functions.append(
                (
                    f"{name} (filling)",
                    filler.suffixes,
                    lambda raw, _name, fill=fill: fill(raw, ()),  # type: ignore[misc]
                    (FilledForm,),
                )
            )
    if not functions:
        raise NothingToLookAt
    for name, suffixes, function, kinds in functions:
        suffix = suffixes[0] if suffixes else ""
        for number, raw in enumerate(_rubbish(bench, suffixes)):
            fault = _read(function, raw, f"file{suffix}", kinds)
            if fault:
                yield f"`{name}`: file {number} of rubbish ({len(raw)} bytes): {fault}"


def _read(function: Callable[[bytes, str], Any], raw: bytes, name: str, kinds: Kinds) -> str:
    start = time.monotonic()
    try:
        result = function(raw, name)
        if not isinstance(result, kinds):
            known = " or ".join(kind.__name__ for kind in kinds)
            return f"it gives {type(result).__name__}, no {known}"
        if function(raw, name) != result:
            return "two runs give other results"
    except FormError as error:
        if not error.message.strip() or "\n" in error.message or not error.hint.strip():
            return f"FormError needs a message of one line and a hint: {error.message!r}"
    except BaseException as error:  # noqa: BLE001 -- whatever it raises is the finding
        tell(error)
        return describe(error)
    if time.monotonic() - start > PATIENCE:
        return f"it takes more than {PATIENCE} seconds"
    return ""


def _rubbish(bench: Bench, suffixes: tuple[str, ...]) -> Iterator[bytes]:
    """Make files that are none, and damaged copies of a file that a renderer writes."""
    yield from RUBBISH
    random_source = random.Random(5)  # noqa: S311 -- no secret
    yield random_source.randbytes(2000)
    sample_renderer = next(
        (renderer for renderer in bench.registry.renderers.values() if renderer.suffix in suffixes),
        None,
    )
    if sample_renderer is None:
        return
    view = next(view for _label, view in sample_views(bench))
    try:
        content = rendered(sample_renderer, view)
    except Exception:  # noqa: BLE001 -- the clause on renderers tells it
        return
    file_content = content.encode() if isinstance(content, str) else content
    yield file_content
    for _ in range(12):
        yield file_content[: random_source.randrange(len(file_content))]
        damaged = bytearray(file_content)
        for _flip in range(8):
            damaged[random_source.randrange(len(file_content))] = random_source.randrange(256)
        yield bytes(damaged)
