"""The guard around plugins' code: what it raises, prints, changes, and how long it may take."""

import contextlib
import io
import itertools
import locale
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from intspec.plugins import guard
from intspec.plugins.guard import Fault, call, collect
from intspec.process import Called, interrupt, own, process
from strangers import PLACE

#: As the user does it: what a plugin calls is held back.
press = signal.raise_signal
SIGNALS = tuple(s for s in signal.Signals if s.name in {"SIGINT", "SIGTERM", "SIGHUP"})
needs_timers = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="interval timers")


@pytest.fixture
def limit(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str | None], None]]:
    """Set how many seconds a call may take, as the environment says it; None for nothing said."""

    def set_to(seconds: str | None) -> None:
        guard._seconds.cache_clear()  # noqa: SLF001 -- it is read once in a run
        if seconds is None:
            monkeypatch.delenv("INTSPEC_PLUGIN_SECONDS", raising=False)
        else:
            monkeypatch.setenv("INTSPEC_PLUGIN_SECONDS", seconds)

    yield set_to
    guard._seconds.cache_clear()  # noqa: SLF001


def plugin(text: str, file: str = "/home/plugins/own.py") -> Callable[[], Any]:
    """Return a function `run` of a plugin's file."""
    names: dict[str, Any] = {}
    exec(compile(text, file, "exec"), names)  # noqa: S102 -- it stands for a plugin
    run: Callable[[], Any] = names["run"]
    return run


def fault(function: Callable[[], Any]) -> str:
    """Return what is said of a call that goes wrong."""
    with pytest.raises(Fault) as caught:
        call(function)
    assert caught.value.__suppress_context__
    return str(caught.value)


# What it gives and raises

UNSAYABLE = """\
class E(Exception):
    def __str__(self): raise SystemExit
def run():
    raise E('x')
"""


def test_a_call_gives_what_the_function_gives() -> None:
    """With its arguments, and whatever it is."""
    assert call(divmod, 7, 2) == (3, 1)
    assert call(list) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("def run():\n    raise ValueError('no')", "ValueError: no (own.py, line 2)"),
        ("def run():\n    raise ValueError", "ValueError (own.py, line 2)"),
        (
            "def run():\n    raise KeyError('a  b\\n\\tc')",
            "KeyError: 'a b\\n\\tc' (own.py, line 2)",
        ),
        ("def run():\n    raise OSError(' a\\n\\n  b ')", "OSError: a b (own.py, line 2)"),
        (
            "def run():\n    raise ValueError('x' * 301)",
            f"ValueError: {'x' * 300} (own.py, line 2)",
        ),
        ("def run():\n    import json\n\n    json.loads('[')", None),
        (
            UNSAYABLE,
            "E (own.py, line 4)",
        ),
        (
            "def run():\n    other()\ndef other():\n    raise GeneratorExit",
            "GeneratorExit (own.py, line 4)",
        ),
        (
            "def run():\n    raise SystemExit",
            "it tried to end the program (SystemExit: None) (own.py, line 2)",
        ),
        (
            "def run():\n    raise SystemExit('a\\nb')",
            "it tried to end the program (SystemExit: a b) (own.py, line 2)",
        ),
        (
            "def run():\n    raise SystemExit(3)",
            "it tried to end the program (SystemExit: 3) (own.py, line 2)",
        ),
        (
            "import os\ndef run(): os._exit(4)",
            "it tried to end the program (os._exit: 4) (own.py, line 2)",
        ),
    ],
)
def test_whatever_it_raises_is_one_line(text: str, said: str | None) -> None:
    """The exception, its words cut to a length, and the last line of code that is a plugin's."""
    if said is None:
        # It is raised in a library, and called by the plugin.
        told = "JSONDecodeError: Expecting value: line 1 column 2 (char 1) (own.py, line 4)"
        assert fault(plugin(text)) == told
    else:
        assert fault(plugin(text)) == said


def test_lines_of_intspec_itself_are_not_the_plugins() -> None:
    """What a plugin hands wrongly to intspec is told at the plugin's line."""
    text = (
        "from intspec.reading import read_bytes\n\n\n"
        "def run():\n    return read_bytes(b'a: [', path='x.yaml')"
    )
    assert fault(plugin(text)).endswith(" (own.py, line 5)")
    assert fault(lambda: exec("1 / 0", {})) == (  # noqa: S102 -- code without a file
        f"ZeroDivisionError: division by zero (test_guard.py, line {_line()})"
    )
    assert fault(plugin("def run(): 1 / 0", "<made>")) == "ZeroDivisionError: division by zero"


