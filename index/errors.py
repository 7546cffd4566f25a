"""Exceptions: everything Byline raises on purpose, sorted by what the caller can do about it.

    BylineError
    |-- UsageError            the request itself must change
    |   |-- QuestionError     empty, or too long
    |   |-- OptionError       no option of that name, or no value for it; a TypeError, too
    |   `-- FolderError       not found, or not a folder
    |       `-- LeavingError  many of its articles are gone: is its drive missing?
    |-- StoreError           something about the index
    |   |-- NoIndexError      there is none here: run `byline sync FOLDER`
    |   |-- IndexBusyError    another process is writing: wait, or stop it
    |   |-- IndexMismatchError  made with other settings or by another version: sync again
    |   `-- IndexDamagedError   run `byline doctor`
    |-- EncoderError          weights missing, wrong or unusable
    |-- ReadError             one file could not be read; a sync goes on without it
    |-- StorageError          disk full, no permission
    `-- ModelError            the language model failed; the answer is quoted instead

"Nothing found" is a status of an answer, never an error. Every message is one line that says
what happened, where, and what to do.
"""

from pathlib import Path


class BylineError(Exception):
    """The root: catch this to catch everything that Byline raises on purpose."""


class UsageError(BylineError):
    """The request cannot be served as it stands."""


class QuestionError(UsageError):
    """The question is empty or too long."""


class OptionError(UsageError, TypeError):
    """A keyword argument that there is not, or a value that it does not take."""


class FolderError(UsageError):
    """The folder of articles is not there, or is no folder."""

    def __init__(self, folder: Path, problem: str) -> None:
        self.folder = folder
        super().__init__(f"{folder}: {problem}")


class LeavingError(FolderError):
    """More articles than a sync takes out unasked are no longer in the folder."""

    def __init__(self, folder: Path, articles: int, of: int) -> None:
        gone = f"{articles:,} of {of:,} articles" if of > 1 else "the one article"
        self.question = f"{gone} of the index cannot be found there any more"
        super().__init__(
            folder,
            f"{self.question}. Is its drive missing? Nothing was changed; say `byline sync --yes`"
            " if they are to leave the index",
        )


class StoreError(BylineError):
    """Something about the index as a whole."""


class NoIndexError(StoreError):
    """No index was found, or no longer the one that was opened."""

    def __init__(self, path: Path, problem: str = "") -> None:
        self.path = path
        super().__init__(problem or f"no index at {path}: run `byline sync FOLDER` to make one")


class IndexBusyError(StoreError):
    """Another process holds the writer's lock."""

    def __init__(self, path: Path, holder: str) -> None:
        self.path, self.holder = path, holder
        super().__init__(f"{path} is being written by {holder}: wait for it to end, then try again")


class IndexMismatchError(StoreError):
    """The index and the settings disagree; the message names both sides."""

    def __init__(self, what: str, in_index: str, in_settings: str, remedy: str) -> None:
        self.what, self.in_index, self.in_settings = what, in_index, in_settings
        super().__init__(
            f"{what}: the index has {in_index}, the settings say {in_settings}; {remedy}"
        )


class IndexDamagedError(StoreError):
    """The store itself cannot be read."""

    def __init__(self, path: Path, problem: str) -> None:
        self.path = path
        super().__init__(f"{path} is damaged ({problem}): run `byline doctor`")


class EncoderError(BylineError):
    """The encoder cannot be loaded or used."""


class ReadError(BylineError):
    """One file, or one article in it, could not be read; `reason` is short enough for a table.

    `item` names the article, "" the file. `passing` says that the content is not to blame (the
    disk, the machine, the moment), so that another try may succeed. `held_back` says that its
    publisher does not want it published, `again` that this has an end.
    """

    def __init__(
        self,
        path: str,
        reason: str,
        *,
        item: str = "",
        passing: bool = False,
        held_back: bool = False,
        again: bool = False,
    ) -> None:
        self.path, self.reason, self.item, self.passing = path, reason, item, passing
        self.held_back, self.again = held_back, again
        super().__init__(f"{path}: {reason}")


class StorageError(BylineError):
    """The disk would not take or give what was asked."""


class ModelError(BylineError):
    """The language model could not be reached or gave nothing that can be used."""


def reason_of(error: BaseException) -> str:
    """What `error` says if it is ours; if it is another program's, its kind and first line."""
    if isinstance(error, BylineError):
        return str(error)
    return ": ".join(dict.fromkeys((type(error).__name__, first_line(error))))


def first_line(error: BaseException) -> str:
    """What another program's error says, on one line of at most 200 characters; else its kind."""
    return ((str(error).strip() or type(error).__name__).splitlines()[0])[:200]
