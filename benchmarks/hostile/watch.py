"""Watches a browser from outside: scripts run, requests sent, dialogs opened, CSP reports."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Page

# Runs before a page's own scripts: tells at once, even when the page is left again.
CANARY = """
Object.defineProperty(window, "__owned", {set() { console.log("owned"); }, get() {}});
document.addEventListener("securitypolicyviolation", (event) =>
  console.log(`blocked ${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
"""

TITLES = ("Byline", "Articles · Byline", "Evaluation · Byline")
"""What the page calls itself; another title was set by a script."""

_ADDRESSES = """() => [...document.querySelectorAll("a, area, [src], form, link")]
  .map((one) => one.href || one.src || one.action)"""
_FOREIGN = """() => [...document.querySelectorAll(
  "body script, body style, iframe, object, embed, base, svg, math, img, form, video, audio")]
  .map((one) => one.outerHTML.slice(0, 200))"""


class Watch:
    """Everything that happens in a context of the browser; requests elsewhere are aborted.

    Attributes:
        requests: to any other origin than `home`, by address.
        scripts: signs that a payload ran: canary, title, dialog, popup.
        links: in a document, but neither its own nor a citation's uri.
        elements: in a document, made of text that should have stayed text.
        errors: thrown by scripts of the page.
        blocked: tried, and stopped only by the content security policy.
    """

    def __init__(self, context: BrowserContext, home: str) -> None:
        self.requests: list[str] = []
        self.scripts: list[str] = []
        self.links: list[str] = []
        self.elements: list[str] = []
        self.errors: list[str] = []
        self.blocked: list[str] = []
        self.doing = ""
        self._home = home
        self._context = context
        self._opening = 0
        context.add_init_script(CANARY)
        # An expression is compared by the browser's driver: own requests do not wait for us.
        own = f"{re.escape(home)}|data:|blob:|about:"
        context.route(re.compile(f"^(?!{own})"), lambda route: route.abort())
        context.on("request", lambda request: self._request(request.url))
        context.on("console", self._said)
        context.on("dialog", self._dialog)
        context.on("page", self._page)
        context.on("weberror", lambda error: self._note(self.errors, str(error.error)))

    def new_page(self) -> Page:
        """A page that is meant to be opened; every other one is a sign of a script."""
        self._opening += 1
        page = self._context.new_page()
        page.on("websocket", lambda socket: self._note(self.requests, socket.url))
        return page

    def inspect(
        self, page: Page, uris: Mapping[str, str], titles: Collection[str] = TITLES
    ) -> None:
        """Look through the document; `uris` are those that articles give, by document."""
        found = page.evaluate(_inspect(), dict(uris))
        for link in found["links"]:
            self._note(self.links, link)
        for element in found["elements"]:
            self._note(self.elements, element)
        if found["title"] not in titles:
            self._note(self.scripts, f"title {found['title']}")

    def inspect_export(self, page: Page, uris: Collection[str]) -> None:
        """Look through an exported page: it has links to the sources' own uris, and no script."""
        known = "(uris) => uris.map((uri) => new URL(uri).href)"
        allowed = set(page.evaluate(known, list(uris)))
        for address in page.evaluate(_ADDRESSES):
            if address not in allowed and not address.startswith(f"{page.url}#"):
                self._note(self.links, address)
        for element in page.evaluate(_FOREIGN):
            self._note(self.elements, element)

    def findings(self) -> list[str]:
        """Every finding in a line."""
        kinds = ("requests", "scripts", "links", "elements", "errors", "blocked")
        return [f"{kind}: {line}" for kind in kinds for line in getattr(self, kind)]

    def _is_own(self, url: str) -> bool:
        return url.startswith((self._home, "data:", "blob:", "about:"))

    def _request(self, url: str) -> None:
        if not self._is_own(url):
            self._note(self.requests, url)

    def _said(self, message: ConsoleMessage) -> None:
        if message.text == "owned":
            self._note(self.scripts, "canary")
        elif message.text.startswith("blocked "):
            self._note(self.blocked, message.text)

    def _dialog(self, dialog: Dialog) -> None:
        self._note(self.scripts, f"dialog {dialog.message}")
        dialog.dismiss()

    def _page(self, page: Any) -> None:
        if self._opening:
            self._opening -= 1
        else:
            self._note(self.scripts, f"popup {page.url}")

    def _note(self, kept: list[str], what: str) -> None:
        kept.append(f"{self.doing}: {' '.join(what.split())[:300]}")


def _inspect() -> str:
    return resources.files("benchmarks.hostile").joinpath("inspect.js").read_text("utf-8")
