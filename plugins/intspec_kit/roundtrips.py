"""Render a view, read the file back with an importer, and list the texts that were lost."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import attrs

from intspec.file_kinds import has_ending
from intspec.forms import Form
from intspec.forms.drafted import Drafts
from intspec.plugins import UnknownNameError
from intspec.text.wording import flat
from intspec.views import View
from intspec_kit.checking import render, view_of
from intspec_kit.registries import Named, registry_of


@attrs.frozen
class Roundtrip:
    """What went out and what came back.

    Attributes:
        view: The view that was rendered.
        content: The file.
        form: The file as it was read back.
        lost: The texts of the view's cells that are nowhere in the form, in order.
    """

    view: View
    content: str | bytes
    form: Form
    lost: tuple[str, ...]


def roundtrip(  # noqa: PLR0913 -- one keyword for each thing that may be chosen
    text_or_path: str | Path,
    to: str,
    view: str = "checklist",
    *,
    checklist: str | None = None,
    plugins: Sequence[Named] | None = None,
    read: Callable[[bytes, str], Form | Drafts] | None = None,
) -> Roundtrip:
    """Render a view of a specification, read the file, and compare.

    Args:
        text_or_path: The specification, as `check` takes it.
        to: The format of the renderer.
        view: Name of the view.
        checklist: Id of the guideline; the first one that the document claims when absent.
        plugins: The plugins, as `check` takes them.
        read: What reads the file; the importer for the renderer's ending when absent.

    Raises:
        UnknownNameError: No plugin writes the format, or none reads its ending.
        FormError: The importer refuses the file.
        ValueError: The document does not fit the schema, or claims no checklist.
        PluginFailedError: A plugin failed.
    """
    source_view = view_of(text_or_path, view, checklist=checklist, plugins=plugins)
    content = render(text_or_path, to, view, checklist=checklist, plugins=plugins)
    registry = registry_of(plugins)
    suffix = registry.renderer(to).suffix
    if read is None:
        importers = [
            importer
            for importer in registry.importers.values()
            if has_ending(suffix, importer.suffixes)
        ]
        if not importers:
            message = f"no plugin reads files that end with `{suffix}`"
            raise UnknownNameError(message)
        read = importers[0].function
    raw = content.encode("utf-8") if isinstance(content, str) else content
    form = read(raw, f"roundtrip{suffix}")
    if not isinstance(form, Form):
        message = f"what reads files that end with `{suffix}` makes drafts, and no form"
        raise UnknownNameError(message)
    form_text = "\n".join(flat(text) for text in _words(form))
    lost = [text for text in _texts(source_view) if flat(text) not in form_text]
    return Roundtrip(source_view, content, form, tuple(lost))


def _texts(view: View) -> Iterator[str]:
    for table in view.tables:
        for row in table.rows:
            for cell in row.cells:
                yield from (block.text for block in cell.blocks if block.text.strip())


def _words(form: Form) -> Iterator[str]:
    for _table, row in form.rows():
        yield from (cell.text for cell in row.cells)
    yield from (text.text for text in form.texts)
