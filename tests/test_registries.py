"""Drafts of records of ClinicalTrials.gov: what they say and no more, and nothing of it lost."""

import copy
import io
import json
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import badinput
import pytest

import intspec
from command_line import run_text
from intspec import Drafts, FormError
from intspec.text import flat
from intspec_bundled import registries
from intspec_bundled.registries.record import LEFT_PARTS

#: A record of a study that does not exist.
RECORD: dict[str, Any] = {
    "protocolSection": {
        "identificationModule": {
            "nctId": "NCT99999999",
            "briefTitle": "Tea or walking",
            "officialTitle": "A Fictitious Trial of Tea and Walking",
            "acronym": "TEAWALK",
        },
        "statusModule": {
            "overallStatus": "RECRUITING",
            "studyFirstSubmitDate": "2025-01-02",
            "lastUpdatePostDateStruct": {"date": "2025-03-04"},
        },
        "sponsorCollaboratorsModule": {"leadSponsor": {"name": "Institute of Invented Medicine"}},
        "descriptionModule": {"briefSummary": "Tea is compared with walking."},
        "conditionsModule": {"conditions": ["Knee pain"]},
        "designModule": {
            "studyType": "INTERVENTIONAL",
            "designInfo": {
                "interventionModel": "PARALLEL",
                "maskingInfo": {"masking": "DOUBLE", "whoMasked": ["PARTICIPANT", "INVESTIGATOR"]},
            },
            "enrollmentInfo": {"count": 40},
        },
        "armsInterventionsModule": {
            "armGroups": [
                {
                    "label": "Placebo tea",
                    "type": "EXPERIMENTAL",
                    "description": "One cup a day, \\>= 5 days a week.",
                    "interventionNames": ["Drug: Tea", "Behavioral: Walking"],
                },
                {"label": "Nothing", "type": "NO_INTERVENTION"},
                {"label": "Talk", "type": "OTHER", "interventionNames": ["Other: Talk"]},
            ],
            "interventions": [
                {"type": "DRUG", "name": "Tea", "armGroupLabels": ["Placebo tea"]},
                {"type": "BEHAVIORAL", "name": "Walking", "description": "Half an hour."},
                {"type": "OTHER", "name": "Song", "armGroupLabels": ["An arm that is not there"]},
            ],
        },
        "eligibilityModule": {
            "eligibilityCriteria": "Inclusion Criteria:\n\n* Aged 45\n* With:\n    * pain\n"
            "    * tea\n\nExclusion Criteria:\n\n1. No knees",
            "sex": "FEMALE",
        },
        "contactsLocationsModule": {"locations": [{"country": "Canada", "city": "Toronto"}] * 2},
        "outcomesModule": {"primaryOutcomes": [{"measure": "Pain"}]},
    }
}


def drafted(record: Any) -> Any:
    """Return the one draft of a record."""
    made: Drafts = registries.read(json.dumps(record).encode(), "record.json")
    (study,) = made.studies
    return study


def test_a_record_becomes_what_it_says() -> None:
    """Roles are the registry's, whatever an arm is called; sentences are narrative."""
    study = drafted(RECORD)
    assert study.origin == "record NCT99999999 of ClinicalTrials.gov"
    assert study.data == {
        "intspec": "1.0",
        "id": "nct99999999",
        "version": "0.1.0",
        "title": "A Fictitious Trial of Tea and Walking",
        "acronym": {"short": "TEAWALK"},
        "stage": "ongoing",
        "language": "en",
        "described_by": "others",
        "checklists": ["tidier"],
        "default_source": "registry",
        "sources": {
            "registry": {
                "citation": "ClinicalTrials.gov, record NCT99999999, as updated on 2025-03-04.",
                "kind": "registry-record",
                "url": "https://clinicaltrials.gov/study/NCT99999999",
                "read": "full-text",
            }
        },
        "registrations": [
            {"registry": "ClinicalTrials.gov", "id": "NCT99999999", "date": "2025-01-02"}
        ],
        "sponsor": {"name": "Institute of Invented Medicine"},
        "population": {
            "description": "Knee pain",
            "inclusion": ["Aged 45", "With: pain; tea", "Sex: female"],
            "exclusion": ["No knees"],
        },
        "materials": {"tea": {"name": "Tea", "kind": "drug"}},
        "settings": {"canada": {"country": "Canada"}},
        "design": {"kind": "parallel"},
        "conduct": {"blinding": {"blinded": ["participants"]}},
        "interventions": {
            "placebo-tea": {
                "role": "experimental",
                "name": "Placebo tea",
                "narrative": {
                    "tidier/procedures": "One cup a day, >= 5 days a week.\n\nTea (drug)\n\n"
                    "Walking (behavioral): Half an hour."
                },
                "materials": ["tea"],
                "settings": ["canada"],
            },
            "nothing": {"role": "no-treatment", "name": "Nothing"},
            "talk": {"role": "experimental", "name": "Talk", "settings": ["canada"]},
        },
        "notes": [
            {
                "text": "Song (other)",
                "origin": "NCT99999999, armsInterventionsModule/interventions/2",
            },
            {
                "text": "Tea is compared with walking.",
                "origin": "NCT99999999, descriptionModule/briefSummary",
            },
        ],
    }
    assert [(e.pointer, e.decide) for e in study.entries if e.decide] == [
        ("/interventions/talk", "the role of this arm: the record says other.")
    ]
    assert [e.where for e in study.entries if not e.pointer] == [
        "blinding: investigator",
        "armsInterventionsModule/armGroups/2/interventionNames",
        "outcomes",
        "number of participants, which is of the whole study",
        "`identificationModule`: briefTitle",
        "`designModule`: studyType",
        "`contactsLocationsModule`: locations/city",
    ]


