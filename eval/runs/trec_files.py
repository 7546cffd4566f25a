"""The rankings of a run and the judgements of its queries, as trec_eval reads them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from eval.measures.ranking import document_qrels, document_ranking, passage_qrels, passage_ranking
from eval.types import Outcome

TAG = "byline"


class TrecFiles:
    """Four files in a run's folder, filled query by query.

    `documents.run` and `documents.qrels` rank and judge whole documents, `passages.run` and
    `passages.qrels` gold facts; see `eval.measures.ranking`.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        names = ("documents.run", "documents.qrels", "passages.run", "passages.qrels")
        self._files = {
            name: self._stack.enter_context((self._folder / name).open("w", encoding="utf-8"))
            for name in names
        }
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    def add(self, outcome: Outcome) -> None:
        """Append one query; queries that no document or passage measure applies to have none."""
        self._write(outcome, "documents", document_ranking(outcome), document_qrels(outcome))
        self._write(outcome, "passages", passage_ranking(outcome), passage_qrels(outcome))

    def _write(
        self,
        outcome: Outcome,
        what: str,
        ranking: Mapping[str, float],
        qrels: Mapping[str, int],
    ) -> None:
        if not any(grade > 0 for grade in qrels.values()):
            return
        query = as_field(outcome.query_id)
        for name, grade in qrels.items():
            self._files[f"{what}.qrels"].write(f"{query} 0 {as_field(name)} {grade}\n")
        for rank, (name, score) in enumerate(ranking.items(), start=1):
            self._files[f"{what}.run"].write(
                f"{query} Q0 {as_field(name)} {rank} {score:g} {TAG}\n"
            )


def as_field(text: str) -> str:
    """The text as one column: white space, which separates columns, is percent-encoded."""
    return re.sub(r"[\s%]", lambda match: f"%{ord(match.group()):02x}", text)
