"""`Library`: the index and answerer of the page, opened lazily and reopened when it changed."""

import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from index.errors import BylineError, NoIndexError, UsageError
from index.index import Index
from index.location import STORE_NAME
from index.store.store import file_identity
from index.types import Document
from rag.answerer import Answerer
from rag.types import LanguageModel
from ui.web.library.examples import example_questions
from ui.web.values import QUOTES

EXAMPLES_WAIT_S = 0.3
"""Those of the sample are there at once; others come with the next look."""

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
        self._makes_examples = False
        self._examples_lock = threading.Lock()

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

    def examples(self) -> tuple[str, ...]:
        """Questions to begin with; while new ones are made, those made before."""
        with suppress(BylineError):
            newest = self._edition()
            with self._examples_lock:
                begins = newest != self._examples_of and not self._makes_examples
                self._makes_examples |= begins
            if begins:
                making = threading.Thread(target=self._make_examples, daemon=True)
                making.start()
                making.join(EXAMPLES_WAIT_S)
            return self._examples
        return ()

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
                self._makes_examples = False

    def _edition(self) -> Edition:
        index = self.index
        return index, index.snapshot().generation

    def _open(self) -> dict[str, Answerer]:
        index = self._open_index(self.path)
        self._folder = index.folder or self._folder
        written = {name: Answerer(index, model=model) for name, model in self.models.items()}
        return {QUOTES: Answerer(index), **written}
