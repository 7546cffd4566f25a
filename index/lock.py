"""The writer lock: one writer at a time, by a file lock that names its holder and dies with it."""

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from index.errors import IndexBusyError, StorageError
from index.files import remove_unfinished, replace_text
from index.location import (
    HOLDER_NAME,
    LOCK_NAME,
    MANIFEST_NAME,
    POINTER_NAME,
    STORE_NAME,
    VECTORS_NAME,
)

_GUARDED = (STORE_NAME, VECTORS_NAME, MANIFEST_NAME, POINTER_NAME, HOLDER_NAME)


@contextmanager
def writer_lock(folder: Path) -> Iterator[None]:
    """Hold the writer's lock of the index in `folder`, cleared of what a killed writer left.

    `IndexBusyError`, which names the holder, when another process or thread has it; `StorageError`
    when the folder cannot be written.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(folder / LOCK_NAME, timeout=0, mode=0o600, thread_local=False)
    try:
        lock.acquire()
    except Timeout as error:
        raise IndexBusyError(folder, _holder(folder)) from error
    except OSError as error:
        raise _not_written(folder, error) from error
    try:
        try:
            remove_unfinished(folder, _GUARDED)
            replace_text(folder / HOLDER_NAME, json.dumps(_this_process()))
        except OSError as error:
            raise _not_written(folder, error) from error
        yield
    finally:
        with suppress(OSError):  # a name left behind misleads nobody once the lock is free
            (folder / HOLDER_NAME).unlink(missing_ok=True)
        lock.release()


def _not_written(folder: Path, error: OSError) -> StorageError:
    return StorageError(
        f"{folder} cannot be written ({error.strerror or error}):"
        " free some space or check permissions"
    )


def _this_process() -> dict[str, str | int]:
    return {
        "process": os.getpid(),
        "host": socket.gethostname(),
        "since": datetime.now().isoformat(sep=" ", timespec="seconds"),
    }


def _holder(folder: Path) -> str:
    try:
        holder = json.loads((folder / HOLDER_NAME).read_text(encoding="utf-8"))
        return f"process {holder['process']} on {holder['host']} since {holder['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"  # it has the lock and has not written its name yet
