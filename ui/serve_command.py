"""`byline serve`: the web chat on this machine."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import UsageError
from index.location import find_index

if TYPE_CHECKING:
    import uvicorn

    from ui.web.library import Library

HOST = "127.0.0.1"


def run_serve(index: Path | None, port: int, open_page: bool) -> None:
    """Serve the page until Ctrl+C.

    Raises:
        UsageError: the port is taken.
    """
    listener = listen(port)  # before the slow imports: a taken port is said at once
    # Read by Gradio and the hub library when they are imported: nothing is reported to anyone.
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    from rag.models import configured_model
    from rag.settings import ModelSettings
    from ui.web.library import Library

    model = configured_model(ModelSettings())
    library = Library.at(find_index(index), model)
    library.warm()
    server = build_server(library, port, model.name if model else "")
    address = f"http://{HOST}:{port}"
    print(f"Byline is at {address} - press Ctrl+C to stop", flush=True)
    if open_page:
        import webbrowser

        webbrowser.open(address)
    server.run(sockets=[listener])


def listen(port: int) -> socket.socket:
    """A socket on this machine only; raises `UsageError` when the port cannot be had."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if sys.platform != "win32":
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise UsageError(
            f"port {port} cannot be used ({error.strerror}): stop what uses it,"
            f" or choose another with --port"
        ) from error
    return listener


def build_server(library: Library, port: int, model_name: str = "") -> uvicorn.Server:
    """The server of the page, not yet running; `model_name` is "" when answers are quotations."""
    import uvicorn

    from ui.web.app import build_app

    app = build_app(library, port=port, model_name=model_name)
    return uvicorn.Server(
        uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=2)
    )
