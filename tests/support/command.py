"""`byline` as a user types it, in this process: to start another takes longer than a command."""

from __future__ import annotations

import io
import signal
import sys
from dataclasses import dataclass

import pytest

from ui.main import main


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a command printed, and how it ended."""

    returncode: int
    stdout: str
    stderr: str


def run_byline(*arguments: object, stdin: str = "") -> Done:
    """Run `byline` with these arguments and this on its standard input."""
    given, out, err = (_stream(text) for text in (stdin, "", ""))
    handler = signal.getsignal(signal.SIGTERM)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["byline", *map(str, arguments)])
        for name, stream in (("stdin", given), ("stdout", out), ("stderr", err)):
            patch.setattr(sys, name, stream)
        try:
            with pytest.raises(SystemExit) as ended:
                main()
        finally:
            signal.signal(signal.SIGTERM, handler)
    return Done(returncode=ended.value.code, stdout=_text(out), stderr=_text(err))


def _stream(text: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8")


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    return stream.buffer.getvalue().decode()  # type: ignore[attr-defined]
