"""Questions in a CSV or TSV table, with a column for each thing that is known.

The fields are `query`, and where they are known `id`, `document` and `answer` (several parted by
"|"), `sentence` (verbatim, from the document), `answerable` (yes or no) and `kind`.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from eval.collections.corpora import open_folder
from eval.questions.json_lines import UniqueIds, digest_of, line_error
from eval.types import Collection, Fact, GoldSentence, Query
from index.errors import UsageError
from index.files import reading

FIELDS = ("query", "id", "document", "answer", "sentence", "answerable", "kind")
_TRUTHS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def open_table(path: Path, folder: Path | None, columns: Mapping[str, str] | None) -> Collection:
    """Every row as a query, about the articles of `folder` or about the user's index.

    Args:
        path: a .csv or .tsv file whose first row names its columns.
        folder: articles, which `document` names by their path in it.
        columns: field -> column; a column that is called as its field needs none.
    """
    mapping = _check_columns(path, columns or {})
    return Collection(
        name=path.stem,
        digest=digest_of(path, settings=repr(sorted(mapping.items()))),
        read_queries=partial(_read_queries, path, mapping),
        corpus=open_folder(folder) if folder else None,
        checks_gold=True,
    )


def _check_columns(path: Path, columns: Mapping[str, str]) -> dict[str, str]:
    _, names = next(_rows(path), (1, []))
    for field, column in columns.items():
        if field not in FIELDS:
            raise UsageError(f"no field {field!r} to read a column as: {', '.join(FIELDS)}")
        if column not in names:
            raise UsageError(f"{path}: no column {column!r}; there: {', '.join(names) or 'none'}")
    mapping = {field: field for field in FIELDS if field in names} | dict(columns)
    if "query" not in mapping:
        there = ", ".join(names) or "none"
        raise UsageError(f"{path}: which column is the query? there: {there}")
    return mapping


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Every row that is not blank, the header too, with the number of its last line."""
    with reading(path), path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file, delimiter=_delimiter(path), strict=True)
        try:
            yield from ((rows.line_num, row) for row in rows if any(map(str.strip, row)))
        except (csv.Error, UnicodeDecodeError) as error:
            reason = "is not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
            raise line_error(path, rows.line_num + 1, reason) from error


def _delimiter(path: Path) -> str:
    if path.suffix.lower() == ".tsv":
        return "\t"
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        header = file.readline()
    return ";" if ";" in header and "," not in header else ","  # as spreadsheets in Europe write


def _read_queries(path: Path, mapping: Mapping[str, str]) -> Iterator[Query]:
    rows = _rows(path)
    _, names = next(rows)
    ids = UniqueIds(path)
    for number, (line, row) in enumerate(rows, start=1):
        if len(row) != len(names):
            raise line_error(path, line, f"has {len(row)} columns, the first row {len(names)}")
        cells = dict(zip(names, row, strict=True))
        values = {field: cells[column].strip() for field, column in mapping.items()}
        query_id = values.get("id") or str(number)
        ids.add(query_id, line)
        try:
            yield _to_query(query_id, values)
        except ValueError as error:
            raise line_error(path, line, str(error)) from error


def _to_query(query_id: str, values: Mapping[str, str]) -> Query:
    if not values["query"]:
        raise ValueError("has no query")
    documents, answers = _several(values.get("document")), _several(values.get("answer"))
    facts = _facts(values.get("sentence"), documents, answers)
    return Query(
        query_id=query_id,
        text=values["query"],
        qrels=dict.fromkeys(documents, 1),
        facts=facts,
        answers=answers,
        answerable=_answerable(values.get("answerable"), bool(documents or answers)),
        kind=values.get("kind", ""),
    )


def _several(cell: str | None) -> tuple[str, ...]:
    parts = ((part.strip()) for part in (cell or "").split("|"))
    return tuple(dict.fromkeys(part for part in parts if part))


def _facts(
    sentence: str | None, documents: Sequence[str], answers: tuple[str, ...]
) -> tuple[Fact, ...]:
    if not sentence:
        return ()
    if len(documents) != 1:
        raise ValueError(f"a sentence needs the one document that it is in, not {len(documents)}")
    gold = GoldSentence(doc_id=documents[0], quote=sentence)
    return (Fact(sentences=(gold,), answers=answers),)


def _answerable(cell: str | None, has_gold: bool) -> bool | None:
    if not cell:
        return True if has_gold else None
    if cell.lower() not in _TRUTHS:
        raise ValueError(f"answerable is {cell!r}: yes or no")
    if not _TRUTHS[cell.lower()] and has_gold:
        raise ValueError("cannot be answered, and yet has a document or an answer")
    return _TRUTHS[cell.lower()]
