"""Debian's Chromium, headless, with nothing of its own going out.

Its headless shell is taken where it is installed: the whole browser makes a window for every page,
which costs half as much again as the page.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from index.errors import UsageError

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser with an empty profile; raises `UsageError` where there is none."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        raise UsageError("Chromium is not installed: install it, such as by `apt install chromium`")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise UsageError("Playwright is not installed: pip install 'byline[dev]'") from error
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()
