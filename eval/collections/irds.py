"""Any collection of the library ir_datasets; it downloads what is not on this machine."""

from collections.abc import Callable, Iterator
from functools import partial
from hashlib import sha256
from typing import Any

from eval.collections.corpora import StreamedCorpus
from eval.collections.rows import Qrels, judged_queries
from eval.types import Collection, CorpusDocument, Query
from index.errors import UsageError


def open_irds(name: str) -> Collection:
    """The judged queries and the documents of the collection that ir_datasets calls `name`.

    Negative grades, which some tracks give to spam, count as 0.

    Raises:
        UsageError: the library is missing, knows no such collection or cannot get it, or the
            collection lacks documents, queries or judgements.
    """
    dataset = _load(name)
    qrels = _read_qrels(dataset, name)
    return Collection(
        name=name,
        digest=_digest_queries(dataset, name, qrels),
        read_queries=partial(_read_queries, dataset, name, qrels),
        corpus=StreamedCorpus(
            partial(_read_documents, dataset, name),
            partial(_digest_documents, dataset, name),
            source=f"irds:{name}",
        ),
    )


def _load(name: str) -> Any:
    try:
        import ir_datasets
    except ImportError as error:
        needed = "needs the library ir_datasets: pip install 'byline[datasets]'"
        raise UsageError(f"irds:{name} {needed}") from error
    try:
        dataset = ir_datasets.load(name)
    except KeyError as error:
        where = "its names are on https://ir-datasets.com"
        raise UsageError(f"irds:{name}: ir_datasets knows no such collection; {where}") from error
    for part in ("docs", "queries", "qrels"):
        if not dataset.has(part):
            raise UsageError(f"irds:{name}: has no {part}; name one of its parts that has")
    return dataset


def _iterate(read: Callable[[], Iterator[Any]], name: str) -> Iterator[Any]:
    try:
        yield from read()
    except (OSError, RuntimeError) as error:
        reason = str(error).strip().split("\n")[0]
        raise UsageError(f"irds:{name}: cannot be read or fetched ({reason})") from error


def _read_qrels(dataset: Any, name: str) -> Qrels:
    qrels: Qrels = {}
    for row in _iterate(dataset.qrels_iter, name):
        qrels.setdefault(row.query_id, {})[row.doc_id] = max(0, int(row.relevance))
    return qrels


def _read_queries(dataset: Any, name: str, qrels: Qrels) -> Iterator[Query]:
    rows = ((q.query_id, text_of(q)) for q in _iterate(dataset.queries_iter, name))
    return judged_queries(rows, qrels, f"irds:{name}")


def _read_documents(dataset: Any, name: str) -> Iterator[CorpusDocument]:
    for row in _iterate(dataset.docs_iter, name):
        title = getattr(row, "title", None) or ""
        # The text that the library gives often begins with the title.
        text = text_of(row).removeprefix(title).strip()
        yield CorpusDocument(doc_id=row.doc_id, title=title, text=text)


def text_of(row: Any) -> str:
    """The text of a document or query of ir_datasets: its own choice, else all that is text."""
    if hasattr(row, "default_text"):
        return str(row.default_text())
    ids = ("doc_id", "query_id")
    values = (getattr(row, field) for field in row._fields if field not in ids)
    return "\n\n".join(value for value in values if isinstance(value, str) and value.strip())


def _digest_queries(dataset: Any, name: str, qrels: Qrels) -> str:
    digest = sha256(repr(sorted((q, sorted(d.items())) for q, d in qrels.items())).encode())
    for query in _read_queries(dataset, name, qrels):
        digest.update(repr((query.query_id, query.text)).encode())
    return digest.hexdigest()


def _digest_documents(dataset: Any, name: str) -> str:
    digest = sha256()
    for document in _read_documents(dataset, name):
        digest.update(repr((document.doc_id, document.title, document.text)).encode())
    return digest.hexdigest()
