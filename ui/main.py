"""The `byline` command (Typer app). Imports only what `--help` needs; commands load the rest."""

import contextlib
import io
import os
import signal
import sys

from ui.cli.commands import app

INTERRUPTED = 130  # the exit code that shells expect after Ctrl+C


def main() -> None:
    """Run the command; our own errors become one line and exit code 1, or 2 for a wrong request.

    An output that nobody reads any more (`| head`) is exit code 1 without a word, Ctrl+C is 130.
    """
    from index.errors import BylineError, UsageError

    _print_anything()
    signal.signal(signal.SIGTERM, _stop)
    try:
        code = _run()
    except UsageError as error:
        code = _fail(str(error), 2)
    except BylineError as error:
        code = _fail(str(error), 1)
    except BrokenPipeError:
        _forget_output()
        code = 1
    except OSError as error:
        _forget_output()
        where = f"{error.filename}: " if error.filename else ""
        code = _fail(f"{where}{error.strerror or error}", 1)
    sys.exit(code)


def _run() -> int:
    """The command's exit code, its output written to the end."""
    if sys.argv[1:] == ["--version"]:
        from importlib.metadata import version

        print(f"byline {version('byline')}")
        return 0
    try:
        app()
    except SystemExit as done:
        if done.code == INTERRUPTED:
            return _fail("stopped", INTERRUPTED)
        if sys.stdout is not None:
            sys.stdout.flush()
        return done.code if isinstance(done.code, int) else 0
    return 0


def _fail(message: str, code: int) -> int:
    from index.text.characters import one_line

    print(f"byline: {one_line(message)}", file=sys.stderr)
    return code


def _print_anything() -> None:
    """A terminal that knows few characters gets escapes for the others, not an error."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace" if stream is sys.stdin else "backslashreplace")


def _forget_output() -> None:
    """Let Python not try again, at its end, to write what could not be written."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _stop(number: int, frame: object) -> None:
    """Unwind, so that locks and temporary files are left behind by nobody."""
    sys.exit(128 + number)
