"""A value that does not fit the schema is named once, and spoils only what rests on it.

The faults are made over every key of two specifications: the trial of the cases, and ENRICH, of
which `tests/test_one_fault_one_finding.py` has misspelt keys and values of a wrong type.
"""

import copy
import json
import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
import yaml

from growing import lines
from intspec.api import check_bytes, check_text, load_registry, shared_registry
from intspec.checking import check, unfit
from intspec.checking.roles import ROLES
from intspec.checking.run import Runner
from intspec.diagnostics import Diagnostic, FileReport, Finding
from intspec.model import Specification
from intspec.reading import read_bytes
from intspec.rules import Rule, Subject, rule
from intspec.schema.generating import specification_schema
from members import field_of, one_of_each

pytestmark = pytest.mark.long

ROOT = Path(__file__).parent.parent
FILES = {
    "enrich": ROOT / "specs" / "enrich" / "enrich.intspec.yaml",
    "trial": ROOT / "tests" / "cases" / "bases" / "trial.yaml",
}
#: All of it hangs on this: nothing is judged of a document without arms.
NOTHING_LEFT = {("interventions",)}
Steps = tuple[str | int, ...]
Change = Callable[[dict[str, Any], str], None]


class Base:
    """A good specification with its keys, and what checking it gives."""

    def __init__(self, name: str) -> None:
        raw = FILES[name].read_bytes()
        self.data: dict[str, Any] = read_bytes(raw, path="a.yaml").data
        self.schema = specification_schema(shared_registry().extensions)
        self.report = checked(self.data)
        self.keys = list(self._keys(self.data, self.schema, ()))

    def resolve(self, node: dict[str, Any]) -> dict[str, Any]:
        """Follow a reference within the schema."""
        while "$ref" in node:
            node = self.schema["$defs"][node["$ref"].rpartition("/")[2]]
        return node

    def _keys(
        self, value: Any, node: dict[str, Any], path: Steps
    ) -> Iterator[tuple[Steps, dict[str, Any], bool]]:
        """Go over every key of the document that the model names: its schema, and if required."""
        node = self.resolve(node)
        if isinstance(value, dict):
            known = node.get("properties")
            for key, inner in value.items():
                if known is None:
                    yield from self._keys(inner, node.get("additionalProperties", {}), (*path, key))
                    continue
                yield (*path, key), self.resolve(known[key]), key in node.get("required", ())
                yield from self._keys(inner, known[key], (*path, key))
        elif isinstance(value, list):
            for number, inner in enumerate(value):
                yield from self._keys(inner, node.get("items", {}), (*path, number))


@cache
def base(name: str) -> Base:
    """Return a base, which is read once."""
    return Base(name)


def checked(data: dict[str, Any]) -> FileReport:
    """Check a document."""
    return check_text(dump(data), path="a.intspec.yaml")


def dump(data: dict[str, Any]) -> str:
    """Write a document so that every value keeps its type."""
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    text: str = yaml.dump(data, Dumper=dumper, sort_keys=False, allow_unicode=True, width=10_000)
    return text


def write(value: Any) -> Change:
    """Return the change that puts a value in place of another."""
    return lambda parent, key: parent.__setitem__(key, copy.deepcopy(value))


def misspell(parent: dict[str, Any], key: str) -> None:
    """Misspell a key."""
    items = list(parent.items())
    parent.clear()
    parent.update({(f"{k}x" if k == key else k): v for k, v in items})


def spoil_an_entry(entry: Any) -> Change:
    """Return the change that puts an entry in place of the first one of a list."""
    return lambda parent, key: parent[key].__setitem__(0, copy.deepcopy(entry))


