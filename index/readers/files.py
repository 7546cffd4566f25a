"""Safe opening of files that others may be changing, or that are no regular files; hashing."""

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.readers.kinds import Unreadable
from index.readers.limits import VARIABLE

VANISHED = "vanished while being read"
_BLOCK_BYTES = 1 << 20
# Neither follows a link nor waits for a FIFO's other end. Windows has neither flag.
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_BINARY", 0)
)


@contextmanager
def open_regular(path: Path | str) -> Iterator[int]:
    """A descriptor of the regular file at `path`, closed at the end; others are `Unreadable`."""
    try:
        descriptor = os.open(path, _FLAGS)
    except OSError as error:
        raise _unreadable(error) from error
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise Unreadable("not a regular file")
        yield descriptor
    except OSError as error:
        raise _unreadable(error) from error
    finally:
        os.close(descriptor)


def _unreadable(error: OSError) -> Unreadable:
    of_content = error.errno in (errno.ELOOP, errno.ENXIO, errno.ENODEV)
    return Unreadable(reason_of(error), passing=not of_content)


def reason_of(error: OSError) -> str:
    """Why the system would not give the file, in short plain words."""
    if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ESTALE):
        return VANISHED
    if error.errno in (errno.EACCES, errno.EPERM):
        return "no permission to read it"
    if error.errno == errno.ELOOP:
        return "a link"
    if error.errno in (errno.ENXIO, errno.ENODEV):
        return "not a regular file"
    return (error.strerror or "cannot be read").lower()


def read_stable(path: Path | str, max_bytes: int) -> bytes:
    """The whole content of a regular file of at most `max_bytes` that nobody changed meanwhile."""
    with open_regular(path) as descriptor:
        before = os.fstat(descriptor)
        if before.st_size > max_bytes:
            size = f"{before.st_size / 1e6:,.0f}".replace(",", " ")
            reason = f"bigger than {max_bytes // 1_000_000} MB ({size} MB): split it, or raise"
            raise Unreadable(f"{reason} {VARIABLE}", again=True)
        data = b"".join(_blocks(descriptor, before.st_size))
        after = os.fstat(descriptor)
    if len(data) != before.st_size or _state(before) != _state(after) or not os.path.lexists(path):
        raise Unreadable(VANISHED, passing=True)
    return data


def hash_bytes_of(path: Path | str) -> str:
    """SHA-256 of a regular file's content, in hex."""
    digest = hashlib.sha256()
    with open_regular(path) as descriptor:
        while block := os.read(descriptor, _BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()


def _blocks(descriptor: int, max_bytes: int) -> Iterator[bytes]:
    left = max_bytes + 1
    while left > 0 and (block := os.read(descriptor, left)):  # mostly one: no second copy
        left -= len(block)
        yield block


def _state(status: os.stat_result) -> tuple[int, int]:
    return status.st_size, status.st_mtime_ns
