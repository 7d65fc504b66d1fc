"""Records behave as classes of attrs do, though attrs makes each when it is first used.

The first tests hold what `intspec.lazy` needs of attrs, those below what records do.
"""

import copy
import inspect
import pickle
import re
import threading
import tomllib
from pathlib import Path
from typing import Any, cast

import attrs
import pytest

from intspec import key, record
from intspec.lazy import declared, define, evolve, frozen, is_record

ROOT = Path(__file__).parent.parent


@frozen
class Base:
    """A record that others build on."""

    name: str
    tags: tuple[str, ...] = ()


@frozen
class More(Base):
    """A record with a field more."""

    count: int = attrs.field(default=1)
    twice: int = attrs.field(init=False)

    @twice.default
    def _doubled(self) -> int:
        return self.count * 2


class Plain(More):
    """A class on top that attrs was not asked to make."""


@define
class Changing:
    """A record that changes."""

    found: list[str] = attrs.field(factory=list)


@record
class Fields:
    """Fields of a plugin."""

    what: str = key("What.", example="a thing")
    class_: str | None = key("A word of Python's own.", default=None)


def fresh() -> tuple[Any, Any]:
    """Return two new classes that nothing has used, the second built on the first."""

    @frozen
    class One:
        first: int

    @frozen
    class Two(One):
        second: int = 2

    return One, Two


class Asked:
    """Stands where the fields of a class are, and notes that it is asked for them."""

    def __init__(self) -> None:
        self.times = 0

    def __get__(self, _instance: object, _owner: Any) -> Any:
        self.times += 1
        return ()


@pytest.mark.parametrize(
    "ask",
    [
        attrs.fields,
        attrs.has,
        lambda kind: attrs.make_class("Above", {}, bases=(kind,), frozen=True),
        lambda kind: attrs.make_class("Above", {}, bases=(kind,), frozen=False, slots=False),
    ],
)
def test_attrs_reads_one_name_of_a_class_to_know_its_fields(ask: Any) -> None:
    """It is what has a record made, also where another class is built on it."""
    asked = Asked()
    ask(type("Kind", (), {"__attrs_attrs__": asked}))
    assert asked.times > 0


@pytest.mark.parametrize("maker", [attrs.frozen, attrs.define])
def test_attrs_changes_a_class_in_place_and_no_more_than_it_is_asked_to(maker: Any) -> None:
    """Without slots it is the same class, whose comparison and representation stay."""

    class Kind:
        first: int
        second: str = attrs.field(default="", eq=False)

        def __eq__(self, _other: object) -> bool:
            return True

        def __hash__(self) -> int:
            return 1

        def __repr__(self) -> str:
            return "Kind"

    before = dict(vars(Kind))
    made = maker(Kind, init=True, eq=False, repr=False, slots=False)
    assert made is Kind
    for name in ("__eq__", "__hash__", "__repr__"):
        assert vars(Kind)[name] is before[name]
    assert "__init__" in vars(Kind)
    assert "__signature__" not in vars(Kind)
    fields: Any = attrs.fields(cast("Any", made))
    assert [field.eq for field in fields] == [True, False]


def test_the_oldest_attrs_is_the_one_that_the_project_asks_for() -> None:
    """`.ci/long` holds this file against what `.ci/oldest.txt` names: the project's floors."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    locked = (ROOT / ".ci" / "oldest.txt").read_text(encoding="utf-8")
    oldest = dict(re.findall(r"^(\w+)==([\d.]+?)(?:\.0)? ", locked, flags=re.MULTILINE))
    assert set(oldest) == {"attrs", "cattrs"}
    assert {f"{name}>={version}" for name, version in oldest.items()} <= {*project["dependencies"]}


def test_a_record_is_filled_by_place_and_by_name() -> None:
    """Defaults, computed fields and fields of the base are there."""
    made = More("a", count=3)
    assert (made.name, made.tags, made.count, made.twice) == ("a", (), 3, 6)
    assert repr(made) == "More(name='a', count=3, twice=6)"
    assert Fields(what="x") == Fields(what="x", class_=None)


def test_what_is_missing_or_unknown_is_an_error() -> None:
    """The first call is judged as any other."""
    one, two = fresh()
    with pytest.raises(TypeError, match="first"):
        one()
    with pytest.raises(TypeError, match="third"):
        two(1, third=3)
    with pytest.raises(TypeError, match="positional"):
        Fields("x")  # type: ignore[call-arg]


@pytest.mark.parametrize("use", [attrs.fields, attrs.fields_dict, attrs.has, inspect.signature])
def test_attrs_and_python_see_all_of_an_unused_record(use: Any) -> None:
    """Fields and signature are those of attrs, whatever is asked for first."""
    _one, two = fresh()
    use(two)
    assert [field.name for field in attrs.fields(two)] == ["first", "second"]
    assert list(attrs.fields_dict(two)) == ["first", "second"]
    assert str(inspect.signature(two)) == "(first: int, second: int = 2) -> None"


def test_signatures_of_those_built_on_a_record() -> None:
    """A class that inherits from a record has the record's signature."""
    assert str(inspect.signature(Plain)) == str(inspect.signature(More))
    assert str(inspect.signature(Fields)) == "(*, what: str, class_: str | None = None) -> None"


