"""`intspec explain`: a rule, an item, a checklist or a key of specifications in full."""

import re
import textwrap
from collections.abc import Iterator
from itertools import chain

import click

from intspec.checklists import Checklist, Item, PartOf
from intspec.checklists.crosswalk import related
from intspec.cli.common import checklist_id, report_failures, say
from intspec.cli.explain_key import key_lines
from intspec.cli.options import GroupedCommand
from intspec.cli.paragraphs import section, wrapped
from intspec.cli.project import Projects, project_options
from intspec.cli.vocabularies import vocabulary_option
from intspec.plugins import Registry
from intspec.reading.fixed_rules import fixed_rules
from intspec.reporters.text import IN_PART
from intspec.rules import HEADINGS, Rule
from intspec.schema.every_key import every_key, keys_holding, keys_named, keys_with_term, written
from intspec.states import DECLARED_STATES, ITEM_STATES
from intspec.text.names import did_you_mean
from intspec.text.wording import some_of
from intspec.vocabularies import VocabularyError, term_lines, vocabulary_lines

EPILOG = """\b
Examples:
  intspec explain tidier
  intspec explain tidier 3
  intspec explain tidier/materials-access
  intspec explain intspec/schedule-arithmetic
  intspec explain CONSORT 13
  intspec explain not-found
  intspec explain session_length
  intspec explain interventions.*.procedures.*.mode
  intspec explain bcttv1:1.1"""
#: A checklist and an item in one word: `CONSORT 2025 24a`, `tidier materials`, `tidier3`.
IN_ONE_WORD = re.compile(r"(.*\S)\s+(\S+)|(.*[^\s\d-])(\d+[a-zA-Z]?)")
OF_A_CHECKLIST = "name the one that it is of: `intspec explain tidier 3`"
#: How many places of a key are named beside something else of its name.
PLACES = 3


@click.command(cls=GroupedCommand, epilog=EPILOG)
@click.argument("name")
@click.argument("number", required=False)
@vocabulary_option
@project_options
def command(name: str, number: str | None, vocabularies: tuple[str, ...]) -> int:
    """Explain what is asked, why it matters, what a good answer is, and what to write instead.

    NAME is a rule or part (`tidier/materials-access`), an item (`tidier/materials`, or `tidier 3`),
    a checklist (`tidier`), a state (`not-found`), a vocabulary (`bcttv1`), a term of it
    (`bcttv1:1.1`), or a key of specifications (`session_length`; `providers.training.content`
    where several have the name). What is a key and something else is explained as that, and the
    key is named at the end. Names of guidelines are taken as reports show them, too (`CONSORT 13`),
    and with or without a blank (`tidier3`).
    """
    registry = Projects(vocabularies).of().registry
    whole = _checklist_id(registry, name) in registry.checklist_ids
    if number is None and not whole and (match := IN_ONE_WORD.fullmatch(name.strip())):
        first, last = (group for group in match.groups() if group)
        # What is written without a blank may be something else, such as `spirit2025`.
        is_checklist = _checklist_id(registry, first) in registry.checklist_ids
        if is_checklist and (match[1] or _has_item(registry, first, last)):
            name, number = first, last
    lines = [*_find(registry, name, number)]
    say("\n".join([*lines, *_as_key_too(registry, name, number)]))
    return report_failures(registry)


def _find(registry: Registry, name: str, number: str | None) -> Iterator[str]:
    namespace, _, rest = name.partition("/")
    namespace = _checklist_id(registry, namespace)
    name = f"{namespace}/{rest}" if rest else namespace
    if namespace in registry.checklist_ids:
        checklist = registry.checklist(namespace)
        if checklist is None:
            message = f"the checklist `{namespace}` failed to load; see `intspec plugins`"
            raise click.UsageError(message)
        wanted = number or rest
        if not wanted:
            return _checklist(checklist)
        for item in checklist.items:
            if _is_called(item, wanted):
                return _item(registry, checklist, item)
        for item, part in checklist.all_parts():
            if name in (part.rule, f"{checklist.id}/{part.part.id}"):
                return _part(registry, checklist, item, part)
        known = [i.id for i in checklist.items] + [p.part.id for _i, p in checklist.all_parts()]
        if not any(
            name in (candidate.id, *candidate.aliases) for candidate in registry.rules.values()
        ):
            message = f"{namespace} has no item or part `{wanted}`; {did_you_mean(wanted, known)}"
            if number or wanted.isdigit():
                numbers = [i.number for i in checklist.items]
                title = checklist.file.title
                message = f"there is no item {wanted}: {title} has the items {_numbers(numbers)}"
            raise click.UsageError(message)
    rule = registry.rules.get(name) or next(
        (candidate for candidate in registry.rules.values() if name in candidate.aliases), None
    )
    if rule is not None:
        return _rule(rule)
    return _word(registry, name, number)


