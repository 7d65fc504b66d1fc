"""Regular expressions: none comes from others, and the project's own are quick on repeated text.

Those of the collections of bad input are put wherever a text or a key can stand: in specifications,
checklist files, vocabularies, settings, forms, and in the fields that a plugin adds. Each is text,
or is refused in words that name the key; it takes one second and 150 MB at the most, opens no
socket, and no file that it names. Thousands of blanks, of one letter and of words and signs that
the project's own patterns look for are put into answers of forms, a table whose fields are
proposed, and a manuscript, and are held to the same. Needs INTSPEC_TEST_DATA.
"""

import contextlib
import io
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, cast

import badinput
from forking import FAULTY, REACHED, Forked, forked
from harness import tally
from misbehaving import LISTED
from pace import over

from intspec import Extension, FormError, VocabularyError, key, load_vocabulary, record
from intspec.api import check_bytes, load_registry
from intspec.checklists import ChecklistError, load
from intspec.cli.importing import known_words
from intspec.cli.main import run
from intspec.config.holding import hold
from intspec.config.loading import ConfigError
from intspec.config.loading import load as load_config
from intspec.forms.draft import draft
from intspec.forms.read import read_form
from intspec.forms.structure import propose
from intspec.plugins import Registry
from intspec.plugins.guard import Fault, call
from intspec.schema.generating import specification_schema
from intspec.testing import factories

Case = tuple[str, Callable[[], str]]
SECONDS = 1.0
MEGABYTES = 150
#: Keys by which a regular expression or a schema would come along.
KEYS = ("pattern", "patternProperties", "regex", "matches", "$ref", "$schema", "schema")
#: The places of a checklist file that hold words.
WORDS = ("it has no name", "State the name of it.", "A fictitious guideline", "add `name:`")
#: Longest word that a command can be given.
ARGUMENT = 131_072
WRONG = 5
RIGHT = 0
#: What a `file:` reference of the collections would read.
SECRET = "/etc/passwd"  # noqa: S105 -- a name, not a word to get in by
#: What is repeated, up to so many characters: blanks, and what the project's patterns begin with.
REPEATED = (
    *(" ", "\n", "\t", "\xa0", " \n", "a", "A", "0", "1 ", "a ", "A b ", "x\n", "1-", "1.", "1,"),
    *'("\u201c[<*_-.,;:/|`{#',
    *(
        "http://",
        "a@",
        "and ",
        "of the ",
        "to ",
        "10 to ",
        "p. 1, ",
        "Table 1 ",
        "no ",
        "not ",
        "per ",
    ),
    *(
        "week ",
        "twice a week for ",
        "by a nurse and ",
        "at home or ",
        "2 hours and ",
        "Dr. ",
        "e.g. ",
    ),
)
MOST_CHARACTERS = 20_000
#: A table whose first words in each row tell something.
TOLD = {
    "Brief name": "Walking",
    "Who provided": "A nurse",
    "How": "In groups of 5",
    "Where": "At home",
    "When and how much": "Twice a week for 12 weeks",
}


def ends(ended: Forked) -> str:
    """Say what is wrong with how a piece of work ended, if anything is."""
    if ended.code == REACHED:
        return "it reached out"
    if ended.code != RIGHT:
        told = {FAULTY: "it raised", WRONG: "it was taken, or refused in other words"}
        return told.get(ended.code, f"it ended with {ended.code}")
    if over(ended.seconds, SECONDS) or ended.megabytes > MEGABYTES:
        return f"{ended.seconds:.2f} s, {ended.megabytes:.0f} MB"
    return ""


def toml(text: str) -> str:
    """Write a text as TOML does."""
    return json.dumps(text)