def test_attrs_can_build_on_an_unused_record() -> None:
    """A class that attrs makes at once has the fields of the record below it."""
    one: Any = fresh()[0]
    three: Any = attrs.make_class("Three", {"third": attrs.field()}, bases=(one,), frozen=True)
    assert attrs.asdict(three(1, 3)) == {"first": 1, "third": 3}


def test_a_frozen_record_does_not_change() -> None:
    """Neither does one of a class that inherits from it; one that is not frozen does."""
    for one in (More("a"), Plain("a")):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            one.name = "b"  # type: ignore[misc]
    changing = Changing()
    changing.found = ["x"]
    assert (changing.found, Changing().found) == (["x"], [])


def test_comparison_is_by_content_and_by_class() -> None:
    """Frozen records of one class that hold the same are equal; changing ones are not."""
    assert More("a", ("x",)) == More("a", ("x",)) != More("a")
    assert len({More("a"), More("a"), Plain("a"), Base("a")}) == 3
    assert Changing() != Changing()


def test_records_are_evolved_copied_and_pickled() -> None:
    """What comes out is equal to what went in, apart from what was changed."""
    made = More("a", ("x",), count=3)
    assert attrs.evolve(made, count=4) == More("a", ("x",), count=4)
    back = pickle.loads(pickle.dumps(made))  # noqa: S301 -- it was written here
    assert copy.deepcopy(made) == back == made


def test_a_type_is_known_to_be_a_record_without_being_made() -> None:
    """Asking makes nothing, nor does asking for the names of its fields."""
    one, two = fresh()
    assert [is_record(kind) for kind in (one, two, Plain, str, tuple[str, ...], None)] == [
        *(True, True, True),
        *(False, False, False),
    ]
    assert [declared(kind) for kind in (one, two)] == [{"first"}, {"first", "second"}]
    # What stands for the signature goes when attrs makes the class.
    assert ["__signature__" in vars(kind) for kind in (one, two)] == [True, True]
    two(1)
    assert ["__signature__" in vars(kind) for kind in (one, two)] == [False, False]


def test_threads_may_use_a_record_for_the_first_time_together() -> None:
    """Each gets a whole record."""
    for _ in range(20):
        _one, two = fresh()
        ready = threading.Barrier(4)
        made: list[Any] = []

        def use(kind: Any = two, ready: Any = ready, made: list[Any] = made) -> None:
            ready.wait()
            made.append(kind(1))

        threads = [threading.Thread(target=use) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert made == [two(1)] * 4


@frozen
class Odd:
    """A record whose argument is called otherwise than its field."""

    _hidden: int = 1
    shown: int = 2


@pytest.mark.parametrize(
    ("one", "changes"),
    [
        (Base("a", ("x",)), {"name": "b"}),
        (Base("a"), {}),
        (More("a", count=3), {"count": 4}),
        (Plain("a"), {"tags": ("y",), "count": 0}),
        (Changing(["f"]), {"found": []}),
        (Odd(7, 8), {"shown": 9}),
        (Odd(7, 8), {"hidden": 9}),
    ],
)
def test_a_record_changes_as_attrs_changes_it(one: Any, changes: dict[str, Any]) -> None:
    """What is not given stays, and what follows from other fields is worked out again."""
    quick, slow = evolve(one, **changes), attrs.evolve(one, **changes)
    assert type(quick) is type(slow)
    assert vars(quick) == vars(slow)


def test_a_record_takes_no_change_of_what_it_has_not() -> None:
    """As that of attrs."""
    with pytest.raises(TypeError):
        evolve(cast("Any", Base("a")), nothing=1)
