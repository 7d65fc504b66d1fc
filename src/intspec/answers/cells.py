"""Read what a cell of a form answers: a place, a declaration, a denial, prose, or nothing.

What the head of the column asks for decides: the same word may answer in one column and say nothing
in another. What intspec writes itself is read line by line, and all else by the grammar.
"""

import re
from collections.abc import Iterator, Mapping

import attrs

from intspec.answers.answer import Answer, Known, Sure
from intspec.answers.changed import changed
from intspec.answers.declarations import (
    is_written,
    read_declaration,
)
from intspec.answers.documents import in_list
from intspec.answers.free import read_free, read_nothing
from intspec.answers.notices import Named
from intspec.answers.places import (
    ORDER,
    PAGES,
    Manner,
    ReadPlace,
    counted,
    full_place,
    page_labels,
    split,
    write_place,
)
from intspec.answers.subjects import BETWEEN_ARMS, read_lead
from intspec.text.lookalikes import unmasked

#: An answer of more characters is taken for a description, whatever it contains.
LONGEST = 20_000
UNDERSCORES = re.compile(r"_{2,}|\u2026{2,}|\.{4,}|\A_|_\Z")


def read_answer(text: str, names: Known, *, prose: bool = False) -> list[Answer]:
    """Read what one cell answers.

    Args:
        text: The cell's words.
        names: What the rest of the form tells of it.
        prose: Whether the column holds descriptions, whatever its head says.
    """
    if prose:
        names = attrs.evolve(names, asks="description")
    text = text.strip()
    bare = UNDERSCORES.sub(" ", text).strip()
    if nothing := read_nothing(text, unmasked(bare).strip(), names):
        return [nothing]
    if names.asks == "comments":
        return [Answer("comment", text)]
    if len(bare) > LONGEST:
        sure: Sure = "sure" if names.asks == "description" else "likely"
        return [Answer("prose", bare, sure=sure)]
    lines = [part for line in bare.split("\n") for part in _of_arms(line.strip(), names)]
    if names.asks == "description" and len(lines) > 1:
        return list(_described(bare, names))
    if any(_is_own(line, names) for line in lines):
        return [answer for line in lines for answer in read_line(line, names)]
    return list(read_free(bare, names))


def read_line(line: str, names: Known) -> Iterator[Answer]:
    """Read one line of an answer, which may begin with an arm and a part: `Arm, part: p. 4`."""
    if arm := _left_open(line, names):
        yield Answer("blank", line, arm)
        return
    arm, about, rest = read_lead(line, names.arms, names.parts)
    for answer in _led(rest, about, names):
        words = answer.text if answer.kind == "prose" and arm else line
        yield attrs.evolve(answer, text=words, arm=answer.arm or arm, about=answer.about or about)


def _left_open(line: str, names: Known) -> str:
    """Return the arm that a line names and says nothing of: `Control: ____`."""
    return read_lead(f"{line} ", names.arms, {})[0] if line.endswith(":") else ""


def _led(rest: str, about: str, names: Known) -> Iterator[Answer]:
    """Read what follows the arm and the part at the beginning of a line."""
    if fields := full_place(rest):
        yield Answer("located", rest, place=ReadPlace(fields, sure=True, full=True))
    elif listed := in_list(rest, names.documents):
        document, place = listed
        yield from _listed(rest, document, place, names)
    elif answer := _declared(rest, about, names) or _declared(unmasked(rest), about, names):
        yield answer
    else:
        yield from read_free(rest, names)


def _of_arms(line: str, names: Known) -> list[str]:
    """Split a line that speaks of one arm after the other: `A: p. 4; B: not reported`.

    A full stop or a slash parts them too: `A: p. 4. B: p. 5`.
    """
    for text in dict.fromkeys((line, unmasked(line))):
        parts = [p.strip() for part in split(text, ";") for p in BETWEEN_ARMS.split(part)]
        if len(parts) > 1 and all(read_lead(part, names.arms, names.parts)[0] for part in parts):
            return parts
    return [line] if line else []


