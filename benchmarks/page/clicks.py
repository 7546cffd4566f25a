"""Benchmark of citation clicks: time until the cited sentence is in view, and is it right?

Every answerable question of the sample is asked in Chromium, the page is reloaded so that nothing
has been fetched ahead, and every marker of the answer is clicked. Right is the citation's own
quotation, highlighted and inside the panel's view, under the citation's own headline. The control
holds each highlight against the quotation of the next citation instead, and must come out wrong.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.shared.scratch_index import build_index, scratch_folder, with_progress
from benchmarks.shared.types import BenchOptions, BenchResult
from eval.questions.schema import read_questions
from eval.sample import sample_folder, sample_questions
from tests.support.chromium import chromium
from tests.support.server import serving

if TYPE_CHECKING:
    from playwright.sync_api import Page

TARGETS = {"right": "1", "control_right": "< 0.1", "p95_ms": "< 300", "max_ms": "< 300"}
WAITS_MS = 60_000

# Clicks the link and waits until a highlight is drawn inside the panel's view; gives the time that
# took, the highlighted text as it is shown, and the headline above it.
_CLICK = """
link => new Promise((resolve, reject) => {
  const old = document.querySelector("#byline-panel mark.byline-cited");
  const began = performance.now();
  const look = () => {
    const panel = document.querySelector("#byline-panel .byline-content");
    const mark = panel && panel.querySelector("mark.byline-cited");
    if (mark && mark !== old) {
      const place = mark.getBoundingClientRect(), frame = panel.getBoundingClientRect();
      if (place.height && place.top >= frame.top && place.top < frame.bottom) {
        const marks = [...panel.querySelectorAll("mark.byline-cited")];
        resolve({
          ms: performance.now() - began,
          text: marks.map(one => one.textContent).join(" "),
          title: panel.querySelector(".byline-headline").textContent,
        });
        return;
      }
    }
    if (performance.now() - began > 20000) reject(new Error("no highlight came into view"));
    else requestAnimationFrame(look);
  };
  link.click();
  requestAnimationFrame(look);
})
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clicked:
    """What one click showed, and what it should have shown."""

    ms: float
    right: bool
    right_by_control: bool


def run(options: BenchOptions) -> BenchResult:
    """Ask, reload, click; `limit` is the number of questions."""
    asked = [q.question for q in read_questions(sample_questions()) if q.kind.answerable]
    clicks: list[Clicked] = []
    with scratch_folder() as scratch:
        build_index(sample_folder(), scratch / "index").close()
        with serving(scratch / "index", scratch / "kept") as server, chromium() as browser:
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            page.set_default_timeout(WAITS_MS)
            for question in with_progress(asked[: options.limit], "questions"):
                clicks += _clicks(page, server.address, question)
    times_ms = [click.ms for click in clicks]
    return BenchResult(
        values={
            "clicks": len(clicks),
            "right": float(np.mean([click.right for click in clicks])),
            "control_right": float(np.mean([click.right_by_control for click in clicks])),
            "p50_ms": float(np.median(times_ms)),
            "p95_ms": float(np.percentile(times_ms, 95)),
            "max_ms": max(times_ms),
        },
        targets=TARGETS,
        notes=(f"{len(asked[: options.limit])} questions of the sample",),
    )


def _clicks(page: Page, home: str, question: str) -> Iterator[Clicked]:
    page.goto("about:blank")
    page.goto(home)
    box = page.locator("#byline-ask textarea:enabled")
    page.locator("#byline-obey").wait_for(state="attached")
    box.fill(question)
    box.press("Enter")
    page.locator(".byline-actions").wait_for()
    citations = _citations(page, home)
    page.reload()
    page.locator(".byline-actions").wait_for()
    for link in page.locator(".byline-quote a.byline-marker").all():
        place = int(str(link.get_attribute("href")).split("/")[2]) - 1
        shown = link.evaluate(_CLICK)
        following = citations[(place + 1) % len(citations)]
        yield Clicked(
            ms=shown["ms"],
            right=_is(shown, citations[place]),
            right_by_control=len(citations) > 1 and _is(shown, following),
        )


def _citations(page: Page, home: str) -> Sequence[dict[str, Any]]:
    """The answer's citations in the order of their first use, as the page exports them."""
    conversation = page.url.rpartition("/")[2]
    address = f"{home}/byline/api/conversations/{conversation}/export.json"
    answer = json.loads(page.request.get(address).text())["answers"][0]
    told = [one for sentence in answer["sentences"] for one in sentence["citations"]]
    told += [one for differ in answer["disagreements"] for one in differ["citations"]]
    places: dict[str, dict[str, Any]] = {}
    for citation in told:
        places.setdefault(json.dumps(citation, sort_keys=True), citation)
    return list(places.values())


def _is(shown: dict[str, Any], citation: dict[str, Any]) -> bool:
    return _words(shown["text"]) == _words(citation["quote"]) and _words(
        shown["title"].removesuffix(" …")
    ) == _words(citation["title"])


def _words(text: str) -> list[str]:
    """The words alone: a page does not show the asterisks of Markdown, nor its line breaks."""
    return "".join(c if c.isalnum() else " " for c in text).split()
