"""The Articles view and the first start, in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index.index import Index

if TYPE_CHECKING:
    from conftest import Serve
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

ROWS = ".byline-articles-table tbody tr"


@pytest.fixture
def town(empty_index: Index) -> Index:
    """Three articles, one of them hostile, and a file that cannot be read."""
    folder = empty_index.path.parent / "articles"
    folder.mkdir()
    (folder / "bridge.md").write_text(
        "---\ntitle: The bridge\nauthor: Ana Lum\noutlet: Gazette\ndate: 2024-05-01\n---\n"
        "The bridge opened in May."
    )
    (folder / "tram.md").write_text("---\ntitle: The tram\ndate: 2025-01-02\n---\nTrams run.")
    (folder / "<img src=x onerror=alert(1)>.md").write_text(
        "---\ntitle: <script>alert(1)</script> ${7*7} {{7*7}}\n---\nHostile words."
    )
    (folder / "empty.md").write_text(" ")
    empty_index.sync(folder)
    return empty_index


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
        page.get_by_text("20 articles, from").wait_for(timeout=30_000)
        assert not page.locator(".byline-start").is_visible()


def test_articles_are_listed_as_text_and_failures_stand_out(
    page: Page, serving: Serve, town: Index
) -> None:
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    with serving(town) as address:
        open_articles(page, address)
        assert "<script>alert(1)</script> ${7*7} {{7*7}}" in titles(page)
        troubles = page.locator(".byline-troubles")
        assert troubles.locator(".byline-troubles-head").inner_text() == "1 file could not be read"
        assert troubles.locator("li").all_inner_texts() == ["empty.md empty"]
        assert page.locator(".byline-articles-table img").count() == 0
    assert dialogs == []


def test_list_is_searched_and_sorted_by_keyboard(page: Page, serving: Serve, town: Index) -> None:
    with serving(town) as address:
        open_articles(page, address)
        page.get_by_role("columnheader", name="Date").get_by_role("button").focus()
        page.keyboard.press("Enter")
        page.locator("th[aria-sort=descending]", has_text="Date").wait_for()
        page.locator(f"{ROWS}:first-child", has_text="The tram").wait_for()
        page.get_by_label("Search by title, author").fill("lum GAZETTE")
        page.get_by_text("1 file found").wait_for()
        assert titles(page) == ["The bridge"]


def test_article_opens_beside_the_list(page: Page, serving: Serve, town: Index) -> None:
    with serving(town) as address:
        open_articles(page, address)
        page.get_by_role("button", name="The bridge", exact=True).click()
        page.locator("#byline-panel", has_text="The bridge opened in May.").wait_for()


def test_uploaded_folder_is_read_and_refused_files_are_named(
    page: Page, serving: Serve, town: Index, tmp_path: Path
) -> None:
    new = tmp_path / "new"
    (new / "city").mkdir(parents=True)
    for number in range(12):
        (new / "city" / f"{number}.txt").write_text(f"Report number {number} on the harbour.")
    (new / "photo.png").write_bytes(b"x")
    (new / ".hidden.md").write_text("x")
    with serving(town) as address:
        open_articles(page, address)
        page.locator(".byline-view-articles input[type=file]").nth(1).set_input_files(new)
        page.get_by_text("12 files added, 1 refused.").first.wait_for()
        refused = page.locator(".byline-adding-state .byline-reasons")
        assert refused.inner_text() == "new/photo.png files of the type .png are not read"
        page.get_by_text("12 articles added.").first.wait_for(timeout=30_000)
        page.get_by_text("16 files", exact=True).wait_for()
    assert (town.path.parent / "articles/new/city/3.txt").is_file()


def test_removed_article_comes_back_with_undo(page: Page, serving: Serve, town: Index) -> None:
    with serving(town) as address:
        open_articles(page, address)
        page.get_by_role("button", name="Remove The bridge").click()
        page.get_by_role("dialog").get_by_role("button", name="Remove", exact=True).click()
        page.get_by_text("“The bridge” removed.").wait_for()
        page.locator(ROWS, has_text="The bridge").wait_for(state="detached")
        assert not (town.path.parent / "articles/bridge.md").exists()
        page.get_by_role("button", name="Undo").click()
        page.locator(ROWS, has_text="The bridge").wait_for(timeout=30_000)
    assert (town.path.parent / "articles/bridge.md").is_file()


def test_rest_can_be_sent_when_byline_was_away(
    page: Page, serving: Serve, town: Index, tmp_path: Path
) -> None:
    (tmp_path / "late.txt").write_text("A late report on the ferry.")
    with serving(town) as address:
        open_articles(page, address)
        page.route("**/articles/files*", lambda route: route.abort())
        page.locator(".byline-view-articles input[type=file]").first.set_input_files(
            tmp_path / "late.txt"
        )
        page.get_by_role("button", name="Send the rest").wait_for()
        page.unroute("**/articles/files*")
        page.get_by_role("button", name="Send the rest").click()
        page.get_by_text("1 article added.").first.wait_for(timeout=30_000)


def test_list_fits_a_phone(page: Page, serving: Serve, town: Index) -> None:
    page.set_viewport_size({"width": 380, "height": 800})
    with serving(town) as address:
        open_articles(page, address)
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 380
        assert page.get_by_label("Sort by").is_visible()
