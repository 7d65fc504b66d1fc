"""What `import intspec` offers to notebooks and programs of others."""

import json
import pkgutil
import re
import threading
import typing
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import attrs
import pytest
import yaml

import intspec
from command_line import run_text
from intspec import from_python

ROOT = Path(__file__).parents[1]
ENRICH = ROOT / "specs" / "enrich" / "enrich.intspec.yaml"
WALKING = """\
intspec: "1.0"
id: walking
version: 1.0.0
title: Walking in <pairs> & talking
stage: results
checklists:
  - tidier
interventions:
  walking:
    name: Walking in pairs
    role: experimental
"""


def wrong(value: object) -> Any:
    """Return a value of which no type says that it is wrong."""
    return value


def run(*words: str) -> str:
    """Return what a command prints."""
    return run_text(words, cwd=ROOT).stdout


@pytest.mark.programs
def test_a_report_is_that_of_the_command() -> None:
    """Its JSON and its text are what `check` prints, byte for byte."""
    name = str(ENRICH.relative_to(ROOT))
    report = intspec.check(ENRICH.relative_to(ROOT))
    assert report.to_json() == run("check", name, "--format", "json")
    assert str(report) == run("check", name)
    assert report.to_dict() == json.loads(report.to_json())
    assert (report.ok, report.exit_code) == (True, 0)


@pytest.mark.programs
def test_a_rendering_is_that_of_the_command(tmp_path: Path) -> None:
    """A text or the bytes of a file, of the document and of the record that it is loaded into."""
    spec = intspec.load(ENRICH)
    for fmt in ("html", "docx"):
        file = tmp_path / f"table.{fmt}"
        run("render", str(ENRICH), "--to", fmt, "-o", str(file))
        for source in (ENRICH, str(ENRICH), spec, intspec.view(ENRICH)):
            content = intspec.render(source, fmt)
            raw = content if isinstance(content, bytes) else content.encode()
            assert raw == file.read_bytes(), (fmt, type(source))


def test_a_source_is_known_for_what_it_is(tmp_path: Path) -> None:
    """A path, a text, bytes and data of one specification have one verdict."""
    file = tmp_path / "walking.intspec.yaml"
    file.write_text(WALKING, encoding="utf-8")
    data = yaml.safe_load(WALKING)
    given: list[intspec.Source] = [file, str(file), WALKING, WALKING.encode(), data, tmp_path]
    given.append(json.dumps(data, indent=1))
    rows = [
        [{**row, "file": ""} for row in intspec.check(one, isolated=True).to_dicts()]
        for one in given
    ]
    assert rows[0]
    assert all(row == rows[0] for row in rows)


@pytest.mark.parametrize("named", ["cert", "CERT", ["cert"], ("CERT",)])
def test_a_guideline_by_itself_is_one_name(tmp_path: Path, named: Any) -> None:
    """A text where a list is asked is no list of letters, and a name is as good as an id."""
    file = tmp_path / "walking.intspec.yaml"
    file.write_text(WALKING, encoding="utf-8")
    reports = [intspec.check(one, checklists=named) for one in (file, tmp_path, WALKING)]
    reports.append(intspec.check_text(WALKING, checklists=named))
    for report in reports:
        assert [one for one, *_ in report.files[0].checklists] == ["tidier", "cert"]
    checked = intspec.check_bytes(WALKING.encode(), path="a.intspec.yaml", checklists="cert")
    assert [one.id for one in checked.checklists] == ["tidier", "cert"]


