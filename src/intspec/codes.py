"""The findings that no rule function gives: they come from schema, claims and declarations."""

from collections.abc import Mapping

from intspec.diagnostics import Severity

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
    "intspec/unknown-extension": ("note", "Fields of a plugin are kept that is not installed."),
    "intspec/no-checklist": ("note", "No checklist is claimed."),
    "intspec/unknown-item": ("error", "An item, part or rule is named that does not exist."),
    "intspec/not-located": ("warning", "An item has no place in the primary paper named."),
    "intspec/declaration-unused": ("warning", "A declaration answers nothing."),
    "intspec/declaration-twice": ("error", "One thing is declared twice."),
    "intspec/declaration-contradicted": ("error", "Something declared absent is reported."),
    "intspec/form-blank": ("error", "An item of a filled form has no answer."),
    "intspec/form-no-reason": ("error", "A form says that an item does not apply, and not why."),
    "intspec/form-question": ("error", "An item of a form is marked with a question mark."),
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
