"""How the server ends."""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from ui.cli.serve import listen
from ui.web.context import Context
from ui.web.server import Server


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Ctrl+C interrupts; a process that was started in the background inherits that it does not."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_ctrl_c_just_before_the_server_runs_ends_it_without_a_warning(
    recwarn: pytest.WarningsRecorder,
    make_context: Callable[..., Context],
    tmp_path: Path,
    interruptible: None,
) -> None:
    class Interrupted(uvicorn.Config):
        def get_loop_factory(self) -> Callable[[], asyncio.AbstractEventLoop] | None:
            signal.raise_signal(signal.SIGINT)
            return super().get_loop_factory()

    async def app(scope: Any, receive: Any, send: Any) -> None:
        raise AssertionError("nobody asks")

    answering = make_context(tmp_path / "index").answering
    config = Interrupted(app, log_level="warning", lifespan="off")
    with listen(0) as listener, pytest.raises(KeyboardInterrupt):
        Server(config, answering).run(sockets=[listener])
    gc.collect()
    assert not [warning for warning in recwarn if "never awaited" in str(warning.message)]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
