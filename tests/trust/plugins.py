"""Plugins that go wrong, one at a time and all at once, in one process and in several.

Each is installed as pip would, and a document that claims it is checked with the real program. It
breaks only itself: it is named with version, hook and reason, what others find stays, the exit
code is 3, and machine formats stay valid. What ends the process in native code costs one file.

With INTSPEC_TEST_DATA the hooks of the collection of bad input are fed as well.
"""

import functools
import json
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from keyword import iskeyword
from pathlib import Path
from typing import Any

import badinput
from harness import tally
from installing import (
    INCOMPLETE,
    Checked,
    all_at_once,
    broken,
    check,
    install,
    others,
    run,
    tells,
    undisturbed,
)
from misbehaving import (
    BLAMED,
    CASES,
    CATCHES,
    CHANGES,
    CHECKLIST,
    CRASHES,
    DEAF,
    HELPERS,
    HOOK,
    LEFT,
    LISTED,
    PUT_BACK,
    RULES,
    SLEEPS,
    SPEC,
    WITNESS,
)

Case = tuple[str, Callable[[], str]]
SEVERAL = ("--jobs", "2", "--timeout", "8")
#: Those that hear at once that they did wrong.
RAISING = (
    *("traces", "profiles", "blocks signals", "closes the stream"),
    *("forks and raises in the child", "writes everywhere"),
)
FORMATS = ("text", "concise", "json", "sarif", "github", "junit")
QUIET = RULES.format(body="yield from ()")
#: The hooks of the collection -> the cases here that feed them.
COVERED = {
    "sys-exit": "exits in a rule",
    "exc-unpicklable": "raises what cannot be pickled",
    "os-exit": "leaves at once",
    "wrong-item": "wrong records among good ones",
    "prints": "prints",
    "import-error": "fails to import",
    "import-slow": "is slow to load",
    "duplicate-id": "two claim one checklist",
    "duplicate-name": "two of one name",
    "api-too-new": "for newer hooks",
    "api-missing": "says no version of the hooks",
    "dist-broken": "rubbish in a distribution",
    "globals": "changes the process",
    "random": "finds in a random order",
    "data-redos": "gives a checklist with a regular expression",
    "data-template": "a template in a message",
    "data-newer": "gives a checklist of a newer format",
}


def new() -> Path:
    """Make a folder."""
    return Path(tempfile.mkdtemp())


@functools.cache
def expected() -> list[tuple[str, str]]:
    """What is found where no plugin goes wrong."""
    return undisturbed(new())


def said(done: Checked, code: int, *wrong: str) -> str:
    """Say what is wrong with the end of a check: its code, or what else was looked at."""
    if not done.quiet or done.code != code:
        return f"exit {done.code}: {done.err[-300:]}"
    return next(filter(None, wrong), "")


def lost(body: str, reason: str) -> str:
    """A process that ends costs the file that it was at; the others are checked."""
    folder = new()
    install(folder, "crash", RULES.replace("bad", "crash").format(body=f"{body}\n    yield"))
    sick = SPEC.replace("bad]", "crash]").replace("id: ward", "id: sick")
    words = (*SEVERAL, "--output", "sarif:report.sarif")
    done = check(folder, "json", SPEC, *words, more={"sick": sick})
    if wrong := said(done, INCOMPLETE):
        return wrong
    told = [d["message"] for d in done.file("sick.intspec.yaml")["diagnostics"]]
    sarif = json.loads((folder / "report.sarif").read_text("utf-8"))["runs"][0]
    results = [one["message"]["text"] for one in sarif["results"] if "sick" in json.dumps(one)]
    if not (len(told) == len(results) == 1 and reason in told[0] and reason in results[0]):
        return f"{reason!r} is not told: {told} {results}"
    kept = others(done.file("ward.intspec.yaml")) == expected()
    return "" if kept else "the other file lost findings"


def alone(body: str) -> str:
    """In one process the run ends there: no report that could be taken for a whole one."""
    folder = new()
    install(folder, "bad", RULES.format(body=f"{body}\n    yield"))
    done = check(folder)
    try:
        json.loads(done.out)
    except ValueError:
        return "" if done.quiet else f"exit {done.code}: {done.err[-300:]}"
    return "a report was written"


def all_with_crashes() -> str:
    """All that go wrong installed at once, those that end the process among them."""
    folder = new()
    more = {}
    for number, (body, reason) in enumerate(CRASHES.values()):
        name = f"crash{number}"
        module = RULES.replace("bad", name).format(body=f"{body}\n    yield")
        install(folder, name, module)
        sick = SPEC.replace("bad]", f"{name}]").replace("id: ward", f"id: {name}")
        more[name] = (sick, reason)
    return all_at_once(folder, expected(), "--jobs", "2", "--timeout", "40", more=more)


