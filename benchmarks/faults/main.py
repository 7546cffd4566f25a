"""Benchmark of endpoint faults: each ends in time, in a right reply or in explained quotations.

A scripted server on loopback shows each kind of fault to an `Answerer` with a short deadline.
The control is a client as one writes it in ten lines; the same checks must find it wanting.
"""

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from urllib.parse import quote

from benchmarks.faults.kinds import Kind, all_kinds
from benchmarks.faults.leaks import Output, Witness
from benchmarks.shared.fake_encoder import HashedWords
from benchmarks.shared.scratch_index import scratch_folder
from benchmarks.shared.types import BenchOptions, BenchResult
from index.errors import BylineError, ModelError
from index.index import Index, open_or_create
from rag.answerer import Answerer
from rag.models import configured_model
from rag.models.http_client import load_libraries
from rag.settings import ModelSettings
from rag.types import Answer, LanguageModel
from tests.support.fault_bytes import PARTIAL, head, stream
from tests.support.fault_server import FaultServer

DEADLINE_S = 2.5
SLACK_S = 1.0
AT_A_TIME = 8
KEY = "sk-7f/Qz+93bWk0-Lm5vTqXy18RdAe4HcUu"
QUESTION = "How many boats did the storm take?"
ARTICLE = (
    "# Storm hits the harbour\n\nThe storm took twelve boats from the harbour on Friday."
    " Nobody was hurt. The ferry did not run.\n"
)
TARGETS = {
    "ended_well": "= kinds, at least 35",
    "keys_leaked": "0",
    "control_ended_well": "< kinds",
}

_LATE = "did not end in time"

BuildModel = Callable[[ModelSettings], LanguageModel]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How one kind ended; `problem` is "" when it ended well."""

    kind: str
    problem: str
    seconds: float


def run(options: BenchOptions) -> BenchResult:
    """Every kind, asked by Byline's client and by the control."""
    load_libraries()  # a matter of seconds, once, which are not the endpoint's
    with scratch_folder() as scratch:
        (scratch / "articles").mkdir()
        (scratch / "articles" / "storm.md").write_text(ARTICLE, encoding="utf-8")
        index = open_or_create(scratch / "index", load=lambda name: HashedWords())
        index.sync(scratch / "articles")
        Answerer(index).answer(QUESTION)
        ours, leaked = show_all(index, _byline, options.limit)
        control, control_leaked = show_all(index, _Naive, options.limit)
    return BenchResult(
        values={
            "kinds": len(ours),
            "ended_well": sum(not ending.problem for ending in ours),
            "keys_leaked": leaked,
            "slowest_s": max(ending.seconds for ending in ours),
            "control_ended_well": sum(not ending.problem for ending in control),
            "control_keys_leaked": control_leaked,
        },
        targets=TARGETS,
        notes=[
            *(f"{ending.kind}: {ending.problem}" for ending in ours if ending.problem),
            f"control: {sum(ending.problem == _LATE for ending in control)} did not end in time",
        ],
    )


def show_all(index: Index, build: BuildModel, limit: int | None) -> tuple[list[Ending], int]:
    """How each kind ends for this client, and how often the key could be read afterwards."""
    output = Output()
    right = {"elsewhere": lambda wire: wire.send(head() + stream())}
    with FaultServer(right) as elsewhere:
        kinds = [*all_kinds(KEY, elsewhere.url("elsewhere"))[:limit], _REFUSED]
        with FaultServer({kind.name: kind.script for kind in kinds}) as server:
            asked = partial(_ask, index, build, server, output)
            with output.listening(), ThreadPoolExecutor(AT_A_TIME) as pool:
                endings = list(pool.map(asked, kinds, range(len(kinds))))
        if elsewhere.called:
            endings.append(Ending(kind="redirects", problem="were followed", seconds=0))
    return endings, output.count(KEY)


_REFUSED = Kind(name="refused", script=lambda wire: None, quoted_for="cannot be reached", tries=0)


