"""Browser steps to every view of the page, one after the other, for axe."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from benchmarks.page.axe_places import Addresses
from tests.support.browsing import ask, choose_model, open_page

if TYPE_CHECKING:
    from playwright.sync_api import Page

ANSWERED = "What did the wall repair cost?"
UNANSWERED = "Who won the football world cup?"
VIEWS = (
    "start page",
    "articles without any",
    "evaluation without runs",
    "login",
    "login refused",
    "chat with examples",
    "answer",
    "source panel",
    "export menu",
    "edit dialog",
    "refusal",
    "model answer",
    "filters dialog",
    "filters chosen",
    "conversations",
    "articles",
    "article beside the list",
    "articles that failed",
    "evaluation",
    "evaluation of a run",
    "evaluation of two runs",
)


class Views:
    """Leads a page from view to view."""

    def __init__(self, page: Page, addresses: Addresses) -> None:
        self.page, self._at = page, addresses

    def walk(self, limit: int | None = None) -> Iterator[str]:
        """Each view's name, when it is shown; of each place at most `limit`."""
        for way in (self._empty, self._login, self._chat, self._articles, self._evaluation):
            for number, view in enumerate(way()):
                if limit is not None and number >= limit:
                    break
                yield view

    def _empty(self) -> Iterator[str]:
        self.page.goto(self._at.empty)
        self.page.get_by_role("heading", name="Which articles shall Byline read?").wait_for()
        yield "start page"
        self.page.goto(f"{self._at.empty}#articles")
        self.page.get_by_text("There are no articles yet").wait_for()
        yield "articles without any"
        self.page.goto(f"{self._at.empty}#evaluation")
        self.page.get_by_text("Nothing has been measured yet.").wait_for()
        yield "evaluation without runs"

    def _login(self) -> Iterator[str]:
        self.page.goto(self._at.login)
        self.page.get_by_label("Name").fill("mara")
        yield "login"
        self.page.get_by_label("Password").fill("wrong")
        self.page.get_by_role("button", name="Log in").click()
        self.page.get_by_role("alert").wait_for()
        yield "login refused"

    def _chat(self) -> Iterator[str]:
        page = self.page
        open_page(page, self._at.sample)
        page.locator("#byline-chat .byline-welcome").wait_for()
        page.locator("#byline-chat .examples").wait_for()
        yield "chat with examples"
        choose_model(page, "quotes")
        ask(page, ANSWERED)
        yield "answer"
        page.locator(".byline-quote a.byline-marker").first.click()
        page.locator("#byline-panel mark.byline-cited").first.wait_for()
        yield "source panel"
        page.get_by_role("button", name="Close the source").click()
        page.get_by_role("button", name="Export").last.click()
        page.get_by_role("menu").wait_for()
        yield "export menu"
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Edit question").last.click()
        page.locator("dialog[open].byline-dialog").wait_for()
        yield "edit dialog"
        page.keyboard.press("Escape")
        ask(page, UNANSWERED)
        yield "refusal"
        choose_model(page, self._at.model)
        ask(page, ANSWERED)
        page.locator(".byline-badge").first.wait_for()
        yield "model answer"
        yield from self._around()

    def _around(self) -> Iterator[str]:
        page = self.page
        page.locator(".byline-filters-opener").click()
        page.locator(".byline-filters-dialog .byline-check input").first.check()
        yield "filters dialog"
        page.get_by_role("button", name="Done").click()
        page.locator(".byline-filter-chip").first.wait_for()
        yield "filters chosen"
        if page.locator("#byline-side").is_hidden():
            page.get_by_role("button", name="Conversations").click()
        page.locator("#byline-side .byline-side-link").first.wait_for()
        yield "conversations"
        if page.locator("#byline-side .byline-side-close").is_visible():
            page.keyboard.press("Escape")

    def _articles(self) -> Iterator[str]:
        page = self.page
        page.goto(f"{self._at.sample}#articles")
        page.reload()
        titles = page.locator(".byline-articles-table tbody .byline-article-title")
        titles.first.wait_for()
        page.locator(".byline-troubles-head").wait_for()
        yield "articles"
        titles.first.click()
        page.locator("#byline-panel .byline-headline").wait_for()
        yield "article beside the list"
        page.get_by_role("button", name="Close the source").click()
        page.locator(".byline-view-articles select").first.select_option("failed")
        page.get_by_text("3 files found").wait_for()
        yield "articles that failed"

    def _evaluation(self) -> Iterator[str]:
        page = self.page
        heading = page.locator(".byline-view-evaluation h1")
        page.goto(f"{self._at.sample}#evaluation")
        page.get_by_label("Baseline").wait_for()
        yield "evaluation"
        page.goto(f"{self._at.sample}#evaluation/first")
        heading.filter(has_text="first").wait_for()
        page.frame_locator(".byline-evaluation-report").locator("#queries").wait_for()
        yield "evaluation of a run"
        page.goto(f"{self._at.sample}#evaluation/first/second")
        heading.filter(has_text="against").wait_for()
        yield "evaluation of two runs"
