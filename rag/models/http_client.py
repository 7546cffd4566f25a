"""HTTP client of an endpoint's chat completions: one POST, no retry, no redirect."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from index.errors import ModelError
from rag.models.address import Address
from rag.models.failures import OPTIONS, SYSTEM, CallError, explain, status_error
from rag.models.redaction import Redactor
from rag.models.reply import Reply, Stopped
from rag.models.response_parser import read_pieces

if TYPE_CHECKING:
    import ssl

    import httpx2

MAX_BYTES = 32_000_000
_TAIL = 200  # a key that is cut into pieces is found if they are no more than these
# nothing here tells about this machine
_HEADERS = {"accept": "application/json", "accept-encoding": "identity", "user-agent": "byline"}
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

    def run(self, reply: Reply, unwanted: Collection[str] = ()) -> None:
        """Put the pieces of what comes into `reply`; of `OPTIONS` and `SYSTEM`, send no `unwanted`.

        Raises:
            CallError: it failed; `again` is False once a piece was put.
            ModelError: what came is no complete reply.
            Stopped: nobody waits any more.
        """
        if reply.stopped.is_set():
            raise Stopped
        said: list[str] = []
        try:
            with self._post(self._body(unwanted), reply) as response:
                for piece in read_pieces(_limited(response)):
                    said.append(piece)
                    self._check_reply(said)
                    reply.put(piece)
        except Exception as error:  # noqa: BLE001  # every library's error has an explanation
            problem = explain(error, self.redactor)
        else:
            return
        if isinstance(problem, CallError) and said:
            problem.again = False
        raise problem

    def _check_reply(self, said: list[str]) -> None:
        if self.redactor.finds_key("".join(said[-_TAIL:])):
            raise ModelError("repeats its key in the answer")

    def _body(self, unwanted: Collection[str]) -> dict[str, object]:
        messages = self.messages
        if SYSTEM in unwanted:
            whole = "\n\n".join(message["content"] for message in messages)
            messages = [{"role": "user", "content": whole}]
        options = {name: value for name, value in OPTIONS.items() if name not in unwanted}
        return {"model": self.model, "messages": messages, **options}

    @contextlib.contextmanager
    def _post(self, body: Mapping[str, object], reply: Reply) -> Iterator[httpx2.Response]:
        import httpx2

        key, address = self.key.get_secret_value().strip(), self.address
        with (
            httpx2.Client(
                verify=_trusted(),
                timeout=reply.left() + 1,  # of a single read: the reader keeps the real time
                auth=(address.user, address.password) if address.user or address.password else None,
                mounts=dict.fromkeys(_NO_PROXY),
            ) as client,
            client.stream(
                "POST",
                f"{address.url}/chat/completions",
                params=address.query or None,
                json=body,
                headers=_HEADERS | ({"authorization": f"Bearer {key}"} if key else {}),
                extensions={"trace": lambda event, info: _keep_handle(event, info, reply)},
            ) as response,
        ):
            if response.headers.get("content-encoding", "identity").casefold() != "identity":
                raise CallError("answered in a compression that was not asked for")
            if not response.is_success:
                said = b"".join(_limited(response))
                raise status_error(
                    response.status_code, response.headers, said, self.redactor, has_key=bool(key)
                )
            yield response


def load_libraries() -> None:
    """Import what a call needs, its loggers with it, and read the certificates."""
    import httpcore2  # noqa: F401

    _trusted()


@lru_cache(maxsize=1)
def _trusted() -> ssl.SSLContext:
    import httpx2

    return httpx2.create_ssl_context()


def _keep_handle(event: str, info: Mapping[str, Any], reply: Reply) -> None:
    """Keep a second handle of the connection: cutting it ends whatever waits on the first."""
    if event.endswith("connect_tcp.complete"):
        twin: socket.socket = info["return_value"].get_extra_info("socket").dup()
        reply.at_stop(lambda: _cut(twin))


def _cut(connection: socket.socket) -> None:
    with connection, contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


def _limited(response: httpx2.Response) -> Iterator[bytes]:
    """The body as it comes; answers that never end are cut."""
    total = 0
    for chunk in response.iter_raw():
        total += len(chunk)
        if total > MAX_BYTES:
            raise ModelError(f"gave an endless answer, over {MAX_BYTES:,} bytes")
        yield chunk
