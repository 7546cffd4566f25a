"""Integrity check and repair: store against caches, what can be rebuilt is rebuilt."""

import os
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.duplicates.stories import bands, signature
from index.errors import IndexDamagedError, NoIndexError, StorageError
from index.index import Index
from index.location import MANIFEST_NAME, POINTER_NAME, STORE_NAME
from index.lock import writer_lock
from index.search.lexical import current_folder, is_whole
from index.store.rows import (
    checksum_of,
    is_sound,
    living_passages,
    read_vectors,
    text_hash,
    to_document,
)
from index.store.store import STORE
from index.sync import RECIPE
from index.text.encoded import encoded_text
from index.types import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One check: what was looked at, whether it was well, and what was done about it."""

    check: str
    ok: bool
    detail: str = ""
    repaired: bool = False


def examine(path: Path) -> list[Finding]:
    """Check the index at `path` and repair its caches.

    What is not as it was written is quoted no more, and the next sync reads its file again. A
    store that is damaged as a whole is moved aside under a new name, never deleted; a sync makes
    it again from the articles.

    Raises:
        NoIndexError: there is no index.
        IndexBusyError: another process is writing.
        StorageError: the disk would not give or take what was asked; nothing was moved.
    """
    if not path.is_dir():
        raise NoIndexError(path)
    with writer_lock(path):
        try:
            index = Index.open(path)
            problem = _integrity(index)
        except IndexDamagedError as error:
            return [_set_aside(path, str(error))]
        if problem:
            index.close()
            return [_set_aside(path, problem)]
        findings = [Finding(check="store", ok=True, detail="readable, no damage found")]
        findings.append(check_documents(index))
        embeddings, damaged = _check_embeddings(index)
        findings.append(embeddings)
        if not all(finding.ok for finding in findings):
            _read_again(index, damaged)
        caches = check_caches(index)
        if not all(finding.ok for finding in caches):
            caches = _repair_caches(index, caches)
        return findings + caches


def check_documents(index: Index) -> Finding:
    """Whether each document has all its passages, which leave out nothing but white space, and
    all the keys under which its near-duplicates are found.
    """
    wrong = [doc_id for _, doc_id in _wrong_documents(index)]
    return Finding(
        check="passages",
        ok=not wrong,
        detail=f"do not match their article: {', '.join(wrong)}; sync again" if wrong else "",
    )


def _wrong_documents(index: Index) -> Iterator[tuple[int, str]]:
    for row, doc_id, record, text, checksum in index.store.rows(
        # One that was marked here, and has been read again since, is quoted no more.
        "SELECT row, doc_id, record, text, checksum FROM documents"
        " WHERE removed IS NULL OR checksum != x''"
    ):
        passages = index.store.rows(
            "SELECT start, end, heading, text_hash, EXISTS (SELECT 1 FROM items i"
            " WHERE i.document = p.document AND i.recipe LIKE ?) FROM passages p"
            " WHERE document = ? ORDER BY start",
            (f"{RECIPE}:%", row),  # of other recipes the next sync makes them anew
        )
        keys = index.store.rows("SELECT band FROM bands WHERE document = ?", (row,))
        whole = checksum_of(record, text) == checksum and _cover(text, [p[:2] for p in passages])
        if (
            not whole
            or {key for (key,) in keys} != set(bands(signature(text)))
            or not _as_encoded(to_document(record, text), [p[:4] for p in passages if p[4]])
        ):
            yield row, doc_id


def _as_encoded(document: Document, passages: list[tuple[int, int, str | None, bytes]]) -> bool:
    """Whether each passage, with what stands above it, is what its embedding was made of."""
    return all(
        key == text_hash(encoded_text(document.text[start:end], document.headline, heading))
        for start, end, heading, key in passages
    )


def _check_embeddings(index: Index) -> tuple[Finding, list[tuple[int, bytes]]]:
    """Whether each vector is as it was written; row and text hash of those that are not."""
    with index.store.reading() as connection:
        found = connection.execute("SELECT row, text_hash, vector, checksum FROM embeddings")
        wrong = [(row, key) for row, key, vector, kept in found if not is_sound(vector, kept)]
    detail = f"{len(wrong)} were damaged and are deleted; sync again" if wrong else ""
    return Finding(check="embeddings", ok=not wrong, detail=detail), wrong


def _read_again(index: Index, vectors: list[tuple[int, bytes]]) -> None:
    """Delete damaged vectors; let the next sync read their files and those of damaged articles."""
    wrong = {row for row, _ in _wrong_documents(index)}
    with index.store.writing() as connection:
        for row, key in vectors:
            connection.execute("DELETE FROM embeddings WHERE row = ?", (row,))
            found = connection.execute("SELECT document FROM passages WHERE text_hash = ?", (key,))
            wrong.update(document for (document,) in found)
        for row in wrong:
            connection.execute("UPDATE documents SET checksum = x'' WHERE row = ?", (row,))
            connection.execute(
                "UPDATE files SET stamp = '', recipe = '' WHERE path IN"
                " (SELECT path FROM items WHERE document = ?)",
                (row,),
            )


def check_caches(index: Index) -> list[Finding]:
    """Whether both caches hold exactly what the published generation needs."""
    return [_check_vectors(index), _check_lexical(index)]


def _cover(text: str, spans: list[tuple[int, int]]) -> bool:
    place = 0
    for start, end in spans:
        if not place <= start < end <= len(text) or text[place:start].strip():
            return False
        place = end
    return not text[place:].strip()


def _check_vectors(index: Index) -> Finding:
    state = index.encoder
    if state.encoder is None:
        return Finding(check="vectors", ok=True, detail=f"not checked: {state.problem}")
    with index.store.reading() as connection:
        alive, _ = living_passages(connection, index.store.published)
        rows, stored = read_vectors(
            connection, state.fingerprint, alive.tolist(), state.encoder.dimension
        )
    if len(rows) != len(alive):
        missing = len(alive) - len(rows)
        return Finding(check="vectors", ok=False, detail=f"{missing} passages are not encoded")
    dense = index.caches.open_dense(state.encoder)
    if dense is None:
        return Finding(check="vectors", ok=False, detail="cache missing or damaged")
    held = Counter(dense.rows.tolist())
    if any(held[row] != 1 for row in rows):
        return Finding(check="vectors", ok=False, detail="cache lacks passages, or has some twice")
    if len(rows) and not np.array_equal(dense.vectors_of(rows), stored):
        return Finding(check="vectors", ok=False, detail="cache differs from the store")
    return Finding(check="vectors", ok=True, detail=f"{len(rows)} passages")


def _check_lexical(index: Index) -> Finding:
    folder, lexical = current_folder(index.path), index.caches.open_lexical()
    if folder is None or lexical is None or not is_whole(folder):
        return Finding(check="words", ok=False, detail="cache missing or damaged")
    held = Counter(lexical.rows())
    rows = [row for row, _ in index.caches.passage_texts(after=0)]
    if any(held[row] != 1 for row in rows):
        return Finding(check="words", ok=False, detail="cache lacks passages, or has some twice")
    return Finding(check="words", ok=True, detail=f"{len(rows)} passages")


def _repair_caches(index: Index, before: list[Finding]) -> list[Finding]:
    """Delete the caches' manifests, so that they are rebuilt from the store."""
    for name in (MANIFEST_NAME, POINTER_NAME):
        (index.path / name).unlink(missing_ok=True)
    try:
        index.caches.write()
    except StorageError as error:
        return [*before, Finding(check="repair", ok=False, detail=str(error))]
    return [
        Finding(check=new.check, ok=new.ok, detail=new.detail, repaired=new.ok and not old.ok)
        for old, new in zip(before, check_caches(index), strict=True)
    ]


