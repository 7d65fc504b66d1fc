"""What mends a slip is what was meant: in a value, a key, a duration, a reason."""

import json
import random
import re
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from following import FRAGMENT, Open, has_key, nested
from intspec.api import check_text
from intspec.diagnostics import FileReport
from test_cli import intspec
from test_followed import FIELDS, SCHEMA, problems, put

pytestmark = pytest.mark.long

STUDY = """\
intspec: "1.0"
id: walk
title: Walk
stage: protocol
interventions:
  walk: {role: experimental, name: Walk, DELIVERY}
  wait: {role: waiting-list, name: Waiting}
"""
CLAIM = "checklists: [tidier]\n"
NOTHING = (
    "remove `materials`; if there is nothing to report, add to `declarations:` what it is about, "
    "with a `state` and a `reason`"
)


@pytest.mark.parametrize(
    ("arm", "more", "rule", "message", "hint"),
    [
        (
            "materials: N/A",
            "",
            "unknown-material",
            "`materials` holds `N/A`, which is no content",
            NOTHING,
        ),
        ("", "materials: none", "wrong-type", "`materials` holds `none`, which is no", NOTHING),
        (
            "materials: true",
            "",
            "wrong-type",
            "`materials` must be a list",
            "remove it, or write each entry behind a hyphen: `- `",
        ),
        (
            "delivery: {mode: [face-to-face], grouped: group}",
            "",
            "unknown-key",
            "unknown key `grouped`; did you mean `grouping`?",
            "write `grouping:` instead",
        ),
        (
            "",
            "materials: {book: {name: Book, access: {how: doi, doi: 10.1000/1}}}",
            "unknown-key",
            "unknown key `doi`",
            "write the DOI under `where:`",
        ),
        (
            "",
            "funding: [{funder: N/A}]",
            "placeholder",
            "`N/A` is a placeholder",
            "write the content, or remove the entry; a declaration says that nothing applies",
        ),
        (
            "",
            "development: {pool: {count: 3, listed: partial, at: none}}",
            "unknown-event",
            "`at` holds `none`, which is no content",
            "write the content, or remove `pool` until it is known",
        ),
        (
            "providers: [Nurse practitioner]",
            "",
            "unknown-provider",
            "there is no provider `Nurse practitioner` in `providers`",
            "add `nurse-practitioner:` with `kind: Nurse practitioner` to `providers:` at the top",
        ),
        (
            "",
            "design: {kind: crossover, periods: [{arms: [Usual care]}]}",
            "unknown-arm",
            "there is no arm `Usual care` in `interventions`",
            "add `usual-care:` with `role:`, `name: Usual care` to `interventions:` at the top",
        ),
        (
            "",
            "vocabularies: [BCTTv1, ENVO]",
            "wrong-type",
            "`vocabularies` must be a block of keys",
            "give each entry a key: `bcttv1:` with `version:`, then `envo:` with `version:`",
        ),
        (
            "",
            "vocabularies: {bcttv1: 2024}",
            "wrong-type",
            "`bcttv1` must be a block of keys",
            'write `bcttv1: {version: "2024"}`',
        ),
        (
            "",
            "documents: {paper: {kind: primary-paper}}\nlocations: {tidier/why: 4}",
            "wrong-type",
            "`locations` must be a list",
            'write `locations:` with `- about: tidier/why`, `document:`, `page: "4"`',
        ),
        (
            "",
            "documents: {paper: Main paper.pdf}",
            "wrong-type",
            "`paper` must be a block of keys",
            "write `paper:` with `kind:`, `file: Main paper.pdf`",
        ),
        (
            "level: individuals",
            "",
            "unknown-value",
            "`level` cannot be `individuals`",
            "write `participant`",
        ),
        (
            "delivery: {supervised: true}",
            "",
            "wrong-type",
            "`supervised` must be text",
            "write `supervised`",
        ),
        (
            "fidelity: {results: 91%}",
            "",
            "wrong-type",
            "`results` must be a list",
            "write `results: [{value: 91%}]`",
        ),
        (
            "discontinuation: {criteria: [new pain]}",
            "",
            "wrong-type",
            "this entry must be a block of keys",
            "write `- when: new pain`",
        ),
        (
            "schedule: {c: {duration: p12w}}",
            "",
            "bad-value",
            "`duration` is `p12w`",
            "write `P12W`",
        ),
        (
            "schedule: {c: {frequency: {times: 2, per: week}}}",
            "",
            "bad-value",
            "`per` is `week`",
            "write `P1W`",
        ),
        (
            "delivery: {group_size: [8, 12]}",
            "",
            "wrong-type",
            "`group_size` must be a whole number or",
            "write `group_size: {planned: {min: 8, max: 12}}`",
        ),
        (
            "",
            "development: {events: {pilot: Two groups}}",
            "wrong-type",
            "`pilot` must be a block of keys",
            "write `pilot:` with `kind:`, `description: Two groups`",
        ),
        (
            "",
            "conduct: {blinding: {blinded: none}}",
            "unknown-value",
            "this entry cannot be `none`",
            "write `nobody`",
        ),
        (
            "",
            "design: {kind: cluster randomised trial}",
            "unknown-value",
            "`kind` cannot be `cluster randomised trial`",
            "write `cluster`",
        ),
        (
            "",
            "declarations: [{about: tidier/rationale, state: not-applicable}]",
            "missing-key",
            "declaration 1 (about tidier/rationale) has no `reason`",
            "add `reason:`",
        ),
        (
            "schedule: {c: {session_length: {min: P45M, max: PT60M}}}",
            "",
            "range-reversed",
            "the least, P45M, is more than the most, PT60M",
            "write `min: PT45M`; P45M is 45 months, PT45M is 45 minutes",
        ),
        (
            "",
            f"{CLAIM}declarations: [{{about: tidier/why, state: not-applicable, reason: N/A}}]",
            "placeholder",
            "`N/A` is a placeholder, not content",
            "write the reason in words: it is printed in every form",
        ),
    ],
)
def test_the_remedy_is_what_was_meant(
    arm: str, more: str, rule: str, message: str, hint: str
) -> None:
    """One finding names the defect, and what to write in its place."""
    text = STUDY.replace(", DELIVERY", f", {arm}" if arm else "") + more
    done = check_text(text, path="walk.intspec.yaml")
    (found,) = [d for d in done.diagnostics if d.rule == f"intspec/{rule}"]
    assert found.message.startswith(message)
    assert found.hint.startswith(hint)


