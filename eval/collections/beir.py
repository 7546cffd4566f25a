"""BEIR folders: corpus.jsonl, queries.jsonl and qrels/SPLIT.tsv."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from eval.collections.corpora import file_corpus
from eval.collections.rows import (
    Qrels,
    judged_queries,
    read_columns,
    read_documents,
    text_of,
    to_qrels,
)
from eval.questions.json_lines import UniqueIds, digest_of, read_objects
from eval.types import Collection, Query
from index.errors import UsageError

_HEADER = (1, "query-id", "corpus-id", "score")


def open_beir(folder: Path, split: str | None) -> Collection:
    """The queries of one split that have judgements, and the corpus."""
    corpus, queries = folder / "corpus.jsonl", folder / "queries.jsonl"
    chosen = _choose_split(folder, split)
    qrels = read_beir_qrels(chosen)
    return Collection(
        name=f"{folder.resolve().name}-{chosen.stem}",
        digest=digest_of(queries, chosen),
        read_queries=partial(_read_judged, queries, qrels),
        corpus=file_corpus(corpus, read_documents),
    )


def _choose_split(folder: Path, split: str | None) -> Path:
    there = {path.stem: path for path in sorted((folder / "qrels").glob("*.tsv"))}
    wanted = split or ("test" if "test" in there or len(there) != 1 else next(iter(there)))
    if wanted not in there:
        names = ", ".join(there) or "none"
        raise UsageError(f"{folder / 'qrels'}: no split {wanted!r}; there: {names}")
    return there[wanted]


def read_beir_qrels(path: Path) -> Qrels:
    """The grades of a split, with or without a first line of column names."""
    rows = read_columns(path, ("query id", "document id", "grade"), "\t")
    graded = ((line, query, doc, grade) for line, (query, doc, grade) in rows)
    return to_qrels((row for row in graded if row != _HEADER), path)


def _read_judged(path: Path, qrels: Qrels) -> Iterator[Query]:
    return judged_queries(read_query_rows(path), qrels, str(path))


def read_query_rows(path: Path) -> Iterator[tuple[str, str]]:
    """Id and text of each query of a JSON Lines file: `_id` (or `id`) and `text`."""
    ids = UniqueIds(path)
    for line, row in read_objects(path):
        query_id = text_of(row, ("_id", "id"), path, line)
        ids.add(query_id, line)
        yield query_id, text_of(row, ("text",), path, line)