def faults_of(of: Base) -> Iterator[tuple[str, Steps, Change]]:
    """Go over the faults that each key of a base can have."""
    for path, node, required in of.keys:
        kind = node["type"]
        yield "type", path, write([1] if kind == "object" else {"a": {"b": "c"}})
        yield "misspelt", path, misspell
        if "enum" in node:
            yield "enum", path, write("no-such-word")
        if required:
            yield "blank", path, write("")
        needs = node.get("required") or path == ("extensions",)
        if kind == "object" and "properties" in node and not needs:
            yield "only-unknown", path, write({"zebra": "Some words"})
        if kind == "array":
            entry = of.resolve(node["items"])
            wrong = ["text"] if entry["type"] == "object" else {"a": {"b": "c"}}
            yield "entry", path, spoil_an_entry(wrong)
            if "enum" in entry:
                yield "entry-enum", path, spoil_an_entry("no-such-word")


ALL = [
    (name, kind, path, change)
    for name in FILES
    for kind, path, change in faults_of(base(name))
    if name == "trial" or kind not in ("type", "misspelt")
]


def spoilt(name: str, *faults: tuple[Steps, Change]) -> dict[str, Any]:
    """Return the data of a base with faults made in it."""
    data = copy.deepcopy(base(name).data)
    for path, change in faults:
        parent: Any = data
        for step in path[:-1]:
            parent = parent[step]
        change(parent, str(path[-1]))
    return data


def new(name: str, report: FileReport) -> list[Diagnostic]:
    """Return the errors and warnings that the base does not have."""
    before = {(d.rule, d.message) for d in base(name).report.diagnostics}
    return [
        d for d in report.diagnostics if d.severity != "note" and (d.rule, d.message) not in before
    ]


def blocked(report: FileReport) -> list[str]:
    """Name the items that could not be judged."""
    return [f"{i.checklist}/{i.item} {i.arm}" for i in report.items if i.state == "blocked"]


@pytest.mark.parametrize(
    ("name", "path", "change"),
    one_of_each(
        (
            (name, path, change),
            (kind, field_of(path), name == "trial"),
            f"{name}-{kind}-{'.'.join(map(str, path))}",
        )
        for name, kind, path, change in ALL
    ),
)
def test_one_fault_spoils_one_thing(name: str, path: Steps, change: Change) -> None:
    """It is the one new error, on its line, and less than a quarter of the items are blocked."""
    data = spoilt(name, (path, change))
    report = checked(data)
    found = new(name, report)
    assert [d.severity for d in found] == ["error"]
    document = read_bytes(dump(data).encode(), path="a.yaml")
    where = tuple(int(s) if s.isdigit() else s for s in found[0].pointer.split("/")[1:])
    assert where[: len(path) - 1] == path[:-1]
    assert where[len(path) - 1] in (path[-1], f"{path[-1]}x")
    span = document.value_span(where) if document.has(where) else document.key_span(where)
    assert found[0].line in (span.line, document.key_span(where).line)
    if path in NOTHING_LEFT:
        assert {item.state for item in report.items} <= {"blocked"}
    else:
        assert len(blocked(report)) * 4 < len(base(name).report.items)
        # Of a checklist that is not claimed nothing is asked.
        assert len(report.items) == len(base(name).report.items) or path == ("checklists",)


@pytest.mark.parametrize("seed", range(120))
def test_two_faults_are_two_findings(seed: int) -> None:
    """Neither hides the other, nor gives rise to a third, where neither lies in the other."""
    chance = random.Random(seed)
    name = chance.choice(list(FILES))
    faults = [f for f in faults_of(base(name)) if f[1] not in NOTHING_LEFT]
    while True:
        (_, one, first), (_, other, second) = chance.sample(faults, 2)
        short = min(len(one), len(other))
        if one[:short] != other[:short]:
            break
    report = checked(spoilt(name, (one, first), (other, second)))
    assert [d.severity for d in new(name, report)] == ["error", "error"], (one, other)


TRIAL = base("trial")


def changed(*changes: tuple[str, Any]) -> FileReport:
    """Check the trial with values put in place of others, each by its path."""
    faults = [(steps(path), write(value)) for path, value in changes]
    return checked(spoilt("trial", *faults))


