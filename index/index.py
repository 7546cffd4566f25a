"""`Index`: one folder of articles, indexed. Opened by path, read in snapshots, made by `sync`."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from index.caches import caches_current, write_caches
from index.errors import (
    EncoderError,
    FolderError,
    IndexBusyError,
    IndexMismatchError,
    NoIndexError,
    StorageError,
)
from index.lock import writer_lock
from index.settings import IndexSettings
from index.snapshot import Snapshot
from index.store.schema import storage_errors
from index.store.store import Store, set_meta
from index.sync import Progress, Sync, SyncReport
from index.types import Encoder

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

    @property
    def dimension(self) -> int:
        """0 without an encoder."""
        return self.encoder.dimension if self.encoder else 0


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
        """An empty index at `path`, a folder that is made when missing."""
        chosen = settings or IndexSettings()
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
        settings = IndexSettings.model_validate_json(store.meta("settings") or "{}")
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
                except EncoderError as error:
                    self._encoder = EncoderState(encoder=None, problem=str(error))
            return self._encoder

    def snapshot(self) -> Snapshot:
        """The newest published generation; the same object as long as nothing is published."""
        state = self.encoder
        self._check_encoder(state)
        with self._lock:
            if self._snapshot is None or self._snapshot.generation != self.store.published:
                self._repair(state)
                self._snapshot = Snapshot.load(
                    self.path,
                    self.store,
                    self.settings,
                    encoder=state.fingerprint,
                    dimension=state.dimension,
                )
            return self._snapshot

    def sync(
        self,
        folder: Path,
        *,
        notify: Callable[[Progress], None] = lambda progress: None,
        move: bool = False,
    ) -> SyncReport:
        """Make the index equal `folder`; see `SyncReport`. `move` accepts another folder.

        Raises:
            FolderError: the folder is not there, or the index is of another one.
            IndexBusyError: another process is writing.
            StorageError: the disk is full or read-only.
        """
        folder = folder.expanduser().absolute()
        self._check_folder(folder, move)
        with writer_lock(self.path):
            state = self.encoder
            with self.store.writing() as connection:
                set_meta(connection, "folder", str(folder))
            report = Sync(folder, self.path, self.store, self.settings, state.encoder, notify).run()
            if state.encoder is not None and not report.interrupted:
                with self.store.writing() as connection:
                    set_meta(connection, "encoder", state.fingerprint)
            return report

    def close(self) -> None:
        """Close the store; snapshots taken from it end with it."""
        self.store.close()

    def _check_folder(self, folder: Path, move: bool) -> None:
        if not folder.exists():
            raise FolderError(folder, "folder not found: check the spelling")
        if not folder.is_dir():
            raise FolderError(folder, "not a folder: name the folder that holds the articles")
        known = self.folder
        if known is not None and known != folder and not move:
            raise FolderError(
                folder,
                f"the index at {self.path} is of {known}: name another with --index,"
                " or say --move to let it hold this folder instead",
            )

    def _check_encoder(self, state: EncoderState) -> None:
        made_with = self.store.meta("encoder")
        if state.encoder is not None and made_with not in (None, state.fingerprint):
            raise IndexMismatchError(
                f"encoder of {self.path}",
                f"{self.settings.encoder} {str(made_with)[:12]}",
                f"{state.encoder.name} {state.fingerprint[:12]}",
                "run `byline sync` to encode the articles again",
            )

    def _repair(self, state: EncoderState) -> None:
        """Write caches that are missing or behind, when nobody else is writing."""
        arguments = (self.path, self.store, self.settings)
        encoder, dimension = state.fingerprint, state.dimension
        if caches_current(*arguments, encoder=encoder, dimension=dimension):
            return
        try:
            with writer_lock(self.path):
                write_caches(*arguments, encoder=encoder, dimension=dimension)
        except (IndexBusyError, StorageError, OSError):
            return  # the snapshot holds in memory what the caches lack


def open_or_create(
    path: Path, settings: IndexSettings | None = None, *, load: LoadEncoder | None = None
) -> Index:
    """The index at `path`, made when missing.

    With `settings`, an index that has others takes them over; its next sync does its work again.
    """
    try:
        index = Index.open(path, load=load)
    except NoIndexError:
        return Index.create(path, settings, load=load)
    if settings is not None and settings != index.settings:
        with storage_errors(index.store.path), index.store.writing() as connection:
            set_meta(connection, "settings", settings.model_dump_json())
        return Index.open(path, load=load)
    return index


def load_default_encoder(name: str) -> Encoder:
    """The real encoder; local files only."""
    from index.encoders import load_encoder

    return load_encoder(name)
