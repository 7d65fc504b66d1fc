"""One record of ClinicalTrials.gov made into a draft.

What the registry says in words of its own lists (roles, kinds, who was blinded) has a place in a
specification. What it says in sentences becomes narrative under TIDieR 4, since a record does not
say which item a sentence answers. All else is told as left out. Nothing is concluded.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

import attrs

from intspec import DraftEntry, DraftSpecification, FormError
from intspec.text import plural, slug, unique
from intspec_bundled.registries.reading import SECTION
from intspec_bundled.registries.values import Value

ROLES = {
    "EXPERIMENTAL": "experimental",
    "ACTIVE_COMPARATOR": "active-comparator",
    "PLACEBO_COMPARATOR": "placebo",
    "SHAM_COMPARATOR": "sham",
    "NO_INTERVENTION": "no-treatment",
}
#: Interventions that are things, by the registry's type; the others are what is done.
THINGS = {
    "DRUG": "drug",
    "BIOLOGICAL": "biological",
    "DEVICE": "device",
    "DIETARY_SUPPLEMENT": "other",
}
DESIGNS = {"PARALLEL": "parallel", "CROSSOVER": "crossover", "FACTORIAL": "factorial"}
MASKED = {
    "PARTICIPANT": "participants",
    "CARE_PROVIDER": "providers",
    "OUTCOMES_ASSESSOR": "outcome-assessors",
}
#: How far a study is, and whether its status says so by itself.
STAGES = {
    "NOT_YET_RECRUITING": ("protocol", True),
    "WITHDRAWN": ("protocol", True),
    "RECRUITING": ("ongoing", True),
    "ENROLLING_BY_INVITATION": ("ongoing", True),
    "ACTIVE_NOT_RECRUITING": ("ongoing", True),
    "SUSPENDED": ("ongoing", True),
    "COMPLETED": ("results", True),
    "TERMINATED": ("results", True),
}
#: What of a record has no place in a specification, or none that it says for sure.
LEFT = {
    "outcomesModule": "outcomes",
    "oversightModule": "oversight",
    "ipdSharingStatementModule": "sharing of data",
    "referencesModule": "references",
    "contactsLocationsModule/overallOfficials": "officials",
    "contactsLocationsModule/centralContacts": "contacts",
    "identificationModule/orgStudyIdInfo": "the sponsor's own number of the study",
    "identificationModule/secondaryIdInfos": "other numbers of the study",
    "sponsorCollaboratorsModule/collaborators": "collaborators",
    "sponsorCollaboratorsModule/responsibleParty": "responsible party",
    "conditionsModule/keywords": "keywords",
    "designModule/phases": "phase of development",
    "designModule/enrollmentInfo": "number of participants, which is of the whole study",
    "designModule/designInfo/allocation": "allocation",
    "designModule/designInfo/primaryPurpose": "purpose",
    "statusModule/whyStopped": "why it was stopped",
    "statusModule/startDateStruct": "dates of the study",
}
LEFT_PARTS: Mapping[tuple[str, ...], str] = {
    **{(SECTION, *at.split("/")): words for at, words in LEFT.items()},
    ("resultsSection",): "results",
    ("derivedSection",): "what the registry derived from the record",
    ("documentSection",): "documents",
    ("annotationSection",): "notes of the registry on the record",
    ("hasResults",): "whether it has results",
}
#: How many keys of a part that is not known are named; of others it is told how many there are.
MOST_KEYS = 30
NARRATIVE = "tidier/procedures"
HEADING = re.compile(r"\W*(?:key |main )?(inclusion|exclusion)(?: criteria)?\W*", re.IGNORECASE)
MARK = re.compile(r"(?:[*\u2022-]|\(?\d{1,2}[.)])\s+")


def draft(record: Mapping[str, Any], name: str) -> DraftSpecification:
    """Make a draft of a record.

    Args:
        record: The record.
        name: The file that it stands in, for messages.

    Raises:
        FormError: It is a part of a record: it names no study, or no arms and no interventions.
    """
    return _Drafting(Value(record), name).make()


class _Drafting:
    def __init__(self, record: Value, name: str) -> None:
        self.record = record
        self.section = record.at(SECTION)
        self.number = self.section.at("identificationModule/nctId").text
        self.name = name
        self.entries: list[DraftEntry] = []
        self.data: dict[str, Any] = {}

    def make(self) -> DraftSpecification:
        if not self.number:
            message = f"{self.name}: a record has no number (`nctId`)"
            raise FormError(message, "download the whole record again")
        self._study()
        self._population()
        materials = self._materials()
        settings = self._settings()
        self._design()
        arms = self._arms(materials, settings)
        self.data["interventions"] = arms
        self._notes()
        self._left()
        origin = f"record {self.number} of ClinicalTrials.gov"
        return DraftSpecification(self.data, tuple(self.entries), origin)

    def _study(self) -> None:
        """Take over what the record says of the study as a whole."""
        data, number = self.data, self.number
        title_at = "identificationModule/officialTitle"
        if not self.section.at(title_at).text:
            title_at = "identificationModule/briefTitle"
        data |= {"intspec": "1.0", "id": slug(number), "version": "0.1.0"}
        data["title"] = self.section.at(title_at).text or number
        self._told(title_at, data["title"], "the title", "/title")
        if acronym := self.section.at("identificationModule/acronym").text:
            data["acronym"] = {"short": acronym}
            self._told("identificationModule/acronym", acronym, "the acronym", "/acronym")
        self._stage()
        data["language"] = "en"
        data["described_by"] = "others"
        data["checklists"] = ["tidier"]
        data["default_source"] = "registry"
        data["sources"] = {"registry": self._source()}
        registration = {"registry": "ClinicalTrials.gov", "id": number}
        if date := self.section.at("statusModule/studyFirstSubmitDate").text:
            registration["date"] = date
        data["registrations"] = [registration]
        at = "identificationModule/nctId"
        self._told(at, number, "a registration", "/registrations/0")
        if sponsor := self.section.at("sponsorCollaboratorsModule/leadSponsor/name").text:
            data["sponsor"] = {"name": sponsor}
            at = "sponsorCollaboratorsModule/leadSponsor/name"
            self._told(at, sponsor, "the sponsor", "/sponsor")

    def _stage(self) -> None:
        at = "statusModule/overallStatus"
        status = self.section.at(at).text
        stage, sure = STAGES.get(status, ("ongoing", False))
        self.data["stage"] = stage
        entry = DraftEntry(at, said=status, became=f"`stage: {stage}`", pointer="/stage")
        if not sure:
            decide = f"the stage: the status in the record is {_words(status) or 'not given'}."
            entry = attrs.evolve(entry, sure="unsure", decide=decide)
        self.entries.append(entry)

    def _source(self) -> dict[str, str]:
        updated = self.section.at("statusModule/lastUpdatePostDateStruct/date").text
        as_of = f", as updated on {updated}" if updated else ""
        return {
            "citation": f"ClinicalTrials.gov, record {self.number}{as_of}.",
            "kind": "registry-record",
            "url": f"https://clinicaltrials.gov/study/{self.number}",
            "read": "full-text",
        }

    def _population(self) -> None:
        population: dict[str, Any] = {}
        conditions = self.section.at("conditionsModule/conditions").texts
        if conditions:
            population["description"] = "; ".join(conditions)
            at = "conditionsModule/conditions"
            told = population["description"]
            self._told(at, told, "who takes part", "/population/description")
        at = "eligibilityModule/eligibilityCriteria"
        criteria = self.section.at(at).text
        split = _criteria(criteria)
        population |= split
        for kind in split:
            said = "; ".join(split[kind])
            self._told(at, said, f"{kind} criteria", f"/population/{kind}", sure="likely")
        if criteria and not split:
            self._note(at, criteria)
        for at, words in (
            ("eligibilityModule/minimumAge", "Minimum age"),
            ("eligibilityModule/maximumAge", "Maximum age"),
            ("eligibilityModule/sex", "Sex"),
            ("eligibilityModule/genderDescription", "Gender"),
        ):
            value = self.section.at(at).text
            if value and value != "ALL":
                value = _words(value) if value.isupper() else value
                listed = population.setdefault("inclusion", [])
                listed.append(f"{words}: {value}")
                pointer = f"/population/inclusion/{len(listed) - 1}"
                self._told(at, value, "an inclusion criterion", pointer)
        if population:
            self.data["population"] = population

    def _materials(self) -> dict[int, str]:
        """Make things of the interventions that are things, and return their keys by number."""
        found: dict[str, dict[str, str]] = {}
        keys: dict[int, str] = {}
        for number, one in self._interventions():
            name, kind = one.at("name").text, THINGS.get(one.at("type").text)
            if kind is None or not name:
                continue
            key = unique(_key(name, "thing"), found)
            found[key] = {"name": name, "kind": kind}
            keys[number] = key
            said = f"{_words(one.at('type').text)}: {name}"
            self._told(self._of(number), said, f"a material of kind {kind}", f"/materials/{key}")
        if found:
            self.data["materials"] = found
        return keys

    def _settings(self) -> list[str]:
        """Make a setting of each country: a record says where, and not in what kind of place."""
        places = self.section.at("contactsLocationsModule/locations").maps
        countries: dict[str, int] = {}
        for place in places:
            if country := place.at("country").text:
                countries[country] = countries.get(country, 0) + 1
        settings: dict[str, dict[str, str]] = {}
        for country, count in countries.items():
            key = unique(_key(country, "country"), settings)
            settings[key] = {"country": country}
            self._told(
                "contactsLocationsModule/locations",
                plural(count, "location"),
                f"the setting `{country}`",
                f"/settings/{key}",
                sure="likely",
            )
        if settings:
            self.data["settings"] = settings
        return list(settings)

    def _design(self) -> None:
        at = "designModule/designInfo/interventionModel"
        model = self.section.at(at).text
        if model == "SINGLE_GROUP" and len(self._groups()) == 1:
            self.data["design"] = {"kind": "single-arm"}
        elif model in DESIGNS:
            self.data["design"] = {"kind": DESIGNS[model]}
        if "design" in self.data:
            self._told(at, model, "the design", "/design/kind")
        elif model:
            self._lost(at, model)
        masking = self.section.at("designModule/designInfo/maskingInfo")
        if not masking.holds_keys():
            return
        who = masking.at("whoMasked").texts
        blinded = [MASKED[one] for one in who if one in MASKED]
        if masking.at("masking").text == "NONE":
            blinded = ["nobody"]
        at = "designModule/designInfo/maskingInfo"
        blinding: dict[str, Any] = {"blinded": blinded} if blinded else {}
        if how := masking.at("maskingDescription").text:
            blinding["how"] = how
        if blinding:
            self.data["conduct"] = {"blinding": blinding}
            said = "; ".join(who) or masking.at("masking").text
            self._told(at, said, "who is blinded", "/conduct/blinding")
        others = [one for one in who if one not in MASKED]
        for one in others or ([] if blinding else [masking.at("masking").text]):
            self._lost(f"blinding: {_words(one)}", one)

    def _arms(self, materials: Mapping[int, str], settings: list[str]) -> dict[str, Any]:
        groups = self._groups()
        if not groups and not any(True for _ in self._interventions()):
            message = f"{self.name}: {self.number} is a part of a record: it names no arms"
            raise FormError(message, "download the whole record again")
        if not groups:
            decide = "the arms: the record names interventions, and no arms."
            self.entries.append(
                DraftEntry(
                    "armsInterventionsModule/armGroups",
                    became="one arm with all interventions",
                    pointer="/interventions/intervention",
                    sure="unsure",
                    decide=decide,
                )
            )
            names = [name for _, one in self._interventions() if (name := one.at("name").text)]
            label = names[0] if len(names) == 1 else self.data["title"]
            groups = [Value({"label": label, "type": "EXPERIMENTAL"})]
        arms: dict[str, Any] = {}
        given: dict[str, list[int]] = {}
        for number, group in enumerate(groups):
            label = group.at("label").text or f"Arm {number + 1}"
            key = unique(_key(label, "arm") if len(groups) > 1 else "intervention", arms)
            arms[key] = self._arm(number, key, label, group)
            given[label.casefold()] = [*given.get(label.casefold(), ()), number]
        keys = list(arms)
        for number, one in self._interventions():
            self._give(number, one, arms, keys, given, materials)
        known = {one.at("name").text.casefold() for _, one in self._interventions()}
        for number, group in enumerate(groups):
            for said in group.at("interventionNames").texts:
                if said.partition(": ")[2].casefold() not in known:
                    self._lost(
                        f"armsInterventionsModule/armGroups/{number}/interventionNames", said
                    )
        for arm in arms.values():
            if settings and arm["role"] != "no-treatment":
                arm["settings"] = list(settings)
            if arm["narrative"]:
                arm["narrative"] = {NARRATIVE: "\n\n".join(arm["narrative"])}
            else:
                del arm["narrative"]
        return arms

    def _arm(self, number: int, key: str, label: str, group: Value) -> dict[str, Any]:
        """Begin an arm with what the record says of its group."""
        at = f"armsInterventionsModule/armGroups/{number}"
        kind = group.at("type").text
        role = ROLES.get(kind, "experimental")
        pointer = f"/interventions/{key}"
        entry = DraftEntry(at, said=f"{label} ({_words(kind)})", pointer=pointer)
        became = f"the arm `{label}` in the role {role}"
        if kind in ROLES:
            self.entries.append(attrs.evolve(entry, became=became))
        else:
            said = f"the record says {_words(kind)}" if kind else "the record does not say"
            decide = f"the role of this arm: {said}."
            unsure = attrs.evolve(entry, became=became, sure="unsure", decide=decide)
            self.entries.append(unsure)
        narrative = []
        if text := group.at("description").text:
            narrative.append(text)
            self._told(f"{at}/description", text, "narrative", f"{pointer}/narrative", "likely")
        return {"role": role, "name": label, "narrative": narrative}

    def _give(  # noqa: PLR0913, PLR0917 -- what the arms and the interventions are known by
        self,
        number: int,
        one: Value,
        arms: dict[str, Any],
        keys: list[str],
        labels: Mapping[str, list[int]],
        materials: Mapping[int, str],
    ) -> None:
        """Put an intervention into the arms that it names, or in which it is named."""
        name, kind = one.at("name").text, _words(one.at("type").text)
        wanted = [label.casefold() for label in one.at("armGroupLabels").texts]
        numbers = [arm for label in wanted for arm in labels.get(label, ())]
        if not wanted:
            numbers = [
                arm
                for arm, group in enumerate(self._groups())
                for said in group.at("interventionNames").texts
                if said.partition(": ")[2].casefold() == name.casefold()
            ]
            if not self._groups():
                numbers = [0]
        text = one.at("description").text
        words = f"{name} ({kind})" + (f": {text}" if text else "")
        others = one.at("otherNames").texts
        if others:
            words += f" Other names: {', '.join(others)}."
        for arm in dict.fromkeys(numbers):
            arms[keys[arm]]["narrative"].append(words)
            if number in materials:
                arms[keys[arm]].setdefault("materials", []).append(materials[number])
            pointer = f"/interventions/{keys[arm]}/narrative"
            self._told(self._of(number), words, "narrative", pointer, "likely")
        if not numbers:
            self._note(self._of(number), words)

    def _notes(self) -> None:
        for at in ("descriptionModule/briefSummary", "descriptionModule/detailedDescription"):
            if text := self.section.at(at).text:
                self._note(at, text)

    def _left(self) -> None:
        """Tell of all that the record says and that has no place, a line for each part of it."""
        unread: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
        for path in self.record.unread():
            keys = tuple(step for step in path if isinstance(step, str))
            unread.setdefault(_part_of(keys), []).append(keys)
        known = [part for part in LEFT_PARTS if part in unread]
        for part in [*known, *(part for part in unread if part not in LEFT_PARTS)]:
            at, values = "/".join(part).removeprefix(f"{SECTION}/"), unread[part]
            below = dict.fromkeys("/".join(keys[len(part) :][:2]) for keys in values)
            named = ", ".join(key for key in islice(below, MOST_KEYS) if key)
            more = (
                f" and {plural(len(below) - MOST_KEYS, 'key')} more"
                if len(below) > MOST_KEYS
                else ""
            )
            words = LEFT_PARTS.get(part) or (f"`{at}`: {named}{more}" if named else f"`{at}`")
            became = f"nothing: {plural(len(values), 'value')} of `{at}`"
            self.entries.append(DraftEntry(words, said="", became=became))

    def _groups(self) -> list[Value]:
        return self.section.at("armsInterventionsModule/armGroups").maps

    def _interventions(self) -> Iterator[tuple[int, Value]]:
        yield from enumerate(self.section.at("armsInterventionsModule/interventions").maps)

    @staticmethod
    def _of(number: int) -> str:
        return f"armsInterventionsModule/interventions/{number}"

    def _told(self, at: str, said: str, became: str, pointer: str, sure: Any = "sure") -> None:
        self.entries.append(DraftEntry(at, said=said, became=became, pointer=pointer, sure=sure))

    def _lost(self, at: str, said: str) -> None:
        self.entries.append(DraftEntry(at, said=said, became="nothing: it has no place"))

    def _note(self, at: str, text: str) -> None:
        """Keep a text whose place a person has to find."""
        notes = self.data.setdefault("notes", [])
        notes.append({"text": text, "origin": f"{self.number}, {at}"})
        self._told(at, text, "kept under `notes`", f"/notes/{len(notes) - 1}", "likely")


def _part_of(keys: tuple[str, ...]) -> tuple[str, ...]:
    """Return the part of a record with which a place is told: a known one, or a module."""
    known = (keys[:depth] for depth in range(len(keys), 0, -1))
    whole = keys[:2] if keys[0] == SECTION else keys[:1]
    return next((part for part in known if part in LEFT_PARTS), whole)


def _words(term: str) -> str:
    """Write a word of the registry's lists as people do: `NO_INTERVENTION` as `no intervention`."""
    return term.replace("_", " ").lower()


def _key(name: str, otherwise: str) -> str:
    key = slug(name)[:40].strip("-")
    return key if key[:1].isalpha() else f"{otherwise}-{key}".strip("-")


def _criteria(text: str) -> dict[str, list[str]]:
    """Split criteria under their own headings; nothing where they have none."""
    found: dict[str, list[str]] = {}
    kind = ""
    for line in _lines(text):
        if heading := HEADING.fullmatch(line.strip()):
            kind = heading.group(1).lower()
        elif not kind:
            return {}
        else:
            _add(found.setdefault(kind, []), line)
    return found


def _lines(text: str) -> Iterable[str]:
    return (line.rstrip() for line in text.splitlines() if line.strip())


def _add(entries: list[str], line: str) -> None:
    """Add a criterion; what is indented or has no mark goes on with the one before it."""
    mark = MARK.match(line.lstrip())
    words = line.strip()[mark.end() :] if mark else line.strip()
    goes_on = line[:1].isspace() or (not mark and entries and not entries[-1].endswith("."))
    if entries and goes_on:
        between = " " if entries[-1].endswith((":", ",")) or not mark else "; "
        entries[-1] += f"{between}{words}"
    else:
        entries.append(words)
