"""The entry point: answers `--version` before anything else is loaded."""

import gc
import os
import sys

#: The names of folders in which Python has what is installed.
INSTALLED = ("site-packages", "dist-packages")


def main() -> None:
    """Run the command line, and turn whatever comes out of it into an exit code."""
    leave_working_folder(by_module=False)
    if sys.argv[1:] == ["--version"] and sys.stdout is not None:
        from intspec import __version__  # noqa: PLC0415 -- nothing else is needed

        try:
            sys.stdout.write(f"intspec {__version__}\n")
            sys.stdout.flush()
        except OSError as error:
            from intspec.cli.main import tell_lost_output  # noqa: PLC0415 -- rare

            sys.exit(tell_lost_output(error))
        return
    owner = os.getpid()
    try:
        from intspec.cli.main import own_process, run  # noqa: PLC0415

        own_process()
        code = run()
    except KeyboardInterrupt:
        code = 130
    except SystemExit as end:  # a plugin's command may end so
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
        if isinstance(end.code, str):
            sys.stderr.write(f"{end.code}\n")
    from intspec.process import leave_now, process  # noqa: PLC0415 -- `--version` needs none of it

    # A profiler that somebody has put around the run ends in Python's own way.
    if process.strangers and sys.getprofile() is None:
        try:
            from intspec.cli.leaving import leave  # noqa: PLC0415 -- only where there is one
        except (OSError, ImportError):  # one of them has left no descriptor to read it by
            leave_now(code)
        leave(code, owner)
    # Memory goes back to the system with the process: no need to look through all of it first.
    gc.freeze()
    sys.exit(code)


def leave_working_folder(*, by_module: bool) -> None:
    """Take the working folder off the path, where nobody has named it.

    Python puts it there for `python -m`, and for an empty entry of PYTHONPATH, as in
    `PYTHONPATH=$PYTHONPATH:lib`. Whatever lies there is no plugin that somebody installed.

    Args:
        by_module: Whether this is run by `python -m`.
    """
    named = os.environ.get("PYTHONPATH", "")
    empty = bool(named) and "" in named.split(os.pathsep) and not sys.flags.ignore_environment
    by_module = by_module and not sys.flags.safe_path
    if not (empty or by_module):
        return
    try:
        here = os.getcwd()  # noqa: PTH109 -- start-up
    except OSError:
        return  # it is gone
    if by_module and sys.path[:1] == [here]:
        del sys.path[0]
    installed = os.path.basename(here) in INSTALLED  # noqa: PTH119 -- start-up
    if empty and here in sys.path and here not in named.split(os.pathsep) and not installed:
        sys.path.remove(here)


if __name__ == "__main__":
    leave_working_folder(by_module=True)
    main()
