"""The Articles view and the first start, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from index.index import Index

if TYPE_CHECKING:
    from conftest import Serve
    from playwright.sync_api import Dialog, Page, Route

pytestmark = pytest.mark.browser

ROWS = ".byline-articles-table tbody tr"


ARTICLES = {
    "bridge.md": (
        "---\ntitle: The bridge\nauthor: Ana Lum\noutlet: Gazette\ndate: 2024-05-01\n---\n"
        "The bridge opened in May."
    ),
    "tram.md": "---\ntitle: The tram\ndate: 2025-01-02\n---\nTrams run.",
    "<img src=x onerror=alert(1)>.md": (
        "---\ntitle: <script>alert(1)</script> ${7*7} {{7*7}}\n---\nHostile words."
    ),
    "empty.md": " ",
}
"""Three, one of them hostile, and a file that cannot be read."""


def open_articles(page: Page, address: str) -> None:
    page.goto(f"{address}#articles")
    page.locator(ROWS).first.wait_for()


def titles(page: Page) -> list[str]:
    return page.locator(f"{ROWS} .byline-article-title").all_inner_texts()


def test_first_start_offers_the_sample_and_then_the_chat(
    page: Page, serving: Serve, empty_index: Index
) -> None:
    with serving(empty_index) as address:
        page.goto(address)
        page.get_by_role("heading", name="Which articles shall Byline read?").wait_for()
        assert not page.locator("gradio-app").is_visible()
        assert "byline sync FOLDER" in page.locator(".byline-start-command").inner_text()
        page.get_by_role("button", name="Try it with the sample articles").click()
        page.get_by_text("20 articles, from").wait_for()
        assert not page.locator(".byline-start").is_visible()


def test_articles_are_listed_as_text_and_failures_stand_out(page: Page, home: str) -> None:
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    open_articles(page, home)
    assert "<script>alert(1)</script> ${7*7} {{7*7}}" in titles(page)
    troubles = page.locator(".byline-troubles")
    assert troubles.locator(".byline-troubles-head").inner_text() == "1 file could not be read"
    assert troubles.locator("li").all_inner_texts() == ["empty.md empty"]
    assert page.locator(".byline-articles-table img").count() == 0
    assert dialogs == []


def test_list_is_searched_and_sorted_by_keyboard(page: Page, home: str) -> None:
    open_articles(page, home)
    page.get_by_role("columnheader", name="Date").get_by_role("button").focus()
    page.keyboard.press("Enter")
    page.locator("th[aria-sort=descending]", has_text="Date").wait_for()
    page.locator(f"{ROWS}:first-child", has_text="The tram").wait_for()
    page.get_by_label("Search by title, author").fill("lum GAZETTE")
    page.get_by_text("1 file found").wait_for()
    assert titles(page) == ["The bridge"]


def test_article_opens_beside_the_list(page: Page, home: str) -> None:
    open_articles(page, home)
    page.get_by_role("button", name="The bridge", exact=True).click()
    page.locator("#byline-panel", has_text="The bridge opened in May.").wait_for()


def test_uploaded_folder_is_read_and_refused_files_are_named(
    page: Page, own_home: str, index: Index, tmp_path: Path
) -> None:
    new = tmp_path / "new"
    (new / "city").mkdir(parents=True)
    for number in range(12):
        (new / "city" / f"{number}.txt").write_text(f"Report number {number} on the harbour.")
    (new / "photo.webp").write_bytes(b"x")
    (new / ".hidden.md").write_text("x")
    open_articles(page, own_home)
    page.locator(".byline-view-articles input[type=file]").nth(1).set_input_files(new)
    page.get_by_text("12 files added, 1 refused.").first.wait_for()
    refused = page.locator(".byline-adding-state .byline-reasons")
    assert refused.inner_text() == "new/photo.webp files of the type .webp are not read"
    page.get_by_text("12 articles added.").first.wait_for()
    page.get_by_text("16 files", exact=True).wait_for()
    assert (index.path.parent / "articles/new/city/3.txt").is_file()


def test_removed_article_comes_back_with_undo(page: Page, own_home: str, index: Index) -> None:
    open_articles(page, own_home)
    page.get_by_role("button", name="Remove The bridge").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove", exact=True).click()
    page.get_by_text("“The bridge” removed.").wait_for()
    page.locator(ROWS, has_text="The bridge").wait_for(state="detached")
    assert not (index.path.parent / "articles/bridge.md").exists()
    page.get_by_role("button", name="Undo").click()
    page.locator(ROWS, has_text="The bridge").wait_for()
    assert (index.path.parent / "articles/bridge.md").is_file()


def test_rest_can_be_sent_when_byline_was_away(page: Page, own_home: str, tmp_path: Path) -> None:
    (tmp_path / "late.txt").write_text("A late report on the ferry.")
    open_articles(page, own_home)
    page.route("**/articles/files*", lambda route: route.abort())
    page.locator(".byline-view-articles input[type=file]").first.set_input_files(
        tmp_path / "late.txt"
    )
    page.get_by_role("button", name="Send the rest").wait_for()
    page.unroute("**/articles/files*")
    page.get_by_role("button", name="Send the rest").click()
    page.get_by_text("1 article added.").first.wait_for()


def test_list_fits_a_phone(page: Page, home: str) -> None:
    page.set_viewport_size({"width": 380, "height": 800})
    open_articles(page, home)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 380
    assert page.get_by_label("Sort by").is_visible()


def test_view_is_asked_for_once_and_its_dates_are_the_articles_west_of_greenwich(
    new_page: Callable[..., Page], home: str
) -> None:
    page = new_page(timezone_id="America/New_York")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/byline/")[2]))
    open_articles(page, home)
    assert page.locator(ROWS, has_text="The bridge").locator(".byline-cell-date").inner_text() == (
        "1 May 2024"
    )
    page.locator(".byline-troubles").wait_for()
    page.locator("#byline-ask").wait_for(state="attached")  # Gradio's page is there too
    page.wait_for_timeout(300)
    assert page.title() == "Articles · Byline"
    assert len([path for path in asked if path.startswith("api/articles?search=")]) == 1
    assert asked.count("api/library") == 1


def sync_state(number: int, running: bool) -> dict[str, Any]:
    known = {"number": number, "running": running, "stopping": False, "doing": "Reading"}
    counts = {"files_done": 1, "files_total": 4, "passages_encoded": 0, "generation": 1}
    return known | counts | {"report": None, "problem": "" if running else "Ended."}


LOOK = "document.dispatchEvent(new Event('visibilitychange'))"
PROGRESS = ".byline-view-articles progress"


def test_progress_goes_on_when_a_late_reply_comes_and_when_byline_is_away(
    page: Page, home: str
) -> None:
    held: list[Route] = []

    def answer(route: Route) -> None:
        if route.request.method == "POST":
            route.fulfill(json=sync_state(1, running=True))
        else:
            held.append(route)

    open_articles(page, home)
    page.locator("#byline-ask").wait_for(state="attached")
    page.route("**/byline/api/sync", answer)
    page.evaluate(LOOK)
    page.get_by_role("button", name="Sync now").click()
    page.locator(PROGRESS).wait_for()
    held.pop(0).fulfill(json=sync_state(0, running=False))
    page.wait_for_timeout(100)
    assert page.locator(PROGRESS).is_visible()
    held.clear()
    page.evaluate(LOOK)
    page.evaluate(LOOK)
    while len(held) < 2:
        page.wait_for_timeout(20)
    for route in held:
        route.abort()
    page.get_by_text("Byline does not answer; trying again …").first.wait_for()
    page.unroute("**/byline/api/sync")
    page.route("**/byline/api/sync", lambda route: route.fulfill(json=sync_state(1, running=False)))
    page.evaluate(LOOK)
    ended = page.locator(".byline-view-articles .byline-adding-text", has_text="Ended.")
    ended.wait_for()
    page.get_by_role("button", name="Close").click()
    page.locator(".byline-view-articles h1:focus").wait_for()
    page.get_by_role("link", name="Chat").click()
    with page.expect_response("**/byline/api/sync"):
        page.get_by_role("link", name="Articles").click()
    page.wait_for_timeout(100)
    assert ended.count() == 0


def test_upload_leads_to_the_login_once_when_the_session_has_ended(
    page: Page, home: str, tmp_path: Path
) -> None:
    many = tmp_path / "many"
    many.mkdir()
    for number in range(40):
        (many / f"{number}.txt").write_text(f"Report number {number}.")
    posts: list[str] = []
    dialogs: list[str] = []

    def leave(dialog: Dialog) -> None:
        dialogs.append(dialog.type)
        dialog.accept()

    def refuse(route: Route) -> None:
        posts.append(route.request.url)
        route.fulfill(status=401, json={"problem": "Log in first."})

    open_articles(page, home)
    page.on("dialog", leave)
    page.route("**/articles/files*", refuse)
    page.route("**/login?*", lambda route: route.fulfill(body="The login"))
    page.locator(".byline-view-articles input[type=file]").nth(1).set_input_files(many)
    page.get_by_text("The login").wait_for()
    assert page.url.endswith("/login?next=%2F%23articles")
    assert len(posts) <= 2
    assert dialogs == []


def test_list_can_be_tried_again_when_byline_did_not_answer_at_first(page: Page, home: str) -> None:
    page.route("**/byline/api/articles?search=*", lambda route: route.abort())
    page.goto(f"{home}#articles")
    page.locator(".byline-articles-failure").wait_for()
    page.unroute("**/byline/api/articles?search=*")
    page.get_by_role("button", name="Try again").press("Enter")
    page.locator(ROWS).first.wait_for()
    assert page.locator(".byline-articles-found:focus").inner_text() == "4 files"


def test_focus_stays_in_its_row_when_the_list_is_made_anew(page: Page, home: str) -> None:
    open_articles(page, home)
    page.get_by_role("button", name="Remove The bridge").focus()
    with page.expect_response("**/byline/api/articles?search=*"):
        page.evaluate("document.dispatchEvent(new CustomEvent('byline:library'))")
    page.wait_for_timeout(100)
    focused = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert focused == "Remove The bridge"


def test_article_is_put_back_once_when_the_button_is_clicked_twice(
    page: Page, own_home: str
) -> None:
    open_articles(page, own_home)
    page.get_by_role("button", name="Remove The bridge").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove", exact=True).click()
    page.locator(ROWS, has_text="The bridge").wait_for(state="detached")
    page.get_by_role("combobox", name="Show").select_option("removed")
    page.get_by_role("button", name="Put back bridge.md").dblclick()
    page.locator(".byline-said", has_text="1 file put back.").wait_for()
    page.wait_for_timeout(300)
    assert page.locator(".byline-said > span").inner_text() == "1 file put back."
