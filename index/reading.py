"""One file against its ingest record: which of its articles are new, changed, moved or gone."""

import sqlite3
from dataclasses import dataclass, field, replace

from index.errors import ReadError
from index.plan import Reading
from index.store.ingest import (
    Twin,
    end_items,
    find_twin,
    forget_items,
    write_alias,
    write_item,
    write_record,
)
from index.store.rows import checksum_of, insert_document, remove_document, to_record
from index.types import Document, FileOutcome, FileStatus, ItemRecord, Passage

MOST_AT_ONCE = 64
MOST_PASSAGES_AT_ONCE = 1024
AGAIN = "made again for other settings"


@dataclass(slots=True, kw_only=True)
class ReadFile:
    """A file while its articles come in, one by one."""

    reading: Reading
    known: dict[str, ItemRecord]  # what came of its articles before
    leaving: frozenset[str]  # files that are gone: what they held may have moved here
    seen: set[str] = field(default_factory=set)
    unchanged: int = 0
    refused: list[tuple[ItemRecord, str]] = field(default_factory=list)  # with its doc_id
    problem: ReadError | None = None
    again: bool = False  # whether the next sync is to read it again
    ended: bool = False  # whether documents ended that nothing takes the place of

    @property
    def path(self) -> str:
        """Its path in the folder."""
        return self.reading.record.path

    def refuse(self, error: ReadError) -> None:
        """Note an article that cannot be read; without an item it is the rest of the file."""
        self.again = self.again or error.again
        if not error.item:
            self.problem = error
            return
        self.seen.add(error.item)
        self._leave_out(error.item, error.path, _status_of(error), error.reason)

    def take(
        self, connection: sqlite3.Connection, document: Document
    ) -> tuple[ItemRecord, Twin | None] | None:
        """What is to be written of an article, and from where it moved; None when nothing is."""
        item, known = document.item, self.known.get(document.item)
        self.seen.add(item)
        checksum = checksum_of(to_record(document), document.text)
        same = known is not None and known.checksum == checksum
        if known is not None and same and known.recipe == self.reading.record.recipe:
            self.unchanged += 1
            return None
        record = self._record(item, FileStatus.ADDED, version=document.version)
        if known is not None and known.document is not None:
            reason = AGAIN if same else ""
            changed = replace(record, status=FileStatus.CHANGED, reason=reason)
            return replace(changed, document=known.document), None
        twin = find_twin(connection, document, self.reading.renamed_from)
        if twin is None or (not item and not self._is_leaving(twin)):
            return record, None
        if not self._is_leaving(twin):
            reason = f"same as {twin.doc_id}"
            self._leave_out(item, document.doc_id, FileStatus.DUPLICATE, reason, document.version)
            return None
        if twin.path == self.path:  # should its old name come again, it is another article
            old = self.known[twin.item]
            self.known[twin.item] = replace(old, document=None, doc_id="", checksum=b"")
        reason = f"was {twin.doc_id}"
        return replace(record, status=FileStatus.RENAMED, reason=reason), twin

    def finish(self, connection: sqlite3.Connection, generation: int) -> list[str]:
        """Write what is said of the file as a whole; the ids of the articles that are gone."""
        record = self.reading.record
        if self.problem is not None:
            passing = self.problem.passing
            status, reason = _status_of(self.problem), self.problem.reason
            record = replace(record, status=status, reason=reason, passing=passing)
            self.again = self.again or passing
        record = replace(record, stamp="", recipe="") if self.again else record
        kept = self.known if self.problem is not None and self.problem.passing else self.seen
        gone = {item: known for item, known in self.known.items() if item not in kept}
        left_out = [item for item, _ in self.refused]
        ended = [*gone.values(), *(self.known[i.item] for i in left_out if i.item in self.known)]
        end_items(connection, ended, generation)
        self.ended = any(known.document is not None for known in ended)
        forget_items(connection, self.path, gone)
        for item in left_out:
            write_item(connection, item)
        write_record(connection, record)
        # The file that is one article and cannot be read is said to have failed, and that is all.
        return sorted(k.doc_id for i, k in gone.items() if k.doc_id and (i or not self.problem))

    def outcomes(self) -> list[FileOutcome]:
        """Of what is not written: refused, or as it was."""
        found = [
            FileOutcome(path=doc_id, status=item.status, reason=item.reason)
            for item, doc_id in self.refused
        ]
        if self.unchanged:
            same = FileOutcome(path=self.path, status=FileStatus.UNCHANGED, count=self.unchanged)
            found.append(same)
        if (problem := self.problem) is not None:
            failed = FileOutcome(path=self.path, status=_status_of(problem), reason=problem.reason)
            found.append(replace(failed, passing=problem.passing))
        return found

    def _is_leaving(self, twin: Twin) -> bool:
        """Whether a document that is the same will not stay where it is."""
        if twin.path == self.path:
            return twin.item in self.known and twin.item not in self.seen
        return twin.path in self.leaving

    def _leave_out(
        self, item: str, doc_id: str, status: FileStatus, reason: str, version: str = ""
    ) -> None:
        record = self._record(item, status, reason=reason, version=version)
        self.refused.append((record, doc_id))

    def _record(
        self, item: str, status: FileStatus, *, reason: str = "", version: str
    ) -> ItemRecord:
        recipe = self.reading.record.recipe
        return ItemRecord(
            path=self.path, item=item, status=status, reason=reason, recipe=recipe, version=version
        )


@dataclass(slots=True, kw_only=True)
class Article:
    """One article on its way into the store, with its passages and the keys of their texts."""

    file: ReadFile
    document: Document
    record: ItemRecord  # as it will be written, but for the document's row
    moved_from: Twin | None
    passages: list[Passage]
    keys: list[bytes]
    is_last: bool = False  # of its file

    def write(self, connection: sqlite3.Connection, generation: int) -> int:
        """Put it in the place of what it was; returns its row. Runs inside a transaction."""
        record = self.record
        if self.moved_from is not None:
            write_alias(connection, self.moved_from.doc_id, self.document.doc_id)
            remove_document(connection, self.moved_from.row, generation=generation)
            forget_items(connection, self.moved_from.path, [self.moved_from.item])
        if record.document is not None:
            remove_document(connection, record.document, generation=generation)
        row = insert_document(
            connection, self.document, self.passages, self.keys, generation=generation
        )
        write_item(connection, replace(record, document=row))
        return row


def _status_of(error: ReadError) -> FileStatus:
    return FileStatus.SKIPPED if error.held_back else FileStatus.FAILED


@dataclass(slots=True, kw_only=True)
class Batch:
    """What is written together: articles, and files that are at their end with them."""

    articles: list[Article] = field(default_factory=list)
    files: list[ReadFile] = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        """Whether it is time to write it."""
        most = max(len(self.articles), len(self.files))
        return most >= MOST_AT_ONCE or self.passages >= MOST_PASSAGES_AT_ONCE

    @property
    def passages(self) -> int:
        """Of all articles."""
        return sum(len(article.passages) for article in self.articles)

    @property
    def versions(self) -> set[str]:
        """Of all articles."""
        return {article.record.version for article in self.articles}

    def close(self) -> list[ReadFile]:
        """Let the last article of each file take its file along; the files that have none."""
        last = {id(article.file): article for article in self.articles}
        for file in self.files:
            if id(file) in last:
                last[id(file)].is_last = True
        return [file for file in self.files if id(file) not in last]

    def clear(self) -> None:
        """Begin the next one."""
        self.articles.clear()
        self.files.clear()
