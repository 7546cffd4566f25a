"""The page's HTML head: middleware that puts our styles and scripts in; static files.

Gradio's own way adds them when its scripts have run: the page would stand bare until then.
"""

from __future__ import annotations

from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

STATIC = Path(__file__).parent / "static"


class Head:
    """ASGI middleware: puts the styles and the script into the head of the page at `/`."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._head = head().encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; the page gets its head."""
        if scope["type"] != "http" or scope["path"] != "/":
            await self._app(scope, receive, send)
            return
        start: Message = {}
        body = b""

        async def collect(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message
                return
            body += message.get("body", b"")
            if not message.get("more_body"):
                whole = body.replace(b"</head>", self._head + b"</head>", 1)
                MutableHeaders(scope=start)["content-length"] = str(len(whole))
                await send(start)
                await send({"type": "http.response.body", "body": whole})

        await self._app(scope, receive, collect)


def served_files(suffix: str) -> list[Path]:
    """Our own files of a kind, in the order of their names."""
    return sorted(STATIC.rglob(f"*{suffix}"), key=lambda path: path.name)


def address_of(path: Path) -> str:
    """Where a file of ours is served."""
    return f"/byline/{path.relative_to(STATIC).as_posix()}"


def head() -> str:
    """Every style sheet of ours, the common one first, and the script that loads the others."""
    sheets = sorted(served_files(".css"), key=lambda path: path.name != "base.css")
    styles = "".join(f'<link rel="stylesheet" href="{address_of(path)}">' for path in sheets)
    modules = "".join(
        f'<link rel="modulepreload" href="{address_of(path)}">' for path in served_files(".js")
    )
    return f'{styles}{modules}<script type="module" src="/byline/page.js"></script>'
