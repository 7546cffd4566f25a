"""The control: the same documents where text is taken for markup, without any policy.

Each payload is put into a page of its own in the ways in which careless pages do it: as Markdown
with raw HTML, as innerHTML, into a script as JSON, and as a template that is evaluated.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ui.bench.hostile_payloads import Payload
from ui.bench.hostile_watch import Watch

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PLACE = "http://127.0.0.1:9/control"  # never asked for: the page comes from this process
WAIT_MS = 250
_LINKS = """() => [...document.querySelectorAll("a[href], form[action], area[href]")]
  .map((one) => one.getAttribute("href") || one.getAttribute("action"))
  .filter((address) => !address.startsWith("#") || address.includes("evil"))"""


def run_control(browser: Browser, payloads: Sequence[Payload]) -> tuple[Watch, int]:
    """Show each payload raw; returns what happened, and how many of them did anything."""
    context = browser.new_context()
    watch = Watch(context, PLACE)
    active = 0
    for payload in payloads:
        before = len(watch.requests) + len(watch.scripts) + len(watch.links)
        _show(watch, payload)
        active += len(watch.requests) + len(watch.scripts) + len(watch.links) > before
    context.close()
    return watch, active


def _show(watch: Watch, payload: Payload) -> None:
    from playwright.sync_api import Error

    watch.doing = payload.name
    page = watch.new_page()
    page.route(PLACE, lambda route: route.fulfill(content_type="text/html", body=raw_page(payload)))
    try:
        page.goto(PLACE, wait_until="commit")
        page.wait_for_timeout(WAIT_MS)
        watch.links.extend(page.evaluate(_LINKS))
        watch.scripts.extend(["title"] * (page.title() == "owned"))
    except Error:
        watch.scripts.append("the page was left")  # by a payload: nothing else leads away
    page.close()


def raw_page(payload: Payload) -> str:
    """The page that a careless author would make of a payload."""
    from markdown_it import MarkdownIt

    markdown = MarkdownIt("commonmark", {"html": True, "linkify": False})
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]
    data = json.dumps(payload.text, ensure_ascii=False)  # "</script>" in it ends the script
    return (
        f"<!doctype html><title>control</title><body>{markdown.render(payload.text)}"
        f"<div id=raw></div><script>const text = {data};"
        "raw.innerHTML = text; new Function(`return \\`${text}\\``)()</script>"
    )
