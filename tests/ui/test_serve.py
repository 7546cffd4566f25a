"""`byline serve` before it serves."""

from __future__ import annotations

import pytest

from index.errors import UsageError
from ui.serve_command import HOST, listen, run_serve


def test_serve_says_in_one_line_that_the_port_is_taken() -> None:
    with listen(0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=f"port {port} cannot be used .*--port"):
            run_serve(None, port, False)


def test_listen_is_reachable_from_this_machine_only() -> None:
    with listen(0) as listener:
        assert listener.getsockname()[0] == HOST == "127.0.0.1"
