"""A web site on loopback out of a table of answers, and manners that reach it without waiting."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

from index.fetching.visits import Manners


@dataclass
class NewsSite:
    """`pages` gives for a path (status, headers, body); `asked` is what was asked, in order."""

    pages: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)
    now: float = 0.0

    def __enter__(self) -> Self:
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                headers = {name.lower(): value for name, value in self.headers.items()}
                site.asked.append((self.path, headers))
                status, sent, body = site.pages.get(self.path, (404, {}, b""))
                if status == 200 and sent.get("ETag", "-") == headers.get("if-none-match"):
                    status, body = 304, b""
                self.send_response(status)
                for name, value in sent.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def url(self, path: str, host: str = "gazette.example") -> str:
        """The address of a page here, under any name."""
        return f"http://{host}:{self._server.server_port}{path}"

    def page(self, path: str, words: str, *, head: str = "", **headers: str) -> None:
        """Put a page there."""
        body = f"<!DOCTYPE html><html><head><title>{words}</title>{head}</head><body><article>"
        body += f"<h1>{words}</h1><p>{words}, the clerk said on Monday.</p></article></body></html>"
        self.pages[path] = (200, {"Content-Type": "text/html", **headers}, body.encode())

    def paths(self) -> list[str]:
        """What was asked for, but for robots.txt."""
        return [path for path, _ in self.asked if path != "/robots.txt"]

    def manners(self, **changed: object) -> Manners:
        """Every name is this machine; the clock goes on only while somebody sleeps."""

        def sleep(seconds: float) -> None:
            self.slept.append(seconds)
            self.now += seconds

        given = {
            "resolve": lambda host, port: ["127.0.0.1"],
            "is_allowed": lambda machine: machine == "127.0.0.1",
            "clock": lambda: self.now,
            "sleep": sleep,
        }
        return Manners(**{**given, **changed})  # type: ignore[arg-type]
