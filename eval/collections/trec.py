"""TREC's files: queries, qrels of four columns, runs of six."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path, PurePosixPath

from eval.collections.beir import read_query_rows
from eval.collections.corpora import file_corpus, open_folder, scan_articles
from eval.collections.rows import Qrels, judged_queries, read_columns, read_documents, to_qrels
from eval.questions.json_lines import UniqueIds, digest_of, line_error, read_text_lines
from eval.types import Collection, Query
from index.errors import UsageError

_RUN = ("query id", "Q0", "document id", "rank", "score", "name")


def open_trec(corpus: Path, queries: Path, qrels: Path) -> Collection:
    """Queries with judgements, on a folder of articles or a JSON Lines file of documents.

    In a folder a document goes by its path, or by its file's name without the ending.

    Args:
        corpus: a folder, or a file with `_id` and `text` a line.
        queries: id, tab, text a line; or a .jsonl file with `_id` and `text` a line.
        qrels: query id, anything, document id, grade a line.
    """
    judged = read_qrels(qrels)
    if corpus.is_dir():
        judged = _as_paths(judged, corpus, qrels)
    return Collection(
        name=f"{corpus.resolve().stem}-{qrels.stem}",
        digest=digest_of(queries, qrels),
        read_queries=partial(_read_judged, queries, judged),
        corpus=open_folder(corpus) if corpus.is_dir() else file_corpus(corpus, read_documents),
    )


def read_qrels(path: Path) -> Qrels:
    """The grades of a qrels file of four columns."""
    rows = read_columns(path, ("query id", "0", "document id", "grade"))
    return to_qrels(((line, query, doc, grade) for line, (query, _, doc, grade) in rows), path)


def read_ranking(path: Path) -> Iterator[tuple[str, str, int, float]]:
    """Query id, document id, rank and score of each line of a run that was made elsewhere."""
    seen: defaultdict[str, set[str]] = defaultdict(set)
    for line, (query_id, _, doc_id, rank, score, _) in read_columns(path, _RUN):
        if doc_id in seen[query_id]:
            problem = f"document {doc_id!r} comes a second time for query {query_id!r}"
            raise line_error(path, line, problem)
        seen[query_id].add(doc_id)
        yield query_id, doc_id, *_to_rank_and_score(rank, score, path, line)
    if not seen:
        raise UsageError(f"{path}: holds no ranking")


def _to_rank_and_score(rank: str, score: str, path: Path, line: int) -> tuple[int, float]:
    try:
        numbers = int(rank), float(score)
    except ValueError:
        raise line_error(path, line, f"rank {rank!r} or score {score!r} is no number") from None
    if not math.isfinite(numbers[1]):
        raise line_error(path, line, f"score {score!r} is no finite number")
    return numbers


def _read_judged(path: Path, qrels: Qrels) -> Iterator[Query]:
    rows = read_query_rows(path) if path.suffix == ".jsonl" else _tabbed(path)
    return judged_queries(rows, qrels, str(path))


def _tabbed(path: Path) -> Iterator[tuple[str, str]]:
    ids = UniqueIds(path)
    for line, row in read_text_lines(path):
        query_id, tab, text = row.partition("\t")
        if not (query_id.strip() and tab and text.strip()):
            raise line_error(path, line, "is not id, tab, query")
        ids.add(query_id, line)
        yield query_id, text.strip()


def _as_paths(judged: Qrels, folder: Path, source: Path) -> Qrels:
    """The same, documents named by their paths; one that is not there keeps its name."""
    paths = [doc_id for doc_id, _ in scan_articles(folder)]
    named = {**_by_stem(paths), **{path: [path] for path in paths}}
    wanted = {doc_id for grades in judged.values() for doc_id in grades}
    if wanted.isdisjoint(named):
        raise UsageError(f"{source}: names none of the files of {folder}")
    for doc_id in wanted & named.keys():
        if len(named[doc_id]) > 1:
            both = " and ".join(named[doc_id][:2])
            raise UsageError(f"{source}: {doc_id!r} may be {both} of {folder}: give paths")
    return {
        query_id: {named.get(doc_id, [doc_id])[0]: grade for doc_id, grade in grades.items()}
        for query_id, grades in judged.items()
    }


def _by_stem(paths: Iterable[str]) -> dict[str, list[str]]:
    stems: defaultdict[str, list[str]] = defaultdict(list)
    for path in paths:
        stems[PurePosixPath(path).stem].append(path)
    return stems
