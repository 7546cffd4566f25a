"""Sync (ingest): scan, read, split, encode and store, until the index equals the folder.

    folder -> scan -> plan -> read -> passages -> embeddings -> rows -> caches -> published

Work is kept as it is done, in small transactions: an embedding is never made twice, and a sync
that was interrupted, even by a power cut, is taken up by the next one where it was.
"""

import json
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from index.duplicates.links import link_near_duplicates
from index.errors import LeavingError, ReadError
from index.plan import LONG_BYTES, Reading, SyncPlan, outcomes_of, plan_sync, without_folder
from index.readers import DocumentReader
from index.reading import Article, Batch, ReadFile
from index.scan import hash_file, scan_folder
from index.search.caches import Caches
from index.store.ingest import (
    end_items,
    files_of_orphans,
    forget_record,
    has_unpublished,
    item_troubles,
    publish,
    purge,
    read_items,
    read_records,
    write_record,
)
from index.store.rows import insert_embeddings, missing_embeddings, text_hash
from index.text.encoded import encoded
from index.text.passages import MOST_PASSAGE_CHARS, split_passages
from index.types import Document, FileOutcome, FileRecord, Passage, SyncProgress, SyncReport

RECIPE = "4"
"""Raise when readers, cleaning or passages change, so that every file is read again."""

MayLeave = Callable[[Sequence[str], bool], bool]
"""Whether these files may leave with so many articles; told whether they are all there are."""

MOST_LEAVING = 0.2  # of the articles, unasked
PUBLISH_EVERY_S = 30.0
KEEP_OLD_GENERATIONS_S = 600.0
PAUSE_S = 0.002  # between transactions, so that readers get their turn
TELL_EVERY_S = 0.5  # how far it is, while a long file is read
LONG_PASSAGES = 512  # an article with more is encoded when those before it are written
MOST_PASSAGES = 10_000  # of one article
LONG_CHARS = 1_000_000  # of an article before which what is done is published
_TEXTS_AT_ONCE = 128


