"""Which roles an arm is tried with, whose own role does not fit the schema.

Few roles make a difference: most items ask the same of all, or of all but a few. So no more of them
are tried than it takes to try each way in which an item is asked; and what did not look at the role
is run once for all of them.
"""

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any, get_args

from intspec.checking.records import Run, RunKey
from intspec.checking.run import Runner
from intspec.checklists import Checklist, PartUse
from intspec.model import LENIENT_ROLES, Role
from intspec.rules import Rule, Subject

if TYPE_CHECKING:
    from intspec.plugins import Registry

ROLES: tuple[str, ...] = get_args(Role)
#: What the steps of checking tell apart by themselves, whatever is claimed.
ALWAYS = (("experimental",),)


def roles_to_try(checklists: Collection[Checklist], registry: "Registry") -> tuple[str, ...]:
    """Return roles with which each item of some checklists is asked in each way that it may be.

    Args:
        checklists: The checklists.
        registry: Where the checklists are that items are delegated to.
    """
    groups = {group for sets in (ALWAYS, *_sets(checklists, registry)) for group in _alike(sets)}
    tried = ROLES
    # The first role and the last differ most, so those between them are left out first.
    for role in (*ROLES[1:], ROLES[0]):
        left = tuple(other for other in tried if other != role)
        if all(group.intersection(left) for group in groups):
            tried = left
    return tried


def _alike(sets: Collection[Collection[str]]) -> Iterator[frozenset[str]]:
    """Group the roles that are in the same sets.

    What is found in all of them is as grave as the least grave has it: where a group has roles that
    are lenient, they stand for it.
    """
    groups: dict[tuple[bool, ...], set[str]] = {}
    for role in ROLES:
        groups.setdefault(tuple(role in roles for roles in sets), set()).add(role)
    return (frozenset(group & LENIENT_ROLES or group) for group in groups.values())


def _sets(
    checklists: Collection[Checklist], registry: "Registry"
) -> Iterator[Collection[Collection[str]]]:
    """Go over items: the sets of roles that each tells apart from others."""
    waiting = {checklist.id: checklist for checklist in checklists}
    done: set[str] = set()
    while waiting:
        name, checklist = waiting.popitem()
        done.add(name)
        for item in checklist.items:
            parts = [use.part for use in checklist.uses(item)]
            conditions = [c for part in parts for c in (part.part.when, part.part.unless) if c]
            yield (
                *(roles for part in parts for roles in (part.part.roles, part.home.roles)),
                *(c.is_ for c in conditions if c.path.rpartition(".")[2] == "role"),
                item.roles,
            )
            other = item.delegates
            if other in registry.checklist_ids and other not in done:
                delegate = registry.checklist(str(other))
                waiting |= {delegate.id: delegate} if delegate is not None else {}


class Kept:
    """What the first try of a document leaves to those in which only roles are others."""

    def __init__(self) -> None:
        #: The runs that looked at no role that is tried.
        self.runs: dict[RunKey, Run] = {}
        #: The rules of plugins that looked at one.
        self.rules: set[str] = set()


class KeepingRunner(Runner):
    """Runs what looks at a role that is tried, and all else once for all tries.

    Args:
        kept: What is kept for other tries.
        *args: What a runner needs.
    """

    def __init__(self, kept: Kept, *args: Any) -> None:
        super().__init__(*args)
        self.kept = kept

    def called(self, rule: Rule, subject: Subject) -> Run:
        """Run a rule in Python on one subject, or take its run of an earlier try."""
        done = self._kept((rule.id, subject.arm_key, subject.index), subject)
        if done is not None:
            return done
        done = self._keep(super().called(rule, subject))
        if self.seen_roles and rule.id not in self.registry.builtin:
            self.kept.rules.add(rule.id)
        return done

    def evaluated(self, use: PartUse, subject: Subject) -> Run:
        """Run a part that its paths decide, or take its run of an earlier try."""
        done = self._kept((use.part.rule, subject.arm_key, subject.index), subject)
        return self._keep(super().evaluated(use, subject)) if done is None else done

    def _kept(self, key: RunKey, subject: Subject) -> Run | None:
        """Return a run of an earlier try, on the subject of this one."""
        self.seen_roles.clear()
        run = self.kept.runs.get(key)
        if run is None:
            return None
        return Run(
            run.rule, subject, run.state, run.passes, run.findings, run.reason, run.asked, run.cited
        )

    def _keep(self, done: Run) -> Run:
        """Keep a run for other tries, unless it looked at a role."""
        if not self.seen_roles:
            self.kept.runs[done.key] = done
        return done
