"""Gradio's own routes (files, uploads, components) that the page must refuse."""

import http.client
import socket
from urllib.parse import urlsplit

READ = (
    "/gradio_api/file=http://127.0.0.1:{port}/x",
    "/gradio_api/file=https://127.0.0.1:{port}/x",
    "/gradio_api/file/http://127.0.0.1:{port}/x",
    "/gradio_api/file%3Dhttp://127.0.0.1:{port}/x",
    "/gradio_api/%66ile=http://127.0.0.1:{port}/x",
    "//gradio_api/file=http://127.0.0.1:{port}/x",
    "/file=http://127.0.0.1:{port}/x",
    "/gradio_api/proxy=http://127.0.0.1:{port}/x",
    "/proxy=http://127.0.0.1:{port}/x",
    "/gradio_api/file=/etc/passwd",
    "/file=/etc/passwd",
    "/static/../../../../../etc/passwd",
    "/assets/..%2f..%2f..%2f..%2fetc/passwd",
    "/byline/../../pyproject.toml",
    "/gradio_api/stream/1/1/1/playlist.m3u8",
    "/gradio_api/upload_progress?upload_id=1",
    "/gradio_api/info",
    "/gradio_api/openapi.json",
    "/gradio_api/mcp/sse",
    "/monitoring",
    "/gradio_api/monitoring",
    "/gradio_api/login",
    "/gradio_api/deep_link",
    "/docs",
    "/openapi.json",
    "/user",
    "/token",
)
WRITTEN = (
    "/gradio_api/upload",
    "/upload",
    "/gradio_api/component_server",
    "/gradio_api/call/ask",
    "/gradio_api/api/ask",
    "/gradio_api/mcp/messages",
)


def served_addresses(home: str) -> tuple[list[str], int]:
    """Those that are not refused, and how often the server fetched something for us."""
    with socket.create_server(("127.0.0.1", 0)) as bait:
        bait.settimeout(0.5)
        port = bait.getsockname()[1]
        asked = [("GET", path.format(port=port)) for path in READ]
        asked += [("POST", path) for path in WRITTEN]
        served = [f"{how} {path}" for how, path in asked if _status(home, how, path) < 400]
        return served, _connections(bait)


def refused_count() -> int:
    """How many addresses are tried."""
    return len(READ) + len(WRITTEN)


def _status(home: str, method: str, path: str) -> int:
    """The status at exactly this path: clients would tidy it up."""
    connection = http.client.HTTPConnection(urlsplit(home).netloc, timeout=30)
    connection.request(method, path, body=b"{}" if method == "POST" else None)
    status = connection.getresponse().status
    connection.close()
    return status


def _connections(bait: socket.socket) -> int:
    count = 0
    while True:
        try:
            bait.accept()[0].close()
        except TimeoutError:
            return count
        count += 1
