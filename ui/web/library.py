"""What the page asks: the index behind it, and the answers whose sources may still be opened."""

from __future__ import annotations

import re
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from index.errors import BylineError, NoIndexError
from index.types import Document
from rag.answerer import Answerer
from rag.types import Answer, LanguageModel, Turn
from ui.web.render import NEAREST
from ui.web.source import Source, cited_source, near_source

MOST_ANSWERS = 1000

_PLACE = re.compile(r"(near-)?([1-9][0-9]{0,3})")


class Library:
    """An index that may come into being while the page is open. Thread-safe."""

    def __init__(self, path: Path, open_answerer: Callable[[], Answerer]) -> None:
        self.path = path
        self._open_answerer = open_answerer
        self._answerer: Answerer | None = None
        self._answers: OrderedDict[str, Answer] = OrderedDict()
        self._lock = threading.Lock()

    @classmethod
    def at(cls, path: Path, model: LanguageModel | None = None) -> Library:
        """The library for the index at `path`, which need not exist yet."""
        return cls(path, lambda: Answerer.open(path, model=model))

    @property
    def answerer(self) -> Answerer:
        """The answerer, opened when first needed; raises `StoreError` while there is no index."""
        with self._lock:
            if self._answerer is None:
                self._answerer = self._open_answerer()
            return self._answerer

    def documents(self) -> tuple[Document, ...]:
        """Every article without its text; none while there is no index."""
        try:
            return tuple(self.answerer.index.snapshot().about.values())
        except NoIndexError:
            return ()

    def warm(self) -> None:
        """Open the index and its encoder now rather than at the first question."""
        with suppress(BylineError):
            self.answerer.index.snapshot()

    def ask(
        self, question: str, history: Sequence[Turn]
    ) -> tuple[str, Answer, dict[str, Document]]:
        """The key under which the answer's sources are found, the answer, its hits' documents."""
        answerer = self.answerer
        answer = answerer.answer(question, history=history)
        names = [hit.passage.doc_id for hit in answer.hits]
        return self.remember(answer), answer, answerer.index.snapshot().documents(names)

    def remember(self, answer: Answer) -> str:
        """Keep `answer`; its key cannot be guessed. The oldest of 1,000 answers is forgotten."""
        key = secrets.token_urlsafe(12)
        with self._lock:
            self._answers[key] = answer
            while len(self._answers) > MOST_ANSWERS:
                self._answers.popitem(last=False)
        return key

    def source(self, key: str, place: str) -> Source | None:
        """The source at `place` ("2" or "near-2", from 1) of a kept answer; None if unknown."""
        with self._lock:
            answer = self._answers.get(key)
        named = _PLACE.fullmatch(place)
        if answer is None or named is None:
            return None
        number = int(named[2])
        if named[1]:
            return self._near(answer, number)
        citations = answer.citations
        if number > len(citations):
            return None
        citation = citations[number - 1]
        return cited_source(citation, number, len(citations), self._document(citation.doc_id))

    def _near(self, answer: Answer, number: int) -> Source | None:
        shown = answer.hits[:NEAREST]
        if number > len(shown):
            return None
        hit = shown[number - 1]
        return near_source(hit, number, len(shown), self._document(hit.passage.doc_id))

    def _document(self, doc_id: str) -> Document | None:
        return self.answerer.index.snapshot().document(doc_id)
