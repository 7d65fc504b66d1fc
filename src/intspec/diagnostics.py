"""What checking says: findings, diagnostics, outcomes, item states, and the report of a run."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Literal

from intspec.lazy import frozen
from intspec.states import ItemStateName

Severity = Literal["error", "warning", "note"]
Path = tuple[str | int, ...]

#: Severities, the gravest first.
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")

OutcomeName = Literal[
    "passed", "failed", "did-not-apply", "declared", "not-yet", "blocked", "crashed"
]


def pointer(path: Sequence[str | int]) -> str:
    """Write a path as a JSON Pointer (RFC 6901)."""
    return "".join(["/" + str(step).replace("~", "~0").replace("/", "~1") for step in path])


def pointer_steps(text: str) -> list[str]:
    """Read the steps of a JSON Pointer, which `pointer` writes."""
    return [step.replace("~1", "/").replace("~0", "~") for step in text.split("/")[1:]]


@frozen
class Finding:
    """What a rule says of a specification.

    Attributes:
        message: The defect, in one line that stands alone.
        path: Where it is, from the root of the document.
        hint: What mends it.
        severity: The severity where it differs from the rule's.
        target: The key of the one thing it is about, such as one provider; a declaration may
            name it.
        at: Whether the finding stands at the key or at the value of `path`.
        cause: What is missing, where `path` ends before it: findings of several guidelines that
            have one cause are told as one.
    """

    message: str
    path: Path = ()
    hint: str = ""
    severity: Severity | None = None
    target: str | None = None
    at: Literal["key", "value"] = "key"
    cause: Path = ()


@frozen
class ItemRef:
    """An item of a checklist, as a diagnostic names it; `label` is the checklist's short name."""

    checklist: str
    number: str
    item: str
    label: str = ""
    arm: str | None = None


@frozen
class Override:
    """Another severity for what one rule finds, as a project's settings give it.

    Attributes:
        severity: The severity in place of the rule's own.
        reason: Why.
        source: Where it is set: file and line.
    """

    severity: Severity
    reason: str
    source: str


@frozen
class Overridden:
    """That a finding's severity was changed by a project's settings.

    Attributes:
        was: The severity that it would have had.
        reason: Why it was changed.
        source: Where it is set: file and line.
    """

    was: Severity
    reason: str
    source: str


@frozen
class Diagnostic:
    """A finding placed in the file. Lines and columns count from 1, columns in characters.

    Attributes:
        rule: Id of the rule.
        severity: error, warning or note.
        message: The defect, in one line that stands alone.
        hint: What mends it.
        pointer: JSON Pointer to the place; it need not exist in the document.
        items: The checklist items it leaves open.
        arm: Key of the arm it is about, if it is about one.
        declared: The reason given by the declaration that covers it, if one does.
        also: Ids of other rules that found the same gap.
        place: The place in words, in a form that has no lines: `table 1, row 9, item 5`.
        overridden: How the project's settings changed its severity, if they did.
        more: JSON Pointers to further places with a finding of this kind, where there are so many
            that they are told in one.
        parts: The findings that it stands for, where several with one cause are told as one.
    """

    rule: str
    severity: Severity
    message: str
    hint: str
    pointer: str
    line: int
    column: int
    end_line: int
    end_column: int
    items: tuple[ItemRef, ...] = ()
    arm: str | None = None
    declared: str | None = None
    also: tuple[str, ...] = ()
    place: str = ""
    overridden: Overridden | None = None
    more: tuple[str, ...] = ()
    parts: tuple["Diagnostic", ...] = ()

    def at(self, path: str) -> str:
        """Write where it is, for people: the file, and the line and column or the place."""
        if self.place:
            return f"{path}: {self.place}"
        return f"{path}:{self.line}:{self.column}"


@frozen
class Outcome:
    """What became of one rule on one subject.

    Attributes:
        rule: Id of the rule.
        arm: Key of the arm, or None for the whole study.
        state: passed, failed, did-not-apply, declared, not-yet, blocked or crashed.
        findings: How many findings it gave.
        reason: Why it did not run, if it did not.
    """

    rule: str
    arm: str | None
    state: OutcomeName
    findings: int = 0
    reason: str = ""