class Fed:
    """What a pattern or a schema is fed to.

    Args:
        registry: The plugins.
    """

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        known = (registry.checklist(name) for name in registry.checklist_ids)
        self.checklists = [one for one in known if one is not None]
        self.folder = Path(tempfile.mkdtemp())

    def specification(self, data: Any) -> int:
        """A document is judged; one that does not fit is told by its keys."""
        raw = json.dumps(data).encode()
        report = check_bytes(raw, path="x.json", registry=self.registry).report
        told = report.diagnostics
        assert all(one.message and one.line >= 1 for one in told)
        return RIGHT if report.readable or len(told) == 1 else WRONG

    def text_in_specification(self, text: str) -> int:
        """It is a text like any other, as a value; as a key it is refused by name."""
        data = factories.minimal(title=text or "x", checklists=["tidier"])
        data["interventions"]["exercise"]["rationale"] = {"goal": text or "x"}
        self.specification(data)
        data[text] = text
        return self.specification(data)

    def key_in_specification(self, name: str, value: Any) -> int:
        """A key that would bring one is unknown: at the root, in an arm and under extensions."""
        for data in (
            factories.minimal(**{name: value}),
            factories.minimal({"/interventions/exercise/rationale": {name: value}}),
            factories.minimal(extensions={"peer-support": {name: value}}),
        ):
            raw = json.dumps(data).encode()
            report = check_bytes(raw, path="x.json", registry=self.registry).report
            if not any(f"`{name}`" in one.message for one in report.diagnostics):
                return WRONG
        return RIGHT

    def words_of_checklist(self, text: str) -> int:
        """In the words of a checklist it is text; one that is too long is refused."""
        for words in WORDS:
            try:
                made = load(LISTED.replace(json.dumps(words), toml(text or "x")), "x.toml")
            except ChecklistError as error:
                return RIGHT if "longer than" in str(error) else WRONG
            if not made.items:
                return WRONG
        return RIGHT

    def path_of_checklist(self, text: str) -> int:
        """Where a path stands it is refused: paths are looked up in the model."""
        for path in (text, f"name.{text}", f"providers[{text}]"):
            try:
                load(LISTED.replace('["name"]', f"[{toml(path)}]"), "x.toml")
            except ChecklistError as error:
                if "\n" not in str(error):
                    continue
            return WRONG
        return RIGHT

    def key_of_checklist(self, name: str, value: str) -> int:
        """A key that would bring one is unknown, and named: in the file, an item and a part."""
        line = f"{toml(name)} = {value}\n"
        head, items = LISTED.split("[[items]]\n")
        for text in (
            head + line + "[[items]]\n" + items,
            head + "[[items]]\n" + line + items,
            LISTED + line,
        ):
            try:
                load(text, "x.toml")
            except ChecklistError as error:
                if f"`{name}`" in str(error):
                    continue
            return WRONG
        return RIGHT

    def vocabulary(self, text: str) -> int:
        """Labels and searches are texts; a code is one too, and is found by itself alone."""
        file = {
            "format": 1,
            "id": "words",
            "title": text or "x",
            "licence": "x",
            "terms": [{"id": "1", "label": text or "x", "aliases": [text or "x"]}],
        }
        made = load_vocabulary(json.dumps(file).encode(), "x.json")
        made.find(text[:ARGUMENT])
        made.nearest(text, text)
        return RIGHT if made.labelled(text or "x") else WRONG

    def schema_as_vocabulary(self, data: Any) -> int:
        """A schema is no vocabulary, and that is said."""
        try:
            load_vocabulary(json.dumps(data).encode(), "x.json")
        except VocabularyError as error:
            return RIGHT if "\n" not in str(error) else WRONG
        return WRONG

    def settings(self, text: str) -> int:
        """Names in settings are looked up, and refused where there is no such."""
        path = self.folder / "intspec.toml"
        path.write_text(
            f"checklists = [{toml(text)}]\n[severity.{toml(text)}]\nis = 'note'\nreason = 'x'\n",
            encoding="utf-8",
        )
        try:
            faults = tuple(hold(load_config(str(path)), self.registry))
        except ConfigError as error:
            faults = error.faults
        return RIGHT if faults else WRONG

    def form(self, text: str) -> int:
        """The answers of a form are texts."""
        return self._filled([text] * 12)

    def cell(self, text: str) -> int:
        """One answer of a form is as long as that."""
        return self._filled([f"p. 4 {text} x", *["p. 5"] * 11])

    def _filled(self, answers: list[str]) -> int:
        quoted = [text.replace('"', '""') for text in answers]
        rows = "".join(f'"{n}","{text}"\n' for n, text in enumerate(quoted, 1))
        try:
            read: Any = self.registry.importers["csv"].function(
                f"Item,Where located\n{rows}".encode("utf-8", "replace"), "x.csv"
            )
        except FormError as error:
            return RIGHT if error.hint else WRONG
        filled = read_form(read, self.checklists)
        made = draft(filled, "x").text(())
        report = check_bytes(made.encode(), path="x.yaml", registry=self.registry).report
        return RIGHT if report.readable else WRONG

    def table(self, text: str) -> int:
        """Fields are proposed from the words of a table: all its cells together have as many."""
        quoted = text[: MOST_CHARACTERS // len(TOLD)].replace('"', '""')
        rows = "".join(f'"{label}","{told} {quoted} end"\n' for label, told in TOLD.items())
        made: Any = self.registry.importers["csv"].function(
            f"TIDieR,Walking\n{rows}".encode(), "x.csv"
        )
        filled = read_form(made, self.checklists)
        drafted = draft(filled, "x")
        propose(drafted, filled, {}, known_words(self.registry))
        return RIGHT

    def manuscript(self, text: str) -> int:
        """Passages are looked for in a manuscript."""
        path = self.folder / "paper.md"
        path.write_text(f"# A trial\n\n## Methods\n\nThey walked {text} each week.\n", "utf-8")
        with contextlib.redirect_stdout(io.StringIO()):
            code = run(["review", str(path), "--checklist", "tidier"])
        return RIGHT if code == 0 else WRONG

    def fields(self, pattern: str) -> int:
        """A plugin's fields have the forms that the model has, by name: a pattern is none."""
        for words in ({"form": pattern}, {"keys": pattern}):
            made = _record(**words)
            try:
                call(specification_schema, {"bad": Extension("bad", made)})
            except Fault:
                continue
            return WRONG
        return RIGHT

    def example(self, schema: Any) -> int:
        """What a plugin says of its fields is told, and not followed."""
        made = _record(description=json.dumps(schema)[:2000], example=schema)
        specification_schema({"bad": Extension("bad", made)})
        return RIGHT


def _record(description: str = "A field.", **words: Any) -> type:
    """Make the record of a plugin's fields."""
    fields: dict[str, Any] = {
        "field": key(description, default=None, **words)
        if "keys" not in words
        else key(description, factory=dict, **words)
    }
    kind: Any = dict[str, Inner] if "keys" in words else str | None
    made = type("Bad", (), {"__doc__": "Fields.", "__annotations__": {"field": kind}, **fields})
    return cast("type", record(made))


@record
class Inner:
    """What stands in a map."""

    name: str | None = key("A name.", default=None)


def texts_of(record: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Return a pattern and the text that it would be slow on."""
    yield "pattern", record["pattern"]
    if record["text"] is not None:
        yield "text", record["text"]
    if record["text_repeat"]:
        piece, times, end = record["text_repeat"]
        yield "text", piece * times + end


def cases(fed: Fed, at: Path) -> Iterator[Case]:
    """Feed all patterns, keys and schemas."""

    def case(name: str, function: Callable[..., int], *arguments: Any) -> Case:
        return name, lambda: ends(forked(partial(function, *arguments), SECRET))

    for piece in REPEATED:
        text = piece * (MOST_CHARACTERS // len(piece))
        for reader in (fed.text_in_specification, fed.cell, fed.table, fed.manuscript):
            yield case(f"many {piece!r}, {reader.__name__}", reader, text)
    for one in badinput.lines(at, "own_regex"):
        for kind, text in texts_of(one):
            takers: tuple[Callable[[str], int], ...] = (
                fed.text_in_specification,
                fed.words_of_checklist,
                fed.path_of_checklist,
                fed.vocabulary,
                fed.settings,
                fed.form,
                fed.fields,
            )
            for function in takers:
                yield case(f"{one['id']} {kind}, {function.__name__}", function, text)
        for name in KEYS:
            pattern = one["pattern"]
            label = f"{one['id']} under {name}"
            yield case(f"{label}, specification", fed.key_in_specification, name, pattern)
            yield case(f"{label}, checklist", fed.key_of_checklist, name, toml(pattern))
    for one in badinput.lines(at, "own_schemas"):
        for taker in (fed.specification, fed.schema_as_vocabulary, fed.example):
            yield case(f"{one['id']}, {taker.__name__}", taker, one["schema"])
        yield case(f"{one['id']}, its instance", fed.specification, one["instance"])
        for name in ("$ref", "schema"):
            label = f"{one['id']} under {name}"
            yield case(f"{label}, specification", fed.key_in_specification, name, one["schema"])


def main() -> None:
    """Feed them all."""
    at = badinput.folder()
    if at is None:
        sys.exit(f"{badinput.VARIABLE} does not name the folder of the collections")
    fed = Fed(load_registry())
    # A form that the model knows is taken: what is refused below is refused for its pattern.
    for words in ({"form": "slug"}, {"keys": "slug"}):
        call(specification_schema, {"good": Extension("good", _record(**words))})
    # What is loaded on first use is no cost of any one.
    fed.text_in_specification("x")
    fed.form("x")
    fed.table("x")
    fed.manuscript("x")
    fed.settings("x")
    tally("patterns and schemas of others", cases(fed, at))


if __name__ == "__main__":
    main()
