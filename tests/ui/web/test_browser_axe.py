"""axe-core on the main views; `python -m benchmarks axe` looks at all of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

import pytest

from benchmarks.page.axe import control_count, read_axe
from benchmarks.page.axe_findings import Findings
from tests.support.browsing import ask, open_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytest.importorskip("axe_playwright_python")
pytestmark = pytest.mark.browser

ARTICLES = {
    "wall.md": (
        "---\ntitle: Storm tears hole in harbour wall\nauthor: Imogen Tasker\n"
        "date: 2024-02-12\noutlet: The Gazette\nurl: https://gazette.example/wall\n---\n\n"
        "The storm tore a hole of fourteen metres in the harbour wall. Nobody was hurt.\n"
    ),
    "oven.md": "# The village oven\n\nThe village oven bakes sourdough bread every Saturday.\n",
    "empty.md": " ",
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_is_found_in_the_main_views(
    home: str, new_page: Callable[..., Page], scheme: Literal["light", "dark"]
) -> None:
    findings = Findings(read_axe(None))
    page = new_page(color_scheme=scheme, reduced_motion="reduce")
    open_page(page, home)
    findings.check(page, "chat")
    ask(page, "How big was the hole that the storm tore in the harbour wall?")
    page.locator(".byline-quote a.byline-marker").first.click()
    page.locator("#byline-panel mark.byline-cited").first.wait_for()
    findings.check(page, "answer and source panel")
    page.get_by_role("button", name="Close the source").click()
    page.locator(".byline-filters-opener").click()
    findings.check(page, "filters")
    page.get_by_role("button", name="Done").click()
    page.goto(f"{home}#articles")
    page.locator(".byline-troubles-head").wait_for()
    findings.check(page, "articles")
    page.goto(f"{home}#evaluation")
    page.get_by_text("Nothing has been measured yet.").wait_for()
    findings.check(page, "evaluation")
    assert findings.count("serious") + findings.count("critical") == 0, findings.lines()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_is_found_in_the_report_of_two_runs(
    own_home: str,
    page: Page,
    scheme: Literal["light", "dark"],
    save_run: Callable[..., str],
) -> None:
    save_run("old", [0.0] * 12 + [1.0])
    save_run("new", [0.5] * 12 + [0.75], weight=1.0)
    findings = Findings(read_axe(None))
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 390, "height": 800})
    # By itself, since in the frame of the page nothing runs, axe included.
    address = f"{own_home}byline/api/runs/report.html?run=old&run=new"
    page.set_content(page.request.get(address).text())
    page.locator("summary").first.click()
    findings.check(page, "report")
    assert findings.count("serious") + findings.count("critical") == 0, findings.lines()


def test_control_finds_both_deliberate_faults(browser: Browser) -> None:
    assert control_count(browser, read_axe(None)) == 2
