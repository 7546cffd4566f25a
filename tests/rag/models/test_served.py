"""Against a server that is not ours: `transformers serve` with a model that the tests make."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from index.errors import ModelError
from rag.answerer import Answerer
from rag.models.endpoint import EndpointModel
from rag.models.trial import try_model
from rag.settings import ModelSettings

SPELLED = "abc dé港fgh"
ASKED = [{"role": "user", "content": "Who?"}]
COMMAND = Path(sys.executable).with_name("transformers")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not COMMAND.exists() or shutil.which(COMMAND) is None,
        reason="needs transformers[serving]",
    ),
]


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The base URL of a running `transformers serve`."""
    home = tmp_path_factory.mktemp("hub")
    (home / "hub").mkdir()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    log = (home / "log").open("w")
    server = subprocess.Popen(
        [COMMAND, "serve", "--host", "127.0.0.1", "--port", str(port), "--device", "cpu"],
        env={**os.environ, "HF_HOME": str(home), "HF_HUB_OFFLINE": "1"},
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        _wait(f"http://127.0.0.1:{port}/health", server)
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        server.terminate()
        server.wait(20)
        log.close()


def _wait(url, server):
    until = time.monotonic() + 120
    while time.monotonic() < until:
        assert server.poll() is None, "transformers serve ended"
        try:
            urlopen(url, timeout=1).close()
            return
        except (URLError, OSError):
            time.sleep(0.3)
    pytest.fail("transformers serve did not come up")


def model_at(url, folder, timeout_s=60.0):
    return EndpointModel(ModelSettings(base_url=url, model=str(folder), timeout_s=timeout_s))


def test_served_model_streams_to_the_end(served, spelling_model):
    pieces = list(model_at(served, spelling_model).stream(ASKED))
    assert "".join(pieces) == SPELLED
    assert len(pieces) > 1


def test_served_model_is_tried(served, spelling_model):
    trial = try_model(model_at(served, spelling_model))
    assert (trial.problem, trial.streams) == ("", True)


def test_served_model_that_does_not_end_is_cut_short_or_late(served, endless_model):
    with pytest.raises(ModelError, match=r"cut its answer short|within"):
        list(model_at(served, endless_model, timeout_s=20).stream(ASKED))


def test_served_model_stops_at_the_deadline_and_serves_the_next(
    served, endless_model, spelling_model
):
    started = time.monotonic()
    with pytest.raises(ModelError):
        list(model_at(served, endless_model, timeout_s=0.5).stream(ASKED))
    assert time.monotonic() - started < 15  # a reply without an end takes as long as it is let
    assert "".join(model_at(served, spelling_model).stream(ASKED)) == SPELLED


def test_served_model_stops_when_nobody_reads_on(served, endless_model, spelling_model):
    pieces = model_at(served, endless_model).stream(ASKED)
    next(pieces)
    pieces.close()
    assert "".join(model_at(served, spelling_model).stream(ASKED)) == SPELLED


def test_served_model_that_is_unknown_is_a_clear_line(served, tmp_path):
    with pytest.raises(ModelError, match=r"failed \(status 500\)") as caught:
        list(model_at(served, tmp_path / "nowhere").stream(ASKED))
    assert "\n" not in str(caught.value)


def test_answer_of_a_served_model_is_checked(served, spelling_model, empty_index, write_articles):
    empty_index.sync(write_articles({"storm.md": "# Storm\n\nThe storm took twelve boats.\n"}))
    answerer = Answerer(empty_index, model=model_at(served, spelling_model))
    answer = answerer.answer("How many boats did the storm take?", refuse=False)
    assert answer.model == str(spelling_model)
    assert [sentence.text for sentence in answer.sentences] == [SPELLED]
    assert answer.sentences[0].support.level == "unsupported"
