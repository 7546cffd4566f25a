"""Recognises the words of several pictures side by side, in their order, a few at a time."""

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from PIL import Image

from index.readers.scans.engines import Engine, PageFailed, SeenPage
from index.readers.scans.progress import tell_progress

_AT_ONCE = min(4, os.cpu_count() or 1)

Seen = tuple[int, SeenPage | PageFailed]


def recognise(
    pictures: Iterable[tuple[int, Image.Image]], engine: Engine, total: int
) -> Iterator[Seen]:
    """For each of `total` numbered pictures its words, or why there are none."""
    tell, done = tell_progress.get(), 0
    tell(0, total)
    for seen in _side_by_side(pictures, engine):
        tell(done := done + 1, total)
        yield seen


def _side_by_side(pictures: Iterable[tuple[int, Image.Image]], engine: Engine) -> Iterator[Seen]:
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        waiting: deque[tuple[int, Future[SeenPage]]] = deque()
        for number, picture in pictures:
            waiting.append((number, pool.submit(engine, picture)))
            if len(waiting) > _AT_ONCE:
                yield _taken(*waiting.popleft())
        while waiting:
            yield _taken(*waiting.popleft())


def _taken(number: int, future: Future[SeenPage]) -> Seen:
    try:
        return number, future.result()
    except PageFailed as error:
        return number, error
    except Exception as error:  # noqa: BLE001 - a library met a picture that it did not expect
        return number, PageFailed(f"damaged ({type(error).__name__})")
