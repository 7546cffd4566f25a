"""Sixty pages of one reader that follow one slow answer: how long another reader waits meanwhile.

The answer comes from a model that writes a sentence every other second for as long as it is
listened to. The other reader asks the sample's questions one by one, before and meanwhile.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from benchmarks.shared.scratch_index import say
from tests.support.fault_bytes import head, words
from tests.support.fault_server import FaultServer, Wire
from tests.support.server import serving
from tests.support.visitor import Asked, Visitor

PAGES = 60
QUESTIONS = 60
SLOW = "slow"
EVERY_S = 2.0
LONGEST_S = 600
TARGETS = {"crowd_errors": "0", "crowd_p95_ratio": "<= 2"}


def crowd(index: Path, kept: Path, questions: Sequence[str]) -> tuple[Mapping[str, float], str]:
    """The figures, and what went wrong, if something did."""
    with _slow_model(), serving(index, kept) as server:
        quiet, crowded = asyncio.run(_visit(server.address, questions))
    errors = [one.error for one in (*quiet, *crowded) if one.error]
    before, meanwhile = (
        float(np.percentile([one.first_s for one in asked], 95)) for asked in (quiet, crowded)
    )
    values = {
        "crowd_pages": PAGES,
        "crowd_errors": len(errors),
        "crowd_quiet_p95_s": before,
        "crowd_p95_s": meanwhile,
        "crowd_p95_ratio": meanwhile / before,
    }
    return values, errors[0] if errors else ""


@contextmanager
def _slow_model() -> Iterator[None]:
    """The model that servers started meanwhile are configured with."""
    with FaultServer({SLOW: _write}) as endpoint, pytest.MonkeyPatch.context() as patch:
        patch.setenv("BYLINE_BASE_URL", endpoint.url(SLOW))
        patch.setenv("BYLINE_MODEL", SLOW)
        patch.setenv("BYLINE_TIMEOUT_S", str(LONGEST_S))
        yield


def _write(wire: Wire) -> None:
    wire.send(head())
    for _ in range(int(LONGEST_S / EVERY_S)):
        wire.send(words("The storm took twelve boats from the harbour on Friday. [1]\n"))
        wire.wait(EVERY_S)


async def _visit(address: str, questions: Sequence[str]) -> tuple[list[Asked], list[Asked]]:
    other, reader = await Visitor.at(address), await Visitor.at(address)
    asked = [questions[number % len(questions)] for number in range(QUESTIONS)]
    for question in asked[:5]:
        await other.ask(question)  # what is loaded once
    say(f"{QUESTIONS} questions of one reader")
    quiet = [await other.ask(question) for question in asked]
    say(f"{QUESTIONS} questions while {PAGES} pages follow another reader's answer")
    following = await _follow(reader, questions[0])
    crowded = [await other.ask(question) for question in asked]
    for page in following:
        page.cancel()
    await asyncio.gather(*following, return_exceptions=True)
    await other.leave()
    await reader.leave()
    return quiet, crowded


async def _follow(reader: Visitor, question: str) -> list[asyncio.Task[None]]:
    """Ask for the slow answer, and read it in many pages, as a browser would."""
    reader.model = SLOW
    await reader.join(question)
    pages = []
    for number in range(PAGES):
        reader.session = f"page{number}"
        await reader.follow(reader.conversation)
        pages.append(asyncio.create_task(_read(reader, reader.session)))
    return pages


async def _read(reader: Visitor, session: str) -> None:
    address = f"/gradio_api/queue/data?session_hash={session}"
    async with reader.client.stream("GET", address, timeout=LONGEST_S) as stream:
        async for _ in stream.aiter_bytes():
            pass
