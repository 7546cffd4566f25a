"""Connection test of a language model: does it answer, how soon, and piece by piece?"""

import time
from contextlib import closing
from dataclasses import dataclass
from typing import Any, cast

from index.errors import ModelError
from rag.types import LanguageModel

_QUESTION = "Count from one to ten in words. Reply with the words only."


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What came of asking once. `problem` is "" when the model answered."""

    first_piece_s: float | None = None
    streams: bool | None = None
    problem: str = ""


def try_model(model: LanguageModel) -> Trial:
    """Ask for a few words, and stop the model after the second piece of its reply."""
    started = time.perf_counter()
    first: float | None = None
    try:
        # what streams is a generator, which the protocol does not promise
        with closing(cast("Any", model.stream([{"role": "user", "content": _QUESTION}]))) as pieces:
            for piece in pieces:
                if first is not None:
                    return Trial(first_piece_s=first, streams=True)
                if piece.strip():
                    first = time.perf_counter() - started
    except ModelError as error:
        return Trial(problem=str(error))
    return Trial(first_piece_s=first, streams=False)
