"""`byline forget`: erases articles from index, conversations, feedback and what was removed."""

import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from index.errors import NoIndexError, UsageError
from index.index import Index
from index.location import find_index
from index.scan import hash_file, scan_folder, to_doc_id
from index.text.characters import one_line
from index.types import FoundFile
from index.upkeep.forget import Forgotten, look_up
from index.upkeep.forget import forget as forget_in_index
from ui.cli.serve import find_kept
from ui.cli.terminal import console, error_console, print_json
from ui.web.articles.places import REMOVED_NAME, removed_folder
from ui.web.conversations.forgetting import forget_answers, forget_feedback
from ui.web.conversations.store import FILE_NAME
from ui.web.text import many
from ui.web.values import FEEDBACK_FILE

_NUMBER = re.compile(r" \(\d+\)(?=(\.[^./]*)?$)")  # of a file whose name was taken
ELSEWHERE = (
    "note: Not looked through: what was exported, saved runs of `byline eval`, backups, other"
    " indexes. A page that is open, and a running `byline serve`, know it until they end."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What was erased of one article, and where it still stands."""

    article: str
    versions: int
    answers: int
    judgements: int
    deleted: tuple[str, ...]  # files
    still_in: tuple[str, ...]
    same_story: tuple[str, ...]  # other articles, which stay


def forget(
    documents: list[str],
    index: Path | None = None,
    kept: Path | None = None,
    delete_file: bool = False,
    yes: bool = False,
    json: bool = False,
) -> None:
    """Erase each article and print what was erased, and where it still stands.

    Raises:
        UsageError: nothing is known of an article, or its file may not be deleted.
    """
    path = find_index(index)
    place = find_kept(kept, path)
    done = [_forget(to_doc_id(name), path, place, delete_file, yes) for name in documents]
    if json:
        print_json({"index": str(path), "kept": str(place), "forgotten": done})
    else:
        for one in done:
            _print(one)
        error_console().print(ELSEWHERE, soft_wrap=True)


def _forget(name: str, path: Path, kept: Path, delete_file: bool, yes: bool) -> Done:
    """Others first and the index last: until then it knows what to look for."""
    opened = None
    with suppress(NoIndexError):  # conversations outlive it
        opened = Index.open(path)
    known = look_up(opened, name) if opened else Forgotten(names=(name,))
    held = list(_held(opened.folder if opened else None, known))
    gone = [file for away in (removed_folder(kept, path), path / REMOVED_NAME)
            for file in _removed(away, known)]  # fmt: skip
    if delete_file:
        gone += _may_delete([file for file in held if _is_whole(file, known)], yes)
    answers = 0
    if (kept / FILE_NAME).is_file():
        answers = forget_answers(kept / FILE_NAME, known.names, known.texts)
    judgements = forget_feedback(kept / FEEDBACK_FILE, known.names, known.texts)
    for file in gone:
        file.path.unlink()
    if opened:
        forget_in_index(opened, name)
        opened.close()
    if not (known.texts or gone or answers or judgements or held):
        raise UsageError(f"{name}: no such article is known; `byline search` finds its path")
    return Done(
        article=name,
        versions=len(known.texts),
        answers=answers,
        judgements=judgements,
        deleted=tuple(str(file.path) for file in gone),
        still_in=tuple(str(file.path) for file in held if file not in gone),
        same_story=known.others,
    )


def _held(folder: Path | None, known: Forgotten) -> Iterator[FoundFile]:
    """The files in the folder of articles of which a sync would make the article again."""
    wanted = {*known.paths, *known.names, *(name.partition("#")[0] for name in known.names)}
    return (file for file in _files(folder) if file.doc_id in wanted)


def _removed(away: Path, known: Forgotten) -> Iterator[FoundFile]:
    """The article among those that were removed through the page, numbered where it was twice."""
    for file in _files(away):
        plain = _NUMBER.sub("", file.doc_id)
        named = plain if (away / plain).exists() else file.doc_id
        if named in known.names or _is_whole(file, known):
            yield file


def _files(folder: Path | None) -> Iterable[FoundFile]:
    if folder is None or not folder.is_dir():
        return ()
    return (file for file in scan_folder(folder) if isinstance(file, FoundFile))


def _is_whole(file: FoundFile, known: Forgotten) -> bool:
    """Whether nothing but the article is in it."""
    return file.doc_id in known.names or hash_file(file.path) in known.sha256s


def _may_delete(files: list[FoundFile], yes: bool) -> list[FoundFile]:
    """Those files, when whoever is asked says so."""
    import typer

    listed = ", ".join(one_line(str(file.path)) for file in files)
    if not files or yes:
        return files
    if not sys.stdin.isatty():
        raise UsageError(f"--delete-file would delete {listed} for good: say --yes if you mean it")
    return files if typer.confirm(f"Delete {listed} for good?", err=True) else []


def _print(done: Done) -> None:
    out = console()
    counts = {"version": done.versions, "answer": done.answers, "judgement": done.judgements}
    erased = ", ".join(many(count, what) for what, count in counts.items())
    out.print(f"{one_line(done.article)}: erased ({erased})", soft_wrap=True)
    for name in done.deleted:
        out.print(f"  deleted: {one_line(name)}", soft_wrap=True)
    for name in done.still_in:
        out.print(
            f"  still in {one_line(name)}: the next sync brings it back. Delete it (--delete-file"
            " does) or, where it holds more, take it out",
            soft_wrap=True,
        )
    for name in done.same_story:
        out.print(f"  the same story is told by {one_line(name)}, which stays", soft_wrap=True)
