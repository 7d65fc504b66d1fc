"""Turn a filled form into a draft specification, and record what became of each answer."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import attrs

from intspec.answers.answer import EMPTY, Answer, Kind, Said, Sure
from intspec.answers.notices import Named
from intspec.answers.registered import registered
from intspec.checklists import Item, asks_for_name
from intspec.diagnostics import pointer
from intspec.forms.arms import ANSWERS, draft_arms, key_of, short_key_of
from intspec.forms.drafted import Draft, DraftEntry
from intspec.forms.matching import asks_of_study
from intspec.forms.open_answers import taken_as
from intspec.forms.read import Filled, FilledItem
from intspec.forms.surroundings import PRINTED
from intspec.forms.typed import Typed
from intspec.model.keys import FORMATS
from intspec.text.characters import NOT_IN_SPECIFICATIONS, STAND_IN, any_of
from intspec.text.names import unique
from intspec.text.placeholders import NO_REASON
from intspec.text.wording import flat
from intspec.text.yaml_text import Path

if TYPE_CHECKING:
    from intspec.forms.told import Lexicon

#: What a guideline is for, by the stage that its file names.
STUDIES = {"protocol": "protocols", "ongoing": "studies under way", "results": "results"}
#: The outermost keys of a specification.
SPECIFICATION = frozenset({"conduct"})
#: What becomes of an answer that says nothing, by its kind.
NOTHING: Mapping[Kind, str] = {
    "blank": "left open: the form holds no answer",
    "underscores": "left open: the form's underscores were never filled in",
    "placeholder": "left open: what stands there only holds the place of an answer",
    "gap": "left open: the form says that there is no answer",
    "elsewhere": "nothing: it only points to the column beside it",
    "not-yet": "nothing: the guideline does not ask for it at this stage",
    "not-asked": "nothing: the guideline does not ask it of this arm",
}
#: Why an answer is kept as a note, by its kind.
NOTED: Mapping[Kind, str] = {
    "question": "a question mark says that something is not clear",
    "gap": "it says that there is no answer, or not yet",
    "unclear": "it does not say where or what",
    "claimed": "it says that the item is reported, and not where",
    "partial": "it says that a part of the item is not reported",
    "comment": "a comment",
}


def draft(filled: Filled, name: str, words: "Lexicon | None" = None) -> Draft:
    """Make a draft of a filled form.

    Args:
        filled: The form.
        name: The file's name without its endings, for the id and, where the form has none, the
            title.
        words: The names of providers, places and modes, where fields are to be proposed.
    """
    drafting = _Drafting(filled, name)
    drafted = drafting.make()
    if words is not None:
        from intspec.forms.structure import propose  # noqa: PLC0415 -- only asked for by an option

        propose(drafted, filled, drafting.keys, words)
    return drafted


class _Entries:
    """The entries of a list, each of them once."""

    def __init__(self) -> None:
        self.entries: list[dict[str, str]] = []
        self.numbers: dict[tuple[tuple[str, str], ...], int] = {}

    def add(self, entry: dict[str, str]) -> int:
        """Add an entry that is not there yet, and return its number in the list."""
        number = self.numbers.setdefault(tuple(sorted(entry.items())), len(self.entries))
        if number == len(self.entries):
            self.entries.append(entry)
        return number


class _Drafting:
    """Makes the draft of one form."""

    def __init__(self, filled: Filled, name: str) -> None:
        self.filled = filled
        self.name = name
        self.checklist = filled.choice.checklist if filled.choice else None
        self.out = Draft({})
        self.documents: dict[str, dict[str, str]] = {}
        self.listed: dict[str, str] = {}
        self.named: dict[tuple[str, ...], str] = {}
        self.locations = _Entries()
        self.declarations = _Entries()
        self.registrations = _Entries()
        self.study: dict[str, Any] = {}
        self.narrative: dict[str, str] = {}
        self.notes: list[dict[str, str]] = []
        self.arms: dict[str, dict[str, Any]] = {}
        self.keys: dict[str, str] = {}

    def make(self) -> Draft:
        drafted = draft_arms(self.filled.arms, self.filled.name)
        self.arms, self.keys = drafted.arms, drafted.keys
        self._head()
        self.out.comments.update(drafted.comments)
        self.out.entries += [DraftEntry(*fields) for fields in drafted.entries]
        for document in self.filled.around.documents.values():
            self._document(document)
        for row in self.filled.items:
            self._row(row)
        for text, where in self.filled.around.rest:
            if PRINTED.fullmatch(text):
                became = "nothing: the form's own printed words"
                self.out.entries.append(DraftEntry(where, "", text, became))
            elif not any(
                text.startswith(f"{choice.checklist.label}: ")
                for choice in self.filled.identity.choices
            ):
                self._note(text, where, DraftEntry(where, "", text, "kept under `notes`"))
        for words in self.filled.beside:
            self._beside(words)
        for remark in self.filled.form.remarks:
            entry = DraftEntry("the file", "", remark, "kept under `notes`", sure="unsure")
            self._note(remark, "set aside by the reader of the file", entry)
        self._assemble()
        return self.out

    def _head(self) -> None:
        around, data = self.filled.around, self.out.data
        data["intspec"] = "1.0"
        data["id"] = key_of(self.name, "study")
        title, sure, where = around.title, True, around.titled
        if self.checklist is not None:
            title = title.partition(f" \N{EN DASH} {self.checklist.label}: ")[0]
        if not title or self._names_the_form(title):
            if title:
                around.rest.insert(0, (title, where))
            title, sure, where = self.name, False, "the file's name"
        data["title"] = title
        self._decided(("title",), "the title", title, where, sure=sure)
        meant = self.checklist.file.stage if self.checklist is not None else None
        stage, where = "results", ""
        if around.stage:
            stage = around.stage
            where = "the title, which says protocol" if around.planned else "the form"
        elif meant is not None and not around.arms:
            stage, where = meant, f"the guideline, which is for {STUDIES[meant]}"
        data["stage"] = stage
        sure = bool(where) and not around.planned
        self._decided(("stage",), "the stage", stage, where, sure=sure)
        language = self.filled.form.language
        if re.match(FORMATS["language"][0], language):
            data["language"] = language
        if around.fictitious:
            data["fictitious"] = True
        if around.by_others:
            data["described_by"] = "others"
        choices = {choice.checklist.id: choice for choice in self.filled.identity.choices}
        data["checklists"] = list(choices)
        for choice in choices.values():
            became = f"`checklists: [{choice.checklist.id}]`, by {choice.why}"
            sure_of: Sure = "sure" if choice.sure else "likely"
            label = choice.checklist.label
            self.out.entries.append(
                DraftEntry("the form", "", label, became, "/checklists", sure_of)
            )

    def _names_the_form(self, title: str) -> bool:
        """Tell whether a title is that of the guideline's form and not of the study."""
        if self.checklist is None or self.checklist.file.title.lower() not in title.lower():
            return False
        words = ("checklist", "template", "guideline", "statement", "form", "information to")
        name = self.checklist.file.title.lower()
        return title.lower() == name or any(word in title.lower() for word in words)

    def _decided(self, path: Path, label: str, value: str, where: str, *, sure: bool) -> None:
        top = f"/{path[0]}"
        if sure:
            entry = DraftEntry(where, "", value, f"`{path[0]}: {value}`", top)
        else:
            why = f"taken from {where}" if where else "the form does not say"
            self.out.comments[path] = [f"DECIDE {label}: {why}."]
            became = f"`{path[0]}: {value}`: chosen here; please decide"
            entry = DraftEntry(
                where or "the form", "", value if where else "", became, top, "unsure"
            )
        self.out.entries.append(entry)

    def _row(self, row: FilledItem) -> None:
        for cell in row.comments:
            entry = DraftEntry(cell.where, row.number, cell.text, "kept under `notes`: a comment")
            self._note(cell.text, f"{row.place}, a comment", entry)
        if row.item is None:
            self._unknown(row)
            return
        if not row.said:
            became = "left open: the row has no cell for an answer"
            self.out.entries.append(DraftEntry(row.where, row.number, "", became, sure="sure"))
        filled = any(cell_answer.answer.kind != "blank" for cell_answer in row.said)
        for cell_answer in row.said if filled else row.said[:1]:
            if cell_answer.answer.kind == "blank" and filled:
                continue
            self.out.entries.append(self._answer(row, row.item, cell_answer))

    def _beside(self, words: Typed) -> None:
        """Tell what was typed where the form prints its own words; keep what surely was."""
        beside = "where the form has its own words, and not where it asks for an answer"
        entry = DraftEntry(words.where, words.item, words.text, "", sure="unsure")
        if words.sure:
            became = f"kept under `notes`: it stands {beside}"
            self._note(words.text, f"{words.where}, {beside}", attrs.evolve(entry, became=became))
        else:
            became = f"not read: it stands {beside}; copy it there if it is one"
            self.out.entries.append(attrs.evolve(entry, became=became))

    def _unknown(self, row: FilledItem) -> None:
        said = [one for one in row.said if one.answer.text.strip()]
        if asks_of_study(row.label) == "registration" and registered([o.answer for o in said]):
            for one in said:
                if one.answer.kind == "registration":
                    entry = DraftEntry(one.where, row.number, one.answer.text, "")
                    self.out.entries.append(self._registered(entry, one.answer))
            return
        text = " | ".join(dict.fromkeys(one.answer.text for one in said))
        guideline = row.checklist.label if row.checklist else "any guideline"
        why = f"item {row.number} is none of the items that are known here of {guideline}"
        if not text:
            self.out.entries.append(DraftEntry(row.where, row.number, "", f"nothing: {why}"))
            return
        words = flat(row.label)
        entry = DraftEntry(row.where, row.number, text, f"kept under `notes`: {why}")
        self._note(f"{words}: {text}" if words else text, row.place, entry)

    def _answer(self, row: FilledItem, item: Item, cell_answer: Said) -> DraftEntry:
        answer = cell_answer.answer
        about = answer.about or _about(row, item)
        arm = self.keys.get(answer.arm, "")
        entry = DraftEntry(cell_answer.where, item.number, answer.text, "", sure=answer.sure)
        if answer.kind == "located":
            return self._located(entry, cell_answer, about, arm)
        if answer.kind == "claimed" and not self._open(row, answer.arm):
            return self._claimed(entry, about, arm)
        if answer.kind in ("declared", "no-reason"):
            return self._declared(entry, answer, about, arm)
        if answer.kind == "prose":
            return self._prose(entry, row, item, answer, arm)
        if answer.kind == "none":
            return self._denied(entry, row, item, answer, arm)
        if answer.kind == "registration":
            return self._registered(entry, answer)
        if answer.kind == "doubtful":
            return self._doubtful(entry, answer, f"{cell_answer.where}, item {item.number}")
        open_words = answer.kind == "gap" and answer.reason
        if answer.kind in NOTHING and not open_words:
            sure: Sure = "sure" if answer.kind != "placeholder" else "likely"
            return attrs.evolve(entry, became=NOTHING[answer.kind], sure=sure)
        self._note(answer.text, f"{cell_answer.where}, item {item.number}", None)
        return attrs.evolve(
            entry,
            became=f"kept under `notes`: {NOTED[answer.kind]}",
            pointer=f"/notes/{len(self.notes) - 1}",
            sure="unsure",
        )

    def _declared(self, entry: DraftEntry, answer: Answer, about: str, arm: str) -> DraftEntry:
        """Declare what an answer does; where it gives no reason, a person has to."""
        target = key_of(answer.target, "") if answer.target else ""
        bare = answer.kind == "no-reason"
        values = {"about": about, "arm": arm, "target": target, "state": answer.state}
        values["reason"] = NO_REASON if bare else flat(answer.reason)
        number = self.declarations.add({k: v for k, v in values.items() if v})
        became = f"declared {answer.state.replace('-', ' ')}"
        if bare:
            became += ", without a reason: please write it"
            self.out.comments["declarations", number] = ["DECIDE the reason: none given."]
        sure: Sure = "unsure" if bare else entry.sure
        return attrs.evolve(entry, became=became, pointer=f"/declarations/{number}", sure=sure)

    @staticmethod
    def _open(row: FilledItem, arm: str) -> bool:
        """Tell whether a cell of the row that is for the same arm was left empty."""
        return any(said.answer.kind in EMPTY and said.answer.arm in ("", arm) for said in row.said)

    def _claimed(self, entry: DraftEntry, about: str, arm: str) -> DraftEntry:
        """Keep that an item is reported in the paper, though the form does not say where."""
        key = self._document(Named("primary-paper"))
        values = {"about": about, "arm": arm, "document": key}
        number = self.locations.add({k: v for k, v in values.items() if v})
        became = f"a location in `{key}`: the form does not say where in it"
        return attrs.evolve(entry, became=became, pointer=f"/locations/{number}", sure="likely")

    def _doubtful(self, entry: DraftEntry, answer: Answer, origin: str) -> DraftEntry:
        """Keep an answer that may not be what was meant as a note, with the reason."""
        if not answer.text:
            return attrs.evolve(entry, became=f"left open: {answer.reason}", sure="unsure")
        self._note(answer.text, f"{origin}: {answer.reason}", None)
        return attrs.evolve(
            entry,
            became=f"kept under `notes`: {answer.reason}",
            pointer=f"/notes/{len(self.notes) - 1}",
            sure="unsure",
        )

    def _denied(
        self, entry: DraftEntry, row: FilledItem, item: Item, answer: Answer, arm: str
    ) -> DraftEntry:
        """Write what a denial makes false, in the arm that it is about or in all."""
        places: list[str] = []
        for path in item.denied:
            keys = path.split(".")
            arms = [arm] if arm else list(self.arms)
            if keys[0] in SPECIFICATION:
                bases: list[tuple[str, ...]] = [()]
            else:
                bases = [("interventions", key) for key in arms]
            for base in bases:
                data = self.arms[base[1]] if base else self.study
                for key in keys[:-1]:
                    data = data.setdefault(key, {})
                data.setdefault(keys[-1], False)
                places.append(pointer((*base, *keys)))
                said = f"{row.place} says `{flat(answer.text)}`"
                asked = f"DECIDE: {said}, taken as: {taken_as(item)}."
                told = asked if answer.sure != "sure" else f"{said}."
                self.out.comments.setdefault((*base, keys[0]), []).append(told)
        became = f"`{item.denied[0]}: false`, taken as: {taken_as(item)}"
        return attrs.evolve(entry, became=became, pointer=places[0])

    def _registered(self, entry: DraftEntry, answer: Answer) -> DraftEntry:
        """Keep the number of a registration."""
        number = self.registrations.add({"registry": answer.reason, "id": answer.text})
        return attrs.evolve(
            entry, became="a number of a registration", pointer=f"/registrations/{number}"
        )

    def _located(self, entry: DraftEntry, cell_answer: Said, about: str, arm: str) -> DraftEntry:
        answer = cell_answer.answer
        fields = dict(answer.place.fields) if answer.place else {}
        document, sure = answer.document, entry.sure
        if document is None and cell_answer.kind == "other":
            words = fields.get("section", "") if fields.keys() == {"section"} else ""
            document = Named("other", words)
            fields = {} if words else fields
            sure = "likely" if words else "unsure"
        elif (
            fields.keys() == {"url"}
            and document is None
            and not (answer.place and answer.place.full)
        ):
            document, fields = Named("website", url=fields["url"]), {}
        key = self._document(document or Named("primary-paper"))
        values = {"about": about, "arm": arm, "document": key}
        number = self.locations.add({k: v for k, v in {**values, **fields}.items() if v})
        place = ", ".join(f"{k} {v}" for k, v in fields.items())
        became = f"a location in `{key}`" + (f": {place}" if place else "")
        return attrs.evolve(entry, became=became, pointer=f"/locations/{number}", sure=sure)

    def _prose(
        self, entry: DraftEntry, row: FilledItem, item: Item, answer: Answer, arm: str
    ) -> DraftEntry:
        about = _about(row, item)
        study = row.checklist is not None and row.checklist.scope(item) == "study"
        # Where only answers name an arm, there may be other arms that none of them names.
        alone = len(self.arms) == 1 and not any(a.where == ANSWERS for a in self.filled.arms)
        arm = arm or (next(iter(self.arms)) if alone else "")
        if not study and not arm:
            self._note(answer.text, f"{row.place}", None)
            became = "kept under `notes`: it does not say which arm it is about"
            return attrs.evolve(
                entry, became=became, pointer=f"/notes/{len(self.notes) - 1}", sure="unsure"
            )
        texts = self.narrative if study else self.arms[arm].setdefault("narrative", {})
        if not study and answer.text == self.arms[arm]["name"] and asks_for_name(item):
            return attrs.evolve(
                entry, became=f"the name of arm `{arm}`", pointer=f"/interventions/{arm}/name"
            )
        texts[about] = f"{texts[about]}\n{answer.text}" if about in texts else answer.text
        destination = "`narrative` of the study" if study else f"`narrative` of arm `{arm}`"
        base = "/narrative" if study else f"/interventions/{arm}/narrative"
        narrated = f"{base}{pointer((about,))}"
        return attrs.evolve(entry, became=f"text under {destination}", pointer=narrated)

    def _document(self, document: Named) -> str:
        """Return the key of a document, which is noted when it is first named."""
        values = {
            "kind": document.kind,
            "title": document.title,
            "doi": document.doi,
            "url": document.url,
        }
        way = _ways(values)[0]
        key = self.listed.get(document.listed) if document.listed else self.named.get(way)
        if key is not None:
            identifiers = (("doi", document.doi), ("url", document.url))
            self.documents[key] |= {k: v for k, v in identifiers if v}
            for way in _ways(self.documents[key]):
                self.named.setdefault(way, key)
            return key
        plain = {"primary-paper": "paper", "registry-record": "registry"}.get(
            document.kind, document.kind
        )
        words = document.title if document.kind != "primary-paper" else ""
        key = unique(short_key_of(words, plain), self.documents)
        self.documents[key] = {k: v for k, v in values.items() if v}
        for way in _ways(self.documents[key]):
            self.named.setdefault(way, key)
        if document.listed:
            self.listed[document.listed] = key
        elif (
            not document.title
            and not document.doi
            and not document.url
            and document.kind == "other"
        ):
            self.out.comments["documents", key] = ["DECIDE which document this is."]
        return key

    def _note(self, text: str, origin: str, entry: DraftEntry | None) -> None:
        if not text.strip():
            return
        self.notes.append({"text": text, "origin": origin})
        if entry is not None:
            place = f"/notes/{len(self.notes) - 1}"
            self.out.entries.append(attrs.evolve(entry, pointer=place))

    def _assemble(self) -> None:
        data = self.out.data
        parts: dict[str, Any] = {
            "registrations": self.registrations.entries,
            **self.study,
            "documents": self.documents,
            "locations": self.locations.entries,
            "interventions": self.arms,
            "narrative": self.narrative,
            "declarations": self.declarations.entries,
            "notes": self.notes,
        }
        if self.filled.around.no_comparator:
            parts["no_comparator"] = {"reason": self.filled.around.no_comparator}
        data |= {name: value for name, value in parts.items() if value}


def _about(row: FilledItem, item: Item) -> str:
    return f"{row.checklist.id}/{item.id}" if row.checklist else item.id


def _ways(document: Mapping[str, str]) -> list[tuple[str, ...]]:
    """Return by what a document is known when it is named again: the first is how it is asked for.

    The paper is known by its kind, another document by its title, or else by its address.
    """
    kind, title = document["kind"], document.get("title", "").lower()
    paper = [("primary-paper",)] if kind == "primary-paper" else []
    if title:
        return [(kind, title), *paper]
    return [*paper, (kind, "", document.get("doi", ""), document.get("url", ""))]


def file_stem(path: str) -> str:
    """Return a file's name without folders and endings, as a specification can hold it."""
    name = any_of(NOT_IN_SPECIFICATIONS).sub(STAND_IN, re.split(r"[/\\]", path)[-1])
    return name.split(".")[0] if not name.startswith(".") else name.strip(".") or "study"
