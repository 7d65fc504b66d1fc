"""The entry point: answers `--version` before anything else is loaded."""

import gc
import sys


def main() -> None:
    """Run the command line, and turn whatever comes out of it into an exit code."""
    if sys.argv[1:] == ["--version"] and sys.stdout is not None:
        from intspec import __version__  # noqa: PLC0415 -- nothing else is needed

        try:
            sys.stdout.write(f"intspec {__version__}\n")
            sys.stdout.flush()
        except OSError as error:
            from intspec.cli.main import tell_lost_output  # noqa: PLC0415 -- rare

            sys.exit(tell_lost_output(error))
        return
    try:
        from intspec.cli.main import own_process, run  # noqa: PLC0415

        own_process()
        code = run()
    except KeyboardInterrupt:
        code = 130
    # Memory goes back to the system with the process: no need to look through all of it first.
    gc.freeze()
    sys.exit(code)


if __name__ == "__main__":
    main()
