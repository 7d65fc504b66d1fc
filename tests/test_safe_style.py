"""No text of ours teaches flow style for prose: in braces a text ends at its first comma."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from examples import Example, commands, examples
from intspec.api import shared_registry
from intspec.cli import explain, init
from intspec.cli.forms import read_filled
from intspec.forms.draft import draft
from intspec.reading import read_bytes
from intspec.reading.fixed_rules import fixed_rules
from intspec.schema.every_key import every_key, written
from intspec.text.yaml_text import write_yaml
from test_cli import intspec
from test_followed import FIELDS, SCHEMA, UNDER, WORDS, problems, put, with_key
from test_followed import RECORDS as PLACES_OF_RECORDS
from test_followed_rules import CASES

pytestmark = pytest.mark.long

ROOT = Path(__file__).parent.parent
BUNDLED = ROOT / "plugins"
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in ("docs", "plugins", "specs")
    for path in (ROOT / folder).rglob("*.md")
    if not {"_build", "reference"} & set(path.parts)
)
CODE = re.compile("`([^`\n]+)`")
#: Where brackets begin in a line of YAML, also one that is commented out: behind a key or a hyphen.
BEGINS = re.compile(r"(?:^|[\s`])(?:[\w./-]+: |- )(?=\[)|(?=\{)")


def is_prose(value: str) -> bool:
    """Tell whether a text may be a sentence, or the beginning of one."""
    return bool(re.search(r"\s", value.strip()) or re.match("[A-Z][a-z]", value))


def has_prose(node: yaml.Node) -> bool:
    """Tell whether anything in a collection is prose."""
    if isinstance(node, yaml.ScalarNode):
        return node.tag.endswith(":str") and is_prose(node.value)
    if isinstance(node, yaml.MappingNode):
        return any(has_prose(value) for _key, value in node.value)
    return any(map(has_prose, node.value))


def in_flow(node: yaml.Node | None) -> Iterator[yaml.Node]:
    """Go over the collections in flow style."""
    if not isinstance(node, yaml.CollectionNode):
        return
    if node.flow_style:
        yield node
        return
    inner = [v for _k, v in node.value] if isinstance(node, yaml.MappingNode) else node.value
    for value in inner:
        yield from in_flow(value)


def of_document(text: str) -> list[str]:
    """Return what a document of YAML has of prose in flow style."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    return [
        text[node.start_mark.index : node.end_mark.index]
        for node in in_flow(root)
        if has_prose(node)
    ]


def of_text(text: str) -> list[str]:
    """Return what any text has of it: brackets that YAML can read, and in which prose stands."""
    found = []
    last = 0
    for match in BEGINS.finditer(text):
        start = match.end()
        if start < last:
            continue
        # YAML says itself where what opens here is closed.
        closed = (m.end() for m in re.finditer(r"[\]}]", text[start : start + 600]))
        for end in closed:
            try:
                node = yaml.compose(text[start : start + end], Loader=yaml.SafeLoader)
            except yaml.YAMLError:
                continue
            last = start + end
            if node is not None and has_prose(node):
                found.append(text[start:last])
            break
    return found


def of_page(text: str, name: str) -> list[str]:
    """Return what a page has of it, in its examples and in what it says."""
    blocks = examples(text, name)
    found = [one for block in blocks if not block.note.get("shows") for one in of_block(block)]
    spoken = re.sub(r"^(`{3,})[^`]*?^\1$", "", text, flags=re.MULTILINE | re.DOTALL)
    return [*found, *(one for code in CODE.findall(spoken) for one in of_text(code))]


def of_block(block: Example) -> list[str]:
    """Return what a block of a page has of it."""
    if block.language == "yaml":
        return of_document(block.body)
    if block.language == "toml":
        return [one for text in texts(tomllib.loads(block.body)) for one in of_text(text)]
    return of_text(block.body) if "interventions:\n" in block.body else []