def steps(path: str) -> Steps:
    """Return the steps of a path with slashes."""
    return tuple(int(step) if step.isdigit() else step for step in path.split("/"))


def told(report: FileReport) -> list[tuple[str, str]]:
    """Return what is new in a report of the trial: the rule, and the place."""
    return [(d.rule, d.pointer) for d in new("trial", report)]


def state(report: FileReport, number: str, arm: str = "exercise") -> str:
    """Return the state of an item of an arm."""
    return next(i.state for i in report.items if (i.number, i.arm) == (number, arm))


def test_what_rests_on_it_says_so() -> None:
    """The verdict names the value that does not fit."""
    report = changed(("interventions/exercise/delivery/grouping", "crowd"))
    item = next(i for i in report.items if i.state == "blocked")
    place = "/interventions/exercise/delivery/grouping"
    assert item.number == "6"
    assert item.reason == f"rests on `{place}`, which does not fit the schema"
    assert [o.rule for o in report.outcomes if o.state == "blocked" and place in o.reason] == [
        "intspec/group-without-size",
        "intspec/size-without-group",
        "tidier/group-size",
        "tidier/grouping",
    ]


def test_an_entry_of_a_catalogue_that_is_taken_out_is_known() -> None:
    """References to it are no findings; nothing nearly of its name stands in for it."""
    report = changed(
        ("providers/therapist/kind", ["x"]),
        ("providers/therapists", {"kind": "students"}),
        ("interventions/exercise/procedures/walk/providers", ["therapist", "nobody"]),
    )
    assert told(report) == [
        ("intspec/wrong-type", "/providers/therapist/kind"),
        ("intspec/unknown-provider", "/interventions/exercise/procedures/walk/providers/1"),
    ]
    assert state(report, "5") == "blocked"


def test_a_key_that_cannot_be_one_names_its_entry_all_the_same() -> None:
    """The entry is judged; a reference to what the key looks like is no second finding."""
    data = copy.deepcopy(TRIAL.data)
    data["providers"] = {"thera\u00adpist": data["providers"]["therapist"]}
    data["interventions"]["Waiting List"] = data["interventions"].pop("waiting")
    report = checked(data)
    assert [rule for rule, _place in told(report)] == ["intspec/bad-key"] * 2
    assert {item.arm for item in report.items} == {"exercise", "Waiting List"}
    assert blocked(report) == []


def test_places_behind_an_entry_taken_out_are_those_of_the_document() -> None:
    """Findings, their targets and the numbers of modifications count what was taken out."""
    entries = [
        {"what": "Another hall", "planned": "perhaps"},
        {"what": "Sessions shortened", "why": "TBC", "when": "March", "how": "By the team"},
    ]
    report = changed(
        ("interventions/exercise/modifications/entries", [["no record"], *entries]),
        ("checklists", ["tidier", "frame"]),
    )
    places = [place for rule, place in told(report) if rule == "intspec/placeholder"]
    assert places == ["/interventions/exercise/modifications/entries/2/why"]
    numbers = {item.modification for item in report.items if item.checklist == "frame"}
    assert numbers - {None} == {2, 3}


def test_an_arm_that_is_a_text_keeps_its_column() -> None:
    """Nothing is known of it, and the other arm is judged."""
    report = changed(("interventions/waiting", "A waiting list"))
    assert told(report) == [("intspec/wrong-type", "/interventions/waiting")]
    of_arm = [item.state for item in report.items if item.arm == "waiting"]
    assert len(of_arm) == 12
    assert set(of_arm) == {"blocked"}
    assert "blocked" not in {item.state for item in report.items if item.arm == "exercise"}


def test_a_stage_that_is_not_known_is_not_guessed() -> None:
    """What depends on it is blocked; a stage that the run gives decides."""
    data = spoilt("trial", (("stage",), write("soon")))
    report = checked(data)
    assert blocked(report) == [
        f"tidier/{item} {arm}"
        for item in ("modifications", "how-well-actual")
        for arm in ("exercise", "waiting")
    ]
    given = check_text(dump(data), path="a.intspec.yaml", stage="results")
    assert blocked(given) == []
    assert {(i.item, i.arm): i.state for i in given.items} == {
        (i.item, i.arm): i.state for i in TRIAL.report.items
    }