@pytest.mark.parametrize(
    ("claimed", "meant"),
    [
        ("TIDieR", ["tidier"]),
        ("TIDieR checklist", ["tidier"]),
        ("tider", ["tidier"]),
        ("cert", ["cert"]),
        ("TIDieR, CERT", ["tidier", "cert"]),
        ("tidier and GUIDED", ["tidier", "guided"]),
        ("tidier-php", []),
        ("CONSORT 2010", []),
        ("my-own", []),
        ("tidier and STROBE", ["tidier"]),
    ],
)
def test_a_misspelt_checklist_is_one_finding(claimed: str, meant: list[str]) -> None:
    """It is judged as what was meant, where that is evident; another edition is another one."""
    declared = "declarations: [{about: tidier/why, state: not-done, reason: Nobody knows.}]"

    def checked(claims: list[str]) -> FileReport:
        more = f"checklists: {json.dumps(claims)}\n{declared if 'tidier' in meant else ''}"
        return check_text(STUDY.replace(", DELIVERY", "") + more, path="walk.intspec.yaml")

    done, good = checked([claimed]), checked(meant)
    found = [d for d in done.diagnostics if d.rule == "intspec/unknown-checklist"]
    assert len(found) == (claimed not in meant)
    assert done.items == good.items
    others = [(d.rule, d.message) for d in done.diagnostics if d not in found]
    told = [(d.rule, d.message) for d in good.diagnostics if d.rule != "intspec/no-checklist"]
    assert others == told
    if " and " in claimed or ", " in claimed:
        strange = "; there is none called `STROBE`" if "STROBE" in claimed else ""
        assert found[0].hint == f"write {', '.join(f'`- {one}`' for one in meant)}{strange}"


