"""The uvicorn server, which shuts down promptly and logs nothing needless."""

import asyncio
import logging
import socket

import uvicorn

from ui.web.chat.answering import Answering


class Server(uvicorn.Server):
    """Ends answers that are being made before it ends the pages that wait for them."""

    def __init__(self, config: uvicorn.Config, answering: Answering) -> None:
        super().__init__(config)
        self._answering = answering

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        """Serve until a signal ends it, even one that comes before anything is served."""
        with self.capture_signals():
            super().run(sockets)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Keep what is ready of every answer, then close the connections."""
        # Pages keep a connection open as long as they are: that it is cut is not worth a traceback.
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await asyncio.to_thread(self._answering.end)
        await super().shutdown(sockets)
