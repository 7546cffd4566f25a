"""Saved runs that are small enough to work out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from eval.runs.store import OUTCOMES_FILE, RUN_FILE, to_line
from eval.types import (
    AnsweredSentence,
    AnswerOutcome,
    CitedSpan,
    CodeInfo,
    CollectionInfo,
    DocumentSpan,
    GoldFact,
    MeasureSummary,
    Outcome,
    RetrievedPassage,
    RunInfo,
    RunSettings,
)

SaveRun = Callable[..., str]
GOLD = DocumentSpan(doc_id="harbour.md", start=10, end=40)


def outcome(at: int, value: float, text: str) -> Outcome:
    sentence = AnsweredSentence(
        text="It was 14 metres wide.",
        citations=(CitedSpan(**GOLD.model_dump(), marker=1, exact=True),),
        support="supported",
    )
    hit = RetrievedPassage(
        doc_id=GOLD.doc_id, start=0, end=60, score=1.5, dense_rank=1, excerpt="It was 14 metres."
    )
    return Outcome(
        query_id=f"q{at}",
        text=text,
        kind="plain" if at % 2 else "follow_up",
        answerable=True,
        gold=(GoldFact(places=(GOLD,), quotes=("It was 14 metres.",), answers=("14 metres",)),),
        retrieved=(hit,),
        answer=AnswerOutcome(sentences=(sentence,), confidence=0.75, refused=False),
        latency_s=0.1,
        values={"nDCG@10": value},
    )


@pytest.fixture
def save_run(tmp_path: Path) -> SaveRun:
    """Writes a run of one measure, a value for each query, into the folder of runs."""

    def save(
        name: str,
        values: Sequence[float],
        *,
        label: str = "",
        minute: int = 0,
        digest: str = "d",
        text: str = "How wide was the gap?",
        weight: float = 0.4,
    ) -> str:
        folder = tmp_path / "runs" / name
        folder.mkdir(parents=True)
        mean = sum(values) / len(values)
        summary = MeasureSummary(
            name="nDCG@10", value=mean, low=mean - 0.1, high=mean + 0.1, queries=len(values)
        )
        info = RunInfo(
            name=name,
            label=label,
            created=datetime(2026, 1, 1, 12, minute, tzinfo=UTC),
            collection=CollectionInfo(
                name="harbour",
                digest=digest,
                corpus_digest="c",
                documents=3,
                queries=len(values),
            ),
            settings=RunSettings(lexical_weight=weight),
            fingerprint="f",
            encoder="",
            code=CodeInfo(version="1", digest="0123456789"),
            measures=(summary,),
        )
        (folder / RUN_FILE).write_text(info.model_dump_json())
        lines = [to_line(outcome(at, value, text)) for at, value in enumerate(values)]
        (folder / OUTCOMES_FILE).write_text("".join(lines))
        return name

    return save