def _line() -> int:
    """Return the line on which the call that is judged begins."""
    text = Path(__file__).read_text(encoding="utf-8").splitlines()
    return next(n for n, line in enumerate(text, start=1) if 'exec("1 / 0"' in line)


def test_what_is_meant_is_passed_on() -> None:
    """Whatever class of these it is."""

    def refuse(error: type[BaseException]) -> None:
        raise error("no")

    for error in (KeyError, LookupError):
        with pytest.raises(error, match="no"):
            call(refuse, error, meant=(LookupError,))
    with pytest.raises(Fault, match="ValueError: no"):
        call(refuse, ValueError, meant=(LookupError,))


def test_an_interrupt_is_the_users_only_where_one_came() -> None:
    """A plugin that raises one is at fault; one that catches the user's does not keep it."""

    def raises() -> None:
        raise KeyboardInterrupt

    def catches() -> None:
        with contextlib.suppress(BaseException):
            signal.raise_signal(signal.SIGINT)

    def falls() -> None:
        catches()
        raise ValueError

    def inner() -> None:
        with contextlib.suppress(BaseException):
            call(catches)

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        assert fault(raises).startswith("KeyboardInterrupt (test_guard.py, line ")
        for interrupted in (signal.raise_signal, catches, falls, inner):
            with pytest.raises(KeyboardInterrupt):
                call(interrupted, *([signal.SIGINT] if interrupted is signal.raise_signal else []))
            assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
        assert fault(raises).startswith("KeyboardInterrupt")
        assert call(str, 7) == "7"
    finally:
        signal.signal(signal.SIGINT, before)


