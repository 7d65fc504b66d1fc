"""One record of ClinicalTrials.gov made into a draft.

What the registry says in words of its own lists (roles, kinds, who was blinded) has a place in a
specification. What it says in sentences becomes narrative under TIDieR 4, since a record does not
say which item a sentence answers. All else is told as left out. Nothing is concluded.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

from intspec import DraftEntry, DraftSpecification, FormError
from intspec.text import plural, slug, unique

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
NARRATIVE = "tidier/procedures"
#: How the registry's own markup keeps signs from being read as such.
ESCAPED = re.compile(r"\\([\\<>*_~\[\]#+=|`-])")
HEADING = re.compile(r"\W*(?:key |main )?(inclusion|exclusion)(?: criteria)?\W*", re.IGNORECASE)
MARK = re.compile(r"(?:[*\u2022-]|\(?\d{1,2}[.)])\s+")


def draft(section: Mapping[str, Any], name: str) -> DraftSpecification:
    """Make a draft of a record.

    Args:
        section: Its `protocolSection`.
        name: The file that it stands in, for messages.

    Raises:
        FormError: It is a part of a record: it names no study, or no arms and no interventions.
    """
    return _Drafting(section, name).make()


class _Drafting:
    def __init__(self, section: Mapping[str, Any], name: str) -> None:
        self.section = section
        self.number = _text(_at(section, "identificationModule/nctId"))
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
        if not _text(_at(self.section, title_at)):
            title_at = "identificationModule/briefTitle"
        data |= {"intspec": "1.0", "id": slug(number), "version": "0.1.0"}
        data["title"] = _text(_at(self.section, title_at)) or number
        self._told(title_at, data["title"], "the title", "/title")
        if acronym := _text(_at(self.section, "identificationModule/acronym")):
            data["acronym"] = {"short": acronym}
            self._told("identificationModule/acronym", acronym, "the acronym", "/acronym")
        self._stage()
        data["language"] = "en"
        data["described_by"] = "others"
        data["checklists"] = ["tidier"]
        data["default_source"] = "registry"
        data["sources"] = {"registry": self._source()}
        registration = {"registry": "ClinicalTrials.gov", "id": number}
        if date := _text(_at(self.section, "statusModule/studyFirstSubmitDate")):
            registration["date"] = date
        data["registrations"] = [registration]
        at = "identificationModule/nctId"
        self._told(at, number, "a registration", "/registrations/0")
        if sponsor := _text(_at(self.section, "sponsorCollaboratorsModule/leadSponsor/name")):
            data["sponsor"] = {"name": sponsor}
            at = "sponsorCollaboratorsModule/leadSponsor/name"
            self._told(at, sponsor, "the sponsor", "/sponsor")

    def _stage(self) -> None:
        at = "statusModule/overallStatus"
        status = _text(_at(self.section, at))
        stage, sure = STAGES.get(status, ("ongoing", False))
        self.data["stage"] = stage
        entry = DraftEntry(at, said=status, became=f"`stage: {stage}`", pointer="/stage")
        if not sure:
            decide = f"the stage: the status in the record is {_words(status) or 'not given'}."
            entry = attrs.evolve(entry, sure="unsure", decide=decide)
        self.entries.append(entry)

    def _source(self) -> dict[str, str]:
        updated = _text(_at(self.section, "statusModule/lastUpdatePostDateStruct/date"))
        as_of = f", as updated on {updated}" if updated else ""
        return {
            "citation": f"ClinicalTrials.gov, record {self.number}{as_of}.",
            "kind": "registry-record",
            "url": f"https://clinicaltrials.gov/study/{self.number}",
            "read": "full-text",
        }

    def _population(self) -> None:
        population: dict[str, Any] = {}
        conditions = _texts(_at(self.section, "conditionsModule/conditions"))
        if conditions:
            population["description"] = "; ".join(conditions)
            at = "conditionsModule/conditions"
            told = population["description"]
            self._told(at, told, "who takes part", "/population/description")
        at = "eligibilityModule/eligibilityCriteria"
        criteria = _text(_at(self.section, at))
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
        ):
            value = _text(_at(self.section, at))
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
            name, kind = _text(one.get("name")), THINGS.get(_text(one.get("type")))
            if kind is None or not name:
                continue
            key = unique(_key(name, "thing"), found)
            found[key] = {"name": name, "kind": kind}
            keys[number] = key
            said = f"{_words(_text(one['type']))}: {name}"
            self._told(self._of(number), said, f"a material of kind {kind}", f"/materials/{key}")
        if found:
            self.data["materials"] = found
        return keys

    def _settings(self) -> list[str]:
        """Make a setting of each country: a record says where, and not in what kind of place."""
        places = _maps(_at(self.section, "contactsLocationsModule/locations"))
        countries: dict[str, int] = {}
        for place in places:
            if country := _text(place.get("country")):
                countries[country] = countries.get(country, 0) + 1
        settings: dict[str, dict[str, str]] = {}
        for country, count in countries.items():
            key = unique(_key(country, "country"), settings)
            settings[key] = {"country": country}
            self._told(
                "contactsLocationsModule/locations",
                plural(count, "location"),
                f"the setting `{country}`; facilities are left out",
                f"/settings/{key}",
                sure="likely",
            )
        if settings:
            self.data["settings"] = settings
        return list(settings)

    def _design(self) -> None:
        at = "designModule/designInfo/interventionModel"
        model = _text(_at(self.section, at))
        if model == "SINGLE_GROUP" and len(self._groups()) == 1:
            self.data["design"] = {"kind": "single-arm"}
        elif model in DESIGNS:
            self.data["design"] = {"kind": DESIGNS[model]}
        if "design" in self.data:
            self._told(at, model, "the design", "/design/kind")
        elif model:
            self._lost(at, model)
        masking = _at(self.section, "designModule/designInfo/maskingInfo")
        if not isinstance(masking, Mapping):
            return
        who = _texts(masking.get("whoMasked"))
        blinded = [MASKED[one] for one in who if one in MASKED]
        if _text(masking.get("masking")) == "NONE":
            blinded = ["nobody"]
        at = "designModule/designInfo/maskingInfo"
        blinding: dict[str, Any] = {"blinded": blinded} if blinded else {}
        if how := _text(masking.get("maskingDescription")):
            blinding["how"] = how
        if blinding:
            self.data["conduct"] = {"blinding": blinding}
            said = "; ".join(who) or _text(masking.get("masking"))
            self._told(at, said, "who is blinded", "/conduct/blinding")
        others = [one for one in who if one not in MASKED]
        for one in others or ([] if blinding else [_text(masking.get("masking"))]):
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
            names = [name for _, one in self._interventions() if (name := _text(one.get("name")))]
            label = names[0] if len(names) == 1 else self.data["title"]
            groups = [{"label": label, "type": "EXPERIMENTAL"}]
        arms: dict[str, Any] = {}
        given: dict[str, list[int]] = {}
        for number, group in enumerate(groups):
            label = _text(group.get("label")) or f"Arm {number + 1}"
            key = unique(_key(label, "arm") if len(groups) > 1 else "intervention", arms)
            arms[key] = self._arm(number, key, label, group)
            given[label.casefold()] = [*given.get(label.casefold(), ()), number]
        keys = list(arms)
        for number, one in self._interventions():
            self._give(number, one, arms, keys, given, materials)
        for arm in arms.values():
            if settings and arm["role"] != "no-treatment":
                arm["settings"] = list(settings)
            if arm["narrative"]:
                arm["narrative"] = {NARRATIVE: "\n\n".join(arm["narrative"])}
            else:
                del arm["narrative"]
        return arms

    def _arm(self, number: int, key: str, label: str, group: Mapping[str, Any]) -> dict[str, Any]:
        """Begin an arm with what the record says of its group."""
        at = f"armsInterventionsModule/armGroups/{number}"
        kind = _text(group.get("type"))
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
        if text := _text(group.get("description")):
            narrative.append(text)
            self._told(f"{at}/description", text, "narrative", f"{pointer}/narrative", "likely")
        return {"role": role, "name": label, "narrative": narrative}

    def _give(  # noqa: PLR0913, PLR0917 -- what the arms and the interventions are known by
        self,
        number: int,
        one: Mapping[str, Any],
        arms: dict[str, Any],
        keys: list[str],
        labels: Mapping[str, list[int]],
        materials: Mapping[int, str],
    ) -> None:
        """Put an intervention into the arms that it names, or in which it is named."""
        name, kind = _text(one.get("name")), _words(_text(one.get("type")))
        wanted = [label.casefold() for label in _texts(one.get("armGroupLabels"))]
        numbers = [arm for label in wanted for arm in labels.get(label, ())]
        if not wanted:
            numbers = [
                arm
                for arm, group in enumerate(self._groups())
                for said in _texts(group.get("interventionNames"))
                if said.partition(": ")[2].casefold() == name.casefold()
            ]
            if not self._groups():
                numbers = [0]
        text = _text(one.get("description"))
        words = f"{name} ({kind})" + (f": {text}" if text else "")
        others = _texts(one.get("otherNames"))
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
            if text := _text(_at(self.section, at)):
                self._note(at, text)

    def _left(self) -> None:
        """Tell of what the record says that has no place."""
        for at, words in LEFT.items():
            if _at(self.section, at):
                self.entries.append(DraftEntry(words, said="", became=f"nothing: `{at}`"))

    def _groups(self) -> list[Mapping[str, Any]]:
        return _maps(_at(self.section, "armsInterventionsModule/armGroups"))

    def _interventions(self) -> Iterator[tuple[int, Mapping[str, Any]]]:
        yield from enumerate(_maps(_at(self.section, "armsInterventionsModule/interventions")))

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


def _at(section: Any, path: str) -> Any:
    """Return what stands at a path of keys, or None."""
    for key in path.split("/"):
        section = section.get(key) if isinstance(section, Mapping) else None
    return section


def _text(value: Any) -> str:
    """Return a text without the registry's own markup; empty where there is none."""
    return ESCAPED.sub(r"\1", value).strip() if isinstance(value, str) else ""


def _texts(value: Any) -> list[str]:
    return [text for one in value if (text := _text(one))] if isinstance(value, list) else []


def _maps(value: Any) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


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
