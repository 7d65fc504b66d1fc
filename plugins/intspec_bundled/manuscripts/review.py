"""`intspec review`: item by item, the passages of a manuscript that may answer a guideline."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from pathlib import PurePath
from typing import TYPE_CHECKING

import click

# Modules that the help does not need are imported where they are used.
from intspec import CommandContext, pass_command_context

if TYPE_CHECKING:
    from intspec import Checklist
    from intspec_bundled.manuscripts.items import Suggested

EPILOG = """\b
Examples:
  intspec review manuscript.docx --checklist consort-2025
  intspec review manuscript.pdf --checklist consort-2025 -o review.html
  intspec review manuscript.docx --checklist tidier --format letter -o letter.txt
  intspec review manuscript.docx --checklist tidier -o commented.docx

It says what was found and where, and never whether an item is reported, or well. "No passage found"
means that somebody has to look. Nothing leaves the machine.
"""
ABOUT = (
    "Passages that may answer each item, found by the words that lead to it. Found is not "
    "reported, and not found is not missing: somebody has to look."
)
NOTHING = "no passage found: look"
STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;"
    "color:#222;background:#fff}h2{font-size:1.1rem;margin:1.6rem 0 .2rem}"
    "blockquote{margin:.4rem 0;padding-left:.8rem;border-left:3px solid #888}"
    "small{color:#555}p{margin:.3rem 0}"
)


@click.command(epilog=EPILOG)
@click.argument("path", metavar="MANUSCRIPT")
@click.option(
    "--checklist",
    "checklist_id",
    metavar="ID",
    help="The guideline; when absent, `checklist` of `[plugin.manuscripts]` in the settings.",
)
@click.option(
    "--most",
    type=click.IntRange(1, 20),
    help="So many; 3, or as the settings say.",
)
@click.option(
    "--format",
    "fmt",
    type=click.Choice(["text", "letter", "html", "word"]),
    help="How to write it; by the ending of the output, when absent. word: a copy with comments.",
)
@click.option("-o", "--output", metavar="FILE", help="Write to a file, not to stdout.")
@pass_command_context()
def command(context: CommandContext, path: str, **options: str | int | None) -> None:
    """Show an editor where a manuscript may answer each item of a guideline."""
    from intspec_bundled.manuscripts.files import manuscript_at  # noqa: PLC0415 -- start-up
    from intspec_bundled.manuscripts.items import of_checklist  # noqa: PLC0415
    from intspec_bundled.manuscripts.options import ManuscriptOptions  # noqa: PLC0415

    settings = context.options(ManuscriptOptions)
    name, output = options["checklist_id"] or settings.checklist, options["output"]
    if not isinstance(name, str):
        message = "name the guideline: --checklist ID, such as --checklist consort-2025"
        raise click.UsageError(message)
    if name not in context.registry.checklist_ids:
        from intspec.text import did_you_mean  # noqa: PLC0415 -- only for a slip

        hint = (
            did_you_mean(name, context.registry.checklist_ids) or "`intspec checklists` lists all"
        )
        message = f"there is no checklist `{name}`; {hint}"
        raise click.UsageError(message)
    checklist = context.registry.checklist(name)
    if checklist is None:
        context.fail(f"the checklist `{name}` cannot be used; `intspec plugins` says why", 3)
    manuscript = manuscript_at(context, path)
    items = list(of_checklist(checklist, manuscript, int(options["most"] or settings.most)))
    ending = PurePath(str(output or "")).suffix.lower()
    fmt = str(options["fmt"] or BY_ENDING.get(ending, "text"))
    if fmt == "word":
        if output is None:
            message = "--format word needs -o FILE: the copy of the manuscript with comments"
            raise click.UsageError(message)
        from intspec_bundled.manuscripts.comments import commented  # noqa: PLC0415 -- start-up

        context.deliver(commented(context, path, checklist, items), str(output), (path,))
        return
    text = WRITERS[fmt](checklist, items, PurePath(path).name)
    context.deliver(text, None if output is None else str(output), (path,))


def as_text(checklist: "Checklist", items: Sequence["Suggested"], name: str) -> str:
    """Write it for a terminal."""
    from intspec_bundled.manuscripts.items import lines_of  # noqa: PLC0415 -- start-up

    lines = [f"{name}, {checklist.label}", ABOUT, ""]
    for item in items:
        lines += [f"{item.number}  {item.title}", *lines_of(item)]
    return "".join(f"{line}\n" for line in lines)


def as_letter(checklist: "Checklist", items: Sequence["Suggested"], name: str) -> str:
    """Write it as a letter: what was found where, and what was not found."""
    from intspec_bundled.manuscripts.places import in_words  # noqa: PLC0415 -- start-up

    lines = [
        f"Your manuscript {name} was searched for what {checklist.label} asks.",
        "The places below may be where you report each item. Please look at each, and name",
        "the right place where it is another one.",
        "",
    ]
    missing = [item for item in items if not item.suggestions]
    for item in items:
        if item.suggestions:
            place = in_words(item.places[0]) or "at the beginning"
            lines.append(f"{item.number} {item.title}: found in {place}.")
    if missing:
        lines += ["", "For these no passage was found. Please say where they stand:", ""]
        lines += [f"{item.number} {item.title}" for item in missing]
    return "".join(f"{line}\n" for line in lines)


def as_html(checklist: "Checklist", items: Sequence["Suggested"], name: str) -> str:
    """Write it as one web page without scripts."""
    head = f"{escape(name)}, {escape(checklist.label)}"
    body = "\n".join(line for item in items for line in _html_of(item))
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{head}</title>\n"
        f"<style>{STYLE}</style>\n</head>\n<body>\n<h1>{head}</h1>\n"
        f"<p>{escape(ABOUT)}</p>\n{body}\n"
        "</body>\n</html>\n"
    )


def _html_of(item: "Suggested") -> Iterator[str]:
    from intspec_bundled.manuscripts.places import in_words  # noqa: PLC0415 -- start-up

    yield f"<h2>{escape(item.number)} {escape(item.title)}</h2>"
    if not item.suggestions:
        yield f"<p>{NOTHING}</p>"
    for one, place in zip(item.suggestions, item.places, strict=True):
        denies = "; denies something: look" if one.denies else ""
        yield f"<p>{escape(in_words(place) or 'at the beginning')}</p>"
        yield f"<blockquote>{escape(one.passage.text)}</blockquote>"
        yield f"<p><small>{escape(', '.join(one.because) + denies)}</small></p>"


#: What is written where only the name of the output says it.
BY_ENDING = {".html": "html", ".htm": "html", ".docx": "word"}
WRITERS: Mapping[str, Callable[["Checklist", Sequence["Suggested"], str], str]] = {
    "text": as_text,
    "letter": as_letter,
    "html": as_html,
}
