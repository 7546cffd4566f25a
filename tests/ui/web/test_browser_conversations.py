"""Conversations and feedback as a reader meets them, in headless Chromium."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from eval.collections.feedback import Verdict, read_feedback
from tests.support.browsing import ask, open_page, reload

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser

ARTICLES = {
    "wall.md": "# Storm hits the wall\n\nThe storm tore a hole of fourteen metres in the wall.\n",
    "oven.md": "# The oven\n\nThe village oven bakes sourdough bread every Saturday.\n",
}
HOLE = "How big was the hole that the storm tore in the wall?"
BREAD = "What bread does the village oven bake every Saturday?"


def titles(page: Page) -> list[str]:
    return page.locator(".byline-side-title").all_inner_texts()


def more(page: Page, title: str) -> Locator:
    return page.get_by_role("button", name=f"More about “{title}”")


def said(page: Page, text: str) -> None:
    page.locator(".byline-said", has_text=text).wait_for()


def test_a_conversation_is_reopened_as_it_was_after_another_and_a_reload(page, home):
    open_page(page, home)
    ask(page, HOLE)
    answer = page.locator("#byline-chat .byline-answer").inner_text()
    page.get_by_role("button", name="New conversation").click()
    page.locator("#byline-chat .byline-answer").wait_for(state="detached")
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    ask(page, BREAD)
    page.locator(".byline-side-link[aria-current]", has_text=BREAD).wait_for()
    assert titles(page) == [BREAD, HOLE]
    page.locator(".byline-side-link", has_text=HOLE).click()
    page.locator(".byline-side-link[aria-current]", has_text=HOLE).wait_for()
    page.locator("#byline-chat .byline-question", has_text=HOLE).wait_for()
    assert page.locator("#byline-chat .byline-answer").inner_text() == answer
    reload(page)
    page.locator("#byline-chat .byline-question", has_text=HOLE).wait_for()
    assert page.locator("#byline-chat .byline-answer").inner_text() == answer


def test_a_conversation_is_renamed_saved_and_deleted_from_the_keyboard(page, home):
    open_page(page, home)
    ask(page, HOLE)
    more(page, HOLE).press("Enter")
    page.locator("[role=menuitem]:focus").wait_for()
    page.keyboard.press("Enter")  # Rename comes first
    page.locator("dialog[open] input:focus").wait_for()
    page.keyboard.type("The wall")
    page.keyboard.press("Enter")
    more(page, "The wall").press("Enter")
    page.keyboard.press("ArrowDown")
    with page.expect_download() as saved:
        page.keyboard.press("Enter")
    assert saved.value.suggested_filename == "byline-the-wall.md"
    assert "fourteen metres" in Path(saved.value.path()).read_text()
    more(page, "The wall").press("Enter")
    page.keyboard.press("ArrowUp")  # Delete comes last
    page.keyboard.press("Enter")
    page.locator("dialog[open]").get_by_role("button", name="Cancel").press("Enter")
    assert titles(page) == ["The wall"]
    more(page, "The wall").press("Enter")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.locator("dialog[open]").get_by_role("button", name="Delete").press("Enter")
    page.locator(".byline-side-none").wait_for()
    page.locator("#byline-chat .byline-answer").wait_for(state="detached")


def test_the_list_is_a_drawer_on_a_phone(page, home):
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, home)
    ask(page, HOLE)
    side = page.locator("#byline-side")
    assert side.is_hidden()
    opener = page.get_by_role("button", name="Conversations")
    opener.click()
    assert side.is_visible()
    assert page.evaluate("document.activeElement.textContent") == "New conversation"
    page.keyboard.press("Escape")
    assert side.is_hidden()
    assert page.evaluate("document.activeElement.textContent") == "Conversations"
    opener.click()
    page.get_by_role("button", name="New conversation").click()
    page.locator("#byline-chat .byline-answer").wait_for(state="detached")
    opener.click()
    page.locator(".byline-side-link").click()
    page.locator("#byline-chat .byline-answer").wait_for()
    assert side.is_hidden()


def test_the_column_stays_folded_after_a_reload(page, home):
    open_page(page, home)
    fold = page.get_by_role("button", name="Conversations")
    fold.wait_for()
    assert fold.get_attribute("aria-expanded") == "true"
    fold.click()
    page.reload()
    fold.wait_for()
    assert fold.get_attribute("aria-expanded") == "false"
    assert page.locator("#byline-side").is_hidden()


def test_thumbs_and_notes_are_written_down_and_shown_after_a_reload(page, own_home, tmp_path):
    open_page(page, own_home)
    ask(page, HOLE)
    page.locator('a[href^="#do/up/"]').click()
    page.locator('a[href^="#do/up/"][aria-pressed="true"]').wait_for()
    page.locator('a[href^="#do/down/"]').press(" ")
    page.get_by_role("button", name="Say what is wrong").click()
    page.keyboard.type("Not this wall.")
    page.locator("dialog[open]").get_by_role("button", name="Keep").click()
    said(page, "Noted, with your words.")
    page.reload()
    page.locator('a[href^="#do/down/"][aria-pressed="true"]').wait_for()
    assert page.locator('a[href^="#do/up/"]').get_attribute("aria-pressed") == "false"
    judged = list(read_feedback(tmp_path / "kept" / "feedback.jsonl"))
    assert [one.verdict for one in judged] == [Verdict.UP, Verdict.DOWN, Verdict.DOWN]
    assert [one.note for one in judged] == ["", "", "Not this wall."]


def test_a_wrong_citation_is_written_down_from_the_source_panel(page, own_home, tmp_path):
    open_page(page, own_home)
    ask(page, HOLE)
    page.locator("#byline-chat a.byline-marker").first.click()
    page.locator("#byline-panel").get_by_role("button", name="Wrong citation").click()
    page.keyboard.type("Another wall.")
    page.get_by_role("button", name="It is wrong").click()
    said(page, "Noted.")
    (one,) = read_feedback(tmp_path / "kept" / "feedback.jsonl")
    assert (one.verdict, one.note) == (Verdict.WRONG_CITATION, "Another wall.")
    assert [cited.doc_id for cited in one.cited] == ["wall.md"]
    assert "fourteen metres" in one.sentence


def test_an_answer_is_copied_and_exported(page, home):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_page(page, home)
    ask(page, HOLE)
    page.locator('a[href^="#do/copy/"]').click()
    said(page, "Copied with its footnotes.")
    assert "[^1]:" in page.evaluate("navigator.clipboard.readText()")
    page.locator('a[href^="#do/export/"]').click()
    with page.expect_download() as saved:
        page.get_by_role("menuitem", name="Word").click()
    assert saved.value.suggested_filename.endswith(".docx")
    assert Path(saved.value.path()).read_bytes().startswith(b"PK")
