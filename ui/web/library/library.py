"""`Library`: the index and answerer of the page, opened lazily and reopened when it changed."""

import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from cachetools import LRUCache

from index.errors import BylineError, NoIndexError, UsageError
from index.index import Index
from index.location import STORE_NAME
from index.store.store import file_identity
from index.types import Document
from rag.answerer import Answerer
from rag.types import Answer, LanguageModel
from ui.web.library.examples import example_questions, further_questions
from ui.web.values import QUOTES

MOST_FURTHER_KEPT = 500

Edition = tuple[Index, int]
"""An index as it was in one generation."""


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
        self._folder: Path | None = None  # of articles, as it was last seen
        self._lock = threading.Lock()
        self._examples: tuple[str, ...] = ()
        self._examples_of: Edition | None = None
        self._making: threading.Thread | None = None
        self._examples_lock = threading.Lock()
        self._further: LRUCache[tuple[object, ...], tuple[str, ...]] = LRUCache(MOST_FURTHER_KEPT)
        self._further_lock = threading.Lock()

    @property
    def index(self) -> Index:
        """The index; raises `StoreError` while there is none."""
        return self.answerer().index

    @property
    def folder(self) -> Path | None:
        """The folder of articles, of an index that has gone the last one; None before a sync."""
        with suppress(NoIndexError):
            self._folder = self.index.folder or self._folder
        return self._folder

    @property
    def generation(self) -> int:
        """The newest generation that can be asked; 0 while there is none."""
        with suppress(BylineError):
            return self.index.store.published
        return 0

    @property
    def problem(self) -> str:
        """What to do about an index that has gone; "" when it is there, or there was none."""
        try:
            self._store()
        except NoIndexError as error:
            return str(error) if self._folder else ""
        return ""

    def answerer(self, model: str = QUOTES) -> Answerer:
        """The answerer that writes with `model`.

        Raises:
            UsageError: no such model is configured.
            NoIndexError: there is no index.
        """
        if model != QUOTES and model not in self.models:
            raise UsageError(f"the model {model} is not configured here: choose another above")
        with self._lock:
            store = self._store()
            if store != self._opened:
                self._answerers, self._opened = self._open(), store
            return self._answerers[model]

    def _store(self) -> tuple[int, int]:
        try:
            return file_identity(self.path / STORE_NAME)
        except NoIndexError as error:
            if not self._folder:
                raise
            gone = f"the index at {self.path} is gone: a sync makes it again from {self._folder}"
            raise NoIndexError(self.path, gone) from error

    def documents(self) -> tuple[Document, ...]:
        """Every article without its text, by path; none while there is no index."""
        try:
            return tuple(self.index.snapshot().about.values())
        except NoIndexError:
            return ()

    def examples(self, wait_s: float = 0.0) -> tuple[str, ...]:
        """Questions to begin with; those made before while new ones take longer than `wait_s`."""
        with suppress(BylineError):
            newest = self._edition()
            with self._examples_lock:
                begins = newest != self._examples_of and not self._making
                if begins:
                    self._making = threading.Thread(target=self._make_examples, daemon=True)
                    self._making.start()
                making = self._making
            if making:
                making.join(wait_s)
            return self._examples
        return ()

    def further(self, answer: Answer) -> tuple[str, ...]:
        """Questions to go on with; none while those of another answer are made: nobody waits."""
        key = (answer.question, answer.generation, answer.citations)
        if (known := self._further.get(key)) is not None or not answer.citations:
            return known or ()
        if not self._further_lock.acquire(blocking=False):
            return ()
        try:
            with suppress(BylineError):
                snapshot = self.index.snapshot()
                self._further[key] = further_questions(snapshot, answer, self.answerer().answer)
            return self._further.get(key, ())
        finally:
            self._further_lock.release()

    def warm(self) -> None:
        """Open the index and its encoder now rather than at the first question."""
        self.examples()

    def _make_examples(self) -> None:
        """Make them again and again until they are of the articles that are there by then."""
        made: tuple[str, ...] = ()
        made_of: Edition | None = None
        try:
            while made_of != (newest := self._edition()):
                snapshot = self.index.snapshot()
                made = example_questions(snapshot, self.answerer().answer)
                made_of = newest
            with self._examples_lock:
                self._examples, self._examples_of = made, made_of
        except BylineError:
            pass  # those made before stay until the next look
        finally:
            with self._examples_lock:
                self._making = None

    def _edition(self) -> Edition:
        index = self.index
        return index, index.snapshot().generation

    def _open(self) -> dict[str, Answerer]:
        index = self._open_index(self.path)
        self._folder = index.folder or self._folder
        written = {name: Answerer(index, model=model) for name, model in self.models.items()}
        return {QUOTES: Answerer(index), **written}