def _prints() -> str:
    folder = new()
    install(folder, "bad", "print('hello')\n" + RULES.format(body="print('x')\n    yield from ()"))
    done = check(folder)
    return said(
        done,
        1,
        "" if done.report["exit_code"] == 1 else "the report is not whole",
        "" if "hello" in done.err and "x" in done.err else "stderr has not what was printed",
    )


def _kept() -> str:
    body = (
        "yield Finding('good', ('title',)); yield None; yield 'text'; yield {'level': 'nonsense'}"
    )
    install(folder := new(), "bad", RULES.format(body=body))
    done = check(folder)
    found = [d["message"] for d in done.report["files"][0]["diagnostics"]]
    faults = [f["reason"] for f in done.plugin("bad")["failures"]]
    return said(
        done,
        INCOMPLETE,
        "" if "good" in found else "the good finding is lost",
        "" if len(faults) == 3 else f"{faults}",
    )


def _changed() -> str:
    folder = new()
    install(folder, "bad", CHANGES + RULES.format(body="change()\n    yield from ()"))
    install(folder, "witness", WITNESS)
    done = check(folder, "json", SPEC.replace("bad]", "bad, witness]"))
    found = [d["message"] for d in done.report["files"][0]["diagnostics"]]
    return said(done, 1, "" if "state (True, True, True, True, True)" in found else f"{found[:3]}")


def _held() -> str:
    """What catches all ends a run of one process, and in several it costs the file."""
    folder = new()
    install(folder, "bad", RULES.format(body=CATCHES))
    done = check(folder, "json", SPEC, "--output", "sarif:report.sarif")
    left = [one.name for one in folder.iterdir() if "sarif" in one.name or one.suffix == ".tmp"]
    named = "plugin bad 3.2 (bad-dist) failed in bad/rule: it did not end within 2 s" in done.err
    if wrong := said(done, INCOMPLETE, "" if named and not left else f"{left} {done.err}"):
        return wrong
    return lost(CATCHES, "was kept by the plugin `crash` in `crash/rule`: it did not end within 2")


def _given_up(*words: str) -> str:
    """A rule that did not end in time is called no more: not for another arm, nor another file."""
    install(folder := new(), "bad", RULES.format(body=SLEEPS))
    more = {name: SPEC.replace("id: ward", f"id: {name}") for name in ("third", "fourth")}
    two = f"{SPEC}  other: {{role: waiting-list, name: Other}}\n"
    done = check(folder, "json", two, *words, more=more)
    calls = len((folder / "calls").read_text("utf-8"))
    most = 1 if not words else 2  # the processes begin at the same time
    crashed = [
        outcome["reason"]
        for file in done.report["files"]
        for outcome in file["outcomes"]
        if outcome["rule"] == "bad/rule"
    ]
    return said(
        done,
        INCOMPLETE,
        "" if calls <= most else f"it was called {calls} times",
        "" if len(crashed) == 4 and all(crashed) else f"{crashed}",
    )


def _claiming(names: Iterable[str]) -> str:
    return SPEC.replace("bad]", f"{', '.join(names)}]")


def _together(members: dict[str, tuple[str, str]]) -> str:
    """Each is a plugin of its own, in one run: each is named, and the report is whole."""
    folder = new()
    names = {f"bad{number}": member for number, member in enumerate(members)}
    for name, member in names.items():
        module = HELPERS + RULES.format(body=f"{members[member][0]}\n    yield from ()")
        install(folder, name, module.replace("bad/", f"{name}/"))
    done = check(folder, "json", _claiming(names))
    if wrong := said(done, INCOMPLETE):
        return wrong
    for name, member in names.items():
        reasons = [failure["reason"] for failure in done.plugin(name)["failures"]]
        reason = members[member][1]
        if reason and not any(tells(member, reason, one) for one in reasons):
            return f"{member}: {reasons}"
    return ""


def _unharmed(members: tuple[str, ...]) -> str:
    """Nobody but those who put up with it notices: the report and the exit code are as ever."""
    folder = new()
    names = {f"bad{number}": member for number, member in enumerate(members)}
    for name, member in names.items():
        body = f"{(PUT_BACK | LEFT)[member]}\n    yield from ()"
        install(folder, name, (HELPERS + RULES.format(body=body)).replace("bad/", f"{name}/"))
    done = check(folder, "json", _claiming(names), "--output", "sarif:report.sarif")
    kept = others(done.file("ward.intspec.yaml")) == expected()
    failed = {p["name"]: p["failures"] for p in done.report["plugins"] if p["failures"]}
    json.loads((folder / "report.sarif").read_text("utf-8"))
    code = INCOMPLETE if failed else 1
    allowed = {name for name, member in names.items() if member in RAISING}
    return said(
        done,
        code,
        "" if failed.keys() <= allowed else f"{failed}",
        "" if kept else "the other findings are not as they were",
    )


