"""A rule: one check with an id, its documentation, and the subject that it is given.

The rules that come with intspec are in `intspec.rules.builtin`, which nothing here imports.
"""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, Optional, TypeVar

import attrs

from intspec.diagnostics import Finding, Path, Severity
from intspec.lazy import frozen
from intspec.model import Arm, Specification, Stage
from intspec.rules.once import Once
from intspec.text.docstrings import WITHOUT, docstring

if TYPE_CHECKING:
    from intspec.vocabularies import Vocabulary

T = TypeVar("T")
Scope = Literal["study", "arm", "modification"]

#: The headings of a rule's documentation, in order.
HEADINGS = ("What it checks", "Why it matters", "Example", "Instead", "Reference")


@frozen
class Subject:
    """What a rule is given: nothing else may decide what it says.

    Attributes:
        spec: The whole specification, frozen.
        stage: The stage in force, which the command line may set.
        arm_key: Key of the arm, for rules of scope arm.
        arm: The arm itself.
        index: Number of the modification within the arm, for rules of scope modification.
        vocabularies: The vocabularies at hand by id, read when asked for; None for one whose
            file cannot be used.
        settings: What users have set of plugins; `options` looks it up.
        kept: What was worked out for all subjects of the specification; `once` looks it up.
    """

    spec: Specification
    stage: Stage
    arm_key: str | None = None
    arm: Arm | None = None
    index: int | None = None
    vocabularies: Mapping[str, Optional["Vocabulary"]] = attrs.field(
        default=MappingProxyType({}), repr=False
    )
    settings: Mapping[type, Any] = attrs.field(default=MappingProxyType({}), repr=False)
    kept: Once = attrs.field(factory=Once, eq=False, repr=False)

    @property
    def path(self) -> Path:
        """The place of the subject, from the root of the document."""
        if self.arm_key is None:
            return ()
        if self.index is None:
            return ("interventions", self.arm_key)
        return ("interventions", self.arm_key, "modifications", "entries", self.index)

    def extension(self, name: str, kind: type[T]) -> T | None:
        """Return the fields of a plugin, or None if the document has none.

        Args:
            name: The key under `extensions`.
            kind: The record that the plugin declared for it: that of the study, or that of an arm.
        """
        holders = (self.spec,) if self.arm is None else (self.arm, self.spec)
        fields = (holder.extensions.get(name) for holder in holders)
        return next((one for one in fields if isinstance(one, kind)), None)

    def options(self, kind: type[T]) -> T:
        """Return what users have set of a plugin in `[plugin.NAME]`, or the defaults.

        Args:
            kind: The class of options that the plugin declared.
        """
        found = self.settings.get(kind)
        return found if isinstance(found, kind) else kind()

    def once(self, function: Callable[[Specification], T]) -> T:
        """Return what a function makes of the specification, made once for all its subjects.

        A rule that is asked of each arm and looks at a list of the whole document, such as its
        declarations, indexes it by that: gone over for each arm, it would cost the square.

        Args:
            function: A function of the module, so that it is the same each time. What it returns
                is given to later subjects as it is: nothing changes it.
        """
        return self.kept.made(function, self.spec)

    def at(self, *steps: str | int) -> Path:
        """Return the path that leads from the subject by the given steps."""
        return (*self.path, *steps)


@frozen
class DoesNotApply:
    """What a rule yields, alone, when the subject has nothing that it could check.

    Attributes:
        reason: Why, in one line.
    """

    reason: str


@frozen
class Holds:
    """What a rule yields beside findings, for each thing it was asked of that holds what it asks.

    Something is stated then, and the item is told as partial. A rule that finds nothing need not
    yield it.
    """


RuleFunction = Callable[[Subject], Iterable[Finding | DoesNotApply | Holds]]


@frozen
class Rule:
    """One check.

    Attributes:
        id: `<checklist or plugin>/<name>`; for ever.
        summary: One line.
        severity: The severity of its findings where they name none.
        scope: Whether it runs once for the study or once for each arm.
        function: Receives a `Subject` and yields findings.
        waivable: Whether a declaration may answer it.
        documentation: Text under each of `HEADINGS`.
        aliases: Earlier ids.
    """

    id: str
    summary: str
    severity: Severity
    scope: Scope
    function: RuleFunction
    waivable: bool = True
    documentation: Mapping[str, str] = attrs.field(factory=dict)
    aliases: tuple[str, ...] = ()

    @property
    def namespace(self) -> str:
        """The checklist or plugin that the rule belongs to."""
        return self.id.partition("/")[0]


