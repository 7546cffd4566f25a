"""A language model behind an OpenAI-compatible endpoint.

    stream -> a thread: attempts -> openai SDK -> bytes -> pieces -> the reader, with the clock

The SDK builds the request; its own retries, redirects and reading of streams are not used.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from index.errors import ModelError
from rag.models.address import Address, read_address
from rag.models.call import Call, load_libraries
from rag.models.exchange import Exchange, read_in_background
from rag.models.options import OPTIONS
from rag.models.retrying import CallError, with_retries
from rag.models.secrecy import Redactor, redacted_logs
from rag.settings import ModelSettings


class EndpointModel:
    """The model `settings.model` at `settings.base_url`. Safe to share between threads."""

    def __init__(self, settings: ModelSettings) -> None:
        self._settings = settings
        self._options = OPTIONS  # until the endpoint says that it does not take one

    def __repr__(self) -> str:
        return f"EndpointModel({self.name!r})"

    @property
    def name(self) -> str:
        """The model's name at its endpoint."""
        return self._settings.model

    def stream(self, messages: Sequence[Mapping[str, str]]) -> Iterator[str]:
        """See `LanguageModel`. The whole reply takes at most `settings.timeout_s`."""
        address = read_address(self._settings.base_url)
        call = self._call(address, messages)
        pieces = read_in_background(
            lambda exchange: self._produce(call, exchange), self._settings.timeout_s
        )
        problem = None
        try:
            yield from pieces
        except ModelError as error:
            problem = f"{address.url} {error}"
        finally:
            pieces.close()
        if problem is not None:
            raise ModelError(problem)

    def _call(self, address: Address, messages: Sequence[Mapping[str, str]]) -> Call:
        if not self._settings.model:
            raise ModelError(f"BYLINE_MODEL is not set: name one of the models at {address.url}")
        key = self._settings.api_key.get_secret_value().strip()
        if not (key.isascii() and key.isprintable()):
            raise ModelError("BYLINE_API_KEY holds characters that no key has: copy it again")
        load_libraries()  # takes a second once, which is not the endpoint's fault
        return Call(
            address=address,
            key=self._settings.api_key,
            redactor=Redactor([key, *address.secrets]),
            model=self._settings.model,
            messages=[dict(message) for message in messages],
        )

    def _produce(self, call: Call, exchange: Exchange) -> None:
        with redacted_logs(call.redactor):
            with_retries(lambda: self._attempt(call, exchange), exchange)

    def _attempt(self, call: Call, exchange: Exchange) -> None:
        for _ in OPTIONS:
            try:
                return call.run(exchange, self._options)
            except CallError as error:
                unwanted = error.unwanted & self._options.keys()
                if not unwanted:
                    raise
            self._options = {k: v for k, v in self._options.items() if k not in unwanted}
        return call.run(exchange, self._options)
