"""Proxy authentication: a proxy is believed by its key, not by its address alone.

On this machine every program has the same address as the proxy.
"""

from secrets import compare_digest

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

HEADER = "x-byline-proxy"


class ProxyKey:
    """Leaves out what was forwarded by whoever does not send the key, before it is believed."""

    def __init__(self, app: ASGIApp, key: str) -> None:
        self._app, self._key = app, key.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, the key left out as well."""
        if scope["type"] == "http":
            sent = Headers(scope=scope).get(HEADER, "")
            is_known = compare_digest(sent.encode("latin-1"), self._key)
            scope = {**scope, "headers": _without(scope["headers"], is_known)}
        await self._app(scope, receive, send)


def _without(headers: list[tuple[bytes, bytes]], is_known: bool) -> list[tuple[bytes, bytes]]:
    left_out = (HEADER.encode(),) if is_known else (HEADER.encode(), b"x-forwarded-", b"forwarded")
    return [(name, value) for name, value in headers if not name.startswith(left_out)]