def test_where_interrupts_are_ignored_none_is_the_users() -> None:
    """So it is in a worker; a handler of a program's own may raise what it likes."""

    def raises() -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        assert fault(raises).startswith("KeyboardInterrupt")
        signal.signal(signal.SIGINT, nothing)
        with pytest.raises(KeyboardInterrupt):
            call(raises)
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_program_notes_interrupts_once_and_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its handler stays in force, within calls and after them."""
    monkeypatch.setattr(process, "end", None)
    monkeypatch.setattr(process, "interrupts", 0)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        own(ends := lambda *_words: None)
        assert process.end is ends
        assert call(signal.getsignal, signal.SIGINT) is interrupt
        assert signal.getsignal(signal.SIGINT) is interrupt
        with pytest.raises(KeyboardInterrupt):
            call(signal.raise_signal, signal.SIGINT)
        assert process.interrupts == 1
    finally:
        signal.signal(signal.SIGINT, before)


def test_what_it_prints_goes_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    """Stdout is for the report, and is there again afterwards, whatever happens."""
    before = sys.stdout
    call(print, "hello")
    assert sys.stdout is before
    fault(lambda: print("there") or 1 / 0)
    assert sys.stdout is before
    assert capsys.readouterr() == ("", "hello\nthere\n")


# What it changes


@contextlib.contextmanager
def surroundings(folder: Path) -> Iterator[None]:
    """Give known surroundings, and put back what was there before."""
    before = os.getcwd(), list(sys.path), sys.getrecursionlimit()  # noqa: PTH109
    handlers = {number: signal.getsignal(number) for number in SIGNALS}
    place = locale.setlocale(locale.LC_ALL)
    stdout = sys.stdout
    try:
        os.chdir(folder)
        locale.setlocale(locale.LC_ALL, "C")
        yield
    finally:
        os.chdir(before[0])
        sys.path[:] = before[1]
        sys.setrecursionlimit(before[2])
        for number, handler in handlers.items():
            signal.signal(number, handler)
        locale.setlocale(locale.LC_ALL, place)
        sys.stdout = stdout


def state() -> list[Any]:
    """Return what a plugin may have changed, each thing by a way of its own."""
    signals = [signal.getsignal(getattr(signal, f"SIG{name}")) for name in ("INT", "TERM", "HUP")]
    return [
        os.path.realpath(os.curdir),
        list(sys.path),
        sys.getrecursionlimit(),
        signals,
        locale.setlocale(locale.LC_ALL),
        sys.stdout,
        os._exit,
    ]


def nothing(_number: int, _frame: FrameType | None) -> None:
    """Do nothing, as a handler of signals."""


CHANGES: dict[str, Callable[[], Any]] = {
    "folder": lambda: os.chdir("/"),
    "path": lambda: sys.path.insert(0, "/nowhere"),
    "an entry of the path": sys.path.pop,
    "depth": lambda: sys.setrecursionlimit(sys.getrecursionlimit() + 7),
    "SIGINT": lambda: signal.signal(signal.SIGINT, nothing),
    "SIGTERM": lambda: signal.signal(signal.SIGTERM, nothing),
    "SIGHUP": lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN),
    "locale": lambda: locale.setlocale(locale.LC_ALL, "C.UTF-8"),
    "the way out": lambda: setattr(os, "_exit", str),
    "stdout": lambda: setattr(sys, "stdout", io.StringIO()),
    "os._exit": lambda: setattr(os, "_exit", nothing),
}


@pytest.mark.skipif(sys.platform != "linux", reason="signals and locales by their names")
@pytest.mark.parametrize("names", [[name] for name in CHANGES] + [list(CHANGES)], ids="+".join)
@pytest.mark.parametrize("raises", [False, True])
def test_what_it_changes_is_put_back(names: list[str], raises: bool, tmp_path: Path) -> None:  # noqa: FBT001
    """Each thing alone and all together, whether or not it then fails."""

    def change() -> None:
        for name in names:
            CHANGES[name]()
        if raises:
            raise ValueError

    with surroundings(tmp_path):
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        path, before = sys.path, state()
        with contextlib.suppress(Fault):
            call(change)
        assert state() == before
        assert before[0] == str(tmp_path.resolve())
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
        assert sys.path is path


def test_a_folder_that_is_gone_is_no_fault(tmp_path: Path) -> None:
    """Neither one that the plugin removes nor one that was gone before; the rest is put back."""
    inner = tmp_path / "inner"
    inner.mkdir()
    with surroundings(inner):
        path = list(sys.path)

        def leave() -> None:
            os.chdir(tmp_path)
            inner.rmdir()
            sys.path.insert(0, "/nowhere")

        call(leave)
        assert (os.getcwd(), sys.path) == (str(tmp_path), path)  # noqa: PTH109
        inner.mkdir()
        os.chdir(inner)
        inner.rmdir()
        call(os.chdir, tmp_path)
        assert os.getcwd() == str(tmp_path)  # noqa: PTH109


def test_in_a_thread_of_its_own_it_is_held_as_well(tmp_path: Path) -> None:
    """There are no timers and no handlers to set there; the rest is the same."""
    told: list[Any] = []

    def run() -> None:
        try:
            told.append(call(sys.path.insert, 0, "/nowhere"))
            told.append(call(str, 7))
        except BaseException as error:
            told.append(error)

    with surroundings(tmp_path):
        path = list(sys.path)
        thread = threading.Thread(target=run)
        thread.start()
        thread.join()
        assert (told, sys.path) == ([None, "7"], path)


def test_the_process_cannot_be_left() -> None:
    """`os._exit` is told as what it is, within calls in calls too, and is itself again after."""
    before = os._exit

    def outer() -> None:
        with contextlib.suppress(Fault):
            call(os._exit, 3)
        os._exit(4)

    with pytest.raises(Fault, match=r"^it tried to end the program \(os\._exit: 4\) \(test_g"):
        call(outer)
    assert os._exit is before


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that are forked")
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_child_of_a_plugin_may_end_as_it_likes() -> None:
    """What a plugin forks is its own."""

    def forks() -> int:
        child = os.fork()
        if child == 0:
            os._exit(4)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    assert call(forks) == 4


# How long it may take


@pytest.fixture
def timers(monkeypatch: pytest.MonkeyPatch) -> list[tuple[float, ...]]:
    """What the timer is set to: the seconds, and those after which it goes off again."""
    settings: list[tuple[float, ...]] = []
    set_timer = signal.setitimer

    def record(which: int, *seconds: float) -> tuple[float, float]:
        settings.append(seconds)
        return set_timer(which, *seconds)

    monkeypatch.setattr("_signal.setitimer", record)
    return settings


@needs_timers
@pytest.mark.parametrize(
    ("said", "seconds"),
    [(None, 20.0), ("7.5", 7.5), ("nonsense", 20.0), ("0", 0.0), ("-3", 0.0), ("0.5", 0.5)],
)
def test_the_environment_says_how_long_a_call_may_take(
    limit: Callable[[str | None], None],
    timers: list[tuple[float, ...]],
    said: str | None,
    seconds: float,
) -> None:
    """The timer runs during the call and then every second, and after it there is none."""
    limit(said)
    before = signal.signal(signal.SIGALRM, nothing)
    try:
        remaining, _again = call(signal.getitimer, signal.ITIMER_REAL)
        assert signal.getsignal(signal.SIGALRM) is nothing
    finally:
        signal.signal(signal.SIGALRM, before)
    assert timers == ([(seconds, 1.0), (0,)] if seconds else [])
    assert bool(remaining) == bool(seconds)
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


@needs_timers
@pytest.mark.parametrize(("said", "seconds"), [(None, 120.0), ("7.5", 7.5), ("nonsense", 120.0)])
def test_the_caller_may_give_a_call_longer(
    limit: Callable[[str | None], None],
    timers: list[tuple[float, ...]],
    said: str | None,
    seconds: float,
) -> None:
    """Writing a large file takes its time; what the environment says holds for all calls."""
    limit(said)
    call(int, seconds=guard.FILE_SECONDS)
    assert timers == [(seconds, 1.0), (0,)]


@needs_timers
def test_a_limit_that_nobody_set_is_named(limit: Callable[[str | None], None]) -> None:
    """Whoever meets it learns how to change it."""
    limit(None)
    with pytest.raises(Fault) as caught:
        call(time.sleep, 60, seconds=0.05)
    assert str(caught.value) == (
        "it did not end within 0.05 s; INTSPEC_PLUGIN_SECONDS gives it longer"
    )


@needs_timers
def test_what_hangs_is_cut_off(limit: Callable[[str | None], None]) -> None:
    """Once, or again and again if it catches what it can."""
    limit("0.05")
    caught: list[int] = []

    def stubborn() -> None:
        for _ in range(2):
            try:
                time.sleep(60)
            except BaseException:
                caught.append(1)
        time.sleep(60)

    assert fault(lambda: time.sleep(60)) == "it did not end within 0.05 s"
    assert fault(stubborn) == "it did not end within 0.05 s"
    assert caught == [1, 1]
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


class EndedError(BaseException):
    """Stands for the end of the process."""


@pytest.mark.programs
@needs_timers
@pytest.mark.parametrize("interrupted", [False, True])
def test_what_catches_all_is_ended_with_the_process(
    limit: Callable[[str | None], None],
    monkeypatch: pytest.MonkeyPatch,
    interrupted: bool,  # noqa: FBT001
) -> None:
    """At the third ring for one call, and at the first one after an interrupt: it is named."""
    limit("0.05" if not interrupted else "60")
    ends: list[Any] = []
    caught: list[int] = []

    def end(of: Called, reason: str, code: int) -> None:
        ends.append((of, reason, code))
        raise EndedError

    def stubborn() -> None:
        if interrupted:
            press(signal.SIGINT)
        while True:
            try:
                time.sleep(60)
            except EndedError:
                raise
            except BaseException:
                caught.append(1)

    def deaf() -> None:
        with contextlib.suppress(KeyboardInterrupt):
            stubborn()
        stubborn_again()

    def stubborn_again() -> None:
        nonlocal interrupted
        interrupted = False
        stubborn()

    of = Called("bad", "3.2", "bad-dist", "bad/rule")
    code = 130 if interrupted else 3
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    monkeypatch.setattr(process, "end", end)
    try:
        with pytest.raises(KeyboardInterrupt if interrupted else Fault):
            call(deaf, of=of)
    finally:
        signal.signal(signal.SIGINT, before)
    said = "it did not end within 0.05 s, and caught all that would end it"
    if code == 130:
        said = "it did not let itself be interrupted"
    assert ends == [(of, said, code)]
    assert len(caught) == (0 if code == 130 else guard.RINGS - 1)
    assert of.failed(said) == f"plugin bad 3.2 (bad-dist) failed in bad/rule: {said}"
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


@needs_timers
def test_a_ring_that_comes_too_late_is_nobodys(limit: Callable[[str | None], None]) -> None:
    """What the handler is called with outside of a call does nothing."""
    limit("5")
    assert call(str, 7) == "7"
    guard._stop(0, None)  # noqa: SLF001


@needs_timers
def test_a_call_within_a_call_has_no_timer_of_its_own(limit: Callable[[str | None], None]) -> None:
    """The outer one still runs when the inner has ended."""
    limit("5")

    def outer() -> tuple[Any, tuple[float, float]]:
        handler = signal.getsignal(signal.SIGALRM)
        call(str, 7)
        assert signal.getsignal(signal.SIGALRM) is handler
        return handler, signal.getitimer(signal.ITIMER_REAL)

    handler, (left, again) = call(outer)
    assert callable(handler)
    assert (0 < left <= 5, again) == (True, 1.0)


@needs_timers
def test_an_alarm_of_the_program_around_it_is_left_alone() -> None:
    """Its time goes on, and so does its handler."""
    before = signal.signal(signal.SIGALRM, nothing)
    try:
        signal.setitimer(signal.ITIMER_REAL, 50)
        call(str, 7)
        assert 40 < signal.getitimer(signal.ITIMER_REAL)[0] <= 50
        assert signal.getsignal(signal.SIGALRM) is nothing
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


# What it yields


def broken() -> Iterator[Any]:
    """Yield good and bad, and then fail."""
    yield 1
    yield "a"
    yield 2.5
    yield "b"
    yield True
    raise ValueError("no")


@pytest.mark.parametrize(
    ("function", "wanted", "kept", "faults"),
    [
        (lambda: None, (int,), [], []),
        (list, (int,), [], []),
        (lambda: iter((1, 2)), (int,), [1, 2], []),
        (lambda: (n for n in (1, "a")), (int, str), [1, "a"], []),
        (lambda: "abc", (str,), [], ["it must yield str, but it gave str: write `yield`"]),
        (lambda: b"abc", (int,), [], ["it must yield int, but it gave bytes: write `yield`"]),
        (lambda: {1: 2}, (int,), [], ["it must yield int, but it gave dict: write `yield`"]),
        (lambda: 7, (int, str), [], ["it must yield int or str, but it gave int: write `yield`"]),
        (
            broken,
            (int,),
            [1, True],
            [
                "it must yield int, but it yielded str",
                "it must yield int, but it yielded float",
                "it must yield int, but it yielded str",
                "ValueError: no (test_guard.py, line {line})",
            ],
        ),
    ],
)
def test_good_records_are_kept_and_each_fault_is_told_once(
    function: Callable[[], Any], wanted: tuple[type, ...], kept: list[Any], faults: list[str]
) -> None:
    """Whatever is wrong with the others or comes after."""
    lines = Path(__file__).read_text(encoding="utf-8").splitlines()
    line = lines.index('    raise ValueError("no")') + 1
    told = [text.format(line=line) for text in faults]
    records, found = collect(function, wanted=wanted)
    said = [str(one) if "ValueError" in str(one) else PLACE.sub("", str(one)) for one in found]
    assert (records, said) == (kept, told)


def test_records_that_never_end_are_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first ones count; as many as are allowed are no fault."""
    assert guard.MOST == 100_000
    monkeypatch.setattr(guard, "MOST", 1_000)
    monkeypatch.setattr(guard, "KEPT", 10)
    count = collect(range, 1_000, wanted=(int,))
    assert count == (list(range(1_000)), [])
    records, (fault,) = collect(range, 10**9, wanted=(int,))
    assert (records, str(fault)) == (list(range(10)), "it yielded more than 1,000 records: end it")
    assert isinstance(fault, guard.Overtime), "it is called no more"


def test_what_ends_a_call_is_told_behind_any_number_of_misfits() -> None:
    """And a function that has no end is given up, whatever it yielded before."""

    def misfits() -> Iterator[Any]:
        yield from (type(f"Odd{n}", (), {})() for n in range(3 * guard.MOST_FAULTS))

    def raises() -> Iterator[Any]:
        yield from misfits()
        raise ValueError

    def endless() -> Iterator[Any]:
        yield from misfits()
        yield from itertools.repeat(1)

    for function, kind, words in (
        (raises, guard.Fault, "ValueError"),
        (endless, guard.Overtime, "it yielded more than"),
    ):
        _records, found = collect(function, wanted=(int,))
        assert len(found) == guard.MOST_FAULTS + 2
        assert str(found[-2]) == f"{2 * guard.MOST_FAULTS} more of its records do not fit"
        assert type(found[-1]) is kind
        assert words in str(found[-1])
