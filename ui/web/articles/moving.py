"""Safe file moves and copies: never over another file; temporary files, folders, SHA-256."""

import errno
import hashlib
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import takewhile
from pathlib import Path

from index.files import fsync_folder, fsync_path
from ui.web.articles.errors import ArticlesError

PREFIX, SUFFIX = ".byline-", ".part"  # hidden: a sync does not see it
MOST_NAMES = 1000
ABANDONED_S = 24 * 3600.0

_NO_HARD_LINKS = frozenset(
    {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EINVAL}
)


def temporary_in(folder: Path) -> Path:
    """A new name in `folder` for what is not whole yet."""
    return folder / f"{PREFIX}{secrets.token_hex(8)}{SUFFIX}"


def sweep(folder: Path) -> None:
    """Remove what an upload left behind when the machine went down a day ago or earlier."""
    for left in folder.glob(f"{PREFIX}*{SUFFIX}"):
        with suppress(OSError):  # an upload may end meanwhile
            if time.time() - left.stat().st_mtime > ABANDONED_S:
                left.unlink()


def sha256_of(path: Path) -> str:
    """Of the file's content, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def make_folders(root: Path, wanted: Path) -> None:
    """Make `wanted`, a folder under `root`, and those above it; raises `ArticlesError`."""
    missing = list(takewhile(lambda folder: not folder.is_dir(), (wanted, *wanted.parents)))
    try:
        wanted.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        file = next((path for path in reversed(missing) if os.path.lexists(path)), wanted)
        where = file.relative_to(root).as_posix() if root in file.parents else file
        raise ArticlesError(f"“{where}” is a file, so it cannot be a folder: rename one") from error
    for folder in missing:
        fsync_folder(folder.parent)


def put(whole: Path, wanted: Path, sha256: str = "") -> tuple[Path, bool]:
    """Move `whole` to `wanted`, or to "name (2)" and so on when that is taken.

    Returns where the content is now, and whether it was moved there: with `sha256`, a file of the
    same name and content is left alone and `whole` stays.
    """
    try:
        return _put_near(whole, wanted, sha256)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
    before = whole.stat()
    found, is_new = copy(whole, wanted, sha256)
    after = whole.stat()
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise ArticlesError(f"“{whole.name}” was being written just now: try again")
    if is_new:
        with suppress(OSError):  # not every file system keeps the times and permissions
            shutil.copystat(whole, found)
        whole.unlink()
    return found, is_new


def copy(source: Path, wanted: Path, sha256: str = "") -> tuple[Path, bool]:
    """As `put`, with a copy of `source`."""
    temporary = temporary_in(wanted.parent)
    try:
        shutil.copyfile(source, temporary)
        fsync_path(temporary)
        return _put_near(temporary, wanted, sha256)
    finally:
        temporary.unlink(missing_ok=True)


def _put_near(whole: Path, wanted: Path, sha256: str) -> tuple[Path, bool]:
    for target in _names(wanted):
        if _put_at(whole, target):
            fsync_folder(target.parent)
            return target, True
        if sha256 and target.is_file() and sha256_of(target) == sha256:
            return target, False
    raise ArticlesError(f"there are already {MOST_NAMES:,} files called {wanted.name}: rename it")


def _put_at(whole: Path, target: Path) -> bool:
    """False when the name is taken: a hard link then fails, and a rename would not."""
    try:
        os.link(whole, target)
    except FileExistsError:
        return False
    except OSError as error:
        if error.errno not in _NO_HARD_LINKS:
            raise
        if os.path.lexists(target):
            return False
        os.rename(whole, target)
        return True
    whole.unlink()
    return True


def _names(wanted: Path) -> Iterator[Path]:
    yield wanted
    for number in range(2, MOST_NAMES + 1):
        yield wanted.with_name(f"{wanted.stem} ({number}){wanted.suffix}")
