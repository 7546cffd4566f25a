"""TREC run and qrels files of a run, as trec_eval reads them."""

import re
from contextlib import ExitStack
from pathlib import Path

from eval.measures.ranking import document_qrels, document_ranking, passage_qrels, passage_ranking
from eval.types import Outcome

TAG = "byline"


class TrecFiles(ExitStack):
    """Four files in a run's folder, filled query by query.

    `documents.run` and `documents.qrels` rank and judge whole documents, `passages.run` and
    `passages.qrels` gold facts; see `eval.measures.ranking`.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        names = ("documents.run", "documents.qrels", "passages.run", "passages.qrels")
        opened = {name: (folder / name).open("w", encoding="utf-8") for name in names}
        self._files = {name: self.enter_context(file) for name, file in opened.items()}

    def add(self, outcome: Outcome) -> None:
        """Append one query; queries that no document or passage measure applies to have none."""
        query = as_field(outcome.query_id)
        for what, ranking, qrels in (
            ("documents", document_ranking(outcome), document_qrels(outcome)),
            ("passages", passage_ranking(outcome), passage_qrels(outcome)),
        ):
            if not any(grade > 0 for grade in qrels.values()):
                continue
            for name, grade in qrels.items():
                self._files[f"{what}.qrels"].write(f"{query} 0 {as_field(name)} {grade}\n")
            for rank, (name, score) in enumerate(ranking.items(), start=1):
                line = f"{query} Q0 {as_field(name)} {rank} {score:g} {TAG}\n"
                self._files[f"{what}.run"].write(line)


def as_field(text: str) -> str:
    """The text as one column: white space, which separates columns, is percent-encoded."""
    return re.sub(r"[\s%]", lambda match: f"%{ord(match.group()):02x}", text)
