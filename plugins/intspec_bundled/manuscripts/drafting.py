"""A draft specification of a manuscript: passages that may answer items, each as a proposal."""

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from intspec import Checklist, DraftEntry, Drafts, DraftSpecification, FormError, pointer
from intspec.text import slug
from intspec_bundled.manuscripts.items import Suggested, of_checklist
from intspec_bundled.manuscripts.manuscript import Manuscript
from intspec_bundled.manuscripts.places import in_words
from intspec_bundled.manuscripts.reading import read

#: The guideline whose items are looked for: it asks what was done, of each arm.
CHECKLIST = "tidier"
ARM = "intervention"
SOURCE = "manuscript"
#: What the core takes for no content until a person takes it away.
PROPOSED = "PROPOSED: "


def drafts(raw: bytes, name: str, checklists: Mapping[str, Checklist | None]) -> Drafts:
    """Read a manuscript, and make a draft of it.

    Raises:
        FormError: It cannot be read, or the guideline is not there whose items are looked for.
    """
    manuscript = read(raw, name)
    checklist = checklists.get(CHECKLIST)
    if checklist is None:
        message = f"a draft of a manuscript needs the checklist `{CHECKLIST}`, which is not there"
        raise FormError(message, "switch its plugin on; `intspec checklists` lists those there are")
    items = list(of_checklist(checklist, manuscript, 1))
    found = [item for item in items if item.suggestions and item.suggestions[0].by_words]
    return Drafts((_draft(manuscript, found, name),))


def _draft(manuscript: Manuscript, items: list[Suggested], name: str) -> DraftSpecification:
    file = PurePath(name).name
    title = next((one.block.text for one in manuscript.paragraphs if one.block.kind == "title"), "")
    narrative = {item.about: PROPOSED + item.suggestions[0].passage.text for item in items}
    arm: dict[str, Any] = {"role": "experimental", "name": "[insert the name of the intervention]"}
    data: dict[str, Any] = {
        "intspec": "1.0",
        "id": slug(PurePath(file).stem) or SOURCE,
        "title": title or "[insert the title of the study]",
        "stage": "results",
        "described_by": "others",
        "checklists": [CHECKLIST],
        "sources": {SOURCE: {"citation": title or file, "read": "full-text"}},
        "default_source": SOURCE,
        "documents": {"paper": {"kind": "primary-paper", "file": file}},
        "interventions": {ARM: {**arm, "narrative": narrative}},
    }
    entries = [
        DraftEntry(
            in_words(item.places[0]) or "at the beginning",
            item.number,
            item.suggestions[0].passage.text,
            f"a proposal for {item.title}",
            pointer(("interventions", ARM, "narrative", item.about)),
            "unsure",
            f"is this so? It stands in: {in_words(item.places[0]) or 'the beginning'}",
        )
        for item in items
    ]
    return DraftSpecification(data, tuple(entries), f"manuscript {file}")
