"""The index of a collection: built once in the user's cache, reused by every later run."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_cache_path

from eval.types import Corpus
from index.files import replace_text
from index.index import Index, open_or_create
from index.settings import IndexSettings
from index.store.ingest import read_records
from index.sync import RECIPE
from index.types import FileStatus, SyncProgress

Notify = Callable[[SyncProgress], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """An index that is ready to be asked, and the collection's names for its documents."""

    index: Index
    corpus_digest: str
    documents: int
    to_file_id: Callable[[str], str]
    to_doc_id: Callable[[str], str]


def open_workspace(
    corpus: Corpus, settings: IndexSettings, notify: Notify, cache: Path | None = None
) -> Workspace:
    """The index of `corpus` under `settings`, built or brought up to date first.

    Raises:
        UsageError: the collection's documents cannot be read.
        StorageError: the cache cannot be written.
        KeyboardInterrupt: the sync was interrupted; what it did is kept.
    """
    home = (cache or user_cache_path("byline", appauthor=False)) / "collections"
    if corpus.folder is not None:
        key = hashlib.sha256(str(corpus.folder.resolve()).encode()).hexdigest()[:16]
        index = _synced(corpus.folder, home / key, settings, notify)
        return own_index(index)
    home = home / corpus.digest[:16]
    articles = _written(corpus, home)
    index = _synced_once(articles, home, settings, notify)
    return Workspace(
        index=index,
        corpus_digest=corpus.digest,
        documents=len(index.snapshot().about),
        to_file_id=corpus.file_id_of,
        to_doc_id=corpus.doc_id_of,
    )


def own_index(index: Index) -> Workspace:
    """An index that the user keeps; its documents are called as in the index.

    The corpus digest covers path and content of every file that was read, so that a
    change of the code that reads them is a change that two runs can be compared over.
    """
    digest = hashlib.sha256()
    records = sorted(read_records(index.store).values(), key=lambda record: record.path)
    for record in records:
        if record.status is not FileStatus.SKIPPED:
            digest.update(f"{record.path}\0{record.sha256}\n".encode())
    return Workspace(
        index=index,
        corpus_digest=digest.hexdigest(),
        documents=len(index.snapshot().about),
        to_file_id=lambda doc_id: doc_id,
        to_doc_id=lambda file_id: file_id,
    )


def _written(corpus: Corpus, home: Path) -> Path:
    """The folder of articles, written whole or not at all."""
    articles = home / "articles"
    if not articles.is_dir():
        corpus.write(articles)
    return articles


def _synced_once(articles: Path, home: Path, settings: IndexSettings, notify: Notify) -> Index:
    """The index; articles that nobody changes are not looked at again by the same code."""
    at = _index_folder(home, settings)
    ready = at / "ready"
    if ready.is_file() and ready.read_text(encoding="utf-8") == RECIPE:
        return open_or_create(at)
    index = _synced(articles, home, settings, notify)
    replace_text(ready, RECIPE)
    return index


def _synced(articles: Path, home: Path, settings: IndexSettings, notify: Notify) -> Index:
    home.mkdir(parents=True, exist_ok=True)
    index = open_or_create(_index_folder(home, settings), settings)
    report = index.sync(articles, notify=notify)
    if report.interrupted:
        raise KeyboardInterrupt
    return index


def _index_folder(home: Path, settings: IndexSettings) -> Path:
    decisive = settings.model_dump_json(exclude=None if settings.fields else {"fields"})
    key = hashlib.sha256(decisive.encode()).hexdigest()[:12]
    return home / f"index-{key}"
