"""`answer()`: one question to the index that the command line would use, which stays open."""

import threading
from pathlib import Path
from typing import Unpack

from index.location import find_index
from rag.answerer import Answerer
from rag.models import configured_model
from rag.settings import ModelSettings
from rag.types import Answer, AskOptions, LanguageModel

_answerers: dict[tuple[Path, bool], Answerer] = {}
_opening = threading.Lock()


def answer(
    question: str,
    *,
    index: Path | str | None = None,
    model: LanguageModel | None = None,
    quotes_only: bool = False,
    **options: Unpack[AskOptions],
) -> Answer:
    """Ask the index at `index` (default: the one the command line would use); see `Answerer`.

    Written by `model`, else by the one that is configured, as on the command line, else (or with
    `quotes_only`) quoted. The index stays open for the next call, and the settings that were read.
    """
    path = find_index(index)
    if model is not None:
        return Answerer.open(path, model=model).answer(question, **options)
    with _opening:
        answerer = _answerers.get((path, quotes_only))
        if answerer is None:
            settings = ModelSettings()
            model = None if quotes_only else configured_model(settings)
            answerer = Answerer.open(path, model=model, settings=settings)
            _answerers[path, quotes_only] = answerer
    return answerer.answer(question, **options)