@pytest.mark.parametrize(
    "claims", [names for count in (2, 3) for names in product(("tidier", "guided"), repeat=count)]
)
def test_a_checklist_that_is_claimed_twice_is_named_at_its_place(claims: tuple[str, ...]) -> None:
    """Each entry after the first: what is found besides is as with one."""
    text = STUDY.replace(", DELIVERY", "")
    once = check_text(f"{text}checklists: [{', '.join(dict.fromkeys(claims))}]\n", path="w.yaml")
    lines = "".join(f"- {name}\n" for name in claims)
    done = check_text(f"{text}checklists:\n{lines}", path="w.yaml")
    twice = [d for d in done.diagnostics if d.rule == "intspec/checklist-twice"]
    again = [n for n, name in enumerate(claims) if name in claims[:n]]
    begin = len(text.splitlines()) + 2
    assert [(d.line, d.column, d.severity) for d in twice] == [
        (begin + n, 3, "warning") for n in again
    ]
    others = [(d.rule, d.message) for d in done.diagnostics if d not in twice]
    assert others == [(d.rule, d.message) for d in once.diagnostics]


def test_explain_says_which_items_there_are() -> None:
    """A number that no item has is answered with those that there are."""
    done = intspec("explain", "tidier", "13")
    assert (done.returncode, done.stderr.splitlines()[-1]) == (
        2,
        "Error: there is no item 13: TIDieR has the items 1 to 12",
    )


#: What nobody can take for an amount, a term or a date.
NOT_UNDERSTOOD: tuple[Any, ...] = ("qqqq zzzz", "9 zzzz 8", 1.5, [], {}, ["qqqq"], {"qqqq": "zzzz"})


def leaves(data: Any) -> Iterator[Any]:
    """Go over the values that a remedy writes, what it leaves open apart."""
    if isinstance(data, dict):
        for value in data.values():
            yield from leaves(value)
    elif isinstance(data, list):
        for value in data:
            yield from leaves(value)
    elif not isinstance(data, Open) and data is not None:
        yield data


def asserted(hint: str) -> set[str]:
    """Return the words of the values that a remedy says to write."""
    said = re.match(rf"(?:write|add(?: at least one:| entries until .*?:)?) (?={FRAGMENT})", hint)
    if said is None or hint == "write `true` or `false`":
        return set()
    what = hint[said.end() :].partition("; ")[0]
    what = re.sub(r" \([^)]*\)|, (?:such as|one of) .*| to `.*", "", what)
    value = re.fullmatch(FRAGMENT, what)
    plain = value is not None and not has_key(value[1]) and not value[1].startswith("- ")
    written = [what] if plain else leaves(nested(what))
    return set(re.findall("[a-z0-9]+", str([*written]).lower()))


def test_no_remedy_states_a_value_that_nobody_wrote() -> None:
    """Of no key: where a value is not understood, what it takes is said, with an example as one."""
    for path in FIELDS:
        # The version of the schema has one value.
        some = random.Random(str(path)).sample(NOT_UNDERSTOOD, 2)
        for value in some if path != ("intspec",) else ():
            own = set(re.findall("[a-z0-9]+", str([value, path]).lower()))
            for one in problems(SCHEMA, put(path, value)):
                assert asserted(one.hint) <= own | {"https"}, (path, value, one)


