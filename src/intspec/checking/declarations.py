"""What declarations answer, and what is wrong with the declarations themselves."""

from collections.abc import Collection, Iterator, Mapping

import attrs

from intspec.checking.gaps import Gap
from intspec.diagnostics import Finding
from intspec.model import Declaration, Specification
from intspec.records import define
from intspec.text.names import did_you_mean, nearest

#: States that say that there is nothing to report.
NOTHING = frozenset({"not-applicable", "not-done"})


@define
class Declared:
    """A declaration in its place.

    Attributes:
        number: Its place in the list, from 0.
        declaration: The declaration.
        about: The id meant: the nearest known one when the name is misspelt.
        arm: The arm meant, likewise.
        used: Whether it answered anything.
        contradicted: Arms (None: the study) where content is there in spite of it.
    """

    number: int
    declaration: Declaration
    about: str
    arm: str | None
    used: bool = False
    contradicted: list[str | None] = attrs.field(factory=list)

    def holds_for(self, arm: str | None) -> bool:
        """Whether it is about this arm."""
        return self.arm is None or self.arm == arm


class Declarations:
    """The declarations of a specification.

    A misspelt name has a finding of its own; it counts as the nearest that is known, so that one
    slip does not set off others.

    Args:
        spec: The specification.
        known: Every id that a declaration may name, and whether it may be waived.
        renamed: The ids that earlier ones among them stand for now.
    """

    def __init__(
        self, spec: Specification, known: Mapping[str, bool], renamed: Mapping[str, str]
    ) -> None:
        self.others = spec.described_by == "others"
        self.known = known
        self.all = [
            Declared(
                number,
                one,
                _current(one.about, known, renamed),
                _meant(one.arm, spec.interventions),
            )
            for number, one in enumerate(spec.declarations)
        ]
        self.by_about: dict[str, list[Declared]] = {}
        for one in self.all:
            self.by_about.setdefault(one.about, []).append(one)

    def of_item(self, item_ids: tuple[str, ...], arm: str | None) -> Declared | None:
        """Return the declaration that an item has nothing to report, the narrowest first."""
        found = [
            one
            for item in item_ids
            for one in self.by_about.get(item, ())
            if one.holds_for(arm)
            and one.declaration.state in NOTHING
            and one.declaration.target is None
        ]
        return max(found, key=lambda one: one.arm is not None, default=None)

    def answer(self, gap: Gap, effective: Mapping[str, Declared]) -> None:
        """Find the declaration that answers a gap, and say how.

        Args:
            gap: The gap.
            effective: The declarations that hold for whole items in this arm, by the item's id.
        """
        if not gap.waivable:
            return
        found: list[tuple[bool, Declared]] = []
        for ids, is_part in ((gap.part_ids, True), (gap.item_ids, False)):
            for about in sorted(ids):
                for one in self.by_about.get(about, ()):
                    whole = not is_part and one.declaration.state in NOTHING
                    if self._matches(one, gap) and (not whole or effective.get(about) is one):
                        found.append((is_part, one))
        if not found:
            return
        is_part, best = max(found, key=_rank)
        best.used = True
        gap.declaration = best.declaration
        state = best.declaration.state
        if state in NOTHING or (state == "not-shareable" and is_part):
            gap.answered = True
        elif state == "not-found" and not self.others:
            gap.severity = "warning" if gap.severity == "error" else gap.severity
        else:
            gap.severity = "note"

    @staticmethod
    def _matches(one: Declared, gap: Gap) -> bool:
        target = one.declaration.target
        return one.holds_for(gap.arm) and (target is None or target == gap.finding.target)

    def faults(self, dormant: set[str], absent: Collection[str]) -> Iterator[tuple[str, Finding]]:
        """Say what is wrong with the declarations themselves.

        Args:
            dormant: Ids that are not asked yet, or not of the arm.
            absent: Checklists that are claimed and not there: what is theirs is not told again.

        Yields:
            The rule and the finding.
        """
        seen: dict[tuple[str, str | None, str | None], Declared] = {}
        for one in self.all:
            declaration = one.declaration
            about = declaration.about
            path = ("declarations", one.number)
            identity = (about, one.arm, declaration.target)
            earlier = seen.setdefault(identity, one)
            if about not in self.known and about.partition("/")[0] in absent:
                continue
            if about not in self.known:
                guess = did_you_mean(about, self.known, otherwise="no checklist is claimed")
                yield (
                    "intspec/unknown-item",
                    Finding(
                        f"`{about}` is no item, part or rule that this document is held against",
                        (*path, "about"),
                        guess,
                        at="value",
                    ),
                )
            elif not self.known[about]:
                yield (
                    "intspec/declaration-not-allowed",
                    Finding(
                        f"`{about}` cannot be answered by a declaration",
                        (*path, "about"),
                        "mend what it finds instead",
                        at="value",
                    ),
                )
            elif earlier is not one:
                yield (
                    "intspec/declaration-twice",
                    Finding(
                        f"`{about}` is declared twice for the same arm",
                        (*path, "about"),
                        "keep one of the two",
                        at="value",
                    ),
                )
            elif one.contradicted:
                where = ", ".join(f"`{arm}`" for arm in dict.fromkeys(one.contradicted) if arm)
                yield (
                    "intspec/declaration-contradicted",
                    Finding(
                        f"`{about}` is declared {_words(declaration)}, but the document reports it"
                        + (f" for {where}" if where else ""),
                        (*path, "state"),
                        "remove the declaration, or the content if it is wrong; the content counts",
                        at="value",
                    ),
                )
            elif not one.used and one.about not in dormant:
                yield (
                    "intspec/declaration-unused",
                    Finding(
                        f"the declaration on `{about}` answers nothing: no gap is left there",
                        (*path, "about"),
                        "remove it, or check its `arm` and `target`",
                        at="value",
                    ),
                )


def _rank(found: tuple[bool, Declared]) -> tuple[bool, bool, bool]:
    is_part, one = found
    return (is_part, one.declaration.target is not None, one.arm is not None)


def _words(declaration: Declaration) -> str:
    return declaration.state.replace("-", " ")


def _current(about: str, known: Mapping[str, bool], renamed: Mapping[str, str]) -> str:
    """Return the id meant: the nearest that is known, and what it is called now."""
    meant = about if about in known else nearest(about, known) or about
    return renamed.get(meant, meant)


def _meant(arm: str | None, arms: Mapping[str, object]) -> str | None:
    if arm is None or arm in arms:
        return arm
    return nearest(arm, arms) or arm