@pytest.mark.parametrize("written", ["1", "v1.0", "1.0.0", "version 1", True, ["1.0"], "", None])
def test_a_version_that_is_meant_hides_nothing(written: Any) -> None:
    """There is one, and it is told how it is written; all else is judged."""
    report = checked(spoilt("trial", (("intspec",), write(written))))
    assert [place for _rule, place in told(report)] == ["/intspec"]
    assert report.items == TRIAL.report.items


@pytest.mark.parametrize("written", ["2.0", "1.1", "0.9", 11, "10"])
def test_nothing_is_judged_of_another_version(written: Any) -> None:
    """Its keys may mean something else."""
    report = checked(spoilt("trial", (("intspec",), write(written))))
    assert [place for _rule, place in told(report)] == ["/intspec"]
    assert {item.state for item in report.items} == {"blocked"}


def test_a_role_that_is_not_known_excuses_nothing() -> None:
    """A gap is told as gravely as the mildest role has it, and one that a role excuses is not."""
    data = spoilt(
        "trial",
        (("interventions", "exercise", "role"), write("treatment")),
        (("interventions", "exercise", "rationale"), write(None)),
        (("materials", "diary", "access"), write(None)),
    )
    found = {d.rule: d.severity for d in new("trial", checked(data))}
    assert found == {
        "intspec/unknown-value": "error",
        "tidier/materials-access": "warning",
        # A waiting list that is given something is asked why as well.
        "tidier/rationale": "warning",
    }
    given = ("rationale", "procedures", "materials")
    gone = [(("interventions", "exercise", key), write(None)) for key in given]
    data = spoilt("trial", (("interventions", "exercise", "role"), write("treatment")), *gone)
    assert {d.rule for d in new("trial", checked(data))} == {"intspec/unknown-value"}


CLAIMED = sorted(shared_registry().checklist_ids)
ROLE_PATHS = [("interventions", arm, "role") for arm in TRIAL.data["interventions"]]


def reported(data: dict[str, Any]) -> FileReport:
    """Check data without writing it first."""
    return check_bytes(json.dumps(data).encode(), path="a.json").report


