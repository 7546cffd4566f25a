"""Benchmark of catalogue questions: right answers, and content questions taken for such.

Of a hundred questions about the articles themselves (who wrote it, how many, which, when) an answer
is right when it cites the right articles, in the right order where there is one, and says the right
thing. The look-alikes ask what articles say; each that is answered from the catalogue is swallowed.
The questions were written before the grammar; half of them, by hash, are for reporting.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

from benchmarks.shared.scratch_index import build_index, scratch_folder
from benchmarks.shared.types import BenchOptions, BenchResult
from eval.sample import sample_folder
from index.index import Index
from rag.answerer import Answerer
from rag.types import Answer, Turn

TODAY = date(2026, 5, 1)
TARGETS = {
    "right_reporting": ">= 0.95",
    "swallowed": "0",
    "citations_false": "0",
    "right_without": "a control: without the grammar",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueCase:
    """A question and what its answer must cite and say.

    `docs` are file names without folder and ending, `also` those that only mention the topic.
    """

    q: str
    on: str
    docs: Sequence[str] = ()
    also: Sequence[str] = ()
    says: str = ""
    ordered: bool = False
    history: Sequence[str] = field(default_factory=tuple)

    @property
    def is_reported(self) -> bool:
        """Whether the question is of the half that is not looked at while the grammar is made."""
        return hashlib.sha256(self.q.encode()).digest()[0] % 2 == 0


def read_cases(name: str) -> list[CatalogueCase]:
    """The cases of `questions.jsonl` or `controls.jsonl`."""
    text = resources.files("benchmarks.catalogue").joinpath(name).read_text(encoding="utf-8")
    return [CatalogueCase(**json.loads(line)) for line in text.splitlines()]


def run(options: BenchOptions) -> BenchResult:
    """Index both folders, ask everything."""
    with scratch_folder() as scratch:
        indexes = _indexes(scratch)
        answerers = {name: Answerer(index) for name, index in indexes.items()}
        asked = [(case, _ask(answerers, case)) for case in read_cases("questions.jsonl")]
        without = [_is_right(case, _ask(answerers, case, reads_filters=False)) for case, _ in asked]
        controls = [(case, _ask(answerers, case)) for case in read_cases("controls.jsonl")]
        false = sum(_false_citations(indexes[case.on], answer) for case, answer in asked)
    wrong = [case for case, answer in asked if not _is_right(case, answer)]
    swallowed = [case for case, answer in controls if answer.understood]
    halves = {
        name: [case for case, _ in asked if case.is_reported is reported]
        for name, reported in (("right_reporting", True), ("right_tuning", False))
    }
    values: dict[str, float] = {
        name: 1 - sum(case in wrong for case in half) / len(half) for name, half in halves.items()
    }
    return BenchResult(
        values=values
        | {
            "swallowed": len(swallowed),
            "citations_false": false,
            "right_without": sum(without) / len(without),
        },
        targets=TARGETS,
        notes=[
            f"{len(asked)} questions, {len(controls)} look-alikes",
            *(f"wrong: {case.q}" for case in wrong),
            *(f"swallowed: {case.q}" for case in swallowed),
        ],
    )


def _indexes(scratch: Path) -> dict[str, Index]:
    made_up = Path(str(resources.files("benchmarks.catalogue").joinpath("articles")))
    return {
        "sample": build_index(sample_folder(), scratch / "sample"),
        "tarnmoor": build_index(made_up, scratch / "tarnmoor"),
    }


def _ask(answerers: Mapping[str, Answerer], case: CatalogueCase, **options: Any) -> Answer:
    history: list[Turn] = []
    for question in case.history:
        said = answerers[case.on].answer(question, history=history, refuse=False)
        history.append(said.turn)
    return answerers[case.on].answer(case.q, history=history, today=TODAY, **options)


def _is_right(case: CatalogueCase, answer: Answer) -> bool:
    cited = list(dict.fromkeys(Path(citation.doc_id).stem for citation in answer.citations))
    if not answer.understood or case.says not in f"{answer.text} {' '.join(answer.notices)}":
        return False
    if not case.docs:
        return True
    about = cited[: len(case.docs)]
    same = about == list(case.docs) if case.ordered else set(about) == set(case.docs)
    return same and set(cited[len(case.docs) :]) == set(case.also)


def _false_citations(index: Index, answer: Answer) -> int:
    """Citations that are not the text at their place; sentences that cite nothing count too."""
    snapshot = index.snapshot()
    documents = snapshot.documents(citation.doc_id for citation in answer.citations)
    false = [
        citation
        for citation in answer.citations
        if documents[citation.doc_id].text[citation.start : citation.end] != citation.quote
    ]
    return len(false) + sum(not sentence.citations for sentence in answer.sentences)
