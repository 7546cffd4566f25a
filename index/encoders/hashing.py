"""File hashes (SHA-256), remembered by size and time: hashing 90 MB takes up to half a second."""

import hashlib
import json
from pathlib import Path

from index.files import replace_text

_WORTH_REMEMBERING = 1_000_000  # bytes; smaller files are quicker to read than to look up


class HashMemory:
    """SHA-256 of files, kept beside the path, size, times and inode that they were taken at.

    The memory is a convenience: where it cannot be read or written, files are hashed again.
    """

    def __init__(self, store: Path) -> None:
        self._store = store

    def sha256(self, path: Path) -> str:
        """The file's SHA-256 in hex; raises OSError when it cannot be read."""
        state = path.stat()
        if state.st_size < _WORTH_REMEMBERING:
            return hash_file(path)
        key = str(path.resolve())
        stamp = [state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino]
        known = self._read()
        entry = known.get(key)
        if isinstance(entry, dict) and entry.get("stamp") == stamp and "sha256" in entry:
            return str(entry["sha256"])
        digest = hash_file(path)
        self._write({**known, key: {"stamp": stamp, "sha256": digest}})
        return digest

    def _read(self) -> dict[str, object]:
        try:
            known = json.loads(self._store.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return known if isinstance(known, dict) else {}

    def _write(self, known: dict[str, object]) -> None:
        try:
            self._store.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            replace_text(self._store, json.dumps(known, indent=1))
        except OSError:
            return  # the next start hashes again


def hash_file(path: Path) -> str:
    """The file's SHA-256 in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
