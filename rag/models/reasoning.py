"""Strips reasoning (`<think>`) that some models write before they answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

OPEN, CLOSE = "<think>", "</think>"


def without_reasoning(pieces: Iterable[str]) -> Iterator[str]:
    """The pieces of a reply without what stands between <think> and </think>.

    A thought that never ends takes the rest of the reply with it.
    """
    waiting, thinking = "", False
    for piece in pieces:
        if not waiting and not thinking and "<" not in piece:
            yield piece
            continue
        waiting += piece
        while True:
            mark = CLOSE if thinking else OPEN
            before, found, after = waiting.partition(mark)
            if not found:
                break
            if not thinking and before:
                yield before
            waiting, thinking = after, not thinking
        # The end of what was read may be the beginning of a mark.
        kept = _overlap(waiting, CLOSE if thinking else OPEN)
        given, waiting = waiting[: len(waiting) - kept], waiting[len(waiting) - kept :]
        if given and not thinking:
            yield given
    if waiting and not thinking:
        yield waiting


def _overlap(text: str, mark: str) -> int:
    """How many characters at the end of `text` begin `mark`."""
    return next((n for n in range(len(mark) - 1, 0, -1) if text.endswith(mark[:n])), 0)
