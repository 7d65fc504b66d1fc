"""Fields of plugins that are about one arm: typed, checked, shown and written like all others."""

import warnings
from collections.abc import Iterator
from typing import Any

import pytest

from intspec import (
    Arm,
    Error,
    Extension,
    Finding,
    Specification,
    Subject,
    editable,
    edited,
    extension,
    key,
    load,
    load_registry,
    record,
    rule,
    setting,
)
from intspec.api import check_bytes, check_text
from intspec.rules.model_places import stray
from intspec.rules.paths import PathError, resolve
from intspec.testing import render
from intspec.views.plain_records import describe_plainly
from intspec_bundled.peer_support.fields import PeerSupport, PeerSupportOfArm
from strangers import host, stranger

SPEC = """\
intspec: "1.0"
id: walking
title: Walking with peers (a fictitious trial)
stage: protocol
fictitious: true
checklists: [peer-support]
providers:
  peer: {kind: peer worker}
interventions:
  pairs:
    role: experimental
    name: Walking in pairs
    providers: [peer]
    extensions:
      peer-support: {peer_workers: [peer]}
  usual:
    role: usual-care
    name: Care as usual
    extensions:
      peer-support: {contact: Two services had peer workers of their own.}
extensions:
  peer-support: {arms: [pairs]}
"""


@record
class TeaOfArm:
    """Tea in one arm."""

    cups: int | None = key("How many cups.", default=None)
    leaves: tuple[str, ...] = key("Which leaves.", default=())
    steeped: str | None = key("How long it stood.", default=None, form="duration")
    milk: bool | None = key("Whether milk was added.", default=None)
    taught_by: tuple[str, ...] = key("Keys of providers.", default=(), refers="providers")


@record
class Tea:
    """Tea."""

    kind: str | None = key("Which tea.", default=None)


@record
class Plain:
    """Fields of the study alone."""

    text: str | None = key("A text.", default=None)


FIELDS = {
    "tea": Extension("tea", Tea, of_arm=TeaOfArm),
    "plain": Extension("plain", Plain),
}


def found(spec: str) -> list[tuple[str, str]]:
    """Return what is found about fields and names: the rule and the place."""
    return [
        (one.rule, one.pointer)
        for one in check_text(spec).diagnostics
        if one.rule.startswith("intspec/")
    ]


