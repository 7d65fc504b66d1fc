"""Examine a plugin in a process of its own: a script, so that loading intspec can be timed."""

import contextlib
import hashlib
import io
import json
import os
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

START = time.process_time()

#: Python's audit events that mean a use of the network.
NETWORK = (
    "socket.connect",
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "socket.gethostbyaddr",
    "socket.sendto",
    "socket.sendmsg",
    "urllib.Request",
)
REFUSED = "the contract allows no network"


def main(part: str, request_file: str, answer_file: str) -> None:
    """Do one part of an examination.

    Args:
        part: examine, again (the digests in another process, and the time) or measure.
        request_file: The file of the request.
        answer_file: The file for the result.
    """
    from intspec_kit.contract.messages import Request  # noqa: PLC0415 -- timed

    request = Request(**json.loads(Path(request_file).read_text(encoding="utf-8")))
    calls: list[str] = []
    _listen(calls)
    printed = io.StringIO()
    times = _times(request, printed)
    result: dict[str, Any] = dict(times)
    if part != "measure":
        from intspec.plugins.guard import listen  # noqa: PLC0415 -- not timed
        from intspec_kit.contract.bench import Bench  # noqa: PLC0415 -- not timed

        tracebacks: dict[str, None] = {}
        listen(lambda error: tracebacks.setdefault("".join(traceback.format_exception(error))))
        bench = Bench(request)
        if part == "examine":
            result["examination"] = {
                **_examine(bench, calls, printed.getvalue()),
                "tracebacks": list(tracebacks),
            }
        result |= {"checked": dict(_checked(bench)), "rendered": dict(_rendered(bench))}
    Path(answer_file).write_text(json.dumps(result), encoding="utf-8")


def _listen(calls: list[str]) -> None:
    """Refuse the network, and write down who asked for it."""

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event in NETWORK:
            calls.append(f"{event} {' '.join(str(argument) for argument in arguments[-2:])}"[:120])
            raise ConnectionRefusedError(REFUSED)

    sys.addaudithook(hook)


def _times(request: Any, printed: io.StringIO) -> dict[str, float]:
    """Measure how much of the processor intspec takes to load, and then the plugin.

    Args:
        request: What is to be examined.
        printed: Takes what loading it prints.
    """
    from intspec.api import check_text  # noqa: PLC0415 -- timed
    from intspec.plugins import Registry  # noqa: PLC0415 -- timed
    from intspec.plugins.gathering import load_plugin  # noqa: PLC0415 -- timed
    from intspec.rules.builtin import RULES  # noqa: PLC0415 -- timed

    check_text("id: x\n", registry=Registry(builtin=RULES, entry_points=()))
    core = time.process_time() - START
    from intspec_kit.registries import entry_points  # noqa: PLC0415 -- not timed

    points = entry_points(Path(request.folder) if request.folder else request.plugin)
    start = time.process_time()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        for point in points:
            load_plugin(point)
    return {"core": core, "own": time.process_time() - start}


def _examine(bench: Any, calls: list[str], printed: str) -> dict[str, Any]:
    from intspec_kit.contract import (  # noqa: PLC0415
        of_fields,
        of_formats,
        of_plugins,
        of_rules,
    )
    from intspec_kit.contract.messages import CLAUSES  # noqa: PLC0415

    functions: dict[str, Callable[[Any], Iterator[str]]] = {
        "loads": of_plugins.loads,
        "metadata": of_plugins.metadata,
        "wheel": of_plugins.wheel,
        "ids": of_plugins.ids,
        "documentation": of_rules.documentation,
        "words": of_rules.words,
        "paths": of_rules.paths,
        "examples": of_rules.examples,
        "cases": of_rules.cases,
        "specs": of_rules.specs,
        "no-crash": of_rules.no_crash,
        "pure": of_rules.pure,
        "renderers": of_formats.renderers,
        "views": of_formats.views,
        "importers": of_formats.importers,
        "vocabularies": of_plugins.vocabularies,
        "extensions": of_fields.extensions,
        "commands": of_plugins.commands,
    }
    results = {
        name: _looked(name, CLAUSES[name], function, bench) for name, function in functions.items()
    }
    lines = [f"it prints: {line}; take that out" for line in printed.splitlines() if line.strip()]
    asked = [f"it asked for the network: {call}" for call in dict.fromkeys(calls)]
    told = {"ends": [], "import-time": [], "offline": asked, "silent": lines}
    for name, messages in told.items():
        results[name] = _result(name, CLAUSES[name], messages)
    plugin = bench.plugins[0]
    return {
        "name": plugin.distribution if bench.project else plugin.name,
        "version": plugin.version,
        "provides": [line for provider in bench.plugins for line in provider.report().provides],
        "clauses": [results[name] for name in CLAUSES],
    }


def _looked(
    name: str, asks: str, function: Callable[[Any], Iterator[str]], bench: Any
) -> dict[str, Any]:
    from intspec_kit.contract.bench import NothingToLookAt, NotLookedAt, Remark  # noqa: PLC0415

    faults: list[str] = []
    try:
        faults.extend(function(bench))
    except NothingToLookAt:
        if not faults:
            return {**_result(name, asks, []), "state": "nothing-to-look-at"}
    except Remark as remark:
        return {**_result(name, asks, faults), "reason": str(remark)}
    except NotLookedAt as reason:
        if not faults:
            return {**_result(name, asks, []), "state": "not-looked-at", "reason": str(reason)}
    return _result(name, asks, faults)


def _result(name: str, asks: str, faults: list[str]) -> dict[str, Any]:
    from intspec_kit.contract.messages import shortened  # noqa: PLC0415

    state = "broken" if faults else "kept"
    messages = list(shortened(faults))
    return {"clause": name, "asks": asks, "state": state, "faults": messages, "reason": ""}


def _checked(bench: Any) -> Iterator[tuple[str, str]]:
    """Go over digests of what checking gives."""
    if bench.rules or bench.checklists:
        for label, raw in bench.again():
            report = bench.first(label, raw).report
            yield label, _digest(repr((report.diagnostics, report.items, report.outcomes)))


def _rendered(bench: Any) -> Iterator[tuple[str, str]]:
    """Go over digests of what rendering gives."""
    from intspec_kit.contract.bench import NothingToLookAt, NotLookedAt  # noqa: PLC0415
    from intspec_kit.contract.of_formats import (  # noqa: PLC0415
        own_renderers,
        rendered,
        sample_views,
    )

    try:
        renderers = own_renderers(bench)
        for label, view in sample_views(bench):
            for renderer in renderers:
                try:
                    content = rendered(renderer, view)
                except BaseException:  # noqa: BLE001, S112 -- the clause on renderers tells it
                    continue
                yield f"`{renderer.format}`: {label}", _digest(content)
    except (NothingToLookAt, NotLookedAt):
        return


def _digest(content: Any) -> str:
    raw = content if isinstance(content, bytes) else str(content).encode("utf-8", "replace")
    return hashlib.sha256(raw).hexdigest()


if __name__ == "__main__":
    main(*sys.argv[1:4])
    sys.stdout.flush()
    sys.stderr.flush()
    # A thread that a plugin left running must not keep the process alive.
    os._exit(0)