def _word(registry: Registry, name: str, number: str | None) -> Iterator[str]:
    """Explain what is neither of a checklist nor a rule: a vocabulary, a state, a finding."""
    prefix, _colon, code = name.partition(":")
    if prefix.lower() in registry.vocabulary_ids:
        return _vocabulary(registry, prefix.lower(), code)
    states = list(_state_lines(f"{name} {number}" if number else name))
    if states:
        return _state(name, states)
    fixed = fixed_rules()
    if name in fixed:
        severity, summary = fixed[name]
        return iter((f"{name} ({severity})", "", summary))
    keys = every_key(registry.extensions)
    if found := keys_named(f"{name} {number}" if number else name, keys):
        return key_lines(found, registry.extensions)
    if found := keys_with_term(f"{name} {number}" if number else name, keys):
        return chain(("A term of this key:", ""), key_lines(found, registry.extensions))
    known = [*registry.checklist_ids, *registry.rules, *fixed, *registry.vocabulary_ids]
    known += [*ITEM_STATES, *DECLARED_STATES, *(key.name for key in keys)]
    if "." in name:
        if found := keys_holding(name, keys):
            return key_lines(found, registry.extensions)
        known += [written(place) for key in keys for place in key.places]
    if number and name in known:
        message = f"`{number}` is no item of `{name}`, which is no checklist; {OF_A_CHECKLIST}"
        raise click.UsageError(message)
    message = (
        f"there is no rule, item, checklist, vocabulary or key `{name}`; "
        f"{did_you_mean(name, known)}"
    )
    raise click.UsageError(message)


def _as_key_too(registry: Registry, name: str, number: str | None) -> Iterator[str]:
    """Name the key that has the name of something else that was explained."""
    known = name in registry.checklist_ids or any(_state_lines(name))
    if known and not number and (found := keys_named(name, every_key(registry.extensions))):
        yield ""
        places = some_of([f"`intspec explain {written(key.places[0])}`" for key in found], PLACES)
        yield from wrapped(f"It is a key of specifications, too: {places}", "")


def _has_item(registry: Registry, name: str, item: str) -> bool:
    """Tell whether a checklist that there is has an item of a number."""
    checklist = registry.checklist(_checklist_id(registry, name))
    return checklist is not None and any(_is_called(one, item) for one in checklist.items)


def _is_called(item: Item, name: str) -> bool:
    """Tell whether an item has a number or id, in letters of either case."""
    return name.casefold() in (item.number.casefold(), item.id)


def _checklist_id(registry: Registry, name: str) -> str:
    return name if name == "intspec" else checklist_id(registry, name) or name


def _state_lines(name: str) -> Iterator[tuple[str, str]]:
    """Explain a state.

    Args:
        name: A word as reports or declarations write it: `not-found`, `not reported`.

    Yields:
        A heading and its text; nothing if the word is no state.
    """
    key = "-".join(name.lower().replace("(declared)", "").replace("-", " ").split())
    for item_state, kind in ITEM_STATES.items():
        if item_state == key:
            yield "As the state of an item in reports", kind.meaning
    for declared, declared_kind in DECLARED_STATES.items():
        if declared == key:
            yield "As the state of a declaration", declared_kind.meaning


def _state(name: str, states: list[tuple[str, str]]) -> Iterator[str]:
    yield name
    for heading, text in states:
        yield from section(heading, text)


def _numbers(numbers: list[str]) -> str:
    """Write numbers of items: as a range where none is left out."""
    if len(numbers) > 2 and numbers == [str(n + 1) for n in range(len(numbers))]:  # noqa: PLR2004
        return f"1 to {numbers[-1]}"
    return ", ".join(numbers)


def _vocabulary(registry: Registry, name: str, code: str) -> Iterator[str]:
    vocabulary = registry.vocabulary(name)
    if vocabulary is None:
        message = f"the vocabulary `{name}` failed to load; see `intspec plugins`"
        raise click.UsageError(message)
    if not code:
        return vocabulary_lines(vocabulary)
    try:
        return term_lines(vocabulary, vocabulary.term(code))
    except VocabularyError as error:
        raise click.UsageError(str(error)) from None


def _checklist(checklist: Checklist) -> Iterator[str]:
    file = checklist.file
    yield f"{file.title} {file.version}" + (f": {file.name}" if file.name else "")
    yield ""
    for item in checklist.items:
        number = item.number + IN_PART * bool(item.not_asked)
        yield f"  {number:>3}  {item.title}  [{checklist.id}/{item.id}]  {_asked(checklist, item)}"
    if partly := [item.number for item in checklist.items if item.not_asked]:
        yield ""
        yield (
            f"  {IN_PART} asked in part: {', '.join(partly)}: "
            f"`intspec explain {checklist.id} {partly[0]}`"
        )
    yield from _reference(checklist)
    for left in file.leaves_out:
        yield from wrapped(f"Left out: {left}")
    yield from section("How it was verified", file.verified)
    yield ""
    yield f"`intspec explain {checklist.id} {checklist.items[0].number}` explains one item."


