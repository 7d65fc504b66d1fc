"""Plugins that go wrong: the code of each, and what must be said of it."""

SPEC = """\
intspec: "1.0"
id: ward
title: A fictitious ward
stage: results
checklists: [tidier, bad]
no_comparator: {reason: A pilot.}
interventions:
  round: {role: experimental, name: Round}
"""
RULES = """\
from intspec import Finding, hookimpl, rule

@rule("bad/rule")
def bad(subject):
    \"\"\"A rule.\"\"\"
    {body}

@hookimpl
def intspec_rules():
    yield bad
"""
HOOK = "from intspec import hookimpl\n@hookimpl\ndef intspec_rules():\n"
CHECKLIST = """\
from intspec import ChecklistResource, hookimpl

@hookimpl
def intspec_checklists():
    yield ChecklistResource(id="{id}", package=__name__, file="x.toml")
"""
RENDERERS = """\
from intspec import Renderer, hookimpl

@hookimpl
def intspec_renderers():
    yield Renderer(format="{name}", suffix=".x", summary="x", function=str)
"""
LISTED = """\
format = 1
id = "bad"
title = "Bad"
version = "1"
year = 2026
citation = "A fictitious guideline"
licence = "CC0-1.0"
wording = "own"
scope = "arm"

[[items]]
id = "name"
number = "1"
title = "Name"

  [[items.parts]]
  id = "given"
  all = ["name"]
  asks = "State the name of it."
  gap = "it has no name"
  mend = "add `name:`"
"""
#: What the plugin's module says -> what is said of it.
CASES: dict[str, tuple[str, str, str]] = {
    "raises in a rule": (
        RULES.format(body="raise ValueError('too bad')\n    yield"),
        "bad/rule",
        "ValueError: too bad",
    ),
    "exits in a rule": (
        RULES.format(body="import sys; sys.exit(0)\n    yield"),
        "bad/rule",
        "it tried to end the program (SystemExit: 0)",
    ),
    "raises what cannot be said": (
        RULES.format(
            body="class E(Exception):\n        def __str__(self): raise KeyError\n"
            "    raise E\n    yield"
        ),
        "bad/rule",
        "E",
    ),
    "recurses for ever": (
        RULES.format(body="return bad.function(subject)"),
        "bad/rule",
        "RecursionError: maximum recursion depth exceeded",
    ),
    "yields the wrong type": (
        RULES.format(body="yield 'text'"),
        "bad/rule",
        "it must yield Finding or DoesNotApply or Holds, but it yielded str",
    ),
    "yields a list for a tuple": (
        RULES.format(body="yield Finding('x', ['title'])"),
        "bad/rule",
        (
            "it yielded a Finding whose `path` must be a tuple, not list "
            "(bad_module/__init__.py, line 6)"
        ),
    ),
    "yields a finding without a message": (
        RULES.format(body="yield Finding(None)"),
        "bad/rule",
        (
            "it yielded a Finding whose `message` must be text, not None "
            "(bad_module/__init__.py, line 6)"
        ),
    ),
    "gives a rule of no known severity": (
        RULES.format(body="yield from ()").replace('bad/rule"', 'bad/rule", severity="fatal"'),
        "intspec_rules",
        "it yielded a Rule whose `severity` must be `error` or `warning` or `note`, not `fatal`",
    ),
    "raises an interrupt": (
        RULES.format(body="raise KeyboardInterrupt\n    yield"),
        "bad/rule",
        "KeyboardInterrupt (bad_module/__init__.py, line 6)",
    ),
    "raises an interrupt on import": (
        "raise KeyboardInterrupt\n",
        "load",
        "KeyboardInterrupt (bad_module/__init__.py, line 1)",
    ),
    "raises the end of a generator": (
        RULES.format(body="raise GeneratorExit\n    yield"),
        "bad/rule",
        "GeneratorExit (bad_module/__init__.py, line 6)",
    ),
    "returns the wrong type": (
        RULES.format(body="return 7"),
        "bad/rule",
        "it must yield Finding or DoesNotApply or Holds, but it gave int",
    ),
    "never ends": (
        RULES.format(body="while True: yield Finding('again')"),
        "bad/rule",
        "it yielded more than 100,000 records",
    ),
    "changes the specification": (
        RULES.format(body="subject.spec.title = 'mine'\n    yield"),
        "bad/rule",
        "FrozenInstanceError",
    ),
    "changes a catalogue": (
        RULES.format(body="subject.spec.interventions['x'] = 1\n    yield"),
        "bad/rule",
        "TypeError: 'mappingproxy' object does not support item assignment",
    ),
    "raises in a hook": (
        HOOK + "    raise ValueError('no')\n",
        "intspec_rules",
        "ValueError: no",
    ),
    "gives a dictionary": (
        HOOK + "    return {}\n",
        "intspec_rules",
        "it must yield Rule, but it gave dict",
    ),
    "misspells a hook": (
        "from intspec import hookimpl\n@hookimpl\ndef intspec_ruls():\n    yield 1\n",
        "load",
        "there is no hook `intspec_ruls`; did you mean `intspec_rules`?",
    ),
    "forgets the mark": (
        "def intspec_rules():\n    yield 1\n",
        "load",
        "`intspec_rules` is not marked with `@hookimpl`, so it is not called",
    ),
    "fails to import": (
        "import no_such_module\n",
        "load",
        "ModuleNotFoundError: No module named 'no_such_module'",
    ),
    "exits on import": (
        "import sys\nsys.exit(0)\n",
        "load",
        "it tried to end the program (SystemExit: 0)",
    ),
    "has a syntax error": ("def (\n", "load", "SyntaxError"),
    "gives an id twice": (
        RULES.format(body="yield from ()").replace("yield bad", "yield bad; yield bad"),
        "intspec_rules",
        "the id `bad/rule` is given twice; the first one counts",
    ),
    "takes the namespace of another": (
        RULES.format(body="yield from ()").replace("bad/rule", "tidier/rule"),
        "intspec_rules",
        "the rule `tidier/rule` is outside its namespace: name it `bad/…`",
    ),
    "takes the core's namespace": (
        RULES.format(body="yield from ()").replace("bad/rule", "intspec/rule"),
        "intspec_rules",
        "the rule `intspec/rule` is outside its namespace: name it `bad/…`",
    ),
    "takes the format of another": (
        RENDERERS.format(name="html"),
        "load",
        "the format `html` is claimed by tables",
    ),
    "takes the checklist of another": (
        CHECKLIST.format(id="tidier"),
        "load",
        "the namespace `tidier` is claimed by tidier",
    ),
    "hangs in a rule": (
        RULES.format(body="import time; time.sleep(60)\n    yield"),
        "bad/rule",
        "it did not end within 2 s",
    ),
    "hangs, and catches what it can": (
        RULES.format(
            body="import time\n    while True:\n        try: time.sleep(60)\n"
            "        except Exception: pass\n    yield"
        ),
        "bad/rule",
        "it did not end within 2 s",
    ),
    "hangs on import": ("import time\ntime.sleep(60)\n", "load", "it did not end within 2 s"),
    "hangs in native code": (
        RULES.format(body="import ctypes; ctypes.CDLL(None).sleep(60)\n    yield"),
        "bad/rule",
        "it did not end within 2 s",
    ),
    "stops the timer": (
        RULES.format(body="import signal\n    signal.alarm(0)\n    while True: pass\n    yield"),
        "bad/rule",
        "it did not end within 2 s",
    ),
    "takes the timer's signal": (
        RULES.format(
            body="import signal\n    signal.signal(signal.SIGALRM, signal.SIG_DFL)\n"
            "    while True: pass\n    yield"
        ),
        "bad/rule",
        "it did not end within 2 s",
    ),
    "becomes another program": (
        RULES.format(body="import os; os.execlp('true', 'true')\n    yield"),
        "bad/rule",
        "it tried to end the program (os.execv",
    ),
    "leaves at once": (
        RULES.format(body="import os; os._exit(0)\n    yield"),
        "bad/rule",
        "it tried to end the program (os._exit: 0)",
    ),
    "leaves at once on import": (
        "import os\nos._exit(0)\n",
        "load",
        "it tried to end the program (os._exit: 0)",
    ),
    "leaves at once, by a name of its own": (
        "from os import _exit\n" + RULES.format(body="_exit(5)\n    yield"),
        "bad/rule",
        "it tried to end the program (os._exit: 5)",
    ),
    "raises what cannot be pickled": (
        RULES.format(
            body="class E(Exception):\n        def __init__(self, a, b): super().__init__(a)\n"
            "    raise E(1, 2)\n    yield"
        ),
        "bad/rule",
        "E: 1",
    ),
    "asks for more memory than there is": (
        RULES.format(body="bytearray(10**15)\n    yield"),
        "bad/rule",
        "MemoryError",
    ),
    "raises a group": (
        RULES.format(
            body="raise ExceptionGroup('two', [ValueError('a'), OSError('b')])\n    yield"
        ),
        "bad/rule",
        "ExceptionGroup: two (2 sub-exceptions)",
    ),
    "gives a checklist of a newer format": (
        CHECKLIST.format(id="bad"),
        "intspec_checklists",
        "this is format 2; this intspec reads format 1",
    ),
    "gives a checklist with a regular expression": (
        CHECKLIST.format(id="bad"),
        "intspec_checklists",
        "unknown key `pattern`",
    ),
    "has a checklist that is not there": (
        CHECKLIST.format(id="bad"),
        "intspec_checklists",
        "FileNotFoundError",
    ),
}
#: What is said of a call that takes too long.
LATE = "it did not end within 2 s"
#: What has no end is cut off by its number, or by the time where the machine is busy.
ENDLESS = "never ends"
CHANGES = """\
import locale, os, signal, sys
def change():
    os.chdir("/")
    sys.setrecursionlimit(123)
    sys.path.insert(0, "/nowhere")
    os.environ.update(INTSPEC_ANY="1", PYTHONHOME="/nowhere", XDG_ANY="/nowhere")
    os.environ._data["no name"] = 5
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.stdout = None
change()
"""
WITNESS = RULES.replace("bad", "witness").format(
    body="import os, signal, sys\n    state = (os.getcwd() != '/', sys.getrecursionlimit() > 123, "
    "'/nowhere' not in sys.path,\n        signal.getsignal(signal.SIGTERM) != signal.SIG_IGN,\n"
    "        not {'INTSPEC_ANY', 'PYTHONHOME', 'XDG_ANY'} & {*os.environ})\n"
    "    yield Finding(f'state {state}', ('title',))"
)


