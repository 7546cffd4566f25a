"""Sync (ingest): scan, read, split, encode and store, until the index equals the folder.

    folder -> scan -> plan -> read -> passages -> embeddings -> rows -> caches -> published

Work is kept as it is done, in small transactions: an embedding is never made twice, and a sync
that was interrupted, even by a power cut, is taken up by the next one where it was.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from index.duplicates.links import link_near_duplicates
from index.errors import ReadError
from index.plan import Reading, SyncPlan, plan_sync, without_folder
from index.readers import DocumentReader
from index.scan import hash_file, scan_folder
from index.search.caches import Caches
from index.store.ingest import (
    forget_record,
    has_unpublished,
    publish,
    purge,
    read_records,
    write_alias,
    write_record,
)
from index.store.rows import (
    insert_document,
    insert_embeddings,
    missing_embeddings,
    remove_document,
    text_hash,
)
from index.text.encoded import encoded
from index.text.passages import split_passages
from index.types import (
    Document,
    FileOutcome,
    FileStatus,
    Passage,
    SyncProgress,
    SyncReport,
)

RECIPE = "1"
"""Raise when readers, cleaning or passages change, so that every file is read again."""

PUBLISH_EVERY_S = 30.0
KEEP_OLD_GENERATIONS_S = 600.0
PAUSE_S = 0.002  # between transactions, so that readers get their turn
_FILES_AT_ONCE = 64
_TEXTS_AT_ONCE = 128


@dataclass(frozen=True, slots=True)
class _Prepared:
    reading: Reading
    document: Document
    passages: list[Passage]
    keys: list[bytes]


class Sync:
    """One run. The caller holds the writer's lock."""

    def __init__(
        self, folder: Path, caches: Caches, notify: Callable[[SyncProgress], None]
    ) -> None:
        self._folder, self._caches = folder, caches
        self._store, self._settings, self._encoder = caches.store, caches.settings, caches.encoder
        self._notify = notify
        self._target = self._store.published + 1
        self._outcomes: list[FileOutcome] = []
        self._encoded = self._linked = 0
        self._dirty = False
        self._started = self._last_publish = time.monotonic()

    def run(self) -> SyncReport:
        """Do it; returns the report. An interruption publishes what is whole and says so."""
        interrupted = False
        removed: tuple[str, ...] = ()
        self._notify(self._progress(0, 0, "looking at the folder"))
        records = read_records(self._store)
        seen = without_folder(scan_folder(self._folder), self._folder, self._caches.folder)
        plan = plan_sync(seen, records, self._recipe(), hash_file)
        self._dirty = has_unpublished(self._store)
        try:
            self._settle(plan)
            self._read_all(plan)
            removed = self._remove_vanished(plan)
        except KeyboardInterrupt:
            interrupted = True
        self._publish()
        if not interrupted:
            purge(self._store, older_than_s=KEEP_OLD_GENERATIONS_S)
        return self._report(removed, interrupted)

    def _recipe(self) -> str:
        """What decides how a file becomes passages; a document made by another is made again."""
        encoder = self._encoder.fingerprint if self._encoder else "none"
        return f"{RECIPE}:{encoder}:{'whole' if self._settings.whole_documents else 'passages'}"

    def _settle(self, plan: SyncPlan) -> None:
        """Write the records that need no reading; their old documents end."""
        self._outcomes.extend(plan.outcomes)
        if not plan.settled:
            return
        with self._store.writing() as connection:
            for record in plan.settled:
                if record.document is None:
                    self._end_document_of(connection, record.path)
                write_record(connection, record)

    def _read_all(self, plan: SyncPlan) -> None:
        total = len(plan.readings) + len(plan.outcomes)
        done = len(plan.outcomes)
        with DocumentReader() as reader:
            pending = iter(plan.readings)
            while batch := list(islice(pending, _FILES_AT_ONCE)):
                prepared = list(self._prepare(reader, batch))
                self._encode(prepared, done, total)
                self._write(prepared)
                done += len(batch)
                self._notify(self._progress(done, total, "indexing"))
                if time.monotonic() - self._last_publish > PUBLISH_EVERY_S:
                    self._publish()

    def _prepare(self, reader: DocumentReader, batch: Sequence[Reading]) -> Iterator[_Prepared]:
        files = [(reading.path, reading.record.path) for reading in batch]
        for reading, result in zip(batch, reader.read_many(files), strict=True):
            if isinstance(result, ReadError):
                self._fail(reading, result.reason)
                continue
            passages = self._split(result)
            keys = [text_hash(encoded(result, passage)) for passage in passages]
            yield _Prepared(reading, result, passages, keys)

    def _split(self, document: Document) -> list[Passage]:
        encoder = self._encoder
        return split_passages(
            document,
            count_tokens=encoder.count_tokens if encoder else _count_words,
            max_tokens=encoder.max_tokens if encoder else _WORDS_WITHOUT_ENCODER,
            whole_document=self._settings.whole_documents,
        )

    def _fail(self, reading: Reading, reason: str) -> None:
        failed = replace(
            reading.record, status=FileStatus.FAILED, reason=reason, document=None, pending=False
        )
        with self._store.writing() as connection:
            self._end_document_of(connection, failed.path)
            write_record(connection, failed)
        self._outcomes.append(
            FileOutcome(path=failed.path, status=FileStatus.FAILED, reason=reason)
        )

    def _encode(self, prepared: Sequence[_Prepared], done: int, total: int) -> None:
        """Make and keep the embeddings that are not there yet, longest texts together."""
        if self._encoder is None:
            return
        texts = {
            key: encoded(item.document, passage)
            for item in prepared
            for passage, key in zip(item.passages, item.keys, strict=True)
        }
        encoder = self._encoder
        missing = missing_embeddings(self._store.connection, encoder.fingerprint, texts)
        ordered = sorted(missing, key=lambda key: (-len(texts[key]), key))
        for start in range(0, len(ordered), _TEXTS_AT_ONCE):
            keys = ordered[start : start + _TEXTS_AT_ONCE]
            vectors = encoder.encode_passages([texts[key] for key in keys])
            with self._store.writing() as connection:
                insert_embeddings(connection, encoder.fingerprint, keys, vectors)
            self._encoded += len(keys)
            self._notify(self._progress(done, total, "encoding"))

    def _write(self, prepared: Sequence[_Prepared]) -> None:
        for item in prepared:
            with self._store.writing() as connection:
                self._write_one(connection, item)
            self._dirty = True
            record = item.reading.record
            self._outcomes.append(
                FileOutcome(path=record.path, status=record.status, reason=record.reason)
            )
        time.sleep(PAUSE_S)

    def _write_one(self, connection: sqlite3.Connection, item: _Prepared) -> None:
        reading, record = item.reading, item.reading.record
        if reading.renamed_from is not None:
            write_alias(connection, reading.renamed_from, record.path)
            forget_record(connection, reading.renamed_from)
        if reading.previous is not None:
            remove_document(connection, reading.previous, generation=self._target)
        self._end_document_of(connection, record.path)
        row = insert_document(
            connection, item.document, item.passages, item.keys, generation=self._target
        )
        write_record(connection, replace(record, document=row))
        self._linked += link_near_duplicates(connection, row, item.document.text)

    def _end_document_of(self, connection: sqlite3.Connection, path: str) -> None:
        for (row,) in connection.execute(
            "SELECT row FROM documents WHERE doc_id = ? AND removed IS NULL", (path,)
        ).fetchall():
            remove_document(connection, row, generation=self._target)
            self._dirty = True

    def _remove_vanished(self, plan: SyncPlan) -> tuple[str, ...]:
        renamed = {reading.renamed_from for reading in plan.readings}
        removed = []
        with self._store.writing() as connection:
            for record in plan.vanished:
                self._end_document_of(connection, record.path)
                forget_record(connection, record.path)
                if record.document is not None and record.path not in renamed:
                    removed.append(record.path)
        return tuple(removed)

    def _publish(self) -> None:
        """Caches first, so that they hold a superset; then one tiny transaction."""
        self._caches.write()
        if self._dirty:
            publish(self._store, self._target)
            self._target += 1
            self._dirty = False
        self._last_publish = time.monotonic()

    def _report(self, removed: tuple[str, ...], interrupted: bool) -> SyncReport:
        return SyncReport(
            outcomes=tuple(sorted(self._outcomes, key=lambda outcome: outcome.path)),
            removed=removed,
            passages_encoded=self._encoded,
            generation=self._store.published,
            seconds=round(time.monotonic() - self._started, 3),
            interrupted=interrupted,
            lexical_only=self._encoder is None,
            near_duplicates=self._linked,
        )

    def _progress(self, done: int, total: int, doing: str) -> SyncProgress:
        return SyncProgress(
            files_done=done, files_total=total, passages_encoded=self._encoded, doing=doing
        )


_WORDS_WITHOUT_ENCODER = 180


def _count_words(texts: Sequence[str]) -> list[int]:
    """Without an encoder there is no tokenizer either: words must do."""
    return [len(text.split()) for text in texts]
