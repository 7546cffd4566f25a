"""One request to an endpoint, through the openai SDK."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from index.errors import ModelError
from rag.models.address import Address
from rag.models.exchange import Exchange, Stopped
from rag.models.failures import explain
from rag.models.reading import read_pieces
from rag.models.retrying import CallError
from rag.models.secrecy import Redactor

if TYPE_CHECKING:
    import ssl

    import httpx2
    import openai

MAX_BYTES = 32_000_000
_TAIL = 200  # a key that is cut into pieces is found if they are no more than these
# others that the SDK adds tell about this machine, or come from OPENAI_CUSTOM_HEADERS
_HEADERS = frozenset(
    {
        "host",
        "accept",
        "connection",
        "user-agent",
        "content-type",
        "content-length",
        "x-stainless-raw-response",  # by which the SDK itself knows how to hand on the answer
    }
)
# a proxy of the environment has no way to this machine
_NO_PROXY = ("all://127.0.0.1", "all://localhost", "all://[::1]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What to ask whom."""

    address: Address
    key: SecretStr
    redactor: Redactor
    model: str
    messages: list[dict[str, str]]

    def run(self, exchange: Exchange, options: Mapping[str, object]) -> None:
        """Put the reply's pieces into `exchange`.

        Raises:
            CallError: it failed; `again` is False once a piece was put.
            ModelError: what came is no complete reply.
            Stopped: nobody waits any more.
        """
        if exchange.stopped.is_set():
            raise Stopped
        said: list[str] = []
        try:
            with self._client(exchange) as client, self._open(client, options) as response:
                for piece in read_pieces(response.iter_bytes()):
                    said.append(piece)
                    self._check_reply(said)
                    exchange.put(piece)
        except Exception as error:  # noqa: BLE001  # every library's error has an explanation
            problem = explain(error, redactor=self.redactor, has_key=bool(self._secret))
        else:
            return
        if isinstance(problem, CallError) and said:
            problem.again = False
        raise problem

    def _check_reply(self, said: list[str]) -> None:
        if self.redactor.finds_key("".join(said[-_TAIL:])):
            raise ModelError("repeats its key in the answer")

    @property
    def _secret(self) -> str:
        return self.key.get_secret_value().strip()

    def _open(self, client: openai.OpenAI, options: Mapping[str, object]) -> Any:
        ask: Any = client.chat.completions.with_streaming_response.create
        return ask(model=self.model, messages=self.messages, **options)

    @contextlib.contextmanager
    def _client(self, exchange: Exchange) -> Iterator[openai.OpenAI]:
        import httpx2
        import openai

        address = self.address
        with httpx2.Client(
            verify=_trusted(),
            follow_redirects=False,
            timeout=exchange.left() + 1,  # of a single read: the reader keeps the real time
            auth=(address.user, address.password) if address.user or address.password else None,
            mounts=dict.fromkeys(_NO_PROXY),
            event_hooks={
                "request": [lambda request: self._prepare(request, exchange)],
                "response": [_limit],
            },
        ) as http:
            yield openai.OpenAI(
                base_url=address.url,
                api_key=self._secret or "none",
                default_query=dict(address.query),
                max_retries=0,
                http_client=http,
            )

    def _prepare(self, request: httpx2.Request, exchange: Exchange) -> None:
        allowed = {*_HEADERS, "authorization"} if self._authorizes else _HEADERS
        for name in set(request.headers) - allowed:
            del request.headers[name]
        request.headers["accept-encoding"] = "identity"
        request.extensions["trace"] = lambda event, info: _remember(event, info, exchange)

    @property
    def _authorizes(self) -> bool:
        return bool(self._secret or self.address.user or self.address.password)


def load_libraries() -> None:
    """Import what a call needs, and read the certificates."""
    import openai  # noqa: F401
    import tenacity  # noqa: F401

    _trusted()


@lru_cache(maxsize=1)
def _trusted() -> ssl.SSLContext:
    import httpx2

    return httpx2.create_ssl_context()


def _remember(event: str, info: Mapping[str, Any], exchange: Exchange) -> None:
    """Keep a second handle of the connection: cutting it ends whatever waits on the first."""
    if event.endswith("connect_tcp.complete"):
        twin: socket.socket = info["return_value"].get_extra_info("socket").dup()
        exchange.at_stop(lambda: _cut(twin))


def _cut(connection: socket.socket) -> None:
    with connection, contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


def _limit(response: httpx2.Response) -> None:
    """Refuse answers that unpack to more than they seem, and cut those that never end."""
    if response.headers.get("content-encoding", "identity").casefold() != "identity":
        raise CallError("answered in a compression that was not asked for")
    response.stream = _limited(response.stream)


def _limited(stream: Any) -> Any:
    import httpx2

    class Limited(httpx2.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            total = 0
            for chunk in stream:
                total += len(chunk)
                if total > MAX_BYTES:
                    raise ModelError(f"gave an endless answer, over {MAX_BYTES:,} bytes")
                yield chunk

        def close(self) -> None:
            stream.close()

    return Limited()