#: The files of checklists that some of them bring along.
FILES = {
    "gives a checklist of a newer format": LISTED.replace("format = 1", "format = 2"),
    "gives a checklist with a regular expression": LISTED + '  pattern = "(a+)+$"\n',
}
#: What ends the process in native code, where nothing in Python can hold it -> what is said of it.
CRASHES = {
    "ends in native code": ("import ctypes; ctypes.CDLL(None)._exit(0)", "(exit code 0)"),
    "ends with a code": ("import ctypes; ctypes.CDLL(None)._exit(5)", "(exit code 5)"),
    "reads at address 0": ("import ctypes; ctypes.string_at(0)", "was killed (SIGSEGV)"),
    "aborts": ("import ctypes; ctypes.CDLL(None).abort()", "was killed (SIGABRT)"),
    "kills itself": (
        "import ctypes, os; ctypes.CDLL(None).kill(os.getpid(), 9)",
        "was killed (SIGKILL)",
    ),
}
#: What catches all that would end it.
CATCHES = """yield Finding("first", ("title",))
    import time
    while True:
        try: time.sleep(60)
        except: pass"""
#: What hangs once for each arm, and says so in a file.
SLEEPS = """open("calls", "a").write("x")
    import time; time.sleep(60)
    yield"""
#: What hangs where no timer reaches it.
DEAF = {
    "hangs, deaf": """import ctypes
    ctypes.CDLL(None).alarm(0)
    ctypes.PyDLL(None).sleep(60)""",
    "stops the timer in native code": """import ctypes
    ctypes.CDLL(None).alarm(0)
    while True: pass""",
}
#: What a rule does to the process besides -> what is said of it: the report is whole.
BLAMED = {
    "closes many": ("os.closerange(0, 256)", "standard input, standard output, standard error"),
    "closes stdout": ("os.close(1)", "it closed or replaced standard output, open again now"),
    "replaces stderr": ("os.dup2(os.open(os.devnull, 1), 2)", "replaced standard error"),
    "closes the report": ("os.close(report())", "replaced the descriptor of the report"),
    "closes the report's copies": ("os.closerange(4001, 4100)", ""),
    ENDLESS: (
        "yield from (Finding(f'no {n}', ('title',)) for n in itertools.count())",
        "it yielded more than 100,000 records",
    ),
    **{
        f"{way}, {name}": (f"{way}({target}signal.{name})", f"it tried to end the program ({way}: ")
        for name in ("SIGUSR1", "SIGTERM", "SIGINT", "SIGKILL", "SIGALRM")
        for way, target in (
            ("os.kill", "os.getpid(), "),
            ("os.killpg", "os.getpgrp(), "),
            ("signal.raise_signal", ""),
            ("signal.pthread_kill", "threading.get_ident(), "),
        )
    },
    "kills its group": ("os.kill(0, 15)", "it tried to end the program (os.kill: Terminated)"),
    **{
        f"becomes another program by {way}": (
            f"os.{way}('/bin/true', {arguments})",
            "it tried to end the program (os.execv",
        )
        for way, arguments in {
            "execv": "['true']",
            "execve": "['true'], {}",
            "execl": "'true'",
            "execle": "'true', {}",
            "execlp": "'true'",
            "execvp": "['true']",
            "execvpe": "['true'], {}",
        }.items()
    },
    **{
        f"calls {call.partition('(')[0]}": (f"os.{call}", "is not for plugins")
        for call in ("chroot('/tmp')", "setuid(65534)", "setgid(65534)", "setresuid(1, 1, 1)")
    },
    "is to be ended by a trace": (
        "import faulthandler; faulthandler.dump_traceback_later(0.1, exit=True); time.sleep(0.5)",
        "it tried to end the program (faulthandler.dump_traceback_later)",
    ),
    "sets an alarm that nothing handles": (
        "signal.alarm(1); time.sleep(1.5)",
        "it tried to end the program (signal.alarm: nothing handles it)",
    ),
    "stops the timer, and ends late": (
        "ctypes.CDLL(None).alarm(0); time.sleep(3)",
        "it did not end within 2 s, and kept the timer from ringing",
    ),
    "points at many places": (
        "yield from (Finding('x', ('title', f'k{n}')) for n in range(5_000))",
        "4,980 more of its records do not fit",
    ),
    "points at a long place": ("yield Finding('x', ('title',) * 50_000)", "/title/…: there is no"),
    "interrupts": ("_thread.interrupt_main()", "(signal.raise_signal: Interrupt)"),
    "aborts in Python": ("os.abort()", "it tried to end the program (os.abort)"),
    **{
        f"lowers {name} to {most}": (
            f"resource.{way}resource.RLIMIT_{name}, ({most}, ceiling('{name}')))",
            f"it lowered `RLIMIT_{name}`, raised again now",
        )
        for name in ("AS", "DATA", "FSIZE", "NOFILE", "NPROC")
        for most, way in ((0, "setrlimit("), (7, "prlimit(0, "))
    },
    **{
        f"lowers {name}": (
            f"resource.{way}resource.RLIMIT_{name}, (1, 1))",
            f"it tried to end the program (resource.{way.partition('(')[0]}: RLIMIT_{name})",
        )
        for name in ("CPU", "STACK")
        for way in ("setrlimit(", "prlimit(0, ")
    },
    "lowers a limit in native code": (
        "ctypes.CDLL(None).setrlimit(1, (ctypes.c_ulong * 2)(0, 2 ** 40))",
        "it lowered `RLIMIT_FSIZE`, which cannot be raised again",
    ),
}
#: What is put back without a word, since nothing is lost by it.
PUT_BACK = {
    "forks": "os.fork()",
    "forks and raises in the child": "os.fork() or exec('raise SystemExit(0)')",
    "leaves a pool": "kept.append(pool()); kept[0].submit(abs, 1).result()",
    "leaves a process": "multiprocessing.Process(target=burn, daemon=True).start()",
    "leaves timers": "signal.setitimer(signal.ITIMER_PROF, .01); signal.setitimer(0, .01)",
    "blocks signals": "signal.pthread_sigmask(0, [14, 15]); signal.setitimer(0, .001); burn()",
    "traces": "sys.settrace(lambda *a: 1 / 0)",
    "profiles": "sys.setprofile(lambda *a: 1 / 0)",
    "empties the modules": "sys.modules.clear()",
    "forgets json": "sys.modules['json'] = None",
    "has no finders": "sys.meta_path.clear(); sys.path_hooks.clear()",
    "closes the stream": "sys.stdout.close()",
    "has no stderr": "sys.stderr = None",
    "empties the environment": "os.environ.clear()",
    "sets how long it may take": "os.environ['INTSPEC_PLUGIN_SECONDS'] = '0'",
    "sets where settings are": "os.environ.update(XDG_CONFIG_DIRS='/x', PYTHONHOME='/x')",
    "adds what is no variable": "os.environ._data['X'] = 5; os.environ.decodekey = None",
    "lets nobody read": "os.umask(0o777)",
    "writes everywhere": "[write(n) for n in range(3, 1000)]",
    "raises a limit": "resource.setrlimit(7, (resource.getrlimit(7)[1],) * 2)",
    "prints in a thread": "threading.Thread(target=chatter, daemon=True).start()",
    "prints from a hook": "sys.addaudithook(lambda *a: print('GARBAGE'))",
    "raises from a hook": "sys.addaudithook(lambda *a: 1 / 0)",
    "prints when garbage is looked for": "gc.set_threshold(50); gc.callbacks.append(print)",
    "prints when it is deleted": "kept.append(type('T', (), {'__del__': lambda self: print(1)})())",
    "rounds otherwise": "import decimal; decimal.getcontext().prec = 1",
    "allows short cells": "import csv; csv.field_size_limit(1)",
    "has warnings raised": "import warnings; warnings.simplefilter('error')",
    "has no folder for what waits": "import tempfile; tempfile.tempdir = '/nowhere'",
    "never collects": "gc.disable(); gc.set_threshold(0); sys.setswitchinterval(9)",
}
#: What is left to run at the end, or when nobody looks.
LEFT = {
    "leaves at the end": "atexit.register(lambda: os._exit(0))",
    "leaves at the end, by a name of its own": "atexit.register(leave, 0)",
    "raises at the end": "atexit.register(lambda: 1 / 0)",
    "exits at the end": "atexit.register(sys.exit, 0)",
    "kills at the end": "atexit.register(lambda: os.kill(os.getpid(), 9))",
    "writes at the end": "atexit.register(lambda: [write(n) for n in range(5000)])",
    "forks at the end": "atexit.register(lambda: os.fork())",
    "is finalized": "weakref.finalize(bad, lambda: os._exit(0))",
    "is deleted": "kept.append(type('T', (), {'__del__': lambda self: os._exit(0)})())",
    "leaves in a thread": "threading.Thread(target=lambda: os._exit(0)).start()",
    "kills in a thread": "threading.Thread(target=lambda: os.kill(os.getpid(), 15)).start()",
    "waits for a thread": "threading.Thread(target=time.sleep, args=(90,)).start()",
    "waits at the end": "atexit.register(time.sleep, 90)",
    "catches all at the end": "atexit.register(deaf)",
}
#: The modules and helpers that those use.
HELPERS = """\
import _thread, atexit, ctypes, gc, itertools, multiprocessing, os, resource, signal, sys
import threading, time, weakref
from os import _exit as leave
kept = []
def pool():
    from concurrent.futures import ProcessPoolExecutor
    return ProcessPoolExecutor(1)
def report():
    seen = {os.fstat(n).st_ino for n in (0, 1, 2)}
    return next(n for n in range(3, 5000) if alive(n) and os.fstat(n).st_ino not in seen)
def alive(number):
    try:
        os.fstat(number)
    except OSError:
        return False
    return True
def write(number):
    try:
        os.write(number, b"rubbish\\n")
    except OSError:
        pass
def chatter():
    while True:
        print("GARBAGE")
        time.sleep(0.001)
def ceiling(name):
    return resource.getrlimit(getattr(resource, f"RLIMIT_{name}"))[1]
def burn():
    sum(range(10 ** 6))
def deaf():
    while True:
        try:
            time.sleep(60)
        except BaseException:
            pass
"""
