"""`Index`: one folder of articles, indexed. Opened by path, read in snapshots, made by `sync`."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from index.errors import (
    EncoderError,
    FolderError,
    IndexBusyError,
    IndexDamagedError,
    IndexMismatchError,
    NoIndexError,
    StorageError,
    reason_of,
)
from index.location import STORE_NAME
from index.lock import writer_lock
from index.search.caches import Caches
from index.search.snapshot import Snapshot
from index.settings import IndexSettings
from index.store.migrate import migrate
from index.store.rows import living_passages
from index.store.store import STORE, Store, set_meta
from index.sync import MayLeave, Sync
from index.types import Encoder, SyncProgress, SyncReport

_logger = logging.getLogger(f"byline.{__name__}")
LoadEncoder = Callable[[str], Encoder]


@dataclass(frozen=True, slots=True, kw_only=True)
class EncoderState:
    """The encoder, or why there is none; then the lexical arm is alone."""

    encoder: Encoder | None
    problem: str = ""

    @property
    def fingerprint(self) -> str:
        """ "" without an encoder."""
        return self.encoder.fingerprint if self.encoder else ""


class Index:
    """An index on disk. Safe to share between threads."""

    def __init__(
        self, path: Path, store: Store, settings: IndexSettings, load: LoadEncoder
    ) -> None:
        self.path = path
        self.store = store
        self.settings = settings
        self._load = load
        self._encoder: EncoderState | None = None
        self._snapshot: Snapshot | None = None
        self._lock = threading.Lock()

    @classmethod
    def create(
        cls, path: Path, settings: IndexSettings | None = None, *, load: LoadEncoder | None = None
    ) -> Index:
        """An empty index at `path`, a folder that is made when missing.

        One that another process made a moment ago is opened instead.

        Raises:
            IndexBusyError: another process is making one there.
            StorageError: the folder cannot be made or written.
        """
        chosen = settings or IndexSettings()
        with STORE.errors(path):
            path.mkdir(parents=True, exist_ok=True, mode=0o700)
        with writer_lock(path):
            if (path / STORE_NAME).is_file():
                return cls.open(path, load=load)
            store = Store.create(path)
            with store.writing() as connection:
                set_meta(connection, "settings", chosen.model_dump_json())
        return cls(path, store, chosen, load or load_default_encoder)

    @classmethod
    def open(cls, path: Path, *, load: LoadEncoder | None = None) -> Index:
        """The index at `path`.

        Raises:
            NoIndexError: there is none.
            IndexMismatchError: another version of Byline made it.
            IndexDamagedError: its store cannot be read.
        """
        store = Store.open(path)
        try:
            settings = IndexSettings.model_validate_json(store.meta("settings") or "{}")
        except ValidationError as error:
            raise IndexDamagedError(store.path, "its settings cannot be read") from error
        return cls(path, store, settings, load or load_default_encoder)

    @property
    def folder(self) -> Path | None:
        """The folder of articles; None before the first sync."""
        found = self.store.meta("folder")
        return Path(found) if found else None

    @property
    def encoder(self) -> EncoderState:
        """The encoder of this index, loaded when first used."""
        with self._lock:
            if self._encoder is None:
                try:
                    self._encoder = EncoderState(encoder=self._load(self.settings.encoder))
                except Exception as error:  # noqa: BLE001 - one that is plugged in raises any
                    self._encoder = EncoderState(encoder=None, problem=reason_of(error))
            return self._encoder

    @property
    def caches(self) -> Caches:
        """The search caches in the index's folder."""
        return Caches(self.path, self.store, self.settings, self.encoder.encoder)

    def snapshot(self) -> Snapshot:
        """The newest published generation; the same object as long as nothing is published."""
        self._check_encoder(self.encoder)
        caches = self.caches
        with self._lock:
            if self._snapshot is None or self._snapshot.generation != self.store.published:
                self._repair(caches)
                self._snapshot = self._load_snapshot(caches)
            return self._snapshot

    def sync(
        self,
        folder: Path,
        *,
        notify: Callable[[SyncProgress], None] = lambda progress: None,
        move: bool = False,
        may_leave: MayLeave = lambda paths, all_of_them: True,
    ) -> SyncReport:
        """Make the index equal `folder`; see `SyncReport`. `move` accepts another folder.

        `may_leave` is asked where more than a fifth of the articles are gone from it.

        Raises:
            FolderError: the folder is not there, or the index is of another one.
            LeavingError: articles are gone that may not leave.
            IndexBusyError: another process is writing.
            EncoderError: the articles are encoded, and no encoder is there to go on.
            StorageError: the disk is full or read-only.
        """
        folder = folder.expanduser().absolute()
        self._check_folder(folder, move)
        with writer_lock(self.path):
            state = self.encoder
            self._check_goes_on(state)
            with self.store.writing() as connection:
                set_meta(connection, "folder", str(folder))
                set_meta(connection, "settings", self.settings.model_dump_json())
            report = Sync(folder, self.caches, notify, may_leave).run()
            if state.encoder is not None and not report.interrupted:
                with self.store.writing() as connection:
                    set_meta(connection, "encoder", state.fingerprint)
            done = ", ".join(f"{count} {name}" for name, count in report.counts.items() if count)
            _logger.info("synced: %s; %d removed", done or "nothing to read", len(report.removed))
            return report

    def preview(self, folder: Path, *, move: bool = False) -> SyncReport:
        """What `sync` would do, file by file; nothing is written. Raises as `sync`."""
        folder = folder.expanduser().absolute()
        self._check_folder(folder, move)
        self._check_goes_on(self.encoder)
        return Sync(folder, self.caches, lambda progress: None).preview()

    def close(self) -> None:
        """Close the store; snapshots taken from it end with it."""
        self.store.close()

    def _check_folder(self, folder: Path, move: bool) -> None:
        check_folder(folder, self.path)
        known = self.folder
        if known is not None and known != folder and not move:
            raise FolderError(
                folder,
                f"the index at {self.path} is of {known}: name another with --index,"
                " or say --move to let it hold this folder instead",
            )

    def _check_goes_on(self, state: EncoderState) -> None:
        """Without its encoder, an index would be made again by words alone: all work lost."""
        if state.encoder is None and self.store.meta("encoder") is not None:
            raise EncoderError(f"{state.problem}. The index at {self.path} is left as it was")

    def _check_encoder(self, state: EncoderState) -> None:
        made_with = self.store.meta("encoder")
        if state.encoder is not None and made_with not in (None, state.fingerprint):
            raise IndexMismatchError(
                f"encoder of {self.path}",
                f"{self.settings.encoder} {str(made_with)[:12]}",
                f"{state.encoder.name} {state.fingerprint[:12]}",
                "run `byline sync` to encode the articles again",
            )

    def _load_snapshot(self, caches: Caches) -> Snapshot:
        generation = self.store.published
        with self.store.reading() as connection:
            rows, documents = living_passages(connection, generation)
        lexical = caches.load_lexical(int(rows[-1]) if len(rows) else 0)
        return Snapshot(self.store, generation, rows, documents, lexical, caches.load_dense(rows))

    def _repair(self, caches: Caches) -> None:
        """Write caches that are missing or behind, when nobody else is writing."""
        if caches.are_current():
            return
        try:
            with writer_lock(self.path):
                caches.write()
        except (IndexBusyError, StorageError, OSError):
            return  # the snapshot holds in memory what the caches lack


