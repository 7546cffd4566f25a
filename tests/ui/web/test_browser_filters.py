"""Filters and the choice of the model as a reader uses them, in headless Chromium."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index.index import Index
from tests.support.browsing import ask, open_page, reload

if TYPE_CHECKING:
    from conftest import Serve
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def article(title: str, author: str, date: str, outlet: str, text: str) -> str:
    known = f"title: {title}\nauthor: {author}\ndate: {date}\noutlet: {outlet}"
    return f"---\n{known}\ntags: [harbour]\n---\n\n{text}\n"


STORM = "The storm tore a hole of fourteen metres in the harbour wall."
BILL = "The bill for the hole in the harbour wall came to five million pounds."
ARTICLES = {
    "wall.md": article("Storm", "Imogen Tasker", "2024-02-12", "The Gazette", STORM),
    "bill.md": article("Bill", "Ruben Ashgrove", "2024-03-05", "The Chronicle", BILL),
    "oven.md": "# The village oven\n\nThe village oven bakes sourdough bread every Saturday.\n",
}
QUESTION = "What is known about the hole in the harbour wall?"
WriteArticles = Callable[[dict[str, str]], Path]


class EchoModel:
    """Writes one sentence."""

    name = "echo-model"

    def stream(self, messages: Sequence[Mapping[str, str]]) -> Iterator[str]:
        yield f"{STORM[:-1]} [1]."


def choose(page: Page, *values: str) -> None:
    """Tick `values` in the dialog and close it."""
    page.locator(".byline-filters-opener").click()
    for value in values:
        page.locator("label.byline-check", has_text=value).locator("input").check()
    page.get_by_role("button", name="Done").click()


def chips(page: Page) -> list[str]:
    return [
        text.removesuffix("×").strip().replace("\n", " ")
        for text in page.locator(".byline-filter-chip").all_inner_texts()
    ]


def test_question_is_asked_among_the_chosen_articles_until_the_chip_is_removed(
    home: str, page: Page
) -> None:
    open_page(page, home)
    choose(page, "Ruben Ashgrove")
    assert chips(page) == ["Ruben Ashgrove"]
    answer = ask(page, QUESTION)
    assert BILL in answer.inner_text()
    assert STORM not in answer.inner_text()
    assert "Only articles: author Ruben Ashgrove" in answer.inner_text()
    assert chips(page) == ["Ruben Ashgrove"]  # for the next question too
    page.get_by_role("button", name="Remove the filter author Ruben Ashgrove").click()
    assert chips(page) == []
    assert STORM in ask(page, "How big was the hole that the storm tore?").inner_text()


def test_days_limit_the_articles_and_a_wrong_order_is_said(home: str, page: Page) -> None:
    open_page(page, home)
    page.locator(".byline-filters-opener").click()
    passing = page.locator(".byline-filters-passing")
    passing.filter(has_text="3 of 3 articles").wait_for()
    page.get_by_label("From", exact=True).fill("2024-03-01")
    passing.filter(has_text="1 of 3 articles").wait_for()
    page.get_by_label("Until").fill("2024-02-01")
    page.get_by_text("The first day is after the last one.").wait_for()
    page.get_by_role("button", name="Done").click()
    assert page.get_by_label("From", exact=True).is_visible()  # not closed: one day would be lost
    page.get_by_label("Until").fill("2024-03-31")
    page.get_by_label("Told by date").check()
    page.get_by_role("button", name="Done").click()
    assert chips(page) == ["from 1 Mar 2024", "until 31 Mar 2024", "told by date"]
    assert STORM not in ask(page, QUESTION).inner_text()
    page.locator(".byline-filters-opener").click()
    page.get_by_role("button", name="Clear all").click()
    passing.filter(has_text="3 of 3 articles").wait_for()
    page.keyboard.press("Escape")
    page.locator(".byline-filters-opener:focus").wait_for()
    assert chips(page) == []


def test_filters_stay_with_their_conversation(home: str, page: Page) -> None:
    open_page(page, home)
    choose(page, "The Gazette")
    ask(page, QUESTION)
    first = page.url
    reload(page)
    page.locator(".byline-filter-chip").wait_for()
    assert chips(page) == ["The Gazette"]
    page.get_by_role("button", name="New conversation").first.click()
    page.locator(".byline-filter-chip").wait_for(state="detached")
    page.goto(first)
    page.locator(".byline-filter-chip").wait_for()
    assert chips(page) == ["The Gazette"]


def test_tabs_remember_their_filters_beside_each_other(home: str, page: Page) -> None:
    open_page(page, home)
    other = page.context.new_page()
    open_page(other, home)
    choose(page, "The Gazette")
    choose(other, "The Chronicle")
    kept = other.evaluate("Object.values(JSON.parse(localStorage.getItem('byline-filters')))")
    assert [one["filters"]["outlets"] for one in kept] == [["The Gazette"], ["The Chronicle"]]


def test_filters_and_models_come_when_byline_answers_again(home: str, page: Page) -> None:
    page.route("**/byline/api/library", lambda route: route.abort())
    page.goto(home)
    page.locator(".byline-said", has_text="Byline does not answer.").wait_for()
    page.unroute("**/byline/api/library")
    page.locator(".byline-filters-opener").wait_for()
    assert page.get_by_role("button", name="Quotes only").is_visible()


def test_chip_that_the_question_set_is_taken_away_and_the_question_asked_again(
    home: str, page: Page
) -> None:
    open_page(page, home)
    answer = ask(page, "What did Ruben Ashgrove write about the hole in the harbour wall?")
    chip = answer.locator('a[href^="#do/plain/"]')
    assert "Ruben Ashgrove" in chip.inner_text()
    exchange = chip.get_attribute("href")
    chip.dblclick()
    page.locator(f'a[href="{exchange}"]').wait_for(state="detached")
    page.locator(".byline-actions").wait_for()
    assert page.locator(".byline-question").count() == 1
    assert page.locator('a[href^="#do/plain/"]').count() == 0


def test_value_that_is_not_in_the_articles_any_more_is_shown_as_such(
    index: Index, own_home: str, page: Page, write_articles: WriteArticles
) -> None:
    open_page(page, own_home)
    choose(page, "Imogen Tasker")
    index.sync(write_articles({name: ARTICLES[name] for name in ("bill.md", "oven.md")}))
    page.evaluate("document.dispatchEvent(new CustomEvent('byline:library'))")
    page.locator(".byline-filter-gone").wait_for()
    assert chips(page) == ["Imogen Tasker not in the articles any more"]
    page.locator(".byline-filters-opener").click()
    gone = page.locator("label.byline-check", has_text="Imogen Tasker")
    assert "not in the articles any more" in gone.inner_text()
    page.locator(".byline-filters-none").wait_for()
    gone.locator("input").uncheck()
    page.get_by_role("button", name="Done").click()
    assert chips(page) == []


def test_authors_are_found_by_typing_when_there_are_many(
    index: Index, own_home: str, page: Page, write_articles: WriteArticles
) -> None:
    names = [[f"  - Ann Number{n:04}" for n in range(at, at + 200)] for at in range(0, 2000, 200)]
    heads = ["\n".join(["---", "authors:", *some, "---", ""]) for some in names]
    index.sync(write_articles({f"{n}.md": f"{head}\nRain {n}.\n" for n, head in enumerate(heads)}))
    open_page(page, own_home)
    page.locator(".byline-filters-opener").click()
    ticks = page.locator("fieldset", has_text="Author").locator("label.byline-check")
    assert ticks.count() == 50
    assert page.get_by_text("and 1,950 more: type to find them").count() == 1
    page.get_by_label("Find an author").fill("number17")
    assert ticks.count() == 50
    page.get_by_label("Find an author").fill("number1789")
    assert ticks.all_inner_texts() == ["Ann Number1789\n1"]
    ticks.locator("input").check()
    page.get_by_label("Find an author").fill("")
    assert ticks.first.locator("input").is_checked()


def test_page_says_quotes_only_when_no_model_is_configured(home: str, page: Page) -> None:
    open_page(page, home)
    words = page.get_by_role("button", name="Quotes only")
    assert "byline models" in (words.get_attribute("title") or "")
    words.click()
    page.locator(".byline-said", has_text="byline models").wait_for()


def test_model_is_chosen_in_the_header_and_remembered(
    index: Index, serving: Serve, page: Page
) -> None:
    with serving(index, models={"echo-model": EchoModel()}) as home:
        open_page(page, home)
        choice = page.get_by_label("Answers by")
        assert choice.locator("option").all_inner_texts() == ["Quotes only", "echo-model"]
        choice.select_option("echo-model")
        assert "Written by echo-model" in ask(page, QUESTION).inner_text()
        reload(page)
        assert page.get_by_label("Answers by").input_value() == "echo-model"
        page.get_by_label("Answers by").select_option("Quotes only")
        assert "own words" in ask(page, QUESTION).inner_text()