@frozen
class ItemState:
    """The verdict on one item and one subject.

    Attributes:
        checklist: Id of the checklist.
        number: The guideline's printed number.
        item: Id of the item within the checklist.
        title: Short label.
        scope: study, arm or modification.
        arm: Key of the arm, or None for the whole study.
        modification: Number of the modification in the arm, from 1, for items about modifications.
        state: The verdict.
        declared: Whether a declaration touched it.
        located: Whether the document names a place where it is reported.
        content_checked: Whether what is reported was looked at, and not only where: not so in a
            form of places, and in a document that holds only places.
        reason: The reasons of the declarations that touched it, or why it was not judged.
        declared_state: The state that the declaration gives, such as not-found.
        not_asked: What the guideline asks under the item and the checklist does not.
    """

    checklist: str
    number: str
    item: str
    title: str
    scope: str
    arm: str | None
    state: ItemStateName
    declared: bool = False
    located: bool = False
    content_checked: bool = True
    reason: str = ""
    declared_state: str = ""
    modification: int | None = None
    not_asked: tuple[str, ...] = ()

    @property
    def only_located(self) -> bool:
        """Whether it counts as reported by its place alone."""
        return self.state == "reported" and not self.content_checked


@frozen
class ArmSummary:
    """An arm as a report names it."""

    key: str
    name: str
    role: str