def _replaced() -> str:
    """Each name of what reports are made with, replaced by one rule and removed by another."""
    folder = new()
    rules: list[str] = []
    told: dict[str, str] = {}
    for module in ("builtins", "os", "os.path", "json", "json.encoder", "re", "io", "codecs"):
        public = [name for name in dir(sys.modules[module]) if name.isidentifier()]
        for name in (one for one in public if not (one.startswith("__") or iskeyword(one))):
            for change in (f"{module}.{name} = 'mine'", f"del {module}.{name}"):
                told[f"bad/r{len(rules)}"] = f"`{module}.{name}`"
                rules.append(
                    f'@rule("bad/r{len(rules)}")\ndef r{len(rules)}(subject):\n'
                    f'    """A rule."""\n    {change}\nrules.append(r{len(rules)})\n'
                )
    head = "import builtins, codecs, io, json, json.encoder, os, re\nrules = []\n"
    head += "from intspec import hookimpl, rule\n"
    hook = "@hookimpl\ndef intspec_rules():\n    return rules\n"
    install(folder, "bad", head + "".join(rules) + hook)
    done = check(folder)
    if wrong := said(done, INCOMPLETE):
        return wrong
    reasons = {f["hook"]: f["reason"] for f in done.plugin("bad")["failures"]}
    missed = [words for name, words in told.items() if words not in reasons.get(name, "")]
    kept = others(done.file("ward.intspec.yaml")) == expected()
    return f"{len(missed)} not told: {missed[:3]}" if missed else "" if kept else "findings lost"


def _nothing_left() -> str:
    """What closes all descriptors ends the run: it is named where anybody can hear it."""
    for first in (0, 3):
        install(
            folder := new(), "bad", RULES.format(body=f"import os; os.closerange({first}, 9999)")
        )
        done = check(folder)
        named = first == 0 or "plugin bad 3.2 (bad-dist) failed in bad/rule: it closed" in done.err
        if wrong := said(done, INCOMPLETE, "" if named and not done.out else f"{done}"):
            return f"{first}: {wrong}"
    return ""


def _random() -> str:
    body = (
        "import random\n    found = [Finding(f'no {n}', ('title',)) for n in range(20)]\n"
        "    random.shuffle(found)\n    yield from found"
    )
    install(folder := new(), "bad", RULES.format(body=body))
    first, second = check(folder), check(folder)
    return said(first, 1, "" if first.out == second.out else "two runs differ")


def _template() -> str:
    told = "{{ 7 * 7 }} {{ .__class__ }} {0.__class__} %(x)s ${x}"
    listed = LISTED.replace("it has no name", told).replace('all = ["name"]', 'all = ["narrative"]')
    install(folder := new(), "bad", CHECKLIST.format(id="bad"), checklist=listed)
    done = check(folder)
    diagnostics = done.report["files"][0]["diagnostics"]
    # What is missing of an arm that is only named is told as one finding.
    found = [part["message"] for d in diagnostics for part in d.get("parts") or [d]]
    return said(done, 1, "" if told in found else f"{found[:3]}")


def _two(module: str, names: tuple[str, str], distributions: tuple[str, str]) -> str:
    folder = new()
    for name, distribution in zip(names, distributions, strict=True):
        install(folder, name, module, distribution)
    done = check(folder)
    failed = [p["distribution"] for p in done.report["plugins"] if p["failures"]]
    named = [one.replace("_", "-") for one in distributions]
    return said(done, INCOMPLETE, "" if failed == named else f"{failed} are named")


def _newer() -> str:
    install(folder := new(), "bad", "requires_api = '99'\n" + QUIET)
    done = check(folder)
    reasons = [f["reason"] for f in done.plugin("bad")["failures"]]
    wanted = ["it needs version 99 of intspec's hooks; this is version 1"]
    return said(done, INCOMPLETE, "" if reasons == wanted else f"{reasons}")


def _no_version() -> str:
    install(folder := new(), "bad", QUIET)
    return said(done := check(folder), 1, "" if not done.plugin("bad")["failures"] else "refused")


def _slow() -> str:
    install(folder := new(), "bad", "import time\ntime.sleep(1)\n" + QUIET)
    done = run(folder, "plugins", "--timings", "--format", "json")
    first = json.loads(done.out)[0]
    named = first["name"] == "bad" and first["seconds"] >= 1
    return said(done, 0, "" if named else f"{first} is named first")