@pytest.mark.parametrize(
    ("key", "written", "hint"),
    [
        ("session_length", "up to 1 hour", "write `session_length: {max: PT1H}`"),
        ("session_length", "at least 20 min", "write `session_length: {min: PT20M}`"),
        ("session_length", "half an hour", "write `PT30M`"),
        ("session_length", "a quarter of an hour", "write `PT15M`"),
        ("session_length", "one and a half hours", "write `PT90M`"),
        ("session_length", "an hour and a half", "write `PT90M`"),
        (
            "session_length",
            "half an hour to one hour",
            "write `session_length: {min: PT30M, max: PT1H}`",
        ),
        *(
            ("session_length", odd, "write a duration such as `PT45M` (45 minutes), ")
            for odd in (
                "30",
                "'1:30'",
                "varied",
                "minutes",
                "hours",
                "two 45-min blocks",
                "up to 1 to 2 hours",
            )
        ),
        *(
            ("frequency", word, f"write `frequency: {{times: {times}, per: P1D}}`")
            for word, times in (("b.i.d.", 2), ("bd", 2), ("tds", 3), ("t.i.d.", 3), ("QID", 4))
        ),
        *(
            ("frequency", odd, "write how often in which period, such as ")
            for odd in (
                *("2-3 times a week", "twice", "daily for 2 weeks then weekly", "at home"),
                *("at least daily", "on average twice a week"),
            )
        ),
        ("frequency", "once", "write `at: [once]` instead"),
        ("frequency", "at night", "write `at:` with `- at night` instead"),
        ("frequency", "as needed", "write `trigger: as needed` instead"),
        ("frequency", "p.r.n.", "write `trigger: p.r.n.` instead"),
    ],
)
def test_an_amount_in_words_is_never_another(key: str, written: str, hint: str) -> None:
    """It is translated where it has one meaning; else it is said how one is written."""
    text = STUDY.replace("DELIVERY", f"schedule: {{c: {{{key}: {written}}}}}")
    done = check_text(text, path="walk.intspec.yaml")
    (found,) = [d for d in done.diagnostics if d.severity == "error"]
    assert found.hint.startswith(hint)


def of_arm(written: str, more: str = "") -> list[tuple[str, str]]:
    """Return the messages and remedies of what is written in an arm."""
    done = check_text(STUDY.replace("DELIVERY", written) + more, path="walk.intspec.yaml")
    return [(d.message, d.hint) for d in done.diagnostics if d.severity == "error"]


@pytest.mark.parametrize("ending", ["", " control", "-control", " arm", " controlled"])
@pytest.mark.parametrize(
    ("word", "role"),
    [
        ("waitlist", "waiting-list"),
        ("wait-list", "waiting-list"),
        ("dummy", "placebo"),
        ("Sham procedure", "sham"),
        ("untreated", "no-treatment"),
        ("treatment as usual", "usual-care"),
        ("intervention", "experimental"),
    ],
)
def test_a_role_in_other_words_is_no_other_role(word: str, ending: str, role: str) -> None:
    """Whatever stands behind it; and no other is asked after in the same finding."""
    text = STUDY.replace(", DELIVERY", "").replace("experimental", f"{word}{ending}")
    done = check_text(text, path="walk.intspec.yaml")
    (found,) = [d for d in done.diagnostics if "cannot be" in d.message]
    assert found.hint in (f"write `{role}`", "") or found.hint.startswith("write one of these")
    suggested = re.findall("did you mean `(.*?)`", found.message)
    assert suggested in ([], [role])


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        *(
            (f"{key}: {denial}", f"write `{key}: {{{answer}: false}}`")
            for key, answer, denials in (
                ("modifications", "occurred", ("no changes", "none made", "not modified")),
                ("fidelity", "assessed", ("not assessed", "not monitored", "never checked")),
                ("tailoring", "planned", ("not tailored", "none planned")),
                ("adherence", "monitored", ("not monitored", "not measured")),
            )
            for denial in denials
        ),
        ("tailored: 'yes'", "write `tailoring: {planned: true}` instead"),
        ("fidelity: 'yes'", "write `fidelity: {assessed: true}`"),
        ("compliance: 87%", "write `adherence: {results: [{value: 87%}]}` instead"),
        (
            "adherence: 87% of them",
            "write `adherence:` with `results:` with `- value: 87% of them`",
        ),
        ("modifications: not applicable", "remove `modifications`; if there is nothing"),
        ("fidelity: N/A", "remove `fidelity`; if there is nothing"),
        ("tailoring: {planned: none}", "write `false`"),
        ("why: {goal: Less pain}", "write `rationale:` instead"),
        ("aliases: [<Another name>]", "write the content, or remove the key until it is known"),
        ("co-interventions: none", "remove it; if there is nothing"),
        (
            "duration: 12 weeks, schedule: {a: {duration: P7D}}",
            "move it into `schedule:`, as `course: {duration: P12W}`",
        ),
        (
            "duration: 12 weeks, schedule: {course: {duration: P7D}}",
            "move it into `schedule:`, as `course-2: {duration: P12W}`",
        ),
        ("delivery: {mode: group}", "write `grouping: group` instead"),
        ("delivery: {mode: one to one}", "write `grouping: individual` instead"),
        (
            "delivery: {mode: [group, telephone]}",
            "move it out of `mode:`, as `grouping: group`",
        ),
        ("groupsize: 8", "write `delivery: {group_size: 8}` instead"),
        ("adherence: {how: diary}", "write `monitoring: diary` instead"),
        ("participants: {randomised: 12}", "write `allocated: 12` instead"),
        ("concomitant_medication: aspirin", "write `concomitant_care: {permitted: [aspirin]}`"),
        ("schedule: {c: {lenght: 4 weeks}}", "write `duration: P4W` instead"),
        ("harms: not monitored", "write `harms:"),
    ],
)
def test_what_is_said_in_a_few_words_stays_said(written: str, hint: str) -> None:
    """A denial, an answer, a result, a declaration, a second duration, a synonym of a key."""
    ((_message, told),) = of_arm(written)
    assert told.startswith(hint)
    assert "occurred: false" not in told or "modif" in told


