"""The index behind the page: opened when first needed, and again when it is another."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from index.errors import BylineError, NoIndexError, UsageError
from index.index import Index
from index.store.store import STORE_NAME, file_identity
from index.types import Document
from rag.answerer import Answerer
from rag.types import LanguageModel
from ui.web.examples import example_questions
from ui.web.values import QUOTES

EXAMPLES_WAIT_S = 0.3
"""Those of the sample are there at once; others come with the next look."""


class Library:
    """An index that may come, go or be made anew while the page is open. Thread-safe."""

    def __init__(
        self,
        path: Path,
        open_index: Callable[[Path], Index] = Index.open,
        models: Mapping[str, LanguageModel] | None = None,
    ) -> None:
        self.path = path
        self.models = dict(models or {})
        self._open_index = open_index
        self._answerers: dict[str, Answerer] = {}
        self._opened: tuple[int, int] | None = None  # which store file the answerers read
        self._lock = threading.Lock()
        self._examples: tuple[str, ...] = ()
        self._examples_of: tuple[object, int] | None = None  # the store and its generation

    @property
    def index(self) -> Index:
        """The index; raises `StoreError` while there is none."""
        return self.answerer().index

    def answerer(self, model: str = QUOTES) -> Answerer:
        """The answerer that writes with `model`.

        Raises:
            UsageError: no such model is configured.
            NoIndexError: there is no index.
        """
        if model != QUOTES and model not in self.models:
            raise UsageError(f"the model {model} is not configured here: choose another above")
        with self._lock:
            store = file_identity(self.path / STORE_NAME)
            if store != self._opened:
                self._answerers, self._opened = self._open(), store
            return self._answerers[model]

    def documents(self) -> tuple[Document, ...]:
        """Every article without its text, by path; none while there is no index."""
        try:
            return tuple(self.index.snapshot().about.values())
        except NoIndexError:
            return ()

    def examples(self) -> tuple[str, ...]:
        """Questions to begin with; while new ones are made, those made before."""
        with suppress(BylineError):
            answerer = self.answerer()
            made_of = (self._opened, answerer.index.snapshot().generation)
            if made_of != self._examples_of:
                self._examples_of = made_of
                making = threading.Thread(target=self._make_examples, args=(answerer,), daemon=True)
                making.start()
                making.join(EXAMPLES_WAIT_S)
            return self._examples
        return ()

    def warm(self) -> None:
        """Open the index and its encoder now rather than at the first question."""
        self.examples()

    def _make_examples(self, answerer: Answerer) -> None:
        with suppress(BylineError):
            self._examples = example_questions(answerer)

    def _open(self) -> dict[str, Answerer]:
        index = self._open_index(self.path)
        written = {name: Answerer(index, model=model) for name, model in self.models.items()}
        return {QUOTES: Answerer(index), **written}