def rule(
    rule_id: str,
    *,
    severity: Severity = "error",
    scope: Scope = "arm",
    waivable: bool = True,
    aliases: tuple[str, ...] = (),
) -> Callable[[RuleFunction], Rule]:
    """Make a rule of a function.

    The first line of the function's docstring is the rule's summary; the rest is its
    documentation, under the headings of `HEADINGS`, each written as `## What it checks`.

    Args:
        rule_id: `<checklist or plugin>/<name>`.
        severity: The severity of findings that name none.
        scope: Whether it runs once for the study, for each arm or for each modification.
        waivable: Whether a declaration may answer it.
        aliases: Earlier ids.

    Returns:
        A decorator that replaces the function by a `Rule`.

    Raises:
        ValueError: The id is malformed, or the docstring is missing or has unknown headings.
    """

    def decorate(function: RuleFunction) -> Rule:
        words = docstring(function)
        if (
            not words and sys.flags.optimize >= WITHOUT
        ):  # Python has left it out, and the source too
            words = rule_id
        return Rule(
            id=check_id(rule_id),
            summary=summary_of(rule_id, words),
            severity=severity,
            scope=scope,
            function=function,
            waivable=waivable,
            documentation=MappingProxyType(Documentation(rule_id, words)),
            aliases=aliases,
        )

    return decorate


def check_id(rule_id: str) -> str:
    """Return the id if it is well formed.

    Raises:
        ValueError: It is not `<namespace>/<name>` in lower-case letters, digits and hyphens.
    """
    namespace, slash, name = rule_id.partition("/")
    for part in (namespace, name):
        words = part.split("-")
        if not slash or not all(w.isascii() and w.isalnum() and w == w.lower() for w in words):
            message = f"`{rule_id}` is not a rule id: write `<checklist>/<name>` in lower case"
            raise ValueError(message)
    return rule_id


def summary_of(rule_id: str, docstring: str) -> str:
    """Return the first line of a docstring, and look at its headings.

    Raises:
        ValueError: There is no docstring, or it has a heading that is not in `HEADINGS`.
    """
    if not docstring.strip():
        message = f"the rule `{rule_id}` has no docstring: its first line is the rule's summary"
        raise ValueError(message)
    summary, _, rest = docstring.strip().partition("\n")
    after = [part.partition("\n")[0].strip() for part in rest.split("## ")[1:]]
    if not set(HEADINGS).issuperset(after):
        sections(rule_id, docstring)
    return summary.strip()


class Documentation(Mapping[str, str]):
    """The text under each heading of a docstring, split when it is asked for: a check asks none.

    Args:
        rule_id: The rule.
        docstring: Its docstring, whose headings are known.
    """

    def __init__(self, rule_id: str, docstring: str) -> None:
        self._rule_id = rule_id
        self._docstring = docstring

    @cached_property
    def _sections(self) -> dict[str, str]:
        return sections(self._rule_id, self._docstring)

    def __getitem__(self, heading: str) -> str:
        return self._sections[heading]

    def __iter__(self) -> Iterator[str]:
        return iter(self._sections)

    def __len__(self) -> int:
        return len(self._sections)


def sections(rule_id: str, docstring: str) -> dict[str, str]:
    """Return the text under each heading of a docstring.

    Raises:
        ValueError: It has a heading that is not in `HEADINGS`.
    """
    lines = docstring.strip().splitlines()
    indents = [len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()]
    margin = min(indents, default=0)
    found: dict[str, list[str]] = {}
    current: list[str] = []
    for line in (text[margin:] for text in lines[1:]):
        if line.startswith("## "):
            heading = line[3:].strip()
            if heading not in HEADINGS:
                message = f"the rule `{rule_id}` has an unknown heading `{heading}`"
                raise ValueError(message)
            current = found.setdefault(heading, [])
        else:
            current.append(line)
    return {name: "\n".join(text).strip() for name, text in found.items()}