@pytest.mark.parametrize("name", CLAIMED)
def test_the_roles_that_are_tried_find_what_all_roles_find(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of one arm or both, with other keys gone, whatever is claimed beside; nothing is kept."""
    chance = random.Random(name)
    made = []
    for _ in range(3):
        gone = chance.sample(TRIAL.keys, 4)
        faults = [(path, write(None)) for path, _node, required in gone if not required]
        data = spoilt("trial", *((path, write("nonsense")) for path in ROLE_PATHS))
        for path, change in faults:
            with suppress(KeyError, TypeError, IndexError):
                parent: Any = data
                for step in path[:-1]:
                    parent = parent[step]
                change(parent, str(path[-1]))
        if chance.random() < 0.5:
            data["interventions"]["exercise"]["role"] = "experimental"
        data["checklists"] = [name, *chance.sample(CLAIMED, 1)]
        made.append((data, reported(data)))
    monkeypatch.setattr(unfit, "roles_to_try", lambda *_: ROLES)
    monkeypatch.setattr(unfit, "KeepingRunner", lambda _kept, *words: Runner(*words))
    for data, report in made:
        assert reported(data) == report


@pytest.mark.parametrize("role", ROLES)
def test_a_rule_of_a_plugin_that_reads_a_role_is_tried_with_all(
    role: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may tell any role apart: here it finds something in all but one."""
    registry = load_registry()

    @rule("tidier/of-role")
    def found(subject: Subject) -> Iterator[Finding]:
        """The arm is of another role."""
        if subject.arm is not None and subject.arm.role != role:
            yield Finding("it is of another role", subject.at("role"))

    owner = registry.owner("tidier")
    assert owner is not None
    monkeypatch.setitem(owner.rules, found.id, found)
    data = spoilt("trial", (ROLE_PATHS[0], write("nonsense")))
    report = check(read_bytes(dump(data).encode(), path="a.yaml"), registry).report
    became = {o.arm: o.state for o in report.outcomes if o.rule == found.id}
    other = "passed" if role == "waiting-list" else "failed"
    assert became == {"exercise": "blocked", "waiting": other}


@pytest.mark.parametrize("key", ["stage", "described_by", "role"])
def test_a_value_that_is_tried_costs_little_more_than_another_fault(key: str) -> None:
    """Of many arms, in lines of Python that are run."""
    arm = TRIAL.data["interventions"]["exercise"]
    arms = {f"arm-{n}": {**arm, "name": f"Arm {n}"} for n in range(8)}
    good = {**TRIAL.data, "interventions": arms, "described_by": "trial-team"}
    spoilt_role = {name: {**arm, "role": "nonsense"} for name, arm in arms.items()}
    bad = {"interventions": spoilt_role} if key == "role" else {key: "nonsense"}

    def cost(data: dict[str, Any]) -> int:
        reported(data)
        return lines(partial(reported, data))

    assert cost(good | bad) < 3.2 * cost(good | {"title": ["x"]})


GAP = ("materials/diary/access", None)
DECLARED = {"about": "tidier/materials-access", "state": "not-found", "reason": "Not in the paper."}


@pytest.mark.parametrize(
    ("declaration", "item"),
    [
        ({**DECLARED, "arm": ["exercise"]}, "partial"),
        ({**DECLARED, "because": "x", "reason": ["Not in the paper."]}, "partial"),
        ({**DECLARED, "state": "lost"}, "blocked"),
        ({**DECLARED, "state": "not-applicable", "reason": ["It is ours."]}, "blocked"),
        ({**DECLARED, "about": ["tidier/materials-access"]}, "partial"),
    ],
    ids=["arm", "reason", "state", "closing", "about"],
)
def test_a_declaration_that_is_taken_out_leaves_no_gap(
    declaration: dict[str, Any], item: str
) -> None:
    """The gap that it may answer is no finding; where it may change the state, that is open."""
    report = changed(GAP, ("declarations", [declaration]), ("described_by", "others"))
    assert {rule.partition("/")[0] for rule, _place in told(report)} == {"intspec"}
    assert all(place.startswith("/declarations/0") for _rule, place in told(report))
    assert state(report, "3") == item


def test_narrative_text_that_is_taken_out_leaves_no_gap() -> None:
    """What it may describe is blocked, and its parts are not missed."""
    report = changed(
        ("interventions/exercise/rationale", None),
        ("interventions/exercise/narrative", {"tidier/why": ["Walking helps."]}),
    )
    assert told(report) == [("intspec/wrong-type", "/interventions/exercise/narrative/tidier~1why")]
    assert blocked(report) == ["tidier/why exercise"]


def test_a_location_that_is_taken_out_leaves_no_gap() -> None:
    """The item may be located, so it is not said to have no place; others are."""
    paper = {"paper": {"kind": "primary-paper"}}
    places = [{"about": "tidier/why", "document": "paper", "page": ["7"]}]
    report = changed(("documents", paper), ("locations", places))
    messages = [
        d.message
        for told in new("trial", report)
        for d in told.parts or (told,)
        if d.rule == "intspec/not-located"
    ]
    assert not any("item 2 " in message for message in messages)
    assert any("item 4 " in message for message in messages)


def strangers_rule(read: Callable[[Subject], object]) -> Rule:
    """Make a rule of a plugin that reads something and always finds something."""

    @rule("tidier/rationale-read")
    def found(subject: Subject) -> Iterator[Finding]:
        """Something is read."""
        read(subject)
        yield Finding("it was read", subject.at("rationale"))

    return found


READS: dict[str, tuple[Callable[[Subject], object], bool]] = {
    "the key": (lambda s: s.arm and s.arm.rationale and s.arm.rationale.goal, True),
    "another key": (lambda s: s.arm and s.arm.rationale and s.arm.rationale.theory, False),
    "another record": (lambda s: s.arm and s.arm.delivery, False),
    "a length": (lambda s: s.arm and len(s.arm.materials), True),
    "an entry": (lambda s: s.arm and list(s.arm.materials), True),
    "whether any is there": (lambda s: s.arm and bool(s.arm.materials), True),
    "the keys of a catalogue": (lambda s: list(s.spec.providers), True),
    "an entry that is gone": (lambda s: s.spec.providers.get("nurse"), True),
    "another entry": (lambda s: s.spec.providers.get("therapist"), False),
}


@pytest.mark.parametrize("name", READS)
def test_a_rule_is_blocked_when_it_reads_what_was_taken_out(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And only then; its findings on other arms stay."""
    read, is_blocked = READS[name]
    became = _became(read, monkeypatch)
    everywhere = is_blocked and name in ("the keys of a catalogue", "an entry that is gone")
    assert became["exercise"] == ("blocked" if is_blocked else "failed")
    assert became["waiting"] == ("blocked" if everywhere else "failed")


def _became(
    read: Callable[[Subject], object], monkeypatch: pytest.MonkeyPatch
) -> dict[str | None, str]:
    """Return what became of a plugin's rule that reads something, by the arm."""
    registry = load_registry()
    made = strangers_rule(read)
    owner = registry.owner("tidier")
    assert owner is not None
    monkeypatch.setitem(owner.rules, made.id, made)
    data = spoilt(
        "trial",
        (("interventions", "exercise", "rationale", "goal"), write(["x"])),
        (("interventions", "exercise", "materials"), write(["diary", {"a": "b"}])),
        (("providers", "nurse"), write({"kind": ["x"]})),
    )
    document = read_bytes(dump(data).encode(), path="a.yaml")
    report = check(document, registry).report
    return {o.arm: o.state for o in report.outcomes if o.rule == made.id}


@pytest.mark.parametrize("name", READS)
def test_what_is_read_once_is_read_by_every_arm(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that is given what another arm's had made is blocked as if it had made it itself."""
    read, _is_blocked = READS[name]

    def of_spec(spec: Specification) -> object:
        """Read something of the experimental arm, or of the study."""
        arm = spec.interventions["exercise"]
        return read(Subject(spec=spec, stage="protocol", arm_key="exercise", arm=arm))

    plainly = _became(lambda subject: of_spec(subject.spec), monkeypatch)
    assert plainly["exercise"] == plainly["waiting"]
    assert _became(lambda subject: subject.once(of_spec), monkeypatch) == plainly


def test_what_is_made_once_is_made_once_for_each_document(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many arms ask for it, and not for the next document again."""
    made: list[Specification] = []
    _became(lambda subject: subject.once(made.append), monkeypatch)
    _became(lambda subject: subject.once(made.append), monkeypatch)
    assert len(made) == len({id(spec) for spec in made}) == 2


def test_a_rule_may_copy_a_record_of_which_something_was_taken_out() -> None:
    """In a cell of a factorial trial the plans are those of its arms, as copies."""
    root = Path(__file__).parent.parent
    text = (root / "specs" / "designs" / "factorial.intspec.yaml").read_text(encoding="utf-8")
    assert "assessed: false" in text
    start = text.index("  walking:\n")
    wrong = text[:start] + text[start:].replace("    role: ", "    rolezz: ", 1)
    report = check_bytes(wrong.encode(), path="factorial.intspec.yaml").report
    errors = {one.rule for one in report.diagnostics if one.severity == "error"}
    assert errors <= {"intspec/unknown-key", "intspec/missing-key"}