#: A change of the specification, and what is then found.
CHANGES = {
    "nothing": ("pairs]", "pairs]", []),
    "a provider that is not there": (
        "workers: [peer]",
        "workers: [pear]",
        [
            (
                "intspec/unknown-provider",
                "/interventions/pairs/extensions/peer-support/peer_workers/0",
            )
        ],
    ),
    "an arm that is not there": (
        "arms: [pairs]",
        "arms: [pears]",
        [("intspec/unknown-arm", "/extensions/peer-support/arms/0")],
    ),
    "a misspelt key": (
        "contact:",
        "contakt:",
        [("intspec/unknown-key", "/interventions/usual/extensions/peer-support/contakt")],
    ),
    "a misspelt plugin": (
        "peer-support: {contact",
        "per-support: {contact",
        [("intspec/unknown-extension", "/interventions/usual/extensions/per-support")],
    ),
    "a placeholder": (
        "Two services had peer workers of their own.",
        "TBC",
        [("intspec/placeholder", "/interventions/usual/extensions/peer-support/contact")],
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_fields_of_an_arm_are_checked_at_their_place(name: str) -> None:
    """Keys, references and texts, as in the rest of the document."""
    old, new, expected = CHANGES[name]
    assert old in SPEC
    assert found(SPEC.replace(old, new)) == expected


def test_fields_are_printed_as_those_of_the_model_are() -> None:
    """Lists as lists, lengths of time in words; a yes or no has the name of its field."""
    tea = TeaOfArm(cups=2, leaves=("Mint", "balm"), steeped="PT20M", milk=False)
    context: Any = None
    told = [(one.label, one.text) for one in describe_plainly(tea, context, ())]
    assert told == [
        ("Cups", "2."),
        ("Leaves", "Mint; balm."),
        ("Steeped", "20 minutes."),
        ("Milk", "No."),
    ]


def test_fields_that_a_plugin_has_of_the_study_alone_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """They are kept, and nothing reads them."""
    made = host(monkeypatch, stranger("plain", intspec_extensions=(Extension("plain", Plain),)))
    text = SPEC.replace("peer-support: {contact: Two services", "plain: {text: Two services")
    report = check_bytes(text.encode(), path="a.intspec.yaml", registry=made).report
    assert [
        (one.message, one.hint) for one in report.diagnostics if one.pointer.endswith("/plain")
    ] == [
        (
            "the fields of `plain` are kept, but it has none of an arm",
            "move them to `extensions:` of the whole specification",
        )
    ]


def test_a_rule_is_given_the_fields_of_its_arm(monkeypatch: pytest.MonkeyPatch) -> None:
    """And those of the study, by the class that it asks for."""

    @rule("tea/cups", severity="note")
    def cups(subject: Subject) -> Iterator[Finding]:
        """Tell the tea."""
        tea, of_arm = subject.extension("tea", Tea), subject.extension("tea", TeaOfArm)
        words = f"{tea and tea.kind}, {of_arm and of_arm.cups}"
        yield Finding(words, subject.at("extensions", "tea", "cups"), "drink")

    made = host(
        monkeypatch,
        stranger("tea", intspec_extensions=(FIELDS["tea"],), intspec_rules=(cups,)),
    )
    text = SPEC.replace("[peer-support]", "[tea]").replace("{arms: [pairs]}", "{}")
    text = text.replace("peer-support: {peer_workers: [peer]}", "tea: {cups: 2}")
    text = text.replace("peer-support: {}", "tea: {kind: mint}")
    report = check_bytes(text.encode(), path="a.intspec.yaml", registry=made).report
    assert [(one.message, one.pointer) for one in report.diagnostics if one.rule == "tea/cups"] == [
        ("mint, 2", "/interventions/pairs/extensions/tea/cups"),
        ("mint, None", "/interventions/usual/extensions/tea/cups"),
    ]


def test_the_record_of_an_arm_may_be_an_attribute_of_the_other_for_one_release_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It works as it did, and the author is told once, with the plugin's name and the line."""

    @record
    class Old:
        """Tea, in the old way."""

        of_arm = TeaOfArm
        kind: str | None = key("Which tea.", default=None)

    plugin = stranger("tea", intspec_extensions=(Extension("tea", Old),))
    with warnings.catch_warnings(record=True, action="default") as told:
        made, again = host(monkeypatch, plugin), host(monkeypatch, plugin)
    assert made.extensions == again.extensions == {"tea": Extension("tea", Old, of_arm=TeaOfArm)}
    assert not made.failed
    ((category, words),) = [(one.category, str(one.message)) for one in told]
    assert category is DeprecationWarning
    assert words.startswith(
        "plugin tea 3.2 (tea-dist): the attribute `of_arm` of `Old` goes with the next minor "
        "release; write `Extension(..., of_arm=TeaOfArm)` (test_fields_of_arms.py, line "
    )


def test_a_key_does_not_take_the_name_by_which_the_record_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The plugin is told so, and not that its record is none."""

    @record
    class Odd:
        of_arm: str | None = key("A key.", default=None)

    made = host(monkeypatch, stranger("odd", intspec_extensions=(Extension("odd", Odd),)))
    (told,) = [one.reason for plugin in made.plugins for one in plugin.failures]
    wrong = "`of_arm` names the record of the fields of an arm, and cannot be a key as well"
    assert told.startswith(f"the fields `odd` cannot be used: TypeError: {wrong}")


#: A path of a checklist, from where it is read, and whether the model has it.
PATHS: tuple[tuple[str, type, str], ...] = (
    ("extensions.tea.cups", Arm, ""),
    ("study.extensions.tea.kind", Arm, ""),
    ("extensions.tea.kind", Specification, ""),
    ("extensions.tea.kind", Arm, "no `kind`"),
    ("study.extensions.tea.cups", Arm, "no `cups`"),
    ("interventions.extensions.tea.cups", Specification, ""),
    ("extensions.plain.text", Arm, "no plugin has fields of an arm named `plain`"),
)


@pytest.mark.parametrize(("path", "start", "wrong"), PATHS)
def test_paths_tell_the_fields_of_arms_from_those_of_the_study(
    path: str, start: type, wrong: str
) -> None:
    """In checklists, before anything is checked."""
    if not wrong:
        resolve(path, start, FIELDS)
        return
    with pytest.raises(PathError, match=wrong):
        resolve(path, start, FIELDS)


def test_places_of_findings_are_held_to_them() -> None:
    """A place that the model does not have is the plugin's fault."""
    at = ("interventions", "pairs", "extensions", "tea")
    assert stray((*at, "cups"), FIELDS) == ""
    assert stray((*at, "cup"), FIELDS) == "there is no `cup`; did you mean `cups`?"
    assert stray(("extensions", "tea", "cups"), FIELDS).startswith("there is no `cups`")


def test_what_is_said_of_an_arm_is_shown_in_its_column() -> None:
    """By the item of the guideline that names it."""
    table = render(SPEC, "markdown")
    (row,) = [line for line in str(table).splitlines() if "1. Lived experience" in line]
    assert row == (
        "| **1. Lived experience** | **Peer workers:** Peer worker. | "
        "**Contact:** Two services had peer workers of their own. |"
    )


def test_they_are_written_back_into_the_file() -> None:
    """One value changed; every other line stays."""
    raw = SPEC.encode()
    file = editable(raw, path="a.intspec.yaml", extensions=load_registry().extensions)
    at = ("interventions", "pairs", "extensions", "peer-support", "contact")
    after = edited(raw, setting(file, at, "None."), path="a.intspec.yaml").decode()
    assert after == SPEC.replace("{peer_workers: [peer]}", "{peer_workers: [peer], contact: None.}")


def test_from_python_they_are_typed() -> None:
    """Those of the study, and those of an arm."""
    spec = load(SPEC)
    study = extension(spec, "peer-support", PeerSupport)
    arm = extension(spec.interventions["usual"], "peer-support", PeerSupportOfArm)
    assert study == PeerSupport(arms=("pairs",))
    assert arm == PeerSupportOfArm(contact="Two services had peer workers of their own.")
    with pytest.raises(Error, match="PeerSupportOfArm"):
        extension(spec.interventions["usual"], "peer-support", PeerSupport)
