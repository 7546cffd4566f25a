"""Browser walk-through: everything that a reader does with hostile articles, view by view."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.hostile.documents import HostileDocument
from benchmarks.hostile.watch import Watch
from tests.support.browsing import ask, choose_model, new_conversation, open_page, until

if TYPE_CHECKING:
    from playwright.sync_api import Page

QUOTES = "quotes"
QUESTION_CHARS = 1500
SIGNS = ("evil", "owned")

_EXPORT = """async (exchange) => {
  const reply = await fetch(`/byline/api/answers/${exchange}/export.html`);
  return reply.ok ? reply.text() : "";
}"""

_FIRST_TITLE = "document.querySelector('.byline-articles-table .byline-article-title').innerText"


class Tour:
    """A reader's way through the page; what happens meanwhile is in `watch`.

    Attributes:
        shown: documents that an answer cited, by the model that wrote it.
        payloads: documents whose payload stood, as text, in an answer.
        opened: documents whose source panel was opened.
    """

    def __init__(self, page: Page, watch: Watch, uris: Mapping[str, str]) -> None:
        self.page, self.watch, self._uris = page, watch, uris
        self.shown: dict[str, set[str]] = {}
        self.payloads: set[str] = set()
        self.opened: set[str] = set()

    def start(self, address: str) -> None:
        """Open the page."""
        self.watch.doing = "start"
        open_page(self.page, address)
        self._look()

    def ask_about(self, document: HostileDocument, model: str) -> str:
        """Ask for the document's fact, open its sources; returns the id of the answer."""
        self.watch.doing = f"answer of {document.doc_id} by {model[:8]}"
        new_conversation(self.page)
        choose_model(self.page, model)
        ask(self.page, document.question)
        answer = self.page.locator(".byline-answer").last.inner_text().lower()
        if any(sign in answer for sign in SIGNS):
            self.payloads.add(document.doc_id)
        self._look()
        self._open_sources(document, model)
        address = self.page.locator('a[href^="#do/up/"]').last.get_attribute("href") or ""
        return address.split("/")[2]

    def _open_sources(self, document: HostileDocument, model: str) -> None:
        sources = self.page.locator(".byline-sources .byline-source")
        for place in range(sources.count()):
            self.watch.doing = f"source {place + 1} for {document.doc_id}"
            shown = self._open_panel(place)
            self._look()
            if shown == document.doc_id:
                self.shown.setdefault(model, set()).add(shown)
                break
        self._close_panel()

    def _open_panel(self, place: int) -> str:
        """Follow a source; returns the document that the panel then shows."""
        self.page.evaluate("document.querySelector('#byline-panel .byline-content').textContent=''")
        self.page.locator(".byline-sources .byline-source").nth(place).click()
        self.page.locator("#byline-panel mark.byline-cited").first.wait_for()
        path = self.page.locator("#byline-panel .byline-where-path").text_content() or ""
        self.opened.add(path)
        return path

    def _close_panel(self) -> None:
        if self.page.locator("#byline-panel").is_visible():
            self.page.get_by_role("button", name="Close the source").click()

    def note(self, exchange: str, document: HostileDocument) -> None:
        """Call the answer bad, in the payload's words."""
        self.watch.doing = f"feedback in the words of {document.doc_id}"
        self.page.locator(f'a[href="#do/down/{exchange}"]').click()
        self.page.get_by_role("button", name="Say what is wrong").click()
        dialog = self.page.locator("dialog[open].byline-dialog")
        dialog.get_by_label("In your words").fill(document.payload.text[:QUESTION_CHARS])
        dialog.get_by_role("button", name="Keep").click()
        self.page.get_by_text("Noted, with your words.").wait_for()
        self._look()

    def save_export(self, exchange: str, document: HostileDocument, folder: Path) -> None:
        """Save the answer as a web page, to be opened from the disk."""
        self.watch.doing = f"export of {document.doc_id}"
        file = folder / f"{exchange}.html"
        file.write_text(self.page.evaluate(_EXPORT, exchange), encoding="utf-8")

    def ask_payload(self, document: HostileDocument) -> None:
        """Ask in the payload's own words: question, conversation list, refusal."""
        self.watch.doing = f"question in the words of {document.doc_id}"
        new_conversation(self.page)
        choose_model(self.page, QUOTES)
        ask(self.page, document.payload.text[:QUESTION_CHARS])
        self.page.locator(".byline-side-link[aria-current]").first.wait_for()
        self._look()

    def read_articles(self) -> None:
        """The list of articles, page by page; each article is opened."""
        self.watch.doing = "articles"
        self.page.get_by_role("link", name="Articles", exact=True).click()
        titles = self.page.locator(".byline-articles-table tbody .byline-article-title")
        titles.first.wait_for()
        following = self.page.get_by_role("button", name="Next ›")
        while True:
            self._read_listed()
            if not following.is_visible() or following.is_disabled():
                return
            self.page.locator("#byline-panel").wait_for(state="hidden")
            before = titles.first.inner_text()
            following.click()
            until(self.page, f"{_FIRST_TITLE} !== {json.dumps(before)}")

    def _read_listed(self) -> None:
        titles = self.page.locator(".byline-articles-table tbody .byline-article-title")
        self._look()
        for place in range(titles.count()):
            self.watch.doing = f"reading article {place + 1}: {titles.nth(place).inner_text()[:40]}"
            titles.nth(place).click()
            path = self.page.locator("#byline-panel .byline-where-path")
            path.wait_for()
            self.opened.add(path.text_content() or "")
            self._look()
            self.page.get_by_role("button", name="Close the source").click()
            path.wait_for(state="hidden")

    def filter(self, ticks: int = 12) -> None:
        """Tick hostile values in the dialog; they become chips; all are cleared again."""
        self.watch.doing = "filters"
        self.page.get_by_role("link", name="Byline", exact=True).click()
        opener = self.page.locator(".byline-filters-opener")
        opener.click()
        boxes = self.page.locator(".byline-filters-dialog .byline-check input")
        boxes.first.wait_for()
        self._look()
        count = boxes.count()
        for place in range(0, count, max(1, count // ticks)):
            boxes.nth(place).check()
        self._look()
        self.page.get_by_role("button", name="Done").click()
        self.page.locator(".byline-filter-chip").first.wait_for()
        self._look()
        opener.click()
        self.page.get_by_role("button", name="Clear all").click()
        self.page.get_by_role("button", name="Done").click()

    def _look(self) -> None:
        self.watch.inspect(self.page, self._uris)


def open_exports(watch: Watch, folder: Path, uris: Sequence[str]) -> int:
    """Open every exported page of `folder`; returns how many there are."""
    files = sorted(folder.glob("*.html"))
    page = watch.new_page()
    for file in files:
        watch.doing = f"exported page {file.name}"
        page.goto(file.as_uri())
        watch.inspect_export(page, uris)
    return len(files)