def test_a_text_of_others_is_never_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`check_text` opens nothing, and no settings of the folder count."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "walking.intspec.yaml").write_text(WALKING, encoding="utf-8")
    (tmp_path / "intspec.toml").write_text('fail_on = "never"\n')
    assert not intspec.check_text("walking.intspec.yaml").files[0].readable
    assert intspec.check(WALKING).exit_code == 0
    assert intspec.check(WALKING, isolated=True).exit_code == 1
    assert intspec.check_text(WALKING).exit_code == 1


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: intspec.check(wrong(5)), "a source is a path, a text, bytes or a mapping"),
        (lambda: intspec.check({"title": {1}}), "/title: a value is a `set`"),
        (lambda: intspec.check({"title": {2: "a"}}), "/title: a key is a `int`"),
        (lambda: intspec.check("a\0b"), "no file can be called"),
        (lambda: intspec.check(WALKING, stage=wrong("later")), "stage: there is no `later`"),
        (lambda: intspec.check(WALKING, checklists=["tidyer"]), "did you mean `tidier`?"),
        (lambda: intspec.check(WALKING, vocabularies=["none.json"]), "none.json"),
        (lambda: intspec.load("none.intspec.yaml"), "there is no file `none.intspec.yaml`"),
        (lambda: intspec.load(WALKING + "walks: 3\n"), "text.intspec.yaml:12:1"),
        (lambda: intspec.view(WALKING, "tabel"), "view: there is no `tabel`"),
        (lambda: intspec.view(WALKING, gaps=wrong("all")), "gaps: there is no `all`"),
        (lambda: intspec.render(WALKING, "wrod"), "no plugin writes the format `wrod`"),
        (lambda: intspec.render(WALKING, "html", options={"paper": "a4"}), "`paper`"),
        (lambda: intspec.render(WALKING.replace("  - tidier", "  []")), "claims no checklist"),
    ],
    ids=range(14),
)
def test_what_cannot_be_done_is_one_kind_of_error(
    call: Any, said: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The words are those of the command line, and nothing of its library gets out."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(intspec.Error, match=re.escape(said)):
        call()


def test_settings_at_fault_are_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The line of the file is named."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "intspec.toml").write_text('fail = "never"\n')
    with pytest.raises(intspec.Error, match=r"intspec\.toml:1"):
        intspec.check(WALKING)


def test_an_error_on_a_document_has_its_findings() -> None:
    """All of them, and not the first alone."""
    with pytest.raises(intspec.Error) as caught:
        intspec.load(WALKING + "walks: 3\nswims: 4\n")
    assert [one.line for one in caught.value.diagnostics if "unknown" in one.rule] == [12, 13]


class Tags(HTMLParser):
    """Collects the tags of a text."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        """Keep a tag."""
        self.seen.append((tag, dict(pairs)))


def test_nothing_of_a_document_runs_in_a_notebook() -> None:
    """A report is escaped, and a view stands in a frame of its own in which no script runs."""
    hostile = WALKING.replace("<pairs>", "<script>alert(1)</script>") + "<img onerror=x>: 1\n"
    shown = Tags()
    shown.feed(intspec.check(hostile)._repr_html_())
    allowed = {"p", "strong", "table", "caption", "thead", "tbody", "tr", "th", "td"}
    assert {tag for tag, _ in shown.seen} <= {*allowed, "ul", "li", "em", "small"}
    frame = Tags()
    frame.feed(intspec.view(hostile.rpartition("<img")[0])._repr_html_())
    assert [(tag, dict(pairs)["sandbox"]) for tag, pairs in frame.seen] == [("iframe", None)]


def test_fields_of_a_plugin_are_typed() -> None:
    """The record where the plugin is installed, None where there are no fields."""
    spec = intspec.load(ENRICH)
    name, found = next(iter(spec.extensions.items()))
    assert intspec.extension(spec, name, type(found)) is found
    assert intspec.extension(spec, "cooking", dict) is None
    with pytest.raises(intspec.Error, match=name):
        intspec.extension(spec, name, int)


def test_it_works_in_any_thread() -> None:
    """A server checks in threads of its own."""
    found: list[int] = []
    thread = threading.Thread(target=lambda: found.append(intspec.check(ENRICH).exit_code))
    thread.start()
    thread.join()
    assert found == [0]


@pytest.mark.long
def test_what_there_is_can_be_listed() -> None:
    """Each name has a line on it, and is taken by what it is for."""
    assert intspec.list_checklists()["tidier"].startswith("TIDieR")
    assert {"html", "docx", "markdown"} <= set(intspec.list_formats())
    several = WALKING.replace("  - tidier", "  - tidier\n  - cert")
    for name, words in intspec.list_views().items():
        assert words
        assert intspec.view(several, name).kind == name


def test_no_public_name_is_that_of_a_package() -> None:
    """Else a name would mean one thing or the other, by what was imported before."""
    packages = {module.name for module in pkgutil.iter_modules(intspec.__path__)}
    assert packages.isdisjoint(intspec.__all__)


def test_the_types_that_signatures_name_are_public() -> None:
    """Who writes a function around one of these can annotate it."""
    named = set()
    for name in from_python.__all__:
        found = getattr(intspec, name)
        members = [found]
        if isinstance(found, type):
            members = [m.fget for m in vars(found).values() if isinstance(m, property)]
        for member in members:
            if callable(member):
                hints = typing.get_type_hints(member)
                named |= {one for hint in hints.values() for one in _classes(hint)}
    ours = {one.__name__ for one in named if one.__module__.startswith("intspec")}
    assert ours
    assert ours <= set(intspec.__all__)


def _classes(hint: Any) -> typing.Iterator[type]:
    if isinstance(hint, type) and not typing.get_args(hint):
        yield hint
    for one in typing.get_args(hint):
        yield from _classes(one)


def test_a_changed_record_is_rendered_as_changed() -> None:
    """A record is checked anew."""
    spec: Any = intspec.load(WALKING)
    changed = attrs.evolve(spec, title="Walking alone")
    assert str(intspec.render(changed)).startswith("# Walking alone\n")