def _integrity(index: Index) -> str:
    """What SQLite finds wrong, "" when nothing is.

    A page that the disk would not give is damage to it, too: so the file is read to its end, which
    raises what the disk says, and what was found must be found again.
    """
    if _check_pages(index):
        with STORE.errors(index.store.path):
            read_through(index.store.path)
        return _check_pages(index)
    return ""


def _check_pages(index: Index) -> str:
    try:
        answer = str(index.store.rows("PRAGMA integrity_check")[0][0])
    except IndexDamagedError as error:
        return str(error)
    return "" if answer == "ok" else answer


def read_through(path: Path) -> None:
    """Read a file to its end."""
    with path.open("rb", buffering=0) as file:
        while file.read(1 << 20):
            pass


def _set_aside(path: Path, problem: str) -> Finding:
    aside = path / f"{STORE_NAME}.damaged-{time.strftime('%Y%m%d-%H%M%S')}"
    journal = path / f"{STORE_NAME}-journal"  # belongs to it, and to no store made later
    if journal.exists():
        os.replace(journal, path / f"{aside.name}-journal")
    os.replace(path / STORE_NAME, aside)
    detail = f"{problem}; moved to {aside.name}: run `byline sync FOLDER` to make the index again"
    return Finding(check="store", ok=False, detail=detail)
