"""What stands around every command: signals, closed pipes, and faults of intspec itself."""

import codecs
import contextlib
import gc
import io
import os
import sys

from intspec.process import Called, far_copy, leave_now, own, process, stdout

BUG = 70
STDOUT, STDERR = 1, 2
BROKEN_OUTPUT = 3
NO_FOLDER = 2
MOST_CODES = 255
#: How many new objects there are before Python looks for cycles of garbage among them, where one
#: document is checked: a document of a megabyte makes fewer. Among more objects looking takes more
#: than its share of the time.
OBJECTS = 1_000_000
#: So long is an argument that messages do not repeat in full, and so much of it they repeat.
LONG_WORD, BEGINNING, END = 200, 60, 40
INTERRUPTED = 128 + 2
#: Marks that an old console may not have, as a typewriter writes them.
TYPED = {
    ord(mark): plain
    for marks, plain in (("\u2026", "..."), ("\u201c\u201d", '"'), ("\u2018\u2019", "'"))
    for mark in marks
} | {ord("\u2013"): "-", ord("\u2014"): "-"}
#: What writes what a console cannot show, by the name that streams know it by.
READABLE = "intspec-readable"
BROKEN_PIPE = 128 + 13


def calm_collector(objects: int = 20_000) -> None:
    """Have Python look for cycles of garbage seldom.

    Records make none, and looking through all of them again and again takes a tenth of the time.
    """
    gc.set_threshold(objects, 10, 10)


def readable(error: UnicodeError) -> tuple[str | bytes, int]:
    r"""Write what a console cannot show: marks as they are typed, all else as `\u03bb`."""
    written, end = codecs.backslashreplace_errors(error)
    if isinstance(error, UnicodeEncodeError):
        typed = error.object[error.start : error.end].translate(TYPED)
        written = typed.encode("ascii", "backslashreplace").decode("ascii")
    return written, end


codecs.register_error(READABLE, readable)


def keep_stdout_apart() -> int | None:
    """Keep stdout for the report: whatever else is printed goes to stderr, by C code too.

    What intspec itself prints goes by `sys.stdout`, which leads to where descriptor 1 led. Programs
    that plugins start inherit the other one.

    Returns:
        The descriptor that the report goes to; None where nothing was changed.
    """
    before = sys.stdout
    replaced = before is not sys.__stdout__
    if before is None or replaced:
        return None  # it is closed, or the caller has put another in its place
    try:
        before.flush()
        low = []
        while (kept := far_copy(STDOUT)) <= STDERR:
            low.append(kept)  # the number of a stream that is closed
    except OSError:
        return None
    for number in low:
        os.close(number)
    try:
        os.dup2(STDERR, STDOUT)
    except OSError:  # stderr is closed
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, STDOUT)
        os.close(nowhere)
    sys.stdout = open(  # noqa: PTH123, SIM115 -- open as long as the program runs
        kept, "w", encoding=before.encoding, errors=READABLE
    )
    sys.stdout.reconfigure(line_buffering=bool(before.line_buffering))
    return kept


def own_process() -> None:
    """Take the process for this program's own: keep stdout for the report, and end it if need be.

    Only a program does this, and never a call from Python.
    """
    kept = keep_stdout_apart()
    own(end_at_once, kept, None if kept is None else sys.stdout)


def end_at_once(of: Called, reason: str, code: int) -> None:
    """End the process in the middle of a plugin that holds on to it, and say which one it is.

    What was printed stays, temporary files go, and no file is replaced. A handler of a signal calls
    this, so nothing is imported that is not there yet.
    """
    writing = sys.modules.get("intspec.writing")
    if writing is not None:
        writing.discard()
    words = f"{of.failed(reason)}; the run ends here and its report is not whole"
    terminal = sys.modules.get("intspec.text.terminal")
    line = terminal.one_line(words) if terminal is not None else ascii(words)
    with contextlib.suppress(OSError):
        os.write(STDERR, f"{line}\n".encode("utf-8", "backslashreplace"))
    leave_now(code)


