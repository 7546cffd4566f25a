"""Format detection: opens a collection as whatever format (BEIR, TREC, SQuAD, table ...) it is."""

from collections.abc import Callable, Mapping
from pathlib import Path

from eval.collections.beir import open_beir
from eval.collections.byline import open_questions, open_sample
from eval.collections.clapnq import open_clapnq
from eval.collections.feedback import is_feedback, open_feedback
from eval.collections.irds import open_irds
from eval.collections.rows import HALVES, checked, halved
from eval.collections.squad import article_of, open_squad
from eval.collections.table import open_table
from eval.collections.trec import open_trec
from eval.types import Collection, Query
from index.errors import UsageError

_POSSIBLE = (
    "`sample`, a question or feedback file (.jsonl), a table (.csv, .tsv), SQuAD (.json), a BEIR "
    "or ClapNQ folder, irds:NAME, or articles with --queries and --qrels"
)
_IRDS = "irds:"


def open_collection(
    spec: str,
    *,
    folder: Path | None = None,
    split: str | None = None,
    half: str | None = None,
    columns: Mapping[str, str] | None = None,
    queries: Path | None = None,
    qrels: Path | None = None,
) -> Collection:
    """Opens a collection; all of its queries have been read once and are well-formed.

    Args:
        spec: `sample`; a BEIR or ClapNQ folder; a SQuAD .json, Byline's own .jsonl of questions or
            of feedback, a .csv or .tsv; `irds:NAME`; or, with `queries` and `qrels`, the articles:
            a folder or a .jsonl file.
        folder: the articles that a question file, feedback or a table is about; None: an index
            that the caller names.
        split: of a BEIR folder; None: `test`, or the only one.
        half: "tuning" or "reporting" keeps the queries of which `eval.splits.is_tuning` says so,
            by their id, in SQuAD by the title of their article.
        columns: of a table, field -> column; see `eval.collections.table`.
        queries: id, tab, query a line; or .jsonl.
        qrels: TREC judgements of four columns.

    Raises:
        UsageError: it is no collection, or a line of it is malformed; the message names the place.
    """
    if half is not None and half not in HALVES:
        raise UsageError(f"no half {half!r}: {' or '.join(HALVES)}")
    path = Path(spec)
    openers: dict[str, tuple[tuple[str, ...], Callable[[], Collection]]] = {
        "sample": ((), open_sample),
        "irds": ((), lambda: open_irds(spec.removeprefix(_IRDS))),
        "trec": ((), lambda: _open_trec(path, queries, qrels)),
        "beir": (("split",), lambda: open_beir(path, split)),
        "clapnq": ((), lambda: open_clapnq(path)),
        "squad": ((), lambda: open_squad(path)),
        "feedback": (("folder",), lambda: open_feedback(path, folder)),
        "questions": (("folder",), lambda: open_questions(path, folder)),
        "table": (("folder", "columns"), lambda: open_table(path, folder, columns)),
    }
    allowed, opener = openers["trec" if queries or qrels else recognise(spec)]
    for name, value in {"columns": columns, "folder": folder, "split": split}.items():
        if value and name not in allowed:
            raise UsageError(f"{spec}: {name!r} says nothing about this collection: leave it out")
    return checked(halved(opener(), half, _halving(spec) if half else _query_id), spec)


def _open_trec(corpus: Path, queries: Path | None, qrels: Path | None) -> Collection:
    if not (queries and qrels):
        raise UsageError("--queries and --qrels go together")
    inside = corpus / "corpus.jsonl"
    return open_trec(inside if inside.is_file() else corpus, queries, qrels)


def recognise(spec: str) -> str:
    """Which format a collection has that is opened without TREC's files."""
    path = Path(spec)
    if spec == "sample" or spec.startswith(_IRDS):
        return spec.partition(":")[0]
    if path.is_dir():
        return _recognise_folder(path)
    if not path.is_file():
        raise UsageError(f"{spec}: no such collection; possible are {_POSSIBLE}")
    suffix = path.suffix.lower()
    if suffix == ".jsonl":
        return "feedback" if is_feedback(path) else "questions"
    if suffix not in (".json", ".csv", ".tsv"):
        raise UsageError(
            f"{spec}: a collection cannot be {suffix or 'this'}; possible: {_POSSIBLE}"
        )
    return "squad" if suffix == ".json" else "table"


def _recognise_folder(path: Path) -> str:
    if (path / "corpus.jsonl").is_file() and (path / "queries.jsonl").is_file():
        return "beir"
    if (path / "pool.jsonl").is_file() and (path / "questions.jsonl").is_file():
        return "clapnq"
    raise UsageError(
        f"{path}: holds no corpus.jsonl with queries.jsonl; for articles of your own name a "
        "question file and --folder, or --queries and --qrels"
    )


def _query_id(query: Query) -> str:
    return query.query_id


def _halving(spec: str) -> Callable[[Query], str]:
    path = Path(spec)
    if not path.is_file() or path.suffix.lower() != ".json":
        return _query_id
    titles = article_of(path)
    return lambda query: titles[query.query_id]
