"""Positive control: the same documents unescaped and without a CSP, where the attacks succeed.

Each payload is put into a page of its own in the ways in which careless pages do it: as Markdown
with raw HTML, as innerHTML, into a script as JSON, and as a template that is evaluated.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from benchmarks.hostile.payloads import Payload
from benchmarks.hostile.watch import Watch

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PLACE = "http://127.0.0.1:9/control"  # never asked for: the page comes from this process
WAIT_MS = 250


def run_control(browser: Browser, payloads: Sequence[Payload]) -> tuple[Watch, list[str]]:
    """Show each payload raw; returns what happened, and the names of those that did nothing."""
    context = browser.new_context()
    watch = Watch(context, PLACE)
    idle = []
    for payload in payloads:
        before = _count(watch)
        _show(watch, payload)
        if _count(watch) == before:
            idle.append(payload.name)
    context.close()
    return watch, idle


def _count(watch: Watch) -> int:
    return len(watch.requests) + len(watch.scripts) + len(watch.links)


def _show(watch: Watch, payload: Payload) -> None:
    from playwright.sync_api import Error

    watch.doing = payload.name
    page = watch.new_page()
    page.route(PLACE, lambda route: route.fulfill(content_type="text/html", body=raw_page(payload)))
    try:
        page.goto(PLACE, wait_until="commit")
        page.wait_for_timeout(WAIT_MS)
        watch.inspect(page, {}, titles=["control"])
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
        "<!doctype html><title>control</title><body><div class=byline-answer id=raw></div>"
        f"<script>const text = {data}; raw.innerHTML = text;"
        r"for (const [, code] of text.matchAll(/(?:\$\{|\{\{|<%=?)([^{}%]*)(?:\}|%>)/g))"
        "{ try { eval(code) } catch {} }</script>"
        f"<div class=byline-answer>{markdown.render(payload.text)}</div>"
    )
