"""Benchmark of accessibility: axe-core on every view, light and dark, desktop and phone.

The control is a page with two deliberate faults, an image without a text and grey words on grey:
both must be found.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from benchmarks.page.axe_findings import Findings
from benchmarks.page.axe_places import places
from benchmarks.page.axe_views import VIEWS, Views
from benchmarks.shared.scratch_index import say, scratch_folder
from benchmarks.shared.types import BenchOptions, BenchResult
from index.errors import UsageError
from tests.support.browsing import PATIENCE_MS
from tests.support.chromium import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
SIZES = ((1280, 800), (390, 844))
FAULTY = (
    "<!doctype html><html lang=en><title>Faulty</title><main><h1>Faulty</h1><img src='data:,'>"
    "<p style='color:#aaa;background:#bbb'>Grey words</p></main></html>"
)
TARGETS = {"serious": "0", "critical": "0", "control": "2: both faults found"}


def run(options: BenchOptions) -> BenchResult:
    """Walk through the views, twice two times; `options.limit` views of each place only."""
    axe = read_axe(options.axe)
    findings = Findings(axe)
    with scratch_folder() as scratch, chromium() as browser:
        say("indexing the sample")
        with places(scratch) as addresses:
            for scheme in SCHEMES:
                for width, height in SIZES:
                    context = browser.new_context(
                        viewport={"width": width, "height": height},
                        color_scheme=scheme,
                        reduced_motion="reduce",
                    )
                    page = context.new_page()
                    page.set_default_timeout(PATIENCE_MS)
                    for view in Views(page, addresses).walk(options.limit):
                        say(f"{view}, {scheme}, {width}")
                        findings.check(page, f"{view} ({scheme}, {width})")
                    context.close()
        control = control_count(browser, axe)
    return BenchResult(
        values={
            "views": len(VIEWS),
            "checks": findings.checks,
            "serious": findings.count("serious"),
            "critical": findings.count("critical"),
            "moderate": findings.count("moderate"),
            "minor": findings.count("minor"),
            "control": control,
        },
        targets=TARGETS,
        notes=(f"axe-core {findings.version}", *findings.lines()),
    )


def read_axe(given: Path | None) -> str:
    """The script of axe-core: `given`, or the packaged one.

    Raises:
        UsageError: neither is there.
    """
    if given is not None:
        if not given.is_file():
            raise UsageError(f"{given} not found: name an axe.min.js with --axe")
        return given.read_text("utf-8")
    package = find_spec("axe_playwright_python")
    if package is None or package.origin is None:
        raise UsageError("axe-core is not installed: pip install 'byline[dev]', or use --axe FILE")
    return Path(package.origin).with_name("axe.min.js").read_text("utf-8")


def control_count(browser: Browser, axe: str) -> int:
    """How many of the two deliberate faults are found."""
    context = browser.new_context()
    page = context.new_page()
    page.set_content(FAULTY)
    findings = Findings(axe)
    findings.check(page, "control")
    context.close()
    return len({"image-alt", "color-contrast"} & findings.rules)