def run(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit code.

    Args:
        arguments: The words after the program's name; those of this process when absent.
    """
    calm_collector(OBJECTS)
    from intspec.cli.root import cli, running  # noqa: PLC0415 -- inside the guard

    if sys.stderr is None:  # closed by the caller: there is nobody to tell
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    if sys.stdout is None:
        sys.stderr.write("intspec: standard output is closed: there is no place for the report\n")
        return BROKEN_OUTPUT
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=READABLE)
    try:
        os.getcwd()  # noqa: PTH109 -- start-up
    except OSError:
        sys.stderr.write("intspec: the folder that you are in is gone: change to another\n")
        return NO_FOLDER
    owner = os.getpid()
    try:
        try:
            code = cli.main(args=arguments, prog_name="intspec", standalone_mode=False)
        finally:
            if os.getpid() != owner:  # a child of a plugin's command that came back from it
                leave_now(BROKEN_OUTPUT)
        stdout().flush()
    except BrokenPipeError as error:
        return tell_lost_output(error)
    except SystemExit:
        # This is how click ends when the reader of the output has left.
        if not type(sys.stdout).__name__.endswith("PacifyFlushWrapper"):
            raise
        _silence()
        return BROKEN_PIPE
    except KeyboardInterrupt:
        return INTERRUPTED
    except BaseException as error:  # noqa: BLE001 -- the last line of defence
        return _known(error, running(), sys.argv[1:] if arguments is None else arguments)
    return _exit_code(code)


def _exit_code(code: object) -> int:
    """Return what a command returned as an exit code; a number that is none is no success."""
    if not isinstance(code, int):
        return 0
    return code if 0 <= code <= MOST_CODES else BROKEN_OUTPUT


def tell_lost_output(error: OSError) -> int:
    """Say in one line that the output cannot be written, and return the exit code.

    A reader that has left is told nothing.
    """
    if error.filename is None:
        _silence()
    if isinstance(error, BrokenPipeError):
        return BROKEN_PIPE
    words = f"intspec: the output cannot be written: {error.strerror or error}"
    sys.stderr.write("; ".join(filter(None, (words, process.harm))) + "\n")
    return BROKEN_OUTPUT


def _known(error: BaseException, running: str, arguments: list[str]) -> int:
    """Say what ended the run, and return the exit code.

    Args:
        error: What was raised.
        running: The command of a stranger's plugin that the run is, or nothing.
        arguments: What the program was called with.
    """
    import click  # noqa: PLC0415 -- loaded already by the command

    from intspec.cli.common import RunError, note  # noqa: PLC0415
    from intspec.text.terminal import unbroken  # noqa: PLC0415

    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, click.Abort):
        return INTERRUPTED
    if isinstance(error, click.ClickException):
        if isinstance(error, click.NoSuchOption):
            from intspec.cli.options import of_other_commands  # noqa: PLC0415

            error = of_other_commands(error)
        words = io.StringIO()
        error.show(words)
        # That of no words at all is the whole help, from click 8.2 on; some have no message.
        is_help = isinstance(error, getattr(click.exceptions, "NoArgsIsHelpError", ()))
        said = error.message if isinstance(error.message, str) and not is_help else ""
        shown = words.getvalue().replace(said, unbroken(said)) if said else words.getvalue()
        shown = _with_short_words(shown, arguments)
        for line in shown.removesuffix("\n").split("\n"):
            note(line)
        return _exit_code(error.code if isinstance(error, RunError) else error.exit_code)
    if isinstance(error, OSError) and not (running and _is_of_body(error)):
        return tell_lost_output(error)
    if running:
        return _plugin_failed(error, running)
    if isinstance(error, Exception):
        return _bug(error)
    raise error


def _with_short_words(text: str, arguments: list[str]) -> str:
    """Return what is said of arguments with the middle left out of those that are very long."""
    from intspec.text.terminal import unbroken  # noqa: PLC0415 -- only then

    for argument in arguments:
        for word in (argument, argument.partition("=")[2]):
            if len(word) > LONG_WORD:
                first, last = unbroken(word[:BEGINNING]), unbroken(word[-END:])
                text = text.replace(unbroken(word), f"{first}…{last}")
    return text


def _is_of_body(error: OSError) -> bool:
    """Tell whether an error is of a command's own body: one of the output names no file."""
    return error.filename is not None or error.errno is None


def _plugin_failed(error: BaseException, running: str) -> int:
    """Tell of what the body of a plugin's command raised: it is the plugin's, and not intspec's."""
    from intspec.cli.common import note  # noqa: PLC0415
    from intspec.plugins.guard import describe  # noqa: PLC0415

    kept = keep_traceback(error)
    note(f"{running} failed: {describe(error)}; please report it to its makers with {kept}")
    return BROKEN_OUTPUT


def _silence() -> None:
    """Keep Python from complaining again about the closed stdout when it ends."""
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, stdout().fileno())


def _bug(error: Exception) -> int:
    from intspec.cli.common import note  # noqa: PLC0415

    what = " ".join([type(error).__name__, *getattr(error, "__notes__", ())])
    kept = keep_traceback(error)
    note(f"intspec: {own_fault(what)}; please report it with {kept}")
    return BUG


def own_fault(what: str) -> str:
    """Say that intspec failed, and which plugins may have changed something in it."""
    words = f"a fault of intspec itself ({what})"
    strangers = " or ".join(process.strangers)
    return f"{words}, or of what {strangers} changed in it" if strangers else words


def keep_traceback(error: BaseException) -> str:
    """Write the traceback of a fault of intspec to a file, and return the file's name."""
    import tempfile  # noqa: PLC0415 -- only a fault needs them
    import traceback  # noqa: PLC0415

    with tempfile.NamedTemporaryFile(
        "w", prefix="intspec-bug-", suffix=".txt", delete=False, encoding="utf-8"
    ) as file:
        file.writelines(traceback.format_exception(error))
    return file.name
