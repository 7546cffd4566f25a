"""`EndpointModel`: a language model behind an OpenAI-compatible endpoint, streamed.

stream -> a thread: attempts -> one POST each -> bytes -> pieces -> the reader, with the clock
"""

import random
from collections.abc import Iterator, Mapping, Sequence

from index.errors import ModelError
from rag.models.address import Address, read_address
from rag.models.failures import CallError
from rag.models.http_client import Call, load_libraries
from rag.models.redaction import Redactor, redacted_logs
from rag.models.reply import Reply, read_in_background
from rag.settings import ModelSettings

ATTEMPTS = 3
_FIRST_WAIT_S = 0.2


class EndpointModel:
    """The model `settings.model` at `settings.base_url`. Safe to share between threads."""

    def __init__(self, settings: ModelSettings) -> None:
        self._settings = settings
        self._unwanted = frozenset[str]()  # what the endpoint said that it does not take

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
        yield from read_in_background(
            lambda reply: self._produce(call, reply), self._settings.timeout_s, who=address.url
        )

    def _call(self, address: Address, messages: Sequence[Mapping[str, str]]) -> Call:
        if not self._settings.model:
            raise ModelError(f"BYLINE_MODEL is not set: name one of the models at {address.url}")
        secret = self._settings.secret()
        key = secret.get_secret_value().strip()
        if not (key.isascii() and key.isprintable()):
            raise ModelError("BYLINE_API_KEY holds characters that no key has: copy it again")
        load_libraries()  # takes a moment once, which is not the endpoint's fault
        return Call(
            address=address,
            key=secret,
            redactor=Redactor([key, *address.secrets]),
            model=self._settings.model,
            messages=[dict(message) for message in messages],
        )

    def _produce(self, call: Call, reply: Reply) -> None:
        """Ask until it succeeds, fails for good, or no time is left; the last failure counts."""
        with redacted_logs(call.redactor):
            for attempt in range(ATTEMPTS):
                try:
                    return self._attempt(call, reply)
                except CallError as error:
                    wait_s = _FIRST_WAIT_S * (2**attempt + random.random())
                    if error.wait_s is not None:
                        wait_s = error.wait_s
                    if not error.again or attempt + 1 == ATTEMPTS or wait_s >= reply.left():
                        raise
                reply.stopped.wait(wait_s)

    def _attempt(self, call: Call, reply: Reply) -> None:
        while True:
            try:
                return call.run(reply, self._unwanted)
            except CallError as error:
                if error.unwanted <= self._unwanted:
                    raise
                self._unwanted |= error.unwanted
