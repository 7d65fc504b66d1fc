"""What a plugin's command may do: check a document, write a file, say a note, end with a code."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, wraps
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from intspec.cli.main import MOST_CODES
from intspec.cli.vocabularies import vocabulary_option

# The list of commands imports this module, so each method imports what it needs itself.
if TYPE_CHECKING:
    from intspec.cli.project import Projects
    from intspec.edits import Change
    from intspec.model import Stage
    from intspec.plugins import Registry
    from intspec.views import View
    from intspec.views.document import CheckedDocument

T = TypeVar("T")
Function = Callable[..., int | None]


class CommandContext:
    """What a command of a plugin is given, as its first argument, by `pass_command_context`.

    Args:
        vocabularies: Files with lists of terms that the user gives.
    """

    def __init__(self, vocabularies: tuple[str, ...] = ()) -> None:
        self._vocabularies = vocabularies

    @cached_property
    def _projects(self) -> "Projects":
        from intspec.cli.project import Projects  # noqa: PLC0415

        return Projects(self._vocabularies)

    @cached_property
    def registry(self) -> "Registry":
        """The plugins as the settings of the working folder have them, loaded when asked for.

        Raises:
            RunError: A list of terms cannot be read or used, or settings are faulty (exit code 2).
        """
        return self._projects.of().registry

    def options(self, kind: type[T], of: str | None = None) -> T:
        """Return what users have set of a plugin in `[plugin.NAME]`, or the defaults.

        Args:
            kind: The class of options that the plugin declared.
            of: A specification, whose settings count, as they do for rules; those of the working
                folder where a command is about none.

        Raises:
            RunError: Settings are faulty (exit code 2).
        """
        registry = self.registry if of is None else self._projects.of(of).registry
        return registry.settings.get(kind) or kind()

    def check(
        self, path: str, *, stage: "Stage | None" = None, checklists: Sequence[str] = ()
    ) -> "CheckedDocument":
        """Read and check a specification.

        Args:
            path: The file, or `-` for standard input.
            stage: The stage to judge it at, in place of the document's own.
            checklists: Ids of checklists to judge it by beside those that it claims.

        Raises:
            RunError: It cannot be read (exit code 2) or does not fit the schema (1): the run ends
                with what is wrong, where, and the remedy.
        """
        from intspec.cli.documents import check_one  # noqa: PLC0415

        return check_one(path, self.registry, stage=stage, checklists=checklists)

    def read(self, path: str, most: int = 10_000_000) -> bytes:
        """Read a file that the user names, which no output of the run may then replace.

        Args:
            path: The file.
            most: How many bytes it may have.

        Raises:
            RunError: It is no ordinary file, cannot be read, or has more bytes (exit code 2).
        """
        from intspec.cli.common import RunError, note_input  # noqa: PLC0415
        from intspec.reading import Unreadable  # noqa: PLC0415
        from intspec.reading.open_file import file_bytes  # noqa: PLC0415
        from intspec.reading.refusals import Limits  # noqa: PLC0415

        note_input(path)
        try:
            raw = file_bytes(path, limits=Limits(bytes=most))
        except Unreadable as error:
            problem = error.problems[0]
            message = f"{problem.message}; {problem.hint}"
            raise RunError(message, 2) from None
        if len(raw) > most:
            message = f"`{path}` is larger than {most // 1_000_000} MB"
            raise RunError(message, 2)
        return raw

    def change(self, path: str, changes: Callable[[Mapping[str, Any]], Iterable["Change"]]) -> bool:
        """Change a specification in its file, and leave every other line as it is.

        Args:
            path: The file.
            changes: Given what the file holds, as it is written there, returns what to change.

        Returns:
            Whether the file was written: it is not where nothing changes.

        Raises:
            RunError: The file cannot be read or changed (exit code 2), or not written (3).
        """
        from intspec.cli.common import RunError, not_written  # noqa: PLC0415
        from intspec.edits import Refused, edited  # noqa: PLC0415
        from intspec.reading import Unreadable, read_bytes  # noqa: PLC0415
        from intspec.writing import write_file  # noqa: PLC0415

        raw = self.read(path)
        try:
            after = edited(raw, changes(read_bytes(raw, path=path).data), path=path)
        except Unreadable as error:
            message = f"{path}: {error.problems[0].message}; {error.problems[0].hint}"
            raise RunError(message, 2) from None
        except Refused as refused:
            message = f"{path}: {refused.message}"
            raise RunError(message, 2) from None
        if after == raw:
            return False
        try:
            write_file(path, after)
        except OSError as error:
            raise not_written(path, error) from None
        return True

    def draft(self, raw: bytes, name: str) -> tuple[str, str]:
        """Make a draft specification of a form or a record, as `intspec import` does.

        Args:
            raw: What the file holds.
            name: Its name, by whose ending it is known.

        Returns:
            The draft as YAML, and the report of what became of each answer.

        Raises:
            RunError: It cannot be read, no plugin reads such files, or it holds several studies
                (exit code 2), or the plugin that reads it failed (3).
        """
        from intspec.cli.importing import draft_of_bytes  # noqa: PLC0415

        return draft_of_bytes(raw, name, self.registry)

    def render(self, view: "View", output: str) -> str | bytes:
        """Render a view in the format that the ending of a file's name is of.

        Args:
            view: The view, as `build_view` makes it.
            output: The name of the file, which is not written: `deliver` does that.

        Raises:
            click.UsageError: No plugin writes such files.
            RunError: The format needs something that is not installed, or failed (exit code 3).
        """
        from intspec.cli.documents import choose_renderer, run_renderer  # noqa: PLC0415

        return run_renderer(choose_renderer(self.registry, None, output), view)

    def deliver(self, content: str | bytes, output: str | None, inputs: Iterable[str] = ()) -> None:
        """Write a file whole or not at all, or print it.

        Args:
            content: What the file is to hold.
            output: The file, as the user names it; None for standard output.
            inputs: The files that it was made from, which it may not replace.

        Raises:
            RunError: It cannot be written (exit code 3), or would replace an input (2).
        """
        from intspec.cli.documents import deliver  # noqa: PLC0415

        deliver(content, output, inputs)

    def ask(self, *arguments: str, seconds: float = 120) -> str:
        """Run another command of intspec in a process of its own, and return what it prints.

        So a command can use what another plugin's command tells programs, such as
        `context.ask("locate", path, "--suggest", "--format", "json")`.

        Args:
            *arguments: The command and what follows it.
            seconds: How long it may take.

        Raises:
            RunError: It could do nothing with them, did not end in time, or is of no installed
                plugin: the last line that it said on standard error, and its exit code.
        """
        import subprocess  # noqa: PLC0415 -- start-up
        import sys  # noqa: PLC0415

        from intspec.cli.common import RunError  # noqa: PLC0415

        command = [sys.executable, "-P", "-X", "utf8", "-m", "intspec", *arguments]
        try:
            done = subprocess.run(  # noqa: S603 -- this program, with arguments and no shell
                command, capture_output=True, encoding="utf-8", timeout=seconds, check=False
            )
        except subprocess.TimeoutExpired:
            message = f"`intspec {arguments[0]}` took more than {seconds:g} seconds and was ended"
            raise RunError(message, 3) from None
        if done.returncode > 1:
            *_, last = ["", *done.stderr.strip().splitlines()]
            message = last or f"`intspec {arguments[0]}` ended with code {done.returncode}"
            raise RunError(message.removeprefix("Error: "), done.returncode)
        return done.stdout

    def say(self, text: str) -> None:
        """Print lines that were asked for, with escapes for what would take hold of a terminal."""
        from intspec.cli.common import say  # noqa: PLC0415

        say(text)

    def note(self, text: str) -> None:
        """Print a line on standard error, where it is not in the way of what was asked for.

        Args:
            text: The line; line breaks in it, such as one in the name of a file, are shown as
                escapes.
        """
        from intspec.cli.common import note  # noqa: PLC0415

        note(text)

    def fail(self, message: str, code: int = 2) -> NoReturn:
        """End the run.

        Args:
            message: What is wrong, where, and the remedy, in one line: said on standard error.
            code: The exit code: 1 for findings, 2 for what cannot be read or used, 3 where the run
                is incomplete.
        """
        from intspec.cli.common import RunError  # noqa: PLC0415

        if not (isinstance(message, str) and isinstance(code, int) and 0 <= code <= MOST_CODES):
            wrong = "the message is text, and the exit code a number from 0 to 255"
            raise TypeError(wrong)
        raise RunError(message, code)


def pass_command_context(*, vocabularies: bool = False) -> Callable[[Function], Function]:
    """Give a plugin's command its context: the decorator that stands nearest to the function.

    What the function returns is the exit code, 0 where it returns nothing. Plugins that failed in
    the run are named when it has returned, and the exit code is then 3.

    Args:
        vocabularies: Whether the command has the option `--vocabulary FILE`, for lists of terms of
            the user's own: `context.registry` then has them too.

    Returns:
        A decorator of a function whose first argument is a `CommandContext`.
    """

    def decorate(function: Function) -> Function:
        @wraps(function)
        def run(*arguments: Any, **options: Any) -> int:
            context = CommandContext(options.pop("vocabularies") if vocabularies else ())
            code = function(context, *arguments, **options)
            if code is not None and not (isinstance(code, int) and 0 <= code <= MOST_CODES):
                message = f"a command returns an exit code or nothing, not {type(code).__name__}"
                raise TypeError(message)
            return max(code or 0, _tell_failures(context))

        return vocabulary_option(run) if vocabularies else run

    return decorate


def _tell_failures(context: CommandContext) -> int:
    """Name the plugins that failed in a run, and return the exit code that follows."""
    if "registry" not in vars(context):  # the command did not ask for any plugin
        return 0
    from intspec.cli.common import report_failures  # noqa: PLC0415

    return report_failures(context.registry)
