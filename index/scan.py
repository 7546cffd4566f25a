"""Directory scan: finds the articles in a folder, and why other files are skipped.

What is not seen at all, and so not counted: hidden files and folders (a name that begins with a
dot, such as `.git` or `.byline`), and folders themselves. Everything else is either found or
listed with the reason why it is not read; a folder that a browser keeps beside a saved page is
listed as one. Links are never followed: what they name inside the
folder is read where it stands, and what lies outside is not the folder's.
"""

import os
import re
import stat
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from index.errors import FolderError, ReadError
from index.readers.files import hash_bytes_of, reason_of
from index.readers.kinds import READ_SUFFIXES, Unreadable, suffix_of
from index.types import FileOutcome, FileStatus, FoundFile


def scan_folder(root: Path) -> Iterator[FoundFile | FileOutcome]:
    """Every file under `root`, sorted by its path: found, or skipped or failed with a reason.

    No file is opened. Raises `FolderError` when `root` cannot be listed.
    """
    if not root.exists():
        raise FolderError(root, "no such folder")
    if not root.is_dir():
        raise FolderError(root, "not a folder: name the folder that holds the articles")
    try:
        entries = _entries(root, "")
    except OSError as error:
        raise FolderError(root, f"cannot be listed ({reason_of(error)})") from error
    return _walk(entries, os.path.realpath(root))


def hash_file(path: Path) -> str:
    """SHA-256 of the file's content, in hex; raises `ReadError` when it cannot be read."""
    try:
        return hash_bytes_of(path)
    except Unreadable as error:
        raise ReadError(str(path), str(error)) from error


_Entry = tuple[str, os.DirEntry[str] | FileOutcome]
# What browsers put behind a page's name for the folder of its frames, scripts and pictures, in
# the languages that they speak.
_KEPT_BESIDE = re.compile(
    r"(?P<page>.+)(?:[-_. ](?:files|file|dateien|fichiers|archivos|arquivos|ficheiros|bestanden|"
    r"filer|pliki|soubory|subory|súbory|tiedostot|elemei|dosyalar|datoteke|fitxers|fitxategiak|"
    r"failid|fails|bylos|fajlovi|fișiere|fisiere|файлы|файли|αρχεία|文件|檔案|ファイル|파일))",
    re.IGNORECASE,
)
_PAGE = re.compile(r"(?P<page>.+)\.(?:x?html?|shtml|xht)", re.IGNORECASE)


def _walk(entries: list[_Entry], root: str) -> Iterator[FoundFile | FileOutcome]:
    # A stack of its own: folders may be nested deeper than Python recurses.
    waiting = entries[::-1]
    while waiting:
        doc_id, entry = waiting.pop()
        if isinstance(entry, FileOutcome):
            yield entry
            continue
        if not doc_id.endswith("/"):
            yield _look_at(doc_id, entry, root)
            continue
        try:
            waiting.extend(_entries(entry, doc_id)[::-1])
        except OSError as error:
            reason = f"folder cannot be listed ({reason_of(error)})"
            yield FileOutcome(path=doc_id[:-1], status=FileStatus.FAILED, reason=reason)


def _entries(folder: Path | os.DirEntry[str], prefix: str) -> list[_Entry]:
    """A folder's visible entries with their ids, a folder's own ending in `/`, in order."""
    with os.scandir(folder) as listing:
        entries = [entry for entry in listing if not entry.name.startswith(".")]
    composed = Counter(to_doc_id(entry.name) for entry in entries)
    pages = {match["page"].casefold(): n for n in composed if (match := _PAGE.fullmatch(n))}
    named: list[_Entry] = []
    for entry in entries:
        name = to_doc_id(entry.name)
        # Two names that look alike stay apart.
        name = name if composed[name] == 1 else _escaped(entry.name)
        kept = _KEPT_BESIDE.fullmatch(name) if _is_folder(entry) else None
        if kept and (page := pages.get(kept["page"].casefold())):
            reason = f"kept by a browser beside {page}: parts of that page, no articles"
            path = f"{prefix}{name}"
            named.append((path, FileOutcome(path=path, status=FileStatus.SKIPPED, reason=reason)))
            continue
        named.append((f"{prefix}{name}{'/' if _is_folder(entry) else ''}", entry))
    return sorted(named, key=lambda pair: pair[0])


def to_doc_id(name: str) -> str:
    """A file's name, or a path as the command line gave it, in the form of a `doc_id`."""
    return unicodedata.normalize("NFC", _escaped(name))


def _escaped(name: str) -> str:
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _look_at(doc_id: str, entry: os.DirEntry[str], root: str) -> FoundFile | FileOutcome:
    try:
        status = entry.stat(follow_symlinks=False)
    except OSError as error:
        return FileOutcome(path=doc_id, status=FileStatus.FAILED, reason=reason_of(error))
    reason = _reason_to_skip(entry, status, root)
    if reason:
        return FileOutcome(path=doc_id, status=FileStatus.SKIPPED, reason=reason)
    return FoundFile(
        doc_id=doc_id,
        path=Path(entry.path),
        size_bytes=status.st_size,
        modified_ns=status.st_mtime_ns,
        changed_ns=status.st_ctime_ns,
        inode=status.st_ino,
    )


_SPECIAL = {
    stat.S_IFIFO: "a FIFO",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device file",
    stat.S_IFBLK: "a device file",
}

_PICTURES = {".gif", ".webp", ".bmp", ".heic"}


def _reason_to_skip(entry: os.DirEntry[str], status: os.stat_result, root: str) -> str | None:
    if stat.S_ISLNK(status.st_mode):
        return _reason_for_link(entry.path, root)
    if not stat.S_ISREG(status.st_mode):
        return _SPECIAL.get(stat.S_IFMT(status.st_mode), "not a regular file")
    if entry.name.startswith("~$"):
        return "a lock file of an open document"
    suffix = suffix_of(entry.name)
    if suffix in _PICTURES:
        return f"a picture ({suffix}): save it as .png to have its words read"
    if suffix not in READ_SUFFIXES:
        return f"unknown type ({_escaped(suffix)})" if suffix else "unknown type (no suffix)"
    return None


def _reason_for_link(path: str, root: str) -> str:
    target = os.path.realpath(path)
    if target != root and not target.startswith(root.rstrip(os.sep) + os.sep):
        return "a link that leads out of the folder"
    if not os.path.exists(target):
        return "a link that leads nowhere"
    what = "folder" if os.path.isdir(target) else "file"
    return f"a link to another {what} of this folder"
