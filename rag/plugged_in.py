"""What may be plugged into an `Answerer`; a part that fails is left out, and that is told."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import TypeVar

from index.errors import StoreError, UsageError, reason_of
from index.types import Encoder
from rag.extract.answer_finder import AnswerFinder
from rag.types import Retriever

_logger = logging.getLogger(f"byline.{__name__}")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """None stands for one of our own, and for no encoder: then words alone are searched."""

    retriever: Retriever | None
    answer_finder: AnswerFinder | None
    encoder: Encoder | None


def try_parts(parts: Parts, work: Callable[[Parts], Result]) -> tuple[Result, list[str]]:
    """What `work` comes to, and a notice for each part that had to be left out for it.

    Each is left out by itself before all of them are.
    """
    given = [field.name for field in fields(parts) if getattr(parts, field.name) is not None]
    first: Exception | None = None
    for left_out in ([], *([name] for name in given), *([given] if given[1:] else [])):
        try:
            done = work(replace(parts, **dict.fromkeys(left_out)))
        except (StoreError, UsageError):
            raise
        except Exception as error:  # noqa: BLE001 - what is plugged in raises what it likes
            first = first or error
        else:
            return done, [_told(name, first) for name in left_out if first]
    assert first is not None
    raise first


def _told(name: str, error: Exception) -> str:
    part = name.replace("_", " ")
    _logger.warning("the %s was not used: %s", part, type(error).__name__)
    return f"The {part} was not used: {reason_of(error).rstrip('.')}."
