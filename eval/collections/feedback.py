"""User feedback on answers as JSON Lines: written by the page, read again as test questions.

A thumbs up makes the cited sentences gold. A citation that was called wrong becomes a sentence
that must not be cited for the question. A thumbs down says neither what is right nor what is
wrong: the question is asked again, for somebody to look at.
"""

import errno
import os
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from functools import partial
from pathlib import Path

from pydantic import ConfigDict, Field

from eval.collections.corpora import open_folder
from eval.questions.json_lines import Row, digest_of, read_objects, read_rows
from eval.questions.schema import EarlierTurn, QuestionFilters
from eval.types import Collection, Fact, GoldSentence, Query
from index.files import writing
from rag.types import Turn


class Verdict(StrEnum):
    """What somebody thought of an answer."""

    UP = "up"
    DOWN = "down"
    WRONG_CITATION = "wrong_citation"


class Feedback(Row):
    """One judgement; `cited` are the sentences that it is about, as the answer quoted them.

    `sentence` is the answer's own sentence whose citation is wrong. `replaces` is the id of an
    earlier judgement that somebody thought better of: it counts no more.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    question: str = Field(min_length=1)
    verdict: Verdict
    at: datetime
    history: tuple[EarlierTurn, ...] = ()
    cited: tuple[GoldSentence, ...] = ()
    filters: QuestionFilters = QuestionFilters()
    note: str = ""
    sentence: str = ""
    replaces: str = ""


_KINDS = {
    Verdict.UP: "thumbs up",
    Verdict.DOWN: "thumbs down",
    Verdict.WRONG_CITATION: "wrong citation",
}

KINDS = frozenset(_KINDS.values())
"""Of queries: those that are judgements of readers."""


def open_feedback(path: Path, folder: Path | None) -> Collection:
    """Every judgement as a query, about the articles of `folder` or about the user's index."""
    return Collection(
        name=path.stem,
        digest=digest_of(path),
        read_queries=partial(_read_queries, path),
        corpus=open_folder(folder) if folder else None,
    )


def is_feedback(path: Path) -> bool:
    """Whether the first line that is not blank has a verdict."""
    return any("verdict" in row for _, row in [next(read_objects(path), (0, {}))])


def read_feedback(path: Path) -> Iterator[Feedback]:
    """The judgements of a file, one at a time, in its order."""
    return (one for _, one in read_rows(path, Feedback))


def write_feedback(path: Path, one: Feedback) -> None:
    """Add one judgement to a file, which is made if it is not there.

    Several programs may do so at once: each line is appended in one piece.

    Raises:
        StorageError: the file cannot be written.
    """
    # A line break before it too: a line that a crash cut short stays apart; readers pass over
    # blank lines.
    line = f"\n{one.model_dump_json(exclude_defaults=True)}\n".encode()
    with writing(path):
        file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            written = os.write(file, line)
            if written < len(line):
                # Half a line would keep the whole file from being read.
                os.ftruncate(file, os.fstat(file).st_size - written)
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(file)
        finally:
            os.close(file)


def _read_queries(path: Path) -> Iterator[Query]:
    judged = list(read_feedback(path))
    replaced = {one.replaces for one in judged}
    return (to_query(one) for one in judged if one.id not in replaced)


def to_query(one: Feedback) -> Query:
    """A judgement as a query: what is gold, and what is wrong."""
    right = one.cited if one.verdict is Verdict.UP else ()
    return Query(
        query_id=one.id,
        text=one.question,
        qrels={sentence.doc_id: 1 for sentence in right},
        facts=tuple(Fact(sentences=(sentence,)) for sentence in dict.fromkeys(right)),
        answerable=True if right else None,
        filters=one.filters.to_filters(),
        turns=tuple(Turn(question=t.question, answer=t.answer) for t in one.history),
        kind=_KINDS[one.verdict],
        wrong=one.cited if one.verdict is Verdict.WRONG_CITATION else (),
    )