class Sync:
    """One run. The caller holds the writer's lock."""

    def __init__(
        self,
        folder: Path,
        caches: Caches,
        notify: Callable[[SyncProgress], None],
        may_leave: MayLeave = lambda paths, all_of_them: True,
    ) -> None:
        self._folder, self._caches = folder, caches
        self._store, self._settings, self._encoder = caches.store, caches.settings, caches.encoder
        self._notify, self._may_leave = notify, may_leave
        # Names of fields in files of articles; an argument only where there are any.
        self._fields = [dict(self._settings.fields)] if self._settings.fields else []
        self._target = self._store.published + 1
        self._outcomes: dict[str, list[FileOutcome]] = {}  # by the path of the file
        self._removed: list[str] = []
        self._encoded = self._linked = self._done = self._total = self._articles = 0
        self._dirty = False
        self._publish_s = 0.0  # how long the last one took
        self._started = self._last_publish = self._told = time.monotonic()

    def run(self) -> SyncReport:
        """Do it; returns the report. An interruption publishes what is whole and says so."""
        interrupted = False
        records = read_records(self._store)
        plan = self._plan(records)
        self._check_leaving(plan, records)
        self._dirty = has_unpublished(self._store)
        try:
            self._settle(plan, records)
            self._read_all(plan.readings, plan.vanished)
            self._remove_vanished(plan)
            self._read_all(self._left_by_others(plan), ())
        except KeyboardInterrupt:
            interrupted = True
        self._publish()
        if not interrupted:
            purge(self._store, older_than_s=KEEP_OLD_GENERATIONS_S)
        return self._report(interrupted)

    def preview(self) -> SyncReport:
        """What it would do, file by file; nothing is read but what must be compared, or written."""
        plan = self._plan(read_records(self._store))
        for record in plan.settled:
            self._outcomes[record.path] = outcomes_of(record)
        for record in (reading.record for reading in plan.readings):
            told = FileOutcome(path=record.path, status=record.status, reason=record.reason)
            self._outcomes[record.path] = [told]
        renamed = {reading.renamed_from for reading in plan.readings}
        gone = [record.path for record in plan.vanished if record.documents]
        self._removed = sorted(set(gone) - renamed)
        return self._report(interrupted=False)

    def _plan(self, records: Mapping[str, FileRecord]) -> SyncPlan:
        self._tell("looking at the folder")
        seen = without_folder(scan_folder(self._folder), self._folder, self._caches.folder)
        return plan_sync(seen, records, self._recipe(), hash_file)

    def _check_leaving(self, plan: SyncPlan, records: Mapping[str, FileRecord]) -> None:
        """Ask, before anything is changed, whether so many articles are to leave."""
        leaving = sum(record.documents for record in plan.leaving)
        of = sum(record.documents for record in records.values())
        paths = [record.path for record in plan.leaving]
        if leaving > MOST_LEAVING * of and not self._may_leave(paths, leaving == of):
            raise LeavingError(self._folder, leaving, of)

    def _recipe(self) -> str:
        """What decides how a file becomes passages; a document made by another is made again."""
        encoder = self._encoder.fingerprint if self._encoder else "none"
        made = f"{RECIPE}:{encoder}:{'whole' if self._settings.whole_documents else 'passages'}"
        fields = self._settings.fields
        return f"{made}:{json.dumps(fields, sort_keys=True)}" if fields else made

    def _settle(self, plan: SyncPlan, records: Mapping[str, FileRecord]) -> None:
        """Write the records that need no reading; the documents of what is no article end."""
        troubles = item_troubles(self._store)
        self._done = self._total = len(plan.settled)
        for record in plan.settled:
            self._outcomes[record.path] = outcomes_of(record) + troubles.get(record.path, [])
        changed = [record for record in plan.settled if records.get(record.path) != record]
        if not changed:
            return
        with self._store.writing() as connection:
            for record in changed:
                if not record.documents:
                    self._end_items_of(connection, record.path)
                write_record(connection, record)

    def _left_by_others(self, plan: SyncPlan) -> Iterator[Reading]:
        """The files with articles that were in another file, too, and are no longer there."""
        records = read_records(self._store)
        for path in sorted(files_of_orphans(self._store) & plan.found.keys() & records.keys()):
            file, record = plan.found[path], records[path]
            yield Reading(path=file.path, record=record, size_bytes=file.size_bytes)

    def _read_all(self, readings: Iterable[Reading], vanished: Sequence[FileRecord]) -> None:
        leaving = frozenset(record.path for record in vanished)
        readings = list(readings)
        self._total += len(readings)
        batch = Batch()
        with DocumentReader() as reader:
            reader.on_pages = self._tell_pages
            for reading in readings:
                if reading.size_bytes > LONG_BYTES:
                    self._publish_before_long(batch)
                known = read_items(self._store, reading.record.path)
                file = ReadFile(reading=reading, known=known, leaving=leaving)
                self._outcomes[file.path] = []
                with closing(reader.read_many([(reading.path, file.path)], *self._fields)) as found:
                    for each in found:
                        self._take(batch, file, each)
                batch.files.append(file)
                if batch.is_full:
                    self._flush(batch)
            self._flush(batch)

    def _take(self, batch: Batch, file: ReadFile, found: Document | ReadError) -> None:
        """Put an article into the batch; before one that is long, and when it is full, it goes."""
        self._articles += 1
        if isinstance(found, ReadError):
            file.refuse(found)
        elif article := self._prepare(batch, file, found):
            if len(article.passages) > LONG_PASSAGES:
                self._flush(batch)
            batch.articles.append(article)
        if batch.is_full:
            self._flush(batch)
        if time.monotonic() - self._told > TELL_EVERY_S:
            self._tell("reading")

    def _prepare(self, batch: Batch, file: ReadFile, document: Document) -> Article | None:
        if document.item and document.version in batch.versions:
            self._flush(batch)  # one of the two is the other's duplicate
        with self._store.reading() as connection:
            wanted = file.take(connection, document)
        if wanted is None:
            return None
        record, moved_from = wanted
        if len(document.text) > LONG_CHARS:
            self._publish_before_long(batch)
        passages = self._split(document)
        if passages is None:
            reason = f"more than {MOST_PASSAGES:,} passages: split it"
            file.refuse(ReadError(document.doc_id, reason, item=document.item))
            return None
        return Article(
            file=file,
            document=document,
            record=record,
            moved_from=moved_from,
            passages=passages,
            keys=[text_hash(encoded(document, passage)) for passage in passages],
        )

    def _publish_before_long(self, batch: Batch) -> None:
        """What takes long, to read or to encode, does not hold up what is done."""
        self._flush(batch)
        if time.monotonic() - self._last_publish > 10 * self._publish_s:
            self._publish()

    def _split(self, document: Document) -> list[Passage] | None:
        """None where there would be too many."""
        encoder, whole = self._encoder, self._settings.whole_documents
        if not whole and len(document.text) > MOST_PASSAGES * MOST_PASSAGE_CHARS:
            return None
        passages = split_passages(
            document,
            count_tokens=encoder.count_tokens if encoder else _count_words,
            max_tokens=encoder.max_tokens if encoder else _WORDS_WITHOUT_ENCODER,
            whole_document=whole,
        )
        return passages if len(passages) <= MOST_PASSAGES else None

    def _flush(self, batch: Batch) -> None:
        """Encode and write what is in the batch; the next one is empty."""
        without_articles = batch.close()
        self._encode(batch.articles)
        self._write(batch.articles)
        if without_articles:
            with self._store.writing() as connection:
                for file in without_articles:
                    self._finish(connection, file)
        self._done += len(batch.files)
        batch.clear()
        self._tell("indexing")
        self._publish_when_due()

    def _finish(self, connection: sqlite3.Connection, file: ReadFile) -> None:
        self._removed += file.finish(connection, self._target)
        self._dirty = self._dirty or file.ended
        self._outcomes[file.path] += file.outcomes()

    def _encode(self, articles: Sequence[Article]) -> None:
        """Make and keep the embeddings that are not there yet, longest texts together."""
        if self._encoder is None:
            return
        texts = {
            key: encoded(item.document, passage)
            for item in articles
            for passage, key in zip(item.passages, item.keys, strict=True)
        }
        encoder = self._encoder
        with self._store.reading() as connection:
            missing = missing_embeddings(connection, encoder.fingerprint, texts)
        ordered = sorted(missing, key=lambda key: (-len(texts[key]), key))
        for start in range(0, len(ordered), _TEXTS_AT_ONCE):
            keys = ordered[start : start + _TEXTS_AT_ONCE]
            vectors = encoder.encode_passages([texts[key] for key in keys])
            with self._store.writing() as connection:
                insert_embeddings(connection, encoder.fingerprint, keys, vectors)
            self._encoded += len(keys)
            self._tell("encoding")
            self._publish_when_due()

    def _write(self, articles: Sequence[Article]) -> None:
        for article in articles:
            record, document = article.record, article.document
            with self._store.writing() as connection:
                row = article.write(connection, self._target)
                self._linked += link_near_duplicates(connection, row, document.text)
                self._dirty = True
                if article.is_last:
                    self._finish(connection, article.file)
            outcome = FileOutcome(path=document.doc_id, status=record.status, reason=record.reason)
            self._outcomes[record.path].append(outcome)
        time.sleep(PAUSE_S)

    def _end_items_of(self, connection: sqlite3.Connection, path: str) -> list[str]:
        """End all documents of a file; their ids."""
        ended = [item for item in read_items(self._store, path).values() if item.doc_id]
        end_items(connection, ended, self._target)
        self._dirty = self._dirty or bool(ended)
        return [item.doc_id for item in ended]

    def _remove_vanished(self, plan: SyncPlan) -> None:
        with self._store.writing() as connection:
            for record in plan.vanished:
                self._removed += self._end_items_of(connection, record.path)
                forget_record(connection, record.path)

    def _publish_when_due(self) -> None:
        if time.monotonic() - self._last_publish > PUBLISH_EVERY_S:
            self._publish()

    def _publish(self) -> None:
        """Caches first, so that they hold a superset; then one tiny transaction."""
        started = time.monotonic()
        self._caches.write()
        if self._dirty:
            publish(self._store, self._target)
            self._target += 1
            self._dirty = False
        self._last_publish = time.monotonic()
        self._publish_s = self._last_publish - started

    def _report(self, interrupted: bool) -> SyncReport:
        outcomes = [outcome for found in self._outcomes.values() for outcome in found]
        return SyncReport(
            outcomes=tuple(sorted(outcomes, key=lambda outcome: outcome.path)),
            removed=tuple(self._removed),
            passages_encoded=self._encoded,
            generation=self._store.published,
            seconds=round(time.monotonic() - self._started, 3),
            interrupted=interrupted,
            lexical_only=self._encoder is None,
            near_duplicates=self._linked,
        )

    def _tell_pages(self, path: str, done: int, total: int) -> None:
        self._tell(f"reading a scan, page {done} of {total}: {path}")

    def _tell(self, doing: str) -> None:
        self._told = time.monotonic()
        self._notify(
            SyncProgress(
                files_done=self._done,
                files_total=self._total,
                passages_encoded=self._encoded,
                doing=doing,
                articles_done=self._articles,
            )
        )


_WORDS_WITHOUT_ENCODER = 180


def _count_words(texts: Sequence[str]) -> list[int]:
    """Without an encoder there is no tokenizer either: words must do."""
    return [len(text.split()) for text in texts]
