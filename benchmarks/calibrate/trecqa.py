"""Reader of TREC QA: factoid questions, each with judged sentences from newspapers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.shared.scratch_index import data_file
from eval.questions.json_lines import read_objects

MOST_SENTENCES = 20
"""Sentences of one question that are used, the right ones first."""

_AS_WRITTEN = {
    "-LRB-": "(", "-RRB-": ")", "``": '"', "''": '"', " ,": ",", " .": ".", " ?": "?", " !": "!",
    " 's": "'s", " n't": "n't", " ;": ";", " :": ":", "$ ": "$", "( ": "(", " )": ")", " %": "%",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class TrecQuestion:
    """One question; `labels` tell which of `texts` answer it."""

    question_id: str
    text: str
    texts: tuple[str, ...]
    labels: tuple[bool, ...]

    def sentences(self) -> Iterator[tuple[str, bool]]:
        """The file of each sentence, and whether it answers."""
        for number, label in enumerate(self.labels):
            yield f"{self.question_id}-{number:02}.txt", label


def read_trecqa(folder: Path) -> list[TrecQuestion]:
    """The training questions, each sentence once."""
    return [_to_question(row) for _, row in read_objects(data_file(folder, "train.jsonl"))]


def _to_question(row: dict[str, object]) -> TrecQuestion:
    candidates = row["candidates"]
    assert isinstance(candidates, list)
    judged = {as_written(c["text"]): bool(c["label"]) for c in candidates}
    kept = sorted(judged.items(), key=lambda pair: not pair[1])[:MOST_SENTENCES]
    return TrecQuestion(
        question_id=str(row["id"]),
        text=as_written(str(row["question"])),
        texts=tuple(text for text, _ in kept),
        labels=tuple(label for _, label in kept),
    )


def as_written(tokenised: str) -> str:
    """Text in Penn Treebank style, more or less as it was printed."""
    text = tokenised
    for token, written in _AS_WRITTEN.items():
        text = text.replace(token, written)
    return " ".join(text.split())


def write_candidates(questions: Sequence[TrecQuestion], folder: Path) -> None:
    """One text file for each sentence."""
    folder.mkdir(parents=True, exist_ok=True)
    for question in questions:
        for (name, _), text in zip(question.sentences(), question.texts, strict=True):
            (folder / name).write_text(text + "\n", encoding="utf-8")