def _is_own(line: str, names: Known) -> bool:
    """Tell whether a line has a form that intspec writes: an arm, a part, a listed document."""
    arm, about, rest = read_lead(line, names.arms, names.parts)
    own = bool(arm or about or _left_open(line, names) or full_place(rest))
    listed = own or in_list(rest, names.documents) is not None
    return listed or is_written(unmasked(rest))


def _listed(text: str, document: Named, place: str, names: Known) -> Iterator[Answer]:
    """Read the places in a document that the form lists."""
    if not place:
        yield Answer("located", text, document=document, place=ReadPlace({}, sure=True))
        return
    if fields := full_place(place):
        yield Answer(
            "located", text, document=document, place=ReadPlace(fields, sure=True, full=True)
        )
        return
    answers = [
        one for one in read_free(place, attrs.evolve(names, asks="place")) if one.kind == "located"
    ]
    if not answers:
        answers = [
            Answer("located", text, place=ReadPlace({"section": place}, sure=False), sure="unsure")
        ]
    for answer in answers:
        yield attrs.evolve(answer, text=text, document=answer.document or document)


def _declared(text: str, about: str, names: Known) -> Answer | None:
    """Read a declaration as the views write it, about the item or a part that it has."""
    declared = read_declaration(text)
    if declared is None:
        return None
    part = names.parts.get(declared.part.lower(), "") if declared.part else about
    if declared.part and not part:
        return None
    return Answer(
        declared.kind,
        text,
        about=part,
        state=declared.state,
        reason=declared.reason,
        target=declared.target,
    )


def _described(text: str, names: Known) -> Iterator[Answer]:
    """Read a description of several lines: what the views write line by line, the rest as text."""
    prose_lines: list[str] = []
    for line in text.split("\n"):
        stripped = line.strip()
        answers = list(read_line(stripped, names)) if stripped and is_written(stripped) else []
        if len(answers) == 1 and answers[0].kind not in ("located", "prose", "unclear"):
            yield answers[0]
        else:
            prose_lines.append(line)
    prose = "\n".join(prose_lines).strip()
    if prose:
        yield Answer("prose", prose)


def write_location(place: Mapping[str, str], *, listed: bool = False) -> str:
    """Write a place in a document as authors do: `p. 7`, `Methods, paragraph 2`.

    In more words, where fewer would be read back as something else.

    Args:
        place: The fields of the place.
        listed: Whether the name of its document stands before it.
    """
    fields = counted({name: value for name in ORDER if (value := place.get(name))})
    manners: tuple[Manner, ...] = ("plain", "quoted")
    for text in (write_place(fields, manner) for manner in manners):
        if not text or _reads_as(text, fields, listed=listed):
            return text
    return write_place(fields, "full")


def read_places(text: str, *, listed: bool = False) -> list[Mapping[str, str]]:
    """Read the places that a written text names; none where it is read as anything else too.

    Args:
        text: The text.
        listed: Whether the name of a document stands before it, in which they all are.
    """
    document = Named("other") if listed else None
    answers = list(_listed(text, document, text, Known()) if document else read_line(text, Known()))
    if changed(text) or any(one.document != document for one in answers):
        return []
    return [one.place.fields if one.place else {} for one in answers]


def _reads_as(text: str, fields: Mapping[str, str], *, listed: bool) -> bool:
    """Tell whether a written place is read back with the same fields, and in no other document."""
    read = read_places(text, listed=listed)
    # A list of pages is read as several places, which together are the same.
    rest = [{name: value for name, value in one.items() if name not in PAGES} for one in read]
    own = {name: value for name, value in fields.items() if name not in PAGES}
    together = [label for one in read for label in page_labels(one)]
    whole = len(read) == 1 or not fields.keys() >= {*PAGES}
    alike = whole and all(one == own for one in rest)
    return bool(read) and alike and together == page_labels(fields)