def _asked(checklist: Checklist, item: Item) -> str:
    """Say how many parts of an item are required, and how many recommended."""
    levels = [part.part.level for part in checklist.parts[item.id]]
    counts = [f"{n} {level}" for level in ("required", "recommended") if (n := levels.count(level))]
    return ", ".join(counts) or f"as {item.delegates} asks"


def _elsewhere(registry: Registry, checklist: Checklist, item: Item) -> str:
    """Name the items of other installed guidelines that ask about the same."""
    lines = []
    for name in registry.checklist_ids:
        other = registry.checklist(name)
        if other is None or other.id == checklist.id:
            continue
        lines += [
            f"{other.file.title} {i.number}, {i.title}  [{other.id}/{i.id}]"
            for i in other.items
            if related(checklist, item, other, i)
        ]
    return "\n".join(lines)


def _item(registry: Registry, checklist: Checklist, item: Item) -> Iterator[str]:
    yield f"{checklist.file.title} {item.number}  {item.title}  [{checklist.id}/{item.id}]"
    if item.asks:
        yield ""
        yield from wrapped(item.asks)
    yield from section("Why it matters", item.why)
    yield ""
    yield "What is checked"
    for part in checklist.parts[item.id]:
        level = "" if part.part.level == "required" else " (recommended)"
        yield f"  {part.rule}{level}"
        yield from wrapped(part.part.asks, "      ")
    if item.delegates:
        yield f"  all of {item.delegates}, for the experimental arms"
    yield from section("Not asked here", "\n".join(item.not_asked))
    if item.stages:
        yield ""
        yield f"Asked at the stages: {', '.join(item.stages)}."
    yield from section("Asked elsewhere too", _elsewhere(registry, checklist, item))
    examples = [p.part for p in checklist.parts[item.id] if p.part.example]
    if examples:
        yield from section("Example", "\n".join(str(p.example) for p in examples))
    for yaml in dict.fromkeys(p.part.yaml for p in checklist.parts[item.id] if p.part.yaml):
        yield from _yaml(yaml)
    yield from _reference(checklist)
    yield from section("How it was verified", checklist.verified(item))


def _yaml(text: str) -> Iterator[str]:
    """Show how something stands in a specification."""
    yield ""
    yield "In the specification"
    yield textwrap.indent(text.strip("\n"), "    ")


def _users(registry: Registry, checklist: Checklist, part: PartOf) -> str:
    """Name the items of other installed guidelines that use a part."""
    users = []
    for name in registry.checklist_ids:
        other = registry.checklist(name)
        if other is not None and other.id != checklist.id:
            users += [
                f"{other.file.title} {i.number}, {i.title}  [{other.id}/{i.id}]"
                for i, used in other.all_parts()
                if used.rule == part.rule and i is not part.home
            ]
    return "\n".join(users)


def _part(registry: Registry, checklist: Checklist, item: Item, part: PartOf) -> Iterator[str]:
    words = part.part
    yield f"{part.rule}  ({checklist.file.title} {item.number}, {item.title}; {words.level})"
    yield from section("What it checks", words.asks)
    yield from section("Why it matters", words.why or item.why)
    yield from section("Example", words.example)
    if words.yaml:
        yield from _yaml(words.yaml)
    yield from section("Instead", words.instead)
    yield from section("Asked elsewhere too", _users(registry, checklist, part))
    yield "  A declaration answers it too, and its reason is printed in every form:"
    yield "    declarations:"
    yield f"      - about: {part.rule}"
    advised = (state for state in DECLARED_STATES if f" as {state}" in (words.instead or ""))
    yield f"        state: {next(advised, 'not-applicable')}"
    yield "        reason: <why>"
    own = ", ".join(state for state, kind in DECLARED_STATES.items() if not kind.by_others)
    others = ", ".join(state for state, kind in DECLARED_STATES.items() if kind.by_others)
    yield f"  (states: {own}; {others} if described by others)"
    if words.roles or item.roles:
        yield ""
        yield f"Asked of the roles: {', '.join(words.roles or item.roles)}."
    rule = registry.rules.get(words.rule or "")
    if rule is not None:
        yield ""
        yield f"Decided by the rule {rule.id}: {rule.summary}"
        # The part has words of its own under the other headings.
        yield textwrap.indent(rule.documentation.get("What it checks", ""), "  ")
    yield from _reference(checklist)


def _rule(rule: Rule) -> Iterator[str]:
    yield f"{rule.id}  ({rule.severity})"
    yield ""
    yield from wrapped(rule.summary)
    for heading in HEADINGS:
        text = rule.documentation.get(heading)
        if text:
            yield ""
            yield heading
            yield textwrap.indent(text, "  ")
    if not rule.waivable:
        yield ""
        yield "It cannot be answered by a declaration."


def _reference(checklist: Checklist) -> Iterator[str]:
    file = checklist.file
    yield from section("Reference", file.citation + (f" doi:{file.doi}" if file.doi else ""))
    if file.wording == "own":
        yield "  The words here are intspec's own, not the guideline's."