@frozen
class FileReport:
    """All that checking one file gave.

    Attributes:
        path: The file as the user named it.
        title: Title of the specification, empty if it could not be read.
        short: Acronym or id, empty if there is none.
        stage: Stage that the document states.
        stage_in_force: Stage that it was judged at.
        checklists: The checklists it was held against: id, short title and version.
        readable: False if the file could not be read as a document at all.
        arms: The arms in order.
        items: One verdict per item and subject.
        diagnostics: In order of place.
        outcomes: One per rule and subject.
        lines: The source lines that diagnostics point at, by number.
        form: The format of a filled form, such as docx; empty for a specification.
        config: The settings file that was in force; empty if none was.
        lost: Whether checking it did not come to an end.
        recognised: By what a form was taken for that of a checklist: its id, and why.
        not_judged: What it claims and could not be held against, since a plugin failed or is off.
    """

    path: str
    title: str = ""
    short: str = ""
    schema: str = ""
    fictitious: bool = False
    stage: str = ""
    stage_in_force: str = ""
    checklists: tuple[tuple[str, str, str], ...] = ()
    readable: bool = True
    arms: tuple[ArmSummary, ...] = ()
    items: tuple[ItemState, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    lines: Mapping[int, str] = MappingProxyType({})
    form: str = ""
    config: str = ""
    lost: bool = False
    recognised: tuple[tuple[str, str], ...] = ()
    not_judged: tuple[str, ...] = ()

    def apart(self) -> Iterator[Diagnostic]:
        """Go over the findings, those that are told as one each by itself."""
        for diagnostic in self.diagnostics:
            yield from diagnostic.parts or (diagnostic,)

    def count(self, severity: Severity) -> int:
        """Count the findings of one severity."""
        return sum(1 + len(d.more) for d in self.diagnostics if d.severity == severity)


@frozen
class Failure:
    """Something of a plugin that did not work.

    Attributes:
        hook: What was called: load, a hook's name, or a rule's id.
        reason: What happened, in one line.
        file: The file being checked when it happened, if any.
    """

    hook: str
    reason: str
    file: str = ""


#: The hook of guidelines, whose files are read when all plugins are loaded.
GUIDELINES = "intspec_checklists"


@frozen
class PluginReport:
    """One plugin of the run, with its version and what failed in it.

    Attributes:
        name: Name of its entry point, or of its file.
        version: Version of its distribution; `local` for a file that settings name.
        distribution: The distribution it came with, or its file.
        failures: What of it did not work.
        provides: What it provides, in words.
        namespaces: What stands before the `/` of its rules' ids.
        off: By what it is switched off; empty if it is not.
    """

    name: str
    version: str
    distribution: str
    failures: tuple[Failure, ...] = ()
    provides: tuple[str, ...] = ()
    namespaces: tuple[str, ...] = ()
    off: str = ""


def causes_first(plugins: Iterable[PluginReport]) -> list[PluginReport]:
    """Return the plugins in which something failed, those first of which others are the sequel.

    What fails as a plugin is loaded comes before guidelines that cannot be read for want of it, and
    these before what fails on a file.
    """

    def stage(plugin: PluginReport) -> int:
        return min(2 if one.file else int(one.hook == GUIDELINES) for one in plugin.failures)

    return sorted((plugin for plugin in plugins if plugin.failures), key=stage)


@frozen
class RuleInfo:
    """What a report says of a rule that appears in it."""

    id: str
    summary: str
    severity: Severity


@frozen
class Summary:
    """What a report says of the whole run, when all files are done.

    Attributes:
        plugins: The plugins of the run, by name.
        rules: The rules that gave outcomes, by id.
        exit_code: 0, 1, 2 or 3.
        files: How many files there were.
        errors: How many errors were found in them.
        warnings: How many warnings.
        unread: How many of the files could not be read.
    """

    plugins: tuple[PluginReport, ...]
    rules: tuple[RuleInfo, ...]
    exit_code: int
    files: int
    errors: int
    warnings: int
    unread: int

    @property
    def failed(self) -> list[PluginReport]:
        """The plugins in which something failed, causes before what follows from them."""
        return causes_first(self.plugins)


#: Id, severity and summary of each.
STRUCTURAL: Mapping[str, tuple[Severity, str]] = {
    "intspec/not-checked": ("error", "Checking a file did not come to an end."),
    "intspec/unknown-key": ("error", "A key is not in the model."),
    "intspec/missing-key": ("error", "A key that every document needs is not there."),
    "intspec/wrong-type": ("error", "A value is of another type than its key takes."),
    "intspec/unknown-value": ("error", "A value is not one of those that its key takes."),
    "intspec/bad-value": ("error", "A value does not have the form that its key takes."),
    "intspec/bad-key": ("error", "A key in a catalogue is not lower-case words and hyphens."),
    "intspec/empty-value": ("error", "A key, list or block that must hold something is empty."),
    "intspec/too-few": ("error", "A list has fewer entries than it needs."),
    "intspec/unknown-checklist": ("error", "A claimed checklist is not installed."),
    "intspec/checklist-twice": ("warning", "A checklist is claimed twice."),
    "intspec/unknown-extension": ("note", "Fields of a plugin are kept that is not installed."),
    "intspec/no-checklist": ("note", "No checklist is claimed."),
    "intspec/made-for-people": ("note", "A policy is held against a checklist for people."),
    "intspec/unknown-item": ("error", "An item, part or rule is named that does not exist."),
    "intspec/arm-not-described": ("error", "Nothing is said of an arm but its name and role."),
    "intspec/text-cut": ("warning", "YAML ends a text too early: at ` #`, or at a comma."),
    "intspec/text-escaped": ("warning", "A backslash in double quotes gives another character."),
    "intspec/entries-joined": ("warning", "YAML joins entries of a list, whose marks are none."),
    "intspec/not-located": ("warning", "An item has no place in the primary paper named."),
    "intspec/declaration-unused": ("warning", "A declaration answers nothing."),
    "intspec/declaration-twice": ("error", "One thing is declared twice."),
    "intspec/declaration-contradicted": ("error", "Something declared absent is reported."),
    "intspec/form-blank": ("error", "An item of a filled form has no answer."),
    "intspec/form-no-reason": ("warning", "A form says that an item does not apply, and not why."),
    "intspec/form-partial": ("warning", "A form says that an item is reported in part."),
    "intspec/form-stage": ("note", "The title of a form says protocol: it is judged as one."),
    "intspec/form-taken": ("note", "A bare `no` in a form was taken for an answer."),
    "intspec/form-below": ("note", "What stands below labels was taken for answers."),
    "intspec/form-question": ("error", "An item of a form is marked with a question mark."),
    "intspec/form-doubt": ("error", "An answer in a form may not be what was meant."),
    "intspec/form-unclear": ("error", "An answer in a form says neither where nor what."),
    "intspec/form-gap": ("error", "A form says that an item is not reported."),
    "intspec/form-look": ("note", "An answer in a form may not be a place in a document."),
    "intspec/form-item-missing": ("error", "A form has no row for an item."),
    "intspec/form-item-twice": ("warning", "A form has two rows for one item."),
    "intspec/form-unknown-item": ("warning", "A form has a row for an item that is not known."),
    "intspec/form-not-recognised": ("error", "A form is for no guideline that is known."),
    "intspec/form-unreadable": ("error", "A file cannot be read as a form."),
    "intspec/declaration-not-allowed": ("error", "A declaration on what cannot be waived."),
}
#: The rules that say that something does not fit the schema.
UNFIT: frozenset[str] = frozenset(
    {
        "intspec/unknown-key",
        "intspec/missing-key",
        "intspec/wrong-type",
        "intspec/unknown-value",
        "intspec/bad-value",
        "intspec/bad-key",
        "intspec/empty-value",
        "intspec/too-few",
    }
)
