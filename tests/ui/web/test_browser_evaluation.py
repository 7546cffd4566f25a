"""The Evaluation view as a reader meets it, in headless Chromium."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.browsing import until

if TYPE_CHECKING:
    from conftest import Serve
    from playwright.sync_api import FrameLocator, Page

pytestmark = pytest.mark.browser

SaveRun = Callable[..., str]
HOSTILE = "<img src=x onerror=document.title='owned'> ${1} How wide was it?"


@pytest.fixture
def home(tmp_path: Path, serving: Serve) -> Iterator[str]:
    """The address of a page without articles: runs need none."""
    with serving(tmp_path / "no-index") as address:
        yield address


@pytest.fixture
def errors(page: Page) -> list[str]:
    """What scripts of the page threw."""
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


INSIDE = "document.querySelector('.byline-evaluation-report').contentDocument"
FITS = f"{INSIDE}.documentElement.scrollHeight === {INSIDE}.defaultView.innerHeight"


def report(page: Page) -> FrameLocator:
    return page.frame_locator(".byline-evaluation-report")


def heading(page: Page) -> str:
    page.locator(".byline-view-evaluation h1").wait_for()
    return page.locator(".byline-view-evaluation h1").inner_text().replace("\xa0", " ")


def test_empty_view_tells_how_to_make_a_run(page: Page, home: str, tmp_path: Path):
    page.goto(f"{home}#evaluation")
    page.get_by_text("Nothing has been measured yet.").wait_for()
    commands = page.locator(".byline-evaluation-command code").all_inner_texts()
    assert commands[0].startswith("byline eval run sample")
    assert str(tmp_path / "kept" / "feedback.jsonl") in commands[2]


def test_list_that_fails_says_so_and_is_tried_again(page: Page, home: str):
    page.route("**/byline/api/runs", lambda route: route.abort())
    page.goto(f"{home}#evaluation")
    assert heading(page) == "The runs are not shown"
    assert page.get_by_role("link", name="All runs").count() == 0
    page.unroute("**/byline/api/runs")
    page.get_by_role("button", name="Try again").press("Enter")
    page.get_by_text("Nothing has been measured yet.").wait_for()
    assert page.locator(".byline-view-evaluation h1:focus").inner_text() == "Evaluation"


def test_two_runs_are_compared_with_the_keyboard_and_the_address_brings_them_back(
    page: Page, home: str, save_run: SaveRun, errors: list[str]
):
    save_run("old-1", [0.0] * 12 + [1.0], label="old")
    save_run("new-1", [0.5] * 12 + [0.75], label="new", minute=1)
    page.goto(home)
    page.get_by_role("link", name="Evaluation").click()
    assert page.get_by_label("Baseline").input_value() == "old-1"
    assert page.get_by_label("Compared with it").input_value() == "new-1"
    page.get_by_label("Compared with it").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    verdict = report(page).locator(".verdict")
    verdict.wait_for()
    assert heading(page) == "new against old"
    assert report(page).locator("h1").inner_text() == "■ new against ● old"
    assert page.evaluate("document.activeElement.tagName") == "H1"
    assert "nDCG@10 rose by 0.442" in verdict.inner_text()
    assert page.url.endswith("#evaluation/old-1/new-1")
    page.reload()
    verdict.wait_for()
    page.go_back()
    page.get_by_label("Baseline").wait_for()
    assert heading(page) == "Evaluation"
    assert errors == []


def test_questions_open_with_the_keyboard_and_what_they_hold_is_text(
    page: Page, home: str, save_run: SaveRun, errors: list[str]
):
    save_run("one", [0.0, 1.0], text=HOSTILE)
    page.goto(f"{home}#evaluation/one")
    question = report(page).locator("details.query").first
    question.locator("summary").focus()
    page.keyboard.press("Enter")
    question.get_by_text("Right answers: 14 metres").wait_for()
    assert HOSTILE in question.locator("summary").inner_text()
    assert question.locator("mark").inner_text() == "It was 14 metres."
    assert report(page).locator("img").count() == 0
    assert page.title() != "owned"
    assert errors == []


def test_report_may_not_run_anything_and_loads_nothing(page: Page, home: str, save_run: SaveRun):
    save_run("one", [0.0, 1.0])
    page.goto(f"{home}#evaluation/one")
    report(page).locator("h1").wait_for()
    loaded: list[str] = []
    page.on("response", lambda reply: loaded.append(reply.url))
    with page.expect_console_message(lambda said: "Content Security Policy" in said.text):
        page.evaluate(
            """() => {
              const inside = document.querySelector("iframe").contentDocument;
              const script = inside.createElement("script");
              script.textContent = "top.document.title = 'owned'";
              const image = inside.createElement("img");
              image.src = `${location.origin}/byline/icon.svg`;
              inside.body.append(script, image);
            }"""
        )
    assert page.title() != "owned"
    assert not [address for address in loaded if "icon.svg" in address]


def test_report_is_as_high_as_what_it_shows_and_as_dark_as_the_page(
    page: Page, home: str, save_run: SaveRun
):
    save_run("one", [0.0, 1.0, 0.5])
    page.goto(f"{home}#evaluation/one")
    report(page).locator("details.query").first.wait_for()
    report(page).locator("details.query summary").first.click()
    until(page, FITS)
    plot = report(page).locator("figure svg").first
    assert (plot.get_attribute("aria-label") or "").startswith("Documents. nDCG@10: one 0.500 (")
    for dark, paper in ((True, "rgb(21, 20, 18)"), (False, "rgb(250, 248, 244)")):
        page.evaluate("dark => document.body.classList.toggle('dark', dark)", dark)
        until(page, f"getComputedStyle({INSIDE}.body).backgroundColor === '{paper}'")


def test_link_in_the_report_leads_below_the_head_of_the_page(
    page: Page, home: str, save_run: SaveRun
):
    save_run("one", [0.0, 1.0, 0.5])
    page.goto(f"{home}#evaluation/one")
    report(page).get_by_role("link", name="Worst").click()
    top = report(page).locator("#worst h2")
    until(page, "scrollY > 0")
    box, head = top.bounding_box(), page.locator(".byline-top").bounding_box()
    assert box
    assert head
    assert head["height"] <= box["y"] < 400
    assert page.url.endswith("#evaluation/one")


def test_runs_over_other_questions_are_not_compared(page: Page, home: str, save_run: SaveRun):
    save_run("here", [0.5, 1.0])
    save_run("there", [0.5, 1.0], digest="other")
    page.goto(f"{home}#evaluation")
    compare = page.get_by_role("button", name="Compare")
    compare.wait_for()
    assert compare.is_disabled()
    page.get_by_text("nothing can be compared with it").wait_for()
    page.goto(f"{home}#evaluation/here/there")
    page.get_by_text("were asked different questions").wait_for()
    assert heading(page) == "These two are not compared"


def test_damaged_run_is_listed_with_its_reason(
    page: Page, home: str, save_run: SaveRun, tmp_path: Path
):
    save_run("whole", [0.5, 1.0])
    save_run("headless", [0.5, 1.0])
    (tmp_path / "runs" / "headless" / "run.json").unlink()
    page.goto(f"{home}#evaluation")
    page.get_by_text("run.json: cannot be read").wait_for()
    page.goto(f"{home}#evaluation/gone")
    page.get_by_text("That run is not there.").wait_for()


@pytest.mark.parametrize("address", ["", "/old-1", "/old-1/new-1", "/old-1/gone"])
def test_nothing_is_wider_than_a_phone(page: Page, home: str, save_run: SaveRun, address: str):
    save_run("old-1", [0.0, 1.0], label="a setting with a long name " * 4)
    save_run("new-1", [0.5, 0.75], label="unbroken" * 20, minute=1)
    page.set_viewport_size({"width": 380, "height": 700})
    page.goto(f"{home}#evaluation{address}")
    heading(page)
    if address and "gone" not in address:
        report(page).locator("#queries").wait_for()
        assert page.evaluate(f"{INSIDE}.documentElement.scrollWidth") <= 380
    assert page.evaluate("document.documentElement.scrollWidth") <= 380
