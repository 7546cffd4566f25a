"""The whole journey in a network namespace without interfaces, with an empty home."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from eval.sample import sample_folder
from tests.support.offline import NO_NETWORK

QUESTION = "How wide was the hole in the harbour wall?"


@pytest.mark.slow
@pytest.mark.skipif(not NO_NETWORK, reason="needs `unshare -n`, which Linux gives to root")
def test_sync_ask_search_and_status_need_no_network(tmp_path, packaged_cache):
    (tmp_path / "home").mkdir()
    environment = {
        "HOME": str(tmp_path / "home"),
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(Path(__file__).parent.parent),
        "BYLINE_CACHE": str(packaged_cache),  # made without a network, too
    }

    def byline(*arguments: str) -> str:
        command = [sys.executable, "-c", "from ui.main import main; main()", *arguments]
        done = subprocess.run(
            [*NO_NETWORK, *command],
            capture_output=True,
            text=True,
            env=environment,
            cwd=tmp_path,
            timeout=600,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert "20 added" in byline("sync", str(sample_folder()))
    assert "14 metres wide" in byline("ask", QUESTION)
    assert "harbour-wall" in byline("search", "harbour wall")
    assert "all-MiniLM-L6-v2" in byline("status")
