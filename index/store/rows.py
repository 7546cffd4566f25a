"""SQL of documents, passages and embeddings; functions take a transaction's connection."""

import hashlib
import sqlite3
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from index.types import DOCUMENT_JSON, Document, Passage, RowIds, Vectors

_BATCH = 500  # parameters of one statement, well under SQLite's limit

LENGTH_TOLERANCE = 0.01  # of vectors, which have length 1

ALIVE = "d.added <= :g AND (d.removed IS NULL OR d.removed > :g)"


def text_hash(text: str) -> bytes:
    """The key of an embedding: the first 16 bytes of the SHA-256 of the encoded text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16]


def to_document(record: str, text: str) -> Document:
    """The document of a row."""
    return replace(DOCUMENT_JSON.validate_json(record), text=text)


def to_record(document: Document) -> str:
    """All of a document but its text, as JSON; the text has a column of its own."""
    return DOCUMENT_JSON.dump_json(replace(document, text="")).decode()


def checksum_of(record: str, text: str) -> bytes:
    """16 bytes that tell whether a document's row is as it was written."""
    data = f"{record}\0{text}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(data, digest_size=16).digest()


def insert_document(
    connection: sqlite3.Connection,
    document: Document,
    passages: Sequence[Passage],
    text_hashes: Sequence[bytes],
    *,
    generation: int,
) -> int:
    """Add a document and its passages, alive from `generation` on; returns its row id."""
    record, text = to_record(document), document.text
    cursor = connection.execute(
        "INSERT INTO documents (doc_id, version, record, text, checksum, added)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (document.doc_id, document.version, record, text, checksum_of(record, text), generation),
    )
    row = cursor.lastrowid
    assert row is not None
    connection.executemany(
        "INSERT INTO passages (document, start, end, heading, text_hash) VALUES (?, ?, ?, ?, ?)",
        [
            (row, p.start, p.end, p.heading, key)
            for p, key in zip(passages, text_hashes, strict=True)
        ],
    )
    return row


def remove_document(connection: sqlite3.Connection, row: int, *, generation: int) -> None:
    """End a document's life at `generation`; one that nobody ever saw is deleted at once."""
    connection.execute("DELETE FROM documents WHERE row = ? AND added >= ?", (row, generation))
    connection.execute("UPDATE documents SET removed = ? WHERE row = ?", (generation, row))


def insert_embeddings(
    connection: sqlite3.Connection, encoder: str, keys: Sequence[bytes], vectors: Vectors
) -> None:
    """Keep one vector for each key."""
    blobs = [vector.astype("<f4").tobytes() for vector in vectors]
    connection.executemany(
        "INSERT OR IGNORE INTO embeddings VALUES (NULL, ?, ?, ?, ?)",
        [(encoder, key, blob, zlib.crc32(blob)) for key, blob in zip(keys, blobs, strict=True)],
    )


def is_sound(vector: bytes, checksum: int) -> bool:
    """Whether it is as it was written, and of length 1."""
    if zlib.crc32(vector) != checksum or len(vector) % 4:
        return False
    return bool(abs(np.linalg.norm(np.frombuffer(vector, "<f4")) - 1) < LENGTH_TOLERANCE)


def missing_embeddings(
    connection: sqlite3.Connection, encoder: str, keys: Iterable[bytes]
) -> set[bytes]:
    """Those of `keys` for which there is no vector yet."""
    wanted = list(dict.fromkeys(keys))
    found: set[bytes] = set()
    for start in range(0, len(wanted), _BATCH):
        batch = wanted[start : start + _BATCH]
        found.update(
            key
            for (key,) in connection.execute(
                "SELECT text_hash FROM embeddings WHERE encoder = ?"
                f" AND text_hash IN ({_marks(batch)})",
                (encoder, *batch),
            )
        )
    return set(wanted) - found


def read_vectors(
    connection: sqlite3.Connection, encoder: str, passage_rows: Sequence[int], dimension: int
) -> tuple[list[int], Vectors]:
    """The vectors of those passages that have a sound one, with their row ids, in order of them."""
    rows: list[int] = []
    blobs: list[bytes] = []
    ordered = sorted(passage_rows)
    for start in range(0, len(ordered), _BATCH):
        batch = ordered[start : start + _BATCH]
        for row, blob, checksum in connection.execute(
            "SELECT p.row, e.vector, e.checksum FROM passages p JOIN embeddings e"
            " ON e.encoder = ? AND e.text_hash = p.text_hash"
            f" WHERE p.row IN ({_marks(batch)}) ORDER BY p.row",
            (encoder, *batch),
        ):
            if is_sound(blob, checksum):  # else it is found by its words until it is made again
                rows.append(row)
                blobs.append(blob)
    vectors = np.frombuffer(b"".join(blobs), dtype="<f4").astype(np.float32)
    return rows, vectors.reshape(len(rows), dimension)


def living_passages(connection: sqlite3.Connection, generation: int) -> tuple[RowIds, RowIds]:
    """The rows of the passages alive in `generation`, ascending, and of the document of each."""
    found = connection.execute(
        "SELECT p.row, p.document FROM passages p JOIN documents d ON d.row = p.document"
        f" WHERE {ALIVE} ORDER BY p.row",
        {"g": generation},
    ).fetchall()
    pairs = np.array(found, np.int64).reshape(len(found), 2)
    return np.ascontiguousarray(pairs[:, 0]), np.ascontiguousarray(pairs[:, 1])


def read_passages(connection: sqlite3.Connection, rows: Sequence[int]) -> dict[int, Passage]:
    """Passages by row id, their text cut out of the document."""
    found: dict[int, Passage] = {}
    texts: dict[int, tuple[str, str]] = {}
    for start in range(0, len(rows), _BATCH):
        batch = list(rows[start : start + _BATCH])
        for row, document, begin, end, heading in connection.execute(
            "SELECT row, document, start, end, heading FROM passages"
            f" WHERE row IN ({_marks(batch)})",
            batch,
        ).fetchall():
            if document not in texts:
                texts[document] = connection.execute(
                    "SELECT doc_id, text FROM documents WHERE row = ?", (document,)
                ).fetchone()
            doc_id, text = texts[document]
            found[row] = Passage.of(doc_id, text, begin, end, heading)
    return found


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))
