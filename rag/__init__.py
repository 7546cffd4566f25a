"""Question answering over a folder of articles, from Python.

>>> from rag import answer
>>> answer("Who designed the new ferry?").text  # doctest: +SKIP

Names are loaded when first used, so that importing this package costs nothing.
"""

from lazy_loader import attach_stub

__getattr__, __dir__, _ = attach_stub(__name__, __file__)

# In the order of the journey: ask, narrow, read, take away.
__all__ = [  # noqa: RUF022
    "answer", "Answerer", "Filters", "Turn", "Answer", "AnswerStatus", "Sentence", "Support",
    "SupportLevel", "Citation", "Hit", "Disagreement", "write_export", "read_export",
    # What may be plugged in; `rag.testing` checks it.
    "LanguageModel", "ModelError", "Retriever", "AnswerFinder", "AskOptions",
]  # fmt: skip
