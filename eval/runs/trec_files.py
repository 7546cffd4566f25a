"""TREC run and qrels files of a run, as trec_eval reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TextIO

from eval.measures.ranking import document_qrels, document_ranking, passage_qrels, passage_ranking
from eval.types import Outcome

TAG = "byline"


@contextmanager
def trec_files(folder: Path) -> Iterator[TrecFiles]:
    """Four files in a run's folder, filled query by query.

    `documents.run` and `documents.qrels` rank and judge whole documents, `passages.run` and
    `passages.qrels` gold facts; see `eval.measures.ranking`.
    """
    names = ("documents.run", "documents.qrels", "passages.run", "passages.qrels")
    with ExitStack() as stack:
        yield TrecFiles(
            {n: stack.enter_context((folder / n).open("w", encoding="utf-8")) for n in names}
        )


class TrecFiles:
    """Takes the queries; see `trec_files`."""

    def __init__(self, files: Mapping[str, TextIO]) -> None:
        self._files = files

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
