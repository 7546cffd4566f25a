"""`byline backup` and `byline restore`: index and conversations as one file, while in use."""

from collections.abc import Mapping
from pathlib import Path

from index.errors import NoIndexError, UsageError
from index.index import Index
from index.location import STORE_NAME, find_index
from index.scan import scan_folder
from index.store.store import STORE
from index.types import FoundFile
from index.upkeep.backup import Part, back_up, names_in
from index.upkeep.backup import restore as put_back
from index.upkeep.doctor import check_documents
from ui.cli.serve import find_kept
from ui.cli.terminal import console, error_console, print_json
from ui.web.articles.places import REMOVED_NAME, inside, removed_folder
from ui.web.conversations.schema import CONVERSATIONS
from ui.web.conversations.store import FILE_NAME
from ui.web.text import many
from ui.web.values import FEEDBACK_FILE

_NAMES = {STORE_NAME: "index", FILE_NAME: "conversations", FEEDBACK_FILE: "feedback"}


def backup(
    file: Path,
    index: Path | None = None,
    kept: Path | None = None,
    force: bool = False,
    json: bool = False,
) -> None:
    """Write index, conversations, feedback and what was removed into one archive.

    Raises:
        UsageError: FILE is there already.
        NoIndexError: there is nothing to keep.
    """
    path = find_index(index)
    place = find_kept(kept, path)
    if file.exists() and not force:
        raise UsageError(f"{file}: is there already: choose another name, or say --force")
    away = removed_folder(place, path)
    removed = scan_folder(away) if away.is_dir() else ()
    parts = _parts([STORE_NAME, FILE_NAME, FEEDBACK_FILE], path, place)
    parts = {name: part for name, part in parts.items() if part.path.is_file()}
    for one in removed:
        if isinstance(one, FoundFile):
            parts[f"{REMOVED_NAME}/{one.doc_id}"] = Part(one.path)
    if not parts:
        raise NoIndexError(path)
    back_up(parts, file)
    if json:
        print_json({"file": str(file), "parts": list(parts)})
        return
    console().print(f"{file}: {_listed(parts)}", soft_wrap=True)
    error_console().print(
        "note: The articles' own files are not in it, nor users and runs; search caches are made"
        " again.",
        soft_wrap=True,
    )


def restore(
    file: Path,
    index: Path | None = None,
    kept: Path | None = None,
    force: bool = False,
    json: bool = False,
) -> None:
    """Put back what a backup holds, each part compared with what was written.

    Raises:
        UsageError: FILE is no backup, or something would be overwritten.
    """
    path = find_index(index)
    place = find_kept(kept, path)
    parts = _parts(names_in(file), path, place)
    there = [str(part.path) for part in parts.values() if part.path.exists()]
    if there and not force:
        raise UsageError(
            f"{there[0]}: is there already: say --force to put the backup in its place"
        )
    put_back(file, parts)
    checked = check_documents(Index.open(path)) if STORE_NAME in parts else None
    if json:
        print_json({"index": str(path), "kept": str(place), "parts": list(parts)})
    else:
        console().print(f"{file}: {_listed(parts)}, as they were written", soft_wrap=True)
    if checked and not checked.ok:
        error_console().print("note: It was made of a damaged index: run `byline doctor`")


def _listed(parts: Mapping[str, Part]) -> str:
    removed = sum(name.startswith(f"{REMOVED_NAME}/") for name in parts)
    said = [what for name, what in _NAMES.items() if name in parts]
    return ", ".join([*said, *([many(removed, "removed file")] if removed else [])])


def _parts(names: list[str], index: Path, kept: Path) -> dict[str, Part]:
    """Where each part of a backup belongs; nothing outside these folders."""
    known = {
        STORE_NAME: Part(index / STORE_NAME, STORE),
        FILE_NAME: Part(kept / FILE_NAME, CONVERSATIONS),
        FEEDBACK_FILE: Part(kept / FEEDBACK_FILE),
    }
    away = removed_folder(kept, index)
    found = {}
    for name in names:
        first, *rest = name.split("/")
        if name not in known and (first != REMOVED_NAME or {"", ".", ".."} & {*rest} or not rest):
            raise UsageError(f"{name}: nothing that a backup holds")
        found[name] = known.get(name) or Part(inside(away, rest, None))
    return found