def _ask(
    index: Index, build: BuildModel, server: FaultServer, output: Output, kind: Kind, number: int
) -> Ending:
    settings = _settings(server, kind, number)
    output.add(f"{settings!r} {settings}")
    witness = Witness(build(settings), output)
    results: list[Answer | Exception] = []
    asking = threading.Thread(target=_answer, args=(index, witness, results), daemon=True)
    started = time.perf_counter()
    asking.start()
    asking.join(DEADLINE_S + SLACK_S)
    seconds = time.perf_counter() - started
    problem = _LATE
    if results:
        output.add(repr(results[0]))
        problem = "; ".join(_problems(kind, results[0], witness, server.called[kind.name]))
    return Ending(kind=kind.name, problem=problem, seconds=seconds)


def _answer(index: Index, model: LanguageModel, results: list[Answer | Exception]) -> None:
    try:
        results.append(Answerer(index, model=model).answer(QUESTION, refuse=False))
    except Exception as error:  # noqa: BLE001  # what is looked for
        results.append(error)


def _settings(server: FaultServer, kind: Kind, number: int) -> ModelSettings:
    """The key in one of the three places where users put it, by turns."""
    place = number % 3
    escaped = quote(KEY, safe="")
    url = server.url(
        kind.name,
        credentials=f"user:{escaped}@" if place == 1 else "",
        query=f"?api_key={escaped}" if place == 2 else "",
    )
    if kind is _REFUSED:
        url = url.replace(f":{server.port}/", ":1/")
    key = KEY if place == 0 else ""
    return ModelSettings(base_url=url, model="m", api_key=key, timeout_s=DEADLINE_S)


def _problems(
    kind: Kind, result: Answer | Exception, witness: Witness, called: Sequence[float]
) -> Iterator[str]:
    if isinstance(result, Exception):
        yield f"raised {type(result).__name__}"
        return
    if any(not isinstance(error, ModelError) for error in witness.raised):
        yield f"the model raised {type(witness.raised[0]).__name__}"
    yield from _wrong_answer(kind, result)
    if len(called) > kind.tries:
        yield f"asked {len(called)} times"
    if kind.wait_s and len(called) > 1 and called[1] - called[0] < kind.wait_s:
        yield f"asked again after {called[1] - called[0]:.2f} s, not {kind.wait_s:g} s"


def _wrong_answer(kind: Kind, answer: Answer) -> Iterator[str]:
    if not kind.quoted_for:
        if answer.model is None or kind.shows not in answer.text:
            yield f"shows no reply: {answer.notices}"
        return
    if answer.model is not None or not answer.sentences:
        yield "shows no quotations"
    if any(word in answer.text for word in (PARTIAL, KEY)):
        yield "shows what it was cut off from"
    if not any(kind.quoted_for in notice for notice in answer.notices):
        yield f"does not say why: {answer.notices}"


def _byline(settings: ModelSettings) -> LanguageModel:
    model = configured_model(settings)
    if model is None:
        raise BylineError("no model is configured")
    return model


class _Naive:
    """The control: a client as one writes it in ten lines, and whatever it raises passed on."""

    def __init__(self, settings: ModelSettings) -> None:
        self.name = settings.model
        self._settings = settings

    def stream(self, messages: Sequence[Mapping[str, str]]) -> Iterator[str]:
        """The reply by lines, asked with the seconds of the deadline as each read's timeout."""
        import httpx2

        settings = self._settings
        address = httpx2.URL(settings.base_url)
        headers = {"authorization": f"Bearer {settings.api_key.get_secret_value()}"}
        asked = {"model": self.name, "messages": list(messages), "stream": True}
        url = address.copy_with(path=f"{address.path}/chat/completions")
        try:
            with (
                httpx2.Client(headers=headers, timeout=settings.timeout_s) as client,
                client.stream("POST", url, json=asked, follow_redirects=True) as response,
            ):
                response.raise_for_status()
                for line in response.iter_lines():
                    if line.startswith("data: {"):
                        yield json.loads(line[6:])["choices"][0]["delta"].get("content") or ""
        except httpx2.HTTPError as error:
            raise ModelError(f"{settings.base_url} failed: {error}") from error
