"""Helpers of the collection readers: row fields, qrels, dev and test halves, judged queries."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from eval.questions.json_lines import UniqueIds, line_error, read_objects, read_text_lines
from eval.splits import is_tuning
from eval.types import Collection, CorpusDocument, Query
from index.errors import UsageError

Qrels = dict[str, dict[str, int]]
"""Query id -> document id -> grade."""

HALVES = ("tuning", "reporting")


def text_of(row: Mapping[str, object], names: Iterable[str], path: Path, line: int) -> str:
    """The first of the fields `names` that is there; a number counts as text."""
    name = next((name for name in names if name in row), None)
    if name is None:
        raise line_error(path, line, f"has no {' or '.join(repr(name) for name in names)}")
    value = row[name]
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(text, str) or not text.strip():
        raise line_error(path, line, f"{name!r} is {'empty' if text == '' else 'no text'}")
    return text


def read_documents(path: Path) -> Iterator[CorpusDocument]:
    """The documents of a JSON Lines file: `_id` (or `id`), `title` where there is one, `text`."""
    ids = UniqueIds(path)
    for line, row in read_objects(path):
        doc_id = text_of(row, ("_id", "id"), path, line)
        ids.add(doc_id, line)
        title, text = row.get("title") or "", row.get("text")
        if not isinstance(text, str) or not isinstance(title, str):
            raise line_error(path, line, "'text' and 'title' must be texts")
        yield CorpusDocument(doc_id=doc_id, title=title, text=text)


def read_columns(
    path: Path, names: Sequence[str], separator: str | None = None
) -> Iterator[tuple[int, list[str]]]:
    """The line number and the columns of every line, parted by white space or `separator`."""
    for line, text in read_text_lines(path):
        columns = text.split(separator)
        if len(columns) != len(names):
            problem = f"has {len(columns)} columns, not {len(names)}: {', '.join(names)}"
            raise line_error(path, line, problem)
        yield line, columns


def to_qrels(rows: Iterable[tuple[int, str, str, str]], path: Path) -> Qrels:
    """The judgements of a file, from line, query id, document id and grade."""
    qrels: Qrels = {}
    for line, query_id, doc_id, grade in rows:
        judged = qrels.setdefault(query_id, {})
        if doc_id in judged:
            problem = f"document {doc_id!r} is graded a second time for query {query_id!r}"
            raise line_error(path, line, problem)
        judged[doc_id] = _to_grade(grade, path, line)
    if not qrels:
        raise UsageError(f"{path}: holds no judgements")
    return qrels


def _to_grade(text: str, path: Path, line: int) -> int:
    try:
        grade = int(text)
    except ValueError:
        raise line_error(path, line, f"grade {text!r} is no whole number") from None
    if grade < 0:
        raise line_error(path, line, f"grade {grade} is negative: give 0 for not relevant")
    return grade


def judged_queries(rows: Iterable[tuple[str, str]], qrels: Qrels, where: str) -> Iterator[Query]:
    """A query for each id and text that has judgements; the others cannot be measured."""
    asked = judged = 0
    for query_id, text in rows:
        asked += 1
        if query_id in qrels:
            judged += 1
            yield Query(query_id=query_id, text=text, qrels=qrels[query_id])
    if not asked:
        raise UsageError(f"{where}: holds no queries")
    if not judged:
        raise UsageError(f"{where}: no query has judgements: do both files use the same ids?")


def in_half(half: str | None, name: str) -> bool:
    """Whether `name` belongs to the half; None is all."""
    return half is None or is_tuning(name) == (half == "tuning")


def halved(collection: Collection, half: str | None, name_of: Callable[[Query], str]) -> Collection:
    """The queries of one half, decided by `name_of`; another name and digest say so."""
    if half is None:
        return collection
    return replace(
        collection,
        name=f"{collection.name}-{half}",
        digest=sha256(f"{collection.digest} {half}".encode()).hexdigest(),
        read_queries=lambda: (q for q in collection.queries() if in_half(half, name_of(q))),
    )


def checked(collection: Collection, source: str) -> Collection:
    """The same, once every query has been read and found well-formed.

    A malformed line is told now, and not after an hour of encoding.
    """
    if not sum(1 for _ in collection.queries()):
        raise UsageError(f"{source}: holds no queries")
    return collection