def open_or_create(
    path: Path,
    settings: IndexSettings | None = None,
    *,
    load: LoadEncoder | None = None,
    notify: Callable[[SyncProgress], None] | None = None,
) -> Index:
    """The index at `path`, made when missing; one of an older format is brought to this one.

    With `settings`, an index that has others takes them over with its next sync, which does its
    work again.
    """
    migrate(path, lambda done, total: notify(_migrating(done, total)) if notify else None)
    try:
        index = Index.open(path, load=load)
    except NoIndexError:
        return Index.create(path, settings, load=load)
    if settings is not None and settings != index.settings:
        return Index(path, index.store, settings, load or load_default_encoder)
    return index


def _migrating(done: int, total: int) -> SyncProgress:
    doing = "bringing the index to the format of this version"
    return SyncProgress(files_done=done, files_total=total, passages_encoded=0, doing=doing)


def check_folder(folder: Path, index: Path) -> None:
    """Raise `FolderError` unless `folder` can hold the articles of the index at `index`."""
    if not folder.exists():
        raise FolderError(folder, "folder not found: check the spelling")
    if not folder.is_dir():
        raise FolderError(folder, "not a folder: name the folder that holds the articles")
    try:
        str(folder).encode()
    except UnicodeEncodeError as error:
        raise FolderError(folder, "its name is not valid UTF-8: rename it") from error
    if folder.resolve() == index.resolve():
        raise FolderError(
            folder, "articles and index need a folder each: name another with --index"
        )


def load_default_encoder(name: str) -> Encoder:
    """The real encoder; local files only."""
    from index.encoders import load_encoder

    return load_encoder(name)
