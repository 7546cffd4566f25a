"""Backup and restore: files that are in use into one archive, each compared when it comes back."""

import hashlib
import json
import os
import secrets
import shutil
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from index.errors import StorageError, UsageError
from index.files import fsync_folder, fsync_path, remove_unfinished, replace_file
from index.lock import writer_lock
from index.store.sqlite import FileKind
from index.store.store import STORE, set_meta

MANIFEST = "backup.json"
FORMAT = "byline backup"
_PIECE_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Part:
    """A file of a backup; one of SQLite has a kind, and is copied in one transaction."""

    path: Path
    kind: FileKind | None = None


def back_up(parts: Mapping[str, Part], archive: Path) -> None:
    """Write `parts`, by their names there, into one zip archive, whole or not at all.

    Whoever reads and writes the files goes on; who writes waits while one is copied.

    Raises:
        StorageError: the disk would not give or take what was asked.
        Whatever a part's kind says of a file that is damaged or busy.
    """
    with _disk(archive):
        replace_file(archive, lambda path: _write(parts, path))


def _write(parts: Mapping[str, Part], path: Path) -> None:
    digests = {}
    with (
        tempfile.TemporaryDirectory(dir=path.parent, prefix=".byline-") as scratch,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
    ):
        for number, (name, part) in enumerate(parts.items()):
            whole = part.path
            if part.kind is not None:
                whole = Path(scratch) / str(number)
                _copy(part.path, part.kind, whole)
            archive.write(whole, name)
            digests[name] = _digest(archive, name)
        archive.writestr(MANIFEST, json.dumps({"format": FORMAT, "sha256": digests}))


def _digest(archive: zipfile.ZipFile, name: str) -> str:
    """The SHA-256 of what will come back."""
    digest = hashlib.sha256()
    with archive.open(name) as file:
        while piece := file.read(_PIECE_BYTES):
            digest.update(piece)
    return digest.hexdigest()


def _copy(path: Path, kind: FileKind, to: Path) -> None:
    to.touch(0o600)
    with kind.errors(path), closing(kind.connect(path)) as source, closing(kind.connect(to)) as new:
        kind.check(source, path)
        source.backup(new)
        check_whole(new, kind, path)


def check_whole(connection: sqlite3.Connection, kind: FileKind, path: Path) -> None:
    """Raise what `kind` says of a damaged file, unless SQLite finds no damage."""
    (answer,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if answer != "ok":
        raise kind.damaged(path, str(answer))


def names_in(archive: Path) -> list[str]:
    """The parts of a backup; raises `UsageError` where the file is none."""
    with _opened(archive) as (_, digests):
        return list(digests)


def restore(archive: Path, parts: Mapping[str, Part]) -> None:
    """Put the parts of a backup in place: all of them when each is as it was written, else none.

    Raises:
        StorageError: a part is damaged, or the disk would not give or take what was asked.
        Whatever a part's kind says of a file that is busy.
    """
    with ExitStack() as stack:
        waiting: list[tuple[Path, Part]] = []
        with _disk(archive), _opened(archive) as (opened, digests):
            for name, part in parts.items():
                folder = part.path.parent
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                if part.kind is STORE:
                    stack.enter_context(writer_lock(folder))
                remove_unfinished(folder, [part.path.name])  # of a restore that was killed
                whole = part.path.with_name(f".{part.path.name}.{os.getpid()}.new")
                stack.callback(whole.unlink, missing_ok=True)
                waiting.append((whole, part))
                if _digest(opened, name) != digests[name]:
                    raise StorageError(f"{archive}: {name} is damaged: nothing was restored")
                _extract(opened, name, whole)
                if part.kind is not None:
                    _check(whole, part.kind)
                fsync_path(whole)
        for whole, part in waiting:
            with _disk(part.path):
                _put(whole, part)


def _extract(archive: zipfile.ZipFile, name: str, to: Path) -> None:
    to.touch(0o600)
    with archive.open(name) as source, to.open("wb") as file:
        shutil.copyfileobj(source, file)


def _check(path: Path, kind: FileKind) -> None:
    """A store gets another id: caches of rows that it does not have yet are none of it."""
    with kind.errors(path), closing(kind.connect(path)) as connection:
        kind.check(connection, path)
        check_whole(connection, kind, path)
        if kind is STORE:
            set_meta(connection, "store", secrets.token_hex(16))


def _put(whole: Path, part: Part) -> None:
    """Move it to its place, while nobody is in a transaction on what is there."""
    kind = part.kind
    with ExitStack() as stack:
        if kind is not None and part.path.exists():
            stack.enter_context(_nobody_else(part.path, kind))
        if kind is not None:  # a lost file's journal would be played back into this one
            part.path.with_name(f"{part.path.name}-journal").unlink(missing_ok=True)
        os.replace(whole, part.path)
        fsync_folder(part.path.parent)


@contextmanager
def _nobody_else(path: Path, kind: FileKind) -> Iterator[None]:
    with kind.errors(path), ExitStack() as stack:
        try:
            stack.enter_context(closing(held := kind.connect(path)))
            held.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            pass  # damaged: nobody can use it
        yield


@contextmanager
def _opened(archive: Path) -> Iterator[tuple[zipfile.ZipFile, dict[str, str]]]:
    """The archive and the SHA-256 of each part."""
    try:
        with zipfile.ZipFile(archive) as opened:
            told = json.loads(opened.read(MANIFEST))
            if told["format"] != FORMAT:
                raise UsageError(f"{archive}: not a backup that this Byline can read")
            yield opened, dict(told["sha256"])
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
        raise StorageError(f"{archive}: damaged ({error}): nothing was restored") from error
    except (ValueError, LookupError, TypeError) as error:
        raise UsageError(f"{archive}: not a backup of `byline backup`") from error


@contextmanager
def _disk(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        where, problem = error.filename or path, error.strerror or error
        raise StorageError(f"{where}: {problem}: free some space or check permissions") from error
