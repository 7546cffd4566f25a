"""How the page reads: one width, a header of one row, keys, colours, and finding in an article."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.browsing import BOX, ask, open_page, until

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

ARTICLES = {
    "wall.md": (
        "# Storm tears hole in harbour wall\n\n"
        "The storm tore a hole of fourteen metres in the harbour wall. Nobody was hurt.\n\n"
        + "Volunteers carried blankets to the hall all night.\n\n"
        * 12
    ),
    "oven.md": "# The village oven\n\nThe village oven bakes sourdough bread every Saturday.\n",
}
QUESTION = "How big was the hole that the storm tore in the harbour wall?"


def test_answer_and_box_share_one_width_that_can_be_read(home: str, page: Page) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    open_page(page, home)
    answer = ask(page, QUESTION).bounding_box()
    box = page.locator("#byline-ask").bounding_box()
    assert answer
    assert box
    assert (answer["x"], answer["width"]) == (box["x"], box["width"])
    assert 640 <= answer["width"] <= 740


@pytest.mark.parametrize(("width", "height"), [(390, 844), (640, 400)])  # a phone; 200 % of a desk
def test_header_is_one_row_and_the_box_is_whole(
    home: str, page: Page, width: int, height: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    open_page(page, home)
    box = page.locator("#byline-ask").bounding_box()
    assert box
    assert box["y"] + box["height"] <= height
    tops = []
    for role, name in (("button", "Conversations"), ("link", "Articles"), ("button", "Menu")):
        found = page.get_by_role(role, name=name).bounding_box()
        assert found
        tops.append(found["y"] + found["height"] / 2)
        if width == 390:
            assert min(found["width"], found["height"]) >= 43.5
    assert max(tops) - min(tops) < 8


def test_keys_lead_to_the_box_and_to_a_sheet_of_keys(home: str, page: Page) -> None:
    open_page(page, home)
    page.locator(".byline-name").focus()
    page.keyboard.press("/")
    page.locator(f"{BOX}:focus").wait_for()
    page.keyboard.type("/?")
    assert page.locator(BOX).input_value() == "/?"
    page.locator(".byline-name").focus()
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Keys")
    sheet.wait_for()
    page.keyboard.press("Escape")
    sheet.wait_for(state="hidden")


def test_colours_that_were_chosen_are_there_again(home: str, page: Page) -> None:
    page.emulate_media(color_scheme="light")
    open_page(page, home)
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("menuitem", name="Dark").click()
    until(page, "document.body.classList.contains('dark')")
    page.reload()
    until(page, "document.body.classList.contains('dark')")
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("menuitem", name="System").click()
    until(page, "!document.body.classList.contains('dark')")


def test_words_are_found_in_an_article(home: str, page: Page) -> None:
    open_page(page, home)
    ask(page, QUESTION).locator("a.byline-marker").first.click()
    find = page.get_by_label("Find in the article")
    find.fill("carried  BLANKETS")
    find.press("Enter")
    page.get_by_text("1 of 12").wait_for()
    find.press("Shift+Enter")
    page.get_by_text("12 of 12").wait_for()
    find.fill("no such words")
    find.press("Enter")
    page.get_by_text("Not there").wait_for()