def _rubbish(points: bytes, metadata: bytes | None) -> str:
    folder = new()
    info = folder / "broken-1.0.dist-info"
    info.mkdir()
    (info / "entry_points.txt").write_bytes(points)
    if metadata is not None:
        (info / "METADATA").write_bytes(metadata)
    done = check(folder)
    if not done.quiet or done.code not in (1, INCOMPLETE):
        return f"exit {done.code}: {done.err[-300:]}"
    kept = others(done.file("ward.intspec.yaml")) == expected()
    return "" if kept else "the other findings are not as they were"


def _told_in(fmt: str) -> str:
    install(folder := new(), "bad", CASES["raises in a rule"][0])
    done = check(folder, fmt)
    told = "too bad" in done.out + done.err
    return said(done, INCOMPLETE, "" if told else "the failure is not told")


def collected(record: dict[str, Any], words: tuple[str, ...]) -> str:
    """Feed a hook of the collection: in a rule and where rules are listed."""
    source = record["source"].replace("\n", "\n    ")
    # A function that returns its records is no generator.
    source += "" if "return" in source else "\n    yield from ()"
    for module in (RULES.format(body=source), f"{HOOK}    {source}\n"):
        install(folder := new(), "bad", module)
        done = check(folder, "json", SPEC, *words)
        if wrong := said(done, 1 if "print" in source else INCOMPLETE):
            return wrong
        if others(done.file("ward.intspec.yaml")) != expected():
            return "the other findings are not as they were"
    return ""


def situations() -> Iterator[Case]:
    """What is no fault of one hook."""
    yield "prints", _prints
    yield "wrong records among good ones", _kept
    yield "changes the process", _changed
    yield "catches all that would end it", _held
    yield "hangs again and again", _given_up
    yield "hangs again and again, two processes", partial(_given_up, "--jobs", "2")
    yield "finds in a random order", _random
    yield "a template in a message", _template
    yield "two of one name", partial(_two, QUIET, ("bad", "bad"), ("first", "second"))
    shared = CHECKLIST.format(id="shared")
    yield "two claim one checklist", partial(_two, shared, ("one", "two"), ("one_d", "two_d"))
    yield "for newer hooks", _newer
    yield "says no version of the hooks", _no_version
    rubbish = b"[intspec]\n\xff\xfe = =\n[[[\n"
    yield "is slow to load", _slow
    yield "rubbish in a distribution", partial(_rubbish, rubbish, None)
    yield "a distribution without metadata", partial(_rubbish, b"[intspec]\nx = no_such\n", None)
    for fmt in FORMATS:
        yield f"told in {fmt}", partial(_told_in, fmt)


def cases() -> Iterator[Case]:
    """All cases."""
    for case in CASES:
        yield case, partial(broken, new(), case, expected())
    yield "all at once", lambda: all_at_once(new(), expected())
    yield "all at once, two processes, those that crash among them", all_with_crashes
    yield from situations()
    yield "names of Python replaced and removed", _replaced
    yield "blamed, all in one run", partial(_together, BLAMED)
    yield "put back, all in one run", partial(_unharmed, tuple(PUT_BACK))
    yield "left to run, all in one run", partial(_unharmed, tuple(LEFT))
    yield "nothing left to write to", _nothing_left
    deaf = {name: (body, "was ended after 8") for name, body in DEAF.items()}
    for name, (body, reason) in {**CRASHES, **deaf}.items():
        yield f"{name}, two processes", partial(lost, body, reason)
    for name, (body, _reason) in CRASHES.items():
        yield f"{name}, one process", partial(alone, body)
    at = badinput.folder()
    if at is None:
        return
    for record in badinput.lines(at, "own_plugins"):
        name = record["id"].rpartition("/")[2]
        if name not in COVERED:
            yield record["id"], lambda: "no case here feeds it"
        elif is_code(record["source"]):
            for words in ((), SEVERAL):
                yield f"{record['id']} {' '.join(words[:2])}", partial(collected, record, words)


def is_code(source: str) -> bool:
    """Tell whether a hook of the collection is given as code, and not in words."""
    try:
        compile(source.replace("return", "x ="), "hook", "exec")
    except SyntaxError:
        return False
    return not source.startswith(("requires_api", "time.sleep"))


def main() -> None:
    """Try all of them."""
    known = {name for name, _case in situations()} | set(CASES)
    if missing := set(COVERED.values()) - known:
        sys.exit(f"no such cases: {missing}")
    expected()
    tally("misbehaving plugins", cases(), at_once=2)


if __name__ == "__main__":
    main()