@pytest.mark.parametrize(
    ("status", "stage", "asks"),
    [
        ("NOT_YET_RECRUITING", "protocol", False),
        ("COMPLETED", "results", False),
        ("UNKNOWN", "ongoing", True),
        (None, "ongoing", True),
        (["COMPLETED"], "ongoing", True),
    ],
)
def test_the_stage_is_that_of_the_status(status: Any, stage: str, asks: Any) -> None:
    """Where the status does not say, it is to be decided."""
    record = copy.deepcopy(RECORD)
    record["protocolSection"]["statusModule"]["overallStatus"] = status
    study = drafted(record)
    assert study.data["stage"] == stage
    assert any(e.pointer == "/stage" and e.decide for e in study.entries) == asks


def wrapped(value: Any) -> Any:
    """Put each value into a list of one, as some programs do."""
    if isinstance(value, dict):
        return {key: wrapped(one) for key, one in value.items()}
    return [wrapped(one) for one in value] if isinstance(value, list) else [value]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (wrapped(RECORD), "each value stands in a list of its own"),
        ({"StudyFieldsResponse": {"StudyFields": []}}, "the older API"),
        ({"FullStudiesResponse": {}}, "the older API"),
        ({"protocolSection": {}}, "has no number"),
        ({"protocolSection": {"identificationModule": {"nctId": "NCT99999999"}}}, "names no arms"),
        ({"protocolSection": None}, "has no number"),
        ([1, {"protocolSection": 2}], "is no record"),
        ({"studies": [{"protocolSection": 2}, {}]}, "has no number"),
    ],
)
def test_a_broken_shape_is_named(data: Any, said: str) -> None:
    """With what to do; nothing is guessed of what it may have been."""
    raw = json.dumps(data).encode()
    assert registries.recognises(raw)
    with pytest.raises(FormError, match=said) as caught:
        registries.read(raw, "record.json")
    assert "download" in caught.value.hint


@pytest.mark.parametrize("raw", [b'{"protocolSection": ', b'"protocolSection"' + b"[" * 100_000])
def test_a_damaged_file_is_named(raw: bytes) -> None:
    """It is no whole JSON, or nested beyond sense."""
    with pytest.raises(FormError, match="is damaged"):
        registries.read(raw, "record.json")


def shaped() -> Iterator[tuple[str, bytes]]:
    """Go over the ways in which a file holds three records."""
    records = [copy.deepcopy(RECORD) for _ in range(3)]
    for number, record in enumerate(records):
        record["protocolSection"]["identificationModule"]["nctId"] = f"NCT9999999{number}"
    yield "array.json", json.dumps(records).encode()
    yield "search.json", json.dumps({"totalCount": 3, "studies": records}).encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for number, record in enumerate(records):
            package.writestr(f"NCT9999999{number}.json", json.dumps(record))
    yield "ctg-studies.zip", packed.getvalue()


