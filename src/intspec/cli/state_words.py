"""What the words for states mean: those that reports show, and those that declarations give."""

from collections.abc import Iterator

#: The states of items, as reports show them.
STATES = {
    "reported": "Everything that is required of the item is there, or is declared to be absent "
    "with a reason. It says nothing about how good the content is.",
    "partial": "Something that is required of the item is there, and something is missing.",
    "prose": "The item is described in narrative text alone, whose parts are not checked.",
    "not-reported": "Nothing that is required of the item is there.",
    "not-applicable": "There is nothing to ask: the item does not concern the study or the arm, "
    "by its role, by its other content, or by a declaration.",
    "not-done": "A declaration says that what the item asks about was not done.",
    "not-yet": "The item cannot be answered at the stage that the document is judged at.",
    "blocked": "The item could not be judged: the document does not fit the schema, or a plugin "
    "failed.",
}
#: The states that declarations give, and what each does to a gap.
DECLARED = {
    "not-applicable": "What is asked does not concern the study or the arm. The gap is closed.",
    "not-done": "What is asked about was not done. The gap is closed.",
    "not-shareable": "It exists and cannot be shared, such as a manual under licence. On a part, "
    "the gap is closed; on a whole item, it stays as a note.",
    "not-found": "Those who describe the work of others did not find it in the sources that they "
    "read (`described_by: others`). The gap stays, as a note; in a description by the authors "
    "themselves it stays a warning.",
}


def state_lines(name: str) -> Iterator[tuple[str, str]]:
    """Explain a state.

    Args:
        name: A word as reports or declarations write it: `not-found`, `not reported`.

    Yields:
        A heading and its text; nothing if the word is no state.
    """
    key = "-".join(name.lower().replace("(declared)", "").replace("-", " ").split())
    if key in STATES:
        yield "As the state of an item in reports", STATES[key]
    if key in DECLARED:
        yield "As the state of a declaration", DECLARED[key]
