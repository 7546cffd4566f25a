"""Question answering over a folder of articles, from Python.

>>> from rag import answer
>>> answer("Who designed the new ferry?").text  # doctest: +SKIP

Names are loaded when first used, so that importing this package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.types import Filters as Filters
    from rag.answerer import Answerer as Answerer
    from rag.answerer import answer as answer
    from rag.export.stored import read_export as read_export
    from rag.export.write import write_export as write_export
    from rag.types import Answer as Answer
    from rag.types import AnswerStatus as AnswerStatus
    from rag.types import Citation as Citation
    from rag.types import Disagreement as Disagreement
    from rag.types import Hit as Hit
    from rag.types import Sentence as Sentence
    from rag.types import Support as Support
    from rag.types import SupportLevel as SupportLevel
    from rag.types import Turn as Turn

# In the order of the journey: ask, narrow, read, take away.
_HOMES = {
    "answer": "rag.answerer",
    "Answerer": "rag.answerer",
    "Filters": "index.types",
    "Turn": "rag.types",
    "Answer": "rag.types",
    "AnswerStatus": "rag.types",
    "Sentence": "rag.types",
    "Support": "rag.types",
    "SupportLevel": "rag.types",
    "Citation": "rag.types",
    "Hit": "rag.types",
    "Disagreement": "rag.types",
    "write_export": "rag.export.write",
    "read_export": "rag.export.stored",
}
__all__ = list(_HOMES)


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'rag' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