@pytest.mark.parametrize(("name", "raw"), list(shaped()), ids=lambda one: str(one)[:16])
def test_each_record_of_a_file_becomes_a_draft(name: str, raw: bytes, tmp_path: Path) -> None:
    """An array, the answer to a search, and the ZIP that the site gives; the drafts are valid."""
    (tmp_path / name).write_bytes(raw)
    done = run_text(("import", name, "-o", "drafts/"), cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    drafts = sorted((tmp_path / "drafts").iterdir())
    assert [path.name for path in drafts] == [f"nct9999999{n}.intspec.yaml" for n in range(3)]
    for path in drafts:
        intspec.load(path, isolated=True)


def test_a_record_is_named_by_every_command(tmp_path: Path) -> None:
    """It is no specification and no form; the way out is `import`."""
    (tmp_path / "record.json").write_text(json.dumps(RECORD))
    for command in ("check", "render"):
        done = run_text((command, "record.json"), cwd=tmp_path)
        assert done.returncode == 2
        assert "ClinicalTrials.gov" in done.stdout + done.stderr
    assert "intspec import" in run_text(("check", "record.json"), cwd=tmp_path).stdout


def texts(value: Any, at: str = "") -> Iterator[tuple[str, str]]:
    """Go over the texts of a record, each with its place."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from texts(one, f"{at}/{key}" if at else key)
    elif isinstance(value, list):
        for one in value:
            yield from texts(one, at)
    elif isinstance(value, str):
        yield at, value


def records() -> list[Path]:
    """Return the records of real studies, where the collections are at hand."""
    at = badinput.given("registry")
    return sorted((at / "ctgov").glob("NCT*.json")) if at is not None else []


@pytest.mark.long
def test_of_real_records_nothing_is_lost_and_all_is_valid() -> None:
    """Each text of arms, interventions, criteria and summaries stands in the draft."""
    paths = records()
    if not paths:
        pytest.skip(f"{badinput.VARIABLE} does not name the folder of the collections")
    assert len(paths) == 17
    checked = 0
    for path in paths:
        record = json.loads(path.read_text("utf-8"))
        if "armsInterventionsModule" not in record["protocolSection"]:
            with pytest.raises(FormError, match="is a part of a record"):
                registries.read(path.read_bytes(), path.name)
            continue
        study = drafted(record)
        intspec.load(dict(study.data), isolated=True)
        written = flat(" ".join(text for _at, text in texts(study.data))).casefold()
        for at, text in texts(record["protocolSection"]):
            module = at.split("/")[0]
            if module in {"armsInterventionsModule", "eligibilityModule", "descriptionModule"}:
                for word in flat(text.replace("\\", "")).casefold().split():
                    bare = word.strip("*-;:().,0123456789")
                    known = at.endswith(("/type", "interventionNames", "stdAges", "sex"))
                    known = known or bare in {"key", "main", "inclusion", "exclusion", "criteria"}
                    assert known or bare in written.replace("\\", ""), (path.name, at, word)
        roles = {
            g["label"]: g["type"]
            for g in record["protocolSection"]["armsInterventionsModule"].get("armGroups", ())
            if g["type"] == "EXPERIMENTAL"
        }
        for arm in study.data["interventions"].values():
            if arm["name"] in roles:
                assert arm["role"] == "experimental"
        checked += 1
    assert checked == 16


def holders(value: Any) -> Iterator[Any]:
    """Go over the maps and lists of a record."""
    if isinstance(value, dict | list):
        yield value
        for inner in value.values() if isinstance(value, dict) else value:
            yield from holders(inner)


#: What the registry may add to its records one day.
NEWS: tuple[Any, ...] = ("A word", 7, 0.5, False, ["One"], [3], {"inner": "B"}, [{"inner": True}])


def said_of(study: Any) -> str:
    """Return all that is said of what became of a record."""
    return "\n".join(f"{one.where} {one.said} {one.became}" for one in study.entries)


def test_whatever_a_record_has_beside_is_told() -> None:
    """Keys and entries that nobody knows, anywhere in a record, one at a time and many at once."""
    chance = random.Random(3)
    count = len([*holders(RECORD)])
    several = [chance.sample(range(count), 5) for _ in range(20)]
    for places in [*([at] for at in range(count)), *several]:
        record = copy.deepcopy(RECORD)
        found = [*holders(record)]
        names = []
        for place in places:
            value = copy.deepcopy(chance.choice(NEWS))
            if isinstance(found[place], dict):
                names.append(f"newKey{place}")
                found[place][names[-1]] = value
            else:
                found[place].append({f"newKey{place}": value})
        before, after = drafted(RECORD), drafted(record)
        assert said_of(after) != said_of(before), places
        parts = LEFT_PARTS.values()
        told = [one.where for one in after.entries if not one.pointer]
        for name in names:
            assert any(name in where or where in parts for where in told), (name, told)


def test_whatever_a_real_record_says_is_told_by_its_part() -> None:
    """Each value became something or is counted among what is left out; no list of hundreds."""
    for path in records():
        record = json.loads(path.read_text("utf-8"))
        if "armsInterventionsModule" not in record["protocolSection"]:
            continue
        left = [one for one in drafted(record).entries if not one.pointer]
        assert len(left) <= 30, path
        for section in record:
            known = section == "protocolSection" or any(section in one.became for one in left)
            assert known, (path, section)