@pytest.mark.parametrize("name", ["<Brief name>", "unknown"])
def test_a_placeholder_of_a_key_that_is_needed_is_not_to_be_removed(name: str) -> None:
    """Without it the next check refuses the document."""
    found = check_text(
        STUDY.replace(", DELIVERY", "").replace("name: Walk}", f"name: {name}}}")
    ).diagnostics
    hints = [one.hint for one in found if one.rule == "intspec/placeholder"]
    assert hints == ["write the content"]


@pytest.mark.parametrize("key", ["who", "by", "performed_by"])
def test_a_provider_is_named_as_one(key: str) -> None:
    """Where the word is a key of the catalogue; else who performs it is a term."""
    written = f"procedures: {{talk: {{description: They talk., {key}: nurse}}}}"
    nurse = "providers: {nurse: {kind: nurse}}\n"
    assert of_arm(written, nurse)[0][1] == "write `providers: [nurse]` instead"
    assert "provider`" in of_arm(written)[0][1]


@pytest.mark.parametrize(
    ("more", "hint"),
    [
        ("fictional: true\n", "write `fictitious: true` instead"),
        (
            "materials: {pill: {name: A pill, manufacturer: Pharma}}\n",
            "write `maker: Pharma` instead",
        ),
    ],
)
def test_a_synonym_of_a_key_leads_to_it(more: str, hint: str) -> None:
    """At the top level, and in a catalogue."""
    assert hint in [told for _message, told in of_arm("level: individual", more)]


@pytest.mark.parametrize("written", ["procedures", "what", "activities"])
@pytest.mark.parametrize(
    "words",
    [
        "Nurse talks",
        "exercise",
        "Walks with others",
        "Walk uphill for an hour",
        "Walk for forty minutes",
    ],
)
def test_a_remedy_makes_no_description_that_its_key_says(written: str, words: str) -> None:
    """That would be refused next, as one that only says the key again."""
    ((_message, hint),) = of_arm(f"{written}: {words}")
    named = re.search(rf"([\w-]+):[` with]* [{{`]description: {words}", hint)
    assert named is not None
    mended = f"procedures: {{{named[1]}: {{description: {words}, performed_by: provider}}}}"
    assert of_arm(mended) == []
