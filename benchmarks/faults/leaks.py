"""Leak detection: whether an API key stands in anything printed, logged, raised or shown."""

import contextlib
import io
import logging
import traceback
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote, quote_plus

from rag.types import LanguageModel

_BEFORE_KEY = ("", "Bearer ", "user:", ":")


class Output:
    """Everything that was put out while it was listened to."""

    def __init__(self) -> None:
        self._texts: list[str] = []

    def add(self, text: str) -> None:
        """Keep one more text."""
        self._texts.append(text)

    def count(self, key: str) -> int:
        """How often the key stands there: as it is, as in a URL, and in base64."""
        forms = {key, quote(key, safe=""), quote_plus(key), *_in_base64(key)}
        return sum(text.count(form) for text in self._texts for form in forms)

    @contextlib.contextmanager
    def listening(self) -> Iterator[None]:
        """Take what is logged at any level, and what is printed."""
        root, level = logging.getLogger(), logging.getLogger().level
        handler = _Handler(self)
        root.addHandler(handler)
        root.setLevel(logging.DEBUG)
        printed = io.StringIO()
        try:
            with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
                yield
        finally:
            root.removeHandler(handler)
            root.setLevel(level)
            self.add(printed.getvalue())


class _Handler(logging.Handler):
    def __init__(self, output: Output) -> None:
        super().__init__(logging.DEBUG)
        self._output = output

    def emit(self, record: logging.LogRecord) -> None:
        self._output.add(f"{self.format(record)} {record.args!r}")


class Witness:
    """A language model, all of whose errors are written down with every value in reach."""

    def __init__(self, model: LanguageModel, output: Output) -> None:
        self._model = model
        self._output = output
        self.raised: list[BaseException] = []

    @property
    def name(self) -> str:
        """The model's own name."""
        return self._model.name

    def stream(self, messages: Sequence[Mapping[str, str]]) -> Iterator[str]:
        """The model's own pieces."""
        self._output.add(repr(self._model))
        try:
            yield from self._model.stream(messages)
        except Exception as error:
            self.raised.append(error)
            self._write_down(error)
            raise

    def _write_down(self, error: BaseException) -> None:
        told = traceback.TracebackException.from_exception(error, capture_locals=True)
        self._output.add("".join(told.format()))
        seen: list[BaseException] = []
        current: BaseException | None = error
        while current is not None and current not in seen:
            seen.append(current)
            self._output.add(f"{current!r} {current} {current.args!r} {vars(current)!r}")
            current = current.__cause__ or current.__context__


def _in_base64(key: str) -> set[str]:
    # the last characters depend on what follows
    return {
        b64encode(f"{before}{key}".encode()).decode().rstrip("=")[:-1] for before in _BEFORE_KEY
    }