def texts(data: Any) -> Iterator[str]:
    """Go over all texts in what a file of TOML holds."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for inner in data.values() if isinstance(data, dict) else data:
            yield from texts(inner)


def test_flow_style_with_prose_is_seen() -> None:
    """And that with terms, numbers and keys is not."""
    for text in (
        "a: {goal: Less pain}",
        "a: {name: Walk}",
        "a: [Talk in groups, call]",
        "- {what: Pace, why: 'Fitness differs'}",
        "a:\n  {b: 1,\n   c: two words}",
        "# a: {b: two words}",
    ):
        assert of_text(text), text
        assert text.startswith("#") or of_document(text), text
    for text in (
        "a: {times: 1, per: P1W}",
        "a: [nurse, physician]",
        "a: {about: tidier/why, page: '4'}",
        "a: {registry: ISRCTN, id: ISRCTN10043328}",
        "a:\n  b: Two words, and more",
    ):
        assert not of_text(text), text
        assert not of_document(text), text


@pytest.mark.parametrize("name", ["README.md", "SECURITY.md", "CONTRIBUTING.md", *PAGES])
def test_pages(name: str) -> None:
    """Those of the documentation, of the bundled plugins and of the specifications."""
    assert of_page((ROOT / name).read_text(encoding="utf-8"), name) == []


def test_each_slip_of_the_page_is_shown_with_its_finding() -> None:
    """No file stands there that no command checks, and no check without what it prints."""
    blocks = examples((ROOT / "docs/guide/yaml.md").read_text(encoding="utf-8"), "yaml.md")
    slips = {block.caption for block in blocks if block.note.get("shows")}
    checked = [
        (name, command.shown)
        for block in blocks
        if block.language == "console"
        for command in commands(block)
        for name in re.findall(r"\S+\.intspec\.yaml", command.text)
        if command.text.startswith("intspec check ")
    ]
    assert len(slips) > 8
    assert slips <= {name for name, _shown in checked}
    for name, shown in checked:
        assert shown, name
        assert re.match(r"(error|warning): .* \[intspec/[\w-]+\]$", shown[0]), name


def test_specifications_and_templates() -> None:
    """What is there to be copied from."""
    for path in (ROOT / "specs").rglob("*.yaml"):
        assert of_document(path.read_text(encoding="utf-8")) == [], path
    for path in (BUNDLED / "intspec_kit" / "templates").iterdir():
        if path.name.endswith((".yaml.jinja", ".toml.jinja", ".md.jinja")):
            assert of_text(path.read_text(encoding="utf-8")) == [], path


def test_words_of_checklists() -> None:
    """Every text of every checklist: what is asked, why, examples and remedies."""
    for path in BUNDLED.rglob("*.toml"):
        for text in texts(tomllib.loads(path.read_text(encoding="utf-8"))):
            assert of_text(text) == [], path


def test_what_init_writes(tmp_path: Path) -> None:
    """Alone, and item by item for each checklist."""
    intspec("init", "x.intspec.yaml", "--from-checklist", "tidier", cwd=tmp_path)
    assert of_text((tmp_path / "x.intspec.yaml").read_text(encoding="utf-8")) == []
    for name in shared_registry().checklist_ids:
        checklist = shared_registry().checklist(name)
        assert checklist is not None
        assert of_text("\n".join(init._walk(checklist))) == [], name  # noqa: SLF001


def test_what_import_writes() -> None:
    """Drafts of the forms that are here, and whatever else is written as YAML."""
    for path in (ROOT / "specs").rglob("*.yaml"):
        data = read_bytes(path.read_bytes(), path=path.name).data
        text = write_yaml(data, {})
        assert of_document(text) == [], path
        assert read_bytes(text.encode(), path=path.name).data == data
    registry = shared_registry()
    forms = [*(ROOT / "tests" / "data" / "forms").glob("*.docx")]
    for path in forms:
        drafted = draft(read_filled(str(path), registry), path.stem).text()
        assert of_document(drafted) == of_text(drafted) == [], path
    assert forms


def explained() -> Iterator[tuple[str, str | None]]:
    """Go over what can be explained: checklists with items and parts, rules, keys."""
    registry = shared_registry()
    for name in registry.checklist_ids:
        checklist = registry.checklist(name)
        assert checklist is not None
        yield name, None
        yield from ((name, item.number) for item in checklist.items)
        yield from ((part.rule, None) for _item, part in checklist.all_parts())
    yield from ((name, None) for name in (*registry.rules, *fixed_rules()))
    keys = every_key(registry.extensions)
    yield from ((written(place), None) for key in keys for place in key.places[:1])


def test_what_explain_prints() -> None:
    """Of every checklist, item, part, rule and key."""
    names = [*explained()]
    assert len(names) > 700
    for name, number in names:
        text = "\n".join(explain._find(shared_registry(), name, number))  # noqa: SLF001
        assert of_text(text) == [], (name, number)


def test_remedies_of_rules() -> None:
    """Those of all cases."""
    hints = {found.hint for case in CASES[::3] for found in case.report().apart()}
    assert len(hints) > 80
    assert [one for hint in sorted(hints) for one in of_text(hint)] == []


def test_remedies_of_the_schema() -> None:
    """For prose, a list of it and a block of it, wherever it does not belong."""
    wrong = ("Some words on it", ["Walking in groups", "Talk, with tea"], {"Walking Group": "Talk"})
    hints = {p.hint for path in FIELDS[::3] for v in wrong for p in problems(SCHEMA, put(path, v))}
    for name, words in WORDS.items():
        made = (with_key(PLACES_OF_RECORDS[name], word, UNDER[1]) for word in words[::3])
        hints.update(p.hint for data in made for p in problems(SCHEMA, data))
    assert len(hints) > 150
    assert [one for hint in sorted(hints) for one in of_text(hint)] == []
