"""Errors of the article folder, and disk errors as messages for the page."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from index.errors import BylineError

_FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})


class ArticlesError(BylineError):
    """A file that cannot be taken in or away; `status` says whose fault it is, as HTTP does."""

    def __init__(self, message: str, status: int = 400) -> None:
        self.status = status
        super().__init__(message)


@contextmanager
def disk_problems(what: str) -> Iterator[None]:
    """Turn what the disk says about `what` into a sentence with what to do."""
    try:
        yield
    except OSError as error:
        raise _said(what, error) from error


def _said(what: str, error: OSError) -> ArticlesError:
    if error.errno in _FULL:
        return ArticlesError(f"“{what}”: the disk is full. Free some space and try again", 507)
    reason = error.strerror or str(error)
    return ArticlesError(f"“{what}”: the disk would not ({reason}). Check permissions", 503)
