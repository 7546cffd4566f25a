"""The conversation as a reader meets it, in headless Chromium."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import pytest

from index.index import Index
from rag.answerer import Answerer
from tests.support.browsing import (
    BOX,
    ask,
    choose_model,
    open_page,
    reload,
    send,
    until,
)

if TYPE_CHECKING:
    from conftest import Serve
    from playwright.sync_api import Page, Route

pytestmark = pytest.mark.browser

ARTICLES = {
    "wall.md": (
        "---\ntitle: Storm tears hole in harbour wall\nauthor: Imogen Tasker\n"
        "date: 2024-02-12\noutlet: The Gazette\nurl: https://gazette.example/wall\n---\n\n"
        + "The town woke to a grey sea and a cold wind from the west.\n\n" * 12
        + "The storm tore a hole of fourteen metres in the harbour wall. Nobody was hurt.\n\n"
        + "Volunteers carried blankets to the hall all night.\n\n" * 12
    ),
    "oven.md": "# The village oven\n\nThe village oven bakes sourdough bread every Saturday.\n",
    "hostile.md": (
        "---\ntitle: '<img src=https://evil.example/t.png onerror=alert(1)>'\n---\n\n"
        "The lighthouse keeper wrote `<script>document.title='owned'</script>` and"
        " `<img src=https://evil.example/i.png>` and ![x](https://evil.example/x.png) and"
        " ${document.title='owned'} and"
        " {{constructor}} in the lighthouse log.\n"
    ),
}
QUESTION = "How big was the hole that the storm tore in the harbour wall?"
OTHER = "What does the village oven bake?"


class SlowModel:
    """Writes a sentence, then waits until it may go on."""

    name = "slow-model"

    def __init__(self) -> None:
        self.may_go_on = threading.Event()

    def stream(self, messages: Sequence[Mapping[str, str]]) -> Iterator[str]:
        yield "The storm tore a hole of fourteen metres in the harbour wall [1]. Nobody was "
        self.may_go_on.wait()
        yield "hurt [1]."


@pytest.fixture
def model() -> Iterator[SlowModel]:
    """Let go at the end."""
    model = SlowModel()
    yield model
    model.may_go_on.set()


class Notes:
    """What a page did that it must not do."""

    def __init__(self, page: Page, home: str) -> None:
        self.elsewhere: list[str] = []
        self.errors: list[str] = []
        page.on("request", lambda request: self._request(request.url, home))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("dialog", lambda dialog: self.errors.append(dialog.message))
        page.on(
            "console",
            lambda said: self.errors.append(said.text) if said.type == "error" else None,
        )

    def _request(self, url: str, home: str) -> None:
        if not url.startswith((home, "data:", "blob:")):
            self.elsewhere.append(url)


def questions(page: Page) -> list[str]:
    return page.locator(".byline-question").all_inner_texts()


def begin_answer(page: Page, address: str, model: SlowModel) -> None:
    """Open the page, ask `model`, and wait for its first sentence."""
    open_page(page, address)
    choose_model(page, model.name)
    send(page, QUESTION)
    page.locator(".byline-prose").wait_for()


def test_answer_quotes_the_article_and_names_it(home: str, page: Page) -> None:
    notes = Notes(page, home)
    open_page(page, home)
    ask(page, QUESTION)
    quote = page.locator(".byline-quote").first.inner_text()
    assert quote.startswith("“The storm tore a hole of fourteen metres in the harbour wall.”")
    assert "Imogen Tasker · The Gazette" in page.locator(".byline-sources").inner_text()
    assert page.locator(BOX).input_value() == ""
    assert (notes.elsewhere, notes.errors) == ([], [])


def test_sentences_appear_one_by_one_and_what_is_ready_stays_when_stopped(
    index: Index, serving: Serve, page: Page, model: SlowModel
) -> None:
    with serving(index, models={model.name: model}) as address:
        begin_answer(page, address, model)
        assert "fourteen metres" in page.locator(".byline-prose").inner_text()
        assert "Writing" in page.locator(".byline-pending").inner_text()
        page.get_by_role("button", name="Stop").click()
        page.locator(".byline-problem").wait_for()
        assert "You stopped this answer" in page.locator(".byline-problem").inner_text()
        assert "Nobody" not in page.locator(".byline-prose").inner_text()
        page.get_by_role("button", name="Ask", exact=True).wait_for()
        model.may_go_on.set()
        page.get_by_role("button", name="Ask again").click()
        page.locator(".byline-do-up").wait_for()
        assert "Nobody was hurt" in page.locator(".byline-prose").inner_text()
        assert questions(page) == [QUESTION]


def test_answer_is_found_again_when_the_page_was_closed_before_it_was_whole(
    index: Index, serving: Serve, page: Page, model: SlowModel
) -> None:
    with serving(index, models={model.name: model}) as address:
        begin_answer(page, address, model)
        where = page.url
        page.goto("about:blank")
        page.goto(where)
        page.locator(".byline-prose").wait_for()
        assert "Nobody" not in page.locator(".byline-prose").inner_text()
        model.may_go_on.set()
        page.locator(".byline-do-up").wait_for()
        assert "Nobody was hurt" in page.locator(".byline-prose").inner_text()


def test_question_is_asked_again_in_other_words_when_it_is_edited(home: str, page: Page) -> None:
    open_page(page, home)
    ask(page, "Who won the football world cup?")
    page.get_by_role("button", name="Edit question").click()
    page.get_by_role("dialog").get_by_label("Question").fill(QUESTION)
    page.get_by_role("dialog").get_by_role("button", name="Ask").click()
    page.locator(".byline-quote").first.wait_for()
    assert questions(page) == [QUESTION]


def test_conversation_is_there_again_when_the_page_is_reloaded(home: str, page: Page) -> None:
    open_page(page, home)
    ask(page, QUESTION)
    ask(page, "What does the village oven bake?")
    before = page.locator("#byline-chat .byline-answer").all_inner_texts()
    reload(page)
    assert page.locator("#byline-chat .byline-answer").all_inner_texts() == before


def test_refusal_looks_like_one_and_shows_the_nearest_passages(home: str, page: Page) -> None:
    open_page(page, home)
    ask(page, "Who won the football world cup?")
    answer = page.locator(".byline-answer")
    assert "The articles do not say." in answer.inner_text()
    assert answer.locator(".byline-near a").count() > 0


def test_question_stays_in_the_box_when_it_cannot_be_asked(home: str, page: Page) -> None:
    open_page(page, home)
    ask(page, "word " * 20_000)
    assert "at most 2,000" in page.locator(".byline-problem").inner_text()
    assert len(page.locator(BOX).input_value()) > 90_000


@pytest.mark.parametrize("blank", ["", "   ", "\n"])
def test_nothing_is_asked_by_an_empty_question(home: str, page: Page, blank: str) -> None:
    open_page(page, home)
    page.locator(BOX).fill(blank)
    page.locator(BOX).press("Enter")
    page.get_by_role("button", name="Ask", exact=True).click()
    page.locator(f"{BOX}:focus").wait_for()
    assert page.locator(".byline-welcome").is_visible()
    ask(page, QUESTION)
    assert page.locator(".byline-problem").count() == 0
    assert questions(page) == [QUESTION]


def test_conversation_of_somebody_else_is_not_shown(
    home: str, page: Page, new_page: Callable[..., Page]
) -> None:
    open_page(page, home)
    ask(page, QUESTION)
    other = new_page()
    open_page(other, page.url)
    other.locator(".byline-problem").wait_for()
    assert "There is no such conversation" in other.locator(".byline-problem").inner_text()
    assert "fourteen" not in other.locator("body").inner_text()
    other.get_by_text("What you ask now begins a new conversation.").wait_for()
    other.locator(BOX).fill(OTHER)
    other.locator(BOX).press("Enter")
    other.locator(".byline-actions").wait_for()
    assert questions(other) == [OTHER]


def test_focus_goes_to_the_box_when_what_had_it_is_gone(home: str, page: Page) -> None:
    open_page(page, home)
    ask(page, QUESTION)
    page.locator('a[href^="#do/retry/"]').press(" ")
    page.locator("#byline-ask textarea:focus").wait_for()
    page.locator(".byline-actions").wait_for()
    page.reload()
    page.locator("#byline-ask textarea:focus").wait_for()


def test_page_says_when_its_index_has_gone_and_when_it_is_back(
    index: Index, own_home: str, page: Page
) -> None:
    open_page(page, own_home)
    ask(page, QUESTION)
    away = index.path.with_name("away")
    index.path.rename(away)
    send(page, OTHER)
    page.locator(".byline-problem", has_text="is gone").wait_for()
    banner = page.locator(".byline-index-problem")
    banner.wait_for()
    box = page.locator("#byline-ask").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 800
    away.rename(index.path)
    banner.wait_for(state="hidden")
    until(page, f"document.querySelector('#byline-ask textarea:enabled')?.value === '{OTHER}'")
    page.wait_for_timeout(1000)  # the same is not asked twice within it
    page.locator(BOX).press("Enter")  # what was typed still stands there
    page.locator(".byline-actions").nth(1).wait_for()
    assert questions(page) == [QUESTION, OTHER]


def test_page_is_usable_when_it_is_380_pixels_wide(home: str, page: Page) -> None:
    page.set_viewport_size({"width": 380, "height": 700})
    open_page(page, home)
    ask(page, QUESTION)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 380


def test_nothing_runs_or_loads_when_an_article_is_hostile(home: str, page: Page) -> None:
    notes = Notes(page, home)
    open_page(page, home)
    ask(page, "What did the lighthouse keeper write in the lighthouse log?")
    page.locator(".byline-answer a").first.click()
    page.locator("#byline-panel mark").first.wait_for()
    assert "<script>" in page.locator("#byline-panel").inner_text()
    ask(page, "<img src=https://evil.example/q.png onerror=alert(1)> ![x](https://evil.example)")
    assert page.title() == "Byline"
    assert page.locator("gradio-app img, #byline-panel img").count() == 0
    assert (notes.elsewhere, notes.errors) == ([], [])


def test_page_says_so_when_something_goes_wrong_inside(
    index: Index, serving: Serve, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: Answerer, question: str, **options: object) -> Iterator[object]:
        raise ZeroDivisionError

    with serving(index) as address:
        open_page(page, address)
        monkeypatch.setattr(Answerer, "stream", broken)
        ask(page, QUESTION)
        assert "went wrong inside Byline" in page.locator(".byline-problem").inner_text()
        assert page.locator(".byline-pending").count() == 0


def test_question_asked_right_after_a_new_conversation_is_answered_on_a_slow_machine(
    home: str, page: Page
) -> None:
    held: list[Route] = []

    def slowly(route: Route) -> None:
        """The page hears that the new conversation is begun only when the question is sent."""
        if held:
            held[0].fulfill(response=held[0].fetch())
            route.continue_()
        held.append(route)

    open_page(page, home)
    ask(page, OTHER)
    page.route("**/queue/join*", slowly)
    page.get_by_role("button", name="New conversation").click()
    page.locator(BOX).fill(QUESTION)
    page.locator(BOX).press("Enter")
    page.get_by_text("fourteen metres").first.wait_for()
    assert questions(page) == [QUESTION]


def test_question_is_answered_that_is_asked_before_all_of_the_page_is_built(
    home: str, page: Page
) -> None:
    page.add_init_script(  # Gradio builds each component when its script has come
        "const find = document.querySelector.bind(document);"
        "document.querySelector = (what) => (what === '#byline-obey' ? null : find(what));"
    )
    page.goto(home)
    page.locator("#byline-settings textarea").wait_for(state="attached")
    send(page, QUESTION)
    page.locator(".byline-quote").first.wait_for()


def test_question_is_asked_once_when_it_is_sent_twice_at_once(home: str, page: Page) -> None:
    open_page(page, home)
    box = page.locator(BOX)
    box.fill(QUESTION)
    box.press("Enter")
    box.press("Enter")
    page.locator(".byline-actions").wait_for()
    page.locator('a[href^="#do/retry/"]').dblclick()
    page.locator(".byline-actions").wait_for()
    page.wait_for_timeout(500)  # for a second one that must not come
    assert questions(page) == [QUESTION]


def test_end_of_an_answer_does_not_move_the_reader(
    index: Index, serving: Serve, page: Page, model: SlowModel
) -> None:
    page.set_viewport_size({"width": 800, "height": 300})
    with serving(index, models={model.name: model}) as address:
        begin_answer(page, address, model)
        scrolled = page.locator("#byline-chat .panel-wrap")
        scrolled.hover()
        page.mouse.wheel(0, 5_000)
        page.wait_for_timeout(300)
        before = scrolled.evaluate("frame => frame.scrollTop")
        assert before > 0
        model.may_go_on.set()
        page.locator(".byline-actions").wait_for()
        assert scrolled.evaluate("frame => frame.scrollTop") >= before


def test_address_that_names_no_conversation_is_a_new_one(home: str, page: Page) -> None:
    open_page(page, f"{home}#chat/abc")
    page.get_by_text("That address names no conversation.").wait_for()
    ask(page, QUESTION)
    assert questions(page) == [QUESTION]


def test_back_leads_to_the_conversation_before(home: str, page: Page) -> None:
    open_page(page, home)
    ask(page, QUESTION)
    page.get_by_role("button", name="New conversation").first.click()
    page.locator(".byline-question").wait_for(state="detached")
    ask(page, OTHER)
    assert questions(page) == [OTHER]
    page.go_back()
    page.get_by_text("fourteen metres").first.wait_for()
    assert questions(page) == [QUESTION]


def test_address_that_is_made_wrong_leaves_the_conversation(home: str, page: Page) -> None:
    open_page(page, home)
    ask(page, QUESTION)
    page.evaluate("location.hash = '#chat/abc'")
    page.get_by_text("That address names no conversation.").wait_for()
    page.locator(".byline-question").wait_for(state="detached")
